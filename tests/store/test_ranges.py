"""The ranges, references and keys of every table: each is seen to refuse, and so is a copy in which one was passed by."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint
from sqlcipher3 import dbapi2

from ldn_journal.base.errors import FileDamaged
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.copies import contents_of
from ldn_journal.store.tables import metadata

_PG = 10**12
_DATED = (
    "titration_step", "prescription", "dose", "rating", "night", "note", "event", "medicine", "condition", "visit",
    "questionnaire_response", "phase_edit",
)  # fmt: skip
REFUSED = [
    ("dose", "state = 'forgotten', amount_pg = NULL"),
    ("dose", "state = 'taken', amount_pg = 0"),
    ("dose", f"state = 'taken', amount_pg = {_PG + 1}"),
    ("dose", "state = 'skipped', amount_pg = 1"),
    ("rating", "value = 1000001"),
    ("rating", "value = -1000001"),
    *(
        ("night", f"{column} = {value}")
        for column, high in (
            ("asleep_minutes", 1440), ("minutes_to_sleep", 1440), ("minutes_awake", 1440), ("awakenings", 100), ("quality", 10),
        )
        for value in (-1, high + 1)
    ),
    ("note", "text = ''"),
    ("note", f"text = '{'x' * 20_001}'"),
    ("event", "until = '2020-01-01'"),
    ("titration_step", "amount_pg = -1"),
    ("titration_step", f"amount_pg = {_PG + 1}"),
    ("titration_step", "times_per_day = 0"),
    ("titration_step", "times_per_day = 9"),
    ("prescription", "strength_pg = NULL, pg_per_ml = NULL"),
    ("prescription", "strength_pg = 1, pg_per_ml = 1"),
    ("prescription", "quantity = 0"),
    ("medicine", "until = '2020-01-01'"),
    ("condition", "condition = 'hiccups'"),
    ("condition", "condition = 'other', name = NULL"),
    ("condition", "until = '2020-01-01'"),
    ("measure", "low = high"),
    ("phase_edit", "edit = 'forget'"),
    *((table, "day = '10 March'") for table in _DATED),
    *((table, "id = NULL") for table in (*_DATED, "measure")),
    *((table, "source = NULL") for table in (*_DATED, "measure")),
    ("revision", "kind = NULL"),
    ("change", "label = NULL"),
    ("setting", "value = NULL"),
]  # fmt: skip
"""What no table takes, whoever writes it."""


@pytest.fixture(scope="module")
def raw(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dbapi2.Connection]:
    opened = connect(Path(shutil.copy(full, tmp_path_factory.mktemp("ranges") / "journal.ldnj")), UNPROTECTED_KEY)
    yield opened
    opened.close()


def refusal(raw: dbapi2.Connection, table: str, change: str) -> str:
    """Try to change the one row of a table; return what the database says."""
    assert raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] >= 1
    with pytest.raises(dbapi2.IntegrityError) as caught:
        raw.execute(f'UPDATE "{table}" SET {change}')
    return str(caught.value)


def test_no_table_takes_what_lies_beyond_its_ranges(raw: dbapi2.Connection) -> None:
    fired = {refusal(raw, table, change).removeprefix("CHECK constraint failed: ") for table, change in REFUSED}
    checks = {
        str(constraint.name)
        for table in metadata().tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert len(checks) > 25
    assert checks <= fired, "a range that nothing was refused by"


def test_what_may_be_there_once_is_not_there_twice(raw: dbapi2.Connection) -> None:
    raw.execute("BEGIN")
    try:
        columns = [row[1] for row in raw.execute("PRAGMA table_info(measure)")]
        others = ", ".join("'another'" if name == "id" else name for name in columns)
        with pytest.raises(dbapi2.IntegrityError, match=r"UNIQUE.*measure\.key"):
            raw.execute(f"INSERT INTO measure SELECT {others} FROM measure")
        undo = "INSERT INTO change (number, at, label, source, undoes) VALUES (?, '2026-03-10', '', '', 1)"
        raw.execute(undo, (101,))
        with pytest.raises(dbapi2.IntegrityError, match=r"UNIQUE.*change\.undoes"):
            raw.execute(undo, (102,))
        with pytest.raises(dbapi2.IntegrityError, match="FOREIGN KEY"):
            raw.execute("INSERT INTO revision VALUES (999, 0, 'note', 'x', NULL)")
    finally:
        raw.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("night", "quality = 11"),
        ("dose", "state = 'skipped', amount_pg = 1"),
        *(pytest.param(*one, marks=pytest.mark.full) for one in REFUSED if "NULL" not in one[1] or "," in one[1]),
    ],
)
def test_a_copy_with_a_row_beyond_its_range_is_never_restored(
    full: Path, tmp_path: Path, table: str, change: str
) -> None:
    """SQLite leaves the ranges out where a file is open for reading alone, as a copy is."""
    path = Path(shutil.copy(full, tmp_path / "copy.ldnjb"))
    raw = connect(path, UNPROTECTED_KEY)
    raw.execute("PRAGMA ignore_check_constraints=ON")
    raw.execute(f'UPDATE "{table}" SET {change}')
    raw.close()
    with pytest.raises(FileDamaged):
        contents_of(path, UNPROTECTED_KEY)
