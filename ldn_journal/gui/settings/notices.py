"""Everything that ships with the program, and the licence text of what is chosen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QListWidget, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.licences import parts, program
from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for

_LINES = 8
"""Lines that list and text show at once."""


class _Text(QPlainTextEdit):
    """A text to scroll in; the Tab key leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for a good paragraph."""
        return QSize(200, _height(self))

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(80, _height(self))


class _List(QListWidget):
    """The packages."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        """Return room for some of them."""
        return QSize(200, _height(self))

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(80, _height(self))


class Notices(QWidget):
    """A list, and below it the text of what is chosen in it. Read from the packages when it is made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = (program(), *parts())
        self.list = _List()
        self.list.setAccessibleName(_("The program and what it is made with"))
        self.text = _Text()
        self.text.setAccessibleName(_("Licence text"))
        for part in self._parts:
            self.list.addItem(
                _("{name} {version}: {licence}").format(name=part.name, version=part.version, licence=part.licence)
            )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        column.addWidget(self.list)
        column.addWidget(self.text)
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        part = self._parts[row]
        self.text.setPlainText(
            part.text()
            or _("The package brings no text of its own. Its licence is: {licence}").format(licence=part.licence)
        )
        self.text.setAccessibleDescription(part.name)


def _height(widget: QWidget) -> int:
    theme = theme_for(widget)
    return _LINES * theme.line_height() + theme.space(2)
