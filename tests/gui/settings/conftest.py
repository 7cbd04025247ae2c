"""Somebody at the Settings page of a real window over a real file."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.settings.page import SettingsPage
from ldn_journal.gui.settings.track import TrackCard
from ldn_journal.gui.treatment.form import Form
from ldn_journal.journal import Journal
from ldn_journal.journal.settings import Settings
from tests.gui.conftest import Desk

T = TypeVar("T")
C = TypeVar("C")


class SettingsDesk:
    """The page in view; what is pressed is pressed by keyboard."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.window.show_page("settings")
        desk.qtbot.waitUntil(lambda: self.page.view is not None, timeout=60_000)
        desk.settle()

    @property
    def page(self) -> SettingsPage:
        page = self.desk.window.page("settings")
        assert isinstance(page, SettingsPage)
        return page

    @property
    def track(self) -> TrackCard:
        return self.page.track

    def card(self, kind: type[C]) -> C:
        """Return a card of the page."""
        return next(card for card in self.page.cards if isinstance(card, kind))

    def press(self, widget: QWidget) -> None:
        """Go to a button or box and press it."""
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert widget.hasFocus()
        QTest.keyClick(widget, Qt.Key.Key_Space)
        self.desk.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key where the focus is and wait for what comes of it."""
        self.desk.press(key, modifier)
        self.desk.settle()

    def fill(self, field: QWidget, text: str) -> None:
        """Go to a field and write something else into it."""
        field.setFocus(Qt.FocusReason.TabFocusReason)
        assert field.hasFocus()
        if isinstance(field, QLineEdit):
            field.selectAll()
        self.desk.type(text)

    def form(self) -> Form:
        """Return the form that is open."""
        assert self.track.form is not None
        return self.track.form

    def order(self) -> list[str]:
        """Return the measures of the list, in the order in which they are seen."""
        rows = sorted(self.track.list.rows, key=lambda row: row.y())
        assert [row.spec.key for row in rows] == [row.spec.key for row in self.track.list.rows]
        return [row.spec.key for row in rows]

    def settings(self) -> Settings:
        """Return the settings as they are stored."""
        return self.ask(lambda journal: journal.settings)

    def ask(self, question: Callable[[Journal], T]) -> T:
        """Return what the window's own journal answers."""
        found: list[Any] = []
        self.desk.settle()
        self.desk.window.context.tasks.run(question, found.append)
        self.desk.settle()
        return found[0]  # type: ignore[no-any-return]


@pytest.fixture
def at_settings(planned: DataFolder, desk: Desk) -> SettingsDesk:
    """The page over the planned journal, which tracks pain, sleep and its quality, dreams, nausea and fatigue."""
    return SettingsDesk(desk)
