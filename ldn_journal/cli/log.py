"""``log [DAY] KEY=VALUE ...``: a day recorded, all of it or nothing."""

from argparse import Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from datetime import date

from ldn_journal.base.texts import _, format_day
from ldn_journal.cli import words
from ldn_journal.cli.commands import Command, Context, Parser, day_from
from ldn_journal.cli.entries import read_entries
from ldn_journal.cli.failures import DONE
from ldn_journal.cli.options import UsageError
from ldn_journal.cli.output import say
from ldn_journal.domain.records import Changes, Operation
from ldn_journal.journal import Journal


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command, what is left of its arguments, and its title."""
    return Command(_arguments, _run), rest, name


def _arguments(parser: Parser) -> None:
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.usage = "%(prog)s [DAY] KEY=VALUE ... [--yes]"
    parser.add_argument("entries", nargs="*", metavar="KEY=VALUE", help=_("see below; DAY is today if left out"))
    parser.add_argument("--yes", action="store_true", help=_("store a dose of 10 mg or more as well"))
    parser.epilog = _(
        "A DAY is 2026-11-20, today or yesterday. What can be logged:\n"
        "  dose=4.5mg@22:30  dose=0.45mL  dose=planned  dose=skipped:nausea  dose=missed\n"
        "  pain=4  pain=6@14:00  nausea=mild  any other measure by its key (see: measure list)\n"
        "  sleep=7:10  sleep_quality=6, or the night's times:\n"
        "  bed=23:10 asleep_after=20 awakenings=2 awake=30 woke=6:50 up=7:15\n"
        '  note="free words"  event=flare\n'
        "A night belongs to the day on which you woke up; a dose after midnight to the evening before."
    )


def _run(context: Context, arguments: Namespace) -> int:
    texts: list[str] = arguments.entries
    with context.journal() as journal:
        day = journal.today()
        if texts and "=" not in texts[0]:
            day = day_from(texts[0], day)
            texts = texts[1:]
        if not texts:
            raise UsageError(_("Say what to record, for example pain=4."))
        entries = read_entries(journal, day, texts)
        label = _("entries of {day}").format(day=format_day(day))
        changes = journal.record(*entries, label=label, confirmed=arguments.yes)
        _tell(journal, day, changes)
    return DONE


def _tell(journal: Journal, day: date, changes: Changes) -> None:
    """Print what is now stored, read back from the file."""
    if not changes:
        say(_("All of this was recorded for {day} already; nothing has changed.").format(day=format_day(day)))
        return
    measures = journal.measures()
    lines: list[tuple[str, str]] = []
    for touched in changes.touched:
        name, said = words.entry(journal.get(touched.kind, touched.id), measures)
        if touched.operation is Operation.REVISED:
            said = _("{entry}, in place of what was there").format(entry=said)
        lines.append((name, said))
    say(_("Stored for {day}:").format(day=format_day(day)))
    width = max(len(name) for name, _said in lines)
    for name, said in lines:
        say(f"  {name:<{width}}  {said}")
