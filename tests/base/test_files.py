"""Files are written whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ldn_journal.base.errors import CannotAccess, DiskFull, NotFound
from ldn_journal.base.files import reading_errors, saying_if_full, write_whole

as_nobody = pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="rights do not bind the superuser")
posix = pytest.mark.skipif(os.name != "posix", reason="modes and limits of POSIX")


def test_every_byte_is_there_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    data = os.urandom(3_000_000)
    write_whole(path, data)
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_bytes(b"old and longer")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_only_its_owner_may_read_it(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "out", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


def test_a_folder_in_its_place_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotAccess, match="is a folder"):
        write_whole(tmp_path, b"x")


def test_what_the_disk_does_not_take_replaces_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing itself went well; only forcing it to the disk tells that it did not."""
    path = tmp_path / "out.json"
    path.write_bytes(b"old")

    def failing(_handle: int) -> None:
        raise OSError(errno.EIO, "the disk reported an error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(CannotAccess, match="cannot be written"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotAccess, match="There is no folder"):
        write_whole(tmp_path / "gone" / "out", b"x")


@as_nobody
def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(CannotAccess, match="cannot be written"):
            write_whole(tmp_path / "out", b"x")
    finally:
        tmp_path.chmod(0o700)


_FULL = """
import resource, sys
from pathlib import Path
from ldn_journal.base.errors import DiskFull
from ldn_journal.base.files import write_whole
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    write_whole(Path(sys.argv[1]), b"n" * 1_000_000)
except DiskFull as error:
    print(error)
"""


@posix
def test_a_full_disk_leaves_the_old_file_and_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", _FULL, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout == "Your disk is full. out.json was not written.\n"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    assert str(DiskFull()).startswith("Your disk is full. This entry")
    with pytest.raises(DiskFull, match="Nothing was done") as told, saying_if_full("Nothing was done."):
        raise DiskFull(stops_saving=True)
    assert told.value.stops_saving


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "gone"
    with pytest.raises(NotFound, match="There is no file"), reading_errors(path):
        path.read_bytes()


def test_a_folder_read_as_a_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotAccess, match="cannot be read"), reading_errors(tmp_path):
        tmp_path.read_bytes()
