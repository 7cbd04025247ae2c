"""A new data key: everything that is here follows, also what was put aside, and no ring of before opens any of it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ldn_journal.base.errors import CannotAccess, DiskFull, KeysMissing, KeysOfAnother, WrongPassword
from ldn_journal.base.paths import DataFolder
from ldn_journal.store import Store, Vault
from ldn_journal.store import backups as copies_kept
from ldn_journal.store.connection import UNPROTECTED_KEY
from ldn_journal.store.copies import readable
from ldn_journal.store.journal_id import journal_id
from ldn_journal.store.keys import coming_of, copy_of, new_ring, read_ring, read_sibling, write_ring, write_sibling
from ldn_journal.store.unlocking import rings_elsewhere
from tests.store.test_vault import NOW, OTHER, PASSWORD, Kept

NEW = "a third one, quite new"


@pytest.fixture
def kept(folder: DataFolder):
    folder.make()
    Store.create(folder.journal).close()
    made = Kept(folder).open()
    made.rate(1, 2)
    made.protect()
    made.back_up()
    yield made
    made.store.close()


def renew(kept: Kept, second: Path | None = None) -> str:
    code, put_in_place = kept.vault.renew(kept.store.file, NEW, second)
    kept.replace(put_in_place)
    return code


def under(kept: Kept, key: bytes) -> list[str]:
    return [path.name for path in kept.folder.root.rglob("*") if path.is_file() and readable(path, key)]


def test_everything_follows_and_keeps_its_id(kept: Kept) -> None:
    old, ring, before = kept.vault.key, kept.vault.ring, journal_id(kept.folder.journal)
    with kept.folder.journal.open("rb") as pages:
        was = pages.read()
        code = renew(kept)
        pages.seek(0)
        assert pages.read() == bytes(len(was))
    assert kept.vault.key != old
    assert under(kept, old) == []
    assert kept.values() == [1, 2]
    assert [kept.vault.contents(one.path).entries for one in kept.vault.backups()] == [2]
    assert {journal_id(path) for path in (kept.folder.journal, *kept.folder.backups.glob("*.ldnjb"))} == {before}
    (rings,) = {path.read_bytes() for path in kept.folder.root.rglob("*.keys*")}
    assert ring is not None
    assert ring.identity.encode() not in rings
    assert kept.vault.ring is not None
    assert kept.vault.ring.former == ""
    kept.store.close()
    for secrets in ({"password": NEW}, {"code": code}):
        assert kept.open(**secrets).values() == [1, 2]
        kept.store.close()
    with pytest.raises(WrongPassword):
        Vault(kept.folder).unlock(PASSWORD)


@pytest.mark.full
def test_what_was_put_aside_follows(kept: Kept) -> None:
    """A damaged journal with its keys, a damaged backup, one sealed before, and lone keys."""
    old, ring = kept.vault.key, kept.vault.ring
    assert ring is not None
    aside = kept.folder.quarantine
    aside.mkdir(mode=0o700)
    ruins = bytearray(kept.folder.journal.read_bytes())
    ruins[5000] ^= 1
    (aside / "20260310T120000Z-journal.ldnj").write_bytes(ruins)
    write_sibling(aside / "20260310T120000Z-journal.keys", ring)
    write_sibling(aside / "20260311T120000Z-journal.keys", ring)
    (aside / "torn").write_bytes(b"of the time without a password")
    kept.vault.finish(None)
    assert (aside / "torn.sealed").exists()
    spoilt = kept.back_up()
    spoilt.write_bytes(bytes(4096) + spoilt.read_bytes()[4096:])
    stranger, _key, _code = new_ring(OTHER)
    write_sibling(aside / "20260312T120000Z-journal.keys", stranger)
    renew(kept)
    assert under(kept, old) == []
    left = [read_sibling(path) for path in aside.glob("*.keys")]
    assert left == [stranger]
    assert not spoilt.exists()
    assert not copies_kept.keys_beside(spoilt).exists()
    assert not any(
        ring.identity.encode() in path.read_bytes() for path in kept.folder.root.rglob("*") if path.is_file()
    )
    # What was sealed comes back with the password taken away, as it was.
    kept.unprotect()
    assert (aside / "torn").read_bytes() == b"of the time without a password"
    assert (aside / "20260310T120000Z-journal.ldnj").read_bytes() == ruins
    assert read_sibling(aside / "20260310T120000Z-journal.keys") == ring


@pytest.mark.full
def test_a_second_folder_that_is_away_follows_when_it_is_back(kept: Kept, tmp_path: Path) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    kept.vault.copy_to_second(kept.vault.back_up(kept.store.file, NOW)[0], second)
    old = kept.vault.key
    second.rename(tmp_path / "pulled out")
    renew(kept, second)
    assert isinstance(kept.vault.unfinished, CannotAccess)
    assert under(kept, old) == []
    kept.store.close()
    kept.open(NEW)
    kept.vault.finish_early()
    with pytest.raises(CannotAccess):
        kept.vault.finish(second)
    # Another new password, and another new key, forget nothing of it.
    kept.vault.change_password(OTHER, second)
    renew(kept, second)
    (tmp_path / "pulled out").rename(second)
    kept.vault.finish(second)
    (there,) = second.glob("*.ldnjb")
    assert readable(there, kept.vault.key)
    assert not readable(there, old)
    assert kept.vault.ring is not None
    assert kept.vault.ring.former == read_ring(kept.folder.keys).former == ""
    assert read_sibling(copies_kept.keys_beside(there)) == kept.vault.ring


def test_no_room_changes_nothing(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.read_bytes() for path in kept.folder.root.rglob("*") if path.is_file()}

    def full(*_arguments: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("ldn_journal.store.copies._sync", full)
    with pytest.raises(DiskFull):
        kept.vault.renew(kept.store.file, NEW, None)
    assert {path: path.read_bytes() for path in kept.folder.root.rglob("*") if path.is_file()} == before


def test_a_file_that_cannot_be_put_in_place_leaves_the_old_one(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.read_bytes() for path in kept.folder.root.rglob("*") if path.is_file()}

    def refuse(*_arguments: object) -> None:
        raise OSError(5, "no")

    monkeypatch.setattr("ldn_journal.store.vault.replace_and_wipe", refuse)
    changes: list[Callable[[], Callable[[], None]]] = [
        lambda: kept.vault.renew(kept.store.file, NEW, None)[1],
        lambda: kept.vault.unprotect(kept.store.file, None),
    ]
    for change in changes:
        put_in_place = change()
        with pytest.raises(CannotAccess):
            kept.replace(put_in_place)
        kept.store.close()
        kept.open(PASSWORD)
        assert {path: path.read_bytes() for path in kept.folder.root.rglob("*") if path.is_file()} == before


def test_half_a_synchronisation_is_not_called_damage(kept: Kept) -> None:
    """The keys have come from the other computer and the file has not, or the other way about."""
    old_file, old_keys = kept.folder.journal.read_bytes(), kept.folder.keys.read_bytes()
    renew(kept)
    kept.store.close()
    new_file, new_keys = kept.folder.journal.read_bytes(), kept.folder.keys.read_bytes()
    shutil.rmtree(kept.folder.backups)
    for file, keys, password in ((old_file, new_keys, NEW), (new_file, old_keys, PASSWORD)):
        kept.folder.journal.write_bytes(file)
        for path in (kept.folder.keys, copy_of(kept.folder.keys)):
            path.write_bytes(keys)
        with pytest.raises(KeysOfAnother, match="one of them is older"):
            Vault(kept.folder).unlock(password)
        assert kept.folder.keys.read_bytes() == copy_of(kept.folder.keys).read_bytes() == keys
    copy_of(kept.folder.keys).write_bytes(new_keys)
    assert kept.open(NEW).values() == [1, 2]


# Cut off at each step ---------------------------------------------------------------------------------------------


def test_keys_that_come_and_the_file_not_yet(kept: Kept) -> None:
    """Protecting, or taking a new key, ended before the file was replaced: the keys of before hold."""
    kept.store.close()
    ring, _key, _code = new_ring(NEW)
    write_sibling(coming_of(kept.folder.keys), ring)
    with pytest.raises(WrongPassword):
        Vault(kept.folder).unlock(NEW)
    kept.open(PASSWORD)
    assert not coming_of(kept.folder.keys).exists()
    assert ring in [read_sibling(path) for path in kept.folder.quarantine.iterdir()]
    kept.unprotect()
    kept.store.close()
    write_sibling(coming_of(kept.folder.keys), ring)
    assert kept.open().values() == [1, 2]
    assert not coming_of(kept.folder.keys).exists()


def test_the_file_has_come_and_its_keys_lie_aside(kept: Kept) -> None:
    """Ended before the keys were put in their place: beside those of before, or beside none."""
    old = copy_of(kept.folder.keys).read_bytes()
    renew(kept)
    kept.store.close()
    new = kept.folder.keys.read_bytes()
    for left in ((old, old), (old, None), (None, None)):
        coming_of(kept.folder.keys).write_bytes(new)
        for path, data in zip((kept.folder.keys, copy_of(kept.folder.keys)), left, strict=True):
            path.unlink(missing_ok=True)
            if data is not None:
                path.write_bytes(data)
        for path in kept.folder.backups.glob("*.keys"):
            path.unlink()
        with pytest.raises(WrongPassword):
            Vault(kept.folder).unlock(PASSWORD)
        kept.open(NEW)
        kept.store.close()
        assert kept.folder.keys.read_bytes() == copy_of(kept.folder.keys).read_bytes() == new
        assert not coming_of(kept.folder.keys).exists()


def test_unprotecting_was_cut_off_before_or_after_the_file(kept: Kept) -> None:
    protected = kept.folder.journal.read_bytes()
    keys = kept.folder.keys.read_bytes()
    kept.unprotect()
    kept.store.close()
    plain = kept.folder.journal.read_bytes()
    coming_of(kept.folder.keys).write_bytes(keys)
    assert kept.open().values() == [1, 2]
    kept.store.close()
    kept.folder.journal.write_bytes(protected)
    shutil.rmtree(kept.folder.quarantine)
    with pytest.raises(KeysMissing):
        Vault(kept.folder).unlock(PASSWORD)
    coming_of(kept.folder.keys).write_bytes(keys)
    assert kept.open(PASSWORD).values() == [1, 2]
    assert kept.folder.keys.read_bytes() == keys
    assert plain != protected


def test_keys_of_the_first_version_are_bound_at_the_next_opening(kept: Kept) -> None:
    assert kept.vault.ring is not None
    unbound = kept.vault.ring.bound_to("")
    kept.store.close()
    write_ring(kept.folder.keys, unbound)
    for path in kept.folder.backups.glob("*.keys"):
        write_sibling(path, unbound)
    kept.open(PASSWORD)
    kept.vault.finish_early()
    rings = [read_sibling(path) for path in kept.folder.root.rglob("*.keys*")]
    assert {ring.journal for ring in rings if ring is not None} == {journal_id(kept.folder.journal)}


def test_a_journal_behind_a_link_is_protected_where_it_is(kept: Kept, tmp_path: Path) -> None:
    kept.unprotect()
    kept.store.close()
    real = tmp_path / "elsewhere" / "diary.ldnj"
    real.parent.mkdir()
    shutil.move(kept.folder.journal, real)
    kept.folder.journal.symlink_to(real)
    kept.open()
    kept.protect(OTHER)
    assert kept.folder.journal.is_symlink()
    assert readable(real, kept.vault.key)
    assert not readable(real, UNPROTECTED_KEY)
    assert [path.name for path in real.parent.iterdir()] == ["diary.ldnj"]
    kept.store.close()
    assert kept.open(OTHER).values() == [1, 2]


def test_the_id_of_a_journal_stays_whatever_is_done_to_it(kept: Kept, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.ldnj"
    Store.create(stranger).close()
    before = journal_id(kept.folder.journal)
    assert before != journal_id(stranger)
    kept.vault.restore(kept.store.file, stranger)
    kept.store.close()
    kept.open(PASSWORD)
    kept.unprotect()
    copy = tmp_path / "copy.ldnjb"
    kept.vault.write_copy(kept.store.file, copy)
    assert journal_id(kept.folder.journal) == journal_id(copy) == before


def test_a_link_among_what_was_put_aside_leads_to_what_is_not_ours(kept: Kept, tmp_path: Path) -> None:
    """Such as the journal on a stick in whose place a backup was put."""
    stick = tmp_path / "on-a-stick.ldnj"
    stick.write_bytes(b"a whole diary")
    kept.folder.quarantine.mkdir()
    (kept.folder.quarantine / "20260310T120000Z-journal.ldnj").symlink_to(stick)
    kept.vault.finish(None)
    renew(kept)
    assert stick.read_bytes() == b"a whole diary"


def test_a_ring_that_would_keep_people_waiting_is_not_tried_beside_a_backup(kept: Kept) -> None:
    ring, _key, _code = new_ring(OTHER)
    dear = replace(ring, slots=tuple(replace(slot, memory_kib=1 << 20, iterations=64) for slot in ring.slots))
    for number in range(3):
        write_sibling(kept.folder.backups / f"00000{number + 5}-20260310T120000Z.ldnjb.keys", dear)
    own = read_ring(kept.folder.keys)
    assert own is not None
    assert rings_elsewhere(kept.folder, [own]) == []
    kept.store.close()
    with pytest.raises(WrongPassword):
        Vault(kept.folder).unlock(OTHER)
    kept.open(PASSWORD)
