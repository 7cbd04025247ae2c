"""The newest backup restored on trial, what becomes of one that fails, and the recovery code typed for practice."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import DiskFull, InvalidEntry, MadeByNewerVersion
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.journal import Journal
from ldn_journal.journal.backup_record import Fault, read_record
from ldn_journal.journal.backup_trials import PRACTICE_EVERY, TRIAL_EVERY, CodeAnswer, TrialNews
from ldn_journal.store.backups import keys_beside
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.keys import new_ring, read_sibling, write_sibling

PASSWORD, OTHER = "four plain words do", "quite another one"


def note(journal: Journal, text: str) -> None:
    journal.record(NewNote(day=journal.today(), text=text, at=journal.clock.now()))
    journal.clock.move(timedelta(minutes=1))  # type: ignore[attr-defined]


def alter(path: Path, statement: str, key: bytes = UNPROTECTED_KEY) -> None:
    """Change a file as someone could who has its key: every page is sound afterwards."""
    raw = connect(path, key)
    raw.execute(statement)
    raw.close()


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[9000] ^= 1
    path.write_bytes(data)


def tell(news: TrialNews) -> tuple[int | None, Fault | None, list[Fault | None], bool]:
    assert news.last is not None
    return news.last.entries, news.last.fault, [one.fault for one in news.failed], news.newest


# Backups ---------------------------------------------------------------------------------------------------------


def test_the_newest_backup_is_proved_and_that_is_known_at_the_next_opening(
    journal: Journal, folder: DataFolder, clock: FixedClock
) -> None:
    assert journal.test_newest_backup() == TrialNews(None)
    note(journal, "one")
    note(journal, "two")
    at = clock.now()
    news = journal.test_newest_backup()
    assert tell(news) == (2, None, [], True)
    assert news.last is not None
    assert (news.last.at, news.last.made_at, news.last.opened_by) == (at, at, None)
    assert not journal.trial_due()
    note(journal, "three")
    assert journal.backup().contents.entries == 3
    assert tell(journal.trial_news()) == (2, None, [], False)
    journal.close()
    with Journal.open(folder, clock=clock) as opened:
        assert tell(opened.trial_news()) == (2, None, [], False)
        assert tell(opened.test_newest_backup()) == (3, None, [], True)
    assert not list(folder.root.glob(".*"))


def test_one_that_was_made_long_ago_is_held_to_what_it_held_then(journal: Journal) -> None:
    note(journal, "one")
    path = journal.backup().backup.path
    note(journal, "since then")
    journal.change_settings(name="A. Person")
    assert tell(journal.test_newest_backup()) == (1, None, [], True)
    assert journal.backups()[0].path == path


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM note",
        pytest.param("UPDATE note SET text = 'something else'", marks=pytest.mark.full),
        "UPDATE setting SET value = '\"B. Person\"' WHERE name = 'name'",
        pytest.param(
            "INSERT INTO draft VALUES ('note', '2026-03-10T22:31:00+01:00', 'never typed')", marks=pytest.mark.full
        ),
    ],
)
def test_a_backup_that_says_something_else_fails_is_told_and_replaced(journal: Journal, change: str) -> None:
    journal.change_settings(name="A. Person")
    note(journal, "one")
    bad = journal.backup().backup.path
    alter(bad, change)
    note(journal, "since then")  # so that nothing in the journal shows what the backup should hold
    news = journal.test_newest_backup()
    assert tell(news) == (2, None, [Fault.DIFFERS], True)
    assert bad.exists()
    assert [one.number for one in journal.backups()] == [2, 1]


@pytest.mark.parametrize(
    "harm",
    [
        spoil,
        pytest.param(lambda path: path.write_bytes(b""), marks=pytest.mark.full),
        pytest.param(lambda path: path.write_bytes(b"no" * 9000), marks=pytest.mark.full),
    ],
)
def test_a_damaged_backup_is_told_and_replaced_at_once(journal: Journal, harm: Callable[[Path], object]) -> None:
    note(journal, "one")
    harm(journal.backup().backup.path)
    assert tell(journal.test_newest_backup()) == (1, None, [Fault.DAMAGED], True)
    assert not journal.trial_due()
    assert journal.upkeep() is None


@pytest.mark.full
def test_failed_ones_take_no_place_and_are_kept_until_the_person_deletes_them(
    journal: Journal, folder: DataFolder, clock: FixedClock
) -> None:
    for number in range(9):
        note(journal, f"{number}")
        journal.backup()
    bad = [journal.backups()[0].path]
    spoil(bad[0])
    journal.test_newest_backup()
    bad.append(journal.backups()[0].path)
    alter(bad[1], "DELETE FROM note WHERE text = '8'")
    journal.test_newest_backup()
    good = [one.number for one in journal.backups() if one.path not in bad]
    for number in range(10, 14):
        note(journal, f"{number}")
        journal.backup()
    left = [one for one in journal.backups() if one.path not in bad]
    assert [one.number for one in left] == sorted([15, 14, 13, 12, *good], reverse=True)[:10]
    assert all(path.exists() for path in bad)
    journal.close()
    with Journal.open(folder, clock=clock) as opened:
        assert [one.fault for one in opened.trial_news().failed] == [Fault.DIFFERS, Fault.DAMAGED]
        bad[0].unlink()
        assert [one.fault for one in opened.trial_news().failed] == [Fault.DIFFERS]


def test_an_unproved_backup_is_never_the_reason_to_make_none(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full when the failed one should be replaced: the next upkeep makes up for it, although nothing changed."""
    note(journal, "one")
    alter(journal.backup().backup.path, "DELETE FROM note")
    trial = journal.begin_trial()
    assert trial is not None
    found = trial.run()

    def full(*_arguments: object) -> None:
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(journal._vault, "back_up", full)
        with pytest.raises(DiskFull):
            journal.end_trial(trial, found)
    assert [one.fault for one in journal.trial_news().failed] == [Fault.DIFFERS]
    assert journal.upkeep() is not None
    assert tell(journal.test_newest_backup()) == (1, None, [Fault.DIFFERS], True)


@pytest.mark.full
def test_a_journal_whose_new_backup_fails_as_well_is_told_and_not_copied_for_ever(
    journal: Journal, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(journal, "one")
    monkeypatch.setattr("ldn_journal.journal.backup_trials.BackupTrial.run", lambda *_: Fault.DAMAGED)
    assert tell(journal.test_newest_backup()) == (None, Fault.DAMAGED, [Fault.DAMAGED] * 2, True)
    assert not journal.trial_due()
    clock.move(timedelta(days=1))
    assert journal.trial_due()


def test_a_backup_without_a_note_of_what_it_held_is_compared_with_the_journal(
    journal: Journal, folder: DataFolder
) -> None:
    """Those of an earlier version of the program, or made while the disk was too full for the note."""
    note(journal, "one")
    journal.backup()
    folder.backup_record.unlink()
    journal._backup_record = None
    assert tell(journal.test_newest_backup()) == (1, None, [], True)
    assert len(journal.backups()) == 1
    journal._backup_record = None
    folder.backup_record.write_bytes(b"no record")
    note(journal, "two")
    assert tell(journal.test_newest_backup()) == (2, None, [], True)
    assert len(journal.backups()) == 2


@pytest.mark.full
def test_a_backup_of_a_later_version_is_neither_good_nor_bad(journal: Journal) -> None:
    note(journal, "one")
    alter(journal.backup().backup.path, "PRAGMA user_version = 99")
    with pytest.raises(MadeByNewerVersion):
        journal.test_newest_backup()
    assert journal.trial_news() == TrialNews(None)


@pytest.mark.full
def test_a_backup_rewritten_or_deleted_during_its_test_has_not_failed(journal: Journal) -> None:
    """A new password rewrites every backup and wipes the pages that the trial was reading."""
    note(journal, "one")
    journal.backup()
    for change in (lambda: journal.protect(PASSWORD), lambda: [one.path.unlink() for one in journal.backups()]):
        trial = journal.begin_trial()
        assert trial is not None
        change()
        again = journal.end_trial(trial, Fault.DAMAGED)
        assert again is not None
        assert journal.end_trial(again, again.run()) is None
        assert tell(journal.trial_news()) == (1, None, [], True)


# When ------------------------------------------------------------------------------------------------------------


def test_once_a_month_and_whatever_the_clock_says(journal: Journal, clock: FixedClock) -> None:
    assert not journal.trial_due()
    note(journal, "one")
    assert not journal.trial_due()  # there is no backup to be tested
    journal.upkeep()
    assert journal.trial_due()
    journal.test_newest_backup()
    clock.move(TRIAL_EVERY - timedelta(minutes=1))
    assert not journal.trial_due()
    clock.move(timedelta(minutes=1))
    assert journal.trial_due()
    clock.move(timedelta(days=-20_000))
    assert journal.trial_due()
    journal.test_newest_backup()
    assert not journal.trial_due()


@pytest.mark.full
def test_after_each_change_of_keys_and_after_going_back(
    journal: Journal, folder: DataFolder, clock: FixedClock
) -> None:
    def proved() -> None:
        assert journal.trial_due()
        assert tell(journal.test_newest_backup())[:2] == (1, None)
        assert not journal.trial_due()

    note(journal, "one")
    first = journal.backup().backup.path
    proved()
    journal.protect(PASSWORD)
    proved()
    journal.change_password(PASSWORD, OTHER)
    proved()
    journal.change_recovery_code(OTHER)
    proved()
    journal.unprotect(OTHER)
    proved()
    journal.restore(first)
    proved()
    journal.close()
    folder.journal.write_bytes(b"ruins" * 5000)
    with Journal.rebuild(folder, first, clock=clock) as rebuilt:
        assert rebuilt.trial_due()


@pytest.mark.full
def test_what_is_known_follows_the_keys(journal: Journal, folder: DataFolder) -> None:
    """Protecting rewrites the backups under a new key; what they held stays known, and is sealed under that key as well."""
    note(journal, "one")
    bad = journal.backup().backup.path
    alter(bad, "DELETE FROM note")
    journal.protect(PASSWORD)
    assert read_record(folder.backup_record, UNPROTECTED_KEY).digests == {}
    assert tell(journal.test_newest_backup()) == (1, None, [Fault.DIFFERS], True)
    journal.unprotect(PASSWORD)
    assert [one.fault for one in journal.trial_news().failed] == [Fault.DIFFERS]


# Keys ------------------------------------------------------------------------------------------------------------


def test_the_keys_beside_it_must_be_those_that_open_the_journal(
    journal: Journal, folder: DataFolder, clock: FixedClock
) -> None:
    note(journal, "one")
    journal.protect(PASSWORD)
    stale = read_sibling(keys_beside(journal.backup().backup.path))
    assert stale is not None
    journal.change_password(PASSWORD, OTHER)
    for number, beside in enumerate((stale, new_ring(PASSWORD)[0], None), 1):
        keys = keys_beside(journal.backups()[0].path)
        if beside is None:
            keys.unlink()
        else:
            write_sibling(keys, beside)
        news = journal.test_newest_backup()
        assert tell(news) == (1, None, [Fault.KEYS] * number, True)
    keys = keys_beside(journal.backups()[1].path)
    assert journal.backups()[1].path.name in journal._distrusted()
    journal.upkeep()  # which lays the right keys beside it again
    assert keys.exists()
    assert journal.backups()[1].path.name not in journal._distrusted()


@pytest.mark.full
def test_a_backup_of_another_journal_in_the_place_of_the_newest(
    journal: Journal, tmp_path: Path, clock: FixedClock
) -> None:
    note(journal, "one")
    with Journal.create(DataFolder(tmp_path / "other"), clock=FixedClock(clock.now())) as other:
        note(other, "from elsewhere")
        other.protect(OTHER)
        other.write_copy(tmp_path / "copy")
    journal.backup()
    stranger = journal.folder.backups / "000009-20260310T230000Z.ldnjb"
    (tmp_path / "copy").rename(stranger)
    (tmp_path / "copy.keys").rename(keys_beside(stranger))
    assert tell(journal.test_newest_backup()) == (1, None, [Fault.KEYS], True)
    assert stranger.exists()


def test_what_opened_the_journal_is_told_where_it_opens_the_backup(
    journal: Journal, folder: DataFolder, clock: FixedClock
) -> None:
    def opened_by(**secret: str) -> str | None:
        with Journal.open(folder, clock=clock, **secret) as opened:  # type: ignore[arg-type]
            opened.note_trial_keys()
            last = opened.trial_news().last
            assert last is not None
            return last.opened_by

    note(journal, "one")
    code = journal.protect(PASSWORD)
    last = journal.test_newest_backup().last
    assert last is not None
    assert last.opened_by is None  # nobody has typed the new password since
    journal.close()
    assert opened_by(recovery_code=code) == "recovery"
    assert opened_by(password=PASSWORD) == "password"
    assert opened_by(recovery_code=code) == "password"
    with Journal.open(folder, password=PASSWORD, clock=clock) as opened:
        opened.change_password(PASSWORD, OTHER)
        last = opened.test_newest_backup().last
        assert last is not None
        assert last.opened_by is None


# Recovery code ---------------------------------------------------------------------------------------------------


def test_the_code_is_practised_and_nothing_else_happens(
    journal: Journal, folder: DataFolder, clock: FixedClock
) -> None:
    assert journal.code_practice() is None
    with pytest.raises(InvalidEntry):
        journal.practise_code("0" * 32)
    code = journal.protect(PASSWORD)
    before = folder.keys.read_bytes(), folder.journal.read_bytes()
    slip = code[:-1] + ("A" if code[-1] != "A" else "B")
    _ring, _key, other = new_ring(OTHER)
    for typed, answer in (
        ("", CodeAnswer.SLIP), (code[:-1], CodeAnswer.SLIP), (slip, CodeAnswer.SLIP), (other, CodeAnswer.OTHER),
        (code, CodeAnswer.RIGHT), (code.lower().replace("-", " "), CodeAnswer.RIGHT),
    ):  # fmt: skip
        assert journal.practise_code(typed) is answer
    assert (folder.keys.read_bytes(), folder.journal.read_bytes()) == before
    practice = journal.code_practice()
    assert practice is not None
    assert (practice.practised_at, practice.offered) == (clock.now(), False)


def test_twice_a_year_it_is_offered_and_can_be_put_off(journal: Journal, folder: DataFolder, clock: FixedClock) -> None:
    def offered() -> bool:
        practice = journal.code_practice()
        assert practice is not None
        return practice.offered

    code = journal.protect(PASSWORD)
    os.utime(folder.keys, times=(clock.now().timestamp(),) * 2)
    journal.note_code()
    assert not offered()
    clock.move(PRACTICE_EVERY)
    assert offered()
    journal.put_off_practice()
    assert not offered()
    clock.move(timedelta(days=30))
    assert offered()
    journal.practise_code("wrong")
    assert offered()
    journal.practise_code(code)
    assert not offered()
    clock.move(PRACTICE_EVERY)
    assert offered()
    journal.change_recovery_code(PASSWORD)
    os.utime(folder.keys, times=(clock.now().timestamp(),) * 2)
    assert not offered()


@pytest.mark.full
def test_a_code_from_before_is_as_old_as_its_file_at_least(
    journal: Journal, folder: DataFolder, clock: FixedClock
) -> None:
    journal.protect(PASSWORD)
    then = datetime(2025, 1, 1, tzinfo=UTC).timestamp()
    os.utime(folder.keys, times=(then, then))
    journal.note_code()
    journal.change_password(PASSWORD, OTHER)  # writes the file anew; the code is no younger for it
    practice = journal.code_practice()
    assert practice is not None
    assert practice.offered
