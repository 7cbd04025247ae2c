"""What goes together, worked out on the journal's thread: measures that moved with another, and doses by the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.analysis.lagged import Association
    from ldn_journal.analysis.trends import Trends
    from ldn_journal.domain.measures import NewMeasure
    from ldn_journal.journal import Journal

LAGS = range(4)
"""Days by which one may come before the other."""
PARTS_OF_SCORES = {"peg": frozenset({"pain"})}
"""Measures that are a part of a questionnaire's score by its key: that the two go together says nothing."""


@dataclass(frozen=True)
class Together:
    """``found`` is ranked, the closest first; ``measures`` holds every measure in it by key, the dose time among them.

    ``clock`` says in sentences how sleep and dreams were after evening doses and after morning doses. ``days``: the first
    and last day looked at, ``None`` for the whole record.
    """

    outcome: str
    found: "tuple[Association, ...]"
    measures: "Mapping[str, NewMeasure]"
    clock: tuple[str, ...]
    days: "tuple[date, date] | None" = None


def find_together(
    journal: "Journal", trends: "Trends", outcome: str, days: "tuple[date, date] | None" = None
) -> Together:
    """Return what went together with ``outcome`` over the whole record, or from the first to the last of ``days``.

    A score and a measure it contains are not put beside each other.
    """
    from ldn_journal.analysis.clock import DOSE_TIME, clock_sentences, dose_time_series, evening_against_morning
    from ldn_journal.analysis.lagged import explore

    boundary, full = journal.settings.day_boundary, dict(trends.whole.full)
    doses = journal.doses()
    full[DOSE_TIME] = dose_time_series(doses, boundary, trends.whole.start, trends.whole.timeline.last)
    if days is not None:
        full = {key: series.cut(*days) for key, series in full.items()}
    found = [one for one in explore(full, outcome, LAGS) if not _contained(one.first, one.second)]
    measures = {key: series.measure for key, series in full.items()}
    clock = clock_sentences(evening_against_morning(doses, boundary, full))
    return Together(outcome, tuple(found), measures, tuple(clock), days)


def _contained(one: str, other: str) -> bool:
    """Whether one of two measures is a part of the other."""
    return one in PARTS_OF_SCORES.get(other, ()) or other in PARTS_OF_SCORES.get(one, ())
