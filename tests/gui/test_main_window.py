"""One frame for all pages: the same edges, one name for a page, a mark of what scrolled away, and the way to safekeeping."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QTableView, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.labels import LinkButton
from ldn_journal.gui.widgets.page_scroller import PageScroller
from tests.gui.conftest import Desk

FRAMED = ("history", "treatment", "questionnaires", "visits", "files", "keeping", "settings")


def shown(desk: Desk, key: str) -> QWidget:
    desk.window.show_page(key)
    desk.settle()
    return desk.window.page(key)


def edges(page: QWidget) -> tuple[int, int]:
    """Return where the outermost cards and tables begin and end, from the page's edges."""
    found = [one for kind in (Card, QTableView) for one in page.findChildren(kind) if one.isVisible()]
    starts = [one.mapTo(page, QPoint(0, 0)).x() for one in found]
    ends = [page.width() - x - one.width() for x, one in zip(starts, found, strict=True)]
    return min(starts), min(ends)


def titles(page: QWidget) -> list[QLabel]:
    return [one for one in page.findChildren(QLabel) if one.property("role") == "title" and one.isVisible()]


def test_every_page_has_the_same_edges(desk: Desk) -> None:
    desk.window.resize(1280, 800)
    for key in FRAMED:
        page = shown(desk, key)
        start, end = edges(page)
        # Visits without a visit have one column, which is not to be as wide as two.
        assert start == tokens.PAGE_LEFT, key
        assert key == "visits" or end == tokens.PAGE_RIGHT + tokens.GUTTER, key
        (title,) = titles(page)
        assert title.mapTo(page, QPoint(0, 0)) == QPoint(tokens.PAGE_LEFT, tokens.PAGE_TOP), key


def test_a_page_is_named_once_where_a_menu_stands_above_it(desk: Desk, qapp: QApplication) -> None:
    desk.window.resize(900, 600)
    shown(desk, "treatment")
    apply_theme(qapp, "light", 2.0)
    desk.qtbot.waitUntil(desk.window.menu.isVisible)
    for key, name in desk.window.page_names():
        if key in FRAMED:
            page = shown(desk, key)
            assert titles(page) == [], key
            assert page.accessibleName() == name
    apply_theme(qapp, "light", 1.0)
    desk.qtbot.waitUntil(desk.window.nav.isVisible)
    assert titles(shown(desk, "treatment"))


def test_a_line_shows_that_something_is_scrolled_away(desk: Desk) -> None:
    desk.window.resize(1280, 800)
    scroller = next(one for one in shown(desk, "settings").findChildren(PageScroller) if one.isVisible())
    line = next(one for one in scroller.findChildren(QFrame) if one.parent() is scroller and one.property("line"))
    assert not line.isVisible()
    scroller.verticalScrollBar().setValue(40)
    assert line.isVisible()
    assert (line.y(), line.width()) == (0, scroller.width())
    scroller.verticalScrollBar().setValue(0)
    assert not line.isVisible()


def test_the_word_at_the_foot_leads_to_safekeeping_by_key_too(desk: Desk) -> None:
    nav = desk.window.nav
    nav.cells[nav.stop].setFocus(Qt.FocusReason.TabFocusReason)
    desk.press(Qt.Key.Key_Tab)
    assert desk.focus().text() == "Not protected by a password"  # type: ignore[attr-defined]
    desk.press(Qt.Key.Key_Space)
    assert desk.window.last_page == "keeping"
    assert [one.text() for one in titles(shown(desk, "keeping"))] == ["Safekeeping"]


def test_links_stand_flush_with_the_words_around_them(qapp: QApplication) -> None:
    apply_theme(qapp, "light", 1.0)
    link = LinkButton("Undo")
    assert link.sizeHint().width() <= link.fontMetrics().horizontalAdvance("Undo") + 1
