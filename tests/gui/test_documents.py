"""Dialogs for files begin where the person keeps files."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from ldn_journal.gui.documents import documents_folder
from ldn_journal.gui.files.places import file_chooser
from ldn_journal.gui.treatment.wallet import ask_for_place
from ldn_journal.gui.trends.saving import ask_for_file
from ldn_journal.gui.visits.keeping import place_asker


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which nothing is yet."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_a_home_without_a_folder_for_documents_is_where_dialogs_begin(
    home: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    begun: list[str] = []

    def dialog(_parent: QWidget, _title: str, begin: str, *_kinds: str) -> tuple[str, str]:
        begun.append(begin)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", dialog)
    parent = QWidget()
    for ask in (place_asker(None), ask_for_file, ask_for_place):
        assert ask(parent, "a.pdf") is None
    assert file_chooser(None, "Open", "")(parent) is None
    assert begun == [*[str(home / "a.pdf")] * 3, str(home)]


def test_the_folder_for_documents_is_taken_where_there_is_one(home: Path) -> None:
    assert documents_folder() == home
    (home / "Documents").mkdir()
    assert documents_folder() == home / "Documents"
