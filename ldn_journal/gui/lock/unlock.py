"""What stands in the window while a protected journal is closed: the password, or the recovery code and a new password."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui.lock.password_edit import PasswordEdit
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.timers import repeating_timer
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import LinkButton, make_label

LONGEST_PAUSE: Final = 60
"""Seconds of the longest pause after wrong passwords. Nothing is ever erased."""
_WIDE: Final = 420


class UnlockScreen(QWidget):
    """Asks for the password. ``locked``: the window was in use, and what was being typed is kept.

    Signals: ``password_given(str)``, ``code_given(str)``, ``new_password_given(str)`` after a recovery code; ``quit()``.
    The answer comes by ``refused`` or ``ask_new_password``. Keys: Enter opens; Escape goes from the code back to the password.
    """

    password_given = Signal(str)
    code_given = Signal(str)
    new_password_given = Signal(str)
    quit = Signal()

    def __init__(self, *, locked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wrong = 0
        self._wait = 0
        self._step = "password"
        self._title = make_label(_("LDN Journal is locked") if locked else _("LDN Journal"), "title")
        self._words = make_label("", "body")
        self.password = PasswordEdit(_("Password"))
        self.code = QLineEdit()
        self.code.setAccessibleName(_("Recovery code"))
        self.code.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self.new = PasswordEdit(_("New password"))
        self.again = PasswordEdit(_("The new password once more"))
        self.problem = make_label("", "error")
        self.open = QPushButton(_("Open"))
        self.open.setProperty("primary", True)
        self.forgot = LinkButton(_("I forgot the password"))
        self.back = LinkButton(_("Back to the password"))
        self.leave = LinkButton(_("Quit"))
        self._locked = locked
        self._lay_out()
        self._pause = repeating_timer(self, 1000)
        self._pause.timeout.connect(self._tick)
        self.open.clicked.connect(self._give)
        self.forgot.clicked.connect(lambda: self._show_step("code"))
        self.back.clicked.connect(lambda: self._show_step("password"))
        self.leave.clicked.connect(self.quit)
        self._show_step("password")

    def refused(self, sentence: str) -> None:
        """Say why it did not open; after several wrong ones the next has to wait a while."""
        self._wrong += 1
        self.setEnabled(True)
        self._say(sentence)
        field = self.code if self._step == "code" else self.password
        field.selectAll()
        self._wait = 0 if self._wrong < 3 else min(LONGEST_PAUSE, 2 ** (self._wrong - 2))
        self._pause.start() if self._wait else self._pause.stop()
        self._show_wait()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def failed(self, sentence: str) -> None:
        """Say what went wrong that was no wrong secret."""
        self.setEnabled(True)
        self._say(sentence)

    def ask_new_password(self) -> None:
        """Go on to the new password: the recovery code has opened the journal."""
        self.setEnabled(True)
        self._show_step("new")

    def focus_first(self) -> None:
        """Put the focus where typing begins."""
        {"password": self.password, "code": self.code, "new": self.new}[self._step].setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready for typing at once."""
        super().showEvent(event)
        self.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open at Enter, go back at Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.open.isEnabled():
                self._give()
        elif event.key() == Qt.Key.Key_Escape and self._step == "code":
            self._show_step("password")
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(12)
        for part in (self._title, self._words, self.password, self.code, self.new, self.again, self.problem):
            column.addWidget(part)
        column.addWidget(flowing(self.open, self.forgot, self.back, self.leave, gap=16))
        inner = QWidget()
        inner.setLayout(column)
        inner.setMaximumWidth(theme_for(self).scaled(_WIDE))
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(48, 48, 48, 48)
        whole.addStretch(1)
        whole.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(2)

    def _show_step(self, step: str) -> None:
        self._step = step
        words = {
            "password": _("What you were writing is kept; it comes back when you open the journal.")
            if self._locked
            else _("This journal is protected by a password."),
            "code": _("Write the recovery code that you were given with the password. Then you choose a new password."),
            "new": _("The journal is open. Please choose a new password."),
        }
        self._words.setText(words[step])
        self.password.setVisible(step == "password")
        self.code.setVisible(step == "code")
        self.new.setVisible(step == "new")
        self.again.setVisible(step == "new")
        self.forgot.setVisible(step == "password")
        self.back.setVisible(step == "code")
        self.open.setText(_("Set the password") if step == "new" else _("Open"))
        self._say("")
        self.focus_first()

    def _give(self) -> None:
        if self._wait:
            return
        self._say("")
        if self._step == "new":
            if self.new.text() != self.again.text():
                self._say(_("The two are not the same."))
                self.again.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            self.setEnabled(False)
            self.new_password_given.emit(self.new.text())
            return
        self.setEnabled(False)
        if self._step == "code":
            self.code_given.emit(self.code.text())
        else:
            self.password_given.emit(self.password.text())

    def _tick(self) -> None:
        self._wait -= 1
        if self._wait <= 0:
            self._wait = 0
            self._pause.stop()
        self._show_wait()

    def _show_wait(self) -> None:
        self.open.setEnabled(not self._wait)
        self.open.setText(
            ngettext("Open in {n} second", "Open in {n} seconds", self._wait).format(n=self._wait)
            if self._wait
            else _("Open")
        )

    def _say(self, sentence: str) -> None:
        if sentence:
            announce(self, sentence)
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
