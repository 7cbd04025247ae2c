"""Where things are kept. Every path of a journal flows from one ``DataFolder``, so one override moves all of them."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DataFolder:
    """The folder of one journal and the files in it (folder mode 0700, files 0600)."""

    root: Path

    @property
    def journal(self) -> Path:
        """The diary itself."""
        return self.root / "journal.ldnj"

    @property
    def keys(self) -> Path:
        """The wrapped data keys of a protected journal; a copy is kept beside it."""
        return self.root / "journal.keys"

    @property
    def lock(self) -> Path:
        """Held while a program has the journal open."""
        return self.root / "journal.lock"

    @property
    def backups(self) -> Path:
        """Verified copies, numbered."""
        return self.root / "backups"

    @property
    def quarantine(self) -> Path:
        """Damaged files, put aside and never deleted."""
        return self.root / "quarantine"

    @property
    def reserve(self) -> Path:
        """Room that can be freed when the disk is full, so that the last entries can still be stored."""
        return self.root / "reserve.bin"

    @property
    def logs(self) -> Path:
        """Log files; they never hold health text."""
        return self.root / "logs"

    def make(self) -> None:
        """Create the folder for its owner alone; an existing one is left as it is.

        Raises ``CannotAccess``, ``DiskFull``, and ``FileMissing`` where a link on the way leads to what is not there.
        """
        from ldn_journal.base.errors import FileMissing
        from ldn_journal.base.files import lost_link_on, lost_link_sentence, writing_errors

        link = lost_link_on(self.root)
        if link is not None:
            raise FileMissing(lost_link_sentence(link))
        with writing_errors(self.root):
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)


def default_data_folder() -> DataFolder:
    """Return the journal's folder on this computer: ``LDN_JOURNAL_DATA_DIR`` if set, else the system's usual place."""
    override = os.environ.get("LDN_JOURNAL_DATA_DIR")
    if override:
        return DataFolder(Path(override))
    from platformdirs import user_data_path

    return DataFolder(user_data_path("ldn-journal", appauthor=False))
