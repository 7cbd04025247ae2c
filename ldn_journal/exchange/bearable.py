"""Bearable's CSV: a row per rating, medicine, night or factor of a day.

::

    date,weekday,time of day,category,rating/amount,detail,notes
    "8th Dec 2021","Wednesday","mid","Symptom","2","Neck pain (Moderate)",""

Newer files have ``date formatted`` (2021-12-08) as their second column. Several values of one row are joined by `` | ``.
A symptom goes from 1 (mild) to 4 (unbearable, later extreme), so it is on the scale from 0 to 4 here. Energy and sleep quality go
from 1 to 5; they become measures of their own unless a mapping says otherwise. Parts of the day become clock times.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.days import DayError, parse_minutes
from ldn_journal.domain.measures import Better, NewMeasure
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.cells import CellError, read_clock, read_number, read_stamp, read_worded_day, write_number
from ldn_journal.exchange.incoming import Reading, Surroundings
from ldn_journal.exchange.mapping import ColumnMap
from ldn_journal.exchange.names import NamedReader
from ldn_journal.exchange.streams import Observation, Stream
from ldn_journal.exchange.text_table import TextTable

_HEADER = ("date", "weekday", "time of day", "category", "rating/amount", "detail", "notes")
_PARTS = {"pre": time(7), "am": time(10), "mid": time(14), "pm": time(20)}
_ALL_DAY = ("", "all day")
_SEVERITIES = {"mild": 1, "moderate": 2, "severe": 3, "unbearable": 4, "extreme": 4}
_BETWEEN = re.compile(r" \| ")
_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]*)\)")
_KILOGRAMS = {"kg": 1.0, "lb": 0.45359237, "lbs": 0.45359237, "st": 6.35029318}
_SYMPTOM = Stream(scale=(0, 4))
_MEDICINE = Stream(medicine=True)
_FACTOR = Stream(optional=True)


def is_bearable(header: Sequence[str]) -> bool:
    """Whether a table with this heading is Bearable's."""
    return {"category", "rating/amount", "detail", "time of day"} <= {name.casefold() for name in header}


def read_bearable(path: Path, given: ColumnMap | None, around: Surroundings) -> Reading:
    """Return the entries in Bearable's CSV. Raises ``ImportRefused`` naming the line, ``MappingNeeded``."""
    return _Reader(TextTable(path, watch=around.watch), given, around).reading()


class _Reader:
    def __init__(self, table: TextTable, given: ColumnMap | None, around: Surroundings) -> None:
        self._table = table
        self._names = NamedReader(around, given)
        heading = [name.casefold() for name in table.header]
        missing = [name for name in _HEADER if name not in heading and name not in ("weekday", "notes")]
        if missing:
            raise table.refusal(_("The column “{column}” is missing.").format(column=missing[0]), table.header_line)
        self._places = {name: place for place, name in enumerate(heading)}

    def reading(self) -> Reading:
        for line, row in self._table.rows():
            self._names.reading.rows += 1
            cells = {name: row[place] for name, place in self._places.items()}
            try:
                self._row(line, cells)
            except (CellError, DayError) as error:
                raise self._table.refusal(str(error), line) from None
        return self._names.finish()

    def _row(self, line: int, cells: dict[str, str]) -> None:
        formatted = cells.get("date formatted", "")
        written = read_stamp(formatted).day if formatted else read_worded_day(cells["date"])
        part = cells["time of day"].casefold()
        clock = None if part in _ALL_DAY else _PARTS[part] if part in _PARTS else read_clock(part)
        day, at = self._names.moment(line, written, clock)
        if part in _PARTS:
            self._names.remark(
                _("Bearable’s parts of the day (pre, am, mid, pm) are stored as 07:00, 10:00, 14:00 and 20:00.")
            )
        self._names.note(line, day, None if part in _PARTS else at, cells.get("notes", ""))
        category, amount, detail = cells["category"].casefold(), cells["rating/amount"], cells["detail"]
        if category == "symptom":
            for name, value in _symptoms(amount, detail):
                self._names.see(Observation(line, name, value, day, at), _SYMPTOM)
        elif category in ("meds/supplements", "medication", "meds"):
            for name, dose in _medicines(amount, detail):
                self._names.see(Observation(line, name, dose, day, at), _MEDICINE)
        elif category in ("energy", "sleep quality", "mood"):
            if amount:
                stream = _STREAMS[category]
                self._names.see(Observation(line, cells["category"], _leading(amount), day, at), stream)
        elif category == "sleep":
            if amount:
                self._sleep(line, written, amount)
        else:
            self._other(line, day, at, amount, detail or cells["category"])

    def _sleep(self, line: int, day: date, amount: str) -> None:
        self._names.take("sleep", Kind.NIGHT, {"day": day, "asleep_minutes": parse_minutes(amount)}, line)

    def _other(self, line: int, day: date, at: datetime | None, amount: str, detail: str) -> None:
        """What else a day may hold: weight with its unit, and factors, which are read only where a mapping names them."""
        found = _IN_BRACKETS.fullmatch(detail)
        if found and found[1].casefold() in ("weight", "body weight") and found[2].casefold() in _KILOGRAMS and amount:
            kilograms = float(read_number(amount)) * _KILOGRAMS[found[2].casefold()]
            cell = write_number(round(kilograms, 2))
            self._names.see(Observation(line, found[1], cell, day, at), _WEIGHT)
            return
        for name in _BETWEEN.split(detail):
            if name.strip():
                self._names.see(Observation(line, name.strip(), amount or "1", day, at, words=name.strip()), _FACTOR)


def _symptoms(amount: str, detail: str) -> list[tuple[str, str]]:
    """Each symptom of a row with its severity, from the number or, where one number stands for several, from the word."""
    details = [part.strip() for part in _BETWEEN.split(detail) if part.strip()]
    amounts = [part.strip() for part in _BETWEEN.split(amount) if part.strip()]
    if not details:
        raise CellError(_("The row names no symptom."))
    found = []
    for place, text in enumerate(details):
        inside = _IN_BRACKETS.fullmatch(text)
        word = inside[2].casefold() if inside else ""
        name = inside[1] if inside and word in _SEVERITIES else text
        if len(amounts) == len(details):
            value = amounts[place]
        elif word in _SEVERITIES:
            value = str(_SEVERITIES[word])
        elif len(amounts) == 1:
            value = amounts[0]
        else:
            raise CellError(_("There are {n} amounts for {m} names.").format(n=len(amounts), m=len(details)))
        number = read_number(value)
        if not 0 <= number <= 4:
            raise CellError(_("A symptom goes from 0 to 4; {value} does not fit.").format(value=value[:20]))
        found.append((name, write_number(number)))
    return found


def _medicines(amount: str, detail: str) -> list[tuple[str, str]]:
    details = [part.strip() for part in _BETWEEN.split(detail) if part.strip()]
    amounts = [part.strip() for part in _BETWEEN.split(amount) if part.strip()]
    if not details:
        raise CellError(_("The row names no medicine."))
    if len(amounts) not in (0, 1, len(details)) or (len(amounts) == 1 and len(details) > 1):
        raise CellError(_("There are {n} amounts for {m} names.").format(n=len(amounts), m=len(details)))
    found = []
    for place, text in enumerate(details):
        inside = _IN_BRACKETS.fullmatch(text)
        name, unit = (inside[1], inside[2]) if inside else (text, "")
        number = write_number(read_number(amounts[place])) if amounts else ""
        found.append((name, f"{number} {unit}".strip() or "taken"))
    return found


def _leading(amount: str) -> str:
    """The number at the start: 3, or 3 (OK)."""
    found = re.match(r"\d{1,3}(?:[.,]\d{1,3})?(?=\s|\(|$|/)", amount)
    return write_number(read_number(found[0] if found else amount))


def _own(key: str, name: str) -> Stream:
    measure = NewMeasure(key=key, name=name, low=1, high=5, better=Better.HIGHER, anchors={"1": "awful", "5": "great"})
    return Stream(scale=(1, 5), own=measure)


_WEIGHT = Stream(own=built_in_measures()["weight"])
_STREAMS = {
    "energy": _own("bearable_energy", "Energy (Bearable)"),
    "sleep quality": _own("bearable_sleep_quality", "Sleep quality (Bearable)"),
    "mood": Stream(),
}
