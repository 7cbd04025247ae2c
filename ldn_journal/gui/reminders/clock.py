"""Asks the rules each minute what it is time for, and sees to what comes of it.

It keeps what was read from the journal and reads it again when something changed, and on a new day. After the computer slept, the
first minute finds what fell into that time. A locked window goes on with a schedule that tells nothing of the diary.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from ldn_journal.base.errors import PasswordNeeded
from ldn_journal.base.texts import _
from ldn_journal.domain.days import DEFAULT_BOUNDARY, journal_day
from ldn_journal.domain.records import Changes, Kind
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.reminders import before_password
from ldn_journal.gui.reminders.deeds import record_taken
from ldn_journal.gui.reminders.missed import Yesterday
from ldn_journal.gui.reminders.notify import Deed, Notifier
from ldn_journal.gui.reminders.tray import CloseToTray, Tray, bring_to_front, tray_is_there
from ldn_journal.gui.reminders.words import detailed, neutral
from ldn_journal.gui.timers import repeating_timer
from ldn_journal.gui.words import sentence_for
from ldn_journal.journal.reminding import (
    Asked,
    Reminder,
    ReminderKind,
    State,
    due,
    missed,
    remember,
    schedule,
    state_of,
    stripped,
)

if TYPE_CHECKING:
    from ldn_journal.gui.main_window import MainWindow

_MINUTE_MS: Final = 60_000
_CONCERNS: Final = frozenset({Kind.DOSE, Kind.STEP, Kind.PRESCRIPTION, Kind.RESPONSE, Kind.VISIT})
OTHERS: Final = "others"
"""The name of the one notification for everything that is no dose."""
TAKEN, SNOOZE = "taken", "snooze"
_PAGES: Final = {
    ReminderKind.REFILL: "treatment",
    ReminderKind.USE_BY: "treatment",
    ReminderKind.QUESTIONNAIRE: "questionnaires",
    ReminderKind.VISIT: "visits",
}


class Reminding(QObject):
    """Reminds for one window. ``locked`` says whether the journal is shut. ``tray`` is there where the desktop has one."""

    def __init__(
        self, window: "MainWindow", locked: Callable[[], bool], parent: QObject, *, notifier: Notifier | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._context = window.context
        self._locked = locked
        self.state: State | None = None
        self.wanted, self.planned = before_password.kept(self._context.memory, self._context.clock)
        self.asked: dict[str, Asked] = {}
        self.yesterday = Yesterday(window, self.look_again, self.not_taken, self)
        self.spoken: Bar | None = None
        self._shown: dict[str, tuple[Reminder, ...]] = {}
        self._first = True
        self.tray: Tray | None = None
        self.closing = CloseToTray(window, self)
        self.notifier = notifier or Notifier(self)
        self.notifier.pressed.connect(self._pressed, Qt.ConnectionType.QueuedConnection)
        self.notifier.not_shown.connect(self._not_shown, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self.notifier.close)
        self._context.events.changed.connect(self._changed)
        self._minute = repeating_timer(self, _MINUTE_MS)
        self._minute.timeout.connect(self.look)
        self._minute.start()
        self._see_to_tray()

    # Reading -----------------------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Read afresh what the rules need, then ask them."""
        if not self._locked():
            self._context.tasks.run(state_of, self._have, self._not_read, owner=self)

    def journal_closed(self) -> None:
        """Keep nothing that tells of the diary, in memory or on the screen; what was asked before goes on."""
        if self.wanted.details:
            self._take_off(*self._shown)
        self.state, self.planned = None, stripped(self.planned)
        self._shown = {name: tuple(stripped(about)) for name, about in self._shown.items()}
        self._offer()

    def end(self) -> None:
        """Remind no more: everything was deleted."""
        self._minute.stop()
        self.journal_closed()
        self.planned = []
        self._take_off(*self._shown)

    def _changed(self, changes: Changes) -> None:
        if changes.kinds & _CONCERNS:
            self.look_again()

    def _not_read(self, error: Exception) -> None:
        if not isinstance(error, PasswordNeeded):  # locked meanwhile
            self._context.tasks.failed.emit(error)

    def _have(self, state: State) -> None:
        if self._locked():
            return
        self.state, self.wanted = state, state.wanted
        waiting = [one for one in self.planned if one.kind is not ReminderKind.DOSE and self._is_put_off(one)]
        self.planned = [*schedule(state, self._context.clock), *waiting]
        open_now = {one.key for one in self.planned}
        self._take_off(*(name for name in self._shown if name != OTHERS and name not in open_now))
        self.asked = {key: one for key, one in self.asked.items() if key in open_now}
        before_password.keep(self._context.memory, state)
        self._see_to_tray()
        self.yesterday.ask(missed(state))
        if self._first:
            self._first = False
            self._leave_to_today()
        self.look()

    def _is_put_off(self, reminder: Reminder) -> bool:
        """Whether it waits to be said again, although the journal has it down as said."""
        before = self.asked.get(reminder.key)
        return before is not None and before.put_off_until is not None

    def _leave_to_today(self) -> None:
        """What was due before the window opened is asked by Today itself, which the person has before them."""
        now = self._context.clock.now()
        if self._window.isActiveWindow():
            for one in due(now, self.planned, self.asked, self.wanted):
                if one.kind is ReminderKind.DOSE and one.at < now:
                    self.asked[one.key] = Asked(1, now)

    # Asking ------------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask the rules what it is time for now; called each minute."""
        now = self._context.clock.now()
        self._see_to_tray()
        if self.state is not None and journal_day(now, self.state.boundary) != self.state.today:
            self.look_again()
            return
        self._take_off(*(name for name, about in self._shown.items() if all(one.until <= now for one in about)))
        found = due(now, self.planned, self.asked, self.wanted)
        others = [one for one in found if one.kind is not ReminderKind.DOSE]
        for one in found:
            self.asked[one.key] = self.asked.get(one.key, Asked(0, now)).again(now)
            if one.kind is ReminderKind.DOSE:
                self._give(one.key, [one], now)
        if others:
            self._give(OTHERS, others, now)
            keys = [one.key for one in others]
            self._context.tasks.run(lambda journal: remember(journal, keys), owner=self)
        self._offer()

    def _give(self, name: str, about: Sequence[Reminder], now: datetime) -> None:
        self._shown[name] = tuple(about)
        deeds = [Deed(SNOOZE, _("Snooze"))]
        if name != OTHERS:
            deeds.insert(0, Deed(TAKEN, _("Taken")))
        self.notifier.show(name, _("LDN Journal"), self._words(about, now), deeds)

    def _words(self, about: Sequence[Reminder], now: datetime) -> str:
        tell = self.wanted.details and not self._locked()
        return detailed(about) if tell else neutral(about, now)

    def _not_shown(self, name: str) -> None:
        """Say it another way where the desktop shows no notifications."""
        about = self._shown.get(name)
        if not about:
            return
        words = self._words(about, self._context.clock.now())
        if self.tray is not None:
            self.tray.icon.showMessage(_("LDN Journal"), words)
        elif not self._locked():
            if self.spoken is None:
                self.spoken = Bar("calm")
                self.spoken.add_button(_("Close")).clicked.connect(self.spoken.hide)
                self._window.add_bar(self.spoken)
            self.spoken.say(words)
        QApplication.alert(self._window)

    def _take_off(self, *names: str) -> None:
        gone = list(names)
        self.notifier.clear(*gone)
        for name in gone:
            self._shown.pop(name, None)
        if self.spoken is not None and gone:
            self.spoken.hide()

    # What the person says ----------------------------------------------------------------------------------------

    def _pressed(self, name: str, deed: str) -> None:
        about = self._shown.pop(name, ())
        if deed == SNOOZE:
            self._put_off(about)
        elif deed == TAKEN and about:
            self._take(about[0])
        else:
            self._open(about)
        self._offer()

    def _put_off(self, about: Sequence[Reminder]) -> None:
        now = self._context.clock.now()
        for one in about:
            self.asked[one.key] = self.asked.get(one.key, Asked(1, now)).put_off(now)

    def _take(self, reminder: Reminder) -> None:
        if self._locked():
            bring_to_front(self._window)
        elif self._context.clock.now() >= reminder.until:
            self._open([reminder])  # a press on what was left lying since another day: when it was taken is not known
        else:
            self._context.change(
                lambda journal: record_taken(journal, reminder),
                failed=lambda error: self.not_taken(error, reminder.day),
                owner=self._window,
            )

    def not_taken(self, error: Exception, day: date) -> None:
        """Go to the day, where it can be said otherwise."""
        bring_to_front(self._window)
        if isinstance(error, PasswordNeeded):
            return
        self._window.show_day(day)
        self._window.say_problem(sentence_for(error))

    def _open(self, about: Sequence[Reminder]) -> None:
        bring_to_front(self._window)
        if self._locked() or not about:
            return
        pages = {_PAGES.get(one.kind, "") for one in about}
        if about[0].kind is ReminderKind.DOSE:
            self._window.show_day(about[0].day)
        elif len(pages) == 1:
            self._window.show_page(pages.pop())

    # The tray ----------------------------------------------------------------------------------------------------

    def _see_to_tray(self) -> None:
        """Show the icon where there is a tray and something to remind of; a window without its icon is not left hidden."""
        wanted = self.wanted.on or (self.state is None and self._first)
        if wanted and self.tray is None and tray_is_there():
            tray = self.tray = Tray(self)
            tray.open_wanted.connect(lambda: bring_to_front(self._window))
            tray.taken_wanted.connect(self._take_from_tray)
            tray.snooze_wanted.connect(self._snooze_from_tray)
            tray.quit_wanted.connect(self._window.close)
            tray.show()
        elif self.tray is not None and not (wanted and tray_is_there()):
            self.tray.close()
            self.tray = None
        memory = self._context.memory
        self.closing.active = self.tray is not None and memory is not None and memory.closes_to_tray()
        if self.tray is None and self.closing.hidden():
            bring_to_front(self._window)
        self._offer()

    def begin_in_tray(self) -> bool:
        """Leave the window hidden at the start; ``False`` where no icon would bring it back."""
        if self.tray is not None:
            self.closing.hide()
        return self.tray is not None

    def _offer(self) -> None:
        if self.tray is not None:
            self.tray.offer(taken=self._next_dose() is not None, snooze=bool(self._shown))

    def _next_dose(self) -> Reminder | None:
        """The first open dose of the day it is."""
        now = self._context.clock.now()
        today = journal_day(now, self.state.boundary if self.state is not None else DEFAULT_BOUNDARY)
        return next((one for one in self.planned if one.kind is ReminderKind.DOSE and one.day == today), None)

    def _take_from_tray(self) -> None:
        reminder = self._next_dose()
        if reminder is not None:
            self._take_off(reminder.key)
            self._take(reminder)

    def _snooze_from_tray(self) -> None:
        for about in self._shown.values():
            self._put_off(about)
        self._take_off(*list(self._shown))
        self._offer()
