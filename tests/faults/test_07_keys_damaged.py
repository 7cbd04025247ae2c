"""Fault 7: the keys file is damaged, then its copy as well."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import DAMAGED, DONE, Program, remove

PASSWORD, OTHER = "four plain words do", "quite another one"
WRONG = 3


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 2
    path.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "one bit": _flipped,
    "emptied": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-40]),
    "zeros": lambda path: path.write_bytes(bytes(900)),
    "deleted": Path.unlink,
}


USUAL = [name if name in ("one bit", "deleted") else pytest.param(name, marks=pytest.mark.full) for name in DAMAGES]


@pytest.fixture
def kept(program: Program, tmp_path: Path) -> Program:
    """A protected journal with one entry and one backup."""
    (tmp_path / "secret").write_text(PASSWORD)
    (tmp_path / "other").write_text(OTHER)
    assert program.quick("--password-file", str(tmp_path / "secret"), "init").code == DONE
    assert program.quick("--password-file", str(tmp_path / "secret"), "log", "pain=4").code == DONE
    return program


@pytest.mark.parametrize("damage", USUAL)
@pytest.mark.parametrize("name", ["journal.keys", "journal.keys.bak"])
def test_either_copy_opens_it_and_mends_the_other(kept: Program, tmp_path: Path, damage: str, name: str) -> None:
    whole = kept.folder.keys.read_bytes()
    DAMAGES[damage](kept.folder.root / name)
    opened = kept.quick("check", "--password-file", str(tmp_path / "secret"))
    assert (opened.code, opened.err) == (DONE, "")
    for mended in ("journal.keys", "journal.keys.bak"):
        assert (kept.folder.root / mended).read_bytes() == whole


@pytest.mark.parametrize("damage", USUAL)
def test_both_damaged(kept: Program, tmp_path: Path, damage: str) -> None:
    both = [kept.folder.keys, kept.folder.keys.with_name("journal.keys.bak")]
    aside = tmp_path / "aside"
    kept.folder.backups.rename(aside)
    for path in both:
        DAMAGES[damage](path)
    ruins = [path.read_bytes() if path.exists() else None for path in both]
    journal = kept.folder.journal.read_bytes()
    for secret in ("secret", "other"):
        refused = kept.quick("show", "--password-file", str(tmp_path / secret))
        assert (refused.code, refused.sentence) == (DAMAGED, True), refused
    assert kept.quick("show").code == DAMAGED
    assert kept.quick("init").code == 2
    assert [path.read_bytes() if path.exists() else None for path in both] == ruins
    assert kept.folder.journal.read_bytes() == journal
    # A backup that has its keys beside it lends them, to who knows the password.
    remove(kept.folder.backups)
    aside.rename(kept.folder.backups)
    assert kept.quick("show").code == WRONG
    wrong = kept.quick("show", "--password-file", str(tmp_path / "other"))
    assert (wrong.code, wrong.err) == (WRONG, "Wrong password. Nothing was changed.\n")
    assert [path.read_bytes() if path.exists() else None for path in both] == ruins
    opened = kept.quick("check", "--password-file", str(tmp_path / "secret"))
    assert (opened.code, opened.err) == (DONE, "")
    assert both[0].read_bytes() == both[1].read_bytes() != ruins[0]
    assert kept.folder.journal.read_bytes() == journal


def test_keys_of_another_journal(kept: Program, another: Program, tmp_path: Path) -> None:
    """They open, but not this journal; that is said, nothing is overwritten, and the keys beside a backup open it."""
    assert another.quick("--password-file", str(tmp_path / "other"), "init").code == DONE
    before = kept.folder.journal.read_bytes()
    for name in ("journal.keys", "journal.keys.bak"):
        (kept.folder.root / name).write_bytes((another.folder.root / name).read_bytes())
    refused = kept.quick("log", "pain=5", "--password-file", str(tmp_path / "other"))
    assert (refused.code, refused.sentence) == (DAMAGED, True), refused.err
    assert "belong to another journal" in refused.err
    assert kept.folder.journal.read_bytes() == before
    assert kept.quick("show", "--password-file", str(tmp_path / "secret")).code == DONE
