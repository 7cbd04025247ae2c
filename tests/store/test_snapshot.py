"""A snapshot: one state of the journal, whole and sound, read beside a writer, and nothing written for it."""

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import (
    FileDamaged,
    FileMissing,
    JournalError,
    MadeByNewerVersion,
    PasswordNeeded,
    ReadOnly,
    WrongPassword,
)
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.keys import KeysDamaged, copy_of
from tests.conftest import LayDown

PASSWORD = "correct horse"
RELEASED = Path(__file__).with_name("released")
DAY = date(2026, 3, 10)


def note(text: str) -> NewNote:
    return NewNote(day=DAY, text=text)


def files(folder: DataFolder) -> dict[str, tuple[bytes, int]]:
    """Every file with its content and its time of change."""
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.root.rglob("*") if path.is_file()
    }


@pytest.fixture
def held(folder: DataFolder, clock: FixedClock, lay_empty: LayDown) -> Iterator[Journal]:
    """A journal with a note that another program has open."""
    with Journal.open(lay_empty(folder), clock=clock) as journal:
        journal.record(note("first"))
        yield journal


@pytest.fixture
def protected(held: Journal) -> tuple[DataFolder, str]:
    """The folder of that journal, protected by ``PASSWORD``, and its recovery code."""
    code = held.protect(PASSWORD)
    held.backup()
    return held.folder, code


def texts(journal: Journal) -> list[str]:
    return [one.text for one in journal.notes()]


def test_it_is_one_state_beside_a_writer(held: Journal) -> None:
    with Journal.open_snapshot(held.folder) as seen:
        held.record(note("second"))
        assert seen.read_only
        assert not held.read_only
        assert texts(seen) == ["first"]
        assert seen.check() == []
    with Journal.open_snapshot(held.folder) as seen:
        assert texts(seen) == ["first", "second"]


def test_what_is_not_committed_is_not_seen(held: Journal) -> None:
    other = connect(held.folder.journal, UNPROTECTED_KEY)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE note SET text = 'half a change'")
    with Journal.open_snapshot(held.folder) as seen:
        assert texts(seen) == ["first"]
    other.execute("COMMIT")
    other.close()
    with Journal.open_snapshot(held.folder) as seen:
        assert texts(seen) == ["half a change"]


def test_nothing_is_written_and_nothing_is_tidied(protected: tuple[DataFolder, str]) -> None:
    folder, _code = protected
    copy_of(folder.keys).unlink()
    for half in (folder.root / "journal.ldnj.next", folder.backups / ".000009-20260310T213100Z.ldnjb.part"):
        half.write_bytes(b"what the other program is writing")
    before = files(folder)
    with Journal.open_snapshot(folder, password=PASSWORD) as seen:
        assert texts(seen) == ["first"]
        assert seen.upkeep() is None
        seen.remember_export(folder.root / "out.json", "json")
        assert [one.path.name for one in seen.backups()] == sorted(
            (path.name for path in folder.backups.glob("0*.ldnjb")), reverse=True
        )
    assert files(folder) == before


WRITING: dict[str, Callable[[Journal], object]] = {
    "record": lambda journal: journal.record(note("no")),
    "undo": lambda journal: journal.undo(),
    "settings": lambda journal: journal.change_settings(paper="letter"),
    "drafts": lambda journal: journal.keep_drafts({"today": "{}"}),
    "backup": lambda journal: journal.backup(),
    "restore": lambda journal: journal.restore(journal.backups()[0].path),
    "protect": lambda journal: journal.protect(PASSWORD),
    "unprotect": lambda journal: journal.unprotect(PASSWORD),
    "password": lambda journal: journal.change_password(PASSWORD, "another horse"),
    "code": lambda journal: journal.change_recovery_code(PASSWORD),
    "keychain": lambda journal: journal.use_keychain(PASSWORD),
    "reserve": lambda journal: journal.free_reserve(),
    "erase": lambda journal: journal.close_and_erase(),
    "remove": lambda journal: journal.remove(Kind.NOTE, *(one.id for one in journal.notes())),
}


def test_it_takes_nothing(protected: tuple[DataFolder, str]) -> None:
    folder, _code = protected
    before = files(folder)
    with Journal.open_snapshot(folder, password=PASSWORD) as seen:
        for name, deed in WRITING.items():
            with pytest.raises(ReadOnly):
                deed(seen)
            assert texts(seen) == ["first"], name
    assert files(folder) == before


def test_the_password_is_asked_for_as_always(protected: tuple[DataFolder, str]) -> None:
    folder, code = protected
    with pytest.raises(PasswordNeeded):
        Journal.open_snapshot(folder)
    with pytest.raises(WrongPassword, match="Wrong password"):
        Journal.open_snapshot(folder, password="wrong horse")
    with pytest.raises(WrongPassword, match="recovery code"):
        Journal.open_snapshot(folder, recovery_code=code[::-1])
    for given in ({"password": PASSWORD}, {"recovery_code": code}):
        with Journal.open_snapshot(folder, **given) as seen:
            assert texts(seen) == ["first"]
            assert seen.protected
            assert seen.info().protected


def test_keys_are_looked_for_where_there_are_copies_of_them(protected: tuple[DataFolder, str]) -> None:
    folder, _code = protected
    for gone in (folder.keys, copy_of(folder.keys)):
        gone.write_bytes(b"ruins")
        before = files(folder)
        with Journal.open_snapshot(folder, password=PASSWORD) as seen:
            assert texts(seen) == ["first"]
        with pytest.raises(WrongPassword):
            Journal.open_snapshot(folder, password="wrong horse")
        assert files(folder) == before
    for one in folder.backups.glob("*.keys"):
        one.unlink()
    with pytest.raises(KeysDamaged):
        Journal.open_snapshot(folder, password=PASSWORD)


def test_keys_of_another_journal_open_nothing(
    protected: tuple[DataFolder, str], tmp_path: Path, lay_empty: LayDown
) -> None:
    folder, _code = protected
    other = lay_empty(DataFolder(tmp_path / "other"))
    with Journal.open(other) as another:
        another.protect("another horse")
    shutil.copy(other.keys, folder.keys)
    with Journal.open_snapshot(folder, password=PASSWORD) as seen:
        assert texts(seen) == ["first"]
    with pytest.raises(JournalError):
        Journal.open_snapshot(folder, password="another horse")


@pytest.mark.parametrize("rounds", [15, pytest.param(400, marks=pytest.mark.full)])
def test_every_flipped_bit_is_seen(held: Journal, rounds: int) -> None:
    path, chance = held.folder.journal, random.Random(20260310)
    whole = path.read_bytes()
    for _round in range(rounds):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        with pytest.raises(FileDamaged, match="Nothing has been deleted"):
            Journal.open_snapshot(held.folder)
    path.write_bytes(whole)
    Journal.open_snapshot(held.folder).close()


@pytest.mark.parametrize("size", [0, 100, 4096, 20_000])
def test_a_file_cut_short(held: Journal, size: int) -> None:
    path = held.folder.journal
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(FileDamaged):
        Journal.open_snapshot(held.folder)


def test_no_file(folder: DataFolder) -> None:
    with pytest.raises(FileMissing, match="There is no journal"):
        Journal.open_snapshot(folder)


@pytest.mark.parametrize("released", [min(RELEASED.glob("v*.ldnj"))], ids=lambda path: path.stem)
def test_an_older_journal_is_brought_up_to_date_in_the_copy_alone(folder: DataFolder, released: Path) -> None:
    folder.make()
    shutil.copy(released, folder.journal)
    before = files(folder)
    with Journal.open_snapshot(folder) as seen:
        told = seen.info()
        assert seen.check() == []
    assert files(folder) == before
    with Journal.open(folder) as journal:
        assert journal.info().counts == told.counts
        assert journal.info().schema_version == told.schema_version


def test_a_newer_journal(held: Journal) -> None:
    raw = connect(held.folder.journal, UNPROTECTED_KEY)
    raw.execute("PRAGMA user_version=99")
    raw.close()
    with pytest.raises(MadeByNewerVersion):
        Journal.open_snapshot(held.folder)


@pytest.mark.full
def test_copies_and_plain_databases_are_written_from_it(protected: tuple[DataFolder, str], tmp_path: Path) -> None:
    folder, _code = protected
    with Journal.open_snapshot(folder, password=PASSWORD) as seen:
        assert seen.write_copy(tmp_path / "copy.ldnjb").entries == 1
        seen.export_sqlite(tmp_path / "plain.sqlite")
        assert len(seen.postponed) == 1
    assert (tmp_path / "plain.sqlite").read_bytes()[:15] == b"SQLite format 3"
    with Journal.open_snapshot(folder, password=PASSWORD) as seen:
        assert seen.copy_contents(tmp_path / "copy.ldnjb").entries == 1
