"""The calendar of the Trends page: any measure day by day, by year or by month."""

from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.page import Context
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.trends.load import TrendsView
from ldn_journal.gui.trends.look import chart_look
from ldn_journal.gui.trends.part import Part
from ldn_journal.gui.trends.pick import Pick, PickGrid
from ldn_journal.gui.trends.ranges import RangePick
from ldn_journal.gui.trends.read_out import ReadOut
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.month_calendar import Chevron
from ldn_journal.gui.widgets.page_scroller import PageScroller
from ldn_journal.gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from ldn_journal.charts.heat_map import HeatMap, Layout
    from ldn_journal.charts.heat_paint import HeatLegend


class CalendarView(Part):
    """A heat map, its legend, and the day under the cursor in words. ``map`` is there once a record was shown."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.map: HeatMap | None = None
        self.legend: HeatLegend | None = None
        self.measure = Pick(_("Measure"))
        self.days = RangePick(_("Days"))
        for pick in (self.measure, self.days):
            pick.picked.connect(lambda _key: self._show())
        self.by = Segmented(_("Show by"), [("year", _("Year")), ("month", _("Month"))])
        self.by.chosen.connect(self._show_by)
        self.back, self.on = (
            Chevron(_("Previous month"), forward=False),
            Chevron(_("Next month"), forward=True),
        )
        self.back.clicked.connect(lambda: self._turn(-1))
        self.on.clicked.connect(lambda: self._turn(1))
        self.month_name = make_label("", "heading", wrap=False)
        self.month_row = QWidget()
        row = QHBoxLayout(self.month_row)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.back, self.month_name, self.on):
            row.addWidget(part)
        row.addStretch(1)
        self.month_row.hide()
        usual = _("Point at a day or walk with the arrow keys to read it; click or press Enter to open it.")
        self.hint = make_label(usual, "small")
        self.caption = ReadOut(self)
        self._lay_out()

    def _lay_out(self) -> None:
        self._choices = PickGrid(self.measure, self.days, self.by)
        contents = QWidget()
        self._column = QVBoxLayout(contents)
        self._column.setSpacing(2 * tokens.SPACE)
        self._column.addLayout(self._choices)
        self._column.addWidget(self.month_row)
        self._column.addWidget(self.hint)
        self._column.addStretch(1)
        self.scroller = PageScroller()
        self.scroller.setWidget(contents)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.scroller, 1)

    def show_view(self, view: TrendsView) -> None:
        """Show the record; measure and month stay where they can."""
        self.view = view
        names = [(key, _(view.trends.measures[key].name)) for key in view.recorded]
        self.measure.offer(names, self.measure.current() or view.outcome[0])
        self.days.show_view(view)
        if self.map is None:
            self._make_map()
        self._show()
        self._arrange()

    def _make_map(self) -> None:
        from ldn_journal.charts.heat_map import HeatMap
        from ldn_journal.charts.heat_paint import HeatLegend

        look = chart_look(theme_for(self))
        self.map, self.legend = HeatMap(look), HeatLegend(look)
        self.map.day_read.connect(self._tell)
        self.map.day_opened.connect(self.day_wanted)
        self.map.month_shown.connect(self._month_shown)
        self.map.day_moved.connect(self._bring_into_sight)
        # The days come first: in a small window there is room for little else.
        place = self._column.indexOf(self.hint)
        self._column.insertWidget(place, self.map)
        self._column.insertWidget(place + 1, self.legend)

    def _show(self) -> None:
        key = self.measure.current()
        if self.view is None or self.map is None or self.legend is None or not key:
            return
        days = self.days.days()
        self.map.show_days(self.view.trends if days is None else self.view.trends.within(*days), key)
        if self.map.steps is not None:
            self.legend.show_steps(self.map.steps, chart_look(theme_for(self)))
        self._tell("")

    def _show_by(self, layout: str) -> None:
        if self.map is not None:
            self.map.show_by(cast("Layout", layout))
            self.month_row.setVisible(layout == "month")

    def _turn(self, months: int) -> None:
        from ldn_journal.charts.heat_map import shifted_month

        if self.map is not None:
            self.map.show_month(shifted_month(self.map.month, months))

    def _month_shown(self, month: date) -> None:
        from ldn_journal.charts.heat_grids import month_and_year

        if self.view is None:
            return
        trends = self.map.trends if self.map is not None and self.map.trends is not None else self.view.trends
        self.month_name.setText(month_and_year(month))
        self.back.setEnabled(month > trends.first)
        self.on.setEnabled((month.year, month.month) < (trends.last.year, trends.last.month))

    def _tell(self, sentence: str) -> None:
        """Say a day."""
        self.caption.say(sentence)

    def _bring_into_sight(self, rect: QRectF) -> None:
        contents = self.scroller.widget()
        if self.map is not None and contents is not None:
            at = self.map.mapTo(contents, rect.center().toPoint())
            # The day is said over the foot of the view.
            self.scroller.ensureVisible(at.x(), at.y(), 0, max(self.caption.height() + tokens.SPACE, 60))

    def take_look(self) -> None:
        """Draw in the new look."""
        if self.map is not None:
            self.map.set_look(chart_look(theme_for(self)))
            if self.legend is not None and self.map.steps is not None:
                self.legend.show_steps(self.map.steps, chart_look(theme_for(self)))
        self._arrange()

    def _arrange(self) -> None:
        self._choices.fit(self)
        foot = tokens.SPACE + self.caption.room()
        self._column.setContentsMargins(tokens.PAGE_LEFT, tokens.SPACE, tokens.PAGE_RIGHT, foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self._arrange()
