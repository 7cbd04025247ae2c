import stat
from pathlib import Path

import pytest

from ldn_journal.store.sealed_file import read_sealed, write_sealed

KEY, OTHER = bytes(range(32)), bytes(32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "backups.record"
    write_sealed(path, KEY, b"1,204 entries")
    return path


def test_the_key_reads_it_and_nothing_else_does(path: Path) -> None:
    assert read_sealed(path, KEY) == b"1,204 entries"
    assert read_sealed(path, OTHER) is None
    assert b"1,204" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_any_bit_changed_another_name_or_no_file_is_nothing_known(path: Path) -> None:
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert read_sealed(path, KEY) is None
    for data in (b"", b"short", b"x" * (2 << 20)):
        path.write_bytes(data)
        assert read_sealed(path, KEY) is None
    path.write_bytes(whole)
    path.rename(path.with_name("another"))
    assert read_sealed(path.with_name("another"), KEY) is None
    assert read_sealed(path, KEY) is None
    path.mkdir()
    assert read_sealed(path, KEY) is None
