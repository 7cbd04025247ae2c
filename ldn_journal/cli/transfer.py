"""``report``, ``summary``, ``card``, ``export`` and ``import``: what goes out of the journal and comes into it."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from ldn_journal.base.files import check_target
from ldn_journal.base.paths import path_from
from ldn_journal.base.texts import _
from ldn_journal.cli.commands import Command, Context, Parser
from ldn_journal.cli.failures import DONE
from ldn_journal.cli.options import UsageError
from ldn_journal.cli.output import complain, say, say_json, say_table, showing_progress
from ldn_journal.cli.period import add_range, range_given, read_range
from ldn_journal.journal import Journal

REPORT_DAYS = 90


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command ``name``, what is left of its arguments, and its title."""
    return _COMMANDS[name], rest, name


# The summary for a visit -----------------------------------------------------------------------------------------


def _report_arguments(parser: Parser) -> None:
    parser.add_argument("out", metavar="OUT.pdf", nargs="?", help=_("the file to write"))
    add_range(parser)
    parser.add_argument("--sections", metavar="A,B", help=_("only these sections"))
    parser.add_argument("--notes", action="store_true", help=_("with the notes of the period, which are private"))
    parser.add_argument("--paper", choices=("a4", "letter"), help=_("the size of the pages"))
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
    out = path_from(arguments.out)
    check_target(out)
    sections = None if arguments.sections is None else _names(arguments.sections)
    attach = [] if arguments.attach is None else _names(arguments.attach)
    with context.reading() as journal:
        first, last = _period(arguments, journal)
        notes = "all" if arguments.notes else None
        draft = gather(journal, first=first, last=last, sections=sections, notes=notes, attach=attach)
        paper = arguments.paper or journal.settings.paper or "a4"
    report = compose(draft, paper)
    with context.reading() as journal:
        journal.save_file(out, report.pdf, "report")
    summary = draft.summary
    say(_("Wrote the summary of {first} to {last} to {file}.").format(first=summary.first, last=summary.last, file=out))
    if report.printed.marked:
        complain(_("No font on this computer has some of the letters; □ stands for them in the summary."))
    return DONE


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _period(arguments: Namespace, journal: Journal) -> tuple[date | None, date | None]:
    """Return the days asked for; the first is left open where only the last is given, so that the diary's own is taken."""
    if not range_given(arguments):
        return None, None
    first, last = read_range(arguments, journal, REPORT_DAYS)
    return (None if arguments.first is None and arguments.last is not None else first), last


def _summary_arguments(parser: Parser) -> None:
    add_range(parser)
    parser.add_argument("--sections", metavar="A,B", help=_("only these sections"))
    parser.add_argument("--notes", action="store_true", help=_("with the notes of the period, which are private"))
    parser.add_argument("--format", choices=("text", "json"), default="text", help=_("json has the figures as well"))


def _summary(context: Context, arguments: Namespace) -> int:
    from ldn_journal.report.as_data import summary_data, summary_lines
    from ldn_journal.report.summary import build_summary

    with context.reading() as journal:
        first, last = _period(arguments, journal)
        sections = None if arguments.sections is None else _names(arguments.sections)
        notes = "all" if arguments.notes else None
        summary, trends = build_summary(journal, first=first, last=last, sections=sections, notes=notes)
    if arguments.format == "json":
        say_json(summary_data(summary, trends))
    else:
        for line in summary_lines(summary):
            say(line)
    return DONE


# The wallet card --------------------------------------------------------------------------------------------------


def _card_arguments(parser: Parser) -> None:
    parser.add_argument("out", metavar="OUT.pdf", help=_("the file to write"))


def _card(context: Context, arguments: Namespace) -> int:
    from ldn_journal.report.wallet import wallet_card

    out = path_from(arguments.out)
    with context.reading() as journal:
        journal.save_file(out, wallet_card(journal), "card")
    say(_("Wrote the wallet card to {file}.").format(file=out))
    return DONE


# Export and import -----------------------------------------------------------------------------------------------


def _export_arguments(parser: Parser) -> None:
    parser.add_argument("out", metavar="OUT", help=_("a file; a folder for csv"))
    parser.add_argument(
        "--format", choices=("json", "csv", "fhir", "sqlite"), default="json", help=_("json holds everything")
    )


def _export(context: Context, arguments: Namespace) -> int:
    out = path_from(arguments.out)
    with context.reading() as journal:
        write = {
            "csv": journal.export_csv,
            "fhir": journal.export_fhir,
            "json": journal.export_json,
            "sqlite": journal.export_sqlite,
        }
        write[arguments.format](out)
    if arguments.format == "fhir":
        said = _(
            "Exported doses, ratings, nights, medicines, health facts and questionnaires to {path}. "
            "Anyone who has it can read it."
        )
    else:
        said = _("Exported everything to {path}. Anyone who has it can read it.")
    say(said.format(path=out))
    return DONE


def _import_arguments(parser: Parser) -> None:
    from ldn_journal.exchange.formats import FORMATS

    parser.add_argument("file", metavar="FILE", nargs="?", help=_("a file, or a folder of our own tables"))
    parser.add_argument("--list", action="store_true", help=_("list the imports there have been; undo takes them back"))
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="auto",
        help=_("auto finds out by itself; with --list, json is for programs"),
    )
    parser.add_argument("--map", metavar="MAP.toml", help=_("which column or name is what"))
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help=_("store nothing: say what would be stored, or print a map to begin with where one is needed"),
    )
    parser.add_argument("--yes", action="store_true", help=_("store doses of 10 mg or more as well"))


def _import(context: Context, arguments: Namespace) -> int:
    from ldn_journal.exchange.mapping import parse_mapping
    from ldn_journal.exchange.needed import MappingNeeded

    if arguments.list:
        return _list_imports(context, as_json=arguments.format == "json")
    if arguments.file is None:
        raise UsageError(_("Say which file to read, for example import diary.csv."))
    # Read before the journal is opened: it may come out of a pipe, and a window may be waiting for its journal.
    mapping = None if arguments.map is None else parse_mapping(path_from(arguments.map))
    with context.reading() if arguments.dry_run else context.journal() as journal:
        try:
            with showing_progress() as progress:
                receipt = journal.import_file(
                    path_from(arguments.file),
                    format=arguments.format,
                    mapping=mapping,
                    dry_run=arguments.dry_run,
                    confirmed=arguments.yes,
                    progress=progress,
                )
        except MappingNeeded as needed:
            if arguments.dry_run:
                say(needed.starter)
            raise
    for sentence in receipt.sentences():
        say(sentence)
    return DONE


def _list_imports(context: Context, *, as_json: bool) -> int:
    with context.reading() as journal:
        imports = journal.imports()
    if as_json:
        say_json(
            [
                {
                    "number": one.number,
                    "at": one.at.isoformat(timespec="seconds"),
                    "label": one.label,
                    "entries": one.entries,
                    "taken_back": one.taken_back,
                }
                for one in imports
            ]
        )
    elif not imports:
        say(_("Nothing has been imported yet."))
    else:
        say_table(
            (_("Number"), _("When"), _("What"), _("Entries"), _("Taken back")),
            [
                (
                    str(one.number),
                    f"{one.at:%Y-%m-%d %H:%M}",
                    one.label,
                    str(one.entries),
                    _("yes") if one.taken_back else "",
                )
                for one in imports
            ],
            right=(True, False, False, True, False),
        )
    return DONE


_COMMANDS = {
    "report": Command(_report_arguments, _report),
    "summary": Command(_summary_arguments, _summary),
    "card": Command(_card_arguments, _card),
    "export": Command(_export_arguments, _export),
    "import": Command(_import_arguments, _import),
}
