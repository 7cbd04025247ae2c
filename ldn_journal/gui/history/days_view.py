"""The table of days on the History page: loads stretches of days, stores what is typed into cells, says what was refused."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.entries import enterable
from ldn_journal.gui.history.cells import Column, columns_for, text_of
from ldn_journal.gui.history.model import STRETCH, HistoryModel, Row
from ldn_journal.gui.history.saving import Saving
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
        self.saving = Saving(context, self.model, status, problem, self)
        self.confirm, self.yes, self.no = self.saving.confirm, self.saving.yes, self.saving.no
        self.forget = self.saving.forget
        self.empty = make_label(
            _("Every day you record appears here. Earlier days can be filled in here too."), "muted"
        )
        self.versions = LinkButton(_("Versions of this day"))
        self.versions.setToolTip(_("How the chosen day was before it was changed (Ctrl+E)"))
        self._versioned: dict[date, bool] = {}
        self._look_later = single_shot_timer(self, _LOOK_MS)
        self._wanted_day: date | None = None
        self._changed_days: set[date] = set()
        self._begun = False
        self._hint = make_label("", "small")
        for part in (self.empty, self.versions):
            part.hide()
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.versions, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.empty)
        column.addWidget(self.saving.left_out)
        column.addWidget(self.confirm)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self._show_hint()
        self.model.wanted.connect(self._load)
        self.model.edited.connect(self.saving.fill)
        self.model.reached.connect(self._reached)
        self.table.pasted.connect(self.saving.paste)
        self.table.filled.connect(self.saving.fill)
        self.table.cleared.connect(self.saving.clear)
        self.table.current_changed.connect(self._show_hint)
        self.table.current_changed.connect(self._offer_versions)
        self._look_later.timeout.connect(self._look_for_versions)
        self.saving.day_wanted.connect(self._bring)
        self.saving.answered.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
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

    def _bring(self, day: date) -> None:
        """Go to a day, loading the days up to it first."""
        self._wanted_day = day
        if not self.model.load_to(day):
            self._reached(True)

    def _reached(self, found: bool) -> None:
        day, self._wanted_day = self._wanted_day, None
        if found and day is not None:
            self.go_to(day)
            self.take_focus()

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

    def flush(self) -> None:
        """Send what is still being typed in a cell to the journal."""
        self.table.take_typed()

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
            self.model.extend(earliest)
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
