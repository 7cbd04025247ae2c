"""The sample journal opens in a process and a folder of its own, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.another import is_passing, take_away
from ldn_journal.gui.look import Look, WindowMemory
from ldn_journal.gui.settings.sample import SampleCard
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk
from tests.gui.settings.conftest import SettingsDesk

PATIENCE = 30.0


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of temporary files of its own, for this process and those it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    tempfile.tempdir = None


def wait_for(what: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.05)


def gone(pid: int) -> bool:
    """Whether a process that was started apart from this one has ended."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
def test_a_sample_opens_beside_the_journal_and_its_folder_goes_with_its_window(
    at_settings: SettingsDesk, temporary: Path, planned: DataFolder
) -> None:
    before = planned.journal.stat().st_size
    WindowMemory(planned.root / "window.ini").keep_look(Look("dark", 1.25))
    card = at_settings.card(SampleCard)
    at_settings.press(card.look_around)
    at_settings.desk.qtbot.waitUntil(lambda: bool(card.opener.pids), timeout=20_000)
    assert card.told.text() == "It opens in a window of its own."
    (root,) = temporary.iterdir()
    pid = card.opener.pids[0]
    try:
        assert is_passing(DataFolder(root))
        wait_for((root / "reserve.bin").exists)
    finally:
        os.kill(pid, signal.SIGTERM)
    wait_for(lambda: gone(pid))
    assert list(temporary.iterdir()) == []
    assert at_settings.ask(lambda journal: (journal.settings.sample, journal.span())) == (False, None)
    assert planned.journal.stat().st_size == before


def test_the_sample_looks_as_this_window_does_and_is_marked(
    at_settings: SettingsDesk, temporary: Path, sit_down: Callable[[], Desk]
) -> None:
    from ldn_journal.gui.another import make_sample

    folder = at_settings.ask(make_sample)
    with Journal.open(folder) as sample:
        assert sample.settings.sample
        assert sample.span() is not None
    assert oct(folder.root.stat().st_mode & 0o777) == "0o700"
    take_away(folder)
    assert not folder.root.exists()


def test_nothing_but_a_samples_own_folder_is_ever_taken_away(temporary: Path, planned: DataFolder) -> None:
    (planned.root / "goes-when-closed").touch()
    take_away(planned)
    assert planned.journal.exists()
    named = DataFolder(temporary / "ldn-journal-sample-x")
    named.root.mkdir()
    take_away(named)
    assert named.root.exists()
    (named.root / "goes-when-closed").touch()
    take_away(named)
    assert not named.root.exists()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
def test_the_empty_journal_offers_it_too(sit_down: Callable[[], Desk], temporary: Path) -> None:
    desk = sit_down()
    desk.ready()
    step = desk.today.beginning.step
    assert step is not None
    step.sample.setFocus(Qt.FocusReason.TabFocusReason)
    desk.press(Qt.Key.Key_Space)
    desk.qtbot.waitUntil(
        lambda: desk.today.beginning.opener is not None and bool(desk.today.beginning.opener.pids), timeout=20_000
    )
    pid = desk.today.beginning.opener.pids[0]  # type: ignore[union-attr]
    (root,) = temporary.iterdir()
    try:
        wait_for((root / "reserve.bin").exists)
    finally:
        os.kill(pid, signal.SIGTERM)
    wait_for(lambda: gone(pid))
    assert list(temporary.iterdir()) == []
    assert step.isVisible()


START_AGAIN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.app import run_window
from ldn_journal.gui.main_window import MainWindow

app = QApplication(["ldn-journal"])

def press():
    window = next(one for one in app.topLevelWidgets() if isinstance(one, MainWindow))
    window.show_page("settings")
    window.page("settings").start_again_wanted.emit()

QTimer.singleShot(1500, press)
sys.exit(run_window(DataFolder(Path(sys.argv[1]))))
"""


def running_on(folder: DataFolder) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"ldn_journal" in words and str(folder.root).encode() in words and not gone(int(entry.name)):
                found.append(int(entry.name))
    return found


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
def test_the_window_closes_and_the_program_starts_once_more(planned: DataFolder) -> None:
    # The program started from it would hold a pipe open: nothing of its output is read.
    first = subprocess.run(
        [sys.executable, "-c", START_AGAIN, str(planned.root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    assert first.returncode == 0
    wait_for(lambda: len(running_on(planned)) == 1)
    (pid,) = running_on(planned)
    try:
        wait_for((planned.root / "window.open").exists)
    finally:
        os.kill(pid, signal.SIGTERM)
    wait_for(lambda: gone(pid))
    assert planned.journal.exists()
