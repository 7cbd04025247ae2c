"""The schema of each version: its statements, the objects a file of it must hold, and the ranges of its columns.

SQLite tells them: each version is made once, in memory, and what its `sqlite_master` holds is kept as long as the program runs.
Compiling the tables anew for every copy that is read took 40 ms each time.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from sqlalchemy import create_engine
from sqlcipher3 import dbapi2

from ldn_journal.store.engine import SCHEMA_VERSION

_WORD = re.compile(r"\w+|[^\w\s\"]")


class Statement(NamedTuple):
    """A row of `sqlite_master`: what it makes (``table``, ``index``, ``trigger``, ``view``), its name, and the SQL."""

    type: str
    name: str
    sql: str


class SchemaObject(NamedTuple):
    """A table, index, trigger or view of a file: its type, its name, and the words that made it, whatever their order.

    A column that came with a later version stands at the end, and constraints where a migration put them.
    """

    type: str
    name: str
    words: tuple[str, ...]


@cache
def schema_statements(version: int) -> tuple[Statement, ...]:
    """Return what makes an empty file of a schema version, in the order in which it can be run."""
    engine = create_engine("sqlite://", module=dbapi2)
    try:
        with engine.begin() as connection:
            if version == SCHEMA_VERSION:
                from ldn_journal.store.tables import metadata

                metadata().create_all(connection)
            else:
                from ldn_journal.store.migrations import migrate

                migrate(connection, 0, version)
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 - the connection is open
            return _statements_of(raw)
    finally:
        engine.dispose()


@cache
def schema_objects(version: int) -> frozenset[SchemaObject]:
    """Return every table and index of a schema version."""
    return frozenset(_object(one) for one in schema_statements(version))


def objects_of(raw: dbapi2.Connection) -> frozenset[SchemaObject]:
    """Return every table, index, trigger and view that an open file holds."""
    return frozenset(_object(one) for one in _statements_of(raw))


@cache
def range_conditions(version: int) -> tuple[tuple[str, str], ...]:
    """Return, for each table of a version that has CHECK ranges, its name and a condition that only rows beyond them meet.

    Where a range cannot be told (NULL), it holds.
    """
    conditions = (
        (one.name, " OR ".join(f"NOT {check}" for check in _checks_in(one.sql)))
        for one in schema_statements(version)
        if one.type == "table"
    )
    return tuple((name, condition) for name, condition in conditions if condition)


def _statements_of(raw: dbapi2.Connection) -> tuple[Statement, ...]:
    rows = raw.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_autoindex_%' ORDER BY rowid"
    )
    return tuple(Statement(str(kind), str(name), str(sql or "")) for kind, name, sql in rows)


def _object(one: Statement) -> SchemaObject:
    return SchemaObject(one.type, one.name, tuple(sorted(_WORD.findall(one.sql))))


def _checks_in(sql: str) -> Iterator[str]:
    """Yield what stands in brackets behind each CHECK of our own statement for a table."""
    for found in re.finditer(r"\bCHECK \(", sql):
        depth, quoted = 0, False
        for at in range(found.end() - 1, len(sql)):
            quoted ^= sql[at] == "'"
            depth += 0 if quoted else (sql[at] == "(") - (sql[at] == ")")
            if not depth:
                yield sql[found.end() - 1 : at + 1]
                break
