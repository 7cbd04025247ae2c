"""``list``, ``add`` and ``remove`` for every kind of list: the regimen, medicines, visits, questionnaires and the others."""

from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from typing import Any

from ldn_journal.base.errors import InvalidEntry, NotFound
from ldn_journal.base.texts import _, ngettext
from ldn_journal.cli.commands import Command, Context, Parser
from ldn_journal.cli.failures import DONE
from ldn_journal.cli.list_kind import ListKind
from ldn_journal.cli.list_kinds import list_kinds
from ldn_journal.cli.options import PROGRAM, UsageError
from ldn_journal.cli.output import say, say_json, say_table
from ldn_journal.domain.measures import Measure
from ldn_journal.domain.records import Identified, Kind, NewRecord, Operation
from ldn_journal.journal import Journal

SHORT_ID = 8
"""Letters of an id that are shown; its end is the random part."""
_LEAST_ID = 4


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command for ``name`` and its verb, what is left of its arguments, and its title."""
    kind = list_kinds()[name]
    verbs = {
        "list": Command(_list_arguments, partial(_list, kind)),
        "add": Command(partial(_add_arguments, kind), partial(_add, kind)),
        "remove": Command(partial(_remove_arguments, kind), partial(_remove, kind)),
    }
    if rest and rest[0] in verbs:
        return verbs[rest[0]], rest[1:], f"{name} {rest[0]}"
    if rest and rest[0] in ("-h", "--help"):
        return Command(partial(_verbs_help, name), partial(_list, kind)), rest, name
    if not rest or rest[0].startswith("-"):
        return verbs["list"], rest, f"{name} list"
    raise UsageError(
        _("There is no “{name} {verb}”; say {program} {name} list, add or remove.").format(
            name=name, verb=rest[0][:40], program=PROGRAM
        )
    )


def _verbs_help(name: str, parser: Parser) -> None:
    parser.usage = "%(prog)s [list | add | remove] ..."
    parser.epilog = _("“{program} {name} add --help” says what can be given.").format(program=PROGRAM, name=name)


def _list_arguments(parser: Parser) -> None:
    parser.add_argument("--format", choices=("table", "json"), default="table", help=_("for people or for programs"))


def _list(kind: ListKind, context: Context, arguments: Namespace) -> int:
    with context.reading() as journal:
        rows = kind.rows(journal)
    if arguments.format == "json":
        say_json({kind.plural: [row.fields for row in rows]})
    elif rows:
        say_table([*kind.head, _("ID")], [[*row.cells, row.id[-SHORT_ID:]] for row in rows])
    else:
        say(_("There are none yet."))
    return DONE


def _add_arguments(kind: ListKind, parser: Parser) -> None:
    kind.arguments(parser)


def _add(kind: ListKind, context: Context, arguments: Namespace) -> int:
    with context.journal() as journal:
        entry = kind.entry(journal, arguments)
        changes = journal.record(entry, confirmed=getattr(arguments, "yes", False))
        if kind.after is not None:
            kind.after(journal, arguments)
        if not changes:
            say(_("It was recorded already; nothing has changed."))
            _remark(kind, entry)
            return DONE
        touched = changes.touched[0]
        row = next(row for row in kind.rows(journal) if row.id == touched.id)
    said = ", ".join(f"{name}: {cell}" for name, cell in zip(kind.head, row.cells, strict=True) if cell)
    if touched.operation is Operation.REVISED:
        say(_("Stored in place of what was there: {entry}.").format(entry=said))
    else:
        say(_("Stored: {entry}.").format(entry=said))
    _remark(kind, entry)
    return DONE


def _remark(kind: ListKind, entry: NewRecord) -> None:
    for sentence in () if kind.remarks is None else kind.remarks(entry):
        say(sentence)


def _remove_arguments(kind: ListKind, parser: Parser) -> None:
    parser.add_argument(
        "which", metavar="WHICH", help=_("the ID that “list” shows, or: {names}").format(names=kind.named_by)
    )


def _remove(kind: ListKind, context: Context, arguments: Namespace) -> int:
    with context.journal() as journal:
        record = _chosen(kind, journal, arguments.which)
        kept = _ratings_of(journal, record)
        if kept:
            journal.revise(Kind.MEASURE, record.id, retired=True)
            say(
                ngettext(
                    "It has {count} rating, so it is kept and no longer asked for.",
                    "It has {count} ratings, so it is kept and no longer asked for.",
                    kept,
                ).format(count=kept)
            )
            return DONE
        journal.remove(kind.kind, record.id)
        if isinstance(record, Measure) and record.key in (journal.settings.tracked or ()):
            journal.change_settings(tracked=tuple(key for key in journal.settings.tracked or () if key != record.key))
    say(_("Removed; “{program} undo” brings it back.").format(program=PROGRAM))
    return DONE


def _ratings_of(journal: Journal, record: NewRecord) -> int:
    return sum(one.measure == record.key for one in journal.ratings()) if isinstance(record, Measure) else 0


def _chosen(kind: ListKind, journal: Journal, which: str) -> Any:
    """The one record meant by ``which``: an id or its end, a day, a name. Raises ``NotFound``, ``InvalidEntry``."""
    wanted = which.strip().casefold()
    records = [record for record in journal.records(kind.kind) if isinstance(record, Identified)]
    found = [one for one in records if one.id == wanted or (len(wanted) >= _LEAST_ID and one.id.endswith(wanted))]
    found = found or [one for one in records if wanted in kind.names(one)]
    if not found:
        raise NotFound(_("There is no “{which}” in the list.").format(which=which[:40]))
    if len(found) > 1:
        raise InvalidEntry(
            {"which": _("More than one is meant by “{which}”; give the ID that “list” shows.").format(which=which[:40])}
        )
    return found[0]
