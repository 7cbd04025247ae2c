"""Opening the journal for the window, locking it again, and what goes on beside: unfinished text, backups, the wish to lock."""

import gc
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ldn_journal.base.errors import (
    FileDamaged,
    FileMissing,
    JournalError,
    NotProtected,
    PasswordNeeded,
    WrongPassword,
)
from ldn_journal.base.texts import _
from ldn_journal.gui.lock.drafts import DraftKeeper
from ldn_journal.gui.lock.gate import Gate
from ldn_journal.gui.timers import single_shot_timer
from ldn_journal.gui.unsaved_work import UnsavedWork
from ldn_journal.gui.words import exit_code_for, sentence_for

if TYPE_CHECKING:
    from ldn_journal.gui.keeping.page import KeepingPage
    from ldn_journal.gui.keeping.trial_runner import TrialRunner
    from ldn_journal.gui.lock.unlock import UnlockScreen
    from ldn_journal.gui.lock.watch import Watch
    from ldn_journal.gui.main_window import MainWindow
    from ldn_journal.gui.page import Page
    from ldn_journal.gui.reminders.clock import Reminding
    from ldn_journal.gui.rescue import Rescue
    from ldn_journal.gui.trouble import Trouble
    from ldn_journal.journal import Journal
    from ldn_journal.journal.backup_trials import TrialNews
    from ldn_journal.journal.keeping import Kept

_SETTLED_MS: Final = 5_000
"""After this long the start is over and the first look after backups no longer delays anything."""
_log = logging.getLogger(__name__)


class Locking(QObject):
    """Stands between the window and the journal's file. ``opened`` is called each time the journal has been opened."""

    def __init__(self, window: "MainWindow", gate: Gate, opened: Callable[[], None], rescue: "Rescue") -> None:
        super().__init__(window)
        self._window = window
        self._tasks = window.context.tasks
        self._gate = gate
        self._opened = opened
        self._screen: UnlockScreen | None = None
        self._trouble: Trouble | None = None
        self._restoring = False
        self._watch: Watch | None = None
        self._locking = False
        self.reminding: Reminding | None = None
        self.drafts = DraftKeeper(self._tasks, window.made_pages, gate.folder, self)
        self.unsaved = UnsavedWork(window, self.drafts, rescue)
        self.unsaved.kept_nowhere.connect(self._say_at_screen)
        self._given: Callable[[], None] | None = None
        window.page_made.connect(self._page_made)
        window.lock_wanted.connect(self.lock)
        window.context.events.settings_changed.connect(self._look_again)
        self._trials: TrialRunner | None = None
        self._upkeep = single_shot_timer(self)
        self._upkeep.timeout.connect(self._see_to_file)

    def _page_made(self, key: str, page: "Page") -> None:
        self.drafts.hand_over(key, page)
        if key == "keeping":
            keeping = cast("KeepingPage", page)
            keeping.lock_wanted.connect(self.lock)
            keeping.restored.connect(self._restored)
            keeping.erase_wanted.connect(self._erase)
            keeping.trial_wanted.connect(lambda: self._trial_runner().begin())
            if self._trials is not None and self._trials.running:
                keeping.show_trial_begun()

    @property
    def locked(self) -> bool:
        """Whether the window asks for the password."""
        return self._screen is not None

    def begin(self) -> None:
        """Ask for the password, or open the journal right away where there is none."""
        if self._gate.guarded and self._gate.opens_itself:
            # What cannot be opened so is asked for: ``_not_open`` shows the screen.
            self._gate.take_from_keychain()
            self._ask()
        elif self._gate.guarded:
            self._show_screen(locked=False)
        else:
            self._ask()
        memory = self._window.context.memory
        if self._gate.guarded and memory is not None and memory.reminder_times():
            QTimer.singleShot(_SETTLED_MS, self, self.remind)

    # Opening -----------------------------------------------------------------------------------------------------

    def _ask(self, code: bool = False) -> None:
        self._tasks.run(
            lambda journal: (journal.protected, journal.settings.lock_after_minutes),
            lambda answer: self._is_open(answer, by_code=code),
            self._not_open,
            owner=self,
        )

    def _is_open(self, answer: tuple[bool, int], *, by_code: bool) -> None:
        _collect_garbage()
        if by_code and answer[0]:
            screen = self._screen or self._show_screen(locked=False)
            screen.ask_new_password()
            return
        was_shut = self._screen is not None or self._trouble is not None
        self._window.exit_code = 0
        self._screen = self._trouble = None
        self._restoring = False
        if was_shut:
            self._window.show_instead(None)
            self._window.mark_stale()
        if not self._window.last_page or was_shut:
            self._opened()
        self._window.show_protected(answer[0])
        self.drafts.load()
        self._look_again()  # asked for behind the day, which is shown first
        self._upkeep.start(_SETTLED_MS)

    def _not_open(self, error: Exception) -> None:
        _collect_garbage()
        if self._restoring and self._trouble is not None:
            self._restoring = False
            self._trouble.say(sentence_for(error))
        elif isinstance(error, PasswordNeeded):
            self._show_screen(locked=False)
        elif isinstance(error, WrongPassword) and self._screen is not None:
            self._screen.refused(sentence_for(error))
        else:
            self._show_trouble(error)

    def _show_screen(self, *, locked: bool) -> "UnlockScreen":
        from ldn_journal.gui.lock.unlock import UnlockScreen

        screen = UnlockScreen(locked=locked)
        self._screen, self._trouble = screen, None
        self._window.exit_code = exit_code_for(PasswordNeeded())
        screen.password_given.connect(self._with_password)
        screen.code_given.connect(self._with_code)
        screen.new_password_given.connect(self._with_new_password)
        screen.quit.connect(self._window.close)
        self._window.show_instead(screen)
        screen.focus_first()
        return screen

    def _say_at_screen(self, sentence: str) -> None:
        if self._screen is not None:
            self._screen.failed(sentence)

    def _with_password(self, password: str) -> None:
        if self._locking:
            # The journal is still open: a password is compared only once it is shut.
            self._given = lambda: self._with_password(password)
            return
        self._gate.take_password(password)
        self._tasks.try_again()
        self._ask()

    def _with_code(self, code: str) -> None:
        if self._locking:
            self._given = lambda: self._with_code(code)
            return
        self._gate.take_code(code)
        self._tasks.try_again()
        self._ask(code=True)

    def _with_new_password(self, password: str) -> None:
        def failed(error: Exception) -> None:
            if self._screen is not None:
                self._screen.failed(sentence_for(error))

        self._tasks.run(lambda journal: journal.set_password(password), lambda _none: self._ask(), failed, owner=self)

    # Trouble -----------------------------------------------------------------------------------------------------

    def _show_trouble(self, error: Exception) -> None:
        from ldn_journal.gui.trouble import Trouble

        _log.error("journal not opened: %s", type(error).__name__, exc_info=error)
        can_restore = isinstance(error, FileDamaged | FileMissing | NotProtected)
        can_open = isinstance(error, NotProtected)
        trouble = Trouble(error, self._gate.folder, can_restore=can_restore, can_open=can_open)
        self._screen, self._trouble = None, trouble
        self._window.exit_code = trouble.exit_code
        trouble.quit.connect(self._window.close)
        trouble.try_again.connect(self.open_again)
        trouble.restore_wanted.connect(self._restore)
        trouble.open_wanted.connect(self._open_unprotected)
        self._window.show_instead(trouble)

    def open_again(self) -> None:
        """Open the journal, or say why it cannot be opened."""
        self._tasks.try_again()
        self._ask()

    def _open_unprotected(self) -> None:
        self._gate.take_unprotected()
        self.open_again()

    def _restore(self, copy: Path, password: str | None, code: str | None) -> None:
        self._restoring = True
        self._gate.take_copy(copy, password, code)
        self._tasks.try_again()
        self._ask(code=code is not None)

    def _restored(self) -> None:
        """Let every page show the state that the journal went back to."""
        self._window.context.events.settings_changed.emit()
        self._window.mark_stale()

    def _erase(self) -> None:
        """Close the journal, delete everything of it, and say so; then there is only leaving."""
        self._upkeep.stop()
        self.stop_trial()
        if self._watch is not None:
            self._watch.stop()
        self.drafts.forget()
        self._tasks.finish(lambda journal: journal.close_and_erase(), self._erased, self._show_trouble)

    def _erased(self, count: int) -> None:
        from ldn_journal.gui.keeping.farewell import Farewell

        if self.reminding is not None:
            self.reminding.end()
        self._window.forget_place()
        self._window.forget_pages()
        farewell = Farewell(count)
        farewell.quit.connect(self._window.close)
        self._window.show_instead(farewell)

    # Locking -----------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Lock the window: keep what is unfinished, close every dialog unasked, close the journal, forget the key."""
        if self.locked or self._locking or not self._gate.guarded:
            return
        self._locking = True
        self._upkeep.stop()
        self.stop_trial()
        if self._watch is not None:
            self._watch.stop()
        from ldn_journal.gui.clipboard import clear_own_clipboard

        at_it = QApplication.activeWindow() is not None
        for widget in QApplication.topLevelWidgets():
            if widget is not self._window and widget.isVisible():
                widget.close()
        clear_own_clipboard()
        if at_it:
            self._window.activateWindow()
        self._show_screen(locked=True)
        if self.reminding is not None:
            self.reminding.journal_closed()
        self.unsaved.secure_for_lock(self._secured)

    def _secured(self, error: Exception | None) -> None:
        """Shut the journal. Pages whose text could not even be sealed stay, unseen, behind the screen."""
        if error is not None:
            _log.error("unsaved text could not be sealed: %s", type(error).__name__, exc_info=error)
        self._tasks.shut(lambda _nothing: self._shut(forget=error is None))

    def _shut(self, *, forget: bool) -> None:
        self._locking = False
        if forget:
            self.drafts.forget()
            self._window.forget_pages()
        self.unsaved.lock_ended()
        given, self._given = self._given, None
        if given is not None:
            given()

    def _look_again(self) -> None:
        self._tasks.run(
            lambda journal: (journal.protected, journal.settings.lock_after_minutes), self._follow, owner=self
        )
        self._ask_for_reminders()

    def _follow(self, answer: tuple[bool, int]) -> None:
        """Watch for the time to lock as the journal's settings say."""
        protected, minutes = answer
        self._window.show_protected(protected)
        if self._watch is None:
            handle = self._window.windowHandle()
            if handle is None:
                return
            from ldn_journal.gui.lock.watch import Watch

            self._watch = Watch(handle, self._window.context.clock, self)
            self._watch.time_to_lock.connect(self.lock)
            self._watch.typed.connect(self.drafts.typed)
        if protected:
            self._watch.start(minutes)
        else:
            self._watch.stop()

    # Reminders ---------------------------------------------------------------------------------------------------

    def _ask_for_reminders(self) -> None:
        """Begin to remind if that is wanted; nothing of it is loaded before the day is shown, or where it is not."""

        def answered(wanted: bool) -> None:
            if wanted or self.reminding is not None:
                self.remind().look_again()

        self._tasks.run(lambda journal: journal.settings.reminders.on, answered, owner=self)

    def remind(self) -> "Reminding":
        """Begin to remind, with what is known before the journal is open."""
        if self.reminding is None:
            from ldn_journal.gui.reminders.clock import Reminding

            self.reminding = Reminding(self._window, lambda: self.locked, self)
        return self.reminding

    # Upkeep ------------------------------------------------------------------------------------------------------

    def _see_to_file(self) -> None:
        """See to backups now and again; what is wrong with them is said in the window."""

        def upkeep(journal: "Journal") -> "Kept | None":
            from ldn_journal.journal.keeping import BACKUP_EVERY

            return journal.upkeep(BACKUP_EVERY)

        self._tasks.run(upkeep, self._seen_to, self._not_seen_to, owner=self)

    def _seen_to(self, kept: "Kept | None") -> None:
        if kept is not None and kept.not_elsewhere is not None:
            self._window.say_problem(sentence_for(kept.not_elsewhere))
        self._next_upkeep()
        self._see_to_trials()

    def _not_seen_to(self, error: Exception) -> None:
        if not isinstance(error, JournalError):
            _log.error("upkeep failed: %s", type(error).__name__, exc_info=error)
        self._window.say_problem(sentence_for(error))
        self._next_upkeep()

    def _next_upkeep(self) -> None:
        from ldn_journal.journal.keeping import BACKUP_EVERY

        self._upkeep.start(int(BACKUP_EVERY.total_seconds() * 1000))

    # Backups restored on trial -----------------------------------------------------------------------------------

    def _see_to_trials(self) -> None:
        """Have the newest backup tested if that is due, once nobody types."""

        def answered(due: bool) -> None:
            if due and not self.locked:
                self._trial_runner().begin_at_rest()

        self._tasks.run(lambda journal: journal.see_to_trials(), answered, owner=self)

    def _trial_runner(self) -> "TrialRunner":
        if self._trials is None:
            from ldn_journal.gui.keeping.trial_runner import TrialRunner

            self._trials = runner = TrialRunner(self._tasks, self)
            runner.begun.connect(lambda: self._on_keeping(lambda page: page.show_trial_begun()))
            runner.ended.connect(self._trial_ended)
            if self._watch is not None:
                self._watch.typed.connect(runner.put_off)
        return self._trials

    def _trial_ended(self, news: "TrialNews | None", error: Exception | None) -> None:
        problem = "" if error is None else sentence_for(error)
        if news is not None and news.last is None:
            problem = _("There is nothing to back up yet.")
        self._on_keeping(lambda page: page.show_trial_ended(problem))
        fault = None if self._trials is None else self._trials.fault
        if fault is not None and news is not None:
            from ldn_journal.gui.keeping.trial_card import day_of, moment_of
            from ldn_journal.journal.trial_words import after_failure, failed_trial

            self._window.say_problem(f"{failed_trial(fault, day_of, moment_of)} {after_failure(news)}")

    def _on_keeping(self, deed: "Callable[[KeepingPage], None]") -> None:
        for key, page in self._window.made_pages():
            if key == "keeping":
                deed(cast("KeepingPage", page))

    def stop_trial(self) -> None:
        """Break off the test of a backup; nothing of it is left afterwards."""
        if self._trials is not None:
            self._trials.stop()


def _collect_garbage() -> None:
    """Begin to collect garbage. What the start has loaded stays for good and is never walked over: 40 ms of it in a start."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
