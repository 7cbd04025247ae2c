"""Results as plain data with stable keys, for ``trends`` and ``summary --format json``: no number is ever nan or infinite."""

from datetime import date
from typing import Any

from ldn_journal.analysis.adherence import Adherence
from ldn_journal.analysis.contrast import Comparison, Description
from ldn_journal.analysis.episodes import SideEffectStatus, is_side_effect, side_effect_status
from ldn_journal.analysis.phase import Phase, Span, phase_name
from ldn_journal.analysis.present_dose import PresentDose
from ldn_journal.analysis.trends import PhaseRow, Trends
from ldn_journal.analysis.wording import sentences, title


def day_data(day: date | None) -> str | None:
    """Return a day as it is written in data, ``None`` for none."""
    return None if day is None else str(day)


def present_data(present: PresentDose) -> dict[str, Any]:
    """Return what is taken at the end of the record, or what the record says instead."""
    phase, step = present.phase, present.step
    return {
        "day": str(present.day),
        "state": str(present.state),
        "amount_pg": None if phase is None else phase.amount_pg,
        "lowest_pg": None if phase is None else phase.lowest_pg,
        "times_per_day": present.times_per_day,
        "since": day_data(present.since),
        "last_dose": day_data(present.last_dose_day),
        "last_dose_pg": present.last_dose_pg,
        "last_dose_as_planned": present.last_dose_as_planned,
        "days_left_out_since": present.left_out_since,
        "days_unrecorded_since": present.unrecorded_since,
        "planned_pg": None if step is None else step.amount_pg * step.times_per_day,
        "planned_note": None if step is None else step.note,
    }


def phase_data(phase: Phase) -> dict[str, Any]:
    """Return a phase: its days, what they hold, and what the person said of it."""
    return {
        "key": phase.key,
        "name": phase_name(phase),
        "given_name": phase.name,
        "reasons": [*phase.reasons],
        "kind": str(phase.kind),
        "amount_pg": phase.amount_pg,
        "lowest_pg": phase.lowest_pg,
        "first": str(phase.first),
        "last": str(phase.last),
        "since": str(phase.since),
        "days": phase.days,
        "settling_until": day_data(phase.settling_until),
        "settling_inside": [_span(one) for one in phase.settling_inside],
        "stray_days": phase.stray_days,
        "days_with_dose": phase.dosed_days,
        "days_left_out": phase.left_out_days,
        "unrecorded_days": phase.unrecorded_days,
        "without_dose": [_span(one) for one in phase.without_dose],
    }


def figures_data(row: PhaseRow) -> dict[str, Any]:
    """Return the figures of a measure in a phase, with its comparison if there is one."""
    return {
        "phase": row.phase.key,
        **description_data(row.description),
        "comparison": None if row.comparison is None else comparison_data(row.comparison),
    }


def description_data(described: Description) -> dict[str, Any]:
    """Return figures with the days they rest on."""
    return {
        "days": described.possible,
        "days_possible": described.possible,
        "days_recorded": described.recorded,
        "days_with_dose": described.dosed,
        "n": described.recorded,
        "mean": described.mean,
        "median": described.median,
        "lower_quartile": described.lower_quartile,
        "upper_quartile": described.upper_quartile,
        "worst": described.worst,
        "worst_day": day_data(described.worst_day),
    }


def comparison_data(found: Comparison) -> dict[str, Any]:
    """Return a comparison with its sentences."""
    return {
        "title": title(found),
        "reference": found.reference.key,
        "difference": found.difference,
        "percent": found.percent,
        "interval": ends_data(found.interval),
        "trend_difference": found.trend_difference,
        "trend_interval": ends_data(found.trend_interval),
        "drift": found.drift,
        "nap": found.nap,
        "rho": found.rho,
        "se": found.se,
        "df": found.df,
        "caution": None if found.caution is None else str(found.caution),
        "exploratory": found.exploratory,
        "sentences": sentences(found),
    }


def ends_data(interval: tuple[float, float] | None) -> list[float] | None:
    """Return the two ends of an interval, ``None`` where there is none."""
    return None if interval is None else [*interval]


def side_effects_data(trends: Trends) -> list[dict[str, Any]]:
    """Return what is known of each side effect at the end of the range, by its last rating in it."""
    end = min(trends.last, trends.today)
    known = [side_effect_status(one, end) for one in trends.series.values() if is_side_effect(one.measure)]
    return [_side_effect(one) for one in known]


def adherence_data(found: Adherence) -> dict[str, Any]:
    """Return what became of the doses of the range."""
    return {
        "first": str(found.first),
        "last": str(found.last),
        "scheduled": found.scheduled,
        "taken": found.taken,
        "skipped": found.skipped,
        "missed": found.missed,
        "not_recorded": found.not_recorded,
        "unscheduled": found.unscheduled,
        "other_amount": found.other_amount,
        "percent": found.percent,
    }


def _side_effect(one: SideEffectStatus) -> dict[str, Any]:
    return {
        "measure": one.measure.key,
        "state": str(one.state),
        "last_rated": day_data(one.last_rated),
        "value": one.value,
        "last_present": day_data(one.last_present),
        "present_value": one.present_value,
        "days_clear_since": one.clear_since,
    }


def _span(span: Span) -> list[str]:
    return [str(day) for day in span]
