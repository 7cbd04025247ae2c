"""Everything the Trends page, the report and the command line show, assembled from plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from ldn_journal.analysis.adherence import Adherence, count_doses
from ldn_journal.analysis.comparisons import Comparisons
from ldn_journal.analysis.contrast import FIGURES_FROM, Comparison, Description, compare, describe_phase, observed
from ldn_journal.analysis.coverage import Coverage, RecordedDay, cover
from ldn_journal.analysis.episodes import Episode, PhaseBurden, burdens, find_episodes, is_side_effect
from ldn_journal.analysis.phases import BASELINE_KEY, DayState, Phase, PhaseKind, phase_on
from ldn_journal.analysis.present_dose import PresentDose, present_dose
from ldn_journal.analysis.series import DailyValue, Series, build_series
from ldn_journal.analysis.timeline import Timeline, build_timeline
from ldn_journal.base.errors import InvalidEntry, NotFound
from ldn_journal.base.texts import _
from ldn_journal.domain.doses import Dose, TitrationStep
from ldn_journal.domain.life import Event
from ldn_journal.domain.measures import NewMeasure, Recall
from ldn_journal.domain.phase_edits import PhaseEdit


class RangePreset(StrEnum):
    """The ranges offered above the charts."""

    DAYS_30 = "30d"
    DAYS_90 = "90d"
    YEAR = "1y"
    SINCE_LDN = "since-ldn"
    SINCE_VISIT = "since-visit"
    ALL = "all"


@dataclass(frozen=True)
class PrimaryOutcome:
    """The one measure chosen beforehand to be the outcome, and the day on which it was chosen."""

    measure: str
    chosen_on: date


@dataclass(frozen=True)
class TrendsQuery:
    """What is wanted: the range to show (``None``: from the first record, to today), the measures (``None``: all).

    ``settling_days`` are left out of contrasts after each change. ``compare_with`` is the key of the phase that the
    others are compared with. The range decides what is drawn and counted; phases, their figures and comparisons always
    rest on the whole record, so that choosing a range cannot choose a result. ``known_until`` ends that record: nothing
    about a day after it is used, as if it had been the last day.
    """

    first: date | None = None
    last: date | None = None
    measures: tuple[str, ...] | None = None
    settling_days: int = 7
    compare_with: str = BASELINE_KEY
    known_until: date | None = None


@dataclass(frozen=True)
class TrendsInputs:
    """The whole record as the journal hands it over.

    ``values`` maps a measure's key to its recorded days, sorted by day; ``recorded`` has one entry per record of any
    kind, for coverage. ``measures`` are in the order in which they are to be shown.
    """

    today: date
    query: TrendsQuery = field(default_factory=TrendsQuery)
    measures: Sequence[NewMeasure] = ()
    values: Mapping[str, Sequence[DailyValue]] = field(default_factory=dict)
    doses: Sequence[Dose] = ()
    steps: Sequence[TitrationStep] = ()
    phase_edits: Sequence[PhaseEdit] = ()
    events: Sequence[Event] = ()
    recorded: Sequence[RecordedDay] = ()
    primary: PrimaryOutcome | None = None
    open_day: date | None = None
    """The day that is not over yet, ``None`` if that is none of the record: of it, what is not recorded may still come."""

    def until(self, last: date) -> "TrendsInputs":
        """Return what had been known of the days up to ``last``, as if it were today."""
        return replace(
            self,
            today=min(self.today, last),
            values={
                key: kept for key, days in self.values.items() if (kept := [one for one in days if one.day <= last])
            },
            doses=[one for one in self.doses if one.day <= last],
            steps=[one for one in self.steps if one.day <= last],
            phase_edits=[one for one in self.phase_edits if one.day <= last],
            events=[one for one in self.events if one.day <= last],
            recorded=[one for one in self.recorded if one.day <= last],
        )


@dataclass(frozen=True)
class PhaseRow:
    """One cell of the phase table: a measure in a phase, settling days left out, and its comparison if there is one."""

    phase: Phase
    measure: NewMeasure
    description: Description
    comparison: Comparison | None


@dataclass(frozen=True, eq=False)
class Trends:
    """The result. ``first`` to ``last`` (inclusive) is the range shown.

    Over the range: ``timeline`` (its ``amounts``, ``states`` and ``dose_steps`` cut to it), ``series`` by measure key
    in the order shown, all arrays of length ``days``; ``events`` touching it; ``adherence`` and ``coverage`` (from the
    first record to today at most) and the ``episodes`` touching it. Over the whole record: ``phases``, ``rows``,
    ``burdens`` (side effects per phase), ``comparisons``. ``reference`` is the phase compared with, ``None`` if there
    is none; ``whole`` is what other ranges are cut from.
    """

    first: date
    last: date
    today: date
    settling_days: int
    timeline: Timeline
    phases: tuple[Phase, ...]
    reference: Phase | None
    measures: Mapping[str, NewMeasure]
    series: Mapping[str, Series]
    events: tuple[Event, ...]
    comparisons: Comparisons
    primary: PrimaryOutcome | None
    adherence: Adherence
    coverage: Coverage
    episodes: tuple[Episode, ...]
    burdens: tuple[PhaseBurden, ...]
    first_record: date | None
    whole: "WholeRecord"

    def within(self, first: date, last: date) -> "Trends":
        """Return the same record over another range; nothing that rests on the whole record is worked out again."""
        return self if (first, last) == (self.first, self.last) else self.whole.within(first, last)

    @property
    def days(self) -> int:
        """The number of days in the range."""
        return (self.last - self.first).days + 1

    @property
    def ldn_start(self) -> date | None:
        """The day LDN began, if it has."""
        return self.timeline.ldn_start

    @property
    def phases_shown(self) -> tuple[Phase, ...]:
        """The phases that touch the range (with their own, uncut, days)."""
        return tuple(phase for phase in self.phases if phase.first <= self.last and phase.last >= self.first)

    @property
    def main_comparison(self) -> Comparison | None:
        """The latest dose phase against the reference, for the primary outcome (or else the first measure)."""
        key = self.primary.measure if self.primary and self.primary.measure in self.measures else None
        key = key or next(iter(self.measures), None)
        for phase in reversed(self.phases):
            found = self.comparisons.get((key, phase.key)) if key is not None and phase.amount_pg else None
            if found is not None:
                return found
        return None

    @property
    def rows(self) -> tuple[PhaseRow, ...]:
        """The table: phase by phase, in each the measures in order."""
        return tuple(self.whole.row(measure, phase) for phase in self.phases for measure in self.measures.values())

    def row(self, measure: str, phase: str) -> PhaseRow | None:
        """Return the table cell of a measure's key and a phase's key."""
        if measure not in self.measures:
            return None
        found = next((one for one in self.phases if one.key == phase), None)
        return None if found is None else self.whole.row(self.measures[measure], found)

    def described(self, measure: str, phase: Phase) -> Description:
        """Return what is known of a measure (by its key) in a phase, without comparing it with anything."""
        return self.whole.described(self.measures[measure], phase)

    def without_left_out(self, measure: str, phase: Phase) -> tuple[int, float | None]:
        """Return the recorded days of ``phase`` that count and on which no dose was left out, and the mean of ``measure``.

        The mean is ``None`` where there are too few of them for figures.
        """
        series = self.whole.full[measure]
        days, values = observed(series, phase)
        shift = int(series.measure.recall is Recall.LAST_NIGHT)
        states = np.array([self.whole.timeline.state_on(date.fromordinal(int(one) - shift)) for one in days])
        kept = values[~np.isin(states, (DayState.SKIPPED, DayState.MISSED))]
        return len(kept), float(kept.mean()) if len(kept) >= FIGURES_FROM else None

    @property
    def days_of_no_dose(self) -> int:
        """The days of the record since LDN began, up to the end of the range, that belong to no dose and to no break."""
        start, last = self.ldn_start, min(self.last, self.today)
        if start is None or self.first_record is None:
            return 0
        first = max(start, self.first_record)
        days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        return sum(1 for day in days if day != self.whole.inputs.open_day and phase_on(day, self.phases) is None)

    @property
    def present(self) -> PresentDose:
        """What is taken of LDN on the last day of the range, or today if that is earlier."""
        return present_dose(
            self.whole.timeline, self.whole.inputs.steps, min(self.last, self.today), self.whole.inputs.open_day
        )


def preset_range(
    name: RangePreset | str,
    today: date,
    first_record: date | None,
    ldn_start: date | None,
    last_visit: date | None = None,
) -> tuple[date, date]:
    """Return the first and last day of a preset range, both inclusive, ending today.

    Since LDN begins 28 days before LDN (not before the first record), so that what it is compared with is in sight; all
    of the record if LDN has not begun. Since the last visit begins on its day, as the summary does; all of the record
    where there was none. Raises ``ValueError`` for a name that is none.
    """
    preset = RangePreset(name)
    lengths = {RangePreset.DAYS_30: 30, RangePreset.DAYS_90: 90, RangePreset.YEAR: 365}
    if preset in lengths:
        return today - timedelta(days=lengths[preset] - 1), today
    first = first_record if first_record is not None else today
    if preset is RangePreset.SINCE_LDN and ldn_start is not None:
        first = max(first, ldn_start - timedelta(days=28)) if first_record is not None else ldn_start
    if preset is RangePreset.SINCE_VISIT and last_visit is not None:
        first = last_visit
    return min(first, today), today


@dataclass(frozen=True, eq=False)
class WholeRecord:
    """What rests on the whole record and is the same for every range; worked out once by ``build_trends``.

    ``full`` holds each measure's series from ``start``, the first record, to ``timeline.last``.
    """

    inputs: TrendsInputs
    start: date
    timeline: Timeline
    measures: Mapping[str, NewMeasure]
    full: Mapping[str, Series]
    reference: Phase | None
    comparisons: Comparisons
    episodes: tuple[Episode, ...]
    burdens: tuple[PhaseBurden, ...]
    first_record: date | None

    def row(self, measure: NewMeasure, phase: Phase) -> PhaseRow:
        """Return the table cell of a measure and a phase."""
        comparison = self.comparisons.get((measure.key, phase.key))
        description = comparison.after if comparison else self.described(measure, phase)
        return PhaseRow(phase, measure, description, comparison)

    def described(self, measure: NewMeasure, phase: Phase) -> Description:
        """Return what is known of a measure in a phase."""
        return with_doses(describe_phase(self.full[measure.key], phase), measure, phase, self.timeline)

    def within(self, first: date, last: date) -> Trends:
        """Return the trends from ``first`` to ``last``. Raises ``InvalidEntry`` if that ends before it begins."""
        if first > last:
            raise InvalidEntry({"last": _("The range ends before it begins.")})
        inputs, today = self.inputs, self.inputs.today
        counted = max(first, self.start), min(last, today)
        return Trends(
            first=first,
            last=last,
            today=today,
            settling_days=inputs.query.settling_days,
            timeline=self.timeline.cut(first, last),
            phases=self.timeline.phases,
            reference=self.reference,
            measures=self.measures,
            series={key: series.cut(first, last) for key, series in self.full.items()},
            events=tuple(event for event in inputs.events if event.day <= last and (event.until or event.day) >= first),
            comparisons=self.comparisons,
            primary=inputs.primary,
            adherence=count_doses(inputs.doses, inputs.steps, *counted, inputs.open_day),
            coverage=cover(inputs.recorded, *counted),
            episodes=tuple(one for one in self.episodes if one.first <= last and one.last >= first),
            burdens=self.burdens,
            first_record=self.first_record,
            whole=self,
        )


def build_trends(inputs: TrendsInputs) -> Trends:
    """Return everything there is to show of ``inputs``; an empty journal, a single day or no doses are fine.

    Raises ``InvalidEntry`` if the range ends before it begins, ``NotFound`` for a measure that is not among the inputs.
    """
    query = inputs.query
    if query.known_until is not None:
        inputs = inputs.until(query.known_until)
    measures = _wanted(inputs)
    first_record = _first_record(inputs)
    latest = max([inputs.today, *(dose.day for dose in inputs.doses), *_last_days(inputs.values)])
    start = first_record if first_record is not None else inputs.today
    last = query.last if query.last is not None else inputs.today
    first = query.first if query.first is not None else min(start, last)
    timeline = build_timeline(
        inputs.doses, inputs.steps, start, latest, query.settling_days, inputs.phase_edits, inputs.open_day
    )
    full = {key: build_series(measure, inputs.values.get(key, ()), start, latest) for key, measure in measures.items()}
    reference = next((phase for phase in timeline.phases if phase.key == query.compare_with), None)

    def work_out(key: str, phase: Phase) -> Comparison:
        assert reference is not None  # noqa: S101 - nothing is asked without one
        exploratory = not _chosen_beforehand(inputs.primary, measures[key], phase)
        found = compare(full[key], reference, phase, settling_days=query.settling_days, exploratory=exploratory)
        return replace(
            found,
            before=with_doses(found.before, found.measure, reference, timeline),
            after=with_doses(found.after, found.measure, phase, timeline),
        )

    effects = [series for series in full.values() if is_side_effect(series.measure)]
    whole = WholeRecord(
        inputs=inputs,
        start=start,
        timeline=timeline,
        measures=measures,
        full=full,
        reference=reference,
        comparisons=Comparisons(list(full), timeline.phases, reference, work_out),
        episodes=tuple(one for series in effects for one in find_episodes(series, timeline.phases, inputs.today)),
        burdens=tuple(one for series in effects for one in burdens(series, timeline.phases)),
        first_record=first_record,
    )
    return whole.within(first, last)


def with_doses(described: Description, measure: NewMeasure, phase: Phase, timeline: Timeline) -> Description:
    """Return ``described`` with the number of its possible days on which a dose is recorded as taken.

    ``None`` but for the phases of a dose. A night counts with the evening before it.
    """
    if phase.kind is not PhaseKind.DOSE:
        return described
    shift = timedelta(days=int(measure.recall is Recall.LAST_NIGHT))
    first, last = phase.compared_days(measure)
    part = timeline.cut(first - shift, last - shift)
    taken = part.states == DayState.TAKEN
    for begin, end in phase.left_out(measure):
        taken[max((begin - first).days, 0) : max((end - first).days + 1, 0)] = False
    return replace(described, dosed=int(np.count_nonzero(taken)))


def _wanted(inputs: TrendsInputs) -> dict[str, NewMeasure]:
    known = {measure.key: measure for measure in inputs.measures}
    if inputs.query.measures is None:
        return known
    for key in inputs.query.measures:
        if key not in known:
            raise NotFound(_("Nothing is recorded for a measure called “{key}”.").format(key=key))
    return {key: known[key] for key in inputs.query.measures}


def _first_record(inputs: TrendsInputs) -> date | None:
    """Return the first day that holds a rating, night or dose; plans, events and other papers begin no record."""
    firsts = [values[0].day for values in inputs.values.values() if values]
    firsts.extend(dose.day for dose in inputs.doses)
    return min(firsts, default=None)


def _last_days(values: Mapping[str, Sequence[DailyValue]]) -> list[date]:
    return [days[-1].day for days in values.values() if days]


def _chosen_beforehand(primary: PrimaryOutcome | None, measure: NewMeasure, phase: Phase) -> bool:
    """Whether ``measure`` was made the primary outcome before a day of ``phase`` counted."""
    if primary is None or primary.measure != measure.key:
        return False
    return primary.chosen_on <= phase.compared_days(measure)[0]
