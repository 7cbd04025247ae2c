"""Scales and ticks."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from ldn_journal.analysis.series import DailyValue, build_series
from ldn_journal.base.texts import set_language
from ldn_journal.charts.items import HATCH_STEP, hatch_lines
from ldn_journal.charts.scales import Mark, day_ticks, grouped, value_scale
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.measures import NewMeasure, Scale

DAY = date(2026, 1, 1)


def advance(text: str) -> float:
    return 7.0 * len(text)


def scale_of(measure: NewMeasure, *values: float):
    days = [DailyValue(date.fromordinal(DAY.toordinal() + n), v, v, v, 1) for n, v in enumerate(values)]
    return value_scale(build_series(measure, days, DAY, date.fromordinal(DAY.toordinal() + 30)))


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [((), 180, 540), ((400,), 180, 540), ((100, 400), 0, 540), ((400, 700), 180, 720), ((60, 1440), 0, 1440)],
)
def test_hours_asleep_have_a_sensible_range(values: tuple[float, ...], low: float, high: float) -> None:
    found = scale_of(built_in_measures()["sleep"], *values)
    assert (found.low, found.high) == (low, high)
    assert found.unit_hours
    assert 3 <= len(found.ticks) <= 5
    assert [found.ticks[0][0], found.ticks[-1][0]] == [low, high]


def test_short_durations_are_in_minutes() -> None:
    found = scale_of(built_in_measures()["minutes_to_sleep"], 12, 45)
    assert (found.low, found.high, found.unit_hours) == (0, 60, False)


def test_counts_and_own_scales() -> None:
    assert scale_of(built_in_measures()["nightmares"], 1, 7).high == 8
    seven = NewMeasure(key="brain_fog", name="Brain fog", low=1, high=7)
    assert [words for _value, words in scale_of(seven, 2).ticks] == ["1", "4", "7"]
    yes = NewMeasure(key="walked", name="Walked", scale=Scale.YES_NO, low=0, high=1)
    assert [words for _value, words in scale_of(yes, 1).ticks] == ["no", "yes"]
    assert scale_of(yes, 1).mark is Mark.BARS


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 3, 2), date(2026, 3, 8), "2 Mar"),
        (date(2026, 1, 1), date(2026, 3, 31), "5 Jan"),
        (date(2025, 9, 15), date(2026, 3, 10), "Jan 2026"),
        (date(2024, 3, 1), date(2026, 3, 1), "Jan 2025"),
        (date(2006, 1, 1), date(2026, 3, 1), "2010"),
    ],
)
def test_ticks_are_days_months_or_years_by_zoom(first: date, last: date, expected: str) -> None:
    ticks = day_ticks(first, last, 650, advance)
    assert expected in [words for _day, words in ticks]
    assert all(first <= day <= last for day, _words in ticks)
    per_day = 650 / ((last - first).days + 1)
    places = [(day.toordinal() * per_day, advance(words)) for day, words in ticks]
    for (left, wide), (right, other) in pairwise(places):
        assert right - left >= (wide + other) / 2


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 3, 2), date(2026, 3, 8), "2 Mar 2026"),
        (date(2025, 3, 31), date(2025, 11, 25), "Apr 2025"),
        (date(2006, 1, 1), date(2026, 3, 1), "2010"),
    ],
)
def test_on_paper_the_first_tick_says_the_year(first: date, last: date, expected: str) -> None:
    plain, dated = (day_ticks(first, last, 650, advance, year_at_first=named) for named in (False, True))
    assert dated[0][1] == expected
    assert dated[1:] == plain[1:]


def test_ticks_speak_the_language() -> None:
    set_language("nb")
    assert "jan. 2026" in [words for _day, words in day_ticks(date(2025, 9, 15), date(2026, 3, 10), 650, advance)]


def test_groups_keep_gaps_and_highest() -> None:
    values = np.array([1.0, np.nan, np.nan, np.nan, 0.0, 4.0, 2.0])
    assert np.array_equal(grouped(values, 2), [1.0, np.nan, 2.0, 2.0], equal_nan=True)
    assert np.array_equal(grouped(values, 2, highest=True), [1.0, np.nan, 4.0, 2.0], equal_nan=True)


def test_hatching_stays_inside_its_windows() -> None:
    lines = hatch_lines([(-20.0, 15.0), (50.0, 80.0), (95.0, 140.0)], 100.0, 40.0)
    assert lines
    for line in lines:
        left, right = line.x1(), line.x2()
        assert any(a - 1e-6 <= left <= right <= b + 1e-6 for a, b in [(0, 15), (50, 80), (95, 100)])
        assert min(line.y1(), line.y2()) >= -1e-6
        assert max(line.y1(), line.y2()) <= 40 + 1e-6
        assert (line.x2() - line.x1()) == pytest.approx(line.y1() - line.y2())
    moved = hatch_lines([(50.0 - 5, 80.0 - 5)], 100.0, 40.0)
    kept = hatch_lines([(50.0, 80.0)], 100.0, 40.0)
    assert [round(line.x1() + 5, 6) for line in moved] == [round(line.x1(), 6) for line in kept]
    assert HATCH_STEP > 3
