"""Whatever reads a number reads it in the digits of any keyboard, and stores and shows the same."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.amounts import parse_amount, parse_decimal
from ldn_journal.domain.days import parse_day, parse_minutes, parse_time
from ldn_journal.gui.history.cells import parse_dose, parse_value
from ldn_journal.gui.today.dose_choices import DoseChoices
from ldn_journal.gui.today.fields import MinutesEdit, NumberEdit, read_amount
from ldn_journal.gui.treatment.days import read_day
from ldn_journal.gui.widgets.clock_edit import parse_clock
from ldn_journal.gui.widgets.duration_edit import parse_duration

TODAY = date(2026, 3, 10)
ZEROS = {"Arabic": "٠", "Persian": "۰", "Hindi": "०", "Thai": "๐", "wide": "０"}
READERS: dict[str, tuple[Callable[[str], Any], list[str]]] = {
    "a number": (parse_decimal, ["4.5", "4,5", "-3", "12"]),
    "an amount": (lambda text: parse_amount(text, 10**10), ["4.5 mg", "300 pg", "0.45 mL", "4500ug"]),
    "a day": (lambda text: parse_day(text, TODAY), ["2026-03-09", "2025-12-1"]),
    "a time": (parse_time, ["22:30", "2230", "10:30 pm"]),
    "minutes": (parse_minutes, ["7:10", "7.5", "430 min", "7h10"]),
    "an amount on Today": (read_amount, ["4.5", "4,5 mg", "0.5 mg"]),
    "a clock field": (lambda text: parse_clock(text, QLocale("en_GB")), ["22:30", "10.30 pm", "2230"]),
    "a duration field": (parse_duration, ["7:10", "7,5", "430 min", "7 h 10 min"]),
    "a day in a form": (lambda text: read_day(text, TODAY), ["10.3.2026", "10 Mar 2026", "2026-03-09", "3 April"]),
    "a dose in History": (lambda text: parse_dose(text, 10**10), ["4.5mg 22:30", "3", "0.45 mL at 9 pm"]),
}


@pytest.mark.parametrize("zero", ZEROS.values(), ids=list(ZEROS))
@pytest.mark.parametrize(("read", "texts"), READERS.values(), ids=list(READERS))
def test_a_number_means_the_same_in_any_digits(read: Callable[[str], Any], texts: list[str], zero: str) -> None:
    for text in texts:
        assert read(text.translate(in_digits(zero))) == read(text), text


@pytest.mark.parametrize("zero", ZEROS.values(), ids=list(ZEROS))
def test_fields_and_cells_take_any_digits(qapp: QApplication, zero: str) -> None:
    measures = built_in_measures()
    for key, text in (("pain", "4"), ("sleep", "7:10"), ("minutes_to_sleep", "20")):
        assert parse_value(measures[key], text.translate(in_digits(zero))) == parse_value(measures[key], text)
    minutes, number = MinutesEdit("Minutes"), NumberEdit("Weight", 0, 500, whole=False, unit="kg")
    assert minutes.parse("20".translate(in_digits(zero))) == 20
    assert number.parse("70.5 kg".translate(in_digits(zero))) == 70.5


@pytest.mark.parametrize("sign", ["٤", "۴", "४", "4", "٫", ","])
def test_a_dose_begins_with_any_digit_or_mark(qapp: QApplication, sign: str) -> None:
    choices, begun = DoseChoices(), []
    choices.other.connect(begun.append)
    QApplication.sendEvent(choices, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign))
    assert begun == [sign]


def in_digits(zero: str) -> dict[int, str]:
    """Return what writes 0-9 as the ten digits from ``zero`` on, and with Arabic ones the decimal point as well."""
    written = {ord("0") + number: chr(ord(zero) + number) for number in range(10)}
    return written | ({ord("."): "٫"} if zero == "٠" else {})
