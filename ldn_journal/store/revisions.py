"""The change log, read: every state of a record, all that ever touched a day, and the newest changes of the whole journal.

The day of a record stands only inside the bodies of its revisions, so a day's records are found by looking into every body: a
record that was removed or moved away is in no table any more. The bodies of twenty years are 12 MB; what the check at opening
has read is still in the page cache then (``store/connection.py``), and the search takes 20 to 30 ms.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, func, select, tuple_

from ldn_journal.domain.catalogue import STORED, Record
from ldn_journal.domain.log import Place
from ldn_journal.domain.records import Kind, Operation, Revision
from ldn_journal.store.engine import JournalFile
from ldn_journal.store.tables import CHANGE, REVISION

UNDO = "undo"
"""The source of a change that takes another one back."""
_IMPORT_TAKEN_BACK = re.compile(r"import (\d+) taken back")


class Step(NamedTuple):
    """What one change did to one record: its state before and after, ``None`` where there was no record.

    ``takes_back`` is the number of the change that is taken back by this one; ``source`` is then ``UNDO``.
    """

    place: Place
    at: datetime
    label: str
    source: str
    takes_back: int | None
    kind: Kind
    record: str
    before: Record | None
    after: Record | None

    @property
    def operation(self) -> Operation:
        """What happened to the record."""
        if self.after is None:
            return Operation.REMOVED
        return Operation.ADDED if self.before is None else Operation.REVISED


class Revisions:
    """Reads the change log of an open file."""

    def __init__(self, file: JournalFile) -> None:
        self._file = file

    def of_record(self, identity: str) -> list[Revision]:
        """Return every state a record has had, oldest first."""
        steps = self._steps(_STEPS.where(REVISION.c.record == identity))
        return [
            Revision(change=one.place.change, at=one.at, label=one.label, operation=one.operation, record=one.after)
            for one in steps
        ]

    def of_day(self, day: date, kinds: Sequence[Kind]) -> list[Step]:
        """Return every step of every record of these kinds that ever stood on ``day``: record by record, oldest first."""
        once_there = (
            select(REVISION.c.record)
            .where(REVISION.c.kind.in_(bindparam("kinds", expanding=True)))
            # In JSON a quotation mark inside a text has a backslash before it, so this is never found in one.
            .where(func.instr(REVISION.c.body, bindparam("written")) > 0)
        )
        query = _STEPS.where(REVISION.c.record.in_(once_there))
        return self._steps(query, {"kinds": [str(kind) for kind in kinds], "written": f'"day":"{day.isoformat()}"'})

    def page(
        self, before: Place | None, limit: int, *, kinds: Sequence[Kind] = (), without: Sequence[str] = ()
    ) -> list[Step]:
        """Return ``limit`` steps, newest first, of those that stand before ``before`` in the log.

        ``kinds``: only of these, where there are any; ``without``: none of changes with these sources.
        """
        newest: Select[Any] = select(REVISION.c.change, REVISION.c.position)
        if before is not None:
            newest = newest.where(tuple_(REVISION.c.change, REVISION.c.position) < before)
        if kinds:
            newest = newest.where(REVISION.c.kind.in_([str(kind) for kind in kinds]))
        if without:
            newest = newest.join(CHANGE, CHANGE.c.number == REVISION.c.change).where(CHANGE.c.source.not_in(without))
        newest = newest.order_by(REVISION.c.change.desc(), REVISION.c.position.desc()).limit(limit)
        query = _WITH_BEFORE.where(tuple_(REVISION.c.change, REVISION.c.position).in_(newest))
        with self._file.read() as connection:
            rows = connection.execute(query.order_by(REVISION.c.change.desc(), REVISION.c.position.desc())).all()
        return [_step(row, _record(row.kind, row.earlier)) for row in rows]

    def newest(self, limit: int, most: int) -> list[tuple[int, list[Step]]]:
        """Return the newest ``limit`` changes, newest first: how many steps each has, and the first ``most`` of them."""
        numbers = select(CHANGE.c.number).order_by(CHANGE.c.number.desc()).limit(limit)
        changed = REVISION.c.change
        counted = select(changed, func.count().label("n")).where(changed.in_(numbers)).group_by(changed)
        query = _WITH_BEFORE.where(changed.in_(numbers), REVISION.c.position < most)
        with self._file.read() as connection:
            counts = {row.change: row.n for row in connection.execute(counted)}
            rows = connection.execute(query.order_by(changed.desc(), REVISION.c.position)).all()
        found: dict[int, list[Step]] = {}
        for row in rows:
            found.setdefault(row.change, []).append(_step(row, _record(row.kind, row.earlier)))
        return [(counts[number], steps) for number, steps in found.items()]

    def last_of(self, kind: Kind) -> list[Record]:
        """Return the last state of every record of a kind there has ever been, those that were removed too."""
        last: dict[str, Record] = {}
        for step in self._steps(_STEPS.where(REVISION.c.kind == str(kind))):
            if step.after is not None:
                last[step.record] = step.after
        return list(last.values())

    def given_states(self) -> dict[str, list[Record]]:
        """Return every state that was given to each record that was changed, by id, oldest first.

        What was undone is left out, and so are undoing and taking back: they give nothing that was not given before.
        """
        changed = select(REVISION.c.record).group_by(REVISION.c.record).having(func.count() > 1)
        given: dict[str, list[Record]] = {}
        undone: set[tuple[str, int]] = set()
        for step in reversed(self._steps(_STEPS.where(REVISION.c.record.in_(changed)))):
            if (step.record, step.place.change) in undone:
                continue
            if step.takes_back is not None:
                undone.add((step.record, step.takes_back))
            elif step.after is not None:
                given.setdefault(step.record, []).insert(0, step.after)
        return given

    def time_of(self, number: int) -> datetime | None:
        """Return when a change was made, ``None`` if there is none of that number."""
        with self._file.read() as connection:
            at: datetime | None = connection.scalar(select(CHANGE.c.at).where(CHANGE.c.number == number))
        return at

    def _steps(self, query: Select[Any], values: dict[str, Any] | None = None) -> list[Step]:
        """Return the steps of whole records, each with the state before it."""
        ordered = query.order_by(REVISION.c.record, REVISION.c.change, REVISION.c.position)
        with self._file.read() as connection:
            rows = connection.execute(ordered, values or {}).all()
        found: list[Step] = []
        for row in rows:
            earlier = found[-1].after if found and found[-1].record == row.record else None
            found.append(_step(row, earlier))
        return found


_REVISION = (REVISION.c.change, REVISION.c.position, REVISION.c.kind, REVISION.c.record, REVISION.c.body)
_STEPS = select(*_REVISION, CHANGE.c.at, CHANGE.c.label, CHANGE.c.source, CHANGE.c.undoes).join(
    CHANGE, CHANGE.c.number == REVISION.c.change
)
_EARLIER = REVISION.alias("earlier")
_WITH_BEFORE = _STEPS.add_columns(
    select(_EARLIER.c.body)
    .where(_EARLIER.c.record == REVISION.c.record, _EARLIER.c.change < REVISION.c.change)
    .order_by(_EARLIER.c.change.desc())
    .limit(1)
    .scalar_subquery()
    .label("earlier")
)


def _step(row: Row[Any], before: Record | None) -> Step:
    import_number = _IMPORT_TAKEN_BACK.fullmatch(row.source)
    takes_back = int(import_number[1]) if import_number else row.undoes
    return Step(
        place=Place(row.change, row.position),
        at=row.at,
        label=row.label,
        source=row.source if takes_back is None else UNDO,
        takes_back=takes_back,
        kind=Kind(row.kind),
        record=row.record,
        before=before,
        after=_record(row.kind, row.body),
    )


def _record(kind: str, body: str | None) -> Record | None:
    return None if body is None else STORED[Kind(kind)].model_validate_json(body)
