"""What the Today page shows, read in one go on the journal's thread."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldn_journal.domain.doses import Prescription, TitrationStep
    from ldn_journal.domain.life import Visit
    from ldn_journal.domain.measures import NewMeasure
    from ldn_journal.journal import Journal
    from ldn_journal.journal.day import Day

HALF_YEAR = 182


@dataclass(frozen=True)
class TodayView:
    """One day for the page. ``share``: how much of each day in the strip is recorded; ``strength``: pg per mL."""

    today: date
    boundary: time
    day: "Day"
    before: "Day"
    tracked: "tuple[NewMeasure, ...]"
    strength: int | None
    share: dict[date, float]
    sample: bool
    untouched: bool
    """Whether nothing was ever recorded or planned."""


def load_day(journal: "Journal", day: date | None, first: date, last: date) -> TodayView:
    """Return ``day`` (``None``: the journal day it is now) and the completeness of ``first`` to ``last``."""
    from ldn_journal.journal.day import completeness

    today = journal.today()
    day = min(day or today, today)
    before = day - timedelta(days=1)
    tracked = journal.tracked()
    days = journal.days(min(first, before), max(last, day))
    untouched = not journal.regimen and days[day].empty and journal.span() is None
    settings = journal.settings
    return TodayView(
        today=today,
        boundary=settings.day_boundary,
        day=days[day],
        before=days[before],
        tracked=tuple(tracked),
        strength=journal.liquid_strength(day),
        share=completeness({one: found for one, found in days.items() if first <= one <= last}, tracked),
        sample=settings.sample,
        untouched=untouched,
    )


@dataclass(frozen=True)
class CardsView:
    """What stands beside the form. ``values``: the main outcome by day; ``steps``: days on which the amount changed."""

    amount_pg: int | None
    since: date | None
    number: int
    outcome: "NewMeasure"
    first: date
    last: date
    values: dict[date, float]
    steps: tuple[date, ...]
    prescription: "Prescription | None"
    left: float | None
    until: date | None
    visit: "Visit | None"


def load_cards(journal: "Journal", day: date) -> CardsView:
    """Return what the cards beside ``day`` say."""
    from ldn_journal.domain.doses import plan_on

    first = day - timedelta(days=HALF_YEAR - 1)
    outcome = journal.measure(journal.settings.primary_outcome)
    values = {
        one: value for one, found in journal.days(first, day).items() if (value := found.value(outcome)) is not None
    }
    steps = sorted(journal.regimen, key=lambda step: (step.day, step.recorded_at))
    plan = plan_on(day, steps)
    changed = [step.day for step in steps if step.day <= day and _changes(step.day, steps)]
    since = changed[-1] if changed else None
    prescription, left, until = _supply(journal, day, plan.amount_pg * plan.times_per_day if plan else 0)
    today = journal.today()
    coming = sorted((visit for visit in journal.visits() if visit.day >= today), key=lambda visit: visit.day)
    return CardsView(
        amount_pg=plan.amount_pg if plan else None,
        since=since,
        number=(day - since).days + 1 if since else 0,
        outcome=outcome,
        first=first,
        last=day,
        values=values,
        steps=tuple(one for one in changed if one > first),
        prescription=prescription,
        left=left,
        until=until,
        visit=coming[0] if coming else None,
    )


def _changes(day: date, steps: "list[TitrationStep]") -> bool:
    """Whether the planned amount on ``day`` differs from the day before."""
    from ldn_journal.domain.doses import plan_on

    now, before = plan_on(day, steps), plan_on(day - timedelta(days=1), steps)
    return (now.amount_pg if now else None) != (before.amount_pg if before else None)


def _supply(journal: "Journal", day: date, daily_pg: int) -> "tuple[Prescription | None, float | None, date | None]":
    """Return the newest prescription with a quantity, what is left of it, and the last day it lasts for."""
    counted = [one for one in journal.prescriptions() if one.quantity is not None and one.day <= day]
    if not counted:
        return None, None, None
    newest = max(counted, key=lambda one: (one.day, one.recorded_at))
    piece = newest.strength_pg or newest.pg_per_ml or 1
    taken = sum(dose.amount_pg or 0 for dose in journal.doses(newest.day, day))
    left = max(0.0, (newest.quantity or 0.0) - taken / piece)
    until = None
    if daily_pg > 0:
        recorded = bool(journal.doses(day, day))
        whole_days = int(left * piece / daily_pg + 1e-9)
        if whole_days:
            until = day + timedelta(days=whole_days if recorded else whole_days - 1)
    return newest, left, until
