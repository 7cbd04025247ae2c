"""Fault 6: the file is cut short, emptied, filled with zeros or deleted: 4 or 8, never an empty journal in its place."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import DAMAGED, DONE, MISSING, Program, posix, until

PAGE = 4096
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda whole: b"",
    "one byte left": lambda whole: whole[:1],
    "half a page left": lambda whole: whole[: PAGE // 2],
    "one page left": lambda whole: whole[:PAGE],
    "half left": lambda whole: whole[: len(whole) // 2],
    "a page short": lambda whole: whole[:-PAGE],
    "a byte short": lambda whole: whole[:-1],
    "all zeros": lambda whole: bytes(len(whole)),
    "the first page zeros": lambda whole: bytes(PAGE) + whole[PAGE:],
    "a page in the middle zeros": lambda whole: whole[: 20 * PAGE] + bytes(PAGE) + whole[21 * PAGE :],
    "the last page zeros": lambda whole: whole[:-PAGE] + bytes(PAGE),
    "a page twice": lambda whole: whole[: 9 * PAGE] + whole[8 * PAGE : 9 * PAGE] + whole[10 * PAGE :],
    "other bytes": lambda whole: b"not a diary at all\n" * 4000,
}
USUAL = ("emptied", "half left", "a byte short", "all zeros", "the last page zeros")


@pytest.fixture
def recorded(program: Program) -> Program:
    """A journal of some pages with nothing beside it."""
    assert program.made().quick("log", "pain=4", "note=" + "long " * 1500).code == DONE
    program.alone()
    return program


@pytest.mark.parametrize(
    "damage", [name if name in USUAL else pytest.param(name, marks=pytest.mark.full) for name in DAMAGES]
)
def test_damage_is_told_and_nothing_is_put_in_its_place(recorded: Program, damage: str) -> None:
    journal = recorded.folder.journal
    damaged = DAMAGES[damage](journal.read_bytes())
    journal.write_bytes(damaged)
    for command in (["check"], ["show"], ["log", "pain=5"], ["export", str(recorded.root / "out")]):
        done = recorded.quick(*command)
        assert done.code == DAMAGED, (command, done.out)
        assert done.sentence or (command == ["check"] and "Nothing was changed" in done.out), done.err
        assert journal.read_bytes() == damaged
    assert recorded.quick("init").code != DONE
    assert journal.read_bytes() == damaged
    assert not (recorded.root / "out").exists()


def test_deleted(recorded: Program) -> None:
    recorded.folder.journal.unlink()
    for command in (["check"], ["show"], ["log", "pain=5"], ["info"], ["undo"], ["export", str(recorded.root / "out")]):
        done = recorded.quick(*command)
        assert (done.code, done.sentence) == (MISSING, True), (command, done.err)
        assert not recorded.folder.journal.exists()
    assert not (recorded.root / "out").exists()


@posix
@pytest.mark.parametrize("damage", ["emptied", pytest.param("half left", marks=pytest.mark.full)])
def test_the_window_puts_nothing_in_its_place(recorded: Program, damage: str, tmp_path: Path) -> None:
    journal = recorded.folder.journal
    damaged = DAMAGES[damage](journal.read_bytes())
    journal.write_bytes(damaged)
    with (tmp_path / "said").open("w") as said:
        window = recorded.start(recorded.command("--startup-trace"), stdout=said, stderr=said)
    assert until(lambda: "first paint" in (tmp_path / "said").read_text())
    before = hashlib.sha256(damaged).digest()
    assert not until(lambda: hashlib.sha256(journal.read_bytes()).digest() != before, seconds=1.5)
    window.terminate()
    assert window.wait(timeout=20) == DAMAGED
    assert journal.read_bytes() == damaged
    assert "Traceback" not in (tmp_path / "said").read_text()
