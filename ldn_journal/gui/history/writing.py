"""Cells into the journal: many as one change, each that cannot be stored refused alone with its reason.

Everything here runs without a window, on the journal's thread.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from ldn_journal.base.errors import ConfirmationNeeded, InvalidEntry
from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.clinical.measures import night_field
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.doses import liquid_strength_on
from ldn_journal.domain.nights import Night
from ldn_journal.domain.records import Changes, Kind
from ldn_journal.exchange.receipt import format_count
from ldn_journal.gui.entries import STORED_NIGHT_FIELDS, first_note, new_dose
from ldn_journal.gui.history.cells import DOSE, NOTE, Edit, parse_doses, parse_value, text_of

if TYPE_CHECKING:
    from ldn_journal.journal import Journal
    from ldn_journal.journal.day import Day
    from ldn_journal.journal.recording import Batch

_TELL_EVERY: Final = 500
"""Cells between two words on how far it has come."""
_GAP: Final = 31
"""Days between two that are read together; further apart, they are read one after the other."""


@dataclass
class Outcome:
    """What became of cells. ``days``: how many changed; ``same``: on how many all was stored already as it was written.

    ``refused``: the sentence for each cell that was not stored; of those in ``stays`` what is recorded stays to be seen.
    """

    changes: Changes = field(default_factory=Changes)
    days: int = 0
    same: int = 0
    refused: dict[tuple[date, str], str] = field(default_factory=dict)
    stays: set[tuple[date, str]] = field(default_factory=set)


class StaysAsItIs(InvalidEntry):
    """A cell cannot be cleared from here."""


def write_cells(
    journal: "Journal",
    edits: Sequence[Edit],
    *,
    confirmed: bool = False,
    refuse_large: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Outcome:
    """Store cells as one change, so that one undo takes all of them back; a cell that cannot be stored is refused alone.

    Doses far above a low one are stored if ``confirmed``, refused like others if ``refuse_large``; else they raise
    ``ConfirmationNeeded``. ``progress`` is given how many cells were looked at. Raises whatever the store raises. Whatever
    is raised, nothing is stored.
    """
    outcome = Outcome()
    writer = _Writer(journal, edits, confirmed=confirmed)
    for number, edit in enumerate(edits):
        if progress is not None and number % _TELL_EVERY == 0:
            progress(number)
        _write(writer, edit, outcome)
    if writer.unconfirmed and not refuse_large:
        raise ConfirmationNeeded(_confirm_words(writer.unconfirmed))
    outcome.refused.update(writer.unconfirmed)
    asked = {edit.day for edit in edits}
    label = _label(len(writer.batch.days())) if len(edits) > 1 else ""
    outcome.changes = journal.store(writer.batch, label=label)
    outcome.days = len(outcome.changes.days)
    outcome.same = len(asked - outcome.changes.days - {day for day, _key in outcome.refused})
    return outcome


def not_as_stored(journal: "Journal", edits: Sequence[Edit]) -> dict[tuple[date, str], str]:
    """Return the cells of ``edits`` that are not stored as they are written, each with a reason if it would be refused.

    Nothing is stored.
    """
    by_day: dict[date, list[Edit]] = {}
    for edit in edits:
        by_day.setdefault(edit.day, []).append(edit)
    found: dict[tuple[date, str], str] = {}
    writer = _Writer(journal, edits, confirmed=True)
    for of_day in by_day.values():
        # Most days are stored whole; of the others each cell is looked at by itself.
        if _differing(writer, of_day):
            for edit in of_day:
                found.update(_differing(writer, [edit]))
    return found


def _differing(writer: "_Writer", edits: Sequence[Edit]) -> dict[tuple[date, str], str]:
    """Return those of some cells of one day that are refused, with their reasons, or all of them if any would change it."""
    writer.begin(edits[0].day)
    outcome = Outcome()
    for edit in edits:
        _write(writer, edit, outcome)
    if writer.batch.operations():
        return {edit.place: outcome.refused.get(edit.place, "") for edit in edits}
    return outcome.refused


def _write(writer: "_Writer", edit: Edit, outcome: Outcome) -> None:
    try:
        writer.write(edit)
    except ConfirmationNeeded as error:
        writer.unconfirmed[edit.place] = str(error)
    except StaysAsItIs as error:
        outcome.refused[edit.place] = str(error)
        outcome.stays.add(edit.place)
    except (InvalidEntry, ValueError) as error:
        outcome.refused[edit.place] = str(error)


class _Writer:
    """Puts cells into a batch, one by one."""

    def __init__(self, journal: "Journal", edits: Sequence[Edit], *, confirmed: bool) -> None:
        self._journal = journal
        self._confirmed = confirmed
        self._days = _days_of(journal, edits)
        self.batch: Batch = journal.begin_batch(self._days.values(), confirmed=confirmed)
        self.unconfirmed: dict[tuple[date, str], str] = {}
        self._prescriptions = journal.prescriptions()

    def begin(self, day: date) -> None:
        """Begin afresh with what is stored of one day."""
        self.batch = self._journal.begin_batch([self._days[day]], confirmed=self._confirmed)

    def write(self, edit: Edit) -> None:
        """Take one cell. Raises ``ValueError``, ``InvalidEntry``, ``ConfirmationNeeded``; then the batch is as before."""
        day, text = self._days[edit.day], edit.text.strip()
        if edit.column.key == DOSE:
            self._write_doses(day, edit, text)
        elif edit.column.key == NOTE:
            self._write_note(day, text)
        elif text:
            assert edit.column.measure is not None  # noqa: S101  every other column has one
            value = parse_value(edit.column.measure, text)
            self.batch.record(validate(Kind.RATING, {"day": edit.day, "measure": edit.column.key, "value": value}))
        else:
            self._clear_value(day, edit)

    def _write_doses(self, day: "Day", edit: Edit, text: str) -> None:
        if not text:
            for recorded in day.doses:
                self.batch.remove(recorded)
            return
        if day.doses and text.split() == text_of(day, edit.column).split():
            return
        entries = parse_doses(text, liquid_strength_on(edit.day, self._prescriptions))
        if len(day.doses) > 1 or (day.doses and len(entries) > 1):
            raise InvalidEntry({DOSE: _("Several doses are recorded on this day; change them on the Today page.")})
        if len(entries) > 1 and len({entry.at for entry in entries}) < len(entries):
            raise InvalidEntry({DOSE: _("Several doses on one day each need a clock time of their own.")})
        doses = [new_dose(edit.day, entry.fields(self._journal, edit.day)) for entry in entries]
        if day.doses:
            self.batch.revise(day.doses[0], **{name: getattr(doses[0], name) for name in _DOSE_FIELDS})
            return
        for dose in doses:
            self.batch.check(dose)
        for dose in doses:
            self.batch.record(dose)

    def _write_note(self, day: "Day", text: str) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        note = first_note(day.notes)
        if note is not None and text:
            self.batch.revise(note, text=text)
        elif note is not None:
            self.batch.remove(note)
        elif text:
            self.batch.record(validate(Kind.NOTE, {"day": day.day, "text": text}))

    def _clear_value(self, day: "Day", edit: Edit) -> None:
        assert edit.column.measure is not None  # noqa: S101
        field = night_field(edit.column.measure)
        if field is not None:
            self._clear_night(day.day, STORED_NIGHT_FIELDS.get(field, field))
            return
        ratings = day.ratings_of(edit.column.key)
        untimed = [rating for rating in ratings if rating.at is None]
        for rating in untimed:
            self.batch.remove(rating)
        if ratings and not untimed:
            raise StaysAsItIs({edit.column.key: _("Ratings that have a clock time are not cleared here.")})

    def _clear_night(self, day: date, field: str) -> None:
        night = self.batch.night(day)
        if not isinstance(night, Night):
            return
        if getattr(night, field) is None:
            if night.total_sleep_minutes is not None and field == "asleep_minutes":
                raise StaysAsItIs(
                    {field: _("These hours follow from the times of the night; clear the times instead.")}
                )
            return
        if Night.model_copy(night, update={field: None}).empty:
            self.batch.remove(night)
        else:
            self.batch.revise(night, **{field: None})


_DOSE_FIELDS: Final = ("state", "amount_pg", "at", "reason", "entered")


def _days_of(journal: "Journal", edits: Sequence[Edit]) -> "dict[date, Day]":
    """Return every day that ``edits`` speak of, read in stretches without long gaps."""
    found: dict[date, Day] = {}
    stretch: list[date] = []
    for day in sorted({edit.day for edit in edits}):
        if stretch and (day - stretch[-1]).days > _GAP:
            found.update(journal.days(stretch[0], stretch[-1]))
            stretch = []
        stretch.append(day)
    if stretch:
        found.update(journal.days(stretch[0], stretch[-1]))
    return found


def _label(days: int) -> str:
    """What undo calls cells stored together."""
    return ngettext("entries for {n} day", "entries for {n} days", days).format(n=format_count(days))


def _confirm_words(asked: dict[tuple[date, str], str]) -> str:
    """Return what is to be confirmed: one dose as it is, several with the first and their number."""
    (day, _key), sentence = next(iter(asked.items()))
    if len(asked) == 1:
        return sentence
    return ngettext(
        "{n} dose is far above a low dose. The first is on {day}: {sentence} Nothing is saved yet.",
        "{n} doses are far above a low dose. The first is on {day}: {sentence} Nothing is saved yet.",
        len(asked),
    ).format(n=format_count(len(asked)), day=format_day(day, "medium"), sentence=sentence)
