"""The Questionnaires page: the list with what is due, filling in one of them, and what came of it."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ldn_journal.base.texts import _
from ldn_journal.domain.records import Kind
from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.questionnaires.cards import Cards
from ldn_journal.gui.questionnaires.form import FillIn
from ldn_journal.gui.questionnaires.history import EarlierAnswers
from ldn_journal.gui.questionnaires.load import Answered, PageView, choose, load_page, store_answers
from ldn_journal.gui.questionnaires.result import Result
from ldn_journal.gui.questionnaires.scrolled import scrolled
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.today.flow import FlowLabel, flowing
from ldn_journal.gui.widgets.save_status import SaveStatus
from ldn_journal.gui.words import can_be_put_right, sentence_for

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.journal import Journal


class QuestionnairesPage(Page):
    """The list of questionnaires; in its place, while one is filled in, its questions, and then its score."""

    title = "Questionnaires"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: PageView | None = None
        self.form: FillIn | None = None
        self.result: Result | None = None
        self._not_stored = False
        self._waiting: dict[str, Any] | None = None
        self._focus_wanted = True
        self.heading = FlowLabel(_("Questionnaires"), "title", eager=True)
        self.status = SaveStatus()
        self.problem = Bar("error")
        self._retry = self.problem.add_button(_("Try again"))
        self.cards = Cards()
        self.earlier = EarlierAnswers()
        self.stack = QStackedWidget()
        self._lay_out()
        self.cards.fill_in.connect(self.fill_in)
        self.cards.chosen.connect(self._choose)
        self.earlier.change_wanted.connect(self.change)
        self.earlier.remove_wanted.connect(self.remove)
        self.status.undo_requested.connect(self.undo)
        self._retry.clicked.connect(self._try_again)

    # Page --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Load what is due and what was answered."""
        self.context.tasks.run(load_page, self._show, self._failed, owner=self)

    def flush(self) -> None:
        """Remind of answers that are not stored; a questionnaire is stored whole, by its button."""
        if self.form is not None:
            self.form.remind()

    def has_unsaved(self) -> bool:
        """Whether answers were given and are not stored."""
        return self._not_stored or (self.form is not None and self.form.touched) or self._waiting is not None

    def store_again(self) -> None:
        """Try again to store answers that could not be stored."""
        if self._not_stored and self.form is not None:
            self.form.try_to_store()

    def not_stored(self) -> "list[Callable[[Journal], Any]]":
        """Return the job that stores what could not be stored."""
        form = self.form
        if form is None or not self._not_stored:
            return []
        questionnaire, day, answers = form.questionnaire, form.day, form.answers()
        return [lambda journal: store_answers(journal, questionnaire, day, answers)]

    def draft(self) -> dict[str, Any] | None:
        """Return the answers of the questionnaire that is being filled in, if any were given."""
        if self.form is None:
            return self._waiting
        return self.form.draft() if self.form.touched or self._not_stored else None

    def take_draft(self, draft: dict[str, Any]) -> None:
        """Open the questionnaire again with its answers, once the list is read."""
        self._waiting = draft
        self._put_back()

    def _put_back(self) -> None:
        if self.view is None or self._waiting is None:
            return
        draft, self._waiting = self._waiting, None
        key, day = str(draft.get("questionnaire")), date.fromisoformat(str(draft.get("day")))
        offered = next((one for one in self.view.offered if one.questionnaire.key == key), None)
        if offered is None or self.form is not None:
            self._waiting = draft
            return
        known = self.view.on(key, day)
        if known is not None:
            self.change(known)
        else:
            self._open(FillIn(offered.questionnaire, day, self.view.today, self._scroller))
        assert self.form is not None  # noqa: S101  just opened
        self.form.take_draft(draft)

    def undo(self) -> None:
        """Take back the last change."""
        self.context.change(lambda journal: journal.undo(), self._undone, self._failed, owner=self)

    def concerned_by(self, changes: "Changes") -> bool:
        """Only answers to questionnaires are shown here."""
        return any(one.kind is Kind.RESPONSE for one in changes.touched)

    def show_title(self, shown: bool) -> None:
        """Show the title, or leave it out while it is the page's own: that of a questionnaire filled in stays."""
        self._named_above = not shown
        inside = self.stack.currentIndex() == 1
        self.heading.setVisible(shown or inside)
        top, below = (tokens.PAGE_TOP, tokens.PAGE_GAP - tokens.SPACE - 1) if shown or inside else (0, 0)
        self._head.setContentsMargins(tokens.PAGE_LEFT, top, tokens.PAGE_RIGHT + tokens.GUTTER, below)

    # Filling in --------------------------------------------------------------------------------------------------

    def fill_in(self, key: str) -> None:
        """Show the questions of a questionnaire for today, its answers if it was already filled in today."""
        if self.view is None:
            return
        offered = next(one for one in self.view.offered if one.questionnaire.key == key)
        known = self.view.on(key, self.view.today)
        if known is not None:
            self.change(known)
            return
        self._open(FillIn(offered.questionnaire, self.view.today, self.view.today, self._scroller))

    def change(self, answered: Answered) -> None:
        """Show answers given earlier, to be changed."""
        if self.view is not None:
            today = self.view.today
            form = FillIn(
                answered.questionnaire, answered.day, today, self._scroller, answers=answered.answers
            )  # fmt: skip
            self._open(form)

    def remove(self, answered: Answered) -> None:
        """Take answers out; undo brings them back."""
        self.status.set_saving()
        self.context.change(
            lambda journal: journal.remove(Kind.RESPONSE, answered.id), self._saved, self._failed, owner=self
        )

    def leave(self) -> None:
        """Go back to the list."""
        self._not_stored = False
        self.problem.say("")
        self._close_inner()
        self.heading.setText(_("Questionnaires"))
        self.stack.setCurrentIndex(0)
        self.show_title(not self._named_above)
        self._focus()

    def _open(self, form: FillIn) -> None:
        self._close_inner()
        self.form = form
        form.store_wanted.connect(self._store)
        form.left.connect(self.leave)
        form.day_chosen.connect(self._day_chosen)
        self._show_inner(form, form.questionnaire.name)
        form.focus_first_blank()

    def _day_chosen(self, day: date) -> None:
        if self.form is None or self.view is None:
            return
        known = self.view.on(self.form.questionnaire.key, day)
        if known is not None:
            words = _("It was filled in for this day already: {score}. Storing takes its place.")
            self.form.show_day(day, words.format(score=known.words))

    def _store(self) -> None:
        form = self.form
        if form is None:
            return
        stored = Answered("", form.day, form.questionnaire, form.answers())
        self.status.set_saving()
        self.problem.say("")
        self.context.change(
            lambda journal: store_answers(journal, stored.questionnaire, stored.day, stored.answers),
            lambda changes: self._stored(stored, changes),
            self._not_saved,
            owner=self,
        )

    def _stored(self, stored: Answered, changes: "Changes") -> None:
        self._not_stored = False
        self._saved(changes)
        if self.view is None or self.form is None:
            return
        before = self.view.before(stored.questionnaire.key, stored.day)
        self._close_inner()
        self.result = Result(stored, before, self.view.today)
        self.result.done.connect(self.leave)
        self._show_inner(self.result, stored.questionnaire.name)
        self.result.button.setFocus(Qt.FocusReason.TabFocusReason)

    def _not_saved(self, error: Exception) -> None:
        self.status.set_idle()
        if self.form is not None and can_be_put_right(error):
            self.form.show_problem(sentence_for(error))
            return
        self._not_stored = self.form is not None
        self._failed(error)

    def _try_again(self) -> None:
        if self.form is not None:
            self.form.try_to_store()
        else:
            self.problem.say("")
            self.refresh()

    # Inside ------------------------------------------------------------------------------------------------------

    def _show(self, view: PageView) -> None:
        self.view = view
        self.cards.show_offered(view.offered, view.today)
        self.earlier.show_answered(view.answered)
        self._put_back()
        if self._focus_wanted and self.isVisible():
            self._focus()

    def _choose(self, key: str, wanted: bool) -> None:
        self.context.tasks.run(
            lambda journal: choose(journal, key, wanted=wanted),
            lambda _nothing: self.context.events.settings_changed.emit(),
            self._failed,
            owner=self,
        )

    def _saved(self, changes: "Changes") -> None:
        if changes:
            self.status.set_saved(self.context.clock.now().time(), undo=changes.label)
        else:
            self.status.set_idle()

    def _undone(self, changes: "Changes") -> None:
        self.status.set_undone(changes.label)
        if self.result is not None:
            self.leave()

    def _failed(self, error: Exception) -> None:
        self.status.set_idle()
        self.problem.say(sentence_for(error))

    def _focus(self) -> None:
        """Put the focus where the person goes on: into the questions, else on what is due."""
        self._focus_wanted = False
        if self.form is not None:
            self.form.focus_first_blank()
        elif self.result is not None:
            self.result.button.setFocus(Qt.FocusReason.TabFocusReason)
        elif (button := self.cards.first()) is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._list_scroller.ensureWidgetVisible(button)
        else:
            self._focus_wanted = True

    def showEvent(self, event: QShowEvent) -> None:
        """Load afresh, for another day may have begun, and take the focus."""
        self._stale = True
        super().showEvent(event)
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self._focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button in focus with Enter too."""
        focused = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep lines short enough to read at any size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._limit()

    # Layout ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._head = QVBoxLayout()
        self._head.setSpacing(tokens.SPACE // 2)
        self._head.addWidget(flowing(self.heading, self.status))
        self.problem.hide()
        self._head.addWidget(self.problem)
        listed = QWidget()
        self._list_column = listed
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * tokens.SPACE)
        column.addWidget(self.cards)
        column.addWidget(self.earlier)
        column.addStretch(1)
        self._list_scroller = scrolled(listed)
        self._inner = QWidget()
        self._inner_column = QVBoxLayout(self._inner)
        self._inner_column.setContentsMargins(0, 0, 0, 0)
        self._scroller = scrolled(self._inner, tokens.RING)
        self.stack.addWidget(self._list_scroller)
        self.stack.addWidget(self._scroller)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head)
        whole.addWidget(self.stack, 1)
        self.show_title(True)
        self._limit()

    def _limit(self) -> None:
        for column in (self._list_column, self._inner):
            column.setMaximumWidth(theme_for(self).scaled(1100))

    def _show_inner(self, widget: QWidget, name: str) -> None:
        self._inner_column.addWidget(widget)
        self.heading.setText(name)
        self._scroller.verticalScrollBar().setValue(0)
        self.stack.setCurrentIndex(1)
        self.show_title(not self._named_above)
        # A layout shows what it was given a moment later; what is not shown takes no focus.
        widget.show()

    def _close_inner(self) -> None:
        for widget in (self.form, self.result):
            if widget is not None:
                self._inner_column.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.form = self.result = None
