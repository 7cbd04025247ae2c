"""Notifications over a real bus: shown, pressed, replaced, taken off, and said to be missing where nobody shows them."""

import os
import platform
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ldn_journal.gui.reminders.notify import OPEN, Deed, Notifier
from tests.gui.reminders.bus import Server, notification_server
from tests.test_no_network import forbid_network

TAKEN = Deed("taken", "Taken")


@pytest.fixture
def notifier(qtbot: QtBot) -> Iterator[Notifier]:
    made = Notifier()
    yield made
    made.close()


def show(notifier: Notifier, qtbot: QtBot, name: str = "dose", text: str = "time") -> None:
    with qtbot.waitSignal(notifier.shown, timeout=60_000):
        notifier.show(name, "LDN Journal", text, [TAKEN, Deed("snooze", "Snooze")])


def test_it_shows_words_and_buttons_and_tells_which_was_pressed(
    desktop: Server, notifier: Notifier, qtbot: QtBot
) -> None:
    show(notifier, qtbot)
    one = desktop.shown[0]
    assert (one.title, one.text, one.buttons) == ("LDN Journal", "time", {"taken": "Taken", "snooze": "Snooze"})
    with qtbot.waitSignal(notifier.pressed, timeout=60_000) as told:
        desktop.press(one, "taken")
    assert told.args == ["dose", "taken"]


def test_a_click_beside_the_buttons_opens(desktop: Server, notifier: Notifier, qtbot: QtBot) -> None:
    show(notifier, qtbot)
    with qtbot.waitSignal(notifier.pressed, timeout=60_000) as told:
        desktop.press(desktop.shown[0], "default")
    assert told.args == ["dose", OPEN]


@pytest.mark.parametrize(
    ("further", "sent"),
    [([], "<b>R & D</b> &amp;"), (["body-markup"], "&lt;b&gt;R &amp; D&lt;/b&gt; &amp;amp;")],
)
def test_words_are_shown_as_they_are_also_where_the_desktop_takes_markup(
    desktop: Server, notifier: Notifier, qtbot: QtBot, further: list[str], sent: str
) -> None:
    desktop.further = further
    show(notifier, qtbot, text="<b>R & D</b> &amp;")
    assert desktop.shown[0].text == sent


def test_one_of_the_same_name_takes_the_place_of_the_first(desktop: Server, notifier: Notifier, qtbot: QtBot) -> None:
    show(notifier, qtbot)
    show(notifier, qtbot, text="again")
    show(notifier, qtbot, "other")
    assert [one.text for one in desktop.open] == ["again", "time"]
    notifier.clear("dose", "never shown")
    qtbot.waitUntil(lambda: [one.number for one in desktop.open] == [3])


def test_closing_takes_everything_off_and_ends_the_thread(desktop: Server, notifier: Notifier, qtbot: QtBot) -> None:
    show(notifier, qtbot)
    notifier.close()
    assert desktop.open == []
    assert "notifications" not in [one.name for one in threading.enumerate()]
    notifier.show("late", "LDN Journal", "late")
    assert len(desktop.shown) == 1


def test_a_desktop_without_a_server_is_told(bus: str, notifier: Notifier, qtbot: QtBot) -> None:
    with qtbot.waitSignal(notifier.not_shown, timeout=60_000) as told:
        notifier.show("dose", "LDN Journal", "time", [TAKEN])
    assert told.args == ["dose"]


def test_a_computer_without_a_bus_is_told(notifier: Notifier, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    with qtbot.waitSignal(notifier.not_shown, timeout=60_000):
        notifier.show("dose", "LDN Journal", "time", [TAKEN])


def test_no_thread_is_begun_before_something_is_shown(notifier: Notifier) -> None:
    notifier.clear("dose")
    assert notifier._thread is None


def test_a_server_that_comes_later_is_found(bus: str, notifier: Notifier, qtbot: QtBot) -> None:
    with qtbot.waitSignal(notifier.not_shown, timeout=60_000):
        notifier.show("dose", "LDN Journal", "time", [TAKEN])
    with notification_server(bus) as desktop:
        show(notifier, qtbot)
        assert len(desktop.open) == 1
        notifier.close()


ONE = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from ldn_journal.gui.reminders.notify import Deed, Notifier
qt = QCoreApplication([])
notifier = Notifier()
notifier.shown.connect(qt.quit)
QTimer.singleShot(10_000, lambda: qt.exit(1))
notifier.show("dose", "LDN Journal", "time", [Deed("taken", "Taken")])
code = qt.exec()
notifier.close()
sys.exit(code)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="the filter is written for Linux on two processors",
)
def test_it_opens_no_network_socket(desktop: Server) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ONE], check=False, timeout=60, preexec_fn=forbid_network, env=os.environ
    )
    if done.returncode == 77:
        pytest.skip("this kernel takes no filter")
    assert done.returncode == 0
    assert len(desktop.shown) == 1
