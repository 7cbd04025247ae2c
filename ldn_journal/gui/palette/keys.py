"""The keys that do something wherever the focus is. Light: the window binds them at the start, the registry names them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "palette": ("Ctrl+K",),
    "undo": ("Ctrl+Z",),
    "quit": ("Ctrl+Q",),
    "lock": ("Ctrl+L",),
    "sheet": ("?", "F1"),
    "text.larger": ("Ctrl++", "Ctrl+="),
    "text.smaller": ("Ctrl+-",),
    "text.usual": ("Ctrl+0",),
    "day.before": ("Alt+Left",),
    "day.after": ("Alt+Right",),
    "day.today": ("Alt+Home",),
    "day.suggest": ("Ctrl+D",),
    "day.versions": ("Ctrl+E",),
    "day.accept": ("Ctrl+Return", "Ctrl+Enter"),
}
"""The keys of actions, in Qt's portable writing; the first is the one that is shown."""

_PAGE_KEYS: Final = (*(f"Ctrl+{number}" for number in range(1, 10)), "Ctrl+,")
"""The tenth page is the settings; the comma is their key in many programs."""


def page_keys(place: int) -> tuple[str, ...]:
    """Return the keys of the page at ``place`` in the navigation, counted from 0; the first ten have some."""
    return _PAGE_KEYS[place : place + 1]


def bind(
    host: QWidget,
    key: str,
    deed: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> None:
    """Have the keys of the action ``key`` call ``deed``, in the window or, by ``context``, in ``host`` alone."""
    for keys in KEYS[key]:
        bind_keys(host, keys, deed, context)


def bind_keys(host: QWidget, keys: QKeySequence | str, deed: Callable[[], object], context: Qt.ShortcutContext) -> None:
    """Have ``keys``, one chord, call ``deed``: ``context`` says whether in the window or in ``host`` alone."""
    shortcut = QShortcut(QKeySequence(keys), host)
    shortcut.setContext(context)
    shortcut.activated.connect(deed)


def shown_keys(keys: tuple[str, ...]) -> str:
    """Return the first of ``keys`` as this system writes it, with arrows as signs; empty for none."""
    if not keys:
        return ""
    written = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
    names = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": _("Enter")}
    head, plus, last = written.rpartition("+") if not written.endswith("++") else (written[:-2], "+", "+")
    return f"{head}{plus}{names.get(last, last)}"
