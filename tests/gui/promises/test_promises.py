"""What the window promises, kept over real processes, real keys and real files: "kept on screen", "it comes back", "saved".

A round types one thing into the real window on an X server, breaks the disk or the file or neither, and then closes, locks, ends
or lets sleep. What was typed must be found again: in the record, among the drafts of the journal, or sealed beside it. A table of
what was tried and lost is printed.
"""

import json
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from dbus_fast.service import ServiceInterface, dbus_signal
from filelock import FileLock, Timeout

from ldn_journal.base.clock import SystemClock
from ldn_journal.base.errors import JournalError
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.gui.tokens import LIGHT
from ldn_journal.journal import Journal
from ldn_journal.journal.unsaved_text import read_unsaved_text
from tests.gui.first_evening.desktop import PATIENCE, Desktop, desktop, lacking, wait_for
from tests.gui.reminders.bus import DAEMON, served, session_bus
from tests.seeds import chance

PASSWORD = "correct horse"
TITLE = "LDN Journal"
WORD = "zebrafish"
ROOM = 28_000
"""Bytes beyond which no file grows on the full disk: less than the journal has, more than what is typed."""
LONG = "long " * 3_998
"""A note so near to the longest that a few words more are refused."""

pytestmark = pytest.mark.skipif(bool(lacking()) or DAEMON is None, reason="no desktop here: see dev.py test")


@dataclass(frozen=True)
class Entry:
    """Something typed. ``open`` is an action of the palette; what is then typed; what is looked for afterwards."""

    open: str
    typed: tuple[str, ...]
    sought: str
    form: bool = False
    """Whether a form unfolds, with a filled button, once its page has been read."""


ENTRIES = {
    "a note": Entry("Write a note for the day", (WORD,), WORD),
    "a note too long to be taken": Entry("Write a note for the day", ("<End>", WORD), WORD),
    "a rating": Entry("Go to the first unanswered question", ("<Down>", "7"), '"pain": 7'),
    "half a dose": Entry("Record another dose or amount", ("3.71",), "3.71"),
    "half a prescription": Entry("Add a prescription", (WORD,), WORD, form=True),
    "half a visit": Entry("Plan a visit", (WORD,), WORD, form=True),
    "half a cell": Entry("History", ("<Right>", "4x"), "4x"),
}
TROUBLES = ("none", "full disk", "replaced file")
WAYS = (
    "Ctrl+Q",
    "Ctrl+Q twice",
    "SIGTERM",
    "SIGHUP",
    "lock by key",
    "lock by key, then SIGTERM",
    "suspend",
    "session locked",
)
USUAL = (("half a dose", "full disk", "SIGHUP"),)
"""The round of every run; all of them are long."""


class Manager(ServiceInterface):
    """What tells programs that the computer goes to sleep."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.login1.Manager")

    @dbus_signal()
    def PrepareForSleep(self, begins: bool) -> "b":  # noqa: N802, F821
        return begins


class Saver(ServiceInterface):
    """What tells programs that the screen was locked."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.ScreenSaver")

    @dbus_signal()
    def ActiveChanged(self, active: bool) -> "b":  # noqa: N802, F821
        return active


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with desktop(tmp_path_factory.mktemp("screen"), managed=False) as found:
        yield found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DataFolder]:
    """A protected journal with a plan, made once: with a short day, and with a note that is nearly too long."""
    found: dict[str, DataFolder] = {}
    for name, note in (("short", ""), ("long", LONG)):
        folder = DataFolder(tmp_path_factory.mktemp(name) / "data")
        with Journal.create(folder, clock=SystemClock()) as journal:
            journal.change_settings(tracked=("pain", "fatigue"), lock_after_minutes=1)
            step = {"day": journal.today(), "amount_pg": 4_500_000_000, "usual_time": "22:30"}
            journal.record(validate(Kind.STEP, step))
            if note:
                journal.record(validate(Kind.NOTE, {"day": journal.today(), "text": note}))
            journal.protect(PASSWORD)
        found[name] = folder
    return found


class Round:
    """One window on a copy of the journal."""

    def __init__(self, screen: Desktop, folder: DataFolder, home: Path, bus: str) -> None:
        self.screen, self.folder = screen, folder
        env = screen.env | {
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(home),
        }
        env |= {f"XDG_{kind}_HOME": str(home / kind) for kind in ("DATA", "CONFIG", "CACHE", "STATE")}
        self.env = env | {"DBUS_SESSION_BUS_ADDRESS": bus, "DBUS_SYSTEM_BUS_ADDRESS": bus}
        self.said = home / "said"
        self._trouble: Callable[[], None] = lambda: None

    def __enter__(self) -> "Round":
        command = [sys.executable, "-m", "ldn_journal", "--startup-trace", "--data-dir", str(self.folder.root)]
        with self.said.open("w") as said:
            self.process = subprocess.Popen(command, env=self.env, stdout=said, stderr=said)
        wait_for(lambda: "first paint" in self.said.read_text(), "the first paint")
        self.unlock()
        wait_for(lambda: "ready" in self.said.read_text(), "the day")
        return self

    def __exit__(self, *exc: object) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def unlock(self) -> None:
        self.screen.window(TITLE)
        self.screen.type(PASSWORD)
        self.screen.press("Return")
        wait_for(lambda: not self.is_free(), "the journal to be opened")

    def is_free(self) -> bool:
        """Whether no program has the journal open."""
        lock = FileLock(self.folder.lock)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        lock.release()
        return True

    def enter(self, entry: Entry) -> None:
        self.screen.press("ctrl+k")
        self.screen.rest()
        self.screen.type(entry.open)
        before = self.screen.rest()
        self.screen.press("Return")
        self.screen.changed(before)
        if entry.form:
            self.screen.button(LIGHT.accent)
        self.screen.rest()
        for words in entry.typed:
            if words.startswith("<"):
                self.screen.press(f"ctrl+{words[1:-1]}" if words == "<End>" else words[1:-1])
            else:
                self.screen.type(words)
        # A signal overtakes keys that the program has not read yet; what is promised is for what stands on the screen.
        self.screen.rest()

    def break_it(self, kind: str) -> None:
        pid = self.process.pid
        if kind == "full disk":
            before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (ROOM, before[1]))
            self._trouble = lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
        elif kind == "replaced file":
            copy = self.folder.root / "copy"
            shutil.copy(self.folder.journal, copy)
            copy.replace(self.folder.journal)

    def mend(self) -> None:
        self._trouble()

    def ended(self) -> bool:
        return self.process.poll() is not None

    def locked(self) -> None:
        wait_for(self.is_free, "the window to be locked")

    def end(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.wait(PATIENCE)


def leave(one: Round, way: str, kind: str, tell: dict[str, Callable[[], None]]) -> None:
    """Close, lock or end in a ``way``; in the end the program is gone."""
    if way in ("SIGTERM", "SIGHUP"):
        one.end(getattr(signal, way))
    elif way.startswith("Ctrl+Q"):
        one.screen.press("ctrl+q")
        one.screen.rest()
        time.sleep(0.3)
        if way.endswith("twice") and not one.ended():
            one.screen.press("ctrl+q")
            time.sleep(1)
            assert kind == "none" or not one.ended() or found_all(one.folder) is not None
        if not one.ended():
            one.mend()
            one.end()
    else:
        if way in tell:
            tell[way]()
        else:
            one.screen.press("ctrl+l")
        one.locked()
        if not way.endswith("SIGTERM"):
            one.mend()
            one.unlock()
        one.end()


def found_all(folder: DataFolder) -> str:
    """Return all that can be found again in the journal and beside it, as one text."""
    with Journal.open(folder, password=PASSWORD, wait=5) as journal:
        sealed = [journal.unseal_text(body) for _path, body in read_unsaved_text(folder)]
        assert None not in sealed
        assert journal.check() == []
        parts: list[Any] = [journal.drafts(), sealed, [one.text for one in journal.notes()]]
        parts += [{one.measure: one.value} for one in journal.ratings()]
    return json.dumps(parts, ensure_ascii=False).replace("\\", "")


def is_found(folder: DataFolder, entry: Entry) -> bool:
    found = found_all(folder)
    # A rating that waits is told by its answer.
    return entry.sought in found or (entry.sought == '"pain": 7' and '"measure": "pain", "value": 7' in found)


def go_round(name: str, kind: str, way: str, screen: Desktop, made: dict[str, DataFolder], home: Path) -> bool:
    """Return whether what was typed is there again."""
    home.mkdir(mode=0o700)
    folder = DataFolder(home / "data")
    shutil.copytree(made["long" if "too long" in name else "short"].root, folder.root)
    entry = ENTRIES[name]
    manager, saver = Manager(), Saver()
    with ExitStack() as stack:
        bus = stack.enter_context(session_bus(home))
        _one, loop = stack.enter_context(served(bus, "org.freedesktop.login1", "/org/freedesktop/login1", manager))
        _two, other = stack.enter_context(served(bus, saver.name, "/org/freedesktop/ScreenSaver", saver))
        tell: dict[str, Callable[[], None]] = {
            "suspend": lambda: loop.call_soon_threadsafe(manager.PrepareForSleep, True),
            "session locked": lambda: other.call_soon_threadsafe(saver.ActiveChanged, True),
        }
        with Round(screen, folder, home, bus) as one:
            time.sleep(0.3)
            one.break_it(kind)
            one.enter(entry)
            screen.picture(f"{name}, {kind}, {way}")
            leave(one, way, kind, tell)
            assert "Traceback" not in one.said.read_text(), one.said.read_text()
    for path in folder.root.rglob("*"):
        assert not path.is_file() or WORD.encode() not in path.read_bytes()
    if is_found(folder, entry):
        return True
    print(f"{name}, {kind}, {way}: not among {found_all(folder)[:2000]}")
    return False


@pytest.mark.parametrize(("name", "kind", "way"), USUAL)
def test_a_promise_is_kept(
    name: str, kind: str, way: str, screen: Desktop, made: dict[str, DataFolder], tmp_path: Path
) -> None:
    assert go_round(name, kind, way, screen, made, tmp_path / "home")


@pytest.mark.full
@pytest.mark.parametrize("way", WAYS)
def test_every_promise_is_kept(
    way: str,
    screen: Desktop,
    made: dict[str, DataFolder],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    tried: Counter[str] = Counter()
    lost: list[str] = []
    every = list(product(ENTRIES, TROUBLES))
    every += chance("promises", way).sample(every, 5)
    for number, (name, kind) in enumerate(every):
        tried[kind] += 1
        try:
            kept = go_round(name, kind, way, screen, made, tmp_path / f"home{number}")
        except (AssertionError, JournalError) as error:
            kept = False
            error.add_note(f"{name}, {kind}, {way}")
            print(f"{name}, {kind}, {way}: {error}")
        if not kept:
            lost.append(f"{name}, {kind}")
        shutil.rmtree(tmp_path / f"home{number}", ignore_errors=True)
    record_property("promises", f"{way}: {dict(tried)}, lost {len(lost)}")
    print(f"\n{way}: {sum(tried.values())} rounds ({dict(tried)}), lost {len(lost)}: {lost}")
    assert lost == []


@pytest.mark.full
def test_text_is_kept_when_nobody_touches_the_window(
    screen: Desktop, made: dict[str, DataFolder], tmp_path: Path
) -> None:
    lost = []
    for number, kind in enumerate(TROUBLES):
        home = tmp_path / f"home{number}"
        home.mkdir(mode=0o700)
        folder = DataFolder(home / "data")
        shutil.copytree(made["short"].root, folder.root)
        entry = ENTRIES["half a dose"]
        with session_bus(home) as bus, Round(screen, folder, home, bus) as one:
            time.sleep(0.3)
            one.break_it(kind)
            one.enter(entry)
            wait_for(one.is_free, "a minute without a key", 120)
            one.mend()
            one.unlock()
            one.end()
        if not is_found(folder, entry):
            lost.append(kind)
    assert lost == []
