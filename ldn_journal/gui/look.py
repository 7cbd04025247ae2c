"""How the window looks on this computer: light or dark, size of the text, where it stood. Kept beside the journal."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast, get_args

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import Scheme
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.segmented import Segmented

SCALES: Final = (1.0, 1.25, 1.5, 1.75, 2.0)


@dataclass(frozen=True)
class Look:
    """The chosen colour scheme and text scale (1.0 to 2.0)."""

    scheme: Scheme = "system"
    scale: float = 1.0


class WindowMemory:
    """Remembers the look and the window's place in ``window.ini``; unreadable values fall back to the usual ones."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ini = QSettings(str(path), QSettings.Format.IniFormat)

    def look(self) -> Look:
        """Return the look chosen last."""
        scheme = str(self._ini.value("look/scheme", "system"))
        try:
            scale = float(str(self._ini.value("look/scale", 1.0)))
        except ValueError:
            scale = 1.0
        return Look(
            scheme=cast("Scheme", scheme) if scheme in get_args(Scheme) else "system",
            scale=min(SCALES, key=lambda one: abs(one - scale)),
        )

    def keep_look(self, look: Look) -> None:
        """Remember a look."""
        self._ini.setValue("look/scheme", look.scheme)
        self._ini.setValue("look/scale", look.scale)

    def geometry(self) -> QByteArray | None:
        """Return the window's place, as Qt writes it."""
        found = self._ini.value("window/geometry")
        return found if isinstance(found, QByteArray) and not found.isEmpty() else None

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Remember the window's place, if the journal's folder is there."""
        if self._path.parent.is_dir():
            self._ini.setValue("window/geometry", geometry)
            self._ini.sync()


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
