"""Least squares on daily values whose errors resemble their neighbours (AR(1)), gaps allowed.

With X the design, M = I - X(X'X)^-1 X', e = My: r is the lag-1 autocorrelation of the residuals e over neighbouring
days of one group, and rho in [0, .95] solves tr(S M R M) / tr(M R) = r with R_ij = rho^|t_i - t_j| and S the matrix
that forms the numerator of r. That matching takes out the bias of r in short series. sigma^2 = e'e / tr(MR), and a
contrast c'b has the variance sigma^2 a'Ra, a' = c'(X'X)^-1 X', with tr(MR)^2 / tr((MR)^2) degrees of freedom
(Satterthwaite).

That would be all if rho were known. It is estimated from few days, and a variance that hangs on it is that much less
certain: with v the variance of rho (Bartlett's (1 - rho^2) / pairs, carried through the matching), the interval uses
1 / (1 / df + v (d ln Var / d rho)^2 / 2) degrees of freedom, the same delta method that df itself comes from. Without it
the intervals of strongly related days are too short: at rho = .7 they hold the truth in 91 % of diaries of 14 + 28 days
instead of 93 %.

No n x n matrix is formed. With Q an orthonormal basis of X, every trace is a polynomial in rho whose coefficients are
lag correlations of Q's columns on the day axis, which come from one Fourier transform. Lags above 1,024 are dropped:
.95^1024 is below 1e-22.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ldn_journal.analysis.student import t_quantile

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MAX_RHO = 0.95
MAX_LAG = 1024
STEP = 0.01
LEAST_RISE = 0.3
_GRID = np.linspace(0, MAX_RHO, 96)


@dataclass(frozen=True)
class Estimate:
    """A contrast: its value, standard error, degrees of freedom (as if rho were known) and 95 % interval."""

    value: float
    se: float
    df: float
    interval: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Ar1Fit:
    """A fit: ``coefficients`` (p,), ``residuals`` (n,), ``rho``, ``sigma2`` and ``df``.

    ``neighbours`` counts the pairs of days behind r. ``sigma2`` and ``df`` are ``None`` where the residuals do not
    vary or no degree of freedom is left.
    """

    coefficients: FloatArray
    residuals: FloatArray
    neighbours: int
    rho: float
    sigma2: float | None
    df: float | None
    _upper: FloatArray
    _spread: FloatArray
    _doubt: "_Doubt | None"

    def contrast(self, weights: Sequence[float]) -> Estimate | None:
        """Return the estimate of ``weights`` (p,) times the coefficients, ``None`` where it has no standard error."""
        if self.sigma2 is None or self.df is None:
            return None
        wanted = np.asarray(weights, dtype=np.float64)
        turned = np.asarray(np.linalg.solve(self._upper.T, wanted), dtype=np.float64)
        variance = self.sigma2 * float(turned @ self._spread @ turned)
        if not variance > 0:
            return None
        value, se = float(wanted @ self.coefficients), math.sqrt(variance)
        doubt = self._doubt.of(turned) if self._doubt else 0.0
        reach = t_quantile(0.975, max(1 / (1 / self.df + doubt), 1.0)) * se
        return Estimate(value, se, self.df, (value - reach, value + reach))


@dataclass(frozen=True, eq=False)
class _Doubt:
    """What the variance of a contrast owes to rho being estimated.

    ``variance`` is that of rho. ``below`` and ``above`` are Q'RQ (p, p) a little below and above rho, ``apart`` the
    distance, and ``fall`` how much ln tr(MR) changes from the one to the other.
    """

    variance: float
    below: FloatArray
    above: FloatArray
    apart: float
    fall: float

    def of(self, turned: FloatArray) -> float:
        """Return v (d ln Var / d rho)^2 / 2 for the contrast ``turned`` (p,)."""
        low, high = float(turned @ self.below @ turned), float(turned @ self.above @ turned)
        if not (low > 0 and high > 0):
            return 0.0
        slope = (math.log(high / low) - self.fall) / self.apart
        return self.variance * slope**2 / 2


def fit_ar1(days: IntArray, values: FloatArray, design: FloatArray, groups: IntArray) -> Ar1Fit | None:
    """Fit ``values`` (n,) on ``design`` (n, p); ``None`` if the columns of the design do not differ enough.

    ``days`` (n,) are strictly increasing day numbers; ``groups`` (n,) are the phases: only days that follow each other
    inside one group tell of the autocorrelation.
    """
    count, width = design.shape
    if count <= width:
        return None
    basis, upper = np.linalg.qr(design)
    diagonal = np.abs(np.diag(upper))
    if diagonal.min() <= 1e-10 * diagonal.max():
        return None
    along = basis.T @ values
    residuals = values - basis @ along
    coefficients = np.linalg.solve(upper, along)
    pairs = np.flatnonzero((np.diff(days) == 1) & (np.diff(groups) == 0))
    axis = _DayAxis(days)
    squares = float(residuals @ residuals)
    level = float(np.abs(values).max())
    varies = squares > count * (1e-9 * max(level, 1e-9)) ** 2
    polynomials = _trace_polynomials(axis, basis, pairs)
    r = float(residuals[pairs] @ residuals[pairs + 1]) / squares if varies else 0.0
    rho = _match(polynomials, r) if len(pairs) else 0.0
    blurred = axis.blur(basis, rho)
    spread = basis.T @ blurred
    trace = float(polynomials[1] @ rho ** np.arange(polynomials.shape[1]))
    trace_of_square = axis.sum_of_squares(rho) - 2 * float(np.sum(blurred**2)) + float(np.sum(spread**2))
    sound = varies and trace > 0 and trace_of_square > 0
    return Ar1Fit(
        coefficients=coefficients,
        residuals=residuals,
        neighbours=len(pairs),
        rho=rho,
        sigma2=squares / trace if sound else None,
        df=trace**2 / trace_of_square if sound else None,
        _upper=upper,
        _spread=spread,
        _doubt=_doubt(axis, basis, polynomials, rho, len(pairs)) if sound else None,
    )


def _doubt(axis: "_DayAxis", basis: FloatArray, polynomials: FloatArray, rho: float, pairs: int) -> _Doubt | None:
    middle = max(rho, STEP)
    ends = np.array([middle - STEP, middle + STEP])
    above, below = polynomials @ (ends[:, None] ** np.arange(polynomials.shape[1])).T
    if not pairs or not below.min() > 0:
        return None
    # How fast the expected r rises with rho; were the phases endless, by pairs / days.
    rise = float(np.diff(above / below)[0]) / (2 * STEP) * len(basis) / pairs
    low, high = (basis.T @ axis.blur(basis, float(end)) for end in ends)
    return _Doubt(
        variance=(1 - middle**2) / pairs / max(rise, LEAST_RISE) ** 2,
        below=low,
        above=high,
        apart=2 * STEP,
        fall=math.log(below[1] / below[0]),
    )


def effective_n(days: IntArray, rho: float) -> float:
    """Return how many independent days would fix a mean as well as ``days`` (n,) with autocorrelation ``rho``."""
    axis = _DayAxis(days)
    lags = axis.correlate(axis.presence, axis.presence)
    return len(days) ** 2 / float(lags @ rho ** np.arange(len(lags)))


class _DayAxis:
    """Observed days on a dense axis, padded for Fourier transforms; gaps above ``MAX_LAG`` are shortened to it."""

    def __init__(self, days: IntArray) -> None:
        gaps = np.minimum(np.diff(days), MAX_LAG)
        self.places = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(gaps)])
        length = int(self.places[-1]) + 1
        self.lags = min(length, MAX_LAG + 1)
        self.size = 1 << (length + self.lags).bit_length()
        self.presence = self.transform(np.ones((len(days), 1)))

    def transform(self, columns: FloatArray) -> NDArray[np.complex128]:
        """Return the transforms (p, size // 2 + 1) of ``columns`` (n, p) laid on the axis."""
        dense = np.zeros((columns.shape[1], self.size))
        dense[:, self.places] = columns.T
        return np.fft.rfft(dense)

    def correlate(self, left: NDArray[np.complex128], right: NDArray[np.complex128]) -> FloatArray:
        """Return the sum over columns and days of left(t) right(t ± l) for l = 0, 1, 2, ..., both signs added up."""
        both = np.fft.irfft((left.conj() * right).sum(axis=0), self.size)
        folded = both[: self.lags].copy()
        folded[1:] += both[: -self.lags : -1]
        return folded

    def blur(self, columns: FloatArray, rho: float) -> FloatArray:
        """Return R(rho) times ``columns`` (n, p)."""
        kernel = np.zeros(self.size)
        powers = rho ** np.arange(self.lags)
        kernel[: self.lags] = powers
        kernel[self.size - self.lags + 1 :] = powers[:0:-1]
        dense = np.fft.irfft(self.transform(columns) * np.fft.rfft(kernel), self.size)
        return np.ascontiguousarray(dense[:, self.places].T)

    def sum_of_squares(self, rho: float) -> float:
        """Return tr(R(rho)^2)."""
        return float(self.correlate(self.presence, self.presence) @ rho ** (2 * np.arange(self.lags)))


def _trace_polynomials(axis: _DayAxis, basis: FloatArray, pairs: NDArray[np.intp]) -> FloatArray:
    """Return the coefficients, shape (2, lags), of tr(S M R M) and tr(M R) as polynomials in rho."""
    shifted = np.zeros_like(basis)
    shifted[pairs] += 0.5 * basis[pairs + 1]
    shifted[pairs + 1] += 0.5 * basis[pairs]
    plain = axis.transform(basis)
    found = np.zeros((2, max(axis.lags, 2)))
    found[0, : axis.lags] = axis.correlate((basis.T @ shifted).T @ plain, plain)
    found[0, : axis.lags] -= 2 * axis.correlate(axis.transform(shifted), plain)
    found[0, 1] += len(pairs)
    found[1, : axis.lags] = -axis.correlate(plain, plain)
    found[1, 0] += len(basis)
    return found


@cache
def _grid_powers() -> FloatArray:
    powers: FloatArray = _GRID[:, None] ** np.arange(MAX_LAG + 1)[None, :]
    return powers


def _match(polynomials: FloatArray, r: float) -> float:
    """Return the smallest rho in [0, .95] that makes one expect ``r``; the nearer end if there is none."""
    lags = np.arange(polynomials.shape[1])
    above, below = polynomials @ _grid_powers()[:, : len(lags)].T
    short = np.flatnonzero(above - r * below >= 0)
    if not len(short):
        return MAX_RHO
    if short[0] == 0:
        return 0.0
    low, high = float(_GRID[short[0] - 1]), float(_GRID[short[0]])
    # Powers of the bracket's upper end below 1e-18 change nothing any more.
    lags = lags[: 1 + math.ceil(-18 / math.log10(high))]
    excess = (polynomials[0] - r * polynomials[1])[: len(lags)]
    for _round in range(40):
        middle = (low + high) / 2
        if float(excess @ middle**lags) >= 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2
