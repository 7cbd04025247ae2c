"""What a change does to the tables, what the log remembers of it, and what takes it back: many records at a time."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from ldn_journal.domain.catalogue import STORED, Record
from ldn_journal.domain.records import Kind, Touched
from ldn_journal.domain.records import Operation as Happened
from ldn_journal.store.operations import Add, Operation, Remove, Revise
from ldn_journal.store.tables import REVISION, TABLES

# Built once: composing a statement costs more than running it.
_INSERT = {kind: insert(table) for kind, table in TABLES.items()}
_INSERT_REVISION = insert(REVISION)
_AT_ONCE = 500
"""Records asked for in one statement; SQLite takes some thousands of parameters."""


def carry_out(connection: Connection, operations: Sequence[Operation]) -> list[Touched]:
    """Do all ``operations``, each on a record of its own, and return what was touched, in their order."""
    adding: dict[Kind, list[dict[str, Any]]] = {}
    revising: dict[Kind, list[dict[str, Any]]] = {}
    removing: dict[Kind, list[dict[str, Any]]] = {}
    for operation in operations:
        match operation:
            case Add(record):
                adding.setdefault(record.kind, []).append(_fields(record))
            case Revise(record):
                revising.setdefault(record.kind, []).append(_fields(record) | {"which": record.id})
            case Remove(kind, identity):
                removing.setdefault(kind, []).append({"which": identity})
    before = {
        identity: days
        for kind in revising.keys() | removing.keys()
        for identity, days in _days(connection, kind, [*revising.get(kind, ()), *removing.get(kind, ())])
    }
    # What goes makes room for what comes: a day has one night.
    for kind, rows in removing.items():
        connection.execute(delete(TABLES[kind]).where(TABLES[kind].c.id == bindparam("which")), rows)
    for kind, rows in revising.items():
        connection.execute(update(TABLES[kind]).where(TABLES[kind].c.id == bindparam("which")), rows)
    for kind, rows in adding.items():
        connection.execute(_INSERT[kind], rows)
    return [_touched(operation, before) for operation in operations]


def remember(connection: Connection, number: int, operations: Sequence[Operation]) -> None:
    """Write into the log what became of each record in change ``number``."""
    rows: list[dict[str, Any]] = []
    for position, operation in enumerate(operations):
        match operation:
            case Add(record) | Revise(record):
                rows.append({"kind": record.kind, "record": record.id, "body": _body(record)})
            case Remove(kind, identity):
                rows.append({"kind": kind, "record": identity, "body": None})
        rows[-1].update(change=number, position=position)
    connection.execute(_INSERT_REVISION, rows)


def inverse(connection: Connection, number: int) -> list[Operation]:
    """Return the operations that put every record touched by change ``number`` back to its state before."""
    changed, earlier = REVISION.alias("changed"), REVISION.alias("earlier")
    # One look into the index of records for each: a join would let the database read the whole log for each.
    before = (
        select(earlier.c.body)
        .where(earlier.c.record == changed.c.record, earlier.c.change < number)
        .order_by(earlier.c.change.desc())
        .limit(1)
        .scalar_subquery()
    )
    touched = (
        select(changed.c.kind, changed.c.record, changed.c.body.is_(None).label("gone"), before.label("before"))
        .where(changed.c.change == number)
        .order_by(changed.c.position.desc())
    )
    back: list[Operation] = []
    for row in connection.execute(touched).all():
        kind = Kind(row.kind)
        if row.before is None:
            back.append(Remove(kind, row.record))
        elif row.gone:
            back.append(Add(_from_body(kind, row.before)))
        else:
            back.append(Revise(_from_body(kind, row.before)))
    return back


def _touched(operation: Operation, before: dict[str, frozenset[date]]) -> Touched:
    match operation:
        case Add(record):
            return Touched(record.kind, record.id, Happened.ADDED, _day_of(record))
        case Revise(record):
            return Touched(record.kind, record.id, Happened.REVISED, before[record.id] | _day_of(record))
        case Remove(kind, identity):
            return Touched(kind, identity, Happened.REMOVED, before[identity])


def _days(connection: Connection, kind: Kind, rows: Sequence[dict[str, Any]]) -> Iterable[tuple[str, frozenset[date]]]:
    """Yield the day that each record stands on, by its id; no day for kinds that have none."""
    table = TABLES[kind]
    dated = "day" in table.c
    columns = (table.c.id, table.c.day) if dated else (table.c.id,)
    for start in range(0, len(rows), _AT_ONCE):
        asked = [row["which"] for row in rows[start : start + _AT_ONCE]]
        for found in connection.execute(select(*columns).where(table.c.id.in_(asked))):
            yield found.id, frozenset({found.day}) if dated else frozenset()


def _fields(record: Record) -> dict[str, Any]:
    """The record's fields as stored; a plain dict, because a dump would re-validate and copy."""
    return dict(record.__dict__)


def _body(record: Record) -> str:
    return record.model_dump_json(exclude_none=True)


def _from_body(kind: Kind, body: str) -> Record:
    return STORED[kind].model_validate_json(body)


def _day_of(record: Record) -> frozenset[date]:
    day = getattr(record, "day", None)
    return frozenset() if day is None else frozenset({day})
