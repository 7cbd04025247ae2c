"""The pages as a menu across the top, where text is large and the window small: beside a navigation nothing would fit."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.palette.keys import page_keys
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.labels import make_label


class PageMenu(QWidget):
    """A strip with one button that lists the pages. Signals: ``chosen(str)`` the key of a page."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``pages``: key and name of each."""
        super().__init__(parent)
        self._names = dict(pages)
        self._menu: QMenu | None = None
        self.button = QPushButton()
        self.button.setAccessibleName(_("Pages"))
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.foot = make_label("", "small")
        self.foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.foot.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.PAGE_LEFT, tokens.SPACE, tokens.PAGE_RIGHT + tokens.GUTTER, tokens.SPACE)
        row.setSpacing(2 * tokens.SPACE)
        row.addWidget(self.button)
        row.addWidget(self.foot, 1)

    def set_current(self, key: str) -> None:
        """Show which page is in view."""
        name = self._names.get(key, "")
        self.button.setText(f"☰  {name}")
        self.button.setAccessibleDescription(name)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the menu, which most windows never show."""
        super().showEvent(event)
        if self._menu is None:
            self._menu = QMenu(self.button)
            for place, (key, name) in enumerate(self._names.items()):
                action = self._menu.addAction("\t".join((name, *page_keys(place))))
                action.triggered.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self.button.setMenu(self._menu)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line below it."""
        theme = theme_for(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("side"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
