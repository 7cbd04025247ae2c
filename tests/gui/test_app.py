"""The window as a whole: opening and failing to open, look and place, closing, and the process it runs in."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.look import Look, WindowMemory
from ldn_journal.gui.shortcuts import ShortcutSheet
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.trends.page import TrendsPage
from ldn_journal.gui.trouble import Trouble
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier

RUN = """
import sys
import time
from pathlib import Path
from ldn_journal.base.paths import DataFolder
import ldn_journal.gui.app as app
before = sorted(name for name in ("sqlmodel", "sqlalchemy", "pydantic", "numpy", "pyqtgraph") if name in sys.modules)
print("before the window", before, flush=True)
code = app.run_window(DataFolder(Path(sys.argv[1])), startup_trace=True)
print("after", sorted(name for name in ("numpy", "pyqtgraph") if name in sys.modules), flush=True)
sys.exit(code)
"""


def start(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", RUN, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )


def test_the_real_process_starts_light_and_leaves_with_zero(tmp_path: Path) -> None:
    program = start(tmp_path / "data")
    assert program.stdout is not None
    lines = [program.stdout.readline() for _n in range(3)]
    assert lines[0] == "before the window []\n"
    assert [line.rpartition(" ")[0] for line in lines[1:]] == ["first paint", "ready"]
    assert 0 < float(lines[1].split()[-1]) < float(lines[2].split()[-1])
    program.send_signal(signal.SIGTERM)
    out, err = program.communicate(timeout=20)
    assert program.returncode == 0, err
    assert out == "after []\n"
    assert err == ""
    with Journal.open(DataFolder(tmp_path / "data")) as journal:
        assert journal.span() is None


def test_words_on_the_way_are_stored_when_the_window_closes(desk: Desk, planned: DataFolder, clock: FixedClock) -> None:
    assert desk.today.form is not None
    desk.today.form.note.edit.setFocus()
    desk.type("last words")
    desk.window.close()
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    desk.window.context.tasks.close()
    with Journal.open(planned, clock=clock) as journal:
        assert [note.text for note in journal.notes()] == ["last words"]


def damage(folder: DataFolder) -> None:
    folder.journal.write_bytes(b"x" * 4096)


def newer(folder: DataFolder) -> None:
    from ldn_journal.store.connection import UNPROTECTED_KEY, connect

    raw = connect(folder.journal, UNPROTECTED_KEY)
    raw.execute("PRAGMA user_version=9999")
    raw.close()


def missing(folder: DataFolder) -> None:
    folder.journal.unlink()
    folder.backups.mkdir()
    (folder.backups / "one.ldnjb").write_bytes(b"")


@pytest.mark.parametrize(
    ("harm", "code", "sentence"),
    [(damage, 4, "damaged"), (newer, 5, "newer LDN Journal"), (missing, 8, "missing, but backups exist")],
)
def test_a_journal_that_cannot_be_opened_says_so_in_the_whole_window(
    planned: DataFolder,
    sit_down: Callable[[], Desk],
    harm: Callable[[DataFolder], None],
    code: int,
    sentence: str,
) -> None:
    harm(planned)
    before = planned.journal.read_bytes() if planned.journal.exists() else None
    desk = sit_down()
    desk.qtbot.waitUntil(lambda: desk.window.exit_code != 0, timeout=60_000)
    desk.settle()
    trouble = desk.window.centralWidget()
    assert isinstance(trouble, Trouble)
    assert sentence in trouble.sentence.text()
    assert trouble.advice.text()
    assert desk.window.exit_code == code
    assert (planned.journal.read_bytes() if planned.journal.exists() else None) == before
    trouble.leave.click()
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())


def test_a_journal_in_use_can_be_tried_again(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldn_journal.gui.lock.gate.WAIT_FOR_OTHERS", 0.0)
    with Journal.open(planned, clock=clock):
        desk = sit_down()
        desk.qtbot.waitUntil(lambda: desk.window.exit_code == 7, timeout=60_000)
        desk.settle()
    trouble = desk.window.centralWidget()
    assert isinstance(trouble, Trouble)
    trouble.again.click()
    desk.ready()
    assert desk.window.exit_code == 0
    assert desk.today.isVisible()
    assert desk.today.form is not None


def test_pages_are_made_when_first_seen(desk: Desk) -> None:
    assert list(desk.window._pages) == ["today"]
    desk.press(KEY.Key_2, CTRL)
    desk.settle()
    assert desk.window.stack.currentWidget() is desk.history
    assert desk.window.nav.current() == "history"
    desk.press(KEY.Key_1, CTRL)
    assert desk.window.stack.currentWidget() is desk.today


def test_the_trends_page_opens(desk: Desk) -> None:
    desk.press(KEY.Key_3, CTRL)
    desk.settle()
    assert desk.window.nav.current() == "trends"
    assert desk.window.stack.currentWidget() is desk.window.page("trends")


def test_undo_works_from_any_page(desk: Desk) -> None:
    assert desk.today.form is not None
    desk.today.form.item("pain").focus()
    desk.type("7")
    desk.settle()
    desk.window.show_page("history")
    desk.settle()
    desk.qtbot.waitUntil(desk.history.table.hasFocus)
    desk.press(KEY.Key_Z, CTRL)
    desk.settle()
    desk.window.show_page("today")
    desk.settle()
    assert desk.scale("pain") is None


def test_the_question_mark_shows_all_keys(desk: Desk) -> None:
    desk.type("?")
    sheet = desk.window.findChild(ShortcutSheet)
    assert sheet is not None
    assert sheet.isVisible()
    QTest.keyClick(sheet, KEY.Key_Escape)
    assert not sheet.isVisible()


def test_look_and_place_are_remembered(desk: Desk, planned: DataFolder, sit_down: Callable[[], Desk]) -> None:
    WindowMemory(planned.root / "window.ini").keep_look(Look("dark", 1.5))
    desk.window.resize(1000, 700)
    desk.window.close()
    again = sit_down()
    again.ready()
    assert again.window.size().toTuple() == (1280, 800)  # as asked for by the test, after the place was restored
    theme = theme_for(again.window)
    assert theme.colours.dark
    assert theme.scale == 1.5
    assert WindowMemory(planned.root / "window.ini").geometry() is not None


def test_a_broken_window_file_is_ignored(planned: DataFolder, sit_down: Callable[[], Desk]) -> None:
    (planned.root / "window.ini").write_text("[look]\nscheme=pink\nscale=huge\n[window]\ngeometry=7\n")
    desk = sit_down()
    desk.ready()
    assert theme_for(desk.window).scale == 1.0


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_wider_than_the_smallest_window(
    planned: DataFolder, sit_down: Callable[[], Desk], scale: float
) -> None:
    WindowMemory(planned.root / "window.ini").keep_look(Look("light", scale))
    desk = sit_down()
    desk.window.resize(900, 600)
    desk.ready()
    QApplication.processEvents()
    assert desk.window.width() == 900
    viewport = desk.today.scroll_area.viewport()
    inner = desk.today.scroll_area.widget()
    assert inner is not None
    assert inner.width() <= viewport.width()


def test_the_button_of_an_empty_trends_page_leads_to_today(desk: Desk) -> None:
    desk.window.show_page("trends")
    desk.settle()
    trends = desk.window.page("trends")
    assert isinstance(trends, TrendsPage)
    desk.qtbot.waitUntil(lambda: trends.notice.button.text() != "")
    trends.notice.button.click()
    desk.settle()
    assert desk.today.isVisible()


def test_a_second_start_brings_the_first_window_to_the_front_and_ends(planned: DataFolder) -> None:
    first = start(planned.root)
    try:
        assert first.stdout is not None
        for _line in range(3):
            first.stdout.readline()
        for _try in range(100):
            if (planned.root / "window.open").exists():
                break
            time.sleep(0.1)
        begun = time.monotonic()
        second = start(planned.root)
        out, err = second.communicate(timeout=20)
        assert second.returncode == 0, err
        assert "first paint" not in out
        assert time.monotonic() - begun < 10
        assert first.poll() is None
    finally:
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=20)
    assert first.returncode == 0
    assert not (planned.root / "window.open").exists()


def test_a_mark_left_by_a_crash_keeps_nobody_out(planned: DataFolder) -> None:
    (planned.root / "window.open").touch()
    program = start(planned.root)
    assert program.stdout is not None
    lines = [program.stdout.readline() for _n in range(3)]
    program.send_signal(signal.SIGTERM)
    program.communicate(timeout=20)
    assert lines[2].startswith("ready")
    assert program.returncode == 0
