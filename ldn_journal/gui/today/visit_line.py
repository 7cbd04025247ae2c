"""The next visit in one line, above the day's items, where there is no room for its card."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.today.flow import FlowLabel, flowing
from ldn_journal.gui.visits.when import until
from ldn_journal.gui.widgets.labels import LinkButton

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.domain.life import Visit

SUMMARY, QUESTION = "visits/summary", "visits/question"
"""Parts of the Visits page."""


class VisitLine(QWidget):
    """When the visit is and how much is to be asked. Signals: ``page_wanted(str)`` a part of the Visits page."""

    page_wanted = Signal(str)

    def __init__(self, visit: "Visit", today: "date", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.visit = visit
        self.sentence = _visit_words(visit, today)
        self.summary, self.question = LinkButton(_("Open summary")), LinkButton(_("Add a question"))
        self._links = {self.summary: SUMMARY, self.question: QUESTION}
        for link, part in self._links.items():
            link.clicked.connect(lambda _on=False, one=part: self.page_wanted.emit(one))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.RING, 0, tokens.RING, tokens.SPACE)
        column.addWidget(flowing(FlowLabel(self.sentence, "muted"), self.summary, self.question))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow the link in focus with Enter too."""
        focused = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and focused in self._links:
            self.page_wanted.emit(self._links[focused])
        else:
            super().keyPressEvent(event)


def questions_to_ask(visit: "Visit") -> str:
    """Return how many questions are noted for a visit."""
    n = sum(bool(text.strip()) for text in visit.questions)
    if not n:
        return _("No questions noted yet")
    return ngettext("{n} question to ask", "{n} questions to ask", n).format(n=n)


def _visit_words(visit: "Visit", today: "date") -> str:
    when = until(visit.day, today)
    fields = {"when": when, "questions": questions_to_ask(visit)}
    if visit.with_whom:
        return _("Visit {when} with {whom}. {questions}.").format(whom=visit.with_whom, **fields)
    return _("Visit {when}. {questions}.").format(**fields)
