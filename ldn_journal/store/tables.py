"""The tables, made from the fields of the domain models: a type gives its column; keys, CHECK ranges and indexes stand here.

They are plain tables, not mapped classes: every statement here is a Core statement, and mapping a dozen classes would cost
a tenth of the time in which the program is ready. Rows are written from validated models and read back into them.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from ldn_journal.domain.catalogue import STORED
from ldn_journal.domain.records import Kind
from ldn_journal.store.columns import ClockTime, Json, Moment, Word

_METADATA = MetaData()

_DAY = "day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
_PG = 10**12  # 1,000 mg in picograms
_PLAIN: dict[type, type[TypeEngine[Any]]] = {
    int: Integer, float: Float, str: String, bool: Boolean, date: Date, datetime: Moment, time: ClockTime,
}  # fmt: skip

_CHECKS: dict[Kind, tuple[str, ...]] = {
    Kind.DOSE: (
        "state IN ('taken', 'skipped', 'missed')",
        f"(state = 'taken' AND amount_pg BETWEEN 1 AND {_PG}) OR (state <> 'taken' AND amount_pg IS NULL)",
    ),
    Kind.RATING: ("value BETWEEN -1000000 AND 1000000",),
    Kind.NIGHT: tuple(
        f"{column} IS NULL OR {column} BETWEEN 0 AND {high}"
        for column, high in (
            ("asleep_minutes", 1440),
            ("minutes_to_sleep", 1440),
            ("minutes_awake", 1440),
            ("awakenings", 100),
            ("quality", 10),
        )
    ),
    Kind.NOTE: ("length(text) BETWEEN 1 AND 20000",),
    Kind.EVENT: ("until IS NULL OR until >= day",),
    Kind.STEP: (f"amount_pg BETWEEN 0 AND {_PG}", "times_per_day BETWEEN 1 AND 8"),
    Kind.PRESCRIPTION: ("(strength_pg IS NULL) <> (pg_per_ml IS NULL)", "quantity IS NULL OR quantity > 0"),
    Kind.MEDICINE: ("until IS NULL OR until >= day",),
    Kind.CONDITION: (
        (
            "condition IN ('liver_disease', 'pregnancy', 'breastfeeding', 'kidney_disease', 'thyroid_disease',"
            " 'depression', 'other')"
        ),
        "condition <> 'other' OR name IS NOT NULL",
        "until IS NULL OR until >= day",
    ),
    Kind.MEASURE: ("low < high",),
    Kind.PHASE_EDIT: ("edit IN ('name', 'join', 'split')",),
}
_INDEXED: dict[Kind, tuple[str, ...]] = {
    # This one holds all that a chart of ten years needs, in the order in which it is needed.
    Kind.RATING: ("day", "measure", "value"),
}


def _type_of(annotation: Any) -> tuple[TypeEngine[Any], bool]:
    """Return the column type for a field's annotation, and whether it may be NULL."""
    if isinstance(annotation, UnionType):
        (inner,) = (part for part in get_args(annotation) if part is not NoneType)
        return _type_of(inner)[0], True
    if get_origin(annotation) in (list, dict):
        return Json(), False
    if issubclass(annotation, StrEnum):
        return Word(annotation), False
    return _PLAIN[annotation](), False


def _columns(model: type[SQLModel]) -> Iterator[Column[Any]]:
    for name, field in model.model_fields.items():
        kind, nullable = _type_of(field.annotation)
        yield Column(name, kind, nullable=nullable, primary_key=name == "id")


TABLES: dict[Kind, Table] = {
    # A table kept in the order of its own key (ids sort by time) needs fewer pages per commit than a table beside an index.
    kind: Table(str(kind), _METADATA, *_columns(model), sqlite_with_rowid=False)
    for kind, model in STORED.items()
}

# One transaction of the person's: when, what it was called, where it came from, and which change it takes back.
CHANGE = Table(
    "change",
    _METADATA,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("label", String, nullable=False),
    Column("source", String, nullable=False),
    Column("undoes", Integer, ForeignKey("change.number"), unique=True),
)

# The state of one record after one change: its fields as JSON, NULL once removed. Only ever appended to.
REVISION = Table(
    "revision",
    _METADATA,
    Column("change", Integer, ForeignKey("change.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("record", String, nullable=False),
    Column("body", String),
    Index("ix_revision_record", "record", "change"),
    sqlite_with_rowid=False,
)

# Settings, a JSON value each.
SETTING = Table("setting", _METADATA, Column("name", String, primary_key=True), Column("value", String, nullable=False))

# Text that someone began and has not stored: what it belongs to, when it was kept, the text itself. It is no record: it has
# no history and goes into no export.
DRAFT = Table(
    "draft",
    _METADATA,
    Column("name", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("body", String, nullable=False),
)


@cache
def metadata() -> MetaData:
    """Return all tables with their CHECK ranges and indexes, for making a new file.

    These are added only here: a journal that is there already has them, and every start would pay for them.
    """
    for kind, table in TABLES.items():
        for number, check in enumerate(_CHECKS.get(kind, ())):
            table.append_constraint(CheckConstraint(check, name=f"ck_{kind}_{number}"))
        if "day" in table.c:
            table.append_constraint(CheckConstraint(_DAY, name=f"ck_{kind}_day"))
            Index(f"ix_{kind}_day", *(table.c[column] for column in _INDEXED.get(kind, ("day",))))
    Index("ix_measure_key", TABLES[Kind.MEASURE].c.key, unique=True)
    return _METADATA
