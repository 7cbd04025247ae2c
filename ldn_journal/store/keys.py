"""The key of a protected journal: random, and wrapped once under the password and once under a printed recovery code.

``journal.keys`` holds the wrapped copies only. A wrong password fails at its slot's seal, a damaged journal at its pages'
checksums, so the two are never taken for each other; and a new password wraps the same key anew without touching the journal.
"""

import base64
import hashlib
import json
import secrets
import unicodedata
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from ldn_journal.base.errors import CannotAccess, DiskFull, FileDamaged, InvalidEntry, NotForced, WrongPassword
from ldn_journal.base.files import write_whole
from ldn_journal.base.texts import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SlotKind = Literal["password", "recovery", "keychain"]

LEAST_PASSWORD = 8
"""Characters of the shortest password that is taken."""
_FORMAT = "ldn-journal-keys"
_VERSION = 1
_KEY_BYTES, _SALT_BYTES, _NONCE_BYTES, _TAG_BYTES = 32, 16, 12, 16
_MEMORY_KIB, _ITERATIONS, _LANES = 65_536, 3, 4  # Argon2id; 0.1 s on a small computer
_MOST_MEMORY_KIB, _MOST_ITERATIONS, _MOST_LANES = 1 << 20, 64, 64
"""What a keys file may ask of this computer; beyond that it is damaged or not ours."""
_LARGEST_FILE = 65_536
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters of a recovery code: none that is easily taken for another."""
_CODE_LENGTH = 32
_READ_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


class KeysDamaged(FileDamaged):
    """The keys file and its copy are unreadable; without them the password opens nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.args = (_("The key file of this journal is damaged, and so is its copy. Nothing has been deleted."),)


@dataclass(frozen=True)
class Slot:
    """One wrapped copy of the data key; bytes as Base64 text."""

    kind: SlotKind
    salt: str
    memory_kib: int
    iterations: int
    lanes: int
    nonce: str
    wrapped: str


@dataclass(frozen=True)
class KeyRing:
    """The wrapped copies of one data key, at most one of a kind. ``identity`` binds them together."""

    identity: str
    slots: tuple[Slot, ...]

    def unlock(self, kind: SlotKind, secret: str) -> bytes:
        """Return the data key (32 bytes). Raises ``WrongPassword``, also where there is no slot of this kind."""
        from cryptography.exceptions import InvalidTag

        for slot in self.slots:
            if slot.kind == kind:
                try:
                    return _seal(slot, secret).decrypt(_bytes(slot.nonce), _bytes(slot.wrapped), self._bound(kind))
                except InvalidTag:
                    break
        raise WrongPassword(_wrong(kind))

    def has(self, kind: SlotKind) -> bool:
        """Whether there is a slot of this kind."""
        return any(slot.kind == kind for slot in self.slots)

    def with_slot(self, kind: SlotKind, secret: str, key: bytes) -> "KeyRing":
        """Return the ring with the data key wrapped under ``secret`` in place of an earlier slot of this kind."""
        empty = Slot(kind, _text(secrets.token_bytes(_SALT_BYTES)), _MEMORY_KIB, _ITERATIONS, _LANES, "", "")
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = _seal(empty, secret).encrypt(nonce, key, self._bound(kind))
        slot = replace(empty, nonce=_text(nonce), wrapped=_text(sealed))
        return replace(self, slots=(*(one for one in self.slots if one.kind != kind), slot))

    def without(self, kind: SlotKind) -> "KeyRing":
        """Return the ring without the slot of this kind."""
        return replace(self, slots=tuple(one for one in self.slots if one.kind != kind))

    def _bound(self, kind: str) -> bytes:
        return f"{_FORMAT} {_VERSION} {self.identity} {kind}".encode()


def new_ring(password: str) -> tuple[KeyRing, bytes, str]:
    """Return a ring with a new data key, the key, and the recovery code that is to be shown once. Raises ``InvalidEntry``."""
    check_password(password)
    key = secrets.token_bytes(_KEY_BYTES)
    ring = KeyRing(secrets.token_hex(16), ()).with_slot("password", password, key)
    code = new_code()
    return ring.with_slot("recovery", code, key), key, code


def check_password(password: str) -> None:
    """Raise ``InvalidEntry`` for a password that is too short to protect anything."""
    if len(_plain("password", password)) < LEAST_PASSWORD:
        raise InvalidEntry(
            {"password": _("A password needs {n} characters or more; a few words do well.").format(n=LEAST_PASSWORD)}
        )


def new_code() -> str:
    """Return a new recovery code: eight groups of four letters and digits, 155 random bits and a check letter."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _place in range(_CODE_LENGTH - 1))
    whole = letters + _check_letter(letters)
    return "-".join(whole[at : at + 4] for at in range(0, _CODE_LENGTH, 4))


def is_code(text: str) -> bool:
    """Whether ``text`` is a whole recovery code, however it was spaced, without a slip of the pen."""
    plain = _plain("recovery", text)
    return len(plain) == _CODE_LENGTH and plain[-1] == _check_letter(plain[:-1])


# Files -----------------------------------------------------------------------------------------------------------


def read_ring(path: Path) -> KeyRing | None:
    """Return the ring in ``path``, or in its copy beside it, which then takes its place; ``None`` where neither is there.

    Raises ``KeysDamaged`` where what is there cannot be read.
    """
    copy = copy_of(path)
    found = [one for one in (path, copy) if one.exists()]
    for one in found:
        ring = _ring_in(one)
        if ring is not None:
            if one != path or _ring_in(copy) != ring:
                with suppress(DiskFull, CannotAccess):  # a full disk keeps nobody out; the next opening tries again
                    write_ring(path, ring)
            return ring
    if found:
        raise KeysDamaged(path)
    return None


def write_ring(path: Path, ring: KeyRing) -> None:
    """Write the ring to ``path`` and then to its copy, each whole or not at all. Raises ``DiskFull``, ``CannotAccess``."""
    data = _document(ring)
    with suppress(NotForced):  # in its place all the same, see below
        write_whole(path, data)
    with suppress(DiskFull, CannotAccess):
        # From here on the new ring holds, so nothing may say that it does not; a copy left behind is mended when next read.
        write_whole(copy_of(path), data)


def write_sibling(path: Path, ring: KeyRing) -> None:
    """Write the ring to ``path`` alone: the keys beside a backup."""
    write_whole(path, _document(ring))


def read_sibling(path: Path) -> KeyRing | None:
    """Return the ring in a file beside a backup, ``None`` where there is none or it cannot be read."""
    return _ring_in(path) if path.exists() else None


def copy_of(path: Path) -> Path:
    """Return where the copy of a keys file is."""
    return path.with_name(path.name + ".bak")


def _document(ring: KeyRing) -> bytes:
    body: dict[str, Any] = {
        "format": _FORMAT,
        "version": _VERSION,
        "identity": ring.identity,
        "slots": [asdict(slot) for slot in ring.slots],
    }
    body["check"] = _digest(body)
    return json.dumps(body, indent=1).encode()


def _ring_in(path: Path) -> KeyRing | None:
    """Return the ring in one file, ``None`` where any letter of it is not as it was written."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return None
        body = json.loads(path.read_bytes())
        told = body.pop("check")
        if told != _digest(body) or body["format"] != _FORMAT or body["version"] != _VERSION:
            return None
        slots = tuple(Slot(**slot) for slot in body["slots"])
        usable = isinstance(body["identity"], str) and bool(slots) and all(map(_usable, slots))
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    return KeyRing(body["identity"], slots) if usable else None


def _usable(slot: Slot) -> bool:
    """Whether a slot asks for what can be done, and for no more than a small computer has."""
    lengths = [len(_bytes(text)) for text in (slot.salt, slot.nonce, slot.wrapped)]
    return (
        slot.kind in get_args(SlotKind)
        and lengths == [_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES + _TAG_BYTES]
        and 1 <= slot.lanes <= _MOST_LANES
        and 8 * slot.lanes <= slot.memory_kib <= _MOST_MEMORY_KIB
        and 1 <= slot.iterations <= _MOST_ITERATIONS
    )


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


# Secrets ---------------------------------------------------------------------------------------------------------


def _seal(slot: Slot, secret: str) -> "AESGCM":
    """What wraps the data key under a secret. Loaded here: a journal without a password opens without it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(
        salt=_bytes(slot.salt),
        length=_KEY_BYTES,
        iterations=slot.iterations,
        lanes=slot.lanes,
        memory_cost=slot.memory_kib,
    )
    return AESGCM(kdf.derive(_plain(slot.kind, secret).encode(errors="surrogatepass")))


def _plain(kind: SlotKind, secret: str) -> str:
    """The secret as it is wrapped under: the same however the keyboard put its letters together or the code was spaced."""
    if kind != "recovery":
        return unicodedata.normalize("NFKC", secret)
    return "".join(ch for ch in secret.upper().translate(_READ_ALIKE) if ch.isalnum())


def _check_letter(letters: str) -> str:
    return _CODE_LETTERS[hashlib.sha256(letters.encode()).digest()[0] % len(_CODE_LETTERS)]


def _wrong(kind: SlotKind) -> str:
    if kind == "recovery":
        return _("That recovery code does not open this journal. Nothing was changed.")
    return _("Wrong password. Nothing was changed.")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
