"""The one question an empty journal asks."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.today.fields import AmountEdit
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.undo_guard import guard_undo
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.clock_edit import ClockEdit
from ldn_journal.gui.widgets.labels import LinkButton, make_label


class FirstStep(Card):
    """Asks for the planned dose and its usual time. Signals: ``planned(object, object)`` amount and time; ``skipped()``."""

    planned = Signal(object, object)
    skipped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What is your planned dose?"), parent=parent)
        self.add_line(
            _("Then one key records it each evening. Not started yet? Leave it, and record how you are before LDN."),
            "muted",
        )
        self.amount = AmountEdit(_("Planned dose"))
        self.at = ClockEdit(_("Usual time"))
        self.keep = QPushButton(_("Keep as my plan"))
        self.keep.setProperty("primary", True)
        self.later = LinkButton(_("Not now"))
        at = make_label(_("usually at"), "muted", wrap=False)
        self.add_widget(flowing(self.amount, at, self.at, self.keep, self.later))
        self._problem = self.add_line(" ", "error")
        self._problem.hide()
        guard_undo([self.amount, self.at])
        self.amount.problem.connect(self.show_problem)
        self.at.problem.connect(self.show_problem)
        self.amount.advance.connect(lambda: self.at.setFocus(Qt.FocusReason.TabFocusReason))
        self.at.retreat.connect(lambda: self.amount.setFocus(Qt.FocusReason.TabFocusReason))
        self.at.advance.connect(self._plan)
        self.keep.clicked.connect(self._plan)
        self.later.clicked.connect(self.skipped)

    def show_problem(self, sentence: str) -> None:
        """Show what is wrong under the fields."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _plan(self) -> None:
        if not (self.amount.commit() and self.at.commit()):
            return
        amount = self.amount.value()
        if amount is None:
            self.skipped.emit()
        else:
            self.planned.emit(amount, self.at.value())
