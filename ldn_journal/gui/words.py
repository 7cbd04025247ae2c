"""What went wrong, in words for the person, and the exit code it leaves."""

from typing import Final

from ldn_journal.base.errors import (
    CannotAccess,
    DiskFull,
    FileDamaged,
    FileMissing,
    InUse,
    InvalidEntry,
    JournalError,
    KeysMissing,
    KeysOfAnother,
    MadeByNewerVersion,
    NotProtected,
    ProtectionGone,
    WrongPassword,
)
from ldn_journal.base.files import is_no_room
from ldn_journal.base.texts import _

_EXIT_CODES: Final[tuple[tuple[type[JournalError], int], ...]] = (
    (InvalidEntry, 2),
    (WrongPassword, 3),
    (ProtectionGone, 3),
    (NotProtected, 2),
    (FileDamaged, 4),
    (MadeByNewerVersion, 5),
    (DiskFull, 6),
    (InUse, 7),
    (FileMissing, 8),
)


def sentence_for(error: Exception) -> str:
    """Return one plain sentence about ``error``. What is no ``JournalError`` is our own fault and says so."""
    if isinstance(error, JournalError):
        return str(error)
    if isinstance(error, OSError) and is_no_room(error):
        return _("Your disk is full. Not everything could be written; what is in the journal is safe.")
    if isinstance(error, PermissionError) and error.filename is not None:
        return _("{path} cannot be used; check who owns it and its folder.").format(path=error.filename)
    return _("Something went wrong in LDN Journal itself; the log file has the details. What was saved before is safe.")


def advice_for(error: Exception) -> str:
    """Return what is safe and what can be done when the journal cannot be opened."""
    if isinstance(error, InUse):
        return _("Only one program at a time may write in the journal, so that nothing is lost.")
    if isinstance(error, MadeByNewerVersion):
        return _("Please install the newest LDN Journal to open it.")
    if isinstance(error, NotProtected):
        return _(
            "Your own journal may be in a backup: restore the newest, with its password. Open this file without a password only"
            " if you know that it is yours; the keys beside it then move to the folder “quarantine”."
        )
    if isinstance(error, KeysMissing | KeysOfAnother):
        return _("The journal itself was left as it is. A backup brings its own keys: restore one with its password.")
    if isinstance(error, FileDamaged):
        return _("The file was left as it is. Earlier copies may be in the folder “backups”.")
    if isinstance(error, FileMissing):
        return _("If you moved it, put it back under its old name; otherwise a backup can be restored.")
    if isinstance(error, DiskFull):
        return _("Please make some room on the disk and try again.")
    if isinstance(error, CannotAccess):
        return _("Please check that the folder belongs to you and can be written.")
    return _("Nothing in your journal was changed.")


def can_be_put_right(error: Exception) -> bool:
    """Whether entering something else helps; otherwise the same entry can be tried again later."""
    return isinstance(error, InvalidEntry)


def exit_code_for(error: Exception) -> int:
    """Return the program's exit code after ``error``, the same as on the command line."""
    if isinstance(error, OSError) and is_no_room(error):
        return exit_code_for(DiskFull())
    return next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), 1)
