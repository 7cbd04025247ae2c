"""Text sealed with the journal's own key, for what could not be written into the journal itself.

A sealed text may lie in memory while the window is locked, or in a file beside the journal: only the key of the journal opens
it, so it is as safe as the journal is.
"""

import secrets
from typing import Final

_FORMAT: Final = b"ldn-journal unsaved text 1\n"
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


def seal_text(key: bytes, text: str) -> bytes:
    """Return ``text`` encrypted under ``key``, the data key of a journal (32 bytes)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(_derive_key(key)).encrypt(nonce, text.encode(errors="surrogatepass"), _FORMAT)


def unseal_text(key: bytes, sealed: bytes) -> str | None:
    """Return what ``seal_text`` sealed under ``key``; ``None`` where it was another key or any bit is not as it was."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not sealed.startswith(_FORMAT):
        return None
    body = sealed[len(_FORMAT) :]
    try:
        plain = AESGCM(_derive_key(key)).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], _FORMAT)
    except (InvalidTag, ValueError):
        return None
    return plain.decode(errors="surrogatepass")


def _derive_key(key: bytes) -> bytes:
    # The journal's pages and this text must never share a key: SQLCipher uses the data key as it is.
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_FORMAT).derive(key)
