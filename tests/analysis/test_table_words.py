"""The cells of the table by phase."""

from datetime import UTC, date, datetime, timedelta

from ldn_journal.analysis.contrast import Description
from ldn_journal.analysis.series import DailyValue
from ldn_journal.analysis.table_words import NONE, cells, headings, middle_half, one_day, percent, worst
from ldn_journal.analysis.trends import Trends, TrendsInputs, build_trends
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import Dose, DoseState

FIRST = date(2026, 1, 1)
KNOWN = built_in_measures()


def trends(before: float, after: float) -> Trends:
    """Return 27 days around ``before``, then 70 around ``after``, at 4.5 mg."""
    values = [(before if n < 27 else after) + (n * 7 % 3 - 1) for n in range(97)]
    return build_trends(
        TrendsInputs(
            today=FIRST + timedelta(days=96),
            measures=[KNOWN["pain"]],
            values={
                "pain": [
                    DailyValue(FIRST + timedelta(days=n), value, value, value, 1) for n, value in enumerate(values)
                ]
            },
            doses=[
                Dose(
                    id=f"d{n}",
                    recorded_at=datetime(2026, 1, 1, 20, 0, tzinfo=UTC),
                    source="demo",
                    day=FIRST + timedelta(days=n),
                    state=DoseState.TAKEN,
                    amount_pg=45 * PICOGRAMS["mg"] // 10,
                )
                for n in range(27, 97)
            ],
        )
    )


def test_every_heading_has_a_cell_and_a_meaning() -> None:
    made = trends(6.0, 4.0)
    row = made.row("pain", made.phases[-1].key)
    assert row is not None
    assert len(cells(row)) == len(headings())
    assert all(meaning.endswith(".") for _name, meaning in headings())
    assert cells(row)[:4] == ["63", "63", "4.0", "−2.0"]


def test_the_reference_has_no_comparison() -> None:
    made = trends(6.0, 4.0)
    row = made.row("pain", "baseline")
    assert row is not None
    assert cells(row)[3:8] == [NONE] * 5


def test_a_fall_of_pain_has_the_name_trials_give_it() -> None:
    for after, words in ((5.9, "−2 %"), (5.1, "−15 %, minimal in trials"), (4.0, "−33 %, moderate in trials"),
                         (2.4, "−60 %, substantial in trials"), (7.5, "+25 %")):  # fmt: skip
        made = trends(6.0, after)
        row = made.row("pain", made.phases[-1].key)
        assert row is not None
        assert percent(row.comparison) == words
    assert percent(None) == NONE


def test_single_days_are_written_as_they_were_answered() -> None:
    assert one_day(KNOWN["sleep"], 402) == "6 h 42 min"
    assert one_day(KNOWN["nausea"], 3) == "severe"
    assert one_day(KNOWN["nausea"], 2.5) == "2.5"
    assert one_day(KNOWN["pain"], None) == NONE


def test_few_days_have_no_figures() -> None:
    assert middle_half(KNOWN["pain"], Description(28, 3)) == NONE
    assert worst(KNOWN["pain"], Description(28, 3)) == NONE
    found = Description(28, 20, worst=8.0, worst_day=date(2026, 4, 28), lower_quartile=5.0, upper_quartile=6.5)
    assert worst(KNOWN["pain"], found) == "8 on 28 Apr 2026"
    assert middle_half(KNOWN["pain"], found) == "5.0 to 6.5"
