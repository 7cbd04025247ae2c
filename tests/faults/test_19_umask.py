"""Fault 19: the person's umask lets everybody in. The folder is 0700 all the same, and every file in it 0600."""

import os
import stat
from pathlib import Path

import pytest

from tests.faults.conftest import DONE, OUR_FAULT, Program, posix, until
from tests.faults.test_23_errors_that_carry_text import make_it_fail

pytestmark = posix


def modes(root: Path) -> dict[str, int]:
    """The mode of ``root`` and of everything in it."""
    return {str(path.relative_to(root)): stat.S_IMODE(path.stat().st_mode) for path in (root, *root.rglob("*"))}


def assert_private(root: Path) -> None:
    for name, mode in modes(root).items():
        assert mode == (0o700 if (root / name).is_dir() else 0o600), f"{name} has mode {mode:o}"


@pytest.mark.parametrize("umask", [0o000, pytest.param(0o022, marks=pytest.mark.full)])
def test_everything_is_for_its_owner_alone(program: Program, tmp_path: Path, umask: int) -> None:
    def loosely() -> None:
        os.umask(umask)

    assert program("init", before=loosely).code == DONE
    assert_private(program.folder.root)
    for command in (["log", "pain=4", "note=quiet"], ["check"], ["undo"]):
        assert program.quick(*command, umask=umask).code == DONE
        assert_private(program.folder.root)
    # In the middle of a transaction there is a second file with parts of the diary.
    seen: set[str] = set()
    recorder = program.record(tmp_path / "said", before=loosely)
    assert until((tmp_path / "said").read_text)

    def half_written() -> bool:
        for path in program.folder.root.iterdir():
            try:
                mode = stat.S_IMODE(path.stat().st_mode)
            except FileNotFoundError:
                continue
            seen.add(path.name)
            assert mode in (0o600, 0o700), f"{path.name} has mode {mode:o}"
        return "journal.ldnj-journal" in seen

    assert until(half_written)
    recorder.kill()
    recorder.wait(timeout=20)
    make_it_fail(program.folder.journal)
    assert program.quick("log", "note=logged", umask=umask).code == OUR_FAULT
    assert list(program.folder.logs.iterdir())
    assert_private(program.folder.root)


@pytest.mark.parametrize("umask", [0o000, pytest.param(0o022, marks=pytest.mark.full)])
def test_what_is_written_elsewhere(program: Program, umask: int) -> None:
    assert program.made().quick("log", "pain=4").code == DONE
    out = program.root / "out"
    out.mkdir(mode=0o700)
    for kind in ("json", "csv", "fhir", "sqlite"):
        assert program.quick("export", str(out / kind), "--format", kind, umask=umask).code == DONE
    assert program.quick("report", str(out / "summary.pdf"), umask=umask).code == DONE
    assert_private(out)
