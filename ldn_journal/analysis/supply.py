"""What is left of a prescription, and until which day it lasts by the regimen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from ldn_journal.domain.doses import Dose, Prescription, TitrationStep, plan_on

WARN_DAYS = 14
"""From this many days on, what is left and the beyond-use date are pointed out."""


@dataclass(frozen=True)
class Supply:
    """What is left of ``prescription``, by the doses recorded as taken since it was filled.

    ``left`` is in pieces, or in mL of a liquid, never below 0; ``overdrawn``: more was taken than it held. ``days`` is
    the number of coming days it covers whole by the regimen, the current one among them while its doses are open;
    ``until`` is the last of them (``None``: not one). Both are ``None`` without a regimen, and where it uses nothing
    from some day on before the supply ends.
    """

    prescription: Prescription
    left: float
    days: int | None
    until: date | None
    overdrawn: bool

    @property
    def runs_low(self) -> bool:
        """Whether it is time to think of the next one."""
        return self.days is not None and self.days <= WARN_DAYS


def supply_on(
    day: date, prescriptions: Sequence[Prescription], doses: Sequence[Dose], steps: Sequence[TitrationStep]
) -> Supply | None:
    """Return the supply at the end of ``day``: that of the newest prescription with a quantity, ``None`` without one.

    Nothing is rounded on the way: half a capsule is half a capsule. What may be left of earlier prescriptions is not
    counted.
    """
    counted = [one for one in prescriptions if one.quantity is not None and one.day <= day]
    if not counted:
        return None
    newest = max(counted, key=lambda one: (one.day, one.recorded_at))
    piece = newest.strength_pg or newest.pg_per_ml or 1
    taken = sum(dose.amount_pg or 0 for dose in doses if newest.day <= dose.day <= day)
    left = Fraction(Decimal(str(newest.quantity))) * piece - taken
    open_doses = _open_doses(day, doses, steps)
    days, until = _lasts(max(left, Fraction(0)), day, open_doses, steps)
    return Supply(newest, float(max(left, Fraction(0)) / piece), days, until, overdrawn=left < 0)


def use_by_days(prescription: Prescription, day: date) -> int | None:
    """Return the days from ``day`` to the beyond-use date that the pharmacy printed, below 0 once it has passed."""
    return None if prescription.use_by is None else (prescription.use_by - day).days


def _open_doses(day: date, doses: Sequence[Dose], steps: Sequence[TitrationStep]) -> int:
    """Return how many of the day's planned doses have nothing recorded yet."""
    plan = plan_on(day, list(steps))
    if plan is None or not plan.amount_pg:
        return 0
    return max(0, plan.times_per_day - sum(1 for dose in doses if dose.day == day))


def _lasts(
    left: Fraction, day: date, open_doses: int, steps: Sequence[TitrationStep]
) -> tuple[int | None, date | None]:
    """Walk the regimen from ``day`` on, stretch by stretch, and return the days covered whole and the last of them."""
    plan = plan_on(day, list(steps))
    today = open_doses * plan.amount_pg if plan else 0
    if left < today:
        return 0, None
    left -= today
    covered = 1 if open_doses else 0
    first = day + timedelta(days=1)
    changes = sorted({step.day for step in steps if step.day > first})
    for number in range(len(changes) + 1):
        plan = plan_on(first, list(steps))
        daily = plan.amount_pg * plan.times_per_day if plan else 0
        end = changes[number] if number < len(changes) else None
        length = (end - first).days if end else None
        if daily:
            whole = int(left // daily)
            if length is None or whole < length:
                covered += whole
                last = first + timedelta(days=whole - 1)
                return covered, last if covered else None
            left -= daily * length
        elif length is None:
            return None, None
        covered += length or 0
        first = end or first
    return None, None
