"""The window over keys that are another's, older or gone, a file without a password where a protected one was, a lost link."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.gui.lock.unlock import UnlockScreen
from ldn_journal.gui.trouble import Trouble
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk

PASSWORD, OLD, OTHER = "correct horse", "horse before that", "battery staple"


@pytest.fixture
def protected(planned: DataFolder, clock: FixedClock, tmp_path: Path) -> DataFolder:
    """A protected journal with a note and a backup; its keys before a change of password, and those of another, lie aside."""
    with Journal.open(planned, clock=clock) as journal:
        journal.record(NewNote(day=journal.today(), text="kept"))
        journal.protect(OLD)
        journal.backup()
        shutil.copy(planned.keys, tmp_path / "older.keys")
        journal.change_password(OLD, PASSWORD)
    other = DataFolder(tmp_path / "other")
    Journal.create_protected(other, OTHER, clock=clock)[0].close()
    shutil.copy(other.keys, tmp_path / "foreign.keys")
    return planned


def both(folder: DataFolder) -> tuple[Path, Path]:
    return folder.keys, folder.keys.with_name("journal.keys.bak")


def unlock(desk: Desk, password: str) -> None:
    assert isinstance(desk.window.centralWidget(), UnlockScreen)
    desk.type(password)
    desk.press(Qt.Key.Key_Return)
    desk.settle()


def trouble_in(desk: Desk) -> Trouble:
    found = desk.window.centralWidget()
    assert isinstance(found, Trouble), found
    return found


def notes(folder: DataFolder, clock: FixedClock, password: str | None) -> list[str]:
    with Journal.open(folder, clock=clock, password=password) as journal:
        return [one.text for one in journal.notes()]


def restore(desk: Desk, password: str) -> None:
    """Restore the newest backup with its password."""
    trouble = trouble_in(desk)
    assert trouble.copies.count() > 0
    trouble.password.line.setText(password)
    trouble.restore.click()
    desk.settle()
    desk.ready()
    assert desk.today.isVisible()
    assert desk.window.exit_code == 0


@pytest.mark.parametrize(
    "state",
    [
        "foreign",
        *(pytest.param(one, marks=pytest.mark.full) for one in ("gone", "older", "copy alone", "foreign copy")),
    ],
)
def test_the_right_password_opens_it(
    protected: DataFolder, sit_down: Callable[[], Desk], tmp_path: Path, state: str
) -> None:
    """By the copy of the keys, or by those beside the backups."""
    keys, copy = both(protected)
    right = keys.read_bytes()
    for path in {"foreign": (keys, copy), "older": (keys,), "foreign copy": (copy,)}.get(state, ()):
        shutil.copy(tmp_path / ("older.keys" if state == "older" else "foreign.keys"), path)
    if state in ("gone", "copy alone"):
        keys.unlink()
    if state == "gone":
        copy.unlink()
    desk = sit_down()
    desk.settle()
    if state != "foreign":
        unlock(desk, "never the password")
        assert isinstance(desk.window.centralWidget(), UnlockScreen)
    unlock(desk, PASSWORD)
    desk.ready()
    assert desk.today.isVisible()
    assert keys.read_bytes() == copy.read_bytes() == right


@pytest.mark.parametrize("state", ["foreign", pytest.param("gone", marks=pytest.mark.full)])
def test_nothing_opens_it_and_a_backup_is_the_way(
    protected: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock, tmp_path: Path, state: str
) -> None:
    """The journal itself now lies in another's place: none of the keys here open it, those beside the backups open these."""
    lost = DataFolder(tmp_path / "other")
    shutil.copy(lost.journal, protected.journal)
    if state == "gone":
        for path in both(protected):
            path.unlink()
    desk = sit_down()
    desk.settle()
    unlock(desk, PASSWORD)
    trouble = trouble_in(desk)
    assert "These keys belong to another journal." in trouble.sentence.text()
    assert desk.window.exit_code == 4
    restore(desk, PASSWORD)


def test_keys_that_are_gone_are_not_called_damage(
    protected: DataFolder, sit_down: Callable[[], Desk], tmp_path: Path
) -> None:
    for path in both(protected):
        path.unlink()
    shutil.rmtree(protected.backups)
    desk = sit_down()
    desk.settle()
    trouble = trouble_in(desk)
    assert "The key file of this journal is missing." in trouble.sentence.text()
    assert "damaged" not in trouble.sentence.text() + trouble.advice.text()
    assert trouble.other.isVisible()


@pytest.fixture
def swapped(protected: DataFolder, clock: FixedClock, tmp_path: Path) -> DataFolder:
    """A file without a password in the place of the protected journal."""
    planted = DataFolder(tmp_path / "planted")
    with Journal.create(planted, clock=clock) as journal:
        journal.record(NewNote(day=journal.today(), text="planted"))
    shutil.copy(planted.journal, protected.journal)
    return protected


def test_a_file_without_a_password_takes_none(
    swapped: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    keys = swapped.keys.read_bytes()
    planted = swapped.journal.read_bytes()
    for password in ("rubbish it is", PASSWORD):
        desk = sit_down()
        desk.settle()
        unlock(desk, password)
        trouble = trouble_in(desk)
        assert "not protected by a password" in trouble.sentence.text()
        assert trouble.open.isVisible()
        assert desk.window.exit_code == 3
        assert swapped.keys.read_bytes() == keys
        assert swapped.journal.read_bytes() == planted
    restore(desk, PASSWORD)
    assert planted in [path.read_bytes() for path in swapped.quarantine.iterdir()]


def test_it_is_opened_knowingly_and_the_keys_are_kept(
    swapped: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    keys = swapped.keys.read_bytes()
    desk = sit_down()
    desk.settle()
    unlock(desk, "rubbish it is")
    trouble_in(desk).open.click()
    desk.settle()
    desk.ready()
    assert desk.today.isVisible()
    assert not any(path.exists() for path in both(swapped))
    assert keys in [path.read_bytes() for path in swapped.quarantine.iterdir()]


@pytest.mark.full
def test_its_keys_taken_away_while_the_window_was_locked(
    protected: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock, tmp_path: Path
) -> None:
    """Then a password is needed for nothing, and is refused all the same."""
    desk = sit_down()
    desk.settle()
    unlock(desk, PASSWORD)
    desk.ready()
    desk.window.lock_wanted.emit()
    desk.settle()
    planted = DataFolder(tmp_path / "planted")
    Journal.create(planted, clock=clock).close()
    shutil.copy(planted.journal, protected.journal)
    for path in both(protected):
        path.unlink()
    unlock(desk, PASSWORD)
    assert "not protected by a password" in trouble_in(desk).sentence.text()
    restore(desk, PASSWORD)
    assert protected.keys.exists()


@pytest.mark.full
@pytest.mark.parametrize("what", ["journal", "folder"])
def test_a_stick_that_is_not_plugged_in(
    folder: DataFolder, sit_down: Callable[[], Desk], tmp_path: Path, what: str
) -> None:
    stick = tmp_path / "stick"
    if what == "journal":
        folder.make()
        folder.journal.symlink_to(stick / "journal.ldnj")
    else:
        folder.root.symlink_to(stick)
    desk = sit_down()
    desk.settle()
    trouble = trouble_in(desk)
    assert "is a link to" in trouble.sentence.text()
    assert desk.window.exit_code == 8
    assert not stick.exists()
    stick.mkdir()
    with Journal.create(DataFolder(stick)):
        pass
    trouble.again.click()
    desk.settle()
    desk.ready()
    assert desk.today.isVisible()
