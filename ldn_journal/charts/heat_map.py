"""A heat map: the days of one measure by year or by month, walked with the arrows and read in words."""

from datetime import date, timedelta
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
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
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldn_journal.analysis.phases import PhaseKind, phase_name
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _, format_day
from ldn_journal.charts.heat_colours import HeatSteps, heat_steps
from ldn_journal.charts.heat_grids import MonthGrid, YearGrid
from ldn_journal.charts.heat_paint import HeatPainter
from ldn_journal.charts.look import Look
from ldn_journal.charts.words import day_sentence

Layout = Literal["year", "month"]


def shifted_month(day: date, months: int) -> date:
    """Return the first of the month that is ``months`` after that of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


class HeatMap(QWidget):
    """The days of ``trends`` for the measure ``key``.

    Arrows walk the days as they lie, Page Up and Page Down by months, Home and End to the ends of the record; Enter,
    Space and a click open a day. Signals: ``day_read(str)`` the day under cursor or pointer in words, empty when there is
    none; ``day_opened(object)`` the ``date`` to be opened; ``month_shown(object)`` the first of the month now in view;
    ``day_moved(object)`` the ``QRectF`` of the day the keys went to, to be scrolled into sight.
    """

    day_read = Signal(str)
    day_opened = Signal(object)
    month_shown = Signal(object)
    day_moved = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trends: Trends | None = None
        self.key = ""
        self.steps: HeatSteps | None = None
        self.layout_by: Layout = "year"
        self.month = date(2000, 1, 1)
        self.cursor_day: date | None = None
        self._look = look
        self._grid: YearGrid | MonthGrid | None = None
        self._starts: dict[date, str] = {}
        self._events: dict[date, str] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # What is shown -----------------------------------------------------------------------------------------------

    def show_days(self, trends: Trends, key: str) -> None:
        """Show the days of another measure or record; the month in view stays where it can."""
        self.trends, self.key = trends, key
        self.steps = heat_steps(trends.whole.full[key], self._look)
        self._starts = {
            phase.first: phase_name(phase)
            for phase in trends.phases
            if phase.kind is not PhaseKind.BASELINE and phase.first >= trends.first
        }
        self._events = {}
        for event in trends.events:
            for number in range(min((event.until or event.day) - event.day, timedelta(days=400)).days + 1):
                day = event.day + timedelta(days=number)
                self._events[day] = "; ".join(filter(None, (self._events.get(day), event.what)))
        self.cursor_day = None
        self.setAccessibleName(_("Calendar of {measure}").format(measure=_(trends.measures[key].name)))
        self.show_month(self.month if self.month.year > 2000 else trends.last)

    def set_look(self, look: Look) -> None:
        """Draw in another look."""
        self._look = look
        if self.trends is not None:
            self.steps = heat_steps(self.trends.whole.full[self.key], look)
            self._lay_out()

    def show_by(self, layout: Layout) -> None:
        """Show years or a month."""
        self.layout_by = layout
        self._lay_out()

    def show_month(self, day: date) -> None:
        """Bring the month of ``day`` into view, kept within the record."""
        if self.trends is None:
            return
        day = min(max(day, self.trends.first), self.trends.last)
        self.month = day.replace(day=1)
        self._lay_out()
        self.month_shown.emit(self.month)

    def _lay_out(self) -> None:
        if self.trends is None:
            return
        first, last, width = self.trends.first, self.trends.last, max(self.width(), 120)
        begins = self.locale().firstDayOfWeek().value
        self._grid = (
            YearGrid(first, last, width, self._look, begins)
            if self.layout_by == "year"
            else MonthGrid(first, last, self.month, width, self._look, begins)
        )
        self.setFixedHeight(round(self._grid.height) + 4)
        self._tell()
        self.update()

    def rect_of(self, day: date) -> QRectF:
        """Return the cell of a day that is in view, empty for others."""
        trends, grid = self.trends, self._grid
        if trends is None or grid is None or not trends.first <= day <= trends.last:
            return QRectF()
        if isinstance(grid, MonthGrid) and not grid.shows(day):
            return QRectF()
        return grid.rect(day)

    def day_at(self, point: QPointF) -> date | None:
        """Return the day of the record at a point."""
        if self._grid is None:
            return None
        near = QRectF(point.x(), point.y(), 1, 1)
        return next((day for day in self._grid.days_in(near) if self._grid.rect(day).contains(point)), None)

    def sizeHint(self) -> QSize:
        """Return room for the days."""
        return QSize(320, round(self._grid.height) + 4 if self._grid is not None else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the days out anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out()

    # Reading -----------------------------------------------------------------------------------------------------

    def read_day(self, day: date | None) -> str:
        """Put the cursor on ``day``, kept within the record; return and tell the day in words."""
        if self.trends is None or day is None:
            self.cursor_day = None
            sentence = ""
        else:
            self.cursor_day = min(max(day, self.trends.first), self.trends.last)
            if self.layout_by == "month" and self.cursor_day.replace(day=1) != self.month:
                self.show_month(self.cursor_day)
            sentence = day_sentence(self.trends, self.cursor_day, (self.key,))
            if self.cursor_day in self._starts:
                words = _("{day} {phase} begins.")
                sentence = words.format(day=f"{sentence.rstrip('.')}.", phase=self._starts[self.cursor_day])
        self.day_read.emit(sentence)
        self._tell(sentence)
        self.update()
        return sentence

    def _tell(self, sentence: str = "") -> None:
        """Hand the day in words to assistive technology, or what the whole map shows."""
        self.setAccessibleDescription(sentence or self.describe())
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def describe(self) -> str:
        """Return what the map shows, in sentences."""
        if self.trends is None:
            return ""
        series = self.trends.series[self.key]
        return _(
            "{measure} day by day from {first} to {last}, recorded on {recorded} of {days} days. Arrows walk the days, "
            "Enter opens one."
        ).format(
            measure=_(series.measure.name),
            first=format_day(self.trends.first),
            last=format_day(self.trends.last),
            recorded=series.recorded,
            days=series.days,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open, stop reading; every other key is left to the window."""
        trends, grid, key = self.trends, self._grid, Qt.Key(event.key())
        if trends is None or grid is None:
            event.ignore()
            return
        start = min(trends.last, shifted_month(self.month, 1) - timedelta(days=1)) if grid.roomy else trends.last
        here = self.cursor_day
        if key in grid.steps:
            self._go(start if here is None else here + timedelta(days=grid.steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._go(shifted_month(here or start, -1 if key == Qt.Key.Key_PageUp else 1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(trends.first if key == Qt.Key.Key_Home else trends.last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and here is not None:
            self.day_opened.emit(here)
        elif key == Qt.Key.Key_Escape and here is not None:
            self.read_day(None)
        else:
            event.ignore()

    def _go(self, day: date) -> None:
        self.read_day(day)
        if self.cursor_day is not None:
            self.day_moved.emit(self.rect_of(self.cursor_day))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the day under the pointer."""
        day = self.day_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if day is not None else Qt.CursorShape.ArrowCursor)
        if day is not None and day != self.cursor_day:
            self.read_day(day)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the day that is clicked."""
        day = self.day_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and day is not None:
            self.day_opened.emit(day)
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002
        """Stop reading, unless the keys are doing it."""
        if not self.hasFocus():
            self.read_day(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus ring away."""
        super().focusOutEvent(event)
        self.update()

    # Painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the days in sight with their marks, the names around them, and the cursor."""
        grid, look = self._grid, self._look
        if grid is None or self.trends is None or self.steps is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        series = self.trends.series[self.key]
        days = HeatPainter(painter, look, grid, self.steps, series, self._starts, self._events, self.trends.today)
        days.paint(QRectF(event.rect()))
        if self.cursor_day is not None and not (rect := self.rect_of(self.cursor_day)).isEmpty():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.palette.accent), 3))
            painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 3, 3)
        if self.hasFocus() and self.cursor_day is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.palette.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
