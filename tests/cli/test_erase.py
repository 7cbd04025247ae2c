"""``erase``: lists first, deletes only when told so, and names the exports that stay."""

from pathlib import Path

from ldn_journal.base.paths import DataFolder
from tests.cli.conftest import Run


def test_it_lists_first_then_deletes_everything_and_names_what_stays(
    made: Run, folder: DataFolder, tmp_path: Path
) -> None:
    assert made("log", "pain=4").code == 0
    exported = tmp_path / "all.json"
    assert made("export", str(exported)).code == 0
    assert made("backup").code == 0
    stranger = folder.root / "holiday.jpg"
    stranger.write_bytes(b"not ours")
    listed = made("erase")
    assert listed.code == 0
    assert str(folder.journal) in listed.out
    assert "--yes" in listed.out
    assert folder.journal.exists()
    done = made("erase", "--yes")
    assert done.code == 0
    assert str(exported) in done.out
    assert exported.exists()
    assert [path.name for path in folder.root.rglob("*")] == ["holiday.jpg"]
    assert made("show").code == 8


def test_the_folder_goes_when_nothing_of_anyone_else_is_in_it(made: Run, folder: DataFolder, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    assert made("log", "pain=4").code == 0
    assert made("erase", "--yes").code == 0
    assert not folder.root.exists()
    assert second.exists()
