"""Our own CSV folder: one table a kind, with id and provenance, so that it comes back as the same records.

UTF-8 with a byte order mark, commas, CRLF. Days are ``2026-03-11``, moments carry their offset, amounts are exact
decimal mg; texts that a spreadsheet would take for formulas are guarded with ``'``. ``days.csv`` is an overview worked
out from the others and is never read back. A row whose id is blank is a new entry.

A measure that was removed while ratings of it stayed stands in ``measures.csv`` with the word ``removed`` in the column
``retired``; without it nothing would say what those ratings are of. It comes back as a retired measure.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from ldn_journal.base.errors import ImportRefused
from ldn_journal.base.texts import _
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.catalogue import STORED, Record
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.exchange.cells import CellError, guard, read_number, unguard, write_number

OVERVIEW = "days.csv"
OVERVIEW_COLUMNS = ("day", "dose", "dose_mg")
REMOVED = "removed"
"""What stands in the column ``retired`` of a measure that is no longer in the journal, while ratings of it are."""
_MAX_JSON = 100_000


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, the record's field, and how a value is written and read.

    ``later``: it came after the first release, so tables from before do not have it and are read all the same.
    """

    name: str
    field: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    later: bool = False


@dataclass(frozen=True)
class Table:
    """One file of the folder. ``split``: a mapping field spread over rows, one item a row, in its last two columns."""

    file: str
    kind: Kind
    columns: tuple[Column, ...]
    split: str | None = None

    @property
    def header(self) -> list[str]:
        """The column names in order."""
        names = [column.name for column in self.columns]
        return [*names, "item", "value"] if self.split else names

    @property
    def required(self) -> set[str]:
        """The column names by which the table is known."""
        return set(self.header) - {column.name for column in self.columns if column.later}


def _iso(value: Any) -> str:
    return str(value.isoformat())


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CellError(_("“{text}” is not a day; write it like 2026-11-20.").format(text=text[:40])) from None


def _read_moment(text: str) -> datetime:
    try:
        # To the second, as the journal keeps it: with less, what is stored would never equal what the file says.
        return datetime.fromisoformat(text).replace(microsecond=0)
    except ValueError:
        raise CellError(
            _("“{text}” is not a moment; write it like 2026-11-20T22:30:00+01:00.").format(text=text[:40])
        ) from None


def _read_time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise CellError(_("“{text}” is not a clock time; write it like 22:30.").format(text=text[:20])) from None


def mg(picograms: int) -> str:
    """Return an amount in mg, exactly."""
    return write_number(Decimal(picograms).scaleb(-9))


def _read_mg(text: str) -> int:
    picograms = read_number(text) * PICOGRAMS["mg"]
    if picograms != picograms.to_integral_value():
        raise CellError(_("“{text}” is finer than one picogram.").format(text=text[:40]))
    return int(picograms)


def _read_whole(text: str) -> int:
    number = read_number(text)
    if number != number.to_integral_value():
        raise CellError(_("“{text}” is not a whole number.").format(text=text[:40]))
    return int(number)


def _read_float(text: str) -> float:
    return float(read_number(text))


def _write_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


def _read_json(text: str) -> Any:
    try:
        return json.loads(text[:_MAX_JSON])
    except (ValueError, RecursionError):
        raise CellError(_("A list or a set of words cannot be read; it is written as JSON.")) from None


def _write_flag(value: bool) -> str:
    return "yes" if value else "no"


def _read_flag(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise CellError(_("“{text}” is neither yes nor no.").format(text=text[:40]))
    return text.lower() == "yes"


def _read_retired(text: str) -> bool:
    return is_removed(text) or _read_flag(text)


def _text(name: str) -> Column:
    return Column(name, name, guard, unguard)


def _day(name: str) -> Column:
    return Column(name, name, _iso, _read_day)


def _at(name: str) -> Column:
    return Column(name, name, _moment, _read_moment)


def _whole(name: str) -> Column:
    return Column(name, name, write_number, _read_whole)


def _float(name: str) -> Column:
    return Column(name, name, write_number, _read_float)


def _amount(name: str, field: str) -> Column:
    return Column(name, field, mg, _read_mg)


def _list(name: str) -> Column:
    return Column(name, name, _write_json, _read_json)


def _table(file: str, kind: Kind, *columns: Column, split: str | None = None) -> Table:
    return Table(file, kind, (_text("id"), *columns, _at("recorded_at"), _text("source")), split)


TABLES = (
    _table(
        "measures.csv", Kind.MEASURE, _text("key"), _text("name"), _text("question"), _text("scale"), _float("low"),
        _float("high"), _text("better"), _text("recall"), _text("unit"), _list("anchors"), _text("explanation"),
        Column("retired", "retired", _write_flag, _read_retired),
    ),
    _table(
        "regimen.csv", Kind.STEP, _day("day"), _amount("amount_mg", "amount_pg"), _whole("times_per_day"),
        Column("usual_time", "usual_time", _iso, _read_time), _text("form"), _text("note"),
    ),
    _table(
        "prescriptions.csv", Kind.PRESCRIPTION, _day("day"), _text("form"), _amount("strength_mg", "strength_pg"),
        _amount("mg_per_ml", "pg_per_ml"), _float("quantity"), _text("pharmacy"), _text("filler"), _text("lot"), _day("use_by"),
        _text("note"),
    ),
    _table(
        "doses.csv", Kind.DOSE, _day("day"), _text("state"), _amount("amount_mg", "amount_pg"), _at("at"), _text("reason"),
        _text("entered"),
    ),
    _table("ratings.csv", Kind.RATING, _day("day"), _text("measure"), _float("value"), _at("at")),
    _table(
        "nights.csv", Kind.NIGHT, _day("day"), _whole("asleep_minutes"), _at("to_bed"), _whole("minutes_to_sleep"),
        _whole("awakenings"), _whole("minutes_awake"), _at("woke"), _at("out_of_bed"), _whole("quality"),
    ),
    _table("notes.csv", Kind.NOTE, _day("day"), _text("text"), _at("at")),
    _table("events.csv", Kind.EVENT, _day("day"), _text("what"), _day("until"), _text("note")),
    _table("medicines.csv", Kind.MEDICINE, _day("day"), _text("name"), _text("dose"), _day("until"), _text("note")),
    _table(
        "conditions.csv", Kind.CONDITION, _day("day"), _text("condition"), _text("name"), _day("until"), _text("note"),
    ),
    _table(
        "visits.csv", Kind.VISIT, _day("day"), _text("with_whom"), _text("reason"), _list("questions"), _text("said"),
    ),
    _table("questionnaires.csv", Kind.RESPONSE, _day("day"), _text("questionnaire"), split="answers"),
    _table("phases.csv", Kind.PHASE_EDIT, _day("day"), _text("edit"), _text("name"), _text("reason")),
)  # fmt: skip


def write_table(table: Table, records: Iterable[Record], gone: Iterable[NewMeasure] = ()) -> bytes:
    """Return the file of one kind of record, sorted by id.

    ``gone``: measures that are no longer in the journal, but by which there are ratings.
    """
    rows: list[list[str]] = []
    for record in sorted(records, key=lambda one: one.id):
        cells = _cells(table, record)
        if table.split is None:
            rows.append(cells)
            continue
        items: Mapping[str, float] = getattr(record, table.split)
        rows.extend([*cells, guard(item), write_number(value)] for item, value in sorted(items.items()))
        if not items:
            rows.append([*cells, "", ""])
    for measure in gone:
        cells = _cells(table, measure)
        cells[table.header.index("retired")] = REMOVED
        rows.append(cells)
    return csv_bytes(table.header, rows)


def is_removed(retired: str) -> bool:
    """Whether the cell ``retired`` says that the measure was no longer in the journal."""
    return retired.lower() == REMOVED


def _cells(table: Table, record: NewRecord) -> list[str]:
    values = (getattr(record, column.field, None) for column in table.columns)
    return ["" if value is None else column.write(value) for column, value in zip(table.columns, values, strict=True)]


def write_overview(
    measures: Sequence[str], days: Iterable[tuple[date, str | None, int | None, Mapping[str, float]]]
) -> bytes:
    """Return ``days.csv``: each day's dose state, amount in mg and the values of ``measures``; blank where not recorded.

    ``days``: (day, state or ``None``, picograms taken or ``None``, values by measure key).
    """
    names = [key if key not in OVERVIEW_COLUMNS else f"measure_{key}" for key in measures]
    rows = [
        [
            day.isoformat(),
            state or "",
            "" if taken is None else mg(taken),
            *("" if (value := values.get(key)) is None else write_number(value) for key in measures),
        ]
        for day, state, taken, values in days
    ]
    return csv_bytes([*OVERVIEW_COLUMNS, *names], rows)


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as spreadsheets expect it; the cells are guarded already."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def table_of(header: Sequence[str]) -> Table | None:
    """Return the table of ours that a header belongs to, ``None`` if it is none of them."""
    found = set(header)
    # Most columns first: a table whose columns all stand in a wider one must not claim it.
    for table in sorted(TABLES, key=lambda table: -len(table.columns)):
        if found >= table.required:
            return table
    return None


def is_overview(header: Sequence[str]) -> bool:
    """Whether a header is that of ``days.csv``."""
    return tuple(header[:3]) == OVERVIEW_COLUMNS


def fields_in(table: Table, cells: Mapping[str, str], refuse: Callable[[str], ImportRefused]) -> dict[str, Any]:
    """Return the record's fields in one row, blank cells left out. ``refuse`` makes the error that locates a sentence."""
    fields: dict[str, Any] = {}
    for column in table.columns:
        cell = cells.get(column.name, "")
        if cell == "":
            continue
        try:
            fields[column.field] = column.read(cell)
        except CellError as error:
            raise refuse(_("{column}: {problem}").format(column=column.name, problem=str(error))) from None
    return fields


assert {table.kind for table in TABLES} == set(STORED)  # noqa: S101 - a kind without a table would be lost in silence
