"""Ctrl+Z in a field without typing of its own to take back belongs to the journal."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

_GUARD: Final = "undo_guard"


class _UndoGuard(QObject):
    """Lets the window's Undo have the key where the field has nothing to undo."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the field from claiming the key."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not event.matches(QKeySequence.StandardKey.Undo):
            return False
        if isinstance(watched, QLineEdit):
            own = watched.isUndoAvailable()
        elif isinstance(watched, QPlainTextEdit):
            own = watched.document().isUndoAvailable()
        else:
            return False
        if not own:
            event.ignore()
        return not own


def guard_undo(fields: Iterable[QWidget]) -> None:
    """Put ``fields`` under the guard; a field may be named again."""
    app = QApplication.instance()
    if app is None:
        return
    guard = app.property(_GUARD)  # not findChild, for which every child of the application gets a class in Python
    if not isinstance(guard, _UndoGuard):
        guard = _UndoGuard(app)
        app.setProperty(_GUARD, guard)
    for field in fields:
        field.installEventFilter(guard)
