"""A whole journal in and out of the file: the log of every change, and the restoring of ids and history as they were."""

import json
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, insert, select

from ldn_journal.base.errors import AlreadyExists
from ldn_journal.base.texts import _
from ldn_journal.domain.log import LoggedChange, LoggedRevision, Whole
from ldn_journal.domain.records import Changes, Kind, Operation, Touched
from ldn_journal.store.engine import JournalFile, storing
from ldn_journal.store.tables import CHANGE, REVISION, SETTING, TABLES


def read_log(file: JournalFile) -> list[LoggedChange]:
    """Return every change, oldest first, with its revisions in the order in which they were made."""
    revisions: dict[int, list[LoggedRevision]] = {}
    with file.read() as connection:
        for row in connection.execute(select(REVISION).order_by(REVISION.c.change, REVISION.c.position)):
            body = None if row.body is None else json.loads(row.body)
            revisions.setdefault(row.change, []).append(LoggedRevision(Kind(row.kind), row.record, body))
        return [
            LoggedChange(row.number, row.at, row.label, row.source, row.undoes, tuple(revisions.get(row.number, ())))
            for row in connection.execute(select(CHANGE).order_by(CHANGE.c.number))
        ]


def restore(file: JournalFile, whole: Whole) -> Changes:
    """Write ``whole`` in one transaction; settings that stand here give way. Raises ``AlreadyExists`` unless empty."""
    touched: list[Touched] = []
    begun = False
    with storing(file, lambda connection: begun and _is_there(connection, whole)) as connection:
        if any(connection.scalar(select(func.count()).select_from(table)) for table in (CHANGE, *TABLES.values())):
            raise AlreadyExists(_("A whole journal is restored into an empty one only."))
        begun = True
        connection.execute(SETTING.delete())
        settings = [{"name": name, "value": _json(value)} for name, value in whole.settings.items()]
        if settings:
            connection.execute(insert(SETTING), settings)
        changes = [
            {"number": one.number, "at": one.at, "label": one.label, "source": one.source, "undoes": one.undoes}
            for one in whole.changes
        ]
        if changes:
            connection.execute(insert(CHANGE), changes)
        log = [
            {"change": one.number, "position": at, "kind": done.kind, "record": done.record, "body": _body(done)}
            for one in whole.changes
            for at, done in enumerate(one.revisions)
        ]
        if log:
            connection.execute(insert(REVISION), log)
        for kind, records in whole.records.items():
            if records:
                connection.execute(insert(TABLES[kind]), [dict(record.__dict__) for record in records])
            for record in records:
                day: date | None = getattr(record, "day", None)
                touched.append(
                    Touched(kind, record.id, Operation.ADDED, frozenset() if day is None else frozenset({day}))
                )
    newest = whole.changes[-1] if whole.changes else None
    return Changes(newest.number if newest else 0, newest.label if newest else "", tuple(touched))


def _is_there(connection: Connection, whole: Whole) -> bool:
    """Whether as many changes and records are there as are in ``whole``, in a journal that was empty before."""
    tables = {CHANGE: len(whole.changes), **{TABLES[kind]: len(records) for kind, records in whole.records.items()}}
    counts = {table: connection.scalar(select(func.count()).select_from(table)) for table in tables}
    return any(tables.values()) and counts == tables


def _body(revision: LoggedRevision) -> str | None:
    return None if revision.body is None else _json(revision.body)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
