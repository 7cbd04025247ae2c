"""Which copies are kept, over decades and under clocks that lie; and how one is made."""

import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.errors import CannotAccess, FileDamaged
from ldn_journal.store import Store
from ldn_journal.store.backups import (
    Backup,
    backups_in,
    delete_backup,
    keep_reserve,
    keys_beside,
    make_backup,
    remove_half_made,
    remove_lone_keys,
    thin,
    to_keep,
)
from ldn_journal.store.connection import UNPROTECTED_KEY
from ldn_journal.store.copies import contents_of, copy_and_read
from tests.seeds import chance

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
EVERY = lambda _one: True  # noqa: E731


def name(number: int, at: datetime) -> str:
    return f"{number:06d}-{at:%Y%m%dT%H%M%S}Z.ldnjb"


def lay(folder: Path, moments: list[datetime], first: int = 1) -> list[Backup]:
    """Make files that have the names of copies."""
    folder.mkdir(exist_ok=True)
    for number, at in enumerate(moments, first):
        (folder / name(number, at)).write_bytes(b"")
    return backups_in(folder)


def kept_after(moments: list[datetime]) -> list[Backup]:
    """What is left when each copy is thinned out after as it is made."""
    left: list[Backup] = []
    for number, at in enumerate(moments, 1):
        left = to_keep([Backup(Path(name(number, at)), number, at), *left])
        left.sort(key=lambda one: -one.number)
    return left


@pytest.fixture
def store(tmp_path: Path):
    opened = Store.create(tmp_path / "journal.ldnj")
    yield opened
    opened.close()


# Which are kept --------------------------------------------------------------------------------------------------


def test_twenty_years_of_two_a_day():
    first = datetime(2006, 1, 1, 8, tzinfo=UTC)
    moments = [first + timedelta(hours=12 * step) for step in range(20 * 365 * 2)]
    left = kept_after(moments)
    days = [one.made_at.date() for one in left]
    last = days[0]
    assert [one.number for one in left[:10]] == list(range(len(moments), len(moments) - 10, -1))
    assert {last - timedelta(days=back) for back in range(14)} <= set(days)
    weeks = {day.isocalendar()[:2] for day in days}
    assert {(last - timedelta(weeks=back)).isocalendar()[:2] for back in range(8)} <= weeks
    months = {(day.year, day.month) for day in days}
    back, wanted = last.replace(day=1), set()
    for _month in range(24):
        wanted.add((back.year, back.month))
        back = (back - timedelta(days=1)).replace(day=1)
    assert wanted <= months
    assert {day.year for day in days} == set(range(2006, 2006 + 20))
    # No more than the schedule says: 10 + 14 + 8 + 24 + one a year.
    assert len(left) <= 10 + 14 + 8 + 24 + 20


def test_the_newest_of_a_day_stands_for_it():
    moments = [NOON - timedelta(days=day, hours=hour) for day in range(30, -1, -1) for hour in (3, 2, 1, 0)]
    left = to_keep([Backup(Path(name(n, at)), n, at) for n, at in reversed(list(enumerate(moments, 1)))])
    for one in left[10:]:
        assert one.made_at.hour == 12


@pytest.mark.parametrize("year", [1970, 2090])
def test_a_lying_clock_never_costs_the_newest(year):
    """A hundred copies by a right clock, fifteen by a wrong one, thirty by a right one again."""
    wrong = datetime(year, 1, 1, tzinfo=UTC)
    moments = [NOON + timedelta(hours=step) for step in range(100)]
    moments += [wrong + timedelta(minutes=step) for step in range(15)]
    moments += [NOON + timedelta(hours=101 + step) for step in range(30)]
    numbers = [one.number for one in kept_after(moments)]
    assert numbers[:10] == list(range(145, 135, -1))
    for count in range(101, 146):
        assert [one.number for one in kept_after(moments[:count])][:10] == list(range(count, count - 10, -1))


def test_a_clock_gone_mad():
    years = chance("a clock gone mad")
    moments = [datetime(years.randrange(1970, 2091), 1, 1, tzinfo=UTC) + timedelta(days=step) for step in range(300)]
    left = kept_after(moments)
    assert [one.number for one in left[:10]] == list(range(300, 290, -1))
    assert {one.made_at.year for one in left} == {moment.year for moment in moments}


def test_the_last_three_sound_ones_are_never_deleted(tmp_path):
    folder = tmp_path / "backups"
    every = lay(folder, [NOON + timedelta(seconds=step) for step in range(40)])
    sound = {3, 4, 5, 6}
    gone = thin(folder, lambda one: one.number in sound)
    left = {one.number for one in backups_in(folder)}
    assert {4, 5, 6} <= left
    assert 3 not in left
    assert set(range(31, 41)) <= left
    assert {one.number for one in gone} | left == {one.number for one in every}


def test_where_none_is_sound_none_of_the_newest_is_deleted_for_it(tmp_path):
    folder = tmp_path / "backups"
    lay(folder, [NOON + timedelta(seconds=step) for step in range(30)])
    thin(folder, lambda _one: False)
    assert [one.number for one in backups_in(folder)] == list(range(30, 20, -1))


def test_what_is_needed_now_is_spared(tmp_path):
    folder = tmp_path / "backups"
    every = lay(folder, [NOON + timedelta(seconds=step) for step in range(30)])
    oldest = every[-1]
    thin(folder, EVERY, oldest.path)
    assert [one.number for one in backups_in(folder)] == [*range(30, 20, -1), 1]


def test_what_failed_a_test_takes_no_place_and_is_not_deleted(tmp_path):
    folder = tmp_path / "backups"
    lay(folder, [NOON + timedelta(seconds=step) for step in range(30)])
    failed = {name(number, NOON + timedelta(seconds=number - 1)) for number in (30, 28, 5)}
    thin(folder, EVERY, distrusted=failed)
    assert [one.number for one in backups_in(folder)] == [30, 29, 28, *range(27, 18, -1), 5]


def test_deleting_takes_the_keys_along(tmp_path):
    (one,) = lay(tmp_path / "backups", [NOON])
    one.keys.write_text("keys")
    delete_backup(one)
    delete_backup(one)
    assert list(one.path.parent.iterdir()) == []


# Names -----------------------------------------------------------------------------------------------------------


def test_only_what_has_the_name_of_a_copy_is_one(tmp_path):
    folder = tmp_path / "backups"
    (made,) = lay(folder, [NOON])
    for other in (
        "notes.txt",
        ".000002-20260310T120000Z.ldnjb.part",
        "000003-20261399T120000Z.ldnjb",
        "x.ldnjb",
        "7-1Z.ldnjb",
    ):
        (folder / other).write_bytes(b"")
    assert backups_in(folder) == [made]
    assert backups_in(tmp_path / "none") == []
    assert made == Backup(folder / name(1, NOON), 1, NOON)
    assert made.keys == keys_beside(made.path)


def test_half_made_copies_go_and_nothing_of_anyone_else(tmp_path):
    folder = tmp_path / "backups"
    (made,) = lay(folder, [NOON])
    made.keys.write_text("keys")
    ours = [".000002-20260310T120000Z.ldnjb.part", ".000002-20260310T120000Z.ldnjb.keys.abc123.part"]
    others = [".film.mkv.part", ".syncthing.000002.tmp", "paper.part"]
    for other in ours + others:
        (folder / other).write_bytes(b"")
    (folder / "000009-20260310T120000Z.ldnjb.keys").write_bytes(b"")
    remove_half_made(folder)
    names = {path.name for path in folder.iterdir()}
    assert not names & set(ours)
    assert set(others) <= names
    remove_lone_keys(folder)
    assert {path.name for path in folder.iterdir()} == {*others, made.path.name, made.keys.name}


# Making one ------------------------------------------------------------------------------------------------------


def test_a_copy_has_the_next_number_whatever_the_clock_says(store, tmp_path):
    folder = tmp_path / "backups"
    made = [
        make_backup(store.file, folder, at, None)[0]
        for at in (NOON, NOON - timedelta(days=20_000), NOON + timedelta(days=20_000), NOON)
    ]
    assert [one.number for one in made] == [1, 2, 3, 4]
    assert [one.number for one in backups_in(folder)] == [4, 3, 2, 1]
    assert make_backup(store.file, folder, NOON, None, above=41)[0].number == 42
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for one in made:
        assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
        assert contents_of(one.path, UNPROTECTED_KEY).entries == 0


def test_a_clock_with_an_offset_is_written_in_utc(store, tmp_path):
    from tests.conftest import OSLO_WINTER

    made, contents = make_backup(store.file, tmp_path / "b", datetime(2026, 1, 1, 0, 30, tzinfo=OSLO_WINTER), None)
    assert made.path.name == "000001-20251231T233000Z.ldnjb"
    assert made.made_at.date() == date(2025, 12, 31)
    assert (contents.entries, contents.change, contents.changed_at) == (0, 0, None)


def test_a_copy_that_does_not_read_well_is_none(store, tmp_path, monkeypatch):
    from ldn_journal.store import copies

    folder = tmp_path / "backups"

    def unsound(path: Path, _key: bytes) -> None:
        raise FileDamaged(path)

    monkeypatch.setattr(copies, "contents_of", unsound)
    with pytest.raises(FileDamaged):
        make_backup(store.file, folder, NOON, None)
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(store, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotAccess):
        make_backup(store.file, tmp_path / "file", NOON, None)


def test_an_old_half_made_copy_is_no_hindrance(store, tmp_path):
    target = tmp_path / "copy.ldnjb"
    target.with_name(".copy.ldnjb.part").write_bytes(b"half")
    copy_and_read(store.file, target, None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.ldnjb", "journal.ldnj"]


# Reserve ---------------------------------------------------------------------------------------------------------


def test_the_reserve_is_real_room_and_made_once(tmp_path):
    reserve = tmp_path / "reserve.bin"
    keep_reserve(reserve, 1 << 17)
    status = reserve.stat()
    assert (status.st_size, stat.S_IMODE(status.st_mode)) == (1 << 17, 0o600)
    assert status.st_blocks * 512 >= 1 << 17
    keep_reserve(reserve, 1 << 17)
    assert reserve.stat().st_mtime_ns == status.st_mtime_ns


def test_the_reserve_leaves_room_for_what_it_is_for(tmp_path, monkeypatch):
    import shutil

    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(1 << 30, 1 << 30, (1 << 18) - 1))
    keep_reserve(tmp_path / "reserve.bin", 1 << 17)
    assert list(tmp_path.iterdir()) == []
