"""What is taken at the end of a record, as far as it says: the present dose, a break, silence, or nothing yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from ldn_journal.analysis.phase import DayState, Phase, PhaseKind
from ldn_journal.analysis.timeline import Timeline
from ldn_journal.domain.doses import TitrationStep, plan_on


class PresentState(StrEnum):
    """What the record says of LDN on its last day."""

    NOT_BEGUN = "not begun"
    TAKEN = "taken"
    ON_BREAK = "on break"
    NO_DOSE_RECORDED = "no dose recorded"


@dataclass(frozen=True)
class PresentDose:
    """LDN on ``day``. ``phase`` is the latest dose or break, ``None`` if no dose is recorded and no break planned.

    ``since`` is the day on which that began. ``last_dose_day`` and ``last_dose_pg`` are the latest day on which a dose was
    taken and what was taken on it in pg; ``last_dose_as_planned`` whether that is the planned daily amount, or without a
    plan that of the phase (``None`` without a dose). ``left_out_since`` and ``unrecorded_since`` count the days after it, up
    to ``day``, that are recorded as left out and of which no dose is recorded. ``step`` is the plan in force.
    """

    day: date
    state: PresentState
    phase: Phase | None
    since: date | None
    last_dose_day: date | None
    last_dose_pg: int | None
    last_dose_as_planned: bool | None
    left_out_since: int
    unrecorded_since: int
    step: TitrationStep | None

    @property
    def times_per_day(self) -> int:
        """How often a day the amount of the phase is taken by the plan; 1 where the plan is for another amount."""
        step, phase = self.step, self.phase
        if step is None or phase is None or step.amount_pg * step.times_per_day != phase.amount_pg:
            return 1
        return step.times_per_day


def present_dose(timeline: Timeline, steps: Sequence[TitrationStep], day: date, open_day: date | None) -> PresentDose:
    """Return what ``timeline``, over the whole record, and the plan say of LDN on ``day``; nothing after it is used.

    That the dose of ``open_day``, which is not over yet, is not recorded is no silence.
    """
    begun = [phase for phase in timeline.phases if phase.first <= day and phase.kind is not PhaseKind.BASELINE]
    phase = begun[-1] if begun else None
    step = plan_on(day, list(steps))
    part = timeline.cut(timeline.first, day)
    taken = np.flatnonzero(part.states == DayState.TAKEN)
    last = int(taken[-1]) if len(taken) else None
    after = part.states[0 if last is None else last + 1 :]
    if day == open_day and len(after):
        after = after[:-1] if after[-1] == DayState.NOT_RECORDED else after
    return PresentDose(
        day=day,
        state=_state(phase, day, open_day),
        phase=phase,
        since=None if phase is None else phase.since,
        last_dose_day=None if last is None else part.first + timedelta(days=last),
        last_dose_pg=None if last is None else int(part.amounts[last]),
        last_dose_as_planned=None if last is None else _as_planned(part, last, steps, phase),
        left_out_since=int(np.isin(after, (DayState.SKIPPED, DayState.MISSED)).sum()),
        unrecorded_since=int((after == DayState.NOT_RECORDED).sum()),
        step=step,
    )


def _state(phase: Phase | None, day: date, open_day: date | None) -> PresentState:
    if phase is None:
        return PresentState.NOT_BEGUN
    if phase.kind is PhaseKind.BREAK:
        return PresentState.ON_BREAK if phase.covers(day) else PresentState.NO_DOSE_RECORDED
    known = day - timedelta(days=1) if day == open_day and day > phase.first else day
    return PresentState.TAKEN if phase.holds(known) or phase.holds(day) else PresentState.NO_DOSE_RECORDED


def _as_planned(part: Timeline, last: int, steps: Sequence[TitrationStep], phase: Phase | None) -> bool:
    day, amount = part.first + timedelta(days=last), int(part.amounts[last])
    step = plan_on(day, list(steps))
    if step is None or not step.amount_pg:
        return phase is None or phase.lowest_pg is not None or amount == phase.amount_pg
    # Of several doses a day some may not be recorded yet.
    return amount in {step.amount_pg * times for times in range(1, step.times_per_day + 1)}
