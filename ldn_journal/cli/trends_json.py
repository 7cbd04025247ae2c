"""``trends --format json``: phases, figures, comparisons, distributions and associations with stable keys."""

from collections.abc import Sequence
from typing import Any

from ldn_journal.analysis.contrast import Comparison
from ldn_journal.analysis.distribution import PhaseDistribution, distributions
from ldn_journal.analysis.lagged import Association, association_sentences
from ldn_journal.analysis.phase import Phase, phase_name
from ldn_journal.analysis.trends import PhaseRow, Trends
from ldn_journal.analysis.wording import sentences, title
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
        "phases": [_phase(phase) for phase in trends.phases],
        "measures": [
            {
                "key": key,
                "name": _(measure.name),
                "better": str(measure.better),
                "phases": [_figures(row) for phase in trends.phases if (row := trends.row(key, phase.key)) is not None],
                "distributions": [
                    _distribution(found) for found in distributions(trends.whole.full[key], trends.phases)
                ],
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
                "interval": _ends(one.interval),
                "tau": one.tau,
                "sentences": association_sentences(one, measures),
            }
            for one in found
        ],
    }


def _phase(phase: Phase) -> dict[str, Any]:
    return {
        "key": phase.key,
        "name": phase_name(phase),
        "given_name": phase.name,
        "reasons": [*phase.reasons],
        "kind": str(phase.kind),
        "amount_pg": phase.amount_pg,
        "first": str(phase.first),
        "last": str(phase.last),
        "days": phase.days,
        "settling_until": None if phase.settling_until is None else str(phase.settling_until),
        "settling_inside": [[str(first), str(last)] for first, last in phase.settling_inside],
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


def _ends(ends: tuple[float, float] | None) -> list[float] | None:
    return None if ends is None else [*ends]
