"""What is known of the backups beside the journal: a small file sealed under the journal's key.

It is no part of the diary: it stays on this computer, goes into no export, and going back to a copy does not take it back. Where
it is lost or sealed under another key, nothing is known, and the newest backup is tested anew.
"""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ldn_journal.store.sealed_file import read_sealed, write_sealed


class Fault(StrEnum):
    """What was wrong with a backup that failed its test."""

    DAMAGED = "damaged"
    """It cannot be read, or not opened as a journal."""
    DIFFERS = "differs"
    """It reads well and says something else than was saved."""
    KEYS = "keys"
    """The keys beside it are not those that open the journal now, so that its password would not open it."""


class Trial(BaseModel):
    """How the test of one backup ended. ``made_at`` and ``at``: when it was made and when it was tested, aware.

    ``entries``: how many it holds, ``None`` where that could not be told. ``ring``: the mark of the keys then in force.
    ``opened_by``: which of "password", "recovery" and "keychain" was seen to open the keys beside it; ``None`` where none was
    given since, and for a journal without a password.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    backup: str
    made_at: datetime
    at: datetime
    entries: int | None = None
    fault: Fault | None = None
    ring: str = ""
    opened_by: str | None = None


class CodeNews(BaseModel):
    """What is known of the recovery code: since when it is there at least, when it was last typed for practice.

    ``code``: a mark of its slot; another code is another slot. ``put_off_until``: no offer before that day.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    code: str
    since: datetime
    practised_at: datetime | None = None
    put_off_until: date | None = None


class BackupRecord(BaseModel):
    """What is known.

    ``digests``: by a backup's name what it held when it was made. ``trial``: the last test; ``failed``: by name those that failed
    one and are still there. ``due``: a test is due whatever its date.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    digests: dict[str, str] = {}
    trial: Trial | None = None
    failed: dict[str, Trial] = {}
    code: CodeNews | None = None
    due: bool = False


def read_record(path: Path, key: bytes) -> BackupRecord:
    """Return what is known; nothing where the file is not there, is under another key or was changed by someone else."""
    data = read_sealed(path, key)
    if data is None:
        return BackupRecord()
    try:
        return BackupRecord.model_validate_json(data)
    except ValidationError:
        return BackupRecord()


def write_record(path: Path, key: bytes, record: BackupRecord) -> None:
    """Keep what is known. Raises ``DiskFull``, ``CannotAccess``."""
    write_sealed(path, key, record.model_dump_json().encode())
