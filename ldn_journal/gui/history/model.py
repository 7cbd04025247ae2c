"""The table's rows: one day each, newest first, loaded in stretches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ldn_journal.base.texts import _
from ldn_journal.gui.history.cells import NOTE, Column, Edit
from ldn_journal.gui.theme import Theme
from ldn_journal.gui.widgets.day_cell import long_date

STRETCH: Final = 90
"""Days read at a time."""

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


@dataclass(frozen=True)
class Row:
    """One day: what each column shows, and a longer word where a cell says less than is recorded."""

    day: date
    texts: tuple[str, ...]
    tips: tuple[str, ...]


class HistoryModel(QAbstractTableModel):
    """Days by what is recorded. The first column is the day, then ``columns``.

    Signals: ``edited(object)`` a list of ``Edit`` the person made; ``wanted(object, object)`` first and last day to load;
    ``reached(bool)`` the days that ``load_to`` asked for are there, or could not be read.
    """

    edited = Signal(object)
    wanted = Signal(object, object)
    reached = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: list[Column] = []
        self._rows: list[Row] = []
        self._today = date.min
        self._earliest = date.min
        self._asked = date.max
        self._waiting = False
        self._goal: date | None = None
        self._kept: dict[tuple[date, str], tuple[Edit, str]] = {}
        self._theme: Theme | None = None

    # Content -----------------------------------------------------------------------------------------------------

    def begin(self, columns: Sequence[Column], today: date, earliest: date, theme: Theme) -> None:
        """Start afresh with these columns, what is kept stays; days from ``today`` back to ``earliest`` can be loaded."""
        self.beginResetModel()
        self.columns, self._rows = list(columns), []
        self._today, self._asked = today, today + timedelta(days=1)
        self._earliest = min((earliest, *(day for day, _key in self._kept)))
        self._waiting = False
        self._theme = theme
        self.endResetModel()
        self._give_up()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme

    def add(self, rows: Sequence[Row]) -> None:
        """Put older days at the end."""
        self._waiting = False
        fresh = [row for row in rows if not self._rows or row.day < self._rows[-1].day]
        if fresh:
            self.beginInsertRows(_ROOT, len(self._rows), len(self._rows) + len(fresh) - 1)
            self._rows.extend(fresh)
            self.endInsertRows()
        self._go_on()

    def not_loaded(self, last: date) -> None:
        """Let the stretch that ends on ``last`` be asked for once more: it could not be read."""
        self._waiting = False
        self._asked = last + timedelta(days=1)
        self._give_up()

    def extend(self, earliest: date) -> None:
        """Let days back to ``earliest`` be loaded as well."""
        self._earliest = min(self._earliest, earliest)

    def load_to(self, day: date | None = None) -> bool:
        """Load every day back to ``day``, all there are by default; whether any is still to come, which ``reached`` tells."""
        goal = self._earliest if day is None else max(day, self._earliest)
        self._goal = goal if self._goal is None else min(goal, self._goal)
        if not self._waiting and self._asked <= self._goal:
            self._goal = None
            return False
        self._go_on()
        return True

    def _go_on(self) -> None:
        """Ask for what is still missing on the way to the goal, all of it at once."""
        if self._goal is None or self._waiting:
            return
        if self._asked <= self._goal:
            self._goal = None
            self.reached.emit(True)
            return
        first, last = self._goal, self._asked - timedelta(days=1)
        self._asked = first
        self._waiting = True
        self.wanted.emit(first, last)

    def _give_up(self) -> None:
        if self._goal is not None:
            self._goal = None
            self.reached.emit(False)

    def update(self, rows: Sequence[Row]) -> None:
        """Show days that are loaded already as they are now."""
        changed: list[int] = []
        for row in rows:
            number = (self._today - row.day).days
            if 0 <= number < len(self._rows) and self._rows[number] != row:
                self._rows[number] = row
                changed.append(number)
        if changed:
            self._show(min(changed), max(changed))

    def keep(self, refused: Mapping[tuple[date, str], str], edits: Sequence[Edit]) -> None:
        """Keep what was typed in cells that were refused, with the sentence; forget it where it was stored."""
        for edit in edits:
            if edit.place in refused:
                self._kept[edit.place] = (edit, refused[edit.place])
            else:
                self._kept.pop(edit.place, None)
        if edits:
            first, last = min(edit.day for edit in edits), max(edit.day for edit in edits)
            self.extend(min((day for day, _key in self._kept), default=first))
            self._show(max(0, (self._today - last).days), (self._today - first).days)

    def _show(self, top: int, bottom: int) -> None:
        """Have rows painted again, as far as they are loaded."""
        bottom = min(bottom, len(self._rows) - 1)
        if top <= bottom:
            self.dataChanged.emit(self.index(top, 0), self.index(bottom, len(self.columns)))

    def forget_kept(self) -> None:
        """Show again what is stored in every cell."""
        self._kept.clear()
        self._show(0, len(self._rows) - 1)

    def kept(self) -> int:
        """Return how many cells hold something that could not be stored."""
        return len(self._kept)

    def kept_edits(self) -> list[Edit]:
        """Return what was typed in the cells that hold something that could not be stored."""
        return [edit for edit, _sentence in self._kept.values()]

    def loaded(self) -> tuple[date, date] | None:
        """Return the first and last day loaded."""
        return (self._rows[-1].day, self._rows[0].day) if self._rows else None

    @property
    def today(self) -> date:
        """The day of the first row."""
        return self._today

    def day(self, row: int) -> date:
        """Return the day of a row."""
        return self._rows[row].day

    def written(self, index: Index) -> bool:
        """Whether anything is recorded in the row of a cell."""
        return any(self._rows[index.row()].texts)

    def edit_at(self, index: Index, text: str) -> Edit | None:
        """Return ``text`` as an edit of the cell at ``index``, None for the column of days."""
        if not index.isValid() or index.column() == 0:
            return None
        return Edit(self._rows[index.row()].day, self.columns[index.column() - 1], text)

    def shown(self, index: Index) -> str:
        """Return what stands in a cell: what was typed and refused, else what is stored."""
        row = self._rows[index.row()]
        if index.column() == 0:
            return day_words(row.day, self._today)
        column = self.columns[index.column() - 1]
        kept = self._kept.get((row.day, column.key))
        return kept[0].text if kept is not None else row.texts[index.column() - 1]

    def problem(self, index: Index) -> str:
        """Return why what stands in a cell is not stored, or nothing."""
        if index.column() == 0:
            return ""
        kept = self._kept.get((self._rows[index.row()].day, self.columns[index.column() - 1].key))
        return kept[1] if kept is not None else ""

    # Qt ----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of loaded days."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns, the day included."""
        return 0 if parent.isValid() or not self.columns else len(self.columns) + 1

    def canFetchMore(self, parent: Index = _ROOT) -> bool:
        """Say whether older days can be loaded; not while some are on their way."""
        return not (parent.isValid() or self._waiting) and bool(self.columns) and self._asked > self._earliest

    def fetchMore(self, parent: Index = _ROOT) -> None:  # noqa: ARG002
        """Ask for the next stretch of older days."""
        last = self._asked - timedelta(days=1)
        first = max(self._earliest, last - timedelta(days=STRETCH - 1))
        self._asked = first
        self._waiting = True
        self.wanted.emit(first, last)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every cell but the day be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _("Day") if section == 0 else self.columns[section - 1].title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows in a role."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            text = self.shown(index)
            note = index.column() and self.columns[index.column() - 1].key == NOTE
            return " ".join(text.split()) if note and role == Qt.ItemDataRole.DisplayRole else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.problem(index) or self._tip(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index)
        problem = self.problem(index)
        if self._theme is not None and role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.colour("error" if problem else "muted" if index.column() == 0 else "ink")
        if self._theme is not None and role == Qt.ItemDataRole.BackgroundRole and problem:
            return self._theme.colour("error_soft")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed and ask for it to be stored."""
        edit = self.edit_at(index, str(value).strip())
        if role != Qt.ItemDataRole.EditRole or edit is None or edit.text == self.shown(index).strip():
            return False
        self.edited.emit([edit])
        return True

    def _tip(self, index: Index) -> str:
        row = self._rows[index.row()]
        if index.column() == 0:
            return long_date(QLocale(), row.day)
        return row.tips[index.column() - 1]

    def _spoken(self, index: Index) -> str:
        day, text = self.day(index.row()), self.shown(index)
        if index.column() == 0:
            return long_date(QLocale(), day)
        parts = {"day": day_words(day, self._today), "column": self.columns[index.column() - 1].title, "value": text}
        sentence = _("{day}, {column}: {value}") if text else _("{day}, {column}: not recorded")
        return sentence.format(**parts)


def day_words(day: date, today: date) -> str:
    """Return a day for the first column: ``Tue 10 Mar``, with the year where it is another."""
    locale = QLocale()
    parts = {
        "weekday": locale.dayName(day.isoweekday(), QLocale.FormatType.ShortFormat),
        "day": locale.toString(day.day),
        "month": locale.monthName(day.month, QLocale.FormatType.ShortFormat),
        "year": f"{day.year}",
    }
    if day.year == today.year:
        return _("{weekday} {day} {month}").format(**parts)
    return _("{weekday} {day} {month} {year}").format(**parts)
