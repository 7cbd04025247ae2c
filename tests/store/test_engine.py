import shutil
import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlcipher3 import dbapi2

from ldn_journal.base.errors import AlreadyExists, CannotAccess, FileDamaged, FileMissing, MadeByNewerVersion
from ldn_journal.store import Store
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.engine import JournalFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "journal.ldnj"
    Store.create(file).close()
    return file


def test_a_new_journal_is_its_owners_alone(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["journal.ldnj"]


def test_creating_never_overwrites(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(AlreadyExists):
        Store.create(path)
    assert path.read_bytes() == before


def test_every_setting_is_in_force(path: Path) -> None:
    connection = connect(path, UNPROTECTED_KEY)
    found = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema", "mmap_size", "temp_store",
                     "busy_timeout", "cell_size_check", "fullfsync")
    }  # fmt: skip
    connection.close()
    assert found == {
        "journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0, "mmap_size": 0,
        "temp_store": 2, "busy_timeout": 5000, "cell_size_check": 1, "fullfsync": 1,
    }  # fmt: skip


def test_the_file_is_ciphertext(path: Path) -> None:
    assert not path.read_bytes().startswith(b"SQLite format 3")


def test_a_missing_or_empty_file_is_an_error_never_a_new_diary(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        Store.open(tmp_path / "none.ldnj")
    empty = tmp_path / "empty.ldnj"
    empty.touch()
    with pytest.raises(FileDamaged):
        Store.open(empty)
    assert empty.stat().st_size == 0
    with pytest.raises(CannotAccess):
        Store.open(tmp_path)


def test_a_foreign_or_plain_database_is_refused(tmp_path: Path) -> None:
    plain = tmp_path / "plain.ldnj"
    connection = dbapi2.connect(str(plain))
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    with pytest.raises(FileDamaged):
        Store.open(plain)
    foreign = tmp_path / "foreign.ldnj"
    other = connect(foreign, UNPROTECTED_KEY)
    other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(FileDamaged):
        Store.open(foreign)


def _found_damaged(path: Path) -> bool:
    try:
        store = Store.open(path)
    except FileDamaged:
        return True
    try:
        return bool(store.problems())
    except FileDamaged:
        return True
    finally:
        store.close()


def test_flipped_bits_are_seen(path: Path) -> None:
    whole = path.read_bytes()
    for place in range(20, len(whole), len(whole) // 40):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        path.write_bytes(damaged)
        assert _found_damaged(path), f"the flipped bit at {place} went unseen"
    path.write_bytes(whole)
    store = Store.open(path)
    assert store.problems() == []
    store.close()


def test_a_newer_journal_is_left_alone(path: Path) -> None:
    connection = connect(path, UNPROTECTED_KEY)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(MadeByNewerVersion) as caught:
        Store.open(path)
    assert (caught.value.found, path.read_bytes()) == (99, before)


def test_a_write_takes_the_lock_at_its_beginning(path: Path) -> None:
    file, second = JournalFile(path, UNPROTECTED_KEY), connect(path, UNPROTECTED_KEY)
    second.execute("PRAGMA busy_timeout=0")
    with file.write() as connection:
        with pytest.raises(dbapi2.OperationalError, match="locked"):
            second.execute("BEGIN IMMEDIATE")
        connection.execute(text("DELETE FROM setting"))
    second.close()
    file.close()


def test_an_error_in_a_transaction_leaves_nothing(path: Path) -> None:
    file = JournalFile(path, UNPROTECTED_KEY)

    def fail() -> None:
        with file.write() as connection:
            connection.execute(text("CREATE TABLE half (x)"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with file.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'half'")).scalar() == 0
    file.close()


def test_a_moved_file_is_noticed(path: Path) -> None:
    file = JournalFile(path, UNPROTECTED_KEY)
    assert file.still_ours()
    copy = path.with_name("copy")
    shutil.copy(path, copy)
    copy.replace(path)
    assert not file.still_ours()
    path.unlink()
    assert not file.still_ours()
    file.close()
