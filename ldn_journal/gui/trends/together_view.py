"""What goes together: a ranked list of associations, each with the days behind it; all of it exploratory."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_day, format_number
from ldn_journal.gui import tokens
from ldn_journal.gui.page import Context
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.trends.figures import let_wrap
from ldn_journal.gui.trends.load import TrendsView
from ldn_journal.gui.trends.look import chart_look
from ldn_journal.gui.trends.part import Part
from ldn_journal.gui.trends.pick import Pick, PickGrid
from ldn_journal.gui.trends.ranges import RangePick
from ldn_journal.gui.trends.rows_table import NOTHING, RowsTable
from ldn_journal.gui.trends.together import Together, find_together
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.page_scroller import PageScroller
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.analysis.lagged import Association
    from ldn_journal.charts.scatter import ScatterAxis
    from ldn_journal.domain.measures import NewMeasure

BESIDE = 820
"""Width of the page at 100 % text from which the plot stands beside the list, in pixels."""
MOST_LISTED = 40
ROWS_IN_SIGHT = 12
NAMES_SHARE = 0.29
"""Of the list's width, for the measures' names at least."""
SHARES = (2, 1)
"""Of the width, for the list and the plot."""


class TogetherView(Part):
    """Choose an outcome; ``table`` ranks what went with it, ``plot`` shows the days of the row the keys are on."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.found: Together | None = None
        self.outcome = Pick(_("What goes together with"))
        self.days = RangePick(_("Days"))
        for pick in (self.outcome, self.days):
            pick.picked.connect(lambda _key: self._ask())
        self.note = make_label("", "small")
        self.table = RowsTable(_("What goes together, the closest first"), most=ROWS_IN_SIGHT, fitted=True)
        self.table.names_share = NAMES_SHARE
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.plot, self.clock = Card(), Card()
        self._lay_out()

    def _lay_out(self) -> None:
        space = theme_for(self).space
        list_column, plot_column = QVBoxLayout(), QVBoxLayout()
        list_column.addWidget(self.table)
        list_column.addStretch(1)
        plot_column.setSpacing(space(2))
        plot_column.addWidget(self.plot)
        plot_column.addWidget(self.clock)
        plot_column.addStretch(1)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(space(2))
        self._across.addLayout(list_column)
        self._across.addLayout(plot_column)
        for card in (self.plot, self.clock):
            let_wrap(card)
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(tokens.PAGE_LEFT, tokens.SPACE, tokens.PAGE_RIGHT, tokens.PAGE_BOTTOM)
        column.setSpacing(space(2))
        self._picks = PickGrid(self.outcome, self.days)
        column.addLayout(self._picks)
        column.addWidget(self.note)
        column.addLayout(self._across)
        column.addStretch(1)
        self.scroller = PageScroller()
        self.scroller.setWidget(contents)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.scroller)

    # Loading -----------------------------------------------------------------------------------------------------

    def show_view(self, view: TrendsView) -> None:
        """Show the record; the outcome stays the one chosen where it is still there."""
        self.view = view
        names = [(key, _(view.trends.measures[key].name)) for key in view.recorded]
        self.outcome.offer(names, self.outcome.current() or view.outcome[0])
        self.days.show_view(view)
        self._ask()

    def _ask(self) -> None:
        key, days = self.outcome.current(), self.days.days()
        if self.view is None or not key:
            self._tell_nothing()
            return
        trends = self.view.trends
        self.context.tasks.run(
            lambda journal: find_together(journal, trends, key, days), self._show, self._failed, owner=self
        )

    def _failed(self, error: Exception) -> None:
        self._tell_nothing()
        self.note.setText(sentence_for(error))

    def _tell_nothing(self) -> None:
        self.found = None
        for part in (self.table, self.plot, self.clock):
            part.hide()
        self.note.setText(
            _(
                "Nothing to show yet: it takes 20 pairs of days on which both of two things are recorded before it is "
                "looked at whether they go together."
            )
        )

    # Showing -----------------------------------------------------------------------------------------------------

    def take_look(self) -> None:
        """Draw the plot in the new look."""
        if self.found is not None:
            self._show_pairs(self.table.currentIndex().row())
        self._arrange()

    def _show(self, found: Together) -> None:
        if (found.outcome, found.days) != (self.outcome.current(), self.days.days()):
            return
        self._tell_nothing()
        self.found = found
        if found.found:
            self._show_list(found)
        self._show_clock(found)

    def _show_list(self, found: Together) -> None:
        words = _(
            "Exploratory: looking at many pairs, some go together by chance alone, and what goes together need not "
            "bring the other about. The closest stands first; choose a row to see its days."
        )
        if found.days is not None:
            first, last = (format_day(day, "medium") for day in found.days)
            only = _(
                "Only days from {first} to {last} are looked at: parts of a record give chance more tries, the whole says more."
            )
            words = f"{words} {only.format(first=first, last=last)}"
        self.note.setText(words)
        headings = [
            (_("When"), _("When the outcome was, seen from the other measure.")),
            (
                _("Correlation"),
                _("Spearman's rank correlation: +1 both rise together, 0 no tie, −1 one falls as the other rises."),
            ),
            (_("Pairs"), _("Pairs of days on which both are recorded.")),
            (
                _("Likely between"),
                _("Where the correlation likely lies (95 %), allowing for neighbouring days being alike."),
            ),
        ]
        shown = found.found[:MOST_LISTED]
        names = [_(found.measures[one.first].name) for one in shown]
        self.table.show_rows(headings, names, [_cells(one, found.measures) for one in shown])
        for part in (self.table, self.plot):
            part.show()
        self.table.setCurrentIndex(self.table.model_of_rows.index(0, 0))
        self._show_pairs(0)

    def _row_changed(self, index: QModelIndex) -> None:
        self._show_pairs(index.row())

    def _show_pairs(self, row: int) -> None:
        from ldn_journal.analysis.lagged import association_sentences, lag_words
        from ldn_journal.charts.scatter import ScatterPlot

        if self.found is None or not 0 <= row < len(self.found.found):
            return
        one, measures = self.found.found[row], self.found.measures
        first, second = measures[one.first], measures[one.second]
        self.plot.clear_lines()
        when = lag_words(first, second, one.lag)
        title = _("{first}, and {second} {when}").format(first=_(first.name), second=_(second.name), when=when)
        self.plot.set_title(title, over=_("Exploratory"))
        look = chart_look(theme_for(self), panel=True)
        plot = ScatterPlot(look, QColor(look.palette.of(second)))
        x, y = ([float(value) for value in part] for part in (one.x, one.y))
        up = _("{measure}, {when}").format(measure=_(second.name), when=when)
        plot.show_pairs(x, y, _axis(first, _(first.name)), _axis(second, up))
        self.plot.add_widget(plot)
        for sentence in association_sentences(one, measures):
            self.plot.add_line(sentence, "small")

    def _show_clock(self, found: Together) -> None:
        self.clock.clear_lines()
        self.clock.set_title(_("Evening doses and morning doses"), over=_("Exploratory"))
        for sentence in found.clock:
            self.clock.add_line(sentence, "small")
        self.clock.setVisible(bool(found.clock))

    # The window --------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        wide = self.width() >= theme_for(self).scaled(BESIDE)
        self._across.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        for place, share in enumerate(SHARES):
            self._across.setStretch(place, share if wide else 0)
        self.table.fit()
        self._picks.fit(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self._arrange()


def _cells(one: "Association", measures: "Mapping[str, NewMeasure]") -> list[str]:
    """Return the cells of one row of the list."""
    from ldn_journal.analysis.lagged import lag_words

    between = NOTHING
    if one.interval is not None:
        low, high = (format_number(end, 2, signed=True) for end in one.interval)
        between = _("{low} to {high}").format(low=low, high=high)
    return [
        lag_words(measures[one.first], measures[one.second], one.lag),
        format_number(one.rho, 2, signed=True),
        format_number(one.n),
        between,
    ]


def _axis(measure: "NewMeasure", name: str) -> "ScatterAxis":
    """Return how a measure is drawn along one side of the plot."""
    from ldn_journal.analysis.clock import DOSE_TIME, clock_words
    from ldn_journal.analysis.table_words import one_day
    from ldn_journal.charts.scatter import ScatterAxis
    from ldn_journal.domain.measures import Scale

    if measure.key == DOSE_TIME:
        return ScatterAxis(name, clock_words, unit=60)
    if measure.scale is Scale.DURATION:
        return ScatterAxis(name, partial(one_day, measure), unit=60)
    bounded = measure.scale in (Scale.NUMERIC, Scale.SEVERITY, Scale.YES_NO)
    low, high = (measure.low, measure.high) if bounded else (None, None)
    return ScatterAxis(name, lambda value: format_number(round(value, 2)), low, high)
