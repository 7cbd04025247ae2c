from datetime import date, datetime, time, timedelta, timezone

import numpy as np
import pytest

from ldn_journal.analysis.clock import (
    clock_sentences,
    clock_words,
    dose_time_series,
    evening_against_morning,
    minutes_after_noon,
)
from ldn_journal.analysis.series import DailyValue, build_series
from ldn_journal.domain.doses import Dose, DoseState
from ldn_journal.domain.measures import Better, NewMeasure, Recall, Scale

START = date(2025, 9, 1)
ZONE = timezone(timedelta(hours=2))
BOUNDARY = time(4, 0)
SLEEP = NewMeasure(
    key="sleep", name="Sleep", scale=Scale.DURATION, high=1440, better=Better.HIGHER, recall=Recall.LAST_NIGHT
)
DREAMS = NewMeasure(key="vivid_dreams", name="Vivid dreams", scale=Scale.SEVERITY, high=4, recall=Recall.LAST_NIGHT)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def dose(offset: int, at: str | None, state: DoseState = DoseState.TAKEN, zone=ZONE) -> Dose:
    clock = None if at is None else time.fromisoformat(at)
    moment = None
    if clock is not None:
        moment = datetime.combine(day(offset) + timedelta(days=clock < BOUNDARY), clock, zone)
    amount = 4_500_000_000 if state is DoseState.TAKEN else None
    return Dose(
        id=f"d{offset}{at}", recorded_at=datetime(2025, 9, 1, tzinfo=ZONE), source="window", day=day(offset), state=state,
        amount_pg=amount, at=moment,
    )  # fmt: skip


def nights(values, measure=SLEEP):
    found = [
        DailyValue(day(offset), float(value), float(value), float(value), 1)
        for offset, value in enumerate(values)
        if value is not None
    ]
    return build_series(measure, found, START, day(len(values) - 1))


@pytest.mark.parametrize(
    ("at", "minutes", "words"),
    [("12:00", 0, "12:00"), ("22:30", 630, "22:30"), ("00:40", 760, "00:40"), ("08:00", -240, "08:00"), ("04:00", -480, "04:00"),
     ("03:59", 959, "03:59")],
)  # fmt: skip
def test_minutes_after_noon(at, minutes, words):
    assert minutes_after_noon(time.fromisoformat(at), BOUNDARY) == minutes
    assert clock_words(minutes) == words


def test_the_series():
    doses = [
        dose(0, "22:30"), dose(1, "00:40"), dose(2, "08:00"), dose(2, "21:00"), dose(3, None),
        dose(4, "22:00", DoseState.SKIPPED), dose(6, "22:15", zone=timezone(timedelta(hours=-11))), dose(20, "22:00"),
    ]  # fmt: skip
    found = dose_time_series(doses, BOUNDARY, day(0), day(7))
    assert found.mean[[0, 1, 2, 6]].tolist() == [630, 760, 540, 615]
    assert np.isnan(found.mean[[3, 4, 5, 7]]).all()
    assert (found.measure.key, found.days) == ("dose_time", 8)


def test_evening_and_morning():
    doses = [dose(offset, "22:30" if offset < 10 else "08:00") for offset in range(20)]
    doses += [dose(20, "14:00"), dose(21, None), dose(22, "08:00"), dose(22, "22:00")]
    # The night after day 0 is the value of day 1.
    sleep = [0] + [400] * 10 + [440] * 10 + [1000] * 5
    (found,) = evening_against_morning(doses, BOUNDARY, {"sleep": nights(sleep), "pain": nights(sleep)})
    assert (found.evening_recorded, found.evening_mean) == (10, 400)
    assert (found.morning_recorded, found.morning_mean) == (10, 440)
    said = clock_sentences([found])
    assert said[0] == (
        "Sleep on average: 6 h 40 min in 10 nights after evening doses, 7 h 20 min in 10 nights after morning doses."
    )
    assert "other causes" in said[-1]


def test_nothing_under_seven_nights_on_a_side():
    doses = [dose(offset, "22:30" if offset < 14 else "08:00") for offset in range(20)]
    series = {"sleep": nights([400] * 25), "vivid_dreams": nights([1] * 25, DREAMS)}
    assert evening_against_morning(doses, BOUNDARY, series) == ()
    (said,) = clock_sentences([])
    assert "it takes 7 recorded nights of each and the times of the doses." in said
    doses.append(dose(20, "09:00"))
    assert [found.measure.key for found in evening_against_morning(doses, BOUNDARY, series)] == [
        "sleep",
        "vivid_dreams",
    ]
