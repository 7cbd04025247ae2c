"""The Trends chart: doses above, one plot per measure below, all on one time axis.

On screen the days are named below the doses too: of a chart higher than the window its foot is out of sight.
"""

from collections.abc import Sequence
from datetime import date
from math import ceil

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import delete, isValid

from ldn_journal.analysis.trends import Trends
from ldn_journal.charts.items import CursorItem, DayAxis, Span
from ldn_journal.charts.look import Look
from ldn_journal.charts.panels import DosePanel, MeasurePanel, changes_of
from ldn_journal.charts.words import day_sentence, describe

LEAST_DAYS = 7
"""The closest zoom."""
MARGIN_DAYS = 0.5
MOST_MEASURES = 100
"""More measures than these are not drawn."""
REST_MS = 120
"""How long the view must stand still before it is drawn finely, in milliseconds."""
SIDE_PT = 96.4
"""From the left edge of a chart on paper to its plots, in points: its names and numbers stand there (34 mm)."""
RING_ROOM = 6
"""Room around a chart on screen for the ring that shows the focus, in pixels."""


class TrendChart(pg.GraphicsLayoutWidget):  # type: ignore[misc] # pyqtgraph has no types
    """Small multiples on one time axis. Call ``dispose`` before letting it go.

    ``show_trends(trends, keys)`` draws (again, on the same items, where the same number of measures is shown);
    ``show_days(first, last)`` and ``pan(days)`` move the view: drawn quickly while it moves, finely once it rests
    (``settle`` does not wait). To time it, follow each of these with ``viewport().render(image)``. Signals:
    ``day_read(str)`` the day under the cursor in words, empty when there is none; ``days_shown(date, date)`` after zoom
    or pan.
    """

    day_read = Signal(str)
    days_shown = Signal(object, object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.look = look
        self.trends: Trends | None = None
        self.keys: tuple[str, ...] = ()
        self.base = date(2000, 1, 1)
        self.panels: list[MeasurePanel] = []
        self._pool: list[MeasurePanel] = []
        self._first, self._last = -MARGIN_DAYS, MARGIN_DAYS
        self._cursor_day: date | None = None
        self._draft = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.settle)
        edge = 0 if look.paper else RING_ROOM
        self.ci.layout.setContentsMargins(edge, edge, edge, edge)
        self.ci.layout.setSpacing(0)
        self._axis_width = look.metrics().horizontalAdvance("000") + look.text_px * 0.6
        # On paper a plot's name stands beside it: less height, and no words between the plots.
        self._side_width = SIDE_PT - self._axis_width if look.paper else 0.0
        self._plots_at = 2 if look.paper else 1
        self.dose = DosePanel(look, self._axis_width, self._side_width)
        self.cursor_item = CursorItem(look)
        self.days = DayAxis(look)
        self.days_above = None if look.paper else DayAxis(look)
        self._build()

    # Drawing -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        """Lay out what every chart has; the rows of measures come in between."""
        self.setBackground(QColor(self.look.palette.background))
        if self.look.paper:
            self.ci.addItem(self.dose.title, 0, 0)
        self.ci.addItem(self.dose.axis, 0, self._plots_at - 1)
        self.ci.addItem(self.dose.view, 0, self._plots_at)
        if self.days_above is not None:
            self.ci.addItem(self.days_above, 1, self._plots_at)
        self.ci.addItem(self.days, 2 * MOST_MEASURES + 2, self._plots_at)
        self.scene().addItem(self.cursor_item)

    def _take_panels(self, number: int) -> None:
        """Show so many rows of measures.

        Rows too many are hidden, not taken apart: Python and Qt do not agree about who owns a view box that has left its
        scene, and crash over it.
        """
        while len(self._pool) < number:
            panel = MeasurePanel(self.look, self._axis_width, self._side_width)
            row = 2 + 2 * len(self._pool)
            if self.look.paper:
                self.ci.addItem(panel.title, row + 1, 0)
                self.ci.layout.setRowFixedHeight(row, panel.title.line_height)
            else:
                self.ci.addItem(panel.title, row, 0, 1, 2)
            self.ci.addItem(panel.axis, row + 1, self._plots_at - 1)
            self.ci.addItem(panel.view, row + 1, self._plots_at)
            self._pool.append(panel)
        for place, panel in enumerate(self._pool):
            shown = place < number
            panel.title.set_shown(shown=shown)
            for item in (panel.axis, panel.view):
                item.setVisible(shown)
            self.ci.layout.setRowFixedHeight(3 + 2 * place, 0)
        self.panels = self._pool[:number]
        if self.days_above is not None:
            self.days_above.set_shown(shown=bool(self.panels))

    def show_trends(
        self,
        trends: Trends,
        keys: Sequence[str] | None = None,
        *,
        visits: Sequence[date] = (),
        level: float | None = None,
    ) -> None:
        """Draw ``trends``, of them the measures ``keys`` (``None``: all), over their whole range.

        ``visits`` are days to mark beside the events; ``level`` is a value of the first measure to compare with.
        """
        shown = tuple(key for key in (trends.series if keys is None else keys) if key in trends.series)
        shown = shown[:MOST_MEASURES]
        self._take_panels(len(shown))
        self.settle()
        self.trends, self.keys, self.base = trends, shown, trends.first
        changes = changes_of(trends, self.base, visits)
        self.dose.show_trends(trends, self.base, changes, visits)
        for place, (key, panel) in enumerate(zip(shown, self.panels, strict=True)):
            panel.main = place == 0
            panel.show_series(trends.series[key], self.base, changes, level if place == 0 else None)
        for axis in self._day_axes():
            axis.base = self.base
        self._cursor_day = None
        self.cursor_item.setVisible(False)
        self.setMinimumHeight(self.least_height())
        self._share_height()
        self._first, self._last = self._bounds()
        self._show()
        self.setAccessibleDescription(self.describe())

    def least_height(self) -> int:
        """Return the height below which the plots would be too low to read, in pixels."""
        return ceil(sum(panel.weight for panel in self.panels) * self._weight_px + self._around_plots())

    def _around_plots(self) -> float:
        """The height of everything but the measures' plots."""
        titles = sum(panel.title.line_height for panel in self.panels)
        edges = 0 if self.look.paper else 2 * RING_ROOM
        days = sum(axis.minimumHeight() for axis in self._day_axes())
        return float(self.dose.view.minimumHeight() + titles + days + edges)

    def _day_axes(self) -> list[DayAxis]:
        return [self.days] if self.days_above is None else [self.days, self.days_above]

    def _share_height(self) -> None:
        """Give each plot its part of the height by its weight."""
        weights = sum(panel.weight for panel in self.panels)
        room = max(self.height() - self._around_plots(), 0.0)
        for number, panel in enumerate(self.panels):
            self.ci.layout.setRowFixedHeight(3 + 2 * number, max(room * panel.weight / weights, self._weight_px))
        self.ci.layout.activate()
        height = self.height() if self.panels else self._around_plots()
        self.ci.setGeometry(QRectF(0, 0, self.width(), height))

    @property
    def _weight_px(self) -> float:
        """The least height of a plot for each unit of its weight."""
        return self.look.text_px * (0.56 if self.look.paper else 1.05)

    def describe(self) -> str:
        """Return what the chart shows, in sentences."""
        if self.trends is None:
            return ""
        first, last = self.days_in_sight
        return describe(self.trends, self.keys, first, last)

    def dispose(self) -> None:
        """Delete the chart with its scene now, while Qt lives: one left to the interpreter's exit can crash it.

        Not to be called from one of its own events. pyqtgraph's ``close`` is passed by, for it takes the viewport away
        under Qt's feet.
        """
        if isValid(self):
            self.hide()
            delete(self)

    # Which days --------------------------------------------------------------------------------------------------

    @property
    def view_days(self) -> tuple[float, float]:
        """The edges of the view, in days from ``base``; a day reaches half a day to both sides of its number."""
        return self._first, self._last

    @property
    def days_in_sight(self) -> tuple[date, date]:
        """The first and last recorded-range day in sight, cut to the range."""
        if self.trends is None:
            return self.base, self.base
        first, last = self.day_at(self._first + MARGIN_DAYS), self.day_at(self._last - MARGIN_DAYS)
        return max(first, self.trends.first), min(last, self.trends.last)

    def _bounds(self) -> tuple[float, float]:
        days = self.trends.days if self.trends is not None else 1
        wide = max(float(days), float(LEAST_DAYS))
        return days - 1 + MARGIN_DAYS - wide, days - 1 + MARGIN_DAYS

    def show_days(self, first: date, last: date) -> None:
        """Show ``first`` to ``last``, kept within the data and at least 7 days wide."""
        origin = self.base.toordinal()
        self._move(first.toordinal() - origin - MARGIN_DAYS, last.toordinal() - origin + MARGIN_DAYS)

    def _move(self, first: float, last: float) -> None:
        low, high = self._bounds()
        wide = min(max(last - first, float(LEAST_DAYS)), high - low)
        middle = (first + last) / 2
        first = min(max(middle - wide / 2, low), high - wide)
        if (first, first + wide) != (self._first, self._last):
            self._first, self._last = first, first + wide
            self._set_draft(draft=not self.look.paper)
            self._show()
            self.days_shown.emit(*self.days_in_sight)

    def _set_draft(self, *, draft: bool) -> None:
        """While the view moves, draw quickly, and finely again once it has rested."""
        if draft:
            self._rest.start()
        if draft != self._draft:
            self._draft = draft
            for panel in self.panels:
                panel.set_draft(draft=draft)

    def settle(self) -> None:
        """Draw finely now, as after a rest."""
        self._rest.stop()
        self._set_draft(draft=False)

    def pan(self, days: float) -> None:
        """Move the view by ``days``."""
        self._move(self._first + days, self._last + days)

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Make the view ``factor`` times as wide, keeping the day ``around`` (from the base day) where it is."""
        low, high = self._bounds()
        wide = min(max((self._last - self._first) * factor, float(LEAST_DAYS)), high - low)
        if around is None:
            cursor = self._cursor_day
            around = (self._first + self._last) / 2 if cursor is None else float((cursor - self.base).days)
        share = (around - self._first) / (self._last - self._first)
        first = min(max(around - share * wide, low), high - wide)
        self._move(first, first + wide)

    def reset_view(self) -> None:
        """Show the whole range again."""
        self._move(*self._bounds())

    def day_at(self, number: float) -> date:
        """Return the date of a day from the base day."""
        return date.fromordinal(max(1, self.base.toordinal() + round(number)))

    def _show(self) -> None:
        span = self.span()
        self.dose.show_span(span)
        for panel in self.panels:
            panel.show_span(span)
        for axis in self._day_axes():
            axis.show_span(span)
        self._place_cursor()

    def span(self) -> Span:
        """Return what is in sight and how wide it is drawn."""
        return Span(self._first, self._last, max(self.dose.view.rect().width(), 1.0))

    def plot_area(self) -> QRectF:
        """Return the area of all plots, in pixels of the chart."""
        lowest = self.panels[-1].view if self.panels else self.dose.view
        return QRectF(self.dose.view.sceneBoundingRect().united(lowest.sceneBoundingRect()))

    def lay_out(self, width: int, height: int) -> None:
        """Take a size without being shown, as a chart for paper does."""
        size = QSize(width, height)
        self.resize(size)
        self.resizeEvent(QResizeEvent(size, size))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Draw for the new size."""
        super().resizeEvent(event)
        if getattr(self, "trends", None) is not None:
            self._share_height()
            self._show()

    # The day being read ------------------------------------------------------------------------------------------

    @property
    def cursor_day(self) -> date | None:
        """The day being read."""
        return self._cursor_day

    def read_day(self, day: date | None) -> str:
        """Put the cursor on ``day`` (kept within the range), bring it into sight, and return the day in words."""
        if self.trends is None or day is None:
            self._cursor_day = None
            self.cursor_item.setVisible(False)
            self.day_read.emit("")
            return ""
        day = min(max(day, self.trends.first), self.trends.last)
        self._cursor_day = day
        place = float((day - self.base).days)
        if place - 0.5 < self._first:
            self.pan(place - 0.5 - self._first)
        elif place + 0.5 > self._last:
            self.pan(place + 0.5 - self._last)
        self._place_cursor()
        sentence = day_sentence(self.trends, day, self.keys)
        self.day_read.emit(sentence)
        return sentence

    def _place_cursor(self) -> None:
        if self._cursor_day is None:
            return
        area = self.plot_area()
        x = area.left() + self.span().px((self._cursor_day - self.base).days)
        if area.left() - 1 <= x <= area.right() + 1:
            self.cursor_item.place(x, area.top(), area.bottom())
        else:
            self.cursor_item.setVisible(False)
