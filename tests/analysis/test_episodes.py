from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_journal.analysis.episodes import (
    EpisodeEnd,
    SideEffectState,
    burden_sentence,
    burdens,
    days_at,
    days_at_in,
    episode_sentence,
    find_episodes,
    is_side_effect,
    side_effect_status,
)
from ldn_journal.analysis.phases import Phase, PhaseKind
from ldn_journal.analysis.series import DailyValue, build_series
from ldn_journal.domain.measures import Better, BuiltInMeasure, NewMeasure, Recall, Scale

START = date(2025, 9, 1)
ANCHORS = {"0": "none", "1": "mild", "2": "moderate", "3": "severe", "4": "very severe"}
NAUSEA = NewMeasure(key="nausea", name="Nausea", scale=Scale.SEVERITY, high=4, anchors=ANCHORS)
DREAMS = NewMeasure(key="dreams", name="Dreams", scale=Scale.SEVERITY, high=4, recall=Recall.LAST_NIGHT)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


BEFORE = Phase("baseline", PhaseKind.BASELINE, 0, day(0), day(9), day(0), None)
DOSE = Phase("1.5mg-1", PhaseKind.DOSE, 1_500_000_000, day(10), day(99), day(10), day(16))
PHASES = (BEFORE, DOSE)


def series_of(text: str, measure: NewMeasure = NAUSEA):
    """Return a series from one character per day: a digit, or ``.`` for no record."""
    values = [
        DailyValue(day(offset), float(sign), float(sign), float(sign), 1)
        for offset, sign in enumerate(text)
        if sign != "."
    ]
    return build_series(measure, values, START, day(len(text) - 1))


def spans(text: str):
    return [
        ((one.first - START).days, (one.last - START).days, one.end) for one in find_episodes(series_of(text), PHASES)
    ]


OVER, PRESENT, UNKNOWN = EpisodeEnd.OVER, EpisodeEnd.STILL_PRESENT, EpisodeEnd.NOT_RATED_SINCE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("......", []),
        ("000000", []),
        ("0012100000", [(2, 4, OVER)]),
        ("00121", [(2, 4, PRESENT)]),
        ("00121.", [(2, 4, PRESENT)]),
        ("00121..", [(2, 4, UNKNOWN)]),
        ("0012100", [(2, 4, OVER)]),
        ("00121000", [(2, 4, OVER)]),
        # Days without a record neither end nor extend.
        ("1.0.0..0000", [(0, 0, OVER)]),
        ("1.0.0", [(0, 0, OVER)]),
        ("1..............0", [(0, 0, OVER)]),
        ("1...............0", [(0, 0, UNKNOWN)]),
        ("1...............1", [(0, 0, UNKNOWN), (16, 16, PRESENT)]),
        ("1" + "." * 15, [(0, 0, UNKNOWN)]),
        # Fewer than 4 days between: one episode.
        ("10001000000", [(0, 4, OVER)]),
        ("100001000000", [(0, 0, OVER), (5, 5, OVER)]),
        ("1010010001000000", [(0, 9, OVER)]),
    ],
)
def test_where_episodes_begin_and_end(text, expected):
    assert spans(text) == expected


def test_onset_after_the_change():
    (found,) = find_episodes(series_of("00000000000122010000"), PHASES)
    assert (found.phase, found.day_of_phase) == (DOSE, 2)
    assert (found.worst, found.worst_day) == (2, day(12))
    assert (found.days, found.days_present, found.days_recorded) == (5, 4, 5)
    assert not found.before_ldn
    assert not found.seen_before_ldn
    sentence = (
        "From 12 Sep 2025 (day 2 of 1.5\u00a0mg) to 16 Sep 2025; at worst moderate. Present on 4 of 5 rated days."
    )
    assert episode_sentence(found, NAUSEA) == sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("000000010012100000", [(7, 7, OVER), (10, 12, OVER)]),  # eased, then back with the dose
        ("000000011113200000", [(7, 9, OVER), (10, 12, OVER)]),  # worse within a week of the dose
        ("000000022222200000", [(7, 12, OVER)]),  # simply went on
        ("000000022211100000", [(7, 12, OVER)]),  # got better
        ("0000000111.1.30000", [(7, 9, OVER), (11, 13, OVER)]),
    ],
)
def test_a_change_of_dose_parts_what_came_with_it(text, expected):
    assert spans(text) == expected


def test_already_there_before_ldn():
    found = find_episodes(series_of("0010000000" + "0100000"), PHASES)
    assert [one.before_ldn for one in found] == [True, False]
    assert [one.seen_before_ldn for one in found] == [True, True]
    assert [one.day_of_phase for one in found] == [None, 2]
    assert episode_sentence(found[0], NAUSEA) == "On 3 Sep 2025; mild."
    assert episode_sentence(found[1], NAUSEA) == "On 12 Sep 2025 (day 2 of 1.5\u00a0mg); mild."


def test_dreams_belong_to_the_evening_before():
    (on_the_day,) = find_episodes(series_of("0000000000" + "1000", DREAMS), PHASES)
    assert on_the_day.before_ldn
    (day_after,) = find_episodes(series_of("0000000000" + "01000", DREAMS), PHASES)
    assert day_after.day_of_phase == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [("0000000000003", "present when last rated"), ("000000000003" + "." * 20, "not rated since")],
)
def test_what_became_of_it(text, words):
    (found,) = find_episodes(series_of(text), PHASES)
    assert words in episode_sentence(found, NAUSEA)
    assert "severe" in episode_sentence(found, NAUSEA)


@pytest.mark.parametrize(
    ("text", "passing"), [("10000", True), ("20000", False), ("11000", False), ("100", True), ("1", False)]
)
def test_a_passing_day(text, passing):
    assert find_episodes(series_of(text), PHASES)[0].passing is passing


def test_the_ratings_of_none_since_are_counted():
    (found,) = find_episodes(series_of("000000000012.00"), PHASES)
    assert (found.end, found.clear_since) == (OVER, 2)
    assert episode_sentence(found, NAUSEA).endswith("Not present on the 2 days rated since.")


@pytest.mark.parametrize(
    ("text", "state", "last_rated", "last_present", "clear"),
    [
        ("......", SideEffectState.NOT_RATED, None, None, 0),
        ("000", SideEffectState.NOT_PRESENT, 2, None, 3),
        ("0012", SideEffectState.PRESENT, 3, 3, 0),
        ("0012.", SideEffectState.PRESENT, 3, 3, 0),
        ("0012..", SideEffectState.NOT_RATED_SINCE, 3, 3, 0),
        ("00120.0.....", SideEffectState.NOT_PRESENT, 6, 3, 2),
        ("1000001", SideEffectState.PRESENT, 6, 6, 0),
    ],
)
def test_the_state_at_the_end_is_that_of_the_last_rating(text, state, last_rated, last_present, clear):
    found = side_effect_status(series_of(text), day(len(text) - 1))
    on = lambda offset: None if offset is None else day(offset)  # noqa: E731
    assert (found.state, found.last_rated, found.last_present, found.clear_since) == (
        state, on(last_rated), on(last_present), clear,
    )  # fmt: skip


def test_burdens_per_phase():
    found = burdens(series_of("010.000000" + "2210"), PHASES)
    assert [(one.present, one.recorded, one.worst) for one in found] == [(1, 9, 1), (3, 4, 2)]
    assert burden_sentence(found[1]) == "1.5\u00a0mg: present on 3 of 4 recorded days."
    shifted = burdens(series_of("0100000000" + "2210", DREAMS), PHASES)
    assert [(one.present, one.recorded) for one in shifted] == [(2, 11), (2, 3)]
    assert burdens(series_of(".." * 8), PHASES)[0].worst is None


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        (NAUSEA, True),
        (BuiltInMeasure(key="n", name="N", scale=Scale.COUNT, high=50, group="side_effect"), True),
        (BuiltInMeasure(key="stools", name="S", scale=Scale.COUNT, high=50, group="pro2"), False),
        (BuiltInMeasure(key="awakenings", name="A", scale=Scale.COUNT, high=50, group="sleep"), False),
        (NewMeasure(key="cups", name="Cups", scale=Scale.COUNT), False),
        (NewMeasure(key="pain", name="Pain"), False),
        (NewMeasure(key="walk", name="Walk", scale=Scale.YES_NO, high=1, better=Better.HIGHER), False),
    ],
)
def test_what_is_told_as_episodes(measure, told):
    assert is_side_effect(measure) is told


@given(st.text(alphabet="00012.", max_size=120))
def test_every_day_present_lies_in_one_episode(text):
    found = find_episodes(series_of(text), PHASES)
    for offset, sign in enumerate(text):
        holding = [one for one in found if one.first <= day(offset) <= one.last]
        assert len(holding) <= 1
        assert holding or sign in "0."
    for one, following in pairwise(found):
        parted_by_the_dose = one.last < DOSE.first <= following.first
        assert parted_by_the_dose or (following.first - one.last).days > 4
    assert all(one.end is OVER or one.end is UNKNOWN for one in found[:-1])


def test_bad_days_are_counted_of_all_recorded_days_the_settling_ones_too():
    series = series_of("0.01200001" + "2303..1012")
    assert days_at(series, day(0), day(9)) == (1, 9)
    assert days_at_in(series, BEFORE) == (1, 9)
    assert days_at_in(series, DOSE) == (4, 8)
    # A night belongs to the evening before.
    assert days_at_in(series_of("0.01200001" + "2303..1012", DREAMS), DOSE) == (3, 7)
