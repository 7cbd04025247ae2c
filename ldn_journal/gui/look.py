"""What this computer remembers beside the journal: light or dark, size of text, where the window stood, where files went."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast, get_args

from PySide6.QtCore import QByteArray, QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication

from ldn_journal.gui.theme import Scheme, apply_theme

SCALES: Final = (1.0, 1.25, 1.5, 1.75, 2.0)


@dataclass(frozen=True)
class Look:
    """The chosen colour scheme and text scale (1.0 to 2.0)."""

    scheme: Scheme = "system"
    scale: float = 1.0


class WindowMemory:
    """Remembers the look and the window's place in ``window.ini``; unreadable values fall back to the usual ones."""

    def __init__(self, path: Path) -> None:
        self._path: Path | None = path
        self._ini: QSettings | _Nowhere = QSettings(str(path), QSettings.Format.IniFormat)

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

    def language(self) -> str | None:
        """Return the language chosen on this computer, ``None`` for the computer's own."""
        return str(self._ini.value("language", "")) or None

    def keep_language(self, code: str | None) -> None:
        """Remember a language; it is spoken from the next start on."""
        if code is None:
            self._ini.remove("language")
        else:
            self._ini.setValue("language", code)
        self._ini.sync()

    def geometry(self) -> QByteArray | None:
        """Return the window's place, as Qt writes it."""
        found = self._ini.value("window/geometry")
        return found if isinstance(found, QByteArray) and not found.isEmpty() else None

    def folder(self) -> Path | None:
        """Return the folder in which a file was saved last, if it is still there."""
        found = str(self._ini.value("files/folder", ""))
        return Path(found) if found and Path(found).is_dir() else None

    def keep_folder(self, folder: Path) -> None:
        """Remember a folder in which a file was saved."""
        self._ini.setValue("files/folder", str(folder))

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Remember the window's place, if the journal's folder is there."""
        if self._path is not None and self._path.parent.is_dir():
            self._ini.setValue("window/geometry", geometry)
            self._ini.sync()

    def closes_to_tray(self) -> bool:
        """Return whether closing leaves the program in the tray; only while reminders are wanted and a tray is there."""
        return str(self._ini.value("reminders/close_to_tray", "false")) == "true"

    def keep_closes_to_tray(self, closes: bool) -> None:
        """Remember whether closing the window leaves the program in the tray."""
        self._ini.setValue("reminders/close_to_tray", "true" if closes else "false")
        self._ini.sync()

    def reminder_times(self) -> str:
        """Return what is known of reminders before a protected journal is open, empty unless that was chosen."""
        return str(self._ini.value("reminders/before_password", ""))

    def keep_reminder_times(self, times: str) -> None:
        """Remember that, or forget it if ``times`` is empty."""
        if times == self.reminder_times():
            return
        if times:
            self._ini.setValue("reminders/before_password", times)
        else:
            self._ini.remove("reminders/before_password")
        self._ini.sync()

    def forget(self) -> None:
        """Remember nothing from now on, and write nothing any more."""
        self._path = None
        self._ini = _Nowhere()


class _Nowhere:
    """Stands in for settings once everything was deleted. Qt's own without a file would begin one in the user's configuration."""

    def value(self, _key: str, default: object = None) -> object:
        """Nothing is remembered."""
        return default

    def setValue(self, _key: str, _value: object) -> None:  # noqa: N802 - as Qt calls it
        """Nothing is kept."""

    def remove(self, _key: str) -> None:
        """There is nothing to take away."""

    def sync(self) -> None:
        """There is nothing to write."""


def choose_look(look: Look, memory: WindowMemory | None) -> None:
    """Give the window a look at once, and remember it where there is a memory."""
    if memory is not None:
        memory.keep_look(look)
    app = QCoreApplication.instance()
    if isinstance(app, QApplication):
        apply_theme(app, look.scheme, look.scale)
