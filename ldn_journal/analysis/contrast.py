"""Comparing two phases of one measure honestly; the rules are in ``compare``, the words in ``wording``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ldn_journal.analysis.ar1 import Ar1Fit, Estimate, FloatArray, IntArray, effective_n, fit_ar1
from ldn_journal.analysis.phases import Phase
from ldn_journal.analysis.series import Series
from ldn_journal.domain.measures import Better, NewMeasure

FIGURES_FROM = 7
"""Recorded days from which a phase has figures; below, the plot is all there is."""
INTERVAL_REFERENCE_DAYS = 14
INTERVAL_PHASE_DAYS = 28
INTERVAL_NEIGHBOURS = 10
"""Pairs of neighbouring recorded days below which their similarity cannot be judged, so that no interval is given."""


class Caution(StrEnum):
    """Why a comparison has no interval."""

    UNDER_7_DAYS = "under 7 days"
    TOO_FEW_DAYS = "too few days"
    TOO_FEW_NEIGHBOURS = "too few neighbouring days"
    NO_VARIATION = "no variation"


@dataclass(frozen=True)
class Description:
    """A measure over some days: ``recorded`` of ``possible``; figures are ``None`` under 7 recorded days (plot only).

    ``worst`` is the worst single value by the measure's better way (the highest if neither), on ``worst_day``. ``dosed``: on
    how many of the possible days a dose is recorded as taken, ``None`` where that is not asked (before LDN, in a break).
    """

    possible: int
    recorded: int
    mean: float | None = None
    median: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    worst: float | None = None
    worst_day: date | None = None
    dosed: int | None = None

    @property
    def missing(self) -> int:
        """Days without a value."""
        return self.possible - self.recorded


@dataclass(frozen=True)
class Comparison:
    """``phase`` compared with ``reference`` (usually the baseline) for one measure. No figure is ever nan.

    ``before`` describes the reference, ``after`` the phase, both without settling days. ``difference`` = mean after -
    mean before, in the measure's own units; ``percent`` relates it to the mean before. ``interval`` is the 95 %
    interval of the difference, allowing for the similarity of neighbouring days, or ``None`` with the reason in
    ``caution``. ``trend_difference`` and ``trend_interval`` are the same beside a steady drift; ``drift`` says that
    the two disagree, so that the difference cannot be told from one. ``nap``: share of pairs of days in which the
    later phase was better (higher, if neither way is better), ties counting half. ``rho`` is the similarity of
    neighbouring days, ``se`` and ``df`` are those of the difference as if ``rho`` were known (``interval`` allows
    besides for its being estimated), ``effective_days`` are the independent days that would say as much.
    ``exploratory``: the measure is not the primary outcome chosen beforehand.
    """

    measure: NewMeasure
    reference: Phase
    phase: Phase
    before: Description
    after: Description
    settling_days: int
    caution: Caution | None
    difference: float | None = None
    percent: float | None = None
    nap: float | None = None
    interval: tuple[float, float] | None = None
    trend_difference: float | None = None
    trend_interval: tuple[float, float] | None = None
    drift: bool | None = None
    rho: float | None = None
    se: float | None = None
    df: float | None = None
    effective_days: tuple[float, float] | None = None
    exploratory: bool = True


Span = tuple[date, date]


def describe(series: Series, first: date, last: date, left_out: Sequence[Span] = ()) -> Description:
    """Return the figures of ``series`` from ``first`` to ``last`` inclusive (``first`` after ``last``: no day).

    Days in the stretches ``left_out`` do not count.
    """
    part = series.cut(first, last)
    counting = _counting(part, left_out)
    possible = int(np.count_nonzero(counting))
    there = np.flatnonzero((part.n > 0) & counting)
    if len(there) < FIGURES_FROM:
        return Description(possible, len(there))
    values = part.mean[there]
    lower, median, upper = (float(one) for one in np.percentile(values, (25, 50, 75)))
    extremes = part.worst[there]
    place = int(np.argmin(extremes) if series.measure.better is Better.HIGHER else np.argmax(extremes))
    return Description(
        possible=possible,
        recorded=len(there),
        mean=float(values.mean()),
        median=median,
        lower_quartile=lower,
        upper_quartile=upper,
        worst=float(extremes[place]),
        worst_day=part.first + timedelta(days=int(there[place])),
    )


def describe_phase(series: Series, phase: Phase) -> Description:
    """Return the figures of ``series`` over the days of ``phase`` that count."""
    return describe(series, *phase.compared_days(series.measure), phase.left_out(series.measure))


def observed(series: Series, phase: Phase) -> tuple[IntArray, FloatArray]:
    """Return the recorded days of ``phase`` that count (ordinals) and their values (daily means), both (n,)."""
    first, last = phase.compared_days(series.measure)
    part = series.cut(first, last)
    there = np.flatnonzero((part.n > 0) & _counting(part, phase.left_out(series.measure)))
    return there + first.toordinal(), part.mean[there]


def _counting(part: Series, left_out: Sequence[Span]) -> NDArray[np.bool_]:
    counting = np.ones(part.days, dtype=np.bool_)
    for first, last in left_out:
        counting[max((first - part.first).days, 0) : max((last - part.first).days + 1, 0)] = False
    return counting


def nap(before: FloatArray, after: FloatArray, better: Better) -> float:
    """Return the share of (before, after) pairs in which ``after`` is better (higher, if neither way is), ties half.

    Non-overlap of all pairs; both arrays hold at least one value.
    """
    ordered = np.sort(before)
    below = np.searchsorted(ordered, after, side="left")
    not_above = np.searchsorted(ordered, after, side="right")
    share = float((below + not_above).sum()) / (2 * len(before) * len(after))
    return 1 - share if better is Better.LOWER else share


def compare(
    series: Series, reference: Phase, phase: Phase, *, settling_days: int = 7, exploratory: bool = True
) -> Comparison:
    """Compare ``phase`` with ``reference`` on ``series``, which must cover both (nothing outside it is seen).

    Settling days are left out (``Phase.compared_days``, ``Phase.left_out``). Under 7 recorded days in either: no
    figures. From 7: means and their difference. An interval from 14 recorded days in the reference and 28 in the phase,
    at least 10 pairs of neighbouring days, and values that vary; otherwise ``caution`` says which is wanting.
    ``settling_days`` is only for the wording.
    """
    measure = series.measure
    before, after = (describe_phase(series, one) for one in (reference, phase))
    plain = Comparison(measure, reference, phase, before, after, settling_days, None, exploratory=exploratory)
    if before.mean is None or after.mean is None:
        return replace(plain, caution=Caution.UNDER_7_DAYS)
    (days_before, values_before), (days_after, values_after) = (observed(series, one) for one in (reference, phase))
    plain = replace(
        plain,
        difference=after.mean - before.mean,
        percent=100 * (after.mean - before.mean) / before.mean if measure.low == 0 and before.mean > 0 else None,
        nap=nap(values_before, values_after, measure.better),
    )
    if before.recorded < INTERVAL_REFERENCE_DAYS or after.recorded < INTERVAL_PHASE_DAYS:
        return replace(plain, caution=Caution.TOO_FEW_DAYS)
    days = np.concatenate([days_before, days_after])
    values = np.concatenate([values_before, values_after])
    later = np.repeat([0, 1], [len(days_before), len(days_after)])
    order = np.argsort(days)
    fit, estimate = _estimate(days[order], values[order], later[order], trend=False)
    if fit is None or estimate is None:
        return replace(plain, caution=Caution.NO_VARIATION)
    if fit.neighbours < INTERVAL_NEIGHBOURS:
        return replace(plain, caution=Caution.TOO_FEW_NEIGHBOURS)
    _fit, beside_trend = _estimate(days[order], values[order], later[order], trend=True)
    return replace(
        plain,
        interval=estimate.interval,
        trend_difference=beside_trend.value if beside_trend else None,
        trend_interval=beside_trend.interval if beside_trend else None,
        drift=_disagree(estimate, beside_trend) if beside_trend else None,
        rho=fit.rho,
        se=estimate.se,
        df=estimate.df,
        effective_days=(effective_n(days_before, fit.rho), effective_n(days_after, fit.rho)),
    )


def _estimate(
    days: IntArray, values: FloatArray, later: IntArray, *, trend: bool
) -> tuple[Ar1Fit | None, Estimate | None]:
    """Return the fit and the estimate of later - earlier, beside a straight line over all days if ``trend``."""
    columns = [np.ones(len(days)), later.astype(np.float64)]
    if trend:
        columns.append((days - days.mean()) / len(days))
    fit = fit_ar1(days, values, np.column_stack(columns), later)
    return fit, fit.contrast([0.0, 1.0, 0.0][: len(columns)]) if fit else None


def _disagree(plain: Estimate, beside_trend: Estimate) -> bool:
    def excludes_zero(one: Estimate) -> bool:
        return one.interval[0] > 0 or one.interval[1] < 0

    return excludes_zero(plain) != excludes_zero(beside_trend) or plain.value * beside_trend.value < 0
