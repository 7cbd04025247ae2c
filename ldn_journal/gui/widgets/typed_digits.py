"""Typing answers of two digits without waiting after the first."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ldn_journal.base.texts import plain_digits
from ldn_journal.gui.timers import single_shot_timer

SECOND_DIGIT_MS: Final = 700
"""How long after a first digit a second one still belongs to it, so that 1 and 0 make 10."""

_SILENT_KEYS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta})


class TypedDigits(QObject):
    """Waits for the second digit of an answer although the focus has already moved on to the next item.

    For that moment it sees every key of the program: a fitting digit is taken and reaches no other item; any other key,
    a click or the passing of time ends the wait.

    Signals: ``completed(int)`` the position of the longer answer; ``changed()`` the wait began or ended.
    """

    completed = Signal(int)
    changed = Signal()

    def __init__(self, keys: Sequence[str], parent: QObject) -> None:
        """``keys`` are the values of the cells as typed: 0, 1, ... 10."""
        super().__init__(parent)
        self._keys = list(keys)
        self._typed = ""
        self._timer: QTimer | None = None

    def begin(self, typed: str) -> None:
        """Wait for more after ``typed``, if some answer is longer."""
        if not any(key.startswith(typed) and key != typed for key in self._keys):
            return
        if self._timer is None:
            self._timer = single_shot_timer(self, SECOND_DIGIT_MS)
            self._timer.timeout.connect(self.close)
        app = QApplication.instance()
        if app is not None and not self._typed:
            app.installEventFilter(self)
        self._typed = typed
        self._timer.start()
        self.changed.emit()

    def close(self) -> None:
        """End the wait."""
        if not self._typed:
            return
        self._typed = ""
        if self._timer is not None:
            self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.changed.emit()

    def may_become(self, index: int) -> bool:
        """Say whether a next digit may still make the answer at ``index``."""
        key = self._keys[index]
        return bool(self._typed) and key.startswith(self._typed) and key != self._typed

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the digit that completes an answer, wherever the focus is by now."""
        kind = event.type()
        if not self._typed or kind not in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            return False
        if isinstance(event, QKeyEvent):
            if event.key() in _SILENT_KEYS:
                return False
            sign = plain_digit(event.text())
            if event.isAutoRepeat() and sign == self._typed:
                return True  # the first digit, still held
            if sign and not event.isAutoRepeat() and self._extend(self._typed + sign):
                return True
        self.close()
        return False

    def _extend(self, typed: str) -> bool:
        longer = [key for key in self._keys if key.startswith(typed)]
        if not longer:
            return False
        self.close()
        if typed in self._keys:
            self.completed.emit(self._keys.index(typed))
        self.begin(typed)
        return True


def plain_digit(text: str) -> str:
    """Return one typed character, foreign digits as 0-9 and decimal marks as a point; empty for anything else."""
    if len(text) != 1 or not text.isprintable() or text.isspace():
        return ""
    return plain_digits(text).replace(",", ".")
