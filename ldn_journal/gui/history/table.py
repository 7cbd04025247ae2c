"""The table itself: type to fill a cell, Enter goes down, blocks are copied, pasted, filled and cleared."""

from typing import Any, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ldn_journal.base.texts import _, format_duration
from ldn_journal.gui.history.cells import Edit
from ldn_journal.gui.history.model import HistoryModel, Index
from ldn_journal.gui.theme import theme_for

_LEAST_NOTE = 136
"""Width of the note at 100 % text, below which the table scrolls sideways."""


class _CellDelegate(QStyledItemDelegate):
    """Opens fields for cells; notes when Enter ended the typing. Signals: ``entered()`` after the cell was taken."""

    entered = Signal()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802  Qt's name
        """Tint chosen cells flat; Fusion would draw a gradient."""
        super().initStyleOption(option, index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        option.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        if chosen and option.backgroundBrush.style() == Qt.BrushStyle.NoBrush and option.widget is not None:
            option.backgroundBrush = QBrush(theme_for(option.widget).colour("accent_soft"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell, and a ring around the one in focus."""
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus and option.widget is not None:
            painter.save()
            painter.setPen(QPen(theme_for(option.widget).colour("accent"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
            painter.restore()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Go down after Enter, but not when the pointer chose another cell."""
        enter = (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        )
        taken = super().eventFilter(editor, event)
        if enter:
            # The delegate takes the text one turn of the event loop later, and so after this.
            QTimer.singleShot(0, self, self.entered.emit)
        return taken


class HistoryTable(QTableView):
    """The view. Signals: ``block_edited(object)`` a list of ``Edit`` for several cells at once; ``current_changed()``."""

    block_edited = Signal(object)
    current_changed = Signal()

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(_("Days and what is recorded"))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._delegate = _CellDelegate(self)
        self._delegate.entered.connect(self._down)
        self.setItemDelegate(self._delegate)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def history(self) -> HistoryModel:
        """Return the model."""
        return cast("HistoryModel", self.model())

    def fit(self) -> None:
        """Set the widths of columns and heights of rows for the size of the text."""
        theme = theme_for(self)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.line_height() + theme.space(2))
        metrics = self.fontMetrics()
        for number in range(self.history().columnCount()):
            title = str(self.history().headerData(number, Qt.Orientation.Horizontal))
            least = {0: _("Wed 30 Sep 2026"), 1: _("4.5 mg 22:30")}.get(number) or self._longest(number)
            wide = max(metrics.horizontalAdvance(title), metrics.horizontalAdvance(least)) + theme.space(4)
            self.setColumnWidth(number, wide)
        self._fit_note()

    def _longest(self, number: int) -> str:
        """Return a usual long content of a column."""
        measure = self.history().columns[number - 1].measure
        if measure is not None and measure.scale == "duration":
            return format_duration(10 * 60 + 50)
        return _("Moderate") if measure is not None and measure.scale == "severity" else "100"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the note what the other columns leave."""
        super().resizeEvent(event)
        self._fit_note()

    def _fit_note(self) -> None:
        last = self.history().columnCount() - 1
        if last > 0:
            others = sum(self.columnWidth(number) for number in range(last))
            self.setColumnWidth(last, max(theme_for(self).scaled(_LEAST_NOTE), self.viewport().width() - others))

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the look changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.model() is not None:
            self.history().set_theme(theme_for(self))
            self.fit()

    def currentChanged(self, current: Any, previous: Any) -> None:  # noqa: N802  Qt's name
        """Tell that another cell is in focus."""
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Work on blocks; everything else types or walks."""
        if self.state() == QAbstractItemView.State.EditingState:
            # Enter comes here from the open field after its delegate has seen it.
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.fill_down()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.clear_block()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._down()
        elif event.text() == "?":
            event.ignore()
        else:
            super().keyPressEvent(event)

    def commit_editing(self) -> None:
        """Take what is being typed into a cell as if the person had gone on."""
        if self.state() != QTableView.State.EditingState:
            return
        for editor in self.viewport().findChildren(QLineEdit):
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def copy(self) -> None:
        """Put the chosen block on the clipboard, cells apart by tabs, days by lines."""
        block = self._block()
        lines = ["\t".join(_one_line(self.history().shown(index)) for index in row) for row in block]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Fill cells from the clipboard, beginning at the first chosen; blank ones leave what is there."""
        text = QGuiApplication.clipboard().text().rstrip("\r\n")
        block = self._block()
        if not text or not block:
            return
        lines = [line.split("\t") for line in text.splitlines()]
        start = block[0][0]
        height, width = len(block), len(block[0])
        if len(lines) == 1 and len(lines[0]) == 1 and (height > 1 or width > 1):
            lines = [lines[0] * width] * height
        self._apply(
            [
                (self.history().index(start.row() + down, start.column() + across), text)
                for down, cells in enumerate(lines)
                for across, text in enumerate(cells)
                if text.strip()
            ]
        )

    def fill_down(self) -> None:
        """Fill the chosen block with what stands in its top row."""
        block = self._block()
        self._apply(
            [
                (index, self.history().shown(top))
                for row in block[1:]
                for top, index in zip(block[0], row, strict=True)
                if self.history().shown(top).strip()
            ]
        )

    def clear_block(self) -> None:
        """Take away what is recorded in the chosen cells."""
        self._apply([(index, "") for row in self._block() for index in row if self.history().shown(index)])

    def _block(self) -> list[list[QModelIndex]]:
        chosen = self.selectionModel().selection()
        if chosen.isEmpty():
            return [[self.currentIndex()]] if self.currentIndex().isValid() else []
        one = chosen.at(0)
        model = self.history()
        return [
            [model.index(row, column) for column in range(one.left(), one.right() + 1)]
            for row in range(one.top(), one.bottom() + 1)
        ]

    def _apply(self, cells: list[tuple[QModelIndex, str]]) -> None:
        edits: list[Edit] = []
        for index, text in cells:
            edit = self.history().edit_at(index, text)
            if edit is not None and text.strip() != self.history().shown(index).strip():
                edits.append(edit)
        if edits:
            self.block_edited.emit(edits)

    def _down(self) -> None:
        below = self.history().index(self.currentIndex().row() + 1, self.currentIndex().column())
        if below.isValid():
            self.setCurrentIndex(below)


def _one_line(text: str) -> str:
    return " ".join(text.split())
