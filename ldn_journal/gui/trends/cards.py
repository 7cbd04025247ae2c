"""The cards beside the charts: the main comparison, what it must be read with, side effects."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.trends.figures import add_figure, add_intervals, let_wrap
from ldn_journal.gui.widgets.card import Card

if TYPE_CHECKING:
    from ldn_journal.analysis.contrast import Comparison
    from ldn_journal.analysis.trends import Trends
    from ldn_journal.gui.theme import Theme


class TrendCards(QWidget):
    """The column of cards; each is there only if it has something to say.

    Signals: ``page_wanted(str)`` the part of the Learn page that says more.
    """

    page_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome, self.care, self.effects = Card(), Card(), Card()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2 * tokens.SPACE)
        for card in (self.outcome, self.care, self.effects):
            let_wrap(card)
            box.addWidget(card)
        box.addStretch(1)

    def show_trends(self, trends: "Trends", first: date, last: date, theme: "Theme") -> None:
        """Show the comparison of the whole record, and the side effects between ``first`` and ``last``."""
        self._show_outcome(trends, theme)
        self.show_effects(trends, first, last)

    def _show_outcome(self, trends: "Trends", theme: "Theme") -> None:
        from ldn_journal.analysis.wording import care_sentences, detail_sentences, placebo_sentence, title

        for card in (self.outcome, self.care):
            card.clear_lines()
        comparison = trends.main_comparison
        self.care.set_title(_("Read with care"))
        if comparison is None:
            self.outcome.set_title(_("Nothing to compare yet"))
            self.outcome.add_line(
                _("Once days before LDN and days at a dose are recorded, the two are compared here."), "muted"
            )
            self.care.add_line(placebo_sentence(), "small")
            return
        self.outcome.set_title(title(comparison), over=_over(trends, comparison))
        add_figure(self.outcome, comparison, theme, self.page_wanted.emit)
        add_intervals(self.outcome, trends, comparison.measure, theme)
        for sentence in detail_sentences(comparison):
            self.outcome.add_line(sentence, "small")
        for sentence in care_sentences(comparison):
            self.care.add_line(sentence, "small")

    def show_effects(self, trends: "Trends", first: date, last: date) -> None:
        """Show the side effects between two days, each with its latest spell."""
        from ldn_journal.analysis.episodes import episode_sentence

        self.effects.clear_lines()
        self.effects.set_title(_("Side effects"))
        found: dict[str, list[str]] = {}
        for episode in trends.episodes:
            if episode.first <= last and episode.last >= first and episode.measure in trends.measures:
                sentence = episode_sentence(episode, trends.measures[episode.measure])
                found.setdefault(episode.measure, []).append(sentence)
        for key, sentences in found.items():
            name = self.effects.add_line(_(trends.measures[key].name), "strong")
            name.setContentsMargins(0, tokens.SPACE // 2, 0, 0)
            self.effects.add_line(sentences[-1], "small")
            earlier = len(sentences) - 1
            if earlier:
                words = ngettext("{count} spell before that.", "{count} spells before that.", earlier)
                self.effects.add_line(words.format(count=earlier), "small")
        if not found:
            self.effects.add_line(_("None recorded in these days."), "small")


def _over(trends: "Trends", comparison: "Comparison") -> str:
    name = _(comparison.measure.name)
    if trends.primary is not None and trends.primary.measure == comparison.measure.key:
        day = trends.primary.chosen_on
        chosen = format_day(day, "short" if day.year == trends.today.year else "medium")
        return _("{measure} (main outcome, chosen {day})").format(measure=name, day=chosen)
    return _("{measure} (no main outcome was chosen beforehand)").format(measure=name)
