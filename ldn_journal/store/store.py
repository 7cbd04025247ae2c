"""``Store``: the records in the file, written in whole transactions with their history, and read back as domain objects."""

import json
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Result, and_, bindparam, delete, func, insert, select, union_all

from ldn_journal.base.errors import AlreadyExists, CannotAccess, DiskFull, NotForced, NothingToUndo
from ldn_journal.base.files import discard, sync_folder, writing_errors
from ldn_journal.base.texts import _
from ldn_journal.domain.catalogue import STORED, Record, constructed
from ldn_journal.domain.records import Changes, Kind, Revision, Touched
from ldn_journal.store.changing import carry_out, inverse, remember
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.engine import APPLICATION_ID, SCHEMA_VERSION, JournalFile, storing
from ldn_journal.store.faults import typed_errors
from ldn_journal.store.operations import Operation
from ldn_journal.store.schema import schema_statements
from ldn_journal.store.tables import CHANGE, DRAFT, REVISION, SETTING, TABLES

if TYPE_CHECKING:
    from ldn_journal.domain.log import LoggedChange, LoggedImport, Whole
    from ldn_journal.store.ahead import Ahead
    from ldn_journal.store.revisions import Revisions

# Built once: composing a statement costs more than running it.
_INSERT_CHANGE = insert(CHANGE)
_WITHIN = {
    kind: select(table)
    .where(table.c.day.between(bindparam("first"), bindparam("last")))
    .order_by(table.c.day, table.c.id)
    for kind, table in TABLES.items()
    if "day" in table.c
}


_EMPTY_BYTES = 1 << 19
"""No new journal is as large."""


class DailyValue(NamedTuple):
    """One day of one measure: the mean of its ratings, the lowest, the highest, how many."""

    day: date
    mean: float
    lowest: float
    highest: float
    n: int


class Store:
    """The open journal file. Used from one thread at a time; no session or row ever leaves it."""

    def __init__(self, file: JournalFile) -> None:
        self._file = file

    # Opening -----------------------------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, key: bytes = UNPROTECTED_KEY) -> "Store":
        """Make an empty journal at ``path``. It appears complete or not at all.

        Raises ``AlreadyExists``, ``DiskFull``, ``CannotAccess``.
        """
        if path.exists():
            raise AlreadyExists(_("There is a journal in {folder} already.").format(folder=path.parent))
        part = path.with_name(path.name + ".part")
        try:
            with writing_errors(path), typed_errors(part):
                part.unlink(missing_ok=True)
                os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
                with closing(connect(part, key)) as raw:
                    raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
                with closing(JournalFile(part, key)) as file, file.write() as connection:
                    for statement in schema_statements(SCHEMA_VERSION):
                        connection.exec_driver_sql(statement.sql)
                    connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
                part.replace(path)
                sync_folder(path.parent)
        except NotForced:
            raise  # it is in its place, whole
        except BaseException as error:
            full = isinstance(error, DiskFull) or (isinstance(error, CannotAccess) and not _has_room(part))
            for left in (part, part.with_name(f"{part.name}-journal")):
                discard(left)
            if full:
                raise DiskFull(_("Your disk is full. {name} was not written.").format(name=path.name)) from error
            raise
        return cls.open(path, key)

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes = UNPROTECTED_KEY,
        *,
        before_update: Callable[[JournalFile], object] | None = None,
        ahead: "Ahead | None" = None,
    ) -> "Store":
        """Open the journal at ``path``, bringing an older one up to date. Raises the typed errors of ``JournalFile``.

        ``before_update`` is called with an older file before anything in it is changed; ``ahead`` as in ``JournalFile``.
        """
        file = JournalFile(path, key, ahead)
        try:
            if file.version < SCHEMA_VERSION:
                if before_update is not None:
                    before_update(file)
                file.bring_up_to_date()
        except BaseException:
            file.close()
            raise
        return cls(file)

    @property
    def file(self) -> JournalFile:
        """The open file, for what copies or replaces it whole."""
        return self._file

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    # Writing -----------------------------------------------------------------------------------------------------

    def apply(
        self, operations: Iterable[Operation], *, label: str, source: str, at: datetime, undoes: int | None = None
    ) -> Changes:
        """Carry out ``operations`` in one transaction with their history; return what they changed.

        All or nothing. Raises ``FileMissing`` where the file was moved or replaced, ``NotForced`` where all of it is stored but
        the disk does not confirm it.
        """
        asked = list(operations)
        if not asked:
            return Changes()
        number, touched = 0, list[Touched]()
        with storing(self._file, lambda connection: _has_change(connection, number, touched)) as connection:
            values = {"at": at, "label": label, "source": source, "undoes": undoes}
            number = connection.execute(_INSERT_CHANGE, values).inserted_primary_key[0]  # type: ignore[index]  # always set
            touched = carry_out(connection, asked)
            remember(connection, number, asked)
        return Changes(number=number, label=label, touched=tuple(touched))

    def undo(self, *, source: str, at: datetime) -> Changes:
        """Take back the newest change that has not been taken back, as a change of its own. Raises ``NothingToUndo``."""
        with self._file.read() as connection:
            undone = select(CHANGE.c.undoes).where(CHANGE.c.undoes.is_not(None))
            newest = connection.execute(
                select(CHANGE.c.number, CHANGE.c.label)
                .where(CHANGE.c.undoes.is_(None), CHANGE.c.number.not_in(undone))
                .order_by(CHANGE.c.number.desc())
                .limit(1)
            ).first()
            if newest is None:
                raise NothingToUndo
            back = inverse(connection, newest.number)
        return self.apply(back, label=newest.label, source=source, at=at, undoes=newest.number)

    def imports(self, source: str) -> "list[LoggedImport]":
        """Return every import of the change log, oldest first; ``source`` is what their changes have."""
        from ldn_journal.store.imports import read_imports

        return read_imports(self._file, source)

    def undo_import(self, number: int, *, source: str, at: datetime) -> tuple[Changes, int]:
        """Take back an import but for what was changed since; return what changed, and how many entries stayed.

        It is a change of its own that ``undo`` can take back. Raises ``NotFound``, ``NothingToUndo``.
        """
        from ldn_journal.store.imports import way_back

        back = way_back(self._file, number, source)
        return self.apply(back.operations, label=back.label, source=back.source, at=at), back.stayed

    def write_plain(self, path: Path, staying: Collection[str] = ()) -> None:
        """Write everything to a new, unencrypted SQLite database at ``path`` (mode 0600), forced to the disk.

        The settings named in ``staying`` are left out.
        """
        with typed_errors(path):
            self._file.write_plain(path, staying)

    # Reading -----------------------------------------------------------------------------------------------------

    def get(self, kind: Kind, identity: str) -> Record | None:
        """Return one record, ``None`` if it is not there."""
        with self._file.read() as connection:
            return next(iter(_records(connection, kind, TABLES[kind].c.id == identity)), None)

    def all(self, kind: Kind) -> list[Record]:
        """Return every record of a kind, oldest day first."""
        with self._file.read() as connection:
            return _records(connection, kind)

    def between(self, kind: Kind, first: date, last: date) -> list[Record]:
        """Return the records of a kind on the days ``first`` to ``last``, both included."""
        with self._file.read() as connection:
            return _built(kind, connection.execute(_WITHIN[kind], {"first": first, "last": last}))

    def within(self, stretches: Mapping[Kind, tuple[date, date]]) -> dict[Kind, list[Record]]:
        """Return the records of several kinds, each between its two days (both included), read in one transaction."""
        with self._file.read() as connection:
            return {
                kind: _built(kind, connection.execute(_WITHIN[kind], {"first": first, "last": last}))
                for kind, (first, last) in stretches.items()
            }

    def daily_values(self, first: date | None = None, last: date | None = None) -> dict[str, list[DailyValue]]:
        """Return each rated measure's days, worked out in the database: a day's value is the mean of its ratings."""
        table = TABLES[Kind.RATING]
        value = table.c.value
        query = select(
            table.c.measure, table.c.day, func.avg(value), func.min(value), func.max(value), func.count()
        ).group_by(table.c.day, table.c.measure)
        if first is not None:
            query = query.where(table.c.day >= first)
        if last is not None:
            query = query.where(table.c.day <= last)
        found: dict[str, list[DailyValue]] = {}
        with self._file.read() as connection:
            for measure, *day in connection.execute(query).all():
                found.setdefault(measure, []).append(DailyValue(*day))
        return found

    def recorded(self, kinds: Sequence[Kind]) -> list[tuple[date, datetime, str]]:
        """Return (day, recorded at, source), the earliest recording of each day by source, of records of these kinds."""
        tables = (TABLES[kind].c for kind in kinds)
        every = union_all(*(select(c.day, c.source, func.min(c.recorded_at, type_=c.recorded_at.type).label("at"))
                            .group_by(c.day, c.source) for c in tables)).subquery()  # fmt: skip
        earliest = func.min(every.c.at, type_=every.c.at.type)
        query = select(every.c.day, earliest, every.c.source).group_by(every.c.day, every.c.source)
        with self._file.read() as connection:
            return [tuple(row) for row in connection.execute(query).all()]

    def counts(self) -> dict[Kind, int]:
        """Return how many records of each kind there are."""
        with self._file.read() as connection:
            return {
                kind: connection.scalar(select(func.count()).select_from(table)) or 0 for kind, table in TABLES.items()
            }

    def span(self) -> tuple[date, date] | None:
        """Return the first and last day with a dose, rating, night or note, ``None`` in an empty journal."""
        ends: list[date] = []
        with self._file.read() as connection:
            for kind in (Kind.DOSE, Kind.RATING, Kind.NIGHT, Kind.NOTE):
                day = TABLES[kind].c.day
                for end in (func.min(day), func.max(day)):
                    found = connection.scalar(select(end))
                    if found is not None:
                        ends.append(found)
        return (min(ends), max(ends)) if ends else None

    def history(self, identity: str) -> list[Revision]:
        """Return every state a record has had, oldest first."""
        return self.revisions.of_record(identity)

    @property
    def revisions(self) -> "Revisions":
        """The change log, for reading."""
        from ldn_journal.store.revisions import Revisions

        return Revisions(self._file)

    def last_change(self) -> tuple[int, datetime] | None:
        """Return number and time of the newest change, ``None`` in an untouched journal."""
        with self._file.read() as connection:
            row = connection.execute(
                select(CHANGE.c.number, CHANGE.c.at).order_by(CHANGE.c.number.desc()).limit(1)
            ).first()
        return None if row is None else (row.number, row.at)

    def log(self) -> "list[LoggedChange]":
        """Return every change there has been, oldest first, with the revisions it made."""
        from ldn_journal.store.whole import read_log

        return read_log(self._file)

    def restore(self, whole: "Whole") -> Changes:
        """Put a whole journal, ids and history included, into this one, which must be empty and untouched."""
        from ldn_journal.store.whole import restore

        return restore(self._file, whole)

    # Settings ----------------------------------------------------------------------------------------------------

    def settings(self) -> dict[str, Any]:
        """Return every stored setting by name."""
        with self._file.read() as connection:
            return {row.name: json.loads(row.value) for row in connection.execute(select(SETTING))}

    def set_settings(self, values: dict[str, Any]) -> None:
        """Store settings, a JSON value each."""
        with self._file.write() as connection:
            for name, value in values.items():
                connection.execute(delete(SETTING).where(SETTING.c.name == name))
                connection.execute(insert(SETTING).values(name=name, value=json.dumps(value, ensure_ascii=False)))

    # Unfinished text ---------------------------------------------------------------------------------------------

    def drafts(self) -> dict[str, str]:
        """Return unfinished text by the name of what it belongs to."""
        with self._file.read() as connection:
            return {row.name: row.body for row in connection.execute(select(DRAFT))}

    def keep_drafts(self, drafts: Mapping[str, str | None], at: datetime) -> None:
        """Store unfinished text by name; ``None`` takes it away. Raises ``FileMissing``, ``DiskFull``."""
        with self._file.write() as connection:
            for name, body in drafts.items():
                connection.execute(delete(DRAFT).where(DRAFT.c.name == name))
                if body is not None:
                    connection.execute(insert(DRAFT).values(name=name, at=at, body=body))

    # Care --------------------------------------------------------------------------------------------------------

    @property
    def schema_version(self) -> int:
        """The schema version of the open file."""
        return self._file.version

    @property
    def library(self) -> str:
        """The database library in use, with its versions."""
        return self._file.library

    def problems(self) -> list[str]:
        """Return what is wrong with the file's pages and references, one short line each; empty when sound."""
        return self._file.problems()


def _has_room(part: Path) -> bool:
    from ldn_journal.store.copies import fits

    return fits(part, _EMPTY_BYTES)


def _records(connection: Connection, kind: Kind, *where: Any) -> list[Record]:
    table = TABLES[kind]
    query = select(table).where(and_(True, *where)).order_by(table.c.id)
    if "day" in table.c:
        query = query.order_by(None).order_by(table.c.day, table.c.id)
    return _built(kind, connection.execute(query))


def _built(kind: Kind, rows: Result[Any]) -> list[Record]:
    # The rows were validated on the way in and every page is checksummed: no second validation of ten years of diary.
    model = STORED[kind]
    names = tuple(rows.keys())
    return [constructed(model, dict(zip(names, row, strict=True))) for row in rows.all()]


def _has_change(connection: Connection, number: int, touched: Sequence[Touched]) -> bool:
    """Whether a change is in the file with what it touched; ids of records are like no others."""
    found = select(REVISION.c.record).where(REVISION.c.change == number).order_by(REVISION.c.position)
    return bool(touched) and set(connection.scalars(found)) == {one.id for one in touched}
