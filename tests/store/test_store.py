from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.errors import CannotAccess, DiskFull, FileDamaged, FileMissing, InUse, NothingToUndo
from ldn_journal.domain.catalogue import STORED
from ldn_journal.domain.doses import Dose, DoseState
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.life import Condition
from ldn_journal.domain.measures import Rating
from ldn_journal.domain.records import Kind, Operation
from ldn_journal.store import Add, Remove, Revise, Store
from ldn_journal.store.faults import translate, typed_errors

NOW = datetime(2026, 3, 10, 22, 31, tzinfo=UTC)
DAY = date(2026, 3, 10)


@pytest.fixture
def store(tmp_path: Path):
    opened = Store.create(tmp_path / "journal.ldnj")
    yield opened
    opened.close()


def rating(value: float, day: date = DAY) -> Rating:
    return Rating(id=new_id(), recorded_at=NOW, source="window", day=day, measure="pain", value=value)


def apply(store: Store, *operations):
    return store.apply(operations, label="test", source="window", at=NOW)


def test_what_is_written_is_read_back_equal(store: Store) -> None:
    dose = Dose(
        id=new_id(), recorded_at=NOW.astimezone(), source="window", day=DAY, state=DoseState.TAKEN, amount_pg=300,
        at=datetime.fromisoformat("2026-03-11T00:40:00+05:45"), entered="300 pg",
    )  # fmt: skip
    apply(store, Add(dose))
    (back,) = store.all(Kind.DOSE)
    assert back == dose
    assert back.at.utcoffset() == timedelta(hours=5, minutes=45)
    assert back.state is DoseState.TAKEN


def test_changes_say_what_they_touched(store: Store) -> None:
    one = rating(4)
    added = apply(store, Add(one))
    moved = apply(store, Revise(one.model_copy(update={"day": DAY - timedelta(days=1)})))
    assert [t.operation for t in added.touched + moved.touched] == [Operation.ADDED, Operation.REVISED]
    assert moved.days == {DAY, DAY - timedelta(days=1)}
    assert moved.kinds == {Kind.RATING}
    assert not apply(store)


def test_history_keeps_every_state(store: Store) -> None:
    one = rating(4)
    apply(store, Add(one))
    apply(store, Revise(one.model_copy(update={"value": 0.0})))
    apply(store, Remove(Kind.RATING, one.id))
    history = store.history(one.id)
    assert [revision.operation for revision in history] == [Operation.ADDED, Operation.REVISED, Operation.REMOVED]
    assert [revision.record and revision.record.value for revision in history] == [4.0, 0.0, None]


def test_undo_walks_back_through_everything(store: Store) -> None:
    one, two = rating(4), rating(5, DAY - timedelta(days=1))
    apply(store, Add(one))
    apply(store, Revise(one.model_copy(update={"value": 7.0})), Add(two))
    apply(store, Remove(Kind.RATING, one.id))
    undo = lambda: store.undo(source="window", at=NOW)  # noqa: E731
    undo()
    assert {r.value for r in store.all(Kind.RATING)} == {7.0, 5.0}
    undo()
    assert [r.value for r in store.all(Kind.RATING)] == [4.0]
    apply(store, Add(two))
    undo()
    undo()
    assert store.all(Kind.RATING) == []
    with pytest.raises(NothingToUndo):
        undo()
    assert [r.record and r.record.value for r in store.history(one.id)] == [4.0, 7.0, None, 7.0, 4.0, None]


def test_one_bad_operation_stores_nothing(store: Store) -> None:
    good, bad = rating(4), rating(5).model_copy(update={"value": 2_000_000.0})
    with pytest.raises(Exception, match="CHECK constraint"):
        apply(store, Add(good), Add(bad))
    assert store.all(Kind.RATING) == []
    assert store.last_change() is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"condition": "other", "name": None},
        {"until": DAY - timedelta(days=1)},
        {"day": "10 March"},
    ],
)
def test_a_health_fact_is_held_to_its_ranges(store: Store, wrong: dict) -> None:
    fact = Condition(
        id=new_id(), recorded_at=NOW, source="window", day=DAY, condition="pregnancy", until=DAY, name="twins"
    )
    apply(store, Add(fact))
    assert store.all(Kind.CONDITION) == [fact]
    with pytest.raises(Exception, match="CHECK|date"):
        apply(store, Add(fact.model_copy(update={"id": new_id(), **wrong})))
    assert store.all(Kind.CONDITION) == [fact]


def test_database_errors_never_quote_the_diary(store: Store) -> None:
    secret = rating(5).model_copy(update={"value": 2_000_000.0, "measure": "my_secret_word"})
    with pytest.raises(Exception, match="CHECK") as caught:
        apply(store, Add(secret))
    assert "my_secret_word" not in str(caught.value)


def test_daily_values_are_means_with_lowest_and_highest(store: Store) -> None:
    apply(store, Add(rating(2)), Add(rating(4)), Add(rating(0, DAY - timedelta(days=2))))
    days = store.daily_values()["pain"]
    assert [(day.day, day.mean, day.lowest, day.highest, day.n) for day in days] == [
        (DAY - timedelta(days=2), 0.0, 0.0, 0.0, 1),
        (DAY, 3.0, 2.0, 4.0, 2),
    ]
    assert store.daily_values(first=DAY)["pain"] == days[1:]
    assert store.span() == (DAY - timedelta(days=2), DAY)


def test_a_replaced_file_refuses_the_write(store: Store, tmp_path: Path) -> None:
    apply(store, Add(rating(4)))
    path = tmp_path / "journal.ldnj"
    (tmp_path / "other").write_bytes(path.read_bytes())
    (tmp_path / "other").replace(path)
    with pytest.raises(FileMissing, match="moved or replaced"):
        apply(store, Add(rating(5)))
    with pytest.raises(FileMissing):
        store.set_settings({"name": "x"})
    fresh = Store.open(path)
    assert [r.value for r in fresh.all(Kind.RATING)] == [4.0]
    fresh.close()


def test_sqlite_codes_become_typed_errors(tmp_path: Path) -> None:
    from sqlcipher3 import dbapi2

    error = dbapi2.OperationalError("database or disk is full")
    error.sqlite_errorcode = dbapi2.SQLITE_FULL
    assert isinstance(translate(error, tmp_path / "x"), DiskFull)
    error.sqlite_errorcode = dbapi2.SQLITE_MISUSE if hasattr(dbapi2, "SQLITE_MISUSE") else 21
    assert translate(error, tmp_path / "x") is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("database or disk is full", DiskFull),
        ("database is locked", InUse),
        ("file is not a database", FileDamaged),
        ("database disk image is malformed", FileDamaged),
        ("disk I/O error", CannotAccess),
        ("database table is locked", InUse),
        ("access permission denied", FileMissing),
        ("attempt to write a readonly database", FileMissing),
        ("unable to open database file", FileMissing),
        ("no such table: note", type(None)),
    ],
)
def test_errors_of_the_backup_api_are_known_by_their_words(tmp_path: Path, words: str, expected: type) -> None:
    from sqlcipher3 import dbapi2

    assert type(translate(dbapi2.OperationalError(words), tmp_path / "x")) is expected


def test_a_copy_that_the_database_refuses_without_a_code_is_a_sentence(store: Store, tmp_path: Path) -> None:
    """The backup API gives its errors no code: only words tell what happened."""
    from sqlcipher3 import dbapi2

    target = tmp_path / "target"
    keyed = f"PRAGMA key=\"x'{store.file.key.hex()}'\""
    made = dbapi2.connect(str(target), isolation_level=None)
    made.execute(keyed)
    made.execute("CREATE TABLE x (y)")
    made.close()
    raw = dbapi2.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)
    raw.execute(keyed)
    with pytest.raises(dbapi2.Error) as bare:
        store.file.backup_to(raw)
    assert getattr(bare.value, "sqlite_errorcode", None) in (None, dbapi2.SQLITE_ERROR)
    with pytest.raises(CannotAccess, match="cannot be written"), typed_errors(target):
        store.file.backup_to(raw)
    raw.close()


def test_records_are_read_back_as_pydantic_would_construct_them(store: Store) -> None:
    from ldn_journal.domain.catalogue import constructed

    for model in STORED.values():
        fields = dict.fromkeys(model.model_fields)
        fast, plain = constructed(model, dict(fields)), model.model_construct(**fields)
        assert fast == plain
        assert fast.model_fields_set == plain.model_fields_set
        assert fast.model_dump(warnings=False) == plain.model_dump(warnings=False)
        assert fast.model_copy(update={"id": "x"}).id == "x"
