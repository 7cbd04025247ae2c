"""One journal day as a page or a list shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ldn_journal.clinical.measures import night_field
from ldn_journal.domain.doses import Dose, DoseState, TitrationStep
from ldn_journal.domain.life import Event, Note
from ldn_journal.domain.measures import NewMeasure, Rating
from ldn_journal.domain.nights import Night


@dataclass(frozen=True)
class Day:
    """Everything recorded for one journal day, and the titration step then in force."""

    day: date
    doses: tuple[Dose, ...] = ()
    ratings: tuple[Rating, ...] = ()
    night: Night | None = None
    notes: tuple[Note, ...] = ()
    events: tuple[Event, ...] = ()
    plan: TitrationStep | None = None

    @cached_property
    def taken_pg(self) -> int | None:
        """The amount taken in all; 0 if recorded as not taken; ``None`` if nothing is recorded."""
        if not self.doses:
            return None
        return sum(dose.amount_pg or 0 for dose in self.doses if dose.state is DoseState.TAKEN)

    def ratings_of(self, key: str) -> tuple[Rating, ...]:
        """The ratings of one measure, untimed first, then by clock."""
        mine = [rating for rating in self.ratings if rating.measure == key]
        return tuple(sorted(mine, key=lambda rating: (rating.at is not None, rating.at and rating.at.timestamp())))

    def value(self, measure: NewMeasure) -> float | None:
        """The day's value of a measure: from the night, or the mean of its ratings; ``None`` if not recorded."""
        field = night_field(measure)
        if field is not None:
            found = None if self.night is None else getattr(self.night, field)
            return None if found is None else float(found)
        values = [rating.value for rating in self.ratings if rating.measure == measure.key]
        return sum(values) / len(values) if values else None

    @property
    def nights(self) -> tuple[Night, ...]:
        """The night, if there is one, as a row of records like the others."""
        return () if self.night is None else (self.night,)

    @property
    def empty(self) -> bool:
        """Whether nothing at all is recorded."""
        return not (self.doses or self.ratings or self.night or self.notes or self.events)


def completeness(days: Mapping[date, Day], tracked: Sequence[NewMeasure]) -> dict[date, float]:
    """Return for each day the share (0 to 1) of what is tracked, the dose included, that is recorded."""
    found: dict[date, float] = {}
    for day, content in days.items():
        answered = sum(content.value(measure) is not None for measure in tracked) + bool(content.doses)
        found[day] = answered / (len(tracked) + 1)
    return found
