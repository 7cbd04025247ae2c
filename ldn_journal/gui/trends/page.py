"""The Trends page: what was recorded, over time, beside the doses."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.trends.cards import TrendCards
from ldn_journal.gui.trends.load import TrendsView, load_view
from ldn_journal.gui.trends.look import chart_look
from ldn_journal.gui.trends.notice import Notice
from ldn_journal.gui.trends.saving import SaveButton
from ldn_journal.gui.trends.table import DaysTable
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.segmented import Segmented
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.charts.navigable import NavigableChart

CARDS_WIDTH = 316
"""Width of the cards' column at 100 % text, in pixels."""
LEAST_CHART = 520
"""Least width of the chart beside the cards; on narrower pages the cards go below."""

REST_MS = 120
"""How long the chart must stand still before the table and the cards follow it, in milliseconds."""


class TrendsPage(Page):
    """Charts, the table behind them, and cards."""

    title = _("Trends")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.chart: NavigableChart | None = None
        self.view: TrendsView | None = None
        self._chosen: dict[str, bool] = {}
        self._chosen_view: tuple[date, date] | None = None
        self._places: tuple[tuple[int, int, int], ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._rested)
        self._new_look = QTimer(self)
        self._new_look.setSingleShot(True)
        self._new_look.timeout.connect(self._take_look)
        self._build_header()
        self._build_body()
        self._show_notice(_("Loading…"))

    # Furniture ---------------------------------------------------------------------------------------------------

    def _build_header(self) -> None:
        self.heading = make_label(_("Trends"), "title", wrap=False)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.ranges = Segmented(
            _("Range"),
            [
                ("30d", _("30 d")),
                ("90d", _("90 d")),
                ("1y", _("1 y")),
                ("since-ldn", _("Since LDN")),
                ("all", _("All")),
            ],
        )
        self.ranges.set_current("since-ldn")
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
        self.pictures = QVBoxLayout()
        self.pictures.addWidget(self.table)
        self.caption = make_label("", "small")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.caption.setContentsMargins(space(3), space(1), space(3), space(1))
        self.cards = TrendCards()
        contents = QWidget()
        self._column = QVBoxLayout(contents)
        self._column.setContentsMargins(space(3), space(2.5), space(3), space(1))
        self._column.setSpacing(space(2))
        self._column.addLayout(self.header)
        self.body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.body.setSpacing(space(3))
        self.body.addLayout(self.pictures, 1)
        self.body.addWidget(self.cards)
        self._column.addLayout(self.body, 1)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setWidget(contents)
        self.scroller.verticalScrollBar().rangeChanged.connect(self._settle_wheel)
        self.notice = Notice()
        self.notice.button.clicked.connect(self._notice_answered)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.notice)
        drawn = QWidget()
        over = QVBoxLayout(drawn)
        over.setContentsMargins(0, 0, 0, 0)
        over.setSpacing(0)
        over.addWidget(self.scroller, 1)
        over.addWidget(self.caption)
        self.drawn = drawn
        self.stack.addWidget(drawn)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    # Loading -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Load the whole record's trends on the journal's thread."""
        self.context.tasks.run(load_view, self._loaded, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        self._show_notice(_("The trends could not be shown."), sentence_for(error), _("Try again"))

    def _loaded(self, view: TrendsView) -> None:
        self.view = view
        if view.empty:
            self._show_notice(
                _("Your trends will be here"),
                _("Charts of dose, pain, sleep and whatever else you record, from the first day on."),
                _("Record today"),
            )
            return
        self.ranges.set_option_enabled("since-ldn", view.trends.ldn_start is not None)
        if view.trends.ldn_start is None and self.ranges.current() == "since-ldn":
            self.ranges.set_current("all")
        self._fill_measures()
        self._draw()
        self.stack.setCurrentWidget(self.drawn)

    def _show_notice(self, heading: str, words: str = "", button: str = "") -> None:
        self.notice.say(heading, words, button)
        self.stack.setCurrentWidget(self.notice)

    def _notice_answered(self) -> None:
        if self.view is not None and self.view.empty:
            self.page_wanted.emit("today")
        else:
            self._show_notice(_("Loading…"))
            self.context.tasks.try_again()
            self.refresh()

    # Drawing -----------------------------------------------------------------------------------------------------

    def shown_keys(self) -> tuple[str, ...]:
        """Return the keys of the measures drawn, in order."""
        return tuple(key for key in self.view.recorded if self._is_shown(key)) if self.view else ()

    def _is_shown(self, key: str) -> bool:
        """What the person ticked; before that, what is on the Today page (all, if none of that is recorded)."""
        tracked = self.view.tracked if self.view else frozenset()
        return self._chosen.get(key, key in tracked or not tracked)

    def _draw(self) -> None:
        """Draw what was loaded; a view the person zoomed to is kept, else the chosen range is shown."""
        if self.view is None or self.view.empty:
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
        self._tell("")
        self._arrange()

    def _make_chart(self) -> None:
        from ldn_journal.charts.navigable import NavigableChart

        self.chart = NavigableChart(chart_look(theme_for(self)))
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.chart.day_read.connect(self._tell)
        self.chart.days_shown.connect(self._moved)
        self.save.chart = self.chart
        self.pictures.addWidget(self.chart)
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
        if self.chart is not None:
            self.chart.setVisible(not wanted)

    def _fill_measures(self) -> None:
        """Offer every recorded measure, ticked if it is drawn."""
        menu = self.measures.menu()
        menu.clear()
        if self.view is None:
            return
        for key in self.view.recorded:
            action = QAction(_(self.view.trends.measures[key].name), menu)
            action.setCheckable(True)
            action.setChecked(self._is_shown(key))
            action.toggled.connect(lambda on, key=key: self._choose_measure(key, on))
            menu.addAction(action)

    def _choose_measure(self, key: str, wanted: bool) -> None:
        self._chosen[key] = wanted
        self._draw()

    def _tell(self, sentence: str) -> None:
        """Say a sentence under the chart: the day being read, what was saved, or else how the chart is to be read."""
        role = "body" if sentence else "small"
        if self.caption.property("role") != role:
            self.caption.setProperty("role", role)
            self.caption.style().polish(self.caption)
        self.caption.setText(sentence or self._legend())

    def _legend(self) -> str:
        if self.view is None:
            return ""
        days = self.view.trends.settling_days
        words = _("Breaks in a line: nothing recorded. Short marks at the bottom: recorded as none.")
        if not days:
            return words
        hatched = ngettext(
            "Hatched: the first day after a change, left out of comparisons. {more}",
            "Hatched: the first {count} days after a change, left out of comparisons. {more}",
            days,
        )
        return hatched.format(count=days, more=words)

    # The window --------------------------------------------------------------------------------------------------

    def _settle_wheel(self) -> None:
        """Let the wheel scroll the page where there is something to scroll, zoom where there is not."""
        if self.chart is not None:
            self.chart.wheel_zooms = self.scroller.verticalScrollBar().maximum() == 0

    def _arrange(self) -> None:
        """Put the cards beside the chart, or below it on a narrow page."""
        theme = theme_for(self)
        wide = theme.scaled(CARDS_WIDTH)
        beside = self.width() >= wide + theme.scaled(LEAST_CHART) + theme.space(9)
        self.body.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.cards.setMinimumWidth(wide if beside else 0)
        self.cards.setMaximumWidth(wide if beside else 16_777_215)
        self.caption.setMinimumHeight(2 * theme.line_height("body") + theme.space(2))
        self._arrange_header(self.width() - theme.space(8))
        self._settle_wheel()

    def _arrange_header(self, room: int) -> None:
        """Put heading, ranges and buttons on as few lines as they need."""
        parts = (self.heading, self.ranges, self.tools)
        heading, ranges, tools = (part.sizeHint().width() + theme_for(self).space(2) for part in parts)
        if heading + ranges + tools <= room:
            places = ((0, 0, 1), (0, 1, 1), (0, 2, 1))
        elif heading + tools <= room:
            places = ((0, 0, 1), (1, 0, 2), (0, 1, 1))
        else:
            places = ((0, 0, 1), (1, 0, 1), (2, 0, 1))
        if places == self._places:
            return
        self._places = places
        for part, (row, column, columns) in zip(parts, places, strict=True):
            self.header.removeWidget(part)
            start = Qt.AlignmentFlag.AlignLeading if row else Qt.AlignmentFlag(0)
            self.header.addWidget(part, row, column, 1, columns, start)
        # Shown anew at another size, Qt would lay the page out by the old places once more.
        self._column.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the chart in the window's new look, once all of the window has it."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.chart is not None:
            self._new_look.start()

    def _take_look(self) -> None:
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
        """Delete the chart; the window calls this before it goes, for a scene must not outlive Qt."""
        self._rest.stop()
        self._new_look.stop()
        self._drop_chart()
