"""Fault 11, of a backup restored on trial: killed at any moment, it leaves everything as it was, and no scratch file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal
from tests.faults.conftest import Tally, posix
from tests.faults.recorder import entry
from tests.faults.test_11_killed_while_changing import Changer, Rounds, contents

pytestmark = posix
PASSWORD = "four plain words do"


@pytest.fixture(scope="module")
def changer() -> Iterator[Changer]:
    """The process that is killed."""
    made = Changer()
    yield made
    made.stop()


@pytest.mark.full
@pytest.mark.parametrize("rounds", [40])
def test_restoring_on_trial(changer: Changer, tmp_path: Path, tally: Tally, rounds: int) -> None:
    begin = DataFolder(tmp_path / "begin")
    with Journal.create(begin) as journal:
        for number in range(120):
            journal.record(*entry(number))
        journal.protect(PASSWORD)
        journal.backup()
        journal.record(*entry(120))
    old = contents(begin, PASSWORD)
    run = Rounds(changer, begin.root, tmp_path, rounds, what="trial", password=PASSWORD)
    backups = files(begin.backups)
    scratch = 0
    for kill in run.killed():
        left = list(run.folder.root.glob(".journal.*"))
        scratch += bool(left)
        assert all(path.stat().st_mode & 0o077 == 0 for path in left)
        assert contents(run.folder, PASSWORD) == old
        assert files(run.folder.backups) == backups
        assert not list(run.folder.root.glob(".*.part*"))
        with Journal.open(run.folder, password=PASSWORD) as journal:
            known = not journal.trial_due()
            assert journal.trial_news().failed == ()
        run.counted["new" if known else "old"] += 1
        assert known or not kill.done
        shutil.rmtree(run.folder.root)
    run.tell(tally)
    tally(left_a_scratch_file=scratch)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
