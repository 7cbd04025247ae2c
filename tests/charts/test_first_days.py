"""The first days of a diary: too few for a mean, and seen all the same."""

import re

import pytest
from PySide6.QtGui import QColor

from ldn_journal.charts.export import svg_of
from ldn_journal.charts.look import PAPER
from ldn_journal.charts.navigable import NavigableChart
from ldn_journal.clinical.measures import built_in_measures
from tests.charts.conftest import MakeTrends


def dots(chart: NavigableChart) -> tuple[QColor, float, int]:
    """Return colour, diameter and number of the dots of the first measure, as they are written in a drawing."""
    group = re.search(r'<g id="Dots_1">.*?</g>', svg_of(chart, "").decode(), re.DOTALL)
    assert group is not None
    found = dict(re.findall(r'([a-z-]+)="([^"]*)"', group[0]))
    return QColor(found["stroke"]), float(found["stroke-width"]), found["d"].count("M")


@pytest.mark.parametrize("days", [1, 3])
def test_single_days_are_plain_until_there_is_a_mean(chart: NavigableChart, make_trends: MakeTrends, days: int) -> None:
    own = PAPER.of(built_in_measures()["pain"])
    chart.show_trends(make_trends({"pain": dict.fromkeys(range(days), 4.0)}, days=days))
    first, large, number = dots(chart)
    assert (first.name(), number) == (own.name(), days)
    chart.show_trends(make_trends({"pain": dict.fromkeys(range(20), 4.0)}, days=20))
    later, small, number = dots(chart)
    assert later.lightness() > own.lightness()
    assert small < large
    assert number == 20
