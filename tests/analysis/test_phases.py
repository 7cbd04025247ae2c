from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldn_journal.analysis.phases import DayState, PhaseKind, phase_name, phase_on
from ldn_journal.analysis.timeline import DoseStep, build_timeline
from ldn_journal.domain.doses import Dose, DoseState, TitrationStep
from ldn_journal.domain.measures import NewMeasure, Recall

MG = 10**9
START = date(2025, 9, 1)
MOMENT = datetime(2025, 9, 1, 12, tzinfo=UTC)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def dose(offset: int, mg: float | None = 4.5, state: DoseState = DoseState.TAKEN) -> Dose:
    amount = round(mg * MG) if state is DoseState.TAKEN and mg else None
    return Dose(id=f"d{offset}", recorded_at=MOMENT, source="window", day=day(offset), state=state, amount_pg=amount)


def doses(first: int, last: int, mg: float) -> list[Dose]:
    return [dose(offset, mg) for offset in range(first, last + 1)]


def left_out(first: int, last: int, state: DoseState = DoseState.SKIPPED) -> list[Dose]:
    return [dose(offset, None, state) for offset in range(first, last + 1)]


def step(offset: int, mg: float, times: int = 1, minute: int = 0) -> TitrationStep:
    at = MOMENT + timedelta(minutes=minute)
    return TitrationStep(
        id=f"s{offset}", recorded_at=at, source="window", day=day(offset), amount_pg=round(mg * MG), times_per_day=times
    )


def timeline(taken, steps=(), last=59, settling=7):
    return build_timeline(taken, steps, START, day(last), settling)


def outline(found):
    return [(phase.key, (phase.first - START).days, (phase.last - START).days) for phase in found.phases]


def test_titration():
    found = timeline(doses(14, 27, 1.5) + doses(28, 41, 3) + doses(42, 59, 4.5))
    assert outline(found) == [("baseline", 0, 13), ("1.5mg-1", 14, 27), ("3mg-1", 28, 41), ("4.5mg-1", 42, 59)]
    assert [phase_name(phase) for phase in found.phases] == ["before LDN", "1.5\u00a0mg", "3\u00a0mg", "4.5\u00a0mg"]
    assert found.ldn_start == day(14)
    assert [phase.settling_until for phase in found.phases] == [None, day(20), day(34), day(48)]
    assert found.dose_steps == (
        DoseStep(day(0), day(13), 0),
        DoseStep(day(14), day(27), 1_500_000_000),
        DoseStep(day(28), day(41), 3_000_000_000),
        DoseStep(day(42), day(59), 4_500_000_000),
    )


def test_no_doses_and_no_plan_is_all_baseline():
    found = timeline([])
    assert outline(found) == [("baseline", 0, 59)]
    assert found.ldn_start is None
    assert found.dose_steps == (DoseStep(day(0), day(59), 0),)


def test_no_days_at_all():
    found = build_timeline([], [], START, START - timedelta(days=1))
    assert found.phases == ()
    assert found.dose_steps == ()


def test_ldn_from_the_first_day_has_no_baseline():
    assert outline(timeline(doses(0, 59, 4.5))) == [("4.5mg-1", 0, 59)]


def test_amounts_and_states_are_exact():
    found = timeline(
        [dose(3, 4.5), dose(3, 0.0000003), dose(4, None, DoseState.SKIPPED), dose(5, None, DoseState.MISSED)]
    )
    assert found.amounts[3] == 4_500_000_300
    assert found.amount_on(day(3)) == 4_500_000_300
    assert [found.state_on(day(offset)) for offset in (2, 3, 4, 5, 6)] == [
        DayState.NOT_RECORDED, DayState.TAKEN, DayState.SKIPPED, DayState.MISSED, DayState.NOT_RECORDED,
    ]  # fmt: skip
    assert found.state_on(day(-1)) is DayState.NOT_RECORDED
    assert found.amount_on(day(99)) == 0


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((DoseState.MISSED, DoseState.TAKEN), DayState.TAKEN),
        ((DoseState.TAKEN, DoseState.SKIPPED), DayState.TAKEN),
        ((DoseState.MISSED, DoseState.SKIPPED), DayState.SKIPPED),
        ((DoseState.MISSED, DoseState.MISSED), DayState.MISSED),
    ],
)
def test_a_day_with_several_doses_has_one_state(states, expected):
    assert timeline([dose(3, 1.5, state) for state in states]).state_on(day(3)) is expected


def test_two_doses_a_day_are_summed():
    taken = [dose(offset, 2.25) for offset in range(10, 60) for _ in range(2)]
    assert outline(timeline(taken, [step(10, 2.25, times=2)])) == [("baseline", 0, 9), ("4.5mg-1", 10, 59)]


@pytest.mark.parametrize("strays", [1, 2])
def test_a_short_run_that_returns_is_stray(strays):
    found = timeline(doses(0, 20, 4.5) + doses(21, 20 + strays, 3) + doses(21 + strays, 59, 4.5))
    assert outline(found) == [("4.5mg-1", 0, 59)]
    assert found.phases[0].stray_days == strays
    assert DoseStep(day(21), day(20 + strays), 3 * MG) in found.dose_steps


def test_three_doses_make_a_phase():
    found = timeline(doses(0, 20, 4.5) + doses(21, 23, 3) + doses(24, 59, 4.5))
    assert outline(found) == [("4.5mg-1", 0, 20), ("3mg-1", 21, 23), ("4.5mg-2", 24, 59)]
    assert phase_name(found.phases[2]) == "4.5\u00a0mg again"
    names = {n: phase_name(replace(found.phases[2], repeat=n)) for n in (3, 6, 7)}
    assert names == {3: "4.5\u00a0mg, third time", 6: "4.5\u00a0mg, sixth time", 7: "4.5\u00a0mg, time 7"}
    assert found.phases[1].settling_until == day(23)


def test_a_slip_on_the_last_evening_is_no_new_dose():
    found = timeline(doses(0, 58, 3) + doses(59, 59, 4.5))
    assert outline(found) == [("3mg-1", 0, 59)]
    assert found.phases[0].stray_days == 1
    assert outline(timeline(doses(0, 57, 3) + doses(58, 59, 4.5))) == [("3mg-1", 0, 59)]


def test_a_new_amount_stands_from_its_first_day_once_three_taken_days_hold_it():
    assert outline(timeline(doses(0, 56, 3) + doses(57, 59, 4.5))) == [("3mg-1", 0, 56), ("4.5mg-1", 57, 59)]
    apart = [*doses(0, 50, 3), dose(52, 4.5), dose(55, 4.5), dose(59, 4.5)]
    assert outline(timeline(apart)) == [("3mg-1", 0, 51), ("4.5mg-1", 52, 59)]


def test_one_dose_of_a_step_makes_it_stand_among_its_first_three_taken_days():
    taken = [*doses(0, 57, 3), dose(58, 3), dose(59, 4.5)]
    assert outline(timeline(taken, [step(58, 4.5)])) == [("3mg-1", 0, 58), ("4.5mg-1", 59, 59)]
    late = [*doses(0, 57, 3), dose(59, 4.5)]
    assert outline(timeline(late, [step(55, 4.5)])) == [("3mg-1", 0, 59)]


def test_amounts_by_turns_are_changing_amounts():
    found = timeline([dose(offset, 3 if offset % 2 else 1.5) for offset in range(60)])
    assert outline(found) == [("changing-1", 0, 59)]
    assert (found.phases[0].lowest_pg, found.phases[0].amount_pg) == (1_500_000_000, 3_000_000_000)
    assert phase_name(found.phases[0]) == "changing amounts, 1.5\u00a0mg to 3\u00a0mg"
    assert found.phases[0].stray_days == 0
    after = timeline(doses(0, 29, 4.5) + [dose(offset, 3 if offset % 2 else 1.5) for offset in range(30, 60)])
    assert outline(after) == [("4.5mg-1", 0, 29), ("changing-1", 30, 59)]


def test_twice_a_day_counts_at_the_planned_amount_where_one_dose_is_not_recorded():
    twice = [dose(offset, 1.5) for offset in range(60) for _time in range(1 + (offset % 5 > 0))]
    found = timeline(twice, [step(0, 1.5, times=2)])
    assert outline(found) == [("3mg-1", 0, 59)]
    assert found.phases[0].stray_days == 0
    assert found.amount_on(day(5)) == 1_500_000_000


def test_today_counts_once_its_doses_are_in():
    steps = [step(0, 1.5, times=2)]
    before = [dose(offset, 1.5) for offset in range(30) for _time in range(2)]
    for today in ([dose(30, 1.5)], [dose(30, 4.5)]):
        found = build_timeline([*before, *today], steps, START, day(30), open_day=day(30))
        assert outline(found) == [("3mg-1", 0, 30)]
        assert found.phases[0].stray_days == 0
    only = build_timeline([dose(0, 1.5)], steps, START, day(0), open_day=day(0))
    assert [phase.amount_pg for phase in only.phases] == [3_000_000_000]


def test_days_without_a_dose_near_before_them_belong_to_no_dose():
    found = timeline(doses(0, 19, 4.5))
    phase = found.phases[0]
    assert outline(found) == [("4.5mg-1", 0, 59)]
    assert phase.without_dose == ((day(23), day(59)),)
    assert (phase.dosed_days, phase.unrecorded_days, phase.days_of_no_dose) == (20, 40, 37)
    assert phase.last_held == day(22)
    assert phase_on(day(22), found.phases) is phase
    assert phase_on(day(23), found.phases) is None
    assert found.dose_steps == (DoseStep(day(0), day(22), 4_500_000_000), DoseStep(day(23), day(59), 0))


def test_a_day_never_belongs_to_the_dose_after_it():
    found = timeline(doses(0, 9, 4.5) + doses(20, 59, 4.5))
    assert found.phases[0].without_dose == ((day(13), day(19)),)
    assert timeline(doses(10, 59, 4.5), [step(0, 4.5)]).phases[0].first == day(10)


def test_a_lapse_of_three_missed_days_is_in_one_phase():
    found = timeline(doses(0, 27, 4.5) + left_out(28, 30, DoseState.MISSED) + doses(31, 59, 4.5))
    assert outline(found) == [("4.5mg-1", 0, 59)]
    assert (found.phases[0].left_out_days, found.phases[0].without_dose) == (3, ())


def test_gaps_and_single_missed_days_end_no_phase():
    taken = doses(0, 10, 3) + left_out(11, 12) + doses(14, 15, 3) + doses(50, 59, 3)
    found = timeline(taken)
    assert outline(found) == [("3mg-1", 0, 59)]
    assert found.phases[0].unrecorded_days == 35
    assert found.phases[0].left_out_days == 2
    assert found.phases[0].without_dose == ((day(19), day(49)),)


def test_a_break_of_days_known_left_out():
    taken = doses(0, 20, 3) + left_out(21, 25) + left_out(26, 27, DoseState.MISSED) + doses(30, 59, 3)
    found = timeline(taken)
    assert outline(found) == [("3mg-1", 0, 20), ("break-1", 21, 29), ("3mg-2", 30, 59)]
    assert found.state_on(day(22)) is DayState.SKIPPED
    assert found.state_on(day(28)) is DayState.BREAK
    assert found.phases[1].settling_until == day(27)
    assert found.phases[1].kind is PhaseKind.BREAK
    assert DoseStep(day(21), day(29), 0) in found.dose_steps


def test_a_planned_break():
    taken = doses(0, 20, 3) + doses(35, 59, 3)
    assert outline(timeline(taken, [step(0, 3), step(21, 0)])) == [
        ("3mg-1", 0, 20),
        ("break-1", 21, 34),
        ("3mg-2", 35, 59),
    ]
    # The last dose may still be taken on the evening of that day.
    assert outline(timeline(taken, [step(0, 3), step(20, 0)])) == [
        ("3mg-1", 0, 20),
        ("break-1", 21, 34),
        ("3mg-2", 35, 59),
    ]


def test_a_planned_break_nobody_took():
    assert outline(timeline(doses(0, 59, 3), [step(0, 3), step(21, 0)])) == [("3mg-1", 0, 59)]


def test_a_step_ends_a_planned_break_where_doses_are_not_recorded():
    steps = [step(10, 3), step(21, 0), step(40, 1.5)]
    assert outline(timeline([], steps)) == [("baseline", 0, 9), ("break-1", 21, 39)]
    assert outline(timeline(doses(10, 20, 3) + doses(45, 59, 1.5), steps)) == [
        ("baseline", 0, 9),
        ("3mg-1", 10, 20),
        ("break-1", 21, 39),
        ("1.5mg-1", 45, 59),
    ]


def test_a_step_amid_days_left_out_does_not_end_the_break():
    taken = doses(0, 20, 3) + left_out(21, 29) + doses(30, 59, 4.5)
    assert outline(timeline(taken, [step(0, 3), step(25, 4.5)])) == [
        ("3mg-1", 0, 20), ("break-1", 21, 29), ("4.5mg-1", 30, 59),
    ]  # fmt: skip


def test_a_step_begins_its_phase_on_its_first_taken_day():
    taken = doses(0, 20, 3) + doses(24, 59, 4.5)
    assert outline(timeline(taken)) == [("3mg-1", 0, 23), ("4.5mg-1", 24, 59)]
    assert outline(timeline(taken, [step(0, 3), step(22, 4.5)])) == [("3mg-1", 0, 23), ("4.5mg-1", 24, 59)]


def test_a_planned_short_stretch_is_a_phase():
    taken = doses(0, 20, 3) + doses(21, 22, 1.5) + doses(23, 59, 3)
    assert outline(timeline(taken, [step(0, 3), step(21, 1.5), step(23, 3)])) == [
        ("3mg-1", 0, 20), ("1.5mg-1", 21, 22), ("3mg-2", 23, 59),
    ]  # fmt: skip


def test_a_step_nobody_followed_begins_no_phase():
    assert outline(timeline(doses(0, 59, 3), [step(0, 3), step(30, 4.5)])) == [("3mg-1", 0, 59)]


def test_a_step_to_another_time_of_day_begins_no_phase():
    assert outline(timeline(doses(0, 59, 3), [step(0, 3), step(30, 3)])) == [("3mg-1", 0, 59)]


def test_the_last_step_entered_for_a_day_counts():
    steps = [step(10, 4.5, minute=5), step(10, 1.5)]
    taken = [dose(10, 4.5), *doses(11, 59, 3)]
    assert outline(timeline(taken, steps)) == [("baseline", 0, 9), ("4.5mg-1", 10, 10), ("3mg-1", 11, 59)]


def test_a_step_still_to_come_changes_nothing():
    assert outline(timeline(doses(5, 59, 3), [step(90, 4.5)])) == [("baseline", 0, 4), ("3mg-1", 5, 59)]


def test_ldn_begun_before_the_record_leaves_no_baseline_and_no_settling():
    found = timeline(doses(30, 59, 4.5), [step(-100, 4.5)])
    assert outline(found) == [("4.5mg-1", 30, 59)]
    assert found.ldn_start == day(-100)
    assert found.phases[0].since == day(-100)
    assert found.phases[0].settling_until is None


def test_a_break_begun_before_the_record():
    found = timeline(doses(30, 59, 3), [step(-100, 3), step(-10, 0)])
    assert outline(found) == [("break-1", 0, 29), ("3mg-1", 30, 59)]
    assert found.phases[0].since == day(-10)
    assert outline(timeline([], [step(-1, 1.5), step(0, 0)])) == [("break-1", 0, 59)]


def test_a_plan_that_was_left_out_before_another_dose():
    taken = left_out(10, 16) + doses(20, 59, 4.5)
    assert outline(timeline(taken, [step(-5, 1.5)])) == [("break-1", 10, 19), ("4.5mg-1", 20, 59)]


def test_settling_may_reach_into_the_record():
    assert timeline(doses(0, 59, 4.5), [step(-3, 4.5)]).phases[0].settling_until == day(3)


def test_a_start_put_off_belongs_to_the_baseline():
    found = timeline(left_out(10, 11) + doses(12, 59, 1.5), [step(10, 1.5)])
    assert outline(found) == [("baseline", 0, 11), ("1.5mg-1", 12, 59)]


def test_no_settling_window():
    assert timeline(doses(10, 59, 3), settling=0).phases[1].settling_until is None


def measure(recall: Recall) -> NewMeasure:
    return NewMeasure(key="m", name="M", recall=recall)


def test_days_compared():
    before, after = timeline(doses(14, 59, 3)).phases
    assert before.compared_days(measure(Recall.TODAY)) == (day(0), day(13))
    assert after.compared_days(measure(Recall.TODAY)) == (day(21), day(59))
    assert before.compared_days(measure(Recall.LAST_NIGHT)) == (day(0), day(14))
    assert after.compared_days(measure(Recall.LAST_NIGHT)) == (day(22), day(60))
    assert after.compared_days(measure(Recall.PAST_7_DAYS)) == (day(21), day(59))
    unsettled = timeline(doses(14, 59, 3), settling=0).phases[1]
    assert unsettled.compared_days(measure(Recall.PAST_7_DAYS)) == (day(20), day(59))


def test_last_night_belongs_to_the_evening_before():
    before, after = phases = timeline(doses(14, 59, 3)).phases
    night, today = measure(Recall.LAST_NIGHT), measure(Recall.TODAY)
    assert phase_on(day(14), phases, night) is before
    assert phase_on(day(15), phases, night) is after
    assert phase_on(day(14), phases, today) is after
    assert phase_on(day(0), phases, night) is before
    assert phase_on(day(0), timeline(doses(0, 9, 3)).phases, night) is None
    assert phase_on(day(-5), phases) is None


@pytest.mark.parametrize(
    ("mg", "key"), [(50, "50mg-1"), (0.5, "0.5mg-1"), (0.05, "50ug-1"), (0.00001, "10ng-1"), (3e-7, "300pg-1")]
)
def test_keys_are_plain(mg, key):
    assert timeline([dose(0, mg)]).phases[0].key == key


def test_cut():
    found = timeline(doses(14, 27, 1.5) + doses(28, 59, 3))
    part = found.cut(day(20), day(70))
    assert (part.first, part.last, part.days) == (day(20), day(70), 51)
    assert part.amount_on(day(28)) == 3 * MG
    assert part.state_on(day(65)) is DayState.NOT_RECORDED
    assert part.dose_steps == (DoseStep(day(20), day(27), 1_500_000_000), DoseStep(day(28), day(59), 3 * MG))
    assert part.phases == found.phases
    assert found.cut(day(100), day(110)).dose_steps == ()


one_dose = st.builds(
    dose,
    st.integers(-5, 65), st.sampled_from([0.5, 1.5, 3, 4.5]), st.sampled_from(list(DoseState)),
)  # fmt: skip
one_step = st.builds(step, st.integers(-20, 70), st.sampled_from([0, 1.5, 3, 4.5]), st.integers(1, 2))


@settings(max_examples=300, deadline=None)
@given(taken=st.lists(one_dose, max_size=80), steps=st.lists(one_step, max_size=6), settling=st.integers(0, 20))
def test_every_taken_day_lies_in_one_phase_and_no_other_day_without_a_dose_before_it(taken, steps, settling):
    found = timeline(taken, steps, settling=settling)
    assert len({phase.key for phase in found.phases}) == len(found.phases)
    for one, following in zip(found.phases, found.phases[1:], strict=False):
        assert following.first > one.last
        assert following.kind is not PhaseKind.BASELINE
        same = (following.amount_pg, following.lowest_pg, following.kind) == (one.amount_pg, one.lowest_pg, one.kind)
        assert not same or following.first > one.last + timedelta(days=1) or one.kind is PhaseKind.BREAK
    took = {offset for offset in range(60) if found.state_on(day(offset)) is DayState.TAKEN}
    for offset in range(60):
        there = [phase for phase in found.phases if phase.covers(day(offset))]
        belongs = phase_on(day(offset), found.phases)
        assert len(there) <= 1
        if offset in took:
            assert belongs is not None
            assert belongs.kind is PhaseKind.DOSE
        elif belongs is not None and belongs.kind is PhaseKind.DOSE:
            assert took & {offset - 1, offset - 2, offset - 3}
    for phase in found.phases:
        assert (
            phase.dosed_days + phase.left_out_days + phase.unrecorded_days >= phase.days
            or phase.kind is PhaseKind.BREAK
        )
        assert (phase.amount_pg > 0) == (phase.kind is PhaseKind.DOSE)
        assert phase.settling_until is None or phase.covers(phase.settling_until)
        for offset in range(phase.days):
            if phase.kind is not PhaseKind.DOSE:
                assert found.state_on(phase.first + timedelta(days=offset)) is not DayState.TAKEN
    assert sum((one.last - one.first).days + 1 for one in found.dose_steps) == 60
