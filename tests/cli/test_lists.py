import json

import pytest

from ldn_journal.domain.records import Kind

ADDED = {
    "regimen": ("titration_steps", ("2026-04-01", "4,5mg", "--at", "22:30", "--form", "capsule", "--times", "2")),
    "medicine": ("medicines", ("2026-01-01", "vitamin D", "--dose", "20 µg", "--until", "2026-02-01")),
    "condition": ("conditions", ("2026-01-01", "liver-disease", "--name", "hepatitis B", "--until", "2026-11-20")),
    "prescription": (
        "prescriptions",
        ("2026-03-01", "liquid", "1mg/mL", "--quantity", "100", "--use-by", "2026-06-01"),
    ),
    "visit": ("visits", ("2026-03-19", "--with", "the clinic", "--question", "Tablets?", "--question", "Mornings?")),
    "event": ("events", ("2026-03-08", "flare", "--until", "2026-03-09", "--note", "knees")),
    "measure": ("measures", ("stiffness", "Stiffness", "--anchor", "0=none", "--anchor", "10=cannot move", "--track")),
}


@pytest.mark.parametrize("name", ADDED)
def test_added_listed_removed_and_back_again(made, counts, name):
    plural, arguments = ADDED[name]
    done = made(name, "add", *arguments)
    assert (done.code, done.err) == (0, "")
    assert sum(counts().values()) == 1
    listed = json.loads(made(name, "list", "--format", "json").out)
    assert list(listed) == [plural]
    row = next(row for row in listed[plural] if row["id"])
    table = made(name).out
    assert row["id"][-8:] in table
    assert made(name, "remove", row["id"][-8:]).code == 0
    assert counts() == {}
    assert made("undo").code == 0
    assert sum(counts().values()) == 1


def test_what_was_given_is_what_is_listed(made):
    for name, (_plural, arguments) in ADDED.items():
        assert made(name, "add", *arguments).code == 0
    listed = {
        name: json.loads(made(name, "list", "--format", "json").out)[plural] for name, (plural, _args) in ADDED.items()
    }
    step = listed["regimen"][0]
    assert (step["day"], step["amount_pg"], step["times_per_day"], step["form"]) == (
        "2026-04-01",
        4_500_000_000,
        2,
        "capsule",
    )
    assert step["usual_time"].startswith("22:30")
    assert (listed["medicine"][0]["name"], listed["medicine"][0]["until"]) == ("vitamin D", "2026-02-01")
    assert (listed["condition"][0]["condition"], listed["condition"][0]["until"]) == ("liver_disease", "2026-11-20")
    assert (listed["prescription"][0]["pg_per_ml"], listed["prescription"][0]["strength_pg"]) == (10**9, None)
    assert listed["visit"][0]["questions"] == ["Tablets?", "Mornings?"]
    assert (listed["event"][0]["what"], listed["event"][0]["note"]) == ("flare", "knees")
    own = next(row for row in listed["measure"] if row["own"])
    assert (own["key"], own["anchors"], own["tracked"]) == ("stiffness", {"0": "none", "10": "cannot move"}, True)
    assert {row["key"] for row in listed["measure"]} > {"pain", "sleep"}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("regimen", ("add", "2026-03-01", "45mg")),
        ("regimen", ("add", "2026-03-01", "much")),
        ("regimen", ("add", "2026-03-01", "4.5mg", "--times", "1.5")),
        ("regimen", ("add", "2026-03-01", "4.5mg", "--times", "9")),
        ("regimen", ("add", "2026-02-30", "4.5mg")),
        ("regimen", ("add", "2026-03-01")),
        ("prescription", ("add", "2026-03-11", "capsule", "4.5mg")),
        ("prescription", ("add", "2026-03-01", "capsule", "4.5mg", "--use-by", "2026-02-01")),
        ("prescription", ("add", "2026-03-01", "capsule", "4.5mg/spoon")),
        ("prescription", ("add", "2026-03-01", "balloon", "4.5mg")),
        ("event", ("add", "2026-03-09", "flare", "--until", "2026-03-08")),
        ("measure", ("add", "pain", "Pain")),
        ("measure", ("add", "Pain level", "Pain")),
        ("measure", ("add", "ache", "Ache", "--low", "10", "--high", "0")),
        ("measure", ("add", "ache", "Ache", "--anchor", "none")),
        ("medicine", ("remove", "aspirin")),
        ("measure", ("remove", "pain")),
        ("visit", ("forget", "all")),
    ],
)
def test_refused_in_one_sentence(made, counts, name, arguments):
    refused = made(name, *arguments)
    assert refused.code == 2
    assert refused.one_sentence, refused.err
    assert counts() == {}


def test_a_large_step_with_a_yes_and_a_break(made, counts):
    assert made("regimen", "add", "2026-03-01", "50mg", "--yes").code == 0
    assert made("regimen", "add", "2026-03-05", "break").code == 0
    assert counts() == {Kind.STEP: 2}
    assert "break" in made("regimen").out


def test_removing_by_name_or_day_only_where_that_is_one(made, counts):
    made("medicine", "add", "2026-01-01", "Aspirin")
    made("medicine", "add", "2026-02-01", "Aspirin")
    refused = made("medicine", "remove", "aspirin")
    assert refused.code == 2
    assert "ID" in refused.err
    assert made("medicine", "remove", "2026-02-01").code == 0
    assert made("medicine", "remove", "aspirin").code == 0
    assert counts() == {}


def test_a_measure_with_ratings_is_kept(made, counts, look):
    made("measure", "add", "stiffness", "Stiffness")
    made("log", "stiffness=3")
    done = made("measure", "remove", "stiffness")
    assert done.code == 0
    assert "1 rating" in done.out
    assert counts() == {Kind.MEASURE: 1, Kind.RATING: 1}
    assert look(lambda journal: journal.measure("stiffness").retired)
    assert look(lambda journal: journal.check()) == []


def test_a_tracked_measure_leaves_the_page_with_its_removal(made, look):
    made("measure", "add", "stiffness", "Stiffness", "--track")
    assert "stiffness" in look(lambda journal: journal.settings.tracked)
    made("measure", "remove", "stiffness")
    assert "stiffness" not in look(lambda journal: journal.settings.tracked)
    assert look(lambda journal: journal.check()) == []


def test_help_and_emptiness(made):
    assert "none yet" in made("visit", "list").out
    assert "list | add | remove" in made("visit", "--help").out
    assert "--question" in made("visit", "add", "--help").out
