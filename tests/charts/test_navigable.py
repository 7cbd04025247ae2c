"""Reading and moving the chart by keys and mouse."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from ldn_journal.analysis.trends import Trends
from ldn_journal.charts.navigable import NavigableChart


def wheel(chart: NavigableChart, turn: int, modifiers: Qt.KeyboardModifier) -> bool:
    """Turn the wheel over the middle and return whether the chart took it."""
    middle = QPointF(350, 300)
    event = QWheelEvent(
        middle, chart.mapToGlobal(middle), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    chart.wheelEvent(event)
    return event.isAccepted()


def test_arrow_keys_read_the_days_aloud(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    told: list[str] = []
    chart.day_read.connect(told.append)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.cursor_day == date(2026, 3, 1)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert told[-1] == (
        "Saturday 28 February 2026: pain 10, 7-day mean 4.7; sleep 7 h 38 min, 7-day mean 7 h 35 min; vivid dreams mild; "
        "nausea none; dose 3\u00a0mg taken"
    )
    assert chart.accessibleDescription() == told[-1]
    QTest.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert chart.cursor_day == date(2026, 2, 21)
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.cursor_day is None
    assert chart.accessibleDescription() == chart.describe()


def test_a_blank_day_is_read_as_not_recorded(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    assert chart.read_day(date(2026, 1, 21)) == (
        "Wednesday 21 January 2026: pain not recorded; sleep not recorded; vivid dreams not recorded; "
        "nausea not recorded; dose 1.5\u00a0mg taken"
    )
    assert "before LDN" in chart.read_day(date(2026, 1, 2))
    assert chart.read_day(date(2026, 2, 10)).endswith("dose 3\u00a0mg taken; flu")


def test_reading_stops_at_the_ends_and_brings_the_day_into_sight(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    chart.show_days(date(2026, 2, 1), date(2026, 2, 20))
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.cursor_day == date(2026, 2, 1)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.days_in_sight == (date(2026, 1, 31), date(2026, 2, 19))
    chart.read_day(date(1999, 1, 1))
    assert chart.cursor_day == usual.first
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.cursor_day == usual.first


def test_keys_zoom_and_pan(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    wide = chart.view_days[1] - chart.view_days[0]
    assert wide == pytest.approx(60 / 1.4)
    before = chart.view_days[0]
    QTest.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart.view_days[0] < before
    assert chart.cursor_day is None
    QTest.keyClick(chart, Qt.Key.Key_0)
    assert chart.view_days == (-0.5, 59.5)


def test_the_wheel_zooms_around_the_pointer(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    under = chart.span().day(350 - chart.plot_area().left())
    assert wheel(chart, 120, Qt.KeyboardModifier.NoModifier)
    assert chart.span().days < 60
    assert chart.span().day(350 - chart.plot_area().left()) == pytest.approx(under)


def test_the_wheel_scrolls_a_long_page(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    chart.wheel_zooms = False
    assert not wheel(chart, 120, Qt.KeyboardModifier.NoModifier)
    assert chart.span().days == 60
    assert wheel(chart, 120, Qt.KeyboardModifier.ControlModifier)
    assert chart.span().days < 60


def test_hover_reads_and_dragging_pans(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    chart.show_days(date(2026, 1, 20), date(2026, 2, 8))
    port = chart.viewport()
    QTest.mouseMove(port, QPoint(300, 200))
    chart.mouseMoveEvent(move(300, 200))
    assert chart.cursor_day == chart.day_at(chart.span().day(300 - chart.plot_area().left()))
    before = chart.view_days[0]
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    chart.mouseMoveEvent(move(400, 200))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(400, 200))
    assert before - chart.view_days[0] == pytest.approx(100 / chart.span().px_per_day)


def move(x: float, y: float):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    none = Qt.MouseButton.NoButton
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(x, y), QPointF(x, y), none, none, Qt.KeyboardModifier.NoModifier)


def test_other_keys_are_left_to_the_window(chart: NavigableChart, usual: Trends) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    chart.show_trends(usual)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    chart.keyPressEvent(event)
    assert not event.isAccepted()
