"""Out and in again: nothing is lost, nothing is doubled, and the files are safe to open in a spreadsheet."""

import csv
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import (
    AlreadyExists,
    CannotAccess,
    ConfirmationNeeded,
    ImportRefused,
    InvalidEntry,
    JournalError,
)
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import STORED
from ldn_journal.domain.doses import DoseState, Form, NewDose, NewPrescription, NewTitrationStep
from ldn_journal.domain.life import (
    ConditionKind,
    NewCondition,
    NewEvent,
    NewMedicine,
    NewNote,
    NewQuestionnaireResponse,
    NewVisit,
)
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.exchange.document import fields_of
from ldn_journal.journal import Journal

NOW = datetime(2026, 3, 10, 22, 31, tzinfo=timezone(timedelta(hours=1)))
FORMULAS = ("=", "+", "-", "@", "\t", "\r")

days = st.dates(date(2025, 1, 1), date(2026, 3, 10))
texts = st.sampled_from(
    ["=1+1", "'quoted", "+1", "-x", "@me", "'=1", "''", "Größe\nзавтра", "ألم شديد", "🙂😴", 'a,b;c"d']
) | st.text(st.characters(blacklist_categories=("Cc", "Cs")), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)
clocks = st.builds(
    lambda at, zone: at.replace(microsecond=0, tzinfo=zone),
    st.times(),
    st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30)), timezone(timedelta(hours=14))]),
)


def timed(
    new: type[NewRecord], at: st.SearchStrategy[time | None], **fields: st.SearchStrategy[Any]
) -> st.SearchStrategy[NewRecord]:
    """Return entries with a clock time of their own day."""
    return st.builds(
        lambda day, at, **said: new(day=day, at=None if at is None else datetime.combine(day, at), **said),
        days,
        at,
        **fields,
    )


maybe_text = st.none() | texts
entries: st.SearchStrategy[NewRecord] = st.one_of(
    timed(NewDose, clocks, state=st.just(DoseState.TAKEN), amount_pg=st.integers(1, 9_999_999_999)),
    timed(NewRating, clocks, measure=st.sampled_from(["pain", "fatigue"]), value=st.integers(0, 10)),
    timed(NewRating, clocks, measure=st.just("my_own"), value=st.floats(-3.5, 3.5)),
    st.builds(NewNight, day=days, asleep_minutes=st.integers(0, 1440), quality=st.none() | st.integers(0, 10)),
    timed(NewNote, st.none() | clocks, text=texts),
    st.builds(NewEvent, day=days, what=texts, note=maybe_text),
    st.builds(NewTitrationStep, day=days, amount_pg=st.integers(0, 10**9), usual_time=st.just(time(22, 30)), note=maybe_text),
    st.builds(NewPrescription, day=days, form=st.sampled_from(Form), pg_per_ml=st.integers(1, 10**10), quantity=st.floats(1, 99)),
    st.builds(NewMedicine, day=days, name=texts, dose=maybe_text),
    st.builds(NewCondition, day=days, condition=st.sampled_from(ConditionKind), name=texts, note=maybe_text),
    st.builds(NewVisit, day=days, with_whom=maybe_text, questions=st.lists(texts, max_size=3), said=maybe_text),
    st.builds(
        NewQuestionnaireResponse, day=days, questionnaire=st.just("peg"),
        answers=st.fixed_dictionaries({item: st.integers(0, 10).map(float) for item in ("pain", "enjoyment", "activity")}),
    ),
)  # fmt: skip
OWN = NewMeasure(key="my_own", name="Heaviness", low=-3.5, high=3.5, anchors={"0": "none", "3.5": "=much"})


@contextmanager
def fresh() -> Iterator[Journal]:
    with (
        tempfile.TemporaryDirectory() as where,
        Journal.create(DataFolder(Path(where)), clock=FixedClock(NOW)) as journal,
    ):
        yield journal


def lived(journal: Journal, sittings: list[list[NewRecord]]) -> None:
    """Record made-up sittings with everything that makes a history: revisions, removals, undo."""
    journal.record(OWN)
    journal.change_settings(settling_days=9, name="Zoë")
    for sitting in sittings:
        try:
            journal.record(*sitting)
        except InvalidEntry:
            continue
    notes = journal.notes()
    if notes:
        journal.revise(Kind.NOTE, notes[0].id, text="rewritten")
        journal.undo()
        journal.remove(Kind.NOTE, notes[0].id)
    journal.record(NewRating(day=NOW.date(), measure="pain", value=1))
    journal.undo()


def content(journal: Journal) -> dict[str, Any]:
    return {record.id: fields_of(record) for kind in STORED for record in journal.records(kind)}


def exported(journal: Journal, name: str) -> bytes:
    path = journal.folder.root / name
    journal.export_json(path)
    return path.read_bytes()


@settings(max_examples=25, phases=[Phase.generate], deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(entries, min_size=1, max_size=6), max_size=5))
def test_a_journal_and_its_history_come_back_byte_for_byte(sittings: list[list[NewRecord]]) -> None:
    with fresh() as one, fresh() as other:
        lived(one, sittings)
        first = exported(one, "one.json")
        receipt = other.import_file(one.folder.root / "one.json")
        assert receipt.restored
        assert receipt.rows == receipt.kept == len(content(one))
        assert exported(other, "other.json") == first
        assert other.settings.changed(exports=()) == one.settings.changed(exports=())
        # The history works as it did: the same change is taken back in both.
        assert other.undo().touched == one.undo().touched
        assert other.check() == one.check()


@settings(max_examples=25, phases=[Phase.generate], deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(entries, min_size=1, max_size=6), max_size=5))
def test_the_tables_come_back_as_the_same_records(sittings: list[list[NewRecord]]) -> None:
    with fresh() as one, fresh() as other:
        lived(one, sittings)
        out = one.folder.root / "tables"
        one.export_csv(out)
        assert not any(cell.startswith(FORMULAS) for cell in text_cells(out))
        receipt = other.import_file(out)
        assert receipt.kept == len(content(one))
        assert content(other) == content(one)
        assert other.import_file(out).kept == 0
        assert one.import_file(out).kept == 0
        other.undo()
        assert not content(other)


def text_cells(folder: Path) -> Iterator[str]:
    """Every cell of every table that is no plain number."""
    for path in folder.glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                yield from (cell for cell in row if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e-[0-9]+)?", cell))


@pytest.fixture
def diary(journal: Journal) -> Journal:
    day = date(2026, 3, 4)
    journal.record(
        OWN,
        NewDose(day=day, state=DoseState.TAKEN, amount_pg=300, at=datetime(2026, 3, 5, 0, 40, tzinfo=NOW.tzinfo)),
        NewDose(day=date(2026, 3, 5), state=DoseState.MISSED),
        NewRating(day=day, measure="pain", value=4, at=datetime(2026, 3, 4, 22, 31, tzinfo=NOW.tzinfo)),
        NewRating(day=day, measure="pain", value=5),
        NewRating(day=day, measure="my_own", value=-2),
        NewNight(day=day, asleep_minutes=430, quality=0),
        NewNote(day=day, text="=HYPERLINK(A1)"),
        NewQuestionnaireResponse(day=day, questionnaire="peg", answers={"pain": 1, "enjoyment": 2, "activity": 0}),
        NewQuestionnaireResponse(day=day, questionnaire="pro2", answers={"stools": 2.5, "pain": 0.5}),
    )
    journal.record(NewNote(day=day, text="Ærlig talt"))
    return journal


@pytest.fixture
def file(diary: Journal, tmp_path: Path) -> Path:
    diary.export_json(tmp_path / "diary.json")
    return tmp_path / "diary.json"


def test_the_overview_has_a_line_a_day(diary: Journal, tmp_path: Path) -> None:
    diary.export_csv(tmp_path / "out")
    rows = list(csv.DictReader((tmp_path / "out" / "days.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["day"], row["dose"], row["dose_mg"]) for row in rows] == [
        ("2026-03-04", "taken", "0.0000003"),
        ("2026-03-05", "missed", ""),
    ]
    assert {key: rows[0][key] for key in ("pain", "my_own", "sleep", "sleep_quality")} == {
        "pain": "4.5", "my_own": "-2", "sleep": "430", "sleep_quality": "0",
    }  # fmt: skip
    assert rows[1]["pain"] == ""
    with pytest.raises(ImportRefused, match="overview"):
        diary.import_file(tmp_path / "out" / "days.csv")


def test_one_table_alone_and_a_row_of_the_persons_own(diary: Journal, tmp_path: Path) -> None:
    diary.export_csv(tmp_path / "out")
    path = tmp_path / "out" / "ratings.csv"
    path.write_text(path.read_text(encoding="utf-8-sig") + ",2026-03-06,pain,7,,,\n", encoding="utf-8")
    receipt = diary.import_file(path)
    assert (receipt.rows, receipt.kept, receipt.already) == (4, 1, 3)
    assert [one.value for one in diary.ratings(date(2026, 3, 6))] == [7]


def test_a_bad_cell_in_a_folder_names_file_and_line(diary: Journal, tmp_path: Path) -> None:
    diary.export_csv(tmp_path / "out")
    path = tmp_path / "out" / "doses.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("0.0000003", "nan"), encoding="utf-8")
    with fresh() as other:
        with pytest.raises(ImportRefused, match=r"doses\.csv, line [23]: amount_mg: “nan” is not a number"):
            other.import_file(tmp_path / "out")
        assert not content(other)


def test_a_folder_is_never_written_over(diary: Journal, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o755)
    diary.export_csv(out)
    names = {path.name for path in out.iterdir()}
    assert len(names) == len(STORED) + 1
    with pytest.raises(AlreadyExists, match="not empty"):
        diary.export_csv(out)
    with pytest.raises(AlreadyExists):
        diary.export_csv(out / "doses.csv")
    with pytest.raises(CannotAccess):
        diary.export_csv(tmp_path / "gone" / "out")
    assert {path.name for path in tmp_path.iterdir()} == {"out", "data"}


def test_json_into_a_journal_in_use_adds_what_is_missing(diary: Journal, file: Path) -> None:
    with fresh() as other:
        other.record(NewNote(day=date(2026, 3, 4), text="Ærlig talt"))
        other.record(NewNight(day=date(2026, 3, 4), asleep_minutes=1))
        before = content(other)
        receipt = other.import_file(file)
        assert not receipt.restored
        assert (receipt.rows, receipt.kept, receipt.already, receipt.differing) == (11, 9, 1, 1)
        assert {key: value for key, value in content(diary).items() if key in content(other)} | before == content(other)
        again = other.import_file(file)
        assert (again.kept, again.already, again.differing) == (0, 10, 1)
        other.undo()
        assert content(other) == before


def test_the_same_id_with_other_content_stays_ours(diary: Journal, file: Path) -> None:
    mine = diary.ratings()[0]
    diary.revise(Kind.RATING, mine.id, value=0)
    receipt = diary.import_file(file)
    assert (receipt.kept, receipt.differing) == (0, 1)
    assert any("journal’s own was kept" in sentence for sentence in receipt.sentences())
    assert fields_of(diary.get(Kind.RATING, mine.id))["value"] == 0


def test_a_measure_with_another_scale_here_is_refused(file: Path) -> None:
    with fresh() as other:
        other.record(NewMeasure(key="my_own", name="Other", low=0, high=3))
        with pytest.raises(ImportRefused, match="another scale"):
            other.import_file(file)


def test_what_was_changed_by_hand_becomes_a_change_of_its_own(diary: Journal, file: Path) -> None:
    note = next(one for one in diary.notes() if one.text == "Ærlig talt")
    whole = json.loads(file.read_text(encoding="utf-8"))
    whole["records"]["note"] = [{**one, "text": "by hand"} for one in whole["records"]["note"] if one["id"] == note.id]
    file.write_text(json.dumps(whole), encoding="utf-8")
    with fresh() as other:
        other.import_file(file)
        assert [one.text for one in other.notes()] == ["by hand"]
        assert [one.label for one in other.history(note.id)][-1] == "import"
        other.undo()
        assert {one.text for one in other.notes()} == {"Ærlig talt", "=HYPERLINK(A1)"}


def test_records_without_a_history_are_restored_too(diary: Journal, file: Path) -> None:
    whole = json.loads(file.read_text(encoding="utf-8"))
    del whole["changes"]
    file.write_text(json.dumps(whole), encoding="utf-8")
    with fresh() as other:
        other.import_file(file)
        assert content(other) == content(diary)
        other.undo()
        assert not content(other)


def test_ratings_of_a_measure_that_was_changed_or_removed_can_be_restored(journal: Journal, tmp_path: Path) -> None:
    journal.record(OWN, NewRating(day=date(2026, 3, 4), measure="my_own", value=-2))
    own = journal.records(Kind.MEASURE)[0]
    journal.revise(Kind.MEASURE, own.id, key="my_new", low=0)
    journal.export_json(tmp_path / "changed.json")
    journal.remove(Kind.MEASURE, own.id)
    journal.export_json(tmp_path / "removed.json")
    for name, kept in (("changed.json", 2), ("removed.json", 1)):
        with fresh() as other:
            assert other.import_file(tmp_path / name).kept == kept
            assert other.check() == []


def test_a_measure_that_was_chosen_and_then_taken_out_is_no_fault(journal: Journal, tmp_path: Path) -> None:
    journal.record(OWN)
    journal.change_settings(tracked=("pain", "my_own"), primary_outcome="my_own")
    journal.remove(Kind.MEASURE, journal.records(Kind.MEASURE)[0].id)
    journal.export_json(tmp_path / "out.json")
    with fresh() as other:
        assert other.import_file(tmp_path / "out.json").restored
        assert other.check() == journal.check() == []


def test_a_trial_run_of_a_whole_journal_stores_nothing(file: Path) -> None:
    with fresh() as other:
        trial = other.import_file(file, dry_run=True)
        assert not content(other)
        assert trial == other.import_file(file)


def test_a_large_dose_is_asked_about(diary: Journal, tmp_path: Path) -> None:
    diary.record(NewDose(day=date(2026, 3, 6), state=DoseState.TAKEN, amount_pg=50 * 10**9), confirmed=True)
    diary.export_json(tmp_path / "out.json")
    diary.export_csv(tmp_path / "out")
    for source, words in ((tmp_path / "out.json", r"Line \d+: 50"), (tmp_path / "out", r"doses\.csv, line \d: 50")):
        with fresh() as other:
            with pytest.raises(ConfirmationNeeded, match=words):
                other.import_file(source)
            assert not content(other)
            assert other.import_file(source, confirmed=True).kept == 12


HOSTILE = [
    ('"version": 1', '"version": 2', "newer LDN Journal"),
    ('"version": 1', '"version": "1"', "which version"),
    ('"ldn-journal"', '"something"', "not an LDN Journal export"),
    ('"note": [', '"poem": [', "kind of record that is not known"),
    ('"value": 5.0', '"value": 11.0', r"Line \d+: Pain goes from 0 to 10"),
    ('"value": 5.0', '"value": NaN', "not a number"),
    ('"value": 5.0', '"value": 1e999', "not a number"),
    ('"value": 5.0', f'"value": {"9" * 5000}', "5000 digits"),
    ('"value": 5.0', '"value": true', r"Line \d+"),
    ('"value": 5.0', '"value": 5.0, "mood": 3', r"Line \d+: mood: is not known"),
    ('"measure": "my_own"', '"measure": "unheard_of"', "no measure “unheard_of”"),
    ('"day": "2026-03-05"', '"day": "2026-02-31"', r"Line \d+"),
    ('"day": "2026-03-05"', '"day": "2126-02-03"', "still to come"),
    ('"text": "Ærlig talt"', r'"text": "a\u0000b"', "control characters"),
    ('"text": "Ærlig talt"', r'"text": "a\ud800b"', r"Line \d+"),
    ('"text": "Ærlig talt"', f'"text": "{"x" * 200_000}"', "longer than 20000"),
    ('"undoes": null', '"undoes": 7', "history"),
    ('"number": 2', '"number": 1', "out of order"),
    ('"settings": {}', '"settings": {"colour": "red"}', "setting “colour”"),
    ('"settings": {}', '"settings": {"primary_outcome": "poem"}', "measure “poem”, which is not there"),
    ('"settings": {}', '"settings": {"tracked": ["pain", "my_own", "poem"]}', "measure “poem”, which is not there"),
    ('"settings": {}', '"settings": {}, "more": 1', "“more” is not known"),
    ('"changes": [', '"changes": [[', "not whole JSON"),
]


@pytest.mark.parametrize(("before", "after", "words"), HOSTILE)
def test_a_file_that_was_tampered_with_is_refused_in_one_sentence(
    file: Path, before: str, after: str, words: str
) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    with fresh() as other:
        with pytest.raises(ImportRefused, match=words) as caught:
            other.import_file(file)
        assert len(str(caught.value)) < 300
        assert "\n" not in str(caught.value)
        assert not content(other)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_refused(file: Path, share: float) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])
    with fresh() as other:
        with pytest.raises(ImportRefused):
            other.import_file(file)
        assert not content(other)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_anywhere_is_a_sentence_or_a_whole_journal(file: Path, data: st.DataObject) -> None:
    whole = bytearray(file.read_bytes())
    for _flip in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    damaged = file.with_name("damaged.json")
    damaged.write_bytes(bytes(whole))
    with fresh() as other:
        try:
            kept = other.import_file(damaged, format="json").kept
        except JournalError:
            kept = 0
        assert kept == len(content(other))


def test_an_export_over_a_folder_is_a_sentence(diary: Journal, tmp_path: Path) -> None:
    with pytest.raises(CannotAccess):
        diary.export_json(tmp_path)
