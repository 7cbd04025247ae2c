"""The password: set it, change it, take it away, the recovery code, and when the window locks itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.keeping.load import KeepingView
from ldn_journal.gui.keeping.panel import Panel, Unfolding
from ldn_journal.gui.lock.password_edit import PasswordEdit
from ldn_journal.gui.page import Context
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.journal import Journal

_MINUTES: Final = (1, 5, 10, 30, 60, 0)


class ProtectionCard(Card):
    """Signals: ``lock_wanted()``; ``changed()`` after protection or its settings changed."""

    lock_wanted = Signal()
    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Password"), parent=parent)
        self._context = context
        self._state = self.add_line(" ", "body")
        self._limits = self.add_line(" ", "muted")
        self.code: CodePanel | None = None
        self.place = Unfolding()
        self.protect = QPushButton(_("Protect with a password…"))
        self.protect.setProperty("primary", True)
        self.lock = QPushButton(_("Lock now"))
        self.change = QPushButton(_("Change the password…"))
        self.renew = QPushButton(_("Someone may know my password…"))
        self.new_code = QPushButton(_("New recovery code…"))
        self.remove = QPushButton(_("Take the password away…"))
        self.after = Pick(_("Lock when nothing was touched for"))
        self.keychain = QPushButton(_("Open without the password on this computer…"))
        self.no_keychain = QPushButton(_("Ask for the password always"))
        self._deeds = flowing(
            self.protect,
            self.lock,
            self.change,
            self.renew,
            self.new_code,
            self.keychain,
            self.no_keychain,
            self.remove,
        )
        self._box.setSpacing(tokens.SPACE)
        self.add_widget(self._deeds)
        self.add_widget(self.place)
        self.add_widget(self.after)
        self.protect.clicked.connect(self._open_protect)
        self.lock.clicked.connect(self.lock_wanted)
        self.change.clicked.connect(self._open_change)
        self.renew.clicked.connect(self._open_renew)
        self.new_code.clicked.connect(self._open_code)
        self.keychain.clicked.connect(self._open_keychain)
        self.no_keychain.clicked.connect(self._leave_keychain)
        self.remove.clicked.connect(self._open_remove)
        self.after.picked.connect(self._keep_minutes)

    def show_view(self, view: KeepingView) -> None:
        """Show whether there is a password."""
        self._state.setText(_state_words(view))
        self._limits.setText(
            _(
                "A password protects a lost or stolen computer, a stick and a synced folder. It does not protect from harmful"
                " programs, from an administrator of this computer, or from someone at the open window. If password and"
                " recovery code are both lost, nobody can open the journal."
            )
        )
        for line in (self._state, self._limits):
            line.show()
        keychain = self.no_keychain if view.by_keychain else self.keychain
        deeds = (
            (self.lock, self.change, self.renew, self.new_code, keychain, self.remove)
            if view.protected
            else (self.protect,)
        )
        self._deeds.show_only(*deeds)
        self.after.setVisible(view.protected)
        self.after.offer([(str(n), _minutes_words(n)) for n in _MINUTES], str(view.lock_after_minutes))

    # Deeds -------------------------------------------------------------------------------------------------------

    def _open_protect(self) -> None:
        new, again = PasswordEdit(_("Password")), PasswordEdit(_("The password once more"))
        panel = Panel(
            _("Protect with a password"),
            _(
                "A few words that you will remember are better than one strange one. You get a recovery code to write down."
            ),
            [new, again],
            _("Protect the journal"),
        )
        panel.given.connect(lambda: self._run_new(panel, new, again, lambda journal: journal.protect(new.text())))
        self.place.open(panel, self.protect)

    def _open_change(self) -> None:
        old, new = PasswordEdit(_("Password so far")), PasswordEdit(_("New password"))
        again = PasswordEdit(_("The new password once more"))
        panel = Panel(
            _("Change the password"),
            _(
                "The recovery code stays as it is. An old copy of the key file “journal.keys”, such as one on a stick, still"
                " opens the journal with the old password. If somebody may have both, choose “Someone may know my password…”"
                " instead."
            ),
            [old, new, again],
            _("Set the password"),
        )

        def job(journal: "Journal") -> None:
            journal.change_password(old.text(), new.text())

        panel.given.connect(lambda: self._run_new(panel, new, again, job))
        self.place.open(panel, self.change)

    def _open_renew(self) -> None:
        old, new = PasswordEdit(_("Password so far")), PasswordEdit(_("New password"))
        again = PasswordEdit(_("The new password once more"))
        panel = Panel(
            _("Someone may know my password"),
            _(
                "The journal and its backups are encrypted anew under a new password, and you get a new recovery code. Old copies"
                " of the key file then open none of them. Copies you made elsewhere keep the old password."
            ),
            [old, new, again],
            _("Encrypt everything anew"),
        )
        panel.given.connect(
            lambda: self._run_new(panel, new, again, lambda journal: journal.renew_key(old.text(), new.text()))
        )
        self.place.open(panel, self.renew)

    def _open_code(self) -> None:
        password = PasswordEdit(_("Password"))
        panel = Panel(
            _("New recovery code"),
            _("The code so far then opens nothing here any more. With it, an old copy of the key file still does."),
            [password],
            _("Make a new code"),
        )
        panel.given.connect(lambda: self._run(panel, lambda journal: journal.change_recovery_code(password.text())))
        self.place.open(panel, self.new_code)

    def _open_keychain(self) -> None:
        password = PasswordEdit(_("Password"))
        panel = Panel(
            _("Open without the password on this computer"),
            _(
                "Whoever can use this computer account can then open the journal. A secret that opens it is put in the keychain"
                " of this computer. The backups and copies on another computer still need the password, and so does a window that"
                " was locked. Password and recovery code stay as they are."
            ),
            [password],
            _("Open without it from now on"),
        )
        panel.given.connect(lambda: self._run(panel, lambda journal: journal.use_keychain(password.text())))
        self.place.open(panel, self.keychain)

    def _leave_keychain(self) -> None:
        self.no_keychain.setEnabled(False)

        def done(_none: None) -> None:
            self.no_keychain.setEnabled(True)
            self.changed.emit()

        def failed(error: Exception) -> None:
            self.no_keychain.setEnabled(True)
            self._context.tasks.failed.emit(error)

        self._context.tasks.run(lambda journal: journal.leave_keychain(), done, failed, owner=self)

    def _open_remove(self) -> None:
        password = PasswordEdit(_("Password"))
        panel = Panel(
            _("Take the password away"),
            _("Anyone who can use this computer account can then read the journal and its backups."),
            [password],
            _("Take it away"),
        )
        panel.given.connect(lambda: self._run(panel, lambda journal: journal.unprotect(password.text())))
        self.place.open(panel, self.remove)

    def _run_new(
        self, panel: Panel, new: PasswordEdit, again: PasswordEdit, job: "Callable[[Journal], str | None]"
    ) -> None:
        if new.text() != again.text():
            panel.say(_("The two are not the same."))
            again.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._run(panel, job)

    def _run(self, panel: Panel, job: "Callable[[Journal], str | None]") -> None:
        panel.wait()

        def done(code: str | None) -> None:
            self.place.fold()
            self.changed.emit()
            if code is not None:
                self.code = CodePanel(code)
                self.place.open(self.code, None)

        self._context.tasks.run(job, done, lambda error: panel.say(sentence_for(error)), owner=panel)

    def _keep_minutes(self, key: str) -> None:
        def store(journal: "Journal") -> None:
            journal.change_settings(lock_after_minutes=int(key))

        self._context.tasks.run(store, lambda _none: self.changed.emit(), owner=self)


class CodePanel(Panel):
    """The recovery code, shown once: to write down, to copy, to print."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        self.code = code
        shown = make_label(_in_two_lines(code), "figure")
        # Not to be selected: what is copied by the button is taken off the clipboard again.
        shown.setAccessibleName(_("Recovery code: {code}").format(code=code))
        self.copy = QPushButton(_("Copy"))
        self.print = QPushButton(_("Print…"))
        self.copied = make_label(_("Copied. We take it off the clipboard after a minute."), "muted")
        self.copied.hide()
        super().__init__(
            _("Your recovery code"),
            _("It opens the journal when the password is forgotten. Write it down now: it is not shown again."),
            [shown, flowing(self.copy, self.print), self.copied],
            _("I have written it down"),
            parent,
        )
        self.leave.hide()
        self.given.connect(self.closed)
        self.copy.clicked.connect(self._copy)
        self.print.clicked.connect(self._print)

    def begin(self) -> None:
        """Put the focus on the button, which Enter must not press by mistake while the password is still being typed."""
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        from ldn_journal.gui.clipboard import copy_secret

        copy_secret(self.code)
        self.copied.show()
        announce(self, self.copied.text())

    def _print(self) -> None:
        from PySide6.QtGui import QTextDocument
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            document = QTextDocument()
            document.setPlainText(
                _(
                    "Recovery code of an LDN Journal\n\n{code}\n\nIt opens the journal when the password is forgotten."
                ).format(code=_in_two_lines(self.code))
            )
            document.print_(printer)


def _state_words(view: KeepingView) -> str:
    if not view.protected:
        return _("There is no password: anyone who can use this computer account can read the journal.")
    if view.by_keychain:
        return _(
            "The journal and its backups are encrypted. On this computer it opens without the password: whoever can use this"
            " account can open it. A locked window asks for the password."
        )
    return _("The journal and its backups are encrypted; only the password or the recovery code opens them.")


def _in_two_lines(code: str) -> str:
    groups = code.split("-")
    return "-".join(groups[: len(groups) // 2]) + "-\n" + "-".join(groups[len(groups) // 2 :])


def _minutes_words(minutes: int) -> str:
    if not minutes:
        return _("never")
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
