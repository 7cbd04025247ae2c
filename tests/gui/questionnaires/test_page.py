"""Filling in questionnaires by keyboard, over the real window and the real file."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.life import QuestionnaireResponse
from ldn_journal.domain.records import Kind
from ldn_journal.gui.questionnaires.form import FillIn
from ldn_journal.gui.questionnaires.load import score_words
from ldn_journal.gui.questionnaires.page import QuestionnairesPage
from ldn_journal.gui.questionnaires.result import Result
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.widgets.scale_row import ScaleRow
from ldn_journal.journal import Journal
from tests.gui.conftest import MG, Desk
from tests.gui.treatment.conftest import words_of

TODAY = date(2026, 3, 10)
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def page(desk: Desk) -> QuestionnairesPage:
    found = desk.window.page("questionnaires")
    assert isinstance(found, QuestionnairesPage)
    return found


def form(desk: Desk) -> FillIn:
    found = page(desk).form
    assert found is not None
    return found


def result(desk: Desk) -> Result:
    found = page(desk).result
    assert found is not None
    return found


def stored(desk: Desk) -> list[QuestionnaireResponse]:
    found: list[list[QuestionnaireResponse]] = []
    desk.settle()
    desk.window.context.tasks.run(lambda journal: journal.responses(), found.append)
    desk.settle()
    return found[0]


def go_there(desk: Desk) -> None:
    desk.window.show_page("questionnaires")
    desk.settle()


def write(folder: DataFolder, clock: FixedClock, *responses: tuple[int, str, Mapping[str, float]]) -> None:
    """Store answers given so many days ago."""
    with Journal.open(folder, clock=clock) as journal:
        for days, key, answers in responses:
            day = TODAY - timedelta(days=days)
            journal.record(validate(Kind.RESPONSE, {"day": day, "questionnaire": key, "answers": dict(answers)}))


PEG = {"pain": 6.0, "enjoyment": 7.0, "activity": 5.0}


def test_peg_takes_five_key_presses_and_is_there_with_its_score_after_reopening(
    desk: Desk, sit_down: Callable[[], Desk]
) -> None:
    go_there(desk)
    desk.press(KEY.Key_Return)
    desk.settle()
    desk.type("476")
    desk.press(KEY.Key_Return)
    assert desk.presses == 5
    desk.settle()
    assert result(desk).score.text() == "5.7 of 10"
    assert result(desk).notice.isHidden()
    assert page(desk).status.text() == "Saved 22:31"
    again = sit_down()
    again.ready()
    go_there(again)
    (one,) = stored(again)
    assert (one.day, one.questionnaire, one.answers) == (TODAY, "peg", {"pain": 4, "enjoyment": 7, "activity": 6})
    card = page(again).cards.cards["peg"]
    assert card.last.text() == "Last filled in on 10 Mar: 5.7 of 10."
    assert card.due.text() == "Next on 17 Mar."
    table = page(again).earlier.table
    assert [table.item(0, column).text() for column in range(3)] == [
        "10 Mar 2026",
        "Pain and daily life (PEG)",
        "5.7 of 10",
    ]


def test_ten_is_answered_by_its_two_digits_on_the_last_question_too(desk: Desk) -> None:
    go_there(desk)
    page(desk).fill_in("peg")
    desk.type("TT10")
    assert form(desk).store.hasFocus()
    desk.press(KEY.Key_Return)
    assert stored(desk)[0].answers == {"pain": 10, "enjoyment": 10, "activity": 10}


def test_incomplete_answers_are_refused_with_a_sentence(desk: Desk) -> None:
    go_there(desk)
    page(desk).fill_in("peg")
    desk.type("4")
    desk.press(KEY.Key_Down)
    desk.type("6")
    desk.press(KEY.Key_Return)
    assert stored(desk) == []
    assert form(desk).problem.text() == (
        "Please answer “How much pain interfered with your enjoyment of life” too. Nothing was stored yet."
    )
    assert form(desk).problem.isVisible()
    assert form(desk).rows[1].isAncestorOf(desk.focus())
    desk.type("5")
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    assert stored(desk)[0].answers == {"pain": 4, "enjoyment": 5, "activity": 6}


def test_escape_leaves_and_stores_nothing(desk: Desk) -> None:
    go_there(desk)
    page(desk).fill_in("peg")
    desk.type("47")
    desk.press(KEY.Key_Escape)
    assert page(desk).form is None
    assert page(desk).stack.currentIndex() == 0
    assert page(desk).cards.isAncestorOf(desk.focus())
    assert stored(desk) == []


@pytest.mark.parametrize(("keys", "positive"), [("10", False), ("12", True), ("33", True)])
def test_phq2_of_three_or_more_says_to_talk_to_the_doctor(desk: Desk, keys: str, positive: bool) -> None:
    go_there(desk)
    page(desk).fill_in("phq2")
    desk.type(keys)
    desk.press(KEY.Key_Return)
    desk.settle()
    assert result(desk).score.text() == f"{int(keys[0]) + int(keys[1])} of 6"
    assert result(desk).notice.isVisible() == positive
    assert ("talk to your doctor" in result(desk).notice.text()) == positive


def test_pgic_is_one_key_and_shows_its_words(desk: Desk) -> None:
    go_there(desk)
    page(desk).fill_in("pgic")
    (control,) = form(desk).controls.values()
    assert isinstance(control, ScaleRow)
    lefts = {cell.x() for cell in control.cells}
    assert len(lefts) == 1
    desk.type("2")
    desk.press(KEY.Key_Return)
    desk.settle()
    assert result(desk).score.text() == "much improved"


def test_a_column_of_words_is_walked_with_up_and_down(desk: Desk) -> None:
    go_there(desk)
    page(desk).fill_in("pgic")
    for _press in range(3):
        desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Up)
    assert form(desk).answers() == {"change": 2}
    desk.press(KEY.Key_Return)
    assert form(desk).store.hasFocus()


def test_pro2_takes_decimals_and_refuses_what_is_none(desk: Desk) -> None:
    go_there(desk)
    page(desk).fill_in("pro2")
    desk.type("2,5")
    desk.press(KEY.Key_Return)
    desk.type("many")
    desk.press(KEY.Key_Return)
    form(desk).try_to_store()
    assert stored(desk) == []
    assert form(desk).rows[1].note_text()
    desk.type("1")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Return)
    assert stored(desk)[0].answers == {"stools": 2.5, "pain": 1}
    assert result(desk).score.text() == "Loose stools a day (PRO2): 2.5; Abdominal pain (PRO2): 1"


def test_the_time_before_and_the_published_change_are_shown_with_the_score(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    write(planned, clock, (14, "peg", PEG), (30, "peg", {**PEG, "pain": 9.0}))
    desk = sit_down()
    desk.ready()
    go_there(desk)
    assert page(desk).cards.cards["peg"].due.text() == "Due since 3 Mar."
    page(desk).fill_in("peg")
    desk.type("111")
    desk.press(KEY.Key_Return)
    desk.settle()
    words = [label.text() for label in result(desk).card.findChildren(type(result(desk).score))]
    assert "The time before, on 24 Feb: 6.0 of 10." in words
    assert any("doi:10.1016/j.jpain.2023.07.028" in one for one in words)
    desk.press(KEY.Key_Return)
    assert page(desk).stack.currentIndex() == 0
    assert page(desk).result is None


def test_another_day_can_be_chosen(desk: Desk) -> None:
    go_there(desk)
    page(desk).fill_in("peg")
    form(desk).other_day.calendar.day_chosen.emit(TODAY - timedelta(days=3))
    assert form(desk).when.text() == "Saturday 7 March"
    desk.type("222")
    desk.press(KEY.Key_Return)
    assert [one.day for one in stored(desk)] == [TODAY - timedelta(days=3)]


def test_a_day_that_was_filled_in_already_says_so_and_is_replaced(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    write(planned, clock, (2, "peg", PEG))
    desk = sit_down()
    desk.ready()
    go_there(desk)
    page(desk).fill_in("peg")
    form(desk).other_day.day_chosen.emit(TODAY - timedelta(days=2))
    assert form(desk).hint.text() == "It was filled in for this day already: 6.0 of 10. Storing takes its place."
    desk.type("333")
    desk.press(KEY.Key_Return)
    (one,) = stored(desk)
    assert one.answers == {"pain": 3, "enjoyment": 3, "activity": 3}


def test_earlier_answers_are_opened_changed_removed_and_brought_back(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    write(planned, clock, (9, "peg", PEG), (40, "pgic", {"change": 3.0}))
    desk = sit_down()
    desk.ready()
    go_there(desk)
    table = page(desk).earlier.table
    assert [table.item(row, 2).text() for row in range(2)] == ["6.0 of 10", "minimally improved"]
    table.setFocus()
    desk.press(KEY.Key_Return)
    assert form(desk).day == TODAY - timedelta(days=9)
    assert form(desk).other_day.isHidden()
    assert form(desk).answers() == PEG
    form(desk).rows[0].focus_first()
    desk.type("0")
    form(desk).store.click()
    assert {one.questionnaire: one.answers for one in stored(desk)}["peg"]["pain"] == 0
    desk.press(KEY.Key_Return)
    table.setFocus()
    table.setCurrentCell(1, 0)
    desk.press(KEY.Key_Delete)
    assert [one.questionnaire for one in stored(desk)] == ["peg"]
    assert table.rowCount() == 1
    desk.press(KEY.Key_Z, CTRL)
    desk.settle()
    assert table.rowCount() == 2
    assert page(desk).status.text() == "Taken back: questionnaire"


def test_undo_after_storing_goes_back_to_the_list(desk: Desk) -> None:
    go_there(desk)
    page(desk).fill_in("pgic")
    desk.type("4")
    desk.press(KEY.Key_Return)
    desk.settle()
    desk.press(KEY.Key_Z, CTRL)
    assert stored(desk) == []
    assert page(desk).stack.currentIndex() == 0
    assert page(desk).cards.cards["pgic"].due.text() == "Due: not filled in yet."


def test_the_switch_decides_what_one_is_reminded_of(desk: Desk) -> None:
    go_there(desk)
    cards = page(desk).cards.cards
    assert [key for key, card in cards.items() if card.remind.isChecked()] == ["peg", "pgic"]
    cards["peg"].remind.click()
    cards["phq2"].remind.click()
    desk.settle()
    chosen: list[tuple[str, ...]] = []
    desk.window.context.tasks.run(lambda journal: journal.settings.questionnaires, chosen.append)
    desk.settle()
    assert chosen == [("pgic", "phq2")]
    assert cards["peg"].due.text() == "Not filled in yet."
    assert cards["peg"].button.property("primary") is False
    desk.window.show_page("today")
    desk.settle()
    assert desk.today.extras is not None
    assert desk.today.extras.due is not None
    assert [one.key for one in desk.today.extras.due.due] == ["pgic", "phq2"]


def test_what_compares_with_before_ldn_says_when_it_is_first_due(sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.ready()
    go_there(desk)
    card = page(desk).cards.cards["pgic"]
    assert card.due.text() == "Asked once LDN has been taken for a month."
    desk.window.show_page("today")
    desk.window.context.change(lambda journal: journal.record(validate(Kind.STEP, {"day": TODAY, "amount_pg": 3 * MG})))
    desk.settle()
    go_there(desk)
    desk.settle()
    assert card.due.text() == "First due on 9 Apr."
    assert not card.button.property("primary")


def test_the_cards_say_what_is_measured(desk: Desk) -> None:
    go_there(desk)
    words = words_of(page(desk).cards.cards["pro2"])
    assert "Loose or liquid stools a day" in words
    assert "decimals" not in words


def test_nothing_is_cut_off_at_twice_the_size_of_text(desk: Desk, qapp: QApplication) -> None:
    apply_theme(qapp, "dark", 2.0)
    desk.window.resize(900, 600)
    go_there(desk)
    listed = page(desk).stack.widget(0)
    assert listed.widget().width() <= listed.viewport().width()  # type: ignore[attr-defined]
    for key in ("peg", "pgic", "phq2", "pro2"):
        page(desk).fill_in(key)
        desk.settle()
        area = page(desk).stack.currentWidget()
        assert area.widget().width() <= area.viewport().width(), key  # type: ignore[attr-defined]
        page(desk).leave()


def test_scores_are_said_in_words() -> None:
    from ldn_journal.clinical.questionnaires import questionnaires

    known = questionnaires()
    assert score_words(known["peg"], {"pain": 0, "enjoyment": 0, "activity": 1}) == "0.3 of 10"
    assert score_words(known["pgic"], {"change": 7}) == "very much worse"
    assert score_words(known["phq2"], {"interest": 0, "mood": 0}) == "0 of 6"
