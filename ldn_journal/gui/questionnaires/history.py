"""What was answered earlier, in a small table; each can be changed or taken out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ldn_journal.base.texts import _, format_day
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.widgets.labels import make_label

if TYPE_CHECKING:
    from ldn_journal.gui.questionnaires.load import Answered

_MOST_ROWS = 8
"""Rows in view at once; more can be scrolled to."""


class _Table(QTableWidget):
    """Rows of answers. Signals: ``opened()`` Enter or a double click; ``removed()`` Delete."""

    opened = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self.setAccessibleName(_("Earlier answers"))
        self.setHorizontalHeaderLabels([_("Day"), _("Questionnaire"), _("Score")])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def sizeHint(self) -> QSize:
        """Return the height of the rows, not more than some."""
        rows = min(max(1, self.rowCount()), _MOST_ROWS)
        high = self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), high + 2 * self.frameWidth() + tokens.SPACE)

    def minimumSizeHint(self) -> QSize:
        """Return the same height at a small width."""
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, remove with Delete; the arrows are the table's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class EarlierAnswers(QWidget):
    """The table with its buttons. Signals: ``change_wanted(object)`` and ``remove_wanted(object)`` an ``Answered``."""

    change_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answered: tuple[Answered, ...] = ()
        self.table = _Table()
        self.change = QPushButton(_("Change"))
        self.change.setAccessibleName(_("Change the chosen answers"))
        self.remove = QPushButton(_("Remove"))
        self.remove.setAccessibleName(_("Remove the chosen answers"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.SPACE, 0, 0)
        column.setSpacing(tokens.SPACE)
        column.addWidget(make_label(_("Earlier answers"), "heading"))
        column.addWidget(self.table)
        column.addWidget(flowing(self.change, self.remove))
        self.table.opened.connect(lambda: self._tell(self.change_wanted))
        self.table.removed.connect(lambda: self._tell(self.remove_wanted))
        self.change.clicked.connect(lambda: self._tell(self.change_wanted))
        self.remove.clicked.connect(lambda: self._tell(self.remove_wanted))

    def show_answered(self, answered: "tuple[Answered, ...]") -> None:
        """Show answers, newest first; the row in use stays where it was."""
        row = max(0, self.table.currentRow())
        self.answered = answered
        self.setVisible(bool(answered))
        self.table.verticalHeader().setDefaultSectionSize(theme_for(self).line_height() + 2 * tokens.SPACE)
        self.table.setRowCount(len(answered))
        for number, one in enumerate(answered):
            for column, text in enumerate((format_day(one.day, "medium"), one.questionnaire.name, one.words)):
                self.table.setItem(number, column, QTableWidgetItem(text))
        if answered:
            self.table.setCurrentCell(min(row, len(answered) - 1), 0)
        self.table.updateGeometry()

    def _tell(self, signal: SignalInstance) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self.answered):
            signal.emit(self.answered[row])
