"""Blocks of cells over the real window: all of a paste is stored as one change, or it is said what was left out and why."""

import json
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter, process_time, sleep

import pytest
from PySide6.QtGui import QGuiApplication

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.gui.app import take_down
from ldn_journal.gui.history.model import STRETCH
from ldn_journal.journal import Journal
from ldn_journal.journal.day import Day
from tests.gui.conftest import PATIENCE_MS, Desk
from tests.gui.history.test_page import CTRL, DOSE, KEY, NOTE, PAIN, TODAY, at_table, cell, choose, stored

__all__ = ["at_table"]


def paste(desk: Desk, text: str, row: int = 0, column: int = PAIN) -> None:
    """Put a text on the clipboard and paste it into a cell."""
    QGuiApplication.clipboard().setText(text)
    choose(desk, row, column)
    desk.press(KEY.Key_V, CTRL)
    desk.settle()


def days(desk: Desk, n: int) -> list[Day]:
    """Return the last ``n`` days as they are stored, newest first."""
    found: list[list[Day]] = []
    desk.settle()
    first = TODAY - timedelta(days=n - 1)
    desk.window.context.tasks.run(lambda journal: list(journal.days(first, TODAY).values())[::-1], found.append)
    desk.settle()
    return found[0]


def pains(desk: Desk, n: int) -> list[float | None]:
    return [next((one.value for one in day.ratings if one.measure == "pain"), None) for day in days(desk, n)]


def test_every_line_is_stored_also_for_days_that_were_not_loaded(at_table: Desk, planned: DataFolder) -> None:
    desk = at_table
    assert desk.history.model.rowCount() == STRETCH
    paste(desk, "\r\n".join(f"{n % 11}\t7:{n % 60:02}" for n in range(200)) + "\r\n")
    assert pains(desk, 201) == [*(n % 11 for n in range(200)), None]
    assert desk.history.status.text() == "Saved 200 days"
    assert not desk.history.problem.isVisible()
    assert not desk.history.days.saving.left_out.isVisible()
    assert list(planned.backups.glob("*.ldnjb"))
    for _n in range(5):
        desk.history.table.scrollToBottom()
        desk.settle()
    assert desk.history.model.rowCount() == 200 + STRETCH
    assert cell(desk, 199, PAIN) == str(199 % 11)
    desk.press(KEY.Key_Z, CTRL)
    desk.settle()
    assert all(day.empty for day in days(desk, 201))
    assert cell(desk, 199, PAIN) == ""


def test_what_is_refused_keeps_its_text_and_its_day_can_be_reached(at_table: Desk) -> None:
    desk = at_table
    lines = ["4"] * 200
    lines[150] = "lots"
    lines[1] += "\t" * 7 + "beyond the last"
    paste(desk, "\n".join(lines), column=PAIN)
    day = TODAY - timedelta(days=150)
    assert desk.history.days.saving.left_out.text() == "1 cell to the right of the last column was left out."
    assert desk.history.status.text() == "Saved 199 days"
    said = desk.history.problem.text()
    assert said.startswith("1 cell was not saved and keeps what you entered.")
    assert f"{day.day} {day:%b} {day.year}, Pain: “lots” is not a number" in said
    assert desk.history.has_unsaved()
    desk.history.days.saving.go_there.click()
    desk.settle()
    assert desk.history.days.current_day() == day
    assert cell(desk, 150, PAIN) == "lots"


@pytest.mark.full
def test_everything_is_chosen_cleared_and_brought_back(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    with Journal.open(planned, clock=clock) as journal:
        journal.record(
            *(
                validate(Kind.RATING, {"day": TODAY - timedelta(days=n), "measure": "pain", "value": n % 11})
                for n in range(150)
            )
        )
    desk = sit_down()
    desk.ready()
    desk.window.show_page("history")
    desk.settle()
    choose(desk, 0, PAIN)
    # Both at once: what is done with everything waits until everything is there.
    desk.press(KEY.Key_A, CTRL)
    desk.press(KEY.Key_Delete)
    desk.settle()
    assert pains(desk, 150) == [None] * 150
    assert desk.history.status.text() == "Cleared 150 days"
    desk.press(KEY.Key_Z, CTRL)
    desk.settle()
    assert pains(desk, 150) == [n % 11 for n in range(150)]


def test_a_block_is_cut_and_cells_with_breaks_come_back_whole(at_table: Desk) -> None:
    desk = at_table
    text = 'first line\nsecond "quoted"\tafter a tab'
    paste(desk, '4\t\t\t\t\t\t"' + text.replace('"', '""') + '"\n5', column=PAIN)
    assert [note.text for note in stored(desk).notes] == [text]
    choose(desk, 0, PAIN, 1, NOTE)
    desk.press(KEY.Key_X, CTRL)
    desk.settle()
    assert stored(desk).empty
    assert stored(desk, 1).empty
    choose(desk, 3, PAIN)
    desk.press(KEY.Key_V, CTRL)
    desk.settle()
    assert pains(desk, 5) == [None, None, None, 4, 5]
    assert [note.text for note in stored(desk, 3).notes] == [text]


@pytest.mark.full
def test_a_table_pasted_into_an_open_cell_fills_the_table_and_a_note_takes_lines(at_table: Desk) -> None:
    desk = at_table
    choose(desk, 0, PAIN)
    desk.press(KEY.Key_F2)
    QGuiApplication.clipboard().setText("4\n5\n6\n")
    desk.press(KEY.Key_V, CTRL)
    desk.settle()
    assert pains(desk, 4) == [4, 5, 6, None]
    choose(desk, 0, NOTE)
    desk.press(KEY.Key_F2)
    QGuiApplication.clipboard().setText("one\r\ntwo")
    desk.press(KEY.Key_V, CTRL)
    desk.press(KEY.Key_Return)
    desk.settle()
    assert [note.text for note in stored(desk).notes] == ["one\ntwo"]
    choose(desk, 0, DOSE, 0, NOTE)
    QGuiApplication.clipboard().clear()
    desk.press(KEY.Key_V, CTRL)
    assert desk.history.days.saving.left_out.text() == "There is no text on the clipboard."


def test_large_doses_are_asked_about_before_anything_of_a_paste_is_stored(at_table: Desk) -> None:
    desk = at_table
    saving = desk.history.days.saving
    paste(desk, "4.5\t4\n45\t5\n3\t6", column=DOSE)
    assert all(day.empty for day in days(desk, 3))
    assert saving.confirm.isVisible()
    assert desk.history.has_unsaved()
    saving.no.click()
    desk.settle()
    assert pains(desk, 3) == [4, 5, 6]
    assert [len(day.doses) for day in days(desk, 3)] == [1, 0, 1]
    assert cell(desk, 1, DOSE) == "45"
    paste(desk, "45\n45", column=DOSE)
    assert "2 doses are far above a low dose" in saving.confirm.text()
    saving.yes.click()
    desk.settle()
    assert [len(day.doses) for day in days(desk, 3)] == [1, 1, 1]
    assert not desk.history.has_unsaved()
    desk.press(KEY.Key_Z, CTRL)
    desk.settle()
    assert stored(desk).doses[0].amount_pg == 4_500_000_000
    assert stored(desk, 1).doses == ()


@pytest.mark.full
def test_what_is_typed_or_refused_is_in_the_draft_and_comes_back(at_table: Desk, sit_down: Callable[[], Desk]) -> None:
    desk = at_table
    paste(desk, "lots\n4")
    choose(desk, 2, NOTE)
    desk.type("half a no")
    draft = desk.history.draft()
    assert draft == {
        "cells": [["2026-03-10", "pain", "lots"], ["2026-03-08", "note", "half a no"]],
    }
    desk.press(KEY.Key_Escape)
    desk = sit_down()
    desk.ready()
    desk.history.take_draft(json.loads(json.dumps(draft)))
    desk.window.show_page("history")
    desk.settle()
    assert (cell(desk, 0, PAIN), cell(desk, 1, PAIN), cell(desk, 2, NOTE)) == ("lots", "4", "half a no")
    assert stored(desk, 2).empty
    assert "2 cells are not saved" in desk.history.problem.text()
    desk.history.days.saving.again.click()
    desk.settle()
    assert [note.text for note in stored(desk, 2).notes] == ["half a no"]
    assert desk.history.model.kept() == 1


@pytest.mark.full
def test_5000_days_in_one_paste_are_one_change_within_five_seconds(
    at_table: Desk, record_property: Callable[[str, object], None]
) -> None:
    desk = at_table
    table = "\n".join(f"4.5 mg 22:30\t{n % 11}\t7:{n % 60:02}\t{n % 9}\tmild\tNone" for n in range(5_000))
    seen: set[str] = set()
    seconds: list[float] = []
    spent: list[float] = []

    def stored_and_shown() -> bool:
        seen.add(desk.history.status.text())
        return desk.window.context.tasks.idle

    for _round in range(3):
        QGuiApplication.clipboard().setText(table)
        choose(desk, 0, DOSE)
        started, work = perf_counter(), process_time()
        desk.press(KEY.Key_V, CTRL)
        desk.qtbot.waitUntil(stored_and_shown, timeout=PATIENCE_MS)
        seconds.append(perf_counter() - started)
        spent.append(process_time() - work)
        desk.settle()
        assert desk.history.status.text() == "Saved 5,000 days"
        assert sum(not day.empty for day in days(desk, 5_001)) == 5_000
        desk.press(KEY.Key_Z, CTRL)
        desk.settle()
        assert all(day.empty for day in days(desk, 5_001))
    record_property("seconds", [round(one, 1) for one in seconds])
    said = ", ".join(f"{one:.1f} s ({work:.1f} s of work)" for one, work in zip(seconds, spent, strict=True))
    print(f"5,000 days of 6 columns: {said}")
    assert any("Saving 5,000 days… " in words for words in seen)
    # Of work, for the clock also counts what else the machine is busy with.
    assert sorted(spent)[1] < 5


def test_closing_the_window_during_a_paste_stores_it_first(
    at_table: Desk, planned: DataFolder, clock: FixedClock
) -> None:
    desk = at_table
    QGuiApplication.clipboard().setText("\n".join("5" for _n in range(300)))
    choose(desk, 0, PAIN)
    desk.press(KEY.Key_V, CTRL)
    desk.window.close()
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=PATIENCE_MS)
    take_down(desk.window)
    with Journal.open(planned, clock=clock) as journal:
        assert sum(rating.value == 5 for rating in journal.ratings()) == 300


@pytest.mark.full
def test_a_draft_kept_during_a_slow_paste_does_not_outlive_it(
    at_table: Desk, planned: DataFolder, clock: FixedClock
) -> None:
    desk = at_table
    tasks = desk.window.context.tasks
    tasks.run(lambda _journal: sleep(1.7))
    QGuiApplication.clipboard().setText("4\nlots")
    choose(desk, 0, PAIN)
    desk.press(KEY.Key_V, CTRL)
    draft = json.dumps(desk.history.draft())
    tasks.run(lambda journal: journal.keep_drafts({"history": draft}))
    desk.settle()
    found: list[dict[str, str]] = []
    tasks.run(lambda journal: journal.drafts(), found.append)
    desk.settle()
    assert json.loads(found[0]["history"]) == {"cells": [["2026-03-09", "pain", "lots"]]}


def test_locking_during_a_paste_loses_neither_what_is_stored_nor_what_is_refused(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    with Journal.open(planned, clock=clock) as journal:
        journal.protect("correct horse")
    desk = sit_down()
    unlock(desk)
    desk.ready()
    desk.window.show_page("history")
    desk.settle()
    QGuiApplication.clipboard().setText("\n".join(["5"] * 120 + ["lots"]))
    choose(desk, 0, PAIN)
    desk.press(KEY.Key_V, CTRL)
    desk.window.lock_wanted.emit()
    unlock(desk)
    desk.window.show_page("history")
    desk.settle()
    assert pains(desk, 121) == [*[5] * 120, None]
    assert desk.history.model.kept_edits()[0].text == "lots"
    assert desk.history.model.kept() == 1
    assert "1 cell is not saved" in desk.history.problem.text()


def unlock(desk: Desk) -> None:
    desk.settle()
    desk.type("correct horse")
    desk.press(KEY.Key_Return)
    desk.settle()
