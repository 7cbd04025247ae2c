"""SQLite's failures as the typed errors of ``base/errors``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from ldn_journal.base.errors import CannotAccess, DiskFull, FileDamaged, FileMissing, InUse, JournalError, ReadOnly
from ldn_journal.base.files import discard, is_no_room
from ldn_journal.base.texts import _

READONLY_DBMOVED = 1032
_BY_WORDS = {
    "not a database": dbapi2.SQLITE_NOTADB,
    "malformed": dbapi2.SQLITE_CORRUPT,
    "disk I/O error": dbapi2.SQLITE_IOERR,
    "disk is full": dbapi2.SQLITE_FULL,
    "is locked": dbapi2.SQLITE_BUSY,
    "unable to open": dbapi2.SQLITE_CANTOPEN,
    "readonly database": dbapi2.SQLITE_READONLY,
    "permission denied": dbapi2.SQLITE_PERM,
}
_PRIMARY = 0xFF  # the low byte of an extended result code is the primary one


def moved(path: Path) -> FileMissing:
    """Return the error for a file that is no longer the one opened."""
    return FileMissing(
        _("The journal file {name} was moved or replaced by another program. Saving has stopped.").format(
            name=path.name
        ),
        stops_saving=True,
    )


def translate(error: dbapi2.Error, path: Path) -> JournalError | None:
    """Return the typed error for a database error, ``None`` where it is a fault of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None or code == dbapi2.SQLITE_ERROR:
        # Errors of the backup API come without their code, those of an export of the whole file with a general one.
        code = next((known for words, known in _BY_WORDS.items() if words in str(error)), None)
    if code is None:
        return None
    if code == READONLY_DBMOVED:
        return moved(path)
    primary = code & _PRIMARY
    if primary in (dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB):
        return FileDamaged(path)
    if primary == dbapi2.SQLITE_FULL:
        return _full()
    if primary in (dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED):
        return InUse()
    if primary == dbapi2.SQLITE_IOERR:
        if _no_room(path):
            return _full()
        return CannotAccess(
            _("The disk reported an error while {name} was used. Nothing was changed.").format(name=path.name)
        )
    if primary in (dbapi2.SQLITE_CANTOPEN, dbapi2.SQLITE_READONLY, dbapi2.SQLITE_PERM):
        return _unusable(primary, path)
    return None


def _full() -> DiskFull:
    return DiskFull(_("Your disk is full. This could not be saved; what you saved before is safe."), stops_saving=True)


def _unusable(primary: int, path: Path) -> JournalError:
    """Return the error for a file that cannot be opened or written."""
    if not path.exists():
        return FileMissing(_("The file {name} is missing.").format(name=path.name), stops_saving=True)
    if _no_room(path):
        return _full()
    if primary == dbapi2.SQLITE_READONLY:
        return ReadOnly(path.parent)
    return CannotAccess(
        _("{name} in {folder} cannot be used; check who owns the file and its folder.").format(
            name=path.name, folder=path.parent
        )
    )


def _no_room(path: Path) -> bool:
    """Whether a few pages more can be written beside the journal, tried with a real write."""
    probe = path.with_name(".room")
    try:
        size = path.stat().st_size if path.exists() else 0
        with probe.open("wb") as out:
            # Behind a hole as long as the journal: a limit on the size of files is met as the journal meets it.
            out.seek(size)
            out.write(bytes(65_536))
    except OSError as error:
        return is_no_room(error)
    finally:
        discard(probe)
    return False


@contextmanager
def typed_errors(path: Path) -> Iterator[None]:
    """Raise typed errors in place of the database's own."""
    try:
        yield
    except DBAPIError as error:
        found = translate(error.orig, path) if isinstance(error.orig, dbapi2.Error) else None
        if found is None:
            raise
        raise found from error
    except dbapi2.Error as error:
        found = translate(error, path)
        if found is None:
            raise
        raise found from error
