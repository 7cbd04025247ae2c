"""A quiet or urgent sentence across the page, with a button or two."""

from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import LinkButton, make_label

Mood = Literal["calm", "warning", "error"]
_BELOW = 12
"""Room under the bar, there only when the bar is."""

_GROUND = {"calm": "accent_soft", "warning": "warning_soft", "error": "error_soft"}


class Bar(QWidget):
    """A sentence on a tinted ground. ``add_button`` returns a ``LinkButton`` with ``clicked``."""

    def __init__(self, mood: Mood = "calm", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mood: Mood = mood
        self._label = make_label(text, "body")
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(16, 8, 12, 8 + _BELOW)
        self._box.setSpacing(12)
        self._box.addWidget(self._label, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def add_button(self, text: str) -> LinkButton:
        """Add a quiet button at the end and return it."""
        button = LinkButton(text)
        self._box.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def text(self) -> str:
        """Return the sentence."""
        return self._label.text()

    def say(self, text: str) -> None:
        """Show a sentence; nothing hides the bar."""
        if text and text != self._label.text():
            announce(self, text)
        self._label.setText(text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        super().paintEvent(event)
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("error") if self._mood == "error" else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(_GROUND[self._mood]))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5 - _BELOW), tokens.RADIUS, tokens.RADIUS
        )
