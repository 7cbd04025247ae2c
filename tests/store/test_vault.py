from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.errors import (
    AlreadyExists,
    CannotAccess,
    DiskFull,
    FileDamaged,
    FileMissing,
    MadeByNewerVersion,
    NotProtected,
    PasswordNeeded,
    ProtectionGone,
    WrongPassword,
)
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.measures import Rating
from ldn_journal.domain.records import Kind
from ldn_journal.store import Add, Revise, Store, Vault
from ldn_journal.store import backups as copies_kept
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.copies import newest_of, readable, reading
from ldn_journal.store.keys import copy_of, new_ring, read_ring, write_sibling
from ldn_journal.store.vault import CopyDamaged
from tests.faults.conftest import tree

NOW = datetime(2026, 3, 10, 22, 31, tzinfo=UTC)
PASSWORD, OTHER = "four plain words do", "quite another one"


@dataclass
class Kept:
    """A journal file and what keeps it, without the rooms above."""

    folder: DataFolder
    vault: Vault = field(init=False)
    store: Store = field(init=False)

    def open(self, password: str | None = None, code: str | None = None) -> "Kept":
        self.vault = Vault(self.folder)
        self.store = Store.open(self.folder.journal, self.vault.unlock(password, code))
        return self

    def rate(self, *values: float) -> None:
        for value in values:
            day = date(2026, 3, 10)
            one = Rating(id=new_id(), recorded_at=NOW, source="window", day=day, measure="pain", value=value)
            self.store.apply([Add(one)], label="test", source="window", at=NOW)

    def values(self) -> list[float]:
        return [one.value for one in self.store.all(Kind.RATING)]

    def back_up(self) -> Path:
        return self.vault.back_up(self.store.file, NOW)[0].path

    def protect(self, password: str = PASSWORD, second: Path | None = None) -> str:
        code, put_in_place = self.vault.protect(self.store.file, password, second)
        self.replace(put_in_place)
        return code

    def unprotect(self, second: Path | None = None) -> None:
        self.replace(self.vault.unprotect(self.store.file, second))

    def replace(self, put_in_place: Callable[[], None]) -> None:
        self.store.close()
        put_in_place()
        self.store = Store.open(self.folder.journal, self.vault.key)

    def plain(self) -> list[str]:
        """Every file that opens without a password."""
        return [p.name for p in self.folder.root.rglob("*") if p.is_file() and readable(p, UNPROTECTED_KEY)]


@pytest.fixture
def kept(folder: DataFolder):
    folder.make()
    Store.create(folder.journal).close()
    made = Kept(folder).open()
    yield made
    made.store.close()


# Protection ------------------------------------------------------------------------------------------------------


def test_protecting_changes_the_key_of_everything(kept):
    kept.rate(1, 2)
    kept.back_up()
    kept.rate(3)
    kept.back_up()
    assert len(kept.plain()) == 3
    code = kept.protect()
    assert (kept.plain(), kept.values(), kept.vault.protected) == ([], [1, 2, 3], True)
    assert all(readable(one.path, kept.vault.key) and one.keys.exists() for one in kept.vault.backups())
    assert [kept.vault.contents(one.path).entries for one in kept.vault.backups()] == [3, 2]
    kept.store.close()
    for secrets in ({"password": PASSWORD}, {"code": code}):
        kept.open(**secrets)
        assert kept.values() == [1, 2, 3]
        kept.store.close()
    for wrong, error in (
        ({}, PasswordNeeded),
        ({"password": OTHER}, WrongPassword),
        ({"code": "0" * 32}, WrongPassword),
    ):
        with pytest.raises(error):
            Vault(kept.folder).unlock(**wrong)


def test_unprotecting_brings_everything_back(kept):
    kept.rate(1)
    kept.back_up()
    kept.protect()
    kept.unprotect()
    assert sorted(kept.plain()) == ["000001-20260310T223100Z.ldnjb", "journal.ldnj"]
    assert not list(kept.folder.root.rglob("*.keys*"))
    assert kept.open().values() == [1]


def test_nothing_of_the_old_file_is_left_in_its_place(kept):
    """The pages of the unprotected file are overwritten, seen through a handle that was open before."""
    kept.rate(*range(10))
    backup = kept.back_up()
    with kept.folder.journal.open("rb") as old, backup.open("rb") as old_backup:
        before = old.read(), old_backup.read()
        kept.protect()
        for handle, was in zip((old, old_backup), before, strict=True):
            handle.seek(0)
            assert handle.read() == bytes(len(was))


def test_a_new_password_leaves_the_file_alone(kept):
    kept.rate(1)
    kept.back_up()
    code = kept.protect()
    before = kept.folder.journal.read_bytes()
    kept.vault.change_password(OTHER, None)
    assert kept.folder.journal.read_bytes() == before
    (one,) = kept.vault.backups()
    for ring in (read_ring(kept.folder.keys), copies_kept.read_sibling(one.keys)):
        assert ring.unlock("password", OTHER) == ring.unlock("recovery", code) == kept.vault.key
        with pytest.raises(WrongPassword):
            ring.unlock("password", PASSWORD)
    new = kept.vault.change_code(None)
    assert read_ring(kept.folder.keys).unlock("recovery", new) == kept.vault.key
    with pytest.raises(WrongPassword):
        read_ring(kept.folder.keys).unlock("recovery", code)


def test_what_a_crash_left_half_written_is_deleted_at_the_next_opening(kept: Kept) -> None:
    kept.protect()
    kept.back_up()
    kept.store.close()
    folder = kept.folder
    half = [
        folder.root / f".{folder.keys.name}.ab12.part",
        folder.root / f".{copy_of(folder.keys).name}.ab12.part",
        folder.backups / ".journal-1.ldnj.keys.ab12.part",
        folder.root / f".{folder.backup_record.name}.ab12.part",
        kept.vault.scratch,
        kept.vault.scratch.with_name(kept.vault.scratch.name + "-journal"),
    ]
    others = [folder.root / "notes.part", folder.root / ".window.ini.part"]
    for one in (*half, *others):
        one.write_text("{}")
    kept.open(PASSWORD)
    assert not any(one.exists() for one in half)
    assert all(one.exists() for one in others)


def test_a_copy_with_keys_of_its_own_keeps_them(kept):
    """A backup from before the password was taken away and set anew opens with its own password, whatever comes after."""
    kept.rate(1)
    kept.protect(OTHER)
    stranger = kept.back_up()
    aside = {path: path.read_bytes() for path in (stranger, copies_kept.keys_beside(stranger))}
    kept.unprotect()
    for path, data in aside.items():
        path.write_bytes(data)
    kept.rate(2)
    kept.protect(PASSWORD)
    kept.vault.change_password("a third password", None)
    kept.vault.finish(None)
    assert kept.vault.contents(stranger, OTHER).entries == 1
    with pytest.raises(PasswordNeeded):
        kept.vault.contents(stranger)


def test_a_second_folder_follows(kept, tmp_path):
    second = tmp_path / "stick"
    second.mkdir()
    others = second / ".film.part", second / "000009-20260310T120000Z.ldnjb.keys"
    for path in others:
        path.write_bytes(b"of another program")
    kept.rate(1)
    made = kept.vault.back_up(kept.store.file, NOW)[0]
    kept.vault.copy_to_second(made, second)
    there = second / made.path.name
    assert there.read_bytes() == made.path.read_bytes()
    kept.protect(second=second)
    assert readable(there, kept.vault.key)
    assert kept.vault.contents(there).entries == 1
    kept.vault.change_password(OTHER, second)
    assert copies_kept.read_sibling(copies_kept.keys_beside(there)).unlock("password", OTHER) == kept.vault.key
    kept.vault.finish(second)
    kept.unprotect(second)
    assert readable(there, UNPROTECTED_KEY)
    assert all(path.exists() for path in others)
    with pytest.raises(CannotAccess):
        kept.vault.copy_to_second(made, tmp_path / "pulled out")


def test_a_strange_copy_in_the_second_folder_is_never_erased(kept, tmp_path):
    """A synced folder brings a copy before its keys; the other computer's backup is none of ours."""
    second = tmp_path / "synced"
    second.mkdir()
    strange = second / "000005-20260310T120000Z.ldnjb"
    Store.create(tmp_path / "strange.ldnj", bytes(range(32))).close()
    (tmp_path / "strange.ldnj").replace(strange)
    before = strange.read_bytes()
    kept.rate(1)
    kept.protect(second=second)
    kept.vault.finish(second)
    assert strange.read_bytes() == before


# Damage while protecting -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [0, 2])
def test_a_damaged_backup_is_sealed_not_read_and_not_lost(kept, page):
    kept.rate(*range(30))
    kept.back_up()
    damaged = kept.back_up()
    data = bytearray(damaged.read_bytes())
    data[page * 4096 + 1000] ^= 1
    damaged.write_bytes(data)
    kept.protect()
    assert kept.plain() == []
    assert kept.vault.unfinished is None
    assert [one.number for one in kept.vault.backups()] == [1]
    sealed = kept.folder.quarantine / (damaged.name + ".sealed")
    assert bytes(data[:64]) not in sealed.read_bytes()
    kept.unprotect()
    assert (kept.folder.quarantine / damaged.name).read_bytes() == data
    assert not sealed.exists()


def test_a_backup_of_a_newer_version_is_brought_along(kept):
    kept.rate(1)
    newer = kept.back_up()
    raw = connect(newer, UNPROTECTED_KEY)
    raw.execute("PRAGMA user_version=99")
    raw.close()
    kept.protect()
    assert readable(newer, kept.vault.key)
    with pytest.raises(MadeByNewerVersion):
        kept.vault.contents(newer)
    assert kept.vault.newest_sound() is None
    kept.back_up()
    assert kept.vault.newest_sound()[0].number == 2


def test_the_journal_is_protected_even_if_a_backup_cannot_follow(kept, monkeypatch):
    """The recovery code must be heard; what is left is told, and done later."""
    kept.rate(1)
    kept.back_up()
    rewrite = copies_kept.rewrite

    def full(*_arguments: object) -> None:
        raise DiskFull

    monkeypatch.setattr(copies_kept, "rewrite", full)
    code = kept.protect()
    assert isinstance(kept.vault.unfinished, DiskFull)
    assert len(kept.plain()) == 1
    monkeypatch.setattr(copies_kept, "rewrite", rewrite)
    kept.store.close()
    kept.open(code=code)
    kept.vault.finish_early()
    assert (kept.plain(), kept.vault.unfinished) == ([], None)


def test_no_room_for_the_protected_copy_changes_nothing(kept, monkeypatch):
    kept.rate(1)
    before = kept.folder.journal.read_bytes()

    def full(*_arguments: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("ldn_journal.store.copies._sync", full)
    with pytest.raises(DiskFull):
        kept.vault.protect(kept.store.file, PASSWORD, None)
    assert [path.name for path in kept.folder.root.iterdir()] == ["journal.ldnj"]
    assert kept.folder.journal.read_bytes() == before


def test_a_new_password_that_is_not_written_is_not_set(kept, monkeypatch):
    kept.protect()

    def full(*_arguments: object) -> None:
        raise DiskFull

    monkeypatch.setattr("ldn_journal.store.keys.write_whole", full)
    with pytest.raises(DiskFull):
        kept.vault.change_password(OTHER, None)
    kept.vault.confirm(PASSWORD)
    assert read_ring(kept.folder.keys).unlock("password", PASSWORD) == kept.vault.key


# Keys gone -------------------------------------------------------------------------------------------------------


def test_lost_keys_come_back_from_beside_a_backup(kept):
    kept.rate(1)
    kept.protect()
    kept.back_up()
    kept.store.close()
    for path in (kept.folder.keys, copy_of(kept.folder.keys)):
        path.unlink()
    with pytest.raises(WrongPassword):
        Vault(kept.folder).unlock(OTHER)
    assert not kept.folder.keys.exists()
    assert kept.open(PASSWORD).values() == [1]
    assert kept.folder.keys.read_bytes() == copy_of(kept.folder.keys).read_bytes()


def test_keys_that_do_not_open_the_journal_never_take_the_place_of_damaged_ones(kept):
    kept.rate(1)
    kept.protect()
    kept.store.close()
    broken = b"damaged, but perhaps to be mended by someone who knows how"
    for path in (kept.folder.keys, copy_of(kept.folder.keys)):
        path.write_bytes(broken)
    kept.folder.backups.mkdir()
    ring, key, _code = new_ring(OTHER)
    other = kept.folder.backups / "000001-20260310T120000Z.ldnjb"
    Store.create(kept.folder.root / "other", key).close()
    (kept.folder.root / "other").replace(other)
    write_sibling(copies_kept.keys_beside(other), ring)
    with pytest.raises(FileDamaged):
        Store.open(kept.folder.journal, Vault(kept.folder).unlock(OTHER))
    assert kept.folder.keys.read_bytes() == copy_of(kept.folder.keys).read_bytes() == broken


def test_a_file_without_a_password_among_keys_is_opened_knowingly_and_they_are_put_aside(kept):
    """An older file from before there was a password takes the journal's place, as a sync client may do it."""
    kept.rate(1)
    old = kept.folder.journal.read_bytes()
    kept.protect()
    keys = kept.folder.keys.read_bytes()
    kept.store.close()
    kept.folder.journal.write_bytes(old)
    before = tree(kept.folder.root)
    for secrets in ({}, {"password": PASSWORD}, {"password": "rubbish"}, {"code": "0" * 32}):
        with pytest.raises(ProtectionGone):
            Vault(kept.folder).unlock(**secrets)
    assert tree(kept.folder.root) == before
    kept.vault = Vault(kept.folder)
    kept.store = Store.open(kept.folder.journal, kept.vault.unlock(as_unprotected=True))
    assert kept.values() == [1]
    assert not kept.folder.keys.exists()
    assert not copy_of(kept.folder.keys).exists()
    assert [path.read_bytes() for path in kept.folder.quarantine.iterdir()] == [keys]


# Copies ----------------------------------------------------------------------------------------------------------


def test_a_copy_is_whole_and_under_the_same_key(kept, tmp_path):
    kept.rate(4)
    for key_of in (lambda: UNPROTECTED_KEY, lambda: kept.vault.key):
        target = tmp_path / f"copy-{kept.vault.protected}.ldnjb"
        contents = kept.vault.write_copy(kept.store.file, target)
        assert (contents.entries, contents.change, contents.changed_at) == (1, 1, NOW)
        copy = Store.open(target, key_of())
        assert copy.all(Kind.RATING) == kept.store.all(Kind.RATING)
        assert copy.problems() == []
        copy.close()
        assert copies_kept.keys_beside(target).exists() == kept.vault.protected
        if not kept.vault.protected:
            kept.protect()


def test_a_copy_overwrites_nothing(kept, tmp_path):
    for taken in ("copy.ldnjb", "copy.ldnjb.keys"):
        (tmp_path / taken).write_text("older")
        with pytest.raises(AlreadyExists):
            kept.vault.write_copy(kept.store.file, tmp_path / "copy.ldnjb")
        assert [path.read_text() for path in tmp_path.glob("copy*")] == ["older"]
        (tmp_path / taken).unlink()
    with pytest.raises(AlreadyExists):
        kept.vault.write_copy(kept.store.file, kept.folder.journal)
    with pytest.raises(CannotAccess):
        kept.vault.write_copy(kept.store.file, tmp_path / "none" / "copy.ldnjb")


def test_equal_numbers_are_not_equal_states(kept):
    kept.rate(1)
    first = kept.back_up()
    kept.rate(2)
    second = kept.back_up()
    assert kept.vault.same(kept.store.file, second)
    kept.vault.restore(kept.store.file, first, None)
    kept.store.close()
    kept.open()
    one = Rating(id=new_id(), recorded_at=NOW, source="window", day=date(2026, 3, 9), measure="pain", value=7)
    kept.store.apply([Add(one)], label="test", source="window", at=NOW + timedelta(minutes=1))
    assert kept.store.last_change()[0] == 2
    assert not kept.vault.same(kept.store.file, second)


def test_two_changes_within_one_second_are_two_states(kept):
    """Number, time and words of the newest change are equal; what it did is not."""
    kept.rate(1)
    first = kept.back_up()
    kept.rate(2)
    second = kept.back_up()
    kept.vault.restore(kept.store.file, first, None)
    kept.store.close()
    kept.open()
    kept.rate(3)
    assert newest_of(kept.store.file._raw) is not None
    with reading(second, kept.vault.key) as raw:
        assert newest_of(raw) == newest_of(kept.store.file._raw)
    assert not kept.vault.same(kept.store.file, second)


def test_what_was_different_before_the_newest_change_is_seen(kept):
    """The newest change of both is the same to the letter; the one before it is not."""
    kept.rate(1)
    (one,) = kept.store.all(Kind.RATING)
    first = kept.back_up()
    for value in (2, 5):
        kept.store.apply([Revise(one.model_copy(update={"value": value}))], label="test", source="window", at=NOW)
    second = kept.back_up()
    assert kept.vault.same(kept.store.file, second)
    kept.vault.restore(kept.store.file, first, None)
    kept.store.close()
    kept.open()
    for value in (3, 5):
        kept.store.apply([Revise(one.model_copy(update={"value": value}))], label="test", source="window", at=NOW)
    assert kept.values() == [5]
    assert not kept.vault.same(kept.store.file, second)


def test_a_setting_makes_another_state_and_unfinished_text_does_not(kept):
    kept.rate(1)
    backup = kept.back_up()
    kept.store.keep_drafts({"note": "begun"}, NOW)
    assert kept.vault.same(kept.store.file, backup)
    kept.store.set_settings({"lock_after_minutes": 5})
    assert not kept.vault.same(kept.store.file, backup)


@pytest.mark.parametrize("keys_are_well", [True, False])
def test_a_journal_is_rebuilt_with_the_recovery_code(kept, keys_are_well):
    kept.rate(1)
    code = kept.protect()
    backup = kept.back_up()
    kept.store.close()
    kept.folder.journal.write_bytes(b"ruins" * 5000)
    if not keys_are_well:
        for path in (kept.folder.keys, copy_of(kept.folder.keys)):
            path.write_bytes(b"ruins")
    ruins = kept.folder.journal.read_bytes()
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for secrets in ({"code": wrong}, {"password": OTHER}, {}):
        with pytest.raises(WrongPassword):
            Vault(kept.folder).rebuild(backup, **secrets)
        assert kept.folder.journal.read_bytes() == ruins
    assert Vault(kept.folder).rebuild(backup, code=code.lower()).entries == 1
    assert kept.open(code=code).values() == [1]


# Restoring -------------------------------------------------------------------------------------------------------


def test_going_back_keeps_the_journals_own_key(kept):
    kept.rate(1)
    plain = kept.folder.root / "elsewhere.ldnjb"
    kept.vault.write_copy(kept.store.file, plain)
    kept.protect()
    kept.rate(2)
    assert kept.vault.restore(kept.store.file, plain, None).entries == 1
    kept.store.close()
    assert readable(kept.folder.journal, kept.vault.key)
    assert kept.open(PASSWORD).values() == [1]


@pytest.mark.parametrize("what", ["damaged", "gone"])
def test_a_copy_takes_the_place_of_what_cannot_be_used(kept, what):
    kept.rate(1)
    kept.protect()
    backup = kept.back_up()
    kept.store.close()
    keys = kept.folder.keys.read_bytes()
    kept.folder.journal.write_bytes(b"ruins" * 5000)
    beside = kept.folder.journal.with_name("journal.ldnj-journal")
    beside.write_bytes(b"half a change")
    if what == "gone":
        kept.folder.journal.unlink()
    with pytest.raises(WrongPassword):
        Vault(kept.folder).rebuild(backup, OTHER)
    assert beside.exists()
    Vault(kept.folder).rebuild(backup, PASSWORD)
    aside = {path.name.split("Z-")[1]: path.read_bytes() for path in kept.folder.quarantine.iterdir()}
    ruins = {"journal.ldnj": b"ruins" * 5000} if what == "damaged" else {}
    assert aside == {**ruins, "journal.ldnj-journal": b"half a change", "journal.keys": keys}
    assert kept.open(PASSWORD).values() == [1]


def test_a_backup_that_lost_its_keys_opens_with_the_journals(kept):
    kept.rate(1)
    kept.protect()
    backup = kept.back_up()
    copies_kept.keys_beside(backup).unlink()
    kept.store.close()
    kept.folder.journal.write_bytes(b"ruins")
    Vault(kept.folder).rebuild(backup, PASSWORD)
    assert kept.open(PASSWORD).values() == [1]


def test_an_unprotected_copy_for_a_protected_journal_drops_the_keys(kept, tmp_path):
    kept.rate(1)
    copy = tmp_path / "copy.ldnjb"
    kept.vault.write_copy(kept.store.file, copy)
    kept.protect()
    kept.store.close()
    kept.folder.journal.unlink()
    with pytest.raises(NotProtected):
        Vault(kept.folder).rebuild(copy, PASSWORD)
    assert not kept.folder.journal.exists()
    assert kept.folder.keys.exists()
    Vault(kept.folder).rebuild(copy, None)
    assert kept.open().values() == [1]
    assert not kept.folder.keys.exists()
    assert not copy_of(kept.folder.keys).exists()


def test_what_is_no_copy_is_refused(kept, tmp_path):
    with pytest.raises(FileMissing):
        kept.vault.contents(tmp_path / "none")
    (tmp_path / "text").write_text("no copy of anything")
    for path in (tmp_path / "text", tmp_path):
        with pytest.raises((CopyDamaged, FileMissing)):
            kept.vault.restore(kept.store.file, path, None)


# Reserve ---------------------------------------------------------------------------------------------------------


def test_the_reserve_comes_and_goes(as_it_ships, kept):
    kept.vault.keep_reserve()
    assert kept.folder.reserve.stat().st_size == 8 << 20
    assert kept.vault.free_reserve()
    assert not kept.vault.free_reserve()
