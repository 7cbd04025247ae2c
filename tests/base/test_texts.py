from datetime import date
from decimal import Decimal

import pytest

from ldn_journal.base.texts import _, format_day, format_duration, format_number, language, set_language


def test_numbers_are_written_with_a_true_minus_and_no_negative_zero() -> None:
    assert format_number(-2.149, 1) == "−2.1"
    assert format_number(-0.04, 1) == "0.0"
    assert format_number(0.7, 1, signed=True) == "+0.7"
    assert format_number(0.0, 1, signed=True) == "0.0"
    assert format_number(Decimal("4.500")) == "4.5"
    assert format_number(100) == "100"


def test_decimals_follow_the_language() -> None:
    set_language("de")
    assert format_number(4.5) == "4,5"
    assert language() == "de"


def test_days_are_written_out() -> None:
    day = date(2026, 3, 10)
    assert format_day(day) == "10 March 2026"
    assert format_day(day, "short") == "10 Mar"
    assert format_day(day, "medium") == "10 Mar 2026"


@pytest.mark.parametrize("style", ["long", "medium", "short"])
def test_days_in_another_language_keep_day_and_month(style: str) -> None:
    set_language("nb")
    text = format_day(date(2026, 3, 10), style)
    assert "10" in text
    assert "mar" in text


def test_durations() -> None:
    assert format_duration(430) == "7 h 10 min"
    assert format_duration(420) == "7 h"
    assert format_duration(25) == "25 min"
    assert format_duration(0) == "0 min"


def test_an_empty_sentence_stays_empty() -> None:
    # gettext answers the empty string with the catalogue's header.
    assert _("") == ""
