"""Recording one day through the one door, beside the same rows in a bare SQLCipher transaction with the same settings."""

import itertools
import json
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from sqlcipher3 import dbapi2

from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import NEW
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.store import Store
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from tests.benchmarks.diaries import MG, RATED
from tests.benchmarks.measuring import Figure, paired, timed

_NOW = "2026-03-10T22:31:00+01:00"


def measure(rounds: int) -> list[Figure]:
    """Return the ratio for a day of twelve values, each record with its entry in the revision log.

    The reference writes the very same rows into the same tables with plain SQL. The second figure, without a goal of its own,
    sets the day against twelve rows in a single table without any history.
    """
    with tempfile.TemporaryDirectory() as temporary:
        journal = Journal.create(DataFolder(Path(temporary) / "data"))
        Store.create(Path(temporary) / "same.db").close()
        same = connect(Path(temporary) / "same.db", UNPROTECTED_KEY)
        plain = connect(Path(temporary) / "plain.db", UNPROTECTED_KEY)
        plain.execute(
            "CREATE TABLE value (id TEXT PRIMARY KEY, recorded_at TEXT, source TEXT, day TEXT, measure TEXT, value REAL)"
        )
        days = itertools.count(1)
        today = journal.today()

        def each(write: Callable[[date], None]) -> Callable[[], float]:
            return lambda: timed(lambda: write(today - timedelta(days=next(days))))

        ours, reference, ratio = paired(each(partial(_record_day, journal)), each(partial(_insert_same, same)), rounds)
        _, _, simplest = paired(each(partial(_record_day, journal)), each(partial(_insert_plain, plain)), rounds)
        for connection in (same, plain):
            connection.close()
        journal.close()
    return [
        Figure(
            "recording one day / the same rows bare",
            ratio,
            2.0,
            detail=f"{ours * 1e3:.1f} ms / {reference * 1e3:.1f} ms",
        ),
        Figure("  the same / twelve rows, no history", simplest, None),
    ]


def _record_day(journal: Journal, day: date) -> None:
    entries = [
        NEW[Kind.DOSE].model_validate({"day": day, "state": "taken", "amount_pg": 4 * MG}),
        NEW[Kind.NIGHT].model_validate({"day": day, "asleep_minutes": 430, "quality": 6}),
        *(NEW[Kind.RATING].model_validate({"day": day, "measure": measure, "value": 3}) for measure in RATED),
        NEW[Kind.NOTE].model_validate({"day": day, "text": "Nothing to add."}),
    ]
    journal.record(*entries)


def _insert_same(bare: dbapi2.Connection, day: date) -> None:
    """The rows that ``Journal.record`` writes, by hand."""
    identity = lambda: (new_id(), _NOW, "window", day.isoformat())  # noqa: E731
    dose = [(*identity(), "taken", 4 * MG)]
    night = [(*identity(), 430, 6)]
    ratings = [(*identity(), measure, 3.0) for measure in RATED]
    note = [(*identity(), "Nothing to add.")]
    bare.execute("BEGIN IMMEDIATE")
    change = bare.execute("INSERT INTO change (at, label, source) VALUES (?, 'dose', 'window')", (_NOW,)).lastrowid
    bare.executemany(
        "INSERT INTO dose (id, recorded_at, source, day, state, amount_pg) VALUES (?, ?, ?, ?, ?, ?)", dose
    )
    bare.executemany(
        "INSERT INTO night (id, recorded_at, source, day, asleep_minutes, quality) VALUES (?, ?, ?, ?, ?, ?)", night
    )
    bare.executemany(
        "INSERT INTO rating (id, recorded_at, source, day, measure, value) VALUES (?, ?, ?, ?, ?, ?)", ratings
    )
    bare.executemany("INSERT INTO note (id, recorded_at, source, day, text) VALUES (?, ?, ?, ?, ?)", note)
    states = [
        (change, position, kind, row[0], json.dumps(row))
        for position, (kind, row) in enumerate(
            (kind, row)
            for kind, rows in (("dose", dose), ("night", night), ("rating", ratings), ("note", note))
            for row in rows
        )
    ]
    bare.executemany("INSERT INTO revision (change, position, kind, record, body) VALUES (?, ?, ?, ?, ?)", states)
    bare.execute("COMMIT")


def _insert_plain(bare: dbapi2.Connection, day: date) -> None:
    rows = [(new_id(), _NOW, "window", day.isoformat(), str(number), 3.0) for number in range(12)]
    bare.execute("BEGIN IMMEDIATE")
    bare.executemany("INSERT INTO value VALUES (?, ?, ?, ?, ?, ?)", rows)
    bare.execute("COMMIT")
