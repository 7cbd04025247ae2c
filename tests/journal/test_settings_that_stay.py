"""What a file from elsewhere may set in a journal, and what it may not: where backups go, when it locks, what is said aloud."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.journal import Journal
from ldn_journal.journal.settings import OF_THIS_COMPUTER, Settings

TRAVELLING = {
    "anchors", "birth_year", "card_contact", "card_doctor", "card_name", "day_boundary", "effects_closed", "intensive_days",
    "journal_id", "name", "paper", "primary_outcome", "primary_outcome_chosen", "questionnaires", "sample", "settling_days",
    "summary_sections", "tracked", "visit_choices",
}  # fmt: skip
STRANGE: dict[str, Any] = {
    "backup_folder": "/somewhere/of/theirs",
    "lock_after_minutes": 0,
    "reminders": {"details": True, "before_password": True, "dose": True},
    "reminded": {"dose": "2026-03-09"},
    "exports": [{"path": "/theirs.json", "at": "2026-03-09T10:00:00+01:00", "format": "json"}],
}


def test_every_setting_either_travels_or_stays() -> None:
    """Whoever adds a setting says here which it is."""
    assert set(Settings.model_fields) == TRAVELLING | OF_THIS_COMPUTER
    assert set() == TRAVELLING & OF_THIS_COMPUTER
    assert set(STRANGE) == OF_THIS_COMPUTER


def strange_journal(folder: DataFolder, clock: FixedClock) -> Journal:
    """A journal of someone else, who has chosen everything that is of a computer."""
    journal = Journal.create(folder, clock=clock)
    journal.record(NewNote(day=journal.today(), text="theirs"))
    journal.change_settings(name="Someone", settling_days=9, **STRANGE)
    return journal


def of_the_computer(journal: Journal) -> dict[str, Any]:
    return {name: value for name, value in journal.settings.model_dump(mode="json").items() if name in OF_THIS_COMPUTER}


def test_an_import_sets_nothing_of_the_computer(journal: Journal, clock: FixedClock, tmp_path: Path) -> None:
    exported = tmp_path / "theirs.json"
    with strange_journal(DataFolder(tmp_path / "theirs"), clock) as theirs:
        theirs.export_json(exported)
        theirs.export_sqlite(tmp_path / "theirs.sqlite")
    with closing(sqlite3.connect(tmp_path / "theirs.sqlite")) as plain:
        names = {row[0] for row in plain.execute("SELECT name FROM setting")}
    assert "name" in names
    assert names & OF_THIS_COMPUTER == set()
    document = json.loads(exported.read_bytes())
    assert set(document["settings"]) & OF_THIS_COMPUTER == set()
    # Made by hand, or by an earlier version, it holds them all the same.
    document["settings"] |= STRANGE
    exported.write_text(json.dumps(document))
    journal.change_settings(lock_after_minutes=5)
    before = of_the_computer(journal)
    assert journal.import_file(exported).restored
    assert of_the_computer(journal) == before
    assert (journal.settings.name, journal.settings.settling_days) == ("Someone", 9)
    assert journal.settings.lock_after_minutes == 5


@pytest.mark.parametrize("protected", [False, True])
def test_going_back_to_a_copy_from_elsewhere_sets_nothing_of_the_computer(
    journal: Journal, clock: FixedClock, tmp_path: Path, protected: bool
) -> None:
    copy = tmp_path / "theirs.ldnjb"
    with strange_journal(DataFolder(tmp_path / "theirs"), clock) as theirs:
        if protected:
            theirs.protect("four plain words do")
        theirs.write_copy(copy)
    journal.protect("quite another one")
    journal.change_settings(lock_after_minutes=5)
    before = of_the_computer(journal)
    journal.restore(copy, "four plain words do" if protected else None)
    assert of_the_computer(journal) == before
    assert [note.text for note in journal.notes()] == ["theirs"]
    assert (journal.settings.name, journal.protected, journal.check()) == ("Someone", True, [])
    assert not journal.folder.journal.with_name("journal.ldnj.next").exists()


def test_a_copy_from_elsewhere_in_the_place_of_a_lost_journal(clock: FixedClock, tmp_path: Path) -> None:
    copy = tmp_path / "theirs.ldnjb"
    with strange_journal(DataFolder(tmp_path / "theirs"), clock) as theirs:
        theirs.write_copy(copy)
    with Journal.rebuild(DataFolder(tmp_path / "mine"), copy, clock=clock) as mine:
        usual = Settings().model_dump(mode="json")
        assert of_the_computer(mine) == {name: usual[name] for name in OF_THIS_COMPUTER}
        assert (mine.settings.name, mine.check()) == ("Someone", [])


def test_a_backup_of_ones_own_brings_ones_own_choice(journal: Journal, clock: FixedClock, tmp_path: Path) -> None:
    journal.record(NewNote(day=journal.today(), text="mine"))
    journal.change_settings(lock_after_minutes=5)
    backup = journal.backup().backup.path
    journal.close()
    journal.folder.journal.unlink()
    with Journal.rebuild(journal.folder, backup, clock=clock) as again:
        assert again.settings.lock_after_minutes == 5
