"""The facts on page 1: opioids by name, surgery and health facts, nothing that is not in the journal."""

from datetime import date, timedelta

import pytest

from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import DoseState, NewDose
from ldn_journal.domain.life import NewCondition, NewEvent, NewMedicine
from ldn_journal.domain.measures import NewRating
from ldn_journal.journal import Journal
from ldn_journal.report import gather
from ldn_journal.report.content import Section, as_string

NOT_ASKED = "Liver disease, pregnancy: nothing recorded, which does not mean “no”."


def flagged(journal: Journal, **how: date) -> Section | None:
    return gather(journal, **how).summary.section("flags")


def told(journal: Journal, **how: date) -> list[str]:
    found = flagged(journal, **how)
    return [] if found is None else [as_string(one).replace("\u00a0", " ") for one in found.paragraphs]


def small_print(journal: Journal) -> tuple[str, ...]:
    found = flagged(journal)
    return () if found is None else found.notes


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
    found = flagged(rated)
    assert found is not None
    assert (found.notice, found.notes) == (False, (NOT_ASKED,))


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
            "Opioid: Oxycontin {x}, since 26 Oct 2024, before LDN; "
            "Paracetamol with codeine, 18–23 Feb 2026 (ended), before LDN. Naltrexone blocks opioid pain relief."
        ),
        "Acts as an opioid: Tapentadol, since 8 Mar 2026, before LDN. Naltrexone blocks opioid pain relief.",
        "Opioid that acts mainly on the gut: Loperamide, since 7 Mar 2026, before LDN.",
    ]


def test_an_opioid_and_an_operation_stand_beside_what_was_taken_of_ldn(rated: Journal) -> None:
    today = rated.today()
    rated.record(
        *(
            NewDose(day=today - timedelta(days=ago), state=DoseState.TAKEN, amount_pg=PICOGRAMS["mg"])
            for ago in (*range(5), *range(15, 31))
        ),
        *(NewDose(day=today - timedelta(days=ago), state=DoseState.SKIPPED) for ago in range(5, 15)),
        NewMedicine(day=today - timedelta(days=12), name="Tramadol", until=today - timedelta(days=9)),
        NewMedicine(day=today - timedelta(days=25), name="Codeine", until=today - timedelta(days=20)),
        NewMedicine(day=today - timedelta(days=20), name="Morphine"),
        NewEvent(day=today - timedelta(days=12), what="Hip surgery"),
    )
    assert told(rated) == [
        (
            "Opioid: Codeine, 13–18 Feb 2026 (ended), while LDN was taken; "
            "Morphine, since 18 Feb 2026, while LDN was taken and while it was paused (24 Feb – 5 Mar); "
            "Tramadol, 26 Feb – 1 Mar 2026 (ended), while LDN was paused (24 Feb – 5 Mar). "
            "Naltrexone blocks opioid pain relief. "
            "Surgery is noted in this period: Hip surgery, 26 Feb 2026, while LDN was paused."
        )
    ]


@pytest.mark.parametrize("what", ["Knee surgery", "knee OPERATION", "Tooth extraction", "General anaesthetic"])
def test_surgery_is_told_before_and_after(rated: Journal, what: str) -> None:
    today = rated.today()
    rated.record(NewEvent(day=today + timedelta(days=1), what=what))
    rated.record(NewEvent(day=today - timedelta(days=5), what=what, until=today - timedelta(days=4)))
    assert told(rated) == [
        (
            f"Planned: {what}, 11 Mar 2026. Naltrexone blocks opioid pain relief; "
            "no opioid-containing medicine is recorded."
        ),
        f"Surgery is noted in this period: {what}, 5–6 Mar 2026, before LDN.",
    ]


def test_surgery_that_is_called_nothing_else_is_told_by_its_days(rated: Journal) -> None:
    today = rated.today()
    rated.record(NewEvent(day=today - timedelta(days=5), what=" Surgery"))
    assert told(rated) == ["Surgery is noted in this period: 5 Mar 2026, before LDN."]
    rated.record(NewEvent(day=today - timedelta(days=2), what="second operation"))
    assert told(rated) == [
        "Surgery is noted in this period: Surgery, 5 Mar 2026, before LDN; second operation, 8 Mar 2026, before LDN."
    ]


def test_an_opioid_of_any_time_takes_the_sentence_on_none_away(rated: Journal) -> None:
    today = rated.today()
    rated.record(
        NewEvent(day=today + timedelta(days=1), what="Surgery"),
        NewMedicine(day=today - timedelta(days=500), name="Tramadol", until=today - timedelta(days=450)),
    )
    assert told(rated) == ["Planned: Surgery, 11 Mar 2026. Naltrexone blocks opioid pain relief."]


def test_many_medicines_are_counted(rated: Journal) -> None:
    today = rated.today()
    rated.record(*(NewMedicine(day=today - timedelta(days=ago), name="Morphine") for ago in range(7)))
    (line,) = told(rated)
    assert line.count("Morphine") == 4
    assert "and 3 more." in line


def test_health_facts_stand_with_their_days_the_gravest_first(rated: Journal) -> None:
    today = rated.today()
    rated.record(
        NewCondition(day=today - timedelta(days=9), condition="other", name="Gout {x}"),
        NewCondition(day=today - timedelta(days=400), condition="depression", until=today - timedelta(days=300)),
        NewCondition(day=today - timedelta(days=90), condition="pregnancy", until=today + timedelta(days=180)),
        NewCondition(day=today - timedelta(days=900), condition="liver_disease", name="hepatitis B"),
        NewCondition(day=today - timedelta(days=20), condition="kidney_disease", until=today - timedelta(days=15)),
    )
    assert told(rated) == [
        (
            "Health facts: Liver disease (hepatitis B), since 22 Sep 2023; Pregnancy, since 10 Dec 2025; "
            "Kidney disease, 18–23 Feb 2026; Gout {x}, since 1 Mar 2026."
        ),
        "Ended before the period: Depression, 3 Feb – 14 May 2025.",
    ]
    found = flagged(rated)
    assert found is not None
    assert found.notice
    assert found.notes == ()


def test_what_is_not_recorded_is_said_to_be_just_that(rated: Journal) -> None:
    today = rated.today()
    assert small_print(rated) == (NOT_ASKED,)
    rated.record(NewCondition(day=today - timedelta(days=9), condition="thyroid_disease"))
    assert small_print(rated) == (NOT_ASKED,)
    rated.record(NewCondition(day=today - timedelta(days=9), condition="pregnancy"))
    assert small_print(rated) == ("Liver disease: nothing recorded, which does not mean “no”.",)
    # One that is over is recorded all the same.
    rated.record(NewCondition(day=date(2019, 3, 1), condition="liver_disease", until=date(2019, 9, 1)))
    assert small_print(rated) == ()


def test_a_fact_of_today_stands_on_a_summary_of_earlier_days(rated: Journal) -> None:
    today = rated.today()
    rated.record(NewCondition(day=today, condition="pregnancy"))
    assert told(rated, first=today - timedelta(days=30), last=today - timedelta(days=10)) == [
        "Health facts: Pregnancy, since 10 Mar 2026."
    ]


def test_many_facts_are_counted(rated: Journal) -> None:
    today = rated.today()
    rated.record(*(NewCondition(day=today, condition="other", name=f"Illness {n}") for n in range(8)))
    (line,) = told(rated)
    assert line.count("Illness") == 6
    assert "and 2 more." in line
