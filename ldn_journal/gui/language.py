"""Qt's own words, dates and reading direction in the language that is spoken."""

from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from ldn_journal.base.texts import _, language

_QT_NAMES: Final = {"nb": "nn"}
"""Qt has no words in Bokmål: what our own list below lacks is said in Nynorsk."""


def speak_in_qt(app: QApplication) -> None:
    """Have Qt's own buttons, menus, dates and reading direction follow the language in force."""
    code = language()
    if code == "en":
        _write_english()
        return
    QLocale.setDefault(QLocale(code))
    app.setLayoutDirection(QLocale(code).textDirection() or Qt.LayoutDirection.LeftToRight)
    plain = code.split("_", maxsplit=1)[0]
    theirs = QTranslator(app)
    if theirs.load(
        f"qtbase_{_QT_NAMES.get(plain, plain)}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        app.installTranslator(theirs)
    app.installTranslator(OurWords(app))


def _write_english() -> None:
    """Have dates and digits be English ones, where the computer would write them in another language.

    A computer that writes English is left as it is, with what a person may have chosen there. One without a language (``LANG=C``)
    has numbers for the days of the week.
    """
    system = QLocale.system()
    if system.name() != "C" and system.standaloneDayName(1) == "Monday" and system.toString(10) == "10":
        return
    here = QLocale(QLocale.Language.English, system.territory())
    # Where nobody wrote down how English is written in a country, Qt would take the dates of the United States.
    QLocale.setDefault(here if here.territory() == system.territory() else QLocale("en_GB"))


class OurWords(QTranslator):
    """Qt's commonest words from our own catalogue, so that every language has them. Asked before Qt's own."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._words = {
            "OK": _("OK"),
            "&OK": _("&OK"),
            "Cancel": _("Cancel"),
            "&Cancel": _("&Cancel"),
            "Close": _("Close"),
            "&Close": _("&Close"),
            "Save": _("Save"),
            "&Save": _("&Save"),
            "Open": _("Open"),
            "&Open": _("&Open"),
            "&Yes": _("&Yes"),
            "&No": _("&No"),
            "&Undo": _("&Undo"),
            "&Redo": _("&Redo"),
            "Cu&t": _("Cu&t"),
            "&Copy": _("&Copy"),
            "&Paste": _("&Paste"),
            "Delete": _("Delete"),
            "Select All": _("Select All"),
            "&Print": _("&Print"),
        }

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """Say that there are words here."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]
        """Return our word, ``None`` where Qt's own is to be used."""
        del context, disambiguation, n
        found = self._words.get(source)
        return found if found and found != source else None
