"""Fault 11: restoring beside a rollback journal that a crash left. What is found is the copy, whole, and nothing else."""

import shutil
from pathlib import Path

import pytest

from ldn_journal.domain.life import NewNote
from ldn_journal.journal import Journal
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from tests.faults.conftest import DAMAGED, DONE, MISSING, Program, posix
from tests.faults.recorder import entry

pytestmark = posix

CRASH = """
import os, sys
from pathlib import Path
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
raw = connect(Path(sys.argv[1]), UNPROTECTED_KEY)
raw.execute("PRAGMA cache_size=2")  # so that pages reach the file before the end of the transaction
raw.execute("BEGIN IMMEDIATE")
raw.execute("UPDATE note SET text = text || ' half a change' ")
raw.execute("UPDATE rating SET value = 9")
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def crashed(program: Program) -> Program:
    """A journal with a backup of 60 entries, 60 more since, and a change half written when the process was killed."""
    with Journal.create(program.folder) as journal:
        for number in range(60):
            journal.record(*entry(number))
        journal.backup()
        for number in range(60, 120):
            journal.record(*entry(number))
    program.python(CRASH, str(program.folder.journal))
    assert beside(program).stat().st_size > 512
    return program


def beside(program: Program) -> Path:
    return program.folder.journal.with_name("journal.ldnj-journal")


def stored(program: Program) -> tuple[int, int]:
    """How many notes there are and how many of them show the half change, in a journal that must be sound."""
    assert program.quick("check").code == DONE
    with Journal.open(program.folder) as journal:
        texts = [note.text for note in journal.notes()]
    return len(texts), sum("half a change" in text for text in texts)


def backup(program: Program) -> str:
    return str(max(program.folder.backups.glob("*.ldnjb")))


def test_the_file_alone_is_torn(crashed: Program) -> None:
    """What the others are about: without its rollback journal this file is a mixture."""
    alone = crashed.root / "alone.ldnj"
    shutil.copyfile(crashed.folder.journal, alone)
    raw = connect(alone, UNPROTECTED_KEY)
    try:
        changed = raw.execute("SELECT count(*) FROM note WHERE text LIKE '%half a change'").fetchone()[0]
        problems = raw.execute("PRAGMA cipher_integrity_check").fetchall()
    except raw.Error:
        changed, problems = 0, ["unreadable"]
    finally:
        raw.close()
    assert changed > 0 or problems


def test_opening_takes_the_half_change_back(crashed: Program) -> None:
    assert stored(crashed) == (120, 0)
    assert not beside(crashed).exists()


def test_going_back(crashed: Program) -> None:
    copy = backup(crashed)
    assert crashed.quick("restore", copy).code == DONE
    assert stored(crashed) == (60, 0)
    with Journal.open(crashed.folder) as journal:
        assert [journal.copy_contents(one.path).entries for one in journal.backups()] == [360, 180]


@pytest.mark.parametrize("state", ["missing", "ruined"])
def test_a_rollback_journal_that_outlived_its_file(crashed: Program, state: str) -> None:
    half = beside(crashed).read_bytes()
    if state == "missing":
        crashed.folder.journal.unlink()
    else:
        crashed.folder.journal.write_bytes(b"ruins" * 50_000)
        # Opened, SQLite would play it back into the ruins first; that changes nothing for the better.
    assert crashed.quick("log", "pain=3").code == (MISSING if state == "missing" else DAMAGED)
    assert crashed.quick("restore", backup(crashed)).code == DONE
    assert stored(crashed) == (60, 0)
    assert not beside(crashed).exists()
    if state == "missing":
        assert [path.read_bytes() for path in crashed.folder.quarantine.iterdir()] == [half]


def test_a_new_journal_beside_an_old_rollback_journal(crashed: Program) -> None:
    half = beside(crashed).read_bytes()
    for path in crashed.folder.backups.iterdir():
        path.unlink()
    crashed.folder.journal.unlink()
    assert crashed.quick("init").code == DONE
    assert stored(crashed) == (0, 0)
    with Journal.open(crashed.folder) as journal:
        journal.record(NewNote(day=entry(0)[0].day, text="begun anew"))
    assert stored(crashed) == (1, 0)
    assert [path.read_bytes() for path in crashed.folder.quarantine.iterdir()] == [half]


def test_a_strange_rollback_journal_beside_a_sound_journal(crashed: Program, another: Program) -> None:
    """Another journal's, moved there by hand or by a sync client: the copy still comes back whole."""
    another.made()
    assert another.quick("log", "pain=3", "note=here").code == DONE
    shutil.copyfile(beside(crashed), beside(another))
    restored = another.quick("restore", backup(crashed))
    assert (restored.code, restored.err) == (DONE, "")
    assert stored(another) == (60, 0)
