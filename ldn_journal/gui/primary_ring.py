"""The focus ring of filled buttons: inside the fill, in its ink. A style sheet can draw a border only at the edge."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ldn_journal.gui import tokens

_AWAY = 3.5
"""From the button's edge to the middle of the ring, in pixels; ``KeyButton`` draws its own at the same place."""


class PrimaryRing(QObject):
    """Draws the ring over whichever filled button has the focus, for as long as it has it."""

    def __init__(self, app: QApplication, ink: Callable[[], QColor]) -> None:
        """``ink``: the colour of words on a fill, as it is by then."""
        super().__init__(app)
        self._ink = ink
        self._on: QPushButton | None = None
        app.focusChanged.connect(self._move)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the ring after the button drew itself."""
        button = self._on
        if event.type() != QEvent.Type.Paint or button is None or watched is not button:
            return False
        # Asked for now: what is filled changes while it has the focus, as when something comes to be due.
        if not isinstance(event, QPaintEvent) or not (button.property("primary") or button.isDefault()):
            return False
        button.paintEvent(event)
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._ink(), 2))
        ring = QRectF(button.rect()).adjusted(_AWAY, _AWAY, -_AWAY, -_AWAY)
        painter.drawRoundedRect(ring, tokens.RADIUS - 2, tokens.RADIUS - 2)
        painter.end()
        return True

    def _move(self, _old: QWidget | None, new: QWidget | None) -> None:
        # A button that is being deleted loses the focus last of all, when nothing can be asked of it.
        if self._on is not None and shiboken6.isValid(self._on):
            self._on.removeEventFilter(self)
        self._on = None
        if isinstance(new, QPushButton) and not new.property("key") and not new.property("link"):
            self._on = new
            new.installEventFilter(self)
