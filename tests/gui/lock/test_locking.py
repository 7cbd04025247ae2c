"""A protected journal in the window: opening, locking, what is kept meanwhile, the recovery code, and damage."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.lock.locking import Locking
from ldn_journal.gui.lock.unlock import UnlockScreen
from ldn_journal.gui.lock.watch import Watch
from ldn_journal.gui.treatment.page import TreatmentPage
from ldn_journal.gui.trouble import Trouble
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk

PASSWORD = "correct horse"


@pytest.fixture
def protected(planned: DataFolder, clock: FixedClock) -> DataFolder:
    with Journal.open(planned, clock=clock) as journal:
        journal.protect(PASSWORD)
    return planned


def locking(desk: Desk) -> Locking:
    return next(one for one in desk.window.findChildren(QObject) if isinstance(one, Locking))


def screen(desk: Desk) -> UnlockScreen:
    found = desk.window.centralWidget()
    assert isinstance(found, UnlockScreen)
    return found


def unlock(desk: Desk, password: str = PASSWORD) -> None:
    desk.settle()
    desk.type(password)
    desk.press(Qt.Key.Key_Return)
    desk.settle()


def test_nothing_of_the_diary_shows_before_the_password(protected: DataFolder, sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.settle()
    assert screen(desk).password.line.hasFocus()
    assert list(desk.window.made_pages()) == []
    unlock(desk, "wrong horse")
    assert "Wrong password. Nothing was changed." in screen(desk).problem.text()
    assert screen(desk).password.line.selectedText() == "wrong horse"
    unlock(desk)
    desk.ready()
    assert desk.window.centralWidget() is not None
    assert desk.today.isVisible()
    assert desk.window.exit_code == 0


def test_wrong_passwords_wait_longer_each_time_and_erase_nothing(
    protected: DataFolder, sit_down: Callable[[], Desk]
) -> None:
    before = protected.journal.read_bytes(), protected.keys.read_bytes()
    desk = sit_down()
    for _time in range(3):
        unlock(desk, "wrong horse")
    assert not screen(desk).open.isEnabled()
    assert "2 seconds" in screen(desk).open.text()
    desk.press(Qt.Key.Key_Return)
    assert not screen(desk).open.isEnabled()
    desk.qtbot.waitUntil(screen(desk).open.isEnabled, timeout=60_000)
    assert before == (protected.journal.read_bytes(), protected.keys.read_bytes())
    unlock(desk)
    desk.ready()


def test_locking_keeps_a_form_half_filled_in_and_closes_dialogs(
    protected: DataFolder, sit_down: Callable[[], Desk], qtbot: QtBot
) -> None:
    desk = sit_down()
    unlock(desk)
    desk.ready()
    desk.window.show_page("treatment")
    page = desk.window.page("treatment")
    assert isinstance(page, TreatmentPage)
    qtbot.waitUntil(lambda: page.view is not None)
    desk.settle()
    page.medicines.entries.adders["add"].click()
    desk.type("Zebrafish oil")
    desk.window.show_shortcuts()
    assert any(isinstance(one, QDialog) and one.isVisible() for one in QApplication.topLevelWidgets())
    desk.window.lock_wanted.emit()
    desk.settle()
    assert not any(isinstance(one, QDialog) and one.isVisible() for one in QApplication.topLevelWidgets())
    assert list(desk.window.made_pages()) == []
    screen(desk)
    for path in protected.root.rglob("*"):
        if path.is_file():
            assert b"Zebrafish" not in path.read_bytes()
    unlock(desk)
    again = desk.window.page("treatment")
    assert isinstance(again, TreatmentPage)
    assert again is not page
    qtbot.waitUntil(lambda: again.medicines.entries.form is not None, timeout=60_000)
    assert again.medicines.entries.form is not None
    assert "Zebrafish oil" in again.medicines.entries.form.texts().values()
    again.medicines.entries.form.give(confirmed=False)
    desk.settle()
    locking(desk).drafts.keep()
    desk.settle()
    assert [row.spec.id for row in again.medicines.entries.rows]


def test_a_note_being_typed_is_stored_when_the_window_locks(
    protected: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    desk = sit_down()
    unlock(desk)
    desk.ready()
    assert desk.today.form is not None
    note = desk.today.form.item("note").row.controls()[0]
    note.setFocus()
    desk.type("half a though")
    desk.window.lock_wanted.emit()
    desk.settle()
    screen(desk)
    with Journal.open(protected, clock=clock, password=PASSWORD) as journal:
        assert [one.text for one in journal.notes()] == ["half a though"]


def test_the_recovery_code_opens_and_asks_for_a_new_password(
    planned: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    with Journal.open(planned, clock=clock) as journal:
        code = journal.protect(PASSWORD)
    desk = sit_down()
    desk.settle()
    screen(desk).forgot.click()
    desk.type(code.lower())
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    assert screen(desk).new.isVisible()
    desk.type("battery staple")
    screen(desk).again.setFocus()
    desk.type("battery stable")
    desk.press(Qt.Key.Key_Return)
    assert "not the same" in screen(desk).problem.text()
    screen(desk).again.line.selectAll()
    desk.type("battery staple")
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    desk.ready()
    desk.window.lock_wanted.emit()
    desk.settle()
    unlock(desk, "battery staple")
    desk.ready()


def test_idle_and_sleep_lock_and_keys_put_it_off(
    protected: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    desk = sit_down()
    unlock(desk)
    desk.ready()
    watch = next(one for one in desk.window.findChildren(QObject) if isinstance(one, Watch))
    assert watch._idle.isActive()
    assert watch._idle.interval() == 10 * 60_000
    watch._idle.start(60_000)
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Shift)
    assert watch._idle.remainingTime() > 9 * 60_000
    asked = []
    watch.time_to_lock.connect(lambda: asked.append(True))
    watch._look_at_clock()
    assert not asked
    clock.at += timedelta(hours=3)
    watch._look_at_clock()
    assert asked
    desk.settle()
    screen(desk)


def test_an_unprotected_journal_is_never_locked(planned: DataFolder, sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.ready()
    desk.window.lock_wanted.emit()
    desk.settle()
    assert desk.today.isVisible()


def test_a_damaged_journal_is_restored_from_the_window(
    protected: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    with Journal.open(protected, clock=clock, password=PASSWORD) as journal:
        journal.backup()
    data = bytearray(protected.journal.read_bytes())
    data[9_000] ^= 1
    protected.journal.write_bytes(data)
    desk = sit_down()
    unlock(desk)
    trouble = desk.window.centralWidget()
    assert isinstance(trouble, Trouble)
    assert "damaged" in trouble.sentence.text()
    assert "Newest good copy" in trouble.sentence.text()
    assert trouble.copies.count() == 2  # one was made before the password was set
    trouble.restore.click()
    desk.settle()
    assert "protected by a password" in trouble.problem.text()
    trouble.password.line.setText(PASSWORD)
    trouble.restore.click()
    desk.settle()
    desk.ready()
    assert len(list(protected.quarantine.glob("*journal.ldnj"))) == 1
    assert desk.window.exit_code == 0
