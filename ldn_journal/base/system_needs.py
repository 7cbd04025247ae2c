"""What the program needs of a Linux system beside Python: libraries that Qt loads, and a screen. In sentences where they lack.

``packaging/devtools`` reads the names of packages from here too, with whatever Python there is: nothing but its standard library
is imported.
"""

import re
import shlex
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from ldn_journal.base.errors import SystemLacking
from ldn_journal.base.texts import _

DEBIAN_PACKAGES: Final[Mapping[str, str]] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""The Debian package of each library that a window under X needs; measured on a bare Debian 12 with PySide6 6.10.3."""
_MORE_PACKAGES: Final = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
}
"""Libraries of which only some systems need any, or which none should lack."""
_COMPLAINT: Final = re.compile(r"(?:/.*/)?([^/\s:]+\.so[.\d]*): (.+)", re.DOTALL)
"""How the C library says that it cannot load a library, in its own language: the library, then the reason."""
_MISFIT: Final = re.compile(r"version [`'“].+ not found|undefined symbol", re.IGNORECASE)
_QTS_OWN: Final = re.compile(r"(?!lib)|libQt6|libpyside|libshiboken")
"""Names of files that come with Qt for Python itself, not with a package of the system."""
_OF_WINDOWS: Final = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}


def explain_import(error: ImportError) -> SystemLacking | None:
    """Return what the system lacks where a library could not be loaded for an import; ``None`` for any other failure."""
    found = None if isinstance(error, ModuleNotFoundError) else _COMPLAINT.match(str(error))
    if found is None:
        return None
    if _MISFIT.search(found[2]) or _QTS_OWN.match(found[1]):
        return _does_not_fit(str(error))
    return _lacks([found[1], *unloadable(DEBIAN_PACKAGES)])


def explain_no_window(plugins: Path, told: str, environment: Mapping[str, str]) -> SystemLacking:
    """Return why Qt could open no window.

    ``plugins``: the folder with the parts of Qt that know a kind of screen; ``told``: which of them was asked for, as
    ``QT_QPA_PLATFORM`` has it, if any. To be asked once it has failed, since libraries are loaded here to find out.
    """
    kinds = [re.split("[:-]", one)[0] for one in told.split(";") if one]
    screens = {kind: environment[variable] for kind, variable in _OF_WINDOWS.items() if environment.get(variable)}
    unknown = set(kinds) - set(_OF_WINDOWS)
    if not screens and not unknown:
        return SystemLacking(
            _(
                "There is no screen here for the window of LDN Journal. Start it from your desktop, or over SSH with “ssh -X”; "
                "“log”, “show” and the other commands work without a screen."
            )
        )
    wanted = kinds or [kind for kind in screens if kind != "wayland" or _has_compositor(environment)]
    there = [str(file) for kind in wanted if (file := plugins / f"libq{kind}.so").exists()]
    complaints = [_COMPLAINT.match(line) for line in _complaints(there)]
    misfit = next((found for found in complaints if found and _MISFIT.search(found[2])), None)
    if misfit:
        return _does_not_fit(misfit[0])
    if any(complaints):
        return _lacks([*(found[1] for found in complaints if found), *unloadable(DEBIAN_PACKAGES)])
    if not unknown:
        return SystemLacking(
            _(
                "The screen {screen} does not answer, or does not let you in. Start LDN Journal from the desktop of the person "
                "who is logged in there."
            ).format(screen=", ".join(f"“{one}”" for one in screens.values()))
        )
    return SystemLacking(
        _(
            "The variable QT_QPA_PLATFORM is set to “{value}”, and no window opens with that. Remove it and start LDN Journal "
            "again."
        ).format(value=told[:60])
    )


def _has_compositor(environment: Mapping[str, str]) -> bool:
    """Return whether there is somebody to answer at ``WAYLAND_DISPLAY``, the name of a socket or its whole path."""
    return Path(environment.get("XDG_RUNTIME_DIR", ""), environment["WAYLAND_DISPLAY"]).exists()


def unloadable(libraries: Iterable[str]) -> list[str]:
    """Return those of ``libraries``, names or paths, that cannot be loaded. They stay loaded: ask only when something failed."""
    return [found[1] for line in _complaints(libraries) if (found := _COMPLAINT.match(line))]


def _complaints(libraries: Iterable[str]) -> list[str]:
    import ctypes
    import locale

    locale.setlocale(locale.LC_ALL, "C")  # Qt may have turned the C library's words into the person's language
    said = []
    for library in libraries:
        try:
            ctypes.CDLL(library)
        except OSError as error:
            said.append(str(error))
    return said


def _lacks(libraries: Iterable[str]) -> SystemLacking:
    names = list(dict.fromkeys(libraries))
    fields = {"libraries": ", ".join(names), "command": _command(names)}
    if fields["command"]:
        return SystemLacking(
            _(
                "LDN Journal needs {libraries}, which this system lacks. Install it with “{command}”, then start again."
            ).format(**fields)
        )
    return SystemLacking(
        _(
            "LDN Journal needs {libraries}, which this system lacks. Install the package that holds it (“{package}” on Debian), "
            "then start again."
        ).format(package=" ".join(_packages(names)), **fields)
    )


def _does_not_fit(complaint: str) -> SystemLacking:
    return SystemLacking(
        _(
            "A part of LDN Journal is damaged, or does not fit this system: {reason}. Install LDN Journal again; if that does "
            "not help, the system is too old for it."
        ).format(reason=" ".join(complaint.split()))
    )


def _packages(libraries: Iterable[str]) -> list[str]:
    known = {**DEBIAN_PACKAGES, **_MORE_PACKAGES}
    return list(dict.fromkeys(known.get(name, name) for name in libraries))


def _command(libraries: list[str]) -> str:
    """Return the command that installs ``libraries`` here; nothing where it is not known."""
    known = {**DEBIAN_PACKAGES, **_MORE_PACKAGES}
    if shutil.which("apt-get") and all(name in known for name in libraries):
        return shlex.join(["sudo", "apt-get", "install", *_packages(libraries)])
    for tool in ("dnf", "zypper"):
        if shutil.which(tool):
            return shlex.join(["sudo", tool, "install", *(f"{name}()(64bit)" for name in libraries)])
    return ""
