"""``password keychain on`` and ``off``, and going back to a copy with the recovery code."""

import re
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeychain

from ldn_journal.base.paths import DataFolder
from tests.cli.conftest import Run
from tests.store.keychains import FileKeychain

pytestmark = pytest.mark.usefixtures("chain")
PASSWORD, OTHER = "four plain words do", "quite another one"
CODE = re.compile(r"Recovery code: (\S+)")


@pytest.fixture
def secret(tmp_path: Path) -> Callable[[str, str], str]:
    def write(text: str, name: str) -> str:
        (tmp_path / name).write_text(text)
        return str(tmp_path / name)

    return write


@pytest.fixture
def protected(made: Run, secret: Callable[[str, str], str]) -> tuple[Run, str, str]:
    """The command line on a protected journal with one rating; the option's value and the recovery code."""
    made("log", "pain=3")
    password = secret(PASSWORD, "password")
    done = made("password", "set", "--new-password-file", password)
    found = CODE.search(done.out)
    assert found is not None
    return made, password, found[1]


def test_on_opens_every_command_and_off_asks_again(protected: tuple[Run, str, str], chain: FileKeychain) -> None:
    made, password, _code = protected
    assert made("show").code == 3
    on = made("password", "keychain", "on", "--password-file", password)
    assert (on.code, on.err) == (0, "")
    assert "whoever can use this account can read it" in on.out
    for command in (["show"], ["check"], ["log", "pain=4"], ["backups"], ["info"]):
        assert made(*command).code == 0, command
    again = made("password", "keychain", "on")
    assert (again.code, again.one_sentence) == (3, True)
    off = made("password", "keychain", "off")
    assert (off.code, off.out) == (0, "The password is asked for always.\n")
    assert chain.secrets() == {}
    assert made("show").code == 3


def test_deeds_that_need_the_password_need_it_with_a_keychain_as_well(protected: tuple[Run, str, str]) -> None:
    made, password, _code = protected
    assert made("password", "keychain", "on", "--password-file", password).code == 0
    for action in ("remove", "recovery"):
        assert made("password", action).code == 3
    assert made("password", "remove", "--password-file", password).code == 0


@pytest.mark.parametrize(
    "arguments", [["keychain"], ["keychain", "maybe"], ["set", "on"], ["keychain", "on", "--recovery-file", "x"]]
)
def test_what_is_not_understood_is_a_sentence(protected: tuple[Run, str, str], arguments: list[str]) -> None:
    made, _password, _code = protected
    refused = made("password", *arguments)
    assert (refused.code, refused.one_sentence) == (2, True)


def test_no_keychain_and_no_password_are_a_sentence(
    protected: tuple[Run, str, str], made: Run, secret: Callable[[str, str], str]
) -> None:
    _made, password, _code = protected
    keyring.set_keyring(NoKeychain())
    refused = made("password", "keychain", "on", "--password-file", password)
    assert refused.code == 2
    assert refused.err == "LDN Journal finds no keychain on this computer that it can use. Nothing was changed.\n"
    assert made("password", "remove", "--password-file", password).code == 0
    bare = made("password", "keychain", "on")
    assert (bare.code, bare.one_sentence) == (2, True)


@pytest.mark.parametrize("damage", ["gone", "ruined", "with its keys"])
def test_a_damaged_journal_is_put_right_with_the_recovery_code(
    protected: tuple[Run, str, str], folder: DataFolder, secret: Callable[[str, str], str], damage: str
) -> None:
    made, password, code = protected
    assert made("backup", "--password-file", password).code == 0
    copy = str(max(folder.backups.glob("*.ldnjb")))
    if damage == "gone":
        folder.journal.unlink()
    else:
        folder.journal.write_bytes(b"ruins" * 3000)
    if damage == "with its keys":
        for name in ("journal.keys", "journal.keys.bak"):
            (folder.root / name).write_bytes(b"ruins")
    wrong = made("restore", copy, "--recovery-file", secret(code[::-1], "wrong"))
    assert (wrong.code, wrong.one_sentence) == (3, True)
    done = made("restore", copy, "--recovery-file", secret(code, "code"))
    assert (done.code, done.err) == (0, "")
    assert "Set a new password" in done.out
    new = secret(OTHER, "new")
    assert made("password", "set", "--recovery-file", secret(code, "code"), "--new-password-file", new).code == 0
    assert made("check", "--password-file", new).code == 0


def test_a_sound_journal_goes_back_to_a_copy_with_the_recovery_code(
    protected: tuple[Run, str, str], folder: DataFolder, secret: Callable[[str, str], str]
) -> None:
    made, password, code = protected
    assert made("backup", "--password-file", password).code == 0
    copy = str(max(folder.backups.glob("*.ldnjb")))
    assert made("log", "note=later", "--password-file", password).code == 0
    assert made("restore", copy, "--recovery-file", secret(code, "code")).code == 0
    assert "later" not in made("show", "--password-file", password).out
    assert made("check", "--password-file", password).code == 0
