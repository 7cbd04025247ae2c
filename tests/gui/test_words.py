"""Every error has a sentence and its exit code."""

import errno
from pathlib import Path

import pytest

from ldn_journal.base.errors import (
    CannotAccess,
    DiskFull,
    FileDamaged,
    FileMissing,
    InUse,
    InvalidEntry,
    MadeByNewerVersion,
    WrongPassword,
)
from ldn_journal.gui.words import advice_for, can_be_put_right, exit_code_for, sentence_for


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidEntry({"pain": "No."}), 2),
        (WrongPassword("No."), 3),
        (FileDamaged(Path("x")), 4),
        (MadeByNewerVersion(9, 1), 5),
        (DiskFull(), 6),
        (InUse(), 7),
        (FileMissing("Gone."), 8),
        (CannotAccess("No."), 1),
        (OSError(errno.ENOSPC, "secret"), 6),
        (PermissionError(errno.EACCES, "secret", "a/file"), 1),
        (ZeroDivisionError("secret"), 1),
    ],
)
def test_codes_and_sentences(error: Exception, code: int) -> None:
    assert exit_code_for(error) == code
    assert sentence_for(error).endswith(".")
    assert advice_for(error).endswith(".")
    assert "secret" not in sentence_for(error)
    assert can_be_put_right(error) == isinstance(error, InvalidEntry)
