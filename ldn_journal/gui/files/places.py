"""Asking for files and folders. Each asker is a plain function, so that another can stand in for it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.documents import documents_folder
from ldn_journal.gui.visits.keeping import place_asker

if TYPE_CHECKING:
    from ldn_journal.gui.look import WindowMemory

Asker = Callable[[QWidget, str], Path | None]
"""Asks for a place to write a file of that name; ``None`` if the person thought better of it."""
Chooser = Callable[[QWidget], Path | None]
"""Asks for something that is there; ``None`` if the person thought better of it."""


def file_chooser(memory: "WindowMemory | None", title: str, kinds: str) -> Chooser:
    """Return what asks for a file to read, beginning in the folder used last."""

    def choose(parent: QWidget) -> Path | None:
        chosen, _filter = QFileDialog.getOpenFileName(parent, title, str(_begin(memory)), kinds)
        return Path(chosen) if chosen else None

    return choose


def folder_chooser(memory: "WindowMemory | None", title: str) -> Chooser:
    """Return what asks for a folder that is there."""

    def choose(parent: QWidget) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(parent, title, str(_begin(memory)))
        return Path(chosen) if chosen else None

    return choose


def export_asker(memory: "WindowMemory | None", form: str) -> Asker:
    """Return what asks where an export goes. Tables go into a new folder within the one that is chosen."""
    kinds = {
        "json": _("JSON (*.json)"),
        "fhir": _("FHIR R4 bundle (*.json)"),
        "sqlite": _("SQLite database (*.sqlite)"),
    }
    if form in kinds:
        return place_asker(memory, _("Export the journal"), kinds[form])
    choose = folder_chooser(memory, _("Choose where the folder of tables is to be put"))

    def ask(parent: QWidget, name: str) -> Path | None:
        around = choose(parent)
        return free_place(around / name) if around is not None else None

    return ask


def free_place(path: Path) -> Path:
    """Return ``path``, or the same with a number behind where something is there already."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name} {number}")
    return free


def _begin(memory: "WindowMemory | None") -> Path:
    folder = memory.folder() if memory is not None else None
    return folder or documents_folder()
