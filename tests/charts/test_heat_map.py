"""The heat map: every day where it belongs, in the colour of its value."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ldn_journal.analysis.trends import Trends
from ldn_journal.charts.heat_colours import heat_steps, readable_on, short_words
from ldn_journal.charts.heat_grids import MonthGrid, YearGrid
from ldn_journal.charts.heat_map import HeatMap, shifted_month
from ldn_journal.charts.look import PAPER, Look
from ldn_journal.clinical.measures import built_in_measures

LOOK = Look(PAPER, "sans", 12.0)
MONDAY = 1
FIRST = date(2026, 1, 1)


@pytest.fixture
def heat(qtbot: QtBot) -> HeatMap:
    made = HeatMap(LOOK)
    qtbot.addWidget(made)
    made.resize(1000, 400)
    return made


pytestmark = pytest.mark.usefixtures("qapp")  # letters are measured


def test_weeks_are_columns_and_weekdays_rows() -> None:
    grid = YearGrid(date(2025, 3, 5), date(2026, 2, 10), 1000, LOOK, MONDAY)
    wednesday, thursday, next_week = (grid.rect(date(2025, 3, day)) for day in (5, 6, 12))
    assert thursday.left() == wednesday.left()
    assert thursday.top() == pytest.approx(wednesday.top() + grid.cell)
    assert next_week.top() == wednesday.top()
    assert next_week.left() == pytest.approx(wednesday.left() + grid.cell)
    assert grid.rect(date(2026, 1, 1)).top() < wednesday.top()
    assert {caption.text for caption in grid.captions() if caption.strong} == {"2025", "2026"}
    days = list(grid.days_in(QRectF(0, 0, 1000, grid.height)))
    assert sorted(days) == [date(2025, 3, 5) + timedelta(days=n) for n in range(343)]


def test_a_record_within_one_year_begins_at_its_first_month() -> None:
    first, last = date(2026, 4, 5), date(2026, 11, 20)
    grid = YearGrid(first, last, 1000, LOOK, MONDAY)
    cells = [grid.rect(first), grid.rect(last)]
    names = max(LOOK.metrics().horizontalAdvance(name) for name in ("Mon", "Sun"))
    assert cells[0].left() <= names + 2 * LOOK.text_px
    assert cells[1].right() >= 1000 - 3 * grid.cell
    assert grid.cell > YearGrid(date(2025, 4, 5), last, 1000, LOOK, MONDAY).cell
    assert [caption.text for caption in grid.captions() if caption.text in ("Mar", "Apr", "Nov", "Dec")] == [
        "Apr",
        "Nov",
    ]
    assert list(grid.before()) == [date(2026, 4, day) for day in range(1, 5)]


@pytest.mark.parametrize("size", [12.0, 26.0])
def test_a_day_is_at_least_as_high_as_the_text(size: float) -> None:
    look = Look(PAPER, "sans", size)
    for first in (date(2025, 4, 5), date(2026, 2, 1)):
        grid = YearGrid(first, date(2026, 11, 20), 840, look, MONDAY)
        assert grid.cell >= max(16, size)


def test_no_two_days_overlap_and_all_fit() -> None:
    for width in (300.0, 620.0, 1400.0):
        grid = YearGrid(date(2024, 1, 1), date(2024, 12, 31), width, LOOK, 7)
        cells = [grid.rect(date(2024, 1, 1) + timedelta(days=n)) for n in range(366)]
        assert len({(cell.left(), cell.top()) for cell in cells}) == 366
        assert max(cell.right() for cell in cells) <= width
        assert max(cell.bottom() for cell in cells) <= grid.height


def test_a_month_has_its_weeks_as_rows() -> None:
    grid = MonthGrid(FIRST, date(2026, 3, 10), date(2026, 2, 17), 700, LOOK, MONDAY)
    assert grid.rect(date(2026, 2, 1)).left() == pytest.approx(grid.cell * 6)
    assert grid.rect(date(2026, 2, 2)).left() == 0
    assert grid.rect(date(2026, 2, 28)).bottom() <= grid.height
    assert len(list(grid.days_in(QRectF()))) == 28
    assert list(MonthGrid(FIRST, date(2026, 2, 26), date(2026, 2, 1), 700, LOOK, MONDAY).outside()) == [
        date(2026, 2, 27),
        date(2026, 2, 28),
    ]


def test_steps_follow_the_scale(make_trends: Callable[..., Trends]) -> None:
    trends = make_trends({"pain": {0: 3.0}, "vivid_dreams": {0: 2.0}, "sleep": {0: 400.0, 1: 500.0}})
    pain = heat_steps(trends.series["pain"], LOOK)
    assert pain.bounds == (0, 2, 4, 6, 8, 10)
    assert [pain.step(value) for value in (0, 1.9, 2, 9.9, 10)] == [0, 0, 1, 4, 4]
    assert pain.named == ()
    dreams = heat_steps(trends.series["vivid_dreams"], LOOK)
    assert [dreams.step(value) for value in range(5)] == [0, 1, 2, 3, 4]
    assert dreams.named[0] == "none"
    sleep = heat_steps(trends.series["sleep"], LOOK)
    assert all(bound % 30 == 0 for bound in sleep.bounds)
    assert sleep.bounds[0] <= 400 < 500 <= sleep.bounds[-1]
    assert len({colour.name() for colour in pain.colours}) == 5


def test_ink_is_readable_on_every_colour() -> None:
    def luminance(colour: QColor) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    for ground in [QColor(r, g, b) for r in range(0, 256, 51) for g in range(0, 256, 51) for b in range(0, 256, 51)]:
        high, low = sorted((luminance(ground), luminance(readable_on(ground))), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_blank_differs_from_zero_and_values_from_each_other(heat: HeatMap, make_trends: Callable[..., Trends]) -> None:
    heat.show_days(make_trends({"pain": {0: 0.0, 1: 5.0, 2: 10.0}}, days=10), "pain")
    image = heat.grab().toImage()
    assert heat.steps is not None
    for number, value in enumerate((0.0, 5.0, 10.0)):
        at = heat.rect_of(FIRST + timedelta(days=number)).center().toPoint()
        assert image.pixelColor(at).name() == heat.steps.colour(value).name()
    blank = heat.rect_of(FIRST + timedelta(days=5))
    shown = {colour.name() for colour in heat.steps.colours}
    assert image.pixelColor(blank.center().toPoint()).name() not in shown
    assert image.pixelColor(round(blank.left()), round(blank.center().y())).name() not in shown


def test_a_point_leads_to_its_day(heat: HeatMap, usual: Trends) -> None:
    heat.show_days(usual, "pain")
    for layout in ("year", "month"):
        heat.show_by(layout)  # type: ignore[arg-type]
        heat.show_month(date(2026, 2, 5))
        day = date(2026, 2, 9)
        assert heat.day_at(heat.rect_of(day).center()) == day
    assert heat.day_at(QPointF(0, 0)) is None
    assert heat.rect_of(date(2026, 1, 9)).isEmpty()


def test_a_day_is_read_with_dose_events_and_the_phase_that_begins(heat: HeatMap, usual: Trends) -> None:
    heat.show_days(usual, "pain")
    read: list[str] = []
    heat.day_read.connect(read.append)
    day = usual.phases[-1].first
    assert heat.read_day(day).endswith("3\u00a0mg begins.")
    assert "flu" in heat.read_day(date(2026, 2, 10))
    assert "pain not recorded" in heat.read_day(date(2026, 1, 22))
    assert read[-1] == heat.accessibleDescription()
    heat.read_day(date(1999, 1, 1))
    assert heat.cursor_day == usual.first
    heat.read_day(None)
    assert heat.accessibleDescription().startswith("Pain day by day from 1 January 2026")


def test_values_are_written_in_a_months_cells() -> None:
    known = built_in_measures()
    assert short_words(known["pain"], 5.25) == ["5.2"]
    assert short_words(known["sleep"], 425) == ["7 h 5 min", "7:05"]
    assert short_words(known["nausea"], 2.0) == ["moderate", "2"]


def test_today_is_marked_in_a_month(heat: HeatMap, make_trends: Callable[..., Trends]) -> None:
    usual = make_trends({"pain": {0: 1.0}}, days=50)
    heat.show_days(usual, "pain")
    heat.show_by("month")
    heat.show_month(usual.today)
    image = heat.grab().toImage()
    corners = {
        day: heat.rect_of(day).topRight().toPoint() + QPoint(-8, 4)
        for day in (usual.today, usual.today - timedelta(days=1))
    }
    dark = {day: image.pixelColor(at).lightness() < 80 for day, at in corners.items()}
    assert dark == {usual.today: True, usual.today - timedelta(days=1): False}


def test_months_are_shifted_over_years() -> None:
    assert shifted_month(date(2026, 1, 31), -1) == date(2025, 12, 1)
    assert shifted_month(date(2025, 12, 31), 1) == date(2026, 1, 1)
