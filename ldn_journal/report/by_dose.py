"""The table by dose: each phase's days and means, and its change from before LDN where there are days enough for one."""

from collections.abc import Sequence
from dataclasses import dataclass

from ldn_journal.analysis.contrast import Caution, Comparison
from ldn_journal.analysis.episodes import days_at_in
from ldn_journal.analysis.phases import Phase
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _, format_number, ngettext
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.report.by_dose_notes import DRIFT, footnotes, more_notes
from ldn_journal.report.content import Column, Run, Section, Table, Text, as_string, plain
from ldn_journal.report.figures import (
    NONE,
    brief_style,
    change,
    dated,
    digits_beside,
    heading,
    in_line,
    in_one_piece,
    mean,
    row_name,
    shortened,
    unit_of_change,
)
from ldn_journal.report.side_effects import by_days, moderate_words

OTHERS = 3
USUAL_OTHERS = ("sleep", "vivid_dreams", "nausea")


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
    since = _("since {day}").format(day=dated(trends.first_record))
    if not measures:
        return Section("by_dose", title, aside=since, table=_days_only(trends, current))
    compared = trends.reference is not None and any(phase is not trends.reference for phase in trends.phases)
    found = [trends.comparisons.get((measures[0].key, phase.key)) for phase in trends.phases] if compared else []
    comparisons = [one for one in found if one is not None]
    settles = any(phase.settling_until is not None for phase in trends.phases)
    layout = _Layout(measures, digits_beside(comparisons), begun_style(trends), compared=compared, settles=settles)
    rows = tuple(_row(trends, phase, layout, strong=_is(phase, current)) for phase in trends.phases)
    return Section(
        "by_dose",
        title,
        aside=" · ".join([since, *_star(trends, settles=settles)]),
        table=Table(_columns(layout), rows),
        footnotes=(*_bad_days(measures[1:], all_days=settles), *footnotes(trends, measures[0], comparisons)),
        more=tuple(
            more_notes(
                trends, measures, comparisons, dash=any(NONE in as_string(cell) for row in rows for cell in row[4:5])
            )
        ),
    )


@dataclass(frozen=True)
class _Layout:
    """What all rows have in common: the measures, the decimals of the first, the style of dates.

    ``settles``: some days are left out of the means, so that a column of all days says that it is one.
    """

    measures: Sequence[NewMeasure]
    digits: int | None
    style: str
    compared: bool
    settles: bool


def _is(phase: Phase, current: Phase | None) -> bool:
    return current is not None and phase.key == current.key


def begun_style(trends: Trends) -> str:
    """Return the style of the days on which phases began."""
    return brief_style((phase.since for phase in trends.phases), trends.last)


def _star(trends: Trends, *, settles: bool) -> list[str]:
    """Return what the star beside the days means, where there is one."""
    if not settles:
        return []
    words = ngettext(
        "* without the first day after each change",
        "* without the first {count} days after each change",
        trends.settling_days,
    )
    return [words.format(count=trends.settling_days)]


def _days_only(trends: Trends, current: Phase | None) -> Table:
    columns = (Column(_("Phase")), Column(_("Days"), "end"), Column(_("From"), fill=True))
    return Table(
        columns,
        tuple(
            (
                plain(row_name(phase), strong=_is(phase, current)),
                plain(format_number(phase.days)),
                plain(dated(phase.since)),
            )
            for phase in trends.phases
        ),
    )


def _columns(layout: _Layout) -> tuple[Column, ...]:
    primary, *others = layout.measures
    columns = [
        Column(_("Phase")),
        Column(_("From"), "end"),
        Column(_("Days"), "end"),
        Column(_("Recorded"), "end"),
        Column(heading(primary), "end"),
    ]
    if layout.compared:
        columns += [
            Column(_("Difference"), "end", under=unit_of_change(primary) if _in_percent(primary) else ""),
            Column(_("95 % interval"), fill=True),
            Column(_("in %"), "end"),
        ]
    columns += [
        Column(shortened(_(measure.name)), "end", under=_("days at 2–4"))
        if by_days(measure)
        else Column(heading(measure), "end")
        for measure in others
    ]
    return tuple(columns)


def _in_percent(measure: NewMeasure) -> bool:
    """Whether the difference is in another unit than the mean, which its column must say."""
    return measure.scale is Scale.YES_NO or measure.unit == "%"


def _bad_days(measures: Sequence[NewMeasure], *, all_days: bool) -> list[str]:
    """Return what is counted of the side effects. ``all_days``: the other columns leave some out."""
    named: dict[str, list[NewMeasure]] = {}
    for measure in measures:
        if by_days(measure):
            named.setdefault(moderate_words(measure), []).append(measure)
    found = []
    for moderate, same in named.items():
        what = _("Days at 2–4")
        if len(named) > 1:
            names = [shortened(_(same[0].name)), *map(in_line, same[1:])]
            what = _("{measures}, days at 2–4").format(measures=", ".join(names))
        if moderate:
            words = _("{what}: {moderate} or worse, all days count.") if all_days else _("{what}: {moderate} or worse.")
        elif all_days:
            words = _("{what}: on a scale from 0 to 4, all days count.")
        else:
            words = _("{what}: on a scale from 0 to 4.")
        found.append(words.format(what=what, moderate=moderate))
    return found


def _row(trends: Trends, phase: Phase, layout: _Layout, *, strong: bool) -> tuple[Text, ...]:
    main, *others = layout.measures
    first = trends.described(main.key, phase)
    cells = [
        plain(row_name(phase), strong=strong),
        plain(dated(phase.since, layout.style)),
        plain(format_number(first.possible) + ("*" if phase.settling_until is not None else "")),
        plain(format_number(first.recorded)),
        plain(mean(main, first.mean, layout.digits), strong=True),
    ]
    if layout.compared:
        comparison = trends.comparisons.get((main.key, phase.key))
        cells += _change_cells(comparison, layout.digits, strong=strong) if comparison else [plain(NONE)] * 3
    cells += [plain(_other(trends, measure, phase)) for measure in others]
    return tuple(cells)


def _other(trends: Trends, measure: NewMeasure, phase: Phase) -> str:
    """Return a mean, or of a side effect on how many days it was moderate or worse: a mean of weeks would hide it."""
    if not by_days(measure):
        return mean(measure, trends.described(measure.key, phase).mean)
    days, recorded = days_at_in(trends.whole.full[measure.key], phase)
    if not recorded:
        return NONE
    return _("{days} of {recorded}").format(days=days, recorded=recorded)


def _change_cells(comparison: Comparison, digits: int | None, *, strong: bool) -> list[Text]:
    """Return change, interval and percent."""
    if comparison.difference is None:
        return [plain(NONE), plain(in_one_piece(_("too few days"))), plain(NONE)]
    measure = comparison.measure
    percent = NONE if comparison.percent is None else format_number(comparison.percent, 0, signed=True)
    difference = plain(change(measure, comparison.difference, digits), strong=strong)
    if comparison.interval is None:
        return [difference, plain(in_one_piece(_without_interval(comparison.caution))), plain(percent)]
    low, high = (change(measure, end) for end in comparison.interval)
    interval = _("{low} to {high}").format(low=low, high=high)
    marked = (Run(interval, strong), Run(DRIFT)) if comparison.drift else plain(interval, strong=strong)
    return [difference, marked, plain(percent)]


def _without_interval(caution: Caution | None) -> str:
    if caution is Caution.TOO_FEW_NEIGHBOURS:
        return _("too few neighbouring days")
    if caution is Caution.NO_VARIATION:
        return _("none: values hardly vary")
    return _("too few days")
