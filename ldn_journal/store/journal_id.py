"""Which journal a file is of: the sixteen bytes that SQLCipher keeps at its beginning, which can be read without its key.

They are drawn at random with the file, stay what they are whatever is written or restored into it, and are handed on to every
copy, also to one under another key. Keys that have opened a journal name it by them (``KeyRing.journal``).
"""

from pathlib import Path

ID_BYTES = 16
_PAGE = 4096
_RESERVED = 80
"""Bytes at the end of a page: SQLCipher's vector, then its checksum."""
_VECTOR_BYTES = 16
_HEADER = bytes.fromhex("1000010150402020")
"""What every journal says of its pages, from byte 16 on: 4096 bytes, of which 80 are reserved."""
_LEAST_DIFFERENT = 200
"""So many of the 256 bytes are met among 4096 random ones in any case."""


def journal_id(path: Path) -> str:
    """Return the id of the journal in a file as hexadecimal digits, empty where it does not look like an enciphered one.

    What is cut short within its first page, zeros or text never does; a page of random bytes cannot be told from one.
    """
    page = _first_page(path)
    return page[:ID_BYTES].hex() if len(page) == _PAGE and len(set(page)) >= _LEAST_DIFFERENT else ""


def is_same_id(one: str, other: str) -> bool:
    """Whether two ids are of the same journal. A damaged byte or two make no other one: chance does not agree in half of all."""
    pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=False)
    return sum(left == right for left, right in pairs) >= ID_BYTES // 2


def is_under(path: Path, key: bytes) -> bool:
    """Whether the first page of a file is enciphered under ``key``, however damaged it is: its checksum is not looked at."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    page = _first_page(path)
    if len(page) < _PAGE:
        return False
    end = _PAGE - _RESERVED
    decryptor = Cipher(algorithms.AES256(key), modes.CBC(page[end : end + _VECTOR_BYTES])).decryptor()
    header = decryptor.update(page[ID_BYTES : ID_BYTES + 64])
    # One of the two places will do: a flipped bit spoils a block of sixteen bytes.
    return header[: len(_HEADER)] == _HEADER or header[68 - ID_BYTES : 72 - ID_BYTES] == b"LDNJ"


def _first_page(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_PAGE)
    except OSError:
        return b""
