"""What came of a filled-in questionnaire, in calm words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_day
from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.widgets.card import Card

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.gui.questionnaires.load import Answered


class Result(QWidget):
    """The score, the one before, what is published about changes of it, and a notice where there is one.

    Signals: ``done()`` the person has read it (the button or Escape).
    """

    done = Signal()

    def __init__(
        self, stored: "Answered", before: "Answered | None", today: "date", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        questionnaire = stored.questionnaire
        score = questionnaire.score(stored.answers)
        self.notice = Bar("warning", questionnaire.notice(score) or "")
        if not self.notice.text():
            self.notice.hide()
        stored_on = _("Stored for {day}").format(day=format_day(stored.day))
        self.card = Card(_("What came of it"), over=stored_on)
        self.score = self.card.add_line(stored.words, "figure" if score is not None else "heading")
        if before is not None:
            style = "long" if before.day.year != today.year else "short"
            self.card.add_line(
                _("The time before, on {day}: {score}.").format(day=format_day(before.day, style), score=before.words)
            )
        self.card.add_line(questionnaire.change, "muted")
        self.button = self.card.add_button(_("Back to the list"))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.RING, 0, tokens.RING, 0)
        column.setSpacing(tokens.SPACE)
        column.addWidget(self.notice)
        column.addWidget(self.card)
        column.addStretch(1)
        self.button.clicked.connect(self.done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)
