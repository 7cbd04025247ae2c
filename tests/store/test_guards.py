"""Each guard of the store is made to fire: what it is there for is done to a real file, and nothing else is wrong with it."""

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint, event
from sqlcipher3 import dbapi2

from ldn_journal.base.errors import CannotAccess, FileDamaged, FileMissing
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.life import Note
from ldn_journal.store import Add, Store, connection, copies, keys
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.copies import contents_of, reading
from ldn_journal.store.engine import JournalFile
from ldn_journal.store.keys import KeyRing, KeysDamaged, copy_of, new_ring, read_ring
from ldn_journal.store.tables import metadata

AT = datetime(2026, 3, 10, 22, 31, tzinfo=UTC)
RELEASED = max(Path(__file__).with_name("released").glob("*.ldnj"))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new journal with one record of each kind, as a released version wrote them."""
    path = tmp_path_factory.mktemp("full") / "journal.ldnj"
    Store.create(path).close()
    raw = connect(path, UNPROTECTED_KEY)
    old = shutil.copy(RELEASED, path.with_name("released.ldnj"))
    raw.execute(f"ATTACH DATABASE ? AS old KEY \"x'{UNPROTECTED_KEY.hex()}'\"", (str(old),))
    raw.execute("BEGIN")
    for table in ("change", *sorted(set(metadata().tables) - {"change", "draft"})):
        names = ", ".join(row[1] for row in raw.execute(f'PRAGMA old.table_info("{table}")'))
        raw.execute(f'INSERT INTO main."{table}" ({names}) SELECT {names} FROM old."{table}"')
    raw.execute("COMMIT")
    raw.close()
    return path


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


# Ranges ----------------------------------------------------------------------------------------------------------

_PG = 10**12
_DATED = (
    "titration_step", "prescription", "dose", "rating", "night", "note", "event", "medicine", "condition", "visit",
    "questionnaire_response", "phase_edit",
)  # fmt: skip
REFUSED = [
    ("dose", "state = 'forgotten', amount_pg = NULL"),
    ("dose", "state = 'taken', amount_pg = 0"),
    ("dose", f"state = 'taken', amount_pg = {_PG + 1}"),
    ("dose", "state = 'skipped', amount_pg = 1"),
    ("rating", "value = 1000001"),
    ("rating", "value = -1000001"),
    *(
        ("night", f"{column} = {value}")
        for column, high in (
            ("asleep_minutes", 1440), ("minutes_to_sleep", 1440), ("minutes_awake", 1440), ("awakenings", 100), ("quality", 10),
        )
        for value in (-1, high + 1)
    ),
    ("note", "text = ''"),
    ("note", f"text = '{'x' * 20_001}'"),
    ("event", "until = '2020-01-01'"),
    ("titration_step", "amount_pg = -1"),
    ("titration_step", f"amount_pg = {_PG + 1}"),
    ("titration_step", "times_per_day = 0"),
    ("titration_step", "times_per_day = 9"),
    ("prescription", "strength_pg = NULL, pg_per_ml = NULL"),
    ("prescription", "strength_pg = 1, pg_per_ml = 1"),
    ("prescription", "quantity = 0"),
    ("medicine", "until = '2020-01-01'"),
    ("condition", "condition = 'hiccups'"),
    ("condition", "condition = 'other', name = NULL"),
    ("condition", "until = '2020-01-01'"),
    ("measure", "low = high"),
    ("phase_edit", "edit = 'forget'"),
    *((table, "day = '10 March'") for table in _DATED),
    *((table, "id = NULL") for table in (*_DATED, "measure")),
    *((table, "source = NULL") for table in (*_DATED, "measure")),
    ("revision", "kind = NULL"),
    ("change", "label = NULL"),
    ("setting", "value = NULL"),
]  # fmt: skip
"""What no table takes, whoever writes it."""


@pytest.fixture(scope="module")
def raw(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dbapi2.Connection]:
    opened = connect(Path(shutil.copy(full, tmp_path_factory.mktemp("ranges") / "journal.ldnj")), UNPROTECTED_KEY)
    yield opened
    opened.close()


def refusal(raw: dbapi2.Connection, table: str, change: str) -> str:
    """Try to change the one row of a table; return what the database says."""
    assert raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] >= 1
    with pytest.raises(dbapi2.IntegrityError) as caught:
        raw.execute(f'UPDATE "{table}" SET {change}')
    return str(caught.value)


def test_no_table_takes_what_lies_beyond_its_ranges(raw: dbapi2.Connection) -> None:
    fired = {refusal(raw, table, change).removeprefix("CHECK constraint failed: ") for table, change in REFUSED}
    checks = {
        str(constraint.name)
        for table in metadata().tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert len(checks) > 25
    assert checks <= fired, "a range that nothing was refused by"


def test_what_may_be_there_once_is_not_there_twice(raw: dbapi2.Connection) -> None:
    raw.execute("BEGIN")
    try:
        columns = [row[1] for row in raw.execute("PRAGMA table_info(measure)")]
        others = ", ".join("'another'" if name == "id" else name for name in columns)
        with pytest.raises(dbapi2.IntegrityError, match=r"UNIQUE.*measure\.key"):
            raw.execute(f"INSERT INTO measure SELECT {others} FROM measure")
        undo = "INSERT INTO change (number, at, label, source, undoes) VALUES (?, '2026-03-10', '', '', 1)"
        raw.execute(undo, (101,))
        with pytest.raises(dbapi2.IntegrityError, match=r"UNIQUE.*change\.undoes"):
            raw.execute(undo, (102,))
        with pytest.raises(dbapi2.IntegrityError, match="FOREIGN KEY"):
            raw.execute("INSERT INTO revision VALUES (999, 0, 'note', 'x', NULL)")
    finally:
        raw.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("night", "quality = 11"),
        ("dose", "state = 'skipped', amount_pg = 1"),
        *(pytest.param(*one, marks=pytest.mark.full) for one in REFUSED if "NULL" not in one[1] or "," in one[1]),
    ],
)
def test_a_copy_with_a_row_beyond_its_range_is_never_restored(
    full: Path, tmp_path: Path, table: str, change: str
) -> None:
    """SQLite leaves the ranges out where a file is open for reading alone, as a copy is."""
    path = Path(shutil.copy(full, tmp_path / "copy.ldnjb"))
    raw = connect(path, UNPROTECTED_KEY)
    raw.execute("PRAGMA ignore_check_constraints=ON")
    raw.execute(f'UPDATE "{table}" SET {change}')
    raw.close()
    with pytest.raises(FileDamaged):
        contents_of(path, UNPROTECTED_KEY)


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


# Keys ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ring() -> KeyRing:
    return new_ring("four plain words do")[0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"lanes": 65, "memory_kib": 1 << 20},
        {"lanes": 8, "memory_kib": 63},
        {"memory_kib": (1 << 20) + 1},
        {"iterations": 65},
        {"kind": "master"},
        {"salt": "QQ=="},
    ],
    ids=str,
)
def test_each_limit_of_a_slot_is_one_of_its_own(tmp_path: Path, ring: KeyRing, wrong: dict[str, object]) -> None:
    """One step within is taken, one step beyond is damage; every other limit is kept."""
    path = tmp_path / "journal.keys"
    slots = tuple(replace(slot, **wrong) for slot in ring.slots)  # type: ignore[arg-type]
    path.write_bytes(keys._document(KeyRing(ring.identity, slots)))
    with pytest.raises(KeysDamaged):
        read_ring(path)
    within = {"lanes": 64, "memory_kib": 1 << 20, "iterations": 64}
    path.write_bytes(keys._document(KeyRing(ring.identity, tuple(replace(slot, **within) for slot in ring.slots))))  # type: ignore[arg-type]
    assert read_ring(path) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"slots": []},
        {"identity": 7},
        {"format": "another program's keys"},
        {"version": 2},
    ],
    ids=str,
)
def test_a_keys_file_whose_sum_is_right_must_still_be_ours(
    tmp_path: Path, ring: KeyRing, change: dict[str, object]
) -> None:
    path = tmp_path / "journal.keys"
    body = json.loads(keys._document(ring)) | change
    body.pop("check")
    body["check"] = keys._digest(body)
    path.write_text(json.dumps(body))
    with pytest.raises(KeysDamaged):
        read_ring(path)


def test_a_keys_file_is_not_read_beyond_what_one_can_be(tmp_path: Path, ring: KeyRing) -> None:
    path = tmp_path / "journal.keys"
    data = keys._document(ring)
    path.write_bytes(data + b" " * (65_536 - len(data)))
    assert read_ring(path) == ring
    copy_of(path).unlink()
    path.write_bytes(data + b" " * (65_537 - len(data)))
    with pytest.raises(KeysDamaged):
        read_ring(path)
