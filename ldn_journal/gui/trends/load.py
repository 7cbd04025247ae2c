"""What the page fetches on the journal's thread."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldn_journal.analysis.trends import Trends
    from ldn_journal.journal import Journal


@dataclass(frozen=True)
class TrendsView:
    """The whole record, and what can be chosen of it.

    ``ranges`` maps each preset's name to its first and last day, "since-visit" only where there is a ``last_visit``
    (its day). ``recorded`` holds the keys of the measures with at
    least one value, in the order shown; ``tracked`` those of them that are on the Today page or are a questionnaire's
    score. ``outcome`` is the key of the main outcome and the day it was chosen (``None``: it is the program's own).
    """

    trends: "Trends"
    ranges: dict[str, tuple[date, date]]
    recorded: tuple[str, ...]
    tracked: frozenset[str]
    outcome: tuple[str, date | None]
    last_visit: date | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing at all is recorded."""
        return self.trends.first_record is None


def load_view(journal: "Journal") -> TrendsView:
    """Return everything the page shows. The range is chosen by moving the view, so the whole record is fetched at once."""
    from ldn_journal.analysis.trends import RangePreset, preset_range
    from ldn_journal.clinical.questionnaires import questionnaires
    from ldn_journal.domain.visits import last_visit

    trends = journal.trends()
    visit = last_visit(journal.visits(), trends.today)
    visited = visit.day if visit is not None else None
    ranges = {
        preset.value: preset_range(preset, trends.today, trends.first_record, trends.ldn_start, visited)
        for preset in RangePreset
        if visited is not None or preset is not RangePreset.SINCE_VISIT
    }
    recorded = tuple(key for key, series in trends.series.items() if series.recorded)
    scores = {one.key for form in questionnaires().values() for one in form.measures}
    tracked = (scores | {measure.key for measure in journal.tracked()}) & set(recorded)
    outcome = (journal.settings.primary_outcome, journal.settings.primary_outcome_chosen)
    return TrendsView(trends, ranges, recorded, frozenset(tracked), outcome, visited)


def load_compared(journal: "Journal", reference: str) -> "Trends":
    """Return the trends with every phase compared with the phase of the key ``reference``."""
    from ldn_journal.analysis.trends import TrendsQuery

    return journal.trends(TrendsQuery(settling_days=journal.settings.settling_days, compare_with=reference))
