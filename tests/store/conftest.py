"""What the tests of the store begin from."""

import shutil
from pathlib import Path

import pytest

from ldn_journal.store import Store
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.tables import metadata

_RELEASED = max(Path(__file__).with_name("released").glob("*.ldnj"))


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new journal with one record of each kind, as a released version wrote them."""
    path = tmp_path_factory.mktemp("full") / "journal.ldnj"
    Store.create(path).close()
    raw = connect(path, UNPROTECTED_KEY)
    old = shutil.copy(_RELEASED, path.with_name("released.ldnj"))
    raw.execute(f"ATTACH DATABASE ? AS old KEY \"x'{UNPROTECTED_KEY.hex()}'\"", (str(old),))
    raw.execute("BEGIN")
    for table in ("change", *sorted(set(metadata().tables) - {"change", "draft"})):
        names = ", ".join(row[1] for row in raw.execute(f'PRAGMA old.table_info("{table}")'))
        raw.execute(f'INSERT INTO main."{table}" ({names}) SELECT {names} FROM old."{table}"')
    raw.execute("COMMIT")
    raw.close()
    return path
