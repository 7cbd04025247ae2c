"""The calendar of the Trends page, and the way from it to a day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ldn_journal.base.paths import DataFolder
from ldn_journal.charts.words import day_sentence
from ldn_journal.domain.measures import NewRating
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.trends.calendar_view import CalendarView
from ldn_journal.gui.trends.page import TrendsPage
from tests.gui.conftest import Desk

MakePage = Callable[[DataFolder], TrendsPage]
Wait = Callable[[Callable[[], bool]], None]
TODAY = date(2026, 3, 10)


@pytest.fixture
def opened(make_page: MakePage, sample: DataFolder) -> tuple[TrendsPage, CalendarView]:
    """The page on this view of the sample."""
    page = make_page(sample)
    page.views.cell_activated(2)
    part = page.part("calendar")
    assert isinstance(part, CalendarView)
    return page, part


Opened = tuple[TrendsPage, CalendarView]


def test_a_day_is_read_aloud_and_opened_by_keyboard(opened: Opened) -> None:
    page, view = opened
    asked: list[date] = []
    page.day_wanted.connect(asked.append)
    heat = view.map
    assert heat is not None
    assert page.view is not None
    heat.setFocus()
    QTest.keyClick(heat, Qt.Key.Key_Up)
    assert heat.cursor_day == TODAY
    assert view.caption.text() == day_sentence(page.view.trends, TODAY, ("pain",))
    assert heat.accessibleDescription() == view.caption.text()
    QTest.keyClick(heat, Qt.Key.Key_Left)
    assert heat.cursor_day == TODAY - timedelta(days=7)
    QTest.keyClick(heat, Qt.Key.Key_Up)
    QTest.keyClick(heat, Qt.Key.Key_Return)
    assert asked == [TODAY - timedelta(days=8)]
    QTest.keyClick(heat, Qt.Key.Key_Escape)
    assert view.caption.isHidden()


def test_in_a_small_window_with_large_text_days_are_in_sight(opened: Opened, qapp: QApplication, wait: Wait) -> None:
    page, view = opened
    apply_theme(qapp, "light", 2.0)
    page.resize(900, 530)
    assert view.map is not None
    heat = view.map
    wait(lambda: heat.rect_of(TODAY).width() >= 24)
    area = view.scroller.viewport()
    cell = heat.rect_of(TODAY - timedelta(days=TODAY.weekday())).toRect()
    assert area.rect().contains(cell.translated(heat.mapTo(area, QPoint(0, 0))))
    assert view.hint.text().startswith("Point at a day")
    assert view.scroller.isAncestorOf(view.hint)


def test_the_day_read_stands_over_the_foot_and_lets_the_pointer_through(opened: Opened) -> None:
    _page, view = opened
    assert view.map is not None
    high = view.map.height()
    view.map.setFocus()
    QTest.keyClick(view.map, Qt.Key.Key_Up)
    assert view.caption.isVisible()
    assert view.caption.geometry().bottom() == view.rect().bottom()
    assert view.caption.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert view.map.height() == high


def test_a_click_opens_a_day(opened: Opened) -> None:
    page, view = opened
    asked: list[date] = []
    page.day_wanted.connect(asked.append)
    assert view.map is not None
    day = TODAY - timedelta(days=30)
    QTest.mouseClick(view.map, Qt.MouseButton.LeftButton, pos=view.map.rect_of(day).center().toPoint())
    assert asked == [day]


def test_months_are_turned_within_the_record(opened: Opened) -> None:
    page, view = opened
    heat = view.map
    assert heat is not None
    assert page.view is not None
    view.by.cell_activated(1)
    assert view.month_row.isVisible()
    assert view.month_name.text() == "March 2026"
    assert not view.on.isEnabled()
    view.back.click()
    assert view.month_name.text() == "February 2026"
    assert view.on.isEnabled()
    heat.setFocus()
    QTest.keyClick(heat, Qt.Key.Key_Right)
    assert heat.cursor_day == date(2026, 2, 28)
    QTest.keyClick(heat, Qt.Key.Key_Right)
    assert heat.cursor_day == date(2026, 3, 1)
    assert view.month_name.text() == "March 2026"
    QTest.keyClick(heat, Qt.Key.Key_Home)
    assert heat.cursor_day == page.view.trends.first
    assert not view.back.isEnabled()
    QTest.keyClick(heat, Qt.Key.Key_Left)
    assert heat.cursor_day == page.view.trends.first


def test_another_measure_is_shown(opened: Opened) -> None:
    _page, view = opened
    assert view.map is not None
    assert view.legend is not None
    assert "from 0 to 10" in view.legend.accessibleName()
    view.measure.box.setFocus()
    while view.measure.current() != "vivid_dreams":
        QTest.keyClick(view.measure.box, Qt.Key.Key_Down)
    assert view.map.accessibleName() == "Calendar of Vivid dreams"
    assert "from none to very severe" in view.legend.accessibleName()


def test_it_takes_another_look_and_size(opened: Opened, qapp: QApplication, wait: Wait) -> None:
    page, view = opened
    heat = view.map
    assert heat is not None
    apply_theme(qapp, "dark", 2.0)
    page.resize(556, 600)
    wait(lambda: heat._look.palette.background == "#171b20")
    QApplication.processEvents()
    assert view.scroller.horizontalScrollBar().maximum() == 0
    assert heat.rect_of(TODAY).right() <= heat.width()


def test_the_window_goes_to_the_day_that_was_clicked(desk: Desk) -> None:
    day = TODAY - timedelta(days=3)
    desk.window.context.change(lambda journal: journal.record(NewRating(day=day, measure="pain", value=4)))
    desk.settle()
    desk.window.show_page("trends")
    desk.settle()
    page = desk.window.page("trends")
    assert isinstance(page, TrendsPage)
    page.views.cell_activated(2)
    view = page.part("calendar")
    assert isinstance(view, CalendarView)
    assert view.map is not None
    QTest.mouseClick(view.map, Qt.MouseButton.LeftButton, pos=view.map.rect_of(day).center().toPoint())
    desk.settle()
    assert desk.window.nav.current() == "today"
    assert desk.today.day == day
    assert desk.scale("pain") == 4
