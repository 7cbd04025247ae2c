"""The table of days on the History page: loads stretches of days, stores what is typed into cells, says what was refused."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ldn_journal.base.errors import ConfirmationNeeded
from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.entries import enterable
from ldn_journal.gui.history.cells import Column, Edit, Outcome, columns_for, text_of, write_cells
from ldn_journal.gui.history.model import STRETCH, HistoryModel, Row
from ldn_journal.gui.history.table import HistoryTable
from ldn_journal.gui.page import Context
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.timers import single_shot_timer
from ldn_journal.gui.today.items import ratings_words
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.widgets.save_status import SaveStatus
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.journal import Journal
    from ldn_journal.journal.day import Day


_LOOK_MS = 240
"""How long the focus rests on a blank day before its log is looked through: days that are only walked over are not."""


class DaysView(QWidget):
    """Days in a table, newest first, each cell editable; the page's ``status`` and ``problem`` say what became of an entry.

    Signals: ``versions_wanted(object)`` a ``date`` whose earlier versions are to be seen.
    """

    versions_wanted = Signal(object)

    def __init__(self, context: Context, status: SaveStatus, problem: Bar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.status = status
        self.problem = problem
        self.model = HistoryModel(self)
        self.table = HistoryTable(self.model)
        self.forget = problem.add_button(_("Show what is stored"))
        self.confirm = Bar("warning")
        self.yes = self.confirm.add_button(_("Yes, store it"))
        self.no = self.confirm.add_button(_("No"))
        self.empty = make_label(
            _("Every day you record appears here. Earlier days can be filled in here too."), "muted"
        )
        self.versions = LinkButton(_("Versions of this day"))
        self.versions.setToolTip(_("How the chosen day was before it was changed (Ctrl+E)"))
        self._versioned: dict[date, bool] = {}
        self._look_later = single_shot_timer(self, _LOOK_MS)
        self._asked: list[Edit] = []
        self._changed_days: set[date] = set()
        self._begun = False
        self._hint = make_label("", "small")
        for part in (self.empty, self.versions, self.confirm):
            part.hide()
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.versions, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.empty)
        column.addWidget(self.confirm)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self._show_hint()
        self.model.wanted.connect(self._load)
        self.model.edited.connect(self.store)
        self.table.block_edited.connect(self.store)
        self.table.current_changed.connect(self._show_hint)
        self.table.current_changed.connect(self._offer_versions)
        self._look_later.timeout.connect(self._look_for_versions)
        self.forget.clicked.connect(self._forget_kept)
        self.yes.clicked.connect(lambda: self._send(self._asked, confirmed=True))
        self.no.clicked.connect(self._not_confirmed)
        self.versions.clicked.connect(self._ask_for_versions)

    def current_day(self) -> date | None:
        """Return the day the focus of the table is on, ``None`` while none is loaded."""
        index = self.table.currentIndex()
        return self.model.day(index.row()) if index.isValid() else None

    def go_to(self, day: date) -> None:
        """Put the focus of the table on a day, if it is loaded."""
        loaded = self.model.loaded()
        if loaded is not None and loaded[0] <= day <= loaded[1]:
            row = (loaded[1] - day).days
            self.table.setCurrentIndex(self.model.index(row, max(1, self.table.currentIndex().column())))

    def take_focus(self) -> None:
        """Put the focus into the table."""
        self.model.set_theme(theme_for(self))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, changes: "Changes") -> None:
        """Remember which days are to be read again at the next ``refresh``."""
        self._changed_days |= changes.days
        for day in changes.days:
            self._versioned.pop(day, None)

    def refresh(self) -> None:
        """Read the columns at first, later only the days that changed."""
        self.context.tasks.run(_frame, self._framed, self._failed, owner=self)

    def has_unsaved(self) -> bool:
        """Whether cells hold what could not be stored."""
        return self.model.kept() > 0

    def store(self, edits: list[Edit]) -> None:
        """Store cells; nothing is asked unless an amount is far above a low dose."""
        self._send(edits, confirmed=False)

    # Loading -----------------------------------------------------------------------------------------------------

    def _framed(self, frame: "tuple[list[Column], date, date, bool]") -> None:
        columns, today, earliest, recorded = frame
        self.empty.setVisible(not recorded)
        # Its place stays, so that nothing moves while the focus walks over the days.
        policy = self.versions.sizePolicy()
        policy.setRetainSizeWhenHidden(recorded)
        self.versions.setSizePolicy(policy)
        self._offer_versions()
        changed, self._changed_days = self._changed_days, set()
        loaded = self.model.loaded()
        if self._begun and columns == self.model.columns and loaded is not None and loaded[1] == today:
            seen = [day for day in changed if loaded[0] <= day <= loaded[1]]
            if seen:
                self._read(min(seen), max(seen), update=True)
            return
        self._begun = True
        self.model.begin(columns, today, earliest, theme_for(self))
        self.table.fit()
        self.model.fetchMore()

    def _load(self, first: date, last: date) -> None:
        self._read(first, last, update=False)

    def _read(self, first: date, last: date, *, update: bool) -> None:
        columns = list(self.model.columns)

        def show(rows: list[Row]) -> None:
            if columns != self.model.columns:
                return
            if update:
                self.model.update(rows)
                self._offer_versions()
                return
            self.model.add(rows)
            if not self.table.currentIndex().isValid() and self.model.rowCount():
                self.table.setCurrentIndex(self.model.index(0, 1))

        def failed(error: Exception) -> None:
            if not update:
                self.model.not_loaded(last)
            self._failed(error)

        self.context.tasks.run(lambda journal: _rows(journal, columns, first, last), show, failed, owner=self)

    # Storing -----------------------------------------------------------------------------------------------------

    def _send(self, edits: list[Edit], *, confirmed: bool) -> None:
        self._asked = edits
        self.confirm.hide()
        self.status.set_saving()
        outcome = Outcome()

        def job(journal: "Journal") -> "Changes":
            from ldn_journal.domain.records import Changes

            nonlocal outcome
            outcome = write_cells(journal, edits, confirmed=confirmed)
            touched = tuple(one for changes in outcome.changes for one in changes.touched)
            last = next((changes for changes in reversed(outcome.changes) if changes), Changes())
            return Changes(number=last.number, label=last.label, touched=touched)

        self.context.change(
            job,
            lambda changes: self._stored(edits, outcome, changes),
            lambda error: self._not_stored(edits, error),
            owner=self,
        )

    def _stored(self, edits: list[Edit], outcome: Outcome, changes: "Changes") -> None:
        self.model.keep(outcome.refused, edits)
        self.problem.say("" if not outcome.refused else _refused_words(outcome))
        if changes:
            self.status.set_saved(self.context.clock.now().time(), undo=changes.label)
        else:
            self.status.set_idle()

    def _not_stored(self, edits: list[Edit], error: Exception) -> None:
        self.status.set_idle()
        sentence = sentence_for(error)
        self.model.keep({(edit.day, edit.column.key): sentence for edit in edits}, edits)
        if isinstance(error, ConfirmationNeeded):
            self.confirm.say(sentence)
            self.yes.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.problem.say(sentence)

    def _not_confirmed(self) -> None:
        self.confirm.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget_kept(self) -> None:
        self.model.forget_kept()
        self.problem.say("")

    def _failed(self, error: Exception) -> None:
        self.problem.say(sentence_for(error))

    def _ask_for_versions(self) -> None:
        day = self.current_day()
        if day is not None:
            self.versions_wanted.emit(day)

    def _offer_versions(self) -> None:
        """Offer the versions of the day in focus where it has any; a blank day may have had something once."""
        day = self.current_day()
        written = day is not None and self.model.written(self.table.currentIndex())
        self.versions.setVisible(day is not None and (written or self._versioned.get(day, False)))
        if day is not None and not written and day not in self._versioned:
            self._look_later.start()

    def _look_for_versions(self) -> None:
        day = self.current_day()
        if day is None or day in self._versioned:
            return

        def found(there_are: bool) -> None:
            self._versioned[day] = there_are
            self._offer_versions()

        self.context.tasks.run(lambda journal: bool(journal.changes_of(day)), found, self._failed, owner=self)

    def _show_hint(self) -> None:
        index = self.table.currentIndex()
        problem = self.model.problem(index) if index.isValid() else ""
        self._hint.setText(
            problem
            or _(
                "Type to fill in, Enter goes down, Delete clears, Ctrl+D fills a block from its top row. An empty cell"
                " means not recorded, not 0."
            )
        )


def _refused_words(outcome: Outcome) -> str:
    """Return the first sentence, and how many cells more were refused."""
    first = next(iter(outcome.refused.values()))
    more = len(outcome.refused) - 1
    if not more:
        return first
    return ngettext(
        "{sentence} {n} more cell was not stored either.", "{sentence} {n} more cells were not stored either.", more
    ).format(sentence=first, n=more)


def _frame(journal: "Journal") -> "tuple[list[Column], date, date, bool]":
    """Return columns, today, the earliest day to offer, and whether any is recorded.

    The earliest is a stretch before the first recorded one, to fill in from memory.
    """
    today = journal.today()
    span = journal.span()
    first = min(span[0], today) if span is not None else today
    columns = columns_for([measure for measure in journal.tracked() if enterable(measure)])
    return columns, today, first - timedelta(days=STRETCH), span is not None


def _rows(journal: "Journal", columns: "list[Column]", first: date, last: date) -> list[Row]:
    """Return the rows of a stretch, newest first."""
    return [
        Row(
            day,
            tuple(text_of(content, column) for column in columns),
            tuple(_tip(content, column) for column in columns),
        )
        for day, content in sorted(journal.days(first, last).items(), reverse=True)
    ]


def _tip(day: "Day", column: Column) -> str:
    """Return what a cell leaves out: several ratings of a day, other notes."""
    if column.measure is not None and len(day.ratings_of(column.key)) > 1:
        return ratings_words(column.measure, day)
    if column.key == "note" and len(day.notes) > 1:
        return "\n".join(note.text for note in day.notes)
    return ""
