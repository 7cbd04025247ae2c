"""One window for a journal: a second start brings the first window to the front and ends; commands may borrow the journal.

Whether there is a first one is told by a small file, so that an ordinary start need not load what speaks to it.
"""

import contextlib
import logging
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer

from ldn_journal.base.borrowing import HERE, LEND, RAISE, socket_name, write_mark
from ldn_journal.base.paths import DataFolder

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

    from ldn_journal.gui.lending import Lender
    from ldn_journal.gui.main_window import MainWindow

_PATIENCE_MS: Final = 1_000
_LONGEST: Final = 16
"""Bytes of a question; what is longer is none of ours."""
_log = logging.getLogger(__name__)


def raise_first(folder: DataFolder) -> bool:
    """Bring the window that is open on this folder to the front; ``False`` where there is none."""
    if not folder.window_mark.exists():
        return False
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(socket_name(folder))
    there = socket.waitForConnected(_PATIENCE_MS)
    if there:
        socket.write(RAISE)
        there = socket.waitForBytesWritten(_PATIENCE_MS) and socket.waitForReadyRead(_PATIENCE_MS)
    socket.abort()
    return there


class FirstWindow(QObject):
    """Listens, on this computer and for this user alone, for a second start and for commands that want to write."""

    def __init__(self, window: "MainWindow", folder: DataFolder, lender: "Lender") -> None:
        super().__init__(window)
        from PySide6.QtNetwork import QLocalServer

        self._window = window
        self._lender = lender
        self._mark = folder.window_mark
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        # A name left behind by a crash is taken over; a live window would have been brought to the front instead.
        QLocalServer.removeServer(socket_name(folder))
        listens = self._server.listen(socket_name(folder)) and folder.root.is_dir()
        if listens and not write_mark(folder, self._server.fullServerName()):
            _log.info("nobody is told of this window: its folder cannot be written")

    def close(self) -> None:
        """Listen no more, and want back what is lent."""
        self._server.close()
        with contextlib.suppress(OSError):
            self._mark.unlink(missing_ok=True)
        self._lender.close()

    def _called(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            _Call(caller, self)

    def answer(self, caller: "QLocalSocket", question: bytes) -> None:
        """Do what is asked. A caller that wants to borrow is the lender's from here on."""
        if question == LEND:
            self._lender.lend(caller)
        elif question == RAISE:
            caller.write(HERE)
            caller.flush()
            window = self._window
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.show()
            window.raise_()
            window.activateWindow()
        else:
            caller.abort()


class _Call(QObject):
    """Somebody who called and has not said yet what is wanted; whoever says nothing for a moment is left."""

    def __init__(self, caller: "QLocalSocket", first: FirstWindow) -> None:
        super().__init__(caller)
        self._caller = caller
        self._first = first
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._leave)
        self._patience.start(_PATIENCE_MS)
        caller.disconnected.connect(self._gone)
        caller.readyRead.connect(self._listen)
        self._listen()

    def _listen(self) -> None:
        caller = self._caller
        if caller.canReadLine():
            self._patience.stop()
            caller.readyRead.disconnect(self._listen)
            question = bytes(caller.readLine(_LONGEST).data())
            if question == LEND:
                caller.disconnected.disconnect(self._gone)
            self._first.answer(caller, question)
        elif caller.bytesAvailable() >= _LONGEST:
            caller.abort()

    def _leave(self) -> None:
        self._caller.abort()

    def _gone(self) -> None:
        self._caller.deleteLater()
