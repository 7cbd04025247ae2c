"""Phases: the time before LDN, each stretch at one daily amount, and breaks, derived from doses and regimen.

The rules, in order:

1. LDN starts on the day of the first taken dose, or on the first titration step above zero if that is earlier and the
   doses since are not known to have been left out. All days before it are the baseline, "before LDN".
2. A break begins with a step to amount 0 (on that day, or the day after if a dose was taken on it), or with the first of
   7 or more days in a row recorded as left out (skipped or missed). It lasts until the day before the next taken dose, or
   before the first day from the next step above zero on that is not recorded as left out. The same dose after a break is
   a new phase. Silence (days without any dose recorded) begins no break and ends no phase.
3. A new amount stands from its first taken day on once 3 taken days in a row hold it, silent days apart, or once one dose
   of a titration step for it is taken within the first 3 taken days of the step. A step that nobody followed begins
   nothing. Any other days of another amount are stray days, which stay in their phase and are counted there.
4. Where 7 or more taken days hold no amount 3 times in a row, and the amount that stood on no more than half of them,
   they are a phase of changing amounts. So are days before any amount stood, where they differ.
5. A silent or left-out day belongs to the phase it lies in if a dose was taken in the 3 days before it, never because of
   one after it. The others belong to no dose (``Phase.without_dose``) and do not count for it. Days after the start of
   LDN, or after a break, on which no dose is recorded yet lie in no phase.
6. Neighbouring phases of one amount are one phase.
7. Where a day has fewer doses recorded than the step in force has times a day, and each recorded one is that of the
   step, it counts as a day at the step's daily amount: what is not recorded is not known to have been left out. Of today
   that holds once the day's doses are in; until then today says nothing of the amount.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

from ldn_journal.analysis.phase import BASELINE_KEY, DayState, Phase, PhaseKind, phase_name, phase_on
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import TitrationStep

__all__ = ["BASELINE_KEY", "DayState", "FoundPhases", "Phase", "PhaseKind", "find_phases", "phase_name", "phase_on"]

HOLDS_FROM = 3
"""Taken days in a row that make a new amount the present one; the first taken days of a step that can show it followed."""
BELONGS_WITHIN = 3
"""Days after a taken dose that still belong to it, though nothing or a left-out dose is recorded on them."""
BREAK_DAYS = 7
CHANGING_FROM = 7
_LEFT_OUT = (DayState.SKIPPED, DayState.MISSED)


@dataclass(frozen=True)
class FoundPhases:
    """The phases of a record, in order and without overlap, and the day LDN began (``None``: it has not)."""

    phases: tuple[Phase, ...]
    ldn_start: date | None


class Stretch(NamedTuple):
    """Days from ``begin`` to ``end`` (exclusive) as indices: their kind, the amount a day, for changing amounts the lowest."""

    begin: int
    end: int
    kind: PhaseKind
    amount_pg: int = 0
    lowest_pg: int | None = None


class Turn(NamedTuple):
    """Where another amount begins to stand: day (index), pg a day, and for changing amounts the lowest of them."""

    day: int
    amount_pg: int
    lowest_pg: int | None = None


class PlannedStep(NamedTuple):
    """A titration step: its day (an index, it may lie before the record), its daily amount, and the amount of one dose."""

    day: int
    daily_pg: int
    dose_pg: int


Plan: TypeAlias = list[PlannedStep]
"""Titration steps in order, only those that change the daily amount."""


def find_phases(
    first: date,
    amounts: Sequence[int],
    states: Sequence[int],
    steps: Sequence[TitrationStep],
    settling_days: int = 7,
    followed: Sequence[int] | None = None,
) -> FoundPhases:
    """Return the phases of a record that begins on ``first``, by the rules of this module.

    ``amounts`` (pg by which the day counts) and ``states`` (``DayState`` codes) have one entry per day. ``followed``, the
    pg of one dose where all doses of the day are of that amount, else 0, tells whether a step of several doses a day was
    followed; without it ``amounts`` alone do.
    """
    size = len(states)
    plan = _plan(first, size, steps)
    taken = [index for index, state in enumerate(states) if state == DayState.TAKEN]
    start = _ldn_start(plan, taken, states)
    before_ldn = size if start is None else min(max(start, 0), size)
    found = [Stretch(0, before_ldn, PhaseKind.BASELINE)] if before_ldn else []
    if start is not None:
        record = _Record(plan, taken, amounts, states, amounts if followed is None else followed)
        for begin, end, on_break in _between_breaks(before_ldn, plan, taken, states):
            found.extend([Stretch(begin, end, PhaseKind.BREAK)] if on_break else record.dose_stretches(begin, end))
    phases = _named(first, found, amounts, states, settling_days, begun=_begun_before(plan))
    return FoundPhases(phases, None if start is None else first + timedelta(days=start))


def _plan(first: date, size: int, steps: Sequence[TitrationStep]) -> Plan:
    by_day = {(step.day - first).days: step for step in sorted(steps, key=lambda step: (step.day, step.recorded_at))}
    plan: Plan = []
    for index, step in by_day.items():
        daily = step.amount_pg * step.times_per_day
        if index < size and (not plan or plan[-1].daily_pg != daily):
            plan.append(PlannedStep(index, daily, step.amount_pg))
    return plan


def _ldn_start(plan: Plan, taken: Sequence[int], states: Sequence[int]) -> int | None:
    found = list(taken[:1])
    planned = next((step.day for step in plan if step.daily_pg), None)
    if planned is not None:
        if planned >= 0:
            planned = _not_left_out(planned, states)
        if planned < len(states):
            found.append(planned)
    return min(found, default=None)


def _not_left_out(index: int, states: Sequence[int]) -> int:
    while index < len(states) and states[index] in _LEFT_OUT:
        index += 1
    return index


def _begun_before(plan: Plan) -> PlannedStep | None:
    """Return the step in force when the record begins."""
    return next((step for step in reversed(plan) if step.day < 0), None)


def _between_breaks(
    start: int, plan: Plan, taken: Sequence[int], states: Sequence[int]
) -> Iterator[tuple[int, int, bool]]:
    """Yield begin, end (exclusive) and whether it is a break, of every break from ``start`` on and of what lies between."""
    size = len(states)
    begins = sorted({*_planned_breaks(start, plan, states), *_left_out_runs(start, states)})
    at = start
    while at < size:
        begin = next(iter(begins[bisect_left(begins, at) :]), size)
        if begin > at:
            yield at, begin, False
        if begin < size:
            at = _end_of_break(begin, plan, taken, states)
            yield begin, at, True
        else:
            at = size


def _planned_breaks(start: int, plan: Plan, states: Sequence[int]) -> Iterator[int]:
    for step, following in pairwise([*plan, PlannedStep(len(states), 0, 0)]):
        begin = max(step.day, start)
        if step.daily_pg or following.day <= start:
            continue
        begin += states[begin] == DayState.TAKEN
        if begin < following.day and states[begin] != DayState.TAKEN:
            yield begin


def _left_out_runs(start: int, states: Sequence[int]) -> Iterator[int]:
    """Yield where runs of days recorded as left out begin that are long enough for a break."""
    index = start
    while index < len(states):
        end = _not_left_out(index, states)
        if end - index >= BREAK_DAYS:
            yield index
        index = end + 1


def _end_of_break(begin: int, plan: Plan, taken: Sequence[int], states: Sequence[int]) -> int:
    """Return the index of the first day after the break that begins at ``begin``."""
    place = bisect_left(taken, begin)
    next_taken = taken[place] if place < len(taken) else len(states)
    for step in plan:
        if step.daily_pg and begin < step.day <= next_taken:
            end = _not_left_out(step.day, states)
            if end <= next_taken:
                return end
    return next_taken


@dataclass(frozen=True)
class _Record:
    """What is known day by day: the plan, indices of taken days, amounts, states, and the amount of one dose."""

    plan: Plan
    taken: Sequence[int]
    amounts: Sequence[int]
    states: Sequence[int]
    single: Sequence[int]

    def dose_stretches(self, begin: int, end: int) -> Iterator[Stretch]:
        """Yield what lies between two breaks, from the first taken day on: nothing without any."""
        turns: list[Turn] = []
        for turn in self._turns(begin, end):
            if turns and turn.day == turns[-1].day:
                turns.pop()  # amounts that change from the first day of a step on
            if not turns or turn[1:] != turns[-1][1:]:
                turns.append(turn)
        for turn, following in pairwise([*turns, Turn(end, 0)]):
            yield Stretch(turn.day, following.day, PhaseKind.DOSE, *turn[1:])

    def _turns(self, begin: int, end: int) -> Iterator[Turn]:
        taken = self.taken[bisect_left(self.taken, begin) : bisect_left(self.taken, end)]
        last: Turn | None = None
        for start, stop, planned in self._segments(begin, taken):
            days = [(index, self.amounts[index]) for index in taken[start:stop]]
            if planned:
                last = Turn(days[0][0], planned)
                yield last
            standing = last.amount_pg if last is not None and last.lowest_pg is None else None
            for turn in _turns_among(days, standing):
                last = turn
                yield turn

    def _segments(self, begin: int, taken: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """Yield the taken days (from, to exclusive) under each step that was followed, and its daily amount, 0 before any."""
        in_force = [step for step in self.plan if step.day <= begin][-1:]
        steps = [*in_force, *(step for step in self.plan if begin < step.day)]
        starts = []
        for step, following in pairwise([*steps, PlannedStep(len(self.states), 0, 0)]):
            place, stop = bisect_left(taken, step.day), bisect_left(taken, following.day)
            for at in range(place, min(place + HOLDS_FROM, stop)):
                if step.daily_pg and (
                    step.daily_pg == self.amounts[taken[at]] or step.dose_pg == self.single[taken[at]]
                ):
                    starts.append((at, step.daily_pg))
                    break
        if taken and (not starts or starts[0][0]):
            starts.insert(0, (0, 0))
        for (start, planned), (stop, _next) in pairwise([*starts, (len(taken), 0)]):
            yield start, stop, planned


def _turns_among(days: Sequence[tuple[int, int]], standing: int | None) -> Iterator[Turn]:
    """Yield the turns among taken days (index, amount) of one stretch in which ``standing`` pg stand at first, if any."""
    loose: list[tuple[int, int]] = []
    for amount, found in groupby(days, key=lambda day: day[1]):
        run = list(found)
        if len(run) < HOLDS_FROM:
            loose.extend(run)
            continue
        if standing is None and len(loose) < CHANGING_FROM:
            # A slip among the first days: the amount stands from the first day on which it was taken.
            place = next((place for place, day in enumerate(loose) if day[1] == amount), len(loose))
            loose, run = loose[:place], [*loose[place:], *run]
        turn = _loose_turn(loose, standing)
        if turn is not None:
            yield turn
        if turn is not None or standing != amount:
            yield Turn(run[0][0], amount)
        standing, loose = amount, []
    turn = _loose_turn(loose, standing)
    if turn is not None:
        yield turn


def _loose_turn(days: Sequence[tuple[int, int]], standing: int | None) -> Turn | None:
    """Return the turn that days make which hold no amount 3 times in a row; ``None`` where they are stray days."""
    if not days:
        return None
    if standing is not None:
        at_standing = sum(1 for _index, amount in days if amount == standing)
        if len(days) < CHANGING_FROM or 2 * at_standing > len(days):
            return None
    amounts = {amount for _index, amount in days}
    if len(amounts) == 1:
        return Turn(days[0][0], amounts.pop())
    return Turn(days[0][0], max(amounts), min(amounts))


def _named(
    first: date,
    stretches: Sequence[Stretch],
    amounts: Sequence[int],
    states: Sequence[int],
    settling_days: int,
    *,
    begun: PlannedStep | None,
) -> tuple[Phase, ...]:
    """Return the phases of ``stretches`` with keys and counts; ``begun`` is the step in force when the record begins."""
    seen: dict[str, int] = {}
    phases = []
    for place, one in enumerate(stretches):
        stem = _key(one)
        seen[stem] = seen.get(stem, 0) + 1
        begins, last = first + timedelta(days=one.begin), first + timedelta(days=one.end - 1)
        since = begins
        if place == 0 and begun is not None and (begun.daily_pg, None) == (one.amount_pg, one.lowest_pg):
            since = first + timedelta(days=begun.day)
        settled = min(since + timedelta(days=settling_days - 1), last)
        settles = one.kind is not PhaseKind.BASELINE and settled >= begins
        phase = Phase(
            key=BASELINE_KEY if one.kind is PhaseKind.BASELINE else f"{stem}-{seen[stem]}",
            kind=one.kind,
            amount_pg=one.amount_pg,
            lowest_pg=one.lowest_pg,
            first=begins,
            last=last,
            since=since,
            settling_until=settled if settles else None,
            repeat=seen[stem],
        )
        phases.append(count_days(phase, first, amounts, states))
    return tuple(phases)


def count_days(phase: Phase, record: date, amounts: Sequence[int], states: Sequence[int]) -> Phase:
    """Return ``phase`` with its counts; ``amounts`` and ``states`` have one entry per day from ``record`` on."""
    begin, end = (phase.first - record).days, (phase.last - record).days + 1
    days = range(begin, end)
    taken = [index for index in days if states[index] == DayState.TAKEN]
    strays = sum(1 for index in taken if amounts[index] != phase.amount_pg) if phase.lowest_pg is None else 0
    without = (
        [index for index in days if DayState.TAKEN not in states[max(index - BELONGS_WITHIN, 0) : index + 1]]
        if phase.kind is PhaseKind.DOSE
        else []
    )
    return replace(
        phase,
        stray_days=strays,
        dosed_days=len(taken),
        left_out_days=sum(1 for index in days if states[index] in _LEFT_OUT),
        unrecorded_days=sum(1 for index in days if states[index] == DayState.NOT_RECORDED),
        without_dose=tuple(
            (record + timedelta(days=run[0]), record + timedelta(days=run[-1])) for run in _runs_of(without)
        ),
    )


def _runs_of(indices: Sequence[int]) -> Iterator[list[int]]:
    for _place, run in groupby(enumerate(indices), key=lambda one: one[1] - one[0]):
        yield [index for _number, index in run]


def _key(one: Stretch) -> str:
    if one.kind is not PhaseKind.DOSE:
        return one.kind.value
    if one.lowest_pg is not None:
        return "changing"
    amount = one.amount_pg
    unit = next(unit for unit in ("mg", "µg", "ng", "pg") if amount >= PICOGRAMS[unit] // (10 if unit == "mg" else 1))
    number = (Decimal(amount) / PICOGRAMS[unit]).normalize()
    return f"{number:f}{unit.replace('µ', 'u')}"
