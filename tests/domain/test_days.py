from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_journal.base.clock import FixedClock
from ldn_journal.domain.days import DayError, check_day, journal_day, moment_on, parse_day, parse_minutes, parse_time

TODAY = date(2026, 3, 10)
OSLO = ZoneInfo("Europe/Oslo")


def test_after_midnight_belongs_to_the_evening_before() -> None:
    zone = timezone(timedelta(hours=1))
    assert journal_day(datetime(2026, 3, 11, 0, 40, tzinfo=zone)) == date(2026, 3, 10)
    assert journal_day(datetime(2026, 3, 11, 3, 59, tzinfo=zone)) == date(2026, 3, 10)
    assert journal_day(datetime(2026, 3, 11, 4, 0, tzinfo=zone)) == date(2026, 3, 11)
    assert journal_day(datetime(2026, 3, 11, 0, 40, tzinfo=zone), time(0, 0)) == date(2026, 3, 11)


@given(
    st.dates(min_value=date(1970, 1, 2), max_value=date(2090, 1, 1)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0)),
    st.sampled_from([time(0, 0), time(4, 0), time(6, 30)]),
)
def test_a_moment_on_a_day_falls_in_that_day(day: date, at: time, boundary: time) -> None:
    clock = FixedClock(datetime(2026, 3, 10, 12, tzinfo=OSLO))
    assert journal_day(moment_on(day, at, clock, boundary), boundary) == day


@pytest.mark.parametrize(
    "text", ["2026-02-31", "2026-13-01", "31 February", "2026/03/01", "", "tomorrow", "2026-03-11", "1492-01-01"]
)
def test_days_that_are_none_get_a_sentence(text: str) -> None:
    with pytest.raises(DayError) as caught:
        parse_day(text, TODAY)
    assert str(caught.value).endswith(".")


def test_days_can_be_named() -> None:
    assert parse_day("today", TODAY) == TODAY
    assert parse_day("yesterday", TODAY) == date(2026, 3, 9)
    assert parse_day("2026-3-1", TODAY) == date(2026, 3, 1)
    check_day(TODAY, TODAY)


@pytest.mark.parametrize(
    ("text", "at"),
    [("22:30", time(22, 30)), ("2230", time(22, 30)), ("22.30", time(22, 30)), ("10:30 pm", time(22, 30)), ("9am", time(9)),
     ("12 am", time(0)), ("12 pm", time(12)), ("0:40", time(0, 40)), ("7", time(7))],
)  # fmt: skip
def test_clock_times(text: str, at: time) -> None:
    assert parse_time(text) == at


@pytest.mark.parametrize("text", ["25:00", "22:60", "13 pm", "half past", "", "1 2 3 4 5"])
def test_what_is_no_clock_time(text: str) -> None:
    with pytest.raises(DayError):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("7:10", 430), ("7h10", 430), ("7 h 10 min", 430), ("430 min", 430), ("7.5", 450), ("7,5", 450), ("7", 420), ("7 h", 420),
     ("0", 0), ("0:05", 5)],
)  # fmt: skip
def test_lengths_of_time(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["7:75", "seven", "", "-3", "7:10:00"])
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(DayError):
        parse_minutes(text)
