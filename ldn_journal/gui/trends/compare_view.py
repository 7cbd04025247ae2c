"""Comparing phases: one measure, one phase beside another, the table of all, and how their days are spread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_day
from ldn_journal.gui import tokens
from ldn_journal.gui.page import Context
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.trends.figures import add_distribution, add_figure, add_intervals, let_wrap
from ldn_journal.gui.trends.help import pairs_help, placebo_help
from ldn_journal.gui.trends.load import TrendsView, load_compared
from ldn_journal.gui.trends.outcome import Outcome, OutcomeCard
from ldn_journal.gui.trends.part import Part
from ldn_journal.gui.trends.pick import Pick, PickGrid
from ldn_journal.gui.trends.ranges import RangePick
from ldn_journal.gui.trends.rows_table import RowsTable
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.help_button import beside_help
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.page_scroller import PageScroller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldn_journal.analysis.contrast import Comparison
    from ldn_journal.analysis.phases import Phase
    from ldn_journal.analysis.trends import Trends
    from ldn_journal.domain.measures import NewMeasure
    from ldn_journal.journal import Journal

BESIDE = 760
"""Width of the page at 100 % text from which cards stand beside each other, in pixels."""
MOST_PHASES = 12
"""Phases that the plots show, the latest; the table has them all."""


class CompareView(Part):
    """The comparison in view is of ``measure``, ``phase`` and ``reference``, each a ``Pick`` of keys.

    ``listed`` chooses the days whose phases are offered and listed; figures always rest on all days of a phase.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.trends: Trends | None = None
        self.measure, self.phase = Pick(_("Measure")), Pick(_("Phase"))
        self.reference, self.listed = Pick(_("Compared with")), RangePick(_("Listed phases"))
        self.result, self.care, self.outcome = Card(), Card(), OutcomeCard()
        self.table = RowsTable(_("Figures by phase"))
        self.table.setProperty("small", True)
        self.table_title = make_label("", "strong")
        self.table_note = make_label("", "small")
        self.steps, self.days = Card(), Card()
        self.measure.picked.connect(lambda _key: self._show())
        self.phase.picked.connect(lambda _key: self._show())
        self.reference.picked.connect(self._ask)
        self.listed.picked.connect(lambda _key: self._offer())
        self.outcome.wanted.connect(lambda key: self._set_outcome({"primary_outcome": key}))
        self.outcome.taken_back.connect(self._take_back)
        self._lay_out()

    def _lay_out(self) -> None:
        space = theme_for(self).space
        self._picks = PickGrid(self.measure, self.phase, self.reference, self.listed)
        side = QVBoxLayout()
        side.setSpacing(space(2))
        side.addWidget(self.outcome)
        side.addWidget(self.care)
        side.addStretch(1)
        main = QVBoxLayout()
        main.addWidget(self.result)
        main.addStretch(1)
        self._top, self._plots = (QBoxLayout(QBoxLayout.Direction.LeftToRight) for _row in range(2))
        self._top.addLayout(main, 1)
        self._top.addLayout(side, 1)
        for card in (self.steps, self.days):
            self._plots.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        for row in (self._top, self._plots):
            row.setSpacing(space(2))
        for card in (self.result, self.care, self.outcome, self.steps, self.days):
            let_wrap(card)
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(tokens.PAGE_LEFT, tokens.SPACE, tokens.PAGE_RIGHT, tokens.PAGE_BOTTOM)
        column.setSpacing(space(2))
        column.addLayout(self._picks)
        column.addLayout(self._top)
        column.addWidget(self.table_title)
        column.addWidget(self.table_note)
        column.addWidget(self.table)
        column.addLayout(self._plots)
        column.addStretch(1)
        self.scroller = PageScroller()
        self.scroller.setWidget(contents)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.scroller)

    # What is compared --------------------------------------------------------------------------------------------

    def show_view(self, view: TrendsView) -> None:
        """Show the record; what was chosen stays chosen where it is still there."""
        self.view = view
        self.listed.show_view(view)
        wanted = self.reference.current()
        phases = view.trends.phases
        if wanted not in {phase.key for phase in phases}:
            wanted = phases[0].key if phases else ""
        if view.trends.reference is not None and wanted == view.trends.reference.key:
            self._compared(view.trends)
        else:
            self._ask(wanted)

    def _ask(self, key: str) -> None:
        """Work the comparisons with another phase out, on the journal's thread."""
        self.context.tasks.run(lambda journal: load_compared(journal, key), self._compared, owner=self)

    def _compared(self, trends: "Trends") -> None:
        self.trends = trends
        self._offer()

    def _phases(self, trends: "Trends") -> "tuple[Phase, ...]":
        """Return the phases that touch the days chosen."""
        days = self.listed.days()
        return trends.phases if days is None else trends.within(*days).phases_shown

    def _offer(self) -> None:
        """Offer what can be compared, and show it."""
        from ldn_journal.analysis.phases import phase_name

        trends = self.trends
        if self.view is None or trends is None:
            return
        reference = trends.reference
        phases = [(phase.key, phase_name(phase)) for phase in trends.phases]
        others = [phase for phase in self._phases(trends) if phase is not reference]
        self.reference.offer(phases, reference.key if reference is not None else None)
        wanted = self.phase.current()
        if wanted not in {phase.key for phase in others}:
            wanted = self._usual_phase(others)
        self.phase.offer([(phase.key, phase_name(phase)) for phase in others], wanted)
        keys = [key for key in trends.measures if key in self.view.recorded]
        chosen = self.measure.current() or (trends.primary.measure if trends.primary is not None else "")
        self.measure.offer([(key, _(trends.measures[key].name)) for key in keys], chosen)
        self._show()

    @staticmethod
    def _usual_phase(others: "Sequence[Phase]") -> str:
        """Return the latest phase at a dose, or else the latest, of those other than the one compared with."""
        dosed = [phase for phase in others if phase.amount_pg]
        return (dosed or others)[-1].key if others else ""

    # Showing -----------------------------------------------------------------------------------------------------

    def take_look(self) -> None:
        """Draw the plots in the new look."""
        self._show()
        self._arrange()

    def _show(self) -> None:
        trends, view = self.trends, self.view
        if trends is None or view is None or not self.measure.current():
            return
        measure = trends.measures[self.measure.current()]
        self._show_result(trends.comparisons.get((measure.key, self.phase.current())))
        self.outcome.show_outcome(trends, Outcome(*view.outcome), measure)
        self._show_table(trends, measure)
        self._show_plots(trends, measure)

    def _show_result(self, comparison: "Comparison | None") -> None:
        from ldn_journal.analysis.wording import care_sentences, detail_sentences, placebo_sentence, title

        for card in (self.result, self.care):
            card.clear_lines()
        self.care.set_title(_("Read with care"))
        if comparison is None:
            self.result.set_title(_("Nothing to compare yet"))
            words = _("Once there are two phases, one can be compared with the other here.")
            self.result.add_line(words, "muted")
            self.care.add_line(placebo_sentence(), "small")
            return
        self.result.set_title(title(comparison), over=_(comparison.measure.name))
        add_figure(self.result, comparison, theme_for(self), self.page_wanted.emit)
        # Title and figure say how large the difference is and where it likely lies; here is what they do not.
        details = detail_sentences(comparison)
        pairs = details[-1] if comparison.nap is not None else ""
        for card, told in ((self.result, details), (self.care, care_sentences(comparison))):
            for sentence in told:
                if sentence == pairs:
                    card.add_widget(beside_help(sentence, "small", pairs_help(self.page_wanted.emit)))
                elif sentence == placebo_sentence():
                    card.add_widget(beside_help(sentence, "small", placebo_help(self.page_wanted.emit)))
                else:
                    card.add_line(sentence, "small")

    def _show_table(self, trends: "Trends", measure: "NewMeasure") -> None:
        from ldn_journal.analysis.phases import phase_name
        from ldn_journal.analysis.table_words import cells, digits_in, headings

        rows = [row for phase in self._phases(trends) if (row := trends.row(measure.key, phase.key)) is not None]
        days = self.listed.days()
        title = _("{measure} in every phase") if days is None else _("{measure} in the phases of these days")
        self.table_title.setText(title.format(measure=_(measure.name)))
        self.table_note.setVisible(days is not None)
        if days is not None:
            first, last = (format_day(day, "medium") for day in days)
            words = _("Listed are the phases from {first} to {last}; each figure rests on all days of its phase.")
            self.table_note.setText(words.format(first=first, last=last))
        digits = digits_in(rows)
        self.table.show_rows(headings(), [phase_name(row.phase) for row in rows], [cells(row, digits) for row in rows])

    def _show_plots(self, trends: "Trends", measure: "NewMeasure") -> None:
        for card in (self.steps, self.days):
            card.clear_lines()
        reference = trends.reference
        self.steps.set_title(_("Difference in each phase"), over=self._against(reference))
        phases = self._phases(trends)
        shown = add_intervals(self.steps, trends, measure, theme_for(self), MOST_PHASES, phases)
        if shown:
            words = _("A dot is the difference, its line where it likely lies; a hollow dot has too few days for that.")
            self.steps.add_line(words, "small")
        self.steps.setVisible(shown)
        self.days.set_title(_("Every day of each phase"), over=_(measure.name))
        add_distribution(self.days, trends, measure, theme_for(self), phases[-MOST_PHASES:])
        self.days.add_line(
            _(
                "A dot is a day. The box holds the middle half of the days, the thick line is the median. Days after a "
                "change, set aside for settling, are left out."
            ),
            "small",
        )

    @staticmethod
    def _against(reference: "Phase | None") -> str:
        from ldn_journal.analysis.phases import phase_name

        return _("compared with {phase}").format(phase=phase_name(reference)) if reference is not None else ""

    # The main outcome --------------------------------------------------------------------------------------------

    def _set_outcome(self, values: dict[str, object]) -> None:
        def store(journal: "Journal") -> None:
            journal.change_settings(**values)

        self.context.tasks.run(store, lambda _nothing: self.context.events.settings_changed.emit(), owner=self)

    def _take_back(self, before: Outcome) -> None:
        self._set_outcome({"primary_outcome": before.measure, "primary_outcome_chosen": before.chosen_on})

    # The window --------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        """Put choices and cards beside each other where there is room."""
        scaled = theme_for(self).scaled
        self._picks.fit(self)
        for row in (self._top, self._plots):
            wide = self.width() >= scaled(BESIDE)
            row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
            # Side by side they share the width; one above the other each is as high as it needs.
            for place in range(row.count()):
                row.setStretch(place, int(wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self._arrange()
