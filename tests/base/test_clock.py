"""The clock here: its offset, and the hours that it skips or shows twice."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_journal.base.clock import Clock, FixedClock, SystemClock

MakeClock = Callable[[str], Clock]
CHANGING = (
    "Europe/Oslo",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Kathmandu",
)
known = pytest.mark.skipif(not set(CHANGING) <= available_timezones(), reason="this computer knows no time zones")


def fixed_clock(zone: str) -> Clock:
    return FixedClock(datetime(2026, 1, 1, 12, tzinfo=ZoneInfo(zone)))


@pytest.fixture(params=["fixed", "system"])
def clock_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeClock]:
    """Give a function that makes a clock in a zone: one that stands still, and the computer's own put into that zone."""
    if request.param == "fixed":
        yield fixed_clock
        return
    if os.name != "posix":
        pytest.skip("the zone of a process can be chosen on POSIX alone")

    def system_clock(zone: str) -> Clock:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        return SystemClock()

    yield system_clock
    monkeypatch.undo()
    time.tzset()


def test_the_system_clock_knows_its_offset() -> None:
    now = SystemClock().now()
    assert now.utcoffset() is not None
    assert now.microsecond == 0


def test_the_system_clock_localises_with_the_offset_of_that_date() -> None:
    wall = datetime(2026, 7, 1, 12, 0)
    moment = SystemClock().localise(wall)
    assert moment.replace(tzinfo=None) == wall
    assert moment.utcoffset() is not None


def test_a_fixed_clock_moves_only_when_told() -> None:
    zone = timezone(timedelta(hours=-5))
    clock = FixedClock(datetime(2026, 1, 1, 8, 0, tzinfo=zone))
    assert clock.now() == clock.now()
    clock.move(timedelta(hours=1))
    assert clock.now().hour == 9
    assert clock.localise(datetime(2026, 1, 1, 1, 0)).utcoffset() == timedelta(hours=-5)


@known
@pytest.mark.parametrize(
    ("zone", "written", "shown"),
    [
        ("Europe/Oslo", "2026-03-29T02:30", "2026-03-29T03:30:00+02:00"),
        ("Europe/Oslo", "2026-03-29T02:00", "2026-03-29T03:00:00+02:00"),
        ("Europe/Oslo", "2026-03-29T01:59", "2026-03-29T01:59:00+01:00"),
        ("Europe/Oslo", "2026-03-29T03:00", "2026-03-29T03:00:00+02:00"),
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T03:30:00-04:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-04T02:40:00+11:00"),
        ("Africa/Casablanca", "2026-03-22T02:30", "2026-03-22T03:30:00+01:00"),
        ("Africa/Cairo", "2026-04-24T00:30", "2026-04-24T01:30:00+03:00"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-31T12:00:00+14:00"),
    ],
)
def test_a_time_that_the_clock_skipped_goes_forward(clock_in: MakeClock, zone: str, written: str, shown: str) -> None:
    assert clock_in(zone).localise(datetime.fromisoformat(written)).isoformat() == shown


@known
@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize(
    ("zone", "written", "shown"),
    [
        ("Europe/Oslo", "2026-10-25T02:30", "2026-10-25T02:30:00+02:00"),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T01:30:00-04:00"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-05T01:45:00+11:00"),
        ("Africa/Casablanca", "2026-02-15T02:30", "2026-02-15T02:30:00+01:00"),
    ],
)
def test_a_time_that_the_clock_showed_twice_is_its_first_showing(
    clock_in: MakeClock, zone: str, written: str, shown: str, fold: int
) -> None:
    assert clock_in(zone).localise(datetime.fromisoformat(written).replace(fold=fold)).isoformat() == shown


@known
def test_both_clocks_tell_every_moment_around_a_change_as_it_was(clock_in: MakeClock) -> None:
    for zone, day in (
        ("Europe/Oslo", (2026, 3, 29)),
        ("America/New_York", (2026, 3, 8)),
        ("Europe/Oslo", (2026, 10, 25)),
    ):
        clock, there = clock_in(zone), ZoneInfo(zone)
        for minutes in range(0, 24 * 60, 15):
            moment = datetime(*day, tzinfo=UTC) + timedelta(minutes=minutes)
            assert clock.to_local(moment).isoformat() == moment.astimezone(there).isoformat()


@known
@given(
    zone=st.sampled_from(CHANGING),
    wall=st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2099, 1, 1)),
)
def test_a_localised_time_exists_and_is_never_earlier_than_it_was_written(zone: str, wall: datetime) -> None:
    moment = fixed_clock(zone).localise(wall)
    assert moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)
    assert moment.replace(tzinfo=None, fold=0) >= wall.replace(fold=0)
