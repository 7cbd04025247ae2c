"""The raw connection: SQLCipher always, a rollback journal, every setting read back; and the reading of every page.

Why each setting: ``DELETE`` with ``EXTRA`` refuses a commit when the file was moved or replaced, and loses no
acknowledged row in a power cut; SQLCipher's page checksums see every flipped bit, also where there is no password.
"""

from pathlib import Path

from sqlcipher3 import dbapi2

LEAST_SQLITE = (3, 51, 3)  # older ones can corrupt a database on a WAL reset, or miss a moved file

UNPROTECTED_KEY = bytes.fromhex("4c444e204a6f75726e616c3a206e6f742070726f746563746564206279206b65")
"""The key of a journal without a password. It is published here: it protects nothing, it lets damage be seen."""

_PRAGMAS = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "locking_mode=NORMAL",
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    "fullfsync=ON",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    # The check at opening reads every page; up to 64 MiB of them, thirty years of diary, need not be deciphered twice.
    "cache_size=-65536",
    "busy_timeout=5000",
)
_READ_BACK = {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "trusted_schema": 0, "secure_delete": 1}


def connect(path: Path, key: bytes) -> dbapi2.Connection:
    """Return a raw connection to ``path`` with every setting in force. Fails closed, never falls back to plain SQLite."""
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        if key != UNPROTECTED_KEY:
            # Before the key: what the library gives back is wiped, and kept from the swap file as far as the system lets it.
            # It costs a third of reading a file through; where the key is published it would protect nothing.
            connection.execute("PRAGMA cipher_memory_security=ON")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        for name, expected in _READ_BACK.items():
            found = connection.execute(f"PRAGMA {name}").fetchone()[0]
            if found != expected:
                raise RuntimeError(f"PRAGMA {name} is {found!r}, not {expected!r}")
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise RuntimeError("this SQLite has no SQLCipher")
        if dbapi2.sqlite_version_info < LEAST_SQLITE:
            raise RuntimeError(f"SQLite {dbapi2.sqlite_version} is too old")
    except BaseException:
        connection.close()
        raise
    return connection


def problems_of(raw: dbapi2.Connection) -> list[str]:
    """Return what is wrong with the pages and references of an open file, empty when sound."""
    found = [str(row[0]) for row in raw.execute("PRAGMA cipher_integrity_check")]
    found += [str(row[0]) for row in raw.execute("PRAGMA quick_check") if row[0] != "ok"]
    found += [f"foreign key: {row[0]} row {row[1]}" for row in raw.execute("PRAGMA foreign_key_check")]
    return found
