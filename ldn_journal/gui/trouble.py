"""The whole window says why the journal cannot be opened, and what can be done."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.words import advice_for, exit_code_for, sentence_for


class Trouble(QWidget):
    """One plain sentence, what is safe, and buttons. Signals: ``quit()``; ``try_again()``."""

    quit = Signal()
    try_again = Signal()

    def __init__(self, error: Exception, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.exit_code = exit_code_for(error)
        self.sentence = make_label(sentence_for(error), "title")
        self.advice = make_label(advice_for(error), "body")
        where = make_label(str(folder), "muted")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again = QPushButton(_("Try again"))
        self.again.setProperty("primary", True)
        self.show_folder = QPushButton(_("Show the folder"))
        self.leave = QPushButton(_("Quit"))
        buttons = QHBoxLayout()
        for button in (self.again, self.show_folder, self.leave):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.setSpacing(12)
        column.addStretch(1)
        for part in (self.sentence, self.advice, where):
            column.addWidget(part)
        column.addSpacing(12)
        column.addLayout(buttons)
        column.addStretch(2)
        self.again.clicked.connect(self.try_again)
        self.leave.clicked.connect(self.quit)
        self.show_folder.clicked.connect(self._show_folder)

    def _show_folder(self) -> None:
        there = self._folder if self._folder.is_dir() else self._folder.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(there)))
