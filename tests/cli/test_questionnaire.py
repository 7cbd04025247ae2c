import json

import pytest

from ldn_journal.domain.records import Kind


def test_a_score_is_printed_and_listed(made, counts):
    done = made("questionnaire", "add", "2026-03-10", "peg", "pain=4", "enjoyment=4", "activity=5")
    assert (done.code, done.err) == (0, "")
    assert "Score: 4.3, from 0 to 10; lower is better." in done.out
    assert "pain=4 enjoyment=4 activity=5" in done.out
    assert counts() == {Kind.RESPONSE: 1}
    assert "Pain and daily life (PEG)" in made("questionnaire").out
    (row,) = json.loads(made("questionnaire", "list", "--format", "json").out)["questionnaire_responses"]
    assert row["score"] == pytest.approx(13 / 3)
    assert row["answers"] == {"pain": 4, "enjoyment": 4, "activity": 5}
    assert made("questionnaire", "remove", "peg").code == 0
    assert counts() == {}


def test_a_positive_screen_comes_with_its_notice(made):
    quiet = made("questionnaire", "add", "yesterday", "phq2", "interest=1", "mood=1")
    assert "doctor" not in quiet.out
    said = made("questionnaire", "add", "today", "PHQ2", "interest=1", "mood=2")
    assert said.code == 0
    assert "talk to your doctor" in said.out


def test_answers_without_a_score_are_stored_without_one(made):
    done = made("questionnaire", "add", "today", "pro2", "stools=1,5", "pain=0.5")
    assert done.code == 0
    assert "lower is better" not in done.out
    (row,) = json.loads(made("questionnaire", "list", "--format", "json").out)["questionnaire_responses"]
    assert (row["score"], row["answers"]) == (None, {"stools": 1.5, "pain": 0.5})


@pytest.mark.parametrize(
    "arguments",
    [
        ("today", "peg"),
        ("today", "peg", "pain=4", "enjoyment=4"),
        ("today", "peg", "pain=11", "enjoyment=4", "activity=5"),
        ("today", "peg", "pain=4", "pain=5", "enjoyment=4", "activity=5"),
        ("today", "peg", "pain"),
        ("today", "peg", "pain=much", "enjoyment=4", "activity=5"),
        ("today", "phq9", "interest=1"),
        ("2026-03-11", "pgic", "change=1"),
        ("today",),
    ],
)
def test_refused_in_one_sentence(made, counts, arguments):
    refused = made("questionnaire", "add", *arguments)
    assert refused.code == 2
    assert refused.one_sentence, refused.err
    assert counts() == {}


def test_help_names_the_items(made):
    said = " ".join(made("questionnaire", "add", "--help").out.split())
    assert "peg: pain (0 to 10), enjoyment (0 to 10), activity (0 to 10)." in said
    assert "questionnaire" in made("--help").out


def test_a_medicine_that_matches_brings_the_reference(made):
    said = made("medicine", "add", "2026-03-01", "paracetamol with codeine, up to three a day")
    assert said.code == 0
    assert "Naltrexone blocks opioids." in said.out
    assert "Ask your pharmacist or doctor." in said.out
    assert "Naltrexone blocks" not in made("medicine", "add", "2026-03-01", "vitamin D").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("regimen", "add", "2026-03-01", "4.5mg", "--form", "extended-release"),
        ("prescription", "add", "2026-03-01", "extended-release", "4.5mg"),
        ("prescription", "add", "2026-03-01", "slow_release", "4.5mg"),
    ],
)
def test_slow_release_is_refused_with_the_fact(made, counts, arguments):
    refused = made(*arguments)
    assert refused.code == 2
    assert refused.one_sentence
    assert "immediate release" in refused.err
    assert counts() == {}


def test_the_wallet_card_is_written(made, tmp_path):
    made("regimen", "add", "2026-03-01", "4.5mg", "--at", "22:30")
    out = tmp_path / "card.pdf"
    done = made("card", str(out))
    assert (done.code, done.err) == (0, "")
    assert str(out) in done.out
    assert out.read_bytes().startswith(b"%PDF-")
    assert made("card").code == 2
