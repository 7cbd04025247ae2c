"""The table of days over the real window and the real file."""

import shutil
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.records import Kind
from ldn_journal.gui.history.model import STRETCH
from ldn_journal.journal import Journal
from ldn_journal.journal.day import Day
from tests.gui.conftest import MG, Desk

TODAY = date(2026, 3, 10)
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
DOSE, PAIN, SLEEP, NAUSEA, NOTE = 1, 2, 3, 6, 8


def stored(desk: Desk, days_ago: int = 0) -> Day:
    """Return a day as the window's own journal reads it."""
    found: list[Day] = []
    desk.settle()
    day = TODAY - timedelta(days=days_ago)
    desk.window.context.tasks.run(lambda journal: journal.day(day), found.append)
    desk.settle()
    return found[0]


@pytest.fixture
def at_table(desk: Desk) -> Desk:
    """The window with History in view and the focus in its first row."""
    desk.window.show_page("history")
    desk.settle()
    desk.qtbot.waitUntil(desk.history.table.hasFocus)
    desk.settle()
    return desk


def choose(desk: Desk, row: int, column: int, to_row: int | None = None, to_column: int | None = None) -> None:
    """Select a block, from its first to its last cell."""
    table, model = desk.history.table, desk.history.model
    table.setCurrentIndex(model.index(row, column))
    last = model.index(row if to_row is None else to_row, column if to_column is None else to_column)
    selection = QItemSelection(model.index(row, column), last)
    table.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    table.setFocus()


def cell(desk: Desk, row: int, column: int) -> str:
    return str(desk.history.model.data(desk.history.model.index(row, column))).replace("\u00a0", " ")


def enter(desk: Desk, row: int, column: int, text: str) -> None:
    """Type ``text`` into a cell and press Enter."""
    choose(desk, row, column)
    desk.type(text)
    desk.press(KEY.Key_Return)
    desk.settle()


def test_typing_fills_cells_downwards_and_today_shows_it(at_table: Desk) -> None:
    desk = at_table
    choose(desk, 0, PAIN)
    for sign in "407":
        desk.type(sign)
        desk.press(KEY.Key_Return)
        desk.settle()
    assert [cell(desk, row, PAIN) for row in range(4)] == ["4", "0", "7", ""]
    assert desk.history.table.currentIndex().row() == 3
    assert stored(desk, 1).ratings[0].value == 0
    desk.window.show_page("today")
    desk.settle()
    assert desk.scale("pain") == 4


def test_an_empty_journal_says_what_comes_here_and_offers_versions_of_no_day(at_table: Desk) -> None:
    desk = at_table
    days = desk.history.days
    assert days.empty.isVisible()
    desk.qtbot.wait(400)
    desk.settle()
    assert not days.versions.isVisible()
    enter(desk, 0, PAIN, "4")
    choose(desk, 0, PAIN)
    assert not days.empty.isVisible()
    assert days.versions.isVisible()
    desk.press(KEY.Key_Delete)
    desk.settle()
    desk.qtbot.waitUntil(days.versions.isVisible)
    assert days.empty.isVisible()
    choose(desk, 1, PAIN)
    desk.qtbot.wait(400)
    desk.settle()
    assert not days.versions.isVisible()


def test_doses_are_understood_and_changed_in_place(at_table: Desk) -> None:
    desk = at_table
    enter(desk, 0, DOSE, "4.5mg 22:30")
    enter(desk, 1, DOSE, "skipped nausea")
    enter(desk, 2, DOSE, "missed")
    enter(desk, 3, DOSE, "3")
    assert [cell(desk, row, DOSE) for row in range(4)] == ["4.5 mg 22:30", "skipped nausea", "missed", "3 mg"]
    assert stored(desk, 1).doses[0].reason == "nausea"
    enter(desk, 0, DOSE, "missed")
    assert [dose.state for dose in stored(desk).doses] == [DoseState.MISSED]
    enter(desk, 1, DOSE, "1.5 at 9 pm")
    doses = stored(desk, 1).doses
    assert [(dose.amount_pg, dose.at.time() if dose.at else None) for dose in doses] == [(3 * MG // 2, time(21))]


def test_words_durations_and_notes(at_table: Desk) -> None:
    desk = at_table
    enter(desk, 0, NAUSEA, "mod")
    enter(desk, 0, SLEEP, "7:10")
    enter(desk, 0, NOTE, "a walk")
    assert (cell(desk, 0, NAUSEA), cell(desk, 0, SLEEP), cell(desk, 0, NOTE)) == ("Moderate", "7 h 10 min", "a walk")
    day = stored(desk)
    assert day.ratings_of("nausea")[0].value == 2
    enter(desk, 0, NOTE, "a long walk")
    assert [note.text for note in stored(desk).notes] == ["a long walk"]


def test_delete_clears_a_block_and_blank_stays_blank(at_table: Desk) -> None:
    desk = at_table
    for row in range(2):
        enter(desk, row, PAIN, "4")
        enter(desk, row, SLEEP, "7")
    choose(desk, 0, PAIN, 2, SLEEP)
    desk.press(KEY.Key_Delete)
    assert stored(desk).empty
    assert stored(desk, 1).empty
    assert cell(desk, 0, PAIN) == ""
    assert stored(desk, 2).empty


def test_fill_down_is_one_undo(at_table: Desk) -> None:
    desk = at_table
    enter(desk, 0, PAIN, "3")
    enter(desk, 0, NAUSEA, "0")
    choose(desk, 0, PAIN, 4, NAUSEA)
    desk.press(KEY.Key_D, CTRL)
    desk.settle()
    assert [cell(desk, row, PAIN) for row in range(6)] == ["3"] * 5 + [""]
    assert [cell(desk, row, NAUSEA) for row in range(6)] == ["None"] * 5 + [""]
    assert cell(desk, 1, SLEEP) == ""
    desk.press(KEY.Key_Z, CTRL)
    desk.settle()
    assert [cell(desk, row, PAIN) for row in range(3)] == ["3", "", ""]
    assert stored(desk, 1).empty
    assert not stored(desk).empty


def test_a_block_is_copied_and_pasted(at_table: Desk) -> None:
    desk = at_table
    enter(desk, 0, DOSE, "4.5 22:30")
    enter(desk, 0, PAIN, "6")
    enter(desk, 1, PAIN, "2")
    choose(desk, 0, DOSE, 1, PAIN)
    desk.press(KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().replace("\u00a0", " ") == "4.5 mg 22:30\t6\n\t2"
    choose(desk, 5, DOSE)
    desk.press(KEY.Key_V, CTRL)
    desk.settle()
    assert (cell(desk, 5, DOSE), cell(desk, 5, PAIN), cell(desk, 6, DOSE), cell(desk, 6, PAIN)) == (
        "4.5 mg 22:30", "6", "", "2",
    )  # fmt: skip
    assert stored(desk, 5).doses[0].amount_pg == 9 * MG // 2


def test_a_pasted_block_keeps_what_could_not_be_read(at_table: Desk) -> None:
    desk = at_table
    QGuiApplication.clipboard().setText("4\t7:10\nlots\t8\n14\t")
    choose(desk, 0, PAIN)
    desk.press(KEY.Key_V, CTRL)
    desk.settle()
    assert (cell(desk, 0, PAIN), cell(desk, 1, PAIN), cell(desk, 2, PAIN)) == ("4", "lots", "14")
    assert cell(desk, 1, SLEEP) == "8 h"
    assert stored(desk, 1).ratings == ()
    assert "“lots” is not a number" in desk.history.problem.text()
    assert "8 Mar 2026, Pain: Pain goes from 0 to 10" in desk.history.problem.text()
    assert desk.history.model.problem(desk.history.model.index(2, PAIN)).startswith("Pain goes from 0 to 10")
    enter(desk, 1, PAIN, "5")
    assert desk.history.model.kept() == 1
    desk.history.days.forget.click()
    assert cell(desk, 2, PAIN) == ""
    assert not desk.history.has_unsaved()


def test_a_large_dose_is_stored_only_when_confirmed(at_table: Desk) -> None:
    desk = at_table
    enter(desk, 0, DOSE, "45")
    assert stored(desk).doses == ()
    assert desk.history.days.confirm.isVisible()
    assert cell(desk, 0, DOSE) == "45"
    desk.history.days.yes.click()
    assert [dose.amount_pg for dose in stored(desk).doses] == [45 * MG]
    assert not desk.history.days.confirm.isVisible()


def test_what_the_store_refuses_stays_in_its_cell(at_table: Desk, planned: DataFolder) -> None:
    desk = at_table
    aside = planned.root / "aside.ldnj"
    shutil.move(planned.journal, aside)
    shutil.copy(aside, planned.journal)
    enter(desk, 0, PAIN, "5")
    assert cell(desk, 0, PAIN) == "5"
    assert "moved or replaced" in desk.history.problem.text()
    assert desk.history.has_unsaved()
    [job] = desk.history.not_stored()
    desk.window.close()
    assert desk.window.isVisible()
    planned.journal.unlink()
    shutil.move(aside, planned.journal)
    desk.history.store_again()
    assert stored(desk).ratings[0].value == 5
    assert not desk.history.has_unsaved()
    assert desk.history.not_stored() == []
    desk.window.context.tasks.run(lambda journal: journal.undo())
    desk.window.context.tasks.run(job)
    assert stored(desk).ratings[0].value == 5


def test_escape_leaves_the_cell_as_it_was(at_table: Desk) -> None:
    desk = at_table
    choose(desk, 0, PAIN)
    desk.type("4")
    assert isinstance(desk.focus(), QLineEdit)
    desk.press(KEY.Key_Escape)
    assert stored(desk).empty
    assert desk.history.table.currentIndex().row() == 0


def test_older_days_are_read_when_they_come_near(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    first = TODAY - timedelta(days=200)
    with Journal.open(planned, clock=clock) as journal:
        journal.record(validate(Kind.RATING, {"day": first, "measure": "pain", "value": 9}))
    desk = sit_down()
    desk.ready()
    desk.window.show_page("history")
    desk.settle()
    assert desk.history.model.rowCount() == STRETCH
    for _n in range(6):
        desk.history.table.scrollToBottom()
        desk.settle()
    assert desk.history.model.rowCount() == 201 + STRETCH
    assert cell(desk, 200, PAIN) == "9"
    assert desk.history.model.canFetchMore() is False


def test_several_ratings_show_their_mean_and_say_so(
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
    desk.window.show_page("history")
    desk.settle()
    assert cell(desk, 0, PAIN) == "4.5"
    tip = desk.history.model.data(desk.history.model.index(0, PAIN), Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("2 ratings, mean 4.5, worst 6")
