"""Fault 2, in words: a full disk is told of what was being done, and an export, a copy or an import is never "this entry"."""

from pathlib import Path

import pytest

from tests.faults.conftest import DISK_FULL, DONE, Program, posix
from tests.faults.test_02_disk_full import PAGE

pytestmark = posix
SECRET = "four plain words do"
BIG = "long " * 3500


@pytest.fixture
def diary(program: Program, tmp_path: Path) -> Program:
    """A journal of some pages with a backup; files for the operations that need some."""
    program.made().quick("log", "pain=4", f"note={BIG}")
    (program.root / "secret").write_text(SECRET)
    return program


OPERATIONS = {
    "entry": (["log", f"note={BIG} again"], "Your disk is full. This entry is not yet saved."),
    "json": (["export", "out.json"], "Your disk is full. out.json was not written."),
    "csv": (["export", "--format", "csv", "tables"], "Your disk is full. tables was not written."),
    "sqlite": (["export", "--format", "sqlite", "plain.db"], "Your disk is full. plain.db was not written."),
    "report": (
        ["report", "visit.pdf", "--last", "30d"],
        "Your disk has no room for temporary files. The document was not made.",
    ),
    "copy": (["backup", "copy.ldnjb"], "Your disk is full. copy.ldnjb was not written."),
    "backup": (["backup"], "Your disk is full. No backup was made; the journal itself is safe."),
    "import": (["import", "in.json"], "Your disk is full. Nothing was imported; the journal is as it was."),
    "protect": (
        ["password", "set", "--new-password-file", "secret"],
        "Your disk is full. Nothing was changed: the password is as it was.",
    ),
    "restore": (["restore", "BACKUP"], "Your disk is full. Nothing was restored; the journal is as it was."),
}


USUAL = ("entry", "sqlite", "import")


@pytest.mark.parametrize(
    "name", [one if one in USUAL else pytest.param(one, marks=pytest.mark.full) for one in OPERATIONS]
)
def test_a_full_disk_is_told_of_what_was_being_done(diary: Program, name: str) -> None:
    command, sentence = OPERATIONS[name]
    backup = str(next(diary.folder.backups.glob("*.ldnjb")))
    if name == "restore":
        assert diary.quick("log", "pain=5").code == DONE
    if name == "import":
        assert diary.quick("export", "in.json").code == diary.quick("undo").code == DONE
    full = diary.quick(*(backup if one == "BACKUP" else one for one in command), file_size=PAGE)
    assert (full.code, full.sentence) == (DISK_FULL, True), full.err
    assert full.err.startswith(sentence), full.err
    assert ("entry" in full.err) == (name == "entry")


@pytest.mark.full
def test_what_is_printed_on_a_full_disk(diary: Program) -> None:
    with Path("/dev/full").open("w") as full:
        running = diary.start(diary.command("show"), stdout=full, stderr=-1)
        _none, said = running.communicate(timeout=60)
    assert running.returncode == DISK_FULL
    assert said == "Your disk is full. Not everything could be written; what is in the journal is safe.\n"
