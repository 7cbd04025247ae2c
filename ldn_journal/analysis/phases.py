"""Phases: the time before LDN, each stretch at one daily dose, and breaks, derived from doses and regimen.

The rules, in order:

1. LDN starts on the day of the first taken dose, or on the first titration step above zero if that is earlier and the
   doses since are not known to have been left out. All days before it are the baseline, "before LDN".
2. What was taken decides. A phase begins on the first day on which another daily amount is taken, unless after fewer
   than 3 taken days the old amount returns, or a step or break comes next: those are stray days, which stay in their
   phase and are counted there. At the end of the record nothing comes next, so the new amount stands.
3. A titration step to another daily amount begins a phase on its own day if one of the first 3 taken days from then on
   (before the next step) has that amount, or if no dose is recorded as taken before the next step. A step that nobody
   followed, and one that leaves the daily amount as it was, begin none.
4. Skipped, missed and not recorded days end no phase. A break begins with a step to amount 0 (on that day, or the day
   after if a dose was taken on it), or with 3 or more days in a row known not to have been taken (skipped or missed).
   It lasts until the day before the next taken dose, or before the first day from the next step above zero on that is
   not known to have been left out. The same dose after a break is a new phase.
5. Neighbouring phases of one amount are one phase.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from itertools import groupby, pairwise
from typing import TypeAlias

from ldn_journal.base.texts import _
from ldn_journal.domain.amounts import PICOGRAMS, format_amount
from ldn_journal.domain.doses import TitrationStep
from ldn_journal.domain.measures import NewMeasure, Recall

STRAY_BELOW = 3
BREAK_DAYS = 3
LONG_UNRECORDED = 30
BEFORE = -1
"""Stands for the amount of the baseline where turns are listed; a break has 0."""
BASELINE_KEY = "baseline"


class DayState(IntEnum):
    """What is known of the doses of one day; codes as held in arrays."""

    NOT_RECORDED = 0
    TAKEN = 1
    SKIPPED = 2
    MISSED = 3
    BREAK = 4


class PhaseKind(StrEnum):
    """The three kinds of phase."""

    BASELINE = "baseline"
    DOSE = "dose"
    BREAK = "break"


@dataclass(frozen=True)
class Phase:
    """One stretch of the record, ``first`` to ``last`` inclusive, at one daily amount.

    ``key`` is stable while the record before the phase is unchanged: ``baseline``, ``4.5mg-1``, ``break-1``; ``repeat``
    is the number in it. ``since`` is the day on which the amount was begun, earlier than ``first`` where the record
    begins in the midst of it. ``settling_until`` is the last day left out of contrasts after the change (``None`` for
    the baseline, for a window of 0 days, and where the window lies before ``first``); it never lies after ``last``.
    ``stray_days`` counts taken days of another amount, ``unrecorded_days`` the days in stretches of more than 30 days
    without any dose recorded.
    """

    key: str
    kind: PhaseKind
    amount_pg: int
    first: date
    last: date
    since: date
    settling_until: date | None
    repeat: int = 1
    stray_days: int = 0
    unrecorded_days: int = 0

    @property
    def days(self) -> int:
        """The number of days, settling days included."""
        return (self.last - self.first).days + 1

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies in the phase."""
        return self.first <= day <= self.last

    def compared_days(self, measure: NewMeasure) -> tuple[date, date]:
        """Return the first and last day whose values of ``measure`` count for this phase in contrasts.

        Settling days are left out. Values rated for last night belong to the dose of the evening before, so their days
        are one later. Values that speak of the past 7 days count once all 7 lie in the phase. The first day may lie
        after the last: then no day is left.
        """
        first = self.settling_until + timedelta(days=1) if self.settling_until else self.first
        last = self.last
        if measure.recall is Recall.LAST_NIGHT:
            last += timedelta(days=1)
            if self.kind is not PhaseKind.BASELINE:
                first += timedelta(days=1)
        elif measure.recall is Recall.PAST_7_DAYS and self.kind is not PhaseKind.BASELINE:
            first = max(first, self.since + timedelta(days=6))
        return first, last


def phase_name(phase: Phase) -> str:
    """Return the phase's name for reading: before LDN, 4.5 mg, break; from the second time on with its number."""
    if phase.kind is PhaseKind.BASELINE:
        return _("before LDN")
    name = _("break") if phase.kind is PhaseKind.BREAK else format_amount(phase.amount_pg)
    return name if phase.repeat == 1 else _("{phase} ({number})").format(phase=name, number=phase.repeat)


def phase_on(day: date, phases: Sequence[Phase], measure: NewMeasure | None = None) -> Phase | None:
    """Return the phase ``day`` belongs to; a value of a last-night ``measure`` belongs to the day before."""
    if measure is not None and measure.recall is Recall.LAST_NIGHT:
        if phases and day == phases[0].first:
            return phases[0] if phases[0].kind is PhaseKind.BASELINE else None
        day -= timedelta(days=1)
    return next((phase for phase in phases if phase.covers(day)), None)


@dataclass(frozen=True)
class FoundPhases:
    """The phases of a record without gap or overlap, and the day LDN began (``None``: it has not)."""

    phases: tuple[Phase, ...]
    ldn_start: date | None


def find_phases(
    first: date, amounts: Sequence[int], states: Sequence[int], steps: Sequence[TitrationStep], settling_days: int = 7
) -> FoundPhases:
    """Return the phases of a record that begins on ``first``, by the rules of this module.

    ``amounts`` (pg taken) and ``states`` (``DayState`` codes) have one entry per day.
    """
    size = len(states)
    plan = _plan(first, size, steps)
    taken = [index for index, state in enumerate(states) if state == DayState.TAKEN]
    start = _ldn_start(plan, taken, states)
    if start is None or not size:
        turns = [(0, BEFORE)] if size else []
    else:
        turns = _turns(max(start, 0), plan, taken, amounts, states)
        if start > 0:
            turns.insert(0, (0, BEFORE))
    phases = _named(first, turns, amounts, states, settling_days, begun=_begun_before(plan))
    return FoundPhases(phases, None if start is None else first + timedelta(days=start))


Plan: TypeAlias = list[tuple[int, int]]
"""Titration steps as (day index, pg per day), in order, only those that change the daily amount."""


def _plan(first: date, size: int, steps: Sequence[TitrationStep]) -> Plan:
    by_day: dict[int, int] = {}
    for step in sorted(steps, key=lambda step: (step.day, step.recorded_at)):
        by_day[(step.day - first).days] = step.amount_pg * step.times_per_day
    plan: Plan = []
    for index, amount in by_day.items():
        if index < size and (not plan or plan[-1][1] != amount):
            plan.append((index, amount))
    return plan


def _ldn_start(plan: Plan, taken: Sequence[int], states: Sequence[int]) -> int | None:
    found = list(taken[:1])
    planned = next((index for index, amount in plan if amount), None)
    if planned is not None:
        if planned >= 0:
            planned = _not_left_out(planned, states)
        if planned < len(states):
            found.append(planned)
    return min(found, default=None)


def _not_left_out(index: int, states: Sequence[int]) -> int:
    while index < len(states) and states[index] in (DayState.SKIPPED, DayState.MISSED):
        index += 1
    return index


def _begun_before(plan: Plan) -> tuple[int, int] | None:
    """Return the step in force when the record begins."""
    return next(((index, amount) for index, amount in reversed(plan) if index < 0), None)


def _turns(
    start: int, plan: Plan, taken: Sequence[int], amounts: Sequence[int], states: Sequence[int]
) -> list[tuple[int, int]]:
    """Return (index, amount) of every change from ``start`` on; 0 is a break."""
    size = len(states)
    planned = _followed_steps(start, plan, taken, amounts, states)
    planned.update(dict.fromkeys(_left_out_runs(start, states), 0))
    ahead = sorted(index for index in planned if index > start)
    turns: list[tuple[int, int]] = []
    at = start
    amount: int | None = planned.get(start)
    while at < size:
        place = bisect_left(taken, at)
        if amount == 0:
            turns.append((at, 0))
            at, amount = _end_of_break(at, taken[place] if place < len(taken) else size, planned, amounts, states)
            continue
        end = next(iter(ahead[bisect_left(ahead, at + 1) :]), size)
        doses = [(index, amounts[index]) for index in taken[place : bisect_left(taken, end)]]
        if amount is None:
            # The step in force was not followed, or there is none; without a dose up to here it is all there is.
            amount = doses[0][1] if doses else next(daily for index, daily in reversed(plan) if index <= at and daily)
        turns.extend(_runs(at, amount, doses, at_end=end == size))
        at, amount = end, planned.get(end)
    return turns


def _followed_steps(
    start: int, plan: Plan, taken: Sequence[int], amounts: Sequence[int], states: Sequence[int]
) -> dict[int, int]:
    """Return the steps that were followed, by the index at which they took hold."""
    followed: dict[int, int] = {}
    for (index, amount), (following, _next) in pairwise([*plan, (len(states), 0)]):
        if following <= start:
            continue
        hold = max(index, start)
        if amount:
            seen = taken[bisect_left(taken, hold) : bisect_left(taken, following)][:STRAY_BELOW]
            if not seen or any(amounts[one] == amount for one in seen):
                followed[hold] = amount
        elif index >= start or states[start] != DayState.TAKEN:
            hold += states[hold] == DayState.TAKEN
            if hold < following and states[hold] != DayState.TAKEN:
                followed[hold] = 0
    return followed


def _left_out_runs(start: int, states: Sequence[int]) -> list[int]:
    """Return where runs of 3 or more days known not taken begin."""
    found = []
    index = start
    while index < len(states):
        end = _not_left_out(index, states)
        if end - index >= BREAK_DAYS:
            found.append(index)
        index = end + 1
    return found


def _end_of_break(
    at: int, next_taken: int, planned: Mapping[int, int], amounts: Sequence[int], states: Sequence[int]
) -> tuple[int, int]:
    """Return the index at which the break that began at ``at`` is over, and the amount from then on."""
    for step in sorted(index for index, amount in planned.items() if amount and at < index <= next_taken):
        end = _not_left_out(step, states)
        if end <= next_taken and end < len(states):
            latest = max(index for index, amount in planned.items() if amount and at < index <= end)
            return end, planned[latest]
    return next_taken, amounts[next_taken] if next_taken < len(states) else 0


def _runs(at: int, amount: int, doses: Sequence[tuple[int, int]], *, at_end: bool) -> list[tuple[int, int]]:
    """Return the changes among ``doses`` (index, amount) of one stretch that begins at ``at`` with ``amount``."""
    turns = [(at, amount)]
    place = 0
    while place < len(doses):
        index, given = doses[place]
        soon = [later for _index, later in doses[place + 1 : place + STRAY_BELOW]]
        if given == amount:
            place += 1
        elif amount in soon:
            place += soon.index(amount) + 1
        elif len(doses) - place < STRAY_BELOW and not at_end:
            break
        else:
            amount = given
            turns.append((index, amount))
            place += 1
    return turns


def _named(
    first: date,
    turns: Sequence[tuple[int, int]],
    amounts: Sequence[int],
    states: Sequence[int],
    settling_days: int,
    *,
    begun: tuple[int, int] | None,
) -> tuple[Phase, ...]:
    """Return the phases that ``turns`` describe, neighbours of one amount joined, with keys and counts."""
    joined = [turn for place, turn in enumerate(turns) if place == 0 or turns[place - 1][1] != turn[1]]
    seen: dict[str, int] = {}
    phases = []
    for (index, amount), (end, _next) in pairwise([*joined, (len(states), 0)]):
        kind = PhaseKind.BASELINE if amount == BEFORE else PhaseKind.DOSE if amount else PhaseKind.BREAK
        stem = _key(kind, amount)
        seen[stem] = seen.get(stem, 0) + 1
        since = first + timedelta(days=index)
        if index == 0 and begun is not None and begun[1] == amount:
            since = first + timedelta(days=begun[0])
        last = first + timedelta(days=end - 1)
        settled = min(since + timedelta(days=settling_days - 1), last)
        settles = kind is not PhaseKind.BASELINE and settled >= first + timedelta(days=index)
        taken = [amounts[day] for day in range(index, end) if states[day] == DayState.TAKEN]
        phases.append(
            Phase(
                key=BASELINE_KEY if kind is PhaseKind.BASELINE else f"{stem}-{seen[stem]}",
                kind=kind,
                amount_pg=max(amount, 0),
                first=first + timedelta(days=index),
                last=last,
                since=since,
                settling_until=settled if settles else None,
                repeat=seen[stem],
                stray_days=sum(1 for given in taken if given != amount),
                unrecorded_days=_long_unrecorded(states[index:end]) if kind is PhaseKind.DOSE else 0,
            )
        )
    return tuple(phases)


def _key(kind: PhaseKind, amount: int) -> str:
    if kind is not PhaseKind.DOSE:
        return kind.value
    unit = next(unit for unit in ("mg", "µg", "ng", "pg") if amount >= PICOGRAMS[unit] // (10 if unit == "mg" else 1))
    number = (Decimal(amount) / PICOGRAMS[unit]).normalize()
    return f"{number:f}{unit.replace('µ', 'u')}"


def _long_unrecorded(states: Sequence[int]) -> int:
    runs = (len(list(run)) for state, run in groupby(states) if state == DayState.NOT_RECORDED)
    return sum(length for length in runs if length > LONG_UNRECORDED)
