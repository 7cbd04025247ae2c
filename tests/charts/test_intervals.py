"""The small picture of comparisons."""

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ldn_journal.charts.intervals import IntervalPlot, IntervalRow
from ldn_journal.charts.look import PAPER, Look

ROWS = [
    IntervalRow("1.5 mg", -0.4, (-1.5, 0.7)),
    IntervalRow("3 mg", -1.3, None),
    IntervalRow("4.5 mg", -2.1, (-3.0, -1.2)),
]


def plot(qtbot: QtBot) -> IntervalPlot:
    made = IntervalPlot(Look(PAPER, "sans", 12.0), QColor("#b84a06"), lambda value: f"{value:+.1f}")
    qtbot.addWidget(made)
    made.set_rows(ROWS)
    made.resize(280, made.sizeHint().height())
    return made


def test_the_ticks_enclose_every_interval_and_zero(qtbot: QtBot) -> None:
    ticks = plot(qtbot).ticks()
    assert ticks == [-3.0, -2.0, -1.0, 0.0, 1.0]


def test_it_says_its_figures(qtbot: QtBot) -> None:
    said = plot(qtbot).accessibleDescription()
    assert said == "1.5 mg: -0.4, likely -1.5 to +0.7. 3 mg: -1.3, no interval. 4.5 mg: -2.1, likely -3.0 to -1.2."


def test_intervals_are_drawn_and_a_missing_one_is_hollow(qtbot: QtBot) -> None:
    made = plot(qtbot)
    image = made.grab().toImage()
    high = made._look.metrics().height() * 1.5
    coloured = []
    for row in range(3):
        y = round(high * (row + 0.5))
        near = (image.pixelColor(x, y) for x in range(image.width()))
        coloured.append(sum(abs(c.red() - 0xB8) + abs(c.green() - 0x4A) + abs(c.blue() - 0x06) < 60 for c in near))
    assert coloured[0] > 60
    assert coloured[2] > 50
    assert 1 <= coloured[1] <= 8


def test_nothing_to_show_takes_no_room(qtbot: QtBot) -> None:
    made = plot(qtbot)
    made.set_rows([])
    assert made.sizeHint().height() == 0
    made.set_rows([IntervalRow("3 mg", 0.0, None)])
    assert made.ticks()[0] < 0 < made.ticks()[-1]
    made.grab()
