"""The box of facts: opioids by name and surgery, nothing that is not in the journal."""

from datetime import timedelta

import pytest

from ldn_journal.domain.life import NewEvent, NewMedicine
from ldn_journal.domain.measures import NewRating
from ldn_journal.journal import Journal
from ldn_journal.report import gather
from ldn_journal.report.content import as_string


def told(journal: Journal) -> list[str]:
    found = gather(journal).summary.section("flags")
    return [] if found is None else [as_string(one).replace("\u00a0", " ") for one in found.paragraphs]


@pytest.fixture
def rated(journal: Journal) -> Journal:
    today = journal.today()
    journal.record(*(NewRating(day=today - timedelta(days=ago), measure="pain", value=4) for ago in range(40)))
    return journal


def test_nothing_to_say_is_no_box(rated: Journal) -> None:
    today = rated.today()
    rated.record(
        NewEvent(day=today + timedelta(days=9), what="Cooperation meeting"),
        NewEvent(day=today - timedelta(days=400), what="Hip surgery"),
        NewMedicine(day=today - timedelta(days=9), name="Vitamin D"),
        NewMedicine(day=today - timedelta(days=500), name="Tramadol", until=today - timedelta(days=450)),
    )
    assert told(rated) == []


def test_opioids_of_the_period_stand_with_their_days(rated: Journal) -> None:
    today = rated.today()
    rated.record(
        NewMedicine(day=today - timedelta(days=20), name="Paracetamol with codeine", until=today - timedelta(days=15)),
        NewMedicine(day=today - timedelta(days=500), name="Oxycontin {x}"),
        NewMedicine(day=today - timedelta(days=3), name="Loperamide"),
        NewMedicine(day=today - timedelta(days=2), name="Tapentadol"),
    )
    assert told(rated) == [
        (
            "Listed as an opioid, or as holding one: Oxycontin {x}, since 26 Oct 2024; "
            "Paracetamol with codeine, 18–23 Feb 2026. Naltrexone blocks opioid pain relief."
        ),
        (
            "Known from general pharmacology to act as an opioid: Tapentadol, since 8 Mar 2026. "
            "Naltrexone blocks opioid pain relief."
        ),
        "Acts on opioid receptors, mainly those of the gut: Loperamide, since 7 Mar 2026.",
    ]


@pytest.mark.parametrize("what", ["Surgery", "knee OPERATION", "Tooth extraction", "General anaesthetic"])
def test_surgery_is_told_before_and_after(rated: Journal, what: str) -> None:
    today = rated.today()
    rated.record(NewEvent(day=today + timedelta(days=1), what=what))
    rated.record(NewEvent(day=today - timedelta(days=5), what=what, until=today - timedelta(days=4)))
    assert told(rated) == [
        (
            f"Planned: {what}, 11 March 2026. Naltrexone blocks opioid pain relief; "
            "no opioid-containing medicine is recorded."
        ),
        f"In the period: {what}, 5–6 March 2026.",
    ]


def test_an_opioid_of_any_time_takes_the_sentence_on_none_away(rated: Journal) -> None:
    today = rated.today()
    rated.record(
        NewEvent(day=today + timedelta(days=1), what="Surgery"),
        NewMedicine(day=today - timedelta(days=500), name="Tramadol", until=today - timedelta(days=450)),
    )
    assert told(rated) == ["Planned: Surgery, 11 March 2026. Naltrexone blocks opioid pain relief."]


def test_many_medicines_are_counted(rated: Journal) -> None:
    today = rated.today()
    rated.record(*(NewMedicine(day=today - timedelta(days=ago), name="Morphine") for ago in range(7)))
    (line,) = told(rated)
    assert line.count("Morphine") == 4
    assert "and 3 more." in line
