"""How the journal's thread opens the journal: with what the person typed, once, and then that is forgotten."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ldn_journal.base.clock import Clock
from ldn_journal.base.errors import ReadOnly
from ldn_journal.base.paths import DataFolder

if TYPE_CHECKING:
    from ldn_journal.journal import Journal
    from ldn_journal.journal.ahead import Ahead

WAIT_FOR_OTHERS = 2.0
"""Seconds to wait for a command that has the journal open for a moment."""


class Gate:
    """Opens the journal in ``folder``; called on the journal's thread. The key lives in the open journal alone."""

    def __init__(self, folder: DataFolder, clock: Clock) -> None:
        self.folder = folder
        self._clock = clock
        self._password: str | None = None
        self._code: str | None = None
        self._copy: Path | None = None
        self._keychain = False
        self._was_open = False
        """A journal that was open here and is gone is missed, and not made anew."""
        self._unprotected = False

    @property
    def opens_itself(self) -> bool:
        """Whether the keychain of the system may hold what opens the journal; a quick look, before anything is loaded."""
        try:
            slots = json.loads(self.folder.keys.read_bytes())["slots"]
            return any(slot["kind"] == "keychain" for slot in slots)
        except (OSError, ValueError, TypeError, KeyError):
            return False  # whatever is wrong with it is told at opening

    @property
    def guarded(self) -> bool:
        """Whether a password will be asked for; a quick look, before anything is loaded."""
        keys = self.folder.keys
        there = keys.exists() or keys.with_name(f"{keys.name}.bak").exists()
        return there and self.folder.journal.exists()

    def take_password(self, password: str) -> None:
        """Use this password for the next attempt."""
        self._password, self._code = password, None

    def take_code(self, code: str) -> None:
        """Use this recovery code for the next attempt."""
        self._password, self._code = None, code

    def take_copy(self, copy: Path, password: str | None, code: str | None = None) -> None:
        """Put a copy in the place of the journal at the next attempt."""
        self._copy, self._password, self._code = copy, password, code

    def take_unprotected(self) -> None:
        """Open a file without a password at the next attempt, although it lies where a protected one was."""
        self._password = self._code = None
        self._unprotected = True

    def take_from_keychain(self) -> None:
        """Ask the keychain of the system at the next attempt, and only then: a window that was locked asks for the password."""
        self._keychain = True

    def __call__(self) -> "Journal":
        """Open the journal, or make one. The imports here are most of the start-up time."""
        from ldn_journal.journal.ahead import read_ahead

        # The file of a journal without a password is read through beside the imports.
        ahead = None if self.guarded else read_ahead(self.folder)
        try:
            journal = self._opened(ahead)
            self._was_open = True
            return journal
        finally:
            if ahead is not None:
                ahead.close()

    def _opened(self, ahead: "Ahead | None") -> "Journal":
        from ldn_journal.journal import Journal

        password, code, copy, keychain = self._password, self._code, self._copy, self._keychain
        unprotected = self._unprotected
        self._password = self._code = self._copy = None
        self._keychain = self._unprotected = False
        if copy is not None:
            return Journal.rebuild(
                self.folder, copy, password=password, recovery_code=code, clock=self._clock, wait=WAIT_FOR_OTHERS
            )
        if not self.folder.journal.exists() and not self._was_open:
            return Journal.create(self.folder, clock=self._clock, wait=WAIT_FOR_OTHERS)
        if self.folder.is_writable or not self.folder.journal.exists():
            with suppress(ReadOnly):
                return Journal.open(
                    self.folder,
                    password=password,
                    recovery_code=code,
                    ask_keychain=keychain,
                    as_unprotected=unprotected,
                    clock=self._clock,
                    wait=WAIT_FOR_OTHERS,
                    ahead=ahead,
                )
        return Journal.open_snapshot(
            self.folder, password=password, recovery_code=code, ask_keychain=keychain, clock=self._clock
        )


Opener = Callable[[], "Journal"]
