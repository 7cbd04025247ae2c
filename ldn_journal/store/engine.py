"""The open journal file: whose it is, and transactions that are truly ours."""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from ldn_journal.base.errors import (
    CannotAccess,
    DiskFull,
    FileDamaged,
    FileMissing,
    JournalError,
    MadeByNewerVersion,
    ReadOnly,
)
from ldn_journal.base.files import sync_folder
from ldn_journal.base.texts import _
from ldn_journal.store.connection import connect, problems_of
from ldn_journal.store.faults import moved, typed_errors

if TYPE_CHECKING:
    from ldn_journal.store.ahead import Ahead

T = TypeVar("T")

APPLICATION_ID = 0x4C444E4A  # "LDNJ"
SCHEMA_VERSION = 3


class JournalFile:
    """An open journal file: its engine, and the identity it had when it was opened."""

    read_only = False
    """Whether nothing can be stored in it."""

    def __init__(self, path: Path, key: bytes, ahead: "Ahead | None" = None) -> None:
        """Open ``path`` and read every page of it once, so that no damage is ever written upon.

        ``ahead``: what may have done so already, while the program was being loaded.
        Raises ``FileMissing``, ``FileDamaged``, ``MadeByNewerVersion`` or ``CannotAccess``.
        """
        self.path = path
        self.key = key
        check_there(path)
        self._check_writable()
        raw = sound = None if ahead is None else ahead.taken(path, key)
        if raw is None:
            with typed_errors(path):
                raw = connect(path, key)
        self.engine = engine_on(raw)
        self._raw = raw
        try:
            with typed_errors(path):
                self._check_header()
                if sound is None and problems_of(raw):
                    raise FileDamaged(path)
        except BaseException:
            self.close()
            raise
        status = path.stat()
        self._identity = (status.st_dev, status.st_ino)

    def close(self) -> None:
        """Close the connection; the object is of no use afterwards."""
        self.engine.dispose()
        self._raw.close()

    @property
    def version(self) -> int:
        """The schema version the file carries."""
        return int(self._raw.execute("PRAGMA user_version").fetchone()[0])

    @property
    def library(self) -> str:
        """The database library in use, with its versions."""
        cipher = self._raw.execute("PRAGMA cipher_version").fetchone()[0]
        return f"SQLCipher {cipher}, SQLite {dbapi2.sqlite_version}"

    def still_ours(self) -> bool:
        """Whether the path still leads to the file that was opened."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return False
        return (status.st_dev, status.st_ino) == self._identity

    def write_plain(self, path: Path, staying: Collection[str] = ()) -> None:
        """Copy schema and rows into a new plain database at ``path``; unfinished text and the settings ``staying`` stay here."""
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._raw.execute("ATTACH DATABASE ? AS plain KEY ''", (str(path),))
        try:
            self._raw.execute("SELECT sqlcipher_export('plain')")
            # Overwritten as well: the attached file inherits secure_delete.
            self._raw.execute("DELETE FROM plain.draft")
            self._raw.executemany("DELETE FROM plain.setting WHERE name = ?", [(name,) for name in staying])
            for pragma in (f"application_id={APPLICATION_ID}", f"user_version={self.version}"):
                self._raw.execute(f"PRAGMA plain.{pragma}")
        except dbapi2.Error:
            # Half written: what stopped it is what is to be told, and not that the file is still held.
            with suppress(dbapi2.Error):
                self._raw.execute("ROLLBACK")
            with suppress(dbapi2.Error):
                self._raw.execute("DETACH DATABASE plain")
            raise
        self._raw.execute("DETACH DATABASE plain")

    def bring_up_to_date(self) -> None:
        """Migrate an older schema, in one transaction."""
        from ldn_journal.store.migrations import migrate

        with self.write() as connection:
            migrate(connection, self.version)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection in a write transaction, committed at its end; failures of the database come as typed errors.

        Raises ``FileMissing`` where the path does not lead to this file any more: before the first row, at the commit, and once
        more after it, so that nothing is called stored that went into a file nobody finds.
        """
        if not self.still_ours():
            raise moved(self.path)
        with self._told(), self.engine.execution_options(ldn_write=True).begin() as connection:
            yield connection
        if not self.still_ours():
            raise moved(self.path)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection in a read transaction; failures of the database come as typed errors."""
        with self._told(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Raise typed errors, and for a file that went away during a transaction the one that says so.

        A commit that SQLite refuses for that reason comes with the general code of a file that cannot be written.
        """
        try:
            with typed_errors(self.path):
                yield
        except CannotAccess as error:
            if self.still_ours():
                raise
            raise moved(self.path) from error

    def problems(self) -> list[str]:
        """Read every page: return what SQLCipher's checksums and SQLite's own check find wrong (empty: sound)."""
        with typed_errors(self.path):
            return problems_of(self._raw)

    def backup_to(self, target: dbapi2.Connection) -> None:
        """Copy the whole file page by page into ``target`` while it is in use."""
        self._raw.backup(target)

    def asked(self, question: Callable[[dbapi2.Connection], T]) -> T:
        """Return the answer of ``question`` to the raw connection."""
        with typed_errors(self.path):
            return question(self._raw)

    def restore_from(self, source: dbapi2.Connection) -> None:
        """Take over every page of ``source`` in one transaction: all of it, or after a crash none of it.

        Raises ``NotForced`` where all of it is there, but the disk does not confirm it (see ``storing``).
        """
        try:
            with typed_errors(self.path):
                source.backup(self._raw)
        except (CannotAccess, DiskFull):
            if self.asked(_rows_of) != _rows_of(source):
                raise
            sync_folder(self.path.parent)

    def _check_writable(self) -> None:
        if not os.access(self.path, os.R_OK | os.W_OK):
            raise ReadOnly(self.path.parent)

    def _check_header(self) -> None:
        application = self._raw.execute("PRAGMA application_id").fetchone()[0]
        if application != APPLICATION_ID:
            raise FileDamaged(self.path)
        if self.version > SCHEMA_VERSION:
            raise MadeByNewerVersion(self.version, SCHEMA_VERSION)
        if not self._has_log():
            raise FileDamaged(self.path)

    def _has_log(self) -> bool:
        """Whether the tables that every version has are there."""
        found = self._raw.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('change', 'revision', 'setting')"
        )
        return self.version == 0 or bool(found.fetchone()[0] == 3)


def check_there(path: Path) -> None:
    """Raise ``FileMissing``, ``CannotAccess`` or ``FileDamaged`` where there is no file with something in it at ``path``."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise FileMissing(_("There is no journal in {folder}.").format(folder=path.parent)) from None
    except OSError:
        raise CannotAccess(_("The journal in {folder} cannot be read.").format(folder=path.parent)) from None
    if path.is_dir():
        raise CannotAccess(_("{path} is a folder, not a journal.").format(path=path))
    if size == 0:
        raise FileDamaged(path)


@contextmanager
def storing(file: JournalFile, is_stored: Callable[[Connection], bool]) -> Iterator[Connection]:
    """As ``file.write``, but an error after all is stored is not taken for one before: ``is_stored`` asks the file then.

    The last step of a commit forces the folder to the disk; where that fails SQLite reports an error of the disk like any other,
    though the rows are there, and whoever were told that they are not would enter them twice. Raises ``NotForced`` where the
    folder cannot be forced now either.
    """
    try:
        with file.write() as connection:
            yield connection
    except (CannotAccess, DiskFull) as error:
        try:
            with file.read() as connection:
                stored = is_stored(connection)
        except JournalError:
            raise error from None
        if not stored:
            raise
        sync_folder(file.path.parent)


def _rows_of(raw: dbapi2.Connection) -> list[tuple[str, list[tuple[object, ...]]]]:
    tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [(name, raw.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in tables]  # noqa: S608 - our own names


def engine_on(raw: dbapi2.Connection) -> Engine:
    """Return an engine over one open connection."""
    # hide_parameters: an error message must never quote the diary.
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: raw,
        poolclass=StaticPool,
        hide_parameters=True,
        isolation_level=None,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # SQLite's own BEGIN waits for the first write and then may fail half way; IMMEDIATE takes the lock at once.
        writes = connection.get_execution_options().get("ldn_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
