import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldn_journal.analysis.coverage import RecordedDay
from ldn_journal.analysis.episodes import episode_sentence
from ldn_journal.analysis.series import DailyValue
from ldn_journal.analysis.trends import (
    PrimaryOutcome,
    RangePreset,
    TrendsInputs,
    TrendsQuery,
    build_trends,
    preset_range,
)
from ldn_journal.analysis.wording import sentences
from ldn_journal.base.errors import InvalidEntry, NotFound
from ldn_journal.domain.doses import Dose, DoseState, TitrationStep
from ldn_journal.domain.life import Event
from ldn_journal.domain.measures import Better, NewMeasure, Recall, Scale

START = date(2025, 9, 15)
MOMENT = datetime(2025, 9, 15, 22, tzinfo=UTC)
PAIN = NewMeasure(key="pain", name="Pain")
DREAMS = NewMeasure(key="vivid_dreams", name="Vivid dreams", scale=Scale.SEVERITY, high=4, recall=Recall.LAST_NIGHT)
SLEEP = NewMeasure(key="sleep", name="Sleep", scale=Scale.DURATION, high=1440, better=Better.HIGHER)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def dose(offset: int, mg: float) -> Dose:
    return Dose(
        id=f"d{offset}", recorded_at=MOMENT, source="window", day=day(offset), state=DoseState.TAKEN,
        amount_pg=round(mg * 10**9),
    )  # fmt: skip


def step(offset: int, mg: float) -> TitrationStep:
    return TitrationStep(
        id=f"s{offset}", recorded_at=MOMENT, source="window", day=day(offset), amount_pg=round(mg * 10**9)
    )


def event(offset: int, until: int | None = None) -> Event:
    end = None if until is None else day(until)
    return Event(id=f"e{offset}", recorded_at=MOMENT, source="window", day=day(offset), what="flu", until=end)


def daily(ratings):
    return [
        DailyValue(day(offset), float(one), float(one), float(one), 1)
        for offset, one in enumerate(ratings)
        if one is not None
    ]


def titration(query=None, *, chosen=0, today=119) -> TrendsInputs:
    """120 days: 28 before LDN, 28 on 1.5 mg, the rest on 4.5 mg."""
    rng = np.random.default_rng(3)
    noise = rng.integers(-1, 2, 120)
    pain = [6 + one for one in noise[:28]] + [5 + one for one in noise[28:56]] + [3 + one for one in noise[56:]]
    pain[40] = None
    dreams = [0] * 30 + [2] * 8 + [0] * 82
    return TrendsInputs(
        today=day(today),
        query=query or TrendsQuery(),
        measures=[PAIN, DREAMS],
        values={"pain": daily(pain), "vivid_dreams": daily(dreams)},
        doses=[dose(offset, 1.5 if offset < 56 else 4.5) for offset in range(28, 120)],
        steps=[step(28, 1.5), step(56, 4.5)],
        events=[event(10), event(70, 75)],
        recorded=[RecordedDay(day(offset), day(offset), "window") for offset in range(120)],
        primary=PrimaryOutcome("pain", day(chosen)),
    )


def test_a_titration():
    found = build_trends(titration())
    assert (found.first, found.last, found.days, found.first_record) == (day(0), day(119), 120, day(0))
    assert [phase.key for phase in found.phases] == ["baseline", "1.5mg-1", "4.5mg-1"]
    assert list(found.series) == ["pain", "vivid_dreams"]
    assert {series.days for series in found.series.values()} == {120}
    assert found.reference is found.phases[0]
    assert set(found.comparisons) == {(m, p) for m in ("pain", "vivid_dreams") for p in ("1.5mg-1", "4.5mg-1")}
    main = found.main_comparison
    assert (main.measure.key, main.phase.key, main.exploratory) == ("pain", "4.5mg-1", False)
    assert main.difference == pytest.approx(-3, abs=0.4)
    assert found.comparisons["vivid_dreams", "4.5mg-1"].exploratory
    assert found.row("pain", "1.5mg-1").description.possible == 21
    assert found.row("pain", "1.5mg-1").description.recorded == 20
    assert found.row("pain", "1.5mg-1").comparison is found.comparisons["pain", "1.5mg-1"]
    assert found.row("pain", "baseline").comparison is None
    assert found.row("pain", "gone") is None
    assert (found.adherence.scheduled, found.adherence.taken) == (92, 92)
    assert (found.coverage.possible, found.coverage.recorded) == (120, 120)
    (episode,) = found.episodes
    assert (episode.measure, episode.day_of_phase, episode.days) == ("vivid_dreams", 2, 8)
    assert [one.present for one in found.burdens] == [0, 8, 0]
    assert len(found.events) == 2


def test_a_range_cuts_what_is_drawn_but_not_what_is_compared():
    whole = build_trends(titration())
    part = build_trends(titration(TrendsQuery(first=day(72), last=day(101))))
    assert part.days == 30
    assert part.series["pain"].mean.tolist() == pytest.approx(whole.series["pain"].mean[72:102].tolist(), nan_ok=True)
    assert part.series["pain"].rolling.tolist() == pytest.approx(whole.series["pain"].rolling[72:102].tolist())
    assert part.timeline.first == day(72)
    assert part.timeline.days == 30
    assert [phase.key for phase in part.phases_shown] == ["4.5mg-1"]
    assert part.main_comparison == whole.main_comparison
    assert part.adherence.scheduled == 30
    assert part.coverage.possible == 30
    assert part.episodes == ()
    assert [one.day for one in part.events] == [day(70)]


def test_the_main_outcome_must_be_chosen_beforehand():
    assert not build_trends(titration(chosen=63)).main_comparison.exploratory
    assert build_trends(titration(chosen=64)).main_comparison.exploratory


def test_only_the_measures_wanted():
    found = build_trends(titration(TrendsQuery(measures=("vivid_dreams",))))
    assert list(found.series) == ["vivid_dreams"]
    with pytest.raises(NotFound, match="fog"):
        build_trends(titration(TrendsQuery(measures=("fog",))))


def test_compared_with_another_phase():
    found = build_trends(titration(TrendsQuery(compare_with="1.5mg-1")))
    assert found.comparisons["pain", "4.5mg-1"].difference == pytest.approx(-2, abs=0.5)
    assert ("pain", "1.5mg-1") not in found.comparisons


def test_without_baseline_nothing_is_compared():
    inputs = TrendsInputs(
        today=day(60),
        measures=[PAIN],
        values={"pain": daily([4, 5] * 30)},
        doses=[dose(offset, 4.5) for offset in range(60)],
    )
    found = build_trends(inputs)
    assert found.reference is None
    assert found.comparisons == {("pain", "4.5mg-1"): None}
    assert found.main_comparison is None
    assert found.row("pain", "4.5mg-1").description.mean == pytest.approx(4.5, abs=0.1)


def test_an_empty_journal():
    found = build_trends(TrendsInputs(today=START))
    assert (found.first, found.last, found.days, found.first_record) == (START, START, 1, None)
    assert found.series == {}
    assert found.coverage.recorded == 0
    assert found.main_comparison is None
    assert found.ldn_start is None


def test_a_range_before_the_first_record():
    found = build_trends(titration(TrendsQuery(first=day(-40), last=day(-10))))
    assert found.series["pain"].recorded == 0
    assert found.coverage.possible == 0
    assert found.phases_shown == ()


def test_days_before_the_first_record_are_nobody_s_fault():
    inputs = TrendsInputs(
        today=day(9),
        query=TrendsQuery(first=day(-30)),
        doses=[dose(offset, 4.5) for offset in range(10)],
        steps=[step(-200, 4.5)],
    )
    found = build_trends(inputs)
    assert (found.adherence.scheduled, found.adherence.not_recorded) == (10, 0)
    assert found.days == 40


def test_a_range_beyond_today():
    found = build_trends(titration(TrendsQuery(first=day(110), last=day(130))))
    assert found.days == 21
    assert found.coverage.possible == 10
    assert found.adherence.scheduled == 10


def test_a_range_the_wrong_way_round():
    with pytest.raises(InvalidEntry, match="ends before"):
        build_trends(titration(TrendsQuery(first=day(5), last=day(4))))


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("30d", day(71)),
        ("90d", day(11)),
        ("1y", day(-264)),
        ("since-ldn", day(12)),
        ("all", day(0)),
        (RangePreset.ALL, day(0)),
    ],
)
def test_preset_ranges(name, first):
    assert preset_range(name, day(100), day(0), day(40)) == (first, day(100))


def test_preset_ranges_without_records_or_ldn():
    assert preset_range("since-ldn", day(100), day(50), None) == (day(50), day(100))
    assert preset_range("since-ldn", day(100), day(95), day(97)) == (day(95), day(100))
    assert preset_range("since-ldn", day(100), day(95), day(20)) == (day(95), day(100))
    assert preset_range("all", day(100), None, None) == (day(100), day(100))
    assert preset_range("since-ldn", day(100), None, day(40)) == (day(40), day(100))
    assert preset_range("since-visit", day(100), day(0), day(40), day(60)) == (day(60), day(100))
    assert preset_range("since-visit", day(100), day(5), day(40)) == (day(5), day(100))
    with pytest.raises(ValueError, match="fortnight"):
        preset_range("fortnight", day(100), None, None)


ratings = st.lists(st.none() | st.integers(0, 4), max_size=70)


@settings(max_examples=120, deadline=None)
@given(
    pain=ratings,
    dreams=ratings,
    taken=st.lists(st.builds(dose, st.integers(0, 69), st.sampled_from([1.5, 3, 4.5])), max_size=60),
    steps=st.lists(st.builds(step, st.integers(-30, 80), st.sampled_from([0, 1.5, 4.5])), max_size=4),
    settling=st.integers(0, 14),
    first=st.none() | st.integers(-10, 40),
)
def test_awkward_journals_never_say_nan(pain, dreams, taken, steps, settling, first):
    inputs = TrendsInputs(
        today=day(69),
        query=TrendsQuery(first=None if first is None else day(first), settling_days=settling),
        measures=[PAIN, DREAMS],
        values={"pain": daily(pain), "vivid_dreams": daily(dreams)},
        doses=taken,
        steps=steps,
        recorded=[RecordedDay(one.day, one.day, "window") for one in taken],
    )
    found = build_trends(inputs)
    said = [episode_sentence(one, found.measures[one.measure]) for one in found.episodes]
    said += [words for one in found.comparisons.values() if one for words in sentences(one)]
    assert not [words for words in said if "nan" in words.lower() or "inf" in words.split() or "None" in words]
    assert found.adherence.scheduled == sum(
        (found.adherence.taken, found.adherence.skipped, found.adherence.missed, found.adherence.not_recorded)
    )


def ten_years() -> TrendsInputs:
    rng = np.random.default_rng(1)
    size = 3653
    edges = [
        (0, 0.0),
        (200, 1.5),
        (300, 3.0),
        (400, 4.5),
        (1200, 0.0),
        (1300, 4.5),
        (1900, 6.0),
        (2500, 4.5),
        (3000, 3.0),
    ]
    measures = [NewMeasure(key=f"m{number}", name=f"M {number}") for number in range(8)]
    amounts = np.repeat([mg for _first, mg in edges], np.diff([*(first for first, _mg in edges), size]))
    return TrendsInputs(
        today=day(size - 1),
        measures=measures,
        values={
            one.key: daily([None if rng.random() < 0.15 else value for value in rng.integers(0, 11, size)])
            for one in measures
        },
        doses=[dose(offset, mg) for offset, mg in enumerate(amounts) if mg],
        steps=[step(first, mg) for first, mg in edges if first],
    )


def test_ten_years_of_eight_measures_are_quick():
    inputs = ten_years()
    build_trends(inputs)
    begun = process_time()
    found = build_trends(inputs)
    took = process_time() - begun
    assert len(found.phases) == 9
    assert sum(one.interval is not None for one in found.comparisons.values()) == 64
    assert took < 1.0


def test_the_room_costs_nothing_until_it_is_used():
    code = "import sys, ldn_journal.analysis; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
