"""Fault 6, beside keys and backups: a journal that is missing or emptied there is 8 or 4, and never an empty journal."""

from pathlib import Path

import pytest

from tests.faults.conftest import DAMAGED, DONE, MISSING, Program, remove, tree

PASSWORD = "four plain words do"


@pytest.fixture
def kept(program: Program, tmp_path: Path) -> Program:
    """A protected journal with a backup."""
    (tmp_path / "secret").write_text(PASSWORD)
    assert program.quick("--password-file", str(tmp_path / "secret"), "init").code == DONE
    assert program.quick("--password-file", str(tmp_path / "secret"), "log", "pain=4").code == DONE
    assert len(list(program.folder.backups.iterdir())) == 2
    return program


USUAL = {("missing", "keys and backups"), ("missing", "copy of the keys"), ("emptied", "backups"), ("zeros", "keys")}


@pytest.mark.parametrize(
    ("damage", "left"),
    [
        pytest.param(damage, left, marks=[] if (damage, left) in USUAL else pytest.mark.full)
        for damage in ("missing", "emptied", "zeros")
        for left in ("keys and backups", "keys", "copy of the keys", "backups")
    ],
)
def test_never_an_empty_journal(kept: Program, tmp_path: Path, left: str, damage: str) -> None:
    folder = kept.folder
    opened = ("--password-file", str(tmp_path / "secret"))
    folder.reserve.unlink()
    if damage == "missing":
        folder.journal.unlink()
    else:
        folder.journal.write_bytes(b"" if damage == "emptied" else bytes(folder.journal.stat().st_size))
    copy = folder.keys.with_name("journal.keys.bak")
    if "backups" not in left:
        remove(folder.backups)
    if left in ("backups", "copy of the keys"):
        folder.keys.unlink()
    if left in ("backups", "keys"):
        copy.unlink()
    before = folder.journal.read_bytes() if folder.journal.exists() else None
    kept_files = tree(folder.backups) if folder.backups.is_dir() else {}
    for command in (
        ["log", "pain=5"],
        ["show"],
        ["check"],
        ["info"],
        ["undo"],
        ["backup"],
        ["export", str(tmp_path / "out")],
    ):
        refused = kept.quick(*opened, *command)
        assert (refused.code, refused.sentence) == (MISSING if damage == "missing" else DAMAGED, True), refused
        if "backups" in left and damage != "missing":
            assert "Newest good copy" in refused.err
    for command in (["init"], [*opened, "init"]):
        assert kept.quick(*command).code in (2, MISSING)
    assert (folder.journal.read_bytes() if folder.journal.exists() else None) == before
    assert (tree(folder.backups) if folder.backups.is_dir() else {}) == kept_files
    assert not (tmp_path / "out").exists()
    if "backups" in left:
        newest = max(folder.backups.glob("*.ldnjb"))
        restored = kept.quick(*opened, "restore", str(newest))
        assert (restored.code, restored.err) == (DONE, "")
        assert kept.quick(*opened, "check").code == DONE
        assert kept.quick("show").code == 3
