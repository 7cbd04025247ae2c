"""Everything that can go wrong, by who can do something about it.

Core code raises these; the front ends word what is missing and choose the exit code. ``str(error)`` is always one plain
sentence fit for the person, never holding an entry's free text.
"""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from ldn_journal.base.texts import _, ngettext


class JournalError(Exception):
    """A problem that has a plain sentence. Anything else that escapes is a fault of ours."""

    stops_saving = False
    """Whether it is the journal itself that could not be written: what waits to be saved is then in danger."""


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


class NotProtected(JournalError):
    """A password or recovery code was given for a journal that has none: perhaps another file lies in its place."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(
            sentence
            or _("This journal is not protected by a password, so none is needed to open it. Nothing was changed.")
        )


class ProtectionGone(NotProtected):
    """A file without a password lies in the place of a protected journal, whose keys are still there."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The journal file here is not protected by a password, but the keys beside it are those of a protected one."
                " Another program may have put it there. Nothing was changed."
            )
        )


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


class KeysDamaged(FileDamaged):
    """The keys file and its copy are unreadable; without them the password opens nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.args = (_("The key file of this journal is damaged, and so is its copy. Nothing has been deleted."),)


class KeysMissing(FileDamaged):
    """The journal is protected, and there is no keys file: neither its own, nor a copy, nor one beside a backup."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        if path.is_symlink():
            sentence = _("The key file of this journal is a link to {target}, which is not there. Nothing was changed.")
            self.args = (sentence.format(target=path.readlink()),)
            return
        self.args = (
            _(
                "The key file of this journal is missing. Nothing was changed. Put “{name}” back into its folder, or restore a"
                " backup."
            ).format(name=path.name),
        )


class KeysOfAnother(FileDamaged):
    """The keys beside the journal are whole, and do not belong to it; nor do any others that are there.

    ``older``: they are of this journal all the same, but one of the two is from before it had a new key.
    """

    def __init__(self, path: Path, *, older: bool = False) -> None:
        super().__init__(path)
        if older:
            self.args = (
                _(
                    "The journal file and its keys do not fit together: one of them is older. Nothing was changed. Put “{name}”"
                    " or the journal file of the same time back, or restore a backup."
                ).format(name=path.name),
            )
            return
        self.args = (
            _(
                "These keys belong to another journal. Nothing was changed. Put the right “{name}” back into its folder, or"
                " restore a backup."
            ).format(name=path.name),
        )


class MadeByNewerVersion(JournalError):
    """The file's schema version is above ours; it is left as it is."""

    def __init__(self, found: int, known: int) -> None:
        self.found = found
        self.known = known
        super().__init__(_("This journal was made by a newer LDN Journal. It was not changed."))


class DiskFull(JournalError):
    """No room to write; what was already acknowledged is still stored.

    Without a ``sentence`` it is an entry that was not saved. ``stops_saving``: the journal itself could not be written, and not
    an export, a report or a copy.
    """

    def __init__(self, sentence: str | None = None, *, stops_saving: bool = False) -> None:
        self.stops_saving = stops_saving
        super().__init__(sentence or _("Your disk is full. This entry is not yet saved."))


class InUse(JournalError):
    """Another copy of the program holds the journal."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(
            sentence or _("This journal is in use by another LDN Journal window or command. Close it and try again.")
        )


class FileMissing(JournalError):
    """There is no journal or copy where one is expected, or the journal was moved or replaced while open (``stops_saving``)."""

    def __init__(self, sentence: str, *, stops_saving: bool = False) -> None:
        self.stops_saving = stops_saving
        super().__init__(sentence)


class NoJournal(FileMissing):
    """There is no journal, and nothing shows that there ever was one."""


class CannotAccess(JournalError):
    """The folder or file cannot be read or written with the rights we have."""


class SystemLacking(JournalError):
    """The system lacks what the program needs of it: a library, a screen for the window."""


class ReadOnly(CannotAccess):
    """The journal in ``folder`` can be read and not written: the medium or the rights do not allow it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            _("This journal is on a read-only medium: you can read, print and export it, not add to it.")
            if _is_read_only_medium(folder)
            else _("The journal in {folder} cannot be written; check who owns the folder.").format(folder=folder)
        )


def _is_read_only_medium(folder: Path) -> bool:
    """Whether the file system itself takes no writing, whoever asks."""
    if not hasattr(os, "statvfs"):
        return False
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except OSError:
        return False


class NotForced(CannotAccess):
    """What was written to ``folder`` is whole and in its place, but the disk did not confirm it: a power cut could undo it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "What was written to {folder} is there now, but the disk reported an error. "
                "Check it before you rely on it."
            ).format(folder=folder)
        )
