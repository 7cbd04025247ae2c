"""A desktop that lacks something: the window opens all the same, or one sentence says what to install or do, with code 2."""

import os
import pwd
import secrets
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ldn_journal.base import system_needs
from ldn_journal.base.errors import SystemLacking
from ldn_journal.base.paths import DataFolder, default_data_folder
from ldn_journal.base.system_needs import DEBIAN_PACKAGES, explain_import
from tests.conftest import LayDown
from tests.gui.first_evening import desktop

NOBODY = ":7777"
"""A display at which no server answers."""
A_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")
Program = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="screens and libraries of Linux")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Run the program without any desktop but for what ``variables`` say, on the folder ``tmp_path / "data"``."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        env = {name: value for name, value in os.environ.items() if name not in A_DESKTOP}
        command = [sys.executable, "-m", "ldn_journal", "--data-dir", str(tmp_path / "data"), *arguments]
        return subprocess.run(command, env=env | variables, capture_output=True, text=True, timeout=120, check=False)

    return run


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return what was said on stderr, one line of plain words, by a process that ended with code 2."""
    assert (done.returncode, done.stdout) == (2, ""), done
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "our fault" not in done.stderr
    return done.stderr


def hide(library: str, folder: Path) -> dict[str, str]:
    """Return variables under which ``library`` cannot be loaded: a file of its name that is none is found before it."""
    folder.mkdir(exist_ok=True)
    (folder / library).touch()
    return {"LD_LIBRARY_PATH": str(folder)}


SCREENS = {
    "none": ({}, "no screen"),
    "none under X": ({"QT_QPA_PLATFORM": "xcb"}, "no screen"),
    "none under Wayland": ({"QT_QPA_PLATFORM": "wayland"}, "no screen"),
    "nobody at the display": ({"DISPLAY": NOBODY}, NOBODY),
    "nobody at the display under X": ({"DISPLAY": NOBODY, "QT_QPA_PLATFORM": "xcb"}, NOBODY),
    "a display that is none": ({"DISPLAY": "garbage"}, "garbage"),
    "no compositor": ({"WAYLAND_DISPLAY": "wayland-77"}, "wayland-77"),
    "neither of two": ({"WAYLAND_DISPLAY": "wayland-77", "DISPLAY": NOBODY}, NOBODY),
    "another kind": ({"QT_QPA_PLATFORM": "nonsense"}, "QT_QPA_PLATFORM"),
    "a kind without hardware": ({"QT_QPA_PLATFORM": "eglfs"}, "QT_QPA_PLATFORM"),
}


@pytest.mark.parametrize(
    ("variables", "named"),
    [pytest.param(*case, id=name, marks=() if name == "none" else pytest.mark.full) for name, case in SCREENS.items()],
)
def test_no_screen_is_one_sentence(program: Program, tmp_path: Path, variables: dict[str, str], named: str) -> None:
    assert named in one_sentence(program(**variables))
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "library",
    [
        pytest.param(name, marks=() if name == "libEGL.so.1" else pytest.mark.full)
        for name in DEBIAN_PACKAGES
        if name not in {"libz.so.1", "libzstd.so.1", "libxcb-glx.so.0"}
    ],
)
def test_a_missing_library_is_named_with_its_package(program: Program, tmp_path: Path, library: str) -> None:
    """Those left out are Python's own, or such that a window opens without them."""
    told = one_sentence(program(DISPLAY=NOBODY, **hide(library, tmp_path / "hidden")))
    assert library in told
    assert DEBIAN_PACKAGES[library] in told


@pytest.mark.full
def test_commands_need_neither_screen_nor_library_and_a_report_no_screen(
    program: Program, tmp_path: Path, lay_planned: LayDown
) -> None:
    lay_planned(DataFolder(tmp_path / "data"))
    hidden = hide("libEGL.so.1", tmp_path / "hidden")
    for arguments in (("log", "pain=3"), ("show", "--last", "1"), ("info",), ("check",), ("--version",)):
        done = program(*arguments, **hidden)
        assert (done.returncode, done.stderr) == (0, ""), arguments
    paper = tmp_path / "summary.pdf"
    assert "libegl1" in one_sentence(program("report", str(paper), **hidden))
    assert not paper.exists()
    for variables in ({}, {"DISPLAY": NOBODY}, {"QT_QPA_PLATFORM": "xcb", "DISPLAY": NOBODY}):
        done = program("report", str(paper), **variables)
        assert (done.returncode, done.stderr) == (0, ""), variables
        assert paper.read_bytes().startswith(b"%PDF")
        paper.unlink()


@pytest.mark.full
@pytest.mark.skipif(bool(desktop.lacking()), reason=f"no desktop here: install {' '.join(desktop.lacking())}")
def test_a_screen_that_lets_nobody_in_is_one_sentence(program: Program, tmp_path: Path) -> None:
    """As for another user's window: the server asks for a key that the program has not."""
    keys = tmp_path / "keys"
    cookie = secrets.token_bytes(16)
    name = b"MIT-MAGIC-COOKIE-1"
    keys.write_bytes(struct.pack(">HHHH", 65535, 0, 0, len(name)) + name + struct.pack(">H", len(cookie)) + cookie)
    got, give = os.pipe()
    command = ["Xvfb", "-displayfd", str(give), "-auth", str(keys), "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=[give], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(give)
        with os.fdopen(got) as numbers:
            display = f":{numbers.readline().strip()}"
        try:
            told = program(DISPLAY=display, XAUTHORITY=str(tmp_path / "none"), QT_QPA_PLATFORM="xcb")
        finally:
            server.terminate()
    assert display in told.stderr.splitlines()[-1]
    assert told.returncode == 2
    assert "Traceback" not in told.stderr


NO_FONTS = '<?xml version="1.0"?><fontconfig><dir>/nonexistent</dir></fontconfig>'
ODD = {
    "no runtime folder": {"XDG_RUNTIME_DIR": "/nonexistent"},
    "no session bus": {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"},
    "no language": {"LC_ALL": "C"},
    "a language that is not installed": {"LC_ALL": "xx_YY.UTF-8"},
    "an old encoding": {"LC_ALL": "de_DE.ISO-8859-1"},
    "a zone that is not known": {"TZ": "Nowhere/Nix"},
    "a zone of minutes": {"TZ": "<+1245>-12:45"},
    "twice the size": {"QT_SCALE_FACTOR": "2"},
    "no size": {"QT_SCALE_FACTOR": "0"},
    "a style that is not known": {"QT_STYLE_OVERRIDE": "nonsense"},
    "an input method that is not there": {"QT_IM_MODULE": "nonsense"},
    "no home": {"HOME": "/nonexistent"},
    "nowhere for temporary files": {"TMPDIR": "/nonexistent"},
    "no font": {"FONTCONFIG_FILE": NO_FONTS},
}


@pytest.mark.full
@pytest.mark.parametrize("variables", ODD.values(), ids=list(ODD))
def test_the_window_opens_on_an_odd_desktop(
    tmp_path: Path, folder: DataFolder, lay_planned: LayDown, variables: dict[str, str]
) -> None:
    lay_planned(folder)
    if variables.get("FONTCONFIG_FILE") == NO_FONTS:
        (tmp_path / "fonts.conf").write_text(NO_FONTS, "utf-8")
        variables = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    env = {name: value for name, value in os.environ.items() if name not in A_DESKTOP}
    env |= {"QT_QPA_PLATFORM": "offscreen"} | variables
    command = [sys.executable, "-m", "ldn_journal", "--data-dir", str(folder.root), "--startup-trace"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        ready = any(line.startswith("ready") for line in started.stdout)
        started.send_signal(signal.SIGTERM)
        _out, said = started.communicate(timeout=60)
    assert (ready, started.returncode, said) == (True, 0, "")


def test_a_zone_that_cannot_be_is_one_sentence(program: Program) -> None:
    assert "XYZ-99" in one_sentence(program(TZ="XYZ-99", QT_QPA_PLATFORM="offscreen"))


@pytest.mark.full
def test_letters_have_shapes_where_the_system_has_no_font(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(NO_FONTS, "utf-8")
    code = (
        "from PySide6.QtGui import QFontInfo, QRawFont\n"
        "from ldn_journal.gui.theme import make_application\n"
        "font = make_application().font()\n"
        "print(QFontInfo(font).family(), QRawFont.fromFont(font).supportsCharacter(ord('a')))"
    )
    env = os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "Source Sans Pro True\n"


def test_no_home_folder_is_no_usual_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a user that the system's list does not have: the folder would else be called “~”."""

    def unknown(_number: int) -> pwd.struct_passwd:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for name in ("HOME", "XDG_DATA_HOME", "LDN_JOURNAL_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemLacking, match="HOME is not set"):
        default_data_folder()


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("apt-get", "sudo apt-get install libegl1"),
        ("dnf", "sudo dnf install 'libEGL.so.1()(64bit)'"),
        ("zypper", "sudo zypper install 'libEGL.so.1()(64bit)'"),
        ("", "Install the package that holds it (“libegl1” on Debian)"),
    ],
)
def test_the_command_is_that_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str, command: str
) -> None:
    if tool:
        (tmp_path / tool).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system_needs, "unloadable", lambda _libraries: [])
    failed = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert command in str(explain_import(failed))


def test_what_is_no_library_is_left_alone() -> None:
    assert explain_import(ModuleNotFoundError("No module named 'PySide6'")) is None
    assert explain_import(ImportError("cannot import name 'x' from 'y' (/lib/y.so)")) is None
    old = ImportError(
        "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.99' not found (required by /opt/libQt6Core.so.6)"
    )
    assert "GLIBC_2.99" in str(explain_import(old))
    assert "apt-get" not in str(explain_import(old))
