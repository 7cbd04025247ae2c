"""A column of the page that scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget


def scrolled(widget: QWidget, left: int) -> QScrollArea:
    """Return what scrolls ``widget``, which stands at the start of the page."""
    body = QWidget()
    across = QHBoxLayout(body)
    across.setContentsMargins(left, 8, 16, 24)
    across.addWidget(widget, 100)
    across.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    return area
