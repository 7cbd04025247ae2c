"""``Vault``: what keeps the journal file safe from outside: the key it opens with, its backups, and what is put in its place.

Each change of key or file is made so that a crash at any point leaves the old state or the new one: a new file is finished
and read through under another name before one rename puts it in place, and which key a file opens with is asked of the file.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from ldn_journal.base.errors import (
    AlreadyExists,
    CannotAccess,
    DiskFull,
    FileDamaged,
    FileMissing,
    MadeByNewerVersion,
    NotForced,
    PasswordNeeded,
    WrongPassword,
)
from ldn_journal.base.files import discard, sync_folder, writing_errors
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _
from ldn_journal.store import backups as copies_kept
from ldn_journal.store import keychain, quarantine
from ldn_journal.store.backups import Backup, backups_in, keys_beside, make_backup
from ldn_journal.store.connection import UNPROTECTED_KEY
from ldn_journal.store.copies import (
    Contents,
    contents_of,
    copy_and_read,
    newest_of,
    readable,
    reading,
    replace_and_wipe,
    state_of,
)
from ldn_journal.store.engine import JournalFile
from ldn_journal.store.keys import (
    KeyRing,
    KeysDamaged,
    SlotKind,
    check_password,
    copy_of,
    new_code,
    new_ring,
    read_ring,
    read_sibling,
    write_ring,
    write_sibling,
)

RESERVE_BYTES = 8 << 20
_UNUSABLE = (FileDamaged, FileMissing, MadeByNewerVersion, PasswordNeeded)
"""What a copy may be without being a reason to stop: damaged, gone, from a newer version, under another password."""


class Vault:
    """The keys and copies of the journal in ``folder``. The caller holds the journal's lock while anything is changed."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.key = UNPROTECTED_KEY
        self.ring: KeyRing | None = None
        self.unfinished: DiskFull | CannotAccess | None = None
        """Why copies could not all follow the last change of key or password."""

    # Keys --------------------------------------------------------------------------------------------------------

    @property
    def protected(self) -> bool:
        """Whether the journal was opened with a key of its own."""
        return self.ring is not None

    def unlock(self, password: str | None = None, code: str | None = None, *, ask_keychain: bool = False) -> bytes:
        """Return the key that opens the journal, and remember it. ``ask_keychain``: ask the system's where nothing is given.

        Raises ``PasswordNeeded``, ``WrongPassword``, ``KeysDamaged`` where neither the keys nor a copy of them can be read.
        """
        self._clear_up()
        ring: KeyRing | None = None
        damage: KeysDamaged | None = None
        try:
            ring = read_ring(self.folder.keys)
        except KeysDamaged as error:
            damage = error
        self.key, self.ring = UNPROTECTED_KEY, None
        if readable(self.folder.journal, UNPROTECTED_KEY):
            # Protecting it was cut off before the file was replaced, or unprotecting after: the file says which it is.
            with writing_errors(self.folder.keys):
                quarantine.put_keys_aside(self.folder)
                self._drop_keys()
        elif ring is not None:
            given = password is not None or code is not None
            key = keychain.key_of(ring) if ask_keychain and not given else None
            self.key, self.ring = key or _unlocked(ring, password, code), ring
        else:
            self._unlock_by_backups(password, code, damage)
        return self.key

    def _unlock_by_backups(self, password: str | None, code: str | None, damage: KeysDamaged | None) -> None:
        """The keys are gone or damaged: take those beside a backup, and keep them once they have opened the journal."""
        wrong: WrongPassword | None = None
        for ring in self._rings_beside_backups(protected=damage is not None):
            try:
                key = _unlocked(ring, password, code)
            except PasswordNeeded:
                raise
            except WrongPassword as error:
                wrong = wrong or error
                continue
            if self.ring is None or readable(self.folder.journal, key):
                self.key, self.ring = key, ring
            if readable(self.folder.journal, key):
                write_ring(self.folder.keys, ring)
                return
        # With a key in hand and a journal that it does not open, the journal is what is damaged; opening it will tell.
        problem = wrong or damage
        if self.ring is None and problem is not None:
            raise problem

    def _rings_beside_backups(self, *, protected: bool) -> Iterator[KeyRing]:
        """The rings beside backups, newest first; only up to one without a password, unless the journal is known to have one."""
        seen: list[KeyRing] = []
        for one in backups_in(self.folder.backups):
            if readable(one.path, UNPROTECTED_KEY):
                if not protected:
                    return
                continue
            ring = read_sibling(one.keys)
            if ring is not None and ring not in seen:
                seen.append(ring)
                yield ring

    def protect(self, file: JournalFile, password: str, second: Path | None) -> tuple[str, Callable[[], None]]:
        """Prepare a protected copy of the open ``file``; return the recovery code and what puts it in place once that is closed.

        Raises ``InvalidEntry``, ``DiskFull``; nothing is changed then.
        """
        ring, key, code = new_ring(password)
        write_ring(self.folder.keys, ring)
        try:
            with writing_errors(self.folder.journal):
                copy_and_read(file, self._next, None, key)
        except BaseException:
            self._drop_keys()
            raise
        return code, lambda: self._put_in_place(key, ring, second)

    def unprotect(self, file: JournalFile, second: Path | None) -> Callable[[], None]:
        """Prepare an unprotected copy of the open ``file``; return what puts it in place once that is closed."""
        with writing_errors(self.folder.journal):
            copy_and_read(file, self._next, None, UNPROTECTED_KEY)
        return lambda: self._put_in_place(UNPROTECTED_KEY, None, second)

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
        unforced: NotForced | None = None
        try:
            with writing_errors(self.folder.journal):
                replace_and_wipe(self._next, self.folder.journal)
        except NotForced as error:
            unforced = error  # the new file is in place, and opens with the new key only
        self.key, self.ring = key, ring
        if ring is None and before is not None and before.has("keychain"):
            keychain.forget(before.identity)
        with self._seen_to_later():
            if ring is None:
                self._drop_keys()  # those left behind are dropped when the file is next opened without them
                quarantine.unseal_all(self.folder.quarantine, old)
            self._rekey(old, second)
            if unforced is not None:
                raise unforced

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

    @contextmanager
    def _seen_to_later(self) -> Iterator[None]:
        """What is done to copies once the journal itself is done: a failure is told and made good by ``finish``, not raised."""
        self.unfinished = None
        try:
            with writing_errors(self.folder.backups / "copies"):
                yield
        except (DiskFull, CannotAccess) as error:
            self.unfinished = error

    def _drop_keys(self) -> None:
        for path in (self.folder.keys, copy_of(self.folder.keys)):
            path.unlink(missing_ok=True)

    # Backups -----------------------------------------------------------------------------------------------------

    def backups(self) -> list[Backup]:
        """Return the copies there are, newest first."""
        return backups_in(self.folder.backups)

    def back_up(self, file: JournalFile, at: datetime, spare: Path | None = None) -> tuple[Backup, Contents]:
        """Add a copy of the open ``file``, and thin out older ones but ``spare``.

        Raises ``DiskFull``, ``CannotAccess``, ``FileDamaged``.
        """
        made = make_backup(file, self.folder.backups, at, self.ring)
        with writing_errors(made[0].path):
            copies_kept.thin(self.folder.backups, self._sound, spare)
        return made

    def copy_to_second(self, backup: Backup, second: Path, spare: Path | None = None) -> None:
        """Lay a verified copy in a second folder as well, and thin that out. Raises ``DiskFull``, ``CannotAccess``."""
        with writing_errors(second / backup.path.name):
            if not second.is_dir():
                raise FileNotFoundError
            part = second / f".{backup.path.name}.part"
            try:
                if self.ring is not None:
                    write_sibling(second / backup.keys.name, self.ring)
                shutil.copyfile(backup.path, part)
                _force(part)
                part.replace(second / backup.path.name)
            except BaseException:
                discard(part)
                raise
            sync_folder(second)
            copies_kept.thin(second, self._sound, spare)

    def write_copy(self, file: JournalFile, path: Path) -> Contents:
        """Write one verified copy to ``path``, its keys beside it. Nothing is overwritten: a copy is not worth another one.

        Raises ``AlreadyExists``, ``DiskFull``, ``CannotAccess``.
        """
        keys = keys_beside(path)
        for there in (path, keys):
            if (there.exists() or there.is_symlink()) and not (there == keys and self._is_own_ring(keys)):
                raise AlreadyExists(_("{name} is there already.").format(name=there.name))
        with writing_errors(path):
            return copy_and_read(file, path, self.ring)

    def _is_own_ring(self, keys: Path) -> bool:
        """Whether a file holds this journal's keys: those of a copy that was cut off before the copy itself had its name."""
        ring = None if keys.is_symlink() else read_sibling(keys)
        return self.ring is not None and ring is not None and ring.identity == self.ring.identity

    def contents(self, path: Path, password: str | None = None, code: str | None = None) -> Contents:
        """Read a copy through. Raises ``CopyDamaged``, ``PasswordNeeded``, ``WrongPassword``, ``MadeByNewerVersion``."""
        with _as_copy(path):
            return contents_of(path, self.key_of(path, password, code))

    def key_of(self, path: Path, password: str | None = None, code: str | None = None) -> bytes:
        """Return the key that opens a copy: the journal's own, the published one, or that of the keys beside it.

        Those are opened with the ``password`` or the recovery ``code`` of that time.
        """
        if not path.is_file():
            raise FileMissing(_("There is no file {path}.").format(path=path))
        for key in (self.key, UNPROTECTED_KEY):
            if readable(path, key):
                return key
        ring = read_sibling(keys_beside(path))
        if ring is None:
            raise CopyDamaged(path)
        key = _unlocked(ring, password, code)
        if not readable(path, key):
            raise CopyDamaged(path)
        return key

    def same(self, file: JournalFile, path: Path) -> bool:
        """Whether a copy holds exactly what the open ``file`` holds. Raises ``FileDamaged``, ``PasswordNeeded``."""
        with reading(path, self.key_of(path)) as raw:
            # Nearly always the newest change tells; only where it does not is all of both read.
            return newest_of(raw) == file.asked(newest_of) and state_of(raw) == file.asked(state_of)

    def restore(self, file: JournalFile, path: Path, password: str | None = None, code: str | None = None) -> Contents:
        """Take over a copy into the open ``file``, in one transaction; it keeps its own key."""
        key = self.key_of(path, password, code)
        with _as_copy(path):
            contents = contents_of(path, key)
        with reading(path, key) as source:
            file.restore_from(source)
        return contents

    def rebuild(self, path: Path, password: str | None = None, code: str | None = None) -> Contents:
        """Put a copy in the place of a journal that is damaged or gone; what was there goes to the quarantine folder."""
        if self.ring is None and (password is not None or code is not None):
            # The keys may be well, and the copy one that has none beside it.
            with suppress(KeysDamaged, WrongPassword):
                ring = read_ring(self.folder.keys)
                if ring is not None:
                    self.key, self.ring = _unlocked(ring, password, code), ring
        key = self.key_of(path, password, code)
        with _as_copy(path):
            contents = contents_of(path, key)
        ring = None if key == UNPROTECTED_KEY else self._ring_for(path, key)
        with writing_errors(self.folder.journal):
            shutil.copyfile(path, self._next)
            self._next.chmod(0o600)
            _force(self._next)
            self.put_aside()
            if ring is not None:
                write_ring(self.folder.keys, ring)
            self._next.replace(self.folder.journal)
            sync_folder(self.folder.root)
            if ring is None:
                # Only now: keys beside a file that needs none are dropped when it is opened, a file without its keys is lost.
                self._drop_keys()
        return contents

    def put_aside(self) -> None:
        """Move what is left of a journal to the quarantine folder."""
        quarantine.put_aside(self.folder)

    def newest_sound(self) -> tuple[Backup, Contents] | None:
        """Return the newest copy that reads well, as far as the key in hand goes."""
        for one in self.backups():
            try:
                return one, contents_of(one.path, self.key_of(one.path))
            except _UNUSABLE:
                continue
        return None

    # Upkeep ------------------------------------------------------------------------------------------------------

    def finish(self, second: Path | None) -> None:
        """Finish what a crash cut off: copies still under the key before, keys before a change of password.

        Raises ``DiskFull``, ``CannotAccess``.
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
            quarantine.seal_all(self.folder.quarantine, self.key)
            quarantine.rewrap(self.folder.quarantine, self.ring)
            for folder in self._backup_folders(second):
                copies_kept.rewrap_backups(folder, self.ring)

    def _drop_needless_keys(self) -> None:
        for one in self.backups():
            if one.keys.exists() and readable(one.path, UNPROTECTED_KEY):
                one.keys.unlink()

    def finish_early(self) -> None:
        """Finish, right after opening, what a crash left open to others; a failure is told in ``unfinished``."""
        if self.ring is not None:
            with self._seen_to_later():
                self.finish(None)

    def keep_reserve(self) -> None:
        """See that there is a reserve of room, as long as the disk has it to spare."""
        copies_kept.keep_reserve(self.folder.reserve, RESERVE_BYTES)

    def free_reserve(self) -> bool:
        """Give the reserve's room back to the disk; whether there was any."""
        return copies_kept.free_room(self.folder.reserve)

    @property
    def _next(self) -> Path:
        return self.folder.journal.with_name(self.folder.journal.name + ".next")

    def _clear_up(self) -> None:
        """Delete what a crash left half written; keys among it could open the journal by a password that was never set.

        A disk that does not let it keeps nobody out: the next opening tries again.
        """
        for path in (self._next, self._next.with_name(f".{self._next.name}.part")):
            discard(path)
        for folder, half in (
            (self.folder.root, f".{self.folder.keys.name}.*.part"),
            (self.folder.backups, ".*.part"),
            (self.folder.quarantine, ".*.part"),
        ):
            for path in folder.glob(half):
                discard(path)

    def _sound(self, backup: Backup) -> bool:
        try:
            contents_of(backup.path, self.key_of(backup.path))
        except _UNUSABLE:
            return False
        return True

    def _backup_folders(self, second: Path | None) -> list[Path]:
        return [folder for folder in (self.folder.backups, second) if folder is not None and folder.is_dir()]

    def _ring_for(self, path: Path, key: bytes) -> KeyRing | None:
        if self.ring is not None and key == self.key:
            return self.ring
        return read_sibling(keys_beside(path))


class CopyDamaged(FileDamaged):
    """A copy that cannot be used: damaged, or no copy of a journal at all."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.args = (_("{name} is damaged, or no copy of an LDN Journal. Nothing was changed.").format(name=path.name),)


@contextmanager
def _as_copy(path: Path) -> Iterator[None]:
    try:
        yield
    except FileDamaged as error:
        raise CopyDamaged(path) from error


def _unlocked(ring: KeyRing, password: str | None, code: str | None) -> bytes:
    if code is not None:
        return ring.unlock("recovery", code)
    if password is None:
        raise PasswordNeeded
    return ring.unlock("password", password)


def _force(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
