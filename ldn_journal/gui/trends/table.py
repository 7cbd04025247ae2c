"""The table behind the charts: a row per day, a column per measure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ldn_journal.base.texts import _, format_day

if TYPE_CHECKING:
    from ldn_journal.analysis.trends import Trends

Index = QModelIndex | QPersistentModelIndex


class DaysModel(QAbstractTableModel):
    """Days from ``first`` to ``last``, newest on top; columns: the dose, then each measure. Blank cells have no record."""

    def __init__(self) -> None:
        super().__init__()
        self._trends: Trends | None = None
        self._keys: tuple[str, ...] = ()
        self._first = self._last = date(2000, 1, 1)

    def show(self, trends: "Trends", keys: Sequence[str], first: date, last: date) -> None:
        """Show other days or measures."""
        self.beginResetModel()
        self._trends, self._keys = trends, tuple(keys)
        self._first, self._last = first, last
        self.endResetModel()

    def day(self, row: int) -> date:
        """Return the day of a row."""
        return self._last - timedelta(days=row)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of days."""
        return 0 if parent.isValid() or self._trends is None else max((self._last - self._first).days + 1, 0)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of measures and one for the dose."""
        return 0 if parent.isValid() or self._trends is None else 1 + len(self._keys)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a day for a row, a name for a column."""
        if role != Qt.ItemDataRole.DisplayRole or self._trends is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return format_day(self.day(section), "medium")
        return _("Dose") if section == 0 else _(self._trends.measures[self._keys[section - 1]].name)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words; for assistive technology a blank one is said to be not recorded."""
        if self._trends is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = self._words(index.row(), index.column())
            return words or (_("not recorded") if role == Qt.ItemDataRole.AccessibleTextRole else "")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _words(self, row: int, column: int) -> str:
        from ldn_journal.charts.words import dose_cell, value_words

        assert self._trends is not None  # noqa: S101 - for the type checker; data() has looked
        day = self.day(row)
        if column == 0:
            return dose_cell(self._trends, day)
        series = self._trends.series[self._keys[column - 1]]
        value = series.value_on(day)
        return "" if value is None else value_words(series.measure, value)


class DaysTable(QTableView):
    """Shows ``DaysModel``. Arrows move, Ctrl+C copies the chosen cells with tabs between, for a spreadsheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days = DaysModel()
        self.setModel(self.days)
        self.setAccessibleName(_("Recorded days"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setResizeContentsPrecision(60)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumHeight(240)

    def show_days(self, trends: "Trends", keys: Sequence[str], first: date, last: date) -> None:
        """Show other days or measures."""
        self.days.show(trends, keys, first, last)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy; all else is the table's own."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """Return the chosen cells with their days and names, tabs between columns."""
        chosen = self.selectionModel().selectedIndexes()
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        lines = [["", *(str(self.days.headerData(column, across)) for column in columns)]]
        lines += [
            [str(self.days.headerData(row, down)), *(str(self.days.data(self.days.index(row, c))) for c in columns)]
            for row in rows
        ]
        return "\n".join("\t".join(line) for line in lines)
