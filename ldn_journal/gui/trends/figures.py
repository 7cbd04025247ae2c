"""A comparison as it stands on a card: its figure, its interval, the plot of all steps."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy

from ldn_journal.base.texts import _, format_number
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.gui.trends.help import GoOn, interval_help
from ldn_journal.gui.trends.look import chart_look
from ldn_journal.gui.widgets.help_button import beside_help

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldn_journal.analysis.contrast import Comparison
    from ldn_journal.analysis.phases import Phase
    from ldn_journal.analysis.trends import Trends
    from ldn_journal.gui.theme import Theme
    from ldn_journal.gui.widgets.card import Card

MOST_ROWS = 8


def add_figure(card: "Card", comparison: "Comparison", theme: "Theme", go_on: GoOn) -> None:
    """Add the difference as a figure to be seen first, and where it likely lies or why that is not said.

    ``go_on`` leads to the Learn page.
    """
    from ldn_journal.analysis.wording import caution_sentence, digits_of, signed

    measure = comparison.measure
    if comparison.difference is not None:
        words = signed(measure, comparison.difference, digits_of(comparison))
        figure = card.add_line(_with_unit(measure, words), "figure")
        figure.setStyleSheet(f"color: {chart_look(theme).palette.of(measure).name()}")
    if comparison.interval is not None:
        low, high = (signed(measure, end) for end in comparison.interval)
        words = _("likely between {low} and {high}").format(low=low, high=high)
        card.add_widget(beside_help(words, "body", interval_help(go_on)))
    elif comparison.caution is not None:
        card.add_line(caution_sentence(comparison.caution), "warning")


def add_intervals(
    card: "Card",
    trends: "Trends",
    measure: NewMeasure,
    theme: "Theme",
    most: int = MOST_ROWS,
    phases: "Sequence[Phase] | None" = None,
) -> bool:
    """Add the plot of the differences of all phases or of ``phases``, of them the latest ``most``.

    Return whether there is one to show.
    """
    from ldn_journal.analysis.phases import phase_name
    from ldn_journal.charts.intervals import IntervalPlot, IntervalRow

    rows = []
    for phase in trends.phases if phases is None else phases:
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


def add_distribution(
    card: "Card", trends: "Trends", measure: NewMeasure, theme: "Theme", phases: "Sequence[Phase]"
) -> None:
    """Add the plot of every day of each of ``phases``."""
    from ldn_journal.analysis.distribution import distributions
    from ldn_journal.analysis.phases import phase_name
    from ldn_journal.analysis.table_words import one_day
    from ldn_journal.charts.distribution import DistributionPlot, DistributionRow
    from ldn_journal.charts.scales import value_scale

    series = trends.whole.full[measure.key]
    rows = []
    for found in distributions(series, phases):
        box = None
        if found.lower_quartile is not None and found.median is not None and found.upper_quartile is not None:
            box = (found.lower_quartile, found.median, found.upper_quartile)
        rows.append(DistributionRow(phase_name(found.phase), tuple(map(float, found.values)), box))
    look = chart_look(theme, panel=True)
    colour = QColor(look.palette.of(measure))
    plot = DistributionPlot(look, colour, value_scale(series), lambda value: one_day(measure, value))
    plot.set_rows(rows)
    card.add_widget(plot)


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
