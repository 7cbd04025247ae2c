"""A small table of words: a name at the start of each row, an explanation behind each heading."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import theme_for

Index = QModelIndex | QPersistentModelIndex
NOTHING = "–"


class RowsModel(QAbstractTableModel):
    """Rows of cells. ``headings`` are pairs of name and explanation; ``names`` begin the rows."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[tuple[str, str]] = []
        self.names: list[str] = []
        self.rows: list[list[str]] = []

    def show(self, headings: Sequence[tuple[str, str]], names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.headings, self.names, self.rows = list(headings), list(names), [list(row) for row in rows]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row's name or a column's heading, as tooltip the heading's explanation."""
        down = orientation == Qt.Orientation.Vertical
        if role == Qt.ItemDataRole.DisplayRole:
            return self.names[section] if down else self.headings[section][0]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.names[section] if down else self.headings[section][1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeading if down else Qt.AlignmentFlag.AlignTrailing
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words; for assistive technology a dash is said to be no figure."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = self.rows[index.row()][index.column()]
            return _("no figure") if words == NOTHING and role == Qt.ItemDataRole.AccessibleTextRole else words
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            words = _("{row}, {column}")
            return words.format(row=self.names[index.row()], column=self.headings[index.column()][0])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        return None


class RowsTable(QTableView):
    """Shows ``RowsModel``, as high as its rows up to ``most`` of them. Arrows move, Ctrl+C copies with tabs between.

    ``names_share`` is how much of the width the names of the rows take at most.
    """

    def __init__(self, name: str, most: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_of_rows = RowsModel()
        self.most = most
        self.names_share = 0.5
        self.setModel(self.model_of_rows)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(
        self, headings: Sequence[tuple[str, str]], names: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> None:
        """Show other rows."""
        self.model_of_rows.show(headings, names, rows)
        self.fit()

    def fit(self) -> None:
        """Be as high as the rows."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + theme_for(self).space(1.5))
        self.verticalHeader().setMaximumWidth(max(round(self.width() * self.names_share), 120))
        rows = min(self.model_of_rows.rowCount(), self.most)
        high = self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize() + 8
        wide = self.verticalHeader().sizeHint().width() + self.horizontalHeader().length() + 8
        if self.model_of_rows.rowCount() > rows:
            wide += self.verticalScrollBar().sizeHint().width()
        if wide > self.width():
            high += self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the bar below where the columns do not fit."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another look."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy; all else is the table's own."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """Return the chosen cells with their names and headings, tabs between columns."""
        chosen = self.selectionModel().selectedIndexes()
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        model = self.model_of_rows
        lines = [["", *(model.headings[column][0] for column in columns)]]
        lines += [[model.names[row], *(model.rows[row][column] for column in columns)] for row in rows]
        return "\n".join("\t".join(line) for line in lines)
