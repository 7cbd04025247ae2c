"""Quantiles of Student's t from the regularised incomplete beta function (continued fraction, modified Lentz)."""

import math
from functools import lru_cache

_TINY = 1e-300


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 <= x <= 1."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        change = 1.0
        for term in (even, odd):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            change = c * d
            fraction *= change
        if abs(change - 1) < 1e-15:
            break
    return math.exp(log_front) * fraction / a


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def t_tail(t: float, df: float) -> float:
    """Return P(T > t) for t >= 0 and ``df`` > 0 degrees of freedom."""
    return 0.5 * incomplete_beta(df / 2, 0.5, df / (df + t * t))


@lru_cache(maxsize=1024)
def t_quantile(p: float, df: float) -> float:
    """Return the t below which a share ``p`` (0.5 to 1, exclusive) of Student's distribution lies; ``df`` > 0."""
    if not 0.5 < p < 1 or not df > 0:
        raise ValueError(f"no t quantile for p={p}, df={df}")
    tail = 1 - p
    low, high = 0.0, 2.0
    while t_tail(high, df) > tail:
        low, high = high, high * 2
    log_peak = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - 0.5 * math.log(df * math.pi)
    t = (low + high) / 2
    for _round in range(200):
        excess = t_tail(t, df) - tail
        low, high = (t, high) if excess > 0 else (low, t)
        density = math.exp(log_peak - (df + 1) / 2 * math.log1p(t * t / df))
        # Newton's step where it stays in the bracket, else halve.
        stepped = t + excess / density if density > 0 else low
        following = stepped if low < stepped < high else (low + high) / 2
        if abs(following - t) <= 1e-14 * following:
            return following
        t = following
    return t
