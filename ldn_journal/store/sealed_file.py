"""Small files beside the journal that only its key can read, and that nobody without it can change unseen."""

from pathlib import Path

from ldn_journal.base.files import write_whole
from ldn_journal.store.sealing import seal, unseal

_LARGEST = 1 << 20


def read_sealed(path: Path, key: bytes) -> bytes | None:
    """Return what was sealed in ``path`` under the journal's ``key``.

    ``None`` where nothing is there, where it is sealed under another key, or where a letter of it is not as it was written:
    such a file is news of what happened to it, and never a reason not to go on.
    """
    try:
        if path.stat().st_size > _LARGEST:
            return None
        return unseal(key, path.read_bytes(), path.name.encode())
    except OSError:
        return None


def write_sealed(path: Path, key: bytes, data: bytes) -> None:
    """Seal ``data`` under the journal's ``key`` into ``path`` (mode 0600), whole or not at all.

    A seal is bound to the file's name. Raises ``DiskFull``, ``CannotAccess``.
    """
    write_whole(path, seal(key, data, path.name.encode()))
