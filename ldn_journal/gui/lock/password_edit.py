"""A field for a password: unseen until the person wants to see it, and no guesses by keyboards or spelling."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.labels import LinkButton, make_label


class _Line(QLineEdit):
    def sizeHint(self) -> QSize:
        """Return a comfortable target, as high as any other control."""
        return QSize(theme_for(self).scaled(260), theme_for(self).target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter and Escape to what is around."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


class PasswordEdit(QWidget):
    """A label, the field, and a button that shows what was typed. Signals: ``edited()``."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = make_label(name, "small")
        self.line = _Line()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(name)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.show_it = LinkButton(_("Show"), small=True)
        self.show_it.setCheckable(True)
        self.show_it.setAccessibleName(_("Show what is typed: {name}").format(name=name))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.show_it)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.label)
        column.addLayout(row)
        self.setFocusProxy(self.line)
        self.show_it.toggled.connect(self._show)
        self.line.textEdited.connect(self.edited)

    def text(self) -> str:
        """Return what was typed, as it was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Empty the field."""
        self.line.clear()
        self.show_it.setChecked(False)

    def selectAll(self) -> None:  # noqa: N802 - the name every field has
        """Select what was typed, so that typing replaces it."""
        self.line.selectAll()

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self.show_it.setText(_("Hide") if shown else _("Show"))
