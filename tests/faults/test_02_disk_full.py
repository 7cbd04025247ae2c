"""Fault 2: the disk is full. Exit code 6 and a sentence; what is counted is what was acknowledged; usable once there is room."""

import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from ldn_journal.base.paths import DataFolder
from tests.faults.conftest import DISK_FULL, DONE, Program, Tally, acknowledged, posix, rounds
from tests.faults.recorder import numbers_in

pytestmark = posix
PAGE = 4096


def at_most(size: int) -> Callable[[], None]:
    """No file of the process may grow beyond ``size``."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def fill(folder: Path, leave: int = 0) -> Path:
    """Fill the file system of ``folder`` but for ``leave`` bytes."""
    filler = folder / "filler"
    with filler.open("ab", buffering=0) as out:
        try:
            while out.write(bytes(PAGE)):
                pass
        except OSError:
            pass
        out.truncate(max(0, out.tell() - leave))
    return filler


@rounds(3, 12)
def test_no_file_may_grow(program: Program, tmp_path: Path, tally: Tally, rounds: int) -> None:
    program.made()
    heard: list[int] = []
    for number in range(rounds):
        # The limit falls within a page, on its edge, and before the rollback journal has its first page.
        limit = program.folder.journal.stat().st_size + (0, 3000, 40 * PAGE, -100, 7 * PAGE, 1)[number % 6]
        said = tmp_path / f"said-{number}"
        recorder = program.record(said, first=max(heard, default=-1) + 1, before=at_most(limit))
        assert recorder.wait(timeout=60) == DISK_FULL
        assert "Your disk is full" in said.with_suffix(".err").read_text()
        heard += acknowledged(said)
        assert numbers_in(program.folder) == heard
        full = program.quick("log", "note=" + "x" * 20_000, file_size=PAGE)
        assert (full.code, full.sentence) == (DISK_FULL, True), full.err
    assert program.quick_note("there is room again").code == DONE
    assert program.quick("check").code == DONE
    assert numbers_in(program.folder) == heard
    tally(rounds=rounds, acknowledged=len(heard), lost=0)
    assert heard


@pytest.mark.parametrize(
    "pages", [0, 1, 3, *(pytest.param(n, marks=pytest.mark.full) for n in (2, 4, 5, 6, 8, 12, 20))]
)
def test_a_full_disk(program: Program, small_disk: Path, tmp_path: Path, tally: Tally, pages: int) -> None:
    program.folder = DataFolder(small_disk / "data")
    program.made()
    assert program.record(tmp_path / "begun").stdout is None
    filler = fill(small_disk, pages * PAGE)
    # The one that runs meets the full disk, wherever it is; then whoever comes next.
    said = [tmp_path / "begun", tmp_path / "next"]
    recorder = program._started[-1]
    assert recorder.wait(timeout=60) == DISK_FULL, said[0].with_suffix(".err").read_text()
    heard = acknowledged(said[0])
    assert numbers_in(program.folder) == heard
    fill(small_disk)
    for command in (["log", "note=no room for this" + " at all" * 900], ["log", "pain=4", "sleep=7:10"]):
        full = program.quick(*command)
        assert (full.code, full.sentence) == (DISK_FULL, True), full.err
    shown = program.quick("show", "--format", "json")
    assert (shown.code, "no room" in shown.out) == (DONE, False)
    assert numbers_in(program.folder) == heard
    filler.unlink()
    stored = program.quick_note("there is room again")
    assert (stored.code, stored.err) == (DONE, "")
    assert program.quick("check").code == DONE
    assert numbers_in(program.folder) == heard
    tally(free_pages=pages, acknowledged=len(heard), lost=0)


def test_a_full_disk_from_the_start(program: Program, small_disk: Path) -> None:
    program.folder = DataFolder(small_disk / "data")
    filler = fill(small_disk)
    refused = program("init")
    assert (refused.code, refused.sentence) == (DISK_FULL, True), refused.err
    assert not program.folder.journal.exists()
    filler.unlink()
    assert program.made().note("now").code == DONE
