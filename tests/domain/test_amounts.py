from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_journal.base.texts import set_language
from ldn_journal.domain.amounts import (
    MAX_AMOUNT_PG,
    PICOGRAMS,
    AmountError,
    amount_words,
    format_amount,
    parse_amount,
    parse_decimal,
    volume_for,
)

TEN_MG_PER_ML = 10 * PICOGRAMS["mg"]


@pytest.mark.parametrize(
    ("text", "picograms"),
    [
        ("4.5mg", 4_500_000_000),
        ("4.5 mg", 4_500_000_000),
        ("4,5mg", 4_500_000_000),
        ("4500ug", 4_500_000_000),
        ("4500 µg", 4_500_000_000),
        ("4500 mcg", 4_500_000_000),
        ("0.45mL", 4_500_000_000),
        ("0,45 ml", 4_500_000_000),
        ("300pg", 300),
        ("50 MG", 50_000_000_000),
        (".5mg", 500_000_000),
        ("0,125 mg", 125_000_000),
        ("10 ng", 10_000),
    ],
)
def test_amounts_are_exact(text: str, picograms: int) -> None:
    assert parse_amount(text, TEN_MG_PER_ML) == picograms


@pytest.mark.parametrize(
    "text",
    ["", "4.5", "mg", "4.5 kg", "-4 mg", "0 mg", "0.0001 pg", "1e3 mg", "1,500 µg", "1.2.3 mg", "4.5 mg extra", "9" * 50 + "mg",
     "2000 mg", "NaN mg"],
)  # fmt: skip
def test_what_is_no_amount_gets_a_sentence(text: str) -> None:
    with pytest.raises(AmountError) as caught:
        parse_amount(text, TEN_MG_PER_ML)
    assert str(caught.value).endswith(".")


def test_millilitres_need_a_strength() -> None:
    with pytest.raises(AmountError, match="prescription"):
        parse_amount("0.45 mL")


@given(st.integers(min_value=1, max_value=MAX_AMOUNT_PG))
def test_what_is_shown_can_be_typed_back(picograms: int) -> None:
    assert parse_amount(format_amount(picograms)) == picograms


def test_amounts_read_as_people_write_them() -> None:
    assert format_amount(4_500_000_000) == "4.5\u00a0mg"
    assert format_amount(500_000_000) == "0.5\u00a0mg"
    assert format_amount(50_000_000) == "50\u00a0µg"
    assert format_amount(300) == "300\u00a0pg"
    assert format_amount(0) == "0 mg"


def test_volume_is_the_way_back() -> None:
    assert volume_for(4_500_000_000, TEN_MG_PER_ML) == Decimal("0.45")


def test_decimals_with_point_or_comma() -> None:
    assert parse_decimal("−1,5") == Decimal("-1.5")
    with pytest.raises(AmountError, match="1500 or 1.500"):
        parse_decimal("1,500")


def test_an_amount_is_read_in_the_units_it_was_entered_in_and_the_decimals_of_the_language() -> None:
    assert amount_words("0,45 mL", 4_500_000_000) == "0.45 mL"
    assert amount_words(None, 4_500_000_000) == "4.5\u00a0mg"
    set_language("de")
    assert amount_words("4.5 mg", 4_500_000_000) == "4,5 mg"
    assert amount_words("", 4_500_000_000) == "4,5\u00a0mg"
