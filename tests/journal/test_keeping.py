"""Password, backups, going back and unfinished text, as the front ends use them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import (
    CannotAccess,
    FileDamaged,
    FileMissing,
    InvalidEntry,
    PasswordNeeded,
    WrongPassword,
)
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.journal.keeping import BACKUP_EVERY, backups_of

PASSWORD, OTHER = "four plain words do", "quite another one"


def note(journal: Journal, text: str) -> None:
    journal.record(NewNote(day=journal.today(), text=text, at=journal.clock.now()))
    journal.clock.move(timedelta(minutes=1))


def texts(journal: Journal) -> list[str]:
    return [one.text for one in journal.notes()]


# Protection ------------------------------------------------------------------------------------------------------


def test_protected_changed_forgotten_and_taken_away(journal, folder, clock):
    note(journal, "one")
    code = journal.protect(PASSWORD)
    assert (journal.protected, journal.info().protected) == (True, True)
    note(journal, "two")
    journal.change_password(PASSWORD, OTHER)
    journal.close()
    with pytest.raises(PasswordNeeded):
        Journal.open(folder, clock=clock)
    with pytest.raises(WrongPassword, match="Nothing was changed"):
        Journal.open(folder, password=PASSWORD, clock=clock)
    with Journal.open(folder, recovery_code=code, clock=clock) as opened:
        opened.set_password("set by the code")
    with Journal.open(folder, password="set by the code", clock=clock) as opened:
        new = opened.change_recovery_code("set by the code")
        with pytest.raises(WrongPassword):
            opened.unprotect(OTHER)
        assert opened.protected
    with pytest.raises(WrongPassword, match="recovery code"):
        Journal.open(folder, recovery_code=code, clock=clock)
    with Journal.open(folder, recovery_code=new, clock=clock) as opened:
        opened.unprotect("set by the code")
    with Journal.open(folder, clock=clock) as opened:
        assert (texts(opened), opened.protected, opened.check()) == (["one", "two"], False, [])


def test_what_makes_no_sense_is_said(journal):
    for nonsense in (
        lambda: journal.protect("short"),
        lambda: journal.unprotect(PASSWORD),
        lambda: journal.change_password(PASSWORD, OTHER),
        lambda: journal.set_password(OTHER),
        lambda: journal.change_recovery_code(PASSWORD),
    ):
        with pytest.raises(InvalidEntry):
            nonsense()
    journal.protect(PASSWORD)
    with pytest.raises(InvalidEntry, match="already"):
        journal.protect(OTHER)
    with pytest.raises(InvalidEntry, match="8 characters"):
        journal.change_password(PASSWORD, "short")
    for guarded in (
        lambda: journal.change_password(OTHER, PASSWORD),
        lambda: journal.change_recovery_code(OTHER),
        lambda: journal.use_keychain(OTHER),
        lambda: journal.unprotect(OTHER),
    ):
        before = journal.folder.keys.read_bytes()
        with pytest.raises(WrongPassword):
            guarded()
        assert journal.folder.keys.read_bytes() == before


def test_recording_goes_on_after_each_change(journal):
    journal.change_settings(name="A. Person")
    note(journal, "before")
    journal.protect(PASSWORD)
    note(journal, "protected")
    assert journal.undo()
    journal.unprotect(PASSWORD)
    note(journal, "after")
    assert (texts(journal), journal.settings.name) == (["before", "after"], "A. Person")


# Backups ---------------------------------------------------------------------------------------------------------


def test_a_backup_only_where_something_changed(journal, folder):
    assert journal.upkeep() is None
    note(journal, "one")
    kept = journal.upkeep()
    assert (kept.contents.entries, kept.not_elsewhere, kept.backup.number) == (1, None, 1)
    assert journal.upkeep() is None
    journal.change_settings(name="A. Person")
    assert journal.upkeep().backup.number == 2
    journal.undo()
    assert journal.upkeep().contents.entries == 0
    assert [one.number for one in journal.backups()] == [3, 2, 1]
    assert backups_of(folder) == journal.backups()


def test_not_more_often_than_asked(journal, clock):
    note(journal, "one")
    assert journal.upkeep(BACKUP_EVERY) is not None
    note(journal, "two")
    assert journal.upkeep(BACKUP_EVERY) is None
    clock.move(BACKUP_EVERY)
    assert journal.upkeep(BACKUP_EVERY).contents.entries == 2


def test_a_backup_from_the_future_stops_none(journal, clock):
    note(journal, "one")
    clock.move(timedelta(days=20_000))
    journal.upkeep(BACKUP_EVERY)
    clock.move(timedelta(days=-20_000))
    note(journal, "two")
    assert journal.upkeep(BACKUP_EVERY).backup.number == 2
    note(journal, "three")
    clock.move(BACKUP_EVERY)
    assert journal.upkeep(BACKUP_EVERY).backup.number == 3


def test_a_protected_journal_is_not_copied_without_need(folder, journal, clock):
    note(journal, "one")
    journal.protect(PASSWORD)
    # A backup was made before, and is under the new key by now.
    assert [journal.copy_contents(one.path).entries for one in journal.backups()] == [1]
    assert journal.upkeep() is None
    journal.close()
    with Journal.open(folder, password=PASSWORD, clock=clock) as opened:
        assert opened.upkeep() is None


def test_a_second_folder_and_what_keeps_it_away(journal, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    journal.change_settings(backup_folder=str(stick))
    note(journal, "one")
    first = journal.backup().backup
    assert (stick / first.path.name).read_bytes() == first.path.read_bytes()
    stick.rename(tmp_path / "pulled-out")
    note(journal, "two")
    kept = journal.upkeep()
    assert isinstance(kept.not_elsewhere, CannotAccess)
    assert kept.contents.entries == 2
    (tmp_path / "pulled-out").rename(stick)
    journal.protect(PASSWORD)
    assert journal.unfinished is None
    assert journal.copy_contents(stick / first.path.name).entries == 1


def test_before_something_great_a_backup_of_what_is(journal):
    journal.back_up_before()
    assert journal.backups() == []
    note(journal, "one")
    journal.back_up_before()
    journal.back_up_before()
    assert len(journal.backups()) == 1


def test_changes_of_password_and_the_removal_of_many_begin_with_a_backup(journal):
    def newest_holds(text):
        found = journal.backups()[0]
        return journal.copy_contents(found.path).entries == text

    for _number in range(20):
        note(journal, "one of many")
    journal.remove(Kind.NOTE, *[one.id for one in journal.notes()])
    assert (len(journal.backups()), newest_holds(20)) == (1, True)
    note(journal, "before protecting")
    journal.protect(PASSWORD)
    assert (len(journal.backups()), newest_holds(1)) == (2, True)
    note(journal, "before another password")
    journal.change_password(PASSWORD, OTHER)
    assert (len(journal.backups()), newest_holds(2)) == (3, True)
    journal.change_password(OTHER, PASSWORD)
    assert len(journal.backups()) == 3
    note(journal, "before taking it away")
    journal.unprotect(PASSWORD)
    assert (len(journal.backups()), newest_holds(3)) == (4, True)


# Going back ------------------------------------------------------------------------------------------------------


def test_going_back_and_forth_again(journal):
    note(journal, "one")
    first = journal.backup().backup
    note(journal, "two")
    assert journal.restore(first.path).entries == 1
    assert (texts(journal), journal.check()) == (["one"], [])
    before = journal.backups()[0]
    assert journal.copy_contents(before.path).entries == 2
    note(journal, "another two")
    journal.restore(before.path)
    assert texts(journal) == ["one", "two"]


def test_the_copy_gone_back_to_is_not_thinned_out_on_the_way(journal, clock):
    """The backup made first counts as one of the last ten; the eleventh is the one that is asked for."""
    for number in range(12):
        note(journal, f"{number}")
        journal.backup()
    oldest = journal.backups()[-1]
    assert journal.restore(oldest.path).entries == oldest.number
    assert oldest.path.exists()
    assert len(texts(journal)) == oldest.number


def test_settings_are_those_of_the_copy(journal):
    journal.change_settings(name="Before")
    first = journal.backup().backup
    journal.change_settings(name="After")
    journal.restore(first.path)
    assert journal.settings.name == "Before"


def test_a_copy_from_elsewhere_with_a_password_of_its_own(journal, clock, tmp_path):
    other = DataFolder(tmp_path / "other")
    with Journal.create(other, clock=FixedClock(clock.now())) as elsewhere:
        note(elsewhere, "from elsewhere")
        elsewhere.protect(OTHER)
        elsewhere.write_copy(tmp_path / "copy.ldnjb")
    note(journal, "here")
    with pytest.raises(PasswordNeeded):
        journal.restore(tmp_path / "copy.ldnjb")
    with pytest.raises(WrongPassword):
        journal.restore(tmp_path / "copy.ldnjb", PASSWORD)
    assert (texts(journal), journal.backups()) == (["here"], [])
    journal.restore(tmp_path / "copy.ldnjb", OTHER)
    assert (texts(journal), journal.protected) == (["from elsewhere"], False)


def test_a_damaged_journal_names_its_newest_copy_and_comes_back(journal, folder, clock):
    note(journal, "one")
    journal.backup()
    note(journal, "lost")
    journal.close()
    ruins = b"ruins" * 10_000
    folder.journal.write_bytes(ruins)
    with pytest.raises(FileDamaged, match=r"2026-03-10 22:32, 1 entry\."):
        Journal.open(folder, clock=clock)
    newest = backups_of(folder)[0]
    with Journal.rebuild(folder, newest.path, clock=clock) as rebuilt:
        assert (texts(rebuilt), rebuilt.check()) == (["one"], [])
    assert [path.read_bytes() for path in folder.quarantine.iterdir()] == [ruins]


def test_a_missing_journal_beside_backups_is_never_a_new_one(journal, folder, clock):
    note(journal, "one")
    journal.backup()
    journal.close()
    folder.journal.unlink()
    for start in (Journal.open, Journal.create):
        with pytest.raises(FileMissing, match="backups exist"):
            start(folder, clock=clock)
    assert not folder.journal.exists()
    Journal.rebuild(folder, backups_of(folder)[0].path, clock=clock).close()


@pytest.mark.parametrize("left", ["journal.keys", "journal.keys.bak"])
def test_keys_alone_show_that_a_journal_was_there(journal, folder, clock, left):
    journal.protect(PASSWORD)
    journal.close()
    for path in list(folder.root.iterdir()):
        if path.name != left:
            path.unlink()
    with pytest.raises(FileMissing):
        Journal.create(folder, clock=clock)
    assert not folder.journal.exists()


def test_a_damaged_copy_takes_no_place(journal, folder, clock):
    note(journal, "one")
    path = journal.backup().backup.path
    journal.close()
    data = bytearray(path.read_bytes())
    data[9000] ^= 1
    path.write_bytes(data)
    before = folder.journal.read_bytes()
    with Journal.open(folder, clock=clock) as opened, pytest.raises(FileDamaged, match="Nothing was changed"):
        opened.restore(path)
    with pytest.raises(FileDamaged):
        Journal.rebuild(folder, path, clock=clock)
    assert folder.journal.read_bytes() == before


# Unfinished text, room -------------------------------------------------------------------------------------------


def test_unfinished_text_is_kept_and_let_go(journal, folder, clock):
    journal.keep_drafts({"note": "half a sent", "visit": "why"})
    journal.keep_drafts({"note": "half a sentence", "visit": None})
    journal.protect(PASSWORD)
    journal.close()
    with Journal.open(folder, password=PASSWORD, clock=clock) as opened:
        assert opened.drafts() == {"note": "half a sentence"}
        opened.keep_drafts({"note": None})
        assert opened.drafts() == {}


def test_room_is_kept_and_given_back(journal, folder):
    journal.upkeep()
    assert folder.reserve.exists()
    assert journal.free_reserve()
    assert not journal.free_reserve()


def test_times_of_backups_are_the_clocks(journal):
    note(journal, "one")
    kept = journal.backup()
    assert kept.backup.made_at == datetime(2026, 3, 10, 21, 32, tzinfo=UTC)
    assert isinstance(kept.backup.path, Path)


def test_going_back_keeps_what_is_being_written_now_and_nothing_of_then(journal: Journal) -> None:
    journal.keep_drafts({"today": "then", "visits": "long finished"})
    then = journal.backup().backup.path
    journal.keep_drafts({"today": "now", "visits": None})
    journal.restore(then)
    assert journal.drafts() == {"today": "now"}
