"""Each guard of the store is made to fire: what it is there for is done to a real file, and nothing else is wrong with it."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint
from sqlcipher3 import dbapi2

from ldn_journal.base.errors import FileDamaged
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.life import Note
from ldn_journal.store import Add, Store, connection
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.copies import contents_of, reading
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


@pytest.mark.parametrize(("table", "change"), [one for one in REFUSED if "NULL" not in one[1] or "," in one[1]])
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
