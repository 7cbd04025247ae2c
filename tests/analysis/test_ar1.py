from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldn_journal.analysis.ar1 import effective_n, fit_ar1
from ldn_journal.analysis.student import t_quantile


@dataclass
class Dense:
    """The AR(1)-adjusted contrast straight from its definition, with n x n matrices."""

    rho: float
    sigma2: float
    df: float
    coefficients: np.ndarray
    variance: float
    excess: Callable[[float], float]


def dense_fit(days, values, design, groups, weights, rho=None):
    n = len(days)
    inverse = np.linalg.inv(design.T @ design)
    m = np.eye(n) - design @ inverse @ design.T
    e = m @ values
    s = np.zeros((n, n))
    for i in range(n - 1):
        if days[i + 1] - days[i] == 1 and groups[i + 1] == groups[i]:
            s[i, i + 1] = s[i + 1, i] = 0.5
    r = float(e @ s @ e / (e @ e))
    lag = np.abs(days[:, None] - days[None, :]).astype(float)

    def excess(at):
        big = at**lag
        return np.trace(s @ m @ big @ m) / np.trace(m @ big) - r

    if rho is None:
        grid = np.linspace(0, 0.95, 96)
        signs = [excess(one) >= 0 for one in grid]
        if not any(signs):
            rho = 0.95
        elif signs[0]:
            rho = 0.0
        else:
            place = signs.index(True)
            low, high = grid[place - 1], grid[place]
            for _ in range(45):
                middle = (low + high) / 2
                low, high = (low, middle) if excess(middle) >= 0 else (middle, high)
            rho = (low + high) / 2
    big = rho**lag
    mr = m @ big
    a = design @ inverse @ weights
    sigma2 = float(e @ e / np.trace(mr))
    return Dense(
        rho=rho,
        sigma2=sigma2,
        df=float(np.trace(mr) ** 2 / np.trace(mr @ mr)),
        coefficients=inverse @ design.T @ values,
        variance=float(sigma2 * a @ big @ a),
        excess=excess,
    )


BORCKARDT_A = [7, 9, 8, 7, 7, 8, 8]
BORCKARDT_B = [3, 4, 2, 4, 2, 1, 4, 5, 3, 2, 1, 2, 4, 4]


def two_phases(before: int, after: int):
    later = np.repeat([0, 1], [before, after])
    return np.column_stack([np.ones(before + after), later]), later


def ar1_noise(rng, n, rho):
    noise = rng.standard_normal(n)
    for i in range(1, n):
        noise[i] = rho * noise[i - 1] + np.sqrt(1 - rho**2) * noise[i]
    return noise


def test_borckardt_2014():
    design, later = two_phases(7, 14)
    values = np.array(BORCKARDT_A + BORCKARDT_B, dtype=float)
    fit = fit_ar1(np.arange(21), values, design, later)
    estimate = fit.contrast([0, 1])
    assert estimate.value == pytest.approx(-4.785714, abs=1e-6)
    # The published figures were found with a grid of 0.01 for rho.
    assert fit.rho == pytest.approx(0.248, abs=0.006)
    assert estimate.se == pytest.approx(0.665, abs=0.004)
    assert estimate.df == pytest.approx(17.16, abs=0.2)


def test_huitema_2000():
    values = np.array([58, 70, 79, 85, 93, 94, 105, 110, 122, 130, 122, 110, 103, 88, 81, 68, 53, 50, 36, 31], float)
    t = np.arange(1, 21)
    later = (t > 10).astype(int)
    fit = fit_ar1(t, values, np.column_stack([np.ones(20), t, later, (t - 11) * later]), later)
    assert fit.coefficients == pytest.approx([53.66667, 7.442424, -14.424242, -17.866667], abs=1e-5)
    durbin_watson = np.sum(np.diff(fit.residuals) ** 2) / np.sum(fit.residuals**2)
    assert durbin_watson == pytest.approx(2.15907, abs=1e-5)


@pytest.mark.parametrize(
    ("n", "rho", "expected"),
    [
        (14, 0.3, 7.911), (14, 0.5, 5.158), (14, 0.7, 3.068),
        (28, 0.3, 15.441), (28, 0.5, 9.800), (28, 0.7, 5.478),
        (28, 0.0, 28.0), (1, 0.9, 1.0),
    ],
)  # fmt: skip
def test_effective_n_of_a_mean(n, rho, expected):
    assert effective_n(np.arange(n), rho) == pytest.approx(expected, abs=5e-4)


def test_a_gap_makes_days_more_independent():
    together, apart = np.arange(20), np.concatenate([np.arange(10), np.arange(3000, 3010)])
    assert effective_n(apart, 0.8) == pytest.approx(2 * effective_n(np.arange(10), 0.8))
    assert effective_n(apart, 0.8) > effective_n(together, 0.8)


def awkward_case(seed: int, n: int, keep: float, trend: bool, jump: int):
    rng = np.random.default_rng(seed)
    days = np.flatnonzero(rng.random(n) < keep)
    days = np.where(days >= n // 3, days + jump, days)
    later = (days >= n // 3 + jump).astype(int) if jump else (days >= n // 3).astype(int)
    columns = [np.ones(len(days)), later.astype(float)]
    if trend:
        columns.append((days - days.mean()) / len(days))
    values = np.round(5 + ar1_noise(rng, len(days), rng.uniform(0, 0.9)) * 2 - later).clip(0, 10)
    return days, values, np.column_stack(columns), later


@pytest.mark.parametrize("trend", [False, True])
@pytest.mark.parametrize("jump", [0, 400])
@pytest.mark.parametrize("keep", [1.0, 0.8, 0.4])
@pytest.mark.parametrize("seed", range(4))
def test_fast_equals_dense(seed, keep, jump, trend):
    days, values, design, later = awkward_case(seed, 160, keep, trend, jump)
    weights = [0.0, 1.0, 0.0][: design.shape[1]]
    fit = fit_ar1(days, values, design, later)
    plain = dense_fit(days, values, design, later, np.array(weights))
    assert fit.rho == pytest.approx(plain.rho, abs=1e-10)
    # rho itself is found by halving; with the same rho everything else is the same to rounding.
    plain = dense_fit(days, values, design, later, np.array(weights), rho=fit.rho)
    estimate = fit.contrast(weights)
    assert fit.coefficients == pytest.approx(plain.coefficients, rel=1e-10, abs=1e-10)
    assert fit.sigma2 == pytest.approx(plain.sigma2, rel=1e-10)
    assert estimate.se**2 == pytest.approx(plain.variance, rel=1e-10)
    assert estimate.df == pytest.approx(plain.df, rel=1e-10)
    if 0 < fit.rho < 0.95:
        assert plain.excess(fit.rho) == pytest.approx(0, abs=1e-10)


def test_years_apart_are_shortened_without_changing_the_result():
    days, values, design, later = awkward_case(3, 120, 0.9, False, 5000)
    fit = fit_ar1(days, values, design, later)
    plain = dense_fit(days, values, design, later, np.array([0.0, 1.0]), rho=fit.rho)
    assert fit.contrast([0, 1]).se ** 2 == pytest.approx(plain.variance, rel=1e-10)
    assert fit.df == pytest.approx(plain.df, rel=1e-10)


def test_a_design_whose_columns_do_not_differ_is_refused():
    design = np.column_stack([np.ones(30), np.ones(30)])
    assert fit_ar1(np.arange(30), np.arange(30.0), design, np.zeros(30, dtype=int)) is None


def test_too_many_columns_for_the_days_is_refused():
    assert fit_ar1(np.arange(2), np.arange(2.0), *two_phases(1, 1)) is None


@pytest.mark.parametrize("level", [0.0, 4.0, 0.1, 433.3])
def test_values_without_variation_have_no_standard_error(level):
    design, later = two_phases(20, 30)
    fit = fit_ar1(np.arange(50), np.full(50, level), design, later)
    assert fit.sigma2 is None
    assert fit.contrast([0, 1]) is None


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.integers(0, 10), min_size=3, max_size=60),
    gaps=st.lists(st.integers(1, 40), min_size=60, max_size=60),
    split=st.integers(1, 59),
    trend=st.booleans(),
)
def test_never_nan(values, gaps, split, trend):
    n = len(values)
    days = np.cumsum(gaps[:n])
    later = (np.arange(n) >= split % n).astype(int)
    columns = [np.ones(n), later.astype(float), *([days.astype(float)] if trend else [])]
    fit = fit_ar1(days, np.array(values, dtype=float), np.column_stack(columns), later)
    if fit is None:
        return
    assert 0 <= fit.rho <= 0.95
    estimate = fit.contrast([0.0, 1.0, 0.0][: len(columns)])
    if estimate is not None:
        assert np.isfinite([estimate.value, estimate.se, estimate.df, *estimate.interval]).all()
        assert estimate.se > 0
        assert estimate.df > 0


def simulated_coverage(rounds: int, rho: float, *, rounded: bool = False, keep: float = 1.0, seed: int = 20) -> float:
    """Return how often the interval holds the true difference -1 on diaries of 14 + 28 days (mean 6, sd 1.5)."""
    rng = np.random.default_rng(seed)
    all_design, all_later = two_phases(14, 28)
    covered = 0
    for _ in range(rounds):
        values = 6 + 1.5 * ar1_noise(rng, 42, rho) - all_later
        if rounded:
            values = np.round(values).clip(0, 10)
        there = np.flatnonzero(rng.random(42) < keep)
        estimate = fit_ar1(there, values[there], all_design[there], all_later[there]).contrast([0, 1])
        covered += estimate.interval[0] <= -1 <= estimate.interval[1]
    return covered / rounds


RHOS = [0.0, 0.3, 0.5, 0.7]


@pytest.mark.parametrize("keep", [1.0, 0.8], ids=["complete", "a fifth missing"])
@pytest.mark.parametrize("rho", RHOS)
def test_coverage(rho, keep):
    assert 0.905 <= simulated_coverage(400, rho, keep=keep) <= 0.99


@pytest.mark.full
@pytest.mark.parametrize("keep", [1.0, 0.8], ids=["complete", "a fifth missing"])
@pytest.mark.parametrize("rho", RHOS)
def test_coverage_over_many_rounds(rho, keep):
    covered = simulated_coverage(4000, rho, keep=keep)
    print(f"14 + 28 days, rho {rho}, {keep:.0%} recorded: the 95 % interval holds the truth in {covered:.4f}")
    assert 0.92 <= covered <= 0.98
    if keep == 1:
        # The published column.
        assert covered == pytest.approx({0.0: 0.97, 0.3: 0.95, 0.5: 0.94, 0.7: 0.94}[rho], abs=0.015)


@pytest.mark.full
@pytest.mark.parametrize("rho", RHOS)
def test_coverage_of_rounded_ratings(rho):
    covered = simulated_coverage(3000, rho, rounded=True)
    print(f"14 + 28 days rounded to 0-10, rho {rho}: {covered:.4f}")
    assert 0.92 <= covered <= 0.98


def test_the_interval_allows_for_rho_being_estimated():
    design, later = two_phases(14, 28)
    values = 6 + ar1_noise(np.random.default_rng(1), 42, 0.7)
    fit = fit_ar1(np.arange(42), values, design, later)
    estimate = fit.contrast([0, 1])
    reach = estimate.interval[1] - estimate.value
    assert estimate.value - estimate.interval[0] == pytest.approx(reach)
    assert 1.02 < reach / (t_quantile(0.975, estimate.df) * estimate.se) < 2
    # In a long record rho is as good as known.
    design, later = two_phases(1500, 1500)
    fit = fit_ar1(np.arange(3000), 6 + ar1_noise(np.random.default_rng(1), 3000, 0.5), design, later)
    estimate = fit.contrast([0, 1])
    reach = estimate.interval[1] - estimate.value
    assert reach / (t_quantile(0.975, estimate.df) * estimate.se) == pytest.approx(1, abs=0.003)
