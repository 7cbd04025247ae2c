"""Reads our own CSV tables back: a whole folder of them, or one."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from ldn_journal.base.errors import ImportRefused, InvalidEntry
from ldn_journal.base.files import reading_errors
from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import night_field
from ldn_journal.clinical.own_keys import check_own_key
from ldn_journal.clinical.questionnaires import check_answers
from ldn_journal.domain.catalogue import STORED, sentences, validate
from ldn_journal.domain.days import DayError, check_day
from ldn_journal.domain.life import NewQuestionnaireResponse
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.domain.soundness import ONE_A_DAY, unsound
from ldn_journal.exchange.cells import CellError, read_number, unguard
from ldn_journal.exchange.incoming import MAY_LIE_AHEAD, Incoming, Reading, Surroundings, refusal
from ldn_journal.exchange.tables import TABLES, Table, fields_in, is_overview, is_removed, table_of
from ldn_journal.exchange.text_table import TextTable

_IDENTITY = ("id", "recorded_at", "source")


def read_folder(folder: Path, around: Surroundings) -> Reading:
    """Return everything in the tables of ``folder``. Raises ``ImportRefused`` naming file and line."""
    with reading_errors(folder):
        names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    ours = [table for table in TABLES if table.file in names]
    if not ours:
        raise refusal(_("There are no tables of LDN Journal in this folder."))
    reading = _read([(folder / table.file, table) for table in ours], around, named=True)
    reading.ignored += tuple(name for name in names if name not in {table.file for table in ours})
    return reading


def read_table(source: TextTable, around: Surroundings) -> Reading:
    """Return everything in one table of ours. Raises ``ImportRefused`` naming the line."""
    if is_overview(source.header):
        raise refusal(
            _("This is the overview that is worked out from the other tables; import their folder, or one of them.")
        )
    table = table_of(source.header)
    if table is None:
        raise refusal(_("This is not a table of LDN Journal."))
    return _read([(source.path, table)], around, named=False)


def _read(files: Sequence[tuple[Path, Table]], around: Surroundings, *, named: bool) -> Reading:
    reading = Reading()
    with reading_errors(files[0][0].parent):
        around.watch.expect(sum(path.stat().st_size for path, _table in files))
    reader = _TableReader(reading, around)
    for path, table in files:
        source = TextTable(path, named=named, watch=around.watch)
        missing = [name for name in table.header if name in table.required and name not in source.header]
        if missing:
            raise source.refusal(_("The column “{column}” is missing.").format(column=missing[0]), source.header_line)
        reading.ignored += tuple(name for name in source.header if name not in table.header)
        reader.read(source, table)
    return reading


class _TableReader:
    """Turns rows into records, each checked like a new entry; ids must differ across all tables read."""

    def __init__(self, reading: Reading, around: Surroundings) -> None:
        self._reading = reading
        self._around = around
        self._measures = dict(around.measures)
        self._ids: set[str] = set()
        self._taken: set[tuple[Kind, date | str | None]] = set()

    def read(self, source: TextTable, table: Table) -> None:
        waiting: tuple[int, dict[str, Any]] | None = None
        for line, row in source.rows():
            self._reading.rows += 1
            cells = dict(zip(source.header, row, strict=True))

            def refuse(sentence: str, line: int = line) -> ImportRefused:
                return source.refusal(sentence, line)

            fields = fields_in(table, cells, refuse)
            if table.split is None:
                gone = table.kind is Kind.MEASURE and is_removed(cells["retired"])
                self._take(source, table, line, fields, gone=gone)
                continue
            item, value = unguard(cells["item"]), cells["value"]
            # The items of one response stand on rows of their own, one after the other, with the same fields before them.
            # Without an id, an item that comes again begins another response.
            if (
                waiting is None
                or {**waiting[1], table.split: None} != {**fields, table.split: None}
                or ("id" not in fields and item in waiting[1][table.split])
            ):
                if waiting is not None:
                    self._take(source, table, *waiting)
                waiting = (line, {**fields, table.split: {}})
            if item:
                if item in waiting[1][table.split]:
                    raise refuse(_("“{item}” is answered twice.").format(item=item[:40]))
                try:
                    waiting[1][table.split][item] = float(read_number(value))
                except CellError as error:
                    raise refuse(str(error)) from None
        if waiting is not None:
            self._take(source, table, *waiting)

    def _take(self, source: TextTable, table: Table, line: int, fields: dict[str, Any], *, gone: bool = False) -> None:
        entry = self._entry(source, table, line, fields)
        identity = getattr(entry, "id", None)
        if identity is not None:
            if identity in self._ids:
                raise source.refusal(_("Two records have the same id."), line)
            self._ids.add(identity)
        if isinstance(entry, NewMeasure):
            if (entry.kind, entry.key) in self._taken:
                raise source.refusal(_("Two measures have the same key."), line)
            self._taken.add((entry.kind, entry.key))
            try:
                check_own_key(entry.key)
            except ValueError as error:
                raise source.refusal(str(error), line) from None
            self._measures[entry.key] = entry
        self._check(source, line, entry)
        self._reading.take(Incoming(entry, line, source.file, gone))

    def _entry(self, source: TextTable, table: Table, line: int, fields: dict[str, Any]) -> NewRecord:
        try:
            if "id" not in fields:
                return validate(table.kind, {name: value for name, value in fields.items() if name not in _IDENTITY})
            fields.setdefault("recorded_at", self._around.clock.now())
            fields.setdefault("source", "import")
            return cast(NewRecord, STORED[table.kind].model_validate(fields))
        except InvalidEntry as error:
            raise source.refusal(next(iter(error.problems.values())), line) from None
        except ValidationError as error:
            raise source.refusal(next(iter(sentences(error).values())), line) from None

    def _check(self, source: TextTable, line: int, entry: NewRecord) -> None:
        day: date | None = getattr(entry, "day", None)
        if day is not None and entry.kind not in MAY_LIE_AHEAD:
            try:
                check_day(day, self._around.today)
            except DayError as error:
                raise source.refusal(str(error), line) from None
        for problem in unsound(entry):
            raise source.refusal(problem, line)
        if entry.kind in ONE_A_DAY:
            if (entry.kind, day) in self._taken:
                raise source.refusal(_("There are two of that day."), line)
            self._taken.add((entry.kind, day))
        if isinstance(entry, NewQuestionnaireResponse):
            try:
                check_answers(entry.questionnaire, entry.answers)
            except ValueError as error:
                raise source.refusal(str(error), line) from None
        if isinstance(entry, NewRating):
            measure = self._measures.get(entry.measure)
            if measure is None:
                raise source.refusal(_("There is no measure “{key}”.").format(key=entry.measure), line)
            if night_field(measure) is not None:
                raise source.refusal(_("{measure} belongs in the night.").format(measure=_(measure.name)), line)
            try:
                measure.check(entry.value)
            except ValueError as error:
                raise source.refusal(str(error), line) from None
