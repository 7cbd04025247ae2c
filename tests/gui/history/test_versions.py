"""Earlier versions of a day and all changes, by keyboard over the real window and the real file."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.doses import DoseState, NewDose
from ldn_journal.domain.life import NewMedicine, NewNote
from ldn_journal.domain.measures import NewRating
from ldn_journal.domain.records import Kind
from ldn_journal.gui.history.all_view import AllView
from ldn_journal.gui.history.versions_load import PAGE
from ldn_journal.gui.history.versions_view import VersionsView
from ldn_journal.gui.theme import apply_theme
from ldn_journal.journal import Journal
from tests.gui.conftest import MG, Desk

TODAY = date(2026, 3, 10)
YESTERDAY = TODAY - timedelta(days=1)
KEY = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def changed(planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]) -> Desk:
    """A day that was entered at 22:31 and changed twice since; yesterday was entered and left as it was."""
    with Journal.open(planned, clock=clock) as journal:
        journal.record(NewRating(day=YESTERDAY, measure="pain", value=2))
        journal.record(
            NewRating(day=TODAY, measure="pain", value=4),
            NewNote(day=TODAY, text="a walk"),
            NewDose(day=TODAY, state=DoseState.TAKEN, amount_pg=9 * MG // 2, at=journal.moment(TODAY, time(22, 30))),
        )
        clock.move(timedelta(minutes=1))
        journal.record(NewRating(day=TODAY, measure="pain", value=6))
        clock.move(timedelta(minutes=1))
        journal.remove(Kind.NOTE, journal.day(TODAY).notes[0].id)
        journal.record(NewRating(day=TODAY, measure="nausea", value=1))
    desk = sit_down()
    desk.ready()
    return desk


def versions(desk: Desk) -> VersionsView:
    desk.settle()
    assert desk.history.versions is not None
    return desk.history.versions


def everything(desk: Desk) -> AllView:
    desk.settle()
    assert desk.history.all is not None
    return desk.history.all


def from_today(desk: Desk) -> VersionsView:
    """Go to the earlier versions of the day in view on Today, by keyboard."""
    desk.press(KEY.Key_E, CTRL)
    view = versions(desk)
    desk.qtbot.waitUntil(view.changes.hasFocus)
    desk.settle()
    return view


def lines(view: VersionsView) -> list[tuple[str, ...]]:
    model = view.comparison.comparison
    return [
        tuple(str(model.data(model.index(row, column))).replace("\u00a0", " ") for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def spoken(view: VersionsView) -> list[str]:
    """What a screen reader says of each change in the list."""
    role = Qt.ItemDataRole.AccessibleTextRole
    return [view.changes.item(row).data(role).replace("\u00a0", " ") for row in range(view.changes.count())]


def now(desk: Desk, day: date = TODAY) -> list[object]:
    """What is recorded: the ratings, the notes and the number of doses."""
    found: list[list[object]] = []

    def look(journal: Journal) -> list[object]:
        there = journal.day(day)
        return [{one.measure: one.value for one in there.ratings}, [one.text for one in there.notes], len(there.doses)]

    desk.window.context.tasks.run(look, found.append)
    desk.settle()
    return found[0]


def test_the_list_tells_every_change_and_the_table_what_differs(changed: Desk) -> None:
    view = from_today(changed)
    assert view.heading.text() == "Tuesday, 10 March 2026"
    assert spoken(view) == [
        "10 Mar 2026 22:33 · window · as it is now. Nausea added: 1 (mild)",
        "10 Mar 2026 22:33 · window. Note removed: a walk",
        "10 Mar 2026 22:32 · window. Pain 4 → 6",
        "10 Mar 2026 22:31 · window. Pain added: 4. Note added: a walk. Dose added: 4.5 mg at 22:30",
    ]
    assert not view.back.isEnabled()
    assert view.said.text() == "After this change the day stood as it does now."
    for _n in range(3):
        changed.press(KEY.Key_Down)
        changed.settle()
    assert lines(view) == [
        ("Dose", "4.5 mg at 22:30", "4.5 mg at 22:30", ""),
        ("Pain", "4", "6", "changed"),
        ("Nausea", "–", "1 (mild)", "new"),
        ("Note", "a walk", "–", "gone"),
    ]
    assert view.said.text() == "After this change the day stood as below; 3 things are different now."
    model = view.comparison.comparison
    assert model.spoken(1) == "Pain: then 4, now 6; changed"
    assert model.spoken(3) == "Note: then a walk, now not recorded; gone"
    assert model.data(model.index(1, 0), Qt.ItemDataRole.FontRole).bold()
    assert view.back.isEnabled()


def test_a_version_is_brought_back_by_keyboard_and_undone(changed: Desk) -> None:
    before = now(changed)
    view = from_today(changed)
    changed.press(KEY.Key_End)
    changed.settle()
    for _n in range(6):
        if view.back.hasFocus():
            break
        changed.press(KEY.Key_Tab)
    assert view.back.hasFocus(), "Tab leads to the button"
    changed.press(KEY.Key_Space)
    changed.settle()
    assert now(changed) == [{"pain": 4.0}, ["a walk"], 1]
    assert changed.history.status.text().startswith("Saved ")
    assert view.changes.count() == 5
    assert not view.back.isEnabled()
    assert view.changes.hasFocus()
    changed.press(KEY.Key_Z, CTRL)
    changed.settle()
    assert now(changed) == before
    assert changed.history.status.text() == "Taken back: day of 10 March 2026 as of 10 March 2026 22:31"
    assert "undo" in spoken(view)[0]
    assert now(changed, YESTERDAY)[0] == {"pain": 2.0}


def test_days_that_were_left_as_they_were(changed: Desk) -> None:
    view = from_today(changed)
    changed.press(KEY.Key_Left, ALT)
    versions(changed)
    assert view.day == YESTERDAY
    assert view.about.text() == "Nothing was changed since it was entered."
    changed.press(KEY.Key_Left, ALT)
    versions(changed)
    assert view.about.text() == "Nothing was ever recorded for this day."
    assert not view.changes.isVisible()
    assert not view.back.isVisible()
    assert view.earlier.hasFocus()
    for _n in range(3):
        changed.press(KEY.Key_Right, ALT)
        versions(changed)
    assert view.day == TODAY, "not beyond today"
    assert not view.later.isEnabled()


def test_from_the_table_and_back_with_its_day(changed: Desk) -> None:
    changed.window.show_page("history")
    changed.settle()
    changed.qtbot.waitUntil(changed.history.table.hasFocus)
    changed.history.table.setCurrentIndex(changed.history.model.index(1, 2))
    changed.press(KEY.Key_E, CTRL)
    view = versions(changed)
    changed.qtbot.waitUntil(view.changes.hasFocus)
    assert view.day == YESTERDAY
    assert changed.history.views.current() == "versions"
    changed.press(KEY.Key_Escape)
    changed.settle()
    assert changed.history.table.hasFocus()
    assert changed.history.table.currentIndex().row() == 1
    changed.history.days.versions.click()
    assert versions(changed).day == YESTERDAY


def test_the_link_on_today_leads_to_the_day_in_view(changed: Desk) -> None:
    changed.today.go_to(YESTERDAY)
    changed.settle()
    changed.today.header.versions.setFocus(Qt.FocusReason.TabFocusReason)
    changed.press(KEY.Key_Space)
    assert versions(changed).day == YESTERDAY
    assert changed.window.last_page == "history"


def test_what_is_recorded_meanwhile_is_seen(changed: Desk) -> None:
    view = from_today(changed)
    changed.press(KEY.Key_Down)
    changed.settle()
    changed.window.context.change(lambda journal: journal.record(NewRating(day=TODAY, measure="fatigue", value=3)))
    changed.settle()
    assert view.changes.count() == 5
    assert view.changes.currentRow() == 2, "the change that was chosen stays chosen"
    assert ("Fatigue", "–", "3", "new") in lines(view)


def test_all_changes_by_pages_and_by_kind(changed: Desk, planned: DataFolder) -> None:
    def much(journal: Journal) -> None:
        for value in range(PAGE // 2 + 1):
            journal.record(
                NewRating(day=YESTERDAY, measure="pain", value=value % 2 + 5),
                NewRating(day=YESTERDAY, measure="fatigue", value=value % 2),
            )
        journal.record(NewMedicine(day=TODAY, name="Zinc"))

    changed.window.context.tasks.run(much)
    changed.window.show_page("history/all")
    view = everything(changed)
    changed.qtbot.waitUntil(view.table.hasFocus)
    assert view.model.rowCount() == PAGE
    assert view.said.text() == "Medicine added: Zinc · window"
    changed.press(KEY.Key_End, CTRL)
    changed.settle()
    changed.press(KEY.Key_End, CTRL)
    changed.settle()
    told = [row.words for row in view.model.rows]
    assert len(told) == 2 * (PAGE // 2 + 1) + 1 + 8
    assert told[-1].startswith("Plan added: 4.5")
    assert len({row.place for row in view.model.rows}) == len(told), "none twice"
    assert view.model.canFetchMore() is False
    view.filter.setFocus(Qt.FocusReason.TabFocusReason)
    for kind, expected in (("note", ["Note removed: a walk", "Note added: a walk"]), ("visit", [])):
        view.filter.box.setCurrentIndex(view.filter.box.findData(kind))
        view.filter.picked.emit(kind)
        changed.settle()
        assert [row.words for row in view.model.rows] == expected
        assert view.empty.isVisible() is (not expected)


def test_a_row_opens_its_day(changed: Desk) -> None:
    changed.window.show_page("history/all")
    view = everything(changed)
    changed.qtbot.waitUntil(view.table.hasFocus)
    changed.press(KEY.Key_End, CTRL)
    changed.press(KEY.Key_Return)
    changed.settle()
    assert changed.history.views.current() == "all", "a step of the plan has no day to show"
    changed.press(KEY.Key_Up)
    changed.press(KEY.Key_Return)
    assert versions(changed).day == YESTERDAY
    assert changed.history.views.current() == "versions"


def test_every_control_has_a_name(changed: Desk) -> None:
    view = from_today(changed)
    changed.history.show_view("all")
    everything(changed)
    for widget in (*view.findChildren(QWidget), *changed.history.findChildren(QWidget)):
        if isinstance(widget, QAbstractButton | QAbstractItemView) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            popup = widget.window() is not changed.window
            assert popup or widget.accessibleName() or text, widget


@pytest.mark.parametrize(("scale", "width", "height"), [(1.0, 900, 600), (2.0, 900, 600), (1.5, 1280, 800)])
def test_nothing_is_cut_off_at_the_side(
    changed: Desk, qapp: QApplication, scale: float, width: int, height: int
) -> None:
    apply_theme(qapp, "light", scale)
    changed.window.resize(width, height)
    view = from_today(changed)
    changed.press(KEY.Key_End)
    changed.settle()
    QTest.qWait(50)
    model = view.comparison
    assert sum(model.columnWidth(column) for column in range(4)) <= model.viewport().width()
    assert view.changes.horizontalScrollBar().maximum() == 0
    assert view.changes.sizeHintForRow(0) >= 2 * view.changes.fontMetrics().height()
    assert view.changes.mapTo(changed.window, view.changes.rect().topRight()).x() <= changed.window.width()
    for _n in range(8):
        if view.back.hasFocus():
            break
        changed.press(KEY.Key_Tab)
    changed.settle()
    top = view.back.mapTo(changed.window, view.back.rect().topLeft()).y()
    assert 0 < top < changed.window.height() - view.back.height() // 2, "what has the focus is in view"
