"""Fault 4: the disk fills up during a backup. Nothing is offered for restoring or left behind; the journal stays usable."""

from pathlib import Path

import pytest

from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal
from tests.faults.conftest import DISK_FULL, DONE, Program, posix, tree
from tests.faults.test_02_disk_full import PAGE, at_most, fill

pytestmark = posix


@pytest.fixture
def recorded(program: Program) -> Program:
    """A journal of some pages with one backup."""
    assert program.made().quick("log", "pain=4", "note=" + "long " * 1500).code == DONE
    return program


@pytest.mark.parametrize("pages", [0, 1, 25, *(pytest.param(n, marks=pytest.mark.full) for n in (2, 10, 16, 17, 30))])
def test_no_file_may_grow(recorded: Program, tmp_path: Path, pages: int) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert recorded.folder.journal.stat().st_size > 31 * PAGE
    before = tree(recorded.folder.root, out)
    for command in (["backup"], ["backup", str(out / "copy.ldnjb")]):
        # What a quick command says goes through a file, which could not hold a word either.
        full = recorded.quick(*command, file_size=pages * PAGE) if pages else recorded(*command, before=at_most(0))
        assert (full.code, full.sentence) == (DISK_FULL, True), full.err
        assert "not yet saved" not in full.err
        assert tree(recorded.folder.root, out) == before
    assert recorded.quick("backup").code == DONE
    assert recorded.quick("check").code == DONE


@pytest.mark.parametrize("pages", [14, 30, *(pytest.param(n, marks=pytest.mark.full) for n in (12, 18, 22, 26, 34))])
def test_recording_succeeds_although_no_backup_fits(
    as_it_ships: None, program: Program, small_disk: Path, pages: int
) -> None:
    program.folder = DataFolder(small_disk / "data")
    assert program.made().quick("log", "pain=4", "note=" + "long " * 1500).code == DONE
    for path in program.folder.backups.iterdir():
        path.unlink()
    filler = fill(small_disk, pages * PAGE)
    logged = program.quick("log", "pain=5", "mood=3")
    assert (logged.code, logged.sentence) == (DONE, True), logged.err
    assert logged.err.startswith("Stored, but no backup could be made: Your disk is full.")
    assert "not yet saved" not in logged.err
    assert list(program.folder.backups.iterdir()) == []
    assert program.quick("backups").out.strip() == "There are no backups yet."
    refused = program.quick("backup")
    assert (refused.code, refused.sentence) == (DISK_FULL, True)
    assert list(program.folder.backups.iterdir()) == []
    assert program.quick("check").code == DONE
    with Journal.open(program.folder) as journal:
        assert sorted(one.value for one in journal.ratings()) == [3, 5]
        # The way out of a full disk is the room that was kept; it is not taken again at once.
        assert journal.free_reserve()
        assert journal.upkeep() is not None
        assert not program.folder.reserve.exists()
    filler.unlink()
    assert program.quick("log", "pain=6").err == ""
    assert program.quick("backups").code == DONE
    assert program.folder.reserve.exists()


def test_no_room_to_protect_or_to_go_back(program: Program, small_disk: Path, tmp_path: Path) -> None:
    program.folder = DataFolder(small_disk / "data")
    assert program.made().quick("log", "pain=4", "note=" + "long " * 1500).code == DONE
    assert program.quick("log", "pain=5").code == DONE
    secret = tmp_path / "secret"
    secret.write_text("four plain words do")
    backup = next(program.folder.backups.glob("*.ldnjb"))
    filler = fill(small_disk, 20 * PAGE)
    before = tree(program.folder.root)
    for command in (["password", "set", "--new-password-file", str(secret)], ["restore", str(backup)]):
        full = program.quick(*command)
        assert (full.code, full.sentence) == (DISK_FULL, True), full.err
        assert tree(program.folder.root) == before
    filler.unlink()
    assert program.quick("restore", str(backup)).code == DONE
    done = program.quick("password", "set", "--new-password-file", str(secret))
    assert (done.code, done.err) == (DONE, "")
    locked = tree(program.folder.root)
    filler = fill(small_disk)
    changed = program.quick("password", "remove", "--password-file", str(secret))
    assert (changed.code, changed.sentence) == (DISK_FULL, True)
    assert tree(program.folder.root) == locked
    shown = program.quick("show", "--password-file", str(secret))
    assert (shown.code, shown.err) == (DONE, "")
