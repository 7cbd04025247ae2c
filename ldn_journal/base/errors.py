"""Everything that can go wrong, by who can do something about it.

Core code raises these; the front ends word what is missing and choose the exit code. ``str(error)`` is always one plain
sentence fit for the person, never holding an entry's free text.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from ldn_journal.base.texts import _, ngettext


class JournalError(Exception):
    """A problem that has a plain sentence. Anything else that escapes is a fault of ours."""


# The person can put it right -------------------------------------------------------------------------------------


class InvalidEntry(JournalError):
    """Something entered cannot be stored; ``problems`` maps each field to its sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))


class ConfirmationNeeded(JournalError):
    """An unusual entry (a dose of 10 mg or more) that is stored only when confirmed."""


class NotFound(JournalError):
    """A record, day or file named by the person is not there."""


class NothingToUndo(JournalError):
    """There is no change left to take back."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or _("There is nothing to undo."))


class ImportRefused(JournalError):
    """A file from elsewhere was not taken in; nothing was stored. ``line`` counts from 1."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(sentence)


class Cancelled(JournalError):
    """The person stopped something long; nothing was stored."""

    def __init__(self) -> None:
        super().__init__(_("It was stopped. Nothing was stored."))


class WrongPassword(JournalError):
    """The journal is protected and the password does not open it."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or _("Wrong password. Nothing was changed."))


class PasswordNeeded(WrongPassword):
    """The journal is protected and no password was given."""

    def __init__(self) -> None:
        super().__init__(_("This journal is protected by a password."))


class AlreadyExists(JournalError):
    """A journal or file would be overwritten."""


# The environment failed ------------------------------------------------------------------------------------------


class FileDamaged(JournalError):
    """The journal file's pages do not match their checksums, or what they hold makes no sense.

    ``copy``: time and number of entries of the newest good copy, where there is one.
    """

    def __init__(self, path: Path, copy: tuple[datetime, int] | None = None) -> None:
        self.path = path
        self.copy = copy
        if copy is None:
            super().__init__(_("The journal file is damaged. Nothing has been deleted."))
            return
        when, entries = copy
        super().__init__(
            ngettext(
                "The journal file is damaged. Nothing has been deleted. Newest good copy: {day} {time}, {count} entry.",
                "The journal file is damaged. Nothing has been deleted. Newest good copy: {day} {time}, {count} entries.",
                entries,
            ).format(day=when.date(), time=f"{when:%H:%M}", count=entries)
        )


class MadeByNewerVersion(JournalError):
    """The file's schema version is above ours; it is left as it is."""

    def __init__(self, found: int, known: int) -> None:
        self.found = found
        self.known = known
        super().__init__(_("This journal was made by a newer LDN Journal. It was not changed."))


class DiskFull(JournalError):
    """No room to write; what was already acknowledged is still stored."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or _("Your disk is full. This entry is not yet saved."))


class InUse(JournalError):
    """Another copy of the program holds the journal."""

    def __init__(self) -> None:
        super().__init__(_("This journal is open in another LDN Journal window. Close it and try again."))


class FileMissing(JournalError):
    """There is no journal where one is expected, or it was moved or replaced while open."""


class CannotAccess(JournalError):
    """The folder or file cannot be read or written with the rights we have."""


class NotForced(CannotAccess):
    """What was written to ``folder`` is whole and in its place, but the disk did not confirm it: a power cut could undo it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "What was written to {folder} is there now, but the disk reported an error. "
                "Check it before you rely on it."
            ).format(folder=folder)
        )
