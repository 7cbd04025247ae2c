"""Small files beside the journal that only its key can read, and that nobody without it can change unseen."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from ldn_journal.base.files import write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_LARGEST = 1 << 20


def read_sealed(path: Path, key: bytes) -> bytes | None:
    """Return what was sealed in ``path`` under the journal's ``key``.

    ``None`` where nothing is there, where it is sealed under another key, or where a letter of it is not as it was written:
    such a file is news of what happened to it, and never a reason not to go on.
    """
    from cryptography.exceptions import InvalidTag

    try:
        if path.stat().st_size > _LARGEST:
            return None
        sealed = path.read_bytes()
        return _cipher(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], path.name.encode())
    except (OSError, ValueError, InvalidTag):
        return None


def write_sealed(path: Path, key: bytes, data: bytes) -> None:
    """Seal ``data`` under the journal's ``key`` into ``path`` (mode 0600), whole or not at all.

    A seal is bound to the file's name. Raises ``DiskFull``, ``CannotAccess``.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    write_whole(path, nonce + _cipher(key).encrypt(nonce, data, path.name.encode()))


def _cipher(key: bytes) -> "AESGCM":
    """The journal's key opens pages; what is sealed has one of its own, derived from it. Loaded when it is needed."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=b"ldn-journal sealed file").derive(key))
