"""The whole window says why the journal cannot be opened, and what can be done."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _
from ldn_journal.gui.lock.password_edit import PasswordEdit
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.words import advice_for, exit_code_for, sentence_for

if TYPE_CHECKING:
    from ldn_journal.journal.keeping import Backup

_ROLE: Final = Qt.ItemDataRole.UserRole


class Trouble(QWidget):
    """One plain sentence, what is safe, and the ways out.

    ``can_restore``: also the backups to go back to; ``can_open``: also the file that is there, which has no password.
    Signals: ``quit()``; ``try_again()``; ``open_wanted()``; ``restore_wanted(object, object, object)`` the path of a copy, and
    a password or a recovery code, ``None`` for what was not given.
    """

    quit = Signal()
    try_again = Signal()
    open_wanted = Signal()
    restore_wanted = Signal(object, object, object)

    def __init__(
        self,
        error: Exception,
        folder: DataFolder,
        *,
        can_restore: bool = False,
        can_open: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self.exit_code = exit_code_for(error)
        self.sentence = make_label(sentence_for(error), "title")
        self.advice = make_label(advice_for(error), "body")
        where = make_label(str(folder.root), "muted")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copies = QListWidget()
        self.copies.setAccessibleName(_("Backups, newest first"))
        self.copies.setMinimumHeight(96)
        self.password = PasswordEdit(_("The password of that time, where there was one"))
        self._code_label = make_label(_("The recovery code of that time"), "small")
        self.code = QLineEdit()
        self.code.setAccessibleName(_("The recovery code of that time"))
        self.code.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self.by_code = LinkButton(_("I forgot the password; use the recovery code"))
        self.by_password = LinkButton(_("Back to the password"))
        self.problem = make_label("", "error")
        self.restore = QPushButton(_("Restore this backup"))
        self.other = QPushButton(_("Restore a copy from elsewhere…"))
        self.open = QPushButton(_("Open it without a password"))
        self.again = QPushButton(_("Try again"))
        self.show_folder = QPushButton(_("Show the folder"))
        self.leave = QPushButton(_("Quit"))
        self._can_restore = can_restore
        (self.restore if can_restore else self.again).setProperty("primary", True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(48, 48, 48, 48)
        column.setSpacing(12)
        column.addStretch(1)
        for part in (self.sentence, self.advice, where, self.copies, self.password, self._code_label, self.code):
            column.addWidget(part)
        column.addWidget(self.by_code, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.by_password, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.problem)
        column.addSpacing(12)
        column.addWidget(flowing(self.restore, self.other, self.open, self.again, self.show_folder, self.leave))
        column.addStretch(2)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        secrets = (self.password, self._code_label, self.code, self.by_code, self.by_password)
        for one in (self.copies, *secrets, self.problem, self.restore, self.other):
            one.hide()
        self.by_code.clicked.connect(lambda: self._ask_by(self.code))
        self.by_password.clicked.connect(lambda: self._ask_by(self.password))
        self.open.setVisible(can_open)
        self.open.clicked.connect(self.open_wanted)
        self.again.clicked.connect(self.try_again)
        self.leave.clicked.connect(self.quit)
        self.show_folder.clicked.connect(self._show_folder)
        self.restore.clicked.connect(self._restore)
        self.other.clicked.connect(self._choose)
        if can_restore:
            self._list_copies()
        QTimer.singleShot(0, self, (self.restore if not self.restore.isHidden() else self.again).setFocus)

    def say(self, sentence: str) -> None:
        """Say why the restoring did not work."""
        self.setEnabled(True)
        self._show_secrets()  # a copy from elsewhere may need what no file here ever did
        announce(self, sentence)
        self.problem.setText(sentence)
        self.problem.show()

    def _list_copies(self) -> None:
        from ldn_journal.base.texts import format_day
        from ldn_journal.gui.widgets.clock_edit import format_clock
        from ldn_journal.journal.keeping import backups_of

        found: list[Backup] = backups_of(self._folder)
        self.other.show()
        keys = self._folder.keys
        if keys.exists() or keys.with_name(f"{keys.name}.bak").exists() or any(one.keys.exists() for one in found):
            self._show_secrets()
        if not found:
            return
        for one in found:
            local = one.made_at.astimezone()
            item = QListWidgetItem(
                _("{day}, {time}").format(day=format_day(local.date()), time=format_clock(local.time()))
            )
            item.setData(_ROLE, str(one.path))
            self.copies.addItem(item)
        self.copies.setCurrentRow(0)
        self.copies.show()
        self.restore.show()

    def _show_secrets(self) -> None:
        """Ask for a password, unless the recovery code is asked for already."""
        if self.code.isHidden():
            self.password.show()
            self.by_code.show()

    def _ask_by(self, field: QWidget) -> None:
        """Ask for the password or for the recovery code; what is in the other field counts no more."""
        by_code = field is self.code
        self.password.setVisible(not by_code)
        self.by_code.setVisible(not by_code)
        self._code_label.setVisible(by_code)
        self.code.setVisible(by_code)
        self.by_password.setVisible(by_code)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self) -> None:
        item = self.copies.currentItem()
        if item is not None:
            self._ask_for(Path(item.data(_ROLE)))

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Restore a copy"), str(Path.home()), _("Copies of a journal (*.ldnjb *.ldnj);;All files (*)")
        )
        if name:
            self._ask_for(Path(name))

    def _ask_for(self, path: Path) -> None:
        self.problem.hide()
        self.setEnabled(False)
        by_code = not self.code.isHidden()
        password, code = (None, self.code.text()) if by_code else (self.password.text(), None)
        self.restore_wanted.emit(path, password or None, code or None)

    def _show_folder(self) -> None:
        there = self._folder.root if self._folder.root.is_dir() else self._folder.root.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(there)))
