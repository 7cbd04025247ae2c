"""Fault 13: another program's database lies where the journal should be. It is refused and not touched."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.engine import APPLICATION_ID
from tests.faults.conftest import BAD_INPUT, DAMAGED, DONE, Program


def _plain(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def _ciphered(path: Path, key: bytes, *statements: str) -> None:
    with closing(connect(path, key)) as database:
        for statement in statements:
            database.execute(statement)


OURS = (f"PRAGMA application_id={APPLICATION_ID}", "PRAGMA user_version=2")
TABLE = "CREATE TABLE contacts (name TEXT)"
FOREIGN: dict[str, Callable[[Path], None]] = {
    "a plain database": lambda path: _plain(path, TABLE),
    "a plain database that calls itself ours": lambda path: _plain(path, TABLE, *OURS),
    "an enciphered database": lambda path: _ciphered(path, UNPROTECTED_KEY, TABLE),
    "one under another key": lambda path: _ciphered(path, bytes(range(32)), TABLE, *OURS),
    "one that only calls itself ours": lambda path: _ciphered(path, UNPROTECTED_KEY, TABLE, *OURS),
    "one of our version without our tables": lambda path: _ciphered(
        path, UNPROTECTED_KEY, TABLE, OURS[0], "PRAGMA user_version=3"
    ),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_database_is_refused(program: Program, kind: str) -> None:
    program.folder.make()
    journal = program.folder.journal
    FOREIGN[kind](journal)
    before = journal.read_bytes()
    for command in (["check"], ["log", "pain=5"], ["show"], ["export", str(program.root / "out")]):
        done = program.quick(*command)
        assert (done.code, done.sentence) == (DAMAGED, True), (command, done)
        assert journal.read_bytes() == before
    assert program("init").code == BAD_INPUT
    assert journal.read_bytes() == before
    assert not (program.root / "out").exists()


def test_our_own_plain_export_is_no_journal(program: Program) -> None:
    """It would be stored unprotected and unchecked from then on."""
    assert program.made()("log", "pain=4").code == DONE
    assert program("export", str(program.root / "plain"), "--format", "sqlite").code == DONE
    before = (program.root / "plain").read_bytes()
    program.alone()
    (program.root / "plain").replace(program.folder.journal)
    done = program("log", "pain=5")
    assert (done.code, done.sentence) == (DAMAGED, True), done.err
    assert program.folder.journal.read_bytes() == before
