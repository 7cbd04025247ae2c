"""Built from the migrations equals built from the models, and a real file of every released version opens."""

import re
from pathlib import Path

from ldn_journal.domain.records import Kind
from ldn_journal.store import Store
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.engine import APPLICATION_ID, SCHEMA_VERSION, JournalFile
from ldn_journal.store.migrations import migrate

SINCE = {Kind.PHASE_EDIT: 2, Kind.CONDITION: 3}
"""The version in which a kind of record came, for those younger than the first."""
RELEASED = Path(__file__).parent / "released"


def _schema(path: Path) -> dict[str, object]:
    """Tables with their columns, keys, indexes and CHECK constraints, free of the order in which they were written."""
    connection = connect(path, UNPROTECTED_KEY)
    found: dict[str, object] = {}
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
        found[name] = {
            "columns": connection.execute(f"PRAGMA table_info({name})").fetchall(),
            "foreign": connection.execute(f"PRAGMA foreign_key_list({name})").fetchall(),
            "checks": sorted(re.findall(r"CONSTRAINT (ck_\w+) CHECK \((.+?)\)(?=,?\s*\n)", sql)),
        }
    found["indexes"] = sorted(
        connection.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
    )
    connection.close()
    return found


def test_migrations_and_models_make_the_same_schema(tmp_path: Path) -> None:
    from_models, from_steps = tmp_path / "models.ldnj", tmp_path / "steps.ldnj"
    Store.create(from_models).close()
    connection = connect(from_steps, UNPROTECTED_KEY)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.close()
    file = JournalFile(from_steps, UNPROTECTED_KEY)
    with file.write() as opened:
        migrate(opened, 0)
    file.close()
    expected, found = _schema(from_models), _schema(from_steps)
    assert expected["dose"]["checks"], "the comparison must see the CHECK constraints"  # type: ignore[index]
    assert found == expected


def test_a_file_of_every_released_version_opens(tmp_path: Path) -> None:
    files = sorted(RELEASED.glob("v*.ldnj"))
    assert [int(file.stem[1:]) for file in files] == list(range(1, SCHEMA_VERSION + 1))
    for old in files:
        path = tmp_path / old.name
        path.write_bytes(old.read_bytes())
        store = Store.open(path)
        assert store.schema_version == SCHEMA_VERSION
        assert store.problems() == []
        counts = store.counts()
        kinds = [kind for kind in Kind if SINCE.get(kind, 1) <= int(old.stem[1:])]
        assert all(counts[kind] > 0 for kind in kinds), counts
        store.close()
