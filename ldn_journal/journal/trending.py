"""Hands the whole record to the analysis and returns what it makes of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import fmean
from typing import TYPE_CHECKING

from ldn_journal.analysis.coverage import RecordedDay
from ldn_journal.analysis.series import DailyValue
from ldn_journal.analysis.trends import PrimaryOutcome, Trends, TrendsInputs, TrendsQuery, build_trends
from ldn_journal.clinical.measures import night_field
from ldn_journal.clinical.questionnaires import questionnaires, score_measures
from ldn_journal.domain.days import journal_day
from ldn_journal.domain.life import QuestionnaireResponse
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.nights import Night

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal


def trends_of(journal: "Journal", query: TrendsQuery | None) -> Trends:
    """Return the trends of ``journal`` for ``query`` (by default the whole record, its own settling window)."""
    settings = journal.settings
    wanted = query or TrendsQuery(settling_days=settings.settling_days)
    values = _values(journal)
    chosen_on = settings.primary_outcome_chosen
    return build_trends(
        TrendsInputs(
            today=journal.record_end(),
            query=wanted,
            measures=_in_order(journal, values),
            values=values,
            doses=journal.doses(),
            steps=journal.regimen,
            phase_edits=journal.phase_edits(),
            events=journal.events(),
            recorded=_recorded(journal),
            primary=PrimaryOutcome(settings.primary_outcome, chosen_on) if chosen_on else None,
            open_day=journal.today(),
        )
    )


def _values(journal: "Journal") -> dict[str, Sequence[DailyValue]]:
    """Every measure's recorded days: scores of questionnaires, ratings and nights alike."""
    values: dict[str, Sequence[DailyValue]] = score_values(journal.responses())
    values.update((key, [DailyValue(*day) for day in days]) for key, days in journal.daily_ratings().items())
    nights = journal.nights()
    for key, measure in journal.measures().items():
        field = night_field(measure)
        if field is not None and (days := _of_nights(nights, field)):
            values[key] = days
    return values


def score_values(responses: Iterable[QuestionnaireResponse]) -> dict[str, Sequence[DailyValue]]:
    """Return the days of every score by its measure's key, sorted by day; several answers on one day become their mean."""
    found: dict[str, dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    known = questionnaires()
    for response in responses:
        if response.questionnaire in known:
            for key, value in known[response.questionnaire].values(response.answers).items():
                found[key][response.day].append(value)
    return {
        key: [
            DailyValue(day, fmean(values), min(values), max(values), len(values))
            for day, values in sorted(days.items())
        ]
        for key, days in found.items()
    }


def _of_nights(nights: Sequence[Night], field: str) -> list[DailyValue]:
    found: list[DailyValue] = []
    for night in nights:
        value = getattr(night, field)
        if value is not None:
            found.append(DailyValue(night.day, float(value), float(value), float(value), 1))
    return found


def _in_order(journal: "Journal", values: dict[str, Sequence[DailyValue]]) -> list[NewMeasure]:
    """The measures with any value: the primary outcome, what is tracked, scores, then the rest in the order of their list.

    A measure of the person's own goes before a score of the same key.
    """
    scores = score_measures()
    measures: dict[str, NewMeasure] = {**scores, **journal.measures()}
    keys = [journal.settings.primary_outcome, *(measure.key for measure in journal.tracked()), *scores, *measures]
    return [measures[key] for key in dict.fromkeys(keys) if key in values and key in measures]


def _recorded(journal: "Journal") -> list[RecordedDay]:
    boundary = journal.settings.day_boundary
    found: list[RecordedDay] = []
    for day, at, source in journal.provenance():
        on: date = journal_day(at, boundary)
        found.append(RecordedDay(day, on, source))
    return found
