"""``trends --format json``: phases, figures, comparisons, distributions and associations with stable keys."""

from collections.abc import Sequence
from typing import Any

from ldn_journal.analysis.as_data import (
    adherence_data,
    ends_data,
    figures_data,
    phase_data,
    present_data,
    side_effects_data,
)
from ldn_journal.analysis.distribution import PhaseDistribution, distributions
from ldn_journal.analysis.lagged import Association, association_sentences
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _
from ldn_journal.domain.measures import NewMeasure


def as_json(trends: Trends) -> dict[str, Any]:
    """Return everything the trends have to say as plain data; no number is ever nan or infinite."""
    return {
        "first": str(trends.first),
        "last": str(trends.last),
        "ldn_start": None if trends.ldn_start is None else str(trends.ldn_start),
        "settling_days": trends.settling_days,
        "reference": None if trends.reference is None else trends.reference.key,
        "primary": None if trends.primary is None else trends.primary.measure,
        "phases": [phase_data(phase) for phase in trends.phases],
        "measures": [
            {
                "key": key,
                "name": _(measure.name),
                "better": str(measure.better),
                "phases": [
                    figures_data(row) for phase in trends.phases if (row := trends.row(key, phase.key)) is not None
                ],
                "distributions": [
                    _distribution(found) for found in distributions(trends.whole.full[key], trends.phases)
                ],
            }
            for key, measure in trends.measures.items()
        ],
        "adherence": adherence_data(trends.adherence),
        "current": present_data(trends.present),
        "side_effects": side_effects_data(trends),
        "days_of_no_dose": trends.days_of_no_dose,
    }


def associations_as_json(outcome: str, found: Sequence[Association], measures: dict[str, NewMeasure]) -> dict[str, Any]:
    """Return what went with ``outcome``, the strongest first."""
    return {
        "outcome": outcome,
        "exploratory": True,
        "ranked": [
            {
                "first": one.first,
                "second": one.second,
                "lag": one.lag,
                "n": one.n,
                "effective_n": one.effective_n,
                "rho": one.rho,
                "interval": ends_data(one.interval),
                "tau": one.tau,
                "sentences": association_sentences(one, measures),
            }
            for one in found
        ],
    }


def _distribution(found: PhaseDistribution) -> dict[str, Any]:
    return {
        "phase": found.phase.key,
        "n": found.recorded,
        "low": found.low,
        "lower_quartile": found.lower_quartile,
        "median": found.median,
        "upper_quartile": found.upper_quartile,
        "high": found.high,
        "values": found.values.tolist(),
    }
