"""A page that comes into view by a key is said by its name; nothing is said twice."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from tests.gui.conftest import Desk


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What assistive technology is told to say, on the way to it."""
    words: list[str] = []
    tell: Callable[[QAccessibleEvent], None] = QAccessible.updateAccessibility

    def listen(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            words.append(event.message())
        tell(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return words


def test_a_page_that_comes_by_a_key_or_a_link_says_its_name_once(desk: Desk, heard: list[str]) -> None:
    assert not desk.window.nav.isAncestorOf(desk.focus())
    desk.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.last_page == "trends"
    assert heard == ["Trends"]
    desk.window.show_page("trends/compare")
    desk.window.show_day(desk.today.today)
    desk.settle()
    assert [one for one in heard if one in {title for _key, title in desk.window.page_names()}] == ["Trends", "Today"]


def test_who_walks_through_the_navigation_hears_it_from_there(desk: Desk, heard: list[str]) -> None:
    desk.window.nav.cells[0].setFocus(Qt.FocusReason.TabFocusReason)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert desk.window.last_page == "history"
    assert heard == []
