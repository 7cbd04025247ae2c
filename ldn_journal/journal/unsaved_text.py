"""Text that was typed and could not be stored, in a file beside the journal, until the journal can take it again.

Written when the program has to end at once (a logout, a closed terminal) and neither the record nor the journal's own table of
drafts can be written: the disk is full, or the journal file was moved or replaced. The file is sealed with the journal's key
(``store/sealing.py``); the next opening takes it in.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ldn_journal.base.errors import CannotAccess, DiskFull
from ldn_journal.base.files import write_whole
from ldn_journal.base.paths import DataFolder

_SUFFIX: Final = ".ldnj-unsaved"
_LARGEST: Final = 64 << 20


def write_unsaved_text(folder: DataFolder, sealed: bytes) -> Path:
    """Write a sealed text beside the journal, or where that cannot be written into the system's folder for temporary files.

    Return where it is. Raises ``DiskFull`` or ``CannotAccess`` where neither can be written.
    """
    first, *others = _paths(folder)
    try:
        return _write(first, sealed)
    except (DiskFull, CannotAccess):
        for path in others:
            return _write(path, sealed)
        raise


def read_unsaved_text(folder: DataFolder) -> list[tuple[Path, bytes]]:
    """Return the sealed texts that are there for the journal in ``folder``, oldest first, with their paths."""
    found: list[tuple[int, Path, bytes]] = []
    for path in unsaved_text_files(folder):
        try:
            status = path.lstat()
            if status.st_size <= _LARGEST:
                found.append((status.st_mtime_ns, path, path.read_bytes()))
        except OSError:  # it is somebody else's, or went away meanwhile
            continue
    return [(path, sealed) for _time, path, sealed in sorted(found)]


def unsaved_text_files(folder: DataFolder) -> Iterator[Path]:
    """Return the files of unsaved text that belong to the journal in ``folder``."""
    for path in _paths(folder):
        yield from (one for one in sorted(path.parent.glob(f"{path.name}*{_SUFFIX}")) if _is_ours(one))


def _write(path: Path, sealed: bytes) -> Path:
    # A name of its own each time: a text that is still waiting is never written over.
    for number in range(1, 1000):
        numbered = path.with_name(f"{path.name}-{number:03}{_SUFFIX}")
        if not numbered.exists() and not numbered.is_symlink():
            write_whole(numbered, sealed)
            return numbered
    raise CannotAccess(str(path))


def _paths(folder: DataFolder) -> list[Path]:
    """The places, best first, without number and ending; a name in a shared folder says nothing of the person."""
    named = hashlib.sha256(os.fsencode(folder.root.absolute())).hexdigest()[:24]
    return [folder.root / "unsaved-text", Path(tempfile.gettempdir()) / f"ldn-journal-{named}"]


def _is_ours(path: Path) -> bool:
    """Whether a file is a plain one of this user's: in a shared folder anyone may lay down a file of that name."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return path.is_file() and not path.is_symlink() and (os.name != "posix" or status.st_uid == os.getuid())
