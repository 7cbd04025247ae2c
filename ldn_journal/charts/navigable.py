"""The Trends chart under mouse and keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _
from ldn_journal.charts.look import Look
from ldn_journal.charts.trend_chart import TrendChart

ZOOM_STEP = 1.4
PAN_SHARE = 0.25


class NavigableChart(TrendChart):
    """A ``TrendChart`` to be read and moved about by hand.

    Mouse: hover reads a day, dragging pans, the wheel zooms around the pointer (with Ctrl only, while ``wheel_zooms`` is
    off, so that a long page can be scrolled). Keys: arrows read the day before or after (with Ctrl a week), Home and End
    the first and last day in sight, Shift with arrows pans, + and - zoom, 0 shows all, Escape stops reading. Signals:
    those of ``TrendChart``.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.wheel_zooms = True
        self._dragged_from: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Chart of doses and ratings"))
        # What the chart is painted on counts as a stop of its own for assistive technology.
        self.viewport().setAccessibleName(self.accessibleName())
        self.day_read.connect(self._tell)

    # Keys --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read, pan and zoom; every other key is left to the window."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        modifiers = event.modifiers()
        deeds: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Plus: lambda: self.zoom(1 / ZOOM_STEP),
            Qt.Key.Key_Equal: lambda: self.zoom(1 / ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: self.zoom(ZOOM_STEP),
            Qt.Key.Key_0: self.reset_view,
            Qt.Key.Key_Home: lambda: self.read_day(self.day_at(self.view_days[0] + 0.5)),
            Qt.Key.Key_End: lambda: self.read_day(self.day_at(self.view_days[1] - 0.5)),
            Qt.Key.Key_Escape: lambda: self.read_day(None),
        }
        deed = deeds.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self.cursor_day is None:
            deed = None
        if step and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.pan(step * PAN_SHARE * (self.view_days[1] - self.view_days[0]))
        elif step:
            self._read_next(step * (7 if modifiers & Qt.KeyboardModifier.ControlModifier else 1))
        elif deed is not None:
            deed()
        else:
            event.ignore()

    def _read_next(self, step: int) -> None:
        if self.cursor_day is None:
            self.read_day(self.day_at(self.view_days[1] - 0.5))
        else:
            self.read_day(self.day_at((self.cursor_day - self.base).days + step))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chart, and a ring around it while it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self.look.palette.accent), 2))
            painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1), 6, 6)

    # Mouse -------------------------------------------------------------------------------------------------------

    def _day_under(self, x: float) -> float:
        return self.span().day(x - self.plot_area().left())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the day under the pointer, or pan while a button is held."""
        x = event.position().x()
        if self._dragged_from is not None:
            self.pan((self._dragged_from - x) / self.span().px_per_day)
            self._dragged_from = x
        elif self.trends is not None and self.plot_area().contains(event.position()):
            day = self.day_at(self._day_under(x))
            if day != self.cursor_day:
                self.read_day(day)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position().x()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Stop panning."""
        self._dragged_from = None
        self.viewport().unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Show the whole range again."""
        self.reset_view()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002
        """Stop reading, unless the keys are doing it."""
        if not self.hasFocus():
            self.read_day(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer, pan sideways, or leave the wheel to the page."""
        turn, modifiers = event.angleDelta(), event.modifiers()
        if turn.x() or modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.pan(-(turn.x() or turn.y()) / 120 * PAN_SHARE / 2 * (self.view_days[1] - self.view_days[0]))
        elif self.wheel_zooms or modifiers & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP ** (-turn.y() / 240), self._day_under(event.position().x()))
        else:
            event.ignore()
            return
        event.accept()

    def _tell(self, sentence: str) -> None:
        """Hand the day in words to assistive technology, or again what the whole chart shows."""
        self.setAccessibleDescription(sentence or self.describe())
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
