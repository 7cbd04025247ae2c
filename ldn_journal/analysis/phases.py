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
from itertools import groupby, pairwise
from typing import TypeAlias

from ldn_journal.analysis.phase import BASELINE_KEY, DayState, Phase, PhaseKind, phase_name, phase_on
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import TitrationStep

__all__ = ["BASELINE_KEY", "DayState", "FoundPhases", "Phase", "PhaseKind", "find_phases", "phase_name", "phase_on"]

STRAY_BELOW = 3
BREAK_DAYS = 3
LONG_UNRECORDED = 30
BEFORE = -1
"""Stands for the amount of the baseline where turns are listed; a break has 0."""


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
        strays, unrecorded = counts(kind, amount, amounts[index:end], states[index:end])
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
                stray_days=strays,
                unrecorded_days=unrecorded,
            )
        )
    return tuple(phases)


def counts(kind: PhaseKind, amount_pg: int, amounts: Sequence[int], states: Sequence[int]) -> tuple[int, int]:
    """Return ``stray_days`` and ``unrecorded_days`` of a phase over the days of ``amounts`` and ``states``."""
    taken = (given for given, state in zip(amounts, states, strict=True) if state == DayState.TAKEN)
    strays = sum(1 for given in taken if given != amount_pg)
    return strays, _long_unrecorded(states) if kind is PhaseKind.DOSE else 0


def _key(kind: PhaseKind, amount: int) -> str:
    if kind is not PhaseKind.DOSE:
        return kind.value
    unit = next(unit for unit in ("mg", "µg", "ng", "pg") if amount >= PICOGRAMS[unit] // (10 if unit == "mg" else 1))
    number = (Decimal(amount) / PICOGRAMS[unit]).normalize()
    return f"{number:f}{unit.replace('µ', 'u')}"


def _long_unrecorded(states: Sequence[int]) -> int:
    runs = (len(list(run)) for state, run in groupby(states) if state == DayState.NOT_RECORDED)
    return sum(length for length in runs if length > LONG_UNRECORDED)
