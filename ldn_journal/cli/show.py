"""``show``: days as a table for people or as JSON for programs."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from ldn_journal.base.texts import _
from ldn_journal.cli import words
from ldn_journal.cli.commands import Command, Context, Parser
from ldn_journal.cli.failures import DONE
from ldn_journal.cli.output import say, say_json, say_table
from ldn_journal.cli.period import add_range, read_range
from ldn_journal.clinical.measures import night_field
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.records import NewRecord
from ldn_journal.journal import Journal
from ldn_journal.journal.day import Day

DEFAULT_DAYS = 14
_DETAILS = ("efficiency", "minutes_in_bed", "minutes_to_sleep", "awakenings", "minutes_awake")
"""Of a night the table shows only how long and how good it was; JSON has it all."""


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command, what is left of its arguments, and its title."""
    return Command(_arguments, _run), rest, name


def _arguments(parser: Parser) -> None:
    add_range(parser)
    parser.add_argument("--format", choices=("table", "json"), default="table", help=_("for people or for programs"))


def _run(context: Context, arguments: Namespace) -> int:
    with context.reading() as journal:
        first, last = read_range(arguments, journal, DEFAULT_DAYS)
        days = list(journal.days(first, last).values())
        columns = _columns(journal, days)
    if arguments.format == "json":
        say_json({"first": str(first), "last": str(last), "days": [_as_json(day, columns) for day in days]})
    else:
        _print_table(days, [measure for measure in columns if night_field(measure) not in _DETAILS])
    return DONE


def _columns(journal: Journal, days: Sequence[Day]) -> list[NewMeasure]:
    """What is tracked, then every other measure with a value on these days."""
    tracked = journal.tracked()
    keys = {measure.key for measure in tracked}
    others = [
        measure
        for measure in journal.measures().values()
        if measure.key not in keys and any(day.value(measure) is not None for day in days)
    ]
    return [*tracked, *others]


def _print_table(days: Sequence[Day], columns: Sequence[NewMeasure]) -> None:
    head = [_("Day"), _("Dose"), *(_(measure.name) for measure in columns), _("Events and notes")]
    rows = [
        [
            str(day.day),
            words.doses(day.doses),
            *(words.value(measure, day.value(measure)) for measure in columns),
            "; ".join([*(event.what for event in day.events), *(_shortened(note.text) for note in day.notes)]),
        ]
        for day in days
    ]
    say_table(head, rows, right=(False, False, *(True for _measure in columns), False))
    say()
    say(_("{dash} not recorded").format(dash=words.NOT_RECORDED))


def _shortened(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _as_json(day: Day, columns: Sequence[NewMeasure]) -> dict[str, Any]:
    return {
        "day": str(day.day),
        "dose": words.state(day.doses),
        "taken_pg": day.taken_pg,
        "planned_pg": None if day.plan is None else day.plan.amount_pg * day.plan.times_per_day,
        "values": {measure.key: day.value(measure) for measure in columns},
        "doses": [record_as_json(one) for one in day.doses],
        "ratings": [record_as_json(one) for one in day.ratings],
        "night": None if day.night is None else record_as_json(day.night),
        "notes": [record_as_json(one) for one in day.notes],
        "events": [record_as_json(one) for one in day.events],
    }


def record_as_json(record: NewRecord) -> dict[str, Any]:
    """Return a stored record's fields as JSON values."""
    fields: dict[str, Any] = record.model_dump(mode="json")
    return fields
