"""Single cells of a table: text guarded against spreadsheets, numbers, days and clock times.

Every function raises ``CellError`` with a sentence that its caller locates by line.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from ldn_journal.base.texts import _
from ldn_journal.domain.amounts import AmountError, parse_decimal
from ldn_journal.domain.days import DayError, parse_time

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"
ORDERS = ("ymd", "dmy", "mdy")
_STAMP = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}|\d{1,2}(?P<sep>[/.\-])\d{1,2}(?P=sep)(?:\d{4}|\d{2}))"
    r"\.?(?:(?:T|,?[ \u00a0\u202f]+)(?P<clock>\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)"
    r"[ \u00a0\u202f]?(?P<half>[AaPp]\.?[Mm]\.?)?[ ]?(?P<zone>Z|UTC|[+\-]\d{2}:?\d{2})?)?"
)
_WORDED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[ \u00a0](?P<month>[A-Za-z]{3,9})\.?"
    r"|(?P<before>[A-Za-z]{3,9})\.?[ \u00a0](?P<after>\d{1,2})(?:st|nd|rd|th)?)(?:,?[ \u00a0](?P<year>\d{4}))?"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_MAX_NUMBER = 40
_EXPONENT = re.compile(r"-?[0-9]+([.,][0-9]+)?[eE](-[0-9]{1,3}|\+?[0-9]{1,2})")
_CENTURY = 100


class CellError(ValueError):
    """A cell cannot be read; the message is the sentence to show."""


def guard(text: str) -> str:
    """Return ``text`` as a cell that no spreadsheet takes for a formula; ``unguard`` gives it back."""
    if not text or _needs_guard(text):
        return _GUARD + text
    return text


def unguard(cell: str) -> str:
    """Return the text that ``guard`` wrote."""
    if cell.startswith(_GUARD) and (cell == _GUARD or _needs_guard(cell[1:])):
        return cell[1:]
    return cell


def _needs_guard(text: str) -> bool:
    # A text that begins with guards needs one more, or reading would strip one of its own.
    return text.startswith(_FORMULA) or text == _GUARD or (text.startswith(_GUARD) and _strippable(text[1:]))


def _strippable(rest: str) -> bool:
    rest = rest.lstrip(_GUARD)
    return not rest or rest.startswith(_FORMULA)


def decimal_mark(cells: Iterable[str]) -> str | None:
    """Return the decimal mark (``.`` or ``,``) that a column of numbers shows, ``None`` where nothing shows it."""
    comma = False
    for cell in cells:
        if re.fullmatch(r"-?\d*\.\d+|-?\d{1,3}(,\d{3})+\.\d+", cell):
            return "."
        comma = comma or re.fullmatch(r"-?\d*,(\d{1,2}|\d{4,})|-?0,\d+", cell) is not None
    return "," if comma else None


def read_number(text: str, mark: str | None = None) -> Decimal:
    """Return the number in ``text``; ``mark`` is the file's decimal mark where it is known."""
    written = text.strip().replace("\u2212", "-")
    if len(written) > _MAX_NUMBER:
        raise CellError(_("That number is too long."))
    if _EXPONENT.fullmatch(written):
        return Decimal(written.replace(",", "."))
    if mark == "," and re.fullmatch(r"-?\d{1,3}(\.\d{3})*,\d+", written):
        return Decimal(written.replace(".", "").replace(",", "."))
    if mark == "." and re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", written):
        return Decimal(written.replace(",", ""))
    try:
        return parse_decimal(written)
    except AmountError as error:
        raise CellError(str(error)) from error


def write_number(value: Decimal | float) -> str:
    """Return a number exactly, without exponent unless it is minute, so that a spreadsheet keeps it a number."""
    text = f"{Decimal(repr(value)) if isinstance(value, float) else Decimal(value):f}"
    if len(text) > _MAX_NUMBER:
        return repr(float(value))
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day as written, with clock time and offset where they stand beside it."""

    day: date
    clock: time | None = None
    offset: timezone | None = None


def date_order(cells: Iterable[str]) -> str | None:
    """Return the order of day, month and year that a column shows, ``None`` where it could be either way.

    ISO dates and dates with points show their order by themselves; 13/2/2024 and 2/13/2024 by a number above 12.
    """
    needed = False
    for cell in cells:
        found = _STAMP.fullmatch(cell.strip())
        if found is None or found["sep"] in (None, "."):
            continue
        needed = True
        first, second, _year = re.split(r"[/\-]", found["day"])
        if int(first) > 12:
            return "dmy"
        if int(second) > 12:
            return "mdy"
    return None if needed else "ymd"


def read_stamp(text: str, order: str = "ymd", pattern: str | None = None) -> Stamp:
    """Return the day (and time) in ``text``, by ``pattern`` (as ``strptime`` has it) if given, else by its look."""
    written = text.strip()
    if pattern is not None:
        return _by_pattern(written, pattern)
    found = _STAMP.fullmatch(written) if len(written) <= 64 else None
    if found is None:
        raise CellError(_("“{text}” is not a day or a day with a time.").format(text=written[:40]))
    parts = [int(part) for part in re.split(r"[/.\-]", found["day"])]
    if found["sep"] is None:
        year, month, day = parts
    elif found["sep"] == "." or order != "mdy":
        day, month, year = parts
    else:
        month, day, year = parts
    if year < _CENTURY and found["sep"] is not None and not found["day"][-3:].isdigit():
        year += 2000
    try:
        read = date(year, month, day)
    except ValueError:
        raise CellError(_("There is no day {text}.").format(text=found["day"])) from None
    return Stamp(read, _clock(found["clock"], found["half"]), _offset(found["zone"]))


def read_worded_day(text: str, year: int | None = None) -> date:
    """Return the day in ``text`` with its month as an English word: 8th Dec 2021; with ``year`` also December 8, 8 December."""
    written = text.strip()[:40]
    found = _WORDED.fullmatch(written)
    if found is None:
        raise CellError(_("“{text}” is not a day or a day with a time.").format(text=written))
    month = _MONTHS.get((found["month"] or found["before"])[:3].casefold())
    number = int(found["day"] or found["after"])
    stated = int(found["year"]) if found["year"] else year
    if month is None or stated is None:
        raise CellError(_("“{text}” is not a day or a day with a time.").format(text=written))
    try:
        return date(stated, month, number)
    except ValueError:
        raise CellError(_("There is no day {text}.").format(text=written)) from None


def read_clock(text: str) -> time:
    """Return the clock time in ``text``: 22:30, 22:30:15, 10:30 pm."""
    found = re.fullmatch(r"(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s?([AaPp]\.?[Mm]\.?)?", text.strip()[:40])
    if found:
        read = _clock(found[1], found[2])
        if read is not None:
            return read
    try:
        return parse_time(text)
    except DayError as error:
        raise CellError(str(error)) from error


def _clock(text: str | None, half: str | None) -> time | None:
    if text is None:
        return None
    # Whole seconds are kept; the pattern has let nothing but up to four groups of digits through.
    hour, minute, second = ([int(part) for part in re.findall(r"\d+", text)[:3]] + [0])[:3]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    elif half:
        hour = 24
    try:
        return time(hour, minute, second)
    except ValueError:
        raise CellError(_("“{text}” is not a clock time; write it like 22:30.").format(text=text[:20])) from None


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in ("Z", "UTC"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise CellError(_("“{text}” is not an offset from UTC.").format(text=text))
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)


def _by_pattern(text: str, pattern: str) -> Stamp:
    try:
        read = datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is put in by the reader of the file
    except ValueError:
        raise CellError(
            _("“{text}” does not look like {pattern}.").format(text=text[:40], pattern=pattern[:40])
        ) from None
    if not 1 <= read.year <= 9999:
        raise CellError(_("There is no day {text}.").format(text=text[:40]))
    offset = read.utcoffset()
    timed = any(code in pattern for code in ("%H", "%I", "%X", "%c"))
    return Stamp(read.date(), read.time() if timed else None, None if offset is None else timezone(offset))
