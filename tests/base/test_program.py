"""The words that start the program once more: by Python, or by its own file."""

import sys
from pathlib import Path

import pytest

from ldn_journal.base.program import own_command


def test_from_the_sources_python_starts_it() -> None:
    assert own_command() == [sys.executable, "-m", "ldn_journal"]


@pytest.mark.parametrize(
    ("frozen", "beside", "command"),
    [
        (False, "pythonw.exe", ["pythonw.exe", "-m", "ldn_journal"]),
        (False, "other.exe", ["here.exe", "-m", "ldn_journal"]),
        (True, "LDN Journal.exe", ["LDN Journal.exe"]),
        (True, "other.exe", ["here.exe"]),
    ],
)
def test_windows_has_a_file_that_opens_no_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, frozen: bool, beside: str, command: list[str]
) -> None:
    (tmp_path / beside).touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "here.exe"))
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    assert own_command("win32") == [str(tmp_path / command[0]), *command[1:]]


def test_the_frozen_program_is_its_own_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "ldn-journal"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command("linux") == [str(tmp_path / "ldn-journal")]
