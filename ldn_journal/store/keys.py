"""The key of a protected journal: random, and wrapped once under the password and once under a printed recovery code.

``journal.keys`` holds the wrapped copies only. A wrong password fails at its slot's seal, a damaged journal at its pages'
checksums, so the two are never taken for each other; and a new password wraps the same key anew without touching the journal.

A ring names the journal that it has opened (``journal_id.py``) and counts its own changes. So keys of another journal are told
from a wrong password, and an older copy of a ring from the newest one, before any secret has opened anything.
"""

import base64
import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from ldn_journal.base.errors import CannotAccess, DiskFull, InvalidEntry, KeysDamaged, NotForced, WrongPassword
from ldn_journal.base.files import is_lost_link, led_to, write_whole
from ldn_journal.base.texts import _
from ldn_journal.store.journal_id import ID_BYTES

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
_DEAR_MEMORY_KIB, _DEAR_ITERATIONS = 262_144, 12
_LARGEST_FILE = 65_536
_MOST_CHANGES = 1 << 31
_MOST_FORMER_BYTES = 16_384
"""How long the sealed earlier data keys of a ring may be."""
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters of a recovery code: none that is easily taken for another."""
_CODE_LENGTH = 32
_READ_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


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


class Former(NamedTuple):
    """A data key that the journal had before, and the identity of its ring."""

    identity: str
    key: bytes


@dataclass(frozen=True)
class KeyRing:
    """The wrapped copies of one data key, at most one of a kind. ``identity`` binds them together.

    ``journal``: the id of the journal that the key opens, empty before it has opened one. ``generation``: how often a slot was
    changed. ``former``: earlier data keys of the journal, sealed under the present one, while copies are still under them.
    """

    identity: str
    slots: tuple[Slot, ...]
    generation: int = 0
    journal: str = ""
    former: str = ""

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
        return self.slot(kind) is not None

    def slot(self, kind: SlotKind) -> Slot | None:
        """Return the slot of this kind, ``None`` where there is none."""
        return next((slot for slot in self.slots if slot.kind == kind), None)

    @property
    def mark(self) -> str:
        """A digest that changes with every password, recovery code or key, and tells nothing about them."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    def with_slot(self, kind: SlotKind, secret: str, key: bytes) -> "KeyRing":
        """Return the ring with the data key wrapped under ``secret`` in place of an earlier slot of this kind."""
        empty = Slot(kind, _text(secrets.token_bytes(_SALT_BYTES)), _MEMORY_KIB, _ITERATIONS, _LANES, "", "")
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = _seal(empty, secret).encrypt(nonce, key, self._bound(kind))
        slot = replace(empty, nonce=_text(nonce), wrapped=_text(sealed))
        others = (one for one in self.slots if one.kind != kind)
        return replace(self, slots=(*others, slot), generation=self.generation + 1)

    def without(self, kind: SlotKind) -> "KeyRing":
        """Return the ring without the slot of this kind."""
        left = tuple(one for one in self.slots if one.kind != kind)
        return replace(self, slots=left, generation=self.generation + 1)

    @property
    def is_dear(self) -> bool:
        """Whether trying it costs far more than a ring made here: whoever lays such beside a backup keeps people waiting."""
        return any(slot.memory_kib > _DEAR_MEMORY_KIB or slot.iterations > _DEAR_ITERATIONS for slot in self.slots)

    def follows(self, other: "KeyRing") -> bool:
        """Whether this is a state of the same ring that is no older than ``other``."""
        return self.identity == other.identity and self.generation >= other.generation

    def above(self, others: "Iterable[KeyRing]") -> "KeyRing":
        """Return the ring as the newest of its states, where ``others`` hold later ones."""
        later = [one.generation + 1 for one in others if one.identity == self.identity and one.slots != self.slots]
        return replace(self, generation=max([self.generation, *later]))

    def bound_to(self, journal: str) -> "KeyRing":
        """Return the ring as that of the journal with this id."""
        return replace(self, journal=journal)

    def with_former(self, key: bytes, former: "Sequence[Former]") -> "KeyRing":
        """Return the ring carrying earlier data keys, sealed under its own ``key``; none take them out."""
        if not former:
            return replace(self, former="")
        nonce = secrets.token_bytes(_NONCE_BYTES)
        plain = json.dumps([[one.identity, one.key.hex()] for one in former]).encode()
        return replace(self, former=_text(nonce + _former_seal(key).encrypt(nonce, plain, self._bound("former"))))

    def former_keys(self, key: bytes) -> "list[Former]":
        """Return the earlier data keys that the ring carries. What was not sealed under ``key`` is none of them."""
        from cryptography.exceptions import InvalidTag

        if not self.former:
            return []
        sealed = _bytes(self.former)
        try:
            plain = _former_seal(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self._bound("former"))
        except InvalidTag:
            return []
        return [Former(identity, bytes.fromhex(data)) for identity, data in json.loads(plain)]

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
    """Raise ``InvalidEntry`` for a password that is too short to protect anything, or among those that are tried first."""
    from ldn_journal.store.weak_passwords import is_easily_guessed

    if len(_plain("password", password)) < LEAST_PASSWORD:
        raise InvalidEntry(
            {"password": _("A password needs {n} characters or more; a few words do well.").format(n=LEAST_PASSWORD)}
        )
    if is_easily_guessed(password):
        raise InvalidEntry(
            {"password": _("That password is easy to guess. Choose three or four words that don’t belong together.")}
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
    """Return the newest ring in ``path`` and its copy beside it; ``None`` where neither is there. Nothing is written.

    Raises ``KeysDamaged`` where what is there cannot be read.
    """
    rings = [ring for ring in map(read_sibling, (path, copy_of(path))) if ring is not None]
    if rings:
        return newest_of_each(rings)[0]
    if path.exists() or copy_of(path).exists():
        raise KeysDamaged(path)
    return None


def newest_of_each(rings: Iterable[KeyRing]) -> list[KeyRing]:
    """Return the rings in their order without those that are an older state of another one: their passwords were replaced."""
    every = list(dict.fromkeys(rings))
    newest: dict[str, int] = {}
    for ring in every:
        newest[ring.identity] = max(ring.generation, newest.get(ring.identity, 0))
    return [ring for ring in every if ring.generation == newest[ring.identity]]


def write_ring(path: Path, ring: KeyRing) -> None:
    """Write the ring to ``path`` and then to its copy, each whole or not at all. Raises ``DiskFull``, ``CannotAccess``."""
    data = _document(ring)
    copy = copy_of(path)
    if is_lost_link(path):
        # What it leads to is put back one day: the copy is newer then, and that one is brought up to date.
        write_whole(copy, data)
        return
    with suppress(NotForced):  # in its place all the same, see below
        write_whole(led_to(path), data)
    if not is_lost_link(copy):
        with suppress(DiskFull, CannotAccess):
            # From here on the new ring holds, so nothing may say that it does not; a copy left behind is mended at opening.
            write_whole(led_to(copy), data)


def write_sibling(path: Path, ring: KeyRing) -> None:
    """Write the ring to ``path`` alone: the keys beside a backup."""
    write_whole(path, _document(ring))


def read_sibling(path: Path) -> KeyRing | None:
    """Return the ring in a file beside a backup, ``None`` where there is none or it cannot be read."""
    return _ring_in(path) if path.exists() else None


def copy_of(path: Path) -> Path:
    """Return where the copy of a keys file is."""
    return path.with_name(path.name + ".bak")


def coming_of(path: Path) -> Path:
    """Return where keys lie while the file they belong to is being put in place, or taken away: never a moment longer."""
    return path.with_name(path.name + ".next")


def _document(ring: KeyRing) -> bytes:
    body: dict[str, Any] = {
        "format": _FORMAT,
        "version": _VERSION,
        "identity": ring.identity,
        "generation": ring.generation,
        "journal": ring.journal,
        "former": ring.former,
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
        # Rings of the first versions lack what is asked for with a default.
        ring = KeyRing(
            body["identity"], slots, body.get("generation", 0), body.get("journal", ""), body.get("former", "")
        )
        return ring if _is_whole(ring) and all(map(_usable, slots)) else None
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None


def _is_whole(ring: KeyRing) -> bool:
    """Whether what a ring says of itself makes sense."""
    former = _bytes(ring.former)
    return (
        isinstance(ring.identity, str)
        and len(bytes.fromhex(ring.journal)) in (0, ID_BYTES)
        and bool(ring.slots)
        and type(ring.generation) is int
        and 0 <= ring.generation < _MOST_CHANGES
        and len(former) <= _MOST_FORMER_BYTES
    )


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


def _former_seal(key: bytes) -> "AESGCM":
    """What earlier data keys are sealed with: a key of its own, derived from the present data key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), length=_KEY_BYTES, salt=None, info=b"ldn-journal former keys").derive(key))


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
