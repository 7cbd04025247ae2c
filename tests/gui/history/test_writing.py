"""Cells into a real journal: one change, each cell refused alone."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from time import process_time

import pytest

from ldn_journal.base.errors import ConfirmationNeeded
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.gui.history.cells import Column, Edit, columns_for, text_of
from ldn_journal.gui.history.writing import Outcome, not_as_stored, write_cells
from ldn_journal.journal import Journal

TODAY = date(2026, 3, 10)


def column(journal: Journal, key: str) -> Column:
    return next(one for one in columns_for(list(journal.measures().values())) if one.key == key)


def edits(journal: Journal, *rows: dict[str, str]) -> list[Edit]:
    """Cells of today and the days before it, a row each."""
    return [
        Edit(TODAY - timedelta(days=ago), column(journal, key), text)
        for ago, row in enumerate(rows)
        for key, text in row.items()
    ]


def write(journal: Journal, *rows: dict[str, str]) -> Outcome:
    return write_cells(journal, edits(journal, *rows))


def shown(journal: Journal, keys: Sequence[str], ago: int = 0) -> list[str]:
    day = journal.day(TODAY - timedelta(days=ago))
    return [text_of(day, column(journal, key)).replace("\u00a0", " ") for key in keys]


ALL = ("dose", "pain", "sleep", "sleep_quality", "nausea", "note")


def test_adding_changing_and_clearing_are_one_change_and_one_undo(journal: Journal) -> None:
    write(
        journal, {"dose": "4.5 22:30", "pain": "4", "sleep": "7", "sleep_quality": "6", "note": "a walk"}, {"pain": "3"}
    )
    before = shown(journal, ALL), shown(journal, ALL, 1)
    mixed = write(
        journal,
        {"dose": "missed", "pain": "", "sleep": "", "sleep_quality": "8", "nausea": "mild", "note": "a long walk"},
        {"pain": "3", "dose": "3"},
    )
    assert shown(journal, ALL) == ["missed", "", "", "8", "Mild", "a long walk"]
    assert shown(journal, ("dose", "pain"), 1) == ["3 mg", "3"]
    assert (mixed.days, mixed.same, mixed.refused) == (2, 0, {})
    assert journal.undo().label == "entries for 2 days"
    assert (shown(journal, ALL), shown(journal, ALL, 1)) == before


def test_a_cleared_night_is_gone_once_nothing_is_in_it(journal: Journal) -> None:
    write(journal, {"sleep": "7", "sleep_quality": "6"})
    write(journal, {"sleep": "", "sleep_quality": ""})
    assert journal.nights() == []
    journal.undo()
    assert shown(journal, ("sleep", "sleep_quality")) == ["7 h", "6"]


def test_each_cell_is_refused_alone_and_for_its_own_reason(journal: Journal) -> None:
    bed = datetime(2026, 3, 9, 23, tzinfo=journal.clock.now().tzinfo)
    journal.record(validate(Kind.NIGHT, {"day": TODAY, "to_bed": bed, "woke": bed + timedelta(hours=6)}))
    outcome = write(
        journal,
        {"pain": "4", "dose": "4.5 mL", "note": "x" * 20_001},
        {"pain": "11", "sleep": "7.10", "nausea": "awful", "note": "fine"},
        {"dose": "skipped " + "x" * 300, "pain": "4.5", "note": "a\x07b"},
    )
    reasons = {((TODAY - day).days, key): why for (day, key), why in outcome.refused.items()}
    assert list(reasons) == [
        (0, "dose"), (0, "note"), (1, "pain"), (1, "sleep"), (1, "nausea"), (2, "dose"), (2, "pain"), (2, "note"),
    ]  # fmt: skip
    assert reasons[1, "pain"] == "Pain goes from 0 to 10; 11 does not fit."
    assert all(len(why) > 10 for why in reasons.values())
    assert (shown(journal, ("pain",)), shown(journal, ("note",), 1)) == (["4"], ["fine"])
    assert outcome.days == 2


def test_a_future_or_ancient_day_is_refused_alone(journal: Journal) -> None:
    pain = column(journal, "pain")
    asked = [Edit(day, pain, "4") for day in (TODAY + timedelta(days=1), TODAY, date(1899, 12, 31))]
    outcome = write_cells(journal, asked)
    assert [day for day, _key in outcome.refused] == [asked[0].day, asked[2].day]
    assert outcome.days == 1


def test_what_is_stored_already_is_no_change(journal: Journal) -> None:
    row = {"dose": "4.5 mg 22:30", "pain": "4", "sleep": "7:10", "note": "a walk"}
    write(journal, row, row)
    again = write(journal, row, {**row, "pain": "4,0"}, {"pain": "1"})
    assert (again.days, again.same) == (1, 2)
    assert {one.kind for one in again.changes.touched} == {Kind.RATING}


def test_ratings_with_a_clock_time_are_not_cleared_and_that_is_said(journal: Journal) -> None:
    at = journal.moment(TODAY, time(9))
    journal.record(validate(Kind.RATING, {"day": TODAY, "measure": "pain", "value": 3, "at": at}))
    outcome = write(journal, {"pain": "", "note": ""})
    assert "clock time" in outcome.refused[TODAY, "pain"]
    assert outcome.stays == {(TODAY, "pain")}
    assert shown(journal, ("pain",)) == ["3"]


def test_several_doses_of_a_day_can_be_copied_to_another(journal: Journal) -> None:
    write(journal, {"dose": "2 mg 09:00; 2.5 mg 22:30"})
    [text] = shown(journal, ("dose",))
    assert text == "2 mg 09:00; 2.5 mg 22:30"
    write(journal, {}, {"dose": text})
    assert shown(journal, ("dose",), 1) == [text]
    assert "Several doses" in write(journal, {"dose": "3"}).refused[TODAY, "dose"]
    assert write(journal, {"dose": text}).refused == {}
    assert (
        "clock time of their own"
        in write(journal, {}, {}, {"dose": "2 mg; 2 mg"}).refused[TODAY - timedelta(2), "dose"]
    )
    assert write(journal, {}, {}, {"dose": "skipped nausea; a cold"}).refused == {}
    assert journal.doses(TODAY - timedelta(2), TODAY - timedelta(2))[0].reason == "nausea; a cold"


def test_large_doses_hold_everything_back_until_they_are_answered_for(journal: Journal) -> None:
    asked = edits(journal, {"dose": "45", "pain": "4"}, {"dose": "50"}, {"dose": "4.5"})
    with pytest.raises(ConfirmationNeeded, match=r"2 doses .* 10 Mar 2026: 45\xa0mg .*Nothing is saved yet"):
        write_cells(journal, asked)
    assert journal.span() is None
    outcome = write_cells(journal, asked, refuse_large=True)
    assert len(outcome.refused) == 2
    assert shown(journal, ("dose", "pain")) == ["", "4"]
    assert write_cells(journal, asked, confirmed=True).refused == {}
    assert shown(journal, ("dose",), 1) == ["50 mg"]


def test_a_large_change_is_preceded_by_a_backup(journal: Journal) -> None:
    write(journal, {"pain": "4"})
    assert journal.backups() == []
    write(journal, *({"pain": "5"} for _n in range(25)))
    [backup] = journal.backups()
    assert journal.copy_contents(backup.path).entries == 1


def test_decimals_are_copied_as_they_were_entered(journal: Journal) -> None:
    journal.record(validate(Kind.MEASURE, {"key": "my_weight", "name": "Weight", "low": 0.5, "high": 300}))
    write(journal, {"my_weight": "71,25"})
    assert shown(journal, ("my_weight",)) == ["71.25"]


def test_a_draft_is_compared_and_nothing_is_stored(journal: Journal) -> None:
    write(journal, {"pain": "4", "sleep": "7", "note": "a walk"})
    draft = edits(journal, {"pain": "4.0", "sleep": "8", "note": "a walk", "nausea": "awful"})
    found = not_as_stored(journal, draft)
    assert {key: bool(why) for (_day, key), why in found.items()} == {"sleep": False, "nausea": True}
    assert shown(journal, ("sleep",)) == ["7 h"]


def test_line_breaks_of_every_kind_are_those_of_a_note(journal: Journal) -> None:
    write(journal, {"note": "one\r\ntwo\rthree\nfour"})
    assert shown(journal, ("note",)) == ["one\ntwo\nthree\nfour"]


@pytest.mark.full
def test_5000_days_are_written_over_and_cleared_and_taken_back(
    journal: Journal, record_property: Callable[[str, object], None]
) -> None:
    columns = [column(journal, key) for key in ("dose", "pain", "sleep", "sleep_quality", "nausea", "fatigue")]
    spent: dict[str, float] = {}

    def stored() -> list[list[str]]:
        days = journal.days(TODAY - timedelta(days=4_999), TODAY).values()
        return [[text_of(day, one) for one in columns] for day in days]

    def work(name: str, do: Callable[[], object]) -> None:
        started = process_time()
        do()
        spent[name] = round(process_time() - started, 1)

    def all_days(*texts: str) -> Callable[[], object]:
        asked = [
            Edit(TODAY - timedelta(days=ago), one, text)
            for ago in range(5_000)
            for one, text in zip(columns, texts, strict=True)
        ]
        return lambda: write_cells(journal, asked)

    states = [stored()]
    for name, texts in (
        ("written", ("4.5 22:30", "4", "7", "6", "mild", "5")),
        ("written over", ("3 22:30", "5", "8", "7", "none", "6")),
        ("cleared", ("",) * 6),
    ):
        work(name, all_days(*texts))
        states.append(stored())
        assert states[-1] != states[-2]
    assert states[0] == states.pop()
    while states:
        work(f"taken back, {len(states)}", journal.undo)
        assert stored() == states.pop()
    record_property("seconds", spent)
    print(f"5,000 days of 6 columns, seconds of work: {spent}")
    assert max(spent.values()) < 5
