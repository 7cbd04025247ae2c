"""One program at a time: an operating-system lock on ``journal.lock``.

A kernel lock goes with the process that held it, so a lock file left behind by a crash, emptied by a power cut or holding garbage
never refuses anyone; and no toolkit is needed to take it.
"""

from pathlib import Path

from filelock import FileLock, Timeout

from ldn_journal.base.errors import DiskFull, InUse, ReadOnly
from ldn_journal.base.files import is_no_room


class JournalLock:
    """Holds ``path`` until released.

    Raises ``InUse`` when another program keeps it longer than ``wait`` seconds, ``ReadOnly`` where it cannot be written.
    """

    def __init__(self, path: Path, wait: float = 0.0) -> None:
        self._lock = FileLock(path, mode=0o600, thread_local=False)
        try:
            self._lock.acquire(timeout=wait, poll_interval=0.05)
        except Timeout:
            raise InUse from None
        except OSError as error:
            if is_no_room(error):
                raise DiskFull from error
            raise ReadOnly(path.parent) from error

    def release(self) -> None:
        """Let the next program in."""
        self._lock.release()
