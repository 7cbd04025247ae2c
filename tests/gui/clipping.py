"""Finds words that a page has no room for."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QRadioButton, QToolButton, QWidget

SLACK = 1
"""Pixels that rounding may cost."""


def clipped(root: QWidget) -> Iterator[str]:
    """Return a line on each label and button below ``root`` that shows less than its words need."""
    for one in root.findChildren(QWidget):
        if not one.isVisibleTo(root) or one.property("elides"):
            continue
        if isinstance(one, QLabel) and one.text():
            found = _label(one)
        elif isinstance(one, (QPushButton, QToolButton, QCheckBox, QRadioButton)) and one.text():
            found = _button(one)
        else:
            continue
        if found:
            yield f"{_place(one, root)}: {found}: {one.text()[:90]!r}"


def _label(label: QLabel) -> str | None:
    room = label.contentsRect()
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        if need > label.height() + SLACK:
            return f"{need} px of height are needed, {label.height()} are there"
        return _longest_word(label, room.width())
    need = label.sizeHint().width()
    return f"{need} px of width are needed, {label.width()} are there" if need > label.width() + SLACK else None


def _longest_word(label: QLabel, room: int) -> str | None:
    """A word that is longer than a line is cut, however high the label is."""
    document = QTextDocument()
    document.setDefaultFont(label.font())
    if label.textFormat() is Qt.TextFormat.RichText or "</" in label.text():
        document.setHtml(label.text())
        words = document.toPlainText().split()
    else:
        words = label.text().split()
    metrics = label.fontMetrics()
    for word in words:
        if metrics.horizontalAdvance(word) > room + SLACK:
            return f"“{word}” is wider than the {room} px there are"
    return None


def _button(button: QAbstractButton) -> str | None:
    need = button.minimumSizeHint().width()
    if isinstance(button, QToolButton) and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        return None
    return f"{need} px of width are needed, {button.width()} are there" if need > button.width() + SLACK else None


def _place(widget: QWidget, root: QWidget) -> str:
    names = []
    while widget is not None and widget is not root:
        names.append(widget.objectName() or type(widget).__name__)
        widget = widget.parentWidget()
    return "/".join(reversed(names[:5]))
