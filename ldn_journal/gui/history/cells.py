"""A cell of the table as text, and text as an entry: ``4``, ``7:10``, ``mild``, ``4.5mg 22:30``, ``skipped nausea``.

Everything here runs without a window; reading and writing happen on the journal's thread.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Final

from ldn_journal.base.texts import _, plain_digits
from ldn_journal.domain.amounts import amount_words, parse_decimal
from ldn_journal.domain.days import parse_time
from ldn_journal.domain.doses import Dose, DoseState
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.gui.entries import DoseEntry, first_note
from ldn_journal.gui.today.fields import read_amount
from ldn_journal.gui.widgets.choices import severity_choices, yes_no_choices
from ldn_journal.gui.widgets.clock_edit import format_clock
from ldn_journal.gui.widgets.duration_edit import parse_duration

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True)
class Edit:
    """What one cell is to become; empty text clears it."""

    day: date
    column: Column
    text: str

    @property
    def place(self) -> tuple[date, str]:
        """The day and the column's key."""
        return self.day, self.column.key


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
    return "" if value is None else value_text(column.measure, value, exactly=len(day.ratings_of(column.key)) == 1)


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


def value_text(measure: NewMeasure, value: float, *, exactly: bool = False) -> str:
    """Return a value as the column shows it; ``exactly``: with all its decimals, for what was entered is copied as it is."""
    words = _words(measure)
    if words and float(value).is_integer():
        return words[int(value)]
    return measure.show(value, None if exactly or float(value).is_integer() else 1)


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
        value = float(written) if minutes else float(parse_duration(written))
    else:
        unit = measure.unit or ""
        value = float(parse_decimal(written.removesuffix(unit).strip() if unit else written))
    measure.check(value)
    return value


def parse_doses(text: str, strength: int | None) -> list[DoseEntry]:
    """Return the doses that ``text`` means: one, or several as a cell shows them, apart by semicolons. Raises ``ValueError``."""
    parts = [part for part in text.split(";") if part.strip()]
    if len(parts) > 1 and all(part.strip()[:1].isdecimal() for part in parts):
        return [parse_dose(part, strength) for part in parts]
    return [parse_dose(text, strength)]


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
