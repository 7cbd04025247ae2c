"""Fault 18: the clock stands at 1970 or 2090. The newest backups by number are kept; an update leaves the old file."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.cli.main import main
from ldn_journal.domain.life import NewNote
from ldn_journal.journal import Journal
from ldn_journal.store.connection import UNPROTECTED_KEY
from ldn_journal.store.copies import contents_of
from ldn_journal.store.engine import SCHEMA_VERSION
from tests.faults.test_11_killed_while_changing import enlarged

RIGHT = datetime(2026, 3, 10, 20, tzinfo=UTC)
WRONG = [datetime(1970, 1, 1, tzinfo=UTC), datetime(2090, 12, 31, 23, 59, tzinfo=UTC)]


def _listed(folder: DataFolder, clock: FixedClock, capsys: pytest.CaptureFixture[str]) -> list[tuple[int, int]]:
    """Number and entries of each backup, as the command line lists them."""
    capsys.readouterr()
    assert main(["--data-dir", str(folder.root), "backups", "--format", "json"], clock=clock) == 0
    return [(one["number"], one["entries"]) for one in json.loads(capsys.readouterr().out)]


@pytest.mark.parametrize("wrong", WRONG, ids=["1970", "2090"])
def test_the_newest_by_number_are_kept(folder: DataFolder, wrong: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    clock = FixedClock(RIGHT)
    made = 0
    with Journal.create(folder, clock=clock) as journal:
        for begin, count in (
            (RIGHT, 11),
            (wrong, 3),
            (RIGHT + timedelta(days=1), 2),
            (wrong, 1),
            (RIGHT + timedelta(days=2), 1),
        ):
            clock.at = begin
            for _turn in range(count):
                journal.record(NewNote(day=journal.today(), text=f"{made}"))
                made += 1
                assert journal.upkeep().backup.number == made
                clock.move(timedelta(minutes=31))
                newest = [one.number for one in journal.backups()][:10]
                assert newest == list(range(made, max(0, made - 10), -1))
    for at in (clock.at, *WRONG):
        listed = _listed(folder, FixedClock(at), capsys)
        # Each holds as many entries as were stored when it was made: none is out of its order.
        assert [number for number, _entries in listed][:10] == list(range(made, made - 10, -1))
        assert all(entries == number for number, entries in listed)


@pytest.mark.parametrize("at", [RIGHT, *WRONG], ids=["2026", "1970", "2090"])
def test_recording_and_going_back_under_any_clock(
    folder: DataFolder, at: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = FixedClock(at)
    run = lambda *arguments: main(["--data-dir", str(folder.root), *arguments], clock=clock)  # noqa: E731
    assert run("init") == 0
    assert run("log", "pain=3") == 0
    clock.at = RIGHT + timedelta(days=3)
    assert run("log", "pain=4", "mood=2") == 0
    listed = _listed(folder, clock, capsys)
    assert listed == [(2, 3), (1, 1)]
    copy = min(folder.backups.glob("*.ldnjb"))
    clock.at = at
    assert run("restore", str(copy)) == 0
    assert _listed(folder, clock, capsys) == [(3, 3), (2, 3), (1, 1)]
    assert run("check") == 0


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
@pytest.mark.parametrize("at", [RIGHT, *WRONG], ids=["2026", "1970", "2090"])
def test_bringing_a_file_up_to_date_leaves_the_old_one(
    folder: DataFolder, tmp_path: Path, at: datetime, version: int
) -> None:
    folder.make()
    enlarged(folder.journal, version)
    old = contents_of(folder.journal, UNPROTECTED_KEY)
    with Journal.open(folder, clock=FixedClock(at)) as journal:
        assert sum(journal.info().counts.values()) == old.entries
        (backup,) = journal.backups()
    assert contents_of(backup.path, UNPROTECTED_KEY) == old
    assert old.schema_version == version
    # It is not made again, and it can be gone back to.
    with Journal.open(folder, clock=FixedClock(at)) as journal:
        assert len(journal.backups()) == 1
        assert journal.restore(backup.path).entries == old.entries
        assert (journal.check(), journal.info().schema_version) == ([], SCHEMA_VERSION)
