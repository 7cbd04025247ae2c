"""The line on Today that asks, gently, about yesterday's dose: once, and not again when it is left at that."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.reminders.deeds import record_missed
from ldn_journal.gui.reminders.words import missed_words
from ldn_journal.gui.today.page import TodayPage
from ldn_journal.journal.reminding import MissedDoses, remember

if TYPE_CHECKING:
    from ldn_journal.gui.main_window import MainWindow


class MissedBar(Bar):
    """Signals: ``taken()`` all of it was taken as planned; ``other()`` something else is to be said; ``left()``."""

    taken = Signal()
    other = Signal()
    left = Signal()

    def __init__(self, missed: MissedDoses, parent: QWidget | None = None) -> None:
        super().__init__("calm", parent=parent)
        self.missed = missed
        self.as_planned = self.add_button(_("Taken as planned"))
        self.not_taken = self.add_button(_("Not taken…"))
        self.leave = self.add_button(_("Leave it"))
        self.as_planned.clicked.connect(self.taken)
        self.not_taken.clicked.connect(self.other)
        self.leave.clicked.connect(self.left)
        # Two doses without a time of their own would be one: such a day is filled in by hand.
        self.as_planned.setHidden(missed.missing > 1 and missed.usual is None)

    def ask(self) -> None:
        """Show the question, once the line has its place: before that it would be a window and take the focus."""
        self.say(missed_words(self.missed))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button in focus with Enter too."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)


class Yesterday(QObject):
    """Puts the line on Today whenever there is something to ask. ``left`` is called once a day was left at that.

    ``refused(error, day)`` is called where the doses could not be stored.
    """

    def __init__(
        self,
        window: "MainWindow",
        left: Callable[[], None],
        refused: Callable[[Exception, date], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._left = left
        self._refused = refused
        self._asked: MissedDoses | None = None
        self.bar: MissedBar | None = None
        window.page_made.connect(self._page_made)

    def ask(self, missed: MissedDoses | None) -> None:
        """Ask about ``missed``; nothing is asked for ``None``."""
        self._asked = missed
        page = dict(self._window.made_pages()).get("today")
        if self.bar is not None and shiboken6.isValid(self.bar):
            if missed == self.bar.missed and page is not None and page.isAncestorOf(self.bar):
                return
            self.bar.hide()
            self.bar.deleteLater()
        self.bar = None
        if missed is None or not isinstance(page, TodayPage):
            return
        bar = self.bar = MissedBar(missed)
        bar.taken.connect(lambda: self._record(bar))
        bar.other.connect(lambda: self._window.show_day(bar.missed.day))
        bar.left.connect(lambda: self._leave(bar))
        page.add_bar(bar)
        bar.ask()

    def _page_made(self, key: str, _page: QObject) -> None:
        if key == "today":
            self.ask(self._asked)

    def _record(self, bar: MissedBar) -> None:
        self._away(bar)
        self._window.context.change(
            lambda journal: record_missed(journal, bar.missed),
            failed=lambda error: self._refused(error, bar.missed.day),
            owner=self._window,
        )

    def _leave(self, bar: MissedBar) -> None:
        self._away(bar)
        self._window.context.tasks.run(
            lambda journal: remember(journal, [bar.missed.key]), lambda _none: self._left(), owner=self
        )

    def _away(self, bar: MissedBar) -> None:
        """Take the line away and leave the focus in the day."""
        bar.hide()
        page = dict(self._window.made_pages()).get("today")
        if isinstance(page, TodayPage):
            page.focus_form()
