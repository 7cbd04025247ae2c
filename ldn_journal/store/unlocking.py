"""Finding the keys that open a journal, among all that lie around it. Nothing is written here.

Whatever lies beside a journal may have been put there by something else: a sync client, a backup program, a person. So no ring
counts as the journal's own before it has opened it; the others are tried as well, and which one it was is handed back.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ldn_journal.base.errors import KeysDamaged, KeysMissing, KeysOfAnother, PasswordNeeded, WrongPassword
from ldn_journal.base.paths import DataFolder
from ldn_journal.store import keychain, quarantine
from ldn_journal.store.backups import SUFFIX, backups_in
from ldn_journal.store.connection import UNPROTECTED_KEY
from ldn_journal.store.copies import readable
from ldn_journal.store.journal_id import is_same_id, is_under, journal_id
from ldn_journal.store.keys import (
    KeyRing,
    SlotKind,
    coming_of,
    copy_of,
    newest_of_each,
    read_sibling,
)

MOST_ELSEWHERE = 8
"""So many rings from beside backups and from the quarantine are tried at most: each costs as much as a guess."""


class Secrets(NamedTuple):
    """What was given to open a journal with. ``keychain``: that of the system is asked where nothing was given."""

    password: str | None = None
    code: str | None = None
    keychain: bool = False

    @property
    def given(self) -> bool:
        """Whether a password or a recovery code was given."""
        return self.password is not None or self.code is not None

    @property
    def kind(self) -> SlotKind:
        """The kind of slot that these open."""
        if self.code is not None:
            return "recovery"
        return "keychain" if self.password is None else "password"

    def unlock(self, ring: KeyRing) -> bytes:
        """Return the data key of a ring. Raises ``PasswordNeeded``, ``WrongPassword``."""
        if self.code is not None:
            return ring.unlock("recovery", self.code)
        if self.password is None:
            raise PasswordNeeded
        return ring.unlock("password", self.password)


class Opening(NamedTuple):
    """A key and its ring. ``opens``: whether they open the journal; else this is one that is damaged."""

    key: bytes
    ring: KeyRing
    opens: bool


def places(folder: DataFolder) -> tuple[Path, ...]:
    """Return where a journal's own keys may lie: in their file, in its copy, and while a change is under way."""
    return folder.keys, copy_of(folder.keys), coming_of(folder.keys)


def has_keys(folder: DataFolder) -> bool:
    """Whether keys of a protected journal lie in their place, readable or not; a link that leads nowhere counts."""
    return any(path.is_file() or path.is_symlink() for path in places(folder)[:2])


def rings_elsewhere(folder: DataFolder, own: Iterable[KeyRing] = (), *, sealed: bool = True) -> list[KeyRing]:
    """Return the rings beside backups, the newest first, and in the quarantine, that may open what the ``own`` ones do not.

    Those are none that are an older state of one of the others: their passwords were replaced. Without ``sealed``, only those
    beside backups that are newer than the newest one without a password.
    """
    mine = list(own)
    found = [*mine, *_rings_beside_backups(folder.backups, sealed=sealed)]
    if sealed:
        found += quarantine.rings_in(folder.quarantine)
    return [ring for ring in newest_of_each(found) if ring not in mine and not ring.is_dear][:MOST_ELSEWHERE]


def _rings_beside_backups(backups: Path, *, sealed: bool) -> Iterator[KeyRing]:
    if sealed:
        # Also those whose backup is gone; the names begin with the backup's number.
        rings = map(read_sibling, sorted(backups.glob(f"*{SUFFIX}.keys"), reverse=True))
        yield from (ring for ring in rings if ring is not None)
        return
    for one in backups_in(backups):
        ring = read_sibling(one.keys)
        if ring is not None:
            yield ring
        elif readable(one.path, UNPROTECTED_KEY):
            return


def find_opening(folder: DataFolder, secrets: Secrets, opens: Callable[[bytes], bool] | None = None) -> Opening | None:
    """Return what opens the protected journal in ``folder``, or else the key of one whose file is damaged; ``None``: no keys.

    ``opens`` says whether a key opens it, where the file is read in a way of its own.

    Raises ``PasswordNeeded``, ``WrongPassword``, ``KeysDamaged``, ``KeysMissing`` and ``KeysOfAnother``.
    """
    journal = folder.journal
    there = [path for path in places(folder) if path.exists()]
    own = newest_of_each(ring for ring in map(read_sibling, there) if ring is not None)
    damaged = bool(there) and not own
    stray: Opening | None = None
    refused: list[tuple[KeyRing, WrongPassword]] = []
    # Where no key has ever been, a damaged file is only that: nobody is asked for a password.
    protected = bool(there) or _is_protected(journal) or any(path.is_symlink() for path in places(folder))
    for ring in _each(folder, own, sealed=protected):
        key = keychain.key_of(ring) if secrets.keychain and not secrets.given and ring in own else None
        try:
            key = key or secrets.unlock(ring)
        except PasswordNeeded:
            raise
        except WrongPassword as error:
            refused.append((ring, error))
            continue
        if readable(journal, key) if opens is None else opens(key):
            return Opening(key, ring, opens=True)
        stray = stray or Opening(key, ring, opens=False)
    here = journal_id(journal)
    if stray is not None:
        # The journal's own keys refuse what opens others: then the password is wrong, and the journal may be well.
        ours = [
            error
            for ring, error in refused
            if ring in own and _is_of(ring, here) and stray.ring.identity != ring.identity
        ]
        if ours:
            raise ours[0]
        if here and not is_under(journal, stray.key):
            # Of the same journal, one of the two is from before it had a new key, as half a synchronisation leaves it.
            raise KeysOfAnother(folder.keys, older=_is_of(stray.ring, here))
        return stray
    if refused:
        if here and all(ring.journal and not _is_of(ring, here) for ring, _error in refused):
            raise KeysOfAnother(folder.keys)
        raise refused[0][1]
    if damaged:
        raise KeysDamaged(folder.keys)
    if protected:
        raise KeysMissing(folder.keys)
    return None


def _each(folder: DataFolder, own: list[KeyRing], *, sealed: bool) -> Iterator[KeyRing]:
    """The rings to try; those from elsewhere are read only when the journal's own do not open it."""
    yield from own
    yield from rings_elsewhere(folder, own, sealed=sealed)


def _is_of(ring: KeyRing, journal: str) -> bool:
    """Whether a ring says that it belongs to the journal with this id."""
    return bool(ring.journal and journal) and is_same_id(ring.journal, journal)


def _is_protected(journal: Path) -> bool:
    """Whether a file that the published key does not open looks like a journal under another one."""
    return bool(journal_id(journal)) and not is_under(journal, UNPROTECTED_KEY)
