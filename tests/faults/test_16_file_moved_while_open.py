"""Fault 16: the file is renamed, replaced or deleted while it is open. Error 8 with the next entry, and never "saved"."""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from ldn_journal.base.paths import DataFolder
from tests.faults.conftest import DONE, MISSING, RECORDER, Program, Tally, acknowledged, posix, rounds, until
from tests.faults.recorder import numbers_in
from tests.seeds import chance

pytestmark = posix


def _renamed(journal: Path) -> None:
    journal.rename(journal.with_name("moved.ldnj"))


def _replaced(journal: Path) -> None:
    copy = journal.with_name("copy")
    shutil.copy(journal, copy)
    journal.rename(journal.with_name("moved.ldnj"))
    copy.rename(journal)


def _replaced_at_once(journal: Path) -> None:
    journal.with_name("moved.ldnj").hardlink_to(journal)
    copy = journal.with_name("copy")
    shutil.copy(journal, copy)
    copy.replace(journal)


def _deleted(journal: Path) -> None:
    journal.unlink()


def _in_another_folder(journal: Path) -> None:
    journal.parent.rename(journal.parent.with_name("elsewhere"))


MOVES: dict[str, Callable[[Path], None]] = {
    "renamed": _renamed,
    "replaced": _replaced,
    "replaced at once": _replaced_at_once,
    "deleted": _deleted,
    "its folder renamed": _in_another_folder,
}


def asked(program: Program) -> "Popen[str]":
    """Start a recorder that waits to be asked for each entry."""
    command = [sys.executable, str(RECORDER), str(program.folder.root), "0", "asked"]
    return program.start(command, stdin=PIPE, stdout=PIPE, stderr=PIPE)


def ask(recorder: "Popen[str]") -> str:
    """Ask for one more entry; the number it was acknowledged by, or nothing."""
    assert recorder.stdin is not None
    assert recorder.stdout is not None
    recorder.stdin.write("next\n")
    recorder.stdin.flush()
    return recorder.stdout.readline().strip()


@pytest.mark.parametrize("how", MOVES)
def test_the_next_entry_is_refused(program: Program, how: str) -> None:
    program.made()
    journal = program.folder.journal
    recorder = asked(program)
    assert [ask(recorder) for _entry in range(3)] == ["0", "1", "2"]
    MOVES[how](journal)
    before = journal.read_bytes() if journal.exists() else None
    assert ask(recorder) == ""
    assert recorder.wait(timeout=20) == MISSING
    assert recorder.stderr is not None
    said = recorder.stderr.read()
    assert "moved or replaced" in said or "missing" in said
    assert "Traceback" not in said
    assert (journal.read_bytes() if journal.exists() else None) == before
    if how == "deleted":
        return
    if how != "its folder renamed":
        journal.with_name("moved.ldnj").replace(journal)
    else:
        program.folder = DataFolder(program.folder.root.with_name("elsewhere"))
    assert numbers_in(program.folder) == [0, 1, 2]
    assert program.quick_note("goes on").code == DONE


@rounds(4, 30)
def test_at_a_random_moment(program: Program, tmp_path: Path, tally: Tally, rounds: int) -> None:
    """Moved in the middle of whatever it does: what was acknowledged is in the file that was open, and nothing is after."""
    moments = chance("file moved while open", rounds)
    program.made()
    journal, moved = program.folder.journal, program.folder.root / "moved.ldnj"
    heard: list[int] = []
    for number in range(rounds):
        said = tmp_path / f"said-{number}"
        recorder = program.record(said, first=max(heard, default=-1) + 2)
        assert until(lambda said=said: said.stat().st_size)
        time.sleep(moments.uniform(0, 0.1))
        (_renamed, _replaced_at_once)[number % 2](journal)
        assert recorder.wait(timeout=20) == MISSING, said.with_suffix(".err").read_text()
        heard += acknowledged(said)
        # The name leads to the file that was open again, with what was half written beside it.
        moved.replace(journal)
        stored = numbers_in(program.folder)
        assert set(heard) <= set(stored), sorted(set(heard) - set(stored))
    tally(rounds=rounds, acknowledged=len(heard), lost=0)
