from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ldn_journal.analysis.coverage import RecordedDay, cover

START = date(2026, 1, 1)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def record(offset: int, later: int = 0, source: str = "window") -> RecordedDay:
    return RecordedDay(day(offset), day(offset + later), source)


def test_same_day_later_and_imported():
    records = [record(0), record(0, 3), record(1, 2), record(1, 2, "import"), record(2, 0, "import"), record(40)]
    found = cover(records, day(0), day(9))
    assert (found.possible, found.recorded, found.same_day, found.later, found.imported) == (10, 3, 1, 1, 1)
    assert found.gaps == ((day(3), day(9)),)


def test_the_longest_gaps_come_first():
    records = [record(offset) for offset in (2, 4, 10, 13, 18, 20)]
    assert cover(records, day(0), day(20)).gaps == ((day(5), day(9)), (day(14), day(17)), (day(0), day(1)))


def test_nothing_recorded():
    found = cover([], day(0), day(6))
    assert (found.recorded, found.gaps) == (0, ((day(0), day(6)),))


def test_no_days():
    found = cover([record(0)], day(3), day(1))
    assert (found.possible, found.recorded, found.gaps) == (0, 0, ())


@given(st.lists(st.builds(record, st.integers(-3, 30), st.integers(0, 5), st.sampled_from(["window", "import"]))))
def test_the_parts_add_up(records):
    found = cover(records, day(0), day(27))
    assert found.same_day + found.later + found.imported == found.recorded <= found.possible == 28
    for first, last in found.gaps:
        assert not any(first <= one.day <= last for one in records)
