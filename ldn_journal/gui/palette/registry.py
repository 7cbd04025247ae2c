"""Every action there is. The palette offers them and the sheet of keys lists those that have some: they cannot disagree."""

from typing import TYPE_CHECKING

from ldn_journal.gui.palette.action import Action
from ldn_journal.gui.palette.card_actions import card_actions
from ldn_journal.gui.palette.day_actions import day_actions
from ldn_journal.gui.palette.window_actions import page_actions, window_actions

if TYPE_CHECKING:
    from ldn_journal.gui.main_window import MainWindow


def all_actions(window: "MainWindow") -> list[Action]:
    """Return every action, whether it makes sense now or not; the order in which they stand in the palette."""
    return [*day_actions(), *page_actions(window), *card_actions(), *window_actions()]


def offered_actions(window: "MainWindow") -> list[Action]:
    """Return what can be done now, what belongs to the page in view first."""
    now = [action for action in all_actions(window) if action.offered(window)]
    here = window.last_page
    return sorted(now, key=lambda action: action.page != here)
