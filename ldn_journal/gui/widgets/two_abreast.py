"""Widgets in a grid, two abreast where there is room and one below the other where there is none."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for


class TwoAbreast(QWidget):
    """A grid of one column or two."""

    def __init__(
        self, least: int, *, across: int = 2 * tokens.SPACE, down: int = 2 * tokens.SPACE, parent: QWidget | None = None
    ) -> None:
        """``least``: the width, at 100 % text, from which two stand side by side; ``across`` and ``down``: the gaps."""
        super().__init__(parent)
        self._least = least
        self._parts: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(across)
        self._grid.setVerticalSpacing(down)

    def put(self, parts: Iterable[QWidget]) -> None:
        """Hold these, in this order."""
        wanted = list(parts)
        if wanted == self._parts:
            return
        self._parts, self._columns = wanted, 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange for the new look."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= theme_for(self).scaled(self._least) else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, part in enumerate(self._parts):
            self._grid.removeWidget(part)
            self._grid.addWidget(part, place // columns, place % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))
