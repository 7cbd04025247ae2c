"""A field for the recovery code that never hands it to anyone: nothing of it can be selected, copied or dragged out."""

from PySide6.QtWidgets import QLineEdit, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.lock.password_edit import PasswordEdit
from ldn_journal.gui.widgets.labels import make_label

_GROUP = 4


class CodeEdit(PasswordEdit):
    """As ``PasswordEdit``, but what is shown stands in a line below.

    The field itself stays a field for passwords: a plain one gives every selection to the clipboard of the middle mouse button,
    and with it to whatever keeps a history of clipboards.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Recovery code"), parent)
        self.shown = make_label("", "strong", self)
        self.shown.hide()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.shown)
        self.line.setDragEnabled(False)
        self.line.textChanged.connect(self._mirror)

    def clear(self) -> None:
        """Forget what was typed, past undoing it."""
        self.line.setText("")
        self.show_it.setChecked(False)

    def _show(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_it.setText(_("Hide") if shown else _("Show"))
        self._mirror()

    def _mirror(self) -> None:
        text = in_groups(self.line.text()) if self.show_it.isChecked() else ""
        self.shown.setText(text)
        self.shown.setVisible(bool(text))


def in_groups(text: str) -> str:
    """Return a code as it is printed: capital letters in groups of four."""
    letters = "".join(sign for sign in text.upper() if sign.isalnum())
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
