"""How days are spread, phase by phase."""

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ldn_journal.charts.distribution import DistributionPlot, DistributionRow
from ldn_journal.charts.look import PAPER, Look
from ldn_journal.charts.scales import Mark, ValueScale

SCALE = ValueScale(0, 10, ((0, "0"), (5, "5"), (10, "10")), Mark.LINE)
ROWS = [
    DistributionRow("before LDN", tuple(float(5 + n % 4) for n in range(28)), (5.0, 6.0, 7.0)),
    DistributionRow("1.5 mg", (3.0, 4.0, 4.0), None),
    DistributionRow("break", (), None),
]


def plot(qtbot: QtBot) -> DistributionPlot:
    made = DistributionPlot(Look(PAPER, "sans", 12.0), QColor("#b84a06"), SCALE, lambda value: f"{value:g}")
    qtbot.addWidget(made)
    made.set_rows(ROWS)
    made.resize(400, made.sizeHint().height())
    return made


def test_it_says_its_figures_and_few_days_only_as_days(qtbot: QtBot) -> None:
    said = plot(qtbot).accessibleDescription()
    assert said == (
        "before LDN: 28 days, from 5 to 8, the middle half from 5 to 7, median 6. 1.5 mg: 3 days, from 3 to 4. "
        "break: nothing recorded."
    )


def test_values_stand_at_their_place_on_the_axis(qtbot: QtBot) -> None:
    made = plot(qtbot)
    low, middle, high = (made.place(value) for value in (0, 5, 10))
    assert 0 < low < middle < high <= made.width()
    assert abs((low + high) / 2 - middle) < 1e-9


def test_the_box_and_the_days_are_drawn_where_they_belong(qtbot: QtBot) -> None:
    made = plot(qtbot)
    image = made.grab().toImage()

    def inked(row: int, value: float) -> int:
        x, top = round(made.place(value)), round(made.row_height * row)
        ground = QColor(PAPER.background).rgb()
        line = QColor(PAPER.line).rgb()
        column = (image.pixelColor(x, y).rgb() for y in range(top + 2, top + round(made.row_height) - 2))
        return sum(rgb not in (ground, line, image.pixelColor(image.width() - 2, 1).rgb()) for rgb in column)

    assert inked(0, 6) > made.row_height * 0.4
    assert inked(0, 2) == 0
    assert inked(1, 4) > 0
    assert inked(2, 4) == 0


def test_equal_rows_make_equal_pictures(qtbot: QtBot) -> None:
    assert plot(qtbot).grab().toImage() == plot(qtbot).grab().toImage()


def test_nothing_to_show_takes_no_room(qtbot: QtBot) -> None:
    made = plot(qtbot)
    made.set_rows([])
    assert made.sizeHint().height() == 0
