"""Qt's timers, set by their setters.

PySide6 6.10 also takes a property by keyword, ``QTimer(self, interval=5)``, but finds its setter by the C library's upper case:
on a Turkish or Azerbaijani desktop that of i is not I, the setter is not found, and the program does not start.
``tests/gui/keyword_properties.py`` keeps such calls out.
"""

from PySide6.QtCore import QObject, QTimer


def single_shot_timer(parent: QObject, milliseconds: int = 0) -> QTimer:
    """Return a timer that fires once, so long after each ``start()``; it is not started yet."""
    timer = repeating_timer(parent, milliseconds)
    timer.setSingleShot(True)
    return timer


def repeating_timer(parent: QObject, milliseconds: int) -> QTimer:
    """Return a timer that fires again and again from ``start()`` on; it is not started yet."""
    timer = QTimer(parent)
    timer.setInterval(milliseconds)
    return timer
