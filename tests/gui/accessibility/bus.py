"""The accessibility bus as a screen reader uses it: the tree of a running program, read and acted on over D-Bus."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.errors import DBusError

PROGRAMS = {"Xvfb": "xvfb", "dbus-run-session": "dbus-daemon"}
"""Programs that are needed, with the Debian package of each."""
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
_SERVICE = "share/dbus-1/services/org.a11y.Bus.service"

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ACTION = "org.a11y.atspi.Action"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_ROOT = "/org/a11y/atspi/accessible/root"
_CHECKED, _FOCUSABLE, _SHOWING = 4, 11, 25
"""Bits of a state, by at-spi2-core's atspi-constants.h."""


def lacking() -> list[str]:
    """Return the Debian packages without which there is no accessibility bus here."""
    found = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if not any(Path(one).exists() for one in LAUNCHERS):
        found.append("at-spi2-core")
    return found


@dataclass
class Node:
    """An element as assistive technology sees it, with those inside it; ``label`` is the name of what labels it."""

    path: str
    role: str
    name: str
    description: str
    states: int
    label: str = ""
    inside: "list[Node]" = field(default_factory=list)

    @property
    def showing(self) -> bool:
        """Whether it is in view."""
        return bool(self.states >> _SHOWING & 1)

    @property
    def focusable(self) -> bool:
        """Whether the keyboard can get to it."""
        return bool(self.states >> _FOCUSABLE & 1)

    @property
    def checked(self) -> bool:
        """Whether it is ticked or chosen."""
        return bool(self.states >> _CHECKED & 1)

    def every(self) -> "Iterator[Node]":
        """Return this element and all below it that are in view."""
        yield self
        for one in self.inside:
            yield from one.every()

    def find(self, role: str, name: str) -> "Node":
        """Return the element with this role and name."""
        found = next((one for one in self.every() if one.role == role and one.name == name), None)
        assert found is not None, f"no {role} “{name}”"
        return found

    def __str__(self) -> str:
        return f"{self.role} “{self.name}” ({self.description})"


class Reader:
    """Reads the one program on the accessibility bus. ``look`` returns its window with all that is in view."""

    def __init__(self, bus: MessageBus, loop: asyncio.AbstractEventLoop, name: str) -> None:
        self._bus, self._loop, self._name = bus, loop, name
        # More at once than the socket takes would be an error there.
        self._turn = asyncio.Semaphore(_AT_ONCE)

    def look(self) -> Node:
        """Return the program's window and everything in view in it; what goes while it is read is read again."""
        for _attempt in range(_ATTEMPTS):
            try:
                return self._loop.run_until_complete(self._window())
            except DBusError as error:
                gone = error
        raise gone

    def act(self, node: Node) -> None:
        """Do what the element does first of all: press a button, choose a radio button."""
        self._loop.run_until_complete(self._call(node.path, _ACTION, "DoAction", "i", [0]))

    def wait_for(self, condition: Any, seconds: float = 30) -> Node:
        """Look until ``condition(window)`` holds; return the window as it is then."""
        until = time.monotonic() + seconds
        while True:
            window = self.look()
            if condition(window):
                return window
            if time.monotonic() > until:
                raise TimeoutError("\n".join(str(one) for one in window.every()))
            time.sleep(0.1)

    async def _window(self) -> Node:
        children = (await self._call(_ROOT, _ACCESSIBLE, "GetChildren"))[0]
        return await self._read(children[0][1])

    async def _read(self, path: str) -> Node:
        """Return an element and, if it is in view, all that is in it; cells of a table beyond the first rows are left out."""
        (name,), (description,), (role,), (states,) = await asyncio.gather(
            self._call(path, _PROPERTIES, "Get", "ss", [_ACCESSIBLE, "Name"]),
            self._call(path, _PROPERTIES, "Get", "ss", [_ACCESSIBLE, "Description"]),
            self._call(path, _ACCESSIBLE, "GetRoleName"),
            self._call(path, _ACCESSIBLE, "GetState"),
        )
        node = Node(path, role, name.value, description.value, states[0] | states[1] << 32)
        if role == _LABELLED:
            # What a combo box is called on Linux is what is chosen in it; what it is for, its label says.
            for kind, targets in (await self._call(path, _ACCESSIBLE, "GetRelationSet"))[0]:
                if kind == _LABELLED_BY:
                    (words,) = await self._call(targets[0][1], _PROPERTIES, "Get", "ss", [_ACCESSIBLE, "Name"])
                    node.label = words.value
        if node.showing or role == "frame":
            inside = await asyncio.gather(*(self._read(one) for one in await self._inside(node)))
            node.inside = [one for one in inside if one.showing]
        return node

    async def _inside(self, node: Node) -> list[str]:
        if node.role not in TABLES:
            return [child for _name, child in (await self._call(node.path, _ACCESSIBLE, "GetChildren"))[0]]
        (count,) = await self._call(node.path, _PROPERTIES, "Get", "ss", [_ACCESSIBLE, "ChildCount"])
        return [
            (await self._call(node.path, _ACCESSIBLE, "GetChildAtIndex", "i", [n]))[0][1]
            for n in range(min(count.value, _MOST_CELLS))
        ]

    async def _call(self, path: str, interface: str, member: str, signature: str = "", body: Any = ()) -> list[Any]:
        message = Message(
            destination=self._name,
            path=path,
            interface=interface,
            member=member,
            signature=signature,
            body=list(body),
        )
        async with self._turn:
            reply = await self._bus.call(message)
        assert reply is not None
        if reply.message_type is not MessageType.METHOD_RETURN:
            raise DBusError(reply.error_name or "unknown", f"{member} of {path}: {reply.body}", reply)
        return list(reply.body)


TABLES = ("table", "tree", "tree table")
_MOST_CELLS = 60
_LABELLED, _LABELLED_BY = "combo box", 2
_ATTEMPTS = 5
_AT_ONCE = 16


@contextmanager
def display() -> Iterator[str]:
    """Run an X server without a screen and return its name; it chooses a free number itself."""
    got, give = os.pipe()
    command = ["Xvfb", "-displayfd", str(give), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=[give], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(give)
        with os.fdopen(got) as numbers:
            number = numbers.readline().strip()
        assert number, "no X server"
        try:
            yield f":{number}"
        finally:
            server.terminate()


@contextmanager
def session(folder: Path) -> Iterator[str]:
    """Run a session bus that can start the accessibility bus, and return its address. All ends with the test."""
    address = folder / "address"
    command = [
        "dbus-run-session",
        "--",
        "sh",
        "-c",
        'echo "$DBUS_SESSION_BUS_ADDRESS" >"$0.new"; mv "$0.new" "$0"; cat',
    ]
    env = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    env |= {"XDG_RUNTIME_DIR": str(folder)}
    # The shell lives until its input ends; the bus lives as long as the shell.
    with subprocess.Popen(
        [*command, str(address)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env
    ) as running:
        assert running.stdin is not None
        until = time.monotonic() + 20
        while not address.exists():
            assert time.monotonic() < until, "no session bus"
            time.sleep(0.02)
        try:
            yield address.read_text().strip()
        finally:
            running.stdin.close()


@contextmanager
def reader(session_bus: str, program: "subprocess.Popen[bytes]", seconds: float = 60) -> Iterator[Reader]:
    """Join the accessibility bus and wait there for the program."""
    loop = asyncio.new_event_loop()

    async def join() -> tuple[MessageBus, str]:
        desk = await MessageBus(bus_address=session_bus).connect()
        answer = await desk.call(
            Message(destination="org.a11y.Bus", path="/org/a11y/bus", interface="org.a11y.Bus", member="GetAddress")
        )
        assert answer is not None
        assert answer.message_type is MessageType.METHOD_RETURN, answer.body
        desk.disconnect()
        bus = await MessageBus(bus_address=answer.body[0]).connect()
        registry = Message(
            destination="org.a11y.atspi.Registry", path=_ROOT, interface=_ACCESSIBLE, member="GetChildren"
        )
        until = time.monotonic() + seconds
        while True:
            found = await bus.call(registry)
            assert found is not None
            if found.message_type is MessageType.METHOD_RETURN and found.body[0]:
                return bus, found.body[0][0][0]
            assert program.poll() is None, "the program has ended"
            assert time.monotonic() < until, "the program does not come to the accessibility bus"
            await asyncio.sleep(0.05)

    try:
        bus, name = loop.run_until_complete(join())
        yield Reader(bus, loop, name)
        bus.disconnect()
        loop.run_until_complete(asyncio.sleep(0.05))
    finally:
        loop.close()
