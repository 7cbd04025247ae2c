"""Keeping a chart: as a picture, as a table, on the clipboard."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from ldn_journal.base.errors import JournalError
from ldn_journal.base.files import write_whole
from ldn_journal.base.texts import _
from ldn_journal.gui.documents import documents_folder

if TYPE_CHECKING:
    from ldn_journal.charts.navigable import NavigableChart


def ask_for_file(parent: QWidget, name: str) -> Path | None:
    """Ask where to save; ``None`` if the person thought better of it."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Save chart"), str(documents_folder() / name))
    return Path(chosen) if chosen else None


class SaveButton(QPushButton):
    """Opens the menu of ways to keep the chart. Signals: ``told(str)`` what came of it, in a sentence.

    ``ask`` asks for the place: given the button and a name to offer, it returns a path or ``None``.
    """

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Save…"), parent)
        self.chart: NavigableChart | None = None
        self.ask: Callable[[QWidget, str], Path | None] = ask_for_file
        menu = QMenu(self)
        menu.addAction(_("Picture (PNG)")).triggered.connect(lambda: self.save("png"))
        menu.addAction(_("Drawing (SVG)")).triggered.connect(lambda: self.save("svg"))
        menu.addAction(_("Table (CSV)")).triggered.connect(lambda: self.save("csv"))
        menu.addSeparator()
        menu.addAction(_("Copy picture")).triggered.connect(self.copy_picture)
        self.setMenu(menu)

    def save(self, kind: str) -> None:
        """Ask for a place and write ``png``, ``svg`` or ``csv`` there, whole or not at all."""
        chart = self.chart
        if chart is None or chart.trends is None:
            return
        first, last = chart.days_in_sight
        path = self.ask(self, f"ldn-{first.isoformat()}-{last.isoformat()}.{kind}")
        if path is None:
            return
        try:
            write_whole(path, self._contents(chart, kind))
        except JournalError as error:
            self.told.emit(str(error))
        else:
            self.told.emit(_("Saved as {name}.").format(name=path.name))

    def _contents(self, chart: "NavigableChart", kind: str) -> bytes:
        from ldn_journal.charts.export import csv_of, png_of, svg_of

        if kind == "png":
            return png_of(chart)
        if kind == "svg":
            return svg_of(chart, chart.describe())
        assert chart.trends is not None  # noqa: S101 - for the type checker; save() has looked
        return csv_of(chart.trends, chart.keys, *chart.days_in_sight).encode("utf-8-sig")

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        if self.chart is not None:
            from ldn_journal.charts.export import copy_picture

            copy_picture(self.chart)
            self.told.emit(_("The picture is on the clipboard."))
