"""What an empty journal asks: four things at most, none of them needed."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtCore import Qt

from ldn_journal.clinical.measures import usual_measures
from ldn_journal.gui.today.first_step import FirstStep
from tests.gui.conftest import MG, Desk

KEY = Qt.Key
TODAY = date(2026, 3, 10)


@pytest.fixture
def empty(sit_down: Callable[[], Desk]) -> Desk:
    desk = sit_down()
    desk.ready()
    return desk


def step_of(desk: Desk) -> FirstStep:
    assert desk.today.beginning.step is not None
    return desk.today.beginning.step


def ask(desk: Desk, question: Callable[[Any], Any]) -> Any:
    found: list[Any] = []
    desk.settle()
    desk.window.context.tasks.run(question, found.append)
    desk.settle()
    return found[0]


def test_a_dose_since_some_time_ago_becomes_the_plan_from_that_day(empty: Desk) -> None:
    step = step_of(empty)
    assert step.amount.hasFocus()
    assert step.since.text() == "10 Mar 2026"
    step.since.setFocus(Qt.FocusReason.TabFocusReason)
    empty.type("1 Dec 2025")
    empty.press(KEY.Key_Return)
    empty.type("4,5")
    empty.press(KEY.Key_Return)
    empty.type("22:30")
    empty.press(KEY.Key_Return)
    (plan,) = ask(empty, lambda journal: journal.regimen)
    assert (plan.day, plan.amount_pg, plan.usual_time) == (date(2025, 12, 1), 9 * MG // 2, time(22, 30))
    assert not step.isVisible()
    assert ask(empty, lambda journal: journal.settings.tracked) is None


def test_what_is_ticked_is_asked_at_once(empty: Desk) -> None:
    step = step_of(empty)
    assert [key for key, line in step.ticks.items() if line.box.isChecked()] == usual_measures()
    for key in ("nausea", "fatigue"):
        step.ticks[key].box.setFocus(Qt.FocusReason.TabFocusReason)
        empty.press(KEY.Key_Space)
    step.amount.setFocus(Qt.FocusReason.TabFocusReason)
    empty.type("3")
    step.keep.setFocus(Qt.FocusReason.TabFocusReason)
    empty.press(KEY.Key_Space)
    empty.settle()
    assert empty.today.form is not None
    asked = [item.key for item in empty.today.form.measures]
    assert asked == ["pain", "sleep", "vivid_dreams", "fatigue"]  # the quality of sleep stands in its row
    assert ask(empty, lambda journal: journal.settings.tracked) == (
        "pain", "sleep", "sleep_quality", "vivid_dreams", "fatigue",
    )  # fmt: skip


def test_not_started_yet_asks_for_no_dose_and_is_not_asked_again(empty: Desk, sit_down: Callable[[], Desk]) -> None:
    step = step_of(empty)
    step.started.cells[0].setFocus(Qt.FocusReason.TabFocusReason)
    empty.press(KEY.Key_End)
    assert not step.amount.isVisible()
    empty.today.focus_form()
    assert step.keep.hasFocus()
    empty.press(KEY.Key_Space)
    empty.settle()
    assert not step.isVisible()
    assert ask(empty, lambda journal: journal.regimen) == []
    again = sit_down()
    again.ready()
    assert again.today.beginning.step is None


def test_not_now_asks_again_at_the_next_start(empty: Desk, sit_down: Callable[[], Desk]) -> None:
    step_of(empty).later.click()
    assert not step_of(empty).isVisible()
    again = sit_down()
    again.ready()
    assert step_of(again).isVisible()


def test_a_day_or_dose_that_cannot_be_read_is_said(empty: Desk) -> None:
    step = step_of(empty)
    step.since.setFocus(Qt.FocusReason.TabFocusReason)
    empty.type("whenever")
    step.keep.click()
    assert "is not a day" in step._problem.text()
    assert ask(empty, lambda journal: journal.regimen) == []


def test_ten_milligrams_or_more_are_kept_only_when_confirmed(empty: Desk) -> None:
    step = step_of(empty)
    empty.type("45")
    empty.press(KEY.Key_Return)
    empty.press(KEY.Key_Return)
    empty.settle()
    assert step.confirm.isVisible()
    assert step.yes.hasFocus()
    assert ask(empty, lambda journal: journal.regimen) == []
    empty.press(KEY.Key_Space)
    (plan,) = ask(empty, lambda journal: journal.regimen)
    assert plan.amount_pg == 45 * MG
    assert not step.isVisible()


def test_protection_and_more_to_track_are_offered_as_links(empty: Desk) -> None:
    step = step_of(empty)
    step.protect.click()
    empty.settle()
    assert empty.window.last_page == "keeping"
    empty.window.show_page("today")
    step.more.click()
    empty.settle()
    assert empty.window.last_page == "settings"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_of_it_is_cut_or_wider_than_the_window(empty: Desk, scale: float) -> None:
    from PySide6.QtWidgets import QApplication

    from ldn_journal.gui.theme import apply_theme

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "light", scale)
    empty.window.resize(900, 600)
    empty.qtbot.wait(80)
    step = step_of(empty)
    tops = [line.y() for line in step.ticks.values()]
    assert all(line.height() >= 44 for line in step.ticks.values())
    assert sorted(tops) == tops
    inner = empty.today.scroll_area.widget()
    assert inner is not None
    assert inner.width() <= empty.today.scroll_area.viewport().width()
