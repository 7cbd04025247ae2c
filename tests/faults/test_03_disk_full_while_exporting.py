"""Fault 3: the disk fills up during an export over an older file. The old file stays as it was; nothing else is left behind."""

from pathlib import Path

import pytest

from ldn_journal.base.paths import DataFolder
from tests.faults.conftest import DISK_FULL, DONE, Program, posix, tree
from tests.faults.test_02_disk_full import PAGE, fill

pytestmark = posix
WRITES = {
    "json": ("export", "--format", "json"),
    "fhir": ("export", "--format", "fhir"),
    "sqlite": ("export", "--format", "sqlite"),
    "csv": ("export", "--format", "csv"),
    "report": ("report",),
    "card": ("card",),
}


@pytest.fixture
def diary(program: Program, sample: Path) -> Program:
    """The program on the sample journal, with the bundle made once: then nothing more is stored."""
    program.with_copy(sample)
    assert program.quick("export", str(program.root / "once.json"), "--format", "fhir").code == DONE
    return program


@pytest.mark.parametrize("kind", WRITES)
def test_no_file_may_grow(diary: Program, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out" / "old"
    target.parent.mkdir()
    if kind == "csv":
        target.mkdir()
    else:
        target.write_bytes(b"an older export")
    before = tree(target.parent)
    full = diary.quick(*WRITES[kind], str(target), file_size=PAGE)
    assert (full.code, full.sentence) == (DISK_FULL, True), full.err
    assert tree(target.parent) == before
    assert diary.quick("check").code == DONE


@pytest.mark.parametrize("kind", ["json", "sqlite", pytest.param("csv", marks=pytest.mark.full)])
def test_a_full_disk(diary: Program, small_disk: Path, kind: str) -> None:
    target = small_disk / "old"
    if kind == "csv":
        target.mkdir()
    else:
        target.write_bytes(b"an older export")
    filler = fill(small_disk, 25 * PAGE)
    before = tree(small_disk)
    full = diary.quick(*WRITES[kind], str(target))
    assert (full.code, full.sentence) == (DISK_FULL, True), full.err
    assert tree(small_disk) == before
    filler.unlink()
    assert diary.quick(*WRITES[kind], str(target)).code == DONE
    assert target.is_dir() or target.read_bytes() != b"an older export"


def test_data_folder_on_the_full_disk(program: Program, small_disk: Path, tmp_path: Path) -> None:
    """A full disk where the journal lies is no reason not to take everything out to another one."""
    program.folder = DataFolder(small_disk / "data")
    program.made()
    assert program.quick_note("taken along").code == DONE
    fill(small_disk)
    taken = program("export", str(tmp_path / "out.json"))
    assert (taken.code, taken.err) == (DONE, "")
    assert "taken along" in (tmp_path / "out.json").read_text()
