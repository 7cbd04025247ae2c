"""What small charts have in common: the keyboard walks through what they show, and each stop is a sentence."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from ldn_journal.charts.look import Look

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
RING = 6.0
"""Corner radius of the focus ring, in pixels."""
INSET = 6.0
"""Room between the ends of a chart and its words, in pixels: the ring stands in it."""


class WalkedPlot(QWidget):
    """A chart with stops. Subclasses call ``set_stops`` with their sentences and say in ``spot`` where each stop is.

    Keys: arrows go to the stop before or after, Home and End to the first and last, Escape stops reading. Signals:
    ``read(str)`` the sentence of the stop, empty when reading stops.
    """

    read = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.stop: int | None = None
        self._told: tuple[str, ...] = ()
        self._whole = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_stops(self, told: "list[str]", whole: str) -> None:
        """Take the sentences of the stops, in order, and ``whole``, what the chart shows in all."""
        self._told, self._whole = tuple(told), whole
        self.stop = None
        self.setAccessibleDescription(whole)

    def spot(self, stop: int) -> QRectF:
        """Return where a stop is, in pixels."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk; every other key is left to the page."""
        key, last = Qt.Key(event.key()), len(self._told) - 1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if last < 0 or not plain:
            event.ignore()
        elif key in _STEPS:
            # The first arrow begins with the first stop, whichever it is.
            self._read(0 if self.stop is None else min(max(self.stop + _STEPS[key], 0), last))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._read(0 if key == Qt.Key.Key_Home else last)
        elif key == Qt.Key.Key_Escape and self.stop is not None:
            self._read(None)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop reading and take the ring away."""
        super().focusOutEvent(event)
        if self.stop is not None:
            self._read(None)
        self.update()

    def paint_focus(self, painter: QPainter) -> None:
        """Paint the ring round the chart and a frame round the stop; called last of all by ``paintEvent``."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.look.palette.accent), 2))
        if self.hasFocus():
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RING, RING)
        if self.stop is not None:
            painter.drawRoundedRect(self.spot(self.stop), RING / 2, RING / 2)

    def _read(self, stop: int | None) -> None:
        self.stop = stop
        sentence = "" if stop is None else self._told[stop]
        self.setAccessibleDescription(sentence or self._whole)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        if stop is None:
            QToolTip.hideText()
        else:
            below = self.spot(stop).bottomLeft().toPoint() + QPoint(0, 2)
            QToolTip.showText(self.mapToGlobal(below), sentence, self)
        self.update()
        self.read.emit(sentence)
