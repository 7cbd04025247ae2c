"""The journal as it is at one moment, copied into memory: read while another program has it, or where nothing can be written.

The copy is made page by page with the backup API under SQLite's own lock for readers, for which a commit waits. Every page is
checked against its checksum on the way. Nothing is written beside the journal: no lock, no keys, no backup; an older schema is
brought up to date in the copy alone.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from ldn_journal.base.errors import CannotAccess, FileDamaged, NotProtected, ProtectionGone, ReadOnly, WrongPassword
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _
from ldn_journal.store.connection import UNPROTECTED_KEY
from ldn_journal.store.engine import SCHEMA_VERSION, JournalFile, check_there, engine_on
from ldn_journal.store.faults import typed_errors
from ldn_journal.store.keys import KeyRing
from ldn_journal.store.unlocking import Secrets, find_opening, has_keys

_ATTEMPTS, _PAUSE_S = 4, 0.25
"""So often a file is read that is being replaced at that moment, after so many seconds."""
_CANNOT_TAKE_BACK = (dbapi2.SQLITE_READONLY, dbapi2.SQLITE_CANTOPEN)
"""What SQLite says of a file beside which a crash left half a change, where it may not take that back."""


class Snapshot(JournalFile):
    """A copy of the journal in memory that can be read and never written. It says the path and the key of the file it is of."""

    read_only = True

    def __init__(self, path: Path, key: bytes, source: dbapi2.Connection) -> None:
        """Copy what ``source``, an open connection to the journal at ``path``, holds.

        Raises ``FileDamaged``, ``MadeByNewerVersion``.
        """
        self.path = path
        self.key = key
        self._raw = dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.engine = engine_on(self._raw)
        try:
            with typed_errors(path):
                _set_up(self._raw, key)
                source.backup(self._raw)
                self._check_header()
                if _problems_of(self._raw):
                    raise FileDamaged(path)
        except BaseException:
            self.close()
            raise

    def still_ours(self) -> bool:
        """Whatever becomes of the file, the copy stays."""
        return True

    def problems(self) -> list[str]:
        """Return what is wrong with the pages and references; the checksums were compared while they were copied."""
        with typed_errors(self.path):
            return _problems_of(self._raw)

    def bring_up_to_date(self) -> None:
        """Bring an older schema up to date, in the copy."""
        from ldn_journal.store.migrations import migrate

        with super().write() as connection:
            migrate(connection, self.version)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Raise ``ReadOnly``."""
        raise ReadOnly(self.path.parent)
        yield  # what makes this a context manager


def take_snapshot(
    folder: DataFolder, password: str | None, code: str | None, *, ask_keychain: bool
) -> tuple[Snapshot, KeyRing | None]:
    """Return a copy of the journal in ``folder`` as it is now, and its keys, ``None`` where it is not protected.

    Raises ``FileMissing``, ``FileDamaged``, ``MadeByNewerVersion``, ``CannotAccess``, ``PasswordNeeded``, ``WrongPassword``.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        before = _state_of(folder)
        try:
            return _taken(folder, password, code, ask_keychain=ask_keychain)
        except (FileDamaged, WrongPassword):
            # Keys and file are replaced one after the other; between the two they do not fit.
            if attempt == _ATTEMPTS or _state_of(folder) == before:
                raise
            time.sleep(_PAUSE_S)
    raise AssertionError


def _taken(
    folder: DataFolder, password: str | None, code: str | None, *, ask_keychain: bool
) -> tuple[Snapshot, KeyRing | None]:
    check_there(folder.journal)
    if not os.access(folder.journal, os.R_OK):
        raise CannotAccess(_("The journal in {folder} cannot be read.").format(folder=folder.root))
    with _settled(folder.journal) as where:
        key, ring = _key_of(folder, where, password, code, ask_keychain=ask_keychain)
        with _reading(*where, key) as source:
            file = Snapshot(folder.journal, key, source)
    if file.version < SCHEMA_VERSION:
        try:
            file.bring_up_to_date()
        except BaseException:
            file.close()
            raise
    return file, ring


# The key ---------------------------------------------------------------------------------------------------------


def _key_of(
    folder: DataFolder, where: tuple[Path, str], password: str | None, code: str | None, *, ask_keychain: bool
) -> tuple[bytes, KeyRing | None]:
    """Return the key that opens what lies at ``where``, as ``Vault.unlock`` does; nothing is mended or put aside here."""
    secrets = Secrets(password, code, ask_keychain)
    if _opens(*where, UNPROTECTED_KEY):
        if has_keys(folder):
            raise ProtectionGone
        if secrets.given:
            raise NotProtected
        return UNPROTECTED_KEY, None
    found = find_opening(folder, secrets, lambda key: _opens(*where, key))
    if found is None or not found.opens:
        raise FileDamaged(folder.journal)
    return found.key, found.ring


# The file --------------------------------------------------------------------------------------------------------


@contextmanager
def _settled(path: Path) -> Iterator[tuple[Path, str]]:
    """Give the journal and how to open it; where a crash left half a change beside it, a copy in which SQLite can take that back.

    SQLite does so by itself wherever it may write. A copy is as encrypted as the file, its owner's alone, and gone afterwards.
    """
    if not _is_cut_off(path):
        yield path, "ro"
        return
    with ExitStack() as kept:
        try:
            copy = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="ldn-journal-"))) / path.name
            for one in (path, _rollback_of(path)):
                shutil.copyfile(one, copy.with_name(one.name))
                copy.with_name(one.name).chmod(0o600)
        except OSError as error:
            sentence = _(
                "The journal was cut off while something was being stored, and that cannot be put right where it is. "
                "Copy its folder to a disk with room and open it there."
            )
            raise CannotAccess(sentence) from error
        yield copy, "rw"


def _is_cut_off(path: Path) -> bool:
    """Whether a crash left half a change beside the journal, which nobody takes back who may only read."""
    if not _rollback_of(path).exists():
        return False
    # The key does not matter: the change is looked at before the first page is deciphered.
    with _connected(path, "ro", UNPROTECTED_KEY) as raw:
        try:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except dbapi2.Error as error:
            return getattr(error, "sqlite_errorcode", 0) & 0xFF in _CANNOT_TAKE_BACK
    return False


def _rollback_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _opens(path: Path, mode: str, key: bytes) -> bool:
    """Whether ``key`` opens the first page of the journal, read while nobody writes it."""
    try:
        with _reading(path, mode, key):
            return True
    except FileDamaged:
        return False


@contextmanager
def _reading(path: Path, mode: str, key: bytes) -> Iterator[dbapi2.Connection]:
    """Open the journal in one transaction of reading; what is copied from it is one state, and a writer waits until the end."""
    with typed_errors(path), _connected(path, mode, key) as raw:
        raw.execute("BEGIN")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield raw


@contextmanager
def _connected(path: Path, mode: str, key: bytes) -> Iterator[dbapi2.Connection]:
    raw = dbapi2.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    try:
        _set_up(raw, key)
        raw.execute("PRAGMA query_only=ON")
        yield raw
    finally:
        raw.close()


def _set_up(raw: dbapi2.Connection, key: bytes) -> None:
    raw.execute("PRAGMA cipher_log_level=NONE")
    raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY", "busy_timeout=5000"):
        raw.execute(f"PRAGMA {pragma}")


def _problems_of(raw: dbapi2.Connection) -> list[str]:
    found = [str(row[0]) for row in raw.execute("PRAGMA quick_check") if row[0] != "ok"]
    return found + [f"foreign key: {row[0]} row {row[1]}" for row in raw.execute("PRAGMA foreign_key_check")]


def _state_of(folder: DataFolder) -> list[tuple[int, int, int] | None]:
    """Return what changes whenever the journal or its keys are replaced or written."""
    found: list[tuple[int, int, int] | None] = []
    for path in (folder.journal, folder.keys):
        try:
            status = path.stat()
        except OSError:
            found.append(None)
        else:
            found.append((status.st_ino, status.st_size, status.st_mtime_ns))
    return found
