"""An X server without a screen, with hands and eyes: xdotool presses and clicks, the frame buffer is what is seen.

Nothing in the program under test helps along: it is a process of its own, and all that is known of it is what it draws, what
its windows are called, and what it has stored.
"""

import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import numpy as np
from PySide6.QtGui import QImage

T = TypeVar("T")

PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool"}
"""Programs that are needed, with the Debian package of each."""
MANAGER = "openbox"
"""A window manager, for frames and focus as on a desktop; without one the focus is given by hand."""
PICTURES = "LDN_EVENING_PICTURES"
"""Environment variable: a folder for pictures of each step."""
PATIENCE = 60.0
"""Seconds a busy machine is given; a wait ends as soon as what is waited for is there."""
_SCREEN = "1400x900x24"
_POLL = 0.03
_AT_REST = 0.25
_HEADER = 20
_COLOUR_BYTES = 12
_LEAST_BUTTON = 60, 6
"""Pixels in a row and rows, without a gap, that make a button rather than a mark or a word."""


def lacking() -> list[str]:
    """Return the Debian packages without which there is no such desktop here."""
    return [package for program, package in PROGRAMS.items() if shutil.which(program) is None]


class Desktop:
    """The desktop ``display``, whose picture stands in ``screen``; ``managed`` says whether a window manager runs.

    ``album`` is the folder, within the one for pictures, where those of this desktop go.
    """

    def __init__(self, display: str, screen: Path, *, managed: bool) -> None:
        self.display = display
        self.managed = managed
        self.env = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
        self.env["DISPLAY"] = display
        self._screen = screen
        self.album = ""
        self._shots = 0

    # Hands ---------------------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys, or chords such as ``ctrl+z``, one after the other."""
        self._do("key", "--delay", "20", *keys)

    def type(self, text: str) -> None:
        """Press the keys of ``text``."""
        self._do("type", "--delay", "20", text)

    def click(self, x: int, y: int) -> None:
        """Click there with the left button."""
        self._do("mousemove", str(x), str(y), "click", "1")

    def window(self, title: str) -> str:
        """Wait for a visible window with exactly this title, see that it has the keyboard, and return its number."""
        number = wait_for(lambda: self._find(title), f"a window “{title}”")
        if not self.managed:
            self._do("windowfocus", "--sync", number)
        wait_for(lambda: self._has_keyboard(number), f"the keyboard in “{title}”")
        return number

    def _has_keyboard(self, number: str) -> bool:
        if self._do("getwindowfocus", "-f", check=False).strip() == number:
            return True
        if self.managed:
            # A manager may hold a new window back; a person would click on it.
            self._do("windowactivate", number, check=False)
        return False

    def gone(self, title: str) -> None:
        """Wait until no window has this title."""
        wait_for(lambda: not self._find(title), f"the end of “{title}”")

    def _find(self, title: str) -> str:
        found = self._do("search", "--onlyvisible", "--name", f"^{title}$", check=False).split()
        # Qt's window; a manager's frame around it may bear the same name.
        return next((one for one in found if self._do("getwindowname", one, check=False).strip() == title), "")

    def _do(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(["xdotool", *arguments], env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0 or not check, done.stderr
        return done.stdout

    # Eyes ----------------------------------------------------------------------------------------------------------

    def look(self) -> np.ndarray:
        """Return the picture on the screen: rows of pixels as 0xRRGGBB."""
        raw = self._screen.read_bytes()
        head = struct.unpack(f">{_HEADER}I", raw[: 4 * _HEADER])
        size, wide, high, line, colours = head[0], head[4], head[5], head[12], head[19]
        begin = size + colours * _COLOUR_BYTES
        rows = np.frombuffer(raw, "<u4", high * line // 4, begin).reshape(high, line // 4)
        return rows[:, :wide] & 0xFFFFFF

    def changed(self, before: np.ndarray) -> np.ndarray:
        """Wait until the screen looks different from ``before`` and has come to rest; return what it shows then."""
        wait_for(lambda: not np.array_equal(self.look(), before), "another picture")
        return self.rest()

    def rest(self) -> np.ndarray:
        """Wait until nothing moves on the screen, for less than a text cursor takes to blink, and return what it shows."""
        shown, since = self.look(), time.monotonic()
        until = since + PATIENCE
        while time.monotonic() - since < _AT_REST:
            assert time.monotonic() < until, "the screen does not come to rest"
            time.sleep(_POLL)
            now = self.look()
            if not np.array_equal(now, shown):
                shown, since = now, time.monotonic()
        return shown

    def find_button(self, colour: str, beyond: int = 0) -> tuple[int, int] | None:
        """Return the middle of a button filled with ``colour`` (#rrggbb), the first from above right of ``beyond``, if any."""
        pixels = self.look()[:, beyond:] == int(colour[1:], 16)
        wide, high = _LEAST_BUTTON
        runs = [_longest_run(row) if row.sum() >= wide else (0, 0) for row in pixels]
        for (begin, end), rows in groupby(enumerate(runs), key=lambda one: one[1]):
            numbers = [number for number, _run in rows]
            if end - begin >= wide and len(numbers) >= high:
                return beyond + (begin + end) // 2, numbers[len(numbers) // 2]
        return None

    def button(self, colour: str, beyond: int = 0) -> tuple[int, int]:
        """Wait for such a button, until it has its place, and return its middle."""

        def settled() -> tuple[int, int] | None:
            found = self.find_button(colour, beyond)
            if found is not None:
                self.rest()
            return found if found == self.find_button(colour, beyond) else None

        return wait_for(settled, f"a button in {colour}")

    def shows(self, *colours: str) -> bool:
        """Whether each of ``colours`` is on the screen."""
        seen = set(np.unique(self.look()).tolist())
        return seen.issuperset(int(colour[1:], 16) for colour in colours)

    def picture(self, name: str) -> None:
        """Keep a picture of what is on the screen, where pictures are wanted."""
        folder = os.environ.get(PICTURES)
        if not folder:
            return
        self._shots += 1
        pixels = np.ascontiguousarray(self.rest() | 0xFF000000)
        high, wide = pixels.shape
        path = Path(folder, self.album, f"{self._shots:02}-{name}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        assert QImage(pixels.tobytes(), wide, high, 4 * wide, QImage.Format.Format_RGB32).save(str(path)), path


def wait_for(condition: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
    """Ask until ``condition()`` is something, and return it; fail with ``what`` was waited for."""
    until = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(_POLL)


def _longest_run(row: np.ndarray) -> tuple[int, int]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
    begins, ends = edges[::2], edges[1::2]
    longest = int(np.argmax(ends - begins))
    return int(begins[longest]), int(ends[longest])


@contextmanager
def desktop(folder: Path, *, managed: bool = True) -> Iterator[Desktop]:
    """Run a desktop; the server chooses a free number itself. ``managed``: with a window manager, if there is one."""
    got, give = os.pipe()
    # -noreset: a server whose last client leaves begins anew, and would drop whoever connects in that moment.
    command = [
        "Xvfb",
        "-displayfd",
        str(give),
        "-fbdir",
        str(folder),
        "-screen",
        "0",
        _SCREEN,
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    with subprocess.Popen(command, pass_fds=[give], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(give)
        with os.fdopen(got) as numbers:
            number = numbers.readline().strip()
        assert number, "no X server"
        managed = managed and shutil.which(MANAGER) is not None
        found = Desktop(f":{number}", folder / "Xvfb_screen0", managed=managed)
        manager = (
            subprocess.Popen([MANAGER], env=found.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if managed
            else None
        )
        try:
            yield found
        finally:
            for process in (manager, server):
                if process is not None:
                    process.terminate()
                    process.wait(PATIENCE)
