"""The forms of a measure: a new one of one's own, its words later, and one's own words for a measure of the program."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from ldn_journal.base.texts import _
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.gui.treatment.fields import Field, choice_field, text_field
from ldn_journal.gui.treatment.form import Deed, Form

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.journal import Journal

_AT: Final[Mapping[str, tuple[str, ...]]] = {"0-10": ("0", "3", "5", "7", "10"), "1-7": ("1", "4", "7")}
"""Values that can be worded, by kind of scale."""
_VALUES: Final = ("0", "1", "3", "4", "5", "7", "10")
_NAME_WIDTH, _WORDS_WIDTH = 220, 170


def new_measure() -> Deed:
    """Return the form of a new measure."""

    def store(journal: "Journal", values: dict[str, Any], _confirmed: bool) -> "Changes":
        from ldn_journal.journal.measuring import add_measure

        kind = values.pop("kind")
        words = {value: values.pop(value) for value in _VALUES}
        anchors = {value: words[value] for value in _AT.get(kind, ()) if words[value]}
        return add_measure(journal, {**values, "anchors": anchors}, kind)

    kinds = (
        ("0-10", _("0 to 10")),
        ("severity", _("none to very severe")),
        ("duration", _("hours and minutes")),
        ("count", _("a number, as how often")),
        ("yes_no", _("yes or no")),
        ("1-7", _("1 to 7")),
    )
    fields = (
        *_name_fields(),
        choice_field("kind", _("Answered with"), kinds, width=_NAME_WIDTH),
        *_meaning_fields(),
        *_words_fields(_VALUES),
    )
    words = _(
        "It is asked on the Today page from then on, and has its charts, comparisons and place in exports like any other."
    )
    return Deed(_("A measure of your own"), fields, store=store, words=words, keep=_("Add it"))


def fit_to_kind(form: Form) -> None:
    """Show the fields for words that the chosen kind of scale has, now and after each choice of another."""
    kind = form.cell("kind")

    def fit() -> None:
        for value in _VALUES:
            form.cell(value).setVisible(value in _AT.get(kind.text(), ()))

    kind.edited.connect(fit)
    fit()


def own_words(measure: NewMeasure) -> Deed:
    """Return the form that changes the words of a measure of one's own; how it is answered stays."""
    values = worded_values(measure)

    def store(journal: "Journal", given: dict[str, Any], _confirmed: bool) -> "Changes":
        from ldn_journal.journal.measuring import change_measure

        anchors = {value: given.pop(value) or "" for value in values if value in given}
        return change_measure(journal, measure.key, **given, **({"anchors": anchors} if anchors else {}))

    record = SimpleNamespace(
        name=measure.name,
        question=measure.question,
        better=measure.better.value,
        recall=measure.recall.value,
        **{value: measure.anchors.get(value) for value in values},
    )
    fields = (*_name_fields(), *_meaning_fields(), *_words_fields(values))
    words = _("How it is answered stays as it is, so that what is recorded keeps its meaning.")
    return Deed(_("Change the words of “{measure}”").format(measure=measure.name), fields, store, record, words)


def added_words(measure: NewMeasure) -> Deed:
    """Return the form of one's own words for a measure of the program. What it gives goes into the settings."""
    from ldn_journal.journal.measuring import WORDED

    values = tuple(str(value) for value in WORDED)
    record = SimpleNamespace(**{value: measure.anchors.get(value) for value in values})
    words = _(
        "They stand under the scale on the Today page: what a 5 is like for you. An empty field leaves the number alone."
    )
    title = _("Your words for “{measure}”").format(measure=_(measure.name))
    return Deed(title, _words_fields(values), None, record, words, settings=True)


def worded_values(measure: NewMeasure) -> tuple[str, ...]:
    """Return the values of a measure of one's own that can carry words: the usual ones and those that do already."""
    if measure.scale is not Scale.NUMERIC:
        return ()
    kind = "1-7" if (measure.low, measure.high) == (1, 7) else "0-10"
    usual = [value for value in _AT[kind] if measure.low <= float(value) <= measure.high]
    ends = [format(end, "g") for end in (measure.low, measure.high)]
    return tuple(sorted({*usual, *ends, *measure.anchors}, key=float))


def _name_fields() -> tuple[Field, ...]:
    return (
        text_field("name", _("Name"), required=_("Give it a name."), example=_("Morning stiffness"), width=_NAME_WIDTH),
        text_field(
            "question", _("Question on the Today page"), example=_("as the name"), width=_NAME_WIDTH, grows=True
        ),
    )


def _meaning_fields() -> tuple[Field, ...]:
    better = (
        ("lower", _("lower is better")),
        ("higher", _("more is better")),
        ("neither", _("neither")),
    )
    recall = (("today", _("today")), ("last_night", _("last night")), ("past_7_days", _("past 7 days")))
    return (
        choice_field("better", _("Which way is better"), better),
        choice_field("recall", _("It speaks of"), recall),
    )


def _words_fields(values: Sequence[str]) -> tuple[Field, ...]:
    """Return the fields of words, from a line of their own on."""
    return tuple(_words_field(value, first=place == 0) for place, value in enumerate(values))


def _words_field(value: str, *, first: bool) -> Field:
    label = _("Your words at {value}").format(value=value)
    example = {"0": _("none"), "10": _("worst imaginable")}.get(value, "")
    return text_field(value, label, example=example, width=_WORDS_WIDTH, new_line=first)
