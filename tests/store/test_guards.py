"""Each guard of the store is made to fire: what it is there for is done to a real file, and nothing else is wrong with it."""

import os
import shutil
import sqlite3
import sys
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlcipher3 import dbapi2

from ldn_journal.base.errors import CannotAccess, FileDamaged, FileMissing
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.life import Note
from ldn_journal.journal import Journal
from ldn_journal.store import Add, Store, Vault, connection, copies, quarantine
from ldn_journal.store.backups import keys_beside
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.copies import contents_of, reading
from ldn_journal.store.engine import JournalFile
from ldn_journal.store.keys import new_ring, write_sibling
from ldn_journal.store.vault import CopyDamaged

AT = datetime(2026, 3, 10, 22, 31, tzinfo=UTC)


@pytest.fixture
def path(full: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(full, tmp_path / "journal.ldnj"))


def held_open(path: Path) -> bool:
    """Whether this process still holds ``path``."""
    links = (os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd"))  # noqa: PTH208 - the names alone
    return str(path.resolve()) in links


# The connection --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("journal_mode", "WAL"),
        ("synchronous", "NORMAL"),
        ("foreign_keys", "OFF"),
        ("trusted_schema", "ON"),
        ("secure_delete", "OFF"),
    ],
)
def test_a_setting_that_is_not_in_force_refuses_the_connection(
    path: Path, monkeypatch: pytest.MonkeyPatch, name: str, wrong: str
) -> None:
    settings = [f"{name}={wrong}" if one.startswith(f"{name}=") else one for one in connection._PRAGMAS]
    monkeypatch.setattr(connection, "_PRAGMAS", settings)
    with pytest.raises(RuntimeError, match=f"PRAGMA {name} is") as caught:
        connect(path, UNPROTECTED_KEY)
    if sys.platform == "linux":
        assert not held_open(path), caught  # whose frames are still there: it was closed, and did not only go away
    assert set(connection._READ_BACK) == {
        "journal_mode",
        "synchronous",
        "foreign_keys",
        "trusted_schema",
        "secure_delete",
    }


def test_a_sqlite_without_a_cipher_is_never_taken_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The standard library's own SQLite is just that: it takes the key without a word and writes plain text."""
    monkeypatch.setattr(connection, "dbapi2", sqlite3)
    with pytest.raises(RuntimeError, match="no SQLCipher"):
        connect(tmp_path / "journal.ldnj", UNPROTECTED_KEY)


def test_a_sqlite_with_known_faults_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    major, minor, patch = dbapi2.sqlite_version_info
    connect(path, UNPROTECTED_KEY).close()
    monkeypatch.setattr(connection, "LEAST_SQLITE", (major, minor, patch + 1))
    with pytest.raises(RuntimeError, match="too old"):
        connect(path, UNPROTECTED_KEY)


# The file --------------------------------------------------------------------------------------------------------


def test_a_flipped_bit_where_nothing_is_stored_any_more_is_seen(tmp_path: Path) -> None:
    """A free page is read by no query and no check of the structure: only the checksums of all pages see it."""
    path = tmp_path / "journal.ldnj"
    store = Store.create(path)
    notes = [Note(id=new_id(), recorded_at=AT, source="window", day=AT.date(), text="x " * 2000) for _n in range(20)]
    store.apply([Add(note) for note in notes], label="", source="test", at=AT)
    store.close()
    raw = connect(path, UNPROTECTED_KEY)
    for table in ("note", "revision"):
        raw.execute(f"DELETE FROM {table}")
    assert raw.execute("PRAGMA freelist_count").fetchone()[0] > 20
    assert [row[0] for row in raw.execute("PRAGMA quick_check")] == ["ok"]
    raw.close()
    data = bytearray(path.read_bytes())
    data[-2000] ^= 1
    path.write_bytes(data)
    raw = connect(path, UNPROTECTED_KEY)
    assert [row[0] for row in raw.execute("PRAGMA quick_check")] == ["ok"]
    raw.close()
    with pytest.raises(FileDamaged):
        Store.open(path)
    with pytest.raises(FileDamaged):
        contents_of(path, UNPROTECTED_KEY)


@pytest.mark.parametrize(
    "change",
    [
        # Only the check of the structure sees these two, and only that of references the third.
        ("PRAGMA ignore_check_constraints=ON", "UPDATE dose SET state = 'forgotten'"),
        ("PRAGMA writable_schema=ON", "UPDATE sqlite_master SET rootpage = 2 WHERE name = 'visit'"),
        ("PRAGMA foreign_keys=OFF", "INSERT INTO revision VALUES (99, 0, 'note', 'x', NULL)"),
    ],
    ids=["range", "structure", "reference"],
)
def test_pages_that_are_sound_and_make_no_sense_are_damage(path: Path, change: tuple[str, ...]) -> None:
    raw = connect(path, UNPROTECTED_KEY)
    for statement in change:
        raw.execute(statement)
    raw.close()
    raw = connect(path, UNPROTECTED_KEY)
    assert raw.execute("PRAGMA cipher_integrity_check").fetchall() == []
    raw.close()
    with pytest.raises(FileDamaged):
        Store.open(path)
    with pytest.raises(FileDamaged):
        contents_of(path, UNPROTECTED_KEY)


@pytest.mark.parametrize("table", ["change", "revision", "setting"])
def test_a_journal_without_one_of_its_tables_is_damage(path: Path, table: str) -> None:
    raw = connect(path, UNPROTECTED_KEY)
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute(f'DROP TABLE "{table}"')
    raw.close()
    with pytest.raises(FileDamaged):
        Store.open(path)


def test_a_copy_is_looked_at_and_never_written(path: Path) -> None:
    """Also where its folder may be written: a rollback journal beside it is not played back, and no statement changes it."""
    beside = path.with_name(path.name + "-journal")
    shutil.copy(path, beside)
    before = path.read_bytes(), beside.read_bytes()
    with reading(path, UNPROTECTED_KEY) as raw:
        assert raw.execute("SELECT count(*) FROM note").fetchone()[0] == 1
        for name, expected in (("query_only", 1), ("trusted_schema", 0), ("cell_size_check", 1), ("mmap_size", 0)):
            found = raw.execute(f"PRAGMA {name}").fetchone()
            assert (name, found and found[0]) in ((name, expected), ("mmap_size", None))
        with pytest.raises(dbapi2.OperationalError, match="readonly"):
            raw.execute("DELETE FROM note")
    assert (path.read_bytes(), beside.read_bytes()) == before


# Copies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "PRAGMA application_id = 7",
        "CREATE TRIGGER sly AFTER INSERT ON note BEGIN DELETE FROM rating; END",
        "CREATE VIEW sly AS SELECT * FROM note",
        "CREATE TABLE sly (x)",
        "CREATE INDEX sly ON note (text)",
        "DROP TABLE draft",
        "DROP TABLE draft; CREATE TABLE draft (name VARCHAR NOT NULL PRIMARY KEY, at VARCHAR NOT NULL)",
        "DROP TABLE draft; CREATE TABLE draft (name VARCHAR PRIMARY KEY ON CONFLICT REPLACE, at VARCHAR, body VARCHAR)",
        "ALTER TABLE note ADD COLUMN sly VARCHAR DEFAULT 'x'",
        "DROP INDEX ix_measure_key; CREATE INDEX ix_measure_key ON measure (key)",
    ],
)
def test_a_copy_with_anything_added_left_out_or_changed_is_none(path: Path, change: str) -> None:
    before = contents_of(path, UNPROTECTED_KEY)
    assert before.entries > 10
    raw = connect(path, UNPROTECTED_KEY)
    raw.executescript(change)
    raw.close()
    with pytest.raises(FileDamaged):
        contents_of(path, UNPROTECTED_KEY)


def test_a_copy_that_the_disk_spoilt_is_not_named_a_backup(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt(file: JournalFile, part: Path, key: bytes) -> None:
        whole(file, part, key)
        spoil(part)

    whole = copies._copy
    monkeypatch.setattr(copies, "_copy", spoilt)
    store = Store.open(path)
    with pytest.raises(FileDamaged):
        copies.copy_and_read(store.file, path.with_name("copy.ldnjb"), None)
    store.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_keys_without_their_copy_do_not_stay(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last step fails: the keys were there before the copy was to be."""
    target = path.with_name("copy.ldnjb")
    replace = Path.replace

    def full(self: Path, other: Path) -> Path:
        if other == target:
            assert target.with_name("copy.ldnjb.keys").exists()
            raise OSError(28, "no space")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", full)
    store = Store.open(path)
    with pytest.raises(OSError, match="no space"):
        copies.copy_and_read(store.file, target, new_ring("four plain words do")[0])
    store.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("where", ["source", "result"])
def test_a_copy_is_brought_to_another_key_whole_or_not_at_all(
    path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "source":
        # Every page is sound, so the copying itself finds nothing.
        raw = connect(path, UNPROTECTED_KEY)
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("INSERT INTO revision VALUES (99, 0, 'note', 'x', NULL)")
        raw.close()
    else:
        reading_it = copies.reading

        def spoilt(one: Path, key: bytes) -> AbstractContextManager[dbapi2.Connection]:
            if one != path:
                spoil(one)
            return reading_it(one, key)

        monkeypatch.setattr(copies, "reading", spoilt)
    before = path.read_bytes()
    with pytest.raises(FileDamaged):
        copies.rewrite(path, UNPROTECTED_KEY, bytes(range(32)))
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def spoil(path: Path) -> None:
    """Flip a bit of the last page."""
    data = bytearray(path.read_bytes())
    data[-2000] ^= 1
    path.write_bytes(data)


# Whose file it is ------------------------------------------------------------------------------------------------


def swap(path: Path) -> None:
    """Put another file in the place of the open one, as a program that syncs does."""
    other = path.with_name("other")
    shutil.copy(path, other)
    other.replace(path)


def test_nothing_is_begun_in_a_file_that_is_not_the_one_opened(path: Path) -> None:
    file = JournalFile(path, UNPROTECTED_KEY)
    swap(path)
    begun = []
    with pytest.raises(FileMissing, match="moved or replaced"), file.write():
        begun.append(True)
    assert begun == []
    file.close()


@pytest.mark.parametrize("when", ["before the first row", "after it"])
def test_a_file_replaced_during_a_change_is_never_called_stored(path: Path, when: str) -> None:
    file = JournalFile(path, UNPROTECTED_KEY)

    def change() -> None:
        with file.write() as open_one:
            if when == "before the first row":
                swap(path)
            open_one.exec_driver_sql("DELETE FROM note")
            if when == "after it":
                swap(path)

    with pytest.raises(FileMissing, match="moved or replaced"):
        change()
    file.close()
    with reading(path, UNPROTECTED_KEY) as raw:
        assert raw.execute("SELECT count(*) FROM note").fetchone()[0] == 1


def test_a_file_replaced_right_after_the_commit_is_never_called_stored(path: Path) -> None:
    """SQLite itself saw nothing of it: what it committed went into a file that nobody finds any more."""
    file = JournalFile(path, UNPROTECTED_KEY)
    event.listen(file.engine, "commit", lambda one: (one.exec_driver_sql("COMMIT"), swap(path)))
    with pytest.raises(FileMissing, match="moved or replaced"), file.write() as open_one:
        open_one.exec_driver_sql("DELETE FROM setting")
    file.close()


def test_a_folder_in_the_place_of_a_journal_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotAccess, match="is a folder, not a journal"):
        Store.open(tmp_path)


def test_keys_that_do_not_open_their_copy_are_never_handed_on(folder: DataFolder, path: Path) -> None:
    """The password is right for the keys, and the keys are those of another file."""
    folder.make()
    stranger = path.with_name("copy.ldnjb")
    Store.create(stranger, bytes(range(32))).close()
    write_sibling(keys_beside(stranger), new_ring("four plain words do")[0])
    with pytest.raises(CopyDamaged):
        Vault(folder).key_of(stranger, "four plain words do")


# What a crash or a change of password left -----------------------------------------------------------------------


def test_a_file_that_was_to_take_the_journals_place_is_deleted_at_the_next_opening(journal: Journal) -> None:
    folder = journal.folder
    journal.close()
    left = [folder.root / "journal.ldnj.next", folder.root / ".journal.ldnj.next.part"]
    for one in left:
        one.write_bytes(b"half")
    Journal.open(folder).close()
    assert not any(one.exists() for one in left)


def test_keys_beside_a_backup_that_needs_none_go(journal: Journal) -> None:
    backup = journal.backup().backup
    write_sibling(backup.keys, new_ring("four plain words do")[0])
    journal.upkeep()
    assert not backup.keys.exists()
    assert backup.path.exists()


def test_what_is_sealed_is_overwritten_where_it_lay_open(tmp_path: Path) -> None:
    """Seen through a handle that was open before."""
    lay = tmp_path / "000001-20260310T223100Z.ldnjb"
    lay.write_bytes(b"what the diary says" * 100)
    with lay.open("rb") as handle:
        quarantine.seal_all(tmp_path, bytes(range(32)))
        assert handle.read() == bytes(1900)
    assert [one.name for one in tmp_path.iterdir()] == [lay.name + ".sealed"]
