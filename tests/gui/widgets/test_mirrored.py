"""Places for reading from the right are those that Qt itself would take."""

import itertools

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QStyle, QWidget
from pytestqt.qtbot import QtBot

from ldn_journal.gui.widgets.mirrored import mirrored, mirrored_in, side

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.mark.parametrize("direction", [LEFT, RIGHT])
def test_rectangles_stand_where_qt_would_put_them(direction: Qt.LayoutDirection) -> None:
    grounds = [QRect(0, 0, 100, 40), QRect(7, 3, 101, 40), QRect(-5, 0, 60, 10)]
    rects = [QRect(x, 2, wide, 9) for x, wide in itertools.product((-3, 0, 11, 90), (0, 1, 20, 33))]
    for ground, rect in itertools.product(grounds, rects):
        assert mirrored(direction, ground, rect) == QStyle.visualRect(direction, ground, rect)


@pytest.mark.parametrize("direction", [LEFT, RIGHT])
def test_texts_begin_where_qt_would_have_them(direction: Qt.LayoutDirection) -> None:
    assert side(direction) == QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
    assert side(direction, end=True) == QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight)


def test_a_widget_is_its_own_ground(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(100, 20)
    widget.setLayoutDirection(RIGHT)
    assert mirrored_in(widget, QRect(10, 0, 30, 20)) == QRect(60, 0, 30, 20)
