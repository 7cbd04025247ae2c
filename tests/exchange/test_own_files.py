"""Our own tables and our own JSON as files to bring in: without ids, many rows, once only, a broken row by its line."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.errors import ImportRefused
from ldn_journal.domain.life import NewNote, NewVisit
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.cells import guard
from ldn_journal.exchange.tables import TABLES
from ldn_journal.journal import Journal
from tests.exchange.conftest import RoundTrip, Write, counts, day
from tests.exchange.test_folder import identity, table

BY_HAND: Mapping[str, tuple[int, list[str]]] = {
    "measures.csv": (2, [",my_own,Mine,,numeric,0,10,,,,,,,,", ",my_other,Other,,severity,0,4,,,,,,,,"]),
    "regimen.csv": (2, [",2025-03-01,1.5,1,22:00,capsule,,,", ",2025-03-15,3,1,,,=slowly,,"]),
    "prescriptions.csv": (
        3,
        [
            ",2025-03-01,capsule,1.5,,30,Corner shop,,L1,,,,",
            ",2025-03-01,capsule,1.5,,30,Corner shop,,L1,,,,",
            ",2025-04-01,liquid,,1,100.5,,,,2025-09-01,shake,,",
        ],
    ),
    "doses.csv": (
        3,
        [
            ",2025-03-01,taken,1.5,2025-03-01T22:05:00.75+01:00,,,,",
            ",2025-03-02,skipped,,,party,,,",
            ",2025-03-03,missed,,,,,,",
        ],
    ),
    "ratings.csv": (
        3,
        [",2025-03-01,pain,4,,,", ",2025-03-01,pain,5,2025-03-01T08:00:00.5Z,,", ",2025-03-02,pain,0,,,"],
    ),
    "nights.csv": (2, [",2025-03-01,410,,,2,,,,6,,", ",2025-03-02,,2025-03-01T22:30:00.25+01:00,,,,,,,,"]),
    "notes.csv": (3, [",2025-03-01,'=1+1,,,", ",2025-03-01,Rain,,,", ",2025-03-01,Rain,2025-03-01T12:00:00+01:00,,"]),
    "events.csv": (2, [",2025-03-01,Flare,2025-03-04,,,", ",2025-03-02,Stress,,work,,"]),
    "medicines.csv": (2, [",2025-03-01,Vitamin D,1000 IU,,,,", ",2025-03-01,Iron,,2025-03-09,,,"]),
    "conditions.csv": (2, [",2025-03-01,other,Coeliac disease,,,,", ",2025-03-01,depression,,2025-03-09,mild,,"]),
    "visits.csv": (
        4,
        [
            ',2025-03-01,Dr Grey,check-up,"[""Why?"", ""How long?""]",,,',
            ",2025-03-01,Dr Grey,check-up,,,,",
            ",2025-03-01,Dr Grey,check-up,,,,",
            ",2025-03-08,,,,go on,,",
        ],
    ),
    "questionnaires.csv": (
        2,
        [
            ",2025-03-01,peg,,,pain,4",
            ",2025-03-01,peg,,,enjoyment,3",
            ",2025-03-01,peg,,,activity,2",
            ",2025-03-08,pgic,,,change,3",
        ],
    ),
    "phases.csv": (2, [",2025-03-01,split,,felt it,,", ",2025-03-09,name,Winter,,,"]),
}
"""By table: how many entries its rows are, and the rows, as somebody writes them: no id, no provenance."""
FILES = [one.file for one in TABLES]


def test_every_table_is_tried_here() -> None:
    assert set(BY_HAND) == set(FILES)


@pytest.mark.parametrize("file", FILES)
def test_the_same_table_twice_adds_nothing_also_without_ids(
    journal: Journal, write: Write, there_and_back: RoundTrip, file: str
) -> None:
    (kind,) = (one.kind for one in TABLES if one.file == file)
    n, rows = BY_HAND[file]
    path = write(table(file, *rows), file)
    there_and_back(path)
    assert counts(journal) == {kind: n}
    assert journal.check() == []
    # Taken back by its number it can be brought in again, and is then there.
    journal.undo_import(journal.imports()[-1].number)
    assert counts(journal) == {}
    assert journal.import_file(path).kept == n
    receipt = journal.import_file(path)
    assert (receipt.kept, receipt.already, receipt.differing) == (0, n, 0)


def test_a_folder_without_ids_twice_adds_nothing(journal: Journal, tmp_path: Path, there_and_back: RoundTrip) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for file, (_n, rows) in BY_HAND.items():
        (folder / file).write_text(table(file, *rows), encoding="utf-8")
    receipt = there_and_back(folder)
    assert receipt.kept == sum(n for n, _rows in BY_HAND.values())
    assert set(counts(journal)) == set(Kind)
    # And its own export, which has ids, is known as well.
    journal.export_csv(tmp_path / "out")
    assert journal.import_file(tmp_path / "out").kept == 0


# Visits and prescriptions: of these a day may have two that say the same -----------------------------------------------

VISIT = ",2025-03-01,Dr Grey,check-up,,,,"


def test_one_that_is_here_answers_for_one_of_the_file(journal: Journal, write: Write) -> None:
    journal.record(NewVisit(day=date(2025, 3, 1), with_whom="Dr Grey", reason="check-up"))
    path = write(table("visits.csv", VISIT, VISIT))
    receipt = journal.import_file(path)
    assert (receipt.kept, receipt.already) == (1, 1)
    receipt = journal.import_file(path)
    assert (receipt.kept, receipt.already) == (0, 2)
    assert len(journal.visits()) == 2


def test_what_was_changed_since_is_not_brought_again(journal: Journal, write: Write) -> None:
    path = write(table("visits.csv", VISIT, VISIT, ",2025-03-01,Dr Grey,blood test,,,,"))
    assert journal.import_file(path).kept == 3
    changed = journal.visits()[0]
    journal.revise(Kind.VISIT, changed.id, said="go on", day=date(2025, 3, 2))
    receipt = journal.import_file(path)
    assert (receipt.kept, receipt.already, receipt.differing) == (0, 2, 1)
    assert journal.get(Kind.VISIT, changed.id).model_dump()["said"] == "go on"
    # One that was removed comes again, as anything does that was removed.
    journal.remove(Kind.VISIT, changed.id)
    assert journal.import_file(path).kept == 1


def test_a_row_beside_the_same_visit_with_its_id(journal: Journal, write: Write) -> None:
    told = f"{identity(1)},2025-03-01,Dr Grey,check-up,,,2025-03-05T10:00:00+01:00,window"
    for rows in ([told, VISIT], [VISIT, told]):
        path = write(table("visits.csv", *rows))
        assert journal.import_file(path).kept == 2
        assert journal.import_file(path).kept == 0
        journal.undo()


def test_equal_visits_of_two_journals_are_one(journal: Journal, write: Write) -> None:
    """Both brought the same list in; then the tables of one come to the other."""
    journal.import_file(write(table("visits.csv", VISIT)))
    here = journal.visits()
    told = (f"{identity(n)},2025-03-01,Dr Grey,check-up,,,2025-03-05T10:00:00+01:00,import" for n in (1, 2))
    receipt = journal.import_file(write(table("visits.csv", *told)))
    # Theirs had two of them, ours one.
    assert (receipt.kept, receipt.already) == (1, 1)
    assert [one.id for one in journal.visits() if one.id == here[0].id] == [here[0].id]


def test_answers_without_an_id_belong_together(journal: Journal, write: Write, refused: Callable[..., str]) -> None:
    rows = BY_HAND["questionnaires.csv"][1]
    assert "answer" in refused(write(table("questionnaires.csv", *rows[:2])), 2).lower()
    again = ",2025-03-08,pgic,,,change,5"
    receipt = journal.import_file(write(table("questionnaires.csv", *rows, again)))
    # A second answer on the same day is another response, and of those a day has one.
    assert (receipt.rows, receipt.kept, receipt.differing) == (5, 2, 1)
    assert {one.questionnaire: one.answers for one in journal.responses()} == {
        "peg": {"pain": 4, "enjoyment": 3, "activity": 2},
        "pgic": {"change": 3},
    }


# Many rows, and a broken one ------------------------------------------------------------------------------------------


def many(days: int = 220) -> dict[str, list[str]]:
    """Tables with everything odd that a person or a spreadsheet makes of them."""
    words = ["=SUM(A1)", "+1", "-x", "@me", "'quoted", 'a "word", and; more', "two\nLINES", "Größe завтра", "🙂", "ألم"]
    return {
        "doses.csv": [
            f",{day(n)},missed,,,,,,"
            if n % 7 == 3
            else f",{day(n)},taken,{'4.5' if n > 50 else '0.0000003'},"
            f"{day(n + n % 2)}T{'00:40' if n % 2 else '22:05'}:00+01:00,,,,"
            for n in range(days)
            if n % 11
        ],
        "ratings.csv": [
            f",{day(n)},pain,{(n + hour) % 11},{day(n)}T{hour:02}:30:00+01:00,,"
            for n in range(days)
            for hour in (8, 21)
        ],
        "notes.csv": [f',{day(n)},"{guard(words[n % 10]).replace(chr(34), chr(34) * 2)}",,,' for n in range(days)],
        "visits.csv": [f",{day(n - n % 3)},Dr Grey,,,,," for n in range(days)],
    }


def test_a_folder_of_many_rows_by_hand(journal: Journal, tmp_path: Path, there_and_back: RoundTrip) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for file, rows in many().items():
        text = table(file, *rows)
        # One spreadsheet writes a byte order mark, another does not.
        (folder / file).write_text(text, encoding="utf-8-sig" if file == "notes.csv" else "utf-8")
    receipt = there_and_back(folder)
    assert receipt.rows == receipt.kept == 200 + 440 + 220 + 220
    assert counts(journal) == {Kind.DOSE: 200, Kind.RATING: 440, Kind.NOTE: 220, Kind.VISIT: 220}
    assert {one.text for one in journal.notes()} >= {"=SUM(A1)", "'quoted", 'a "word", and; more', "two\nLINES", "🙂"}
    assert journal.check() == []


@pytest.mark.parametrize(
    ("file", "broken"),
    [
        ("doses.csv", ",2025-02-31,missed,,,,,,"),
        ("doses.csv", ",2025-03-01,eaten,,,,,,"),
        ("ratings.csv", ",2025-03-01,pain,11,,,"),
        ("ratings.csv", ",2025-03-01,pain,4,09:00,,"),
        ("ratings.csv", ",2025-03-01,pain,4"),
        ("notes.csv", f",2025-03-01,{'x' * 20_001},,,"),
        ("visits.csv", ",2025-03-01,,,[not a list,,,"),
        ("visits.csv", f",2025-03-01,,,,{'9' * 30_000},,"),
    ],
)
def test_row_137_of_a_table_is_named_and_nothing_is_stored(
    tmp_path: Path, refused: Callable[..., str], file: str, broken: str
) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "events.csv").write_text(table("events.csv", *BY_HAND["events.csv"][1]), encoding="utf-8")
    # Rows of one line each, so that row 137 stands on line 138.
    rows = [row.replace("\n", " ") for row in many()[file]]
    assert len(rows) >= 200
    rows[136] = broken
    (folder / file).write_text(table(file, *rows), encoding="utf-8")
    assert file in refused(folder, 138)
    # And alone, without its folder.
    refused(folder / file, 138)


def notes_in_json(journal: Journal, tmp_path: Path, n: int = 220) -> Path:
    journal.record(*(NewNote(day=day(0) + timedelta(days=i), text=f"=note {i} 🙂\nLine") for i in range(n)))
    journal.record(NewVisit(day=day(1), with_whom="Dr Grey"), NewVisit(day=day(1), with_whom="Dr Grey"))
    path = tmp_path / "journal.json"
    journal.export_json(path)
    journal.undo()
    journal.undo()
    return path


def test_json_of_many_records_into_a_journal_in_use(
    journal: Journal, tmp_path: Path, there_and_back: RoundTrip
) -> None:
    path = notes_in_json(journal, tmp_path)
    receipt = there_and_back(path)
    assert not receipt.restored
    assert (receipt.rows, receipt.kept) == (222, 222)
    assert counts(journal) == {Kind.NOTE: 220, Kind.VISIT: 2}


@pytest.mark.parametrize(
    "spoilt", [{"day": "2025-02-31"}, {"text": ""}, {"text": "x" * 20_001}, {"text": "a\0b"}, {"mood": 3}, {"id": "1"}]
)
def test_record_137_of_a_json_is_named_and_nothing_is_stored(
    journal: Journal, tmp_path: Path, spoilt: dict[str, object]
) -> None:
    path = notes_in_json(journal, tmp_path)
    whole = path.read_text(encoding="utf-8").splitlines()
    first = next(line for line, text in enumerate(whole) if text.startswith('"note": [')) + 1
    body = json.loads(whole[first + 136].rstrip(","))
    body.update(spoilt)
    whole[first + 136] = json.dumps(body) + ","
    path.write_text("\n".join(whole), encoding="utf-8")
    with pytest.raises(ImportRefused) as caught:
        journal.import_file(path)
    assert caught.value.line == first + 137
    assert counts(journal) == {}
