"""What stands in the window after everything was deleted."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui.widgets.labels import make_label


class Farewell(QWidget):
    """Says that it is done. Signals: ``quit()``."""

    quit = Signal()

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        """``count`` files were deleted."""
        super().__init__(parent)
        self.leave = QPushButton(_("Quit"))
        self.leave.setProperty("primary", True)
        self.leave.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(make_label(_("Everything is deleted"), "title"))
        words = ngettext(
            "{n} file was overwritten and deleted: the journal with its backups and logs.",
            "{n} files were overwritten and deleted: the journal with its backups and logs.",
            count,
        ).format(n=count)
        column.addWidget(make_label(words, "body"))
        column.addWidget(self.leave)
        column.addStretch(2)
        self.leave.clicked.connect(self.quit)
        QTimer.singleShot(0, self, self.leave.setFocus)
