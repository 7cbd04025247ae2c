"""The dose timeline: what was taken on every day, and the phases that follow from it (rules in ``analysis.phases``)."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from ldn_journal.analysis.phase_edits import apply_edits
from ldn_journal.analysis.phases import DayState, Phase, PhaseKind, find_phases, phase_name, phase_on
from ldn_journal.domain.doses import Dose, DoseState, TitrationStep
from ldn_journal.domain.phase_edits import PhaseEdit

__all__ = ["DayState", "DoseStep", "Phase", "PhaseKind", "Timeline", "build_timeline", "phase_name", "phase_on"]


@dataclass(frozen=True)
class DoseStep:
    """One level of the dose band, ``first`` to ``last`` inclusive."""

    first: date
    last: date
    amount_pg: int


@dataclass(frozen=True, eq=False)
class Timeline:
    """Doses day by day from ``first``, dense, with the phases of the whole record.

    ``amounts``: int64, shape (days,), the sum of the doses taken that day in picograms (0 = none taken).
    ``states``: int8, shape (days,), ``DayState`` codes; a day of which any dose was taken is taken.
    ``dose_steps``: the band to draw; a skipped, missed or unrecorded day keeps the level of the dose it belongs to;
    breaks, the baseline and days that belong to no dose are 0. Joining and splitting phases changes neither band nor states.
    ``ldn_start``: the day LDN began (it may lie before ``first``), ``None`` if it has not.
    """

    first: date
    amounts: NDArray[np.int64]
    states: NDArray[np.int8]
    dose_steps: tuple[DoseStep, ...]
    phases: tuple[Phase, ...]
    ldn_start: date | None

    @property
    def days(self) -> int:
        """The number of days."""
        return len(self.amounts)

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=self.days - 1)

    def state_on(self, day: date) -> DayState:
        """Return what is known of the doses of ``day``; not recorded outside the timeline."""
        place = (day - self.first).days
        return DayState(int(self.states[place])) if 0 <= place < self.days else DayState.NOT_RECORDED

    def amount_on(self, day: date) -> int:
        """Return the picograms taken on ``day``."""
        place = (day - self.first).days
        return int(self.amounts[place]) if 0 <= place < self.days else 0

    def cut(self, first: date, last: date) -> "Timeline":
        """Return the timeline with arrays and dose band over ``first`` to ``last``; its phases stay whole."""
        size = max((last - first).days + 1, 0)
        amounts = np.zeros(size, dtype=np.int64)
        states = np.zeros(size, dtype=np.int8)
        offset = (first - self.first).days
        start, stop = max(offset, 0), min(offset + size, self.days)
        if start < stop:
            amounts[start - offset : stop - offset] = self.amounts[start:stop]
            states[start - offset : stop - offset] = self.states[start:stop]
        band = tuple(
            DoseStep(max(step.first, first), min(step.last, last), step.amount_pg)
            for step in self.dose_steps
            if step.first <= last and step.last >= first
        )
        return Timeline(first, amounts, states, band, self.phases, self.ldn_start)


_RANK = {DoseState.MISSED: DayState.MISSED, DoseState.SKIPPED: DayState.SKIPPED, DoseState.TAKEN: DayState.TAKEN}


def build_timeline(
    doses: Sequence[Dose],
    steps: Sequence[TitrationStep],
    first: date,
    last: date,
    settling_days: int = 7,
    edits: Sequence[PhaseEdit] = (),
    open_day: date | None = None,
) -> Timeline:
    """Return the timeline over ``first`` to ``last``, its phases as ``edits`` make them; doses outside are left out.

    A day with several doses counts as taken if any was taken, else as skipped if any was skipped, else as missed. What
    ``open_day``, the day that is not over yet, says of the amount counts once as many doses are recorded as are planned.
    """
    size = max((last - first).days + 1, 0)
    amounts = [0] * size
    states = [int(DayState.NOT_RECORDED)] * size
    rows: dict[int, list[Dose]] = {}
    for dose in doses:
        place = (dose.day - first).days
        if 0 <= place < size:
            rows.setdefault(place, []).append(dose)
    for place, there in rows.items():
        amounts[place] = sum(dose.amount_pg or 0 for dose in there)
        # The codes run taken 1, skipped 2, missed 3: the lowest is what the day counts as.
        states[place] = min(int(_RANK[dose.state]) for dose in there)
    counting, known, single = _as_planned(rows, amounts, states, steps, first, open_day)
    found_phases = find_phases(first, counting, known, steps, settling_days, single)
    codes = np.array(states, dtype=np.int8)
    for phase in found_phases.phases:
        if phase.kind is PhaseKind.BREAK:
            days = slice((phase.first - first).days, (phase.last - first).days + 1)
            codes[days][codes[days] == DayState.NOT_RECORDED] = DayState.BREAK
    phases = apply_edits(found_phases.phases, edits, first, counting, known)
    taken = np.array(amounts, dtype=np.int64)
    level = _level(first, taken, codes, found_phases.phases)
    return Timeline(first, taken, codes, _band(first, level), phases, found_phases.ldn_start)


def _as_planned(
    rows: Mapping[int, Sequence[Dose]],
    amounts: Sequence[int],
    states: Sequence[int],
    steps: Sequence[TitrationStep],
    first: date,
    open_day: date | None,
) -> tuple[list[int], list[int], list[int]]:
    """Return the pg by which each day counts for phases, its state for them, and the pg of one dose where all are alike.

    A day on which fewer doses are recorded than planned, all as planned, counts at the planned daily amount; unless the
    day is still open and not the only one with a dose: then it does not count yet.
    """
    counting, known, single = list(amounts), list(states), [0] * len(states)
    ordered = sorted(steps, key=lambda step: (step.day, step.recorded_at))
    starts = [step.day for step in ordered]
    for place, there in rows.items():
        day = first + timedelta(days=place)
        kinds = {dose.amount_pg for dose in there if dose.state is DoseState.TAKEN}
        single[place] = kinds.pop() or 0 if len(kinds) == 1 else 0
        in_force = bisect_right(starts, day)
        step = ordered[in_force - 1] if in_force else None
        if step is None or len(there) >= step.times_per_day or not single[place]:
            continue
        if day == open_day and any(state == DayState.TAKEN for state in states[:place]):
            counting[place], known[place], single[place] = 0, int(DayState.NOT_RECORDED), 0
        elif single[place] == step.amount_pg and all(dose.state is DoseState.TAKEN for dose in there):
            counting[place] = step.amount_pg * step.times_per_day
    return counting, known, single


def _level(
    first: date, taken: NDArray[np.int64], codes: NDArray[np.int8], phases: Sequence[Phase]
) -> NDArray[np.int64]:
    """Return the dose in force on each day in pg, int64, shape (days,): 0 in breaks and on days that belong to no dose."""
    level = np.zeros(len(taken), dtype=np.int64)
    for phase in phases:
        if phase.kind is not PhaseKind.DOSE:
            continue
        begin, end = (phase.first - first).days, (phase.last - first).days + 1
        level[begin:end] = phase.amount_pg
        if phase.lowest_pg is not None:
            given = np.flatnonzero(codes[begin:end] == DayState.TAKEN)
            level[begin:end] = taken[begin + given[np.searchsorted(given, np.arange(end - begin), side="right") - 1]]
        for from_day, to_day in phase.without_dose:
            level[(from_day - first).days : (to_day - first).days + 1] = 0
    return np.where(codes == DayState.TAKEN, taken, level)


def _band(first: date, level: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[DoseStep, ...]:
    if not len(level):
        return ()
    starts = [0, *(int(place) + 1 for place in np.flatnonzero(np.diff(level)))]
    ends = [*(start - 1 for start in starts[1:]), len(level) - 1]
    return tuple(
        DoseStep(first + timedelta(days=start), first + timedelta(days=end), int(level[start]))
        for start, end in zip(starts, ends, strict=True)
    )
