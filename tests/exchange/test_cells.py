"""Cells: guards against formulas, numbers, days and times as people's files write them."""

from datetime import UTC, date, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_journal.exchange.cells import (
    CellError,
    date_order,
    decimal_mark,
    guard,
    read_clock,
    read_number,
    read_stamp,
    unguard,
    write_number,
)

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@given(st.text(st.sampled_from("'=+-@\t\ra ") | st.characters(), max_size=8))
def test_guarded_text_comes_back_and_is_no_formula(text: str) -> None:
    cell = guard(text)
    assert unguard(cell) == text
    assert not cell.startswith(FORMULAS)


def test_plain_text_is_left_as_it_is() -> None:
    assert guard("felt 'odd' today") == "felt 'odd' today"
    assert guard("'tis better") == "'tis better"
    assert guard("=1+1") == "'=1+1"


@given(st.floats(-1e6, 1e6, allow_nan=False))
def test_numbers_are_exact_and_stay_numbers(value: float) -> None:
    text = write_number(value)
    assert float(text) == value
    assert float(read_number(text)) == value
    assert set(text) <= set("-.0123456789") or abs(value) < 1e-20


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("4.5", None, "4.5"),
        ("4,5", None, "4.5"),
        ("−3", None, "-3"),
        ("1,500", ",", "1.500"),
        ("1,500", ".", "1500"),
        ("1.234,5", ",", "1234.5"),
        ("1,234.5", ".", "1234.5"),
        ("1E-05", None, "0.00001"),
    ],
)
def test_numbers_are_read_by_the_mark_of_the_file(text: str, mark: str | None, value: str) -> None:
    assert read_number(text, mark) == Decimal(value)


@pytest.mark.parametrize("text", ["nan", "inf", "1e400", "1,500", "9" * 5000, "--1", "0x10", ""])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_number(text)


@pytest.mark.parametrize(
    ("cells", "mark"),
    [(["1", "2,5"], ","), (["1,5", "2.5"], "."), (["1", "2"], None), (["1,500"], None), (["0,125"], ",")],
)
def test_the_decimal_mark_is_found(cells: list[str], mark: str | None) -> None:
    assert decimal_mark(cells) == mark


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2024-03-04"], "ymd"),
        (["04.03.2024"], "ymd"),
        (["3/4/2024", "13/4/2024"], "dmy"),
        (["3/4/2024", "4/13/2024"], "mdy"),
        (["3/4/2024", "5/6/2024"], None),
        (["3-4-24", "25-4-24"], "dmy"),
    ],
)
def test_the_order_of_day_and_month_is_found_or_asked_for(cells: list[str], order: str | None) -> None:
    assert date_order(cells) == order


@pytest.mark.parametrize(
    ("text", "order", "day", "clock", "offset"),
    [
        ("2024-03-04", "ymd", date(2024, 3, 4), None, None),
        ("2024-03-04 08:05:59", "ymd", date(2024, 3, 4), time(8, 5, 59), None),
        ("2024-03-04T08:05:59.182+01:00", "ymd", date(2024, 3, 4), time(8, 5, 59), timezone(timedelta(hours=1))),
        ("2024-03-04T08:05Z", "ymd", date(2024, 3, 4), time(8, 5), UTC),
        ("3/4/24 2:00 AM", "mdy", date(2024, 3, 4), time(2, 0), None),
        ("4/3/2024, 12:30 pm", "dmy", date(2024, 3, 4), time(12, 30), None),
        ("4.3.2024 22.15:30", "ymd", date(2024, 3, 4), time(22, 15, 30), None),
        ("4.3.2024 22.15", "ymd", date(2024, 3, 4), time(22, 15), None),
        ("٢٠٢٤-٠٣-٠٤", "ymd", date(2024, 3, 4), None, None),
    ],
)
def test_days_and_moments(text: str, order: str, day: date, clock: time | None, offset: timezone | None) -> None:
    found = read_stamp(text, order)
    assert (found.day, found.clock, found.offset) == (day, clock, offset)


def test_a_pattern_says_how_a_day_is_written() -> None:
    found = read_stamp("04 Mar 2024 22:15", pattern="%d %b %Y %H:%M")
    assert (found.day, found.clock) == (date(2024, 3, 4), time(22, 15))
    assert read_stamp("04 Mar 2024", pattern="%d %b %Y").clock is None
    with pytest.raises(CellError, match="does not look like"):
        read_stamp("soon", pattern="%d %b %Y")


@pytest.mark.parametrize(
    "text", ["2024-02-31", "31/2/2024", "yesterday", "2024-01-01 25:00", "2024-01-01 13:00 pm", "9" * 400]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_stamp(text, "dmy")


def test_clock_times() -> None:
    assert read_clock("10:30 pm") == time(22, 30)
    assert read_clock("08:05:59") == time(8, 5, 59)
    with pytest.raises(CellError):
        read_clock("25:00")
