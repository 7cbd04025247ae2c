"""The one place that decides whether the window may close, lock or end while something that was entered is not stored.

What is promised, and kept here: nothing that stands on the screen is lost by closing, locking, logging out or a closed terminal.
It is stored as an entry if that can be; else as a draft in the journal; else, sealed with the journal's key, in memory while the
window is locked, or in a file beside the journal when the program has to end. Only a button that says so gives it up.
"""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ldn_journal.base.errors import JournalError
from ldn_journal.base.texts import _
from ldn_journal.gui.lock.drafts import DraftKeeper
from ldn_journal.gui.words import exit_code_for

if TYPE_CHECKING:
    from ldn_journal.gui.main_window import MainWindow
    from ldn_journal.gui.rescue import Rescue

_log = logging.getLogger(__name__)


class UnsavedWork(QObject):
    """Sees to it that what the pages hold is stored or kept before they go.

    Signals: ``kept_nowhere(str)`` while the window is locked: a sentence on why it does not close.
    """

    kept_nowhere = Signal(str)

    def __init__(self, window: "MainWindow", drafts: DraftKeeper, rescue: "Rescue") -> None:
        super().__init__(window)
        self._window = window
        self._tasks = window.context.tasks
        self._drafts = drafts
        self._rescue = rescue
        self._securing = False
        self._close_wanted = False
        self._reminded = False
        self._may_go = False
        self._unasked = False
        self._ending = False
        self._elsewhere: dict[str, str] | None = None
        rescue.leave_wanted.connect(self.give_up)
        rescue.saved_elsewhere.connect(self._saved_elsewhere)

    # Closing -----------------------------------------------------------------------------------------------------

    def may_close(self) -> bool:
        """Whether the window may close now. If not, it is closed from here as soon as it may, or says what is not stored."""
        if self._may_go:
            return True
        if self._securing or self._ending:
            self._close_wanted = True
            return False
        if self._drafts.sealed is not None:
            return self._write_sealed()
        self._window.flush()
        if self._tasks.idle and not self._drafts.has_changed() and not self._window.unsaved_pages():
            return True
        self.secure(self._close_or_stay)
        return self._may_go  # where nothing had to be waited for, that is known already

    def leave_unasked(self) -> None:
        """Close because the system says so: nobody can be asked, and what is not stored is kept somewhere."""
        self._unasked = True
        self._window.close()

    def give_up(self) -> None:
        """Close although something is not stored: the person has said so."""
        self._may_go = True
        self._window.close()

    def secure(self, told: Callable[[Exception | None], None]) -> None:
        """Store what is being entered, and keep what cannot be stored as drafts; then tell ``None``, or why that failed."""
        self._securing = True
        self._window.flush()

        def ended(error: Exception | None) -> None:
            self._securing = False
            told(error)
            self._close_if_wanted()

        self._tasks.when_idle(lambda: self._drafts.keep(ended))

    def secure_for_lock(self, told: Callable[[Exception | None], None]) -> None:
        """As ``secure``, and what the journal cannot take is sealed in memory. Nothing closes until ``lock_ended``."""
        self._securing = True
        self._window.flush()

        def kept(error: Exception | None) -> None:
            if error is None:
                told(None)
            else:
                self._drafts.seal(told)

        self._tasks.when_idle(lambda: self._drafts.keep(kept))

    def lock_ended(self) -> None:
        """Go on with a close that was asked for while the window was being locked."""
        self._securing = False
        self._close_if_wanted()

    def _close_if_wanted(self) -> None:
        wanted, self._close_wanted = self._close_wanted, False
        if wanted and not (self._may_go or self._ending):
            self._window.close()

    def _close_or_stay(self, error: Exception | None) -> None:
        if self._unasked:
            if error is None:
                self._go()
            else:
                self._make_room()
            return
        unsaved = self._window.unsaved_pages()
        if (error is None and (self._reminded or not unsaved)) or self._elsewhere == self._drafts.collect():
            self._go()
            return
        self._window.start_again = False  # a later close is only a close
        if self._window.isMinimized() or not self._window.isVisible():
            from ldn_journal.gui.reminders.tray import bring_to_front

            bring_to_front(self._window)  # "Quit" in the tray's menu: what keeps it open is to be seen
        if not unsaved and error is not None:
            unsaved = list(self._drafts.collect())
        if unsaved and self._window.last_page not in unsaved:
            self._window.show_page(unsaved[0])
        if error is None:
            self._reminded = True
            self._window.say_problem(
                _("Something here isn't saved yet. Quit again to leave anyway: it will be here when you come back.")
            )
        else:
            self._reminded = False
            self._window.say_problem("")  # what may stand there holds no longer
            self._rescue.offer_leaving(error)

    def _go(self) -> None:
        self._may_go = True
        self._window.close()

    def _saved_elsewhere(self) -> None:
        """All of it is in a copy in another place: as long as nothing is added, closing gives nothing up."""
        self._elsewhere = self._drafts.collect()

    # Ending without a word -----------------------------------------------------------------------------------------

    def _make_room(self) -> None:
        """Try to keep drafts once more with the room that is reserved for this, and then outside of the journal."""

        def freed(_was_there: object) -> None:
            for _key, page in self._window.made_pages():
                page.store_again()
            self.secure(lambda error: self._go() if error is None else self._drafts.seal(self._sealed))

        self._ending = True
        self._tasks.run(lambda journal: journal.free_reserve(), freed, freed, owner=self)

    def _sealed(self, error: Exception | None) -> None:
        if error is not None:
            _log.error("unsaved text could not be sealed: %s", type(error).__name__, exc_info=error)
        else:
            self._write_sealed()
        self._go()

    def _write_sealed(self) -> bool:
        """Write what is sealed into a file; say where it is, or that it could be written nowhere. Return whether it may go."""
        try:
            path = self._drafts.write_sealed()
        except JournalError as error:
            _log.error("unsaved text could not be written: %s", type(error).__name__)
            self._window.exit_code = exit_code_for(error)
            _tell(_("What you typed could not be saved anywhere: {why}").format(why=error))
            if self._unasked:
                return True
            self.kept_nowhere.emit(
                _("What you were writing can't be kept if you quit now. Unlock to save it. {why}").format(why=error)
            )
            return False
        if path is not None:
            _tell(_("What you typed could not be saved in the journal. It is kept in {path}.").format(path=path))
        return True


def _tell(sentence: str) -> None:
    """Tell whoever started the program from a terminal, if there still is one."""
    with suppress(OSError, ValueError):
        print(sentence, file=sys.stderr, flush=True)
