"""The newest backup tested in the window, beside everything else, and the recovery code typed for practice."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.keeping.page import KeepingPage
from ldn_journal.gui.lock.locking import Locking
from ldn_journal.journal import Journal
from ldn_journal.journal.backup_trials import PRACTICE_EVERY
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.keys import _check_letter
from ldn_journal.store.trial_restore import TrialRestore
from tests.gui.conftest import PATIENCE_MS, Desk

PASSWORD = "correct horse"


def shown(desk: Desk) -> KeepingPage:
    desk.window.show_page("keeping")
    found = desk.window.page("keeping")
    assert isinstance(found, KeepingPage)
    desk.qtbot.waitUntil(lambda: found.view is not None, timeout=PATIENCE_MS)
    desk.settle()
    return found


def locking(desk: Desk) -> Locking:
    return next(one for one in desk.window.findChildren(QObject) if isinstance(one, Locking))


def wait_for_trial(desk: Desk) -> None:
    """Wait until the test that was begun is over and shown."""
    runner = locking(desk)._trial_runner()
    desk.qtbot.waitUntil(lambda: not runner.running, timeout=PATIENCE_MS)
    desk.settle()


@pytest.fixture
def backed_up(planned: DataFolder, clock: FixedClock) -> Path:
    """A journal with one backup; its path."""
    with Journal.open(planned, clock=clock) as journal:
        return journal.backup().backup.path


def test_the_button_tests_the_newest_backup_and_says_so(backed_up: Path, sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.ready()
    page = shown(desk)
    assert page.trial.state.text() == "No backup has been restored for trial yet."
    page.trial.now.click()
    assert not page.trial.now.isEnabled()
    wait_for_trial(desk)
    assert page.trial.state.text().replace("\u00a0", " ") == (
        "The newest backup, of 10 Mar 2026, was restored for trial on 10 Mar 2026: its 1 entry is there."
    )
    assert page.trial.now.isEnabled()
    assert page.trial.failed.isHidden()
    assert desk.window.problem.isHidden()


def test_one_that_fails_is_said_on_the_page_and_in_a_bar_and_stays_said(
    backed_up: Path, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    raw = connect(backed_up, UNPROTECTED_KEY)
    raw.execute("DELETE FROM titration_step")
    raw.close()
    desk = sit_down()
    desk.ready()
    locking(desk)._see_to_trials()  # as five seconds after the start
    desk.settle()
    runner = locking(desk)._trial_runner()
    assert runner._rest.isActive()
    runner._rest.setInterval(0)  # nobody has typed for long enough
    desk.qtbot.waitUntil(lambda: runner.fault is not None and not runner.running, timeout=PATIENCE_MS)
    desk.settle()
    assert "failed its test" in desk.window.problem.text()
    assert "Another backup was made at once" in desk.window.problem.text()
    assert not desk.window.problem.isHidden()
    again = sit_down()
    again.ready()
    page = shown(again)
    assert "its 1 entry is there" in page.trial.state.text()
    assert "does not hold what was saved" in page.trial.failed.text()
    assert page.view is not None
    assert len(page.view.backups) == 2
    assert ["failed its test" in row.spec.details[0] for row in page.backups.rows] == [False, True]
    assert "checked, no errors" in page.backups.state.text()
    assert backed_up.exists()


@pytest.mark.full
def test_it_waits_while_somebody_types_and_is_asked_for_once_a_month(
    backed_up: Path, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    desk = sit_down()
    desk.ready()
    locking(desk)._see_to_trials()
    desk.settle()
    runner = locking(desk)._trial_runner()
    runner._rest.start(1_000_000)
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Shift)
    assert runner._rest.remainingTime() < 1_000_000 - 10_000  # begun anew with the time it takes
    runner._at_rest()
    wait_for_trial(desk)
    locking(desk)._see_to_trials()
    desk.settle()
    assert not runner._rest.isActive()
    clock.move(timedelta(days=31))
    locking(desk)._see_to_trials()
    desk.settle()
    assert runner._rest.isActive()


@pytest.mark.full
@pytest.mark.parametrize("how", ["lock", pytest.param("close", marks=pytest.mark.full)])
def test_closing_and_locking_break_it_off_and_leave_nothing(
    planned: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    with Journal.open(planned, clock=clock) as journal:
        journal.protect(PASSWORD)
        journal.backup()
    whole = TrialRestore._contents
    asked: list[bool] = []

    def slow(self: TrialRestore) -> object:
        """Hold the trial where its scratch file is written, until it is asked to stop."""
        asked.append(self.scratch.exists())
        runner_stopped.wait(60)
        return whole(self)

    desk = sit_down()
    desk.settle()
    desk.type(PASSWORD)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    desk.ready()
    page = shown(desk)
    monkeypatch.setattr(TrialRestore, "_contents", slow)
    page.trial.now.click()
    runner = locking(desk)._trial_runner()
    assert runner._stopped is not None
    runner_stopped = runner._stopped
    desk.qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
    if how == "lock":
        desk.window.lock_wanted.emit()
    else:
        desk.window.close()
        locking(desk).stop_trial()
    desk.settle()
    assert asked == [True]
    assert not runner.running
    assert not list(planned.root.glob(".journal*"))


# Recovery code ---------------------------------------------------------------------------------------------------


@pytest.fixture
def coded(planned: DataFolder, clock: FixedClock) -> str:
    """A protected journal; its recovery code."""
    with Journal.open(planned, clock=clock) as journal:
        return journal.protect(PASSWORD)


@pytest.fixture
def desk(coded: str, sit_down: Callable[[], Desk]) -> Desk:
    desk = sit_down()
    desk.settle()
    desk.type(PASSWORD)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    desk.ready()
    return desk


def line(page: KeepingPage) -> QLineEdit:
    assert page.practice.field is not None
    return page.practice.field.line


def give(desk: Desk, page: KeepingPage, text: str) -> str:
    """Type a code and press Enter; return what is said."""
    line(page).clear()
    line(page).setFocus()
    desk.type(text)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    panel = page.practice.place.panel
    return page.practice.told.text() if panel is None else panel.problem.text()


@pytest.mark.full
def test_without_a_password_there_is_nothing_to_practise(planned: DataFolder, sit_down: Callable[[], Desk]) -> None:
    opened = sit_down()
    opened.ready()
    assert shown(opened).practice.isHidden()


def test_the_code_is_answered_kindly_and_nothing_happens_to_the_journal(
    desk: Desk, coded: str, planned: DataFolder, clock: FixedClock
) -> None:
    page = shown(desk)
    before = planned.keys.read_bytes()
    page.practice.begin.click()
    assert "slip" in give(desk, page, "ABCD")
    assert line(page).text() == "ABCD"
    other = "0000-0000-0000-0000-0000-0000-0000-000"
    other += _check_letter(other.replace("-", ""))
    assert "not the code of this journal" in give(desk, page, other)
    assert line(page).text() == ""
    held: list[str] = []
    line(page).textChanged.connect(held.append)
    assert give(desk, page, coded.lower()) == "That's the right code. Keep it where you found it."
    assert (held[-2], held[-1]) == (coded.lower(), "")
    assert page.practice.place.panel is None
    assert "it was right" in page.practice.state.text()
    assert planned.keys.read_bytes() == before
    assert page.isVisible()


def test_what_is_typed_reaches_no_clipboard_and_does_not_stay(desk: Desk, coded: str) -> None:
    page = shown(desk)
    page.practice.begin.click()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    page.practice.field.show_it.click()  # type: ignore[union-attr]
    line(page).setFocus()
    desk.type(coded)
    assert page.practice.field.shown.text() == coded  # type: ignore[union-attr]
    assert line(page).echoMode() is QLineEdit.EchoMode.Password
    line(page).selectAll()
    QTest.keySequence(line(page), QKeySequence(QKeySequence.StandardKey.Copy))
    QTest.mouseDClick(line(page), Qt.MouseButton.LeftButton)
    QTest.keySequence(line(page), QKeySequence(QKeySequence.StandardKey.Cut))
    assert clipboard.text() == "before"
    if clipboard.supportsSelection():  # as on X11, where selecting alone would do
        assert coded[:4] not in clipboard.text(QClipboard.Mode.Selection)
    desk.type(coded)
    held: list[str] = []
    line(page).textChanged.connect(held.append)
    desk.window.show_page("today")
    assert held == [""]
    assert page.practice.place.panel is None
    desk.window.show_page("keeping")
    page.practice.begin.click()
    desk.type("ABCD")
    line(page).textChanged.connect(held.append)
    desk.press(Qt.Key.Key_Escape)
    assert held == ["", ""]


@pytest.mark.full
def test_it_is_offered_twice_a_year_on_this_page_alone_and_can_be_put_off(
    desk: Desk, planned: DataFolder, clock: FixedClock
) -> None:
    then = datetime.combine(date(2025, 1, 1), datetime.min.time(), UTC).timestamp()
    os.utime(planned.keys, times=(then, then))
    page = shown(desk)
    page.mark_stale()
    desk.settle()
    assert "half a year" in page.practice.state.text()
    assert page.practice.later.isVisible()
    page.practice.later.click()
    desk.settle()
    assert page.practice.later.isHidden()
    clock.move(PRACTICE_EVERY)
    page.mark_stale()
    desk.settle()
    assert page.practice.later.isVisible()
    desk.window.show_page("today")
    desk.settle()
    assert desk.window.problem.isHidden()
