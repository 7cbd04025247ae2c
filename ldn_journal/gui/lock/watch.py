"""When to lock: nobody has touched the window for a while, the computer's session was locked, or it slept."""

import logging
from typing import Final

from PySide6.QtCore import SLOT, QEvent, QObject, Signal, Slot
from PySide6.QtGui import QWindow

from ldn_journal.base.clock import Clock
from ldn_journal.gui.timers import repeating_timer, single_shot_timer

_TICK_S: Final = 20
_SLEPT_S: Final = 90
"""A clock that went on by this much more than the timer says that the computer slept."""
_BY_HAND: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_log = logging.getLogger(__name__)


class Watch(QObject):
    """Watches one window. Signals: ``time_to_lock()``; ``typed()`` at each key.

    ``minutes`` without a key, click or movement of the pointer: 0 never.
    """

    time_to_lock = Signal()
    typed = Signal()

    def __init__(self, window: QWindow, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._idle = single_shot_timer(self)
        self._idle.timeout.connect(self.time_to_lock)
        self._tick = repeating_timer(self, _TICK_S * 1000)
        self._tick.timeout.connect(self._look_at_clock)
        self._seen = clock.now()
        self._minutes = 0
        # The window of the system and not every widget: one Python call for each key or movement, none for what is drawn.
        window.installEventFilter(self)

    def start(self, minutes: int) -> None:
        """Begin to watch."""
        self._minutes = minutes
        self._seen = self._clock.now()
        self._tick.start()
        self._again()
        self._listen()

    def stop(self) -> None:
        """Leave off; keys are still told."""
        self._minutes = 0
        self._idle.stop()
        self._tick.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count from the last thing done by hand."""
        if event.type() in _BY_HAND:
            if event.type() == QEvent.Type.KeyPress:
                self.typed.emit()
            if self._minutes:
                self._again()
        return False

    def _again(self) -> None:
        if self._minutes:
            self._idle.start(self._minutes * 60_000)
        else:
            self._idle.stop()

    def _look_at_clock(self) -> None:
        now = self._clock.now()
        gone = (now - self._seen).total_seconds()
        self._seen = now
        if gone > _TICK_S + _SLEPT_S:
            self.time_to_lock.emit()

    # The system --------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Hear of locked sessions and sleep where the desktop tells of them; where it does not, the clock and idleness remain."""
        if self.property("listening"):
            return
        self.setProperty("listening", True)
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            _log.info("no D-Bus here")
            return
        for bus, service, path, interface, name, slot in (
            (
                QDBusConnection.systemBus(),
                "org.freedesktop.login1",
                "",
                "org.freedesktop.login1.Session",
                "Lock",
                "lock()",
            ),
            (
                QDBusConnection.systemBus(),
                "org.freedesktop.login1",
                "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager",
                "PrepareForSleep",
                "sleeping(bool)",
            ),
            (QDBusConnection.sessionBus(), "", "", "org.freedesktop.ScreenSaver", "ActiveChanged", "sleeping(bool)"),
            (QDBusConnection.sessionBus(), "", "", "org.gnome.ScreenSaver", "ActiveChanged", "sleeping(bool)"),
        ):
            if bus.isConnected():
                # Text, although the stubs say bytes: those are refused.
                bus.connect(service, path, interface, name, self, SLOT(slot))  # type: ignore[call-overload]

    @Slot()
    def lock(self) -> None:
        """The session was locked."""
        self.time_to_lock.emit()

    @Slot(bool)
    def sleeping(self, begins: bool) -> None:
        """The computer is about to sleep or the screen was locked, or it is over."""
        if begins:
            self.time_to_lock.emit()
