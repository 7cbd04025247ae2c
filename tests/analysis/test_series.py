from datetime import date, timedelta
from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_journal.analysis.series import DailyValue, build_series, rolling_mean
from ldn_journal.domain.measures import Better, NewMeasure

START = date(2025, 9, 1)
PAIN = NewMeasure(key="pain", name="Pain")


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def values(*pairs):
    return [DailyValue(day(offset), mean, mean - 1, mean + 1, 2) for offset, mean in pairs]


def test_gaps_stay_open():
    series = build_series(PAIN, values((0, 4), (2, 6)), day(0), day(3))
    assert series.mean.tolist() == pytest.approx([4, np.nan, 6, np.nan], nan_ok=True)
    assert series.n.tolist() == [2, 0, 2, 0]
    assert (series.first, series.last, series.days, series.recorded) == (day(0), day(3), 4, 2)
    assert series.day_numbers.tolist() == [day(offset).toordinal() for offset in range(4)]
    assert series.value_on(day(2)) == 6
    assert series.value_on(day(1)) is None
    assert series.value_on(day(9)) is None


@pytest.mark.parametrize(("better", "worst"), [(Better.LOWER, 5), (Better.HIGHER, 3), (Better.NEITHER, 5)])
def test_worst_of_the_day(better, worst):
    measure = NewMeasure(key="m", name="M", better=better)
    assert build_series(measure, values((0, 4)), day(0), day(0)).worst.tolist() == [worst]


def test_rolling_mean_by_hand():
    mean = np.array([1, 2, 3, np.nan, 5, 6, 7, 8, np.nan, np.nan, np.nan, np.nan, 9, 9])
    expected = [np.nan] * 4 + [11 / 4, 17 / 5, 24 / 6, 31 / 6] + [np.nan] * 6
    # On the last two days only 2 and 3 of the last 7 are recorded.
    assert rolling_mean(mean).tolist() == pytest.approx(expected, nan_ok=True)


@given(st.lists(st.none() | st.integers(0, 10), max_size=60))
def test_rolling_mean_against_its_definition(ratings):
    mean = np.array([np.nan if rating is None else rating for rating in ratings], dtype=float)
    for place, shown in enumerate(rolling_mean(mean)):
        window = [one for one in ratings[max(place - 6, 0) : place + 1] if one is not None]
        if ratings[place] is None or len(window) < 4:
            assert np.isnan(shown)
        else:
            assert shown == pytest.approx(sum(window) / len(window))


def test_the_days_before_the_range_feed_its_first_mean():
    series = build_series(PAIN, values(*((offset, offset) for offset in range(10))), day(7), day(9))
    assert series.rolling.tolist() == pytest.approx([4, 5, 6])


def test_cut_opens_days_outside():
    series = build_series(PAIN, values((0, 4), (1, 5), (2, 6)), day(0), day(2))
    part = series.cut(day(-1), day(1))
    assert part.mean.tolist() == pytest.approx([np.nan, 4, 5], nan_ok=True)
    assert part.n.tolist() == [0, 2, 2]
    assert series.cut(day(50), day(51)).recorded == 0
    assert series.cut(day(2), day(1)).days == 0


def test_nothing_recorded():
    series = build_series(PAIN, [], day(0), day(6))
    assert series.recorded == 0
    assert np.isnan(series.rolling).all()
    assert rolling_mean(np.empty(0)).tolist() == []


def test_twenty_thousand_days_are_quick():
    many = [DailyValue(day(offset), 5.0, 4.0, 6.0, 1) for offset in range(20_000)]
    begun = process_time()
    series = build_series(PAIN, many, day(0), day(19_999))
    assert process_time() - begun < 0.5
    assert np.allclose(series.rolling[3:], 5.0)
