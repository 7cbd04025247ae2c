"""``backup``, ``backups`` and ``restore``."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from ldn_journal.base.errors import (
    FileDamaged,
    FileMissing,
    MadeByNewerVersion,
    NotProtected,
    ProtectionGone,
    WrongPassword,
)
from ldn_journal.base.texts import _, ngettext
from ldn_journal.cli.commands import SOURCE, WAIT_SECONDS, Command, Context, Parser
from ldn_journal.cli.failures import DAMAGED, DONE
from ldn_journal.cli.output import complain, say, say_json, say_table
from ldn_journal.cli.secrets import secret_in
from ldn_journal.journal import Journal
from ldn_journal.journal.erasing import erase
from ldn_journal.journal.keeping import Backup, Contents


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command ``name``, what is left of its arguments, and its title."""
    return _COMMANDS[name], rest, name


def _entries(count: int) -> str:
    return ngettext("{count} entry", "{count} entries", count).format(count=count)


def _backup_arguments(parser: Parser) -> None:
    parser.add_argument("out", metavar="OUT", nargs="?", help=_("a file; without it the copy goes to the backups"))


def _backup(context: Context, arguments: Namespace) -> int:
    with context.journal() as journal:
        if arguments.out is not None:
            path, problem = Path(arguments.out).expanduser(), None
            contents = journal.write_copy(path)
        else:
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


def _backups(context: Context, arguments: Namespace) -> int:
    rows: list[tuple[Backup, int | None, str]] = []
    damaged = False
    with context.journal() as journal:
        for one in journal.backups():
            try:
                entries, state = journal.copy_contents(one.path).entries, _("sound")
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


def _restore_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("a backup, or a copy from elsewhere"))
    parser.add_argument(
        "--recovery-file",
        metavar="FILE",
        help=_("a file with the recovery code, where the password is forgotten"),
    )


def _restore(context: Context, arguments: Namespace) -> int:
    path = Path(arguments.file).expanduser()
    code = None if arguments.recovery_file is None else secret_in(Path(arguments.recovery_file).expanduser())
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
    try:
        with context.journal(opens) as journal:
            return journal.restore(path, context.password() if code is None else None, code)
    except ProtectionGone:
        raise
    except NotProtected:
        # The password, or the code, is that of the copy alone.
        with context.journal(as_unprotected=True) as journal:
            return journal.restore(path, context.password() if code is None else None, code)


def _erase_arguments(parser: Parser) -> None:
    parser.add_argument("--yes", action="store_true", help=_("do it; without it, what would be deleted is only listed"))


def _erase(context: Context, arguments: Namespace) -> int:
    with context.journal() as journal:
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
