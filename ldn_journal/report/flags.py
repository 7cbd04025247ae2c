"""What should not be overlooked on the first page: opioids by name and surgery, as facts from the journal alone."""

import re
from collections.abc import Sequence
from datetime import date

from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.clinical.opioids import match_opioids
from ldn_journal.domain.life import Event, Medicine
from ldn_journal.report.content import Section, Text, plain, rich
from ldn_journal.report.figures import shortened, stretch
from ldn_journal.report.letters import apart

MEDICINES_SHOWN = 4
SURGERIES_SHOWN = 3
NAME_LETTERS = 60
_SURGERY = (
    r"surger(?:y|ies)",
    r"surgical",
    r"operations?",
    r"(?:tooth|teeth|dental) extractions?",
    r"an(?:a)?esthe(?:sia|tic)",
)


def flags(
    medicines: Sequence[Medicine], events: Sequence[Event], first: date, last: date, today: date
) -> Section | None:
    """Return the box of facts, ``None`` if there is none.

    It names the medicines taken between ``first`` and ``last`` that the opioid reference lists, and events that say
    surgery: those after ``today`` and those of the period. That no opioid is recorded is said of planned surgery only,
    and only where none is recorded at any time.
    """
    taken = [one for one in medicines if one.day <= last and (one.until is None or one.until >= first)]
    surgery = [event for event in events if _is_surgery(event)]
    planned = sorted((event for event in surgery if event.day > today), key=lambda event: event.day)
    past = [event for event in surgery if event.day <= min(last, today) and (event.until or event.day) >= first]
    opioids = _opioids(taken, last)
    found: list[Text] = []
    if planned:
        clean = not any(_groups(one) for one in medicines)
        found.append(_planned(planned, clean=clean, told=bool(opioids)))
    found += opioids
    if past:
        found.append(_past(past))
    return Section("flags", "", notice=True, paragraphs=tuple(found)) if found else None


def _is_surgery(event: Event) -> bool:
    words = "|".join((*_SURGERY, re.escape(_("surgery")), re.escape(_("operation"))))
    return re.search(rf"\b(?:{words})\b", event.what, re.IGNORECASE) is not None


def _groups(medicine: Medicine) -> set[str]:
    return {match.group for match in match_opioids(medicine.name)}


def _planned(events: Sequence[Event], *, clean: bool, told: bool) -> Text:
    """``clean``: no opioid is recorded; ``told``: the sentence on pain relief stands in another line already."""
    fields = {"what": _listed(events)}
    if clean:
        return rich(
            _(
                "<b>Planned: {what}.</b> Naltrexone blocks opioid pain relief; no opioid-containing medicine is recorded."
            ),
            **fields,
        )
    if told:
        return rich(_("<b>Planned: {what}.</b>"), **fields)
    return rich(_("<b>Planned: {what}.</b> Naltrexone blocks opioid pain relief."), **fields)


def _past(events: Sequence[Event]) -> Text:
    return plain(_("In the period: {what}.").format(what=_listed(events[-SURGERIES_SHOWN:])))


def _listed(events: Sequence[Event]) -> str:
    return "; ".join(
        _("{what}, {days}").format(
            what=apart(shortened(event.what, NAME_LETTERS)), days=stretch(event.day, event.until or event.day)
        )
        for event in events[:SURGERIES_SHOWN]
    )


def _opioids(taken: Sequence[Medicine], last: date) -> list[Text]:
    """Return a line for each group of the reference that has a medicine; one in two groups stands in the first."""
    listed: dict[str, list[Medicine]] = {"opioid": [], "ask": [], "peripheral": []}
    for one in taken:
        groups = _groups(one)
        group = next((name for name in listed if name in groups), None)
        if group is not None:
            listed[group].append(one)
    sentences = {
        "opioid": _("<b>Listed as an opioid, or as holding one: {names}.</b> Naltrexone blocks opioid pain relief."),
        "ask": _(
            "<b>Known from general pharmacology to act as an opioid: {names}.</b> Naltrexone blocks opioid pain relief."
        ),
        "peripheral": _("<b>Acts on opioid receptors, mainly those of the gut: {names}.</b>"),
    }
    return [rich(sentences[group], names=_named(found, last)) for group, found in listed.items() if found]


def _named(medicines: Sequence[Medicine], last: date) -> str:
    shown = medicines[-MEDICINES_SHOWN:]
    names = "; ".join(_dated(one, last) for one in shown)
    more = len(medicines) - len(shown)
    if not more:
        return names
    return ngettext("{names} and {count} more", "{names} and {count} more", more).format(names=names, count=more)


def _dated(medicine: Medicine, last: date) -> str:
    name = apart(shortened(medicine.name, NAME_LETTERS))
    if medicine.until is not None and medicine.until <= last:
        return _("{medicine}, {days}").format(medicine=name, days=stretch(medicine.day, medicine.until, "medium"))
    return _("{medicine}, since {first}").format(medicine=name, first=format_day(medicine.day, "medium"))
