"""``trends``: phases, their figures and comparisons, as the Trends page shows them."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from ldn_journal.analysis.contrast import Comparison
from ldn_journal.analysis.phases import Phase, phase_name
from ldn_journal.analysis.table_words import beside_drift, difference, likely, mean, overlap, recorded
from ldn_journal.analysis.trends import PhaseRow, Trends, TrendsQuery
from ldn_journal.analysis.wording import sentences, title
from ldn_journal.base.texts import _
from ldn_journal.cli.commands import Command, Context, Parser
from ldn_journal.cli.failures import DONE
from ldn_journal.cli.output import say, say_json, say_table


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command, what is left of its arguments, and its title."""
    return Command(_arguments, _run), rest, name


def _arguments(parser: Parser) -> None:
    parser.add_argument("--measure", action="append", metavar="KEY", help=_("only this measure; may be given again"))
    parser.add_argument("--format", choices=("table", "json"), default="table", help=_("for people or for programs"))


def _run(context: Context, arguments: Namespace) -> int:
    with context.journal() as journal:
        asked = arguments.measure
        keys = None if asked is None else tuple(journal.measure(key).key for key in dict.fromkeys(asked))
        trends = journal.trends(TrendsQuery(measures=keys, settling_days=journal.settings.settling_days))
    if arguments.format == "json":
        say_json(_as_json(trends))
    else:
        _print(trends)
    return DONE


# For people ------------------------------------------------------------------------------------------------------


def _print(trends: Trends) -> None:
    if not trends.measures:
        say(_("Nothing is recorded yet that could be compared."))
        return
    say(_("{first} to {last}").format(first=trends.first, last=trends.last))
    head = [
        _("Phase"), _("From"), _("To"), _("Recorded"), _("Mean"), _("Difference"), _("95 % interval"),
        _("Beside a steady drift"), _("NAP"),
    ]  # fmt: skip
    right = (False, False, False, *(True for _column in head[3:]))
    for key, measure in trends.measures.items():
        say()
        say(_(measure.name))
        rows = [_cells(row) for phase in trends.phases if (row := trends.row(key, phase.key)) is not None]
        say_table(head, rows, right=right)
    _tell([sentences(comparison) for comparison in _told(trends)])


def _tell(told: Sequence[Sequence[str]]) -> None:
    """Print the sentences of each comparison; what holds for all of them comes once, at the end."""
    shared = [sentence for sentence in told[0] if all(sentence in other for other in told[1:])] if told else []
    for group in (*([one for one in found if one not in shared] for found in told), shared):
        if group:
            say()
        for sentence in group:
            say(sentence)


def _told(trends: Trends) -> list[Comparison]:
    """The comparisons put in words: every one of a single measure, else the main one."""
    if len(trends.measures) == 1:
        return [found for found in trends.comparisons.values() if found is not None]
    return [] if trends.main_comparison is None else [trends.main_comparison]


def _cells(row: PhaseRow) -> list[str]:
    described, compared = row.description, row.comparison
    return [
        phase_name(row.phase),
        str(row.phase.first),
        str(row.phase.last),
        recorded(described),
        mean(row.measure, described),
        difference(compared),
        likely(compared),
        beside_drift(compared),
        overlap(compared),
    ]


# For programs ----------------------------------------------------------------------------------------------------


def _as_json(trends: Trends) -> dict[str, Any]:
    return {
        "first": str(trends.first),
        "last": str(trends.last),
        "ldn_start": None if trends.ldn_start is None else str(trends.ldn_start),
        "settling_days": trends.settling_days,
        "reference": None if trends.reference is None else trends.reference.key,
        "primary": None if trends.primary is None else trends.primary.measure,
        "phases": [_phase(phase) for phase in trends.phases],
        "measures": [
            {
                "key": key,
                "name": _(measure.name),
                "better": str(measure.better),
                "phases": [_figures(row) for phase in trends.phases if (row := trends.row(key, phase.key)) is not None],
            }
            for key, measure in trends.measures.items()
        ],
        "adherence": {
            "scheduled": trends.adherence.scheduled,
            "taken": trends.adherence.taken,
            "skipped": trends.adherence.skipped,
            "missed": trends.adherence.missed,
            "not_recorded": trends.adherence.not_recorded,
            "unscheduled": trends.adherence.unscheduled,
            "percent": trends.adherence.percent,
        },
    }


def _phase(phase: Phase) -> dict[str, Any]:
    return {
        "key": phase.key,
        "name": phase_name(phase),
        "kind": str(phase.kind),
        "amount_pg": phase.amount_pg,
        "first": str(phase.first),
        "last": str(phase.last),
        "days": phase.days,
        "settling_until": None if phase.settling_until is None else str(phase.settling_until),
        "stray_days": phase.stray_days,
        "unrecorded_days": phase.unrecorded_days,
    }


def _figures(row: PhaseRow) -> dict[str, Any]:
    described = row.description
    return {
        "phase": row.phase.key,
        "days": described.possible,
        "n": described.recorded,
        "mean": described.mean,
        "median": described.median,
        "lower_quartile": described.lower_quartile,
        "upper_quartile": described.upper_quartile,
        "worst": described.worst,
        "worst_day": None if described.worst_day is None else str(described.worst_day),
        "comparison": None if row.comparison is None else _comparison(row.comparison),
    }


def _comparison(found: Comparison) -> dict[str, Any]:
    return {
        "title": title(found),
        "reference": found.reference.key,
        "difference": found.difference,
        "percent": found.percent,
        "interval": _ends(found.interval),
        "trend_difference": found.trend_difference,
        "trend_interval": _ends(found.trend_interval),
        "drift": found.drift,
        "nap": found.nap,
        "rho": found.rho,
        "se": found.se,
        "df": found.df,
        "caution": None if found.caution is None else str(found.caution),
        "exploratory": found.exploratory,
        "sentences": sentences(found),
    }


def _ends(ends: tuple[float, float] | None) -> list[float] | None:
    return None if ends is None else [*ends]
