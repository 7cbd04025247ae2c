from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldn_journal.analysis.contrast import Caution, compare, describe, nap
from ldn_journal.analysis.phases import Phase, PhaseKind
from ldn_journal.analysis.series import DailyValue, build_series
from ldn_journal.domain.measures import Better, NewMeasure, Recall

START = date(2025, 9, 1)
PAIN = NewMeasure(key="pain", name="Pain")
BORCKARDT = [7, 9, 8, 7, 7, 8, 8, 3, 4, 2, 4, 2, 1, 4, 5, 3, 2, 1, 2, 4, 4]


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def phase(first: int, last: int, settling: int | None = None, mg: float = 4.5) -> Phase:
    baseline = mg == 0
    return Phase(
        key="baseline" if baseline else f"{mg}mg-1",
        kind=PhaseKind.BASELINE if baseline else PhaseKind.DOSE,
        amount_pg=round(mg * 10**9),
        first=day(first),
        last=day(last),
        since=day(first),
        settling_until=None if settling is None else day(settling),
    )


def series_of(ratings, measure=PAIN):
    values = [
        DailyValue(day(offset), float(rating), float(rating), float(rating), 1)
        for offset, rating in enumerate(ratings)
        if rating is not None
    ]
    return build_series(measure, values, START, day(len(ratings) - 1))


def two(ratings, split: int, measure=PAIN, settling=None):
    series = series_of(ratings, measure)
    after = phase(split, len(ratings) - 1, settling=settling)
    return compare(series, phase(0, split - 1, mg=0), after)


def noisy(n, level, seed=1):
    return (level + np.random.default_rng(seed).integers(-1, 2, n)).tolist()


def test_nap_of_the_published_example():
    before, after = [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]
    share = nap(np.array(before, float), np.array(after, float), Better.HIGHER)
    assert share == pytest.approx(38.5 / 42)
    assert nap(np.array(before, float), np.array(after, float), Better.LOWER) == pytest.approx(3.5 / 42)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=20), st.lists(st.integers(0, 4), min_size=1, max_size=20))
def test_nap_counts_pairs(before, after):
    counted = sum((b > a) + (b == a) / 2 for a in before for b in after) / (len(before) * len(after))
    assert nap(np.array(before, float), np.array(after, float), Better.NEITHER) == pytest.approx(counted)


def test_borckardt_2014():
    found = two(BORCKARDT, 7)
    assert found.difference == pytest.approx(-4.785714, abs=1e-6)
    assert found.percent == pytest.approx(-62.04, abs=0.005)
    assert found.nap == 1.0
    # Seven days before are too few for an interval.
    assert found.caution is Caution.TOO_FEW_DAYS
    assert found.interval is None


def test_description_by_hand():
    series = series_of([2, 4, None, 4, 6, 8, 9, 3, 1])
    found = describe(series, day(0), day(8))
    assert (found.possible, found.recorded, found.missing) == (9, 8, 1)
    assert found.mean == pytest.approx(37 / 8)
    assert (found.lower_quartile, found.median, found.upper_quartile) == (2.75, 4, 6.5)
    assert (found.worst, found.worst_day) == (9, day(6))
    sleep = NewMeasure(key="sleep", name="Sleep", better=Better.HIGHER)
    assert describe(series_of([2, 4, None, 4, 6, 8, 9, 3, 1], sleep), day(0), day(8)).worst_day == day(8)


def test_worst_is_of_the_day_not_of_its_mean():
    values = [DailyValue(day(offset), 4.0, 3.0, 9.0 if offset == 3 else 5.0, 2) for offset in range(7)]
    found = describe(build_series(PAIN, values, day(0), day(6)), day(0), day(6))
    assert (found.worst, found.worst_day) == (9, day(3))


@pytest.mark.parametrize("split", [6, 22])
def test_under_seven_days_only_the_plot(split):
    found = two(noisy(28, 5), split)
    assert found.caution is Caution.UNDER_7_DAYS
    assert found.difference is None
    assert found.nap is None
    assert (found.before if split == 6 else found.after).mean is None
    assert (found.before if split == 6 else found.after).recorded == 6


@pytest.mark.parametrize(("before", "after"), [(13, 40), (14, 27), (7, 7)])
def test_too_few_days_for_an_interval(before, after):
    found = two(noisy(before, 6) + noisy(after, 4), before)
    assert found.caution is Caution.TOO_FEW_DAYS
    assert found.difference is not None
    assert found.interval is None
    assert found.drift is None


def test_an_interval_from_14_and_28_days():
    found = two(noisy(14, 6) + noisy(28, 4, 2), 14)
    assert found.caution is None
    low, high = found.interval
    assert low < found.difference < high
    assert high < 0
    assert 0 <= found.rho <= 0.95
    assert found.se > 0
    assert 0 < found.df <= 41
    assert 0 < found.effective_days[0] <= 14.0001


def test_recorded_days_count_not_days_possible():
    ratings = noisy(14, 6) + noisy(30, 4, 2)
    ratings[20] = ratings[30] = ratings[35] = None
    found = two(ratings, 14)
    assert found.after.possible == 30
    assert found.after.recorded == 27
    assert found.caution is Caution.TOO_FEW_DAYS


def test_settling_days_are_left_out():
    found = two([6] * 10 + [10] * 7 + [3] * 10, 10, settling=16)
    assert found.after.possible == 10
    assert found.after.mean == 3
    assert found.difference == -3


def test_last_night_is_compared_with_the_evening_before():
    dreams = NewMeasure(key="dreams", name="Dreams", low=0, high=10, recall=Recall.LAST_NIGHT)
    found = two([1] * 10 + [1] + [4] * 9, 10, dreams)
    assert (found.before.possible, found.before.mean) == (11, 1)
    # The last morning after the phase lies past the series: possible, not recorded.
    assert (found.after.possible, found.after.recorded, found.after.mean) == (10, 9, 4)


def test_values_that_do_not_vary():
    found = two([5] * 20 + [3] * 40, 20)
    assert found.caution is Caution.NO_VARIATION
    assert found.difference == -2


def test_every_other_day_says_nothing_of_neighbours():
    ratings = [one if offset % 2 else None for offset, one in enumerate(noisy(120, 5))]
    found = two(ratings, 40)
    assert found.caution is Caution.TOO_FEW_NEIGHBOURS
    assert found.difference is not None


def test_a_steady_drift_is_named():
    rng = np.random.default_rng(4)
    ratings = np.round(np.linspace(8, 2, 90) + rng.normal(0, 0.6, 90), 1).tolist()
    found = two(ratings, 30)
    assert found.interval[1] < 0
    assert found.drift is True


def test_a_sudden_change_is_not_called_drift():
    ratings = noisy(40, 8) + noisy(40, 3, 2)
    found = two(ratings, 40)
    assert found.drift is False
    assert found.trend_difference == pytest.approx(-5, abs=1.5)
    assert found.trend_interval[1] < 0


def test_percent_needs_a_scale_from_zero():
    global_change = NewMeasure(key="pgic", name="Change", low=1, high=7)
    assert two(noisy(10, 4) + noisy(10, 3), 10, global_change).percent is None
    assert two([0] * 10 + [1] * 10, 10).percent is None


def test_phases_may_be_compared_backwards():
    series = series_of(noisy(40, 6) + noisy(40, 4, 2))
    forwards = compare(series, phase(0, 39, mg=0), phase(40, 79))
    backwards = compare(series, phase(40, 79), phase(0, 39, mg=0))
    assert backwards.difference == pytest.approx(-forwards.difference)
    assert backwards.interval == pytest.approx((-forwards.interval[1], -forwards.interval[0]))


def figures(found):
    for one in (found.before, found.after):
        yield from (one.mean, one.median, one.lower_quartile, one.upper_quartile, one.worst)
    yield from (found.difference, found.percent, found.nap, found.trend_difference, found.rho, found.se, found.df)
    for pair in (found.interval, found.trend_interval, found.effective_days):
        yield from pair or ()


@settings(max_examples=150, deadline=None)
@given(
    ratings=st.one_of(
        st.lists(st.none() | st.integers(0, 10), min_size=2, max_size=90),
        st.lists(st.none() | st.sampled_from([0.1, 0.2]), min_size=42, max_size=90),
        st.lists(st.floats(0, 10), min_size=42, max_size=60),
        st.builds(lambda value, n: [value] * n, st.floats(-1e6, 1e6), st.integers(2, 80)),
    ),
    split=st.integers(1, 89),
    settling=st.integers(0, 20),
    recall=st.sampled_from(list(Recall)),
    better=st.sampled_from(list(Better)),
)
def test_no_figure_is_ever_nan(ratings, split, settling, recall, better):
    split = 1 + split % (len(ratings) - 1)
    measure = NewMeasure(key="m", name="M", low=0, high=1_000_000, recall=recall, better=better)
    found = two(ratings, split, measure, settling=min(split + settling, len(ratings) - 1) if settling else None)
    assert all(np.isfinite(one) for one in figures(found) if one is not None)
    assert (found.interval is None) == (found.caution is not None)
