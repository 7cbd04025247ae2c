"""Which journal an entry for the start at login leads to, on each system."""

from pathlib import Path

import pytest

from ldn_journal.base.autostart import Autostart, DesktopEntry, LaunchAgent, RunKey, start_command, starts
from ldn_journal.base.paths import DataFolder, default_data_folder
from tests.base.test_autostart import Registry

SYSTEMS = ("linux", "darwin", "win32")


def entry_on(system: str, folder: Path) -> Autostart:
    if system == "win32":
        return RunKey(Registry())
    return LaunchAgent(folder) if system == "darwin" else DesktopEntry(folder)


@pytest.mark.parametrize("system", SYSTEMS)
def test_it_is_of_the_journal_that_it_starts_and_of_no_other(tmp_path: Path, system: str) -> None:
    entry = entry_on(system, tmp_path / "places")
    usual, other = default_data_folder(), DataFolder(tmp_path / 'my 100 % "own" $x`y\\z')
    another = DataFolder(tmp_path / "a third")
    assert not any(starts(entry, one) for one in (usual, other, another))
    entry.enable(start_command(usual, system))
    assert [starts(entry, one) for one in (usual, other, another)] == [True, False, False]
    entry.enable(start_command(other, system))
    assert [starts(entry, one) for one in (usual, other, another)] == [False, True, False]
    entry.disable()
    assert not any(starts(entry, one) for one in (usual, other, another))


def test_an_entry_that_a_desktop_switched_off_is_an_entry(tmp_path: Path) -> None:
    entry = DesktopEntry(tmp_path)
    entry.enable(start_command(default_data_folder()))
    entry.path.write_text(entry.path.read_text() + "Hidden=true\n")
    assert not entry.enabled()
    assert starts(entry, default_data_folder())


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"<plist", b"<plist><array/></plist>"])
def test_an_entry_that_cannot_be_read_is_nobodys(tmp_path: Path, content: bytes) -> None:
    for entry in (DesktopEntry(tmp_path), LaunchAgent(tmp_path)):
        entry.path.write_bytes(content)
        assert not starts(entry, default_data_folder())
