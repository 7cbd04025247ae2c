"""What is tracked and how: the list on the Today page, measures of the person's own, and their own words for values."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from ldn_journal.base.errors import InvalidEntry, NotFound
from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import usual_measures
from ldn_journal.clinical.questionnaires import score_measures
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.measures import Measure, NewMeasure, Scale
from ldn_journal.domain.records import Changes, Kind

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal

WORDED: Final = (3, 5, 7)
"""Values of a built-in 0-10 measure between its ends that the person may word."""
KINDS: Final[Mapping[str, tuple[Scale, float, float]]] = {
    "0-10": (Scale.NUMERIC, 0, 10),
    "severity": (Scale.SEVERITY, 0, 4),
    "duration": (Scale.DURATION, 0, 1440),
    "count": (Scale.COUNT, 0, 100),
    "yes_no": (Scale.YES_NO, 0, 1),
    "1-7": (Scale.NUMERIC, 1, 7),
}
"""The kinds of scale a measure of one's own can have: how it is answered, and its lowest and highest value."""
LONGEST_WORDS: Final = 60
_LONGEST_KEY = 32
_SEVERITIES = ("none", "mild", "moderate", "severe", "very severe")


def tracked_keys(journal: "Journal") -> tuple[str, ...]:
    """Return the keys of what the Today page asks, in order; what is retired or gone is left out."""
    return tuple(measure.key for measure in journal.tracked())


def add_measure(journal: "Journal", values: Mapping[str, Any], kind: str) -> Changes:
    """Make a measure of the person's own of a ``kind`` of scale, and track it, last of all.

    ``values``: fields of ``NewMeasure`` but for key and scale. Raises ``InvalidEntry``, also for a name that is taken.
    """
    measures = journal.measures()
    name = str(values.get("name") or "")
    _refuse_taken(name, measures)
    scale, low, high = KINDS[kind]
    anchors = dict(values.get("anchors") or {})
    _check_words(anchors)
    if scale is Scale.SEVERITY:
        anchors = {str(number): word for number, word in enumerate(_SEVERITIES)}
    # Ratings of a measure that was taken out are taken over by one that gets its key, so they must fit.
    rated = journal.daily_ratings().items()
    unfit = {key for key, days in rated if any(day.lowest < low or day.highest > high for day in days)}
    key = key_for(name, {*measures, *score_measures(), *unfit})
    given = {**values, "anchors": anchors, "key": key, "scale": scale, "low": low, "high": high}
    entry = validate(Kind.MEASURE, {**given, "unit": "h" if scale is Scale.DURATION else None})
    tracked = tracked_keys(journal)
    changes = journal.record(entry, label=_("a new measure"))
    journal.change_settings(tracked=(*tracked, key))
    return changes


def change_measure(journal: "Journal", key: str, **fields: Any) -> Changes:
    """Change the words of a measure of the person's own; its key, scale and range stay, and with them what is recorded.

    Raises ``NotFound``, ``InvalidEntry``.
    """
    own = own_measure(journal, key)
    if "name" in fields:
        _refuse_taken(str(fields["name"] or ""), {k: one for k, one in journal.measures().items() if k != key})
    if "anchors" in fields:
        _check_words(fields["anchors"])
        # Words at other values (an import may have brought them) stay as they are.
        kept = {value: words for value, words in own.anchors.items() if value not in fields["anchors"]}
        fields["anchors"] = kept | {value: words for value, words in fields["anchors"].items() if words}
    return journal.revise(Kind.MEASURE, own.id, label=_("the words of a measure"), **fields)


def retire_measure(journal: "Journal", key: str) -> Changes:
    """Ask a measure of the person's own no more; what is recorded stays, and it can come back. Raises ``NotFound``."""
    return journal.revise(Kind.MEASURE, own_measure(journal, key).id, label=_("retiring a measure"), retired=True)


def bring_back_measure(journal: "Journal", key: str) -> Changes:
    """Offer a retired measure again, and track it in its old place, else last. Raises ``NotFound``."""
    own = own_measure(journal, key)
    changes = journal.revise(Kind.MEASURE, own.id, label=_("bringing a measure back"), retired=False)
    if key not in (journal.settings.tracked or usual_measures()):
        journal.change_settings(tracked=(*tracked_keys(journal), key))
    return changes


def words_of(journal: "Journal", key: str, words: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the setting ``anchors`` with the person's ``words`` for a built-in measure in place; empty ones are taken out.

    Raises ``InvalidEntry``, keyed by the value, for words that are too long.
    """
    _check_words(words)
    all_words = dict(journal.settings.anchors)
    mine = {**all_words.pop(key, {}), **words}
    mine = {value: said for value, said in mine.items() if said}
    return all_words | ({key: mine} if mine else {})


def can_be_worded(measure: NewMeasure) -> bool:
    """Whether values of a built-in measure can carry words of the person's own: where it is answered by cells 0 to 10."""
    return measure.scale is Scale.NUMERIC and (measure.low, measure.high) == (0, 10)


def own_measure(journal: "Journal", key: str) -> Measure:
    """Return a measure of the person's own. Raises ``NotFound``, also for one that ships with the program."""
    found = journal.measure(key)
    if not isinstance(found, Measure):
        raise NotFound(_("“{key}” is no measure of your own.").format(key=key[:40]))
    return found


def key_for(name: str, taken: Collection[str]) -> str:
    """Return a free key made of ``name``: brain_fog; one in other letters than ours becomes ``own``, then ``own_2``."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss").replace("ø", "o").replace("æ", "ae"))
    plain = plain.encode("ascii", "ignore").decode()
    begin = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_KEY].strip("_")
    begin = begin if begin[:1].isalpha() else f"own_{begin}".rstrip("_")
    key, number = begin, 1
    while key in taken:
        number += 1
        key = f"{begin}_{number}"
    return key


def _refuse_taken(name: str, measures: Mapping[str, NewMeasure]) -> None:
    said = name.strip().casefold()
    taken = next((one for one in measures.values() if said in (one.name.casefold(), _(one.name).casefold())), None)
    if taken is None:
        return
    if taken.retired:
        raise InvalidEntry({"name": _("There is a retired measure of that name; bring that one back, or say another.")})
    raise InvalidEntry({"name": _("There is a measure of that name already; say another.")})


def _check_words(words: Mapping[str, str]) -> None:
    too_long = _("That is too long to stand under a scale.")
    long = {value: too_long for value, said in words.items() if len(said) > LONGEST_WORDS}
    if long:
        raise InvalidEntry(long)
