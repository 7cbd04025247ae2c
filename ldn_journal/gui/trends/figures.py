"""A comparison as it stands on a card: its figure, its interval, the plot of all steps."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy

from ldn_journal.base.texts import _, format_number
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.gui.trends.look import chart_look

if TYPE_CHECKING:
    from ldn_journal.analysis.contrast import Comparison
    from ldn_journal.analysis.trends import Trends
    from ldn_journal.gui.theme import Theme
    from ldn_journal.gui.widgets.card import Card

MOST_ROWS = 8


def add_figure(card: "Card", comparison: "Comparison", theme: "Theme") -> None:
    """Add the difference as a figure to be seen first, and where it likely lies or why that is not said."""
    from ldn_journal.analysis.wording import caution_sentence, signed

    measure = comparison.measure
    if comparison.difference is not None:
        figure = card.add_line(_with_unit(measure, signed(measure, comparison.difference)), "figure")
        figure.setStyleSheet(f"color: {chart_look(theme).palette.of(measure).name()}")
    if comparison.interval is not None:
        low, high = (signed(measure, end) for end in comparison.interval)
        card.add_line(_("likely between {low} and {high}").format(low=low, high=high))
    elif comparison.caution is not None:
        card.add_line(caution_sentence(comparison.caution), "warning")


def add_intervals(card: "Card", trends: "Trends", measure: NewMeasure, theme: "Theme", most: int = MOST_ROWS) -> bool:
    """Add the plot of the differences of all phases, of them the latest ``most``; return whether there is one to show."""
    from ldn_journal.analysis.phases import phase_name
    from ldn_journal.charts.intervals import IntervalPlot, IntervalRow

    rows = []
    for phase in trends.phases:
        other = trends.comparisons.get((measure.key, phase.key))
        if other is not None and other.difference is not None:
            rows.append(IntervalRow(phase_name(phase), other.difference, other.interval))
    if len(rows) < 2 and (not rows or rows[0].interval is None):
        return False
    look = chart_look(theme, panel=True)
    plot = IntervalPlot(look, QColor(look.palette.of(measure)), _tick_words(measure))
    plot.set_rows(rows[-most:])
    card.add_widget(plot)
    return True


def let_wrap(card: "Card") -> None:
    """Let a card be as high as its words are at its width, where that is not known beforehand."""
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)


def _with_unit(measure: NewMeasure, figure: str) -> str:
    if measure.scale in (Scale.NUMERIC, Scale.SEVERITY):
        return _("{difference} points").format(difference=figure)
    return figure


def _tick_words(measure: NewMeasure) -> Callable[[float], str]:
    """Return how differences are written on the interval plot: as short as can be without a wrong digit."""
    from ldn_journal.analysis.wording import signed

    if measure.scale in (Scale.DURATION, Scale.YES_NO):
        return partial(signed, measure)
    return lambda value: format_number(round(value, 2), signed=True)
