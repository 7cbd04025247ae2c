"""The Treatment page: its cards, what is stored from them, and what the journal answers."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.treatment.conditions import ConditionsCard
from ldn_journal.gui.treatment.drafts import ListDrafts
from ldn_journal.gui.treatment.load import ListsView, PhasesView, load_lists, load_phases
from ldn_journal.gui.treatment.medicines import MedicinesCard
from ldn_journal.gui.treatment.phases import PhasesCard
from ldn_journal.gui.treatment.plan import PlanCard
from ldn_journal.gui.treatment.prescriptions import PrescriptionsCard
from ldn_journal.gui.treatment.taken import TakenCard
from ldn_journal.gui.treatment.wallet import WalletCard, write_card
from ldn_journal.gui.widgets.page_head import PageHead
from ldn_journal.gui.widgets.page_scroller import Contents, PageScroller
from ldn_journal.gui.widgets.save_status import SaveStatus
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.gui.treatment.entry_list import EntryList
    from ldn_journal.gui.treatment.form import Form
    from ldn_journal.gui.treatment.know import KnowCard
    from ldn_journal.journal import Journal

_TWO_COLUMNS = 980
"""Width of the page, at 100 % text, from which prescriptions and medicines stand beside the plan."""
_WIDEST = 1280
"""Greatest width of the cards together, at 100 % text: longer lines are hard to read."""


class TreatmentPage(Page):
    """Plan, doses against it, phases, prescriptions, other medicines, health facts, good to know, and the wallet card."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: ListsView | None = None
        self.phases_view: PhasesView | None = None
        self.status = SaveStatus()
        self._drafts = ListDrafts()
        self.problem = Bar("error")
        self.problem.hide()
        self._retry = self.problem.add_button(_("Try again"))
        self.plan = PlanCard()
        self.taken = TakenCard()
        self.phases = PhasesCard()
        self.prescriptions = PrescriptionsCard()
        self.medicines = MedicinesCard()
        self.conditions = ConditionsCard()
        self.know: KnowCard | None = None
        self.wallet = WalletCard()
        self._lay_out()
        self._connect()

    @property
    def title(self) -> str:
        """The name of the page."""
        return _("Treatment")

    @property
    def lists(self) -> "tuple[EntryList, ...]":
        """Every list that can hold an open form."""
        return (
            self.plan.entries,
            self.phases.entries,
            self.phases.edits,
            self.prescriptions.entries,
            self.medicines.entries,
            self.conditions.entries,
            self.wallet.entries,
        )

    # Page --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read what was entered, then work out the phases."""
        self.context.tasks.run(load_lists, self._show, self._failed, owner=self)
        self.context.tasks.run(load_phases, self._show_phases, self._failed, owner=self)

    def flush(self) -> None:
        """Remind of what stands in a form and is not stored."""
        for one in self.lists:
            one.remind()

    def has_unsaved(self) -> bool:
        """Whether a form holds something that is not stored."""
        return any(one.has_unsaved() for one in self.lists)

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
        for column in (self._left, self._right):
            column.setSpacing(16)
            column.addStretch(1)
        self._deal(empty=False)
        self.head = PageHead(self.title, self.status, self.problem)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        self._columns.addLayout(self._left, 3)
        self._columns.addLayout(self._right, 2)
        contents = Contents()
        column = QVBoxLayout(contents)
        column.setContentsMargins(tokens.PAGE_LEFT, tokens.SPACE, tokens.PAGE_RIGHT, tokens.PAGE_BOTTOM)
        column.addLayout(self._columns)
        column.addStretch(1)
        self.scroller = PageScroller()
        self.scroller.setWidget(contents)
        self._contents = contents
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.scroller, 1)
        self.taken.hide()
        self.phases.hide()
        contents.hide()

    def _deal(self, *, empty: bool) -> None:
        """Deal the cards to the columns; while nothing is entered, the plan and what hangs on it are too short for one."""
        left: tuple[QWidget, ...] = (self.plan, self.taken, self.phases)
        lists: tuple[QWidget, ...] = (self.prescriptions, self.medicines, self.conditions)
        right: tuple[QWidget, ...] = (self.wallet,) if self.know is None else (self.know, self.wallet)
        dealt = ((*left, *lists), right) if empty else (left, (*lists, *right))
        for column, other, cards in zip((self._left, self._right), (self._right, self._left), dealt, strict=True):
            for place, card in enumerate(cards):
                if column.indexOf(card) == place:
                    continue
                # As high as its words need at this width; a greatest height by the hint would cut wrapped ones.
                card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
                other.removeWidget(card)
                column.insertWidget(place, card)

    def _connect(self) -> None:
        for one in self.lists:
            one.given.connect(lambda form, values, confirmed, one=one: self._store(one, form, values, confirmed))
            one.asked.connect(self._run)
            one.unfolded.connect(lambda widget: self.scroller.ensureWidgetVisible(widget, 0, 24))
        self.status.undo_requested.connect(self.undo)
        self.wallet.wanted.connect(self._write_card)
        self._retry.clicked.connect(self._try_again)

    # Showing -----------------------------------------------------------------------------------------------------

    def _show(self, view: ListsView) -> None:
        self.view = view
        self.problem.say("")
        if self.know is None:
            from ldn_journal.gui.treatment.know import KnowCard

            self.know = KnowCard()
        self._deal(empty=view.empty)
        for card in (self.plan, self.taken, self.prescriptions, self.medicines, self.conditions, self.wallet):
            card.show_view(view)
        self._contents.show()
        self._arrange()
        self._drafts.put_back(self.lists, last=False)

    def _show_phases(self, view: PhasesView) -> None:
        self.phases_view = view
        self.phases.show_view(view)
        self._drafts.put_back(self.lists)

    def _failed(self, error: Exception) -> None:
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
            if form.deed.settings:
                self.context.events.settings_changed.emit()
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

    def _write_card(self, path: Path) -> None:
        def told(error: Exception) -> None:
            self.wallet.tell(sentence_for(error))

        self.wallet.tell(_("Making the card…"))
        self.context.tasks.run(
            lambda journal: write_card(journal, path),
            lambda written: self.wallet.tell(_("Saved as {name}.").format(name=written.name)),
            told,
            owner=self,
        )

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

    def _arrange(self) -> None:
        """Put the columns beside each other, or below on a narrow page."""
        beside = self.width() >= theme_for(self).scaled(_TWO_COLUMNS)
        self._contents.setMaximumWidth(theme_for(self).scaled(_WIDEST))
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction is not self._columns.direction():
            self._columns.setDirection(direction)
        layout = self._contents.layout()
        if isinstance(layout, QLayout):
            layout.invalidate()
