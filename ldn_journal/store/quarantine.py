"""The quarantine folder: files that could not be used, put aside and never deleted.

What was put aside before the journal had a password is sealed once it has one: nobody shall read there what the journal keeps to
itself. Such files are damaged, so they are sealed as bytes, and come back as they were when the password is taken away.
"""

import re
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ldn_journal.base.files import write_whole, writing_errors
from ldn_journal.base.paths import DataFolder
from ldn_journal.store.copies import wipe
from ldn_journal.store.keys import KeyRing, read_sibling, write_sibling

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_SEALED = ".sealed"
_KEYS = ".keys"
_NONCE_BYTES = 12
_GROUP = re.compile(r"(.+)-journal\.\w+(-journal)?")


def put_aside(folder: DataFolder) -> None:
    """Move a journal that cannot be used into the quarantine; its rollback journal first, which alone harms nobody."""
    journal = folder.journal
    moved = [path for path in (_beside(journal), journal) if path.exists() or path.is_symlink()]
    if not moved:
        return
    folder.quarantine.mkdir(mode=0o700, exist_ok=True)
    group = _free_group(folder.quarantine)
    if folder.keys.exists():
        # First, and a copy: what lies in the quarantine can be opened with the keys of its day.
        target = folder.quarantine / f"{group}-{folder.keys.name}"
        shutil.copyfile(folder.keys, target)
        target.chmod(0o600)
    for path in moved:
        path.replace(folder.quarantine / f"{group}-{path.name}")


def put_keys_aside(folder: DataFolder, *places: Path) -> None:
    """Move keys that the journal does not need into the quarantine: they may be those of a journal that lies elsewhere now.

    What is there already is not put there twice. Raises ``DiskFull``, ``CannotAccess``; what was not moved stays.
    """
    for path in places:
        if path.exists():
            keep_keys(folder, path)
            if path.is_symlink():
                path.resolve().unlink()
        path.unlink(missing_ok=True)


def keep_keys(folder: DataFolder, path: Path) -> None:
    """Lay a copy of a keys file into the quarantine, unless one is there. Raises ``DiskFull``, ``CannotAccess``."""
    data = path.read_bytes()
    with writing_errors(folder.quarantine / path.name):
        folder.quarantine.mkdir(mode=0o700, exist_ok=True)
        if all(one.read_bytes() != data for one in folder.quarantine.glob(f"*{_KEYS}")):
            write_whole(folder.quarantine / f"{_free_group(folder.quarantine)}-{folder.keys.name}", data)


def rings_in(quarantine: Path) -> list[KeyRing]:
    """Return the rings that were put aside, the newest first."""
    found = map(read_sibling, sorted(quarantine.glob(f"*{_KEYS}"), reverse=True))
    return [ring for ring in found if ring is not None]


def take_in(folder: DataFolder, path: Path, key: bytes) -> None:
    """Seal a file from elsewhere in the data folder, such as a damaged backup, and put it into the quarantine."""
    folder.quarantine.mkdir(mode=0o700, exist_ok=True)
    _seal(path, folder.quarantine / (path.name + _SEALED), key)


def seal_all(quarantine: Path, key: bytes) -> None:
    """Seal what was put aside from a journal without a password."""
    for path in list(_unprotected(quarantine)):
        _seal(path, path.with_name(path.name + _SEALED), key)


def unseal_all(quarantine: Path, key: bytes) -> None:
    """Bring back what was sealed under ``key``; what is under another one stays as it is."""
    from cryptography.exceptions import InvalidTag

    for path in list(quarantine.glob(f"*{_SEALED}")):
        try:
            data = _unsealed(path, key)
        except (InvalidTag, ValueError):
            continue
        write_whole(path.with_name(path.name.removesuffix(_SEALED)), data)
        path.unlink()


def rewrap(quarantine: Path, ring: KeyRing) -> None:
    """Lay a ring with a new password in the place of those with the old one, which would open the journal as well."""
    for path in list(quarantine.glob(f"*{_KEYS}")):
        found = read_sibling(path)
        if found is not None and found != ring and ring.follows(found):
            write_sibling(path, ring)


def renew(quarantine: Path, old: bytes, new: bytes, identity: str) -> None:
    """Seal under the ``new`` key what the ``old`` one still opens: files sealed with it, and journals with their keys.

    ``identity``: that of the ring of the old key. What was put aside can be damaged, so it is sealed as it is. Raises
    ``DiskFull``, ``CannotAccess``.
    """
    from cryptography.exceptions import InvalidTag

    for path in list(quarantine.glob(f"*{_SEALED}")):
        try:
            data = _unsealed(path, old)
        except (InvalidTag, ValueError):
            continue
        _write_sealed(path, data, new)
    for keys in list(quarantine.glob(f"*{_KEYS}")):
        ring = read_sibling(keys)
        if ring is None or ring.identity != identity:
            continue
        group = keys.name.removesuffix(_KEYS)
        beside = [
            path
            for path in quarantine.glob(f"{group}.*")
            if path.is_file() and not path.is_symlink() and path != keys and not path.name.endswith(_SEALED)
        ]
        for path in (*beside, keys):  # the keys last: without them the others would be taken for open to all
            _seal(path, path.with_name(path.name + _SEALED), new)


def _unprotected(quarantine: Path) -> Iterator[Path]:
    for path in quarantine.glob("*"):
        # What a link leads to lies elsewhere, and is not ours to seal.
        if not path.is_file() or path.is_symlink() or path.name.startswith(".") or path.name.endswith((_SEALED, _KEYS)):
            continue
        group = _GROUP.fullmatch(path.name)
        if group is None or not path.with_name(f"{group[1]}-journal{_KEYS}").exists():
            yield path


def _seal(path: Path, target: Path, key: bytes) -> None:
    _write_sealed(target, path.read_bytes(), key)
    wipe(path)


def _write_sealed(target: Path, data: bytes, key: bytes) -> None:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    name = target.name.removesuffix(_SEALED).encode()
    write_whole(target, nonce + _cipher(key).encrypt(nonce, data, name))


def _unsealed(path: Path, key: bytes) -> bytes:
    """Raises ``InvalidTag`` or ``ValueError`` for what was not sealed under ``key``."""
    sealed = path.read_bytes()
    name = path.name.removesuffix(_SEALED).encode()
    return _cipher(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name)


def _cipher(key: bytes) -> "AESGCM":
    """The journal's key opens pages; what is sealed has one of its own, derived from it. Loaded when it is needed."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=b"ldn-journal quarantine").derive(key))


def _beside(journal: Path) -> Path:
    return journal.with_name(journal.name + "-journal")


def _free_group(quarantine: Path) -> str:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    group, number = stamp, 1
    while any(quarantine.glob(f"{group}-journal.*")):
        number += 1
        group = f"{stamp}-{number}"
    return group
