"""A desktop that tells over its bus that the screen was locked: the journal locks with it. In a process of its own, because Qt
looks for the bus only once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from dbus_fast.service import ServiceInterface, dbus_signal

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal
from tests.gui.reminders.bus import DAEMON, WHY_NOT, served, session_bus

PASSWORD = "correct horse"
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.app import build_window, take_down
from ldn_journal.gui.lock.locking import Locking

qt = QApplication(["ldn-journal"])
window = build_window(qt, DataFolder(Path(sys.argv[1])))
window.show()
locking = window.findChild(Locking)
said = [None]

def look():
    if not window.context.tasks.idle or locking.locked == said[0]:
        return
    said[0] = locking.locked
    print("locked" if locking.locked else "open", flush=True)
    if len(asked) == 0:
        asked.append(True)
        locking._with_password(sys.argv[2])

asked = []
timer = QTimer(interval=20)
timer.timeout.connect(look)
timer.start()
qt.exec()
"""


class ScreenSaver(ServiceInterface):
    """What a desktop has that locks its screen."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.ScreenSaver")

    @dbus_signal()
    def ActiveChanged(self, active: bool) -> "b":  # noqa: N802, F821
        return active


@pytest.mark.skipif(DAEMON is None, reason=WHY_NOT)
def test_a_locked_screen_locks_the_journal(folder: DataFolder, clock: FixedClock, tmp_path: Path) -> None:
    with Journal.create(folder, clock=clock) as journal:
        journal.protect(PASSWORD)
    saver = ScreenSaver()
    with (
        session_bus(tmp_path) as address,
        served(address, saver.name, "/org/freedesktop/ScreenSaver", saver) as (_bus, loop),
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder.root), PASSWORD],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"DBUS_SESSION_BUS_ADDRESS": address, "QT_QPA_PLATFORM": "offscreen"},
        ) as program,
    ):
        assert program.stdout is not None
        assert program.stdout.readline() == "locked\n"
        assert program.stdout.readline() == "open\n"
        loop.call_soon_threadsafe(saver.ActiveChanged, True)
        assert program.stdout.readline() == "locked\n"
        program.kill()
