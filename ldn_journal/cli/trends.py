"""``trends``: phases, their figures and comparisons, as the Trends page shows them."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ldn_journal.analysis.clock import clock_sentences, dose_time_series, evening_against_morning
from ldn_journal.analysis.contrast import Comparison
from ldn_journal.analysis.lagged import Association, association_sentences, explore, lag_words
from ldn_journal.analysis.phase import BASELINE_KEY, Phase, phase_name
from ldn_journal.analysis.table_words import NONE, beside_drift, difference, digits_in, likely, mean, overlap, recorded
from ldn_journal.analysis.trends import PhaseRow, Trends, TrendsQuery
from ldn_journal.analysis.wording import sentences
from ldn_journal.base.errors import NotFound
from ldn_journal.base.texts import _, format_number
from ldn_journal.cli.commands import Command, Context, Parser
from ldn_journal.cli.failures import DONE
from ldn_journal.cli.output import say, say_json, say_table
from ldn_journal.cli.period import add_range, range_given, read_range
from ldn_journal.cli.trends_json import as_json, associations_as_json
from ldn_journal.clinical.questionnaires import score_measures
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.journal import Journal
from ldn_journal.report.treatment import present_words

SHOWN = 10
"""Associations listed for people; for programs there are all of them."""
TOLD = 3
"""Associations put in words."""
USUAL_DAYS = 90
"""Days up to ``--to`` where it is given alone."""


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command, what is left of its arguments, and its title."""
    return Command(_arguments, _run), rest, name


def _arguments(parser: Parser) -> None:
    add_range(parser)
    parser.add_argument("--measure", action="append", metavar="KEY", help=_("only this measure; may be given again"))
    parser.add_argument(
        "--compare-with", default=BASELINE_KEY, metavar="PHASE", help=_("compare with this phase, like 1.5mg-1")
    )
    parser.add_argument(
        "--associations", metavar="KEY", help=_("list what went together with this measure, exploratory")
    )
    parser.add_argument("--format", choices=("table", "json"), default="table", help=_("for people or for programs"))


def _run(context: Context, arguments: Namespace) -> int:
    with context.reading() as journal:
        asked = arguments.measure
        keys = None if asked is None else tuple(_known(journal, key) for key in dict.fromkeys(asked))
        # The days chosen say which phases are listed and which doses are counted; figures rest on the whole record.
        given = range_given(arguments)
        days = read_range(arguments, journal, USUAL_DAYS) if given else (None, None)
        trends = _trends(journal, keys, arguments.compare_with, days)
        together = None
        if arguments.associations is not None:
            everything = trends if keys is None else _trends(journal, None, arguments.compare_with, days)
            together = _together(journal, everything, _known(journal, arguments.associations))
        boundary = journal.settings.day_boundary
        present = present_words(trends, journal.doses(), journal.prescriptions(), boundary)
    if arguments.format == "json":
        data = as_json(trends)
        if together is not None:
            data["associations"] = associations_as_json(together.outcome, together.found, together.measures)
        say_json(data)
    else:
        _print(trends, present, ranged=given)
        if together is not None:
            _print_together(together)
    return DONE


def _known(journal: Journal, key: str) -> str:
    return key if key in score_measures() else journal.measure(key).key


def _trends(
    journal: Journal, keys: tuple[str, ...] | None, compare_with: str, days: tuple[date | None, date | None]
) -> Trends:
    first, last = days
    settling = journal.settings.settling_days
    trends = journal.trends(
        TrendsQuery(first=first, last=last, measures=keys, settling_days=settling, compare_with=compare_with)
    )
    if trends.reference is None and compare_with != BASELINE_KEY:
        raise NotFound(
            _("There is no phase “{key}”; there are: {phases}.").format(
                key=compare_with[:40], phases=", ".join(phase.key for phase in trends.phases)
            )
        )
    return trends


@dataclass(frozen=True)
class _Together:
    """What went with ``outcome``, the strongest first, with the measures in it; and doses by the clock in sentences."""

    outcome: str
    found: list[Association]
    measures: dict[str, NewMeasure]
    clock: list[str]


def _together(journal: Journal, trends: Trends, outcome: str) -> _Together:
    if outcome not in trends.measures:
        raise NotFound(_("Nothing is recorded for a measure called “{key}”.").format(key=outcome))
    doses, boundary, whole = journal.doses(), journal.settings.day_boundary, trends.whole
    times = dose_time_series(doses, boundary, whole.start, whole.timeline.last)
    full = {times.measure.key: times, **whole.full}
    return _Together(
        outcome=outcome,
        found=explore(full, outcome),
        measures={key: series.measure for key, series in full.items()},
        clock=clock_sentences(evening_against_morning(doses, boundary, whole.full)),
    )


# For people ------------------------------------------------------------------------------------------------------


def _print(trends: Trends, present: str, *, ranged: bool) -> None:
    if not trends.measures:
        say(_("Nothing is recorded yet that could be compared."))
        return
    say(_("{first} to {last}").format(first=trends.first, last=trends.last))
    say(present)
    if ranged:
        say(_("Listed are the phases of these days; each figure rests on all days of its phase."))
    phases = trends.phases_shown if ranged else trends.phases
    head = [
        _("Phase"), _("From"), _("To"), _("Recorded"), _("Mean"), _("Difference"), _("95 % interval"),
        _("Beside a steady drift"), _("NAP"),
    ]  # fmt: skip
    right = (False, False, False, *(True for _column in head[3:]))
    for key, measure in trends.measures.items():
        say()
        say(_(measure.name))
        found = [row for phase in phases if (row := trends.row(key, phase.key)) is not None]
        digits = digits_in(found)
        rows = [_cells(row, digits) for row in found]
        say_table(head, rows, right=right)
    _tell([sentences(comparison) for comparison in _told(trends, phases)])


def _tell(told: Sequence[Sequence[str]]) -> None:
    """Print the sentences of each comparison; what holds for all of them comes once, at the end."""
    shared = [sentence for sentence in told[0] if all(sentence in other for other in told[1:])] if told else []
    for group in (*([one for one in found if one not in shared] for found in told), shared):
        if group:
            say()
        for sentence in group:
            say(sentence)


def _told(trends: Trends, phases: Sequence[Phase]) -> list[Comparison]:
    """The comparisons put in words: every one of a single measure with these phases, else the main one."""
    if len(trends.measures) == 1:
        listed = {phase.key for phase in phases}
        return [
            found for (_measure, phase), found in trends.comparisons.items() if found is not None and phase in listed
        ]
    return [] if trends.main_comparison is None else [trends.main_comparison]


def _cells(row: PhaseRow, digits: int) -> list[str]:
    described, compared = row.description, row.comparison
    return [
        phase_name(row.phase),
        str(row.phase.first),
        str(row.phase.last),
        recorded(described),
        mean(row.measure, described, digits),
        difference(compared, digits),
        likely(compared),
        beside_drift(compared),
        overlap(compared),
    ]


def _print_together(together: _Together) -> None:
    outcome = together.measures[together.outcome]
    say()
    say(_("What went together with {measure}, strongest first").format(measure=_(outcome.name)))
    if not together.found:
        say(_("Nothing yet: it takes 20 days on which both are recorded, and values that vary."))
    else:
        head = [
            _("Measure"), _("{measure} is").format(measure=_(outcome.name)), _("Pairs of days"), _("As unrelated pairs"),
            _("Rank correlation"), _("95 % interval"),
        ]  # fmt: skip
        rows = [_association_cells(one, together.measures) for one in together.found[:SHOWN]]
        say_table(head, rows, right=(False, False, True, True, True, True))
        _tell([association_sentences(one, together.measures) for one in together.found[:TOLD]])
    say()
    for sentence in together.clock:
        say(sentence)


def _association_cells(one: Association, measures: dict[str, NewMeasure]) -> list[str]:
    first, second = measures[one.first], measures[one.second]
    low, high = (format_number(end, 2, signed=True) for end in one.interval or (0, 0))
    return [
        _(first.name),
        lag_words(first, second, one.lag),
        format_number(one.n),
        format_number(one.effective_n, 0),
        format_number(one.rho, 2, signed=True),
        NONE if one.interval is None else _("{low} to {high}").format(low=low, high=high),
    ]
