import pytest

from ldn_journal.domain.records import Kind


@pytest.mark.parametrize("spelt", ["liver", "liver-disease", "liver_disease", "Liver Disease"])
def test_a_kind_is_understood_as_people_spell_it(made, look, spelt):
    assert made("condition", "add", "2026-01-01", spelt).code == 0
    assert [one.condition for one in look(lambda journal: journal.conditions())] == ["liver_disease"]
    assert made("condition", "remove", spelt).code == 0
    assert look(lambda journal: journal.conditions()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("2026-01-01", "gout"),
        ("2026-01-01", "other"),
        ("2026-01-01", "pregnancy", "--until", "2025-01-01"),
        ("2026-03-11", "pregnancy"),
        ("pregnancy",),
    ],
)
def test_refused_in_one_sentence(made, counts, arguments):
    refused = made("condition", "add", *arguments)
    assert refused.code == 2
    assert refused.one_sentence, refused.err
    assert counts() == {}


def test_what_sources_say_is_printed_where_they_say_something(made):
    said = made("condition", "add", "2026-01-01", "pregnancy").out
    assert "Stored: Since: 2026-01-01, What: Pregnancy." in said
    assert "Trials of LDN left out people who were pregnant" in said
    assert "Source: The trials of LDN." in said
    assert made("condition", "add", "2026-01-01", "breastfeeding").out.count("\n") == 1


def test_another_fact_is_listed_and_removed_by_its_name(made, counts):
    made("condition", "add", "2026-01-01", "other", "--name", "Gout", "--note", "since the winter")
    assert "Gout  since the winter" in made("condition").out
    assert made("condition", "remove", "gout").code == 0
    assert counts() == {}
    assert made("undo").code == 0
    assert counts() == {Kind.CONDITION: 1}
