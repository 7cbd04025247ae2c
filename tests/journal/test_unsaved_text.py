"""Sealed text in files beside the journal."""

import os
import tempfile
from pathlib import Path

import pytest

from ldn_journal.base.errors import CannotAccess
from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal
from ldn_journal.journal.unsaved_text import read_unsaved_text, unsaved_text_files, write_unsaved_text


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "temporary"
    found.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(found))
    return found


def test_each_text_has_a_file_of_its_own_for_its_owner_alone(folder: DataFolder, temporary: Path) -> None:
    folder.make()
    paths = [write_unsaved_text(folder, text) for text in (b"one", b"two")]
    assert sorted(body for _path, body in read_unsaved_text(folder)) == [b"one", b"two"]
    assert [path.parent for path in paths] == [folder.root] * 2
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o600] * 2


def test_where_the_folder_takes_nothing_the_temporary_one_does(folder: DataFolder, temporary: Path) -> None:
    path = write_unsaved_text(folder, b"one")  # there is no folder
    assert path.parent == temporary
    assert folder.root.name not in path.name
    folder.make()
    write_unsaved_text(folder, b"two")
    assert sorted(body for _path, body in read_unsaved_text(folder)) == [b"one", b"two"]
    assert list(unsaved_text_files(DataFolder(folder.root.with_name("other")))) == []


def test_where_nothing_can_be_written_that_is_said(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(CannotAccess, match="There is no folder"):
        write_unsaved_text(folder, b"one")


@pytest.mark.skipif(os.name != "posix", reason="links and owners of POSIX")
def test_what_somebody_else_lays_there_is_not_read(folder: DataFolder, temporary: Path, tmp_path: Path) -> None:
    mine = write_unsaved_text(folder, b"mine")
    (tmp_path / "theirs").write_bytes(b"theirs")
    mine.with_name(mine.name.replace("-001", "-002")).symlink_to(tmp_path / "theirs")
    mine.with_name(mine.name.replace("-001", "-003")).mkdir()
    assert [body for _path, body in read_unsaved_text(folder)] == [b"mine"]
    if os.geteuid() == 0:
        os.chown(mine, 12345, 12345)
        assert read_unsaved_text(folder) == []


def test_deleting_everything_takes_them_along(folder: DataFolder, temporary: Path) -> None:
    with Journal.create(folder) as journal:
        sealed = journal.seal_text("half a thought")
    paths = [write_unsaved_text(folder, sealed), write_unsaved_text(DataFolder(folder.root / "not there"), sealed)]
    away = temporary / paths[1].name
    with Journal.open(folder) as journal:
        assert paths[0] in journal.belongings().files
        journal.close_and_erase()
    assert not paths[0].exists()
    assert away.exists()  # of another folder


def test_another_journal_does_not_open_them(folder: DataFolder, temporary: Path) -> None:
    with Journal.create(folder) as journal:
        journal.protect("correct horse")
        sealed = journal.seal_text("half a thought")
        assert journal.unseal_text(sealed) == "half a thought"
    other = DataFolder(folder.root.with_name("other"))
    with Journal.create(other) as journal:
        assert journal.unseal_text(sealed) is None
