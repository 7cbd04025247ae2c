"""How the tests of backups ended, in whole sentences; both front ends say them, each with its own way to write a day."""

from collections.abc import Callable
from datetime import datetime

from ldn_journal.base.texts import _, ngettext
from ldn_journal.journal.backup_record import Fault, Trial
from ldn_journal.journal.backup_trials import TrialNews

Days = Callable[[datetime], str]
"""Writes a moment, or only its day."""


def last_trial(news: TrialNews, day: Days, moment: Days) -> str:
    """Return what the last test found. ``moment`` writes the time as well: of one day there may be many backups."""
    last = news.last
    if last is None:
        return _("No backup has been restored for trial yet.")
    if last.fault is not None:
        return failed_trial(last, day, moment)
    count = last.entries or 0
    if news.newest:
        said = ngettext(
            "The newest backup, of {made}, was restored for trial on {tested}: its {n} entry is there.",
            "The newest backup, of {made}, was restored for trial on {tested}: all {n} entries are there.",
            count,
        )
    else:
        said = ngettext(
            "The backup of {made} was restored for trial on {tested}: its {n} entry is there.",
            "The backup of {made} was restored for trial on {tested}: all {n} entries are there.",
            count,
        )
    return " ".join(filter(None, (said.format(made=day(last.made_at), tested=day(last.at), n=count), _opened(last))))


def failed_trial(trial: Trial, day: Days, moment: Days) -> str:
    """Return what was wrong with a backup, and what that means for the person."""
    if trial.fault is Fault.KEYS:
        said = _(
            "The backup of {made} failed its test on {tested}: the keys beside it are not the keys of this journal, so your"
            " password may not open it. It was kept, but don't rely on it."
        )
    elif trial.fault is Fault.DIFFERS:
        said = _(
            "The backup of {made} failed its test on {tested}: it opens, but it does not hold what was saved then. It was kept,"
            " but don't rely on it."
        )
    else:
        said = _(
            "The backup of {made} failed its test on {tested}: it is damaged and can't be restored. It was kept, but don't rely"
            " on it."
        )
    return said.format(made=moment(trial.made_at), tested=day(trial.at))


def after_failure(news: TrialNews) -> str:
    """Return what was done about a backup that failed, and what is left to do."""
    if news.last is not None and news.last.fault is None:
        return _("Another backup was made at once, and it passed the test. Nothing in your journal was lost.")
    return _(
        "Another backup was made at once and failed as well. Your journal itself still opens: copy it to a USB stick, then"
        " check whether this disk has errors."
    )


def _opened(trial: Trial) -> str:
    if trial.opened_by == "password":
        return _("Your password opens it.")
    if trial.opened_by == "recovery":
        return _("Your recovery code opens it.")
    return ""
