"""The use cases that prove what would be needed one day: a backup restored on trial, and the recovery code typed for practice.

A trial has three steps, so that no entry waits for it: ``begin_trial`` on the journal's thread, ``BackupTrial.run`` on any other,
``end_trial`` on the journal's thread again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from ldn_journal.base.clock import Clock
from ldn_journal.base.errors import (
    CannotAccess,
    DiskFull,
    FileDamaged,
    FileMissing,
    InvalidEntry,
    WrongPassword,
)
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _
from ldn_journal.store import Backup, Store, Vault

if TYPE_CHECKING:
    from ldn_journal.journal.backup_record import BackupRecord, CodeNews, Fault, Trial
    from ldn_journal.journal.keeping import Kept
    from ldn_journal.store.trial_restore import Restored, TrialRestore

TRIAL_EVERY = timedelta(days=30)
"""How often the newest backup is restored on trial."""
PRACTICE_EVERY = timedelta(days=183)
"""How often the recovery code may be typed for practice before it is offered again."""
PUT_OFF = timedelta(days=30)
"""How long an offer that was put off stays away."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BackupTrial:
    """A test that was begun, and the digest ``expected`` of it.

    ``exact``: that was written down when the backup was made. Else it is what the journal says now, and that may have gone on.
    """

    backup: Backup
    restore: "TrialRestore" = field(repr=False)
    expected: str
    exact: bool
    fault: "Fault | None"
    ring: str
    """The mark of the keys in force when it was begun."""
    last: bool
    """Whether this is the backup that was made because another failed."""

    def run(self, cancelled: Callable[[], bool] = lambda: False) -> "Restored | Fault":
        """Restore it on trial; on any thread. Raises as ``TrialRestore.run``, but for damage, which is an outcome."""
        from ldn_journal.journal.backup_record import Fault

        if self.fault is not None:
            return self.fault
        try:
            return self.restore.run(cancelled)
        except (FileDamaged, FileMissing):
            return Fault.DAMAGED


@dataclass(frozen=True)
class TrialNews:
    """What the last test found, and which backups that are still there failed one, newest first.

    ``newest``: whether the last one tested is the newest backup there is.
    """

    last: "Trial | None"
    failed: "tuple[Trial, ...]" = ()
    newest: bool = False


@dataclass(frozen=True)
class CodePractice:
    """The recovery code: when it was last typed for practice, and whether it is time to offer that."""

    practised_at: datetime | None
    offered: bool


class CodeAnswer(Enum):
    """What came of a recovery code typed for practice."""

    RIGHT = "right"
    SLIP = "slip"
    """It is no whole code: a letter is wrong or missing."""
    OTHER = "other"
    """It is a whole code, of another journal or of an earlier day."""


class BackupTrials:
    """The part of ``Journal`` that tests backups and the recovery code. Modules are loaded when they are needed."""

    folder: DataFolder
    clock: Clock
    _store: Store
    _vault: Vault
    _backup_record: "BackupRecord | None" = None

    def backups(self) -> list[Backup]:
        """Return the backups there are, newest first."""
        raise NotImplementedError

    def backup(self) -> "Kept":
        """Make a verified backup."""
        raise NotImplementedError

    # Backups -----------------------------------------------------------------------------------------------------

    def trial_due(self) -> bool:
        """Whether the newest backup should be restored on trial.

        That is so once in ``TRIAL_EVERY``, after each change of password, recovery code or keys, and after going back to a copy.
        """
        if not self.backups():
            return False
        record = self._known()
        trial = record.trial
        if record.due or trial is None or trial.ring != self._ring_mark():
            return True
        # A failed one was followed by a new backup; where that failed as well, it is not tried again at every look.
        least = TRIAL_EVERY if trial.fault is None else timedelta(days=1)
        return not timedelta(days=-1) <= self.clock.now() - trial.at < least

    def see_to_trials(self) -> bool:
        """Write down what can only be told now, of the code's age and what opened the journal; whether a trial is due."""
        self.note_code()
        self.note_trial_keys()
        return self.trial_due()

    def trial_news(self) -> TrialNews:
        """Return what the last test found."""
        record = self._known()
        there = [one.path.name for one in self.backups()]
        distrusted = self._distrusted()
        failed = tuple(record.failed[name] for name in there if name in distrusted)
        newest = record.trial is not None and there[:1] == [record.trial.backup]
        return TrialNews(record.trial, failed, newest)

    def begin_trial(self, *, last: bool = False) -> BackupTrial | None:
        """Return the test of the newest backup, to be run; ``None`` where there is nothing to copy yet.

        A first backup is made where there is none. Raises ``DiskFull``, ``CannotAccess``.
        """
        from ldn_journal.store.content_digest import content_digest
        from ldn_journal.store.trial_restore import TrialRestore

        newest = next(iter(self.backups()), None)
        if newest is None:
            if self._store.last_change() is None:
                return None
            newest = self.backup().backup
        key, fault = self._key_for(newest)
        known = self._known().digests.get(newest.path.name)
        expected = self._store.file.asked(content_digest) if known is None else known
        restore = TrialRestore(newest, key, self._vault.scratch)
        return BackupTrial(newest, restore, expected, known is not None, fault, self._ring_mark(), last)

    def end_trial(self, trial: BackupTrial, outcome: "Restored | Fault") -> BackupTrial | None:
        """Write down how a test ended; return the one that must follow it, if any.

        After one that failed another backup is made at once, to be tested in its turn; so it is where nothing tells what the
        backup held when it was made, and the journal has gone on since. Raises ``DiskFull``, ``CannotAccess``.
        """
        from ldn_journal.journal.backup_record import Fault, Trial

        if trial.ring != self._ring_mark() or not trial.backup.path.exists():
            # Rewritten under another key meanwhile, and its old pages wiped, or deleted: that says nothing against it.
            return self.begin_trial(last=trial.last)
        fault = outcome if isinstance(outcome, Fault) else None
        if not isinstance(outcome, Fault) and outcome.digest != trial.expected:
            if not trial.exact and not trial.last:
                self.backup()
                return self.begin_trial(last=True)
            fault = Fault.DIFFERS
        done = Trial(
            backup=trial.backup.path.name,
            made_at=trial.backup.made_at,
            at=self.clock.now(),
            entries=None if isinstance(outcome, Fault) else outcome.entries,
            fault=fault,
            ring=self._ring_mark(),
            opened_by=None if fault is not None else self._opened_by(trial.backup),
        )
        record = self._known()
        failed = {name: one for name, one in record.failed.items() if name != done.backup}
        if fault is not None:
            failed[done.backup] = done
        self._keep_record(trial=done, failed=failed, due=False)
        if fault is None or trial.last:
            return None
        self.backup()
        return self.begin_trial(last=True)

    def test_newest_backup(self) -> TrialNews:
        """Restore the newest backup on trial and wait for it; return what was found, also of one made because it failed.

        Raises ``DiskFull``, ``CannotAccess``, and ``MadeByNewerVersion`` for a backup of a later version.
        """
        trial = self.begin_trial()
        while trial is not None:
            trial = self.end_trial(trial, trial.run())
        return self.trial_news()

    def note_trial_keys(self) -> None:
        """Write down what opened the journal, where the backup tested last lies beside the same keys and that was not known."""
        trial = self._known().trial
        if trial is None or trial.fault is not None or trial.opened_by == "password" or self._vault.opened_by is None:
            return
        tested = next((one for one in self.backups() if one.path.name == trial.backup), None)
        opened_by = None if tested is None else self._opened_by(tested)
        if opened_by not in (None, trial.opened_by) and (trial.opened_by is None or opened_by == "password"):
            self._keep_record(trial=trial.model_copy(update={"opened_by": opened_by}))

    def mark_trial_due(self) -> None:
        """Let the next look find that a test is due: the journal is another one now."""
        self._keep_record(due=True)

    def _remember_digest(self, backup: Backup) -> None:
        """Write down what a backup holds that was made just now. Called before anything else is stored."""
        from ldn_journal.store.content_digest import content_digest

        digests = self._known().digests | {backup.path.name: self._store.file.asked(content_digest)}
        self._keep_record(digests=digests)

    def _trust(self) -> None:
        """Tell the vault which backups failed, so that they take no other's place."""
        self._vault.distrusted = self._distrusted()

    def _distrusted(self) -> frozenset[str]:
        """Return the names of backups that failed, but for those whose keys were put right since."""
        from ldn_journal.journal.backup_record import Fault

        failed = self._known().failed
        return frozenset(
            one.path.name
            for one in (self.backups() if failed else ())
            if one.path.name in failed
            and (failed[one.path.name].fault is not Fault.KEYS or self._key_for(one)[1] is not None)
        )

    def _key_for(self, backup: Backup) -> "tuple[bytes, Fault | None]":
        """Return the key that opens a backup, and what is wrong with the keys that a person would need for it."""
        from ldn_journal.journal.backup_record import Fault
        from ldn_journal.store.keys import read_sibling

        try:
            key = self._vault.key_of(backup.path)
        except WrongPassword:
            return b"", Fault.KEYS
        except (FileDamaged, FileMissing):
            return b"", Fault.DAMAGED
        ring = self._vault.ring
        if ring is not None and read_sibling(backup.keys) != ring:
            return key, Fault.KEYS
        return key, None

    def _opened_by(self, backup: Backup) -> str | None:
        """Return which secret was seen to open the keys beside a backup: its slot is, letter for letter, the one it opened."""
        from ldn_journal.store.keys import read_sibling

        slot = self._vault.opened_by
        ring = None if slot is None else read_sibling(backup.keys)
        if slot is None or ring is None or self._vault.ring is None or ring.identity != self._vault.ring.identity:
            return None
        return slot.kind if slot in ring.slots else None

    def _ring_mark(self) -> str:
        return "" if self._vault.ring is None else self._vault.ring.mark

    # Recovery code -----------------------------------------------------------------------------------------------

    def code_practice(self) -> CodePractice | None:
        """Return how it stands with the recovery code, ``None`` where there is none."""
        news = self._code_news()
        if news is None:
            return None
        now = self.clock.now()
        old = now - (news.practised_at or news.since) >= PRACTICE_EVERY
        put_off = news.put_off_until is not None and now.date() < news.put_off_until
        return CodePractice(news.practised_at, old and not put_off)

    def practise_code(self, code: str) -> CodeAnswer:
        """Return whether ``code`` is the recovery code. Nothing locks and nothing changes, however often it is tried.

        Raises ``InvalidEntry`` where there is none.
        """
        from ldn_journal.store.keys import is_code

        ring, news = self._vault.ring, self._code_news()
        if ring is None or news is None:
            raise InvalidEntry({"code": _("This journal is not protected by a password.")})
        try:
            right = ring.unlock("recovery", code) == self._vault.key
        except WrongPassword:
            right = False
        if right:
            self._keep_record(code=news.model_copy(update={"practised_at": self.clock.now(), "put_off_until": None}))
            return CodeAnswer.RIGHT
        return CodeAnswer.OTHER if is_code(code) else CodeAnswer.SLIP

    def put_off_practice(self) -> None:
        """Offer no practice for a while."""
        news = self._code_news()
        if news is not None:
            self._keep_record(code=news.model_copy(update={"put_off_until": self.clock.now().date() + PUT_OFF}))

    def note_code(self) -> None:
        """Write down since when the recovery code is there, as far as that can still be told."""
        news = self._code_news()
        if news is not None and self._known().code != news:
            self._keep_record(code=news)

    def _code_news(self) -> "CodeNews | None":
        from ldn_journal.journal.backup_record import CodeNews

        slot = None if self._vault.ring is None else self._vault.ring.slot("recovery")
        if slot is None:
            return None
        known = self._known().code
        if known is not None and known.code == slot.salt:
            return known
        # The keys were written when the code was made, or later: it is at least as old as they are.
        now = self.clock.now()
        try:
            written = datetime.fromtimestamp(self.folder.keys.stat().st_mtime, UTC).astimezone(now.tzinfo)
        except OSError:
            written = now
        return CodeNews(code=slot.salt, since=min(written, now).replace(microsecond=0))

    # Inside ------------------------------------------------------------------------------------------------------

    def _known(self) -> "BackupRecord":
        from ldn_journal.journal.backup_record import read_record

        if self._backup_record is None:
            self._backup_record = read_record(self.folder.backup_record, self._vault.key)
        return self._backup_record

    def _keep_record(self, **changed: Any) -> None:
        """Write down what is known, without what is known of backups that are gone.

        Where the disk is full it is known until the window closes; not to know it afterwards only means one test more.
        """
        from ldn_journal.journal.backup_record import write_record

        record = self._known().model_copy(update=changed)
        there = {one.path.name for one in self.backups()}
        self._backup_record = record.model_copy(
            update={
                "digests": {name: digest for name, digest in record.digests.items() if name in there},
                "failed": {name: one for name, one in record.failed.items() if name in there},
            }
        )
        try:
            write_record(self.folder.backup_record, self._vault.key, self._backup_record)
        except (DiskFull, CannotAccess) as error:
            _log.warning("what is known of the backups was not written: %s", type(error).__name__)
