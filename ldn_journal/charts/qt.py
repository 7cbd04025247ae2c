"""Loads Qt in a way that does not slow down every later import, and makes its application."""

import builtins
import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


_SWITCHED = "and has switched to "


def load_qt() -> None:
    """Import PySide6, to be called before anything else does.

    PySide6 puts a hook in the place of ``__import__`` that reads the source of each module imported from then on, to learn
    whether it may want ``from __feature__ import snake_case``. Nothing here wants it, and sqlmodel, pyqtgraph and what they
    bring along are 600 modules: a tenth of the time until the program is ready.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - imported for what it does

    builtins.__import__ = plain


def make_application(arguments: list[str]) -> "QApplication":
    """Return the ``QApplication`` of the process. Where Qt cannot make one, a sentence says why and the process ends with code 2.

    Qt itself would abort it. An exception cannot pass through Qt's own code, so the process ends from within: this comes before a
    journal is changed.
    """
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    if not _is_factor(os.environ.get("QT_SCALE_FACTOR", "1")):
        del os.environ["QT_SCALE_FACTOR"]  # Qt would multiply every length by nothing, and crash
    heard: list[str] = []

    def listen(kind: Any, context: Any, message: str) -> None:
        if kind.name == "QtFatalMsg":
            _give_up(message, arguments)
        if _SWITCHED in message:
            return  # under LANG=C: four lines about something that Qt has already put right
        heard.append(message if context.category in (None, "default") else f"{context.category}: {message}")

    before: Any = qInstallMessageHandler(listen)
    try:
        return QApplication(arguments)
    finally:
        qInstallMessageHandler(before)
        for line in heard:
            sys.stderr.write(line + "\n")


def _is_factor(text: str) -> bool:
    """Return whether ``text`` is a number that sizes can be multiplied by."""
    try:
        return 0 < float(text) < math.inf
    except ValueError:
        return False


def _give_up(last_word: str, arguments: list[str]) -> None:
    """Say why there is no application, and end the process."""
    from PySide6.QtCore import QLibraryInfo

    from ldn_journal.base.system_needs import explain_no_window

    if sys.platform in ("win32", "darwin"):
        sentence = last_word
    else:
        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms")
        told = arguments[-1] if "-platform" in arguments else os.environ.get("QT_QPA_PLATFORM", "")
        sentence = str(explain_no_window(plugins, told, os.environ))
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
    os._exit(2)
