"""The second page: the other measures by phase, questionnaires, and events."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from ldn_journal.analysis.contrast import FIGURES_FROM
from ldn_journal.analysis.phases import Phase, phase_name, phase_on
from ldn_journal.analysis.trends import Trends
from ldn_journal.analysis.wording import decimal
from ldn_journal.base.texts import _, format_number, ngettext
from ldn_journal.clinical.questionnaires import Questionnaire, questionnaires
from ldn_journal.domain.life import Event, QuestionnaireResponse
from ldn_journal.domain.measures import Better, NewMeasure
from ldn_journal.report.content import Column, Section, Table, Text, plain
from ldn_journal.report.figures import NONE, dated, heading, mean, row_name, shortened, stretch
from ldn_journal.report.letters import apart

PAGE = 2
MEASURES_SHOWN = 12
PHASES_SHOWN = 6
ANSWERS_SHOWN = 8
EVENTS_SHOWN = 24
EVENT_LETTERS = 90
PHASE_LETTERS = 18
EFFICIENCY = "sleep_efficiency"


# Measures --------------------------------------------------------------------------------------------------------


def other_measures(trends: Trends, shown: Sequence[NewMeasure]) -> Section | None:
    """Return the means by phase of the measures that are not ``shown`` on page 1, ``None`` if there are none.

    Scores of questionnaires have a section of their own. At most 12 measures and 6 phases are printed; the notes say
    how many more there are.
    """
    left_out = {measure.key for measure in shown}
    left_out |= {one.measure.key for one in questionnaires().values() if one.measure is not None}
    recorded = [one for key, one in trends.measures.items() if key not in left_out and any(trends.series[key].n)]
    phases, fewer = _phases(trends)
    rows = [(measure, means) for measure in recorded if any(means := _means(trends, measure, phases))]
    if not rows:
        return None
    columns = (
        Column(_("Measure")),
        Column(_("Better")),
        *(Column(shortened(row_name(phase), PHASE_LETTERS), "end") for phase in phases),
    )
    table = Table(
        columns,
        tuple(
            (plain(heading(measure)), plain(_better(measure)), *(plain(one or NONE) for one in means))
            for measure, means in rows[:MEASURES_SHOWN]
        ),
    )
    notes = _measure_notes(trends, rows[:MEASURES_SHOWN], fewer, len(recorded) - min(len(rows), MEASURES_SHOWN))
    return Section("measures", _("Other measures by dose"), table=table, notes=tuple(notes), page=PAGE)


def _better(measure: NewMeasure) -> str:
    return {Better.LOWER: _("lower"), Better.HIGHER: _("higher")}.get(measure.better, NONE)


def _phases(trends: Trends) -> tuple[list[Phase], int]:
    """Return the phases to print, and how many are left out: the reference and the latest stay."""
    phases = list(trends.phases)
    if len(phases) <= PHASES_SHOWN:
        return phases, 0
    latest = phases[-PHASES_SHOWN:]
    if trends.reference is not None and trends.reference not in latest:
        latest = [trends.reference, *latest[1:]]
    return latest, len(phases) - len(latest)


def _means(trends: Trends, measure: NewMeasure, phases: Sequence[Phase]) -> list[str]:
    """Return the printed mean for each phase, empty where there is none."""
    found = [trends.described(measure.key, phase) for phase in phases]
    return ["" if one.mean is None else mean(measure, one.mean) for one in found]


def _measure_notes(trends: Trends, rows: Sequence[tuple[NewMeasure, list[str]]], fewer: int, more: int) -> list[str]:
    found = [_("Means of recorded days; all of them are exploratory.")]
    if trends.settling_days and any(phase.settling_until is not None for phase in trends.phases):
        found.append(
            ngettext(
                "Without the first day after each change of dose.",
                "Without the first {count} days after each change of dose.",
                trends.settling_days,
            ).format(count=trends.settling_days)
        )
    if not all(one for _measure, means in rows for one in means):
        found.append(_("– fewer than {count} recorded days.").format(count=FIGURES_FROM))
    nights = next((trends.whole.full[one.key] for one, _means in rows if one.key == EFFICIENCY), None)
    if nights is not None:
        found.append(
            ngettext(
                "Sleep efficiency: time asleep in % of time in bed, from {count} night with both.",
                "Sleep efficiency: time asleep in % of time in bed, from {count} nights with both.",
                nights.recorded,
            ).format(count=nights.recorded)
        )
    if fewer:
        found.append(
            ngettext(
                "{count} earlier phase is in the journal.", "{count} earlier phases are in the journal.", fewer
            ).format(count=fewer)
        )
    if more:
        found.append(
            ngettext(
                "{count} more measure is in the journal.", "{count} more measures are in the journal.", more
            ).format(count=more)
        )
    return found


# Questionnaires --------------------------------------------------------------------------------------------------


def scores(
    responses: Sequence[QuestionnaireResponse], phases: Sequence[Phase], first: date, last: date
) -> Section | None:
    """Return scores with the dose then and their change since the first ever, ``None`` if the period has none.

    At most 8 of each questionnaire are printed: the first ever, the last of each phase, and the latest.
    """
    rows: list[tuple[Text, ...]] = []
    notes: list[str] = []
    for key, questionnaire in questionnaires().items():
        scored = [
            (response.day, score)
            for response in responses
            if response.questionnaire == key
            and response.day <= last
            and (score := questionnaire.score(response.answers)) is not None
        ]
        scored.sort(key=lambda pair: pair[0])
        if not scored or scored[-1][0] < first:
            continue
        kept = _kept(scored, phases, first)
        rows += _score_rows(questionnaire, kept, scored[0], phases)
        notes += _score_notes(questionnaire, len(scored) - len(kept))
    if not rows:
        return None
    columns = (
        Column(_("Questionnaire")),
        Column(_("Date"), "end"),
        Column(_("Dose then")),
        Column(_("Score")),
        Column(_("Change since the first, points")),
    )
    return Section(
        "questionnaires", _("Questionnaires"), table=Table(columns, tuple(rows)), notes=tuple(notes), page=PAGE
    )


Score: TypeAlias = tuple[date, float]


def _kept(scored: Sequence[Score], phases: Sequence[Phase], first: date) -> list[Score]:
    """Return the scores to print, oldest first; ``scored`` is sorted."""
    lasts: dict[str, Score] = {}
    for pair in scored:
        phase = phase_on(pair[0], phases)
        if phase is not None:
            lasts[phase.key] = pair
    newest_first = sorted(lasts.values(), reverse=True)
    latest = [pair for pair in reversed(scored) if pair[0] >= first]
    wanted = dict.fromkeys([scored[0], scored[-1], *newest_first, *latest])
    return sorted(list(wanted)[:ANSWERS_SHOWN])


def _score_rows(
    questionnaire: Questionnaire, kept: Sequence[Score], start: Score, phases: Sequence[Phase]
) -> list[tuple[Text, ...]]:
    rows: list[tuple[Text, ...]] = []
    for place, (day, score) in enumerate(kept):
        # An answer that is itself a judgement of change has no change of its own.
        changes = not questionnaire.after_start and (day, score) != start
        phase = phase_on(day, phases)
        rows.append(
            (
                plain(_ranged(questionnaire) if place == 0 else ""),
                plain(dated(day)),
                plain(shortened(phase_name(phase)) if phase else NONE),
                plain(_score(questionnaire, score)),
                plain(decimal(score - start[1], _digits(questionnaire), signed=True) if changes else NONE),
            )
        )
    return rows


def _ranged(questionnaire: Questionnaire) -> str:
    assert questionnaire.measure is not None  # noqa: S101 - there is a score
    return heading(questionnaire.measure)


def _digits(questionnaire: Questionnaire) -> int:
    return 1 if questionnaire.scoring == "mean" else 0


def _score(questionnaire: Questionnaire, score: float) -> str:
    number = format_number(score, _digits(questionnaire))
    if len(questionnaire.items) == 1 and questionnaire.items[0].choices:
        return _("{number}, {words}").format(number=number, words=questionnaire.items[0].in_words(score))
    return number


def _score_notes(questionnaire: Questionnaire, hidden: int) -> list[str]:
    assert questionnaire.measure is not None  # noqa: S101 - there is a score
    about = [_(questionnaire.measure.explanation or ""), _("Lower is better."), questionnaire.change]
    found = [
        _("{questionnaire}: {sentence}").format(
            questionnaire=questionnaire.name, sentence=" ".join(filter(None, about))
        )
    ]
    if hidden:
        found.append(
            ngettext("{count} more score is in the journal.", "{count} more scores are in the journal.", hidden).format(
                count=hidden
            )
        )
    return found


# Events ----------------------------------------------------------------------------------------------------------


def events_list(events: Sequence[Event], first: date, last: date) -> Section | None:
    """Return the events that touch the period, at most the last 24, ``None`` if there are none. Their notes stay private."""
    there = sorted(
        (event for event in events if event.day <= last and (event.until or event.day) >= first),
        key=lambda event: event.day,
    )
    if not there:
        return None
    shown = there[-EVENTS_SHOWN:]
    bullets = tuple(
        _("{days}: {what}").format(
            days=stretch(event.day, event.until or event.day),
            what=apart(shortened(event.what, EVENT_LETTERS)),
        )
        for event in shown
    )
    more = len(there) - len(shown)
    notes = (
        (
            ngettext(
                "{count} earlier event is in the journal.", "{count} earlier events are in the journal.", more
            ).format(count=more),
        )
        if more
        else ()
    )
    return Section("events", _("Events in the period"), bullets=bullets, notes=notes, page=PAGE)
