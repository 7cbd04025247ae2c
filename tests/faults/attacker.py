"""What somebody can read who has the files and knows how this program works, but has no password."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from ldn_journal.store.connection import UNPROTECTED_KEY

PAGE, RESERVED, SALT = 4096, 80, 16
_RECORDS = [(sector, PAGE + 8) for sector in (512, 4096)]
"""A rollback journal: a header of one sector, then pages with 4 bytes before and after each."""


def readable_in(data: bytes) -> Iterator[bytes]:
    """The bytes themselves, what they were packed from, and every page in them that the published key deciphers."""
    yield data
    with suppress(OSError, EOFError, zlib.error):
        yield gzip.decompress(data)
    for start, step in [(0, PAGE), *((sector + 4, step) for sector, step in _RECORDS)]:
        yield b"".join(_page(data[at : at + PAGE]) for at in range(start, len(data) - PAGE + 1, step))


def _page(page: bytes) -> bytes:
    """A page deciphered as SQLCipher does it, whatever its check sum says; the first one begins with a salt."""
    vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
    decryptor = Cipher(algorithms.AES256(UNPROTECTED_KEY), modes.CBC(vector)).decryptor()
    found = decryptor.update(page[: PAGE - RESERVED])
    decryptor = Cipher(algorithms.AES256(UNPROTECTED_KEY), modes.CBC(vector)).decryptor()
    return found + decryptor.update(page[SALT : PAGE - RESERVED])


def found_in(folders: Iterable[Path], word: str) -> list[str]:
    """Every file below ``folders`` in whose bytes, pages or name ``word`` can be read."""
    forms = [word.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            named = word in path.name
            read = path.is_file() and any(form in text for text in readable_in(path.read_bytes()) for form in forms)
            if named or read:
                found.append(str(path))
    return found
