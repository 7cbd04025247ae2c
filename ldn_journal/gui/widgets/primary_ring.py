"""The focus ring of filled buttons: inside the fill, in its ink. A style sheet can draw a border only at the edge."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for

_AWAY = 3.5
"""From the button's edge to the middle of the ring, in pixels; ``KeyButton`` draws its own at the same place."""


class PrimaryRing(QObject):
    """Draws the ring over whichever filled button has the focus, for as long as it has it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._on: QPushButton | None = None
        app.focusChanged.connect(self._move)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the ring after the button drew itself."""
        if event.type() != QEvent.Type.Paint or watched is not self._on or not isinstance(event, QPaintEvent):
            return False
        self._on.paintEvent(event)
        theme = theme_for(self._on)
        painter = QPainter(self._on)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("on_accent"), 2))
        ring = QRectF(self._on.rect()).adjusted(_AWAY, _AWAY, -_AWAY, -_AWAY)
        painter.drawRoundedRect(ring, tokens.RADIUS - 2, tokens.RADIUS - 2)
        painter.end()
        return True

    def _move(self, _old: QWidget | None, new: QWidget | None) -> None:
        # A button that is being deleted loses the focus last of all, when nothing can be asked of it.
        if self._on is not None and shiboken6.isValid(self._on):
            self._on.removeEventFilter(self)
        self._on = None
        if not isinstance(new, QPushButton) or new.property("key") or new.property("link"):
            return
        if new.property("primary") or new.isDefault():
            self._on = new
            new.installEventFilter(self)
