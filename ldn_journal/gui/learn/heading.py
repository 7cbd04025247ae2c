"""Headings that assistive technology knows as such, so that a reader can go from one to the next."""

from html import escape

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QLabel, QWidget

from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.labels import LabelRole

_KNOWN = "ldn_journal_headings"


class Heading(QLabel):
    """A line above a part of the page. It has no signals."""

    def __init__(self, text: str, role: LabelRole = "heading", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.words = text
        self._places: list[tuple[int, int]] = []
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setAccessibleName(text)
        _make_known()

    def mark(self, places: list[tuple[int, int]]) -> None:
        """Mark parts of the words, each by where it begins and its length."""
        self._places = places
        if not places:
            self.setTextFormat(Qt.TextFormat.PlainText)
            self.setText(self.words)
            return
        ground = theme_for(self).colour("accent_soft").name()
        parts, at = [], 0
        for begin, length in places:
            parts.append(escape(self.words[at:begin]))
            marked = escape(self.words[begin : begin + length])
            parts.append(f'<span style="background-color:{ground}; text-decoration:underline">{marked}</span>')
            at = begin + length
        parts.append(escape(self.words[at:]))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText("".join(parts))

    def changeEvent(self, event: QEvent) -> None:
        """Mark in the window's new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and getattr(self, "_places", None):
            self.mark(self._places)


def _make_known() -> None:
    """Tell Qt, once in its life, what a ``Heading`` is to assistive technology: a widget has no way to say so itself."""
    app = QApplication.instance()
    if app is not None and not app.property(_KNOWN):
        app.setProperty(_KNOWN, True)
        QAccessible.installFactory(_interface)


def _interface(_kind: str, of: QObject) -> QAccessibleInterface | None:
    return QAccessibleWidget(of, QAccessible.Role.Heading, of.words) if isinstance(of, Heading) else None
