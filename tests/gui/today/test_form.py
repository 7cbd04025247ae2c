"""Rows below the edge of the window are made a moment after those in sight, and nobody can tell."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.answers import Answer
from ldn_journal.gui.today.form import Form
from ldn_journal.gui.today.items import Item
from ldn_journal.gui.today.load import TodayView, load_day
from ldn_journal.gui.today.saving import Saving
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk

KEY = Qt.Key
ROOM = QSize(700, 300)


class _Keeps(Saving):
    """Keeps nothing back; enough for a form that nobody answers in."""

    def __init__(self) -> None:
        """Without a page."""

    def kept_for(self, _day: date) -> list[tuple[str, Answer, str]]:
        return []


def seen(folder: DataFolder, clock: FixedClock, tracked: list[str]) -> TodayView:
    with Journal.open(folder, clock=clock) as journal:
        journal.change_settings(tracked=tracked)
        today = journal.today()
        return load_day(journal, None, today, today)


def form_of(qtbot: QtBot) -> Form:
    scroller = QScrollArea()
    qtbot.addWidget(scroller)
    made = Form(_Keeps(), scroller)
    scroller.setWidget(made)
    return made


MANY = ["pain", "fatigue", "sleep", "sleep_quality", "mood", "vivid_dreams", "nausea", "headache"]


def test_only_what_is_in_sight_is_made_at_first(planned: DataFolder, clock: FixedClock, qtbot: QtBot) -> None:
    form = form_of(qtbot)
    form.show_view(seen(planned, clock, MANY), ROOM)
    at_first = form.findChildren(type(form.dose.row))
    qtbot.waitUntil(lambda: len(form.findChildren(type(form.dose.row))) > len(at_first))
    assert [item.key for item in form.items()] == [
        "dose", "pain", "fatigue", "sleep", "mood", "vivid_dreams", "nausea", "headache", "note",
    ]  # fmt: skip


def test_whoever_asks_for_an_item_before_has_it(planned: DataFolder, clock: FixedClock, qtbot: QtBot) -> None:
    form = form_of(qtbot)
    form.show_view(seen(planned, clock, MANY), ROOM)
    assert form.item("headache").key == "headache"
    assert form.item("note").key == "note"


def test_rows_follow_what_is_tracked_and_keys_go_through_them_in_order(
    planned: DataFolder, clock: FixedClock, qtbot: QtBot
) -> None:
    form = form_of(qtbot)
    form.show_view(seen(planned, clock, []), ROOM)
    assert [item.key for item in form.items()] == ["dose", "note"]
    form.show_view(seen(planned, clock, ["mood", "pain"]))
    form.show()
    visited: list[str] = []

    def note_focus(item: Item) -> Callable[[], None]:
        return lambda: visited.append(item.key)

    for item in form.items():
        item.row.focus_first = note_focus(item)  # type: ignore[method-assign]
    for item in form.items()[:-1]:
        item.row.advance.emit()
    # One after the other, and none of them twice: a form that began without rows had the note after the dose.
    assert visited == ["mood", "pain", "note"]


def test_a_key_pressed_at_once_reaches_a_row_that_was_still_to_come(
    planned: DataFolder, sit_down: Callable[[], Desk]
) -> None:
    desk = sit_down()
    desk.window.resize(900, 600)
    desk.qtbot.waitUntil(lambda: desk.today.form is not None)
    form = desk.today.form
    assert form is not None
    form.items()[-2].focus()
    desk.press(KEY.Key_Down)
    assert form.note.edit.hasFocus()
    desk.settle()
