"""Start at login, by choice: an entry where the system looks for what to start, for this user alone.

Linux and the like: a file in the XDG autostart folder. macOS: a launch agent. Windows: a value under the user's Run key.
``Autostart`` is the same on all of them; where it writes is handed in, so that tests never touch the real places.
"""

import os
import plistlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from xml.parsers.expat import ExpatError

from ldn_journal.base.files import write_whole, writing_errors
from ldn_journal.base.paths import DataFolder, default_data_folder
from ldn_journal.base.program import own_command

NAME = "ldn-journal"
TITLE = "LDN Journal"
AGENT = "org.ldnjournal.ldn-journal"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
IN_TRAY = "--in-tray"
_PLACE = "--data-dir"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@,+")


class Autostart(Protocol):
    """Whether the program starts at login. Raises ``CannotAccess`` and ``DiskFull`` where that cannot be changed."""

    def enabled(self) -> bool:
        """Whether there is an entry that is in force."""
        ...

    def enable(self, command: Sequence[str]) -> None:
        """Start ``command`` at each login from now on."""
        ...

    def disable(self) -> None:
        """Start nothing at login any more."""
        ...

    def holds(self, arguments: Sequence[str]) -> bool:
        """Whether there is an entry, in force or not, whose command has these arguments in a row."""
        ...


def autostart(platform: str = sys.platform) -> Autostart:
    """Return what this computer knows, in the user's own places."""
    if platform == "win32":
        import winreg

        return RunKey(winreg)
    if platform == "darwin":
        return LaunchAgent(Path.home() / "Library" / "LaunchAgents")
    config = os.environ.get("XDG_CONFIG_HOME") or ""
    # The specification has a relative path passed over.
    base = Path(config) if config.startswith("/") else Path.home() / ".config"
    return DesktopEntry(base / "autostart")


def start_command(folder: DataFolder, platform: str = sys.platform) -> list[str]:
    """Return the command that opens the window on ``folder``, in the tray if the person keeps it there."""
    return [*own_command(platform), *_place(folder), IN_TRAY]


def starts(entry: Autostart, folder: DataFolder) -> bool:
    """Whether an entry, in force or not, starts the program on the journal in ``folder`` and not on another one."""
    place = _place(folder)
    return entry.holds(place) if place else entry.holds([]) and not entry.holds([_PLACE])


def _place(folder: DataFolder) -> list[str]:
    """The arguments that lead to ``folder``, none where it is the usual one."""
    root = folder.root.resolve()
    return [] if root == default_data_folder().root.resolve() else [_PLACE, str(root)]


class DesktopEntry:
    """A ``.desktop`` file in the XDG autostart ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{NAME}.desktop"

    def enabled(self) -> bool:
        """Whether the file is there and not marked as hidden, which is how desktops switch an entry off."""
        try:
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return False
        off = {"hidden=true", "x-gnome-autostart-enabled=false"}
        return not any(line.replace(" ", "").lower() in off for line in lines)

    def enable(self, command: Sequence[str]) -> None:
        """Write the file."""
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            f"Name={TITLE}",
            f"Icon={NAME}",
            f"Exec={' '.join(quoted(one) for one in command)}",
            "Terminal=false",
            "X-GNOME-Autostart-enabled=true",
        )
        _write(self.path, "\n".join([*lines, ""]).encode())

    def disable(self) -> None:
        """Take the file away."""
        _remove(self.path)

    def holds(self, arguments: Sequence[str]) -> bool:
        """Look for them in the Exec line, as they are written there."""
        try:
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return False
        written = " ".join(quoted(one) for one in arguments)
        return any(written in line for line in lines if line.startswith("Exec="))


class LaunchAgent:
    """A property list in ``folder``, usually ``~/Library/LaunchAgents``."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{AGENT}.plist"

    def enabled(self) -> bool:
        """Whether the list is there and starts something at login."""
        try:
            found = plistlib.loads(self.path.read_bytes())
        except (OSError, ValueError, plistlib.InvalidFileException, ExpatError):
            return False
        return isinstance(found, dict) and bool(found.get("RunAtLoad")) and not found.get("Disabled")

    def enable(self, command: Sequence[str]) -> None:
        """Write the list."""
        agent = {"Label": AGENT, "ProgramArguments": list(command), "RunAtLoad": True, "ProcessType": "Interactive"}
        _write(self.path, plistlib.dumps(agent))

    def disable(self) -> None:
        """Take the list away."""
        _remove(self.path)

    def holds(self, arguments: Sequence[str]) -> bool:
        """Look for them among the list's own."""
        try:
            found = plistlib.loads(self.path.read_bytes())
        except (OSError, ValueError, plistlib.InvalidFileException, ExpatError):
            return False
        command = list(found.get("ProgramArguments") or ()) if isinstance(found, dict) else []
        wanted = list(arguments)
        return bool(command) and any(
            command[at : at + len(wanted)] == wanted for at in range(len(command) - len(wanted) + 1)
        )


class RunKey:
    """A value under the user's Run key. ``registry`` is the module ``winreg``."""

    def __init__(self, registry: Any) -> None:
        self._registry = registry

    def enabled(self) -> bool:
        """Whether the value is there."""
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, RUN_KEY) as key:
                registry.QueryValueEx(key, TITLE)
        except OSError:
            return False
        return True

    def enable(self, command: Sequence[str]) -> None:
        """Set the value."""
        registry = self._registry
        with writing_errors(Path(RUN_KEY)), registry.CreateKey(registry.HKEY_CURRENT_USER, RUN_KEY) as key:
            registry.SetValueEx(key, TITLE, 0, registry.REG_SZ, subprocess.list2cmdline(command))

    def disable(self) -> None:
        """Delete the value."""
        registry = self._registry
        if self.enabled():
            with writing_errors(Path(RUN_KEY)), registry.CreateKey(registry.HKEY_CURRENT_USER, RUN_KEY) as key:
                registry.DeleteValue(key, TITLE)

    def holds(self, arguments: Sequence[str]) -> bool:
        """Look for them in the value, as they are written there."""
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, RUN_KEY) as key:
                value = str(registry.QueryValueEx(key, TITLE)[0])
        except OSError:
            return False
        return subprocess.list2cmdline(arguments) in value


def quoted(argument: str) -> str:
    """Return one argument as the Exec line of a desktop entry wants it: quoted where needed, ``%`` doubled, escaped twice."""
    argument = argument.replace("%", "%%")
    if argument and set(argument) <= _PLAIN | {"%"}:
        return argument
    for sign in ("\\", '"', "`", "$"):
        argument = argument.replace(sign, "\\" + sign)
    # The line is a string value of the file, in which a backslash is itself written as two.
    return '"' + argument.replace("\\", "\\\\") + '"'


def _write(path: Path, content: bytes) -> None:
    with writing_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)


def _remove(path: Path) -> None:
    with writing_errors(path):
        path.unlink(missing_ok=True)
