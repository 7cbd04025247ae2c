"""The line about yesterday's dose: asked at the next start, answered with one press, and left at that when left."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.records import Kind
from ldn_journal.gui.reminders.missed import MissedBar
from ldn_journal.journal import Journal
from tests.gui.conftest import MG, Desk
from tests.gui.reminders.conftest import doses, locking_of, reminding_of, want

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support propagateSizeHints")

YESTERDAY = date(2026, 3, 9)


@pytest.fixture
def morning(planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]) -> Desk:
    """The window at nine in the morning; nothing is recorded of yesterday."""
    want(planned, clock)
    clock.at = clock.localise(datetime(2026, 3, 10, 9))
    desk = sit_down()
    desk.ready()
    reminding_of(desk)
    return desk


def bars(desk: Desk) -> list[MissedBar]:
    return [one for one in desk.today.findChildren(MissedBar) if one.isVisible()]


def test_yesterdays_dose_is_asked_about_and_recorded_at_its_usual_time(morning: Desk, clock: FixedClock) -> None:
    bar = bars(morning)[0]
    assert bar.text() == "Yesterday’s dose is not recorded."
    assert morning.today.isAncestorOf(morning.focus())  # it comes without taking the focus
    bar.as_planned.setFocus()
    morning.press(Qt.Key.Key_Return)
    morning.settle()
    dose = doses(morning)[0]
    assert (dose.day, dose.state, dose.amount_pg) == (YESTERDAY, DoseState.TAKEN, 9 * MG // 2)
    assert dose.at is not None
    assert dose.at.time() == time(22, 30)
    assert bars(morning) == []
    morning.today.undo()
    morning.settle()
    assert doses(morning) == []
    assert len(bars(morning)) == 1


def test_the_tab_key_comes_to_it_before_the_day(morning: Desk) -> None:
    bar = bars(morning)[0]
    bar.as_planned.setFocus()
    order = []
    for _time in range(4):
        order.append(morning.focus())
        morning.press(Qt.Key.Key_Tab)
    assert order[:3] == [bar.as_planned, bar.not_taken, bar.leave]
    assert morning.today.form is not None
    assert morning.today.form.isAncestorOf(order[3])


def test_not_taken_goes_to_the_day_where_it_can_be_said(morning: Desk) -> None:
    bars(morning)[0].not_taken.click()
    morning.settle()
    assert morning.today.day == YESTERDAY
    assert morning.today.form is not None
    assert morning.today.form.item("dose").isAncestorOf(morning.focus())
    morning.today.form.item("dose").choices.missed.emit()  # type: ignore[attr-defined]
    morning.settle()
    assert doses(morning)[0].state is DoseState.MISSED
    assert bars(morning) == []


def test_left_at_that_it_is_not_asked_again(morning: Desk, sit_down: Callable[[], Desk], clock: FixedClock) -> None:
    bars(morning)[0].leave.click()
    morning.settle()
    assert bars(morning) == []
    assert morning.today.isAncestorOf(morning.focus())
    desk = sit_down()
    desk.ready()
    reminding_of(desk)
    assert bars(desk) == []
    assert doses(desk) == []
    clock.move(timedelta(days=1))
    reminding_of(desk).look()
    desk.settle()
    assert len(bars(desk)) == 1


def test_the_window_left_open_over_night_asks_in_the_morning(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    want(planned, clock)
    with Journal.open(planned, clock=clock) as journal:
        journal.record(validate(Kind.DOSE, {"day": YESTERDAY, "state": "skipped"}))
    desk = sit_down()
    desk.ready()
    reminding = reminding_of(desk)
    assert bars(desk) == []
    clock.move(timedelta(hours=10))
    reminding.look()
    desk.settle()
    assert bars(desk)[0].missed.day == date(2026, 3, 10)


def test_without_reminders_nothing_is_asked(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    desk = sit_down()
    desk.ready()
    desk.settle()
    assert locking_of(desk).reminding is None
    assert bars(desk) == []


@pytest.mark.parametrize(("usual", "offered"), [("08:00", True), (None, False)])
def test_two_missing_doses_are_recorded_as_one_step_where_their_times_are_known(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk], usual: str | None, offered: bool
) -> None:
    want(planned, clock)
    step = {"day": "2026-03-01", "amount_pg": MG, "usual_time": usual, "times_per_day": 2}
    with Journal.open(planned, clock=clock) as journal:
        journal.record(validate(Kind.STEP, step))
    desk = sit_down()
    desk.ready()
    reminding_of(desk)
    bar = bars(desk)[0]
    assert bar.text() == "2 of yesterday’s doses are not recorded."
    assert bar.as_planned.isVisible() == offered
    if offered:
        bar.as_planned.click()
        desk.settle()
        assert [one.at.time() for one in doses(desk) if one.at] == [time(8), time(20)]
        desk.today.undo()
        desk.settle()
        assert doses(desk) == []


def test_a_dose_so_large_that_today_would_ask_is_not_recorded_from_here(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    want(planned, clock)
    with Journal.open(planned, clock=clock) as journal:
        step = {"day": "2026-03-01", "amount_pg": 12 * MG, "usual_time": "08:00"}
        journal.record(validate(Kind.STEP, step), confirmed=True)
    desk = sit_down()
    desk.ready()
    reminding_of(desk)
    bars(desk)[0].as_planned.click()
    desk.settle()
    assert doses(desk) == []
    assert desk.today.day == YESTERDAY
    assert desk.window.problem.isVisible()
