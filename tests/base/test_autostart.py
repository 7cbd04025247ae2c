"""Starting at login: the entry of each system, written where the test says, read back by what the system reads it with."""

import plistlib
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.autostart import (
    RUN_KEY,
    Autostart,
    DesktopEntry,
    LaunchAgent,
    RunKey,
    autostart,
    quoted,
    start_command,
)
from ldn_journal.base.errors import CannotAccess
from ldn_journal.base.paths import DataFolder, default_data_folder

COMMAND = [
    "/opt/LDN Journal/bin/python",
    "-m",
    "ldn_journal",
    "--data-dir",
    '/home/a/100 % "mine" $x`y\\z',
    "--in-tray",
]


class Registry:
    """Keys and values in a dictionary, with the names of ``winreg``, for systems that have none."""

    HKEY_CURRENT_USER, REG_SZ = "HKCU", 1

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}

    @contextmanager
    def CreateKey(self, root: str, path: str) -> Any:  # noqa: N802
        yield f"{root}\\{path}"

    OpenKey = CreateKey

    def QueryValueEx(self, key: str, name: str) -> tuple[str, int]:  # noqa: N802
        if (key, name) not in self.values:
            raise FileNotFoundError(name)
        return self.values[key, name], self.REG_SZ

    def SetValueEx(self, key: str, name: str, _reserved: int, kind: int, value: str) -> None:  # noqa: N802
        assert kind == self.REG_SZ
        self.values[key, name] = value

    def DeleteValue(self, key: str, name: str) -> None:  # noqa: N802
        del self.values[key, name]


@pytest.fixture(params=["entry", "agent", "run"])
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Autostart:
    made: dict[str, Autostart] = {
        "entry": DesktopEntry(tmp_path / "autostart"),
        "agent": LaunchAgent(tmp_path / "LaunchAgents"),
        "run": RunKey(Registry()),
    }
    return made[request.param]


def test_it_is_off_until_chosen_and_off_again_when_taken_back(start: Autostart) -> None:
    assert not start.enabled()
    start.disable()
    start.enable(COMMAND)
    assert start.enabled()
    start.enable(COMMAND)
    assert start.enabled()
    start.disable()
    assert not start.enabled()


@pytest.mark.skipif(shutil.which("sh") is None, reason="the line is split by a shell")
def test_the_desktop_entry_is_sound_and_runs_the_very_command(tmp_path: Path) -> None:
    entry = DesktopEntry(tmp_path)
    entry.enable(COMMAND)
    text = entry.path.read_text()
    line = next(line for line in text.splitlines() if line.startswith("Exec="))
    # What a desktop does: undo the escapes of the file, split like a shell, and undo the doubled percent signs.
    value = line.removeprefix("Exec=").replace("\\\\", "\\")
    split = subprocess.run(["sh", "-c", f"printf '%s\\n' {value}"], check=True, capture_output=True, text=True).stdout
    assert [one.replace("%%", "%") for one in split.splitlines()] == COMMAND
    if (validator := shutil.which("desktop-file-validate")) is not None:
        assert subprocess.run([validator, str(entry.path)], check=False).returncode == 0


@pytest.mark.skipif(shutil.which("gio") is None, reason="gio, which starts desktop entries, is not installed")
def test_what_desktops_start_entries_with_starts_it(tmp_path: Path) -> None:
    said = tmp_path / 'what it said, "100 %"'
    entry = DesktopEntry(tmp_path)
    entry.enable([sys.executable, "-c", f"import pathlib; pathlib.Path({str(said)!r}).write_text('started')"])
    subprocess.run(["gio", "launch", str(entry.path)], check=True, timeout=30)
    for _try in range(100):
        if said.exists() and said.read_text():
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert said.read_text() == "started"


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_an_entry_that_the_desktop_switched_off_is_off(tmp_path: Path, line: str) -> None:
    entry = DesktopEntry(tmp_path)
    entry.enable(COMMAND)
    lines = [one for one in entry.path.read_text().splitlines() if not one.startswith("X-GNOME")]
    entry.path.write_text("\n".join([*lines, line]))
    assert not entry.enabled()
    entry.enable(COMMAND)
    assert entry.enabled()


@pytest.mark.parametrize(
    ("argument", "written"),
    [("plain-1.0", "plain-1.0"), ("", '""'), ("a b", '"a b"'), ("50%", "50%%"), ("a$b", '"a\\\\$b"'), ("ü", '"ü"')],
)
def test_arguments_are_quoted_as_the_specification_says(argument: str, written: str) -> None:
    assert quoted(argument) == written


def test_the_launch_agent_says_what_to_run(tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path)
    agent.enable(COMMAND)
    found = plistlib.loads(agent.path.read_bytes())
    assert found["ProgramArguments"] == COMMAND
    assert found["RunAtLoad"] is True
    agent.path.write_bytes(b"<plist><oops>")
    assert not agent.enabled()


def test_the_run_key_holds_a_command_line_that_splits_into_the_same(tmp_path: Path) -> None:
    registry = Registry()
    RunKey(registry).enable(["C:\\Program Files\\LDN\\pythonw.exe", "-m", "ldn_journal", "--in-tray"])
    assert registry.values == {
        (f"HKCU\\{RUN_KEY}", "LDN Journal"): '"C:\\Program Files\\LDN\\pythonw.exe" -m ldn_journal --in-tray'
    }


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a registry")
def test_the_registry_itself_is_read() -> None:
    assert autostart().enabled() in (True, False)


def test_each_system_has_its_own_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    entry = autostart("linux")
    assert isinstance(entry, DesktopEntry)
    assert entry.path == tmp_path / "config/autostart/ldn-journal.desktop"
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    entry = autostart("linux")
    assert isinstance(entry, DesktopEntry)
    assert entry.path == tmp_path / ".config/autostart/ldn-journal.desktop"
    agent = autostart("darwin")
    assert isinstance(agent, LaunchAgent)
    assert agent.path.parent == tmp_path / "Library/LaunchAgents"


def test_the_command_names_the_folder_only_where_it_is_not_the_usual_one(tmp_path: Path) -> None:
    assert start_command(default_data_folder())[1:] == ["-m", "ldn_journal", "--in-tray"]
    assert start_command(DataFolder(tmp_path / "other"))[1:] == [
        "-m", "ldn_journal", "--data-dir", str(tmp_path / "other"), "--in-tray",
    ]  # fmt: skip


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(CannotAccess):
        DesktopEntry(blocked / "autostart").enable(COMMAND)
