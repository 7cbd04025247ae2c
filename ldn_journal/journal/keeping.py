"""The use cases that keep the file: password and recovery code, backups and restoring, unfinished text, room on the disk."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ldn_journal.base.clock import Clock
from ldn_journal.base.errors import (
    CannotAccess,
    ConfirmationNeeded,
    DiskFull,
    FileDamaged,
    InvalidEntry,
    JournalError,
    PasswordNeeded,
    ReadOnly,
)
from ldn_journal.base.files import check_target, saying_if_full
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.process import hide_memory
from ldn_journal.base.texts import _
from ldn_journal.journal.backup_trials import BackupTrials
from ldn_journal.journal.settings import OF_THIS_COMPUTER
from ldn_journal.store import Backup, Contents, Store, Vault, check_password
from ldn_journal.store.sealing import seal_text, unseal_text

if TYPE_CHECKING:
    from ldn_journal.journal.erasing import Belongings
    from ldn_journal.journal.journal import Journal
    from ldn_journal.journal.settings import Settings

__all__ = ["BACKUP_EVERY", "Backup", "Contents", "Keeping", "Kept", "backups_of", "check_password"]

BACKUP_EVERY = timedelta(minutes=30)
"""How often a changed journal is copied while it is open."""


@dataclass(frozen=True)
class Kept:
    """A backup that was made. ``not_elsewhere``: why it could not be laid in the second folder as well."""

    backup: Backup
    contents: Contents
    not_elsewhere: JournalError | None = None


def backups_of(folder: DataFolder) -> list[Backup]:
    """Return the backups in a journal's folder, newest first, whether or not the journal can be opened."""
    return Vault(folder).backups()


class Keeping(BackupTrials):
    """The part of ``Journal`` that looks after its file."""

    folder: DataFolder
    clock: Clock
    _store: Store
    _vault: Vault
    touched = False
    """Whether anything was recorded through this object."""

    @property
    def settings(self) -> "Settings":
        """The journal's settings."""
        raise NotImplementedError

    @property
    def read_only(self) -> bool:
        """Whether this is a snapshot, in which nothing can be stored."""
        raise NotImplementedError

    # Protection --------------------------------------------------------------------------------------------------

    @property
    def protected(self) -> bool:
        """Whether a password protects the journal."""
        return self._vault.protected

    def protect(self, password: str) -> str:
        """Encrypt the journal and its backups under a new key of its own; return the recovery code, to be shown once.

        Raises ``InvalidEntry``, ``DiskFull``.
        """
        self._must_be_writable()
        if self.protected:
            raise InvalidEntry({"password": _("This journal is protected already; change its password instead.")})
        check_password(password)
        with _password_as_it_was():
            self.back_up_before()
            code, put_in_place = self._vault.protect(self._store.file, password, self._second)
            self._replace(put_in_place)
        hide_memory()
        return code

    def unprotect(self, password: str) -> None:
        """Take the password away: the journal and its backups can be read by anyone. Raises ``WrongPassword``."""
        self._must_be_protected()
        self._vault.confirm(password)
        with _password_as_it_was():
            self.back_up_before()
            self._replace(self._vault.unprotect(self._store.file, self._second))

    def change_password(self, password: str, new: str) -> None:
        """Set a new password; the old one opens nothing here any more. Raises ``WrongPassword``, ``InvalidEntry``.

        The data key stays: with a copy of the keys made before, the old password still opens journal and backups.
        """
        self._must_be_protected()
        self._vault.confirm(password)
        self.set_password(new)

    def set_password(self, new: str) -> None:
        """Set a new password in a journal that was just opened with its recovery code. Raises ``InvalidEntry``."""
        self._must_be_protected()
        check_password(new)
        with _password_as_it_was():
            self.back_up_before()
            self._vault.change_password(new, self._second)

    def renew_key(self, password: str, new: str) -> str:
        """Set a new password over a new data key, and rewrite the journal and its backups; return the new recovery code.

        For when somebody may know the password: a copy of the keys made before opens none of them any more. The secret in the
        system's keychain goes as well. Raises ``WrongPassword``, ``InvalidEntry``, ``DiskFull``; all is then as it was.
        """
        self._must_be_protected()
        self._vault.confirm(password)
        return self.set_new_key(new)

    def set_new_key(self, new: str) -> str:
        """Do as ``renew_key`` in a journal that was just opened with its recovery code."""
        self._must_be_protected()
        check_password(new)
        self.back_up_before()
        code, put_in_place = self._vault.renew(self._store.file, new, self._second)
        self._replace(put_in_place)
        return code

    def change_recovery_code(self, password: str) -> str:
        """Return a new recovery code; the old one opens nothing any more. Raises ``WrongPassword``."""
        self._must_be_protected()
        self._vault.confirm(password)
        with saying_if_full(_("Your disk is full. The recovery code you have stays valid.")):
            return self._vault.change_code(self._second)

    @property
    def opens_by_keychain(self) -> bool:
        """Whether the journal opens without the password for whoever uses this account, by a secret in the system's keychain."""
        return self._vault.ring is not None and self._vault.ring.has("keychain")

    def use_keychain(self, password: str) -> None:
        """Let this account open the journal without the password. Raises ``WrongPassword``, ``KeychainMissing``."""
        self._must_be_protected()
        self._vault.confirm(password)
        with _password_as_it_was():
            self._vault.use_keychain(self._second)

    def leave_keychain(self) -> None:
        """Ask for the password always."""
        self._must_be_protected()
        with _password_as_it_was():
            self._vault.leave_keychain(self._second)

    @property
    def unfinished(self) -> JournalError | None:
        """Why not all backups could follow the last change of password; the next upkeep tries again."""
        return self._vault.unfinished

    # Backups -----------------------------------------------------------------------------------------------------

    def backups(self) -> list[Backup]:
        """Return the backups there are, newest first."""
        return self._vault.backups()

    def backup(self, *, spare: Path | None = None) -> Kept:
        """Make a verified backup, in the second folder as well; ``spare`` is not thinned out.

        Raises ``DiskFull``, ``CannotAccess``.
        """
        self._must_be_writable()
        self._trust()
        with saying_if_full(_no_backup()):
            made, contents = self._vault.back_up(self._store.file, self.clock.now(), spare)
        self._remember_digest(made)
        problem: JournalError | None = None
        if self._second is not None:
            try:
                self._vault.copy_to_second(made, self._second, spare)
            except (CannotAccess, DiskFull) as error:
                problem = error
        return Kept(made, contents, problem)

    def write_copy(self, path: Path) -> Contents:
        """Write one verified copy to ``path``, anywhere. Raises ``AlreadyExists``, ``DiskFull``, ``CannotAccess``."""
        check_target(path)
        return self._vault.write_copy(self._store.file, path)

    def save_elsewhere(
        self, path: Path, jobs: "Sequence[Callable[[Journal], object]]", drafts: Mapping[str, Any] | None = None
    ) -> Contents:
        """Write a copy to ``path`` and do in it what could not be done here: the way out of a full disk or a file moved away.

        ``jobs`` are called with a journal over the copy; ``drafts`` are kept in it as unfinished text, by name and as JSON
        values. A job that is refused for what it says stays in the drafts. Raises ``DiskFull``, ``CannotAccess``.
        """
        self._vault.write_copy(self._store.file, path)
        store = Store.open(path, self._vault.key)
        try:
            copy = self.over(store)
            if drafts:
                copy.keep_drafts({name: json.dumps(body, ensure_ascii=False) for name, body in drafts.items()})
            for job in jobs:
                with suppress(InvalidEntry, ConfirmationNeeded):
                    job(copy)
        finally:
            store.close()
        return self._vault.contents(path)

    def over(self, store: Store) -> "Journal":
        """Return a journal over another open file, which is closed by whoever opened it."""
        raise NotImplementedError

    def copy_contents(self, path: Path, password: str | None = None) -> Contents:
        """Read a copy through and return what it holds. Raises ``FileDamaged``, ``WrongPassword``, ``MadeByNewerVersion``."""
        return self._vault.contents(path, password)

    def restore(self, path: Path, password: str | None = None, recovery_code: str | None = None) -> Contents:
        """Go back to a copy, all of it, after a backup of what is here now. Settings of this computer stay.

        Raises as ``copy_contents``.

        ``password`` or ``recovery_code``: of the copy, where it has others than the journal.
        """
        self._must_be_writable()
        self._vault.contents(path, password, recovery_code)
        with saying_if_full(_("Your disk is full. Nothing was restored; the journal is as it was.")):
            self.backup(spare=path)
            drafts = self.drafts()
            contents = self._vault.restore(self._store.file, path, password, recovery_code, staying=OF_THIS_COMPUTER)
        self._replace(lambda: None)
        # What is being written now is not part of going back, and what was being written then has long been finished.
        self.keep_drafts({**dict.fromkeys(self.drafts()), **drafts})
        self.mark_trial_due()
        return contents

    def upkeep(self, least_age: timedelta = timedelta()) -> Kept | None:
        """See to what a careful owner would: a backup if something changed, the reserve, what a crash cut off.

        ``least_age``: no backup while the newest is younger. Return the backup that was made. Raises ``DiskFull``,
        ``CannotAccess``. A snapshot needs none.
        """
        if self.read_only:
            return None
        with saying_if_full(_no_backup()):
            self._vault.finish(self._second)
            self._vault.keep_reserve()
        newest = next(iter(self.backups()), None)
        if newest is not None and timedelta() <= self.clock.now() - newest.made_at < least_age:
            return None
        return self.backup() if self._changed_since(newest) else None

    def back_up_before(self) -> None:
        """Make a backup before something great is done to the journal, unless the newest one is as it is now."""
        self._must_be_writable()
        newest = next(iter(self.backups()), None)
        if self._store.last_change() is not None and self._changed_since(newest):
            self.backup()

    def _changed_since(self, backup: Backup | None) -> bool:
        if backup is None or backup.path.name in self._distrusted():
            return self._store.last_change() is not None
        try:
            return not self._vault.same(self._store.file, backup.path)
        except (FileDamaged, PasswordNeeded):
            return True

    # Deleting ----------------------------------------------------------------------------------------------------

    def belongings(self) -> "Belongings":
        """Return what there is of this journal on the computer, and which files were written from it."""
        from ldn_journal.journal.erasing import belongings

        exports = tuple(Path(one.path) for one in self.settings.exports)
        return belongings(self.folder, self._second, exports)

    def close_and_erase(self) -> int:
        """Close the journal and delete every file of it; return how many there were. Nothing brings them back."""
        from ldn_journal.journal.erasing import erase

        self._must_be_writable()
        second = self._second
        self.close()
        return erase(self.folder, second)

    # Unfinished text ---------------------------------------------------------------------------------------------

    def drafts(self) -> dict[str, str]:
        """Return text that was begun and not stored, by the name of what it belongs to."""
        return self._store.drafts()

    def keep_drafts(self, drafts: Mapping[str, str | None]) -> None:
        """Keep unfinished text in the journal; ``None`` takes it away. Raises ``DiskFull``, ``FileMissing``."""
        self._store.keep_drafts(drafts, self.clock.now())

    def seal_text(self, text: str) -> bytes:
        """Return ``text`` encrypted so that only this journal's key opens it: for what the file itself cannot take."""
        return seal_text(self._vault.key, text)

    def unseal_text(self, sealed: bytes) -> str | None:
        """Return a text that this journal sealed, ``None`` for one of another journal."""
        return unseal_text(self._vault.key, sealed)

    # Room --------------------------------------------------------------------------------------------------------

    def free_reserve(self) -> bool:
        """Give the reserved room back to a full disk; whether there was any."""
        self._must_be_writable()
        return self._vault.free_reserve()

    # Inside ------------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Close the file and let the next program in."""
        raise NotImplementedError

    def forget(self) -> None:
        """Drop what was read before the file was replaced."""
        raise NotImplementedError

    @property
    def _second(self) -> Path | None:
        chosen = self.settings.backup_folder
        return None if chosen is None else Path(chosen)

    def _replace(self, put_in_place: Callable[[], None]) -> None:
        """Close the file, let it be replaced, and open what is there then: the new one, or the old one if that failed."""
        self._store.close()
        key = self._vault.key
        self._known()
        try:
            put_in_place()
        finally:
            self._store = Store.open(self.folder.journal, self._vault.key)
            self.forget()
            if self._vault.key != key:
                self._keep_record()  # what is known of the backups is sealed under the new key as well

    def _must_be_writable(self) -> None:
        if self.read_only:
            raise ReadOnly(self.folder.root)

    def _must_be_protected(self) -> None:
        self._must_be_writable()
        if not self.protected:
            raise InvalidEntry({"password": _("This journal is not protected by a password.")})


def _no_backup() -> str:
    return _("Your disk is full. No backup was made; the journal itself is safe.")


def _password_as_it_was() -> AbstractContextManager[None]:
    return saying_if_full(_("Your disk is full. Nothing was changed: the password is as it was."))
