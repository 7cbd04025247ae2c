"""Backups: whole, verified copies with a number, and which of them are kept.

A copy is made with the backup API (copying a live file is none), read through, forced to the disk, and only then named. Its
number, not the clock, says which is newest. Beside a copy of a protected journal lie the keys it was made under.
"""

import os
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from ldn_journal.base.errors import CannotAccess, FileDamaged
from ldn_journal.base.files import discard, is_lost_link, lost_link_sentence, sync_folder, writing_errors
from ldn_journal.store.copies import Contents, copy_and_read, readable, rewrite
from ldn_journal.store.engine import JournalFile
from ldn_journal.store.keys import KeyRing, read_sibling, write_sibling

LAST, DAYS, WEEKS, MONTHS = 10, 14, 8, 24
"""How many are kept: the last by number, then the newest of each of the last days, weeks and months, and of every year."""
LEAST_VERIFIED = 3
"""As many of the newest sound copies are never deleted."""

_NAME = re.compile(r"(\d{6,12})-(\d{8}T\d{6})Z\.ldnjb")
_HALF_MADE = re.compile(r"\.\d{6,12}-\d{8}T\d{6}Z\.ldnjb.*\.part")
_TIME = "%Y%m%dT%H%M%S"
SUFFIX = ".ldnjb"


@dataclass(frozen=True)
class Backup:
    """A named copy. ``made_at`` is in UTC, by the clock of that day."""

    path: Path
    number: int
    made_at: datetime

    @property
    def keys(self) -> Path:
        """The keys it was made under; not there for a journal without a password."""
        return keys_beside(self.path)


def keys_beside(path: Path) -> Path:
    """Return where the keys of a copy lie."""
    return path.with_name(path.name + ".keys")


def backups_in(folder: Path) -> list[Backup]:
    """Return the copies in ``folder``, newest number first. What is half-made or named otherwise is none."""
    found: list[Backup] = []
    if not folder.is_dir():
        return found
    for path in folder.iterdir():
        match = _NAME.fullmatch(path.name)
        if match is None:
            continue
        try:
            made = datetime.strptime(match[2], _TIME).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, int(match[1]), made))
    return sorted(found, key=lambda one: (one.number, one.made_at), reverse=True)


def make_backup(
    file: JournalFile, folder: Path, at: datetime, ring: KeyRing | None, *, above: int = 0
) -> tuple[Backup, Contents]:
    """Copy the open ``file`` into ``folder`` and read the copy through.

    ``ring``: the keys of a protected journal, laid beside the copy. ``above``: the number is greater than this. Raises
    ``DiskFull``, ``CannotAccess``, ``FileDamaged``; nothing is left behind then.
    """
    if is_lost_link(folder):
        raise CannotAccess(lost_link_sentence(folder))
    with writing_errors(folder / SUFFIX):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = max([above, *(one.number for one in backups_in(folder))]) + 1
        made = at.astimezone(UTC).replace(microsecond=0)
        path = folder / f"{number:06d}-{made.strftime(_TIME)}Z{SUFFIX}"
        contents = copy_and_read(file, path, ring)
    return Backup(path, number, made), contents


def delete_backup(backup: Backup) -> None:
    """Delete a copy and its keys, the copy first: keys without a copy harm nobody."""
    backup.path.unlink(missing_ok=True)
    backup.keys.unlink(missing_ok=True)


def thin(
    folder: Path,
    sound: Callable[[Backup], bool],
    spare: Path | None = None,
    distrusted: Collection[str] = (),
) -> list[Backup]:
    """Delete what the schedule does not keep and return it. ``sound`` reads a copy through; the last sound ones stay.

    ``spare``: a copy that is needed in this moment. ``distrusted``: names of copies that failed a trial restore. They take no
    other copy's place and are not deleted themselves: what is wrong with them is for the person to see.
    """
    every = [one for one in backups_in(folder) if one.path.name not in distrusted]
    kept = {one.number for one in to_keep(every)}
    kept |= {one.number for one in every if spare is not None and one.path.name == spare.name}
    gone = [one for one in every if one.number not in kept]
    if gone:
        verified = 0
        for one in every:
            if verified == LEAST_VERIFIED or not gone:
                break
            if sound(one):
                verified += 1
                gone = [other for other in gone if other != one]
        for one in gone:
            delete_backup(one)
        sync_folder(folder)
    return gone


def to_keep(backups: Sequence[Backup]) -> list[Backup]:
    """Return those that the schedule keeps, of copies given newest number first."""
    kept = list(backups[:LAST])
    kept += _newest_of_each(backups, lambda day: day.toordinal(), DAYS)
    kept += _newest_of_each(backups, lambda day: day.isocalendar()[:2], WEEKS)
    kept += _newest_of_each(backups, lambda day: (day.year, day.month), MONTHS)
    kept += _newest_of_each(backups, lambda day: day.year, None)
    return list(dict.fromkeys(kept))


def _newest_of_each(backups: Iterable[Backup], period: Callable[[date], object], most: int | None) -> list[Backup]:
    newest: dict[object, Backup] = {}
    for one in backups:
        newest.setdefault(period(one.made_at.date()), one)
    return list(newest.values())[:most]


def rewrap_backups(folder: Path, ring: KeyRing) -> None:
    """Lay a ring with a new password beside the copies that the ring's own key opens; another ring beside a copy stays."""
    for one in backups_in(folder):
        found = read_sibling(one.keys)
        if found is not None and found != ring and ring.follows(found):
            write_sibling(one.keys, ring)


def rekey_backups(folder: Path, old_key: bytes, new_key: bytes, ring: KeyRing | None) -> list[Backup]:
    """Bring every copy from one key to another, each by a new copy in its place; return the damaged ones, still as they were.

    ``ring``: laid beside each, ``None`` where the new key is the published one. Copies with other keys beside them are left
    alone. Raises ``DiskFull``, ``CannotAccess``.
    """
    damaged: list[Backup] = []
    for one in backups_in(folder):
        if readable(one.path, old_key) and not readable(one.path, new_key):
            try:
                rewrite(one.path, old_key, new_key)
            except FileDamaged:
                damaged.append(one)
                continue
        if readable(one.path, new_key):
            # Only now: keys beside a copy say that it needs them.
            _settle(one, ring)
        elif not one.keys.exists():
            damaged.append(one)
    return damaged


def _settle(backup: Backup, ring: KeyRing | None) -> None:
    if ring is None:
        backup.keys.unlink(missing_ok=True)
    elif read_sibling(backup.keys) != ring:
        write_sibling(backup.keys, ring)


def remove_half_made(folder: Path) -> None:
    """Delete what a copy left behind that was never finished; nothing that could be another program's."""
    for path in half_made_in(folder):
        path.unlink(missing_ok=True)


def half_made_in(folder: Path) -> list[Path]:
    """Return what copies left behind that were never finished."""
    return sorted(path for path in folder.iterdir() if _HALF_MADE.fullmatch(path.name))


def remove_lone_keys(folder: Path) -> None:
    """Delete keys whose copy is gone."""
    for path in folder.glob(f"*{SUFFIX}.keys"):
        if not path.with_name(path.name.removesuffix(".keys")).exists():
            path.unlink(missing_ok=True)


def free_room(reserve: Path) -> bool:
    """Delete the reserve; return whether there was one."""
    try:
        reserve.unlink()
    except FileNotFoundError:
        return False
    return True


def keep_reserve(reserve: Path, size: int) -> None:
    """Make the reserve of ``size`` bytes where there is none and room for it; a full disk is no reason to complain here.

    As much again must stay free, or the room just given back to a full disk would be taken again before it is used.
    """
    if reserve.exists() or shutil.disk_usage(reserve.parent).free < 2 * size:
        return
    part = reserve.with_name(reserve.name + ".part")
    try:
        handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        try:
            # Written, not only claimed: a file with a hole in it holds no room.
            for _block in range(size >> 16):
                os.write(handle, os.urandom(1 << 16))
            os.fsync(handle)
        finally:
            os.close(handle)
        part.replace(reserve)
    except OSError:
        discard(part)
