"""Data sealed with the journal's own key, for what is not written into the journal itself.

What is sealed may lie in memory while the window is locked, or in a file beside the journal: only the key of the journal opens
it, so it is as safe as the journal is.
"""

import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_TEXT: Final = b"ldn-journal unsaved text 1\n"
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


def seal(key: bytes, data: bytes, bound_to: bytes) -> bytes:
    """Return ``data`` encrypted under ``key``, the data key of a journal (32 bytes); it opens only with the same ``bound_to``."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, data, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes | None:
    """Return what ``seal`` sealed; ``None`` where the key or ``bound_to`` is another, or any bit is not as it was."""
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError):
        return None


def seal_text(key: bytes, text: str) -> bytes:
    """Return ``text`` sealed under ``key``, with a mark of its format before it."""
    return _TEXT + seal(key, text.encode(errors="surrogatepass"), _TEXT)


def unseal_text(key: bytes, sealed: bytes) -> str | None:
    """Return what ``seal_text`` sealed under ``key``; ``None`` where it was another key or any bit is not as it was."""
    if not sealed.startswith(_TEXT):
        return None
    plain = unseal(key, sealed[len(_TEXT) :], _TEXT)
    return None if plain is None else plain.decode(errors="surrogatepass")


def _cipher(key: bytes) -> "AESGCM":
    # The journal's pages and what is sealed must never share a key: SQLCipher uses the data key as it is.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=b"ldn-journal sealed 1").derive(key))
