"""The Learn page by itself: it asks the journal for nothing, and a journal that is asked fails the test."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldn_journal.gui.events import Events
from ldn_journal.gui.learn.page import LearnPage
from ldn_journal.gui.learn.section_card import SectionCard
from ldn_journal.gui.page import Context
from ldn_journal.gui.tasks import Tasks
from ldn_journal.gui.theme import apply_theme
from ldn_journal.journal import Journal


def no_journal() -> Journal:
    raise AssertionError("the page asked for the journal")


def cards_in_view(page: LearnPage) -> dict[str, SectionCard]:
    """Return the cards shown, by key, in the order of the page."""
    return {card.key: card for card in page.findChildren(SectionCard) if card.isVisible()}


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Iterator[LearnPage]:
    """The page, shown at the size it has in a window of 1280 by 800."""
    tasks = Tasks(no_journal)
    made = LearnPage(Context(tasks, Events(), apply_theme(qapp, "light", 1.0).theme))
    made.resize(1080, 800)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    yield made
    tasks.close()
    made.close()
    made.deleteLater()
    qapp.processEvents()
