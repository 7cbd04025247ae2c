"""The chart of page 1: its heading, its key, and what it shows in words."""

from collections.abc import Sequence
from datetime import date

from ldn_journal.analysis.phases import PhaseKind, phase_name
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _, ngettext
from ldn_journal.charts.scales import (
    PAPER_PX,
    Mark,
    days_of_mean,
    days_per_mark,
    has_bar_on_paper,
    value_scale,
)
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.report.content import Section
from ldn_journal.report.figures import dated, heading, in_line, in_one_piece, mean, shortened, stretch


def chart_section(trends: Trends, measures: Sequence[NewMeasure], visits: Sequence[date] = ()) -> Section:
    """Return the section that the chart of ``measures`` stands in; ``trends`` covers the days drawn, ``visits`` are marked."""
    return Section(
        "chart",
        _heading(measures),
        aside=" · ".join([stretch(trends.first, trends.last), *_signs(trends, visits)]),
        chart=described(trends, measures),
        notes=(_key(trends, measures),) if measures else (),
    )


def _heading(measures: Sequence[NewMeasure]) -> str:
    if not measures:
        return _("Dose over time")
    names = [shortened(_(measures[0].name)), *(in_line(measure) for measure in measures[1:])]
    if len(names) == 1:
        return _("{measure} with dose").format(measure=names[0])
    return _("{measures} and {last} with dose").format(measures=", ".join(names[:-1]), last=names[-1])


def _key(trends: Trends, measures: Sequence[NewMeasure]) -> str:
    """Return what dots, lines, gaps and hatching stand for, of them what there is."""
    found = []
    marks = {value_scale(trends.series[measure.key]).mark for measure in measures}
    days = (trends.last - trends.first).days + 1
    if Mark.LINE in marks:
        mean_days = days_of_mean(days_per_mark(days, PAPER_PX, Mark.LINE))
        found.append(_("Dots: days. Line: {days}-day mean. Gap: no record.").format(days=mean_days))
    per_bar = days_per_mark(days, PAPER_PX, Mark.BARS)
    if Mark.BARS in marks and per_bar > 1:
        found.append(_("Bars: highest of {days} days.").format(days=per_bar))
    if any(phase.settling_until is not None for phase in trends.phases):
        found.append(
            ngettext(
                "Hatched: first day after a change, left out of means.",
                "Hatched: first {count} days after a change, left out of means.",
                trends.settling_days,
            ).format(count=trends.settling_days)
        )
    if before_ldn(trends, measures) is not None:
        found.append(in_one_piece(_("Dashed: mean before LDN.")))
    return " ".join(found)


def _signs(trends: Trends, visits: Sequence[date]) -> list[str]:
    """Return what the signs above the doses stand for, of them what there is."""
    visited = any(trends.first <= day <= trends.last for day in visits)
    if not trends.events:
        return [_("▼ visit")] if visited else []
    found = [_("▼ event or visit") if visited else _("▼ event")]
    days = (trends.last - trends.first).days + 1
    if any(
        has_bar_on_paper((event.until - event.day).days, days) for event in trends.events if event.until is not None
    ):
        found.append(_("▼ with a bar: event to its last day"))
    return found


def before_ldn(trends: Trends, measures: Sequence[NewMeasure]) -> float | None:
    """Return the mean of the first measure before LDN, where something came after it."""
    baseline = trends.reference
    if not measures or baseline is None or baseline.kind is not PhaseKind.BASELINE or len(trends.phases) < 2:
        return None
    return trends.described(measures[0].key, baseline).mean


def described(trends: Trends, measures: Sequence[NewMeasure]) -> str:
    """Return the chart in words, for those who cannot see it: the stretch, the doses, and each measure's means by phase."""
    span = {"first": dated(trends.first), "last": dated(trends.last)}
    if measures:
        names = ", ".join(_(measure.name) for measure in measures)
        words = _("Chart from {first} to {last}: {measures} day by day, with the LDN dose above.")
        found = [words.format(measures=names, **span)]
    else:
        found = [_("Chart of the LDN dose from {first} to {last}.").format(**span)]
    doses = "; ".join(
        _("{phase} from {day}").format(phase=phase_name(phase), day=dated(phase.first)) for phase in trends.phases
    )
    found.append(_("Phases: {phases}.").format(phases=doses))
    for measure in measures:
        rows = [trends.row(measure.key, phase.key) for phase in trends.phases]
        means = "; ".join(
            _("{phase} {mean}").format(phase=phase_name(row.phase), mean=mean(measure, row.description.mean))
            for row in rows
            if row is not None and row.description.mean is not None
        )
        if means:
            found.append(_("{measure}, mean by phase: {means}.").format(measure=heading(measure), means=means))
    return " ".join(found)
