"""Fault 14: two windows, two loops of ``log``. Whoever is told that an entry is stored has it stored."""

import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import Popen

import pytest

from tests.faults.conftest import DONE, IN_USE, Outcome, Program, Tally, posix, rounds, until

pytestmark = posix


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
    """The window has the journal as long as it is open: ``log`` waits, then says so and stores nothing."""
    program.made()
    outcomes: dict[str, Outcome] = {}
    for number in range(windows):
        outcomes[f"before {number}"] = program.note(f"before {number}")
        opened = window(program, tmp_path / f"window-{number}")
        begin = time.monotonic()
        outcomes[f"beside {number}"] = beside = program.note(f"beside {number}")
        waited = time.monotonic() - begin
        assert (beside.code, beside.sentence) == (IN_USE, True), beside.err
        assert 4.5 < waited < 10
        if number == 0:
            # One that begins to wait is let in when the window closes.
            with ThreadPoolExecutor(1) as pool:
                waiting = pool.submit(program.note, "waiting")
                time.sleep(1)
                opened.send_signal(signal.SIGTERM)
                outcomes["waiting"] = waiting.result()
            assert outcomes["waiting"].code == DONE, outcomes["waiting"].err
        opened.terminate()
        assert opened.wait(timeout=20) == DONE
    acknowledged = told(outcomes)
    stored = notes(program)
    tally(windows=windows, acknowledged=len(acknowledged), lost=len(set(acknowledged) - set(stored)))
    assert stored == acknowledged


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
