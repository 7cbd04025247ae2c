"""The Visits page: its cards, what is stored from them, and what the journal answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.treatment.drafts import ListDrafts
from ldn_journal.gui.visits.coming import ComingCard
from ldn_journal.gui.visits.load import VisitsView, load_since, load_visits
from ldn_journal.gui.visits.past import PastCard
from ldn_journal.gui.visits.since import SinceCard
from ldn_journal.gui.visits.summary import SummaryCard
from ldn_journal.gui.widgets.page_head import PageHead
from ldn_journal.gui.widgets.page_scroller import Contents, PageScroller
from ldn_journal.gui.widgets.save_status import SaveStatus
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.gui.treatment.entry_list import EntryList
    from ldn_journal.gui.treatment.form import Form
    from ldn_journal.journal import Journal
    from ldn_journal.report.content import Section

_TWO_COLUMNS = 980
"""Width of the page, at 100 % text, from which the summary stands beside the visits."""
_WIDEST = 1280
"""Greatest width of the cards together, at 100 % text: longer lines are hard to read."""
_WIDEST_ALONE = 880
"""Greatest width of the cards below each other."""

_LAID_OUT_MS = 60


class VisitsPage(Page):
    """The next visit and its questions, what changed since the last one, earlier ones, and the summary to take along."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: VisitsView | None = None
        self._part_wanted, self._loading = "", False
        self.status = SaveStatus()
        self._drafts = ListDrafts()
        self.problem = Bar("error")
        self.problem.hide()
        self._retry = self.problem.add_button(_("Try again"))
        self.coming = ComingCard()
        self.since = SinceCard()
        self.past = PastCard()
        self.summary = SummaryCard(context)
        self._lay_out()
        self._connect()

    @property
    def title(self) -> str:
        """The name of the page."""
        return _("Visits")

    @property
    def lists(self) -> "tuple[EntryList, ...]":
        """Every list that can hold an open form."""
        return (self.coming.visit, self.coming.questions, self.coming.left, self.past.entries)

    # Page --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the visits, then what changed since the last one."""
        self._loading = True
        self.context.tasks.run(load_visits, self._show, self._failed, owner=self)
        self.context.tasks.run(load_since, self._show_since, self._failed, owner=self)

    def flush(self) -> None:
        """Remind of what stands in a form and is not stored."""
        for one in self.lists:
            one.remind()

    def has_unsaved(self) -> bool:
        """Whether a form holds something that is not stored."""
        return any(one.has_unsaved() for one in self.lists)

    def show_part(self, part: str) -> None:
        """Go to the ``summary``, or begin a ``question`` for the next visit, as soon as the visits are read."""
        self._part_wanted = part
        if not self._loading:
            self._go_to_part()

    def store_again(self) -> None:
        """Try again to store what an open form gave."""
        for one in self.lists:
            one.give_again()

    def not_stored(self) -> "list[Callable[[Journal], Any]]":
        """Return what open forms gave and could not be stored."""
        return [job for one in self.lists if (job := one.refused()) is not None]

    def draft(self) -> dict[str, Any] | None:
        """Return what stands in open forms."""
        return self._drafts.draft(self.lists)

    def take_draft(self, draft: dict[str, Any]) -> None:
        """Open the forms again once the rows are there."""
        self._drafts.take(draft)
        if self.view is not None:
            self._drafts.put_back(self.lists)

    def undo(self) -> None:
        """Take back the last change."""
        self.context.change(lambda journal: journal.undo(), self._undone, self._failed, owner=self)

    # Furniture ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column, cards in ((self._left, (self.coming, self.since, self.past)), (self._right, (self.summary,))):
            column.setSpacing(16)
            for card in cards:
                # As high as its words need at this width; a greatest height by the hint would cut wrapped ones.
                card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
                column.addWidget(card)
            column.addStretch(1)
        self.head = PageHead(self.title, self.status, self.problem)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        self._columns.addLayout(self._left, 1)
        self._columns.addLayout(self._right, 1)
        self._contents = Contents()
        column = QVBoxLayout(self._contents)
        column.setContentsMargins(tokens.PAGE_LEFT, tokens.SPACE, tokens.PAGE_RIGHT, tokens.PAGE_BOTTOM)
        column.addLayout(self._columns)
        column.addStretch(1)
        self.scroller = PageScroller()
        self.scroller.setWidget(self._contents)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.scroller, 1)
        self._contents.hide()

    def _connect(self) -> None:
        for one in self.lists:
            one.given.connect(lambda form, values, confirmed, one=one: self._store(one, form, values, confirmed))
            one.asked.connect(self._run)
            one.unfolded.connect(lambda widget: self.scroller.ensureWidgetVisible(widget, 0, 24))
        self.coming.asked.connect(self._run)
        self.status.undo_requested.connect(self.undo)
        self.summary.larger_wanted.connect(self._enlarge)
        self.summary.reached.connect(lambda widget: self.scroller.ensureWidgetVisible(widget, 0, 24))
        self._retry.clicked.connect(self._try_again)

    # Showing -----------------------------------------------------------------------------------------------------

    def _show(self, view: VisitsView) -> None:
        self.view = view
        self.problem.say("")
        for card in (self.coming, self.past, self.summary):
            card.show_view(view)
        self._contents.show()
        self._arrange()
        self._drafts.put_back(self.lists)

    def _show_since(self, section: "Section | None") -> None:
        """Show what changed; now everything above the summary has its height."""
        self._loading = False
        self.since.show_section(section)
        self._arrange()
        self._go_to_part()

    def _failed(self, error: Exception) -> None:
        self._loading = False
        self.problem.say(sentence_for(error))

    def _try_again(self) -> None:
        self.problem.say("")
        self.context.tasks.try_again()
        self.refresh()

    # Storing -----------------------------------------------------------------------------------------------------

    def _store(self, entries: "EntryList", form: "Form", values: dict[str, Any], confirmed: bool) -> None:
        """Store what a form gave; it folds once that is on the disk."""
        store = form.deed.store
        assert store is not None  # noqa: S101 - a form that only leads to another gives nothing
        self.status.set_saving()

        def done(changes: "Changes") -> None:
            entries.stored()
            self._stored(changes)

        def failed(error: Exception) -> None:
            self.status.set_idle()
            form.show_error(error, (values, confirmed))

        self.context.change(lambda journal: store(journal, values, confirmed), done, failed, owner=form)

    def _run(self, job: Any) -> None:
        self.status.set_saving()
        self.context.change(job, self._stored, self._not_done, owner=self)

    def _stored(self, changes: "Changes") -> None:
        if changes:
            self.status.set_saved(self.context.clock.now().time(), undo=changes.label)
        else:
            self.status.set_idle()

    def _not_done(self, error: Exception) -> None:
        self.status.set_idle()
        self._failed(error)

    def _undone(self, changes: "Changes") -> None:
        self.status.set_undone(changes.label)

    # The window --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange for the new look, once all of the page has it."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._arrange)

    def _go_to_part(self) -> None:
        part, self._part_wanted = self._part_wanted, ""
        if part == "summary" and self.summary.isVisibleTo(self):
            self.summary.period.box.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring_summary()
        elif part == "question":
            self.coming.begin_question()

    def _enlarge(self) -> None:
        """Give the summary the whole width, or half of it again, and stay with it."""
        self._arrange()
        self._bring_summary()

    def _bring_summary(self) -> None:
        bar = self.scroller.verticalScrollBar()
        # Only laid out a few turns of the loop later does it have its new place.
        QTimer.singleShot(
            _LAID_OUT_MS, self, lambda: bar.setValue(self.summary.mapTo(self._contents, QPoint(0, 0)).y() - 8)
        )

    def _arrange(self) -> None:
        """Put the summary beside the visits; below them on a narrow page or where its preview is to be larger."""
        theme = theme_for(self)
        alone = self.view is None or not self.view.recorded
        beside = self.width() >= theme.scaled(_TWO_COLUMNS) and not self.summary.larger.isChecked() and not alone
        self._contents.setMaximumWidth(theme.scaled(_WIDEST_ALONE if alone else _WIDEST))
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction is not self._columns.direction():
            self._columns.setDirection(direction)
        layout = self._contents.layout()
        if layout is not None:
            layout.invalidate()
