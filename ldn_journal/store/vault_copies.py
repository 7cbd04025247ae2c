"""The copies of a journal in the ``Vault``: backups, copies elsewhere, and going back to one."""

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from ldn_journal.base.errors import (
    AlreadyExists,
    FileDamaged,
    FileMissing,
    MadeByNewerVersion,
    NotProtected,
    PasswordNeeded,
    WrongPassword,
)
from ldn_journal.base.files import discard, led_to, sync_folder, write_whole, writing_errors
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _
from ldn_journal.store import backups as copies_kept
from ldn_journal.store import quarantine
from ldn_journal.store.backups import Backup, backups_in, keys_beside, make_backup
from ldn_journal.store.connection import UNPROTECTED_KEY
from ldn_journal.store.copies import (
    Contents,
    bring,
    contents_of,
    copy_and_read,
    newest_of,
    put_settings,
    readable,
    reading,
    settings_of,
    state_of,
)
from ldn_journal.store.engine import JournalFile
from ldn_journal.store.journal_id import journal_id
from ldn_journal.store.keys import KeyRing, coming_of, newest_of_each, read_sibling, write_ring, write_sibling
from ldn_journal.store.unlocking import Secrets, places, rings_elsewhere

_UNUSABLE = (FileDamaged, FileMissing, MadeByNewerVersion, PasswordNeeded)
"""What a copy may be without being a reason to stop: damaged, gone, from a newer version, under another password."""


class VaultCopies:
    """The part of ``Vault`` that makes, reads and takes over copies."""

    folder: DataFolder
    key: bytes
    ring: KeyRing | None
    distrusted: frozenset[str] = frozenset()
    """Names of backups that failed a trial; they take no other one's place."""

    def backups(self) -> list[Backup]:
        """Return the copies there are, newest first."""
        return backups_in(self.folder.backups)

    def back_up(self, file: JournalFile, at: datetime, spare: Path | None = None) -> tuple[Backup, Contents]:
        """Add a copy of the open ``file``, and thin out older ones but ``spare``.

        Raises ``DiskFull``, ``CannotAccess``, ``FileDamaged``.
        """
        made = make_backup(file, self.folder.backups, at, self.ring)
        with writing_errors(made[0].path):
            copies_kept.thin(self.folder.backups, self._sound, spare, self.distrusted)
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
            copies_kept.thin(second, self._sound, spare, self.distrusted)

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
        """Return the key that opens a copy: the journal's own, the published one, or that of keys beside it or elsewhere here.

        Those are opened with the ``password`` or the recovery ``code`` of that time.
        """
        return self._opening_of(path, password, code)[0]

    def _opening_of(self, path: Path, password: str | None, code: str | None) -> tuple[bytes, KeyRing | None]:
        """Return the key that opens a copy, and its ring, ``None`` where it is the published key."""
        if not path.is_file():
            raise FileMissing(_("There is no file {path}.").format(path=path))
        if readable(path, self.key):
            return self.key, self.ring
        if readable(path, UNPROTECTED_KEY):
            return UNPROTECTED_KEY, None
        secrets = Secrets(password, code)
        beside = read_sibling(keys_beside(path))
        wrong: WrongPassword | None = None
        for ring in [beside] if beside is not None else []:
            try:
                key = secrets.unlock(ring)
            except PasswordNeeded:
                raise
            except WrongPassword as error:
                wrong = error
            else:
                if readable(path, key):
                    return key, ring
        # Its keys are gone, or have changed places with others.
        for ring in self._rings_here() if secrets.given else []:
            with suppress(WrongPassword):
                key = secrets.unlock(ring)
                if readable(path, key):
                    return key, ring
        if wrong is not None:
            raise wrong
        raise CopyDamaged(path)

    def _rings_here(self) -> list[KeyRing]:
        own = newest_of_each(ring for ring in map(read_sibling, places(self.folder)) if ring is not None)
        return [*own, *rings_elsewhere(self.folder, own)]

    def same(self, file: JournalFile, path: Path) -> bool:
        """Whether a copy holds exactly what the open ``file`` holds. Raises ``FileDamaged``, ``PasswordNeeded``."""
        with reading(path, self.key_of(path)) as raw:
            # Nearly always the newest change tells; only where it does not is all of both read.
            return newest_of(raw) == file.asked(newest_of) and state_of(raw) == file.asked(state_of)

    def restore(
        self,
        file: JournalFile,
        path: Path,
        password: str | None = None,
        code: str | None = None,
        *,
        staying: Collection[str] = (),
    ) -> Contents:
        """Take over a copy into the open ``file``, in one transaction; it keeps its own key, and the settings ``staying``."""
        key = self.key_of(path, password, code)
        with _as_copy(path):
            contents = contents_of(path, key)
        stay = file.asked(lambda raw: settings_of(raw, staying))
        with reading(path, key) as source:
            if settings_of(source, staying) == stay:
                file.restore_from(source)
                return contents
        with writing_errors(self.folder.journal):
            try:
                bring(path, key, self._next, self.key)
                put_settings(self._next, self.key, staying, stay)
                with reading(self._next, self.key) as source:
                    file.restore_from(source)
            finally:
                discard(self._next)
        return contents

    def rebuild(
        self, path: Path, password: str | None = None, code: str | None = None, *, staying: Collection[str] = ()
    ) -> Contents:
        """Put a copy in the place of a journal that is damaged or gone; what was there goes to the quarantine folder.

        So do the keys, where they are not those of the copy. A copy that is no backup of this folder sets nothing of what is
        named in ``staying``. Raises ``NotProtected`` where a secret is given for a copy that needs none: it may have been put
        among the backups, and the journal would be without a password from then on.
        """
        key, ring = self._opening_of(path, password, code)
        if ring is None and Secrets(password, code).given:
            raise NotProtected(
                _("{name} is not protected by a password. Restore it without one only if you know it.").format(
                    name=path.name
                )
            )
        with _as_copy(path):
            contents = contents_of(path, key)
        coming = self.folder.journal.with_name(f"{self.folder.journal.name}.next")
        with writing_errors(self.folder.journal):
            shutil.copyfile(path, coming)
            coming.chmod(0o600)
            if path.parent.resolve() != self.folder.backups.resolve():
                put_settings(coming, key, staying)
            _force(coming)
            quarantine.put_aside(self.folder)
            for one in places(self.folder):
                if one.exists() and not _holds(one, ring):
                    quarantine.keep_keys(self.folder, one)
            if ring is None:
                self._retire_keys()
            else:
                write_ring(self.folder.keys, ring.bound_to(journal_id(coming)).above(self._rings_here()))
            coming.replace(self.folder.journal)
            sync_folder(self.folder.root)
            if ring is None:
                quarantine.put_keys_aside(self.folder, coming_of(self.folder.keys))
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

    # Inside ------------------------------------------------------------------------------------------------------

    @property
    def _journal(self) -> Path:
        """The journal file itself, also where a symbolic link leads to it: that one is replaced, never the link."""
        return led_to(self.folder.journal)

    @property
    def _next(self) -> Path:
        return self._journal.with_name(self._journal.name + ".next")

    def _retire_keys(self) -> None:
        """Take the keys out of their place before a file that needs none is put there: the two never lie side by side.

        They lie aside (``coming_of``) until that is done, and still open the protected file if it is not.
        """
        keys, copy, coming = places(self.folder)
        for path in (keys, copy):
            if path.is_symlink():
                if path.exists() and not coming.exists():
                    write_whole(coming, path.read_bytes())
                path.resolve().unlink(missing_ok=True)
            elif path.exists() and not coming.exists():
                path.replace(coming)
            path.unlink(missing_ok=True)

    def _sound(self, backup: Backup) -> bool:
        try:
            contents_of(backup.path, self.key_of(backup.path))
        except _UNUSABLE:
            return False
        return True

    def _backup_folders(self, second: Path | None) -> list[Path]:
        return [folder for folder in (self.folder.backups, second) if folder is not None and folder.is_dir()]


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


def _holds(path: Path, ring: KeyRing | None) -> bool:
    """Whether a keys file holds some state of ``ring``."""
    found = read_sibling(path)
    return found is not None and ring is not None and found.identity == ring.identity


def _force(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
