"""Imports on the command line: listed, taken back by number; progress only before a terminal; exports remembered."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.records import Kind
from tests.cli.conftest import Run

TRACKED = "FeatureName,Timestamp,Value,Label,Note\n" + "".join(
    f"Fatigue,2026-03-0{n}T10:00:00Z,{n + 1}.0,,\n" for n in range(1, 9)
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "tracked.csv"
    path.write_text(TRACKED, encoding="utf-8")
    return path


def test_imports_are_listed_and_taken_back_by_number(made: Run, counts, export: Path) -> None:
    assert made("import", "--list").out == "Nothing has been imported yet.\n"
    assert made("import", str(export)).code == 0
    made("log", "pain=3")
    listed = made("import", "--list").out
    assert "import of tracked.csv" in listed
    one = json.loads(made("import", "--list", "--format", "json").out)[0]
    assert set(one) == {"number", "at", "label", "entries", "taken_back"}
    assert (one["entries"], one["taken_back"]) == (8, False)
    back = made("undo", "--import", str(one["number"]))
    assert (back.code, back.out) == (0, "Taken back: 8 entries.\n")
    assert counts() == {Kind.RATING: 1}
    assert json.loads(made("import", "--list", "--format", "json").out)[0]["taken_back"] is True
    again = made("undo", "--import", str(one["number"]))
    assert (again.code, again.one_sentence) == (2, True)
    assert made("undo").out == "Taken back: import of tracked.csv (8 entries).\n"
    assert counts() == {Kind.RATING: 9}


@pytest.mark.parametrize("arguments", [("undo", "--import", "77"), ("undo", "--import", "x"), ("import",)])
def test_what_there_is_not_is_one_sentence(made: Run, arguments: tuple[str, ...]) -> None:
    refused = made(*arguments)
    assert (refused.code, refused.one_sentence, refused.out) == (2, True, "")


def test_progress_is_shown_to_a_terminal_only(made: Run, folder: DataFolder, export: Path) -> None:
    assert made("import", str(export), "--dry-run").err == ""
    command = [sys.executable, "-m", "ldn_journal", "--data-dir", str(folder.root), "import", str(export), "--dry-run"]
    try:
        ours, theirs = pty.openpty()
    except OSError:
        pytest.skip("this machine has no pseudo terminals")
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=False)
        os.close(theirs)
        shown = os.read(ours, 10_000).decode()
    finally:
        os.close(ours)
    assert done.returncode == 0
    assert "8 rows read." in done.stdout.decode()
    assert "\rReading: 100 %" in shown
    assert shown.endswith("\r")
    assert "\n" not in shown


def test_files_written_are_remembered(made: Run, look, tmp_path: Path) -> None:
    made("log", "pain=3")
    for arguments in (
        ("export", "all.json"),
        ("export", "tables", "--format", "csv"),
        ("report", "r.pdf"),
        ("card", "c.pdf"),
    ):
        name, out, *rest = arguments
        assert made(name, str(tmp_path / out), *rest).code == 0
    made_files = look(lambda journal: [(Path(one.path).name, one.format) for one in journal.settings.exports])
    assert made_files == [("all.json", "json"), ("tables", "csv"), ("r.pdf", "report"), ("c.pdf", "card")]
