"""Passwords and copies in the plain model: which key a copy is under, which secrets open it, and what follows the journal."""

from dataclasses import dataclass
from pathlib import Path

from tests.journal.model import Model


@dataclass
class Lock:
    """What a file opens with. ``era``: a number for each key there has been, ``None`` for the published one."""

    era: int | None = None
    password: str | None = None
    code: str | None = None


@dataclass
class Copy:
    """One copy: where it lies (``backups``, ``second`` or ``elsewhere``), what it holds, and what it opens with."""

    path: Path
    place: str
    holds: Model
    lock: Lock


class Copies:
    """The journal's lock and every copy made of it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.every: list[Copy] = []
        self._eras = 0

    def add(self, path: Path, place: str, holds: Model) -> Copy:
        """Take in a copy just made, under the lock of the journal."""
        copy = Copy(path, place, holds.copy(), Lock(**vars(self.lock)))
        self.every.append(copy)
        return copy

    def at(self, path: Path) -> Copy | None:
        """Return the copy at a path, ``None`` where it was thinned out."""
        return next((one for one in self.every if one.path == path), None)

    def thinned(self) -> None:
        """Forget the copies that the schedule has deleted; never one of the last ten of a folder, or one elsewhere."""
        for place in ("backups", "second", "elsewhere"):
            here = [one for one in self.every if one.place == place]
            kept = here if place == "elsewhere" else here[-10:]
            assert all(one.path.exists() for one in kept)
        self.every = [one for one in self.every if one.path.exists()]

    def opens(self, copy: Copy, password: str | None) -> bool:
        """Whether a copy can be read in the open journal: its own key, the published one, or the password of then."""
        return copy.lock.era in (None, self.lock.era) or password == copy.lock.password

    def protected(self, password: str, code: str, *, second: bool) -> None:
        """Give journal and the copies that follow it a key of their own."""
        self._eras += 1
        self._all_from(self.lock.era, Lock(self._eras, password, code), second=second)

    def renewed(self, password: str, code: str, *, second: bool) -> None:
        """Give journal and the copies under its key another key; those without a password are brought along as well."""
        self.looked_after(second=second)
        self.protected(password, code, second=second)

    def unprotected(self, *, second: bool) -> None:
        """Bring journal and the copies that follow it back to the published key."""
        self._all_from(self.lock.era, Lock(), second=second)

    def changed(self, *, second: bool, password: str | None = None, code: str | None = None) -> None:
        """Give the journal's key a new password or recovery code, also beside the copies that follow it."""
        lock = Lock(self.lock.era, password or self.lock.password, code or self.lock.code)
        self._all_from(self.lock.era, lock, second=second)

    def looked_after(self, *, second: bool) -> None:
        """Bring what fell behind up to the lock of the journal: copies without a password, and passwords of before."""
        if self.lock.era is not None:
            self._all_from(None, self.lock, second=second)
            self._all_from(self.lock.era, self.lock, second=second)

    def _all_from(self, era: int | None, lock: Lock, *, second: bool) -> None:
        for one in self.every:
            if one.lock.era == era and (one.place == "backups" or (second and one.place == "second")):
                one.lock = Lock(**vars(lock))
        self.lock = Lock(**vars(lock))
