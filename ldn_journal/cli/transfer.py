"""``report``, ``card``, ``export`` and ``import``: what goes out of the journal and comes into it."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ldn_journal.base.errors import InvalidEntry, NotFound
from ldn_journal.base.files import write_whole
from ldn_journal.base.texts import _
from ldn_journal.cli.commands import Command, Context, Parser
from ldn_journal.cli.failures import DONE
from ldn_journal.cli.options import UsageError
from ldn_journal.cli.output import say
from ldn_journal.cli.show import add_range, read_range
from ldn_journal.journal import Journal

REPORT_DAYS = 90


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command ``name``, what is left of its arguments, and its title."""
    return _COMMANDS[name], rest, name


# The summary for a visit -----------------------------------------------------------------------------------------


def _report_arguments(parser: Parser) -> None:
    parser.add_argument("out", metavar="OUT.pdf", nargs="?", help=_("the file to write"))
    add_range(parser)
    parser.add_argument("--since-visit", action="store_true", help=_("from the last visit on"))
    parser.add_argument("--sections", metavar="A,B", help=_("only these sections"))
    parser.add_argument("--notes", action="store_true", help=_("with the notes of the period, which are private"))
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4", help=_("the size of the pages"))
    parser.add_argument("--attach", metavar="csv,fhir", help=_("put the data of the period into the file as well"))
    parser.add_argument("--list-sections", action="store_true", help=_("list the sections there are"))


def _report(context: Context, arguments: Namespace) -> int:
    from ldn_journal.report import SECTIONS, compose, gather, section_name

    if arguments.list_sections:
        width = max(map(len, SECTIONS))
        for key in SECTIONS:
            say(f"{key:<{width}}  {section_name(key)}")
        return DONE
    if arguments.out is None:
        raise UsageError(_("Say which file to write, for example report summary.pdf."))
    out = Path(arguments.out).expanduser()
    sections = None if arguments.sections is None else _names(arguments.sections)
    attach = [] if arguments.attach is None else _names(arguments.attach)
    with context.journal() as journal:
        first, last = _period(arguments, journal)  # none given: the report's own usual period
        notes = "all" if arguments.notes else None
        draft = gather(journal, first=first, last=last, sections=sections, notes=notes, attach=attach)
    report = compose(draft, arguments.paper)
    write_whole(out, report.pdf)
    summary = draft.summary
    say(_("Wrote the summary of {first} to {last} to {file}.").format(first=summary.first, last=summary.last, file=out))
    return DONE


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _period(arguments: Namespace, journal: Journal) -> tuple[date | None, date | None]:
    given = any(part is not None for part in (arguments.first, arguments.last, arguments.stretch))
    if not arguments.since_visit:
        return read_range(arguments, journal, REPORT_DAYS) if given else (None, None)
    if given:
        raise InvalidEntry({"period": _("Give either --since-visit or a period.")})
    today = journal.today()
    past = [visit.day for visit in journal.visits() if visit.day < today]
    if not past:
        raise NotFound(_("There is no earlier visit; give --from and --to instead."))
    return max(past), today


# The wallet card --------------------------------------------------------------------------------------------------


def _card_arguments(parser: Parser) -> None:
    parser.add_argument("out", metavar="OUT.pdf", help=_("the file to write"))


def _card(context: Context, arguments: Namespace) -> int:
    from ldn_journal.report.wallet import wallet_card

    out = Path(arguments.out).expanduser()
    with context.journal() as journal:
        card = wallet_card(journal)
    write_whole(out, card)
    say(_("Wrote the wallet card to {file}.").format(file=out))
    return DONE


# Export and import -----------------------------------------------------------------------------------------------


def _export_arguments(parser: Parser) -> None:
    parser.add_argument("out", metavar="OUT", help=_("a file; a folder for csv"))
    parser.add_argument(
        "--format", choices=("json", "csv", "fhir", "sqlite"), default="json", help=_("json holds everything")
    )


def _export(context: Context, arguments: Namespace) -> int:
    out = Path(arguments.out).expanduser()
    with context.journal() as journal:
        write = {
            "csv": journal.export_csv,
            "fhir": journal.export_fhir,
            "json": journal.export_json,
            "sqlite": journal.export_sqlite,
        }
        write[arguments.format](out)
    if arguments.format == "fhir":
        said = _(
            "Exported doses, ratings, nights, medicines and questionnaires to {path}. Anyone who has it can read it."
        )
    else:
        said = _("Exported everything to {path}. Anyone who has it can read it.")
    say(said.format(path=out))
    return DONE


def _import_arguments(parser: Parser) -> None:
    from ldn_journal.exchange.formats import FORMATS

    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--format", choices=FORMATS, default="auto", help=_("auto finds out by itself"))
    parser.add_argument("--map", metavar="MAP.toml", help=_("which column or name is what"))
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help=_("store nothing: say what would be stored, or print a map to begin with where one is needed"),
    )
    parser.add_argument("--yes", action="store_true", help=_("store doses of 10 mg or more as well"))


def _import(context: Context, arguments: Namespace) -> int:
    from ldn_journal.exchange.mapping import MappingNeeded

    with context.journal() as journal:
        try:
            receipt = journal.import_file(
                Path(arguments.file).expanduser(),
                format=arguments.format,
                mapping=None if arguments.map is None else Path(arguments.map).expanduser(),
                dry_run=arguments.dry_run,
                confirmed=arguments.yes,
            )
        except MappingNeeded as needed:
            if arguments.dry_run:
                say(needed.starter)
            raise
    for sentence in receipt.sentences():
        say(sentence)
    return DONE


_COMMANDS = {
    "report": Command(_report_arguments, _report),
    "card": Command(_card_arguments, _card),
    "export": Command(_export_arguments, _export),
    "import": Command(_import_arguments, _import),
}
