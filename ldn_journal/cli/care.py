"""``init``, ``demo``, ``check``, ``info`` and ``undo``."""

from argparse import Namespace
from collections.abc import Sequence
from shlex import quote

from ldn_journal.base.errors import AlreadyExists
from ldn_journal.base.paths import DataFolder, path_from
from ldn_journal.base.texts import _, ngettext
from ldn_journal.cli.commands import SOURCE, WAIT_SECONDS, Command, Context, Parser
from ldn_journal.cli.failures import DAMAGED, DONE
from ldn_journal.cli.options import PROGRAM
from ldn_journal.cli.output import say, say_json
from ldn_journal.cli.secrets import show_code
from ldn_journal.journal import Journal


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command ``name``, what is left of its arguments, and its title."""
    return _COMMANDS[name], rest, name


def _no_arguments(_parser: Parser) -> None:
    return


def _init(context: Context, _arguments: Namespace) -> int:
    password = None if context.password_file is None else context.password()
    if context.folder.journal.exists():  # however long a window has it, it is not made anew
        raise AlreadyExists(_("There is a journal in {folder} already.").format(folder=context.folder.root))
    code: str | None = None
    if password is None:
        journal = Journal.create(context.folder, clock=context.clock, source=SOURCE, wait=WAIT_SECONDS)
    else:
        journal, code = Journal.create_protected(
            context.folder, password, clock=context.clock, source=SOURCE, wait=WAIT_SECONDS
        )
    with journal:
        context.see_to_backup(journal)
    if code is not None:
        say(_("Made an empty journal in {folder}, protected by the password.").format(folder=context.folder.root))
        show_code(code)
        return DONE
    say(_("Made an empty journal in {folder}. It is not protected by a password.").format(folder=context.folder.root))
    return DONE


def _demo_arguments(parser: Parser) -> None:
    parser.add_argument("folder", metavar="DIR", help=_("a folder without a journal; it is made if need be"))


def _demo(context: Context, arguments: Namespace) -> int:
    from ldn_journal.domain.days import journal_day
    from ldn_journal.journal.sample import write_sample

    folder = DataFolder(path_from(arguments.folder))
    now = context.clock.now()
    password = None if context.password_file is None else context.password()
    code = write_sample(folder, today=journal_day(now), zone=now.tzinfo, password=password)
    say(_("Made a sample journal in {folder}. Its entries are made up.").format(folder=folder.root))
    if code is not None:
        say(_("It is protected by the password."))
        show_code(code)
    say(_("Look at it with: {program} --data-dir {folder}").format(program=PROGRAM, folder=quote(str(folder.root))))
    return DONE


def _check(context: Context, _arguments: Namespace) -> int:
    with context.reading() as journal:
        problems = journal.check()
        entries = sum(journal.info().counts.values())
    if not problems:
        say(
            ngettext(
                "The journal is sound: every page and its {count} entry were read.",
                "The journal is sound: every page and all {count} entries were read.",
                entries,
            ).format(count=entries)
        )
        return DONE
    say(
        ngettext(
            "{count} thing is wrong with the journal. Nothing was changed.",
            "{count} things are wrong with the journal. Nothing was changed.",
            len(problems),
        ).format(count=len(problems))
    )
    for problem in problems:
        say(f"  {problem}")
    return DAMAGED


def _info_arguments(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help=_("as JSON, for programs"))


def _info(context: Context, arguments: Namespace) -> int:
    with context.reading() as journal:
        info = journal.info()
    if arguments.json:
        say_json(info.as_json())
        return DONE
    rows = [
        (_("File"), str(info.path)),
        (_("Size"), _("{size} kB").format(size=-(-info.size // 1000))),
        (_("Protected"), _("yes") if info.protected else _("no, there is no password")),
        (_("Format"), _("version {version} ({engine})").format(version=info.schema_version, engine=info.engine)),
        (_("Days"), _days_covered(info.first, info.last)),
        (_("Last change"), _("none yet") if info.changed_at is None else f"{info.changed_at:%Y-%m-%d %H:%M}"),
    ]
    if info.sample:
        rows.append((_("Sample"), _("yes, its entries are made up")))
    rows.extend((str(kind).replace("_", " ").capitalize(), str(count)) for kind, count in info.counts.items() if count)
    width = max(len(name) for name, _value in rows)
    for name, value in rows:
        say(f"{name:<{width}}  {value}")
    return DONE


def _days_covered(first: object, last: object) -> str:
    return _("none yet") if first is None else _("{first} to {last}").format(first=first, last=last)


def _undo_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--import",
        dest="number",
        type=int,
        metavar="NUMBER",
        help=_("take back this import, whatever came after it; “import --list” tells the numbers"),
    )


def _undo(context: Context, arguments: Namespace) -> int:
    if arguments.number is not None:
        with context.journal() as journal:
            back = journal.undo_import(arguments.number)
        for sentence in back.sentences():
            say(sentence)
        return DONE
    with context.journal() as journal:
        changes = journal.undo()
    count = len(changes.touched)
    say(
        ngettext("Taken back: {label} ({count} entry).", "Taken back: {label} ({count} entries).", count).format(
            label=changes.label, count=count
        )
    )
    return DONE


_COMMANDS = {
    "init": Command(_no_arguments, _init),
    "demo": Command(_demo_arguments, _demo),
    "check": Command(_no_arguments, _check),
    "info": Command(_info_arguments, _info),
    "undo": Command(_undo_arguments, _undo),
}
