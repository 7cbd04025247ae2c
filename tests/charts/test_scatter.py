"""Pairs of days as dots."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ldn_journal.charts.look import PAPER, Look
from ldn_journal.charts.scatter import ScatterAxis, ScatterPlot

SLEEP = ScatterAxis("Sleep", lambda value: f"{value / 60:g} h", unit=60)
PAIN = ScatterAxis("Pain, the day after", lambda value: f"{value:g}", 0, 10)


@pytest.fixture
def plot(qtbot: QtBot) -> ScatterPlot:
    made = ScatterPlot(Look(PAPER, "sans", 12.0), QColor("#b84a06"))
    qtbot.addWidget(made)
    made.resize(360, 240)
    made.show_pairs([300, 420, 420, 420, 510], [7, 4, 4, 4, 2], SLEEP, PAIN)
    return made


def test_days_that_fall_together_make_one_larger_dot(plot: ScatterPlot) -> None:
    assert plot.dots == {(300.0, 7.0): 1, (420.0, 4.0): 3, (510.0, 2.0): 1}
    image = plot.grab().toImage()

    def wide(x: float, y: float) -> int:
        at = plot.place(x, y).toPoint()
        row = (image.pixelColor(at.x() + step, at.y()) for step in range(-9, 10))
        return sum(colour.red() - colour.blue() > 60 for colour in row)

    assert wide(420, 4) > wide(300, 7) > 0


def test_it_says_what_it_shows(plot: ScatterPlot) -> None:
    assert plot.accessibleName() == "Pain, the day after against Sleep"
    assert plot.accessibleDescription() == (
        "5 pairs of days; across, Sleep from 5 h to 8.5 h; up, Pain, the day after from 2 to 7."
    )


def test_ticks_stand_on_whole_hours_and_enclose_the_values(plot: ScatterPlot) -> None:
    assert SLEEP.ticks([300, 510]) == [300, 360, 420, 480, 540]
    assert PAIN.ticks([2, 7]) == [0, 5, 10]
    assert SLEEP.ticks([400, 400])[0] < 400 < SLEEP.ticks([400, 400])[-1]
    area = plot.plot_area()
    for x, y in plot.dots:
        assert area.contains(plot.place(x, y))
