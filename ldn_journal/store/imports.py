"""Imports in the change log: which there were, and what takes one back although other changes came after it."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from ldn_journal.base.errors import NotFound, NothingToUndo
from ldn_journal.base.texts import _
from ldn_journal.domain.catalogue import STORED
from ldn_journal.domain.log import LoggedImport
from ldn_journal.domain.records import Kind
from ldn_journal.store.engine import JournalFile
from ldn_journal.store.operations import Operation, Remove, Revise
from ldn_journal.store.tables import CHANGE, REVISION, TABLES

_TAKES_BACK = "import {number} taken back"
"""The source of the change that took an import back. Its ``undoes`` is empty, so that undo can take it back in turn."""


@dataclass(frozen=True)
class WayBack:
    """What takes an import back. ``stayed``: how many of its entries were changed since and stay as they are."""

    operations: tuple[Operation, ...]
    stayed: int
    label: str
    source: str


def read_imports(file: JournalFile, source: str) -> list[LoggedImport]:
    """Return every import, oldest first. ``source`` is what their changes have.

    Measures that were made for the entries are no entries, but where there is nothing else.
    """
    entries = func.count().filter(REVISION.c.kind != Kind.MEASURE)
    counted = func.coalesce(func.nullif(entries, 0), func.count()).label("entries")
    count = select(REVISION.c.change, counted).group_by(REVISION.c.change).subquery()
    query = (
        select(CHANGE.c.number, CHANGE.c.at, CHANGE.c.label, count.c.entries)
        .join(count, count.c.change == CHANGE.c.number)
        .where(CHANGE.c.source == source, CHANGE.c.undoes.is_(None))
        .order_by(CHANGE.c.number)
    )
    with file.read() as connection:
        rows = connection.execute(query).all()
        return [
            LoggedImport(row.number, row.at, row.label, row.entries, _is_taken_back(connection, row.number))
            for row in rows
        ]


def way_back(file: JournalFile, number: int, source: str) -> WayBack:
    """Return what takes import ``number`` back. Raises ``NotFound``, ``NothingToUndo`` where it is taken back already."""
    with file.read() as connection:
        wanted = (CHANGE.c.number == number, CHANGE.c.source == source, CHANGE.c.undoes.is_(None))
        change = connection.execute(select(CHANGE.c.label).where(*wanted)).first()
        if change is None:
            raise NotFound(_("There is no import number {number}.").format(number=number))
        if _is_taken_back(connection, number):
            raise NothingToUndo(_("That import was taken back already."))
        operations, stayed = _inverse(connection, number)
    return WayBack(tuple(operations), stayed, change.label, _TAKES_BACK.format(number=number))


def _is_taken_back(connection: Connection, number: int) -> bool:
    undone = select(CHANGE.c.undoes).where(CHANGE.c.undoes.is_not(None))
    by_undo = select(CHANGE.c.number).where(CHANGE.c.undoes == number)
    as_a_whole = select(CHANGE.c.number).where(
        CHANGE.c.source == _TAKES_BACK.format(number=number), CHANGE.c.number.not_in(undone)
    )
    return any(connection.execute(query).first() is not None for query in (by_undo, as_a_whole))


def _inverse(connection: Connection, number: int) -> tuple[list[Operation], int]:
    back: list[Operation] = []
    stayed = 0
    revisions = REVISION.c
    for done in connection.execute(select(REVISION).where(revisions.change == number)).all():
        mine = (revisions.record == done.record,)
        last = connection.execute(select(REVISION).where(*mine).order_by(revisions.change.desc()).limit(1)).one()
        if last.body is None or done.body is None:
            continue
        if not _same(last, done):
            stayed += 1
            continue
        before = connection.scalar(
            select(revisions.body).where(*mine, revisions.change < number).order_by(revisions.change.desc()).limit(1)
        )
        kind = Kind(done.kind)
        back.append(Remove(kind, done.record) if before is None else Revise(STORED[kind].model_validate_json(before)))
    return _with_measures_in_use(connection, back), stayed


def _same(one: Row[Any], other: Row[Any]) -> bool:
    return one.change == other.change or bool(json.loads(one.body) == json.loads(other.body))


def _with_measures_in_use(connection: Connection, back: list[Operation]) -> list[Operation]:
    """Leave a measure where it is while there are ratings of it that are not taken back."""
    going = {one.id for one in back if isinstance(one, Remove)}
    rating, measure = TABLES[Kind.RATING].c, TABLES[Kind.MEASURE].c
    kept: list[Operation] = []
    for one in back:
        if isinstance(one, Remove) and one.kind is Kind.MEASURE:
            key = select(measure.key).where(measure.id == one.id).scalar_subquery()
            if not set(connection.scalars(select(rating.id).where(rating.measure == key))) <= going:
                continue
        kept.append(one)
    return kept
