"""The dose timeline: what was taken on every day, and the phases that follow from it (rules in ``analysis.phases``)."""

from collections.abc import Sequence
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
    ``dose_steps``: the band to draw; a skipped, missed or unrecorded day keeps the level of the dose then in force,
    breaks and the baseline are 0. Joining and splitting phases changes neither band nor states.
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
) -> Timeline:
    """Return the timeline over ``first`` to ``last``, its phases as ``edits`` make them; doses outside are left out.

    A day with several doses counts as taken if any was taken, else as skipped if any was skipped, else as missed.
    """
    size = max((last - first).days + 1, 0)
    amounts = [0] * size
    states = [int(DayState.NOT_RECORDED)] * size
    for dose in doses:
        place = (dose.day - first).days
        if 0 <= place < size:
            amounts[place] += dose.amount_pg or 0
            known, found = states[place], int(_RANK[dose.state])
            # The codes run taken 1, skipped 2, missed 3: the lowest known one is what the day counts as.
            states[place] = found if known == DayState.NOT_RECORDED else min(known, found)
    found_phases = find_phases(first, amounts, states, steps, settling_days)
    level = np.zeros(size, dtype=np.int64)
    codes = np.array(states, dtype=np.int8)
    for phase in found_phases.phases:
        days = slice((phase.first - first).days, (phase.last - first).days + 1)
        level[days] = phase.amount_pg
        if phase.kind is PhaseKind.BREAK:
            codes[days][codes[days] == DayState.NOT_RECORDED] = DayState.BREAK
    taken = np.array(amounts, dtype=np.int64)
    level = np.where(codes == DayState.TAKEN, taken, level)
    phases = apply_edits(found_phases.phases, edits, amounts, states)
    return Timeline(first, taken, codes, _band(first, level), phases, found_phases.ldn_start)


def _band(first: date, level: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[DoseStep, ...]:
    if not len(level):
        return ()
    starts = [0, *(int(place) + 1 for place in np.flatnonzero(np.diff(level)))]
    ends = [*(start - 1 for start in starts[1:]), len(level) - 1]
    return tuple(
        DoseStep(first + timedelta(days=start), first + timedelta(days=end), int(level[start]))
        for start, end in zip(starts, ends, strict=True)
    )
