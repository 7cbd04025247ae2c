"""All changes there have been: every change of every record with its time, newest first."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_day
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.history.rows import FlatDelegate
from ldn_journal.gui.history.versions_load import PAGE, ChangeRow, load_changes
from ldn_journal.gui.page import Context
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.domain.log import Place

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_WHEN, _DAY, _WHAT, _FROM = range(4)
_ROOM, _LEAST = 260, 150
"""Pixels at 100 % for what happened: from which there is room for the last column, and the fewest."""


class ChangesModel(QAbstractTableModel):
    """Rows of changes, read by pages. Signals: ``wanted(object)`` the place of the last row, ``None`` for the first page."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ChangeRow] = []
        self._more = False

    def begin(self, rows: list[ChangeRow]) -> None:
        """Show a first page."""
        self.beginResetModel()
        self.rows = list(rows)
        self._more = len(rows) == PAGE
        self.endResetModel()

    def add(self, rows: list[ChangeRow]) -> None:
        """Put an older page at the end."""
        if rows:
            self.beginInsertRows(_ROOT, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows.extend(rows)
            self.endInsertRows()
        self._more = len(rows) == PAGE

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows read."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else 4

    def canFetchMore(self, parent: Index = _ROOT) -> bool:
        """Say whether there are older changes; not while some are on their way."""
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index = _ROOT) -> None:  # noqa: ARG002
        """Ask for the next page."""
        self._more = False
        self.wanted.emit(self.rows[-1].place)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Changed"), _("Day"), _("What"), _("From"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows in a role."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            day = "" if row.day is None else format_day(row.day, "medium")
            return (row.when, day, row.words, row.source)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() != _WHAT:
                return self.data(index)
            return _("{when}: {what}").format(when=row.when, what=row.words)
        return None


class _ChangesTable(QTableView):
    """The table. Signals: ``opened(int)`` Enter was pressed in a row, or it was double-clicked."""

    opened = Signal(int)

    def __init__(self, model: ChangesModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(_("All changes, newest first"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(FlatDelegate(self))
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def fit(self) -> None:
        """Set widths and heights for the size of the text; what happened gets what the others leave."""
        theme = theme_for(self)
        self.verticalHeader().setDefaultSectionSize(theme.line_height() + theme.space(2))
        metrics = self.fontMetrics()
        longest = {_WHEN: _("30 Sep 2026 22:30"), _DAY: _("30 Sep 2026"), _FROM: _("command line")}
        wide = {column: metrics.horizontalAdvance(words) + theme.space(3) for column, words in longest.items()}
        for column, pixels in wide.items():
            self.setColumnWidth(column, pixels)
        # The line below the table says where the chosen change came from.
        narrow = self.viewport().width() - sum(wide.values()) < theme.scaled(_ROOM)
        self.setColumnHidden(_FROM, narrow)
        others = sum(wide.values()) - (wide[_FROM] if narrow else 0)
        self.setColumnWidth(_WHAT, max(theme.scaled(_LEAST), self.viewport().width() - others))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a row; all else is the table's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the look changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()


class AllView(QWidget):
    """The list with its filter. Signals: ``versions_wanted(object)`` a ``date`` whose earlier versions are to be seen."""

    versions_wanted = Signal(object)

    def __init__(self, context: Context, problem: Bar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.problem = problem
        self.filter = Pick(_("Show"))
        self.filter.offer(_filters(), "")
        self.model = ChangesModel()
        self.table = _ChangesTable(self.model)
        self.empty = make_label(_("No such change was made yet."), "muted")
        self.empty.hide()
        self.said = make_label("", "small")
        head = QHBoxLayout()
        head.addWidget(self.filter, 1)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        self.filter.picked.connect(lambda _key: self.refresh())
        self.model.wanted.connect(self._load)
        self.table.opened.connect(self._opened)
        self.table.selectionModel().currentChanged.connect(self._say)

    def refresh(self) -> None:
        """Read the newest changes again."""
        self._load(None)

    def take_focus(self) -> None:
        """Put the focus into the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load(self, before: "Place | None") -> None:
        wanted = self.filter.current()

        def show(rows: list[ChangeRow]) -> None:
            if wanted != self.filter.current():
                return
            if before is None:
                self.model.begin(rows)
                self.empty.setVisible(not rows)
                self.said.setText("")
                if rows:
                    self.table.setCurrentIndex(self.model.index(0, _WHAT))
            elif self.model.rows and self.model.rows[-1].place == before:
                self.model.add(rows)

        self.context.tasks.run(lambda journal: load_changes(journal, before, wanted), show, self._failed, owner=self)

    def _say(self, current: QModelIndex) -> None:
        """Say the chosen row's words in full; the row itself may have no room for them."""
        if not current.isValid():
            return
        row = self.model.rows[current.row()]
        hint = _("Enter shows the earlier versions of the day.") if row.of_day else ""
        words = _("{words} · {source}").format(words=row.words, source=row.source)
        self.said.setText("\n".join(part for part in (words, hint) if part))

    def _opened(self, number: int) -> None:
        row = self.model.rows[number]
        day: date | None = row.day
        if row.of_day and day is not None:
            self.versions_wanted.emit(day)

    def _failed(self, error: Exception) -> None:
        self.problem.say(sentence_for(error))


def _filters() -> list[tuple[str, str]]:
    from ldn_journal.domain.records import Kind
    from ldn_journal.journal.facts import kind_name

    return [
        ("", _("Everything")),
        ("mine", _("Everything but imports")),
        *((str(kind), kind_name(kind)) for kind in Kind),
    ]
