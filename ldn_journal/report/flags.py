"""What should not be overlooked on the first page: opioids by name, surgery, health facts, all from the journal alone."""

from collections.abc import Sequence
from datetime import date

from ldn_journal.analysis.phases import Phase
from ldn_journal.base.texts import _, ngettext
from ldn_journal.clinical.opioids import match_opioids
from ldn_journal.clinical.surgery import says_surgery, says_surgery_alone
from ldn_journal.domain.life import Condition, ConditionKind, Event, Medicine, condition_kind_name, condition_name
from ldn_journal.report.beside_ldn import beside_ldn
from ldn_journal.report.content import Run, Section, Text, plain, rich
from ldn_journal.report.figures import dated, shortened, stretch
from ldn_journal.report.letters import apart

MEDICINES_SHOWN = 4
SURGERIES_SHOWN = 3
CONDITIONS_SHOWN = 6
NAME_LETTERS = 60
_ASKED_AFTER = (ConditionKind.LIVER_DISEASE, ConditionKind.PREGNANCY)
"""What a doctor looks for, so that nothing recorded of it is said."""


def flags(
    medicines: Sequence[Medicine],
    events: Sequence[Event],
    conditions: Sequence[Condition],
    first: date,
    last: date,
    today: date,
    phases: Sequence[Phase],
    amounts: Sequence[Text] = (),
) -> Section | None:
    """Return the facts, in a box where there are any; ``None`` if there is nothing to say.

    It names the medicines taken between ``first`` and ``last`` that the opioid reference lists; events that say surgery:
    those after ``today`` and those of the period; and health facts, which hold until ``today`` or a day from ``first`` on,
    or ended before. That no opioid is recorded is said of planned surgery only, and only where none is recorded at any
    time; that a health fact is not recorded, likewise, of the two that matter most. ``phases`` tell what was taken of LDN
    beside an opioid or an operation; ``amounts`` are lines on doses, which stand first.
    """
    taken = [one for one in medicines if one.day <= last and (one.until is None or one.until >= first)]
    surgery = [event for event in events if says_surgery(event.what)]
    planned = sorted((event for event in surgery if event.day > today), key=lambda event: event.day)
    past = [event for event in surgery if event.day <= min(last, today) and (event.until or event.day) >= first]
    opioids = _opioids(taken, last, phases)
    found: list[Text] = [*amounts]
    if planned:
        clean = not any(_groups(one) for one in medicines)
        found.append(_planned(planned, clean=clean, told=bool(opioids)))
    # Surgery stands on the line of the opioid that was taken for it, as far as can be known.
    if past and opioids:
        opioids[-1] = (*opioids[-1], Run(" "), *_past(past, phases))
    elif past:
        opioids = [_past(past, phases)]
    found += opioids
    found += _conditions(conditions, first, today)
    silent = _nothing_recorded(conditions)
    if not found and not silent:
        return None
    return Section("flags", _("Flagged"), side=True, notice=bool(found), paragraphs=tuple(found), notes=silent)


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


def _past(events: Sequence[Event], phases: Sequence[Phase]) -> Text:
    shown = events[-SURGERIES_SHOWN:]
    # An event that is called surgery and no more is told by its days alone.
    named = not all(says_surgery_alone(event.what) for event in shown)
    return plain(_("Surgery is noted in this period: {what}.").format(what=_listed(shown, phases, named=named)))


def _listed(events: Sequence[Event], phases: Sequence[Phase] = (), *, named: bool = True) -> str:
    return "; ".join(_event(event, phases, named=named) for event in events[:SURGERIES_SHOWN])


def _event(event: Event, phases: Sequence[Phase], *, named: bool) -> str:
    until = event.until or event.day
    what = stretch(event.day, until)
    if named:
        what = _("{what}, {days}").format(what=apart(shortened(event.what, NAME_LETTERS)), days=what)
    return _beside(what, beside_ldn(event.day, until, phases, days=False))


def _beside(what: str, ldn: str) -> str:
    return _("{what}, {ldn}").format(what=what, ldn=ldn) if ldn else what


def _opioids(taken: Sequence[Medicine], last: date, phases: Sequence[Phase]) -> list[Text]:
    """Return a line for each group of the reference that has a medicine; one in two groups stands in the first."""
    listed: dict[str, list[Medicine]] = {"opioid": [], "ask": [], "peripheral": []}
    for one in taken:
        groups = _groups(one)
        group = next((name for name in listed if name in groups), None)
        if group is not None:
            listed[group].append(one)
    sentences = {
        "opioid": _("<b>Opioid:</b> {names}. Naltrexone blocks opioid pain relief."),
        "ask": _("<b>Acts as an opioid:</b> {names}. Naltrexone blocks opioid pain relief."),
        "peripheral": _("<b>Opioid that acts mainly on the gut:</b> {names}."),
    }
    return [rich(sentences[group], names=_named(found, last, phases)) for group, found in listed.items() if found]


def _conditions(conditions: Sequence[Condition], first: date, today: date) -> list[Text]:
    """Return a line of what holds, or held in the period, and one of what ended before it, liver and pregnancy first."""
    known = sorted((one for one in conditions if one.day <= today), key=_rank)
    holding = [one for one in known if one.holds(first, today)]
    earlier = [one for one in known if not one.holds(first, today)]
    found = []
    if holding:
        found.append(rich(_("<b>Health facts: {facts}.</b>"), facts=_facts(holding, today)))
    if earlier:
        found.append(plain(_("Ended before the period: {facts}.").format(facts=_facts(earlier, today))))
    return found


def _rank(one: Condition) -> tuple[int, date]:
    return list(ConditionKind).index(one.condition), one.day


def _facts(conditions: Sequence[Condition], today: date) -> str:
    shown = [_with_days(_condition(one), one.day, one.until, today) for one in conditions[:CONDITIONS_SHOWN]]
    return _counted("; ".join(shown), len(conditions) - len(shown))


def _condition(one: Condition) -> str:
    return apart(shortened(condition_name(one), NAME_LETTERS))


def _nothing_recorded(conditions: Sequence[Condition]) -> tuple[str, ...]:
    """Say of what a doctor looks for that nothing is recorded of it at any time: no answer is no “no”."""
    missing = [kind for kind in _ASKED_AFTER if all(one.condition is not kind for one in conditions)]
    if not missing:
        return ()
    if len(missing) == len(_ASKED_AFTER):
        return (_("Liver disease, pregnancy: nothing recorded, which does not mean “no”."),)
    sentence = _("{what}: nothing recorded, which does not mean “no”.")
    return (sentence.format(what=condition_kind_name(missing[0])),)


def _named(medicines: Sequence[Medicine], last: date, phases: Sequence[Phase]) -> str:
    shown = medicines[-MEDICINES_SHOWN:]
    names = "; ".join(_dated(one, last, phases) for one in shown)
    return _counted(names, len(medicines) - len(shown))


def _counted(names: str, more: int) -> str:
    """Return ``names`` and how many ``more`` there are."""
    if not more:
        return names
    return ngettext("{names} and {count} more", "{names} and {count} more", more).format(names=names, count=more)


def _dated(medicine: Medicine, last: date, phases: Sequence[Phase]) -> str:
    name = apart(shortened(medicine.name, NAME_LETTERS))
    until = medicine.until if medicine.until is not None and medicine.until <= last else None
    if until is None:
        found = _("{what}, since {first}").format(what=name, first=dated(medicine.day))
    else:
        found = _("{what}, {days} (ended)").format(what=name, days=stretch(medicine.day, until))
    return _beside(found, beside_ldn(medicine.day, until or last, phases))


def _with_days(name: str, first: date, until: date | None, last: date) -> str:
    """Return ``name`` with its days; an end that lies after ``last`` is not told."""
    if until is not None and until <= last:
        return _("{what}, {days}").format(what=name, days=stretch(first, until))
    return _("{what}, since {first}").format(what=name, first=dated(first))
