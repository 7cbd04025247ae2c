"""Sharing a journal with other programs: reading a snapshot beside them, and letting one of them have the file for a moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING

from ldn_journal.base.clock import Clock, SystemClock
from ldn_journal.base.errors import CannotAccess, FileDamaged, FileMissing, InUse, NoJournal, PasswordNeeded
from ldn_journal.base.files import lost_link_on, lost_link_sentence
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _
from ldn_journal.store import Store, Vault
from ldn_journal.store.keys import coming_of
from ldn_journal.store.lock import JournalLock
from ldn_journal.store.unlocking import has_keys

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal


class Sharing:
    """The part of ``Journal`` that gets along with other programs on the same file."""

    folder: DataFolder
    _store: Store
    _vault: Vault
    _lock: JournalLock | None

    def forget(self) -> None:
        """Drop all that was kept of the file."""
        raise NotImplementedError

    # Reading beside others -------------------------------------------------------------------------------------------

    @staticmethod
    def open_to_read(
        folder: DataFolder,
        *,
        password: str | None = None,
        ask_keychain: bool = False,
        clock: Clock | None = None,
        source: str = "window",
    ) -> "Journal":
        """Open the journal, or a snapshot of it where another program has it or nothing can be written. Nobody is waited for.

        Raises as ``open_snapshot``.
        """
        from ldn_journal.journal.journal import Journal

        if folder.is_writable:
            with suppress(InUse, CannotAccess):
                return Journal.open(folder, password=password, ask_keychain=ask_keychain, clock=clock, source=source)
        return Journal.open_snapshot(folder, password=password, ask_keychain=ask_keychain, clock=clock, source=source)

    @staticmethod
    def open_snapshot(
        folder: DataFolder,
        *,
        password: str | None = None,
        recovery_code: str | None = None,
        ask_keychain: bool = False,
        clock: Clock | None = None,
        source: str = "window",
    ) -> "Journal":
        """Return the journal as it is at this moment, read whole into memory: it takes nothing (``read_only``).

        It needs no lock and keeps none, so it is there while another program writes, and on a medium that cannot be written.
        Raises ``FileMissing``, ``FileDamaged``, ``MadeByNewerVersion``, ``CannotAccess``, ``PasswordNeeded``, ``WrongPassword``,
        ``InUse`` where a change takes longer than five seconds.
        """
        from ldn_journal.journal.journal import Journal
        from ldn_journal.store.snapshot import take_snapshot

        must_be_there(folder)
        clock, vault = clock or SystemClock(), Vault(folder)
        try:
            file, ring = take_snapshot(folder, password, recovery_code, ask_keychain=ask_keychain)
        except FileDamaged as error:
            raise with_newest_copy(error, vault, clock) from error
        vault.key, vault.ring = file.key, ring
        return Journal(folder, Store(file), vault, None, clock, source)

    @property
    def read_only(self) -> bool:
        """Whether this is a snapshot; every writing call then raises ``ReadOnly``."""
        return self._store.file.read_only

    @cached_property
    def postponed(self) -> "list[Callable[[Journal], object]]":
        """What a snapshot could not note: to be called with the journal itself, where that can be written."""
        return []

    # Letting others write --------------------------------------------------------------------------------------------

    @contextmanager
    def lent(self, wait: float) -> Iterator[None]:
        """Let another program have the journal, closed, for the time of a ``with`` statement; then open it again.

        ``wait``: seconds to wait at the end until the other one is done. Raises what ``open`` raises, and ``PasswordNeeded``
        where the journal has other keys since; it is closed for good then.
        """
        self._store.close()
        if self._lock is not None:
            self._lock.release()
        try:
            yield
        finally:
            self._take_back(wait)

    def _take_back(self, wait: float) -> None:
        lock = JournalLock(self.folder.lock, wait)
        try:
            must_be_there(self.folder)
            if not self._vault.still_opens():
                raise PasswordNeeded
            self._store = Store.open(self.folder.journal, self._vault.key)
        except BaseException:
            lock.release()
            raise
        self._lock = lock
        self.forget()


def must_be_there(folder: DataFolder) -> None:
    """Raise ``FileMissing`` where there is no journal, ``NoJournal`` where nothing shows that there ever was one."""
    if not folder.journal.exists():
        raise missing_journal(folder) or NoJournal(_("There is no journal in {folder}.").format(folder=folder.root))


def missing_journal(folder: DataFolder) -> FileMissing | None:
    """Return what to say of a journal that is not where one was, ``None`` where nothing shows that one was there."""
    link = lost_link_on(folder.journal)
    if link is not None:
        return FileMissing(lost_link_sentence(link))
    backups = folder.backups
    if backups.is_symlink() or (backups.is_dir() and any(backups.glob("*.ldnjb"))):
        return FileMissing(_("The journal file is missing, but backups exist."))
    # Keys on their way and nothing else are those of a journal that was never made.
    cut_off = folder.quarantine.is_dir() and coming_of(folder.keys).exists()
    if has_keys(folder) or cut_off:
        return FileMissing(_("The journal file is missing, but its keys are still here."))
    return None


def with_newest_copy(error: FileDamaged, vault: Vault, clock: Clock) -> FileDamaged:
    """Return the error with what can be restored, where the journal itself is damaged and a good copy is found."""
    found = vault.newest_sound() if type(error) is FileDamaged else None
    if found is None:
        return error
    backup, contents = found
    return FileDamaged(error.path, (backup.made_at.astimezone(clock.now().tzinfo), contents.entries))
