"""The keychain of the system: it may hold one secret more that opens a journal, by choice, and never the only one.

What is kept there is random and opens the slot ``keychain`` of the journal's keys; password and recovery code stay as they are.
A keychain that is lost or does not answer costs nothing but typing the password. ``keyring`` is loaded only where there is such
a slot or one is made, and each question to it has a time-out: a system may ask its user first, or never answer.
"""

import logging
import secrets
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Final, TypeVar

from ldn_journal.base.errors import JournalError, WrongPassword
from ldn_journal.base.texts import _
from ldn_journal.store.keys import KeyRing, copy_of, read_sibling

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE: Final = "LDN Journal"
"""Under which name the keychain shows the secret."""
AT_OPENING_S: Final = 2.0
"""Seconds that opening waits for the keychain before it asks for the password."""
AT_CHANGES_S: Final = 60.0
"""Seconds for keeping a secret: the system may ask its user to unlock the keychain first."""
_SECRET_BYTES: Final = 32
_log = logging.getLogger(__name__)


class KeychainMissing(JournalError):
    """There is no keychain here, or it does not keep what is given to it."""

    def __init__(self) -> None:
        super().__init__(_("LDN Journal finds no keychain on this computer that it can use. Nothing was changed."))


def new_secret() -> str:
    """Return a new secret for the slot ``keychain``: 256 random bits as text."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def keep(identity: str, secret: str, seconds: float = AT_CHANGES_S) -> None:
    """Keep the secret of the journal whose keys have this ``identity``, and see that it is there. Raises ``KeychainMissing``."""

    def job() -> bool:
        keychain = _keychain()
        if keychain is None:
            return False
        keychain.set_password(SERVICE, identity, secret)
        return keychain.get_password(SERVICE, identity) == secret

    if not _asked(job, seconds):
        raise KeychainMissing


def fetch(identity: str, seconds: float = AT_OPENING_S) -> str | None:
    """Return the secret, ``None`` where there is none, the keychain is locked, or it did not answer in time."""

    def job() -> str | None:
        keychain = _keychain()
        if keychain is None or _would_ask(keychain):
            return None
        return keychain.get_password(SERVICE, identity)

    return _asked(job, seconds)


def forget(identity: str, seconds: float = AT_OPENING_S) -> bool:
    """Take the secret out of the keychain; whether it is gone. What is left there opens nothing once the slot is gone."""

    def job() -> bool:
        from keyring.errors import PasswordDeleteError

        keychain = _keychain()
        if keychain is None or _would_ask(keychain):
            return False
        try:
            keychain.delete_password(SERVICE, identity)
        except PasswordDeleteError:
            return keychain.get_password(SERVICE, identity) is None  # there was none
        return True

    return bool(_asked(job, seconds))


def key_of(ring: KeyRing) -> bytes | None:
    """Return the key of a journal, where the keychain holds what opens it, ``None`` otherwise: the password is then asked for."""
    secret = fetch(ring.identity) if ring.has("keychain") else None
    try:
        return None if secret is None else ring.unlock("keychain", secret)
    except WrongPassword:
        return None


def forget_keys(keys: Path) -> None:
    """Take the secret for a keys file that is about to be deleted out of the keychain, where there is one."""
    ring = read_sibling(keys) or read_sibling(copy_of(keys))
    if ring is not None and ring.has("keychain"):
        forget(ring.identity)


def _keychain() -> "KeyringBackend | None":
    """The best keychain here that keeps secrets from other accounts, ``None`` where there is none."""
    import keyring
    from keyring.core import recommended

    found = keyring.get_keyring()
    return found if recommended(found) else None


def _would_ask(keychain: "KeyringBackend") -> bool:
    """Whether reading would have the desktop ask for the password of its keychain: ours can be typed just as well."""
    if sys.platform != "linux" or type(keychain).__module__ != "keyring.backends.SecretService":
        return False
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        return bool(secretstorage.get_default_collection(bus).is_locked())


def _asked(job: Callable[[], T], seconds: float) -> T | None:
    """Return the answer of ``job``, ``None`` where it failed or took longer than ``seconds``; it is then left to itself."""
    answers: SimpleQueue[T | None] = SimpleQueue()

    def run() -> None:
        try:
            answers.put(job())
        except Exception as error:  # noqa: BLE001 - every system has errors of its own; the password opens in any case
            # Its words may name what is kept there; the kind of it is enough to look further.
            _log.warning("the keychain failed: %s", type(error).__name__)
            answers.put(None)

    Thread(target=run, name="keychain", daemon=True).start()
    try:
        return answers.get(timeout=seconds)
    except Empty:
        _log.warning("the keychain did not answer within %s s", seconds)
        return None
