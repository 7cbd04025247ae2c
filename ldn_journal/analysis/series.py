"""Daily series of one measure, dense over a range of days, gaps open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from ldn_journal.domain.measures import Better, NewMeasure

ROLLING_DAYS = 7

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DailyValue:
    """The values of one measure on one recorded day: mean, lowest, highest of its ``n`` ratings."""

    day: date
    mean: float
    lowest: float
    highest: float
    n: int


@dataclass(frozen=True, eq=False)
class Series:
    """One measure over every day from ``first``; all arrays have shape (days,).

    ``mean`` and ``worst`` are float64, nan where nothing is recorded; ``n`` is int64. ``worst`` is the worst value of
    the day by the measure's ``better``, the highest if neither way is better. ``rolling`` is the mean over the recorded
    days among the last 7 (that day included); nan on days without a value and where fewer than 4 of the 7 are recorded,
    so that no line crosses a gap.
    """

    measure: NewMeasure
    first: date
    mean: FloatArray
    worst: FloatArray
    n: NDArray[np.int64]
    rolling: FloatArray

    @property
    def days(self) -> int:
        """The number of days, recorded or not."""
        return len(self.mean)

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def day_numbers(self) -> NDArray[np.int64]:
        """The days as proleptic Gregorian ordinals (``date.toordinal``), for the x axis."""
        return np.arange(self.days, dtype=np.int64) + self.first.toordinal()

    @property
    def recorded(self) -> int:
        """The number of days with a value."""
        return int(np.count_nonzero(self.n))

    def index(self, day: date) -> int | None:
        """Return the array index of ``day``, ``None`` outside the range."""
        place = (day - self.first).days
        return place if 0 <= place < self.days else None

    def value_on(self, day: date) -> float | None:
        """Return the day's mean, ``None`` if nothing is recorded."""
        place = self.index(day)
        return None if place is None or np.isnan(self.mean[place]) else float(self.mean[place])

    def cut(self, first: date, last: date) -> "Series":
        """Return the series over ``first`` to ``last`` inclusive; days outside this one are unrecorded."""
        size = max((last - first).days + 1, 0)
        offset = (first - self.first).days
        start, stop = max(offset, 0), min(offset + size, self.days)

        def open_days(values: FloatArray) -> FloatArray:
            found = np.full(size, np.nan)
            if start < stop:
                found[start - offset : stop - offset] = values[start:stop]
            return found

        n = np.zeros(size, dtype=np.int64)
        if start < stop:
            n[start - offset : stop - offset] = self.n[start:stop]
        return Series(self.measure, first, open_days(self.mean), open_days(self.worst), n, open_days(self.rolling))


def build_series(measure: NewMeasure, values: Sequence[DailyValue], first: date, last: date) -> Series:
    """Return the series of ``measure`` over ``first`` to ``last``; ``values`` outside it still feed the 7-day mean."""
    earliest = min((value.day for value in values), default=first)
    start = min(first, earliest)
    size = max((max(last, max((value.day for value in values), default=last)) - start).days + 1, 0)
    mean = np.full(size, np.nan)
    worst = np.full(size, np.nan)
    n = np.zeros(size, dtype=np.int64)
    if values:
        origin = start.toordinal()
        places = np.fromiter((value.day.toordinal() - origin for value in values), dtype=np.int64, count=len(values))
        mean[places] = [value.mean for value in values]
        lowest_is_worst = measure.better is Better.HIGHER
        worst[places] = [value.lowest if lowest_is_worst else value.highest for value in values]
        n[places] = [value.n for value in values]
    return Series(measure, start, mean, worst, n, rolling_mean(mean)).cut(first, last)


def rolling_mean(mean: FloatArray, days: int = ROLLING_DAYS) -> FloatArray:
    """Return the trailing mean over ``days`` of ``mean`` (shape (days,), nan = gap).

    As ``Series.rolling`` describes it for 7: nan on days without a value and where not more than half are recorded.
    """
    if not len(mean):
        return mean.copy()
    there = ~np.isnan(mean)
    window = np.ones(days)
    total = np.convolve(np.where(there, mean, 0.0), window)[: len(mean)]
    count = np.convolve(there.astype(np.float64), window)[: len(mean)]
    shown = there & (count > days / 2)
    return np.where(shown, total / np.maximum(count, 1.0), np.nan)
