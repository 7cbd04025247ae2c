"""The charts of the Trends page: what was recorded, over time, beside the doses."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.page import Context
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.trends.cards import TrendCards
from ldn_journal.gui.trends.load import TrendsView
from ldn_journal.gui.trends.look import chart_look
from ldn_journal.gui.trends.part import Part
from ldn_journal.gui.trends.ranges import Ranges
from ldn_journal.gui.trends.read_out import ReadOut
from ldn_journal.gui.trends.saving import SaveButton
from ldn_journal.gui.trends.table import DaysTable
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.page_scroller import PageScroller

if TYPE_CHECKING:
    from ldn_journal.charts.navigable import NavigableChart

CARDS_WIDTH = 316
"""Width of the cards' column at 100 % text, in pixels."""
LEAST_CHART = 520
"""Least width of the chart beside the cards; on narrower pages the cards go below."""

REST_MS = 120
"""How long the chart must stand still before the table and the cards follow it, in milliseconds."""


class ChartsView(Part):
    """Charts, the table behind them, and cards."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.chart: NavigableChart | None = None
        self._chosen: dict[str, bool] = {}
        self._chosen_view: tuple[date, date] | None = None
        self._places: tuple[tuple[int, int], ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._rested)
        self._build_header()
        self._build_body()

    # Furniture ---------------------------------------------------------------------------------------------------

    def _build_header(self) -> None:
        self.ranges = Ranges()
        self.ranges.chosen.connect(self._show_range)
        self.measures = QPushButton(_("Measures"))
        self.measures.setMenu(QMenu(self.measures))
        self.table_button = QPushButton(_("Table"))
        self.table_button.setCheckable(True)
        self.table_button.toggled.connect(self._show_table)
        self.save = SaveButton()
        self.save.told.connect(self._tell)
        self.tools = QWidget()
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.measures, self.table_button, self.save):
            row.addWidget(button)
        self.header = QGridLayout()
        self.header.setColumnStretch(0, 1)

    def _build_body(self) -> None:
        space = theme_for(self).space
        self.table = DaysTable()
        self.table.hide()
        self.legend = make_label("", "small")
        self.pictures = QVBoxLayout()
        self.pictures.addWidget(self.table)
        self.pictures.addWidget(self.legend)
        self.caption = ReadOut(self)
        self.cards = TrendCards()
        self.cards.page_wanted.connect(self.page_wanted)
        contents = QWidget()
        self._column = QVBoxLayout(contents)
        self._column.setSpacing(space(2))
        self._column.addLayout(self.header)
        self.body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.body.setSpacing(space(3))
        self.body.addLayout(self.pictures, 1)
        self.body.addWidget(self.cards)
        self._column.addLayout(self.body, 1)
        self.scroller = PageScroller()
        self.scroller.setWidget(contents)
        self.scroller.verticalScrollBar().rangeChanged.connect(self._settle_wheel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.scroller, 1)

    # Drawing -----------------------------------------------------------------------------------------------------

    def show_view(self, view: TrendsView) -> None:
        """Show the record, in the range that was chosen."""
        self.view = view
        self.ranges.show_view(view)
        self._fill_measures()
        self._draw()

    def shown_keys(self) -> tuple[str, ...]:
        """Return the keys of the measures drawn, in order."""
        return tuple(key for key in self.view.recorded if self._is_shown(key)) if self.view else ()

    def _is_shown(self, key: str) -> bool:
        """What the person ticked; before that, what is on the Today page (all, if none of that is recorded)."""
        tracked = self.view.tracked if self.view else frozenset()
        return self._chosen.get(key, key in tracked or not tracked)

    def _draw(self) -> None:
        """Draw what was loaded; a view the person zoomed to is kept, else the chosen range is shown."""
        if self.view is None:
            return
        if self.chart is None:
            self._make_chart()
        assert self.chart is not None  # noqa: S101 - for the type checker
        kept = self._chosen_view
        self.chart.show_trends(self.view.trends, self.shown_keys())
        self.chart.show_days(*(kept or self.view.ranges[self.ranges.current()]))
        self._chosen_view = kept
        self._rested()
        self.cards.show_trends(self.view.trends, *self.chart.days_in_sight, theme_for(self))
        self.legend.setText(self._legend())
        self._tell("")
        self._arrange()

    def _make_chart(self) -> None:
        from ldn_journal.charts.navigable import NavigableChart

        self.chart = NavigableChart(chart_look(theme_for(self)))
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.chart.day_read.connect(self._tell)
        self.chart.days_shown.connect(self._moved)
        self.save.chart = self.chart
        self.pictures.insertWidget(1, self.chart, 1)
        self._show_table(self.table_button.isChecked())

    def _show_range(self, name: str) -> None:
        if self.view is not None and self.chart is not None:
            self.chart.show_days(*self.view.ranges[name])
            self._chosen_view = None

    def _moved(self, first: date, last: date) -> None:
        """Remember the view; the table and the side effects follow once it rests."""
        self._chosen_view = (first, last)
        self._rest.start()

    def _rested(self) -> None:
        if self.view is None or self.chart is None:
            return
        first, last = self.chart.days_in_sight
        if self.table_button.isChecked():
            self.table.show_days(self.view.trends, self.shown_keys(), first, last)
        self.cards.show_effects(self.view.trends, first, last)

    def _show_table(self, wanted: bool) -> None:
        if wanted and self.view is not None and self.chart is not None:
            self.table.show_days(self.view.trends, self.shown_keys(), *self.chart.days_in_sight)
        self.table_button.setText(_("Charts") if wanted else _("Table"))
        self.table.setVisible(wanted)
        self.legend.setVisible(not wanted)
        if self.chart is not None:
            self.chart.setVisible(not wanted)

    def _fill_measures(self) -> None:
        """Offer every recorded measure, ticked if it is drawn."""
        menu = self.measures.menu()
        menu.clear()
        if self.view is None:
            return
        for key in self.view.recorded:
            action = QAction(_(self.view.trends.measures[key].name).replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(self._is_shown(key))
            action.toggled.connect(lambda on, key=key: self._choose_measure(key, on))
            menu.addAction(action)

    def _choose_measure(self, key: str, wanted: bool) -> None:
        self._chosen[key] = wanted
        self._draw()

    def _tell(self, sentence: str) -> None:
        """Say the day being read, or what was saved."""
        self.caption.say(sentence)

    def _legend(self) -> str:
        if self.view is None:
            return ""
        trends = self.view.trends
        found = [_("Breaks in a line: nothing recorded. Short marks at the bottom: recorded as none.")]
        if trends.settling_days:
            hatched = ngettext(
                "Hatched: the first day after a change, left out of comparisons.",
                "Hatched: the first {count} days after a change, left out of comparisons.",
                trends.settling_days,
            )
            found.insert(0, hatched.format(count=trends.settling_days))
        if trends.events:
            found.append(_("▼: an event."))
        return " ".join(found)

    # The window --------------------------------------------------------------------------------------------------

    def _settle_wheel(self) -> None:
        """Let the wheel scroll the page where there is something to scroll, zoom where there is not."""
        if self.chart is not None:
            self.chart.wheel_zooms = self.scroller.verticalScrollBar().maximum() == 0

    def _arrange(self) -> None:
        """Put the cards beside the chart, or below it on a narrow page."""
        theme = theme_for(self)
        wide, edges = theme.scaled(CARDS_WIDTH), tokens.PAGE_LEFT + tokens.PAGE_RIGHT + tokens.GUTTER
        beside = self.width() >= wide + theme.scaled(LEAST_CHART) + self.body.spacing() + edges
        self.body.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.cards.setMinimumWidth(wide if beside else 0)
        self.cards.setMaximumWidth(wide if beside else 16_777_215)
        foot = tokens.SPACE + self.caption.room()
        self._column.setContentsMargins(tokens.PAGE_LEFT, tokens.SPACE, tokens.PAGE_RIGHT, foot)
        self._arrange_header(self.width() - edges)
        self._settle_wheel()

    def _arrange_header(self, room: int) -> None:
        """Put ranges and buttons on one line, or below each other."""
        self.ranges.fit(room)
        ranges, tools = (part.sizeHint().width() + theme_for(self).space(2) for part in (self.ranges, self.tools))
        places = ((0, 0), (0, 1)) if ranges + tools <= room else ((0, 0), (1, 0))
        if places == self._places:
            return
        self._places = places
        for part, (row, column) in zip((self.ranges, self.tools), places, strict=True):
            self.header.removeWidget(part)
            side = Qt.AlignmentFlag.AlignTrailing if column else Qt.AlignmentFlag.AlignLeading
            self.header.addWidget(part, row, column, side)
        # Shown anew at another size, Qt would lay the page out by the old places once more.
        self._column.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def take_look(self) -> None:
        """Draw the chart again where its look is another."""
        look = chart_look(theme_for(self))
        if self.chart is None or look == self.chart.look:
            return
        focused = self.chart.hasFocus()
        self._drop_chart()
        self._draw()
        if focused and self.chart is not None:
            self.chart.setFocus()

    def _drop_chart(self) -> None:
        if self.chart is not None:
            self.save.chart = None
            self.chart.dispose()
            self.chart = None

    def dispose(self) -> None:
        """Delete the chart: a scene must not outlive Qt."""
        super().dispose()
        self._rest.stop()
        self._drop_chart()
