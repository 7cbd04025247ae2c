"""An evening by keyboard, over the real window and the real file."""

import shutil
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.records import Kind
from ldn_journal.gui.today.form import Form
from ldn_journal.gui.today.night_item import NightItem
from ldn_journal.journal import Journal
from ldn_journal.journal.day import Day
from tests.gui.conftest import MG, Desk

TODAY = date(2026, 3, 10)
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def stored(desk: Desk, day: date = TODAY) -> Day:
    """Return a day as the window's own journal reads it."""
    found: list[Day] = []
    desk.settle()
    desk.window.context.tasks.run(lambda journal: journal.day(day), found.append)
    desk.settle()
    return found[0]


def values(day: Day, key: str) -> list[float]:
    return [rating.value for rating in day.ratings_of(key)]


def form(desk: Desk) -> Form:
    assert desk.today.form is not None
    return desk.today.form


def test_an_evening_takes_twelve_key_presses_and_is_there_after_reopening(
    desk: Desk, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    desk.press(KEY.Key_Return)
    desk.type("47:10")
    desk.press(KEY.Key_Return)
    desk.type("6105")
    assert desk.presses <= 12
    desk.settle()
    again = sit_down()
    again.ready()
    day = stored(again)
    assert [(dose.state, dose.amount_pg, dose.at) for dose in day.doses] == [
        (DoseState.TAKEN, 9 * MG // 2, datetime(2026, 3, 10, 22, 30, tzinfo=clock.zone))
    ]
    assert values(day, "pain") == [4]
    assert day.night is not None
    assert (day.night.asleep_minutes, day.night.quality) == (430, 6)
    assert (values(day, "vivid_dreams"), values(day, "nausea"), values(day, "fatigue")) == ([1], [0], [5])
    assert again.scale("pain") == 4
    assert form(again).dose.choices.taken.isChecked()
    assert not form(again).dose.is_blank()


def test_nothing_is_recorded_by_looking_and_zero_is_a_value(desk: Desk) -> None:
    assert stored(desk).empty
    assert desk.scale("pain") is None
    assert "not recorded" in form(desk).item("pain").row.state_text()
    form(desk).item("pain").focus()
    desk.type("0")
    desk.settle()
    assert values(stored(desk), "pain") == [0]
    form(desk).item("pain").focus()
    desk.type("-")
    assert stored(desk).ratings == ()
    assert desk.scale("pain") is None


def test_one_and_zero_make_ten_while_the_first_is_being_stored(desk: Desk) -> None:
    form(desk).item("pain").focus()
    desk.type("1")
    desk.settle()
    desk.type("0")
    assert values(stored(desk), "pain") == [10]
    assert form(desk).item("sleep").is_blank()


def test_undo_takes_back_the_last_change_and_goes_to_its_day(desk: Desk) -> None:
    form(desk).item("pain").focus()
    desk.type("7")
    desk.settle()
    desk.press(KEY.Key_Left, ALT)
    desk.settle()
    assert desk.today.day == TODAY - timedelta(days=1)
    desk.press(KEY.Key_Z, CTRL)
    desk.settle()
    assert desk.today.day == TODAY
    assert desk.scale("pain") is None
    assert stored(desk).ratings == ()
    assert desk.today.header.status.text() == "Taken back: rating"


def test_ctrl_z_in_an_empty_field_undoes_too(desk: Desk) -> None:
    form(desk).item("pain").focus()
    desk.type("7")
    desk.settle()
    assert form(desk).item("sleep").row.controls()[0].hasFocus()
    desk.press(KEY.Key_Z, CTRL)
    assert stored(desk).ratings == ()


def test_nothing_to_undo_is_said(desk: Desk) -> None:
    desk.press(KEY.Key_Z, CTRL)  # the titration step
    desk.settle()
    desk.press(KEY.Key_Z, CTRL)
    desk.settle()
    assert desk.today.problem.text() == "There is nothing to undo."
    assert desk.today.problem.isVisible()


def test_a_dose_at_twenty_to_one_counts_for_the_evening_before(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    clock.move(timedelta(hours=2, minutes=9))
    assert clock.now().time() == time(0, 40)
    desk = sit_down()
    desk.ready()
    assert desk.today.day == TODAY
    desk.type("3")
    desk.press(KEY.Key_Return)
    desk.type("00:40")
    desk.press(KEY.Key_Return)
    day = stored(desk)
    assert [(dose.day, dose.at, dose.amount_pg) for dose in day.doses] == [
        (TODAY, datetime(2026, 3, 11, 0, 40, tzinfo=clock.zone), 3 * MG)
    ]
    assert form(desk).dose.choices.taken.text().replace("\u00a0", " ") == "Taken: 3 mg, 00:40"


def test_forty_five_mg_is_asked_about_and_not_stored_unless_confirmed(desk: Desk) -> None:
    desk.type("45")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Return)
    desk.settle()
    dose = form(desk).dose
    assert dose.confirm_is_open()
    assert stored(desk).doses == ()
    desk.press(KEY.Key_Return)  # "No, change it" has the focus
    assert dose.amount_is_open()
    assert stored(desk).doses == ()
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Return)
    desk.settle()
    desk.press(KEY.Key_Tab)
    desk.press(KEY.Key_Return)
    assert [one.amount_pg for one in stored(desk).doses] == [45 * MG]
    assert form(desk).item("pain").row.controls()[0].has_focus()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("typed", "pg"), [("4,5", 9 * MG // 2), ("500ug", MG // 2), (".5", MG // 2)])
def test_other_amounts_are_understood(desk: Desk, typed: str, pg: int) -> None:
    desk.type(typed)
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Return)
    assert [dose.amount_pg for dose in stored(desk).doses] == [pg]


def test_an_amount_in_ml_needs_a_prescription_and_keeps_what_was_typed(desk: Desk) -> None:
    desk.type("0.45ml")
    desk.press(KEY.Key_Return)
    amount = form(desk).dose.amount.amount
    assert amount.text() == "0.45ml"
    assert "prescription" in amount.problem_text()
    assert stored(desk).doses == ()


def test_skipped_with_a_reason_then_taken_after_all_is_one_dose(desk: Desk) -> None:
    desk.type("s")
    desk.type("1")
    desk.settle()
    assert [(dose.state, dose.reason) for dose in stored(desk).doses] == [(DoseState.SKIPPED, "nausea")]
    assert form(desk).dose.choices.skip.text() == "Skipped: nausea"
    form(desk).dose.focus()
    QTest.mouseClick(form(desk).dose.choices.taken, Qt.MouseButton.LeftButton)
    assert [(dose.state, dose.amount_pg) for dose in stored(desk).doses] == [(DoseState.TAKEN, 9 * MG // 2)]
    form(desk).dose.focus()
    desk.type("m")
    assert [dose.state for dose in stored(desk).doses] == [DoseState.MISSED]
    form(desk).dose.focus()
    desk.type("-")
    assert stored(desk).doses == ()


def test_several_doses_are_listed_and_each_can_be_removed(desk: Desk) -> None:
    desk.press(KEY.Key_Return)
    desk.settle()
    dose = form(desk).dose
    dose.focus()
    desk.type("o")
    dose.amount.another.emit()
    desk.type("2")
    desk.press(KEY.Key_Return)
    desk.type("8:00")
    desk.press(KEY.Key_Return)
    day = stored(desk)
    assert [one.amount_pg for one in day.doses] == [2 * MG, 9 * MG // 2]
    assert dose.choices.taken.text().replace("\u00a0", " ") == "Taken: 6.5 mg in 2 doses"
    dose.doses.remove.emit(day.doses[0].id)
    assert [one.amount_pg for one in stored(desk).doses] == [9 * MG // 2]


def test_an_empty_journal_asks_for_the_plan_first(sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.ready()
    step = desk.today.beginning.step
    assert step is not None
    assert step.isVisible()
    assert step.amount.hasFocus()
    desk.type("1.5")
    desk.press(KEY.Key_Return)
    desk.type("21:00")
    desk.press(KEY.Key_Return)
    desk.settle()
    plan = stored(desk).plan
    assert plan is not None
    assert (plan.amount_pg, plan.usual_time) == (3 * MG // 2, time(21, 0))
    assert not step.isVisible()
    assert form(desk).dose.choices.taken.hasFocus()
    assert form(desk).dose.choices.taken.text().replace("\u00a0", " ") == "Taken: 1.5 mg, 21:00"


def test_without_a_plan_the_dose_asks_how_much_and_keeps_it_as_the_plan(sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.ready()
    assert desk.today.beginning.step is not None
    desk.today.beginning.step.later.click()
    desk.press(KEY.Key_Return)
    assert form(desk).dose.amount.keep.isChecked()
    desk.type("3")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Return)
    day = stored(desk)
    assert [one.amount_pg for one in day.doses] == [3 * MG]
    assert day.plan is not None
    assert day.plan.amount_pg == 3 * MG


def test_a_past_day_is_reached_by_the_week_strip_and_filled(desk: Desk) -> None:
    strip = desk.today.header.strip
    QTest.mouseClick(strip.cells[strip.days().index(date(2026, 3, 7))], Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.today.day == date(2026, 3, 7)
    assert desk.today.header.title.text() == "Saturday 7 March"
    desk.press(KEY.Key_Return)
    desk.type("5")
    assert values(stored(desk, date(2026, 3, 7)), "pain") == [5]
    assert stored(desk).empty


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_month_shows_what_is_recorded(desk: Desk) -> None:
    form(desk).item("pain").focus()
    desk.type("4")
    desk.settle()
    desk.today.header.month.open()
    desk.settle()
    cells = [cell for cell in desk.today.header.month.calendar._grid.cells if cell.day == TODAY]  # type: ignore[attr-defined]
    assert 0 < cells[0].fraction < 1  # type: ignore[attr-defined]
    desk.today.header.month.popup().close()


def test_the_note_is_saved_on_leaving_and_an_emptied_one_goes(desk: Desk) -> None:
    edit = form(desk).note.edit
    edit.setFocus()
    desk.type("slept badly")
    form(desk).dose.focus()
    assert [note.text for note in stored(desk).notes] == ["slept badly"]
    edit.setFocus()
    edit.selectAll()
    desk.press(KEY.Key_Delete)
    form(desk).dose.focus()
    assert stored(desk).notes == ()


def test_the_note_is_saved_two_seconds_after_typing_and_on_going_to_another_day(desk: Desk) -> None:
    edit = form(desk).note.edit
    edit.setFocus()
    desk.type("a")
    assert stored(desk).notes == ()
    form(desk).note._timer.setInterval(20)
    desk.type("b")
    desk.qtbot.wait(60)
    assert [note.text for note in stored(desk).notes] == ["ab"]
    desk.type("c")
    desk.press(KEY.Key_PageUp, CTRL)
    desk.today.step(-1)
    desk.settle()
    assert [note.text for note in stored(desk).notes] == ["abc"]
    assert edit.toPlainText() == ""


def test_as_yesterday_is_unconfirmed_until_accepted(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    with Journal.open(planned, clock=clock) as journal:
        before = TODAY - timedelta(days=1)
        journal.record(
            validate(Kind.RATING, {"day": before, "measure": "pain", "value": 3}),
            validate(Kind.RATING, {"day": before, "measure": "nausea", "value": 2}),
            validate(Kind.NIGHT, {"day": before, "asleep_minutes": 420, "quality": 5}),
        )
    desk = sit_down()
    desk.ready()
    desk.press(KEY.Key_Return)
    desk.settle()
    desk.press(KEY.Key_D, CTRL)
    desk.settle()
    assert form(desk).waiting() == 4
    assert "4 answers" in desk.today.suggested.text()
    assert stored(desk).ratings == ()
    assert desk.scale("pain") is None
    desk.press(KEY.Key_Return)
    assert values(stored(desk), "pain") == [3]
    assert form(desk).waiting() == 3
    desk.press(KEY.Key_Return, CTRL)
    day = stored(desk)
    assert values(day, "nausea") == [2]
    assert day.night is not None
    assert (day.night.asleep_minutes, day.night.quality) == (420, 5)
    assert form(desk).waiting() == 0
    assert not desk.today.suggested.isVisible()


def test_ratings_with_a_clock_time_are_told_and_never_touched(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    with Journal.open(planned, clock=clock) as journal:
        journal.record(
            *(
                validate(
                    Kind.RATING,
                    {"day": TODAY, "measure": "pain", "value": value, "at": journal.moment(TODAY, time(hour))},
                )
                for value, hour in ((3, 9), (6, 18))
            )
        )
    desk = sit_down()
    desk.ready()
    pain = form(desk).item("pain")
    assert pain.row.note_text().startswith("2 ratings, mean 4.5, worst 6")
    assert not pain.is_blank()
    pain.focus()
    desk.type("4")
    assert sorted(values(stored(desk), "pain")) == [3, 4, 6]
    pain.focus()
    desk.type("-")
    assert sorted(values(stored(desk), "pain")) == [3, 6]


def test_the_nights_times_give_its_figures_and_wrong_order_is_said(desk: Desk, clock: FixedClock) -> None:
    night = form(desk).item("sleep")
    assert isinstance(night, NightItem)
    night.unfold()
    for text in ("23:00", "20", "2", "30", "6:30", "7:00"):
        desk.type(text)
        desk.press(KEY.Key_Return)
    found = stored(desk).night
    assert found is not None
    assert found.to_bed == datetime(2026, 3, 9, 23, 0, tzinfo=clock.zone)
    assert (found.minutes_to_sleep, found.awakenings, found.minutes_awake) == (20, 2, 30)
    assert (found.minutes_in_bed, found.total_sleep_minutes) == (480, 400)
    assert "sleep efficiency 83 %" in night.sheet._derived.text()
    night.sheet.fields["woke"].setFocus()
    desk.type("8:30")
    desk.press(KEY.Key_Return)
    desk.settle()
    assert "from bed time to waking" in night.sheet._problem.text()
    assert night.sheet.fields["woke"].text() == "08:30"
    assert stored(desk).night == found


def test_a_refused_save_keeps_the_words_and_says_why_and_can_be_tried_again(desk: Desk, planned: DataFolder) -> None:
    aside = planned.root / "aside.ldnj"
    shutil.move(planned.journal, aside)
    shutil.copy(aside, planned.journal)
    note = form(desk).note
    note.edit.setFocus()
    desk.type("not lost")
    form(desk).item("pain").focus()
    desk.type("8")
    desk.settle()
    assert desk.today.problem.isVisible()
    assert "moved or replaced" in desk.today.problem.text()
    assert note.edit.toPlainText() == "not lost"
    assert desk.scale("pain") == 8
    assert desk.today.has_unsaved()
    desk.window.close()
    desk.settle()
    assert desk.window.isVisible()
    shutil.move(aside, planned.journal)
    desk.today._retry.click()
    desk.settle()
    assert not desk.today.problem.isVisible()
    assert not desk.today.has_unsaved()
    day = stored(desk)
    assert [one.text for one in day.notes] == ["not lost"]
    assert values(day, "pain") == [8]


def test_page_keys_and_home_walk_days(desk: Desk) -> None:
    desk.press(KEY.Key_PageUp)
    desk.press(KEY.Key_PageUp)
    desk.settle()
    assert desk.today.day == TODAY - timedelta(days=2)
    desk.press(KEY.Key_PageDown)
    desk.settle()
    assert desk.today.day == TODAY - timedelta(days=1)
    desk.press(KEY.Key_Home, ALT)
    desk.settle()
    assert desk.today.day == TODAY
    desk.press(KEY.Key_PageDown)
    desk.settle()
    assert desk.today.day == TODAY


def test_after_the_day_boundary_the_new_day_is_shown(desk: Desk, clock: FixedClock) -> None:
    clock.move(timedelta(hours=6))
    desk.today.follow_clock()
    desk.settle()
    assert desk.today.day == TODAY + timedelta(days=1)
    assert desk.today.header.strip.day() == TODAY + timedelta(days=1)


def test_the_cards_say_what_is_in_force(planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]) -> None:
    with Journal.open(planned, clock=clock) as journal:
        journal.record(
            validate(
                Kind.PRESCRIPTION,
                {
                    "day": "2026-03-01", "form": "capsule", "strength_pg": 9 * MG // 2, "quantity": 30,
                    "use_by": "2026-06-30",
                },
            ),
            validate(Kind.VISIT, {"day": "2026-03-19", "questions": ["Is the dose right?"]}),
            *(
                validate(Kind.DOSE, {"day": f"2026-03-0{n}", "state": "taken", "amount_pg": 9 * MG // 2})
                for n in range(1, 8)
            ),
            *(validate(Kind.RATING, {"day": f"2026-03-0{n}", "measure": "pain", "value": n}) for n in range(1, 8)),
        )  # fmt: skip
    desk = sit_down()
    desk.ready()
    desk.settle()
    from ldn_journal.gui.today.cards import Cards

    cards = desk.today.cards
    assert isinstance(cards, Cards)
    assert cards.isVisible()
    assert cards.dose.accessibleName() == "Day 100"
    assert cards._left.text() == "23 left, until 1\N{NO-BREAK SPACE}April"
    assert cards._use_by.text() == "Use by 30\N{NO-BREAK SPACE}June"
    assert cards._questions.text() == "1 question to ask"
    assert "7 days recorded, mean 4.0" in cards.line.accessibleName()
    desk.window.resize(900, 600)
    desk.settle()
    assert not cards.isVisible()


def test_a_sample_journal_says_so(planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]) -> None:
    with Journal.open(planned, clock=clock) as journal:
        journal.change_settings(sample=True)
    desk = sit_down()
    desk.ready()
    assert desk.today.sample.isVisible()
    assert "made-up" in desk.today.sample.text()


def test_every_field_can_be_reached_with_tab(desk: Desk) -> None:
    seen = set()
    for _n in range(60):
        desk.press(KEY.Key_Tab)
        seen.add(desk.focus())
    assert form(desk).note.edit in seen
    assert isinstance(form(desk).note.edit, QPlainTextEdit)
    for item in form(desk).items():
        assert any(widget in seen for control in item.row.controls() for widget in (control, control.focusProxy()))
