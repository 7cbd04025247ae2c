from datetime import datetime, timedelta, timezone

from ldn_journal.base.clock import FixedClock, SystemClock


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
