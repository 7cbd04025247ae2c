"""The program opens no network socket, whatever it does: the kernel ends it where it tries (a seccomp filter on ``socket``)."""

import ctypes
import json
import os
import platform
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="the filter is written for Linux on two processors",
)

_SOCKET = {"x86_64": 41, "aarch64": 198}
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_AF_INET, _AF_INET6, _AF_PACKET = 2, 10, 17
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ldn_journal.base.paths import DataFolder
import ldn_journal.gui.app as app

qt = QApplication(["ldn-journal"])
window = app.build_window(qt, DataFolder(Path(sys.argv[1])))
window.show()
keys = list(window._entries)

def next_page():
    if not window.context.tasks.idle:
        return
    if keys:
        window.show_page(keys.pop(0))
        print("page", flush=True)
    else:
        timer.stop()
        window.close()
        qt.quit()

timer = QTimer()
timer.setInterval(300)
timer.timeout.connect(next_page)
timer.start()
qt.exec()
app.take_down(window)
"""


LOAD = """
import sys
sys.path.insert(0, sys.argv[2])
from tests.faults.forked import load
from ldn_journal.__main__ import main
load()
"""
EACH = """
import json, os, sys
for command in json.loads(sys.argv[1]):
    child = os.fork()
    if not child:
        code = 1
        try:
            code = main(command)
            sys.stdout.flush()
        finally:
            os._exit(code)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Runs ``main`` on one command after the other, each in a copy of one process: that has the filter, and so have they."""
ROOT = Path(__file__).resolve().parents[1]


def forbid_network() -> None:
    """In a child before it runs: any socket but a local one ends it with SIGSYS. It lasts for its children too."""
    machine = platform.machine()
    program = [
        (_LOAD, 0, 0, 4),  # which processor's calls these are
        (_EQUAL, 1, 0, _ARCHITECTURE[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # which call
        (_EQUAL, 0, 4, _SOCKET[machine]),
        (_LOAD, 0, 0, 16),  # its first argument: the family
        (_EQUAL, 3, 0, _AF_INET),
        (_EQUAL, 2, 0, _AF_INET6),
        (_EQUAL, 1, 0, _AF_PACKET),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    ]
    code = b"".join(struct.pack("HBBI", *one) for one in program)
    buffer = ctypes.create_string_buffer(code)

    class Filter(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]

    libc = ctypes.CDLL(None, use_errno=True)
    told = Filter(len(program), ctypes.cast(buffer, ctypes.c_void_p))
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(told), 0, 0):
        os._exit(77)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, *arguments],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)},
            preexec_fn=forbid_network,
        )
        if done.returncode == 77:
            pytest.skip("this kernel takes no filter")
        return done

    return run


def test_the_filter_does_end_what_opens_a_network_socket(
    run: Callable[..., "subprocess.CompletedProcess[str]"],
) -> None:
    for family in ("AF_INET", "AF_INET6"):
        assert run("-c", f"import socket; socket.socket(socket.{family})").returncode == -signal.SIGSYS
    assert run("-c", "import socket; socket.socket(socket.AF_UNIX); socket.socketpair()").returncode == 0


def codes(done: "subprocess.CompletedProcess[str]") -> list[int]:
    """How each command ended, below 0 where the kernel ended it."""
    assert done.returncode == 0, done.stderr
    return [int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("ended ")]


def test_one_command_of_many_is_ended_as_well(run: Callable[..., "subprocess.CompletedProcess[str]"]) -> None:
    opens = "def main(command):\n    import socket\n    socket.socket(getattr(socket, command[0]))\n    return 0\n"
    assert codes(run("-c", opens + EACH, json.dumps([["AF_INET"], ["AF_UNIX"], ["AF_INET6"]]), str(ROOT))) == [
        -signal.SIGSYS,
        0,
        -signal.SIGSYS,
    ]


def test_every_command_works_without_the_network(
    run: Callable[..., "subprocess.CompletedProcess[str]"], tmp_path: Path
) -> None:
    data = str(tmp_path / "data")
    secret = tmp_path / "password"
    secret.write_text("correct horse\n")
    at, open_it = ("--data-dir", data), ("--password-file", str(secret))
    out = tmp_path / "out"
    out.mkdir()
    commands = (
        ("demo", data),
        (*at, "log", "pain=4", "dose=4.5mg@22:30", "note=quiet"),
        (*at, "show"),
        (*at, "trends"),
        (*at, "report", str(out / "summary.pdf"), "--attach", "csv,fhir", "--notes"),
        (*at, "card", str(out / "card.pdf")),
        *((*at, "export", str(out / f"all.{form}"), "--format", form) for form in ("json", "csv", "fhir", "sqlite")),
        (*at, "import", str(out / "all.csv")),
        (*at, "backup"),
        (*at, "password", "set", "--new-password-file", str(secret)),
        (*at, *open_it, "check"),
        (*at, *open_it, "info"),
        (*at, *open_it, "undo"),
    )
    ended = codes(run("-c", LOAD + EACH, json.dumps(commands), str(ROOT)))
    assert ended == [0] * len(commands), list(zip(commands, ended, strict=False))
    # With a keychain or without one: 2 says that there is none here.
    kept = run("-m", "ldn_journal", *at, *open_it, "password", "keychain", "on")
    assert kept.returncode in (0, 2), (kept.returncode, kept.stderr)


def test_a_keychain_opens_the_journal_without_the_network(
    run: Callable[..., "subprocess.CompletedProcess[str]"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.store.keychains.FileKeychain")
    monkeypatch.setenv("LDN_TEST_KEYCHAIN", str(tmp_path / "keychain.json"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    secret = tmp_path / "password"
    secret.write_text("correct horse\n")
    at, open_it = ("--data-dir", str(tmp_path / "data")), ("--password-file", str(secret))
    commands = (
        (*at, *open_it, "init"),
        (*at, *open_it, "password", "keychain", "on"),
        (*at, "log", "pain=4"),
        (*at, "password", "keychain", "off"),
        (*at, "show"),
    )
    assert codes(run("-c", LOAD + EACH, json.dumps(commands), str(ROOT))) == [0, 0, 0, 0, 3]


def test_the_window_shows_every_page_without_the_network(
    run: Callable[..., "subprocess.CompletedProcess[str]"], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    assert run("-m", "ldn_journal", "demo", str(data)).returncode == 0
    done = run("-c", WINDOW, str(data))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("page") >= 8
