"""Copies of a journal file: made with the backup API, read through, under another key, and put in a file's place."""

import contextlib
import errno
import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from ldn_journal.base.errors import CannotAccess, DiskFull, FileDamaged, FileMissing, MadeByNewerVersion
from ldn_journal.base.files import discard, sync_folder, writing_errors
from ldn_journal.base.texts import _
from ldn_journal.domain.records import Kind
from ldn_journal.store.connection import connect, problems_of
from ldn_journal.store.engine import APPLICATION_ID, SCHEMA_VERSION, JournalFile
from ldn_journal.store.faults import typed_errors
from ldn_journal.store.journal_id import journal_id
from ldn_journal.store.keys import KeyRing, write_sibling
from ldn_journal.store.schema import objects_of, range_conditions, schema_objects

_EVERYTHING = (
    'SELECT number, at, label, source, undoes FROM "change" ORDER BY number',
    'SELECT "change", position, kind, record, body FROM "revision" ORDER BY "change", position',
    'SELECT name, value FROM "setting" ORDER BY name',
)
"""What makes the state of a journal; unfinished text is no part of it."""


@dataclass(frozen=True)
class Contents:
    """What a copy holds: entries of all kinds, the newest change and its time (``None``: untouched), the schema version."""

    entries: int
    change: int
    changed_at: datetime | None
    schema_version: int


def copy_and_read(file: JournalFile, path: Path, ring: KeyRing | None, key: bytes | None = None) -> Contents:
    """Copy the open ``file`` to ``path``, which appears whole and read through, or not at all.

    ``key``: that of the copy, by default the file's own. Its keys, where there is a ``ring``, are there before it is.
    Raises ``OSError``, ``DiskFull``, ``FileDamaged``.
    """
    part = path.with_name(f".{path.name}.part")
    keys = path.with_name(path.name + ".keys")
    key = key or file.key
    try:
        _begin(part)
        _copy(file, part, key)
        contents = contents_of(part, key)
        _sync(part)
        if ring is not None:
            write_sibling(keys, ring)
        part.replace(path)
    except BaseException as error:
        full = isinstance(error, DiskFull) or (
            isinstance(error, CannotAccess) and not fits(part, file.path.stat().st_size)
        )
        discard(part)
        if not path.exists():
            discard(keys)
        if full:
            # The journal has lost nothing: the sentence speaks of the copy.
            raise DiskFull(_("Your disk is full. {name} was not written.").format(name=path.name)) from error
        if type(error) is CannotAccess:
            raise CannotAccess(_("{path} cannot be written.").format(path=path)) from error
        raise
    sync_folder(path.parent)
    return contents


def contents_of(path: Path, key: bytes) -> Contents:
    """Read a copy through: every page, its schema, every count. The copy itself is not touched.

    Raises ``FileMissing``, ``FileDamaged`` (also for what is no journal, or holds tables, views or triggers of someone else's),
    ``MadeByNewerVersion``.
    """
    with reading(path, key) as raw:
        if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise FileDamaged(path)
        version = int(raw.execute("PRAGMA user_version").fetchone()[0])
        if version > SCHEMA_VERSION:
            raise MadeByNewerVersion(version, SCHEMA_VERSION)
        found = objects_of(raw)
        if problems_of(raw) or found != schema_objects(version) or not _within_ranges(raw, version):
            raise FileDamaged(path)
        tables = {one.name for one in found if one.type == "table"} & {str(kind) for kind in Kind}
        entries = sum(raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables)  # noqa: S608
        newest = raw.execute('SELECT number, at FROM "change" ORDER BY number DESC LIMIT 1').fetchone()
    return Contents(
        entries=entries,
        change=0 if newest is None else int(newest[0]),
        changed_at=None if newest is None else datetime.fromisoformat(newest[1]),
        schema_version=version,
    )


def newest_of(raw: dbapi2.Connection) -> tuple[object, ...] | None:
    """Return number, time and words of the newest change, ``None`` in an untouched journal; read at once."""
    found: tuple[object, ...] | None = raw.execute(
        'SELECT number, at, label, source, undoes FROM "change" ORDER BY number DESC LIMIT 1'
    ).fetchone()
    return found


def state_of(raw: dbapi2.Connection) -> str:
    """Return a digest of the whole change log and the settings: equal where two files of one journal hold the same, only there.

    The newest change alone would not do: after going back to a copy, other changes take the same numbers, and times are kept in
    whole seconds. What every change did to every record stands in its revisions, and each new record has a random id.
    """
    digest = hashlib.sha256()
    for query in _EVERYTHING:
        for row in raw.execute(query):
            digest.update(repr(row).encode(errors="surrogatepass"))
    return digest.hexdigest()


def readable(path: Path, key: bytes) -> bool:
    """Whether ``key`` opens the first page of ``path``."""
    try:
        with reading(path, key) as raw:
            return bool(raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)
    except (FileDamaged, FileMissing):
        return False


@contextlib.contextmanager
def reading(path: Path, key: bytes) -> Iterator[dbapi2.Connection]:
    """Open ``path`` for reading alone: nothing beside it is made, and a journal file lying beside it is not played back."""
    if not path.is_file():
        raise FileMissing(_("There is no file {path}.").format(path=path))
    with typed_errors(path):
        raw = dbapi2.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
        try:
            raw.execute("PRAGMA cipher_log_level=NONE")
            raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "query_only=ON"):
                raw.execute(f"PRAGMA {pragma}")
            yield raw
        finally:
            raw.close()


def rewrite(path: Path, old_key: bytes, new_key: bytes) -> None:
    """Bring a copy from one key to another. The new one takes its place whole; the old pages are overwritten.

    Every page is looked at, not what they mean: a copy from a newer version is brought along as well. Raises ``FileDamaged``,
    ``DiskFull``, ``CannotAccess``; the copy is then as it was.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with writing_errors(path):
            bring(path, old_key, part, new_key)
            _sync(part)
            replace_and_wipe(part, path)
    except DiskFull as error:
        discard(part)
        raise DiskFull(_("Your disk is full. {name} was not written.").format(name=path.name)) from error
    except BaseException:
        discard(part)
        raise


def bring(path: Path, key: bytes, part: Path, new_key: bytes) -> None:
    """Copy a file into a new one, ``part``, under another key. Raises ``FileDamaged`` and what the database raises."""
    _begin(part)
    with reading(path, key) as source, _writing(part, new_key, journal_id(path)) as target:
        if problems_of(source):
            raise FileDamaged(path)
        with typed_errors(part):
            source.backup(target)
    with reading(part, new_key) as written:
        if problems_of(written):
            raise FileDamaged(path)


Settings = Sequence[tuple[str, str]]
"""Names and values of settings, as they are stored."""


def settings_of(raw: dbapi2.Connection, names: Collection[str]) -> Settings:
    """Return those of the named settings that are stored in an open file."""
    return [
        (name, value) for name, value in raw.execute("SELECT name, value FROM setting ORDER BY name") if name in names
    ]


def put_settings(path: Path, key: bytes, names: Collection[str], values: Settings = ()) -> None:
    """Have ``values`` stand for the named settings in a closed file that is about to be put in a journal's place."""
    with typed_errors(path), contextlib.closing(connect(path, key)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany("DELETE FROM setting WHERE name = ?", [(name,) for name in names])
        raw.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", values)
        raw.execute("COMMIT")


def replace_and_wipe(part: Path, path: Path) -> None:
    """Put ``part`` in the place of ``path`` and overwrite what was there, as far as the disk lets a file be overwritten."""
    old = os.open(path, os.O_RDWR) if os.name == "posix" else None
    try:
        part.replace(path)
        sync_folder(path.parent)
        if old is not None:
            with contextlib.suppress(OSError):  # the new file is in place, whatever the disk says of the old pages
                _overwrite(old)
    finally:
        if old is not None:
            os.close(old)


def wipe(path: Path) -> None:
    """Overwrite a file and delete it."""
    handle = os.open(path, os.O_RDWR)
    try:
        _overwrite(handle)
    finally:
        os.close(handle)
    path.unlink()


def _within_ranges(raw: dbapi2.Connection, version: int) -> bool:
    """Whether every row lies within the CHECK ranges of its table.

    SQLite's own check leaves them out in a file that is open for reading alone.
    """
    return not any(
        raw.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE {beyond})').fetchone()[0]  # noqa: S608
        for table, beyond in range_conditions(version)
    )


def _begin(part: Path) -> None:
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _copy(file: JournalFile, part: Path, key: bytes) -> None:
    with typed_errors(part), _writing(part, key, journal_id(file.path)) as target:
        file.backup_to(target)


@contextlib.contextmanager
def _writing(path: Path, key: bytes, journal: str) -> Iterator[dbapi2.Connection]:
    """Open a new file for a copy of the journal with the id ``journal``, which the copy has as well."""
    target = dbapi2.connect(str(path), isolation_level=None)
    try:
        target.execute("PRAGMA cipher_log_level=NONE")
        target.execute(f"PRAGMA key=\"x'{key.hex()}{journal}'\"")
        target.execute("PRAGMA journal_mode=MEMORY")  # half a copy is thrown away, never rolled back
        yield target
    finally:
        target.close()


def fits(part: Path, size: int) -> bool:
    """Whether a half-made file could have become so large: a full disk and one with an error are told apart by trying."""
    try:
        with part.open("wb") as out:
            for _piece in range(-(-size // (1 << 16))):
                out.write(bytes(1 << 16))
    except OSError as error:
        return error.errno not in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
    return True


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _overwrite(handle: int) -> None:
    rest = os.fstat(handle).st_size
    os.lseek(handle, 0, os.SEEK_SET)
    while rest > 0:
        rest -= os.write(handle, bytes(min(rest, 1 << 20)))
    os.fsync(handle)
