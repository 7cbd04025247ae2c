"""The journal file opened and read through while the rest of the program is still being loaded.

Reading every page of ten years takes a fifth of a second. It needs no tables and not the interpreter's lock, so a thread of
its own does it beside the imports, which are most of a start. Nothing is imported here that is not needed for it.
"""

import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

from sqlcipher3 import dbapi2

from ldn_journal.store.connection import UNPROTECTED_KEY, connect, problems_of

_SETTLED_NS = 1_000_000_000
"""A file written to less than a second ago could be written to again without a change of its time."""

_State = tuple[int, int, int, int]


class Ahead:
    """Reads the journal at ``path`` through, as one without a password.

    Whatever is not as it should be, nothing is said of it here: the file is then opened and read again, and that tells.
    """

    def __init__(self, path: Path) -> None:
        """Begin."""
        self._path = path
        self._sound: tuple[dbapi2.Connection, _State] | None = None
        self._thread = Thread(target=self._read, name="reading ahead", daemon=True)
        self._thread.start()

    def taken(self, path: Path, key: bytes) -> dbapi2.Connection | None:
        """Wait, and hand over the connection on ``path``; ``None`` unless its every page was sound and nothing was written since.

        Whoever asks holds the journal's lock.
        """
        self._thread.join()
        sound, self._sound = self._sound, None
        if sound is None:
            return None
        raw, state = sound
        if path == self._path and key == UNPROTECTED_KEY and _state_of(path) == state:
            return raw
        raw.close()
        return None

    def close(self) -> None:
        """Close the connection unless it was taken."""
        self._thread.join()
        if self._sound is not None:
            self._sound[0].close()
            self._sound = None

    def _read(self) -> None:
        with suppress(OSError, RuntimeError, dbapi2.Error):
            state = _state_of(self._path)
            # What a crash left is put right by whoever holds the lock.
            if state is None or self._path.with_name(self._path.name + "-journal").exists():
                return
            raw = connect(self._path, UNPROTECTED_KEY)
            try:
                if not problems_of(raw):
                    self._sound, raw = (raw, state), None
            finally:
                if raw is not None:
                    raw.close()


def _state_of(path: Path) -> _State | None:
    """Return what changes with every write to the file, ``None`` where the last one is too near to tell."""
    status = path.stat()
    if time.time_ns() - status.st_mtime_ns < _SETTLED_NS:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
