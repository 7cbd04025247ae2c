"""Questionnaires in a journal: when they are due, what is refused, and their scores beside the other series."""

from datetime import date, timedelta

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import ImportRefused, InvalidEntry
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.life import NewQuestionnaireResponse
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.journal.questionnaires import Due, due_on

PEG = {"pain": 4, "enjoyment": 4, "activity": 5}


def peg(day: date, **answers: float) -> NewQuestionnaireResponse:
    return NewQuestionnaireResponse(day=day, questionnaire="peg", answers=PEG | answers)


@pytest.fixture
def begun(journal: Journal, today: date) -> Journal:
    """A journal in which LDN has begun."""
    journal.record(validate(Kind.STEP, {"day": today - timedelta(days=100), "amount_pg": 10**9}))
    return journal


def test_what_was_never_answered_is_due_now(begun: Journal, today: date) -> None:
    assert begun.questionnaires_due() == [Due("peg", None, today), Due("pgic", None, today)]


def test_one_is_due_again_when_its_interval_has_passed(begun: Journal, today: date) -> None:
    answered = today - timedelta(days=6)
    begun.record(peg(answered))
    assert [due.key for due in begun.questionnaires_due()] == ["pgic"]
    responses = begun.responses()
    for later, expected in ((6, []), (7, [Due("peg", answered, answered + timedelta(days=7))])):
        assert due_on(answered + timedelta(days=later), responses, ["peg"]) == expected
    overdue = due_on(answered + timedelta(days=30), responses, ["peg"])
    assert overdue == [Due("peg", answered, answered + timedelta(days=7))]


def test_answers_after_the_day_asked_about_do_not_count(journal: Journal, today: date) -> None:
    journal.record(peg(today))
    before = today - timedelta(days=1)
    assert due_on(before, journal.responses(), ["peg"]) == [Due("peg", None, before)]


def test_only_the_chosen_are_asked_for(journal: Journal) -> None:
    journal.change_settings(questionnaires=("pro2", "phq2"))
    assert [due.key for due in journal.questionnaires_due()] == ["phq2", "pro2"]
    journal.change_settings(questionnaires=())
    assert journal.questionnaires_due() == []


@pytest.mark.parametrize(
    ("questionnaire", "answers", "field"),
    [
        ("phq9", {"interest": 1}, "phq9"),
        ("peg", {}, "pain"),
        ("peg", PEG | {"pain": 11}, "0 to 10"),
        ("peg", PEG | {"mood": 1}, "mood"),
    ],
)
def test_what_does_not_fit_is_refused(
    journal: Journal, today: date, questionnaire: str, answers: dict[str, float], field: str
) -> None:
    with pytest.raises(InvalidEntry, match=field) as refused:
        journal.record(NewQuestionnaireResponse(day=today, questionnaire=questionnaire, answers=answers))
    assert list(refused.value.problems) == ["answers"]
    assert journal.responses() == []


def test_a_second_answer_of_the_day_takes_the_place_of_the_first_and_may_be_revised(
    journal: Journal, today: date
) -> None:
    journal.record(peg(today))
    journal.record(peg(today, pain=1))
    (stored,) = journal.responses()
    assert stored.answers["pain"] == 1
    with pytest.raises(InvalidEntry):
        journal.revise(stored.kind, stored.id, answers=PEG | {"pain": 40})
    assert journal.responses() == [stored]


def test_a_measure_of_ones_own_cannot_take_the_key_of_a_score(journal: Journal) -> None:
    with pytest.raises(InvalidEntry, match="peg"):
        journal.record(NewMeasure(key="peg", name="Mine"))


def test_tables_with_answers_that_do_not_fit_are_refused(journal: Journal, today: date, tmp_path) -> None:
    journal.record(peg(today))
    journal.export_csv(tmp_path / "out")
    table = tmp_path / "out" / "questionnaires.csv"
    text = table.read_text(encoding="utf-8-sig")
    assert "enjoyment" in text
    table.write_text(text.replace("enjoyment", "joy"), encoding="utf-8")
    journal.undo()
    with pytest.raises(ImportRefused, match="joy"):
        journal.import_file(table)
    assert journal.responses() == []


# Scores as series ------------------------------------------------------------------------------------------------


def test_scores_stand_beside_the_other_series_after_what_is_tracked(journal: Journal, today: date) -> None:
    week = timedelta(days=7)
    journal.record(
        NewRating(day=today, measure="pain", value=4),
        NewRating(day=today, measure="fatigue", value=6),
        peg(today - week, pain=1),
        peg(today),
        NewQuestionnaireResponse(day=today, questionnaire="phq2", answers={"interest": 1, "mood": 2}),
        NewQuestionnaireResponse(day=today, questionnaire="pro2", answers={"stools": 1.5, "pain": 0.5}),
    )
    trends = journal.trends()
    assert list(trends.measures) == ["pain", "peg", "phq2", "pro2_stools", "pro2_pain", "fatigue"]
    series = trends.series["peg"]
    assert series.value_on(today) == pytest.approx(13 / 3)
    assert series.value_on(today - week) == pytest.approx(10 / 3)
    assert series.value_on(today - timedelta(days=1)) is None
    assert series.recorded == 2
    assert trends.series["phq2"].value_on(today) == 3
    assert trends.series["pro2_stools"].value_on(today) == 1.5


def test_scores_are_not_offered_for_rating(journal: Journal, today: date) -> None:
    journal.record(peg(today))
    assert "peg" not in journal.measures()
    assert "peg" not in {measure.key for measure in journal.tracked()}
    with pytest.raises(InvalidEntry):
        journal.record(NewRating(day=today, measure="peg", value=4))


def test_several_answers_on_one_day_come_to_their_mean(journal: Journal, today: date) -> None:
    from ldn_journal.journal.trending import score_values

    journal.record(peg(today))
    (one,) = journal.responses()
    other = one.model_copy(update={"answers": {"pain": 1, "enjoyment": 1, "activity": 1}})
    (value,) = score_values([one, other])["peg"]
    assert (value.mean, value.lowest, value.highest, value.n) == (
        pytest.approx((13 / 3 + 1) / 2),
        1,
        pytest.approx(13 / 3),
        2,
    )


def test_answers_that_do_not_fit_come_to_nothing(journal: Journal, today: date) -> None:
    from ldn_journal.journal.trending import score_values

    journal.record(peg(today))
    (one,) = journal.responses()
    elsewhere = [
        one.model_copy(update={"answers": {"pain": 1}}),
        one.model_copy(update={"questionnaire": "from_elsewhere"}),
    ]
    assert score_values(elsewhere) == {}


def test_a_comparison_with_before_ldn_is_due_once_there_is_a_month_to_judge(
    journal: Journal, clock: FixedClock
) -> None:
    assert [one.key for one in journal.questionnaires_due()] == ["peg"]
    journal.record(validate(Kind.DOSE, {"day": journal.today(), "state": "taken", "amount_pg": 300}))
    clock.move(timedelta(days=29))
    assert [one.key for one in journal.questionnaires_due()] == ["peg"]
    clock.move(timedelta(days=1))
    assert [one.key for one in journal.questionnaires_due()] == ["peg", "pgic"]
