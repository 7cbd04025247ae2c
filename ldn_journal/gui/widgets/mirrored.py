"""Where things stand when a language is read from right to left.

``QStyle`` has these two as well, but its first use costs a start 15 ms: some thirty enumerations that nothing here needs.
"""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget


def mirrored(direction: Qt.LayoutDirection, ground: QRect, rect: QRect) -> QRect:
    """Return ``rect``, measured as for reading from the left, where it stands on ``ground`` in ``direction``."""
    if direction == Qt.LayoutDirection.LeftToRight:
        return rect
    return QRect(ground.left() + ground.right() - rect.right(), rect.top(), rect.width(), rect.height())


def mirrored_in(widget: QWidget, rect: QRect) -> QRect:
    """Return ``rect`` where it stands in ``widget``, which is read as its language is."""
    return mirrored(widget.layoutDirection(), widget.rect(), rect)


def side(direction: Qt.LayoutDirection, *, end: bool = False) -> Qt.AlignmentFlag:
    """Return the alignment of a text at the side where a line begins, or at its ``end``; ``drawText`` takes it as it is."""
    left = (direction == Qt.LayoutDirection.RightToLeft) == end
    return Qt.AlignmentFlag.AlignAbsolute | (Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight)
