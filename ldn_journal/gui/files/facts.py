"""Pairs of words below each other, as in a preview: a day and what is recorded on it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.labels import make_label

_STACKED_BELOW = 330
"""Width, at 100 % text, below which the two stand above each other."""


class Facts(QWidget):
    """Two columns of words; the first as wide as its longest, the second wraps."""

    def __init__(self, name: str, pairs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(tokens.SPACE // 2)
        self._grid.setHorizontalSpacing(2 * tokens.SPACE)
        self._pairs = [(make_label(lead, "muted", wrap=False), make_label(words)) for lead, words in pairs]
        self._stacked: bool | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the two above each other where it is narrow."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange for the new look."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def _arrange(self) -> None:
        stacked = self.width() < theme_for(self).scaled(_STACKED_BELOW)
        if stacked == self._stacked:
            return
        self._stacked = stacked
        for row, (lead, words) in enumerate(self._pairs):
            self._grid.removeWidget(lead)
            self._grid.removeWidget(words)
            if stacked:
                self._grid.addWidget(lead, 2 * row, 0)
                self._grid.addWidget(words, 2 * row + 1, 0)
            else:
                self._grid.addWidget(lead, row, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(0, 1 if stacked else 0)
        self._grid.setColumnStretch(1, 0 if stacked else 1)
