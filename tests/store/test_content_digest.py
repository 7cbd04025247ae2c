"""What a file says, as one digest: the same for the same rows, and for nothing else."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ldn_journal.domain.identity import new_id
from ldn_journal.domain.life import Note
from ldn_journal.store import Add, Store
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.content_digest import content_digest
from ldn_journal.store.copies import copy_and_read, reading

AT = datetime(2026, 3, 10, 22, 31, tzinfo=UTC)
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("written") / "journal.ldnj"
    store = Store.create(path)
    for text in ("one", "two"):
        note = Note(id=new_id(), recorded_at=AT, source="window", day=date(2026, 3, 10), text=text)
        store.apply([Add(note)], label="note", source="window", at=AT)
    store.set_settings({"name": "A. Person"})
    store.keep_drafts({"note": "begun"}, AT)
    store.close()
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, written: bytes) -> Path:
    path = tmp_path / "journal.ldnj"
    path.write_bytes(written)
    return path


def digest_of(path: Path, key: bytes = UNPROTECTED_KEY) -> str:
    with reading(path, key) as raw:
        return content_digest(raw)


def test_it_knows_neither_key_nor_pages(path: Path, tmp_path: Path) -> None:
    store = Store.open(path)
    copy_and_read(store.file, tmp_path / "other.ldnj", None, KEY)
    store.close()
    before = digest_of(path)
    raw = connect(path, UNPROTECTED_KEY)
    raw.execute("VACUUM")
    raw.close()
    assert digest_of(path) == digest_of(tmp_path / "other.ldnj", KEY) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE note SET text = 'One' WHERE text = 'one'",
        "DELETE FROM note WHERE text = 'two'",
        "UPDATE change SET at = '2026-03-10T22:31:01+00:00' WHERE number = 2",
        "UPDATE revision SET body = NULL WHERE change = 2",
        "DELETE FROM setting",
        "UPDATE draft SET body = 'began'",
        "CREATE TABLE beside (x)",
        "PRAGMA user_version = 2",
    ],
)
def test_any_row_of_any_table_makes_another(path: Path, change: str) -> None:
    before = digest_of(path)
    raw = connect(path, UNPROTECTED_KEY)
    raw.execute(change)
    raw.close()
    assert digest_of(path) != before


def test_numbers_and_words_that_look_alike_are_two_things(tmp_path: Path) -> None:
    found = set()
    raw = connect(tmp_path / "odd", UNPROTECTED_KEY)
    raw.execute('CREATE TABLE "odd ""name" (value)')
    for value in ("1", "1.0", "'1'", "NULL", "'None'", "x'31'"):
        raw.execute('DELETE FROM "odd ""name"')
        raw.execute(f'INSERT INTO "odd ""name" VALUES ({value})')
        found.add(content_digest(raw))
    raw.close()
    assert len(found) == 6
