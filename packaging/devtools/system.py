"""What LDN Journal needs of a Linux system besides Python: libraries that Qt loads, and one font.

Found by loading Qt's own files, not by asking a package manager. Named in Debian's words; as root on Debian
or a relative of it they are installed. The names of packages are the program's own (`ldn_journal/base/system_needs.py`),
which says the same where it was installed without this script.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from devtools.network import explain_apt
from devtools.terminal import SetupError, say
from ldn_journal.base.system_needs import DEBIAN_PACKAGES

# Loading these pulls in all that a window, a drawing without a window and the printing of a chart need.
QT_FILES = (
    "Qt/lib/libQt6Core.so.6",
    "Qt/lib/libQt6DBus.so.6",
    "Qt/lib/libQt6Gui.so.6",
    "Qt/lib/libQt6Widgets.so.6",
    "Qt/lib/libQt6Svg.so.6",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so",
)

# What the tests want beside that: an X server and hands for it, a session bus, the accessibility bus, keyboards and locales of
# other countries.
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "dbus-run-session": "dbus-daemon",
    "at-spi-bus-launcher": "at-spi2-core",
    "setxkbmap": "x11-xkb-utils",
}
TEST_FILES = {"/usr/share/i18n/locales/tr_TR": "locales"}
_BESIDE_PATH = ("/usr/libexec", "/usr/lib/at-spi2-core")
FONT = "a font"
NOT_FOUND = "cannot open shared object file"  # the words of glibc's loader in the C locale
DEBIAN_FONT = "fonts-dejavu-core"

# Runs in a process of its own: what it loads cannot be unloaded.
LOAD = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError as error:
        print(error)
"""
COUNT_FONTS = """
import ctypes
library = ctypes.CDLL("libfontconfig.so.1")
library.FcConfigGetFonts.restype = ctypes.POINTER(ctypes.c_int)
library.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
fonts = library.FcConfigGetFonts(None, 0) if library.FcInit() else None
print(fonts[0] if fonts else 0)
"""


def state() -> str:
    """Return a word that changes when a library comes or goes; empty where no record is kept."""
    try:
        facts = Path("/etc/ld.so.cache").stat()
    except OSError:
        return ""
    return f"{facts.st_size} {facts.st_mtime_ns}"


def ensure_libraries(python: Path, env: dict[str, str]) -> None:
    """See that the libraries and a font are there: install them, or raise SetupError with the command."""
    lacking = missing(python, env)
    if not lacking:
        return
    _install_or_tell([debian_package(name) for name in lacking], lacking)
    still = missing(python, env)
    if still:
        raise SetupError(f"Qt still misses {', '.join(still)} after installing the packages named above.")


def ensure_venv_module(python: str) -> None:
    """See that `python` can make virtual environments; Debian keeps that in a package of its own."""
    if subprocess.run([python, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode == 0:
        return
    if Path(python).resolve().parent != Path("/usr/bin"):
        raise SetupError(f"{python} lacks its modules venv and ensurepip: LDN Journal needs a complete Python.")
    name = Path(python).resolve().name
    _install_or_tell([f"{name}-venv" if "." in name else "python3-venv"], ["Python's modules venv and ensurepip"])


def offer_test_programs() -> None:
    """See that the programs are there that the tests of the real desktop need; where they are not, those tests are left out.

    As root on Debian they are installed; else, or if that fails, the command is told and the tests go on.
    """
    lacking = missing_test_programs()
    if not lacking:
        return
    try:
        _install_or_tell([{**TEST_PROGRAMS, **TEST_FILES}[name] for name in lacking], lacking)
    except SetupError as error:
        say(f"{error}\nWithout them the tests of the window on a real desktop are left out.")


def missing_test_programs() -> list[str]:
    """Return the programs and files for tests that are not here; none are wanted off Linux."""
    if not sys.platform.startswith("linux"):
        return []
    folders = os.pathsep.join((os.environ.get("PATH", os.defpath), *_BESIDE_PATH))
    lacking = [name for name in TEST_PROGRAMS if shutil.which(name, path=folders) is None]
    return lacking + [name for name in TEST_FILES if not Path(name).exists()]


def missing(python: Path, env: dict[str, str]) -> list[str]:
    """Return the shared libraries that Qt in `python`'s environment cannot load, and a font if there is none.

    Raises SetupError when a library is there but does not fit, such as a C library too old for this Qt.
    """
    folder = next(python.parent.parent.glob("lib/python3.*/site-packages/PySide6"), None)
    if folder is None:
        return []
    # The loader names one missing library per file: once one is missing, the known ones are tried by name.
    complaints = _lines(python, env, LOAD, *(str(folder / name) for name in QT_FILES if (folder / name).exists()))
    if complaints:
        complaints += _lines(python, env, LOAD, *DEBIAN_PACKAGES)
    absent = {line.partition(":")[0] for line in complaints if NOT_FOUND in line}
    strange = [line for line in complaints if NOT_FOUND not in line]
    if strange:
        raise SetupError("Qt does not fit this system:\n  " + "\n  ".join(dict.fromkeys(strange)))
    if "libfontconfig.so.1" in absent or _lines(python, env, COUNT_FONTS) == ["0"]:
        return [*sorted(absent), FONT]
    return sorted(absent)


def debian_package(name: str) -> str:
    """Return the Debian package that holds a library or the font; for an unknown library its own name."""
    return DEBIAN_FONT if name == FONT else DEBIAN_PACKAGES.get(name, name)


def _lines(python: Path, env: dict[str, str], program: str, *arguments: str) -> list[str]:
    command = [str(python), "-c", program, *arguments]
    env = {**env, "LC_ALL": "C"}
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return done.stdout.split("\n")[:-1]


def _install_or_tell(packages: list[str], lacking: list[str]) -> None:
    """Install Debian `packages` as root; raise SetupError with the exact command if we may not."""
    if not shutil.which("apt-get"):
        raise SetupError(f"This system lacks {', '.join(lacking)}. {_elsewhere(lacking)}")
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *sorted(set(packages))]
    by_hand = f"apt-get update && {shlex.join(install)}"
    if os.geteuid() != 0:
        by_hand = f"sudo apt-get update && sudo {shlex.join(install)}"
        raise SetupError(f"This system lacks {', '.join(lacking)}. This command installs them:\n\n  {by_hand}\n")
    say(f"Installing system packages: {' '.join(sorted(set(packages)))}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # One broken source among many makes `update` fail; whether it mattered shows in `install`.
    _failed, before = _quietly(["apt-get", "update"], env)
    failed, log = _quietly([*install, "-o", "DPkg::Lock::Timeout=120"], env)
    if failed:
        told = f"{log}\nThat did not work. This is the command, for a try by hand:\n\n  {by_hand}\n"
        raise SetupError(explain_apt(before + log, by_hand) or told)


def _elsewhere(lacking: list[str]) -> str:
    """Say how to install the libraries on a system without apt-get."""
    if shutil.which("dnf"):
        wanted = ["dejavu-sans-fonts" if name == FONT else f"{name}()(64bit)" for name in lacking]
        return f"This command installs them:\n\n  sudo dnf install {shlex.join(wanted)}\n"
    return "Install the packages that hold them, then start again."


def _quietly(command: list[str], env: dict[str, str]) -> tuple[bool, str]:
    """Run `command` and return whether it failed, and what it said."""
    env = {**env, "LC_ALL": "C"}
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode != 0, done.stdout or f"{command[0]} ended with code {done.returncode}"
