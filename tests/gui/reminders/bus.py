"""A session bus of our own, and on it a notification server that keeps what it is asked to show and presses what it is told."""

# The names of methods and the types in quotes are those of the bus.
# ruff: noqa: F722, F821, N802

import asyncio
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.constants import PropertyAccess
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

DAEMON = shutil.which("dbus-daemon")
WHY_NOT = "there is no dbus-daemon here"
_CONFIG = """<busconfig><type>session</type><listen>unix:dir={folder}</listen>
<auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"""


@contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """Run a bus and return its address."""
    assert DAEMON is not None
    config = folder / "bus.conf"
    config.write_text(_CONFIG.format(folder=folder))
    command = [DAEMON, f"--config-file={config}", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()  # without it, leaving this block would wait for the bus for ever


@dataclass
class Shown:
    """What a notification says, with the words on its buttons by key."""

    number: int
    title: str
    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    closed: bool = False


class Server(ServiceInterface):
    """What every desktop has, by the specification. ``shown`` in order; ``press`` is the person's click."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.Notifications")
        self.shown: list[Shown] = []
        self.further: list[str] = []
        """Capabilities beside those every desktop has."""
        self.loop: asyncio.AbstractEventLoop | None = None

    @property
    def open(self) -> list[Shown]:
        """Those still on the screen."""
        return [one for one in self.shown if not one.closed]

    def press(self, one: Shown, key: str) -> None:
        """Press a button, or the notification itself with ``default``; it then goes."""
        one.closed = True
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self.ActionInvoked, one.number, key)
        self.loop.call_soon_threadsafe(self.NotificationClosed, one.number, 2)

    @dbus_method()
    def Notify(
        self,
        app: "s",
        replaces: "u",
        icon: "s",
        summary: "s",
        body: "s",
        actions: "as",
        hints: "a{sv}",
        timeout: "i",
    ) -> "u":
        buttons = dict(zip(actions[::2], actions[1::2], strict=True))
        buttons.pop("default", None)
        self.shown.append(Shown(len(self.shown) + 1, summary, body, buttons))
        return len(self.shown)

    @dbus_method()
    def CloseNotification(self, number: "u") -> None:
        self.shown[number - 1].closed = True
        self.NotificationClosed(number, 3)

    @dbus_method()
    def GetCapabilities(self) -> "as":
        return ["actions", "body", *self.further]

    @dbus_method()
    def GetServerInformation(self) -> "ssss":
        return ["test", "test", "1", "1.2"]

    @dbus_signal()
    def ActionInvoked(self, number: int, key: str) -> "us":
        return [number, key]

    @dbus_signal()
    def NotificationClosed(self, number: int, reason: int) -> "uu":
        return [number, reason]


class Watcher(ServiceInterface):
    """The tray of a desktop: programs register their icons here. ``items`` are where they are found on the bus."""

    def __init__(self) -> None:
        super().__init__("org.kde.StatusNotifierWatcher")
        self.items: list[str] = []

    @dbus_method()
    def RegisterStatusNotifierItem(self, name: "s") -> None:
        self.items.append(name)

    @dbus_method()
    def RegisterStatusNotifierHost(self, name: "s") -> None:
        """No other hosts come."""

    @dbus_property(access=PropertyAccess.READ)
    def RegisteredStatusNotifierItems(self) -> "as":
        return self.items

    @dbus_property(access=PropertyAccess.READ)
    def IsStatusNotifierHostRegistered(self) -> "b":
        return True

    @dbus_property(access=PropertyAccess.READ)
    def ProtocolVersion(self) -> "i":
        return 0


@contextmanager
def served(address: str, name: str, path: str, interface: ServiceInterface) -> Iterator[tuple[MessageBus, Any]]:
    """Serve an interface on the bus from a thread of its own; yield the connection and its loop."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    made: list[Any] = []

    async def serve() -> None:
        try:
            bus = await MessageBus(bus_address=address).connect()
            bus.export(path, interface)
            await bus.request_name(name)
            made.append(bus)
        finally:
            ready.set()
        await stop.wait()
        bus.disconnect()
        await asyncio.sleep(0.05)

    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    assert made, "nothing could be served"
    yield made[0], loop
    loop.call_soon_threadsafe(stop.set)
    thread.join(5)
    loop.close()


@contextmanager
def notification_server(address: str) -> Iterator[Server]:
    """Serve notifications."""
    server = Server()
    with served(address, server.name, "/org/freedesktop/Notifications", server) as (_bus, loop):
        server.loop = loop
        yield server


class Panel:
    """A desktop's panel with a tray: shows the icon of the one program that registers, and clicks where it is told to."""

    def __init__(self, watcher: Watcher, bus: MessageBus, loop: asyncio.AbstractEventLoop) -> None:
        self._watcher, self._bus, self._loop = watcher, bus, loop

    @property
    def icons(self) -> int:
        """How many icons were registered."""
        return len(self._watcher.items)

    def click(self) -> None:
        """Click on the icon."""
        self._call("/StatusNotifierItem", "org.kde.StatusNotifierItem", "Activate", "ii", [0, 0])

    def menu(self) -> dict[str, tuple[int, bool]]:
        """Return the entries of the icon's menu: number and whether they can be chosen, by their words."""
        _revision, root = self._call("/MenuBar", "com.canonical.dbusmenu", "GetLayout", "iias", [0, -1, []])
        entries = [one.value for one in root[2]]
        return {
            about["label"].value.replace("_", ""): (number, about.get("enabled", Variant("b", True)).value)
            for number, about, _children in entries
            if "label" in about
        }

    def choose(self, words: str) -> None:
        """Choose an entry of the menu."""
        number, enabled = self.menu()[words]
        assert enabled
        event = [number, "clicked", Variant("s", ""), 0]
        self._call("/MenuBar", "com.canonical.dbusmenu", "Event", "isvu", event)

    def _call(self, path: str, interface: str, member: str, signature: str, body: list[Any]) -> Any:
        message = Message(
            destination=self._watcher.items[-1],
            path=path,
            interface=interface,
            member=member,
            signature=signature,
            body=body,
        )
        reply = asyncio.run_coroutine_threadsafe(self._bus.call(message), self._loop).result(10)
        assert reply is not None
        assert reply.message_type is MessageType.METHOD_RETURN, reply.body
        return reply.body


@contextmanager
def panel(address: str) -> Iterator[Panel]:
    """Show a tray on the bus."""
    watcher = Watcher()
    with served(address, watcher.name, "/StatusNotifierWatcher", watcher) as (bus, loop):
        yield Panel(watcher, bus, loop)
