"""The slot of the system's keychain, over a real keychain that needs no desktop."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeychain

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import DiskFull, PasswordNeeded, WrongPassword
from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal
from ldn_journal.store import keychain
from ldn_journal.store.keychain import KeychainMissing
from ldn_journal.store.keys import KeyRing, copy_of, read_ring
from tests.store.keychains import BrokenKeychain, FileKeychain, ForgetfulKeychain, SlowKeychain

pytestmark = pytest.mark.usefixtures("chain")
PASSWORD, OTHER = "four plain words do", "quite another one"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def protected(journal: Journal) -> Iterator[Journal]:
    journal.protect(PASSWORD)
    yield journal
    journal.close()


def ring_of(folder: DataFolder) -> KeyRing:
    found = read_ring(folder.keys)
    assert found is not None
    return found


def opened(folder: DataFolder, clock: FixedClock) -> bool:
    """Whether it opens with nothing but the keychain."""
    try:
        Journal.open(folder, ask_keychain=True, clock=clock).close()
    except PasswordNeeded:
        return False
    return True


def test_off_until_it_is_chosen_and_off_again(
    protected: Journal, folder: DataFolder, clock: FixedClock, chain: FileKeychain
) -> None:
    made = protected.backup().backup
    assert not protected.opens_by_keychain
    with pytest.raises(WrongPassword):
        protected.use_keychain(OTHER)
    assert chain.secrets() == {}
    protected.use_keychain(PASSWORD)
    assert protected.opens_by_keychain
    assert len(chain.secrets()) == 1
    protected.close()
    assert opened(folder, clock)
    with pytest.raises(PasswordNeeded):
        Journal.open(folder, clock=clock)  # it is asked only by who says so
    with Journal.open(folder, password=PASSWORD, clock=clock) as journal:
        journal.leave_keychain()
        assert not journal.opens_by_keychain
    assert chain.secrets() == {}
    assert not opened(folder, clock)
    for path in (folder.keys, copy_of(folder.keys), made.keys):
        assert b"keychain" not in path.read_bytes()


def test_the_secret_in_it_is_neither_password_nor_key_and_lies_in_no_file_of_ours(
    protected: Journal, folder: DataFolder, chain: FileKeychain
) -> None:
    protected.use_keychain(PASSWORD)
    (secret,) = chain.secrets().values()
    assert len(secret) >= 43
    assert secret != PASSWORD
    for path in folder.root.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path


def test_it_stays_through_a_new_password_and_a_new_code(
    protected: Journal, folder: DataFolder, clock: FixedClock
) -> None:
    protected.use_keychain(PASSWORD)
    protected.change_password(PASSWORD, OTHER)
    code = protected.change_recovery_code(OTHER)
    protected.close()
    assert opened(folder, clock)
    Journal.open(folder, password=OTHER, clock=clock).close()
    Journal.open(folder, recovery_code=code, clock=clock).close()


@pytest.mark.parametrize("how", ["gone", "of another journal", "broken"])
def test_a_keychain_that_is_of_no_use_leaves_the_password(
    protected: Journal,
    folder: DataFolder,
    clock: FixedClock,
    chain: FileKeychain,
    how: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    protected.use_keychain(PASSWORD)
    protected.close()
    if how == "gone":
        chain.path.unlink()
    elif how == "broken":
        keyring.set_keyring(BrokenKeychain())
    else:
        keychain.keep(ring_of(folder).identity, keychain.new_secret())
    with caplog.at_level(logging.DEBUG):
        assert not opened(folder, clock)
    assert ring_of(folder).identity not in caplog.text
    Journal.open(folder, password=PASSWORD, clock=clock).close()


def test_a_keychain_that_does_not_answer_delays_the_password_by_two_seconds_at_most(
    protected: Journal, folder: DataFolder, clock: FixedClock
) -> None:
    protected.use_keychain(PASSWORD)
    protected.close()
    keyring.set_keyring(SlowKeychain())
    begin = time.monotonic()
    assert not opened(folder, clock)
    assert keychain.AT_OPENING_S <= time.monotonic() - begin < keychain.AT_OPENING_S + 3


@pytest.mark.parametrize("found", [NoKeychain, ForgetfulKeychain])
def test_no_keychain_is_one_sentence_and_changes_nothing(protected: Journal, folder: DataFolder, found: type) -> None:
    keyring.set_keyring(found())
    before = folder.keys.read_bytes()
    with pytest.raises(KeychainMissing, match="no keychain on this computer"):
        protected.use_keychain(PASSWORD)
    assert folder.keys.read_bytes() == before
    assert not protected.opens_by_keychain


def test_keys_that_cannot_be_written_leave_no_secret_behind(
    protected: Journal, chain: FileKeychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise DiskFull

    monkeypatch.setattr("ldn_journal.store.vault.write_ring", full)
    with pytest.raises(DiskFull):
        protected.use_keychain(PASSWORD)
    assert chain.secrets() == {}
    assert not protected.opens_by_keychain


def test_it_goes_with_the_protection(
    protected: Journal, folder: DataFolder, chain: FileKeychain, clock: FixedClock
) -> None:
    protected.use_keychain(PASSWORD)
    protected.unprotect(PASSWORD)
    assert chain.secrets() == {}
    assert not protected.opens_by_keychain
    protected.protect(PASSWORD)
    protected.close()
    assert not opened(folder, clock)


def test_it_goes_when_everything_is_deleted(protected: Journal, folder: DataFolder, chain: FileKeychain) -> None:
    protected.use_keychain(PASSWORD)
    chain.set_password(keychain.SERVICE, "another journal", "stays")
    protected.close_and_erase()
    assert list(chain.secrets().values()) == ["stays"]


@pytest.mark.parametrize("protect", [False, True])
def test_nothing_of_it_is_loaded_where_it_was_not_chosen(journal: Journal, folder: DataFolder, protect: bool) -> None:
    if protect:
        journal.protect(PASSWORD)
    journal.close()
    program = (
        "import sys; from pathlib import Path; from ldn_journal.base.paths import DataFolder;"
        "from ldn_journal.journal import Journal;"
        "Journal.open(DataFolder(Path(sys.argv[1])), password=sys.argv[2] or None, ask_keychain=True).close();"
        "print([one for one in sys.modules if one.partition('.')[0] in ('keyring', 'secretstorage', 'jeepney', 'jaraco')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder.root), PASSWORD if protect else ""],
        capture_output=True, text=True, check=True, cwd=ROOT, env=os.environ,
    )  # fmt: skip
    assert done.stdout == "[]\n"
