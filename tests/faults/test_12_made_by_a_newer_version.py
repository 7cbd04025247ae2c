"""Fault 12: the file carries version 99. Exit code 5, and not a byte of it is changed."""

import pytest

from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from tests.faults.conftest import DONE, NEWER, Program, tree


@pytest.mark.parametrize("backups", [False, True])
def test_a_newer_journal_is_left_as_it_is(program: Program, backups: bool) -> None:
    assert program.made()("log", "pain=4").code == DONE
    if not backups:
        program.alone()
    raw = connect(program.folder.journal, UNPROTECTED_KEY)
    raw.execute("PRAGMA user_version=99")
    raw.close()
    before = tree(program.folder.root)
    for command in (["check"], ["show"], ["log", "pain=5"], ["undo"], ["export", str(program.root / "out")]):
        done = program.quick(*command)
        assert (done.code, done.sentence) == (NEWER, True), (command, done.err)
        assert "newer" in done.err
        assert tree(program.folder.root) == before
    assert not (program.root / "out").exists()
