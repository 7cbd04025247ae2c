"""Asking an open window for its journal: it closes the file, lets go of the lock, and has both back when the loan is over.

What passes between them is a word on a local socket of the same user, never a password, a key or an entry: whoever borrows opens
the journal by its own means, so that an open window is no way around a password. A window that is locked lends nothing.

The window writes where it listens into ``DataFolder.window_mark``. That file is believed only as far as it leads to a socket with
the name that belongs to this folder, and of this user. Nothing is loaded here for a command that meets no such file.
"""

import contextlib
import json
import os
import stat
from pathlib import Path
from threading import Event, Lock, Thread
from typing import BinaryIO, Final

from ldn_journal.base.errors import InUse
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _

LEND, GO, LOCKED, FREE = b"lend\n", b"go\n", b"locked\n", b"free\n"
"""What a command asks, and the answers: the lock is yours; the window is locked; the window has not got the journal."""
RAISE, HERE = b"raise\n", b"here\n"
"""What a second start asks, and the answer of the window that came to the front."""
SIGN_OF_LIFE: Final = b"."
LIFE_SIGN_SECONDS: Final = 5.0
"""So often a borrower says that it is still at work."""
_LARGEST_MARK: Final = 4096
_PIPES: Final = "\\\\.\\pipe\\"


class Loan:
    """The journal of an open window, lent until ``end`` or the end of this process, whichever comes first."""

    def __init__(self, channel: BinaryIO) -> None:
        self._channel = channel
        self._over = Event()
        Thread(target=self._live, name="loan", daemon=True).start()

    def end(self) -> None:
        """Give the journal back; it is closed by then."""
        self._over.set()
        with contextlib.suppress(OSError):
            self._channel.close()

    def _live(self) -> None:
        """Say now and again that the borrower is alive and not merely there."""
        while not self._over.wait(LIFE_SIGN_SECONDS):
            try:
                self._channel.write(SIGN_OF_LIFE)
            except (
                OSError,
                ValueError,
            ):  # the window is gone, or the loan just over; the lock is the kernel's in any case
                return


def borrow(folder: DataFolder, wait: float) -> Loan | None:
    """Ask the window that is open on ``folder`` for the journal; ``None`` where none listens, or it has not got the journal.

    Waits at most ``wait`` seconds for what the window is at. Raises ``InUse`` where the window is locked or busy for longer.
    """
    channel = _channel_to(folder)
    if channel is None:
        return None
    answer = _ask(channel, LEND, wait)
    if answer == GO:
        return Loan(channel)
    if answer is not None:
        channel.close()
    if answer == LOCKED:
        raise InUse(_("LDN Journal is open and locked; unlock it or close it first."))
    if answer is None:
        raise InUse
    return None


def socket_name(folder: DataFolder) -> str:
    """Return the name of the socket that belongs to a data folder."""
    import hashlib

    return "ldn-journal-" + hashlib.sha256(str(folder.root.resolve()).encode(errors="surrogatepass")).hexdigest()[:24]


def write_mark(folder: DataFolder, address: str) -> bool:
    """Write where the window listens; whether that could be done. The file is its owner's alone."""
    mark = folder.window_mark
    try:
        mark.unlink(missing_ok=True)  # what lies there may be a link to somewhere else
        handle = os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(json.dumps({"address": address}).encode())
    except OSError:
        return False
    return True


def _address(folder: DataFolder) -> str | None:
    """Return where the window of ``folder`` says that it listens, ``None`` where what is written there is not to be believed."""
    try:
        with folder.window_mark.open("rb") as mark:
            found = json.loads(mark.read(_LARGEST_MARK))
        address = found["address"] if isinstance(found, dict) else None
    except (OSError, ValueError, KeyError, RecursionError):
        return None
    name = socket_name(folder)
    if not isinstance(address, str) or "\0" in address:
        return None
    if os.name == "nt":
        return address if address == _PIPES + name else None
    try:
        status = os.lstat(address)
    except (OSError, ValueError):
        return None
    ours = stat.S_ISSOCK(status.st_mode) and status.st_uid == os.getuid()
    return address if ours and Path(address).name == name else None


def _channel_to(folder: DataFolder) -> BinaryIO | None:
    """Return an open channel to the window of ``folder``, ``None`` where nobody listens."""
    address = _address(folder)
    if address is None:
        return None
    try:
        if os.name == "nt":
            return open(address, "r+b", buffering=0)  # noqa: PTH123 - a pipe and no path; it outlives this function
        import socket

        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as ours:
            ours.connect(address)
            return ours.makefile("rwb", buffering=0)  # type: ignore[return-value]  # raw and binary; it keeps the socket open
    except OSError:
        return None


def _ask(channel: BinaryIO, question: bytes, wait: float) -> bytes | None:
    """Return the answer, empty where the other side left without one, ``None`` where it took longer than ``wait`` seconds.

    A pipe of Windows knows no time limit, so a thread listens; where time ran out, closing the channel is left to it.
    """
    heard: list[bytes] = []
    late = Event()
    one_at_a_time = Lock()

    def listen() -> None:
        try:
            channel.write(question)
            answer = channel.readline(32)
        except (OSError, ValueError):
            answer = b""
        with one_at_a_time:
            heard.append(answer)
            if late.is_set():
                channel.close()

    listener = Thread(target=listen, name="asking the window", daemon=True)
    listener.start()
    listener.join(max(wait, 0.0))
    with one_at_a_time:
        if heard:
            return heard[0]
        late.set()
        return None
