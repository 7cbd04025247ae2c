"""What the summary says: every sentence a doctor could trip over."""

import re
from datetime import date, time, timedelta

import pytest

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.life import NewEvent, NewMedicine, NewVisit
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.journal import Journal
from ldn_journal.report import SECTIONS, gather
from ldn_journal.report.content import Section, Summary, as_string

MG = PICOGRAMS["mg"]
VERDICTS = re.compile(
    r"\b(significant(ly)?|effective(ness)?|ineffective|working|works|work|helped|helps|cured?|successful|improved"
    r"|should|recommend(ed)?|nan|None|1 days|1 doses|0 days ago)\b|(?<![\w\u2013])-\d"
)


def told(journal: Journal, **how: object) -> Summary:
    return gather(journal, **how).summary  # type: ignore[arg-type]


def section(summary: Summary, key: str) -> Section:
    found = summary.section(key)
    assert found is not None
    return found


def said(found: Section) -> str:
    text = " ".join(as_string(one) for one in found.paragraphs) + " ".join(found.bullets)
    return text.replace("\u00a0", " ")


def table(found: Section) -> list[list[str]]:
    assert found.table is not None
    rows = [[column.heading for column in found.table.columns]]
    rows += [[as_string(cell) for cell in row] for row in found.table.rows]
    return [[cell.replace("\u00a0", " ") for cell in row] for row in rows]


def rate(journal: Journal, measure: str, values: dict[int, float]) -> None:
    """Record values by days before today."""
    today = journal.today()
    journal.record(
        *(
            NewRating(day=today - timedelta(days=ago), measure=measure, value=value)
            for ago, value in sorted(values.items(), reverse=True)
        )
    )


def take(journal: Journal, days: range, amount: int, at: time | None = None) -> None:
    today = journal.today()
    for ago in days:
        day = today - timedelta(days=ago)
        moment = journal.moment(day, at) if at else None
        journal.record(NewDose(day=day, state=DoseState.TAKEN, amount_pg=amount, at=moment))


# The whole of it -------------------------------------------------------------------------------------------------


def test_a_treatment_in_full(treatment: Journal) -> None:
    summary = told(treatment)
    assert [found.key for found in summary.sections] == [
        "visit", "visit", "now", "since", "medicines", "by_dose", "chart", "side_effects", "completeness",
    ]  # fmt: skip
    assert summary.period == "11 December 2025 – 10 March 2026"
    assert summary.about == "for the visit of 19 March 2026 with Dr Example · self-reported, not a diagnosis"
    assert said(section(summary, "now")) == (
        "4.5 mg capsule, about 22:30, since 1 December 2025 (day 100). LDN began on 13 October 2025. "
        "Doses in period: 79 taken, 2 skipped (nausea), 1 missed, 8 not recorded."
    )
    assert "LDN is an off-label use of naltrexone" in summary.words
    assert not VERDICTS.search(summary.words), VERDICTS.search(summary.words)


def test_the_doses_of_the_period_add_up_to_its_days(treatment: Journal) -> None:
    numbers = [
        int(number)
        for number in re.findall(r"(\d+) (?:taken|skipped|missed|not rec)", said(section(told(treatment), "now")))
    ]
    assert sum(numbers) == 90


def test_every_phase_has_its_row_and_the_latest_is_strong(treatment: Journal) -> None:
    found = section(told(treatment), "by_dose")
    rows = table(found)
    assert rows[0] == [
        "Phase", "Days", "Recorded", "Pain (0–10)", "Change from before LDN (95 % interval)",
        "Sleep, h", "Vivid dreams (0–4)", "Nausea (0–4)",
    ]  # fmt: skip
    assert [row[:3] for row in rows[1:]] == [
        ["Before LDN", "28", "27"],
        ["1.5 mg", "14*", "13"],
        ["3 mg", "21*", "21"],
        ["4.5 mg", "93*", "85"],
    ]
    assert found.table is not None
    assert [row[0][0].strong for row in found.table.rows] == [False, False, False, True]


def test_an_interval_stands_only_where_there_are_days_enough(treatment: Journal) -> None:
    changes = [row[4] for row in table(section(told(treatment), "by_dose"))[1:]]
    assert changes[0] == "–"
    assert re.fullmatch(r"−\d\.\d, too few days for an interval", changes[1])
    assert re.fullmatch(r"−\d\.\d, too few days for an interval", changes[2])
    assert re.fullmatch(r"−\d\.\d \(−\d\.\d to −\d\.\d\)†?, \d+ % lower", changes[3])


def test_figures_agree_with_the_trends(treatment: Journal) -> None:
    row = treatment.trends().row("pain", "4.5mg-1")
    assert row is not None
    assert row.description.mean is not None
    assert table(section(told(treatment), "by_dose"))[4][3] == f"{row.description.mean:.1f}"


def test_every_change_stands_beside_what_placebo_did(treatment: Journal) -> None:
    notes = " ".join(section(told(treatment), "by_dose").notes)
    assert "on placebo, 28 % of participants" in notes
    assert "without the first 7 days after each change" in notes
    assert "No main outcome was chosen beforehand" in notes
    assert "An interval takes 14 recorded days before LDN and 28 in the phase." in notes


def test_side_effects_count_from_the_change_of_dose(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=journal.today() - timedelta(days=30), amount_pg=MG))
    take(journal, range(31), MG)
    rate(journal, "nausea", {ago: float(26 >= ago >= 20) * 2 for ago in range(40)})
    rate(journal, "headache", {ago: 3.0 if ago <= 4 else 0.0 for ago in range(40)})
    rows = table(section(told(journal), "side_effects"))
    assert rows[1:] == [
        ["Nausea", "12 Feb, day 5", "18 Feb", "moderate"],
        ["Headache", "6 Mar, day 27", "still present", "severe"],
    ]


def test_since_the_last_visit_only_facts(treatment: Journal) -> None:
    text = said(section(told(treatment), "since"))
    assert re.match(r"Pain \d\.\d → \d\.\d\. Sleep \d\.\d → \d\.\d h\. Vivid dreams [\d.]+ → 0\.", text)
    assert "Vivid dreams last present on 12 Dec 2025." in text
    assert "No new side effects recorded." in text


def test_a_visit_without_words_leaves_its_blocks_out(journal: Journal) -> None:
    journal.record(NewVisit(day=journal.today() + timedelta(days=2), reason="  ", questions=["", " "]))
    assert told(journal).section("visit") is None


def test_the_period_in_the_past_is_dated(treatment: Journal) -> None:
    summary = told(treatment, first=date(2025, 10, 20), last=date(2025, 11, 10))
    assert section(summary, "now").heading == "LDN on 10 November 2025"
    assert said(section(summary, "now")).startswith("3 mg capsule")
    assert [row[0] for row in table(section(summary, "by_dose"))[1:]] == ["Before LDN", "1.5 mg", "3 mg", "4.5 mg"]


# Days, doses, zero -----------------------------------------------------------------------------------------------


def test_zero_is_printed_as_zero(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(20), 0.0))
    assert table(section(told(journal), "by_dose"))[1][:4] == ["Before LDN", "20", "20", "0"]


def test_a_dose_at_0040_belongs_to_the_evening_before(journal: Journal) -> None:
    today = journal.today()
    journal.record(NewTitrationStep(day=today - timedelta(days=9), amount_pg=MG))
    take(journal, range(10), MG, time(0, 40))
    text = said(section(told(journal), "now"))
    assert text == (
        "1 mg, about 00:40, since 1 March 2026 (day 10). Doses in period: 10 taken, 0 skipped, 0 missed, 0 not recorded."
    )


def test_times_about_midnight_have_their_middle_at_midnight(journal: Journal) -> None:
    for days, at in ((range(2, 12), time(0, 10)), (range(12, 20), time(23, 50))):
        take(journal, days, MG, at)
    assert "about 00:10" in said(section(told(journal), "now"))


def test_a_break_is_told_as_one(journal: Journal) -> None:
    today = journal.today()
    journal.record(
        NewTitrationStep(day=today - timedelta(days=40), amount_pg=3 * MG),
        NewTitrationStep(day=today - timedelta(days=5), amount_pg=0),
        NewTitrationStep(day=today + timedelta(days=5), amount_pg=MG),
    )
    take(journal, range(6, 41), 3 * MG)
    text = said(section(told(journal), "now"))
    assert text.startswith(
        "On a break from LDN since 5 March 2026 (day 6); before that 3 mg. 1 mg is planned from 15 March 2026."
    )


def test_two_doses_a_day_are_told_apart(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=journal.today() - timedelta(days=4), amount_pg=MG, times_per_day=2))
    for ago in range(5):
        day = journal.today() - timedelta(days=ago)
        for at in (time(9), time(21)):
            journal.record(NewDose(day=day, state=DoseState.TAKEN, amount_pg=MG, at=journal.moment(day, at)))
    text = said(section(told(journal), "now"))
    assert text.startswith("1 mg 2 times a day since 6 March 2026 (day 5). Doses in period: 10 taken")


def test_doses_without_a_plan_leave_nothing_unrecorded(journal: Journal) -> None:
    take(journal, range(3, 13), MG)
    journal.record(NewDose(day=journal.today(), state=DoseState.SKIPPED, reason="travel"))
    assert "Taken on 10 days of the period, skipped on 1, missed on 0; no plan is entered." in said(
        section(told(journal), "now")
    )


def test_too_few_days_are_words_not_figures(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(15), 5.0))
    take(journal, range(4), MG)
    rows = table(section(told(journal), "by_dose"))
    assert rows[2][3:5] == ["–", "too few days"]
    assert not re.search(r"\d", rows[2][4])


def test_without_days_before_ldn_there_is_no_change(journal: Journal) -> None:
    take(journal, range(40), MG)
    rate(journal, "pain", {ago: 4.0 + ago % 2 for ago in range(40)})
    found = section(told(journal), "by_dose")
    assert table(found)[0] == ["Phase", "Days", "Recorded", "Pain (0–10)"]
    assert "No day before LDN is recorded, so no change can be shown." in found.notes


def test_what_was_recorded_later_is_said(journal: Journal) -> None:
    rate(journal, "pain", {0: 3.0, 1: 3.0, 5: 3.0})
    assert said(section(told(journal), "completeness")) == (
        "Recorded on 3 of 6 days: 1 the same day, 2 later. Longest gap: 6–8 Mar."
    )


# Measures --------------------------------------------------------------------------------------------------------


def test_own_measures_take_the_columns_with_their_scales(journal: Journal) -> None:
    journal.record(NewMeasure(key="tired", name="Tired", low=1, high=7))
    journal.record(NewMeasure(key="ache", name="Pain", low=1, high=7))
    journal.record(NewMeasure(key="down", name="Down", low=-3, high=3))
    for key, value in (("tired", 2.0), ("ache", 4.0), ("down", -1.0)):
        rate(journal, key, dict.fromkeys(range(30), value))
    rows = table(section(told(journal), "by_dose"))
    assert rows[0][3] == "Pain (1–7)"
    assert set(rows[0][4:]) == {"Tired (1–7)", "Down (−3 to 3)"}
    assert rows[1][3:] == ["4.0", *("−1.0" if "Down" in name else "2.0" for name in rows[0][4:])]


def test_the_outcome_chosen_takes_the_first_column(journal: Journal) -> None:
    journal.change_settings(primary_outcome="fatigue")
    rate(journal, "pain", dict.fromkeys(range(30), 3.0))
    rate(journal, "fatigue", dict.fromkeys(range(30), 6.0))
    assert table(section(told(journal), "by_dose"))[0][3:] == ["Fatigue (0–10)", "Pain (0–10)"]


# Around it -------------------------------------------------------------------------------------------------------


def test_an_empty_journal_says_so(journal: Journal) -> None:
    summary = told(journal)
    assert said(section(summary, "by_dose")) == "Nothing is recorded yet."
    assert said(section(summary, "now")) == "No dose of LDN is recorded yet."
    assert said(section(summary, "completeness")) == "Nothing is recorded yet."
    assert summary.section("chart") is None


def test_name_and_sample_are_shown(journal: Journal) -> None:
    journal.change_settings(name="Åse {x} *b*", birth_year=1971, sample=True)
    summary = told(journal)
    assert summary.about == "Åse {x} *b* · born 1971 · self-reported, not a diagnosis"
    assert summary.sample == "Sample journal: made-up data"


def test_surgery_ahead_and_medicines_are_not_overlooked(journal: Journal) -> None:
    today = journal.today()
    take(journal, range(3), MG)
    journal.record(
        NewEvent(day=today + timedelta(days=30), what="Knee surgery {x}"),
        NewMedicine(day=today - timedelta(days=700), name="Old one", until=today - timedelta(days=600)),
        NewMedicine(day=today - timedelta(days=2), name="Newer {dose}", dose="5 mg"),
    )
    summary = told(journal)
    assert said(section(summary, "flags")) == (
        "Planned: Knee surgery {x}, 9 April 2026. Naltrexone blocks opioid pain relief; "
        "no opioid-containing medicine is recorded."
    )
    assert section(summary, "medicines").bullets == ("Newer {dose} 5 mg, since 8 Mar 2026",)


def test_reasons_may_hold_anything(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=journal.today() - timedelta(days=3), amount_pg=MG))
    journal.record(NewDose(day=journal.today(), state=DoseState.SKIPPED, reason="<b>{taken}</b> {0}"))
    assert "1 skipped (<b>{taken}</b> {0})" in said(section(told(journal), "now"))


def test_sections_can_be_chosen(treatment: Journal) -> None:
    summary = told(treatment, sections=["by_dose", "now"])
    assert [found.key for found in summary.sections] == ["now", "by_dose", "closing"]
    assert "Not a diagnosis" in summary.sections[-1].notes[0]
    assert next(iter(SECTIONS)) == "visit"
    with pytest.raises(InvalidEntry, match="no section “nonsense”"):
        told(treatment, sections=["nonsense"])


def test_a_period_that_ends_before_it_begins_is_refused(treatment: Journal) -> None:
    with pytest.raises(InvalidEntry, match="ends before it begins"):
        told(treatment, first=date(2026, 3, 1), last=date(2026, 2, 1))


def test_days_still_to_come_are_no_part_of_the_period(treatment: Journal) -> None:
    assert told(treatment, last=date(2027, 1, 1)).last == treatment.today()


def test_the_chart_begins_with_the_record_not_with_a_longer_period(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(10), 3.0))
    draft = gather(journal, first=date(2025, 12, 1))
    assert draft.trends.first == date(2026, 3, 1)
    assert "Recorded on 10 of 10 days" in said(section(draft.summary, "completeness"))
