"""The time of day of the dose: as a series, and nights after evening doses beside nights after morning doses."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

import numpy as np

from ldn_journal.analysis.series import DailyValue, FloatArray, Series, build_series
from ldn_journal.analysis.wording import level
from ldn_journal.base.texts import _, ngettext
from ldn_journal.domain.days import DEFAULT_BOUNDARY
from ldn_journal.domain.doses import Dose, DoseState
from ldn_journal.domain.measures import Better, NewMeasure, Recall

DOSE_TIME = "dose_time"
NOON = 12 * 60
DAY_MINUTES = 24 * 60
EVENING_FROM = 17 * 60
"""Minutes after midnight; an evening lasts from here to the day boundary, a morning from there to noon."""
NIGHTS_FROM = 7
COMPARED = ("sleep", "sleep_quality", "vivid_dreams")


def dose_time_measure() -> NewMeasure:
    """Return the measure of ``dose_time_series``: minutes after noon, negative in the morning."""
    return NewMeasure(
        key=DOSE_TIME,
        name=_("Time of the dose"),
        low=-DAY_MINUTES,
        high=2 * DAY_MINUTES,
        better=Better.NEITHER,
        unit="min",
        explanation=_("The time of the day’s last dose, in minutes after noon; higher is later."),
    )


def minutes_after_noon(at: time, boundary: time = DEFAULT_BOUNDARY) -> int:
    """Return the minutes from noon of the journal day to ``at``: 22:30 is 630, 00:40 is 760, 08:00 is -240."""
    minutes = 60 * at.hour + at.minute
    return minutes - NOON + (DAY_MINUTES if at < boundary else 0)


def clock_words(minutes: float) -> str:
    """Return the clock time at ``minutes`` after noon for reading: 22:30."""
    hours, rest = divmod((round(minutes) + NOON) % DAY_MINUTES, 60)
    return f"{hours:02d}:{rest:02d}"


def dose_time_series(doses: Sequence[Dose], boundary: time, first: date, last: date) -> Series:
    """Return the clock time of each day's taken dose, over ``first`` to ``last``, in minutes after noon.

    Of several doses on a day the last one counts. Times are those the person's own clock showed. Days without a dose or
    without a time for it are gaps.
    """
    by_day: dict[date, list[int]] = defaultdict(list)
    for dose in doses:
        if dose.state is DoseState.TAKEN and dose.at is not None and first <= dose.day <= last:
            by_day[dose.day].append(minutes_after_noon(dose.at.time(), boundary))
    latest = [(day, float(max(minutes))) for day, minutes in sorted(by_day.items())]
    values = [DailyValue(day, minutes, minutes, minutes, 1) for day, minutes in latest]
    return build_series(dose_time_measure(), values, first, last)


@dataclass(frozen=True)
class ClockComparison:
    """One measure after evening doses and after morning doses: recorded nights and their mean, in the measure's units."""

    measure: NewMeasure
    evening_recorded: int
    evening_mean: float
    morning_recorded: int
    morning_mean: float


def evening_against_morning(
    doses: Sequence[Dose], boundary: time, series: Mapping[str, Series]
) -> tuple[ClockComparison, ...]:
    """Compare sleep, sleep quality and vivid dreams in the night after an evening dose and after a morning dose.

    ``series`` holds the whole record by measure key. A day counts where all its taken doses have a time and lie in the
    evening (from 17:00 to the day boundary) or all in the morning (from the day boundary to noon). A measure with fewer
    than 7 recorded nights on either side is left out.
    """
    evenings, mornings = _sides(doses, boundary)
    found = []
    for key in COMPARED:
        if key not in series:
            continue
        late, early = (_nights(series[key], days) for days in (evenings, mornings))
        if min(len(late), len(early)) >= NIGHTS_FROM:
            found.append(
                ClockComparison(
                    measure=series[key].measure,
                    evening_recorded=len(late),
                    evening_mean=float(late.mean()),
                    morning_recorded=len(early),
                    morning_mean=float(early.mean()),
                )
            )
    return tuple(found)


def _sides(doses: Sequence[Dose], boundary: time) -> tuple[list[date], list[date]]:
    """Return the days with evening doses only, and those with morning doses only."""
    by_day: dict[date, set[str]] = defaultdict(set)
    for dose in doses:
        if dose.state is DoseState.TAKEN:
            by_day[dose.day].add(_side(dose, boundary))
    evenings, mornings = ([day for day, sides in by_day.items() if sides == {side}] for side in ("evening", "morning"))
    return evenings, mornings


def _side(dose: Dose, boundary: time) -> str:
    if dose.at is None:
        return "unknown"
    minutes = minutes_after_noon(dose.at.time(), boundary)
    if minutes >= EVENING_FROM - NOON:
        return "evening"
    return "morning" if minutes < 0 else "between"


def _nights(series: Series, days: Sequence[date]) -> FloatArray:
    shift = timedelta(days=int(series.measure.recall is Recall.LAST_NIGHT))
    values = np.array([series.value_on(day + shift) for day in days], dtype=np.float64)
    return values[~np.isnan(values)]


def clock_sentences(comparisons: Sequence[ClockComparison]) -> list[str]:
    """Return the comparisons in whole sentences; without any, what they would take."""
    if not comparisons:
        return [
            _(
                "To see nights after evening doses beside nights after morning doses, it takes {count} recorded nights of "
                "each and the times of the doses."
            ).format(count=NIGHTS_FROM)
        ]
    return [
        *(_sentence(one) for one in comparisons),
        _("Evening is from 17:00 on, morning is before noon; nights after other times are left out."),
        _("Evening and morning doses lie in different stretches of the diary: differences can have other causes."),
    ]


def _sentence(found: ClockComparison) -> str:
    evening = ngettext(
        "{level} in {count} night after evening doses", "{level} in {count} nights after evening doses",
        found.evening_recorded,
    )  # fmt: skip
    morning = ngettext(
        "{level} in {count} night after morning doses", "{level} in {count} nights after morning doses",
        found.morning_recorded,
    )  # fmt: skip
    return _("{measure} on average: {evening}, {morning}.").format(
        measure=_(found.measure.name),
        evening=evening.format(level=level(found.measure, found.evening_mean), count=found.evening_recorded),
        morning=morning.format(level=level(found.measure, found.morning_mean), count=found.morning_recorded),
    )
