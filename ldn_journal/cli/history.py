"""``history``: what was changed and when, of one day or of the whole journal, and bringing an earlier version of a day back."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.cli.commands import Command, Context, Parser, day_from
from ldn_journal.cli.failures import DONE
from ldn_journal.cli.options import PROGRAM
from ldn_journal.cli.output import say, say_json, say_table
from ldn_journal.cli.show import record_as_json
from ldn_journal.domain.catalogue import Record
from ldn_journal.journal.change_words import source_words
from ldn_journal.journal.versions import DayChange, EntryChange

NEWEST = 50
"""Changes listed where no day is given."""
MOST = 20
"""Records listed of each of these; an import of years is one change."""


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command, what is left of its arguments, and its title."""
    return Command(_arguments, _run), rest, name


def _arguments(parser: Parser) -> None:
    parser.add_argument("day", metavar="DAY", nargs="?", help=_("a day; without it the newest changes of all"))
    parser.add_argument("--format", choices=("table", "json"), default="table", help=_("for people or for programs"))
    parser.add_argument(
        "--restore", metavar="NUMBER", type=int, help=_("bring the day back to how it was after this change")
    )


def _run(context: Context, arguments: Namespace) -> int:
    if arguments.restore is not None:
        return _restore(context, arguments)
    with context.reading() as journal:
        day = None if arguments.day is None else day_from(arguments.day, journal.today(), ahead=True)
        changes = journal.newest_changes(NEWEST, MOST) if day is None else journal.changes_of(day)
    if arguments.format == "json":
        say_json({"day": None if day is None else str(day), "changes": [_as_json(change) for change in changes]})
    elif changes:
        _print_table(changes, with_days=day is None)
    elif day is None:
        say(_("Nothing was recorded yet."))
    else:
        say(_("Nothing was ever recorded for {day}.").format(day=format_day(day)))
    return DONE


def _restore(context: Context, arguments: Namespace) -> int:
    if arguments.day is None:
        raise InvalidEntry(
            {"day": _("Say which day is to be brought back, for example: history 2026-03-10 --restore 12.")}
        )
    with context.journal() as journal:
        day = day_from(arguments.day, journal.today(), ahead=True)
        changes = journal.restore_day(day, arguments.restore)
    if arguments.format == "json":
        say_json({"day": str(day), "restored": arguments.restore, "number": changes.number or None})
    elif changes:
        n = len(changes.touched)
        said = ngettext("{count} entry was changed.", "{count} entries were changed.", n).format(count=n)
        say(
            _("{day} is again as it was after change {number}. {said} “{program} undo” takes this back.").format(
                day=format_day(day), number=arguments.restore, said=said, program=PROGRAM
            )
        )
    else:
        say(_("{day} is already as it was after that change.").format(day=format_day(day)))
    return DONE


def _print_table(changes: Sequence[DayChange], *, with_days: bool) -> None:
    """Print one line for each record; number, time and source stand on the first line of a change."""
    head = [_("Number"), _("Time"), _("From"), *([_("Day")] if with_days else []), _("What")]
    rows: list[list[str]] = []
    for change in changes:
        first = [str(change.number), f"{change.at:%Y-%m-%d %H:%M}", _from(change)]
        for entry in change.entries:
            day = [str(entry.day or "")] if with_days else []
            rows.append([*first, *day, entry.words])
            first = ["", "", ""]
        more = change.count - len(change.entries)
        if more:
            words = ngettext("… and {n} more entry", "… and {n} more entries", more).format(n=more)
            rows.append([*first, *([""] if with_days else []), words])
    say_table(head, rows, right=(True,))


def _from(change: DayChange) -> str:
    if change.takes_back is None:
        return source_words(change.source)
    return _("undo of {number}").format(number=change.takes_back)


def _as_json(change: DayChange) -> dict[str, Any]:
    return {
        "number": change.number,
        "at": change.at.isoformat(),
        "label": change.label,
        "source": change.source,
        "takes_back": change.takes_back,
        "count": change.count,
        "records": [_entry_as_json(entry) for entry in change.entries],
    }


def _entry_as_json(entry: EntryChange) -> dict[str, Any]:
    return {
        "kind": str(entry.kind),
        "id": entry.record,
        "operation": str(entry.operation),
        "day": None if entry.day is None else str(entry.day),
        "words": entry.words,
        "before": _state(entry.before),
        "after": _state(entry.after),
    }


def _state(record: Record | None) -> dict[str, Any] | None:
    return None if record is None else record_as_json(record)
