"""A backup restored on trial: into a scratch file beside the journal, opened as a journal, read whole, and thrown away.

Nothing of the journal itself is touched: the backup is read on a connection of its own, so this runs on any thread.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2

from ldn_journal.base.errors import Cancelled, DiskFull, FileDamaged, MadeByNewerVersion
from ldn_journal.base.files import writing_errors
from ldn_journal.base.texts import _
from ldn_journal.store.backups import Backup
from ldn_journal.store.content_digest import content_digest
from ldn_journal.store.copies import Contents, contents_of, reading
from ldn_journal.store.faults import typed_errors
from ldn_journal.store.store import Store

ROOM_LEFT = 64 << 20
"""Bytes that must stay free beside the scratch file: an entry that is stored meanwhile must never find the disk full by it."""
_PAGES_AT_A_TIME = 256
_PAUSE_S = 0.002


@dataclass(frozen=True)
class Restored:
    """What was found in a backup that could be restored: its entries, and the digest of all it says (``content_digest``)."""

    entries: int
    digest: str


@dataclass(frozen=True)
class TrialRestore:
    """One backup, the key that opens it, and where it is restored to: a file that this program alone uses."""

    backup: Backup
    key: bytes = field(repr=False)
    scratch: Path

    def run(self, cancelled: Callable[[], bool] = lambda: False) -> Restored:
        """Restore the backup, open what came of it as a journal (migrating an older one), and read all of it.

        ``cancelled`` is asked often. The scratch file (mode 0600, under the backup's own key) is gone afterwards, whatever
        happened. Raises ``FileDamaged``, ``FileMissing``, ``MadeByNewerVersion``; ``DiskFull``, ``CannotAccess`` where the
        trial itself was not possible; ``Cancelled``.
        """
        with self._scratch():
            self._restore(cancelled)
            contents = self._contents()
            _stop_if(cancelled())
            digest = self._digest(lambda: _pause(cancelled))
            _stop_if(cancelled())
            store = Store.open(self.scratch, self.key)
            try:
                entries = sum(store.counts().values())
            finally:
                store.close()
            if entries != contents.entries:
                raise FileDamaged(self.backup.path)
            return Restored(entries, digest)

    def _contents(self) -> Contents:
        try:
            return contents_of(self.scratch, self.key)
        except MadeByNewerVersion as error:
            sentence = _("This backup was made by a newer LDN Journal, which alone can test it. Nothing was changed.")
            error.args = (sentence,)
            raise

    def _digest(self, pause: Callable[[], None]) -> str:
        with reading(self.scratch, self.key) as raw:
            try:
                return content_digest(raw, pause)
            except dbapi2.OperationalError as error:
                if "decode" in str(error).lower():  # a row that no program can show is damage, however sound its page
                    raise FileDamaged(self.backup.path) from error
                raise

    def _restore(self, cancelled: Callable[[], bool]) -> None:
        def pause(_status: int, _left: int, _all: int) -> None:
            _pause(cancelled)

        with (
            reading(self.backup.path, self.key) as source,
            closing(dbapi2.connect(str(self.scratch), isolation_level=None)) as target,
            typed_errors(self.scratch),
        ):
            target.execute("PRAGMA cipher_log_level=NONE")
            target.execute(f"PRAGMA key=\"x'{self.key.hex()}'\"")
            target.execute("PRAGMA journal_mode=MEMORY")  # half a copy is thrown away, never rolled back
            source.backup(target, pages=_PAGES_AT_A_TIME, progress=pause)

    @contextmanager
    def _scratch(self) -> Iterator[None]:
        beside = self.scratch.with_name(self.scratch.name + "-journal")
        with writing_errors(self.scratch):
            size = self.backup.path.stat().st_size if self.backup.path.is_file() else 0
            if shutil.disk_usage(self.scratch.parent).free < 2 * size + ROOM_LEFT:
                raise DiskFull(_("There is not enough room on the disk to test a backup. Nothing was changed."))
            for left in (self.scratch, beside):
                left.unlink(missing_ok=True)
            os.close(os.open(self.scratch, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            yield
        finally:
            for left in (self.scratch, beside):
                left.unlink(missing_ok=True)


def _pause(cancelled: Callable[[], bool]) -> None:
    """Let whoever types be served first.

    A thread of lower priority would do the opposite: on a busy computer it waits for its turn with the interpreter's lock
    in hand.
    """
    _stop_if(cancelled())
    time.sleep(_PAUSE_S)


def _stop_if(cancelled: bool) -> None:
    if cancelled:
        raise Cancelled
