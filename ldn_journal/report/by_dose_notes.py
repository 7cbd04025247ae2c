"""What stands under the table by dose: two footnotes beside it, the rest where there is room for it."""

from collections.abc import Sequence

from ldn_journal.analysis.contrast import (
    FIGURES_FROM,
    INTERVAL_PHASE_DAYS,
    INTERVAL_REFERENCE_DAYS,
    Caution,
    Comparison,
)
from ldn_journal.analysis.phases import PhaseKind, phase_name
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _, format_number, ngettext
from ldn_journal.domain.measures import NewMeasure, Recall
from ldn_journal.report.figures import dated, in_line, shortened, with_unit

DRIFT = "†"


LEFT_OUT_SHARE = 0.1
"""From which share of a phase's days on, those on which the dose was left out are told apart."""


def footnotes(trends: Trends, measure: NewMeasure, comparisons: Sequence[Comparison]) -> list[str]:
    """Return what must be read with the figures: days of no dose, doses left out, the dagger, and what a placebo did."""
    found = [*_no_dose(trends), *_without_left_out(trends, measure)]
    if any(one.interval is not None and one.drift for one in comparisons):
        found.append(_("† A slow, steady change that was under way before LDN would look the same."))
    if any(one.difference is not None for one in comparisons):
        found.append(
            _(
                "Some change is expected anyway: on placebo, 28\u00a0% of people in the largest blinded fibromyalgia trial "
                "had more than 30\u00a0% less pain."
            )
        )
    return found


def _no_dose(trends: Trends) -> list[str]:
    days, start = trends.days_of_no_dose, trends.ldn_start
    if not days or start is None:
        return []
    words = ngettext(
        "{count} day from {day} on belongs to no dose and counts for none: none is recorded on it or on the 3 days before.",
        "{count} days from {day} on belong to no dose and count for none: none is recorded on them or on the 3 days before.",
        days,
    )
    return [words.format(count=format_number(days), day=dated(start))]


def _without_left_out(trends: Trends, measure: NewMeasure) -> list[str]:
    """Return, for phases in which many doses were left out, the mean of ``measure`` without those days as well."""
    found = []
    for phase in trends.phases:
        counted = phase.days - phase.days_of_no_dose
        if phase.kind is not PhaseKind.DOSE or phase.left_out_days <= LEFT_OUT_SHARE * counted:
            continue
        days, value = trends.without_left_out(measure.key, phase)
        if value is None:
            continue
        words = ngettext(
            "{phase}: on the {count} day without those on which the dose was left out, {measure} {mean}.",
            "{phase}: on the {count} days without those on which the dose was left out, {measure} {mean}.",
            days,
        )
        fields = {"phase": phase_name(phase), "measure": in_line(measure), "mean": with_unit(measure, value)}
        found.append(words.format(count=format_number(days), **fields))
    return found


def more_notes(
    trends: Trends, measures: Sequence[NewMeasure], comparisons: Sequence[Comparison], *, dash: bool
) -> list[str]:
    """Return how the figures come about. ``dash``: a mean is wanting."""
    primary = measures[0]
    found = []
    if any(one.interval is not None for one in comparisons):
        found.append(_("Intervals allow for one day resembling the next."))
    if any(one.caution is Caution.TOO_FEW_DAYS for one in comparisons):
        found.append(
            _("An interval takes {reference} recorded days before LDN and {phase} in the phase.").format(
                reference=INTERVAL_REFERENCE_DAYS, phase=INTERVAL_PHASE_DAYS
            )
        )
    if any(one.difference is not None for one in comparisons):
        found.append(_("Differences are worked out before rounding."))
        found.append(_("People tend to start when they feel worst, so some change is expected anyway."))
    if dash:
        found.append(_("– fewer than {count} recorded days.").format(count=FIGURES_FROM))
    if any(measure.recall is Recall.LAST_NIGHT for measure in measures):
        found.append(_("Nights count with the dose of the evening before."))
    if not comparisons and any(phase.kind is PhaseKind.DOSE for phase in trends.phases):
        found.append(_("No day before LDN is recorded, so no change can be shown."))
    found.extend(_outcome_note(trends, primary, comparisons))
    if primary.key == "pain" and any(one.interval is not None and one.percent for one in comparisons):
        found.append(
            _(
                "In pain trials 30 % less pain is called a moderate change, 50 % a substantial one; "
                "that is drawn from groups, not from one person."
            )
        )
    return found


def _outcome_note(trends: Trends, primary: NewMeasure, comparisons: Sequence[Comparison]) -> list[str]:
    there = [one for one in comparisons if one.difference is not None]
    if not there:
        return []
    name = shortened(_(primary.name))
    chosen = trends.primary
    if chosen is None or chosen.measure != primary.key:
        return [_("No main outcome was chosen beforehand: every figure is exploratory.")]
    if any(one.exploratory for one in there):
        return [
            _(
                "{measure} became the main outcome on {day}: earlier phases and the other columns are exploratory."
            ).format(measure=name, day=dated(chosen.chosen_on))
        ]
    return [
        _("{measure} is the main outcome, chosen beforehand ({day}); the other columns are exploratory.").format(
            measure=name, day=dated(chosen.chosen_on)
        )
    ]
