from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldn_journal.analysis.contrast import compare, describe_phase, observed
from ldn_journal.analysis.episodes import find_episodes
from ldn_journal.analysis.phase import PhaseKind, phase_name, phase_on
from ldn_journal.analysis.series import DailyValue, build_series
from ldn_journal.analysis.timeline import build_timeline
from ldn_journal.domain.doses import Dose, DoseState, TitrationStep
from ldn_journal.domain.measures import NewMeasure, Recall, Scale
from ldn_journal.domain.phase_edits import PhaseEdit, PhaseEditKind

MG = 10**9
START = date(2025, 9, 1)
MOMENT = datetime(2025, 9, 1, 12, tzinfo=UTC)
PAIN = NewMeasure(key="pain", name="Pain")
NIGHT = NewMeasure(key="night", name="Night", recall=Recall.LAST_NIGHT)
WEEK = NewMeasure(key="week", name="Week", recall=Recall.PAST_7_DAYS)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def dose(offset: int, mg: float | None = 4.5, state: DoseState = DoseState.TAKEN) -> Dose:
    amount = round(mg * MG) if state is DoseState.TAKEN and mg else None
    return Dose(id=f"d{offset}", recorded_at=MOMENT, source="window", day=day(offset), state=state, amount_pg=amount)


def doses(first: int, last: int, mg: float) -> list[Dose]:
    return [dose(offset, mg) for offset in range(first, last + 1)]


def edit(kind: str, offset: int, name: str | None = None, reason: str | None = "because", at: int = 0) -> PhaseEdit:
    return PhaseEdit(
        id=f"{kind}{offset}-{at}{name}",
        recorded_at=MOMENT + timedelta(minutes=at),
        source="window",
        day=day(offset),
        edit=PhaseEditKind(kind),
        name=name if kind != "name" else name or "mine",
        reason=None if kind == "name" else reason,
    )


TITRATION = [*doses(14, 27, 1.5), *doses(28, 41, 3), *doses(42, 59, 4.5)]
BROKEN = [
    *doses(14, 29, 4.5),
    *(dose(offset, None, DoseState.SKIPPED) for offset in range(30, 37)),
    *doses(37, 59, 4.5),
]


def phases(edits, taken=None, settling=7):
    return build_timeline(TITRATION if taken is None else taken, (), START, day(59), settling, edits).phases


def outline(found):
    return [(phase.key, (phase.first - START).days, (phase.last - START).days) for phase in found]


PLAIN = [("baseline", 0, 13), ("1.5mg-1", 14, 27), ("3mg-1", 28, 41), ("4.5mg-1", 42, 59)]


def test_a_name():
    found = phases([edit("name", 35, "with the flu")])
    assert outline(found) == PLAIN
    assert [phase_name(phase) for phase in found] == ["before LDN", "1.5\u00a0mg", "with the flu", "4.5\u00a0mg"]
    assert [phase.name for phase in found] == [None, None, "with the flu", None]


def test_a_split():
    found = phases([edit("split", 50, reason="another pharmacy")])
    assert outline(found) == [*PLAIN[:3], ("4.5mg-1", 42, 49), ("4.5mg-1b", 50, 59)]
    first, second = found[3:]
    assert (phase_name(first), phase_name(second)) == ("4.5\u00a0mg, part 1", "4.5\u00a0mg, part 2")
    assert (first.settling_until, second.settling_until) == (day(48), None)
    assert (first.reasons, second.reasons) == ((), ("another pharmacy",))
    assert second.since == day(50)


def test_a_split_within_the_settling_window_leaves_the_rest_of_it():
    first, second = phases([edit("split", 45)])[3:]
    assert (first.settling_until, second.settling_until) == (day(44), day(48))


def test_the_time_before_ldn_can_be_split():
    found = phases([edit("split", 7, name="after the fall")])
    assert outline(found)[:2] == [("baseline", 0, 6), ("baseline-b", 7, 13)]
    first, second = found[:2]
    assert (phase_name(first), phase_name(second)) == ("before LDN, part 1", "after the fall")
    assert {first.kind, second.kind} == {PhaseKind.BASELINE}
    # Last night belongs to the evening before, so no morning counts twice.
    assert first.compared_days(NIGHT) == (day(0), day(7))
    assert second.compared_days(NIGHT) == (day(8), day(14))
    assert second.compared_days(WEEK) == (day(13), day(13))
    assert phase_on(day(7), found, NIGHT) is first
    assert phase_on(day(0), found, NIGHT) is first


def test_a_join():
    found = phases([edit("join", 28, reason="both are low")])
    assert outline(found) == [PLAIN[0], ("1.5mg-1", 14, 41), PLAIN[3]]
    joined = found[1]
    assert phase_name(joined) == "1.5\u00a0mg, 3\u00a0mg"
    assert (joined.amount_pg, joined.settling_until, joined.since) == (1_500_000_000, day(20), day(14))
    assert joined.reasons == ("both are low",)
    assert phase_name(phases([edit("join", 28, name="low doses")])[1]) == "low doses"


def test_the_amount_is_the_one_of_most_days():
    (joined,) = phases([edit("join", 28), edit("join", 42)])[1:]
    assert (joined.key, joined.amount_pg, joined.kind) == ("1.5mg-1", 4_500_000_000, PhaseKind.DOSE)
    assert phase_name(joined) == "1.5\u00a0mg, 3\u00a0mg, 4.5\u00a0mg"


def test_a_break_joined_into_its_dose():
    found = phases([edit("join", 30), edit("join", 37)], BROKEN)
    assert outline(found) == [("baseline", 0, 13), ("4.5mg-1", 14, 59)]
    assert phase_name(found[1]) == "4.5\u00a0mg, break"
    assert (found[1].kind, found[1].amount_pg) == (PhaseKind.DOSE, 4_500_000_000)


def test_the_band_and_the_days_stay_as_they_were():
    edits = [edit("join", 30), edit("join", 37), edit("split", 50)]
    plain = build_timeline(BROKEN, (), START, day(59))
    edited = build_timeline(BROKEN, (), START, day(59), 7, edits)
    assert edited.dose_steps == plain.dose_steps
    assert edited.states.tolist() == plain.states.tolist()
    assert edited.ldn_start == plain.ldn_start


def test_settling_days_inside_a_joined_phase_are_left_out():
    (joined,) = phases([edit("join", 28), edit("join", 42)])[1:]
    assert joined.compared_days(PAIN) == (day(21), day(59))
    assert joined.left_out(PAIN) == ((day(28), day(34)), (day(42), day(48)))
    assert joined.left_out(NIGHT) == ((day(29), day(35)), (day(43), day(49)))
    settling = {offset for first in (14, 28, 42) for offset in range(first, first + 7)}
    values = [DailyValue(day(offset), 9.0 if offset in settling else 3.0, 0, 9, 1) for offset in range(60)]
    series = build_series(PAIN, values, START, day(59))
    described = describe_phase(series, joined)
    assert (described.possible, described.recorded, described.mean) == (25, 25, 3)
    days, seen = observed(series, joined)
    assert len(days) == len(seen) == 25
    assert seen.max() == 3
    baseline = phases([])[0]
    assert compare(series, baseline, joined).after == described


def test_two_joined_phases_of_the_same_amounts_have_numbers():
    taken = [*doses(10, 19, 3), *doses(20, 29, 4.5), *doses(30, 39, 1.5), *doses(40, 49, 3), *doses(50, 59, 4.5)]
    found = phases([edit("join", 20), edit("join", 50)], taken)
    assert [phase_name(phase) for phase in found[1:]] == [
        "3\u00a0mg, 4.5\u00a0mg", "1.5\u00a0mg", "3\u00a0mg, 4.5\u00a0mg again",
    ]  # fmt: skip


def test_nothing_is_joined_across_the_start_of_ldn():
    assert outline(phases([edit("join", 14)])) == PLAIN


@pytest.mark.parametrize("offset", [-400, -1, 0, 13, 29, 60, 900])
def test_a_join_that_finds_no_boundary_does_nothing(offset):
    assert phases([edit("join", offset, name="nothing")]) == phases([])


@pytest.mark.parametrize("offset", [-400, -1, 0, 28, 60, 900])
def test_a_split_outside_or_at_a_boundary_does_nothing(offset):
    assert phases([edit("split", offset)]) == phases([])


def test_a_split_where_a_phase_begins_anyway_only_names_it():
    found = phases([edit("split", 28, name="with breakfast")])
    assert outline(found) == PLAIN
    assert (phase_name(found[2]), found[2].reasons) == ("with breakfast", ())


def test_the_last_of_one_kind_and_day_wins_in_any_order():
    edits = [edit("name", 30, "second", at=2), edit("name", 30, "first", at=1), edit("join", 28, reason="old", at=3)]
    assert phases([*edits, edit("join", 28, reason="new", at=4)])[1].reasons == ("new",)
    assert phase_name(phases(edits[:2])[2]) == "second"
    assert phase_name(phases([edit("name", 30, "old", at=1), edit("name", 35, "new", at=2)])[2]) == "new"
    # A name corrected later keeps the moment of its first recording: the one on the first day must not lose by that.
    assert phase_name(phases([edit("name", 28, "mine", at=1), edit("name", 35, "new", at=2)])[2]) == "mine"


def test_of_join_and_split_on_one_day_the_last_decides():
    assert outline(phases([edit("join", 28, at=1), edit("split", 28, at=2)])) == PLAIN
    assert len(phases([edit("split", 28, at=1), edit("join", 28, at=2)])) == 3
    assert outline(phases([edit("split", 35, at=1), edit("join", 35, at=2)])) == PLAIN
    assert len(phases([edit("join", 35, at=1), edit("split", 35, at=2)])) == 5


def test_a_part_can_be_joined_with_its_neighbour():
    found = phases([edit("split", 35, reason="new filler"), edit("join", 42, reason="same filler")])
    assert outline(found) == [*PLAIN[:2], ("3mg-1", 28, 34), ("3mg-1b", 35, 59)]
    assert phase_name(found[3]) == "3\u00a0mg, 4.5\u00a0mg"
    assert found[3].reasons == ("new filler", "same filler")


def test_counts_go_with_the_parts():
    taken = [*doses(5, 20, 3), *(dose(offset, 1.5) for offset in (10, 15)), *doses(55, 59, 3)]
    plain = phases([], taken)[1]
    first, second = phases([edit("split", 16)], taken)[1:]
    assert plain.stray_days == first.stray_days + second.stray_days == 2
    assert second.stray_days == 0
    assert (plain.unrecorded_days, first.unrecorded_days, second.unrecorded_days) == (34, 0, 34)


def test_many_parts_have_their_own_keys():
    found = phases([edit("split", offset) for offset in range(60)], doses(0, 59, 3))
    assert [phase.key for phase in found][:3] == ["3mg-1", "3mg-1b", "3mg-1c"]
    assert [phase.key for phase in found][25:28] == ["3mg-1z", "3mg-1ba", "3mg-1bb"]
    assert len({phase.key for phase in found}) == 60


def test_a_split_parts_no_episode():
    nausea = NewMeasure(key="nausea", name="Nausea", scale=Scale.SEVERITY, high=4)
    values = [DailyValue(day(offset), float(offset >= 45) + (offset >= 52), 0, 0, 1) for offset in range(60)]
    series = build_series(nausea, [DailyValue(v.day, v.mean, v.mean, v.mean, 1) for v in values], START, day(59))
    whole = find_episodes(series, phases([]))
    assert [(one.first, one.last) for one in find_episodes(series, phases([edit("split", 50)]))] == [
        (one.first, one.last) for one in whole
    ]


one_dose = st.builds(
    dose, st.integers(-5, 65), st.sampled_from([0.5, 1.5, 3, 4.5]), st.sampled_from(list(DoseState)),
)  # fmt: skip
one_step = st.builds(
    lambda offset, mg: TitrationStep(
        id=f"s{offset}", recorded_at=MOMENT, source="window", day=day(offset), amount_pg=round(mg * MG)
    ),
    st.integers(-20, 70),
    st.sampled_from([0, 1.5, 3, 4.5]),
)
one_edit = st.builds(
    edit,
    st.sampled_from(["name", "join", "split"]),
    st.integers(-5, 65),
    st.sampled_from([None, "mine", "x"]),
    st.just("because"),
    st.integers(0, 5),
)


@settings(max_examples=300, deadline=None)
@given(
    taken=st.lists(one_dose, max_size=80),
    steps=st.lists(one_step, max_size=5),
    edits=st.lists(one_edit, max_size=40),
    at_boundaries=st.lists(st.tuples(st.sampled_from(["join", "split", "name"]), st.integers(0, 9)), max_size=8),
    settling=st.integers(0, 20),
)
def test_whatever_is_said_the_phases_cover_every_day_once(taken, steps, edits, at_boundaries, settling):
    plain = build_timeline(taken, steps, START, day(59), settling)
    for kind, place in at_boundaries if plain.phases else ():
        edits = [*edits, edit(kind, (plain.phases[place % len(plain.phases)].first - START).days, at=9)]
    found = build_timeline(taken, steps, START, day(59), settling, edits)
    assert _held(found.phases) == _held(plain.phases)
    assert len({phase.key for phase in found.phases}) == len(found.phases)
    for one, following in pairwise(found.phases):
        assert following.first > one.last
        assert not (following.kind is PhaseKind.BASELINE and one.kind is not PhaseKind.BASELINE)
    assert sum(phase.stray_days for phase in found.phases) == sum(phase.stray_days for phase in plain.phases)
    start = {phase.first for phase in plain.phases if phase.kind is not PhaseKind.BASELINE}
    if start and plain.phases[0].kind is PhaseKind.BASELINE:
        assert min(start) in {phase.first for phase in found.phases}
    counting: list[date] = []
    for phase in found.phases:
        assert phase_name(phase)
        assert (phase.amount_pg > 0) == (phase.kind is PhaseKind.DOSE)
        assert phase.settling_until is None or phase.covers(phase.settling_until)
        assert all(phase.covers(first) and phase.covers(last) for first, last in phase.settling_inside)
        counting.extend(_counting(phase, NIGHT))
    assert len(counting) == len(set(counting))
    assert found.dose_steps == plain.dose_steps
    assert build_timeline(taken, steps, START, day(59), settling, edits[::-1]).phases == found.phases


def _held(phases):
    return [one for one in (day(offset) for offset in range(60)) if phase_on(one, phases) is not None]


def _counting(phase, measure):
    first, last = phase.compared_days(measure)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [one for one in days if not any(begin <= one <= end for begin, end in phase.left_out(measure))]


@settings(max_examples=60, deadline=None)
@given(edits=st.lists(one_edit, max_size=12))
def test_settling_days_count_nowhere(edits):
    settling = {
        offset for phase in phases([]) if phase.settling_until
        for offset in range((phase.first - START).days, (phase.settling_until - START).days + 1)
    }  # fmt: skip
    series = build_series(PAIN, [DailyValue(day(o), float(o in settling), 0, 1, 1) for o in range(60)], START, day(59))
    for phase in phases(edits):
        _days, values = observed(series, phase)
        assert not np.any(values)
