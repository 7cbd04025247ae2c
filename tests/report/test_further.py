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
from tests.report.conftest import Paper
from tests.report.test_summary import VERDICTS, rate, said, section, table, told

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
        ["Measure", "Before LDN", "1 mg"],
        ["Own 4 (0–10)", "3.0", "3.0"],
        ["Own 5 (0–10)", "2.9", "3.0"],
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
    assert table(found)[0] == ["Measure", "Before LDN", "5 mg", "6 mg", "7 mg", "8 mg", "9 mg"]
    assert "4 earlier phases are in the journal." in found.notes


def test_scores_change_from_the_first_and_only_what_has_a_score_is_printed(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(200), 4.0))
    answered(journal, "peg", {190: [7, 8, 6], 20: [6, 5, 4], 6: [3, 4, 4]})
    answered(journal, "pgic", {40: [4], 5: [2]})
    answered(journal, "phq2", {3: [2, 1]})
    found = section(told(journal), "questionnaires")
    assert table(found)[1:] == [
        ["Pain and daily life (PEG) (0–10)", "1 Sep 2025", "7.0", "–"],
        ["", "18 Feb 2026", "5.0", "−2.0"],
        ["", "4 Mar 2026", "3.7", "−3.3"],
        ["Overall change (PGIC) (1–7)", "29 Jan 2026", "4, no change", "–"],
        ["", "5 Mar 2026", "2, much improved", "–"],
        ["Low mood and interest (PHQ-2) (0–6)", "7 Mar 2026", "3", "–"],
    ]
    assert "10.1016/j.jpain.2023.07.028" in " ".join(found.notes)
    assert told(journal, first=journal.today() - timedelta(days=1)).section("questionnaires") is None


def test_weekly_scores_of_a_year_stay_few(journal: Journal) -> None:
    answered(journal, "peg", {ago: [5, 5, 5] for ago in range(0, 364, 7)})
    found = section(told(journal, first=journal.today() - timedelta(days=363)), "questionnaires")
    assert len(table(found)) == 9
    assert "44 earlier scores of the period are in the journal." in found.notes


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
    assert section(summary, "events").bullets == (
        "28–31 Jan 2026: Flu {x}",
        "1 Mar 2026: Flare",
    )
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
    assert second.startswith("Low-dose naltrexone summary")
    for heading in ("Other measures by dose", "Events in the period", "Notes", "How the figures are worked out"):
        assert heading in second
    assert len(found.elements("/Table")) == 4


def test_the_chart_of_page_1_keeps_its_room_whatever_follows(treatment: Journal) -> None:
    own(treatment, 1)
    found = Paper(build_report(treatment).pdf)
    alone = Paper(build_report(treatment, sections=SECTIONS.keys() - ON_DEMAND - {"measures"}).pdf)
    assert (found.pages, alone.pages) == (2, 1)
    assert found.reader.pages[0].extract_text().replace("1 / 2", "1 / 1") == alone.reader.pages[0].extract_text()
