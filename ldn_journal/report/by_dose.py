"""The table by dose: each phase's days and means, and its change from before LDN where there are days enough for one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ldn_journal.analysis.contrast import (
    FIGURES_FROM,
    INTERVAL_PHASE_DAYS,
    INTERVAL_REFERENCE_DAYS,
    Caution,
    Comparison,
    Description,
)
from ldn_journal.analysis.phases import Phase, PhaseKind, phase_name
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _, format_day, format_number, ngettext
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.measures import NewMeasure, Recall
from ldn_journal.report.content import Column, Run, Section, Table, Text, plain, rich
from ldn_journal.report.figures import NONE, change, heading, mean, row_name, shortened

OTHERS = 3
USUAL_OTHERS = ("sleep", "vivid_dreams", "nausea")
DRIFT = "†"


@dataclass
class _Used:
    """Which explanations the rows have made necessary."""

    settling: bool = False
    interval: bool = False
    drift: bool = False
    dash: bool = False
    difference: bool = False
    percent: bool = False
    rounding: bool = False
    few: bool = False
    exploratory: list[bool] = field(default_factory=list)


def shown_measures(trends: Trends, primary: str) -> list[NewMeasure]:
    """Return the measures for table and chart: the primary outcome, then up to 3 others, all of them recorded.

    Sleep, vivid dreams and nausea come first among the others if pain is the outcome; otherwise the journal's own order
    holds. Where the primary outcome has no value, a measure of the person's own with its name stands in its place (an
    imported Pain, 1-7), or else the first recorded measure.
    """
    recorded = [measure for key, measure in trends.measures.items() if any(trends.series[key].n)]
    if not recorded:
        return []
    first = next((measure for measure in recorded if measure.key == primary), None) or _namesake(recorded, primary)
    others = [measure for measure in recorded if measure is not first]
    if first.key == "pain":
        others.sort(key=lambda measure: _place(measure.key))
    return [first, *others[:OTHERS]]


def _namesake(recorded: Sequence[NewMeasure], primary: str) -> NewMeasure:
    built_in = built_in_measures().get(primary)
    names = {built_in.name.casefold(), _(built_in.name).casefold()} if built_in else set()
    return next((measure for measure in recorded if measure.name.casefold() in names), recorded[0])


def _place(key: str) -> int:
    return USUAL_OTHERS.index(key) if key in USUAL_OTHERS else len(USUAL_OTHERS)


def by_dose(trends: Trends, measures: Sequence[NewMeasure], current: Phase | None) -> Section:
    """Return the table over the whole record; ``current`` is set in bold."""
    title = _("By dose")
    if trends.first_record is None:
        return Section("by_dose", title, paragraphs=(plain(_("Nothing is recorded yet.")),))
    if not measures:
        return Section("by_dose", title, table=_days_only(trends.phases, current))
    primary, *others = measures
    compared = trends.reference is not None and any(phase is not trends.reference for phase in trends.phases)
    used = _Used()
    columns = [
        Column(_("Phase")),
        Column(_("Days"), "end"),
        Column(_("Recorded"), "end"),
        Column(heading(primary), "end"),
    ]
    if compared:
        columns.append(Column(_("Change from before LDN (95 % interval)"), fill=True))
    columns += [Column(heading(measure), "end") for measure in others]
    rows = [_row(trends, phase, measures, current, used, compared=compared) for phase in trends.phases]
    return Section(
        "by_dose",
        title,
        table=Table(tuple(columns), tuple(rows)),
        notes=tuple(_notes(trends, measures, used, compared=compared)),
    )


def _is(phase: Phase, current: Phase | None) -> bool:
    return current is not None and phase.key == current.key


def _days_only(phases: Iterable[Phase], current: Phase | None) -> Table:
    columns = (Column(_("Phase")), Column(_("Days"), "end"), Column(_("From"), fill=True))
    return Table(
        columns,
        tuple(
            (
                plain(row_name(phase), strong=_is(phase, current)),
                plain(format_number(phase.days)),
                plain(format_day(phase.since)),
            )
            for phase in phases
        ),
    )


def _row(
    trends: Trends, phase: Phase, measures: Sequence[NewMeasure], current: Phase | None, used: _Used, *, compared: bool
) -> tuple[Text, ...]:
    main = measures[0]
    first = trends.described(main.key, phase)
    days = format_number(first.possible)
    if phase.settling_until is not None:
        used.settling = True
        days += "*"
    cells = [
        plain(row_name(phase), strong=_is(phase, current)),
        plain(days),
        plain(format_number(first.recorded)),
        _mean_cell(main, first, used, strong=True),
    ]
    if compared:
        comparison = trends.comparisons.get((main.key, phase.key))
        cells.append(_change_cell(comparison, used, strong=_is(phase, current)) if comparison else plain(NONE))
    cells += [_mean_cell(measure, trends.described(measure.key, phase), used) for measure in measures[1:]]
    return tuple(cells)


def _mean_cell(measure: NewMeasure, described: Description, used: _Used, *, strong: bool = False) -> Text:
    if described.mean is None:
        used.dash = True
        return plain(NONE)
    return plain(mean(measure, described.mean), strong=strong)


def _change_cell(comparison: Comparison, used: _Used, *, strong: bool) -> Text:
    if comparison.difference is None:
        return plain(_("too few days"))
    used.difference = True
    used.exploratory.append(comparison.exploratory)
    measure = comparison.measure
    difference = change(measure, comparison.difference)
    used.rounding |= _rounding_shows(comparison)
    if comparison.interval is None:
        used.few |= comparison.caution is Caution.TOO_FEW_DAYS
        return plain(_without_interval(comparison.caution).format(difference=difference))
    used.interval = True
    low, high = (change(measure, end) for end in comparison.interval)
    fields = {"difference": difference, "low": low, "high": high, "mark": ""}
    if comparison.drift:
        used.drift = True
        fields["mark"] = DRIFT
    sentence = _("<b>{difference} ({low} to {high})</b>{mark}")
    if comparison.percent is not None and round(abs(comparison.percent)):
        used.percent = True
        fields["percent"] = format_number(abs(comparison.percent), 0)
        sentence = (
            _("<b>{difference} ({low} to {high})</b>{mark}, {percent} % lower")
            if comparison.percent < 0
            else _("<b>{difference} ({low} to {high})</b>{mark}, {percent} % higher")
        )
    return tuple(Run(run.text, run.strong and strong) for run in rich(sentence, **fields))


def _without_interval(caution: Caution | None) -> str:
    if caution is Caution.TOO_FEW_NEIGHBOURS:
        return _("{difference}, too few neighbouring days for an interval")
    if caution is Caution.NO_VARIATION:
        return _("{difference}, no interval as values hardly vary")
    return _("{difference}, too few days for an interval")


def _rounding_shows(comparison: Comparison) -> bool:
    """Whether the printed difference is not that of the printed means."""
    before, after, difference = (comparison.before.mean, comparison.after.mean, comparison.difference)
    if before is None or after is None or difference is None:
        return False
    scale = 1 / 60 if comparison.measure.scale == "duration" and comparison.measure.unit != "min" else 1
    printed = round(after * scale, 1) - round(before * scale, 1)
    return abs(printed - round(difference * scale, 1)) > 0.05


def _notes(trends: Trends, measures: Sequence[NewMeasure], used: _Used, *, compared: bool) -> list[str]:
    primary = measures[0]
    found = []
    if used.settling:
        found.append(
            ngettext(
                "* without the first day after each change.",
                "* without the first {count} days after each change.",
                trends.settling_days,
            ).format(count=trends.settling_days)
        )
    if used.interval:
        found.append(_("Intervals allow for day-to-day similarity."))
    if used.few:
        found.append(
            _("An interval takes {reference} recorded days before LDN and {phase} in the phase.").format(
                reference=INTERVAL_REFERENCE_DAYS, phase=INTERVAL_PHASE_DAYS
            )
        )
    if used.drift:
        found.append(_("† cannot be separated from a steady drift."))
    if used.rounding:
        found.append(_("Differences are worked out before rounding."))
    if used.dash:
        found.append(_("– fewer than {count} recorded days.").format(count=FIGURES_FROM))
    if any(measure.recall is Recall.LAST_NIGHT for measure in measures):
        found.append(_("Nights count with the dose of the evening before."))
    if not compared and any(phase.kind is PhaseKind.DOSE for phase in trends.phases):
        found.append(_("No day before LDN is recorded, so no change can be shown."))
    found.extend(_outcome_note(trends, primary, used))
    if used.percent and primary.key == "pain":
        found.append(
            _(
                "In pain trials 30 % less pain is called a moderate change, 50 % a substantial one; "
                "that is drawn from groups, not from one person."
            )
        )
    if used.difference:
        found.append(
            _(
                "Some change is expected anyway, as people tend to start when they feel worst: on placebo, 28 % of "
                "participants in the largest blinded fibromyalgia trial had more than 30 % less pain (FINAL 2024)."
            )
        )
    return found


def _outcome_note(trends: Trends, primary: NewMeasure, used: _Used) -> list[str]:
    if not used.difference:
        return []
    name = shortened(_(primary.name))
    chosen = trends.primary
    if chosen is None or chosen.measure != primary.key:
        return [_("No main outcome was chosen beforehand: every figure is exploratory.")]
    if any(used.exploratory):
        return [
            _(
                "{measure} became the main outcome on {day}: earlier phases and the other columns are exploratory."
            ).format(measure=name, day=format_day(chosen.chosen_on))
        ]
    return [
        _("{measure} is the main outcome, chosen beforehand ({day}); the other columns are exploratory.").format(
            measure=name, day=format_day(chosen.chosen_on)
        )
    ]


def described(trends: Trends, measures: Sequence[NewMeasure]) -> str:
    """Return the chart in words, for those who cannot see it: the stretch, the doses, and each measure's means by phase."""
    span = {"first": format_day(trends.first), "last": format_day(trends.last)}
    if measures:
        names = ", ".join(_(measure.name) for measure in measures)
        words = _("Chart from {first} to {last}: {measures} day by day, with the LDN dose above.")
        found = [words.format(measures=names, **span)]
    else:
        found = [_("Chart of the LDN dose from {first} to {last}.").format(**span)]
    doses = "; ".join(
        _("{phase} from {day}").format(phase=phase_name(phase), day=format_day(phase.first)) for phase in trends.phases
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
