"""The days after a change of dose on the Today page, and the line on what is due."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.measures import NewRating
from ldn_journal.gui.questionnaires.page import QuestionnairesPage
from ldn_journal.gui.today.side_effects import SideEffectsPart
from ldn_journal.gui.widgets.labels import LinkButton
from ldn_journal.gui.widgets.scale_row import ScaleRow
from ldn_journal.journal import Journal
from tests.gui.conftest import MG, Desk

TODAY = date(2026, 3, 10)
KEY = Qt.Key


def part(desk: Desk) -> SideEffectsPart:
    assert desk.today.form is not None
    assert desk.today.form.effects is not None
    return desk.today.form.effects


def keys(desk: Desk) -> list[str]:
    return [item.key for item in part(desk).items()]


def ratings(desk: Desk, day: date = TODAY) -> dict[str, float]:
    found: list[dict[str, float]] = []
    desk.settle()
    desk.window.context.tasks.run(
        lambda journal: {one.measure: one.value for one in journal.ratings(day, day)}, found.append
    )
    desk.settle()
    return found[0]


@pytest.fixture
def stepped(planned: DataFolder, clock: FixedClock) -> DataFolder:
    """A step from 4.5 to 6 mg today, nothing else asked for."""
    with Journal.open(planned, clock=clock) as journal:
        journal.change_settings(questionnaires=())
        days = [TODAY - timedelta(days=n) for n in range(20, 0, -1)]
        journal.record(*(NewDose(day=day, state=DoseState.TAKEN, amount_pg=9 * MG // 2) for day in days))
        journal.record(NewTitrationStep(day=TODAY, amount_pg=6 * MG, usual_time=time(22, 30)))
    return planned


@pytest.fixture
def first_day(stepped: DataFolder, sit_down: Callable[[], Desk]) -> Desk:
    desk = sit_down()
    desk.ready()
    return desk


def later(desk: Desk, clock: FixedClock, days: int) -> None:
    """Let days pass with the window open."""
    clock.move(timedelta(days=days))
    desk.today.follow_clock()
    desk.settle()


def test_nothing_of_it_is_made_on_usual_days(desk: Desk) -> None:
    assert desk.today.form is not None
    assert desk.today.form.effects is None
    assert desk.window.findChildren(SideEffectsPart) == []
    assert desk.today.form.note.edit.placeholderText() == "Anything worth remembering…"


def test_the_list_is_offered_for_seven_days_and_gone_on_the_eighth(first_day: Desk, clock: FixedClock) -> None:
    for day in range(1, 8):
        assert part(first_day).head.text() == f"Side effects after the change of dose (day {day} of 7)"
        later(first_day, clock, 1)
    assert first_day.today.form is not None
    assert first_day.today.form.effects is None
    QApplication.sendPostedEvents(None, 52)  # deferred deletes
    assert first_day.window.findChildren(SideEffectsPart) == []
    first_day.today.go_to(TODAY + timedelta(days=6))
    first_day.settle()
    assert "day 7 of 7" in part(first_day).head.text()


def test_folded_it_has_no_rows_and_stands_between_the_usual_items_and_the_note(first_day: Desk) -> None:
    assert keys(first_day) == []
    assert part(first_day).findChildren(ScaleRow) == []
    form = first_day.today.form
    assert form is not None
    assert form.note.edit.placeholderText() == "Anything else?"
    fatigue = form.item("fatigue").row
    assert fatigue.geometry().bottom() < part(first_day).geometry().top()
    assert part(first_day).geometry().bottom() < form.note.row.geometry().top()


def test_the_usual_items_come_first_and_enter_opens_the_list(first_day: Desk) -> None:
    first_day.press(KEY.Key_Return)
    first_day.type("47:10")
    first_day.press(KEY.Key_Return)
    first_day.type("6105")
    assert first_day.presses == 11  # as on any evening
    assert part(first_day).head.hasFocus()
    first_day.press(KEY.Key_Return)
    assert keys(first_day)[0] == "headache"
    first_day.type("203")
    first_day.settle()
    found = ratings(first_day)
    assert (found["headache"], found["insomnia"], found["vomiting"]) == (2, 0, 3)
    assert "diarrhoea" not in found
    assert part(first_day).head.note() == "3 recorded"


def test_down_goes_past_the_folded_list_to_the_note_and_up_comes_back(first_day: Desk) -> None:
    form = first_day.today.form
    assert form is not None
    form.item("fatigue").focus()
    first_day.press(KEY.Key_Down)
    assert part(first_day).head.hasFocus()
    first_day.press(KEY.Key_Down)
    assert form.note.edit.hasFocus()
    first_day.press(KEY.Key_Up)
    assert part(first_day).head.hasFocus()
    first_day.press(KEY.Key_Up)
    assert form.item("fatigue").row.isAncestorOf(first_day.focus())


USUAL = ["dose", "pain", "sleep", "vivid_dreams", "nausea", "fatigue"]


def tab_stops(desk: Desk) -> list[str]:
    """Press Tab from the dose to the note and return what is met."""
    form = desk.today.form
    assert form is not None
    form.dose.focus()
    met: list[str] = []
    for _press in range(80):
        focused = desk.focus()
        inside = next((item.key for item in form.items() if item.row.isAncestorOf(focused)), "elsewhere")
        place = "head" if form.effects is not None and focused is form.effects.head else inside
        if not met or met[-1] != place:
            met.append(place)
        if place == "note":
            break
        QTest.keyClick(focused, KEY.Key_Tab)
    return met


def test_tab_goes_through_the_usual_items_then_the_list_then_the_note(first_day: Desk) -> None:
    assert tab_stops(first_day) == [*USUAL, "head", "note"]
    part(first_day).head.setChecked(True)
    first_day.settle()
    assert tab_stops(first_day) == [*USUAL, "head", *keys(first_day), "note"]


def test_tab_goes_from_the_usual_items_to_the_note_on_usual_days(desk: Desk) -> None:
    assert tab_stops(desk) == [*USUAL, "note"]


def test_what_was_rated_is_in_view_the_next_day_and_after_the_week_until_three_days_at_none(
    first_day: Desk, clock: FixedClock
) -> None:
    part(first_day).head.setChecked(True)
    part(first_day).items()[0].focus()
    first_day.type("2")
    first_day.settle()
    part(first_day).head.setChecked(False)
    later(first_day, clock, 1)
    assert keys(first_day) == ["headache"]
    later(first_day, clock, 7)
    assert part(first_day).head.isHidden()
    assert part(first_day).title.text() == "Side effects of late"
    for _day in range(3):
        assert keys(first_day) == ["headache"]
        part(first_day).enter()
        first_day.type("0")
        first_day.settle()
        assert keys(first_day) == ["headache"]
        later(first_day, clock, 1)
    assert first_day.today.form is not None
    assert first_day.today.form.effects is None


def test_the_person_can_stop_being_asked(first_day: Desk, clock: FixedClock) -> None:
    part(first_day).head.setChecked(True)
    part(first_day).items()[0].focus()
    first_day.type("2")
    first_day.settle()
    part(first_day).head.setChecked(False)
    later(first_day, clock, 1)
    link = part(first_day).closers.parts()[0]
    assert isinstance(link, LinkButton)
    assert link.text() == "Stop asking about “Headache”"
    link.click()
    first_day.settle()
    assert keys(first_day) == []
    assert first_day.today.form is not None
    assert first_day.today.form.note.edit.hasFocus()
    later(first_day, clock, 7)
    assert first_day.today.form.effects is None


def test_an_answer_is_shown_again_after_reopening_although_folded(
    first_day: Desk, sit_down: Callable[[], Desk]
) -> None:
    part(first_day).head.setChecked(True)
    part(first_day).items()[0].focus()
    first_day.type("30")
    first_day.settle()
    again = sit_down()
    again.ready()
    assert not part(again).head.isChecked()
    assert keys(again) == ["headache"]
    assert again.scale("headache") == 3
    assert part(again).head.note() == "2 recorded"


def test_nought_days_turn_it_off(stepped: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]) -> None:
    with Journal.open(stepped, clock=clock) as journal:
        journal.change_settings(intensive_days=0)
    desk = sit_down()
    desk.ready()
    assert desk.today.form is not None
    assert desk.today.form.effects is None


# What is due -----------------------------------------------------------------------------------------------------


def test_a_line_says_what_is_due_and_leads_there(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    with Journal.open(planned, clock=clock) as journal:
        journal.change_settings(questionnaires=("peg",))
    desk = sit_down()
    desk.ready()
    assert desk.today.extras is not None
    lines = desk.today.extras.due
    assert lines is not None
    assert lines.sentences == ["Pain and daily life (PEG) is due: 3 short questions."]
    assert desk.today.form is not None
    assert desk.today.form.dose.isAncestorOf(desk.focus())
    lines.links[0].click()
    desk.settle()
    page = desk.window.page("questionnaires")
    assert isinstance(page, QuestionnairesPage)
    assert page.isVisible()
    assert page.cards.cards["peg"].button.hasFocus()


def test_no_line_on_other_days_nor_where_nothing_was_chosen(desk: Desk) -> None:
    assert desk.today.extras is not None
    assert desk.today.extras.due is not None
    assert len(desk.today.extras.due.links) == 2
    desk.today.step(-1)
    desk.settle()
    assert desk.today.extras.due is None
    desk.window.context.tasks.run(
        lambda journal: journal.change_settings(questionnaires=()),
        lambda _settings: desk.window.context.events.settings_changed.emit(),
    )
    desk.today.go_to(TODAY)
    desk.settle()
    assert desk.today.day == TODAY
    assert desk.today.extras.due is None


def test_an_untouched_journal_is_not_asked_for_a_questionnaire(sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.ready()
    assert desk.today.view is not None
    assert desk.today.view.untouched
    assert desk.today.extras is not None
    assert desk.today.extras.due is None


def test_rows_of_the_list_never_write_what_another_day_holds(
    stepped: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    with Journal.open(stepped, clock=clock) as journal:
        journal.record(NewRating(day=TODAY - timedelta(days=1), measure="rash", value=1))
    desk = sit_down()
    desk.ready()
    assert keys(desk) == ["rash"]
    assert desk.scale("rash") is None
    desk.today.step(-1)
    desk.settle()
    assert desk.today.form is not None
    assert desk.today.form.effects is None
    assert ratings(desk, TODAY - timedelta(days=1))["rash"] == 1
