"""Fault 15: a lock file that a crash left behind, empty, garbled or with a living process in it: the program starts."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.faults.conftest import DONE, Program, posix, until

pytestmark = posix


def _gone() -> str:
    """The number of a process that is no more."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(timeout=20)
    return str(ended.pid)


LEFT: dict[str, Callable[[int], bytes]] = {
    "empty": lambda alive: b"",
    "of a process that is gone": lambda alive: f"{_gone()}\nldn-journal\nthis-host\n".encode(),
    "garbage": lambda alive: bytes(range(256)) * 40,
    "with another living python": lambda alive: (
        f"{alive}\npython\n{subprocess.check_output(['uname', '-n'], text=True)}".encode()
    ),
    "of another host": lambda alive: b"1\nldn-journal\nother-pc\n",
}


@pytest.mark.parametrize("kind", LEFT)
def test_a_lock_file_left_behind_refuses_nobody(program: Program, kind: str) -> None:
    program.made()
    alive = program.start([sys.executable, "-c", "import time; time.sleep(60)"])
    program.folder.lock.write_bytes(LEFT[kind](alive.pid))
    stored = program.note("in spite of it", seconds=4)  # without the wait for another copy
    assert (stored.code, stored.err) == (DONE, "")


def test_one_that_was_killed_refuses_nobody(program: Program, tmp_path) -> None:
    program.made()
    recorder = program.record(tmp_path / "said")
    assert until((tmp_path / "said").read_text)
    recorder.kill()
    recorder.wait(timeout=20)
    assert program.note("now", seconds=4).code == DONE


def test_the_window_starts_as_well(program: Program, tmp_path) -> None:
    program.made().folder.lock.write_bytes(LEFT["garbage"](0))
    with (tmp_path / "said").open("w") as said:
        window = program.start(program.command("--startup-trace"), stdout=said, stderr=said)
    assert until(lambda: "ready" in (tmp_path / "said").read_text())
    window.terminate()
    assert window.wait(timeout=20) == DONE
