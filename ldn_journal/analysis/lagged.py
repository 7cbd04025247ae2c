"""Do two measures move together, on the same day or some days apart? Ranks only, and always exploratory.

Days that follow each other are alike, so that n pairs of days say less than n unrelated pairs would. The effective number
of pairs is the one of Bartlett as Pyper and Peterman recommend it (1998, doi:10.1139/f98-104, eq. 1 and 7): with r_x(k)
and r_y(k) the autocorrelations of the ranks k days apart, n* = n / (1 + 2 sum r_x(k) r_y(k)) over k up to a fifth of
the days. Here the sum ends at the first k at which the product is no longer positive, and where days are missing each
term weighs as much as there are pairs k days apart. The interval is Fisher's z with n* and the variance 1.06 / (n* - 3)
of a rank correlation (Fieller, Hartley and Pearson 1957).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ldn_journal.analysis.series import FloatArray, Series
from ldn_journal.base.texts import _, format_number, ngettext
from ldn_journal.domain.measures import NewMeasure, Recall

MIN_PAIRS = 20
MIN_EFFECTIVE = 3.0
NORMAL_95 = 1.959963984540054
FIELLER = 1.06
ENOUGH_PAIRS = 0.1
"""Share of the pairs that must lie k days apart for k to tell of autocorrelation."""
HARDLY = 0.1
"""A correlation nearer to 0 than this is not said to have a direction."""

IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Association:
    """``first`` (a measure's key) on day d beside ``second`` on day d + ``lag``, over ``n`` such pairs of recorded days.

    ``days`` (ordinals of d), ``x`` (values of the first) and ``y`` (of the second) are the pairs, all of shape (n,).
    ``rho`` is Spearman's rank correlation, ``effective_n`` (3 to n) the unrelated pairs that would say as much, and
    ``interval`` the 95 % interval of ``rho``, ``None`` where too few are left for one.
    """

    first: str
    second: str
    lag: int
    n: int
    rho: float
    effective_n: float
    interval: tuple[float, float] | None
    days: IntArray
    x: FloatArray
    y: FloatArray

    @cached_property
    def tau(self) -> float:
        """Kendall's tau-b of the same pairs, worked out when it is asked for."""
        return tau_b(self.x, self.y)


def associate(first: Series, second: Series, lag: int) -> Association | None:
    """Return how ``first`` on day d goes with ``second`` on day d + ``lag`` (negative: before it).

    ``None`` under 20 pairs of recorded days, and where either never varies. Days are calendar days: a night's rating on
    day d + 1 belongs to the evening of day d, so that a dose and the night after it are 1 apart.
    """
    start, end = (
        max(first.first.toordinal(), second.first.toordinal() - lag),
        min(first.last.toordinal(), second.last.toordinal() - lag),
    )
    if end < start:
        return None
    days = np.arange(start, end + 1, dtype=np.int64)
    x = first.mean[days - first.first.toordinal()]
    y = second.mean[days + lag - second.first.toordinal()]
    there = ~(np.isnan(x) | np.isnan(y))
    days, x, y = days[there], x[there], y[there]
    if len(days) < MIN_PAIRS or x.min() == x.max() or y.min() == y.max():
        return None
    ranks_x, ranks_y = _centred(mean_ranks(x)), _centred(mean_ranks(y))
    rho = min(max(float(ranks_x @ ranks_y), -1.0), 1.0)
    effective = effective_pairs(days, ranks_x, ranks_y)
    return Association(
        first=first.measure.key,
        second=second.measure.key,
        lag=lag,
        n=len(days),
        rho=rho,
        effective_n=effective,
        interval=_interval(rho, effective),
        days=days,
        x=x,
        y=y,
    )


def explore(series: Mapping[str, Series], outcome: str, lags: Iterable[int] = range(4)) -> list[Association]:
    """Return what goes with ``series[outcome]`` at any of ``lags``, the strongest first.

    ``series`` holds the whole record by measure key; the lag counts from the other measure's day to the outcome's.
    """
    tried = list(lags)
    others = [one for key, one in series.items() if key != outcome]
    found = (associate(other, series[outcome], lag) for other in others for lag in tried)
    return sorted((one for one in found if one is not None), key=lambda one: (-abs(one.rho), one.first, one.lag))


def mean_ranks(values: FloatArray) -> FloatArray:
    """Return the ranks (n,) of ``values`` from 1; equal values share the mean of their ranks."""
    _values, places, times = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(times) - (times - 1) / 2)[places]


def tau_b(x: FloatArray, y: FloatArray) -> float:
    """Return Kendall's tau-b of the pairs ``x``, ``y`` (n,); 0 where either never varies."""
    (_x, row, in_row), (_y, column, in_column) = (
        np.unique(one, return_inverse=True, return_counts=True) for one in (x, y)
    )
    size = len(in_row), len(in_column)
    table = np.bincount(row * size[1] + column, minlength=size[0] * size[1]).reshape(size)
    # upto[i, j]: pairs in rows above i, left of and in column j.
    upto = np.zeros((size[0], size[1]), dtype=np.int64)
    upto[1:] = table[:-1].cumsum(axis=0).cumsum(axis=1)
    agreeing = int(np.sum(table[:, 1:] * upto[:, :-1]))
    opposed = int(np.sum(table * (upto[:, -1:] - upto)))
    apart_x, apart_y = ((len(x) ** 2 - int(np.sum(times**2))) / 2 for times in (in_row, in_column))
    return (agreeing - opposed) / math.sqrt(apart_x * apart_y) if apart_x and apart_y else 0.0


def effective_pairs(days: IntArray, x: FloatArray, y: FloatArray) -> float:
    """Return the effective number of pairs (3 to n) of ``x`` and ``y`` (n,), observed on ``days`` (increasing)."""
    count = len(days)
    longest = min(int(days[-1] - days[0]) + 1, count) // 5
    pairs = _lag_sums(days, np.ones(count), longest)
    enough = np.flatnonzero(pairs > max(ENOUGH_PAIRS * count, 1.5))
    in_x, in_y = (_lag_sums(days, one, longest)[enough] / float(one @ one) for one in (_centred(x), _centred(y)))
    # (S_x / m)(S_y / m) is the product of the autocorrelations, m / n its weight.
    products = in_x * in_y * count / pairs[enough]
    ends = np.flatnonzero(products <= 0)
    total = float(products[: ends[0] if len(ends) else len(products)].sum())
    return min(max(count / (1 + 2 * total), MIN_EFFECTIVE), float(count))


def _lag_sums(days: IntArray, values: FloatArray, longest: int) -> FloatArray:
    """Return the sum of value times value k days later for k = 1 ... ``longest``."""
    length = int(days[-1] - days[0]) + 1
    size = 1 << (length + longest).bit_length()
    dense = np.zeros(size)
    dense[days - days[0]] = values
    spectrum = np.fft.rfft(dense)
    sums: FloatArray = np.fft.irfft(np.abs(spectrum) ** 2, size)[1 : longest + 1]
    return sums


def _centred(values: FloatArray) -> FloatArray:
    """Return ``values`` less their mean, of length 1."""
    centred = values - values.mean()
    scaled: FloatArray = centred / math.sqrt(float(centred @ centred))
    return scaled


def _interval(rho: float, effective: float) -> tuple[float, float] | None:
    if effective <= MIN_EFFECTIVE + 1 or abs(rho) > 1 - 1e-12:
        return None
    reach = NORMAL_95 * math.sqrt(FIELLER / (effective - 3))
    middle = math.atanh(rho)
    return math.tanh(middle - reach), math.tanh(middle + reach)


# In words --------------------------------------------------------------------------------------------------------


def lag_words(first: NewMeasure, second: NewMeasure, lag: int) -> str:
    """Return when the second is, seen from the first: the same day, the night after, 2 days before.

    A measure of last night stands on the day of waking: from a day, the night that follows it is 1 later.
    """
    nights = first.recall is Recall.LAST_NIGHT, second.recall is Recall.LAST_NIGHT
    if lag < 0:
        words = (
            ngettext("{count} night before", "{count} nights before", -lag + (not nights[0]))
            if nights[1]
            else ngettext("{count} day before", "{count} days before", -lag)
        )
        return words.format(count=-lag + (nights[1] and not nights[0]))
    later = (
        ngettext("{count} night later", "{count} nights later", lag)
        if nights[1]
        else ngettext("{count} day later", "{count} days later", lag)
    )
    close = {
        (True, True): [_("the same night"), _("the night after")],
        (False, True): [_("the night before"), _("the night after")],
        (True, False): [_("the day after that night")],
        (False, False): [_("the same day"), _("the day after")],
    }[nights]
    return close[lag] if lag < len(close) else later.format(count=lag)


def association_sentences(association: Association, measures: Mapping[str, NewMeasure]) -> list[str]:
    """Return the association in whole sentences, the most important first; that it is exploratory is always said."""
    first, second = measures[association.first], measures[association.second]
    fields = {
        "first": _(first.name),
        "second": _(second.name),
        "when": lag_words(first, second, association.lag),
        "rho": format_number(association.rho, 2, signed=True),
        "tau": format_number(association.tau, 2, signed=True),
    }
    if abs(association.rho) < HARDLY:
        words = _(
            "{first}, and {second} {when}: hardly any tendency to move together "
            "(rank correlation {rho}, Kendall’s tau {tau})."
        )
    elif association.rho > 0:
        words = _(
            "{first}, and {second} {when}: the higher the one, the higher the other tended to be "
            "(rank correlation {rho}, Kendall’s tau {tau})."
        )
    else:
        words = _(
            "{first}, and {second} {when}: the higher the one, the lower the other tended to be "
            "(rank correlation {rho}, Kendall’s tau {tau})."
        )
    return [
        words.format(**fields),
        *_certainty(association),
        _("Exploratory: among several measures and days apart, some go together by chance."),
        _(
            "That two things go together does not say that one brings about the other: a third can move both, such as the dose."
        ),
    ]


def _certainty(association: Association) -> list[str]:
    effective = max(round(association.effective_n), 1)
    found = [
        ngettext(
            "It rests on {n} pairs of days, which say about as much as {count} unrelated pair.",
            "It rests on {n} pairs of days, which say about as much as {count} unrelated pairs.",
            effective,
        ).format(n=association.n, count=effective)
    ]
    if association.interval is None:
        return [*found, _("That is too few for an interval.")]
    low, high = (format_number(end, 2, signed=True) for end in association.interval)
    return [
        *found,
        _(
            "Likely correlation: between {low} and {high} (95 % interval, allowing for neighbouring days being alike)."
        ).format(low=low, high=high),
    ]
