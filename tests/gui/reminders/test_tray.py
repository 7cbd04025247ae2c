"""The icon in a real tray: started into it, opened by a click, closed back to it by its frame, and ended by Quit."""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ldn_journal.base.clock import FixedClock, SystemClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.gui.look import WindowMemory
from ldn_journal.gui.reminders.tray import CloseToTray, Tray
from ldn_journal.journal import Journal
from ldn_journal.journal.settings import Reminders
from tests.gui.conftest import MG, PATIENCE_MS, Desk
from tests.gui.reminders.bus import Panel, panel
from tests.gui.reminders.conftest import reminding_of, want

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.app import run_window
from ldn_journal.gui.main_window import MainWindow

qt = QApplication(["ldn-journal"])
said = [None]

def look():
    window = next((one for one in qt.topLevelWidgets() if isinstance(one, MainWindow)), None)
    if window is None:
        return
    now = "hidden" if not window.isVisible() else "small" if window.isMinimized() else "shown"
    if now != said[0]:
        said[0] = now
        print(now, int(window.winId()) if window.isVisible() else 0, flush=True)

timer = QTimer(interval=50)
timer.timeout.connect(look)
timer.start()
code = run_window(DataFolder(Path(sys.argv[1])), in_tray=sys.argv[2] == "tray")
print("ended", code, flush=True)
"""
needs_screen = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("Xvfb") is None or ctypes.util.find_library("X11") is None,
    reason="a virtual screen is needed: Xvfb and libX11",
)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A virtual screen; its name."""
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    ) as server:
        with os.fdopen(read) as said:
            name = f":{said.readline().strip()}"
        os.close(write)
        try:
            yield name
        finally:
            server.terminate()


@pytest.fixture
def tray(bus: str) -> Iterator[Panel]:
    with panel(bus) as shown:
        yield shown


@pytest.fixture
def today_planned(folder: DataFolder) -> DataFolder:
    """A journal by the computer's own clock, with 4.5 mg a day and the dose reminded of."""
    with Journal.create(folder, clock=SystemClock()) as journal:
        journal.change_settings(reminders=Reminders(dose=True))
        step = {"day": journal.today(), "amount_pg": 9 * MG // 2, "usual_time": "22:30"}
        journal.record(validate(Kind.STEP, step))
    return folder


@contextmanager
def running(folder: DataFolder, screen: str, how: str) -> Iterator[Callable[[], str]]:
    """Run the program; what is yielded waits for the next thing it says of its window."""
    environment = os.environ | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": screen}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder.root), how], stdout=subprocess.PIPE, text=True, env=environment
    ) as program:
        assert program.stdout is not None
        out = program.stdout
        # What is waited for and never said must fail the test, not keep it for ever.
        patience = Timer(PATIENCE_MS / 1000, program.kill)
        patience.start()
        try:
            yield lambda: out.readline().strip()
        finally:
            patience.cancel()
            program.terminate()
            program.wait(20)


def close_by_frame(screen: str, window: int) -> None:
    """Do what a window manager does when the cross of a window is clicked: ask it to close."""

    class ClientMessage(ctypes.Structure):
        _fields_ = (
            ("type", ctypes.c_int),
            ("serial", ctypes.c_ulong),
            ("send_event", ctypes.c_int),
            ("display", ctypes.c_void_p),
            ("window", ctypes.c_ulong),
            ("message_type", ctypes.c_ulong),
            ("format", ctypes.c_int),
            ("data", ctypes.c_long * 5),
            ("room", ctypes.c_long * 12),
        )

    x11: Any = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(screen.encode()))
    event = ClientMessage(
        type=33, send_event=1, window=window, message_type=x11.XInternAtom(display, b"WM_PROTOCOLS", 0), format=32
    )
    event.data[0] = x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
    x11.XSendEvent(display, ctypes.c_ulong(window), 0, 0, ctypes.byref(event))
    x11.XFlush(display)
    x11.XCloseDisplay(display)


def offered(tray: Panel, words: str, *, is_offered: bool) -> bool:
    """Whether a line of the menu comes to be offered, or to be so no longer; a busy computer is given ten seconds."""
    for _try in range(200):
        if tray.menu()[words][1] == is_offered:
            return True
        time.sleep(0.05)
    return False


@needs_screen
def test_started_into_the_tray_opened_closed_to_it_and_ended(
    today_planned: DataFolder, screen: str, tray: Panel
) -> None:
    WindowMemory(today_planned.root / "window.ini").keep_closes_to_tray(True)
    with running(today_planned, screen, "tray") as next_said:
        assert next_said() == "hidden 0"
        assert tray.icons == 1
        tray.click()
        state, window = next_said().split()
        assert state == "shown"
        close_by_frame(screen, int(window))
        assert next_said() == "hidden 0"
        tray.choose("Open")
        assert next_said().startswith("shown")
        close_by_frame(screen, int(window))
        assert next_said() == "hidden 0"
        assert offered(tray, "Record dose as taken", is_offered=True)
        tray.choose("Record dose as taken")
        assert offered(tray, "Record dose as taken", is_offered=False)
        tray.choose("Quit")
        while (said := next_said()) != "ended 0":
            assert said.startswith(("small", "hidden")), said
    with Journal.open(today_planned) as journal:
        dose = journal.doses()[0]
        assert dose.amount_pg == 9 * MG // 2
        assert dose.at is not None
        assert abs((SystemClock().now() - dose.at).total_seconds()) < 60


@needs_screen
def test_unless_chosen_closing_ends_the_program(today_planned: DataFolder, screen: str, tray: Panel) -> None:
    with running(today_planned, screen, "window") as next_said:
        state, window = next_said().split()
        assert state == "shown"
        for _try in range(200):
            if tray.icons:
                break
            subprocess.run(["sleep", "0.05"], check=True)
        close_by_frame(screen, int(window))
        assert next_said() in ("hidden 0", "ended 0")


@needs_screen
def test_asked_to_stop_while_hidden_it_ends(today_planned: DataFolder, screen: str, tray: Panel) -> None:
    WindowMemory(today_planned.root / "window.ini").keep_closes_to_tray(True)
    environment = os.environ | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": screen}
    command = [sys.executable, "-c", PROGRAM, str(today_planned.root), "tray"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == "hidden 0"
        program.terminate()
        assert program.stdout.read().splitlines()[-1] == "ended 0"
        assert program.wait(20) == 0


@needs_screen
def test_without_a_tray_it_starts_small(today_planned: DataFolder, screen: str, bus: str) -> None:
    with running(today_planned, screen, "tray") as next_said:
        assert next_said().startswith("small")


@needs_screen
def test_a_start_into_the_tray_with_nothing_to_remind_of_shows_the_window(
    folder: DataFolder, screen: str, tray: Panel
) -> None:
    Journal.create(folder).close()
    with running(folder, screen, "tray") as next_said:
        said = next_said()
        assert (said if said.startswith("shown") else next_said()).startswith("shown")


# Without a screen ----------------------------------------------------------------------------------------------------


class ByFrame(QCloseEvent):
    """A close that comes from the window system, as far as Python sees it."""

    def spontaneous(self) -> bool:
        return True


def test_hidden_only_where_it_was_chosen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    closing = CloseToTray(window, window)
    window.show()
    event = ByFrame()
    QApplication.sendEvent(window, event)
    assert event.isAccepted()
    assert not closing.hidden()
    closing.active = True
    event = ByFrame()
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()
    assert closing.hidden()
    window.show()
    event = QCloseEvent()
    assert event.type() == QEvent.Type.Close
    QApplication.sendEvent(window, event)
    assert event.isAccepted()
    assert QApplication.quitOnLastWindowClosed()


def test_the_menu_offers_only_what_can_be_done(qtbot: QtBot) -> None:
    icon = Tray()
    assert [one.text() for one in icon.menu.actions() if one.text()] == [
        "Open",
        "Record dose as taken",
        "Snooze",
        "Quit",
    ]
    assert not icon.taken.isEnabled()
    icon.offer(taken=True, snooze=True)
    with qtbot.waitSignals([icon.taken_wanted, icon.snooze_wanted, icon.open_wanted, icon.quit_wanted]):
        for one in (icon.taken, icon.snooze, icon.open, icon.quit):
            one.trigger()
    icon.close()


def test_where_there_is_no_tray_there_is_no_icon(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    want(planned, clock)
    WindowMemory(planned.root / "window.ini").keep_closes_to_tray(True)
    desk = sit_down()
    desk.ready()
    reminding = reminding_of(desk)
    assert reminding.tray is None
    assert not reminding.closing.active


def test_the_choice_is_kept_on_this_computer(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path / "window.ini")
    assert not memory.closes_to_tray()
    memory.keep_closes_to_tray(True)
    assert WindowMemory(tmp_path / "window.ini").closes_to_tray()
    memory.keep_closes_to_tray(False)
    assert not WindowMemory(tmp_path / "window.ini").closes_to_tray()
