"""A small table of words: a name at the start of each row, an explanation behind each heading."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import theme_for

Index = QModelIndex | QPersistentModelIndex
NOTHING = "–"
_EDGES = 8
"""Frame and padding of the table, in pixels."""
_LEAST_NAMES = 120
_NAME_PAD, _CELL_PAD = 10, 12
"""Room beside a name and beside a cell's words; as ``window.qss`` has it, with what Qt adds to a cell."""
_NAME_LINES = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextWordWrap


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


class NamesHeader(QHeaderView):
    """The names of the rows, on as many lines as they need; marked where their row is chosen. No signals of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802 - Qt's name
        """Paint a name and the line below it."""
        theme = theme_for(self)
        model, chosen = self.selectionModel(), False
        if model is not None:
            chosen = model.isRowSelected(section, QModelIndex())
        painter.save()
        painter.fillRect(rect, theme.colour("accent_soft" if chosen else "background"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        painter.setPen(theme.colour("ink" if chosen else "muted"))
        painter.drawText(rect.adjusted(_NAME_PAD, 0, -_NAME_PAD, -1), _NAME_LINES, self.name(section))
        painter.restore()

    def name(self, section: int) -> str:
        """Return the name of a row."""
        return str(self.model().headerData(section, Qt.Orientation.Vertical))

    def widest(self) -> int:
        """Return the width of the longest name on one line."""
        metrics = self.fontMetrics()
        names = (metrics.horizontalAdvance(self.name(row)) for row in range(self.count()))
        return max(names, default=0) + 2 * _NAME_PAD + 1

    def height_of(self, section: int, width: int) -> int:
        """Return the height that a name needs at a width."""
        room = QRect(0, 0, max(width - 2 * _NAME_PAD, 1), 10_000)
        return self.fontMetrics().boundingRect(room, _NAME_LINES, self.name(section)).height()


class RowsTable(QTableView):
    """Shows ``RowsModel``, as high as its rows up to ``most`` of them. Arrows move, Ctrl+C copies with tabs between.

    ``names_share`` is how much of the width the names of the rows may always take, more only where the columns leave it.
    ``fitted``: the columns fit the width; where it is narrow, the last is left out and the first takes further lines.
    """

    def __init__(self, name: str, most: int = 12, *, fitted: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_of_rows = RowsModel()
        self.most = most
        self.names_share = 0.5
        self._fitted = fitted
        self.names = NamesHeader()
        self.setVerticalHeader(self.names)
        self.setModel(self.model_of_rows)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(fitted)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.selectionModel().selectionChanged.connect(lambda *_changed: self.names.viewport().update())

    def show_rows(
        self, headings: Sequence[tuple[str, str]], names: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> None:
        """Show other rows."""
        self.model_of_rows.show(headings, names, rows)
        self.fit()

    def fit(self) -> None:
        """Give each column its room and each row its height, and be as high as the rows."""
        # Rows in small type are read; rows in body type are there to be clicked.
        space = theme_for(self).space(1.5 if self.property("small") else 2)
        rows = self.model_of_rows.rowCount()
        shown = min(rows, self.most)
        around = _EDGES + (self.verticalScrollBar().sizeHint().width() if rows > shown else 0)
        names = self._fit_columns(self.width() - around)
        for row in range(rows):
            lines = [self.names.height_of(row, names), self.fontMetrics().height()]
            if self._fitted:
                lines.append(self._lines_of(self.model_of_rows.rows[row][0], self.columnWidth(0)))
            self.setRowHeight(row, max(lines) + space)
        high = sum(self.rowHeight(row) for row in range(shown))
        high += self.horizontalHeader().sizeHint().height() + _EDGES
        if names + self.horizontalHeader().length() + around > self.width():
            high += self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(high)

    def _fit_columns(self, room: int) -> int:
        """Share ``room`` out among names and columns; return the width of the names."""
        across, widest = self.horizontalHeader(), self.names.widest()
        last = self.model_of_rows.columnCount() - 1
        if self._fitted and last > 0:
            self.setColumnHidden(last, False)
            across.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
            first = self.columnWidth(0)
            self.setColumnHidden(last, widest + across.length() > room)
        names = min(widest, max(room - across.length(), round(self.width() * self.names_share), _LEAST_NAMES))
        self.names.setFixedWidth(names)
        if self._fitted and last > 0:
            across.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            across.resizeSection(0, max(room - names - (across.length() - first), first // 2))
        return names

    def _lines_of(self, words: str, width: int) -> int:
        """Return the height that the words of a cell need at a width."""
        room = QRect(0, 0, max(width - 2 * _CELL_PAD, 1), 10_000)
        return self.fontMetrics().boundingRect(room, _NAME_LINES, words).height()

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
