"""Scales of the axes: from what to what a measure is drawn, where ticks stand, how days are named."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

import numpy as np

from ldn_journal.analysis.series import ROLLING_DAYS, FloatArray, Series
from ldn_journal.base.texts import _, format_day, format_number, language
from ldn_journal.clinical.questionnaires import GROUP
from ldn_journal.domain.measures import BuiltInMeasure, NewMeasure, Scale

HOUR = 60.0
SHORT_MINUTES = 180.0
"""Durations never longer than this are drawn in minutes, others in hours."""
SPARSE_DAYS = 5
"""Days between two values from which a measure counts as given now and then: a mean of 7 days would say nothing."""
JOINED_DAYS = 45
"""Scores further apart than this are not joined by a line."""
LEAST_BAR_PX = 2.0
LONG_MEAN_DAYS = 28
"""The mean that is drawn where a pixel stands for ``LONG_FROM`` days or more: over years, a 7-day mean is a blur."""
LONG_FROM = 3
PAPER_PX = 396.0
"""The width, in points, from which a chart on paper decides what it draws: on every paper the same, as its caption says."""
PAPER_BAR_SHARE = 1 / 60
"""The share of a chart on paper from which on an event of several days has a bar: it is wider than its sign there."""


class Mark(Enum):
    """How a measure's days are drawn."""

    LINE = "daily dots and the 7-day mean"
    BARS = "a thin bar a day"
    POINTS = "scores given now and then, joined where they are near enough"


@dataclass(frozen=True)
class ValueScale:
    """The y axis of one measure, in its own units (minutes for durations).

    ``low`` to ``high`` is what the axis spans; ``ticks`` are (value, words), lowest first. ``unit_hours``: drawn in hours.
    """

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    mark: Mark
    unit_hours: bool = False


def value_scale(series: Series) -> ValueScale:
    """Return the y axis for ``series``; it depends on the measure, for durations and counts on all its values too."""
    scale = _scale(series)
    return replace(scale, mark=Mark.POINTS) if _of_questionnaire(series) else scale


def _scale(series: Series) -> ValueScale:
    measure = series.measure
    there = series.mean[~np.isnan(series.mean)]
    lowest, highest = (float(there.min()), float(there.max())) if len(there) else (measure.low, measure.low)
    if measure.scale is Scale.DURATION:
        return _durations(lowest, highest, nothing=not len(there))
    if measure.scale is Scale.YES_NO:
        return ValueScale(0, 1, ((0, _("no")), (1, _("yes"))), Mark.BARS)
    if measure.scale is Scale.COUNT:
        top = _nice_top(max(highest, 4.0))
        return ValueScale(0, top, _numbers(0, top, 2), Mark.BARS)
    if measure.scale is Scale.SEVERITY:
        return ValueScale(0, 4, _numbers(0, 4, 2), Mark.BARS)
    span = measure.high - measure.low
    parts = next((parts for parts in (2, 3, 4) if (span / parts).is_integer()), 1)
    mark = Mark.POINTS if given_now_and_then(series) else Mark.LINE
    return ValueScale(measure.low, measure.high, _numbers(measure.low, measure.high, parts), mark)


def days_per_mark(days: float, width: float, mark: Mark) -> int:
    """Return how many of ``days`` on ``width`` pixels one mark stands for, so that bars are seen and dots lie apart."""
    least = LEAST_BAR_PX if mark is Mark.BARS else 1.0
    return max(1, int(np.ceil(least * days / width - 0.01)))


def days_of_mean(per_mark: int) -> int:
    """Return over how many days the mean goes that is drawn where a pixel stands for ``per_mark`` days."""
    return LONG_MEAN_DAYS if per_mark >= LONG_FROM else ROLLING_DAYS


def has_bar_on_paper(event_days: float, days: float) -> bool:
    """Return whether an event has a bar on paper that ends ``event_days`` after it began, in a chart of ``days``."""
    return event_days > days * PAPER_BAR_SHARE


def given_now_and_then(series: Series) -> bool:
    """Whether the values stand far apart, as a questionnaire's scores do, and not day by day."""
    if _of_questionnaire(series):
        return True
    there = np.flatnonzero(series.n)
    return len(there) > 1 and float(np.median(np.diff(there))) >= SPARSE_DAYS


def _of_questionnaire(series: Series) -> bool:
    return isinstance(series.measure, BuiltInMeasure) and series.measure.group == GROUP


def _durations(lowest: float, highest: float, *, nothing: bool) -> ValueScale:
    if not nothing and highest <= SHORT_MINUTES:
        top = _nice_top(max(highest, 30.0))
        return ValueScale(0, top, _numbers(0, top, 2), Mark.LINE)
    low = 0.0 if not nothing and lowest < 3 * HOUR else 3.0
    high = max(9.0, 3 * np.ceil(highest / HOUR / 3))
    step = 3 if high - low <= 9 else 6
    ticks = np.arange(low, high + 1, step)
    if ticks[-1] < high:
        high = float(ticks[-1] + step)
        ticks = np.append(ticks, high)
    shown = tuple((float(tick) * HOUR, format_number(int(tick))) for tick in ticks)
    return ValueScale(low * HOUR, float(high) * HOUR, shown, Mark.LINE, unit_hours=True)


def _nice_top(value: float) -> float:
    size = 10 ** np.floor(np.log10(value))
    return float(next(step * size for step in (1, 2, 4, 6, 8, 10) if step * size >= value))


def _numbers(low: float, high: float, parts: int) -> tuple[tuple[float, str], ...]:
    return tuple((float(value), format_number(round(float(value), 2))) for value in np.linspace(low, high, parts + 1))


def scale_words(measure: NewMeasure, scale: ValueScale) -> str:
    """Return the range of the axis in a few words: 0–10, hours, minutes."""
    if measure.scale is Scale.DURATION:
        return _("hours") if scale.unit_hours else _("minutes")
    if measure.scale is Scale.YES_NO:
        return _("yes or no")
    if measure.scale is Scale.COUNT:
        return _("times a day") if not measure.unit else measure.unit
    low, high = format_number(scale.low), format_number(scale.high)
    if measure.unit:
        return _("{low}–{high} {unit}").format(low=low, high=high, unit=measure.unit)
    return _("{low}–{high}").format(low=low, high=high)


def month_words(day: date, *, year: bool) -> str:
    """Return a month for the axis, ``Jan``, with ``year`` ``Jan 2026``."""
    if language() == "en":
        words = format_day(day, "medium").split()
        return f"{words[1]} {words[2]}" if year else words[1]
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMM" if year else "MMM", day, locale=language()))


def day_ticks(
    first: date, last: date, width: float, advance: Callable[[str], float], *, year_at_first: bool = False
) -> list[tuple[date, str]]:
    """Return the ticks of a day axis from ``first`` to ``last``, ``width`` px wide: days, months or years by zoom.

    ``advance`` measures a text in px; ticks are as close as their words allow, the year named where it begins;
    ``year_at_first``: at the first of days or months too.
    """
    ticks = _ticks(first, last, width, advance)
    if not year_at_first or not ticks:
        return ticks
    day, words = ticks[0]
    if day.day == 1 and words == month_words(day, year=False):
        words = month_words(day, year=True)
    elif words == format_day(day, "short"):
        words = format_day(day, "medium")
    return [(day, words), *ticks[1:]]


def _ticks(first: date, last: date, width: float, advance: Callable[[str], float]) -> list[tuple[date, str]]:
    px_per_day = width / max((last - first).days + 1, 1)
    needed = advance(month_words(date(2026, 1, 1), year=True)) * 1.35
    for step in (1, 2, 7, 14):
        if step * px_per_day >= needed:
            return _each_days(first, last, step)
    for months in (1, 2, 3, 6):
        if months * 30.4 * px_per_day >= needed:
            return _each_months(first, last, months)
    years = next((years for years in (1, 2, 5, 10, 20, 50) if years * 365 * px_per_day >= needed), 100)
    begins = (date(year, 1, 1) for year in range(first.year, last.year + 1) if year % years == 0)
    return [(day, str(day.year)) for day in begins if first <= day <= last]


def _each_days(first: date, last: date, step: int) -> list[tuple[date, str]]:
    # Weeks begin on Mondays (ordinal 1 is one); other steps count on from there, so that ticks keep their days when panned.
    start = first.toordinal() + (1 - first.toordinal()) % step
    return [
        (day := date.fromordinal(place), format_day(day, "short")) for place in range(start, last.toordinal() + 1, step)
    ]


def _each_months(first: date, last: date, step: int) -> list[tuple[date, str]]:
    found = []
    month = date(first.year, first.month, 1)
    while month <= last:
        if month >= first and (month.month - 1) % step == 0:
            found.append((month, month_words(month, year=month.month == 1)))
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def grouped(values: FloatArray, size: int, *, highest: bool = False) -> FloatArray:
    """Return ``values`` in groups of ``size`` (the last may be shorter), shape (groups,): mean, or ``highest``.

    A group is nan where it holds nothing; a gap narrower than a group is narrower than a pixel.
    """
    padded = np.full(-(-len(values) // size) * size, np.nan)
    padded[: len(values)] = values
    blocks = padded.reshape(-1, size)
    there = ~np.isnan(blocks)
    any_there = there.any(axis=1)
    if highest:
        return np.where(any_there, np.where(there, blocks, -np.inf).max(axis=1, initial=-np.inf), np.nan)
    total = np.where(there, blocks, 0.0).sum(axis=1)
    return np.where(any_there, total / np.maximum(there.sum(axis=1), 1), np.nan)
