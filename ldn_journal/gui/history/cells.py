"""A cell of the table as text, and text as an entry: ``4``, ``7:10``, ``mild``, ``4.5mg 22:30``, ``skipped nausea``.

Everything here runs without a window; reading and writing happen on the journal's thread.
"""

import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Final

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _, plain_digits
from ldn_journal.domain.amounts import AmountError, amount_words, parse_decimal
from ldn_journal.domain.days import DayError, parse_time
from ldn_journal.domain.doses import Dose, DoseState
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.domain.records import Changes, NewRecord
from ldn_journal.gui.entries import DoseEntry, clear_doses, first_note, new_dose, write_dose, write_note, write_value
from ldn_journal.gui.today.fields import read_amount
from ldn_journal.gui.widgets.choices import severity_choices, yes_no_choices
from ldn_journal.gui.widgets.clock_edit import format_clock
from ldn_journal.gui.widgets.duration_edit import parse_duration
from ldn_journal.gui.widgets.parsed_edit import Unreadable

if TYPE_CHECKING:
    from ldn_journal.journal import Journal
    from ldn_journal.journal.day import Day

DOSE: Final = "dose"
NOTE: Final = "note"

_TIME_AT_END = re.compile(
    r"(?P<rest>.*?)[\s@,;]+(?:at\s+)?(?P<time>\d{1,2}[:.h]\d{2}\s*([ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
)


@dataclass(frozen=True)
class Column:
    """A column: ``dose``, ``note``, or a measure's key with its measure."""

    key: str
    title: str
    measure: NewMeasure | None = None


@dataclass(frozen=True)
class Edit:
    """What one cell is to become; empty text clears it."""

    day: date
    column: Column
    text: str


@dataclass
class Outcome:
    """What became of a batch: the last change, and the sentence for each cell that was refused."""

    changes: list[Changes] = field(default_factory=list)
    refused: dict[tuple[date, str], str] = field(default_factory=dict)


def columns_for(tracked: list[NewMeasure]) -> list[Column]:
    """Return the columns: dose, what is tracked, note."""
    return [
        Column(DOSE, _("LDN dose")),
        *(Column(measure.key, _(measure.name), measure) for measure in tracked),
        Column(NOTE, _("Note")),
    ]


def text_of(day: "Day", column: Column) -> str:
    """Return what a cell shows; blank where nothing is recorded."""
    if column.key == DOSE:
        return "; ".join(dose_text(dose) for dose in day.doses)
    if column.key == NOTE:
        note = first_note(day.notes)
        return note.text if note is not None else ""
    assert column.measure is not None  # noqa: S101  every other column has one
    value = day.value(column.measure)
    return "" if value is None else value_text(column.measure, value)


def dose_text(dose: Dose) -> str:
    """Return a dose as it can be typed again."""
    if dose.state is DoseState.MISSED:
        return _("missed")
    if dose.state is DoseState.SKIPPED:
        return _("skipped {reason}").format(reason=dose.reason).strip() if dose.reason else _("skipped")
    amount = amount_words(dose.entered, dose.amount_pg or 0)
    if dose.at is None:
        return amount
    return _("{amount} {time}").format(amount=amount, time=format_clock(dose.at.time()))


def value_text(measure: NewMeasure, value: float) -> str:
    """Return a value as the column shows it."""
    words = _words(measure)
    if words and float(value).is_integer():
        return words[int(value)]
    return measure.show(value, None if float(value).is_integer() else 1)


def _words(measure: NewMeasure) -> list[str]:
    if measure.scale is Scale.SEVERITY:
        return [choice.text for choice in severity_choices()]
    if measure.scale is Scale.YES_NO:
        return [choice.text for choice in yes_no_choices()]
    return []


def parse_value(measure: NewMeasure, text: str) -> float:
    """Return the value that ``text`` means for ``measure``. Raises ``ValueError`` with a sentence."""
    written = text.strip()
    words = [word.casefold() for word in _words(measure)]
    if written.casefold() in words:
        return float(words.index(written.casefold()))
    starts = [number for number, word in enumerate(words) if written and word.startswith(written.casefold())]
    if len(starts) == 1:
        return float(starts[0])
    if measure.scale is Scale.DURATION:
        minutes = measure.unit == "min" and written.isdecimal()
        return float(written) if minutes else float(parse_duration(written))
    unit = measure.unit or ""
    value = float(parse_decimal(written.removesuffix(unit).strip() if unit else written))
    measure.check(value)
    return value


def parse_dose(text: str, strength: int | None) -> DoseEntry:
    """Return the dose that ``text`` means; a bare number is mg. Raises ``ValueError`` with a sentence."""
    written = text.strip()
    folded = written.casefold()
    if folded in ("missed", _("missed").casefold(), "m"):
        return DoseEntry(DoseState.MISSED)
    for word in (_("skipped"), "skipped", "s"):
        start = word.casefold()
        if folded == start or (folded.startswith(start) and not folded[len(start)].isalnum()):
            return DoseEntry(DoseState.SKIPPED, reason=written[len(start) :].strip(" :,;") or None)
    written = plain_digits(written)
    at: time | None = None
    if found := _TIME_AT_END.fullmatch(written):
        written, at = found["rest"], parse_time(found["time"])
    amount = read_amount(written, strength)
    return DoseEntry(DoseState.TAKEN, amount_pg=amount.pg, at=at, entered=amount.entered)


def write_cells(journal: "Journal", edits: list[Edit], *, confirmed: bool = False) -> Outcome:
    """Store a batch of cells. New entries go in one change, so that one undo takes a filled block back.

    Cells that cannot be read are refused with a sentence and the others stored. Raises ``ConfirmationNeeded`` and whatever the
    store raises; then nothing after the failing part is stored.
    """
    outcome = Outcome()
    entries: list[NewRecord] = []
    later: list[Edit] = []
    for edit in edits:
        try:
            found = _entry(journal, edit)
        except (AmountError, DayError, Unreadable, InvalidEntry, ValueError) as error:
            outcome.refused[edit.day, edit.column.key] = str(error)
            continue
        if found is None:
            later.append(edit)
        else:
            entries.append(found)
    if entries:
        outcome.changes.append(journal.record(*entries, confirmed=confirmed))
    for edit in later:
        try:
            outcome.changes.append(_change(journal, edit, confirmed=confirmed))
        except (AmountError, DayError, Unreadable, InvalidEntry) as error:
            outcome.refused[edit.day, edit.column.key] = str(error)
    return outcome


def _entry(journal: "Journal", edit: Edit) -> NewRecord | None:
    """Return a new record for ``edit``; ``None`` where something recorded must be changed or taken away."""
    from ldn_journal.domain.catalogue import validate
    from ldn_journal.domain.records import Kind

    text = edit.text.strip()
    if not text:
        return None
    if edit.column.key == DOSE:
        entry = parse_dose(text, journal.liquid_strength(edit.day))
        if journal.doses(edit.day, edit.day):
            return None
        return new_dose(edit.day, entry.fields(journal, edit.day))
    if edit.column.key == NOTE:
        if first_note(journal.notes(edit.day, edit.day)) is not None:
            return None
        return validate(Kind.NOTE, {"day": edit.day, "text": text})
    assert edit.column.measure is not None  # noqa: S101
    value = parse_value(edit.column.measure, text)
    return validate(Kind.RATING, {"day": edit.day, "measure": edit.column.key, "value": value})


def _change(journal: "Journal", edit: Edit, *, confirmed: bool) -> Changes:
    """Change or take away what is recorded in a cell."""
    if edit.column.key == NOTE:
        return write_note(journal, edit.day, edit.text)
    if edit.column.key != DOSE:
        assert edit.column.measure is not None  # noqa: S101
        return write_value(journal, edit.day, edit.column.measure, None)
    if not edit.text.strip():
        return clear_doses(journal, edit.day)
    doses = journal.doses(edit.day, edit.day)
    if len(doses) > 1:
        raise InvalidEntry({DOSE: _("Several doses are recorded on this day; change them on the Today page.")})
    entry = parse_dose(edit.text, journal.liquid_strength(edit.day))
    return write_dose(journal, edit.day, entry, replaces=doses[0].id if doses else None, confirmed=confirmed)
