"""A damaged journal, its password forgotten: a backup is restored with the recovery code, then a new password is asked for."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.lock.unlock import UnlockScreen
from ldn_journal.gui.trouble import Trouble
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk

PASSWORD, NEW = "correct horse", "found a better one"


@pytest.mark.parametrize("keys_are_well", [True, False])
def test_it_opens_with_the_code_and_asks_for_a_new_password(
    planned: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock, keys_are_well: bool
) -> None:
    with Journal.open(planned, clock=clock) as journal:
        code = journal.protect(PASSWORD)
        journal.backup()
    planned.journal.write_bytes(b"ruins" * 5000)
    if not keys_are_well:
        for name in ("journal.keys", "journal.keys.bak"):
            (planned.root / name).write_bytes(b"ruins")
    desk = sit_down()
    desk.settle()
    if isinstance(desk.window.centralWidget(), UnlockScreen):
        desk.type(PASSWORD)
        desk.press(Qt.Key.Key_Return)
        desk.settle()
    trouble = desk.window.centralWidget()
    assert isinstance(trouble, Trouble)
    trouble.by_code.click()
    assert trouble.password.isHidden()
    trouble.code.setText(code[::-1])
    trouble.restore.click()
    desk.settle()
    assert "recovery code does not open" in trouble.problem.text()
    trouble.code.setText(code.lower())
    trouble.restore.click()
    desk.settle()
    screen = desk.window.centralWidget()
    assert isinstance(screen, UnlockScreen)
    assert "choose a new password" in screen._words.text()
    screen.new.line.setText(NEW)
    screen.again.line.setText(NEW)
    screen.open.click()
    desk.settle()
    desk.ready()
    assert desk.window.exit_code == 0
    again = sit_down()
    again.settle()
    again.type(NEW)
    again.press(Qt.Key.Key_Return)
    again.ready()
    assert len(list(planned.quarantine.glob("*journal.ldnj*"))) == 1


def test_the_way_back_to_the_password_forgets_the_code(
    planned: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    with Journal.open(planned, clock=clock) as journal:
        code = journal.protect(PASSWORD)
        journal.backup()
    planned.journal.unlink()
    desk = sit_down()
    desk.settle()
    trouble = desk.window.centralWidget()
    assert isinstance(trouble, Trouble)
    trouble.by_code.click()
    trouble.code.setText(code)
    trouble.by_password.click()
    assert trouble.code.isHidden()
    trouble.restore.click()
    desk.settle()
    assert "protected by a password" in trouble.problem.text()
