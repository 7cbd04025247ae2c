"""The week strip and the month calendar."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ldn_journal.gui.widgets.day_cell import DayCell
from ldn_journal.gui.widgets.month_calendar import MonthButton, MonthCalendar, shift_month
from ldn_journal.gui.widgets.week_strip import WeekStrip

TODAY = date(2026, 3, 10)


@pytest.fixture
def strip(qtbot) -> WeekStrip:
    strip = WeekStrip(TODAY)
    qtbot.addWidget(strip)
    strip.resize(600, 64)
    strip.show()
    strip.activateWindow()
    strip.setFocus()
    qtbot.waitUntil(strip.has_focus)
    return strip


def test_the_week_ends_today(strip: WeekStrip) -> None:
    assert strip.days() == [TODAY - timedelta(days=n) for n in range(6, -1, -1)]
    assert [cell.caption for cell in strip.cells] == ["Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Today"]
    assert strip.cells[6].isChecked()


def test_an_earlier_day_stands_in_the_middle(qtbot, strip: WeekStrip) -> None:
    with qtbot.waitSignal(strip.days_shown) as shown:
        strip.set_day(date(2026, 2, 1))
    assert shown.args == [date(2026, 1, 29), date(2026, 2, 4)]
    assert strip.cells[3].isChecked()
    strip.set_day(TODAY - timedelta(days=2))
    assert strip.days()[-1] == TODAY


def test_arrows_and_pages_go_to_days_but_never_past_today(strip: WeekStrip) -> None:
    seen: list[date] = []
    strip.day_chosen.connect(seen.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert seen == [TODAY - timedelta(days=1), TODAY, TODAY - timedelta(days=7), TODAY]
    assert strip.has_focus()


def test_days_to_come_cannot_be_chosen(strip: WeekStrip) -> None:
    strip.set_day(date(2026, 3, 1))
    strip.set_today(date(2026, 3, 2))
    assert [cell.isEnabled() for cell in strip.cells] == [True] * 7
    assert strip.days()[-1] == date(2026, 3, 2)
    strip.set_today(TODAY)
    strip.set_day(date(2026, 2, 28))
    strip.set_today(date(2026, 3, 1))
    strip.set_day(date(2026, 2, 20))
    seen: list[date] = []
    strip.day_chosen.connect(seen.append)
    QTest.mouseClick(strip.cells[0], Qt.MouseButton.LeftButton)
    assert seen == [date(2026, 2, 17)]


def test_how_much_is_recorded_is_drawn_and_spoken(strip: WeekStrip) -> None:
    before = strip.cells[0].grab().toImage()
    strip.set_completeness({TODAY: 0.5, TODAY - timedelta(days=6): 1.0})
    assert strip.cells[0].grab().toImage() != before
    names = [QAccessible.queryAccessibleInterface(cell).text(QAccessible.Text.Name) for cell in strip.cells]
    assert names[0] == "Wednesday, 4 March 2026, all recorded"
    assert names[1] == "Thursday, 5 March 2026, nothing recorded"
    assert names[6] == "Tuesday, 10 March 2026, today, 50 % recorded"


def test_a_narrow_strip_shortens_the_weekdays(strip: WeekStrip) -> None:
    strip.resize(strip.minimumSizeHint())
    assert [cell.caption for cell in strip.cells] == list("WTFSSMT")
    for cell in strip.cells:
        assert strip.rect().contains(cell.geometry())


def test_weekday_names_follow_the_locale(qtbot) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    strip = WeekStrip(TODAY)
    qtbot.addWidget(strip)
    assert strip.cells[0].caption.startswith("Mi")


@pytest.fixture
def month(qtbot) -> MonthCalendar:
    month = MonthCalendar(TODAY)
    qtbot.addWidget(month)
    month.show()
    month.activateWindow()
    month.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and month.isAncestorOf(QApplication.focusWidget()))
    return month


def days_of(month: MonthCalendar) -> list[DayCell]:
    return month.findChildren(DayCell)


def test_months_are_counted_across_years() -> None:
    assert shift_month(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert shift_month(date(2026, 1, 31), -2) == date(2025, 11, 30)


@pytest.mark.parametrize(("locale", "first"), [("en_GB", date(2026, 2, 23)), ("en_US", date(2026, 3, 1))])
def test_weeks_begin_as_the_locale_has_it(qtbot, locale: str, first: date) -> None:
    QLocale.setDefault(QLocale(locale))
    month = MonthCalendar(TODAY)
    qtbot.addWidget(month)
    assert days_of(month)[0].day == first == month.shown_range()[0]


def test_arrows_walk_and_enter_chooses(qtbot, month: MonthCalendar) -> None:
    seen: list[date] = []
    shown: list[tuple[date, date]] = []
    month.day_chosen.connect(seen.append)
    month.month_shown.connect(lambda first, last: shown.append((first, last)))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert seen == []
    assert shown == [(date(2026, 1, 26), date(2026, 3, 8))]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert seen == [date(2026, 2, 23)]
    assert month.day() == date(2026, 2, 23)


def test_page_keys_turn_months_and_stop_at_today(month: MonthCalendar) -> None:
    shown: list[date] = []
    month.month_shown.connect(lambda first, _last: shown.append(first))
    for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert len(shown) == 2
    assert month.shown_range()[0] == date(2026, 2, 23)
    focused = QApplication.focusWidget()
    assert isinstance(focused, DayCell)
    assert focused.day == TODAY


def test_a_click_chooses_a_day_and_completeness_is_spoken(month: MonthCalendar) -> None:
    seen: list[date] = []
    month.day_chosen.connect(seen.append)
    month.set_completeness({date(2026, 3, 5): 0.25})
    cell = next(cell for cell in days_of(month) if cell.day == date(2026, 3, 5))
    assert cell.accessibleName() == "Thursday, 5 March 2026, 25 % recorded"
    QTest.mouseClick(cell, Qt.MouseButton.LeftButton)
    assert seen == [date(2026, 3, 5)]
    tomorrow = next(cell for cell in days_of(month) if cell.day == date(2026, 3, 11))
    QTest.mouseClick(tomorrow, Qt.MouseButton.LeftButton)
    assert seen == [date(2026, 3, 5)]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # raising and grabbing, offscreen
def test_the_button_opens_a_month_asks_for_its_marks_and_closes_on_choice(qtbot) -> None:
    button = MonthButton(TODAY)
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    with qtbot.waitSignal(button.month_shown) as shown:
        button.click()
    assert shown.args == [date(2026, 2, 23), date(2026, 4, 5)]
    assert button.popup().isVisible()
    with qtbot.waitSignal(button.day_chosen) as chosen:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert chosen.args == [date(2026, 3, 9)]
    assert not button.popup().isVisible()
