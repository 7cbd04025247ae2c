"""What the page of backups and password shows, read on the journal's thread."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldn_journal.journal import Journal
    from ldn_journal.journal.backup_trials import CodePractice, TrialNews
    from ldn_journal.journal.keeping import Backup


@dataclass(frozen=True)
class KeepingView:
    """Whether the journal is protected, its backups (newest first), its second folder, and how many entries it holds.

    ``by_keychain``: it opens without the password for whoever uses this account. ``trials``: what the test of backups found;
    ``practice``: how it stands with the recovery code, where there is one.
    """

    protected: bool
    lock_after_minutes: int
    backups: "tuple[Backup, ...]"
    second: Path | None
    entries: int
    sample: bool
    by_keychain: bool = False
    trials: "TrialNews | None" = None
    practice: "CodePractice | None" = None


def load_keeping(journal: "Journal") -> KeepingView:
    """Return the state of protection and backups; no backup is read for it."""
    settings = journal.settings
    return KeepingView(
        protected=journal.protected,
        lock_after_minutes=settings.lock_after_minutes,
        backups=tuple(journal.backups()),
        second=None if settings.backup_folder is None else Path(settings.backup_folder),
        entries=sum(journal.info().counts.values()),
        sample=settings.sample,
        by_keychain=journal.opens_by_keychain,
        trials=journal.trial_news(),
        practice=journal.code_practice(),
    )
