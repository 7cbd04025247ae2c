"""A backup restored on trial: what is found, what is left behind, and that nothing but the scratch file is written."""

import os
import shutil
import stat
from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from ldn_journal.base.errors import Cancelled, CannotAccess, DiskFull, FileDamaged, FileMissing, MadeByNewerVersion
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.life import Note
from ldn_journal.store import Add, Backup, Store
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.content_digest import content_digest
from ldn_journal.store.copies import copy_and_read
from ldn_journal.store.trial_restore import TrialRestore

AT = datetime(2026, 3, 10, 22, 31, tzinfo=UTC)
KEY = bytes(range(32))
RELEASED = Path(__file__).with_name("released")


class Made:
    """A backup of thirty notes, and what is expected of it."""

    def __init__(self, root: Path) -> None:
        store = Store.create(root / "journal.ldnj")
        notes = [
            Note(id=new_id(), recorded_at=AT, source="window", day=AT.date(), text=f"{n} " * 200) for n in range(30)
        ]
        store.apply([Add(note) for note in notes], label="", source="test", at=AT)
        self.path = root / "000001-20260310T223100Z.ldnjb"
        copy_and_read(store.file, self.path, None, KEY)
        self.digest = store.file.asked(content_digest)
        store.close()
        self.scratch = root / "data" / ".journal.trial.part"
        self.trial = TrialRestore(Backup(self.path, 1, AT), KEY, self.scratch)

    def left(self) -> list[Path]:
        return list(self.scratch.parent.iterdir())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, bytes]:
    made = Made(tmp_path_factory.mktemp("made"))
    return made, made.path.read_bytes()


@pytest.fixture
def made(whole: tuple[Made, bytes]) -> Made:
    """The same backup for each test, as it was made."""
    made, data = whole
    made.path.write_bytes(data)
    made.scratch.parent.mkdir(exist_ok=True)
    return made


def test_what_was_saved_comes_back_and_nothing_stays(made: Made) -> None:
    before = made.path.read_bytes(), made.path.stat().st_mtime_ns
    seen: list[tuple[int, bool]] = []

    def look() -> bool:
        seen.append((stat.S_IMODE(made.scratch.stat().st_mode), b"SQLite format" in made.scratch.read_bytes()[:64]))
        return False

    found = made.trial.run(look)
    assert (found.entries, found.digest) == (30, made.digest)
    assert set(seen) == {(0o600, False)}
    assert made.left() == []
    assert (made.path.read_bytes(), made.path.stat().st_mtime_ns) == before


def test_every_page_of_it_is_looked_at(made: Made) -> None:
    whole = made.path.read_bytes()
    for place in range(40, len(whole), 7 * 4096):
        spoilt = bytearray(whole)
        spoilt[place] ^= 4
        made.path.write_bytes(spoilt)
        with pytest.raises(FileDamaged):
            made.trial.run()
        assert made.left() == []


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM note; END",
        "CREATE VIEW v AS SELECT * FROM note",
        "CREATE TABLE beside (x)",
        "PRAGMA application_id = 7",
        "DROP TABLE revision",
        "UPDATE note SET text = CAST(x'ff' AS TEXT)",
    ],
)
def test_what_is_sound_but_no_journal_is_damage(made: Made, change: str) -> None:
    raw = connect(made.path, KEY)
    raw.execute(change)
    raw.close()
    with pytest.raises(FileDamaged):
        made.trial.run()
    assert made.left() == []


def test_another_key_a_lost_file_and_a_later_version_are_told_apart(made: Made) -> None:
    with pytest.raises(FileDamaged):
        TrialRestore(made.trial.backup, UNPROTECTED_KEY, made.scratch).run()
    raw = connect(made.path, KEY)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(MadeByNewerVersion):
        made.trial.run()
    made.path.unlink()
    with pytest.raises(FileMissing):
        made.trial.run()
    assert made.left() == []


@pytest.mark.parametrize("released", sorted(RELEASED.glob("*.ldnj")), ids=lambda path: path.stem)
def test_a_backup_of_every_released_version_opens(released: Path, tmp_path: Path) -> None:
    backup = tmp_path / "000001-20260310T223100Z.ldnjb"
    shutil.copy(released, backup)
    before = backup.read_bytes()
    found = TrialRestore(Backup(backup, 1, AT), UNPROTECTED_KEY, tmp_path / "scratch").run()
    assert found.entries > 0
    assert backup.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [backup.name]


def test_a_backup_that_loses_an_entry_on_its_way_to_this_version_cannot_be_restored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldn_journal.store import migrations

    def forgetful(connection: Connection, version: int, *more: int) -> None:
        migrate(connection, version, *more)
        connection.exec_driver_sql("DELETE FROM note")

    migrate = migrations.migrate
    backup = Path(shutil.copy(RELEASED / "v0001.ldnj", tmp_path / "000001-20260310T223100Z.ldnjb"))
    monkeypatch.setattr(migrations, "migrate", forgetful)
    with pytest.raises(FileDamaged):
        TrialRestore(Backup(backup, 1, AT), UNPROTECTED_KEY, tmp_path / "scratch").run()


@pytest.mark.parametrize("after", range(6))
def test_stopped_at_any_point_it_leaves_nothing(made: Made, after: int) -> None:
    asked = iter([False] * after)
    with pytest.raises(Cancelled):
        made.trial.run(lambda: next(asked, True))
    assert made.left() == []


def test_what_a_crash_left_is_no_hindrance(made: Made) -> None:
    made.scratch.write_bytes(b"half")
    made.scratch.with_name(made.scratch.name + "-journal").write_bytes(b"half a change")
    assert made.trial.run().entries == 30
    assert made.left() == []


def test_a_disk_with_little_room_is_left_alone(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(1 << 40, 0, (64 << 20) + 1000))
    with pytest.raises(DiskFull, match="not enough room"):
        made.trial.run()
    assert made.left() == []


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_scratch_file_that_cannot_be_written_says_nothing_against_the_backup(made: Made) -> None:
    import resource
    import signal

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(DiskFull):
            made.trial.run()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert made.left() == []
    made.scratch.parent.rmdir()
    with pytest.raises(CannotAccess):
        made.trial.run()
