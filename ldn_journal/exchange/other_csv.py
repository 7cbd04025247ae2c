"""Any other CSV or spreadsheet export, read by a mapping that says what its columns hold (``mapping.py``)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ldn_journal.base.errors import ImportRefused, InvalidEntry
from ldn_journal.base.texts import _
from ldn_journal.domain.amounts import AmountError
from ldn_journal.domain.days import DayError, check_day
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.exchange.cells import CellError, Stamp, date_order, decimal_mark, read_clock, read_stamp
from ldn_journal.exchange.incoming import Incoming, Reading, Surroundings
from ldn_journal.exchange.mapped import entry_of
from ldn_journal.exchange.mapping import ColumnMap, ColumnRule, measure_for
from ldn_journal.exchange.needed import Glimpser, MappingNeeded
from ldn_journal.exchange.starter import Start, UnknownName, starter
from ldn_journal.exchange.text_table import TextTable


def read_other(path: Path, given: ColumnMap, around: Surroundings) -> Reading:
    """Return the entries in a table, by its mapping. Raises ``ImportRefused`` naming the line."""
    table = TextTable(path, delimiter=given.delimiter, encoding=given.encoding, watch=around.watch)
    return _Reader(table, given, around).reading()


def mapping_needed(table: TextTable) -> MappingNeeded:
    """Return the error that asks for a mapping, with one to begin with."""
    places = range(len(table.header))
    dated, numbered = set(places), set(places)
    ends: dict[str, tuple[float, float]] = {}
    glimpser = Glimpser(table.header)
    for _line, row in table.rows():
        glimpser.row(row)
        for place, cell in enumerate(row):
            if not cell:
                continue
            glimpser.value(table.header[place], cell)
            if place in dated and not _is_stamp(cell):
                dated.discard(place)
            if place in numbered and not re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", cell):
                numbered.discard(place)
            if place in numbered:
                low, high = ends.get(table.header[place], (float(cell), float(cell)))
                ends[table.header[place]] = min(low, float(cell)), max(high, float(cell))
    numbers = {table.header[place] for place in numbered}
    time = next((table.header[place] for place in sorted(dated - numbered)), None)
    found = {name: ends[name] for name in ends if name in numbers}
    start = Start(
        tuple(UnknownName(name, found.get(name)) for name in dict.fromkeys(table.header) if name and name != time),
        time=time or table.header[0],
    )
    return MappingNeeded(table.header, starter(table.header, found, time), start=start, glimpse=glimpser.glimpse())


def _is_stamp(cell: str) -> bool:
    # Either order will do to see that it is a date at all.
    for order in ("dmy", "mdy"):
        try:
            read_stamp(cell, order)
        except CellError:
            continue
        return True
    return False


@dataclass(frozen=True)
class _Field:
    """One mapped column: where its cells stand and what they are read as."""

    rule: ColumnRule
    at: int
    measure: NewMeasure | None = None
    mark: str | None = None


class _Reader:
    def __init__(self, table: TextTable, given: ColumnMap, around: Surroundings) -> None:
        self._table = table
        self._map = given
        self._around = around
        self._reading = Reading()
        self._seen: dict[tuple[Any, ...], tuple[Any, int]] = {}
        self._doses_of: dict[date, list[tuple[datetime | None, int]]] = {}
        self._fields: list[_Field] = []
        self._time = self._place(given.time)
        self._clock = None if given.clock is None else self._place(given.clock)

    def reading(self) -> Reading:
        """Read the table twice: first to learn how it writes dates and numbers, then for its entries."""
        self._define()
        places = {column.rule.column: column.at for column in self._fields}
        used = {self._time, self._clock, *places.values()}
        self._reading.mapped = tuple((column.rule.column, column.rule.target) for column in self._fields)
        self._reading.ignored = tuple(
            name for place, name in enumerate(self._table.header) if place not in used and name
        )
        # Once for the order of dates, once for each column's decimal mark, once for the entries.
        self._around.watch.expect((2 + len(self._fields)) * self._table.size)
        self._order = self._found_order()
        self._fields = [
            _Field(column.rule, column.at, column.measure, self._map.decimal or decimal_mark(self._column(column.at)))
            for column in self._fields
        ]
        for line, row in self._table.rows():
            self._reading.rows += 1
            if any(row[column.at] for column in self._fields):
                self._row(line, row)
        return self._reading

    def _place(self, name: str) -> int:
        places = [place for place, found in enumerate(self._table.header) if found == name.strip()]
        if len(places) == 1:
            return places[0]
        if places:
            raise self._table.refusal(
                _("There are several columns “{column}”.").format(column=name[:40]), self._table.header_line
            )
        shown = ", ".join(found[:40] for found in self._table.header[:20])
        raise self._table.refusal(
            _("There is no column “{column}”; the file has: {columns}.").format(column=name[:40], columns=shown),
            self._table.header_line,
        )

    def _column(self, place: int) -> Iterator[str]:
        return (row[place] for _line, row in self._table.rows() if row[place])

    def _define(self) -> None:
        """Find each column's measure; new ones become entries of their own, before everything else."""
        measures = dict(self._around.measures)
        defined: list[str] = []
        for rule in self._map.columns:
            measure = None
            if rule.measure is not None:
                measure, new = measure_for(rule, measures)
                if new:
                    measures[measure.key] = measure
                    defined.append(measure.key)
                    self._reading.take(Incoming(measure))
            self._fields.append(_Field(rule, self._place(rule.column), measure))
        self._reading.defined = tuple(defined)

    def _found_order(self) -> str:
        if self._map.order is not None or self._map.pattern is not None:
            return self._map.order or "ymd"
        order = date_order(self._column(self._time))
        if order is None:
            example = next(self._column(self._time))
            raise self._table.refusal(
                _(
                    'It cannot be told whether {example} begins with the day or the month; say order = "dmy" or "mdy"'
                    " under [time] in the mapping."
                ).format(example=example[:20])
            )
        return order

    # Rows --------------------------------------------------------------------------------------------------------

    def _row(self, line: int, row: list[str]) -> None:
        try:
            day, at = self._moment(row)
            check_day(day, self._around.today)
            for column in self._fields:
                if row[column.at]:
                    self._cell(line, column, row[column.at], day, at)
        except (CellError, DayError) as error:
            raise self._table.refusal(str(error), line) from None

    def _moment(self, row: list[str]) -> tuple[date, datetime | None]:
        if not row[self._time]:
            raise CellError(_("The row says no day."))
        stamp = read_stamp(row[self._time], self._order, self._map.pattern)
        if self._clock is not None and row[self._clock]:
            stamp = Stamp(stamp.day, read_clock(row[self._clock]), stamp.offset)
        try:
            return self._around.place(stamp.day, stamp.clock, stamp.offset)
        except (OverflowError, OSError, ValueError):
            raise CellError(_("There is no day {text}.").format(text=row[self._time][:40])) from None

    def _cell(self, line: int, column: _Field, cell: str, day: date, at: datetime | None) -> None:
        try:
            entry = entry_of(column.rule, column.measure, cell, day, at, mark=column.mark)
        except InvalidEntry as error:
            raise self._located(column, next(iter(error.problems.values())), line) from None
        except (CellError, AmountError, DayError, ValueError) as error:
            raise self._located(column, str(error), line) from None
        self._once(line, column, entry, at)

    def _located(self, column: _Field, problem: str, line: int) -> ImportRefused:
        named = _("{column}: {problem}").format(column=column.rule.column[:40], problem=problem)
        return self._table.refusal(named, line)

    def _once(self, line: int, column: _Field, entry: NewRecord, at: datetime | None) -> None:
        """Keep an entry unless the same one came before; two values for one thing at one time are refused, not chosen from."""
        content = entry.model_dump(exclude_none=True)
        target = column.rule.target if entry.kind is not Kind.DOSE else ""
        moment = None if entry.kind is Kind.NIGHT else at
        key = (entry.kind, target, content["day"], moment, content.get("text"), content.get("what"))
        before = self._seen.get(key)
        if before is None:
            self._seen[key] = (content, line)
            if entry.kind is Kind.DOSE:
                self._one_dose(line, column, content["day"], at)
        elif before[0] != content:
            raise self._twice(column, line, before[1])
        self._reading.take(Incoming(entry, line))

    def _one_dose(self, line: int, column: _Field, day: date, at: datetime | None) -> None:
        """Refuse two doses of a day of which one has no clock time: they may be the same."""
        others = self._doses_of.setdefault(day, [])
        for other, before in others:
            if at is None or other is None:
                raise self._twice(column, line, before)
        others.append((at, line))

    def _twice(self, column: _Field, line: int, before: int) -> ImportRefused:
        problem = _(
            "line {line} has another value for the same time; a table with several rows a day needs a column with the clock"
            " time, named under [time]."
        ).format(line=before)
        return self._located(column, problem, line)
