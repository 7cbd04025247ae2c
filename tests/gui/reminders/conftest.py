"""A desktop that shows notifications: a private session bus with a server on it. Skipped where there is no bus to run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.doses import Dose
from ldn_journal.gui.lock.locking import Locking
from ldn_journal.gui.reminders.clock import Reminding
from ldn_journal.journal import Journal
from ldn_journal.journal.settings import Reminders
from tests.gui.conftest import Desk
from tests.gui.reminders.bus import DAEMON, WHY_NOT, Server, notification_server, session_bus


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a session bus on which nobody serves notifications."""
    if DAEMON is None:
        pytest.skip(WHY_NOT)
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def desktop(bus: str) -> Iterator[Server]:
    """What is shown on this desktop."""
    with notification_server(bus) as server:
        yield server


def want(folder: DataFolder, clock: FixedClock, **values: Any) -> None:
    """Choose reminders in the closed journal: the dose, without quiet hours, unless said otherwise."""
    with Journal.open(folder, clock=clock) as journal:
        chosen = {"dose": True, "quiet_from": None, **values}
        journal.change_settings(reminders=Reminders.model_validate(chosen))


def locking_of(desk: Desk) -> Locking:
    """Return what stands between the window and the journal."""
    found = desk.window.findChild(Locking)
    assert found is not None
    return found


def reminding_of(desk: Desk) -> Reminding:
    """Return what reminds, once it does."""
    desk.qtbot.waitUntil(lambda: locking_of(desk).reminding is not None, timeout=60_000)
    found = locking_of(desk).reminding
    assert found is not None
    if not locking_of(desk).locked:
        desk.qtbot.waitUntil(lambda: found.state is not None, timeout=60_000)
    desk.settle()
    return found


def doses(desk: Desk) -> list[Dose]:
    """Return the doses in the open journal."""
    found: list[Dose] = []
    desk.window.context.tasks.run(lambda journal: journal.doses(), found.extend)
    desk.settle()
    return found
