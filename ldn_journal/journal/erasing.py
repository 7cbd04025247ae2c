"""Deleting everything: what there is of a journal on this computer, and taking all of it away."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ldn_journal.base.autostart import autostart, starts
from ldn_journal.base.errors import CannotAccess, DiskFull
from ldn_journal.base.files import is_no_room
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _
from ldn_journal.journal.unsaved_text import unsaved_text_files
from ldn_journal.store import backups_in, keys_beside, wipe
from ldn_journal.store.backups import half_made_in
from ldn_journal.store.keychain import forget_keys
from ldn_journal.store.lock import JournalLock


@dataclass(frozen=True)
class Belongings:
    """What would be deleted, and what would not: exports are other people's copies by then.

    ``files``: every file of the journal with its backups and logs; ``size`` in bytes; ``exports``: files written from the
    journal that are still where they were written; ``at_login``: the program is started at login on this journal, which ends.
    """

    files: tuple[Path, ...]
    size: int
    exports: tuple[Path, ...]
    at_login: bool


def belongings(folder: DataFolder, second: Path | None, exports: tuple[Path, ...] = ()) -> Belongings:
    """Return what there is of the journal in ``folder``, its second folder of backups included."""
    files = tuple(_ours(folder, second))
    return Belongings(
        files=files,
        size=sum(path.stat().st_size for path in files),
        exports=tuple(path for path in dict.fromkeys(exports) if path.exists()),
        at_login=starts(autostart(), folder),
    )


def erase(folder: DataFolder, second: Path | None) -> int:
    """Overwrite and delete every file of the journal, which must be closed; return how many there were.

    With it go its entry for the start at login and its secret in the keychain of the system. The folder itself goes when
    nothing of anyone else is in it. Raises ``InUse``, ``CannotAccess``.
    """
    lock = JournalLock(folder.lock)
    try:
        entry = autostart()
        if starts(entry, folder):
            entry.disable()
        forget_keys(folder.keys)
        files = [path for path in _ours(folder, second) if path != folder.lock]
        with _deleting_errors(folder):
            # The journal last: while it is there, whatever stops this can be begun again.
            for path in sorted(files, key=lambda one: one == folder.journal):
                wipe(path)
            for inner in (folder.backups, folder.quarantine, folder.logs):
                _remove_if_empty(inner)
    finally:
        lock.release()
    folder.lock.unlink(missing_ok=True)
    _remove_if_empty(folder.root)
    return len(files)


@contextmanager
def _deleting_errors(folder: DataFolder) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_no_room(error):
            raise DiskFull(
                _("Your disk is full, so files cannot be overwritten before they go. Make some room and try again.")
            ) from error
        path = error.filename or folder.root
        raise CannotAccess(
            _("Not everything could be deleted: {path} is in use or not yours.").format(path=path)
        ) from error


def _ours(folder: DataFolder, second: Path | None) -> Iterator[Path]:
    named = (
        "journal.ldnj",
        "journal.ldnj-journal",
        "journal.ldnj.next",
        "journal.keys",
        "journal.keys.bak",
        "backups.record",
        "journal.keys.next",
    )
    window = (folder.root / "window.ini", folder.root / "window.open")
    for path in (*(folder.root / name for name in named), folder.lock, folder.reserve, folder.root / ".room", *window):
        if path.is_file():
            yield path
    yield from unsaved_text_files(folder)
    # What a crash left of a file that was being written.
    yield from sorted(folder.root.glob(".journal.*.part*"))
    yield from sorted(folder.root.glob(".backups.record.*.part"))
    for inner in (folder.backups, folder.quarantine, folder.logs):
        if inner.is_dir():
            yield from (path for path in sorted(inner.iterdir()) if path.is_file())
    if second is not None and second.is_dir():
        for one in backups_in(second):
            yield one.path
            if keys_beside(one.path).is_file():
                yield keys_beside(one.path)
        yield from half_made_in(second)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        shutil.rmtree(folder)
