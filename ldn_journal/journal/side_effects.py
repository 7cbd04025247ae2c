"""Which side effects the Today page asks about beside what is tracked: the whole list after a change of dose, some for longer.

The list is offered from the first day of a new dose for ``settings.intensive_days`` days: a titration step, until doses show
that it is not followed, another amount taken, or the return after a break. To ask costs little, so that it does not wait until a
new amount stands in a phase. A break brings no list: no medicine was begun. What the person said about phases (joined, parted) is
left aside: it does not change what was taken.

A side effect that was there lately (above 0) is followed further, in those days and after them, until it was 0 on three
recorded days in a row, or was not rated for two weeks, or the person closes it. Three days and two weeks are the marks by which
trends call an episode over or not followed; one day at 0 would leave it "still present" there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from ldn_journal.domain.doses import Dose, DoseState, TitrationStep, plan_on
from ldn_journal.domain.measures import BuiltInMeasure, NewMeasure, Rating, Scale

if TYPE_CHECKING:
    from ldn_journal.analysis.phases import Phase
    from ldn_journal.journal.journal import Journal

CLEAR_DAYS: Final = 3
UNKNOWN_AFTER: Final = 14
LOOK_BACK: Final = 60
"""Days before the list's own that are read to know what was taken before; doses from further back count as none."""


@dataclass(frozen=True)
class SideEffects:
    """What is asked on one day. ``changed``: the first day of the dose begun lately, ``None`` outside its days.

    ``number`` of ``of`` is the day within them. ``offered``: the list, in order, empty outside them. ``followed``: what was
    there lately, some of it not on the list any more.
    """

    changed: date | None
    number: int
    of: int
    offered: tuple[NewMeasure, ...]
    followed: tuple[NewMeasure, ...]


def side_effects_on(journal: "Journal", day: date) -> SideEffects | None:
    """Return what is asked on ``day`` as known by its end, ``None`` if nothing is: so on usual days."""
    settings = journal.settings
    changed = _changed(journal, day, settings.intensive_days)
    candidates = _candidates(journal)
    ratings = journal.ratings(day - timedelta(days=UNKNOWN_AFTER + CLEAR_DAYS), day - timedelta(days=1))
    followed = tuple(
        measure
        for key, measure in candidates.items()
        if is_followed(key, ratings, day, closed=settings.effects_closed.get(key))
    )
    if changed is None and not followed:
        return None
    return SideEffects(
        changed=changed,
        number=(day - changed).days + 1 if changed else 0,
        of=settings.intensive_days,
        offered=tuple(candidates.values()) if changed else (),
        followed=followed,
    )


def stop_asking(journal: "Journal", key: str, day: date) -> None:
    """Keep that a side effect is not asked about any more after ``day``, until it is rated as there again."""
    journal.change_settings(effects_closed={**journal.settings.effects_closed, key: day})


def is_followed(key: str, ratings: Sequence[Rating], day: date, *, closed: date | None = None) -> bool:
    """Return whether a side effect rated on days before ``day`` is asked about on ``day`` until its end is known.

    ``closed``: the day from which the person did not want to be asked; what was rated before it no longer counts.
    """
    worst: dict[date, float] = {}
    for rating in ratings:
        if rating.measure == key and rating.day < day and (closed is None or rating.day > closed):
            worst[rating.day] = max(rating.value, worst.get(rating.day, 0.0))
    if not worst or (day - max(worst)).days > UNKNOWN_AFTER:
        return False
    return any(value > 0 for _day, value in sorted(worst.items())[-CLEAR_DAYS:])


def last_change(day: date, first: date, doses: Sequence[Dose], steps: Sequence[TitrationStep]) -> date | None:
    """Return the first day of the dose in force on ``day``, ``None`` in a break and before LDN.

    ``doses`` are those from ``first`` to ``day``; what lies before is known from ``steps`` alone.
    """
    from ldn_journal.analysis.phases import DayState, PhaseKind, find_phases

    size = (day - first).days + 1
    amounts = [0] * size
    states = [int(DayState.NOT_RECORDED)] * size
    ranks = {DoseState.TAKEN: DayState.TAKEN, DoseState.SKIPPED: DayState.SKIPPED, DoseState.MISSED: DayState.MISSED}
    for dose in doses:
        place = (dose.day - first).days
        amounts[place] += dose.amount_pg or 0
        known, found = states[place], int(ranks[dose.state])
        states[place] = found if known == DayState.NOT_RECORDED else min(known, found)
    plan = plan_on(day, list(steps))
    today = sum(dose.day == day and dose.state is DoseState.TAKEN for dose in doses)
    if plan is not None and 0 < today < plan.times_per_day:
        # Not all of the day's doses yet: half a day's amount is no change.
        amounts[-1], states[-1] = 0, DayState.NOT_RECORDED
    phases = find_phases(first, amounts, states, [step for step in steps if step.day <= day]).phases
    last = phases[-1] if phases else None
    taken = [index for index, state in enumerate(states) if state == DayState.TAKEN]
    begun = _begun_by_plan(plan, first, taken, last)
    if begun is not None:
        return begun
    if last is None or last.kind is not PhaseKind.DOSE:
        return None
    if last.lowest_pg is None:
        newest = list(takewhile(lambda index: amounts[index] != last.amount_pg, reversed(taken)))
        if newest:
            return first + timedelta(days=newest[-1])
    return last.since


def _begun_by_plan(plan: TitrationStep | None, first: date, taken: Sequence[int], last: "Phase | None") -> date | None:
    """Return the day of the step in force where it is newer than the last phase and too few doses since say otherwise."""
    from ldn_journal.analysis.phases import HOLDS_FROM, PhaseKind

    if plan is None or not plan.amount_pg:
        return None
    daily = plan.amount_pg * plan.times_per_day
    if last is not None and last.kind is PhaseKind.DOSE and (last.since >= plan.day or last.amount_pg == daily):
        return None
    since = sum(1 for index in taken if first + timedelta(days=index) >= plan.day)
    return plan.day if since < HOLDS_FROM else None


def _changed(journal: "Journal", day: date, asked_days: int) -> date | None:
    if not asked_days:
        return None
    first = day - timedelta(days=asked_days + LOOK_BACK)
    found = last_change(day, first, journal.doses(first, day), journal.regimen)
    return found if found is not None and first < found and (day - found).days < asked_days else None


def _candidates(journal: "Journal") -> Mapping[str, NewMeasure]:
    """Return the severities that ship with the program as side effects and are not on the Today page anyway."""
    tracked = {measure.key for measure in journal.tracked()}
    return {
        key: measure
        for key, measure in journal.measures().items()
        if isinstance(measure, BuiltInMeasure)
        and measure.group == "side_effect"
        and measure.scale is Scale.SEVERITY
        and key not in tracked
    }
