"""The main outcome: the one measure chosen beforehand, the day of the choice, and choosing another."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _, format_day
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.labels import LinkButton

if TYPE_CHECKING:
    from ldn_journal.analysis.trends import Trends
    from ldn_journal.domain.measures import NewMeasure


class Outcome(NamedTuple):
    """A main outcome as the settings hold it: a measure's key, and the day it was chosen (``None``: the program's own)."""

    measure: str
    chosen_on: date | None


class OutcomeCard(Card):
    """Says which measure is the main outcome and offers the one in view instead.

    Signals: ``wanted(str)`` the key of the measure to become it; ``taken_back(object)`` the ``Outcome`` to return to.
    """

    wanted = Signal(str)
    taken_back = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.before: Outcome | None = None
        self._focus_back = False

    def show_outcome(self, trends: "Trends", outcome: Outcome, measure: "NewMeasure") -> None:
        """Show ``outcome``; ``measure`` is the one in view."""
        self.clear_lines()
        known = trends.measures.get(outcome.measure)
        name = _(known.name) if known is not None else outcome.measure
        self.set_title(_("Main outcome"))
        if outcome.chosen_on is None:
            self.add_line(_("None was chosen yet."))
        else:
            self.add_line(_("{measure}, chosen on {day}.").format(measure=name, day=format_day(outcome.chosen_on)))
        self.add_line(
            _(
                "The main outcome is chosen beforehand, before its figures are looked at. Everything else is exploratory: "
                "among many comparisons, some differ by chance."
            ),
            "small",
        )
        if outcome.chosen_on is None or measure.key != outcome.measure:
            words = _("Make {measure} the main outcome").format(measure=_(measure.name))
            button = self.add_button(words)
            button.setToolTip(_("It counts for phases that begin from today on; earlier ones stay exploratory for it."))
            button.clicked.connect(lambda: self._choose(outcome, measure.key))
        if self.before is not None:
            back = LinkButton(_("Take back"), small=True)
            back.setAccessibleName(_("Take back the choice of the main outcome"))
            before = self.before
            back.clicked.connect(lambda: self._take_back(before))
            self.add_widget(back)
            back.show()
            if self._focus_back:
                back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus_back = False

    def _choose(self, outcome: Outcome, key: str) -> None:
        self.before, self._focus_back = outcome, True
        self.wanted.emit(key)

    def _take_back(self, before: Outcome) -> None:
        self.before = None
        self.taken_back.emit(before)
