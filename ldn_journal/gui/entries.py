"""What a page does with the journal when something is entered. These run on the journal's thread and know no widget."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from ldn_journal.clinical.measures import night_field
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.doses import DoseState, NewDose
from ldn_journal.domain.life import Note
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.nights import Night
from ldn_journal.domain.records import Changes, Kind, NewRecord

if TYPE_CHECKING:
    from ldn_journal.journal import Journal

STORED_NIGHT_FIELDS = {"total_sleep_minutes": "asleep_minutes"}
"""Which field of a night is written when a worked-out one is entered."""

DERIVED = frozenset({"efficiency", "minutes_in_bed"})
"""Fields of a night that follow from its times and cannot be entered."""


@dataclass(frozen=True)
class DoseEntry:
    """A dose as a form or a cell gives it. ``at``: the clock time; ``now``: taken this moment, or at ``moment`` if given."""

    state: DoseState
    amount_pg: int | None = None
    at: time | None = None
    now: bool = False
    reason: str | None = None
    entered: str | None = None
    keep_as_plan: bool = False
    moment: datetime | None = None

    def fields(self, journal: "Journal", day: date) -> dict[str, Any]:
        """Return the record's fields on ``day``; 00:40 lies on the next calendar date."""
        moment = None
        if self.state is DoseState.TAKEN:
            if self.now:
                moment = self.moment or journal.clock.now()
            elif self.at is not None:
                moment = journal.moment(day, self.at)
        return {
            "state": self.state,
            "amount_pg": self.amount_pg,
            "at": moment,
            "reason": self.reason or None,
            "entered": self.entered,
        }


def enterable(measure: NewMeasure) -> bool:
    """Whether values of ``measure`` are entered, and not worked out from others."""
    return night_field(measure) not in DERIVED


def write_value(journal: "Journal", day: date, measure: NewMeasure, value: float | None) -> Changes:
    """Store the day's value of a measure, or take it away for ``None``. Ratings with a clock time are left alone."""
    if value is not None:
        return journal.record(validate(Kind.RATING, {"day": day, "measure": measure.key, "value": value}))
    field = night_field(measure)
    if field is None:
        untimed = [one.id for one in journal.ratings(day, day) if one.measure == measure.key and one.at is None]
        return journal.remove(Kind.RATING, *untimed) if untimed else Changes()
    return clear_night(journal, day, STORED_NIGHT_FIELDS.get(field, field))


def write_night(journal: "Journal", day: date, field: str, value: int | time | None) -> Changes:
    """Store one field of the night before ``day``, or take it away for ``None``. A time is a clock time."""
    if value is None:
        return clear_night(journal, day, field)
    stored: int | datetime = value if isinstance(value, int) else night_moment(journal, day, field, value)
    return journal.record(validate(Kind.NIGHT, {"day": day, field: stored}))


def night_moment(journal: "Journal", day: date, field: str, at: time) -> datetime:
    """Return when the clock showed ``at`` in the night before ``day``: going to bed after noon is the evening before."""
    calendar = day - timedelta(days=1) if field == "to_bed" and at >= time(12) else day
    return journal.clock.localise(datetime.combine(calendar, at))


def clear_night(journal: "Journal", day: date, field: str) -> Changes:
    """Take one field of a night away, and the night with it once nothing else is in it."""
    night = next(iter(journal.nights(day, day)), None)
    if night is None or getattr(night, field) is None:
        return Changes()
    if Night.model_copy(night, update={field: None}).empty:
        return journal.remove(Kind.NIGHT, night.id)
    emptied: dict[str, Any] = {field: None}
    return journal.revise(Kind.NIGHT, night.id, **emptied)


def first_note(notes: "tuple[Note, ...] | list[Note]") -> Note | None:
    """Return the day's first note without a clock time: the one the pages edit."""
    return next((note for note in notes if note.at is None), None)


def write_note(journal: "Journal", day: date, text: str) -> Changes:
    """Put ``text`` in the place of the day's first untimed note; without text the note is taken away."""
    note = first_note(journal.notes(day, day))
    words = text.strip()
    if note is None:
        return journal.record(validate(Kind.NOTE, {"day": day, "text": words})) if words else Changes()
    if not words:
        return journal.remove(Kind.NOTE, note.id)
    return journal.revise(Kind.NOTE, note.id, text=words)


def write_dose(
    journal: "Journal", day: date, entry: DoseEntry, *, replaces: str | None = None, confirmed: bool = False
) -> Changes:
    """Store a dose, in the place of the one with id ``replaces`` if given, and its amount as the plan if asked to."""
    fields = entry.fields(journal, day)
    if replaces is not None:
        return journal.revise(Kind.DOSE, replaces, confirmed=confirmed, **fields)
    entries: list[NewRecord] = [validate(Kind.DOSE, {"day": day, **fields})]
    if entry.keep_as_plan:
        entries.insert(0, plan_from(day, entry.amount_pg or 0, entry.at))
    return journal.record(*entries, confirmed=confirmed)


def plan_from(day: date, amount_pg: int, usual_time: time | None) -> NewRecord:
    """Return the titration step that begins on ``day``."""
    return validate(Kind.STEP, {"day": day, "amount_pg": amount_pg, "usual_time": usual_time})


def only_dose(doses: "tuple[Any, ...] | list[Any]") -> str | None:
    """Return the id of the day's dose if there is exactly one."""
    return doses[0].id if len(doses) == 1 else None


def clear_doses(journal: "Journal", day: date) -> Changes:
    """Take the day's doses away."""
    doses = journal.doses(day, day)
    return journal.remove(Kind.DOSE, *(dose.id for dose in doses)) if doses else Changes()


def new_dose(day: date, fields: dict[str, Any]) -> NewDose:
    """Return a checked dose. Raises ``InvalidEntry``."""
    entry = validate(Kind.DOSE, {"day": day, **fields})
    assert isinstance(entry, NewDose)  # noqa: S101  of this kind
    return entry
