"""The table itself: type to fill a cell, Enter goes down, blocks are copied, pasted, filled and cleared."""

from collections.abc import Callable
from typing import Any, Final, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen, QResizeEvent
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
from ldn_journal.gui.history.cells import NOTE, Edit
from ldn_journal.gui.history.model import HistoryModel, Index
from ldn_journal.gui.history.pasting import Pasted, Target, place_cells, read_table, write_table
from ldn_journal.gui.theme import theme_for

_LEAST_NOTE = 136
"""Width of the note at 100 % text, below which the table scrolls sideways."""
_LONGEST: Final = 1_000_000
"""Characters that an open cell takes. What is too long for a note is refused whole, and not cut without a word."""
_MODIFIERS: Final = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class _CellDelegate(QStyledItemDelegate):
    """Opens fields for cells; notes when Enter ended the typing.

    Signals: ``entered()`` after the cell was taken; ``table_pasted()`` several cells were pasted into the field of one.
    """

    entered = Signal()
    table_pasted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor: QLineEdit | None = None
        self.place = QPersistentModelIndex()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open a field for a cell; it is known as ``editor`` while it is open, and its cell as ``place``."""
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            editor.setMaxLength(_LONGEST)
            self.editor, self.place = editor, QPersistentModelIndex(index)
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:  # noqa: N802  Qt's name
        """Forget the field."""
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)

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
        """Go down after Enter, but not when the pointer chose another cell; what is pasted as a table is one."""
        if (
            event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
            and self._is_table_for(self.place)
        ):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.table_pasted.emit()
            return True
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

    @staticmethod
    def _is_table_for(place: QPersistentModelIndex) -> bool:
        """Whether the clipboard holds more than one cell; a note takes lines and tabs as its text."""
        model = cast("HistoryModel", place.model())
        if place.column() < 1 or model.columns[place.column() - 1].key == NOTE:
            return False
        lines = read_table(QGuiApplication.clipboard().text())
        return len(lines) > 1 or any(len(line) > 1 for line in lines)


class HistoryTable(QTableView):
    """The view.

    Signals: ``pasted(object)`` what came from the clipboard, a ``Pasted``; ``filled(object)`` and ``cleared(object)`` a list
    of ``Edit``; ``current_changed()``.
    """

    pasted = Signal(object)
    filled = Signal(object)
    cleared = Signal(object)
    current_changed = Signal()

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selecting_all = False
        self._deed: Callable[[], None] | None = None
        self.setModel(model)
        model.reached.connect(self._all_loaded)
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
        self._delegate.table_pasted.connect(self._paste_table)
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
        elif (deed := self._deed_of(event)) is not None:
            self._do(deed)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._down()
        elif event.text() == "?":
            event.ignore()
        else:
            self._selecting_all = self._selecting_all and event.key() in _MODIFIERS
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose something else than everything."""
        self._selecting_all = False
        super().mousePressEvent(event)

    def _deed_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key does with the chosen block, if anything."""
        keys = QKeySequence.StandardKey
        for standard, deed in ((keys.Copy, self.copy), (keys.Cut, self.cut), (keys.Paste, self.paste)):
            if event.matches(standard):
                return deed
        if event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            return self.fill_down
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            return self.clear_block
        return None

    # Everything --------------------------------------------------------------------------------------------------

    def selectAll(self) -> None:  # noqa: N802  Qt's name
        """Choose every day there is, also those that are not loaded yet: what is done with them waits for these."""
        super().selectAll()
        self._selecting_all = self.history().load_to()

    def _do(self, deed: Callable[[], None]) -> None:
        if self._selecting_all:
            self._deed = deed
        else:
            deed()

    def _all_loaded(self, found: bool) -> None:
        deed, self._deed = self._deed, None
        if not self._selecting_all:
            return
        self._selecting_all = False
        if found:
            super().selectAll()
            if deed is not None:
                deed()

    # What is being typed -----------------------------------------------------------------------------------------

    def being_typed(self) -> Edit | None:
        """Return what stands in the open field, if it is other than what the cell shows."""
        editor, place = self._delegate.editor, self._delegate.place
        if editor is None or not place.isValid() or editor.text() == self.history().shown(place):
            return None
        return self.history().edit_at(place, editor.text())

    def take_typed(self) -> None:
        """Take what stands in the open field, as Enter does."""
        editor = self._delegate.editor
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    # Blocks ------------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the chosen block on the clipboard, cells apart by tabs, days by lines."""
        model = self.history()
        block = self._block()
        if block:
            lines = (
                (model.shown(index) if index.column() else model.day(index.row()).isoformat() for index in row)
                for row in block
            )
            QGuiApplication.clipboard().setText(write_table(lines))

    def cut(self) -> None:
        """Put the chosen block on the clipboard and take it away here."""
        self.copy()
        self.clear_block()

    def paste(self) -> None:
        """Fill cells from the clipboard, beginning at the first chosen; blank ones leave what is there."""
        block = self._block()
        lines = read_table(QGuiApplication.clipboard().text())
        if not block:
            return
        if not lines:
            self.pasted.emit(Pasted(left_out=[_("There is no text on the clipboard.")]))
            return
        model, start = self.history(), block[0][0]
        target = Target(model.day(start.row()), start.column(), len(block), len(block[0]))
        pasted: Pasted = place_cells(lines, target, model.columns, model.today)
        self.pasted.emit(pasted)

    def _paste_table(self) -> None:
        """Fill cells from the clipboard in place of the open field."""
        if self._delegate.editor is not None:
            self.closeEditor(self._delegate.editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
        self.setCurrentIndex(self.history().index(self._delegate.place.row(), self._delegate.place.column()))
        self.paste()

    def fill_down(self) -> None:
        """Fill the chosen block with what stands in its top row."""
        block = self._block()
        tops = [self.history().shown(top) for top in block[0]] if block else []
        edits = [
            self.history().edit_at(index, text)
            for row in block[1:]
            for text, index in zip(tops, row, strict=True)
            if text.strip()
        ]
        if found := [edit for edit in edits if edit is not None]:
            self.filled.emit(found)

    def clear_block(self) -> None:
        """Take away what is recorded in the chosen cells."""
        edits = [
            self.history().edit_at(index, "") for row in self._block() for index in row if self.history().shown(index)
        ]
        if found := [edit for edit in edits if edit is not None]:
            self.cleared.emit(found)

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

    def _down(self) -> None:
        below = self.history().index(self.currentIndex().row() + 1, self.currentIndex().column())
        if below.isValid():
            self.setCurrentIndex(below)
