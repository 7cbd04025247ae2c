"""What some days ask beside the usual items: a questionnaire that is due, a visit soon, side effects after a change."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.page import Context
from ldn_journal.gui.today.flow import FlowLabel, flowing
from ldn_journal.gui.today.load import DueView, ExtrasView, load_extras
from ldn_journal.gui.today.visit_line import VisitLine
from ldn_journal.gui.widgets.labels import LinkButton

if TYPE_CHECKING:
    from ldn_journal.gui.today.form import Form
    from ldn_journal.gui.today.load import TodayView


class DueLines(QWidget):
    """A quiet line for each questionnaire that is due, or one for them all where there is little room.

    Signals: ``wanted()`` one is to be filled in.
    """

    wanted = Signal()

    def __init__(self, due: tuple[DueView, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.due = due
        self.sentences: list[str] = []
        self.links: list[LinkButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.RING, 0, tokens.RING, tokens.SPACE)
        column.setSpacing(tokens.SPACE // 2)
        self.together = LinkButton(_("Fill in"))
        self.together.setAccessibleName(_("Fill in the short questionnaires that are due"))
        self.together.clicked.connect(self.wanted)
        words = ngettext("{n} short questionnaire is due.", "{n} short questionnaires are due.", len(due))
        self._one = flowing(FlowLabel(words.format(n=len(due)), "muted"), self.together)
        self._one.hide()
        column.addWidget(self._one)
        self._each: list[QWidget] = []
        for one in due:
            sentence = ngettext(
                "{questionnaire} is due: {n} short question.",
                "{questionnaire} is due: {n} short questions.",
                one.questions,
            ).format(questionnaire=one.name, n=one.questions)
            link = LinkButton(_("Fill in"))
            link.setAccessibleName(_("Fill in “{questionnaire}”").format(questionnaire=one.name))
            link.clicked.connect(self.wanted)
            line = flowing(FlowLabel(sentence, "muted"), link)
            column.addWidget(line)
            self._each.append(line)
            self.sentences.append(sentence)
            self.links.append(link)

    def fit(self, *, narrow: bool) -> None:
        """Say of several in one line that they are due, where there is little room."""
        in_one = narrow and len(self.due) > 1
        self._one.setVisible(in_one)
        for line in self._each:
            line.setVisible(not in_one)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow the link in focus with Enter too."""
        focused = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and focused in (self.together, *self.links):
            self.wanted.emit()
        else:
            super().keyPressEvent(event)


class Extras:
    """Loads them once the day is shown, and shows them. Nothing of it is made on days that ask nothing more.

    ``place`` is where lines on what is due go. ``wanted`` is called with the page, or part of one, that a line leads to.
    """

    def __init__(self, context: Context, owner: QWidget, place: QVBoxLayout, wanted: Callable[[str], None]) -> None:
        self._context, self._owner, self._place, self._wanted = context, owner, place, wanted
        self.due: DueLines | None = None
        self.visit: VisitLine | None = None
        self._narrow = True
        self._said_on: date | None = None
        self._form: Form | None = None
        self._view: TodayView | None = None

    def load(self, view: "TodayView", form: "Form", failed: Callable[[Exception], None]) -> None:
        """Show what the day of ``view`` asks, once it is known."""
        if form is not self._form:
            form.close_wanted.connect(self._close)
        self._form, self._view = form, view
        day = view.day.day
        self._context.tasks.run(lambda journal: load_extras(journal, day), self._show, failed, owner=self._owner)

    def _show(self, extras: ExtrasView) -> None:
        if self._view is None or self._form is None or extras.day != self._view.day.day:
            return
        self._form.ask_side_effects(extras.effects, self._view)
        self._show_visit(extras)
        due = () if self._view.untouched else extras.due
        if due == (self.due.due if self.due is not None else ()):
            return
        if self.due is not None:
            self._place.removeWidget(self.due)
            self.due.hide()
            self.due.deleteLater()
            self.due = None
        if due:
            self.due = DueLines(due)
            self.due.fit(narrow=self._narrow)
            self.due.wanted.connect(lambda: self._wanted("questionnaires"))
            self._place.addWidget(self.due)

    def fit(self, *, narrow: bool) -> None:
        """Fit the room: where it is narrow, a line takes the place of the visit's card, and what is due takes one line."""
        self._narrow = narrow
        if self.visit is not None:
            self.visit.setVisible(narrow)
        if self.due is not None:
            self.due.fit(narrow=narrow)

    def _show_visit(self, extras: ExtrasView) -> None:
        visit = extras.visit
        if visit == (self.visit.visit if self.visit is not None else None) and self._said_on == extras.day:
            return
        self._said_on = extras.day
        if self.visit is not None:
            self._place.removeWidget(self.visit)
            self.visit.hide()
            self.visit.deleteLater()
            self.visit = None
        if visit is not None:
            self.visit = VisitLine(visit, extras.day)
            self.visit.page_wanted.connect(self._wanted)
            self._place.addWidget(self.visit)
            self.visit.setVisible(self._narrow)

    def _close(self, key: str) -> None:
        """Ask no more about a side effect, until it is rated again."""
        from ldn_journal.journal.side_effects import stop_asking

        day = self._view.day.day if self._view is not None else None
        if day is None or self._form is None:
            return
        self._form.note.focus()
        self._context.tasks.run(
            lambda journal: stop_asking(journal, key, day),
            lambda _nothing: self._context.events.settings_changed.emit(),
            owner=self._owner,
        )
