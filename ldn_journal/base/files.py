"""Files written whole or not at all, and read with plain sentences where that fails.

A toolkit's own "safe file" was seen to report success for a file cut short by a full disk; so every byte is
written, forced to the disk and only then put in the place of what was there.
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ldn_journal.base.errors import CannotAccess, DiskFull, NotForced, NotFound
from ldn_journal.base.texts import _

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` (mode 0600), replacing a file there only once all of it is on the disk.

    Raises ``DiskFull`` or ``CannotAccess``; the old file is then untouched and nothing is left behind. Raises ``NotForced``
    where the new file is in place already.
    """
    check_target(path)
    with writing_errors(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            try:
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(handle, rest) :]
                os.fsync(handle)
            finally:
                os.close(handle)
            part.replace(path)
        except BaseException:
            discard(part)
            raise
        sync_folder(path.parent)


def check_target(path: Path) -> None:
    """Raise ``CannotAccess`` where ``path`` is no file and cannot become one: a folder, or a device that would be replaced."""
    with writing_errors(path):
        if path.is_dir() or not path.name:
            raise CannotAccess(_("{path} is a folder; give the name of a file.").format(path=path))
        if path.exists() and not path.is_file():
            raise CannotAccess(_("{path} is a device, not a file; give the name of a file.").format(path=path))


def is_lost_link(path: Path) -> bool:
    """Whether ``path`` is a symbolic link to what is not there, such as a file on a stick that is not plugged in."""
    return path.is_symlink() and not path.exists()


def led_to(path: Path) -> Path:
    """Return the file that a symbolic link leads to, so that this one is replaced and not the link; else ``path`` itself."""
    return path.resolve() if path.is_symlink() else path


def lost_link_on(path: Path) -> Path | None:
    """Return the first symbolic link on the way to ``path``, itself included, that leads to what is not there."""
    return next((one for one in (*reversed(path.absolute().parents), path.absolute()) if is_lost_link(one)), None)


def lost_link_sentence(link: Path) -> str:
    """Return what is to be said of a symbolic link that leads to what is not there."""
    return _(
        "{path} is a link to {target}, which is not there. Nothing was changed. Plug in the disk or stick it is on."
    ).format(path=link, target=link.readlink())


def discard(path: Path) -> None:
    """Delete what was half written, if the disk lets it. What stopped the writing is what is to be told, so nothing is raised."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Force the names in ``folder`` to the disk, where the system can do that. Raises ``NotForced``."""
    if os.name != "posix":
        return
    # Twice, if need be. Names go through the log of the file system: where that is broken the second try fails as well.
    if not _is_synced(folder) and not _is_synced(folder):
        raise NotForced(folder)


def _is_synced(folder: Path) -> bool:
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # Some network file systems cannot sync a folder and say so; the file itself is synced.
        return error.errno in (errno.EINVAL, errno.ENOTSUP)
    return True


def is_no_room(error: OSError) -> bool:
    """Whether the system refused to write because there is no room."""
    return error.errno in _NO_ROOM


@contextmanager
def writing_errors(path: Path) -> Iterator[None]:
    """Turn the system's refusal to write ``path`` into ``DiskFull`` or ``CannotAccess``."""
    try:
        yield
    except OSError as error:
        if is_no_room(error):
            raise DiskFull(_("Your disk is full. {name} was not written.").format(name=path.name)) from error
        if isinstance(error, FileNotFoundError):
            raise CannotAccess(_("There is no folder {folder}.").format(folder=path.parent)) from error
        raise CannotAccess(_("{path} cannot be written.").format(path=path)) from error


@contextmanager
def saying_if_full(sentence: str) -> Iterator[None]:
    """Have a full disk told by ``sentence``, which says what came of the whole operation and not of the file it failed at."""
    try:
        yield
    except DiskFull as error:
        raise DiskFull(sentence, stops_saving=error.stops_saving) from error


@contextmanager
def reading_errors(path: Path) -> Iterator[None]:
    """Turn the system's refusal to read ``path`` into ``NotFound`` or ``CannotAccess``."""
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound(_("There is no file {path}.").format(path=path)) from error
    except OSError as error:
        raise CannotAccess(_("{path} cannot be read.").format(path=path)) from error
