"""``backup``, ``backups`` and ``restore``."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ldn_journal.base.errors import (
    FileDamaged,
    FileMissing,
    MadeByNewerVersion,
    NotProtected,
    ProtectionGone,
    WrongPassword,
)
from ldn_journal.base.paths import path_from
from ldn_journal.base.texts import _, ngettext
from ldn_journal.cli.commands import SOURCE, WAIT_SECONDS, Command, Context, Parser
from ldn_journal.cli.failures import DAMAGED, DONE
from ldn_journal.cli.output import complain, say, say_json, say_table
from ldn_journal.cli.secrets import secret_in
from ldn_journal.journal import Journal
from ldn_journal.journal.backup_trials import TrialNews
from ldn_journal.journal.erasing import erase
from ldn_journal.journal.keeping import Backup, Contents

if TYPE_CHECKING:
    from ldn_journal.journal.backup_record import Trial


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command ``name``, what is left of its arguments, and its title."""
    return _COMMANDS[name], rest, name


def _entries(count: int) -> str:
    return ngettext("{count} entry", "{count} entries", count).format(count=count)


def _backup_arguments(parser: Parser) -> None:
    parser.add_argument("out", metavar="OUT", nargs="?", help=_("a file; without it the copy goes to the backups"))


def _backup(context: Context, arguments: Namespace) -> int:
    if arguments.out is not None:
        with context.reading() as journal:
            path, problem = path_from(arguments.out), None
            contents, protected = journal.write_copy(path), journal.protected
    else:
        with context.journal() as journal:
            kept = journal.backup()
            path, contents, problem = kept.backup.path, kept.contents, kept.not_elsewhere
            protected = journal.protected
    say(
        _("Wrote a copy to {path} and read it through: {entries}.").format(
            path=path, entries=_entries(contents.entries)
        )
    )
    if not protected:
        say(_("It is not protected by a password; anyone who has it can read it."))
    if problem is not None:
        complain(str(problem))
    return DONE


def _list_arguments(parser: Parser) -> None:
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument(
        "--test",
        action="store_true",
        help=_("restore the newest one for trial and say whether all that was saved is there"),
    )


def _backups(context: Context, arguments: Namespace) -> int:
    if arguments.test:
        return _test(context, as_json=arguments.format == "json")
    rows: list[tuple[Backup, int | None, str]] = []
    damaged = False
    with context.reading() as journal:
        for one in journal.backups():
            try:
                entries, state = journal.copy_contents(one.path).entries, _("sound")
            except FileMissing:
                continue  # an open window has just thinned the copies out
            except FileDamaged:
                entries, state, damaged = None, _("damaged"), True
            except WrongPassword:
                entries, state = None, _("under another password")
            except MadeByNewerVersion:
                entries, state = None, _("from a newer version")
            rows.append((one, entries, state))
    if arguments.format == "json":
        say_json(
            [
                {
                    "number": one.number,
                    "made_at": one.made_at.isoformat(),
                    "path": str(one.path),
                    "entries": entries,
                    "sound": entries is not None,
                }
                for one, entries, _state in rows
            ]
        )
    elif not rows:
        say(_("There are no backups yet."))
    else:
        now = context.clock.now()
        say_table(
            [_("number"), _("made"), _("entries"), _("state"), _("file")],
            [
                [
                    str(one.number),
                    f"{one.made_at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}",
                    "–" if entries is None else str(entries),
                    state,
                    str(one.path),
                ]
                for one, entries, state in rows
            ],
            right=[True, False, True],
        )
    return DAMAGED if damaged else DONE


def _test(context: Context, *, as_json: bool) -> int:
    from ldn_journal.journal.trial_words import after_failure, failed_trial, last_trial

    with context.journal() as journal:
        news = journal.test_newest_backup()
    failed = [one for one in news.failed if one != news.last]
    wrong = bool(failed) or (news.last is not None and news.last.fault is not None)
    if as_json:
        say_json(trials_as_json(news))
        return DAMAGED if wrong else DONE
    zone = context.clock.now().tzinfo

    def day(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d}"

    def at(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"

    for one in failed:
        say(failed_trial(one, day, at))
    say(last_trial(news, day, at) if news.last is not None else _("There is nothing to back up yet."))
    if wrong:
        say(after_failure(news))
    return DAMAGED if wrong else DONE


def trials_as_json(news: TrialNews) -> dict[str, Any]:
    """Return what tests of backups found as JSON values, with keys that stay as they are."""
    return {
        "last": None if news.last is None else _trial_as_json(news.last),
        "of_newest": news.newest,
        "failed": [_trial_as_json(one) for one in news.failed],
    }


def _trial_as_json(trial: "Trial") -> dict[str, Any]:
    return trial.model_dump(mode="json", exclude={"ring"})


def _restore_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("a backup, or a copy from elsewhere"))
    parser.add_argument(
        "--recovery-file",
        metavar="FILE",
        help=_("a file with the recovery code, where the password is forgotten"),
    )


def _restore(context: Context, arguments: Namespace) -> int:
    path = path_from(arguments.file)
    code = None if arguments.recovery_file is None else secret_in(path_from(arguments.recovery_file))
    try:
        contents = _go_back(context, path, code)
    except (FileDamaged, FileMissing, ProtectionGone) as error:
        if getattr(error, "path", context.folder.journal) not in (context.folder.journal, context.folder.keys):
            raise
        if not path.is_file():
            raise FileMissing(_("There is no file {path}.").format(path=path)) from error
        with Journal.rebuild(
            context.folder,
            path,
            password=context.password() if code is None else None,
            recovery_code=code,
            clock=context.clock,
            source=SOURCE,
            wait=WAIT_SECONDS,
        ) as journal:
            entries = sum(journal.info().counts.values())
            protected = journal.protected
        said = _("Put the copy in place of the journal: {entries}. What was there is kept in {folder}.")
        say(said.format(entries=_entries(entries), folder=context.folder.quarantine))
        if code is not None and protected:
            say(_("Set a new password with “password set --recovery-file FILE”."))
        return DONE
    said = _("Went back to the copy: {entries}. A backup of what was there before was made first.")
    say(said.format(entries=_entries(contents.entries)))
    return DONE


def _go_back(context: Context, path: Path, code: str | None) -> Contents:
    """Restore a copy into the journal that is there."""
    # With both, the password is that of the journal and the code that of the copy.
    opens = code if context.password_file is None else None
    password = context.password() if code is None else None  # nobody is asked while a window waits for the journal
    try:
        with context.journal(opens) as journal:
            return journal.restore(path, password, code)
    except ProtectionGone:
        raise
    except NotProtected:
        # The password, or the code, is that of the copy alone.
        with context.journal(as_unprotected=True) as journal:
            return journal.restore(path, password, code)


def _erase_arguments(parser: Parser) -> None:
    parser.add_argument("--yes", action="store_true", help=_("do it; without it, what would be deleted is only listed"))


def _erase(context: Context, arguments: Namespace) -> int:
    # A window that is open has it: what it shows cannot be taken away under its hands.
    with context.journal(borrowed=False) if arguments.yes else context.reading() as journal:
        found = journal.belongings()
        second = journal.settings.backup_folder
    for path in found.files:
        say(str(path))
    if arguments.yes:
        count = erase(context.folder, None if second is None else Path(second))
        said = ngettext("Overwrote and deleted {n} file.", "Overwrote and deleted {n} files.", count)
        say(said.format(n=count))
    else:
        count = len(found.files)
        said = ngettext(
            "{n} file would be deleted for good. Add --yes to do it.",
            "{n} files would be deleted for good. Add --yes to do it.",
            count,
        )
        say(said.format(n=count))
    if found.at_login:
        say(
            _("The program is no longer started when you log in.")
            if arguments.yes
            else _("The program would no longer be started when you log in.")
        )
    if found.exports:
        say(_("Written from the journal and not deleted:"))
        for path in found.exports:
            say(f"  {path}")
    return DONE


_COMMANDS = {
    "erase": Command(_erase_arguments, _erase),
    "backup": Command(_backup_arguments, _backup),
    "backups": Command(_list_arguments, _backups),
    "restore": Command(_restore_arguments, _restore),
}
