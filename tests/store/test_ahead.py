"""A file read through while the program loads: taken as it is only where nothing can have happened to it since."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from ldn_journal.base.errors import FileDamaged
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.life import Note
from ldn_journal.store import Add, Store, ahead, engine
from ldn_journal.store.ahead import Ahead
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.engine import JournalFile
from tests.seeds import chance

AT = datetime(2026, 3, 10, 21, 31, tzinfo=UTC)
AN_HOUR_NS = 3_600_000_000_000


def settle(path: Path) -> None:
    """As if the file was last written to an hour ago."""
    then = time.time_ns() - AN_HOUR_NS
    os.utime(path, ns=(then, then))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "journal.ldnj"
    store = Store.create(path)
    notes = [Note(id=new_id(), recorded_at=AT, source="window", day=AT.date(), text=f"{n} " * 400) for n in range(40)]
    store.apply([Add(note) for note in notes], label="", source="test", at=AT)
    store.close()
    settle(path)
    return path


def refused(reading: Ahead, path: Path, key: bytes = UNPROTECTED_KEY) -> bool:
    """Whether it hands nothing over, and holds nothing open."""
    found = reading.taken(path, key)
    reading.close()
    return found is None


def test_a_sound_file_is_read_once_and_its_connection_taken(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def again(_raw: object) -> NoReturn:
        raise AssertionError("read a second time")

    monkeypatch.setattr(engine, "problems_of", again)
    reading = Ahead(path)
    file = JournalFile(path, UNPROTECTED_KEY, reading)
    with Store(file).file.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar() == 40
    file.close()
    assert refused(reading, path)  # handed over once


def test_every_flipped_bit_is_found_all_the_same(path: Path) -> None:
    bits = chance("flipped while reading ahead")
    whole = path.read_bytes()
    for _round in range(30):
        spoilt = bytearray(whole)
        spoilt[bits.randrange(len(whole))] ^= 1 << bits.randrange(8)
        path.write_bytes(spoilt)
        settle(path)
        reading = Ahead(path)
        with pytest.raises(FileDamaged):
            JournalFile(path, UNPROTECTED_KEY, reading)
        reading.close()


def test_what_was_written_meanwhile_is_read_again(path: Path) -> None:
    reading = Ahead(path)
    reading._thread.join()
    raw = connect(path, UNPROTECTED_KEY)
    raw.execute("INSERT INTO setting VALUES ('a', '1')")
    raw.close()
    assert refused(reading, path)


def test_another_file_in_its_place_is_read_again(path: Path) -> None:
    reading = Ahead(path)
    reading._thread.join()
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    os.utime(copy, ns=(path.stat().st_mtime_ns,) * 2)
    copy.replace(path)
    assert refused(reading, path)


def test_damage_done_after_the_reading_is_found_at_opening(path: Path) -> None:
    reading = Ahead(path)
    reading._thread.join()
    with path.open("r+b") as file:
        file.seek(5_000)
        file.write(b"\0\0\0\0")
    with pytest.raises(FileDamaged):
        JournalFile(path, UNPROTECTED_KEY, reading)


def test_a_file_written_to_just_now_is_not_read_ahead(path: Path) -> None:
    os.utime(path)
    assert refused(Ahead(path), path)


def test_what_a_crash_left_is_not_touched_ahead(path: Path) -> None:
    left = path.with_name(path.name + "-journal")
    left.write_bytes(b"half")
    assert refused(Ahead(path), path)
    assert left.read_bytes() == b"half"


def test_a_file_under_another_key_or_none_at_all_is_left_to_the_opening(path: Path, tmp_path: Path) -> None:
    assert refused(Ahead(path), path, bytes(32))
    raw = connect(path, UNPROTECTED_KEY)
    raw.execute(f"PRAGMA rekey=\"x'{bytes(32).hex()}'\"")
    raw.close()
    settle(path)
    assert refused(Ahead(path), path)
    assert refused(Ahead(tmp_path / "nothing"), tmp_path / "nothing")


def test_nothing_stays_open_where_it_was_not_wanted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr(ahead, "connect", lambda *words: opened.append(connect(*words)) or opened[-1])
    reading = Ahead(path)
    reading.close()
    with pytest.raises(Exception, match="closed"):
        opened[0].execute("SELECT 1")
