"""The questionnaires: their items and scores, what is said beside them, and that their measures are sound."""

import math

import pytest

from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.clinical.questionnaires import check_answers, questionnaires, score_measures
from ldn_journal.domain.measures import KEY_PATTERN, Better, Recall

FULL = {
    "peg": {"pain": 4, "enjoyment": 4, "activity": 5},
    "pgic": {"change": 2},
    "phq2": {"interest": 2, "mood": 1},
    "pro2": {"stools": 1.5, "pain": 0.5},
}


def test_these_are_the_questionnaires() -> None:
    asked = {key: (one.every_days, one.usual) for key, one in questionnaires().items()}
    assert asked == {"peg": (7, True), "pgic": (30, True), "phq2": (30, False), "pro2": (7, False)}


def test_every_item_is_whole() -> None:
    for one in questionnaires().values():
        assert one.name
        assert one.instruction
        assert one.change
        assert len({item.key for item in one.items}) == len(one.items)
        for item in one.items:
            assert item.text
            assert KEY_PATTERN.fullmatch(item.key)
            values = [choice.value for choice in item.choices]
            assert not values or values == list(range(int(item.low), int(item.high) + 1))
            assert all(item.low <= value <= item.high for value in item.anchors)


@pytest.mark.parametrize(
    ("key", "answers", "score"),
    [
        ("peg", {"pain": 0, "enjoyment": 0, "activity": 0}, 0),
        ("peg", {"pain": 10, "enjoyment": 10, "activity": 10}, 10),
        ("peg", FULL["peg"], 13 / 3),
        ("pgic", {"change": 7}, 7),
        ("phq2", {"interest": 0, "mood": 0}, 0),
        ("phq2", {"interest": 3, "mood": 3}, 6),
        ("pro2", FULL["pro2"], None),
        ("peg", {"pain": 4, "enjoyment": 4}, None),
        ("peg", {"pain": 4, "enjoyment": 4, "activity": 99}, None),
    ],
)
def test_scores(key: str, answers: dict[str, float], score: float | None) -> None:
    assert questionnaires()[key].score(answers) == (score if score is None else pytest.approx(score))


def test_values_go_by_the_keys_of_the_measures() -> None:
    known = questionnaires()
    assert known["peg"].values(FULL["peg"]) == {"peg": pytest.approx(4.333, abs=0.001)}
    assert known["pro2"].values(FULL["pro2"]) == {"pro2_stools": 1.5, "pro2_pain": 0.5}
    assert known["pro2"].values({"stools": 1.5}) == {}
    assert known["phq2"].values({}) == {}
    for key, answers in FULL.items():
        assert known[key].values(answers).keys() == {measure.key for measure in known[key].measures}


@pytest.mark.parametrize(
    ("key", "answers", "named"),
    [
        ("peg", {"pain": 4, "enjoyment": 4}, "activity"),
        ("peg", {**FULL["peg"], "sleep": 3}, "sleep"),
        ("peg", {**FULL["peg"], "pain": 10.5}, "0 to 10"),
        ("peg", {**FULL["peg"], "pain": 4.5}, "whole number"),
        ("peg", {**FULL["peg"], "pain": math.nan}, "does not fit"),
        ("pgic", {"change": 0}, "1 to 7"),
        ("phq2", {"interest": 4, "mood": 0}, "0 to 3"),
        ("pro2", {"stools": -1, "pain": 0}, "0 to 60"),
        ("phq9", {}, "phq9"),
    ],
)
def test_answers_that_do_not_fit_are_refused_in_a_sentence(key: str, answers: dict[str, float], named: str) -> None:
    with pytest.raises(ValueError, match=named) as refused:
        check_answers(key, answers)
    assert str(refused.value).endswith(".")


def test_answers_that_fit_pass() -> None:
    for key, answers in FULL.items():
        check_answers(key, answers)


def test_a_positive_phq2_says_to_talk_to_a_doctor_and_nothing_else_does() -> None:
    phq2 = questionnaires()["phq2"]
    assert phq2.notice(2) is None
    assert phq2.notice(None) is None
    assert "talk to your doctor" in (phq2.notice(3) or "")
    assert phq2.notice(6) == phq2.notice(3)
    assert questionnaires()["peg"].notice(10) is None


def test_the_measures_of_scores_are_like_any_measure_without_codes() -> None:
    measures = score_measures()
    assert list(measures) == ["peg", "pgic", "phq2", "pro2_stools", "pro2_pain"]
    assert not measures.keys() & built_in_measures().keys()
    for measure in measures.values():
        assert (measure.group, measure.better, measure.recall) == ("questionnaire", Better.LOWER, Recall.PAST_7_DAYS)
        assert measure.codes == {}
        assert not measure.usual
    assert (measures["peg"].low, measures["peg"].high) == (0, 10)
    assert measures["pgic"].in_words(2) == "much improved"
    assert (measures["phq2"].low, measures["phq2"].high) == (0, 6)


def test_choices_and_anchors_are_said_in_words() -> None:
    known = questionnaires()
    assert known["phq2"].items[0].in_words(3) == "nearly every day"
    assert known["peg"].items[0].in_words(0) == "no pain"
    assert known["peg"].items[0].in_words(4) == "4"


def test_published_changes_carry_their_references() -> None:
    known = questionnaires()
    assert "10.1016/j.jpain.2023.07.028" in known["peg"].change
    assert "10.1007/s11606-009-0981-1" in known["peg"].change
    assert "10.1111/apt.13001" in known["pro2"].change
