"""One thing the window can do, and how it gets to the page it is done on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from ldn_journal.gui.page import Page

if TYPE_CHECKING:
    from ldn_journal.gui.main_window import MainWindow

P = TypeVar("P", bound=Page)


@dataclass(frozen=True)
class Action:
    """An action: ``key`` names it for good, ``title`` is what it is called and ``place`` where it belongs, in words.

    ``page`` is the key of the page it belongs to, empty for none. ``keys`` are its shortcuts in Qt's writing, ``also`` further
    words by which people look for it. ``offered`` says whether it makes sense at this moment.
    """

    key: str
    title: str
    place: str
    run: "Callable[[MainWindow], object]"
    page: str = ""
    keys: tuple[str, ...] = ()
    also: str = ""
    offered: "Callable[[MainWindow], bool]" = lambda _window: True


def on_page(window: "MainWindow", where: str, kind: type[P], deed: Callable[[P], None]) -> None:
    """Bring a page, or a part of it ("visits/summary"), into view and do something once it has loaded what it shows."""
    window.show_page(where)
    page = cast("P", window.page(where.partition("/")[0]))
    assert isinstance(page, kind)  # noqa: S101 - a key has one kind of page
    # The journal's jobs are done one after the other: behind this one, all that the page asked for is there.
    window.context.tasks.run(lambda _journal: page, deed, owner=page)


def press(button: QAbstractButton) -> None:
    """Press a button as by hand: it has the focus then, so that what it opens leads back to it."""
    button.setFocus(Qt.FocusReason.ShortcutFocusReason)
    button.click()
