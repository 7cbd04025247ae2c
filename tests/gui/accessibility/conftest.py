"""The real program on a desktop of its own: an X server without a screen, a session bus, and the accessibility bus."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ldn_journal.base.paths import DataFolder
from ldn_journal.journal.sample import write_sample
from tests.gui.accessibility.bus import Reader, display, lacking, reader, session


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The program with the sample journal, as a screen reader finds it."""
    wanted = lacking()
    if wanted:
        pytest.skip(f"no accessibility bus here: install {' '.join(wanted)}")
    home = tmp_path_factory.mktemp("a11y")
    write_sample(DataFolder(home / "journal"), today=datetime.now(UTC).date())
    with display() as screen, session(home) as bus:
        env = os.environ | {
            "DISPLAY": screen,
            "DBUS_SESSION_BUS_ADDRESS": bus,
            "XDG_RUNTIME_DIR": str(home),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "LDN_JOURNAL_DATA_DIR": str(home / "journal"),
            "LC_ALL": "C.UTF-8",
        }
        said = home / "said"
        with (
            said.open("wb") as errors,
            subprocess.Popen([sys.executable, "-m", "ldn_journal"], env=env, stderr=errors) as running,
        ):
            try:
                with reader(bus, running) as found:
                    yield found
            finally:
                running.terminate()
                running.wait(30)
    # Whoever walks a tree that changes meets what has just gone; Qt says so.
    lines = [line for line in said.read_text().splitlines() if "Could not find accessible on path" not in line]
    assert (running.returncode, lines) == (0, [])
    shutil.rmtree(home)
