"""The popup in which colours and the size of the text are chosen."""

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.look import SCALES, Look
from ldn_journal.gui.theme import Scheme
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.segmented import Segmented


class LookPanel(QFrame):
    """A popup with the choices. Signals: ``chosen(object)`` a ``Look``. Escape closes it."""

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", True)
        self.setAccessibleName(_("Look"))
        self.scheme = Segmented(
            _("Colours"), [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]
        )
        self.scale = Segmented(
            _("Size of the text"), [(f"{scale:g}", _("{n} %").format(n=round(100 * scale))) for scale in SCALES]
        )
        self.scheme.set_current(look.scheme)
        self.scale.set_current(f"{look.scale:g}")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(make_label(_("Colours"), "strong"))
        column.addWidget(self.scheme)
        column.addSpacing(4)
        column.addWidget(make_label(_("Size of the text"), "strong"))
        column.addWidget(self.scale)
        self.scheme.chosen.connect(lambda _key: self._tell())
        self.scale.chosen.connect(lambda _key: self._tell())

    def _tell(self) -> None:
        self.chosen.emit(Look(cast("Scheme", self.scheme.current()), float(self.scale.current())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)
