"""Tables from elsewhere into a real journal: the receipt, once only, one undo, everything odd refused."""

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.errors import ConfirmationNeeded, ImportRefused, NotFound, NothingToUndo
from ldn_journal.base.texts import set_language
from ldn_journal.domain.doses import DoseState, NewDose
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.journal import Journal

MAP = """
[time]
column = "timestamp"

[columns.pain]
measure = "my_pain"
name = "Pain (1–7)"
low = 1
high = 7
better = "lower"

[columns.calm]
measure = "my_calm"
low = 1
high = 7
better = "higher"
"""


def momentary(days: int = 60) -> tuple[str, int, int]:
    """A table of ratings several times a day with gaps; and how many rows and ratings of pain and calm it holds."""
    chance = random.Random(7)
    lines, ratings = ["timestamp,pain,headache,calm"], 0
    for offset in range(days):
        if chance.random() < 0.2:
            continue
        for hour in sorted(chance.sample(range(8, 23), chance.randint(3, 8))):
            pain = chance.choice(["", *map(str, range(1, 8))])
            calm = str(chance.randint(1, 7))
            ratings += bool(pain) + 1
            lines.append(
                f"{date(2025, 6, 1) + timedelta(days=offset)} {hour:02}:{chance.randint(0, 59):02}:17,{pain},2,{calm}"
            )
    return "\n".join(lines) + "\n", len(lines) - 1, ratings


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "momentary.csv"
    path.write_text(momentary()[0], encoding="utf-8")
    return path


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(MAP, encoding="utf-8")
    return path


def counts(journal: Journal) -> dict[Kind, int]:
    return {kind: len(journal.records(kind)) for kind in Kind}


def written(tmp_path: Path, text: str, name: str = "table.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def simple(**columns: Mapping[str, Any]) -> dict[str, Any]:
    return {"time": {"column": "day"}, "columns": columns}


PAIN = simple(pain={"measure": "pain"})


def test_many_rows_a_day_come_in_with_their_times(journal: Journal, table: Path, mapping: Path) -> None:
    _text, rows, ratings = momentary()
    assert rows >= 200
    receipt = journal.import_file(table, mapping=mapping)
    assert (receipt.rows, receipt.kept, receipt.already, receipt.refused) == (rows, ratings, 0, 0)
    assert receipt.ignored == ("headache",)
    assert receipt.mapped == (("pain", "my_pain"), ("calm", "my_calm"))
    assert receipt.defined == ("my_pain", "my_calm")
    stored = journal.ratings()
    assert len(stored) == ratings
    assert all(one.at is not None and one.at.second == 17 and one.day == one.at.date() for one in stored)
    assert {one.source for one in stored} == {"import"}
    measure = journal.measure("my_pain")
    assert (measure.name, measure.low, measure.high) == ("Pain (1–7)", 1, 7)
    assert journal.measure("my_calm").name == "calm"


def test_twice_adds_nothing_and_one_undo_takes_it_back(journal: Journal, table: Path, mapping: Path) -> None:
    first = journal.import_file(table, mapping=mapping)
    before = counts(journal)
    again = journal.import_file(table, mapping=mapping)
    assert (again.kept, again.already, bool(again.changes)) == (0, first.kept, False)
    assert counts(journal) == before
    journal.undo()
    assert not any(counts(journal).values())
    with pytest.raises(NothingToUndo):
        journal.undo()
    assert journal.import_file(table, mapping=mapping).kept == first.kept


def test_a_trial_run_stores_nothing_and_says_the_same(journal: Journal, table: Path, mapping: Path) -> None:
    trial = journal.import_file(table, mapping=mapping, dry_run=True)
    assert not any(counts(journal).values())
    assert trial == journal.import_file(table, mapping=mapping)
    assert "This was a trial run; nothing was stored." in trial.sentences()


def test_the_receipt_groups_thousands(journal: Journal, tmp_path: Path) -> None:
    rows = [f"{datetime(2025, 1, 1) + timedelta(hours=n)},{n % 11}" for n in range(1476)]
    path = written(tmp_path, "day,pain\n" + "\n".join(rows))
    receipt = journal.import_file(path, mapping=PAIN)
    assert receipt.sentences()[:2] == ["1,476 rows read.", "1,476 entries stored."]
    set_language("de")
    assert "1.476" in receipt.sentences()[0]


def test_a_table_without_mapping_is_asked_for_one_and_given_a_start(
    journal: Journal, table: Path, tmp_path: Path
) -> None:
    with pytest.raises(MappingNeeded, match="--map") as caught:
        journal.import_file(table)
    assert caught.value.columns == ("timestamp", "pain", "headache", "calm")
    started = written(tmp_path, caught.value.starter, "start.toml")
    assert journal.import_file(table, mapping=started).defined == ("my_pain", "my_headache", "my_calm")
    assert journal.measure("my_pain").high == 7


def test_what_is_here_is_never_overwritten(journal: Journal, tmp_path: Path) -> None:
    journal.record(NewRating(day=date(2026, 3, 4), measure="pain", value=2))
    path = written(tmp_path, "day,pain\n2026-03-03,5\n2026-03-04,6\n")
    receipt = journal.import_file(path, mapping=PAIN)
    assert (receipt.kept, receipt.differing) == (1, 1)
    assert [one.value for one in journal.ratings()] == [5, 2]


def test_blank_is_not_zero(journal: Journal, tmp_path: Path) -> None:
    journal.import_file(written(tmp_path, "day,pain\n2026-03-03,0\n2026-03-04,\n"), mapping=PAIN)
    assert [(one.day.day, one.value) for one in journal.ratings()] == [(3, 0.0)]


def test_nights_are_put_together_and_completed(journal: Journal, tmp_path: Path) -> None:
    journal.record(NewNight(day=date(2026, 3, 4), awakenings=2, quality=3))
    path = written(tmp_path, "day,slept,well\n2026-03-03,7:10,6\n2026-03-04,6.5,3\n2026-03-05,\u00a0,8\n")
    with pytest.raises(ImportRefused, match="Line 3: slept: .*hours or minutes"):
        journal.import_file(path, mapping=simple(slept={"measure": "sleep"}, well={"measure": "sleep_quality"}))
    receipt = journal.import_file(
        path, mapping=simple(slept={"measure": "sleep", "unit": "h"}, well={"measure": "sleep_quality"})
    )
    found = {night.day.day: (night.asleep_minutes, night.quality, night.awakenings) for night in journal.nights()}
    assert found == {3: (430, 6, None), 4: (390, 3, 2), 5: (None, 8, None)}
    assert receipt.differing == 0
    journal.undo()
    assert [(night.asleep_minutes, night.quality) for night in journal.nights()] == [(None, 3)]


def test_doses_notes_and_events(journal: Journal, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "day;at;dose;said;what\n"
        "03.03.2026;22:30;4,5;Größer, 🙂;\n"
        "04.03.2026;00:40;4,5 mg;;\n"
        "05.03.2026;;missed;;Flare\n"
        "06.03.2026;;Not Taken;;\n"
        "07.03.2026;;0,0000003;=SUM(A1);\n",
    )
    given = {
        "time": {"column": "day", "clock": "at"},
        "columns": {
            "dose": {"kind": "dose", "unit": "mg", "values": {"Not taken": "skipped"}},
            "said": {"kind": "note"},
            "what": {"kind": "event"},
        },
    }
    journal.import_file(path, mapping=given)
    doses = [(dose.day.day, dose.state, dose.amount_pg) for dose in journal.doses()]
    assert doses == [
        # 00:40 on the fourth is still the evening of the third.
        (3, DoseState.TAKEN, 4_500_000_000),
        (3, DoseState.TAKEN, 4_500_000_000),
        (5, DoseState.MISSED, None),
        (6, DoseState.SKIPPED, None),
        (7, DoseState.TAKEN, 300),
    ]
    assert [note.text for note in journal.notes()] == ["Größer, 🙂", "=SUM(A1)"]
    assert [event.what for event in journal.events()] == ["Flare"]


def test_a_dose_that_may_be_the_one_here_is_not_counted_twice(journal: Journal, tmp_path: Path) -> None:
    journal.record(NewDose(day=date(2026, 3, 3), state=DoseState.TAKEN, amount_pg=4_500_000_000))
    path = written(tmp_path, "day,dose\n2026-03-03 22:30,4.5 mg\n2026-03-04 22:30,4.5 mg\n")
    receipt = journal.import_file(path, mapping=simple(dose={"kind": "dose"}))
    assert (receipt.kept, receipt.differing) == (1, 1)
    assert [dose.day.day for dose in journal.doses()] == [3, 4]


def test_a_large_dose_is_stored_only_when_confirmed(journal: Journal, tmp_path: Path) -> None:
    path = written(tmp_path, "day,dose\n2026-03-03,4.5 mg\n2026-03-04,50 mg\n2026-03-05,45 mg\n")
    given = simple(dose={"kind": "dose"})
    with pytest.raises(ConfirmationNeeded, match="Line 3: 50\u00a0mg is far above"):
        journal.import_file(path, mapping=given)
    assert not journal.doses()
    assert journal.import_file(path, mapping=given, confirmed=True).kept == 3


def test_words_become_numbers(journal: Journal, tmp_path: Path) -> None:
    path = written(tmp_path, "day,nausea\n2026-03-03,Mild\n2026-03-04,NONE\n")
    journal.import_file(path, mapping=simple(nausea={"measure": "nausea", "values": {"none": 0, "mild": 1}}))
    assert [one.value for one in journal.ratings()] == [1, 0]


def test_a_time_in_utc_becomes_local(journal: Journal, tmp_path: Path) -> None:
    path = written(tmp_path, "day,pain\n2026-03-03T23:30:00Z,4\n2026-03-03T23:30:00-05:00,5\n2026-03-04T03:30:00Z,6\n")
    journal.import_file(path, mapping=PAIN)
    rated = sorted(journal.ratings(), key=lambda one: one.value)
    found = [(one.day.day, one.at.isoformat()) for one in rated if one.at]
    assert found == [
        (3, "2026-03-04T00:30:00+01:00"),
        (3, "2026-03-03T23:30:00-05:00"),
        (4, "2026-03-04T04:30:00+01:00"),
    ]


def test_the_day_boundary_of_the_journal_counts(journal: Journal, tmp_path: Path) -> None:
    journal.change_settings(day_boundary=time(9, 0))
    journal.import_file(written(tmp_path, "day,pain\n2026-03-04 08:30,4\n"), mapping=PAIN)
    assert [one.day for one in journal.ratings()] == [date(2026, 3, 3)]


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("2026-03-03,3\n2026-02-31,4\n", 3, "There is no day"),
        ("2026-03-03,3\n2026-03-04,11\n", 3, "goes from 0 to 10"),
        ("2026-03-03,3\n2026-03-04,4.5\n", 3, "whole number"),
        ("2026-03-03,nan\n", 2, "not a number"),
        ("2026-03-03,inf\n", 2, "not a number"),
        ("2026-03-03,1e400\n", 2, "not a number"),
        (f"2026-03-03,{'9' * 5000}\n", 2, "too long"),
        (f"2026-03-03,{'9' * 200_000}\n", 2, "far too long"),
        ("2026-03-03,3\n2026-03-04,\x00\n", 3, "characters that no text holds"),
        ("2026-03-03,3\n2026-03-04\n", 3, "1 cells where the header has 2"),
        ("2026-03-03,3\n,4\n", 3, "says no day"),
        ("2026-03-03,3\n2027-01-01,4\n", 3, "still to come"),
        ("2026-03-03,3\n1850-01-01,4\n", 3, "too long ago"),
        ("2026-03-03,3\n2026-03-03,4\n", 3, "line 2 has another value"),
        ("3/4/2025,3\n", None, 'order = "dmy"'),
        ("0001-01-01 00:30,3\n", 2, "no day|too long ago"),
    ],
)
def test_a_bad_row_refuses_the_whole_file(
    journal: Journal, tmp_path: Path, body: str, line: int | None, words: str
) -> None:
    with pytest.raises(ImportRefused, match=words) as caught:
        journal.import_file(written(tmp_path, f"day,pain\n{body}"), mapping=PAIN)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)
    assert not any(counts(journal).values())


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n\0\0", bytes(range(256)) * 40, b"\xff\xfe\x00", b"{", b"[[[" * 50_000]
)
def test_what_is_no_file_of_ours_is_one_sentence(journal: Journal, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "thing"
    path.write_bytes(data)
    with pytest.raises(ImportRefused) as caught:
        journal.import_file(path)
    assert "\n" not in str(caught.value)


def test_folders_and_missing_files_are_sentences(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImportRefused, match="no tables"):
        journal.import_file(tmp_path / "empty")
    with pytest.raises(ImportRefused, match="not a JSON file"):
        journal.import_file(tmp_path / "empty", format="json")
    with pytest.raises(NotFound):
        journal.import_file(tmp_path / "gone.csv")
    with pytest.raises(ImportRefused, match="no format “xml”"):
        journal.import_file(tmp_path / "gone.csv", format="xml")


def test_a_known_measure_with_another_scale_is_refused(journal: Journal, tmp_path: Path) -> None:
    path = written(tmp_path, "day,pain\n2026-03-03,3\n")
    with pytest.raises(ImportRefused, match="goes from 0 to 10"):
        journal.import_file(path, mapping=simple(pain={"measure": "pain", "low": 1, "high": 7}))
    journal.record(NewMeasure(key="my_pain", name="Mine", low=1, high=5))
    with pytest.raises(ImportRefused, match="goes from 1 to 5"):
        journal.import_file(path, mapping=simple(pain={"measure": "my_pain", "low": 1, "high": 7}))
    assert journal.import_file(path, mapping=simple(pain={"measure": "my_pain", "low": 1, "high": 5})).kept == 1
    assert journal.measure("my_pain").name == "Mine"


def test_several_hundred_kilobytes_are_quick(journal: Journal, tmp_path: Path) -> None:
    """A year of ratings several times a day, five columns: a few seconds at the very most on a slow machine."""
    from time import process_time

    chance = random.Random(1)
    names = [f"m{n}" for n in range(5)]
    rows = [
        f"{datetime(2025, 1, 1, 8) + timedelta(hours=3 * n)},{','.join(str(chance.randint(1, 7)) for _ in names)}"
        for n in range(1476)
    ]
    path = written(tmp_path, f"day,{','.join(names)}\n" + "\n".join(rows))
    given = simple(**{name: {"measure": name, "low": 1, "high": 7} for name in names})
    started = process_time()
    assert journal.import_file(path, mapping=given).kept == 7380
    assert process_time() - started < 3


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"time": {"column": "when"}, "columns": {"pain": {"measure": "pain"}}},
            "no column “when”; the file has: day, pain, pain",
        ),
        ({"time": {"column": "day"}, "columns": {"pane": {"measure": "pain"}}}, "no column “pane”"),
        ({"time": {"column": "day"}, "columns": {"pain": {"measure": "pain"}}}, "several columns “pain”"),
        ({"time": {"column": "day"}, "columns": {"day": {"measure": "my_own"}}}, "say its low and high"),
        (
            {"time": {"column": "day"}, "columns": {"day": {"measure": "my_own", "low": 5, "high": 1}}},
            "below the highest",
        ),
        (
            {"time": {"column": "day"}, "columns": {"day": {"measure": "sleep_efficiency"}}},
            "worked out|is not a number",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_the_table(
    journal: Journal, tmp_path: Path, given: dict[str, Any], words: str
) -> None:
    path = written(tmp_path, "day,pain,pain\n2026-03-03,3,4\n")
    with pytest.raises(ImportRefused, match=words):
        journal.import_file(path, mapping=given)
    assert not any(counts(journal).values())
