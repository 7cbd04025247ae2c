from datetime import date, timedelta
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldn_journal.analysis.lagged import (
    associate,
    association_sentences,
    effective_pairs,
    explore,
    lag_words,
    mean_ranks,
    tau_b,
)
from ldn_journal.analysis.series import DailyValue, build_series
from ldn_journal.domain.measures import NewMeasure, Recall

START = date(2025, 9, 1)
PAIN = NewMeasure(key="pain", name="Pain")
STRESS = NewMeasure(key="stress", name="Stress")
DREAMS = NewMeasure(key="dreams", name="Dreams", recall=Recall.LAST_NIGHT)
SLEEP = NewMeasure(key="sleep", name="Sleep", recall=Recall.LAST_NIGHT)
KENDALL_X = [1, 2.5, 2.5, 4.5, 4.5, 6.5, 6.5, 8, 9.5, 9.5]
KENDALL_Y = [1, 2, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10]


def series_of(values, measure=PAIN, first=0):
    found = [
        DailyValue(START + timedelta(days=first + offset), float(value), float(value), float(value), 1)
        for offset, value in enumerate(values)
        if value is not None and not np.isnan(value)
    ]
    start = START + timedelta(days=first)
    return build_series(measure, found, start, start + timedelta(days=len(values) - 1))


def ar1(rng, n, rho):
    noise = rng.standard_normal(n)
    for i in range(1, n):
        noise[i] = rho * noise[i - 1] + np.sqrt(1 - rho**2) * noise[i]
    return noise


def test_tau_b_of_kendall_1970():
    assert tau_b(np.array(KENDALL_X), np.array(KENDALL_Y)) == pytest.approx(0.859, abs=5e-4)


def test_the_association_has_it_too():
    x, y = KENDALL_X * 2, KENDALL_Y * 2
    found = associate(series_of(x), series_of(y, STRESS), 0)
    assert found.tau == tau_b(np.array(x, float), np.array(y, float))


def test_mean_ranks():
    assert mean_ranks(np.array([3.0, 1.0, 3.0, 2.0, 3.0])).tolist() == [4, 1, 4, 2, 4]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=20, max_size=40))
def test_rho_and_tau_by_definition(pairs):
    x, y = (np.array(one, dtype=float) for one in zip(*pairs, strict=True))
    found = associate(series_of(x), series_of(y, STRESS), 0)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert found is None
        return
    ranks = [
        [sum(other < one for other in of) + (sum(other == one for other in of) + 1) / 2 for one in of] for of in (x, y)
    ]
    assert found.rho == pytest.approx(np.corrcoef(*ranks)[0, 1], abs=1e-12)
    signs = [np.sign(np.subtract.outer(one, one)) for one in (x, y)]
    expected = np.sum(signs[0] * signs[1]) / np.sqrt(np.sum(signs[0] ** 2) * np.sum(signs[1] ** 2))
    assert found.tau == pytest.approx(expected)


def test_the_second_is_so_many_days_after_the_first():
    rng = np.random.default_rng(2)
    cause = rng.integers(0, 11, 80).astype(float)
    effect = np.concatenate([[5, 5], cause[:-2]])
    found = associate(series_of(cause), series_of(effect, STRESS), 2)
    assert (found.n, found.rho) == (78, pytest.approx(1))
    assert found.interval is None
    assert found.days[0] == START.toordinal()
    assert found.x.tolist() == cause[:78].tolist()
    assert found.y.tolist() == effect[2:].tolist()
    assert abs(associate(series_of(cause), series_of(effect, STRESS), 0).rho) < 0.5
    assert associate(series_of(effect, STRESS), series_of(cause), -2).rho == pytest.approx(1)


def test_the_series_need_not_cover_the_same_days():
    rng = np.random.default_rng(3)
    values = rng.integers(0, 11, 100).astype(float)
    found = associate(series_of(values[30:], PAIN, first=30), series_of(values[:70], STRESS), 0)
    assert (found.n, found.rho) == (40, pytest.approx(1))
    assert associate(series_of(values[:20]), series_of(values[:20], STRESS, first=500), 0) is None


def test_under_twenty_pairs_and_without_variation_there_is_none():
    rng = np.random.default_rng(4)
    values = rng.integers(0, 11, 20).astype(float)
    assert associate(series_of(values), series_of(values[::-1], STRESS), 0).n == 20
    assert associate(series_of(values), series_of(values[::-1], STRESS), 1) is None
    assert associate(series_of(values), series_of([4] * 20, STRESS), 0) is None


def test_effective_pairs_of_similar_days_approach_the_theory():
    rng = np.random.default_rng(5)
    rho, n = 0.7, 3000
    one, other = ar1(rng, n, rho), ar1(rng, n, rho)
    expected = n * (1 - rho**2) / (1 + rho**2)
    assert effective_pairs(np.arange(n), one, other) == pytest.approx(expected, rel=0.12)
    assert effective_pairs(np.arange(n), rng.permutation(one), other) == pytest.approx(n, rel=0.05)


def test_effective_pairs_stay_within_bounds():
    climb = np.arange(30.0)
    assert 3 <= effective_pairs(np.arange(30), climb, climb) < 10
    flip = np.tile([0.0, 1.0], 15)
    assert effective_pairs(np.arange(30), flip, climb) == 30


@pytest.mark.parametrize(("rho", "keep"), [(0.0, 1.0), (0.5, 1.0), (0.7, 0.8), (0.9, 1.0)])
def test_the_interval_of_unrelated_series_holds_nought(rho, keep):
    rng = np.random.default_rng(6)
    covered = asked = 0
    for _ in range(200):
        ratings = [np.round(5 + 2 * ar1(rng, 120, rho)) for _one in range(2)]
        one, other = (np.where(rng.random(120) < keep, values, np.nan) for values in ratings)
        found = associate(series_of(one), series_of(other, STRESS), 0)
        if found.interval is not None:
            asked += 1
            covered += found.interval[0] <= 0 <= found.interval[1]
    print(f"rank correlation of unrelated series, rho {rho}, {keep:.0%} recorded: {covered / asked:.3f}")
    assert asked > 150
    assert 0.91 <= covered / asked <= 0.995


def test_explore_ranks_by_strength():
    rng = np.random.default_rng(7)
    base = rng.integers(0, 11, 120).astype(float)
    full = {
        "pain": series_of(base),
        "stress": series_of(np.concatenate([base[1:], [5]]) + rng.integers(0, 3, 120), STRESS),
        "dreams": series_of(rng.integers(0, 5, 120), DREAMS),
    }
    found = explore(full, "pain", lags=[0, 1, 2])
    assert (found[0].first, found[0].second, found[0].lag) == ("stress", "pain", 1)
    assert [abs(one.rho) for one in found] == sorted((abs(one.rho) for one in found), reverse=True)
    assert len(found) == 6
    assert all(one.first != "pain" for one in found)


@pytest.mark.parametrize(
    ("first", "second", "lag", "words"),
    [
        (PAIN, STRESS, 0, "the same day"),
        (PAIN, STRESS, 1, "the day after"),
        (PAIN, STRESS, 3, "3 days later"),
        (PAIN, STRESS, -1, "1 day before"),
        (PAIN, DREAMS, 0, "the night before"),
        (PAIN, DREAMS, 1, "the night after"),
        (PAIN, DREAMS, 2, "2 nights later"),
        (PAIN, DREAMS, -1, "2 nights before"),
        (DREAMS, PAIN, 0, "the day after that night"),
        (DREAMS, PAIN, 1, "1 day later"),
        (DREAMS, PAIN, -2, "2 days before"),
        (SLEEP, DREAMS, 0, "the same night"),
        (SLEEP, DREAMS, 1, "the night after"),
        (SLEEP, DREAMS, 2, "2 nights later"),
        (SLEEP, DREAMS, -1, "1 night before"),
    ],
)
def test_the_lag_in_words(first, second, lag, words):
    assert lag_words(first, second, lag) == words


def test_sentences():
    rng = np.random.default_rng(8)
    base = rng.normal(5, 2, 60)
    measures = {"pain": PAIN, "stress": STRESS}

    def said(other):
        return association_sentences(associate(series_of(base), series_of(other, STRESS), 0), measures)

    up = said(base + rng.normal(0, 1, 60))
    assert up[0].startswith("Pain, and Stress the same day: the higher the one, the higher the other")
    assert "60 pairs of days" in up[1]
    assert up[2].startswith("Likely correlation: between +0.")
    assert any("Exploratory" in one for one in up)
    assert "the lower the other" in said(-base + rng.normal(0, 1, 60))[0]
    assert "hardly any tendency" in said(np.tile([1.0, 2.0, 2.0, 1.0], 15) + np.abs(np.arange(60) - 29.5) / 1e6)[0]
    assert "too few for an interval" in said(base)[2]


def test_ten_years_are_quick():
    rng = np.random.default_rng(9)
    full = {
        f"m{place}": series_of(rng.integers(0, 11, 3653), NewMeasure(key=f"m{place}", name="M")) for place in range(9)
    }
    begun = process_time()
    found = explore(full, "m0")
    took = process_time() - begun
    print(f"ten years, 8 measures, 4 lags: {took:.3f} s")
    assert len(found) == 32
    assert took < 1.0
