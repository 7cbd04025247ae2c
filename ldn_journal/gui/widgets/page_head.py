"""The head of a page: its title, what became of the last change, and what went wrong."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.widgets.labels import make_label

_BELOW = tokens.PAGE_GAP - tokens.SPACE - 1
"""Room below the head; the line that ``PageScroller`` begins with and the room above the first card make ``PAGE_GAP`` of it."""


class PageHead(QWidget):
    """The title in a line with ``status``, and ``problem`` below."""

    def __init__(self, title: str, status: QWidget, problem: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = make_label(title, "title")
        line = QHBoxLayout()
        line.addWidget(self.title, 1)
        line.addStretch()
        line.addWidget(status, 0, Qt.AlignmentFlag.AlignVCenter)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(tokens.SPACE // 2)
        self._box.addLayout(line)
        self._box.addWidget(problem)
        self.show_title(True)

    def show_title(self, shown: bool) -> None:
        """Show the title, or leave it and its room out."""
        self.title.setVisible(shown)
        top, below = (tokens.PAGE_TOP, _BELOW) if shown else (0, 0)
        self._box.setContentsMargins(tokens.PAGE_LEFT, top, tokens.PAGE_RIGHT + tokens.GUTTER, below)
