"""Imports by number: which there were, taking one back although others came after it, and what was exported."""

from datetime import date
from pathlib import Path

import pytest

from ldn_journal.base.errors import NotFound, NothingToUndo
from ldn_journal.domain.measures import NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal

OWN = {
    "time": {"column": "day"},
    "columns": {
        "ache": {"measure": "my_ache", "low": 0, "high": 10},
        "slept": {"measure": "sleep", "unit": "h"},
        "said": {"kind": "note"},
    },
}
FIRST = "day,ache,slept,said\n2026-03-03,3,7,Rain\n2026-03-04,5,8,\n"
SECOND = "day,ache,slept,said\n2026-03-05,7,6,\n"


def bring(journal: Journal, tmp_path: Path, text: str, name: str = "diary.csv") -> int:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return journal.import_file(path, mapping=OWN).changes.number


def ache(journal: Journal) -> dict[int, float]:
    return {one.day.day: one.value for one in journal.ratings()}


def test_imports_are_listed_with_their_file(journal: Journal, tmp_path: Path) -> None:
    assert journal.imports() == []
    first = bring(journal, tmp_path, FIRST)
    journal.record(NewRating(day=date(2026, 3, 6), measure="pain", value=2))
    second = bring(journal, tmp_path, SECOND, "more\n.csv")
    listed = [(one.number, one.label, one.entries, one.taken_back) for one in journal.imports()]
    assert listed == [(first, "import of diary.csv", 5, False), (second, "import of more.csv", 2, False)]


def test_an_older_import_goes_and_the_rest_stays(journal: Journal, tmp_path: Path) -> None:
    first = bring(journal, tmp_path, FIRST)
    bring(journal, tmp_path, SECOND)
    journal.record(NewRating(day=date(2026, 3, 6), measure="pain", value=2))
    done = journal.undo_import(first)
    assert ache(journal) == {5: 7, 6: 2}
    assert [night.day.day for night in journal.nights()] == [5]
    assert journal.notes() == []
    # Its measure stays, for the second import has ratings of it.
    assert journal.measure("my_ache").high == 10
    assert (done.stayed, done.sentences()) == (0, ["Taken back: 5 entries."])
    assert [one.taken_back for one in journal.imports()] == [True, False]


def test_what_was_changed_since_stays_and_is_counted(journal: Journal, tmp_path: Path) -> None:
    number = bring(journal, tmp_path, FIRST)
    changed, removed = journal.ratings()
    journal.revise(Kind.RATING, changed.id, value=9)
    journal.remove(Kind.RATING, removed.id)
    kept = journal.nights()[0]
    journal.revise(Kind.NIGHT, kept.id, quality=4)
    done = journal.undo_import(number)
    assert ache(journal) == {3: 9}
    assert [night.quality for night in journal.nights()] == [4]
    assert journal.notes() == []
    assert done.stayed == 2
    assert done.sentences()[1] == "2 entries were changed since and stay as they are."
    assert journal.measure("my_ache")


def test_a_change_that_was_taken_back_is_no_change(journal: Journal, tmp_path: Path) -> None:
    number = bring(journal, tmp_path, FIRST)
    journal.revise(Kind.RATING, journal.ratings()[0].id, value=9)
    journal.undo()
    assert journal.undo_import(number).stayed == 0
    assert not journal.ratings()
    assert "my_ache" not in journal.measures()


def test_a_night_that_was_completed_is_as_before(journal: Journal, tmp_path: Path) -> None:
    journal.record(NewNight(day=date(2026, 3, 3), quality=2))
    number = bring(journal, tmp_path, FIRST)
    assert journal.nights()[0].asleep_minutes == 420
    journal.undo_import(number)
    assert [(night.quality, night.asleep_minutes) for night in journal.nights()] == [(2, None)]


def test_taking_back_is_one_change_that_undo_takes_back(journal: Journal, tmp_path: Path) -> None:
    number = bring(journal, tmp_path, FIRST)
    before = ache(journal)
    journal.record(NewRating(day=date(2026, 3, 6), measure="pain", value=2))
    journal.undo_import(number)
    with pytest.raises(NothingToUndo, match="already"):
        journal.undo_import(number)
    assert journal.undo().label == "import of diary.csv"
    assert ache(journal) == {**before, 6: 2}
    assert not journal.imports()[0].taken_back
    # And so on: it can be taken back again, as a whole or step by step.
    journal.undo_import(number)
    assert ache(journal) == {6: 2}
    journal.undo()
    journal.undo()
    journal.undo()
    assert ache(journal) == {}
    assert journal.imports()[0].taken_back
    with pytest.raises(NothingToUndo):
        journal.undo()


def test_an_import_taken_back_by_undo_is_listed_so(journal: Journal, tmp_path: Path) -> None:
    number = bring(journal, tmp_path, FIRST)
    journal.undo()
    assert journal.imports()[0].taken_back
    with pytest.raises(NothingToUndo, match="already"):
        journal.undo_import(number)


def test_only_imports_have_such_numbers(journal: Journal, tmp_path: Path) -> None:
    mine = journal.record(NewRating(day=date(2026, 3, 6), measure="pain", value=2)).number
    for number in (mine, 999):
        with pytest.raises(NotFound, match="no import number"):
            journal.undo_import(number)
    assert ache(journal) == {6: 2}


def test_when_all_was_changed_nothing_is_taken_back(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("day,pain\n2026-03-03,3\n", encoding="utf-8")
    mapping = {"time": {"column": "day"}, "columns": {"pain": {"measure": "pain"}}}
    number = journal.import_file(path, mapping=mapping).changes.number
    journal.revise(Kind.RATING, journal.ratings()[0].id, value=9)
    done = journal.undo_import(number)
    assert not done
    assert done.sentences() == [
        "There was nothing left to take back.",
        "1 entry was changed since and stays as it is.",
    ]
    assert not journal.imports()[0].taken_back


def test_a_list_of_imports_survives_a_whole_export(journal: Journal, tmp_path: Path) -> None:
    from ldn_journal.base.paths import DataFolder

    number = bring(journal, tmp_path, FIRST)
    journal.undo_import(number)
    journal.export_json(tmp_path / "whole.json")
    with Journal.create(DataFolder(tmp_path / "other"), clock=journal.clock) as other:
        other.import_file(tmp_path / "whole.json")
        assert other.imports() == journal.imports()
        other.undo()
        assert ache(other) == {3: 3, 4: 5}


# A preview -------------------------------------------------------------------------------------------------------


def test_a_preview_tells_and_is_taken_in_as_the_journal_then_is(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text(FIRST, encoding="utf-8")
    preview = journal.preview_file(path, mapping=OWN)
    tallies = {one.kind: (one.n, one.first, one.last) for one in preview.tallies}
    assert tallies == {
        Kind.MEASURE: (1, None, None),
        Kind.RATING: (2, date(2026, 3, 3), date(2026, 3, 4)),
        Kind.NIGHT: (2, date(2026, 3, 3), date(2026, 3, 4)),
        Kind.NOTE: (1, date(2026, 3, 3), date(2026, 3, 3)),
    }
    assert (preview.receipt.kept, preview.receipt.dry_run, preview.completed) == (5, True, 0)
    assert not journal.ratings()
    assert journal.imports() == []
    path.unlink()
    journal.record(NewNight(day=date(2026, 3, 3), quality=2))
    receipt = journal.import_previewed(preview)
    assert receipt.kept == 5
    assert [(night.quality, night.asleep_minutes) for night in journal.nights()] == [(2, 420), (None, 480)]
    assert journal.import_previewed(preview).kept == 0


# Exports ---------------------------------------------------------------------------------------------------------


def test_exports_are_kept_in_mind_the_newest_last(journal: Journal, tmp_path: Path) -> None:
    journal.export_json(tmp_path / "a.json")
    journal.export_fhir(tmp_path / "b.json")
    journal.export_sqlite(tmp_path / "c.sqlite")
    journal.export_csv(tmp_path / "d")
    journal.save_file(tmp_path / "e.pdf", b"%PDF", "report")
    journal.export_json(tmp_path / "a.json")
    made = [(Path(one.path).name, one.format) for one in journal.settings.exports]
    assert made == [("b.json", "fhir"), ("c.sqlite", "sqlite"), ("d", "csv"), ("e.pdf", "report"), ("a.json", "json")]
    made = [journal.settings.exports[0].model_copy(update={"path": str(n)}) for n in range(50)]
    journal.change_settings(exports=made)
    journal.remember_export(tmp_path / "f.pdf", "report")
    paths = [one.path for one in journal.settings.exports]
    assert paths == [*(str(n) for n in range(1, 50)), str(tmp_path / "f.pdf")]


def test_no_path_of_this_computer_leaves_in_an_export(journal: Journal, tmp_path: Path) -> None:
    journal.record(NewRating(day=date(2026, 3, 6), measure="pain", value=2))
    journal.export_json(tmp_path / "first.json")
    journal.export_json(tmp_path / "second.json")
    assert "first.json" not in (tmp_path / "second.json").read_text(encoding="utf-8")
