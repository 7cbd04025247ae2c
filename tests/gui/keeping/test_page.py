"""The page of backups and password over a real journal: protect, lock, copy to a stick, go back, look over, delete."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.gui.keeping.farewell import Farewell
from ldn_journal.gui.keeping.page import KeepingPage
from ldn_journal.gui.keeping.panel import Panel
from ldn_journal.gui.keeping.protection import CodePanel
from ldn_journal.gui.lock.unlock import UnlockScreen
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk

PASSWORD = "correct horse"


@pytest.fixture
def page(planned: DataFolder, sit_down: Callable[[], Desk]) -> tuple[Desk, KeepingPage]:
    desk = sit_down()
    desk.ready()
    return desk, shown(desk)


def shown(desk: Desk) -> KeepingPage:
    desk.window.show_page("keeping")
    found = desk.window.page("keeping")
    assert isinstance(found, KeepingPage)
    desk.qtbot.waitUntil(lambda: found.view is not None)
    desk.settle()
    return found


def panel(place: object) -> Panel:
    found = place.panel  # type: ignore[attr-defined]
    assert isinstance(found, Panel)
    return found


def note(folder: DataFolder, clock: FixedClock, text: str, **secrets: str) -> None:
    with Journal.open(folder, clock=clock, **secrets) as journal:  # type: ignore[arg-type]
        journal.record(NewNote(day=date(2026, 3, 9), text=text))


def test_protecting_shows_the_code_once_and_then_the_journal_needs_the_password(
    page: tuple[Desk, KeepingPage], planned: DataFolder, clock: FixedClock
) -> None:
    desk, keeping = page
    assert "no password" in keeping.protection._state.text()
    keeping.protection.protect.click()
    desk.type(PASSWORD)
    desk.press(Qt.Key.Key_Return)
    assert "not the same" in panel(keeping.protection.place).problem.text()
    desk.type(PASSWORD)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    code = panel(keeping.protection.place)
    assert isinstance(code, CodePanel)
    assert "Protected" in desk.window.nav._foot.text()
    assert "encrypted" in keeping.protection._state.text()
    code.do.click()
    assert keeping.protection.place.panel is None
    keeping.protection.lock.click()
    desk.settle()
    assert isinstance(desk.window.centralWidget(), UnlockScreen)
    with Journal.open(planned, clock=clock, recovery_code=code.code) as journal:
        assert journal.protected
        assert all(one.keys.exists() for one in journal.backups())


def test_a_short_password_is_refused_with_a_sentence(page: tuple[Desk, KeepingPage]) -> None:
    desk, keeping = page
    keeping.protection.protect.click()
    for field in panel(keeping.protection.place).fields:
        field.line.setText("short")  # type: ignore[attr-defined]
    panel(keeping.protection.place).do.click()
    desk.settle()
    assert "8 characters" in panel(keeping.protection.place).problem.text()
    assert keeping.view is not None
    assert not keeping.view.protected


def test_changing_says_what_old_keys_still_open_and_a_new_key_ends_it(
    planned: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    with Journal.open(planned, clock=clock) as journal:
        first = journal.protect(PASSWORD)
        journal.backup()
    old_keys = planned.keys.read_bytes()
    desk = sit_down()
    desk.settle()
    desk.type(PASSWORD)
    desk.press(Qt.Key.Key_Return)
    desk.ready()
    keeping = shown(desk)
    keeping.protection.change.click()
    told = panel(keeping.protection.place).words.text()
    assert "old copy of the key file" in told
    assert keeping.protection.renew.text() in told
    keeping.protection.renew.click()
    for words in ("wrong horse", PASSWORD):
        for field, text in zip(
            panel(keeping.protection.place).fields, (words, "battery staple", "battery staple"), strict=True
        ):
            field.line.setText(text)  # type: ignore[attr-defined]
        panel(keeping.protection.place).do.click()
        desk.settle()
        if words != PASSWORD:
            assert "Wrong password" in panel(keeping.protection.place).problem.text()
            assert planned.keys.read_bytes() == old_keys
    code = panel(keeping.protection.place)
    assert isinstance(code, CodePanel)
    assert code.code != first
    keeping.protection.lock.click()
    desk.settle()
    screen = desk.window.centralWidget()
    assert isinstance(screen, UnlockScreen)
    desk.type(PASSWORD)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    assert "Wrong password" in screen.problem.text()
    desk.type("battery staple")
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    assert not isinstance(desk.window.centralWidget(), UnlockScreen)
    assert desk.window.exit_code == 0


def test_yesterdays_version_comes_back_and_now_is_kept(
    planned: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    note(planned, clock, "as it was")
    with Journal.open(planned, clock=clock) as journal:
        journal.backup()
    clock.at += timedelta(days=1)
    note(planned, clock, "a mistake")
    desk = sit_down()
    desk.ready()
    keeping = shown(desk)
    assert "no errors" in keeping.backups.rows[0].spec.details[0]
    assert "Newest backup" in keeping.backups.state.text()
    keeping.backups.rows[0].buttons["back"].click()
    panel(keeping.backups.place).do.click()
    desk.settle()
    assert "Went back" in keeping.backups.told.text()
    assert len(keeping.backups.rows) == 2

    def texts(journal: Journal) -> list[str]:
        return [one.text for one in journal.notes()]

    found: list[str] = []
    desk.window.context.tasks.run(texts, found.extend)
    desk.settle()
    assert found == ["as it was"]
    keeping.backups.rows[0].buttons["back"].click()
    panel(keeping.backups.place).do.click()
    desk.settle()
    found.clear()
    desk.window.context.tasks.run(texts, found.extend)
    desk.settle()
    assert sorted(found) == ["a mistake", "as it was"]


def test_a_copy_on_a_stick_is_whole_and_its_lack_of_a_password_is_said(
    page: tuple[Desk, KeepingPage], tmp_path: Path, clock: FixedClock
) -> None:
    desk, keeping = page
    target = tmp_path / "stick.ldnjb"
    keeping.backups.ask = lambda _parent, _name: target
    keeping.backups.copy.click()
    desk.settle()
    assert "checked" in keeping.backups.told.text()
    assert "anyone who has it can read it" in keeping.backups.told.text()
    fresh = DataFolder(tmp_path / "fresh")
    with Journal.rebuild(fresh, target, clock=clock) as journal:
        assert len(journal.regimen) == 1


def test_a_backup_that_is_damaged_is_said_to_be_and_offers_nothing(
    planned: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    with Journal.open(planned, clock=clock) as journal:
        path = journal.backup().backup.path
    data = bytearray(path.read_bytes())
    data[7_000] ^= 8
    path.write_bytes(data)
    desk = sit_down()
    desk.ready()
    keeping = shown(desk)
    assert "damaged" in keeping.backups.rows[0].spec.details[0]
    assert not keeping.backups.rows[0].buttons
    assert "cannot be used" in keeping.backups.state.text()


def test_the_second_folder_gets_a_copy_and_a_missing_one_is_said(
    page: tuple[Desk, KeepingPage], tmp_path: Path
) -> None:
    desk, keeping = page
    second = tmp_path / "synced"
    second.mkdir()
    keeping.backups.choose_folder = lambda _parent: second
    keeping.backups.set_second.click()
    desk.settle()
    assert len(list(second.glob("*.ldnjb"))) == 1
    assert str(second) in keeping.backups.second.text()
    for one in second.iterdir():
        one.unlink()
    second.rmdir()
    keeping.backups.now.click()
    desk.settle()
    assert "no folder" in keeping.backups.told.text()


def test_looking_it_over_says_that_all_was_read(page: tuple[Desk, KeepingPage]) -> None:
    desk, keeping = page
    keeping.check.check.click()
    desk.settle()
    assert "sound" in keeping.check.told.text()


def test_delete_everything_lists_asks_and_leaves_nothing(
    page: tuple[Desk, KeepingPage], planned: DataFolder, tmp_path: Path
) -> None:
    desk, keeping = page
    keeping.backups.now.click()
    desk.settle()
    keeping.erase.list.click()
    desk.settle()
    asked = panel(keeping.erase.place)
    assert str(planned.root) in asked.words.text()
    asked.do.click()
    assert "if you mean it" in asked.problem.text()
    assert planned.journal.exists()
    field = asked.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("Delete")
    asked.do.click()
    desk.settle()
    assert isinstance(desk.window.centralWidget(), Farewell)
    desk.window.close()
    desk.settle()
    assert not planned.root.exists() or not list(planned.root.rglob("*"))
