"""The journal of an open window lent to commands of the same user, one after the other.

The journal's thread finishes what it was asked before, closes the file, lets go of the lock and waits; what is typed meanwhile
waits in its queue. A loan ends when the command closes its socket, which a killed one does as well, or says nothing for half a
minute. The file is then opened again with the key in hand, once the command has let go of the kernel's lock.
"""

import logging
from threading import Event
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ldn_journal.base.borrowing import FREE, GO, LOCKED
from ldn_journal.base.errors import PasswordNeeded

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtNetwork import QLocalSocket

    from ldn_journal.gui.lock.locking import Locking
    from ldn_journal.gui.main_window import MainWindow
    from ldn_journal.journal import Journal

SILENCE_MS: Final = 30_000
"""A command from which nothing was heard for so long has stopped; the window wants its journal back."""
WAIT_SECONDS: Final = 10.0
"""How long the lock is waited for at the end: until the command has closed its file."""
_log = logging.getLogger(__name__)


class Lender(QObject):
    """Lends the journal of ``window`` to whoever asks on a socket."""

    def __init__(self, window: "MainWindow", locking: "Locking") -> None:
        super().__init__(window)
        self._window = window
        self._locking = locking
        self._loans: list[_Loan] = []

    def lend(self, borrower: "QLocalSocket") -> None:
        """Lend the journal as soon as its thread is free. A locked window lends nothing; one that has not got it says so."""
        loan = _Loan(borrower, self)
        if self._locking.locked:
            loan.refuse(LOCKED)
            loan.deleteLater()
            return
        self._loans.append(loan)
        self._window.context.tasks.lend(
            loan.run, lambda changed: self._over(loan, changed), lambda error: self._not_back(loan, error)
        )

    def close(self) -> None:
        """End every loan; what a command is at is waited for by the lock alone."""
        for loan in self._loans:
            loan.end()

    def _over(self, loan: "_Loan", changed: bool) -> None:
        self._loans.remove(loan)
        if not loan.granted:
            loan.refuse(LOCKED if self._locking.locked else FREE)
        loan.deleteLater()
        if changed and not self._locking.locked:
            self._window.context.events.settings_changed.emit()
            self._window.mark_stale()

    def _not_back(self, loan: "_Loan", error: Exception) -> None:
        """The journal was not open, or it could not be opened again: it has another password now, or is damaged or gone."""
        if loan.granted and not self._locking.locked:
            if not isinstance(error, PasswordNeeded):
                _log.warning("journal not back: %s", type(error).__name__)
            self._locking.open_again()
        self._over(loan, changed=False)


class _Loan(QObject):
    """One loan. ``run`` is called on the journal's thread, all else on that of the window."""

    _begun = Signal()

    def __init__(self, borrower: "QLocalSocket", parent: QObject) -> None:
        super().__init__(parent)
        borrower.setParent(self)
        self._borrower = borrower
        self.granted = False
        self._ended = Event()
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(SILENCE_MS)
        self._silence.timeout.connect(self.end)
        self._begun.connect(self._say_go, Qt.ConnectionType.QueuedConnection)
        borrower.disconnected.connect(self._gone)
        borrower.readyRead.connect(self._heard)
        if borrower.state() != borrower.LocalSocketState.ConnectedState:
            self._gone()

    def run(self, journal: "Journal") -> bool:
        """Lend the journal and wait until the loan is over; return whether something was stored meanwhile."""
        if self._ended.is_set() or journal.read_only:
            return False
        before = _state_of(journal.folder.journal)
        self.granted = True
        with journal.lent(WAIT_SECONDS):
            self._begun.emit()
            self._ended.wait()
        return _state_of(journal.folder.journal) != before

    def end(self) -> None:
        """Want the journal back."""
        self._ended.set()
        self._borrower.abort()

    def refuse(self, answer: bytes) -> None:
        """Say why nothing is lent."""
        if not self._ended.is_set():
            self._borrower.write(answer)
            self._borrower.flush()

    def _gone(self) -> None:
        self._ended.set()

    def _say_go(self) -> None:
        if not self._ended.is_set():
            self._silence.start()
            self._borrower.write(GO)
            self._borrower.flush()

    def _heard(self) -> None:
        """Hear that the command is still at work; what it says is of no matter."""
        self._borrower.readAll()
        if self._silence.isActive():
            self._silence.start()


def _state_of(path: "Path") -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
