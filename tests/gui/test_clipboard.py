"""What was copied here goes with the lock and the end, and a recovery code after a minute; what others copied stays."""

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ldn_journal.gui import clipboard
from ldn_journal.gui.keeping.protection import CodePanel
from tests.gui.conftest import Desk
from tests.gui.first_evening.desktop import desktop

CODE = "ABCD-EFGH-1234-5678-ABCD-EFGH-1234-5678"
needs_screen = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("Xvfb") is None or ctypes.util.find_library("X11") is None,
    reason="a virtual screen is needed: Xvfb and libX11",
)


def test_what_a_field_copied_is_cleared(qtbot: QtBot) -> None:
    clipboard.watch_clipboard()
    field = QLineEdit("a thought of mine")
    qtbot.addWidget(field)
    field.show()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "a thought of mine"
    clipboard.clear_own_clipboard()
    assert QGuiApplication.clipboard().text() == ""


def test_closing_the_window_clears_what_history_copied(desk: Desk, sit_down: Callable[[], Desk]) -> None:
    desk.window.show_page("history")
    desk.settle()
    table = desk.history.days.table
    table.selectAll()
    table.copy()
    assert QGuiApplication.clipboard().text() != ""
    sit_down()  # takes the first window down
    assert QGuiApplication.clipboard().text() == ""


def test_a_recovery_code_is_kept_by_no_history_and_goes_after_a_while(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "SECRET_SECONDS", 0.05)
    panel = CodePanel(CODE)
    qtbot.addWidget(panel)
    panel.show()
    panel.copy.click()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == CODE
    assert data.data("x-kde-passwordManagerHint").data() == b"secret"
    assert panel.copied.isVisible()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")


def test_what_was_copied_after_the_code_stays(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "SECRET_SECONDS", 0.05)
    clipboard.copy_secret(CODE)
    QGuiApplication.clipboard().setText("something else")
    qtbot.wait(100)
    assert QGuiApplication.clipboard().text() == "something else"
    QGuiApplication.clipboard().clear()


PROGRAM = """
import sys
from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from ldn_journal.gui import clipboard

clipboard.SECRET_SECONDS = 0.2
app = QApplication([])
board = app.clipboard()
field = QPlainTextEdit()
field.show()

def do():
    deed, _space, text = sys.stdin.readline().strip().partition(" ")
    if deed == "watch":
        clipboard.watch_clipboard()
    elif deed == "copy":
        field.setPlainText(text)
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    elif deed == "select":
        board.setText(text, QClipboard.Mode.Selection)
    elif deed == "secret":
        clipboard.copy_secret(text)
    elif deed == "wait":
        QTest.qWait(400)
    elif deed == "take":  # as a clipboard manager does
        board.setText(board.text())
    elif deed == "clear":
        clipboard.clear_own_clipboard()
    elif deed == "quit":
        app.quit()
    print(board.text(), board.text(QClipboard.Mode.Selection), sep="|", flush=True)

notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
notifier.activated.connect(do)
print("there", flush=True)
app.exec()
"""


@contextmanager
def program(env: dict[str, str]) -> Iterator[Callable[[str], str]]:
    """Run a program on a desktop; what is yielded has it do something and tells clipboard and selection as it sees them."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        given, said = running.stdin, running.stdout
        assert said.readline() == "there\n"

        def do(deed: str) -> str:
            print(deed, file=given, flush=True)
            return said.readline().rstrip("\n")

        yield do
        do("quit")


@needs_screen
@pytest.mark.full
def test_only_what_is_ours_is_cleared_on_a_desktop_with_other_programs(tmp_path: Path) -> None:
    with desktop(tmp_path, managed=False) as screen:
        env = os.environ | screen.env | {"QT_QPA_PLATFORM": "xcb"}
        with program(env) as ours, program(env) as other:
            ours("watch")
            assert ours("copy of mine") == "of mine|of mine"  # what is selected is the selection of X11 as well
            assert other("look") == "of mine|of mine"
            ours("clear")
            assert other("look") == "|"
            # Copied elsewhere meanwhile, and selected elsewhere.
            ours("copy of mine")
            other("copy of others")
            ours("clear")
            assert other("look") == "of others|of others"
            # Taken over by a clipboard manager, as it was.
            ours("copy of mine")
            other("take")
            ours("clear")
            assert other("look") == "|"
            # A secret goes by itself, also where a manager took it; what was copied after it stays.
            ours("secret code")
            other("take")
            ours("wait")
            assert other("look").startswith("|")
            ours("secret code")
            other("copy of others")
            ours("wait")
            assert other("look") == "of others|of others"
