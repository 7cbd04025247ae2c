"""The calendar of the Trends page: any measure day by day, by year or by month."""

from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.page import Context
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.trends.load import TrendsView
from ldn_journal.gui.trends.look import chart_look
from ldn_journal.gui.trends.part import Part
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.trends.ranges import RangePick
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.month_calendar import Chevron
from ldn_journal.gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from ldn_journal.charts.heat_map import HeatMap, Layout
    from ldn_journal.charts.heat_paint import HeatLegend

BESIDE = 660
"""Width of the page at 100 % text from which the choices stand beside each other, in pixels."""


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
        self.caption = make_label("", "small")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._lay_out()

    def _lay_out(self) -> None:
        space = theme_for(self).space
        self.caption.setContentsMargins(space(3), space(1), space(3), space(1))
        self._choices = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._choices.setSpacing(space(2))
        self._choices.addWidget(self.measure)
        self._choices.addWidget(self.days)
        self._choices.addWidget(self.by, 0, Qt.AlignmentFlag.AlignBottom)
        self._choices.addStretch(1)
        contents = QWidget()
        self._column = QVBoxLayout(contents)
        self._column.setContentsMargins(space(3), space(1), space(3), space(1))
        self._column.setSpacing(space(2))
        self._column.addLayout(self._choices)
        self._column.addWidget(self.month_row)
        self._column.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(contents)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.scroller, 1)
        whole.addWidget(self.caption)

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
        place = self._column.count() - 1
        self._column.insertWidget(place, self.legend)
        self._column.insertWidget(place + 1, self.map)

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
        """Say a day, or else how the calendar is used."""
        role = "body" if sentence else "small"
        if self.caption.property("role") != role:
            self.caption.setProperty("role", role)
            self.caption.style().polish(self.caption)
        usual = _("Point at a day or walk with the arrow keys to read it; click or press Enter to open it.")
        self.caption.setText(sentence or usual)

    def _bring_into_sight(self, rect: QRectF) -> None:
        contents = self.scroller.widget()
        if self.map is not None and contents is not None:
            at = self.map.mapTo(contents, rect.center().toPoint())
            self.scroller.ensureVisible(at.x(), at.y(), 0, 60)

    def take_look(self) -> None:
        """Draw in the new look."""
        if self.map is not None:
            self.map.set_look(chart_look(theme_for(self)))
            if self.legend is not None and self.map.steps is not None:
                self.legend.show_steps(self.map.steps, chart_look(theme_for(self)))
        self._arrange()

    def _arrange(self) -> None:
        theme = theme_for(self)
        wide = self.width() >= theme.scaled(BESIDE)
        self._choices.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        for pick, least in ((self.measure, 220), (self.days, 220)):
            pick.setMinimumWidth(min(theme.scaled(least), max(self.width() - theme.space(8), 0)))
        self.caption.setMinimumHeight(2 * theme.line_height("body") + theme.space(2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self._arrange()
