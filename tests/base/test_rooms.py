"""The contracts of the house: proved to hold, and proved to fail when a room imports upwards."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import ldn_journal
from ldn_journal.base.assets import asset, resources_folder
from ldn_journal.base.paths import default_data_folder

ROOT = Path(ldn_journal.__file__).parent.parent


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(folder)}
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    house = tmp_path / "house"
    shutil.copytree(ROOT / "ldn_journal", house / "ldn_journal", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", house)
    return house


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("domain/days.py", "import ldn_journal.journal.journal"),
        ("analysis/series.py", "import PySide6.QtCore"),
        ("report/summary.py", "import ldn_journal.store.store"),
        ("journal/day.py", "import sqlalchemy"),
        ("cli/main.py", "import ldn_journal.gui.events"),
    ],
)
def test_an_import_upwards_breaks_a_contract(copy: Path, room: str, line: str) -> None:
    victim = copy / "ldn_journal" / room
    victim.write_text(victim.read_text(encoding="utf-8") + f"\n\ndef _wrong() -> None:\n    {line}\n", encoding="utf-8")
    outcome = _lint(copy)
    assert outcome.returncode != 0
    assert "BROKEN" in outcome.stdout


def test_a_room_without_a_place_breaks_the_layers(copy: Path) -> None:
    new = copy / "ldn_journal" / "attic"
    new.mkdir()
    (new / "__init__.py").write_text('"""No place yet."""\n', encoding="utf-8")
    assert _lint(copy).returncode != 0


def test_resources_are_found() -> None:
    assert resources_folder().is_dir()
    assert asset("clinical", "measures.toml").is_file()


def test_the_data_folder_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LDN_JOURNAL_DATA_DIR", str(tmp_path))
    assert default_data_folder().journal == tmp_path / "journal.ldnj"
    monkeypatch.delenv("LDN_JOURNAL_DATA_DIR")
    assert default_data_folder().root.name == "ldn-journal"
