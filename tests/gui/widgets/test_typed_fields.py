"""Durations and clock times: what is understood, what is refused with a sentence, and how the fields behave."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ldn_journal.base.texts import format_duration
from ldn_journal.gui.widgets.clock_edit import ClockEdit, format_clock, parse_clock
from ldn_journal.gui.widgets.duration_edit import DAY_MINUTES, DurationEdit, parse_duration
from ldn_journal.gui.widgets.parsed_edit import Unreadable


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("7:10", 430), ("7h10", 430), ("7 h 10 min", 430), ("7 h 10", 430), ("7 hours, 10 minutes", 430),
        ("7,5", 450), ("7.5", 450), ("7.25", 435), ("7,75", 465), ("7.00", 420), ("430 min", 430), ("430min.", 430),
        ("7", 420), ("7 h", 420), ("7.5 h", 450), ("0", 0), ("0:40", 40), (" 7:10 ", 430), ("7H10M", 430), ("٧:١٠", 430),
        ("٧٫٥", 450), ("24:00", 1440), ("45 m", 45),
    ],
)  # fmt: skip
def test_durations_are_understood(text: str, minutes: int) -> None:
    assert parse_duration(text) == minutes


@pytest.mark.parametrize("text", ["about seven", "7:75", "25", "430", "-7", "7:", "7 apples", "7 h 10 h", "1e3", ""])
def test_other_texts_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable, match=r"Please .*\."):
        parse_duration(text)


@pytest.mark.parametrize("text", ["7.10", "7,30", "7.05"])
def test_a_text_with_two_meanings_is_not_guessed(text: str) -> None:
    with pytest.raises(Unreadable, match="two ways"):
        parse_duration(text)


@given(st.integers(0, DAY_MINUTES))
def test_a_shown_duration_reads_back(minutes: int) -> None:
    assert parse_duration(format_duration(minutes)) == minutes


@given(st.integers(0, 23), st.integers(0, 59))
def test_hours_and_minutes_read_back(hours: int, minutes: int) -> None:
    total = hours * 60 + minutes
    assert parse_duration(f"{hours}:{minutes:02}") == total
    assert parse_duration(f"{hours}h{minutes:02}") == total
    assert parse_duration(f"{total} min") == total


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_duration, parse_clock):
        try:
            parse(text)
        except Unreadable as refused:
            assert str(refused)  # noqa: PT017  any text: either outcome is right


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("22:30", time(22, 30)), ("2230", time(22, 30)), ("22.30", time(22, 30)), ("22h30", time(22, 30)),
        ("10:30 pm", time(22, 30)), ("10.30PM", time(22, 30)), ("10:30 p.m.", time(22, 30)), ("10 pm", time(22)),
        ("10:30p", time(22, 30)), ("12 am", time(0)), ("12:15 pm", time(12, 15)), ("0040", time(0, 40)),
        ("930", time(9, 30)), ("7", time(7)), ("24:00", time(0)), ("1030 pm", time(22, 30)),
    ],
)  # fmt: skip
def test_clock_times_are_understood(text: str, moment: time) -> None:
    assert parse_clock(text) == moment


@pytest.mark.parametrize("text", ["25:00", "22:75", "13 pm", "late", "0 am", "9999"])
def test_other_clock_texts_are_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="not a time of day"):
        parse_clock(text)


@pytest.mark.parametrize(
    "name", ["en_GB", "en_US", "de_DE", "nb_NO", "fi_FI", "ar_EG", "ja_JP", "fr_CA", "ko_KR", "el_GR"]
)
def test_a_shown_clock_time_reads_back_in_its_locale(name: str) -> None:
    locale = QLocale(name)
    for hour in range(24):
        moment = time(hour, 5)
        assert parse_clock(format_clock(moment, locale), locale) == moment, format_clock(moment, locale)


@pytest.fixture
def form(qtbot):
    window = QWidget()
    box = QVBoxLayout(window)
    edit, other = DurationEdit("Hours asleep"), QLineEdit()
    box.addWidget(edit)
    box.addWidget(other)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    heard: list[object] = []
    edit.answered.connect(heard.append)
    edit.cleared.connect(lambda: heard.append("cleared"))
    edit.advance.connect(lambda: heard.append("advance"))
    edit.retreat.connect(lambda: heard.append("retreat"))
    edit.problem.connect(lambda sentence: heard.append(("problem", bool(sentence))))
    yield edit, other, heard
    window.close()


def test_a_typed_duration_is_shown_in_full_and_moves_on(form) -> None:
    edit, _other, heard = form
    QTest.keyClicks(edit, "7h10")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert heard == [430, "advance"]
    assert edit.text() == "7 h 10 min"
    assert edit.value() == 430


def test_leaving_the_field_records_once(form) -> None:
    edit, other, heard = form
    QTest.keyClicks(edit, "7")
    other.setFocus()
    edit.setFocus()
    other.setFocus()
    assert heard == [420]


def test_a_bad_text_stays_with_a_sentence_until_mended(form) -> None:
    edit, other, heard = form
    edit.set_value(400)
    edit.selectAll()
    QTest.keyClicks(edit, "seven")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "seven"
    assert heard == [("problem", True)]
    assert edit.value() == 400
    assert "not a length of time" in edit.accessibleDescription()
    assert edit.property("invalid")
    other.setFocus()
    assert edit.text() == "seven"
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "7:00")
    assert heard[-1] == ("problem", False)
    QTest.keyClick(edit, Qt.Key.Key_Down)
    assert heard[-2:] == [420, "advance"]
    assert not edit.property("invalid")


def test_blank_is_not_zero_and_emptying_clears(form) -> None:
    edit, _other, heard = form
    assert edit.value() is None
    QTest.keyClicks(edit, "0")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.value() == 0
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.value() is None
    assert heard == [0, "advance", "cleared", "advance"]


def test_minus_on_the_selected_text_clears_and_escape_is_left_to_the_page(form) -> None:
    edit, _other, heard = form
    edit.set_value(430)
    edit.selectAll()
    QTest.keyClick(edit, "-")
    assert (edit.value(), edit.text(), heard) == (None, "", ["cleared"])


def test_a_suggested_duration_waits_for_enter(form) -> None:
    edit, other, heard = form
    edit.suggest(430)
    other.setFocus()
    assert (edit.value(), edit.suggestion(), heard) == (None, 430, [])
    assert edit.property("unconfirmed")
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert (edit.value(), edit.suggestion()) == (430, None)
    assert heard == [430, "advance"]


def test_up_goes_back(form) -> None:
    edit, _other, heard = form
    QTest.keyClick(edit, Qt.Key.Key_Up)
    assert heard == ["retreat"]


def test_fields_are_named_and_described(form) -> None:
    edit, _other, _heard = form
    spoken = QAccessible.queryAccessibleInterface(edit)
    assert spoken.role() == QAccessible.Role.EditableText
    assert spoken.text(QAccessible.Text.Name) == "Hours asleep"
    assert spoken.text(QAccessible.Text.Description) == "not recorded"
    edit.set_value(430)
    assert spoken.text(QAccessible.Text.Description) == "7 h 10 min"


def test_a_clock_field_shows_the_locales_way(qtbot) -> None:
    QLocale.setDefault(QLocale("en_US"))
    edit = ClockEdit("Bed time")
    qtbot.addWidget(edit)
    with qtbot.waitSignal(edit.answered) as caught:
        QTest.keyClicks(edit, "2230")
        edit.commit()
    assert caught.args == [time(22, 30)]
    assert edit.text() == "10:30 PM"
    edit.commit()
    assert edit.value() == time(22, 30)


def test_a_shown_clock_time_reads_back_in_every_locale_there_is() -> None:
    locales = QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    )
    assert len(locales) > 500
    moments = [time(0, 5), time(12), time(22, 30)]
    wrong = [
        (locale.name(), format_clock(moment, locale))
        for locale in locales
        for moment in moments
        if parse_clock(format_clock(moment, locale), locale) != moment
    ]
    assert wrong == []
    assert format_clock(time(22, 30), QLocale.c()) == "22:30"
