from datetime import date
from decimal import Decimal

import pytest

from ldn_journal.base.texts import (
    _,
    as_spoken,
    format_day,
    format_duration,
    format_number,
    language,
    plain_digits,
    set_language,
)


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
    assert format_day(day, "day") == "10 March"
    assert format_day(day, "short") == "10 Mar"
    assert format_day(day, "medium") == "10 Mar 2026"


@pytest.mark.parametrize("style", ["long", "day", "medium", "short"])
def test_days_in_another_language_keep_day_and_month(style: str) -> None:
    set_language("nb")
    text = format_day(date(2026, 3, 10), style)
    assert "10" in text
    assert "mar" in text


@pytest.mark.parametrize(("code", "written"), [("nb", "10. mars"), ("de", "10. März"), ("es", "10 de marzo")])
def test_a_day_without_its_year_leaves_nothing_of_the_year(code: str, written: str) -> None:
    set_language(code)
    assert format_day(date(2026, 3, 10), "day") == written


def test_what_was_entered_is_read_with_the_decimals_of_the_language() -> None:
    assert as_spoken("4,5 mg") == "4.5 mg"
    assert as_spoken("2 × .5 mL, 1") == "2 × .5 mL, 1"
    set_language("de")
    assert as_spoken("4.5 mg") == "4,5 mg"


@pytest.mark.parametrize(
    "written",
    ["٤٫٥", "۴٫۵", "४.५", "๔.๕", "৪.৫", "４．５", "\u200f٤٫٥\u200f", "\u2067٤٫٥\u2069", "4.5"],
    ids=["Arabic", "Persian", "Hindi", "Thai", "Bengali", "wide", "marked", "isolated", "ours"],
)
def test_digits_of_any_script_are_read(written: str) -> None:
    assert plain_digits(written) == "4.5"


def test_marks_beside_digits_are_read_and_letters_are_kept() -> None:
    assert plain_digits("١٬٥٠٠") == "1,500"
    assert plain_digits("٧：١٠") == "7:10"
    assert plain_digits("−٣ µg ½ ²") == "-3 µg ½ ²"
    assert plain_digits("ناقص ٣") == "ناقص 3"


@pytest.mark.parametrize("code", ["ar", "fa_IR", "th", "fr"])
def test_a_language_without_words_of_ours_has_neither_dates_nor_numbers(code: str) -> None:
    set_language(code)
    assert language() == "en"
    assert format_day(date(2026, 3, 10)) == "10 March 2026"
    assert format_number(4.5) == "4.5"


def test_durations() -> None:
    assert format_duration(430) == "7 h 10 min"
    assert format_duration(420) == "7 h"
    assert format_duration(25) == "25 min"
    assert format_duration(0) == "0 min"


def test_an_empty_sentence_stays_empty() -> None:
    # gettext answers the empty string with the catalogue's header.
    assert _("") == ""
