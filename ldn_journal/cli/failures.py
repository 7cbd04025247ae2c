"""From what went wrong to one plain sentence and an exit code."""

import errno
import logging
import os
import sys
import traceback

from ldn_journal.base.errors import (
    ConfirmationNeeded,
    DiskFull,
    FileDamaged,
    FileMissing,
    InUse,
    JournalError,
    MadeByNewerVersion,
    PasswordNeeded,
    ProtectionGone,
    WrongPassword,
)
from ldn_journal.base.files import is_no_room
from ldn_journal.base.log import LOG_FILE, places, start_logging
from ldn_journal.base.texts import _
from ldn_journal.cli.options import Options
from ldn_journal.cli.output import complain
from ldn_journal.domain.amounts import AmountError
from ldn_journal.domain.days import DayError

DONE, OUR_FAULT, BAD_INPUT, WRONG_PASSWORD, DAMAGED, NEWER, DISK_FULL, IN_USE, MISSING = range(9)
INTERRUPTED, NOBODY_READS = 130, 141

_CODES: dict[type[JournalError], int] = {
    WrongPassword: WRONG_PASSWORD,
    ProtectionGone: WRONG_PASSWORD,
    FileDamaged: DAMAGED,
    MadeByNewerVersion: NEWER,
    DiskFull: DISK_FULL,
    InUse: IN_USE,
    FileMissing: MISSING,
}
_BROKEN = {errno.EIO, errno.EROFS}
"""A disk that fails, or that takes no more writes since it failed."""
_log = logging.getLogger(__name__)


def exit_code(error: BaseException) -> int:
    """Return the exit code for a failure, by who can do something about it."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        return NOBODY_READS
    if isinstance(error, JournalError):
        return next((code for kind, code in _CODES.items() if isinstance(error, kind)), BAD_INPUT)
    if isinstance(error, AmountError | DayError | PermissionError):
        return BAD_INPUT
    if isinstance(error, OSError) and is_no_room(error):
        return DISK_FULL
    if isinstance(error, OSError) and error.errno in _BROKEN:
        return BAD_INPUT
    return OUR_FAULT


def report(error: BaseException, options: Options) -> int:
    """Say on stderr what went wrong and return the exit code."""
    if isinstance(error, ImportError):
        from ldn_journal.base.system_needs import explain_import

        error = explain_import(error) or error
    code = exit_code(error)
    if code == NOBODY_READS:
        _leave_stdout()
    elif code == OUR_FAULT:
        complain(_our_fault(error, options))
    elif code != INTERRUPTED:
        complain(_sentence(error, options))
    if options.debug and code not in (NOBODY_READS, INTERRUPTED):
        traceback.print_exception(error)
    return code


def _sentence(error: BaseException, options: Options) -> str:
    if isinstance(error, ConfirmationNeeded):
        return _("{sentence} Add --yes if it is right.").format(sentence=error)
    if isinstance(error, PasswordNeeded):
        return _("{sentence} Give it with --password-file FILE.").format(sentence=error)
    if isinstance(error, PermissionError) and error.filename is None:
        return _("The system does not allow that; check who owns the files.")
    if isinstance(error, ProtectionGone):
        said = _("{sentence} Restore a backup with “restore FILE”, or keep the file as it is with “password remove”.")
        return said.format(sentence=error)
    if isinstance(error, PermissionError):
        return _("{path} cannot be used; check who owns it and its folder.").format(path=error.filename)
    if isinstance(error, OSError) and error.errno in _BROKEN:
        return _("The disk reported an error at {path}.").format(path=error.filename or options.folder.root)
    if isinstance(error, OSError):
        return _("Your disk is full. Not everything could be written; what is in the journal is safe.")
    return str(error)


def _our_fault(error: BaseException, options: Options) -> str:
    """Log where it happened, without the error's own words (they may quote the diary), and say where the log is."""
    folder = options.folder
    if not folder.root.is_dir():
        return _("Something went wrong that is our fault; the same command with --debug says more.")
    try:
        start_logging(folder, debug=options.debug)
        _log.error("%s failed\n%s", options.command or "window", places(error))
    except OSError:
        return _("Something went wrong that is our fault, and the log cannot be written; --debug says more.")
    return _("Something went wrong that is our fault; what is known about it is in {log}.").format(
        log=folder.logs / LOG_FILE
    )


def _leave_stdout() -> None:
    """Whoever read our output has gone; what is still in the buffer must not raise again at the end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):  # a stdout without a file has no buffer to lose
        return
