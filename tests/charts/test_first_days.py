"""The first days of a diary: too few for a mean, and seen all the same."""

import pytest
from PySide6.QtGui import QColor

from ldn_journal.analysis.trends import Trends
from ldn_journal.charts.export import image_of
from ldn_journal.charts.look import PAPER
from ldn_journal.charts.navigable import NavigableChart
from ldn_journal.charts.panels import mixed
from ldn_journal.clinical.measures import built_in_measures
from tests.charts.conftest import MakeTrends


def inked(chart: NavigableChart, colour: QColor) -> int:
    """Count the pixels of exactly this colour where the first measure is drawn."""
    image = image_of(chart, 1.0)
    area = chart.panels[0].view.sceneBoundingRect().toRect()
    return sum(
        image.pixelColor(x, y) == colour
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    )


@pytest.mark.parametrize("days", [1, 3])
def test_single_days_are_in_full_colour_while_there_is_no_mean(
    chart: NavigableChart, make_trends: MakeTrends, days: int
) -> None:
    trends: Trends = make_trends({"pain": dict.fromkeys(range(days), 4.0)}, days=days)
    chart.show_trends(trends)
    series = chart.panels[0].series
    assert series is not None
    assert len(chart.panels[0].dots.x) == days
    assert inked(chart, PAPER.of(series.measure)) >= 6 * days


def test_they_step_back_behind_a_mean(chart: NavigableChart, make_trends: MakeTrends) -> None:
    faint = mixed(PAPER.of(built_in_measures()["pain"]), PAPER.background, 0.8)
    for days, expected in ((3, False), (20, True)):  # an edge may hit the colour by chance, whole dots do not
        chart.show_trends(make_trends({"pain": {day: 2.0 + day % 2 * 4 for day in range(days)}}, days=days))
        assert (inked(chart, faint) > days) is expected, days
