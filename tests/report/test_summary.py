"""What the summary says: every sentence a doctor could trip over."""

import re
from datetime import date, time, timedelta

import pytest

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.life import NewCondition, NewEvent, NewMedicine, NewVisit
from ldn_journal.domain.measures import NewMeasure, NewRating, Scale
from ldn_journal.journal import Journal
from ldn_journal.report import SECTIONS, gather
from ldn_journal.report.content import Blank, Section, Summary, as_string

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
        "visit", "visit", "now", "now", "flags", "since", "medicines", "by_dose", "chart", "side_effects",
        "completeness",
    ]  # fmt: skip
    assert summary.period.replace("\u00a0", " ") == "11 Dec 2025 – 10 Mar 2026"
    assert summary.occasion.replace("\u00a0", " ") == "Visit of 19 Mar 2026 with Dr Example"
    assert as_string(summary.about).replace("\u00a0", " ") == (
        "Diary kept since 15 Sep 2025. This report: 11 Dec 2025 – 10 Mar 2026. "
        "82 of 90 days recorded: 1 filled in the same day, 81 later."
    )
    assert said(section(summary, "now")) == (
        "4.5 mg capsule, about 22:30, since 1 Dec 2025 (day 100). LDN began on 13 Oct 2025. "
        "Doses 11 Dec 2025 – 10 Mar 2026: 79 taken, 2 skipped (nausea), 1 missed, 8 not recorded."
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
        "Phase", "From", "Days", "Recorded", "Pain (0–10)", "Difference", "95 % interval", "in %",
        "Sleep, h", "Vivid dreams", "Nausea",
    ]  # fmt: skip
    assert [row[:4] for row in rows[1:]] == [
        ["Before LDN", "15 Sep", "28", "27"],
        ["1.5 mg", "13 Oct", "14*", "13"],
        ["3 mg", "3 Nov", "21*", "21"],
        ["4.5 mg", "1 Dec", "91*", "85"],
    ]
    assert found.table is not None
    assert [row[0][0].strong for row in found.table.rows] == [False, False, False, True]


def test_every_figure_by_dose_has_its_unit(treatment: Journal) -> None:
    found = section(told(treatment), "by_dose")
    assert found.table is not None
    assert [(column.heading, column.under) for column in found.table.columns[3:9]] == [
        ("Recorded", ""),
        ("Pain (0–10)", ""),
        ("Difference", ""),
        ("95 % interval", ""),
        ("in %", ""),
        ("Sleep, h", ""),
    ]


def test_an_interval_stands_only_where_there_are_days_enough(treatment: Journal) -> None:
    changes = [row[5:8] for row in table(section(told(treatment), "by_dose"))[1:]]
    assert changes[0] == ["–", "–", "–"]
    for difference, interval, percent in changes[1:3]:
        assert re.fullmatch(r"−\d\.\d+", difference)
        assert interval == "too few days"
        assert re.fullmatch(r"−\d+", percent)
    assert re.fullmatch(r"−\d\.\d to −\d\.\d†?", changes[3][1])


def test_figures_agree_with_the_trends(treatment: Journal) -> None:
    row = treatment.trends().row("pain", "4.5mg-1")
    assert row is not None
    assert row.description.mean is not None
    printed = table(section(told(treatment), "by_dose"))[4][4]
    assert printed == f"{row.description.mean:.{len(printed) - 2}f}"


def test_a_change_never_contradicts_the_means_beside_it(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=journal.today() - timedelta(days=39), amount_pg=MG))
    take(journal, range(40), MG)
    # 6.46 and 6.44: as 6.5, 6.4 and 0.0 they would look like a mistake.
    high, low = [7.0] * 13 + [6.0] * 15, [7.0] * 14 + [6.0] * 18
    rate(journal, "pain", dict(zip(range(40, 68), high, strict=True)) | dict(zip(range(32), low, strict=True)))
    rows = table(section(told(journal), "by_dose"))
    assert [row[4:6] for row in rows[1:]] == [["6.46", "–"], ["6.44", "−0.03"]]


def test_side_effects_are_told_by_their_bad_days_settling_days_included(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=journal.today() - timedelta(days=29), amount_pg=MG))
    take(journal, range(30), MG)
    rate(journal, "pain", dict.fromkeys(range(60), 4.0))
    rate(journal, "nausea", {ago: 3.0 if 25 <= ago <= 29 else 1.0 if ago < 5 else 0.0 for ago in range(60)})
    found = section(told(journal), "by_dose")
    rows = table(found)
    assert found.table is not None
    assert found.table.columns[-1].under == "days at 2–4"
    assert "Days at 2–4: moderate or worse, all days count." in found.footnotes
    assert [row[-1] for row in rows[1:]] == ["0 of 30", "5 of 30"]
    assert found.aside.replace("\u00a0", " ") == "since 10 Jan 2026 · * without the first 7 days after each change"


def test_where_no_day_is_left_out_no_column_says_that_all_count(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(20), 4.0))
    rate(journal, "nausea", dict.fromkeys(range(20), 3.0))
    found = section(told(journal), "by_dose")
    assert found.footnotes[0] == "Days at 2–4: moderate or worse."


def test_a_side_effect_speaks_in_its_own_words(journal: Journal) -> None:
    words = {"0": "quiet", "2": "loud {x}", "4": "roaring"}
    for key, anchors in (("ringing", words), ("buzz", {})):
        journal.record(NewMeasure(key=key, name=key.title(), scale=Scale.SEVERITY, low=0, high=4, anchors=anchors))
    journal.record(NewVisit(day=journal.today() - timedelta(days=20)))
    rate(journal, "pain", dict.fromkeys(range(50), 4.0))
    for key in ("ringing", "buzz"):
        rate(journal, key, dict.fromkeys(range(50), 3.0))
    summary = told(journal)
    found = section(summary, "by_dose")
    assert found.table is not None
    assert {(one.heading, one.under) for one in found.table.columns[-2:]} == {
        ("Ringing", "days at 2–4"),
        ("Buzz", "days at 2–4"),
    }
    assert sorted(found.footnotes) == [
        "Buzz, days at 2–4: on a scale from 0 to 4.",
        "Ringing, days at 2–4: loud {x} or worse.",
    ]
    text = said(section(summary, "since"))
    assert "Ringing, loud {x} or worse (2–4): 28 of 28 → 21 of 21 days" in text
    assert "Buzz at 2–4 of 4: 28 of 28 → 21 of 21 days" in text


def test_every_change_stands_beside_what_placebo_did(treatment: Journal) -> None:
    found = section(told(treatment), "by_dose")
    notes = " ".join(found.notes)
    assert "on placebo, 28\u00a0% of people" in found.footnotes[-1]
    assert len(found.footnotes) <= 3
    assert "2 days from 13 Oct 2025 on belong to no dose" in found.footnotes[1].replace("\u00a0", " ")
    assert "* without the first 7 days after each change" in found.aside
    assert "No main outcome was chosen beforehand" in notes
    assert "An interval takes 14 recorded days before LDN and 28 in the phase." in notes


def test_side_effects_count_from_the_change_of_dose(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=journal.today() - timedelta(days=30), amount_pg=MG))
    take(journal, range(31), MG)
    rate(journal, "nausea", {ago: float(26 >= ago >= 20) * 2 for ago in range(40)})
    rate(journal, "headache", {ago: 3.0 if ago <= 4 else 0.0 for ago in range(40)})
    found = section(told(journal), "side_effects")
    assert table(found) == [
        ["What", "From", "Until", "On rated days", "Dose then", "Worst (0 none – 4 very severe)"],
        ["Headache", "6 Mar, day 27", "present 10 Mar", "5 of 5", "1 mg", "3, severe"],
        ["Nausea", "12 Feb, day 5", "18 Feb", "7 of 7", "1 mg", "2, moderate"],
    ]
    assert found.heading.replace("\u00a0", " ") == "Side effects (30 Jan – 10 Mar 2026)"
    assert said(found) == (
        "Present when last rated: headache, severe (10 Mar). "
        "Not present since: nausea 18 Feb (0 on the 20 days rated since)."
    )


def test_side_effects_are_known_up_to_the_day_they_were_last_rated(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(80), 4.0))
    rate(journal, "nausea", {ago: 2.0 * (ago > 50) for ago in range(3, 80)})
    found = section(told(journal), "side_effects")
    assert said(found) == "Not present since: nausea 18 Jan (0 on the 48 days rated since)."
    assert found.heading.replace("\u00a0", " ") == "Side effects (21 Dec 2025 – 10 Mar 2026)"
    rate(journal, "nausea", dict.fromkeys(range(3, 6), 2.0))
    rate(journal, "headache", dict.fromkeys(range(2), 0.0))
    found = section(told(journal), "side_effects")
    assert said(found) == (
        "Present, then not rated since: nausea, moderate (7 Mar). 0 at every rating (number of days): headache (2)."
    )


def test_side_effects_that_nobody_followed_are_dated(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(60), 4.0))
    rate(journal, "nausea", dict.fromkeys(range(40, 50), 2.0))
    assert said(section(told(journal), "side_effects")) == ("Present, then not rated since: nausea, moderate (29 Jan).")


def test_without_a_side_effect_the_period_is_named(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(10), 4.0))
    found = section(told(journal), "side_effects")
    assert (found.heading, said(found)) == ("Side effects", "No side effect was rated (1–10 Mar 2026).")
    rate(journal, "nausea", dict.fromkeys(range(10), 0.0))
    assert said(section(told(journal), "side_effects")) == "No side effect was noted (1–10 Mar 2026). Rated: nausea."


def test_side_effects_of_a_single_day_have_its_date(journal: Journal) -> None:
    rate(journal, "nausea", {0: 3.0})
    assert section(told(journal), "side_effects").heading.replace("\u00a0", " ") == "Side effects (10 Mar 2026)"


def test_side_effects_that_are_over_are_grouped_and_nights_are_nights(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=journal.today() - timedelta(days=60), amount_pg=MG))
    take(journal, range(61), MG)
    bad = {*range(55, 60), *range(30, 34)}
    rate(journal, "vivid_dreams", {ago: 2.0 * (ago in bad) for ago in range(80)})
    rate(journal, "nausea", {ago: 2.0 * (40 <= ago <= 43) + (ago == 12) for ago in range(80)})
    found = section(told(journal), "side_effects")
    assert [row[:3] for row in table(found)[1:]] == [
        ["Vivid dreams", "10 Jan, night 1", "14 Jan"],
        ["", "5 Feb, night 27", "8 Feb"],
        ["Nausea", "26 Jan, day 18", "29 Jan"],
    ]
    assert said(found) == (
        "Not present since: vivid dreams 8 Feb (0 on the 30 days rated since); nausea 26 Feb (0 on the 12 days rated since)."
    )
    assert "Not listed: 1 shorter or milder episode (nausea 1)." in found.notes


def test_since_the_last_visit_only_facts(treatment: Journal) -> None:
    text = said(section(told(treatment), "since"))
    assert "Means of the 28 days before the visit (then 4.5 mg) → of the 28 days to 10 Mar 2026 (4.5 mg):" in text
    assert re.search(
        r":Pain \d\.\d → \d\.\d of 10 Sleep \d\.\d → \d\.\d h "
        r"Vivid dreams, moderate or worse \(2–4\): \d+ of 2\d → 0 of 2\d days",
        text,
    )
    assert "Vivid dreams last present on 12 Dec 2025." in text
    assert "No new kind of side effect." in text


def test_the_main_figure_stands_in_a_sentence(treatment: Journal) -> None:
    summary = told(treatment)
    _now, answer = (one for one in summary.sections if one.key == "now")
    assert answer.heading.replace("\u00a0", " ") == "Pain before LDN and on 4.5 mg"
    rows = table(section(summary, "by_dose"))
    text = said(answer)
    assert re.match(
        r"Pain 6\.\d+ before LDN, 4\.\d+ of 10 on the present dose: \d\.\d+ points \(\d+ %\) lower "
        r"\(95 % interval \d\.\d to \d\.\d\)\.",
        text,
    )
    assert f"{rows[4][7].lstrip('−')} %" in text
    assert "Expectation alone can do this." in text


def test_why_there_is_no_interval_is_said_in_the_sentence(journal: Journal) -> None:
    take(journal, range(20), MG)
    rate(journal, "pain", {ago: 6.0 + ago % 2 if ago >= 20 else 6.0 for ago in range(50)})
    _now, answer = (one for one in told(journal).sections if one.key == "now")
    assert said(answer) == (
        "Pain 6.5 before LDN, 6.0 of 10 on the present dose: 0.5 points (8 %) lower (too few days for an interval). "
        "A dose is recorded on every day compared. Expectation alone can do this."
    )


def test_no_difference_is_said_to_be_none(journal: Journal) -> None:
    take(journal, range(20), MG)
    rate(journal, "pain", dict.fromkeys(range(50), 5.0))
    _now, answer = (one for one in told(journal).sections if one.key == "now")
    assert said(answer) == (
        "Pain 5.0 before LDN, 5.0 of 10 on the present dose: no difference (too few days for an interval). "
        "A dose is recorded on every day compared."
    )


def test_in_a_break_the_last_dose_is_compared_and_the_break_told(journal: Journal) -> None:
    today = journal.today()
    journal.record(NewTitrationStep(day=today - timedelta(days=50), amount_pg=MG))
    journal.record(NewTitrationStep(day=today - timedelta(days=20), amount_pg=0))
    take(journal, range(21, 51), MG)
    rate(journal, "pain", {ago: 7.0 if ago > 50 else 4.0 + ago % 2 if ago > 20 else 6.0 for ago in range(80)})
    _now, answer = (one for one in told(journal).sections if one.key == "now")
    text = said(answer)
    assert text.startswith("Pain 7.0 before LDN, 4.5 of 10 on the last dose, 1 mg: 2.5 points (35 %) lower")
    assert text.endswith("In the break: 6.0 of 10 (14 days).")


def test_without_days_before_ldn_there_is_no_such_sentence(journal: Journal) -> None:
    take(journal, range(40), MG)
    rate(journal, "pain", dict.fromkeys(range(40), 4.0))
    assert [one.key for one in told(journal).sections].count("now") == 1


def test_a_health_fact_begun_or_ended_counts_as_a_change(treatment: Journal) -> None:
    today = treatment.today()
    treatment.record(
        NewCondition(day=today - timedelta(days=800), condition="liver_disease"),
        NewCondition(day=today - timedelta(days=800), condition="breastfeeding", until=today - timedelta(days=4)),
        NewCondition(day=today - timedelta(days=30), condition="pregnancy", until=today + timedelta(days=200)),
        NewCondition(day=today - timedelta(days=9), condition="other", name="Gout", until=today),
    )
    text = said(section(told(treatment), "since"))
    assert "Health fact until 6 Mar 2026: Breastfeeding." in text
    assert "Health fact since 8 Feb 2026: Pregnancy." in text
    assert "Health fact from 1 Mar 2026 to 10 Mar 2026: Gout." in text
    assert "Liver" not in text


def test_a_visit_without_words_leaves_its_blocks_out(journal: Journal) -> None:
    journal.record(NewVisit(day=journal.today() + timedelta(days=2), reason="  ", questions=["", " "]))
    assert told(journal).section("visit") is None


def test_what_is_now_has_its_day(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=journal.today() - timedelta(days=9), amount_pg=MG))
    take(journal, range(1, 10), MG)
    rate(journal, "pain", dict.fromkeys(range(10), 4.0))
    found = section(told(journal), "now")
    assert found.heading.replace("\u00a0", " ") == "LDN now (10 Mar 2026)"
    assert said(found).endswith("0 not recorded. Today’s dose (10 Mar) is not recorded yet.")


def test_no_day_is_called_now_or_today_without_its_date(treatment: Journal) -> None:
    treatment.record(NewMedicine(day=treatment.today() - timedelta(days=20), name="Newer"))
    words = told(treatment).words.replace("\u00a0", " ")
    assert re.findall(r"\b(?:now|today)\b(?!’s dose \(| \(\d)", words, re.IGNORECASE) == []
    assert len(re.findall(r"\bnow \(10 Mar", words, re.IGNORECASE)) == 2


def test_several_changes_of_dose_since_the_visit_are_a_sentence(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(90), 4.0))
    for days, amount in ((range(61, 71), MG), (range(41, 61), 2 * MG), (range(41), 3 * MG)):
        take(journal, days, amount)
    journal.record(NewVisit(day=journal.today() - timedelta(days=80)))
    text = said(section(told(journal), "since"))
    assert text.startswith("Dose changes: 1 mg from 30 Dec, 2 mg from 9 Jan, 3 mg from 29 Jan. Means of the 28 days")


def test_the_charts_signs_are_explained_where_there_are_any(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(40), 4.0))
    today = journal.today()

    def beside_heading() -> str:
        return section(told(journal), "chart").aside.replace("\u00a0", " ")

    assert beside_heading() == "30 Jan – 10 Mar 2026"
    journal.record(NewEvent(day=today - timedelta(days=300), what="travel", until=today - timedelta(days=290)))
    assert beside_heading() == "30 Jan – 10 Mar 2026"
    journal.record(NewVisit(day=today - timedelta(days=20)))
    assert beside_heading() == "30 Jan – 10 Mar 2026 · ▼ visit"
    journal.record(NewEvent(day=today - timedelta(days=9), what="flare"))
    assert beside_heading() == "30 Jan – 10 Mar 2026 · ▼ event or visit"
    journal.record(NewEvent(day=today - timedelta(days=30), what="flu", until=today - timedelta(days=25)))
    assert beside_heading() == "30 Jan – 10 Mar 2026 · ▼ event or visit · ▼ with a bar: event to its last day"


def test_the_chart_says_what_is_drawn_of_a_long_record(journal: Journal) -> None:
    def drawn() -> tuple[str, str]:
        found = section(told(journal), "chart")
        return found.notes[0], found.aside

    rate(journal, "pain", dict.fromkeys(range(40), 4.0))
    rate(journal, "nausea", dict.fromkeys(range(40), 1.0))
    event = NewEvent(day=journal.today() - timedelta(days=4), what="flu", until=journal.today() - timedelta(days=2))
    journal.record(event)
    key, signs = drawn()
    assert key.startswith("Dots: days. Line: 7-day mean. Gap: no record.")
    assert "Bars" not in key
    assert "▼ with a bar" in signs
    rate(journal, "pain", {300: 5.0})
    key, signs = drawn()
    assert key.startswith("Dots: days. Line: 7-day mean. Gap: no record. Bars: highest of 2 days.")
    assert signs.endswith("▼ event"), "two days are no longer than the sign"
    rate(journal, "pain", {1400: 5.0})
    key, _signs = drawn()
    assert key.startswith("Dots: days. Line: 28-day mean. Gap: no record. Bars: highest of 8 days.")


def test_the_period_in_the_past_is_dated(treatment: Journal) -> None:
    summary = told(treatment, first=date(2025, 10, 20), last=date(2025, 11, 10))
    assert section(summary, "now").heading == "LDN on 10\u00a0Nov\u00a02025"
    assert said(section(summary, "now")).startswith("3 mg capsule")
    assert [row[0] for row in table(section(summary, "by_dose"))[1:]] == ["Before LDN", "1.5 mg", "3 mg"]


# Days, doses, zero -----------------------------------------------------------------------------------------------


def test_zero_is_printed_as_zero(journal: Journal) -> None:
    rate(journal, "pain", dict.fromkeys(range(20), 0.0))
    assert table(section(told(journal), "by_dose"))[1][:5] == ["Before LDN", "19 Feb", "20", "20", "0.0"]


def test_a_dose_at_0040_belongs_to_the_evening_before(journal: Journal) -> None:
    today = journal.today()
    journal.record(NewTitrationStep(day=today - timedelta(days=9), amount_pg=MG))
    take(journal, range(10), MG, time(0, 40))
    text = said(section(told(journal), "now"))
    assert text == (
        "1 mg, about 00:40, since 1 Mar 2026 (day 10). "
        "Doses 1–10 Mar 2026: 10 taken, 0 skipped, 0 missed, 0 not recorded."
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
    assert "Without the 6 days of the break." in said(section(told(journal), "now"))
    text = said(section(told(journal), "now"))
    assert text.startswith("On a break from LDN since 5 Mar 2026 (day 6); before that 3 mg. LDN began on 29 Jan 2026. ")
    assert section(told(journal), "coming_up").bullets == ("15\u00a0Mar\u00a02026: 1\u00a0mg by the plan",)


def test_two_doses_a_day_are_told_apart(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=journal.today() - timedelta(days=4), amount_pg=MG, times_per_day=2))
    for ago in range(5):
        day = journal.today() - timedelta(days=ago)
        for at in (time(9), time(21)):
            journal.record(NewDose(day=day, state=DoseState.TAKEN, amount_pg=MG, at=journal.moment(day, at)))
    text = said(section(told(journal), "now"))
    assert text.startswith("1 mg 2 times a day since 6 Mar 2026 (day 5). Doses 6–10 Mar 2026: 10 taken")


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
    assert rows[2][4:8] == ["–", "–", "too few days", "–"]


def test_without_days_before_ldn_there_is_no_change(journal: Journal) -> None:
    take(journal, range(40), MG)
    rate(journal, "pain", {ago: 4.0 + ago % 2 for ago in range(40)})
    found = section(told(journal), "by_dose")
    assert table(found)[0] == ["Phase", "From", "Days", "Recorded", "Pain (0–10)"]
    assert "No day before LDN is recorded, so no change can be shown." in found.notes


def test_what_was_recorded_later_is_said(journal: Journal) -> None:
    rate(journal, "pain", {0: 3.0, 1: 3.0, 5: 3.0})
    assert said(section(told(journal), "completeness")) == (
        "3 of 6 days recorded: 1 filled in the same day, 2 later. Longest gap: 6–8 Mar."
    )


# Measures --------------------------------------------------------------------------------------------------------


def test_own_measures_take_the_columns_with_their_scales(journal: Journal) -> None:
    journal.record(NewMeasure(key="tired", name="Tired", low=1, high=7))
    journal.record(NewMeasure(key="ache", name="Pain", low=1, high=7))
    journal.record(NewMeasure(key="down", name="Down", low=-3, high=3))
    for key, value in (("tired", 2.0), ("ache", 4.0), ("down", -1.0)):
        rate(journal, key, dict.fromkeys(range(30), value))
    rows = table(section(told(journal), "by_dose"))
    assert rows[0][4] == "Pain (1–7)"
    assert set(rows[0][5:]) == {"Tired (1–7)", "Down (−3 to 3)"}
    assert rows[1][4:] == ["4.0", *("−1.0" if "Down" in name else "2.0" for name in rows[0][5:])]


def test_the_outcome_chosen_takes_the_first_column(journal: Journal) -> None:
    journal.change_settings(primary_outcome="fatigue")
    rate(journal, "pain", dict.fromkeys(range(30), 3.0))
    rate(journal, "fatigue", dict.fromkeys(range(30), 6.0))
    assert table(section(told(journal), "by_dose"))[0][4:] == ["Fatigue (0–10)", "Pain (0–10)"]


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
    assert summary.who == (Blank("Name", "Åse {x} *b*"), Blank("Born", "1971"), Blank("LDN for"))
    assert summary.running.startswith("Åse {x} *b*, ")
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
        "Planned: Knee surgery {x}, 9 Apr 2026. Naltrexone blocks opioid pain relief; "
        "no opioid-containing medicine is recorded."
    )
    assert said(section(summary, "medicines")) == "Now (10 Mar 2026): Newer {dose} 5 mg, since 8 Mar 2026."


def test_reasons_may_hold_anything(journal: Journal) -> None:
    journal.record(NewTitrationStep(day=journal.today() - timedelta(days=3), amount_pg=MG))
    journal.record(NewDose(day=journal.today(), state=DoseState.SKIPPED, reason="<b>{taken}</b> {0}"))
    assert "1 skipped (<b>{taken}</b> {0})" in said(section(told(journal), "now"))


def test_sections_can_be_chosen(treatment: Journal) -> None:
    summary = told(treatment, sections=["by_dose", "now"])
    assert [found.key for found in summary.sections] == ["now", "now", "by_dose", "closing"]
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
    assert "10 of 10 days recorded" in said(section(draft.summary, "completeness"))
