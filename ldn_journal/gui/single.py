"""One window for a journal: a second start brings the first window to the front and ends.

Whether there is a first one is told by a small file, so that an ordinary start need not load what speaks to it.
"""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt

from ldn_journal.base.paths import DataFolder

if TYPE_CHECKING:
    from ldn_journal.gui.main_window import MainWindow

_PATIENCE_MS: Final = 1_000


def raise_first(folder: DataFolder) -> bool:
    """Bring the window that is open on this folder to the front; ``False`` where there is none."""
    if not _mark(folder).exists():
        return False
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    there = socket.waitForConnected(_PATIENCE_MS) and socket.waitForReadyRead(_PATIENCE_MS)
    socket.abort()
    return there


class FirstWindow(QObject):
    """Listens, on this computer and for this user alone, for a second start."""

    def __init__(self, window: "MainWindow", folder: DataFolder) -> None:
        super().__init__(window)
        from PySide6.QtNetwork import QLocalServer

        self._window = window
        self._mark = _mark(folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        # A name left behind by a crash is taken over; a live window would have been brought to the front instead.
        QLocalServer.removeServer(_name(folder))
        if self._server.listen(_name(folder)) and folder.root.is_dir():
            self._mark.touch(mode=0o600)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()
        with contextlib.suppress(OSError):
            self._mark.unlink(missing_ok=True)

    def _called(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.write(b"here")
            caller.flush()
            caller.disconnected.connect(caller.deleteLater)
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()


def _mark(folder: DataFolder) -> Path:
    return folder.root / "window.open"


def _name(folder: DataFolder) -> str:
    import hashlib

    return "ldn-journal-" + hashlib.sha256(str(folder.root.resolve()).encode()).hexdigest()[:24]
