"""What a phase is: a stretch of the record at one daily amount, its name, and which of its days count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from ldn_journal.base.texts import _
from ldn_journal.domain.amounts import format_amount
from ldn_journal.domain.measures import NewMeasure, Recall

BASELINE_KEY = "baseline"


class DayState(IntEnum):
    """What is known of the doses of one day; codes as held in arrays."""

    NOT_RECORDED = 0
    TAKEN = 1
    SKIPPED = 2
    MISSED = 3
    BREAK = 4


Span = tuple[date, date]
"""First and last day of a stretch, both included."""


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
    ``lowest_pg`` is set where amounts changed all the time, so that none stood: they lay between it and ``amount_pg``.

    ``dosed_days``, ``left_out_days`` (skipped or missed) and ``unrecorded_days`` (no dose recorded) add up to the days of a
    dose; ``stray_days`` counts the dosed ones of another amount. ``without_dose`` are the stretches of its left-out and
    unrecorded days that belong to no dose, because none was taken in the 3 days before: they do not count for the phase.

    The rest is what the person said (``analysis.phase_edits``): ``name`` if one was given, the ``reasons`` for joining
    and splitting. ``part`` numbers the parts of a split phase from 1. ``joined`` holds the amounts of a phase joined from
    several, each once, a break being 0; ``settling_inside`` the settling windows of all its parts but the first.
    """

    key: str
    kind: PhaseKind
    amount_pg: int
    first: date
    last: date
    since: date
    settling_until: date | None
    repeat: int = 1
    lowest_pg: int | None = None
    stray_days: int = 0
    dosed_days: int = 0
    left_out_days: int = 0
    unrecorded_days: int = 0
    without_dose: tuple[Span, ...] = ()
    name: str | None = None
    reasons: tuple[str, ...] = ()
    part: int | None = None
    joined: tuple[int, ...] = ()
    settling_inside: tuple[Span, ...] = ()

    @property
    def days(self) -> int:
        """The number of days, settling days included."""
        return (self.last - self.first).days + 1

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies in the phase, be it a day that belongs to no dose."""
        return self.first <= day <= self.last

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in the phase and belongs to its dose."""
        return self.covers(day) and not any(first <= day <= last for first, last in self.without_dose)

    @property
    def days_of_no_dose(self) -> int:
        """The number of its days that belong to no dose."""
        return sum((last - first).days + 1 for first, last in self.without_dose)

    @property
    def last_held(self) -> date:
        """The last day that belongs to its dose, the last day of a baseline or break."""
        if self.without_dose and self.without_dose[-1][1] == self.last:
            return self.without_dose[-1][0] - timedelta(days=1)
        return self.last

    def compared_days(self, measure: NewMeasure) -> tuple[date, date]:
        """Return the first and last day whose values of ``measure`` count for this phase in contrasts.

        Settling days are left out (those in the midst of a joined phase by ``left_out``). Values rated for last night
        belong to the dose of the evening before, so their days are one later. Values that speak of the past 7 days count
        once all 7 lie in the phase. The first day may lie after the last: then no day is left.
        """
        first = self.settling_until + timedelta(days=1) if self.settling_until else self.first
        last = self.last
        if measure.recall is Recall.LAST_NIGHT:
            last += timedelta(days=1)
            if not self.opens_the_record:
                first += timedelta(days=1)
        elif measure.recall is Recall.PAST_7_DAYS and not self.opens_the_record:
            first = max(first, self.since + timedelta(days=6))
        return first, last

    def left_out(self, measure: NewMeasure) -> tuple[Span, ...]:
        """Return the stretches inside ``compared_days`` that do not count: they settle, or belong to no dose."""
        shift = timedelta(days=int(measure.recall is Recall.LAST_NIGHT))
        return tuple((first + shift, last + shift) for first, last in (*self.settling_inside, *self.without_dose))

    @property
    def opens_the_record(self) -> bool:
        """Whether it is the time before LDN from its first day on, so that no change lies before it."""
        return self.kind is PhaseKind.BASELINE and self.part in (None, 1)


def phase_name(phase: Phase) -> str:
    """Return the phase's name for reading: the one given to it, else before LDN, 4.5 mg, break.

    A second time at a dose is 4.5 mg again, a third 4.5 mg, third time: a bare number beside it would read as a number
    of capsules. A part of a split phase has the part's number; a joined phase is named by its amounts: 1.5 mg, 3 mg.
    """
    if phase.name is not None:
        return phase.name
    if phase.kind is PhaseKind.BASELINE:
        name = _("before LDN")
    elif phase.joined:
        name = ", ".join(_amount_name(amount) for amount in phase.joined)
    elif phase.lowest_pg is not None:
        name = _("changing amounts, {lowest} to {highest}").format(
            lowest=format_amount(phase.lowest_pg), highest=format_amount(phase.amount_pg)
        )
    else:
        name = _amount_name(phase.amount_pg)
    name = _repeated(name, phase.repeat)
    return name if phase.part is None else _("{phase}, part {number}").format(phase=name, number=phase.part)


def _repeated(name: str, number: int) -> str:
    if number == 1:
        return name
    sentences = {
        2: _("{phase} again"),
        3: _("{phase}, third time"),
        4: _("{phase}, fourth time"),
        5: _("{phase}, fifth time"),
        6: _("{phase}, sixth time"),
    }
    return sentences.get(number, _("{phase}, time {number}")).format(phase=name, number=number)


def _amount_name(amount_pg: int) -> str:
    return format_amount(amount_pg) if amount_pg else _("break")


def phase_on(day: date, phases: Sequence[Phase], measure: NewMeasure | None = None) -> Phase | None:
    """Return the phase that ``day`` belongs to, ``None`` for a day of no dose.

    A value of a last-night ``measure`` belongs to the day before.
    """
    if measure is not None and measure.recall is Recall.LAST_NIGHT:
        if phases and day == phases[0].first:
            return phases[0] if phases[0].opens_the_record else None
        day -= timedelta(days=1)
    return next((phase for phase in phases if phase.holds(day)), None)
