"""Fault 14: two windows, two loops of ``log``. Whoever is told that an entry is stored has it stored."""

import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import Popen

import pytest

from tests.faults.conftest import DONE, IN_USE, Outcome, Program, Tally, posix, rounds, until
from tests.faults.conftest import acknowledged as acknowledged_in
from tests.faults.recorder import numbers_in

pytestmark = posix
BORROWER = Path(__file__).with_name("borrower.py")
WRONG_PASSWORD = 3
LOCKED = "LDN Journal is open and locked; unlock it or close it first.\n"


def notes(program: Program) -> list[str]:
    """Every note stored."""
    out = program.root / "notes.json"
    assert program.quick("export", str(out)).code == DONE
    return sorted(note["text"] for note in json.loads(out.read_bytes())["records"]["note"])


def told(outcomes: dict[str, Outcome]) -> list[str]:
    """The entries that were acknowledged; every other one was told to wait, in a sentence."""
    for outcome in outcomes.values():
        assert outcome.code in (DONE, IN_USE), outcome.err
        assert outcome.code == DONE or outcome.sentence
    return sorted(text for text, outcome in outcomes.items() if outcome.code == DONE)


def listening(program: Program, said: Path) -> "Popen[str]":
    """Open the window and wait until it listens for commands."""
    opened = window(program, said)
    assert until(program.folder.window_mark.exists), said.read_text()
    return opened


def window(program: Program, said: Path) -> "Popen[str]":
    """Open the window and wait until it has the journal."""
    with said.open("w") as out:
        process = program.start(program.command("--startup-trace"), stdout=out, stderr=out)
    assert until(lambda: "ready" in said.read_text()), said.read_text()
    return process


@rounds(3, 60)
def test_two_loops(program: Program, tally: Tally, rounds: int) -> None:
    program.made()

    def loop(name: str) -> dict[str, Outcome]:
        return {f"{name} {number}": program.note(f"{name} {number}") for number in range(rounds)}

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(loop, ("first", "second"))
    acknowledged = told(first | second)
    stored = notes(program)
    tally(rounds=2 * rounds, acknowledged=len(acknowledged), lost=len(set(acknowledged) - set(stored)))
    assert stored == acknowledged
    # Neither keeps the other out for the five seconds it is ready to wait.
    assert len(acknowledged) == 2 * rounds
    assert program("check").code == DONE


@pytest.mark.parametrize("windows", [1, pytest.param(3, marks=pytest.mark.full)])
def test_a_loop_beside_an_open_window(program: Program, tmp_path: Path, tally: Tally, windows: int) -> None:
    """The window lends the journal to whoever writes, from its first moment on, and keeps nobody from reading."""
    program.made()
    outcomes: dict[str, Outcome] = {}
    slowest = 0.0
    for number in range(windows):
        outcomes[f"before {number}"] = program.quick_note(f"before {number}")
        opened = window(program, tmp_path / f"window-{number}")
        # It does not listen yet: the command waits for that, and not for the window to be closed.
        assert not program.folder.window_mark.exists()
        for turn in range(4):
            begin = time.monotonic()
            outcomes[f"beside {number} {turn}"] = program.quick_note(f"beside {number} {turn}")
            slowest = max(slowest, time.monotonic() - begin)
        assert program.quick("undo").code == DONE
        del outcomes[f"beside {number} 3"]
        for command in (["show"], ["info"], ["check"], ["backups"], ["export", str(program.root / f"beside-{number}")]):
            done = program.quick(*command)
            assert (done.code, done.err) == (DONE, ""), (command, done)
        assert notes(program) == sorted(outcomes)
        assert opened.poll() is None
        opened.terminate()
        assert opened.wait(timeout=20) == DONE
    acknowledged = told(outcomes)
    stored = notes(program)
    tally(windows=windows, acknowledged=len(acknowledged), lost=len(set(acknowledged) - set(stored)), slowest=slowest)
    assert stored == acknowledged == sorted(outcomes)
    assert (tmp_path / "window-0").read_text().count("\n") == 2  # it complained of nothing


@pytest.mark.full
@pytest.mark.parametrize("rounds", [60])
def test_two_loops_beside_an_open_window(program: Program, tmp_path: Path, tally: Tally, rounds: int) -> None:
    program.made()
    opened = listening(program, tmp_path / "window")

    def loop(name: str) -> dict[str, Outcome]:
        return {f"{name} {number}": program.note(f"{name} {number}") for number in range(rounds)}

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(loop, ("first", "second"))
    acknowledged = told(first | second)
    stored = notes(program)
    tally(rounds=2 * rounds, acknowledged=len(acknowledged), lost=len(set(acknowledged) - set(stored)))
    assert stored == acknowledged
    assert len(acknowledged) == 2 * rounds
    opened.terminate()
    assert opened.wait(timeout=20) == DONE
    assert program.quick("check").code == DONE


@pytest.mark.full
@pytest.mark.parametrize("rounds", [40])
def test_a_command_killed_while_the_window_lends(program: Program, tmp_path: Path, tally: Tally, rounds: int) -> None:
    """Whatever it was at: all it was told is stored is there, the window has its journal back and lends it again."""
    program.made()
    opened = listening(program, tmp_path / "window")
    chance = random.Random(20260310)
    acknowledged: list[int] = []
    for number in range(rounds):
        said = tmp_path / f"said-{number}"
        with said.open("w") as out:
            borrower = program.start(
                [sys.executable, str(BORROWER), str(program.folder.root), str(1000 * number)], stdout=out
            )
        assert until(lambda said=said: said.read_text())
        time.sleep(chance.uniform(0, 0.2))
        borrower.kill()
        borrower.wait(timeout=20)
        acknowledged += acknowledged_in(said)
        begin = time.monotonic()
        assert program.quick_note(f"after {number}").code == DONE
        assert time.monotonic() - begin < 5
    assert opened.poll() is None
    opened.terminate()
    assert opened.wait(timeout=20) == DONE
    stored = numbers_in(program.folder)
    tally(rounds=rounds, acknowledged=len(acknowledged), lost=len(set(acknowledged) - set(stored)))
    assert set(acknowledged) <= set(stored)
    assert len(set(stored) - set(acknowledged)) <= rounds  # stored and not yet said when it was killed


@pytest.mark.full
@pytest.mark.parametrize("rounds", [20])
def test_a_window_killed_while_it_lends(program: Program, tmp_path: Path, tally: Tally, rounds: int) -> None:
    """The command has the journal and goes on; nothing of it is lost, and what the dead window left keeps nobody out."""
    program.made()
    acknowledged: list[int] = []
    for number in range(rounds):
        opened = listening(program, tmp_path / f"window-{number}")
        said = tmp_path / f"said-{number}"
        with said.open("w") as out:
            borrower = program.start(
                [sys.executable, str(BORROWER), str(program.folder.root), str(1000 * number)], stdout=out
            )
        assert until(lambda said=said: said.read_text())
        opened.kill()
        opened.wait(timeout=20)
        heard = len(acknowledged_in(said))
        assert until(lambda said=said, heard=heard: len(acknowledged_in(said)) > heard + 3)
        borrower.terminate()
        borrower.wait(timeout=20)
        acknowledged += acknowledged_in(said)
        assert program.folder.window_mark.exists()
        assert program.quick_note(f"after {number}").code == DONE
    stored = numbers_in(program.folder)
    tally(rounds=rounds, acknowledged=len(acknowledged), lost=len(set(acknowledged) - set(stored)))
    assert set(acknowledged) <= set(stored)


def test_a_window_that_waits_for_the_password_accepts_nothing(program: Program, tmp_path: Path) -> None:
    program.made()
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("correct horse battery\n")
    wrong.write_text("wrong horse battery\n")
    assert program.quick("password", "set", "--new-password-file", str(right)).code == DONE
    with (tmp_path / "window").open("w") as out:
        opened = program.start(program.command(), stdout=out, stderr=out)
    assert until(program.folder.window_mark.exists)
    begin = time.monotonic()
    for command in (["log", "pain=4"], ["undo"], ["backup"], ["event", "add", "today", "flare"], ["erase", "--yes"]):
        done = program.quick("--password-file", str(right), *command)
        assert (done.code, done.err) == (IN_USE, LOCKED), (command, done)
    assert time.monotonic() - begin < 5  # it is not waited for
    assert program.quick("--password-file", str(right), "show").code == DONE
    assert program.quick("--password-file", str(wrong), "show").code == WRONG_PASSWORD
    opened.terminate()
    opened.wait(timeout=20)
    assert program.quick("--password-file", str(right), "log", "pain=4").code == DONE


UNLOCKING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ldn_journal.base.paths import DataFolder
from ldn_journal.charts.qt import load_qt
load_qt()
import ldn_journal.gui.app as app
from ldn_journal.gui.lock.unlock import UnlockScreen

def unlock():
    screen = next(one for one in QApplication.topLevelWidgets() if isinstance(one, app.MainWindow)).centralWidget()
    if isinstance(screen, UnlockScreen):
        screen.password_given.emit(Path(sys.argv[2]).read_text().strip())

application = app.make_application()
QTimer.singleShot(500, unlock)
sys.exit(app.run_window(DataFolder(Path(sys.argv[1])), startup_trace=True))
"""


@pytest.mark.full
def test_an_unlocked_window_is_no_way_around_the_password(program: Program, tmp_path: Path) -> None:
    program.made()
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("correct horse battery\n")
    wrong.write_text("wrong horse battery\n")
    assert program.quick("password", "set", "--new-password-file", str(right)).code == DONE
    with (tmp_path / "window").open("w") as out:
        command = [sys.executable, "-c", UNLOCKING, str(program.folder.root), str(right)]
        opened = program.start(command, stdout=out, stderr=out)
    assert until(lambda: program.folder.window_mark.exists() and "ready" in (tmp_path / "window").read_text())
    held = program.folder.journal.read_bytes()
    for command in (["log", "pain=4"], ["show"], ["undo"], ["export", str(tmp_path / "out")], ["check"], ["backup"]):
        for given in ([], ["--password-file", str(wrong)]):
            done = program.quick(*given, *command)
            assert (done.code, done.sentence) == (WRONG_PASSWORD, True), (command, done)
    assert program.folder.journal.read_bytes() == held
    assert not (tmp_path / "out").exists()
    for command in (["log", "pain=4"], ["show"], ["undo"], ["export", str(tmp_path / "out")], ["check"], ["backup"]):
        done = program.quick("--password-file", str(right), *command)
        assert (done.code, done.err) == (DONE, ""), (command, done)
    opened.terminate()
    assert opened.wait(timeout=20) == DONE
    assert "Traceback" not in (tmp_path / "window").read_text()


def test_a_second_window_takes_nothing_from_the_first(program: Program, tmp_path: Path) -> None:
    program.made()
    first = window(program, tmp_path / "first")
    before = program.folder.journal.read_bytes()
    with (tmp_path / "second").open("w") as out:
        second = program.start(program.command(), stdout=out, stderr=out)
    if not until(lambda: second.poll() is not None, seconds=3):  # a window waits for others two seconds
        second.terminate()
    assert second.wait(timeout=20) in (DONE, IN_USE)  # it raised the first one, or said that it is open already
    assert "Traceback" not in (tmp_path / "second").read_text()
    assert first.poll() is None
    assert program.folder.journal.read_bytes() == before
    first.terminate()
    assert first.wait(timeout=20) == DONE
    assert program.note("afterwards").code == DONE
