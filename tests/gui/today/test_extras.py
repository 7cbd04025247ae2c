"""What is due takes a line each, or one for all where there is little room; the line on keys waits for the first questions."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.today.cards import Cards
from ldn_journal.gui.today.extras import DueLines
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk


def seen(lines: DueLines) -> list[str]:
    """Return the sentences that can be read."""
    return [label.text() for label in lines.findChildren(QLabel) if label.isVisible() and label.text()]


def due_at(desk: Desk) -> DueLines:
    desk.qtbot.waitUntil(lambda: desk.today.extras is not None and desk.today.extras.due is not None)
    assert desk.today.extras is not None
    assert desk.today.extras.due is not None
    return desk.today.extras.due


def ask_both(planned: DataFolder, clock: FixedClock) -> None:
    with Journal.open(planned, clock=clock) as journal:
        journal.change_settings(questionnaires=["peg", "pgic"])


def test_two_that_are_due_have_a_line_each_and_one_where_it_is_narrow(
    planned: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    ask_both(planned, clock)
    desk = sit_down()
    desk.ready()
    lines = due_at(desk)
    desk.settle()
    assert len(seen(lines)) == 2
    assert all("is due" in sentence for sentence in seen(lines))
    assert [link.isVisible() for link in lines.links] == [True, True]
    desk.window.resize(900, 600)
    desk.settle()
    assert seen(lines) == ["2 short questionnaires are due."]
    assert not any(link.isVisible() for link in lines.links)
    lines.together.setFocus(Qt.FocusReason.TabFocusReason)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    assert desk.window.last_page == "questionnaires"


def test_the_line_on_keys_is_left_out_while_the_first_questions_are_asked(sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.ready()
    assert desk.today.beginning.asks
    desk.qtbot.waitUntil(lambda: isinstance(desk.today.cards, Cards))
    cards = desk.today.cards
    assert isinstance(cards, Cards)
    assert not cards._keys.isVisible()
    step = desk.today.beginning.step
    assert step is not None
    step.later.click()
    desk.settle()
    assert not desk.today.beginning.asks
    assert cards._keys.isVisible()
