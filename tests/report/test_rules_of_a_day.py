"""Journals as people keep them, and what page 1 says of each: silence, slips, twice a day, other amounts, days ahead."""

from datetime import date, time, timedelta

import pytest

from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.life import NewCondition, NewEvent, NewMedicine, NewVisit
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.report.as_data import summary_data
from ldn_journal.report.summary import build_summary
from tests.report.test_summary import MG, rate, said, section, table, take, told


def ago(journal: Journal, days: int) -> date:
    return journal.today() - timedelta(days=days)


def twice(journal: Journal, days: range, amount: int) -> None:
    for number in days:
        day = ago(journal, number)
        for at in (time(8), time(20)):
            journal.record(NewDose(day=day, state=DoseState.TAKEN, amount_pg=amount, at=journal.moment(day, at)))


def now(journal: Journal) -> str:
    return said(section(told(journal), "now")).replace("\u00a0", " ")


def test_twice_a_day_on_the_morning_of_the_visit(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=ago(journal, 30), amount_pg=3 * MG // 2, times_per_day=2))
    rate(journal, "pain", dict.fromkeys(range(1, 90), 6.0))
    twice(journal, range(1, 31), 3 * MG // 2)
    take(journal, range(1), 3 * MG // 2, time(8))
    assert now(journal).startswith("1.5 mg 2 times a day since 8 Feb 2026 (day 31). ")
    assert table(section(told(journal), "by_dose"))[2][:4] == ["3 mg", "8 Feb", "24*", "23"]
    assert "Too few days" not in said(told(journal).sections[1])


def test_a_slip_on_the_last_evening(journal: Journal) -> None:
    rate(journal, "pain", {number: 6.0 + number % 2 for number in range(1, 100)})
    take(journal, range(1, 61), 9 * MG // 2)
    take(journal, range(1), 3 * MG)
    assert now(journal).startswith(
        "4.5 mg since 9 Jan 2026 (day 61). Last dose: 3 mg on 10 Mar 2026, other than before."
    )
    assert [row[0] for row in table(section(told(journal), "by_dose"))[1:]] == ["Before LDN", "4.5 mg"]
    journal.record(NewTitrationStep(day=ago(journal, 60), amount_pg=9 * MG // 2))
    assert "Last dose: 3 mg on 10 Mar 2026, other than planned." in now(journal)


def test_ratings_go_on_and_doses_do_not(journal: Journal) -> None:
    rate(journal, "pain", {number: 5.0 + number % 2 for number in range(100)})
    take(journal, range(60, 80), 9 * MG // 2)
    assert now(journal).startswith(
        "4.5 mg from 21 Dec 2025 to 9 Jan 2026. No dose is recorded since 9 Jan 2026 (59 days)."
    )
    found = section(told(journal), "by_dose")
    # 20 days with a dose and 3 after it, less 7 for settling.
    assert table(found)[2][:4] == ["4.5 mg", "21 Dec", "16*", "16"]
    assert "56 days from 21 Dec 2025 on belong to no dose" in found.footnotes[0].replace("\u00a0", " ")
    answer = said(told(journal).sections[1])
    assert "on the present dose" not in answer
    assert "A dose is recorded on 13 of the 16 days compared." in answer


def test_a_dose_left_out_for_a_while_is_counted_apart(journal: Journal) -> None:
    take(journal, range(5, 60), MG)
    for number in (4, 3):
        journal.record(NewDose(day=ago(journal, number), state=DoseState.MISSED))
    assert "No dose is recorded as taken since 5 Mar 2026: 2 days left out, 2 not recorded." in now(journal)


def test_ten_times_the_planned_amount_is_flagged_first(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=ago(journal, 60), amount_pg=9 * MG // 2))
    take(journal, range(61), 9 * MG // 2)
    for number in (10, 20):
        dose = next(one for one in journal.doses() if one.day == ago(journal, number))
        journal.revise(Kind.DOSE, dose.id, confirmed=True, amount_pg=45 * MG)
    journal.record(NewCondition(day=ago(journal, 900), condition="liver_disease"))
    found = section(told(journal), "flags")
    assert found.paragraphs[0][0].text.replace("\u00a0", " ") == "Taken 45 mg, planned 4.5 mg"
    assert now(journal).startswith("4.5 mg since 9 Jan 2026")


def test_another_amount_than_planned_all_the_time(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=ago(journal, 27), amount_pg=9 * MG // 2, note="every other day"))
    take(journal, range(28), 3 * MG // 2)
    text = now(journal)
    assert text.startswith(
        "1.5 mg since 11 Feb 2026 (day 28). 4.5 mg is planned since 11 Feb 2026. Note on the plan: “every other day”."
    )
    assert "28 taken" in text
    assert "28 of those taken were of another amount than planned." in text


def test_days_without_left_out_doses_have_their_mean_too(journal: Journal) -> None:
    rate(journal, "pain", {number: 8.0 if number % 4 == 0 else 4.0 for number in range(60)})
    for number in range(40):
        state = DoseState.MISSED if number % 4 == 0 else DoseState.TAKEN
        journal.record(
            NewDose(day=ago(journal, number), state=state, amount_pg=MG if state is DoseState.TAKEN else None)
        )
    notes = " ".join(section(told(journal), "by_dose").footnotes).replace("\u00a0", " ")
    assert "1 mg: on the 24 days without those on which the dose was left out, pain 4.0 of 10." in notes


def test_a_plan_that_nobody_followed_is_no_dose(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(30), 5.0))
    journal.record(NewTitrationStep(day=ago(journal, 10), amount_pg=MG))
    assert now(journal).startswith("No dose of LDN is recorded yet. 1 mg is planned since 28 Feb 2026.")
    assert [row[0] for row in table(section(told(journal), "by_dose"))[1:]] == ["Before LDN"]


def test_everything_dated_ahead_is_printed(journal: Journal) -> None:
    journal.record(
        NewEvent(day=ago(journal, -7), what="Gallbladder out, day clinic"),
        NewTitrationStep(day=ago(journal, -3), amount_pg=MG),
        NewMedicine(day=ago(journal, 50), name="prednisolone", until=ago(journal, -2)),
        NewMedicine(day=ago(journal, -4), name="folic acid"),
        NewVisit(day=ago(journal, -1)),
        NewVisit(day=ago(journal, -30), with_whom="Dr Example"),
    )
    found = section(told(journal), "coming_up")
    assert [bullet.replace("\u00a0", " ") for bullet in found.bullets] == [
        "12 Mar 2026: prednisolone ends",
        "13 Mar 2026: 1 mg by the plan",
        "14 Mar 2026: folic acid begins",
        "17 Mar 2026: Gallbladder out, day clinic",
        "9 Apr 2026: visit with Dr Example",
    ]


def test_a_report_of_the_past_uses_nothing_after_its_end(journal: Journal) -> None:
    take(journal, range(60, 100), MG)
    rate(journal, "pain", {number: 5.0 + number % 2 for number in range(150)})
    rate(journal, "vivid_dreams", {number: float(number > 59) for number in range(40, 100)})
    end = ago(journal, 61)
    before = told(journal, last=end)
    take(journal, range(50), 3 * MG)
    rate(journal, "vivid_dreams", dict.fromkeys(range(20), 3.0))
    rate(journal, "pain", dict.fromkeys(range(20), 1.0))
    journal.record(
        NewTitrationStep(day=ago(journal, 40), amount_pg=3 * MG),
        NewEvent(day=ago(journal, 30), what="operation"),
        NewVisit(day=ago(journal, 20), with_whom="Dr Example", reason="why"),
    )
    after = told(journal, last=end)
    assert [(one.heading, said(one), one.notes, one.footnotes) for one in after.sections] == [
        (one.heading, said(one), one.notes, one.footnotes) for one in before.sections
    ]
    assert "Present when last rated: vivid dreams" in said(section(after, "side_effects"))


def test_a_report_that_ends_before_the_diary_claims_nothing(journal: Journal) -> None:
    take(journal, range(10), MG)
    summary, trends = build_summary(journal, last=ago(journal, 100))
    data = summary_data(summary, trends)
    assert data["figures"]["current"]["state"] == "not begun"
    assert data["figures"]["period"]["coverage"]["days_recorded"] == 0
    assert data["figures"]["period"]["adherence"]["taken"] == 0


@pytest.mark.parametrize("days", [1, 40])
def test_the_page_is_told_as_data_in_its_order(journal: Journal, days: int) -> None:
    take(journal, range(days), MG)
    rate(journal, "pain", dict.fromkeys(range(days + 20), 5.0))
    summary, trends = build_summary(journal)
    data = summary_data(summary, trends)
    assert [one["key"] for one in data["sections"]] == [one.key for one in summary.sections]
    for one, found in zip(data["sections"], summary.sections, strict=True):
        words = " ".join(sentence for part in one["sentences"] for sentence in part) + " ".join(one["bullets"])
        assert words.replace("\u00a0", " ") == said(found)
    current = data["figures"]["current"]
    assert (current["amount_pg"], current["since"]) == (MG, str(ago(journal, days - 1)))
    assert current["last_dose_as_planned"] is True
