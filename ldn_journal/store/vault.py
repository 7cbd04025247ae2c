"""``Vault``: what keeps the journal file safe from outside: the key it opens with, its backups, and what is put in its place.

Each change of key or file is made so that a crash at any point leaves the old state or the new one: a new file is finished
and read through under another name before one rename puts it in place, and which key a file opens with is asked of the file.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ldn_journal.base.errors import AlreadyExists, CannotAccess, DiskFull, NotForced, NotProtected, ProtectionGone
from ldn_journal.base.files import discard, is_lost_link, led_to, writing_errors
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _
from ldn_journal.store import backups as copies_kept
from ldn_journal.store import keychain, quarantine
from ldn_journal.store.backups import backups_in
from ldn_journal.store.connection import UNPROTECTED_KEY
from ldn_journal.store.copies import copy_and_read, readable, replace_and_wipe
from ldn_journal.store.engine import JournalFile
from ldn_journal.store.journal_id import journal_id
from ldn_journal.store.keys import (
    Former,
    KeyRing,
    Slot,
    SlotKind,
    check_password,
    coming_of,
    new_code,
    new_ring,
    read_sibling,
    write_ring,
    write_sibling,
)
from ldn_journal.store.unlocking import Secrets, find_opening, has_keys, places
from ldn_journal.store.vault_copies import CopyDamaged, VaultCopies

if TYPE_CHECKING:
    from ldn_journal.store.store import Store

__all__ = ["RESERVE_BYTES", "CopyDamaged", "Vault"]

RESERVE_BYTES = 8 << 20


class Vault(VaultCopies):
    """The keys and copies of the journal in ``folder``. The caller holds the journal's lock while anything is changed."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.key = UNPROTECTED_KEY
        self.ring: KeyRing | None = None
        self.opened_by: Slot | None = None
        """The slot of the keys that has opened the journal here."""
        self.unfinished: DiskFull | CannotAccess | None = None
        """Why copies could not all follow the last change of key or password."""

    # Keys --------------------------------------------------------------------------------------------------------

    @property
    def protected(self) -> bool:
        """Whether the journal was opened with a key of its own."""
        return self.ring is not None

    def unlock(
        self,
        password: str | None = None,
        code: str | None = None,
        *,
        ask_keychain: bool = False,
        as_unprotected: bool = False,
    ) -> bytes:
        """Return the key that opens the journal, and remember it. ``ask_keychain``: ask the system's where nothing is given.

        ``as_unprotected``: keys that lie beside a file that needs none are put aside; without it that is ``ProtectionGone``.
        Raises ``PasswordNeeded``, ``WrongPassword``, ``NotProtected`` where a secret is given that nothing needs,
        ``KeysDamaged``, ``KeysMissing``, ``KeysOfAnother``.
        """
        self._clear_up()
        self.key, self.ring = UNPROTECTED_KEY, None
        secrets = Secrets(password, code, ask_keychain)
        if readable(self.folder.journal, UNPROTECTED_KEY):
            self._settle_unprotected(secrets, as_unprotected=as_unprotected)
            return self.key
        found = find_opening(self.folder, secrets)
        if found is not None:
            self.key, self.ring = found.key, found.ring
            if found.opens:
                self.ring = found.ring.bound_to(journal_id(self.folder.journal))
                self._settle_keys(self.ring)
        self.opened_by = None if self.ring is None else self.ring.slot(secrets.kind)
        return self.key

    def still_opens(self) -> bool:
        """Whether the key in hand opens the journal after another program had it; the keys are then those of now."""
        self._clear_up()
        there = [ring for ring in map(read_sibling, places(self.folder)[:2]) if ring is not None]
        ring = there[0] if there else None
        same = (
            not has_keys(self.folder) if self.ring is None else ring is not None and ring.identity == self.ring.identity
        )
        if not same or not readable(self.folder.journal, self.key):
            return False
        self.ring = ring
        return True

    def _settle_unprotected(self, secrets: Secrets, *, as_unprotected: bool) -> None:
        """See to keys beside a file that needs none. No change of ours leaves such: something else put one of them there."""
        keys, copy, coming = places(self.folder)
        if has_keys(self.folder):
            if not as_unprotected:
                raise ProtectionGone
            quarantine.put_keys_aside(self.folder, keys, copy)
        elif secrets.given and not as_unprotected:
            raise NotProtected
        # Protecting it was cut off before the file was replaced, or unprotecting after.
        quarantine.put_keys_aside(self.folder, coming)

    def _settle_keys(self, ring: KeyRing) -> None:
        """Lay the ring that has just opened the journal into both places. What is there of another journal is kept aside.

        A full disk keeps nobody out: what cannot be written is left as it is, and the next opening tries again.
        """
        keys, copy, coming = places(self.folder)
        former = {one.identity for one in ring.former_keys(self.key)}
        for path in (keys, copy):
            there = read_sibling(path)
            if there == ring or is_lost_link(path):
                continue
            with suppress(DiskFull, CannotAccess):
                if there is not None and there.identity not in {ring.identity, *former}:
                    quarantine.keep_keys(self.folder, path)
                write_sibling(led_to(path), ring)
        if coming.exists() and ring in (read_sibling(keys), read_sibling(copy)):
            with suppress(DiskFull, CannotAccess), writing_errors(coming):
                if not _is_spent(coming, ring):
                    quarantine.keep_keys(self.folder, coming)
                coming.unlink()

    def protect(self, file: JournalFile, password: str, second: Path | None) -> tuple[str, Callable[[], None]]:
        """Prepare a protected copy of the open ``file``; return the recovery code and what puts it in place once that is closed.

        Raises ``InvalidEntry``, ``DiskFull``; nothing is changed then.
        """
        ring, key, code = new_ring(password)
        return code, self._prepare(file, key, ring, second)

    def renew(self, file: JournalFile, password: str, second: Path | None) -> tuple[str, Callable[[], None]]:
        """Prepare a copy of the open ``file`` under a new data key; return as ``protect``. The recovery code is a new one too.

        No copy of the keys so far then opens the journal, whatever password it is tried with, nor the backups that are here.
        """
        before = self._own_ring()
        ring, key, code = new_ring(password)
        ring = ring.with_former(key, [Former(before.identity, self.key), *before.former_keys(self.key)])
        return code, self._prepare(file, key, ring, second)

    def unprotect(self, file: JournalFile, second: Path | None) -> Callable[[], None]:
        """Prepare an unprotected copy of the open ``file``; return what puts it in place once that is closed."""
        return self._prepare(file, UNPROTECTED_KEY, None, second)

    def _prepare(self, file: JournalFile, key: bytes, ring: KeyRing | None, second: Path | None) -> Callable[[], None]:
        coming = coming_of(self.folder.keys)
        if ring is not None:
            # Beside the present keys, if any: which of the two hold is asked of the file.
            ring = ring.bound_to(journal_id(self.folder.journal))
            write_sibling(coming, ring)
        try:
            with writing_errors(self.folder.journal):
                copy_and_read(file, self._next, None, key)
        except BaseException:
            coming.unlink(missing_ok=True)
            raise
        return lambda: self._put_in_place(key, ring, second)

    def create(self, password: str, make: "Callable[[bytes], Store]") -> "tuple[Store, str]":
        """Have a new journal made under a key of its own by ``make``; return it with the recovery code.

        The file is never there without its password, and when anything fails neither it nor its keys are.
        Raises ``AlreadyExists``, ``InvalidEntry``, ``DiskFull``, ``CannotAccess`` and what ``make`` raises.
        """
        quarantine.put_keys_aside(self.folder, coming_of(self.folder.keys))  # of one that was cut off
        ours = (self.folder.journal, *places(self.folder))
        for path in ours:
            if path.exists() or path.is_symlink():
                raise AlreadyExists(_("{name} is there already.").format(name=path.name))
        ring, key, code = new_ring(password)
        store: Store | None = None
        try:
            write_sibling(coming_of(self.folder.keys), ring)
            store = make(key)
            self.key, self.ring = key, ring.bound_to(journal_id(self.folder.journal))
        except BaseException:
            if store is not None:
                store.close()
            for path in ours:
                discard(path)
            raise
        with self._seen_to_later():
            self._install_keys(self.ring)  # until that is done, they open the file from where they lie
        return store, code

    def confirm(self, password: str) -> None:
        """Raise ``WrongPassword`` unless ``password`` opens the journal."""
        if self.ring is not None:
            self.ring.unlock("password", password)

    def change_password(self, password: str, second: Path | None) -> None:
        """Wrap the key under a new password. Raises ``InvalidEntry``."""
        check_password(password)
        self._rewrap("password", password, second)

    def change_code(self, second: Path | None) -> str:
        """Wrap the key under a new recovery code and return it; the old one opens nothing any more."""
        code = new_code()
        self._rewrap("recovery", code, second)
        return code

    def use_keychain(self, second: Path | None) -> None:
        """Wrap the key under a secret that the keychain of the system keeps as well. Raises ``KeychainMissing``."""
        ring = self._own_ring()
        secret = keychain.new_secret()
        keychain.keep(ring.identity, secret)
        try:
            self._rewrap("keychain", secret, second)
        except BaseException:
            keychain.forget(ring.identity)
            raise

    def leave_keychain(self, second: Path | None) -> None:
        """Take the slot of the keychain away, then its secret, which opens nothing by then."""
        ring = self._own_ring()
        self._take_ring(ring.without("keychain"), second)
        keychain.forget(ring.identity)

    def _own_ring(self) -> KeyRing:
        if self.ring is None:
            raise ValueError(_("This journal is not protected by a password."))
        return self.ring

    def _rewrap(self, kind: SlotKind, secret: str, second: Path | None) -> None:
        self._take_ring(self._own_ring().with_slot(kind, secret, self.key), second)

    def _take_ring(self, ring: KeyRing, second: Path | None) -> None:
        """Put another ring for the same key in the place of the one so far, beside the copies as well."""
        write_ring(self.folder.keys, ring)
        self.ring = ring
        with self._seen_to_later():
            quarantine.rewrap(self.folder.quarantine, ring)
            for folder in self._backup_folders(second):
                copies_kept.rewrap_backups(folder, ring)

    def _put_in_place(self, key: bytes, ring: KeyRing | None, second: Path | None) -> None:
        old, before = self.key, self.ring
        coming = coming_of(self.folder.keys)
        unforced: NotForced | None = None
        with writing_errors(self.folder.journal):
            try:
                if ring is None:
                    self._retire_keys()
                replace_and_wipe(self._next, self._journal)
            except NotForced as error:
                if self._next.exists():
                    raise
                unforced = error  # the new file is in place, and opens with the new key only
            except BaseException:
                if not self._next.exists():  # the file is in its place, whatever the disk says of its name
                    self.key, self.ring = key, ring
                else:
                    discard(self._next)
                    if ring is None and coming.exists():
                        coming.replace(self.folder.keys)
                    coming.unlink(missing_ok=True)
                raise
        self.key, self.ring = key, ring
        former = [] if before is None else [Former(before.identity, old), *before.former_keys(old)]
        if before is not None and before.has("keychain"):
            keychain.forget(before.identity)
        with self._seen_to_later():
            if ring is not None:
                self._install_keys(ring)  # until that is done, they open the file from where they lie
            else:
                coming.unlink(missing_ok=True)
                quarantine.unseal_all(self.folder.quarantine, old)
            if before is None:
                self._rekey(old, second)
            self._rekey_former(former, second)
            if ring is not None and former:
                self._forget_former(second)
            if unforced is not None:
                raise unforced

    def _install_keys(self, ring: KeyRing) -> None:
        """Put the keys of the file that is in its place now where they belong; a full disk is no hindrance."""
        keys, copy, coming = places(self.folder)
        if read_sibling(coming) == ring and not keys.is_symlink():
            coming.replace(keys)
            with suppress(DiskFull, CannotAccess):
                write_sibling(led_to(copy), ring)
        else:
            write_ring(keys, ring)
            coming.unlink(missing_ok=True)

    def _rekey(self, old: bytes, second: Path | None) -> None:
        """Bring backups and quarantine from the key before to the present one."""
        for folder in self._backup_folders(second):
            damaged = copies_kept.rekey_backups(folder, old, self.key, self.ring)
            # What is left of a damaged one could be read by anyone. In a folder that others may use, it need not be ours.
            if self.ring is not None and folder == self.folder.backups:
                for one in damaged:
                    quarantine.take_in(self.folder, one.path, self.key)
        if self.ring is not None:
            quarantine.seal_all(self.folder.quarantine, self.key)

    def _rekey_former(self, former: Sequence[Former], second: Path | None) -> None:
        """Bring what is still under earlier data keys to the present one, so that their rings open nothing any more."""
        for one in former:
            self._rekey(one.key, second)
            if self.ring is None:
                continue
            for backup in backups_in(self.folder.backups):
                beside = read_sibling(backup.keys)
                if beside is not None and beside.identity == one.identity:
                    quarantine.take_in(self.folder, backup.path, self.key)
                    backup.keys.unlink()
            quarantine.renew(self.folder.quarantine, one.key, self.key, one.identity)

    @contextmanager
    def _seen_to_later(self) -> Iterator[None]:
        """What is done to copies once the journal itself is done: a failure is told and made good by ``finish``, not raised."""
        self.unfinished = None
        try:
            with writing_errors(self.folder.backups / "copies"):
                yield
        except (DiskFull, CannotAccess) as error:
            self.unfinished = error

    # Upkeep ------------------------------------------------------------------------------------------------------

    def finish(self, second: Path | None, *, early: bool = False) -> None:
        """Finish what a crash cut off: copies still under the key before, keys before a change of password.

        ``early``: the second folder is not known yet. Raises ``DiskFull``, ``CannotAccess``.
        """
        with writing_errors(self.folder.backups / "copies"):
            for folder in self._backup_folders(second):
                copies_kept.remove_half_made(folder)
            if self.folder.backups.is_dir():
                copies_kept.remove_lone_keys(self.folder.backups)
            if self.ring is None:
                self._drop_needless_keys()
                return
            if any(not one.keys.exists() for folder in self._backup_folders(second) for one in backups_in(folder)):
                self._rekey(UNPROTECTED_KEY, second)
            former = self.ring.former_keys(self.key)
            self._rekey_former(former, second)
            quarantine.seal_all(self.folder.quarantine, self.key)
            quarantine.rewrap(self.folder.quarantine, self.ring)
            for folder in self._backup_folders(second):
                copies_kept.rewrap_backups(folder, self.ring)
            if former and not early:
                self._forget_former(second)

    def _forget_former(self, second: Path | None) -> None:
        """Let go of earlier data keys once no copy needs them any more. Raises ``CannotAccess`` while some are out of reach."""
        if second is not None and not second.is_dir():
            raise CannotAccess(
                _(
                    "The backups in {folder} still open with the old password; they follow when the folder is there."
                ).format(folder=second)
            )
        self._take_ring(self._own_ring().with_former(self.key, []), second)

    def _drop_needless_keys(self) -> None:
        for one in self.backups():
            if one.keys.exists() and readable(one.path, UNPROTECTED_KEY):
                one.keys.unlink()

    def finish_early(self) -> None:
        """Finish, right after opening, what a crash left open to others; a failure is told in ``unfinished``."""
        if self.ring is not None:
            with self._seen_to_later():
                self.finish(None, early=True)

    def keep_reserve(self) -> None:
        """See that there is a reserve of room, as long as the disk has it to spare."""
        copies_kept.keep_reserve(self.folder.reserve, RESERVE_BYTES)

    def free_reserve(self) -> bool:
        """Give the reserve's room back to the disk; whether there was any."""
        return copies_kept.free_room(self.folder.reserve)

    @property
    def scratch(self) -> Path:
        """Where a backup is restored to on trial."""
        return self.folder.journal.with_name(".journal.trial.part")

    def _clear_up(self) -> None:
        """Delete what a crash left half written; keys among it could open the journal by a password that was never set.

        A disk that does not let it keeps nobody out: the next opening tries again.
        """
        beside = self.scratch.with_name(self.scratch.name + "-journal")
        for path in (self._next, self._next.with_name(f".{self._next.name}.part"), self.scratch, beside):
            discard(path)
        for folder, half in (
            (self.folder.root, f".{self.folder.keys.name}.*.part"),
            (self.folder.root, f".{self.folder.backup_record.name}.*.part"),
            (self.folder.backups, ".*.part"),
            (self.folder.quarantine, ".*.part"),
        ):
            for path in folder.glob(half):
                discard(path)


def _is_spent(path: Path, ring: KeyRing) -> bool:
    """Whether keys that lay aside say no more than the ring does."""
    found = read_sibling(path)
    return found is None or found.identity == ring.identity
