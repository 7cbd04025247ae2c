"""A day as it was beside the day as it is: a small table in which every difference is named in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.history.rows import FlatDelegate
from ldn_journal.gui.theme import Theme, theme_for
from ldn_journal.gui.tokens import SPACE

if TYPE_CHECKING:
    from ldn_journal.journal.comparing import Compared

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_NOTHING = "–"
_SHARES = (0.32, 0.34, 0.34)
"""Of the width that the last column leaves."""
_NAME, _THEN, _NOW, _DIFFERENCE = range(4)


class ComparisonModel(QAbstractTableModel):
    """Lines of what is recorded, as it was, as it is, and whether that is the same."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Compared] = []
        self.theme: Theme | None = None

    def show(self, lines: "Sequence[Compared]") -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else _DIFFERENCE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("What"), _("Then"), _("Now"), _("Difference"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows in a role; differing lines are bold and tinted, and say so in their last cell."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (line.name, line.then or _NOTHING, line.now or _NOTHING, difference_words(line))[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index.row()) if index.column() == _NAME else self._spoken_cell(line, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        if self.theme is None:
            return None
        if role == Qt.ItemDataRole.FontRole and line.differs:
            return self.theme.font("strong")
        if role == Qt.ItemDataRole.BackgroundRole and line.differs:
            return self.theme.colour("accent_soft")
        return None

    def spoken(self, row: int) -> str:
        """Return a line as it is read aloud."""
        line = self.lines[row]
        words = _("{name}: then {then}, now {now}; {difference}")
        if not line.differs:
            words = _("{name}: {now}, the same then and now")
        blank = _("not recorded")
        return words.format(
            name=line.name, then=line.then or blank, now=line.now or blank, difference=difference_words(line)
        )

    def _spoken_cell(self, line: "Compared", column: int) -> str:
        words = (line.name, line.then, line.now, difference_words(line) or _("the same"))[column]
        return words or _("not recorded")


class ComparisonTable(QTableView):
    """Shows ``ComparisonModel``; long words are wrapped. Arrows move."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison = ComparisonModel()
        self.setModel(self.comparison)
        self.setAccessibleName(_("The day then and now"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(FlatDelegate(self, air=2 * SPACE))
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_lines(self, lines: "Sequence[Compared]") -> None:
        """Show other lines."""
        self.comparison.theme = theme_for(self)
        self.comparison.show(lines)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Take the new look."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.comparison.theme = theme_for(self)
            self._fit()

    def _fit(self) -> None:
        theme = theme_for(self)
        self.verticalHeader().setMinimumSectionSize(theme.line_height() + theme.space(2))
        words = (_("Difference"), _("changed"), _("gone"), _("new"))
        last = max(QFontMetrics(theme.font("strong")).horizontalAdvance(one) for one in words) + theme.space(3)
        self.setColumnWidth(_DIFFERENCE, last)
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, int((self.viewport().width() - last) * share))
        self.resizeRowsToContents()


def difference_words(line: "Compared") -> str:
    """Return how a line differs, nothing where it does not."""
    if not line.differs:
        return ""
    if not line.now:
        return _("gone")
    return _("changed") if line.then else _("new")
