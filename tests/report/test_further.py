"""What follows the first page, and what is printed only on demand."""

from datetime import timedelta

import pytest

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.life import NewEvent, NewNote, NewQuestionnaireResponse
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.journal import Journal
from ldn_journal.report import ON_DEMAND, SECTIONS, build_report
from ldn_journal.report.content import as_string
from tests.report.conftest import Paper
from tests.report.test_summary import VERDICTS, rate, said, section, table, take, told

MG = PICOGRAMS["mg"]


def own(journal: Journal, count: int, days: int = 30) -> None:
    for number in range(count):
        journal.record(NewMeasure(key=f"own_{number}", name=f"Own {number}", low=0, high=10))
        rate(journal, f"own_{number}", dict.fromkeys(range(days), 3.0))


def answered(journal: Journal, questionnaire: str, answers: dict[int, list[float]]) -> None:
    items = {"peg": ("pain", "enjoyment", "activity"), "pgic": ("change",), "phq2": ("interest", "mood")}[questionnaire]
    today = journal.today()
    journal.record(
        *(
            NewQuestionnaireResponse(
                day=today - timedelta(days=ago),
                questionnaire=questionnaire,
                answers=dict(zip(items, given, strict=True)),
            )
            for ago, given in answers.items()
        )
    )


def test_a_journal_without_any_of_it_has_one_page(treatment: Journal) -> None:
    assert {found.page for found in told(treatment).sections} == {1}


def test_measures_not_on_page_1_stand_by_phase(journal: Journal) -> None:
    today = journal.today()
    journal.record(NewTitrationStep(day=today - timedelta(days=15), amount_pg=MG))
    journal.record(
        *(NewDose(day=today - timedelta(days=ago), state=DoseState.TAKEN, amount_pg=MG) for ago in range(16))
    )
    own(journal, 6)
    rate(journal, "own_5", {40: 1.0})
    rows = table(section(told(journal), "measures"))
    assert rows == [
        ["Measure", "Better", "Before LDN", "1 mg"],
        ["Own 4 (0–10)", "lower", "3.0", "3.0"],
        ["Own 5 (0–10)", "lower", "2.9", "3.0"],
    ]


def test_a_dozen_measures_are_printed_and_the_rest_counted(journal: Journal) -> None:
    own(journal, 20, days=8)
    found = section(told(journal), "measures")
    assert len(table(found)) == 13
    assert "4 more measures are in the journal." in found.notes


def test_many_phases_keep_the_first_and_the_latest(journal: Journal) -> None:
    today = journal.today()
    own(journal, 5, days=100)
    for step in range(9):
        day = today - timedelta(days=10 * (9 - step) - 1)
        journal.record(NewTitrationStep(day=day, amount_pg=(step + 1) * MG))
        journal.record(
            *(
                NewDose(day=day + timedelta(days=place), state=DoseState.TAKEN, amount_pg=(step + 1) * MG)
                for place in range(10)
            ),
            confirmed=True,
        )
    found = section(told(journal), "measures")
    assert table(found)[0] == ["Measure", "Better", "Before LDN", "5 mg", "6 mg", "7 mg", "8 mg", "9 mg"]
    assert "4 earlier phases are in the journal." in found.notes


def test_scores_change_from_the_first_and_only_what_has_a_score_is_printed(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(200), 4.0))
    answered(journal, "peg", {190: [7, 8, 6], 20: [6, 5, 4], 6: [3, 4, 4]})
    answered(journal, "pgic", {40: [4], 5: [2]})
    answered(journal, "phq2", {3: [2, 1]})
    found = section(told(journal), "questionnaires")
    assert table(found)[1:] == [
        ["Pain and daily life (PEG) (0–10)", "1 Sep 2025", "before LDN", "7.0", "–"],
        ["", "18 Feb 2026", "before LDN", "5.0", "−2.0"],
        ["", "4 Mar 2026", "before LDN", "3.7", "−3.3"],
        ["Overall change (PGIC) (1–7)", "29 Jan 2026", "before LDN", "4, no change", "–"],
        ["", "5 Mar 2026", "before LDN", "2, much improved", "–"],
        ["Low mood and interest (PHQ-2) (0–6)", "7 Mar 2026", "before LDN", "3", "–"],
    ]
    assert "The mean of three answers from 0 to 10 about the past week" in " ".join(found.notes)
    assert "Lower is better." in " ".join(found.notes)
    assert "10.1016/j.jpain.2023.07.028" in " ".join(found.notes)
    assert told(journal, first=journal.today() - timedelta(days=1)).section("questionnaires") is None


def test_weekly_scores_of_a_year_stay_few(journal: Journal) -> None:
    answered(journal, "peg", {ago: [5, 5, 5] for ago in range(0, 364, 7)})
    found = section(told(journal, first=journal.today() - timedelta(days=363)), "questionnaires")
    assert len(table(found)) == 9
    assert "44 more scores are in the journal." in found.notes


def test_events_stand_with_their_days_but_without_their_notes(journal: Journal) -> None:
    today = journal.today()
    rate(journal, "pain", dict.fromkeys(range(60), 4.0))
    journal.record(
        NewEvent(day=today - timedelta(days=59), what="Too early"),
        NewEvent(day=today - timedelta(days=41), until=today - timedelta(days=38), what="Flu {x}", note="secret"),
        NewEvent(day=today - timedelta(days=9), what="Flare"),
        NewEvent(day=today + timedelta(days=9), what="Holiday"),
    )
    summary = told(journal, first=today - timedelta(days=39))
    assert [one.replace("\u00a0", " ") for one in section(summary, "events").bullets] == [
        "28–31 Jan 2026: Flu {x}",
        "1 Mar 2026: Flare",
    ]
    assert "secret" not in summary.words


def test_notes_are_printed_only_when_chosen(journal: Journal) -> None:
    today = journal.today()
    rate(journal, "pain", dict.fromkeys(range(20), 4.0))
    journal.record(NewNote(day=today - timedelta(days=3), text="First {x}"), NewNote(day=today, text="Second"))
    ids = [note.id for note in journal.notes()]
    assert "Second" not in told(journal).words
    assert [row[1] for row in table(section(told(journal, notes="all"), "notes"))[1:]] == ["First {x}", "Second"]
    assert [row[1] for row in table(section(told(journal, notes=[ids[1]]), "notes"))[1:]] == ["Second"]
    assert section(told(journal, sections=["notes"]), "notes").page == 1
    assert told(journal, notes=[]).section("notes") is None
    with pytest.raises(InvalidEntry, match="has no note"):
        told(journal, notes=["nonsense"])


def test_methods_are_printed_only_when_asked_for(treatment: Journal) -> None:
    assert SECTIONS.keys() > ON_DEMAND
    assert told(treatment).section("methods") is None
    text = said(section(told(treatment, sections=["by_dose", "methods"]), "methods"))
    for expected in ("The first 7 days after each change", "NAP", "10.1002/art.37734", "28 in the phase"):
        assert expected in text
    assert not VERDICTS.search(text), VERDICTS.search(text)


def test_pages_follow_each_other_and_say_what_they_belong_to(treatment: Journal) -> None:
    own(treatment, 3)
    treatment.record(
        NewEvent(day=treatment.today(), what="Flare"), NewNote(day=treatment.today(), text="ألم في الظهر.")
    )
    found = Paper(build_report(treatment, sections=SECTIONS).pdf)
    assert found.pages == 2
    second = found.reader.pages[1].extract_text()
    assert second.startswith("Low-dose naltrexone (LDN) summary")
    for heading in ("Other measures by dose", "Events in the period", "Notes", "How the figures are worked out"):
        assert heading in second
    assert len(found.elements("/Table")) == 4


def test_page_1_holds_the_same_whatever_follows_but_for_notes_that_find_room_there(treatment: Journal) -> None:
    own(treatment, 1)
    followed = told(treatment)
    alone = told(treatment, sections=SECTIONS.keys() - ON_DEMAND - {"measures"})
    assert [one.key for one in followed.sections] == [*(one.key for one in alone.sections), "measures", "by_dose"]
    moved = as_string(followed.sections[-1].paragraphs[0])
    assert "Intervals allow for one day resembling the next." in moved
    assert " ".join(section(alone, "by_dose").notes) == moved
    for summary, pages in ((followed, 2), (alone, 1)):
        assert "on placebo, 28\u00a0% of people" in " ".join(section(summary, "by_dose").footnotes)
        assert Paper(build_report(treatment, sections={one.key for one in summary.sections}).pdf).pages == pages


def test_one_score_of_each_phase_stands_beside_its_dose(journal: Journal) -> None:
    today = journal.today()
    for begun, amount in ((60, MG), (30, 3 * MG)):
        journal.record(NewTitrationStep(day=today - timedelta(days=begun), amount_pg=amount))
    take(journal, range(30, 61), MG)
    take(journal, range(30), 3 * MG)
    rate(journal, "pain", dict.fromkeys(range(100), 4.0))
    answered(journal, "peg", {ago: [ago // 10] * 3 for ago in range(0, 98, 7)})
    rows = table(section(told(journal), "questionnaires"))[1:]
    assert len(rows) == 8
    assert rows[0][1:4] == ["9 Dec 2025", "before LDN", "9.0"]
    assert [row[2] for row in rows] == ["before LDN"] * 2 + ["1 mg"] + ["3 mg"] * 5
