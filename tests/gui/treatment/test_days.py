"""Days as they are typed into the fields of the Treatment page."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale

from ldn_journal.gui.treatment.days import read_day, show_day
from ldn_journal.gui.widgets.parsed_edit import Unreadable

TODAY = date(2026, 3, 10)
BRITISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
AMERICAN = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
GERMAN = QLocale(QLocale.Language.German, QLocale.Country.Germany)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-01", date(2026, 4, 1)),
        ("1 Apr 2026", date(2026, 4, 1)),
        (" 1  april 2026 ", date(2026, 4, 1)),
        ("April 1, 2026", date(2026, 4, 1)),
        ("1.4.2026", date(2026, 4, 1)),
        ("01/04/2026", date(2026, 4, 1)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 3, 11)),
        ("yesterday", date(2026, 3, 9)),
        ("20 December", date(2025, 12, 20)),
        ("20 June", date(2026, 6, 20)),
        ("29 Feb", date(2024, 2, 29)),
    ],
)
def test_a_day_is_understood(text: str, day: date) -> None:
    today = date(2024, 12, 1) if text == "29 Feb" else TODAY
    assert read_day(text, today, BRITISH) == day


def test_the_order_of_numbers_is_that_of_the_country() -> None:
    assert read_day("4/1/2026", TODAY, AMERICAN) == date(2026, 4, 1)
    assert read_day("4.1.2026", TODAY, GERMAN) == date(2026, 1, 4)


def test_months_are_understood_in_the_persons_language_and_in_english() -> None:
    assert read_day("3. März 2026", TODAY, GERMAN) == date(2026, 3, 3)
    assert read_day("3 May", TODAY, GERMAN) == date(2026, 5, 3)
    assert read_day("3 de abril de 2026", TODAY, QLocale("es")) == date(2026, 4, 3)
    assert read_day("3 abr", TODAY, QLocale("es")) == date(2026, 4, 3)


@pytest.mark.parametrize("text", ["", "soon", "31 Feb 2026", "13/13/2026", "1 Apr 1026", "1.4.26", "99"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    with pytest.raises(Unreadable):
        read_day(text, TODAY, BRITISH)


@pytest.mark.parametrize("day", [date(2026, month, 28) for month in range(1, 13)])
def test_what_a_field_shows_is_read_back(day: date) -> None:
    assert read_day(show_day(day), TODAY, BRITISH) == day
    assert read_day(show_day(day), TODAY, GERMAN) == day


def test_no_day_shows_nothing() -> None:
    assert show_day(None) == ""
