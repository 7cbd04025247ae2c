"""What the Today page shows, read in one go on the journal's thread."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldn_journal.analysis.supply import Supply
    from ldn_journal.domain.doses import Prescription, TitrationStep
    from ldn_journal.domain.life import Visit
    from ldn_journal.domain.measures import NewMeasure
    from ldn_journal.journal import Journal
    from ldn_journal.journal.day import Day
    from ldn_journal.journal.side_effects import SideEffects

HALF_YEAR = 182
VISIT_SOON = 14
"""Days before a visit from which on the day speaks of it where there is no room for its card."""


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
    """Whether nothing was ever recorded, planned or chosen to be tracked."""


def load_day(journal: "Journal", day: date | None, first: date, last: date) -> TodayView:
    """Return ``day`` (``None``: the journal day it is now) and the completeness of ``first`` to ``last``."""
    from ldn_journal.journal.day import completeness

    today = journal.today()
    day = min(day or today, today)
    before = day - timedelta(days=1)
    tracked = journal.tracked()
    days = journal.days(min(first, before), max(last, day))
    settings = journal.settings
    chosen = settings.tracked is not None
    untouched = not (journal.regimen or chosen) and days[day].empty and journal.span() is None
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
class DueView:
    """A questionnaire that waits: its name and the number of its questions."""

    key: str
    name: str
    questions: int


@dataclass(frozen=True)
class ExtrasView:
    """What some days ask beside the usual items. ``due`` and ``visit`` are only filled for the day it is now.

    ``visit``: the next one, if it is at most ``VISIT_SOON`` days away.
    """

    day: date
    effects: "SideEffects | None"
    due: tuple[DueView, ...]
    visit: "Visit | None" = None


def load_extras(journal: "Journal", day: date) -> ExtrasView:
    """Return what ``day`` asks beside the usual items. Read after the day itself is shown, so that this never waits."""
    from ldn_journal.clinical.questionnaires import questionnaires
    from ldn_journal.journal.side_effects import side_effects_on

    due: tuple[DueView, ...] = ()
    soon: Visit | None = None
    if day == journal.today():
        coming = next_visit(journal)
        soon = coming if coming is not None and (coming.day - day).days <= VISIT_SOON else None
        known = questionnaires()
        due = tuple(
            DueView(one.key, known[one.key].name, len(known[one.key].items)) for one in journal.questionnaires_due()
        )
    return ExtrasView(day, side_effects_on(journal, day), due, soon)


def next_visit(journal: "Journal") -> "Visit | None":
    """Return the next visit, today or later."""
    today = journal.today()
    return min((visit for visit in journal.visits() if visit.day >= today), key=lambda visit: visit.day, default=None)


@dataclass(frozen=True)
class CardsView:
    """What stands beside the form. ``values``: the main outcome by day; ``steps``: days on which the amount changed."""

    today: date
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
    supply = supply_of(journal, day)
    return CardsView(
        today=journal.today(),
        amount_pg=plan.amount_pg if plan else None,
        since=since,
        number=(day - since).days + 1 if since else 0,
        outcome=outcome,
        first=first,
        last=day,
        values=values,
        steps=tuple(one for one in changed if one > first),
        prescription=supply.prescription if supply else None,
        left=supply.left if supply else None,
        until=supply.until if supply else None,
        visit=next_visit(journal),
    )


def _changes(day: date, steps: "list[TitrationStep]") -> bool:
    """Whether the planned amount on ``day`` differs from the day before."""
    from ldn_journal.domain.doses import plan_on

    now, before = plan_on(day, steps), plan_on(day - timedelta(days=1), steps)
    return (now.amount_pg if now else None) != (before.amount_pg if before else None)


def supply_of(journal: "Journal", day: date) -> "Supply | None":
    """Return what is left of the newest prescription; only the doses since it was filled are read."""
    from ldn_journal.analysis.supply import supply_on

    filled = [one for one in journal.prescriptions() if one.quantity is not None and one.day <= day]
    if not filled:
        return None
    since = max(one.day for one in filled)
    return supply_on(day, filled, journal.doses(since, day), journal.regimen)
