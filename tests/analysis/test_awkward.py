"""Forty awkward diaries through everything that says something about them: no crash, no nan, always a sentence."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
import pytest

from ldn_journal.analysis.clock import clock_sentences, dose_time_series, evening_against_morning
from ldn_journal.analysis.contrast import Comparison
from ldn_journal.analysis.coverage import RecordedDay
from ldn_journal.analysis.distribution import distributions
from ldn_journal.analysis.episodes import burden_sentence, episode_sentence
from ldn_journal.analysis.lagged import association_sentences, explore
from ldn_journal.analysis.phase import phase_name
from ldn_journal.analysis.series import DailyValue
from ldn_journal.analysis.table_words import cells
from ldn_journal.analysis.trends import PrimaryOutcome, Trends, TrendsInputs, TrendsQuery, build_trends
from ldn_journal.analysis.wording import (
    band_sentence,
    care_sentences,
    caution_sentence,
    detail_sentences,
    level,
    placebo_sentence,
    quantity,
    sentences,
    signed,
    title,
)
from ldn_journal.cli.trends_json import as_json, associations_as_json
from ldn_journal.domain.doses import Dose, DoseState, TitrationStep
from ldn_journal.domain.measures import Better, NewMeasure, Recall, Scale
from ldn_journal.domain.phase_edits import PhaseEdit, PhaseEditKind

START = date(2025, 1, 1)
MOMENT = datetime(2025, 1, 1, 22, tzinfo=UTC)
BOUNDARY = time(4, 0)
MG = 10**9
PAIN = NewMeasure(key="pain", name="Pain")
WEEKLY = NewMeasure(key="peg", name="Past week", recall=Recall.PAST_7_DAYS)
SLEEP = NewMeasure(
    key="sleep", name="Sleep", scale=Scale.DURATION, high=1440, better=Better.HIGHER, recall=Recall.LAST_NIGHT
)
DREAMS = NewMeasure(key="vivid_dreams", name="Vivid dreams", scale=Scale.SEVERITY, high=4, recall=Recall.LAST_NIGHT)
RASH = NewMeasure(key="rash", name="Rash", scale=Scale.YES_NO, low=0, high=1)
STOOLS = NewMeasure(key="stools", name="Stools", scale=Scale.COUNT, high=100, better=Better.NEITHER)
WEIGHT = NewMeasure(key="weight", name="Weight", low=-1000, high=1000, better=Better.NEITHER, unit="kg")
HUGE = NewMeasure(key="huge", name="Huge", low=-1_000_000, high=1_000_000)

Value = float | None


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def dose(offset: int, mg: float | None, hour: int = 22, state: DoseState = DoseState.TAKEN, number: int = 0) -> Dose:
    taken = state is DoseState.TAKEN
    at = datetime(2025, 1, 1, hour, tzinfo=UTC) + timedelta(days=offset + (hour < 4)) if taken else None
    return Dose(
        id=f"d{offset}-{number}", recorded_at=MOMENT, source="window", day=day(offset), state=state, at=at,
        amount_pg=round(mg * MG) if taken and mg else None,
    )  # fmt: skip


def doses(first: int, last: int, mg: float = 4.5, hour: int = 22) -> list[Dose]:
    return [dose(offset, mg, hour) for offset in range(first, last + 1)]


def left_out(first: int, last: int, state: DoseState = DoseState.SKIPPED) -> list[Dose]:
    return [dose(offset, None, state=state) for offset in range(first, last + 1)]


def step(offset: int, mg: float) -> TitrationStep:
    return TitrationStep(
        id=f"s{offset}", recorded_at=MOMENT, source="window", day=day(offset), amount_pg=round(mg * MG)
    )


def edit(kind: PhaseEditKind, offset: int, name: str | None = None) -> PhaseEdit:
    return PhaseEdit(
        id=f"e{kind}{offset}", recorded_at=MOMENT, source="window", day=day(offset), edit=kind, name=name, reason="so"
    )


@dataclass(frozen=True)
class Diary:
    """One awkward diary: values by offset for each measure, doses, plan, and what was said about phases."""

    values: dict["_Key", Sequence[Value]] = field(default_factory=dict)
    taken: Sequence[Dose] = ()
    steps: Sequence[TitrationStep] = ()
    edits: Sequence[PhaseEdit] = ()
    days: int = 100
    settling: int = 7
    compare_with: str = "baseline"


rng = np.random.default_rng(11)
USUAL = doses(30, 59, 1.5) + doses(60, 99, 4.5)


def noisy(n: int = 100, low: int = 0, high: int = 10) -> list[Value]:
    return [float(one) for one in rng.integers(low, high + 1, n)]


def sparse(keep: float, n: int = 100) -> list[Value]:
    return [one if rng.random() < keep else None for one in noisy(n)]


def of(measure: NewMeasure, values: Sequence[Value], taken: Sequence[Dose] = USUAL, **more: Any) -> Diary:
    return Diary({_Key(measure): values}, taken, **more)


class _Key:
    """A measure as the key of a dictionary (models are not hashable)."""

    def __init__(self, measure: NewMeasure) -> None:
        self.measure = measure


def several(*pairs: tuple[NewMeasure, Sequence[Value]], taken: Sequence[Dose] = USUAL, **more: Any) -> Diary:
    return Diary({_Key(measure): values for measure, values in pairs}, taken, **more)


gap = [None] * 40
DIARIES: dict[str, Diary] = {
    "nothing at all": Diary(),
    "doses and no ratings": Diary(taken=USUAL),
    "ratings and no doses": of(PAIN, noisy(), ()),
    "a single recorded day": of(PAIN, [5.0], (), days=1),
    "a single day with a dose": of(PAIN, [5.0], doses(0, 0), days=1),
    "a single rating in a hundred days": of(PAIN, [None] * 50 + [3.0]),
    "unequal phases": of(PAIN, noisy(), doses(3, 4, 1.5) + doses(5, 99, 4.5)),
    "gaps": of(PAIN, noisy(20) + gap[:15] + noisy(30) + gap[:10] + noisy(25)),
    "two thirds missing": of(PAIN, sparse(0.33)),
    "a rating every seventh day": of(WEEKLY, [one if not place % 7 else None for place, one in enumerate(noisy())]),
    "a rating every other day": of(PAIN, [one if place % 2 else None for place, one in enumerate(noisy())]),
    "constant": of(PAIN, [5.0] * 100),
    "constant nought": of(PAIN, [0.0] * 100),
    "constant in each phase": of(PAIN, [7.0] * 30 + [5.0] * 30 + [3.0] * 40),
    "constant before, alive after": of(PAIN, [7.0] * 30 + noisy(70)),
    "one-day phases": of(PAIN, noisy(), [dose(offset, 1.5 + 0.5 * (offset % 5)) for offset in range(30, 100)]),
    "a phase without a record": of(PAIN, noisy(30) + [None] * 30 + noisy(40)),
    "nothing recorded before LDN": of(PAIN, [None] * 30 + noisy(70), USUAL + left_out(0, 2)),
    "nothing recorded on LDN": of(PAIN, noisy(30)),
    "one phase only, all LDN": of(PAIN, noisy(), doses(0, 99)),
    "LDN from the first day": of(PAIN, noisy(), doses(0, 40, 1.5) + doses(41, 99)),
    "LDN from the last day": of(PAIN, noisy(), doses(99, 99)),
    "a plan for later and no dose yet": of(PAIN, noisy(), (), steps=[step(99, 1.5), step(120, 3)]),
    "at the lower bound": of(HUGE, [-1_000_000.0] * 60 + [1_000_000.0] * 40),
    "from bound to bound": of(HUGE, [1_000_000.0 * (-1) ** place for place in range(100)]),
    "below nought": of(WEIGHT, [-one for one in noisy() if one is not None]),
    "a gap of twenty years": of(PAIN, noisy(40) + [None] * 7300 + noisy(60), doses(30, 39, 1.5) + doses(7340, 7399), days=7400),
    "yes and no": of(RASH, noisy(100, 0, 1)),
    "always no": of(RASH, [0.0] * 100),
    "durations": of(SLEEP, [40 * one for one in noisy() if one is not None]),
    "sleepless": of(SLEEP, [0.0] * 100),
    "counts": of(STOOLS, noisy(100, 0, 100)),
    "side effects throughout": of(DREAMS, [4.0] * 100),
    "side effects that come and go": of(DREAMS, [float(place % 5 == 0) * 3 for place in range(100)]),
    "alternating": of(PAIN, [float(place % 2) * 10 for place in range(100)]),
    "monotone drift": of(PAIN, [10 - place / 10 for place in range(100)]),
    "drift in the other direction": of(PAIN, [place / 10 for place in range(100)], compare_with="4.5mg-1"),
    "one wild day": of(PAIN, [0.0] * 70 + [10.0] + [0.0] * 29),
    "breaks at both ends": of(
        PAIN, noisy(), left_out(0, 10) + doses(11, 80) + left_out(81, 99), steps=[step(-20, 4.5), step(0, 0)]
    ),
    "nothing but skipped doses": of(PAIN, noisy(), left_out(0, 99, DoseState.MISSED), steps=[step(0, 4.5)]),
    "several doses a day, some in the morning": of(
        SLEEP, [400 + one for one in noisy() if one is not None],
        doses(0, 50, 4.5, 22) + doses(51, 99, 4.5, 8) + [dose(offset, 1.5, 3, number=1) for offset in range(10)],
    ),
    "picograms and tablets": of(PAIN, noisy(), doses(20, 49, 1e-9) + doses(50, 99, 50)),
    "no settling window": of(PAIN, noisy(), settling=0),
    "nothing but settling": of(PAIN, noisy(), settling=400),
    "everything joined": of(
        PAIN, noisy(), doses(30, 59, 1.5) + left_out(60, 65) + doses(66, 99),
        edits=[edit(PhaseEditKind.JOIN, 60), edit(PhaseEditKind.JOIN, 66)],
    ),
    "split into single days": of(PAIN, noisy(), edits=[edit(PhaseEditKind.SPLIT, offset) for offset in range(100)]),
    "a name with braces": of(PAIN, noisy(), edits=[edit(PhaseEditKind.NAME, 40, "{phase} 100 %")]),
    "two measures, one the other's copy": several((PAIN, noisy(40) + gap + noisy(20)), (STOOLS, noisy())),
    "everything at once": several(
        (PAIN, sparse(0.6)), (SLEEP, [30 * (one or 0) for one in noisy()]), (DREAMS, noisy(100, 0, 4)), (RASH, noisy(100, 0, 1)),
        (WEIGHT, [70.0] * 100), edits=[edit(PhaseEditKind.SPLIT, 10), edit(PhaseEditKind.JOIN, 60)],
    ),
}  # fmt: skip


def inputs(diary: Diary) -> TrendsInputs:
    measures = [key.measure for key in diary.values]
    values = {
        key.measure.key: [
            DailyValue(day(offset), float(one), float(one), float(one), 1)
            for offset, one in enumerate(values)
            if one is not None
        ]
        for key, values in diary.values.items()
    }
    return TrendsInputs(
        today=day(diary.days - 1),
        query=TrendsQuery(settling_days=diary.settling, compare_with=diary.compare_with),
        measures=measures,
        values=values,
        doses=diary.taken,
        steps=diary.steps,
        phase_edits=diary.edits,
        recorded=[RecordedDay(one.day, one.day, "window") for days in values.values() for one in days],
        primary=PrimaryOutcome(measures[0].key, START) if measures else None,
    )


def told(trends: Trends, taken: Sequence[Dose]) -> tuple[list[str], dict[str, object]]:
    """Return every sentence and cell there is to show, and all of it as plain data."""
    said = [placebo_sentence()]
    said += [phase_name(phase) for phase in trends.phases]
    said += [episode_sentence(one, trends.measures[one.measure]) for one in trends.episodes]
    said += [burden_sentence(one) for one in trends.burdens]
    said += [cell for row in trends.rows for cell in cells(row)]
    for comparison in trends.comparisons.values():
        if comparison is not None:
            own = sentences(comparison)
            assert own
            said += [title(comparison), *own, *detail_sentences(comparison), *care_sentences(comparison)]
            said += _figures(comparison)
    data = as_json(trends)
    whole = trends.whole
    times = dose_time_series(taken, BOUNDARY, whole.start, whole.timeline.last)
    full = {"dose_time": times, **whole.full}
    measures = {key: series.measure for key, series in full.items()}
    clock = clock_sentences(evening_against_morning(taken, BOUNDARY, whole.full))
    assert clock
    said += clock
    for key in full:
        found = explore(full, key)
        for one in found:
            own = association_sentences(one, measures)
            assert own
            assert 3 <= one.effective_n <= one.n
            said += own
        data[f"associations {key}"] = associations_as_json(key, found, measures)
    for series in whole.full.values():
        for spread in distributions(series, trends.phases):
            ends = (spread.low, spread.lower_quartile, spread.median, spread.upper_quartile, spread.high)
            assert (None in ends) == (spread.recorded < 7)
            assert None in ends or list(ends) == sorted(one for one in ends if one is not None)
    return said, data


def _figures(comparison: Comparison) -> list[str]:
    said = [caution_sentence(comparison.caution)] if comparison.caution else []
    if comparison.percent is not None:
        said += [band_sentence(comparison.percent) or "-"]
    for value in (comparison.difference, comparison.before.mean, *(comparison.interval or ())):
        if value is not None:
            said += [signed(comparison.measure, value), level(comparison.measure, value)]
            said += [quantity(comparison.measure, abs(value))]
    return said


NO_NUMBER = re.compile(r"\b(nan|inf|none|infinity)\b", re.IGNORECASE)


@pytest.mark.parametrize("name", DIARIES)
def test_an_awkward_diary(name):
    diary = DIARIES[name]
    trends = build_trends(inputs(diary))
    said, data = told(trends, diary.taken)
    assert len(said) >= 3
    assert all(sentence.strip() for sentence in said)
    # "none" is a word of the severity scale; only the anchors of built-in measures use it, and there are none here.
    assert not [sentence for sentence in said if NO_NUMBER.search(sentence)]
    text = json.dumps(data, allow_nan=False)
    assert not re.search(r"\b(NaN|Infinity)\b", text)


def test_there_are_forty_of_them():
    assert len(DIARIES) >= 40


def cut_short(whole: TrendsInputs, first: int, last: int) -> Trends:
    return build_trends(whole).within(day(first), day(last))


@pytest.mark.parametrize("cut", [(0, 0), (-400, -300), (99, 99), (50, 20_000), (29, 30)])
@pytest.mark.parametrize(
    "name", ["everything at once", "gaps", "one-day phases", "nothing at all", "split into single days"]
)
def test_any_range_of_one(name, cut):
    diary = DIARIES[name]
    said, data = told(cut_short(inputs(diary), *cut), diary.taken)
    assert not [sentence for sentence in said if NO_NUMBER.search(sentence)]
    json.dumps(data, allow_nan=False)


def duplicated(diary: Diary, change: Callable[[list[DailyValue]], list[DailyValue]]) -> TrendsInputs:
    whole = inputs(diary)
    return TrendsInputs(
        today=whole.today,
        query=whole.query,
        measures=whole.measures,
        values={key: change(list(days)) for key, days in whole.values.items()},
        doses=[*whole.doses, *whole.doses],
        steps=[*diary.steps, *diary.steps],
        phase_edits=[*diary.edits, *diary.edits],
        recorded=[*whole.recorded, *whole.recorded],
        primary=whole.primary,
    )


@pytest.mark.parametrize("name", ["everything at once", "gaps", "alternating", "yes and no", "breaks at both ends"])
def test_duplicates(name):
    twice = build_trends(duplicated(DIARIES[name], lambda days: sorted([*days, *days], key=lambda one: one.day)))
    once = build_trends(inputs(DIARIES[name]))
    said, data = told(twice, DIARIES[name].taken)
    assert not [sentence for sentence in said if NO_NUMBER.search(sentence)]
    json.dumps(data, allow_nan=False)
    assert [series.recorded for series in twice.series.values()] == [series.recorded for series in once.series.values()]
