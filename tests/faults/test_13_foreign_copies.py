"""Fault 13: a file that is no copy of a journal, or one with something added, is refused; the journal is not touched."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.engine import APPLICATION_ID, SCHEMA_VERSION
from tests.faults.conftest import DAMAGED, DONE, MISSING, NEWER, Program

TRIGGER = "CREATE TRIGGER sly AFTER INSERT ON note BEGIN DELETE FROM rating; END"
STRANGE_KEY = bytes(range(32))


def _altered(*statements: str) -> Callable[[Path, Path], None]:
    def make(copy: Path, path: Path) -> None:
        shutil.copyfile(copy, path)
        with closing(connect(path, UNPROTECTED_KEY)) as raw:
            for statement in statements:
                raw.execute(statement)

    return make


def _foreign(key: bytes, *statements: str) -> Callable[[Path, Path], None]:
    def make(_copy: Path, path: Path) -> None:
        with closing(connect(path, key)) as raw:
            for statement in ("CREATE TABLE note (text TEXT)", *statements):
                raw.execute(statement)

    return make


def _plain(_copy: Path, path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE note (text TEXT)")
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        raw.commit()


def _damaged(copy: Path, path: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[3 * 4096 + 100] ^= 1
    path.write_bytes(data)


OURS = (f"PRAGMA application_id={APPLICATION_ID}", f"PRAGMA user_version={SCHEMA_VERSION}")
REFUSED: dict[str, tuple[int, Callable[[Path, Path], None]]] = {
    "a trigger": (DAMAGED, _altered(TRIGGER)),
    "a view": (DAMAGED, _altered("CREATE VIEW sly AS SELECT * FROM note")),
    "a view in a table's place": (DAMAGED, _altered("DROP TABLE draft", "CREATE VIEW draft AS SELECT 1 AS name")),
    "a table": (DAMAGED, _altered("CREATE TABLE sly (x)")),
    "a table fewer": (DAMAGED, _altered("DROP TABLE draft")),
    "an index": (DAMAGED, _altered("CREATE INDEX sly ON note (text)")),
    "a reference to nothing": (DAMAGED, _altered("PRAGMA foreign_keys=OFF", "DELETE FROM change")),
    "a value beyond its range": (DAMAGED, _altered("PRAGMA ignore_check_constraints=ON", "UPDATE rating SET value = 2000000")),
    "a table that lost its ranges": (DAMAGED, _altered("DROP TABLE draft", "CREATE TABLE draft (name, at, body)")),
    "another application": (DAMAGED, _altered("PRAGMA application_id=7")),
    "no version": (DAMAGED, _altered("PRAGMA user_version=0")),
    "an impossible version": (DAMAGED, _altered("PRAGMA user_version=-3")),
    "a newer version": (NEWER, _altered(f"PRAGMA user_version={SCHEMA_VERSION + 1}")),
    "version 99": (NEWER, _altered("PRAGMA user_version=99", "CREATE TABLE later (x)")),
    "a plain database": (DAMAGED, _plain),
    "a strange enciphered database": (DAMAGED, _foreign(STRANGE_KEY)),
    "a strange one that calls itself ours": (DAMAGED, _foreign(UNPROTECTED_KEY, *OURS)),
    "one flipped bit": (DAMAGED, _damaged),
    "half a copy": (DAMAGED, lambda copy, path: path.write_bytes(copy.read_bytes()[: 20 * 4096])),
    "an empty file": (DAMAGED, lambda _copy, path: path.write_bytes(b"")),
    "text": (DAMAGED, lambda _copy, path: path.write_text("day,note\n")),
    "a folder": (MISSING, lambda _copy, path: path.mkdir()),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("journal_there", [True, False])
def test_it_is_refused(program: Program, tmp_path: Path, kind: str, journal_there: bool) -> None:
    code, make = REFUSED[kind]
    assert program.made().quick("log", "pain=4", "note=" + "long " * 900).code == DONE
    copy = next(program.folder.backups.glob("*.ldnjb"))
    offered = tmp_path / "offered.ldnjb"
    make(copy, offered)
    if not journal_there:
        program.folder.journal.unlink()
    before = program.folder.journal.read_bytes() if journal_there else None
    content = offered.read_bytes() if offered.is_file() else None
    backups = sorted(path.name for path in program.folder.backups.iterdir())
    refused = program.quick("restore", str(offered))
    assert (refused.code, refused.sentence) == (code, True), refused
    assert (program.folder.journal.read_bytes() if program.folder.journal.exists() else None) == before
    assert sorted(path.name for path in program.folder.backups.iterdir()) == backups
    assert (offered.read_bytes() if offered.is_file() else None) == content
    assert not program.folder.quarantine.exists()


def test_keys_that_ask_for_the_impossible(program: Program, tmp_path: Path) -> None:
    """Somebody else's copy brings keys that would take all memory, or hours."""
    import json

    from ldn_journal.store.keys import _digest, new_ring, write_sibling

    offered = tmp_path / "offered.ldnjb"
    _foreign(STRANGE_KEY, *OURS)(offered, offered)
    (tmp_path / "secret").write_text("four plain words do")
    ring, _key, _code = new_ring("four plain words do")
    write_sibling(tmp_path / "offered.ldnjb.keys", ring)
    program.made()
    for change in ({"memory_kib": 1 << 30}, {"iterations": 1 << 30}, {"lanes": 0}, {"salt": 5}, {"nonce": ""}):
        body = json.loads((tmp_path / "offered.ldnjb.keys").read_bytes())
        body.pop("check")
        body["slots"][0] |= change
        body["check"] = _digest(body)
        (tmp_path / "offered.ldnjb.keys").write_text(json.dumps(body))
        refused = program.quick("restore", str(offered), "--password-file", str(tmp_path / "secret"))
        assert (refused.code, refused.sentence) == (DAMAGED, True), (change, refused)


@pytest.mark.parametrize("statement", [TRIGGER, "CREATE VIEW sly AS SELECT * FROM note"])
def test_one_among_the_backups_is_never_the_newest_good_one(program: Program, statement: str) -> None:
    assert program.made().quick("log", "pain=4").code == DONE
    assert program.quick("backup").code == DONE
    copy = max(program.folder.backups.glob("*.ldnjb"))
    with closing(connect(copy, UNPROTECTED_KEY)) as raw:
        raw.execute(statement)
    listed = program.quick("backups", "--format", "json")
    assert listed.code == DAMAGED
    assert '"sound": false' in listed.out
    program.folder.journal.write_bytes(b"ruins" * 9000)
    told = program.quick("show")
    assert (told.code, "1 entry" in told.err) == (DAMAGED, True)
