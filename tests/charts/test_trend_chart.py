"""What the chart draws is what was recorded: no more, no less."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from ldn_journal.analysis.trends import Trends
from ldn_journal.charts.export import image_of
from ldn_journal.charts.look import PAPER, Look
from ldn_journal.charts.navigable import NavigableChart
from ldn_journal.charts.scales import Mark
from ldn_journal.charts.trend_chart import TrendChart


def drawn(item: object) -> tuple[np.ndarray, np.ndarray]:
    x, y = item.getData()  # type: ignore[attr-defined]
    return np.asarray(x), np.asarray(y)


def pixels_of(image: QImage, colour: QColor, left: int, right: int, top: int, bottom: int) -> int:
    """Count the pixels near a colour in a part of a picture."""
    count = 0
    for x in range(left, right):
        for y in range(top, bottom):
            found = image.pixelColor(x, y)
            far = (
                abs(found.red() - colour.red())
                + abs(found.green() - colour.green())
                + abs(found.blue() - colour.blue())
            )
            count += far < 90
    return count


def column(chart: NavigableChart, day: int) -> float:
    return chart.plot_area().left() + chart.span().px(day)


def test_a_gap_is_not_joined(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    x, y = drawn(chart.panels[0].line)
    inside = (x >= 20) & (x <= 25)
    assert inside.sum() == 6
    assert np.isnan(y[inside]).all()
    assert chart.panels[0].line.opts["connect"] == "finite"
    assert not set(range(20, 26)) & set(chart.panels[0].dots.x)


def test_no_ink_of_the_measure_inside_a_gap(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    image = image_of(chart, 1.0)
    panel = chart.panels[1]
    area = panel.view.sceneBoundingRect()
    colour = PAPER.of(panel.series.measure) if panel.series else QColor()
    rows = int(area.top()), int(area.bottom())
    gap = int(column(chart, 20)), int(column(chart, 25))
    beside = int(column(chart, 26)), int(column(chart, 34))
    assert pixels_of(image, colour, *gap, *rows) == 0
    assert pixels_of(image, colour, *beside, *rows) > 20


def test_points_and_mean_equal_the_series(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    for panel in chart.panels[:2]:
        series = panel.series
        assert series is not None
        there = ~np.isnan(series.mean)
        assert np.array_equal(panel.dots.x, np.flatnonzero(there).astype(float))
        assert np.array_equal(panel.dots.y, series.mean[there])
        _x, y = drawn(panel.line)
        assert np.allclose(y[~np.isnan(y)], series.rolling[~np.isnan(series.rolling)])


def test_zero_is_drawn_and_differs_from_blank(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    panel = chart.panels[3]
    x, y = drawn(panel.zeros)
    middles = (x[0::2] + x[1::2]) / 2
    assert len(panel.bars.opts["x"]) == 0
    assert set(np.round(middles).astype(int)) == {n for n in range(60) if not 20 <= n <= 25}
    assert (y == 0).all()
    image = image_of(chart, 1.0)
    area = panel.view.sceneBoundingRect()
    rows = int(area.top()), int(area.bottom())
    colour = PAPER.of(panel.series.measure) if panel.series else QColor()
    assert pixels_of(image, colour, int(column(chart, 2)), int(column(chart, 8)), *rows) > 5
    assert pixels_of(image, colour, int(column(chart, 20)), int(column(chart, 25)), *rows) == 0


def test_a_dot_at_zero_is_wholly_in_sight(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    low, high = chart.panels[0].view.viewRange()[1]
    assert low < 0
    assert high > 10


def test_bars_stand_on_their_days(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    bars = chart.panels[2].bars.opts
    expected = {n: float(n % 3) for n in range(60) if n % 3 and not 20 <= n <= 25}
    assert dict(zip(bars["x"].astype(int), bars["height"], strict=True)) == expected


def test_the_dose_band_is_exact(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    x, y = drawn(chart.dose.band)
    assert list(x) == [-0.5, 13.5, 34.5, 59.5]
    assert list(y) == [0.0, 0.5, 1.0]
    assert [label.text for label in chart.dose.words.labels] == ["before LDN", "1.5\u00a0mg", "3\u00a0mg"]
    assert [event.text for event in chart.dose.words.events] == ["flu"]


def test_the_band_breaks_at_zero(chart: NavigableChart, make_trends) -> None:
    doses = {n: 4.5 for n in range(60) if not 30 <= n < 40} | dict.fromkeys(range(30, 40), 0)
    chart.show_trends(make_trends({"pain": {0: 1.0}}, doses=doses, steps={0: 4.5}))
    x, y = drawn(chart.dose.band)
    assert list(y) == [1.0, 0.0, 1.0]
    assert list(x) == [-0.5, 29.5, 39.5, 59.5]


def test_settling_windows_and_phases_stand_where_the_analysis_puts_them(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    changes = chart.panels[0].backdrop.changes
    assert changes.starts == (13.5, 34.5)
    assert changes.settling == ((13.5, 20.5), (34.5, 41.5))


def test_the_y_range_follows_the_measures_scale(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    pain, sleep, dreams, _nausea = (panel.scale for panel in chart.panels)
    assert (pain.low, pain.high, pain.mark) == (0, 10, Mark.LINE)
    assert (sleep.low, sleep.high) == (180, 540)
    assert [words for _value, words in sleep.ticks] == ["3", "6", "9"]
    assert (dreams.low, dreams.high, dreams.mark) == (0, 4, Mark.BARS)


def test_every_plot_shows_the_same_days(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    chart.show_days(date(2026, 1, 10), date(2026, 1, 30))
    for view in [chart.dose.view, *(panel.view for panel in chart.panels)]:
        assert view.viewRange()[0] == pytest.approx([8.5, 29.5])


def test_the_view_stays_within_the_data_and_a_week_wide(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    chart.zoom(0.001)
    assert chart.view_days[1] - chart.view_days[0] == pytest.approx(7)
    chart.pan(-10_000)
    assert chart.view_days[0] == pytest.approx(-0.5)
    chart.pan(10_000)
    assert chart.view_days[1] == pytest.approx(59.5)
    chart.zoom(1e9)
    assert chart.view_days == pytest.approx((-0.5, 59.5))


def test_the_same_items_are_used_again(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    before = [panel.line for panel in chart.panels]
    chart.show_trends(usual)
    assert [panel.line for panel in chart.panels] == before
    chart.show_trends(usual, ["pain"])
    assert len(chart.panels) == 1


def test_measures_can_be_chosen(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual, ["nausea", "pain", "no_such"])
    assert chart.keys == ("nausea", "pain")
    assert [panel.title.name for panel in chart.panels] == ["Nausea", "Pain"]
    assert chart.panels[1].title.words == "0–10, daily and 7-day mean; lower is better"


def test_twenty_years_zoomed_out_say_how_they_are_drawn(chart: NavigableChart, long_record: Trends) -> None:
    chart.show_trends(long_record)
    pain, _sleep, nausea = chart.panels
    assert len(drawn(pain.line)[0]) <= 700
    assert "highest of every" in nausea.title.words
    heights = nausea.bars.opts["height"]
    assert heights.max() == 4
    assert len(heights) < 400
    chart.show_days(long_record.last - timedelta(days=20), long_record.last)
    assert nausea.title.words == "0–4, daily; lower is better"
    shown = {n: v for n, v in zip(nausea.bars.opts["x"], nausea.bars.opts["height"], strict=True) if n > 7283}
    series = long_record.series["nausea"]
    assert shown == {float(n): series.mean[n] for n in range(7284, 7305) if series.mean[n] > 0}


def test_zoomed_out_a_gap_of_weeks_stays_open(chart: NavigableChart, make_trends) -> None:
    values = {n: 5.0 for n in range(3650) if not 1000 <= n < 1030}
    chart.show_trends(make_trends({"pain": values}, days=3650))
    x, y = drawn(chart.panels[0].line)
    assert np.isnan(y[(x > 1006) & (x < 1024)]).all()
    assert np.isfinite(y[(x > 900) & (x < 995)]).all()


@pytest.mark.parametrize("values", [{}, {"pain": {}}, {"pain": {0: 3.0}, "sleep": {0: 0.0}}, {"sleep": {0: 1440.0}}])
def test_little_or_nothing_can_be_drawn(chart: NavigableChart, make_trends, values: dict) -> None:
    chart.show_trends(make_trends(values, days=1))
    assert chart.view_days[1] - chart.view_days[0] == 7
    assert chart.describe()
    assert not image_of(chart, 1.0).isNull()


def test_rows_come_and_go(chart: NavigableChart, usual: Trends) -> None:
    for keys in (["pain"], ["pain", "sleep", "nausea"], [], ["nausea"], list(usual.series)):
        chart.show_trends(usual, keys)
        assert chart.keys == tuple(keys)
        assert [panel.series.measure.key for panel in chart.panels if panel.series] == keys
        areas = [panel.view.sceneBoundingRect() for panel in chart.panels]
        assert all(area.height() >= 20 for area in areas)
        assert all(above.bottom() < below.top() for above, below in pairwise(areas))
        low = areas[-1].bottom() if areas else chart.dose.view.sceneBoundingRect().bottom()
        assert chart.days.sceneBoundingRect().top() == pytest.approx(low, abs=1.5)


def test_it_is_drawn_quickly_while_it_moves_and_finely_at_rest(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    fine = image_of(chart, 1.0)
    chart.show_days(date(2026, 1, 10), date(2026, 1, 30))
    assert not chart.panels[0].line.opts["antialias"]
    chart.reset_view()
    chart.settle()
    assert chart.panels[0].line.opts["antialias"]
    assert image_of(chart, 1.0) == fine


def test_a_plot_can_change_from_bars_to_dots_and_back(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual, ["vivid_dreams"])
    chart.show_trends(usual, ["pain"])
    assert len(chart.panels[0].bars.opts["x"]) == 0
    assert len(chart.panels[0].dots.x) == 54
    chart.show_trends(usual, ["vivid_dreams"])
    assert len(chart.panels[0].dots.x) == 0
    assert len(chart.panels[0].bars.opts["x"]) > 0


def test_over_years_the_mean_is_one_of_28_days_and_says_so(chart: NavigableChart, long_record: Trends) -> None:
    chart.show_trends(long_record, ["pain"])
    assert "28-day mean" in chart.panels[0].title.words
    chart.show_days(long_record.last - timedelta(days=300), long_record.last)
    assert "7-day mean" in chart.panels[0].title.words
    assert "28-day mean" not in chart.panels[0].title.words


def test_events_are_marked_in_every_plot(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    assert [panel.backdrop.changes.events for panel in chart.panels] == [((40, 40),)] * 4
    image = image_of(chart, 1.0)
    x = round(column(chart, 40))
    for panel in chart.panels:
        top = round(panel.view.sceneBoundingRect().top())
        sign = pixels_of(image, QColor(PAPER.muted), x - 2, x + 3, top, top + 4)
        beside = pixels_of(image, QColor(PAPER.muted), x + 10, x + 15, top, top + 4)
        assert sign > 6 > beside


def test_scores_are_dots_joined_where_they_are_near_enough(chart: NavigableChart, make_trends) -> None:
    scores = {0: 6.0, 7: 5.0, 14: 4.0, 80: 3.0}
    chart.show_trends(make_trends(values={"pain": scores}, days=90))
    (panel,) = chart.panels
    assert panel.scale.mark is Mark.POINTS
    assert list(panel.dots.x) == list(scores)
    x, y = drawn(panel.line)
    assert list(x[~np.isnan(x)]) == list(scores)
    assert np.isnan(x[3])
    assert np.isnan(y[3])
    assert panel.title.words == "0–10, each score, joined up to 45 days apart; lower is better"
    assert "Pain: 4 scores, 6 at first, 3 at last." in chart.accessibleDescription()
    image = image_of(chart, 1.0)
    ground = PAPER.of(panel.series.measure) if panel.series else QColor()
    at = round(column(chart, 80))
    area = panel.view.sceneBoundingRect()
    assert pixels_of(image, ground, at - 4, at + 5, int(area.top()), int(area.bottom())) > 8


def test_days_are_named_below_the_doses_too_but_not_on_paper(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    above = chart.days_above
    assert above is not None
    assert above.shown_ticks() == chart.days.shown_ticks() != []
    assert above.sceneBoundingRect().top() == pytest.approx(chart.dose.view.sceneBoundingRect().bottom(), abs=1.5)
    chart.show_days(date(2026, 1, 10), date(2026, 1, 30))
    assert above.shown_ticks() == chart.days.shown_ticks()
    chart.show_trends(usual, [])
    assert not above.isVisible()
    paper = TrendChart(Look(PAPER, "sans", 8.0, paper=True))
    assert paper.days_above is None
    paper.dispose()
