"""The next visit on the Today page, and the ways from it to the summary and to a question."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewVisit
from ldn_journal.domain.measures import NewRating
from ldn_journal.gui.today.cards import Cards
from ldn_journal.gui.visits.page import VisitsPage
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk
from tests.gui.treatment.conftest import words_of

SitDown = Callable[[], Desk]
TODAY = date(2026, 3, 10)


@pytest.fixture
def visited(planned: DataFolder, clock: FixedClock) -> Callable[..., None]:
    """Record a visit to come, so many days from today."""

    def record(days: int, **fields: object) -> None:
        with Journal.open(planned, clock=clock) as journal:
            visit = NewVisit.model_validate({"day": TODAY + timedelta(days=days), **fields})
            journal.record(visit, NewRating(day=TODAY - timedelta(days=1), measure="pain", value=4))

    return record


def press(desk: Desk, control: QWidget) -> None:
    control.setFocus(Qt.FocusReason.TabFocusReason)
    assert control.hasFocus()
    QTest.keyClick(control, Qt.Key.Key_Space)
    desk.settle()


def cards_of(desk: Desk) -> Cards:
    desk.ready()
    desk.qtbot.waitUntil(lambda: isinstance(desk.today.cards, Cards), timeout=60_000)
    assert isinstance(desk.today.cards, Cards)
    return desk.today.cards


def in_view(page: VisitsPage, widget: QWidget) -> bool:
    viewport = page.scroller.viewport()
    top = widget.mapTo(viewport, widget.rect().topLeft()).y()
    return 0 <= top < viewport.height()


@pytest.mark.parametrize("width", [1280, 900])
def test_open_summary_leads_to_the_summary_in_view(visited: Callable[..., None], sit_down: SitDown, width: int) -> None:
    visited(3, with_whom="Dr Lind", questions=["Mornings?", "Tablets?"])
    desk = sit_down()
    desk.window.resize(width, 600)
    if width > 1000:
        cards = cards_of(desk)
        words = words_of(cards.visit)
        for expected in ("Next visit: 13 March", "Dr Lind, in 3 days", "2 questions to ask"):
            assert expected in words
        assert desk.today.extras is not None
        assert desk.today.extras.visit is not None
        assert not desk.today.extras.visit.isVisible()
        press(desk, cards.summary)
    else:
        desk.ready()
        assert desk.today.extras is not None
        line = desk.today.extras.visit
        assert line is not None
        assert line.isVisible()
        assert line.sentence == "Visit in 3 days with Dr Lind. 2 questions to ask."
        line.summary.setFocus(Qt.FocusReason.TabFocusReason)
        desk.press(Qt.Key.Key_Return)
        desk.settle()
    page = desk.window.stack.currentWidget()
    assert isinstance(page, VisitsPage)
    desk.qtbot.waitUntil(lambda: page.view is not None, timeout=60_000)
    desk.qtbot.waitUntil(lambda: in_view(page, page.summary), timeout=60_000)
    assert page.summary.period.box.hasFocus()
    desk.qtbot.waitUntil(lambda: page.summary.ready, timeout=30_000)
    assert in_view(page, page.summary)


def test_a_question_is_added_from_the_card(visited: Callable[..., None], sit_down: SitDown) -> None:
    visited(20)
    desk = sit_down()
    cards = cards_of(desk)
    assert "No questions noted yet" in words_of(cards.visit)
    press(desk, cards.question)
    page = desk.window.stack.currentWidget()
    assert isinstance(page, VisitsPage)
    desk.qtbot.waitUntil(lambda: page.coming.questions.form is not None, timeout=60_000)
    desk.type("Why at night?")
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    desk.window.show_page("today")
    desk.settle()
    desk.qtbot.waitUntil(lambda: "1 question to ask" in words_of(cards.visit), timeout=60_000)


@pytest.mark.parametrize(("days", "spoken_of"), [(0, True), (14, True), (15, False)])
def test_the_line_is_there_within_a_fortnight(
    visited: Callable[..., None], sit_down: SitDown, days: int, spoken_of: bool
) -> None:
    visited(days)
    desk = sit_down()
    desk.window.resize(900, 600)
    desk.ready()
    assert desk.today.extras is not None
    line = desk.today.extras.visit
    assert (line is not None) is spoken_of
    if line is not None:
        assert line.isVisible()
        said = {0: "Visit today. No questions noted yet.", 14: "Visit in 14 days. No questions noted yet."}
        assert line.sentence == said[days]
    desk.today.step(-1)
    desk.settle()
    assert desk.today.extras.visit is None


def test_without_a_visit_nothing_is_said(desk: Desk) -> None:
    cards = cards_of(desk)
    assert not cards.visit.isVisible()
    assert desk.today.extras is not None
    assert desk.today.extras.visit is None
