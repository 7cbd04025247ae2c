"""What stands under the table by dose: two footnotes beside it, the rest where there is room for it."""

from collections.abc import Sequence

from ldn_journal.analysis.contrast import (
    FIGURES_FROM,
    INTERVAL_PHASE_DAYS,
    INTERVAL_REFERENCE_DAYS,
    Caution,
    Comparison,
)
from ldn_journal.analysis.phases import PhaseKind
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _
from ldn_journal.domain.measures import NewMeasure, Recall
from ldn_journal.report.figures import dated, shortened

DRIFT = "†"


def footnotes(comparisons: Sequence[Comparison]) -> list[str]:
    """Return what must be read with the figures: what the dagger means, and what a placebo did."""
    found = []
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
