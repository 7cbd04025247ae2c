"""Fault 8: wrong, empty, very long and differently put together passwords."""

import json
import unicodedata
from pathlib import Path

import pytest

from tests.faults.conftest import BAD_INPUT, DONE, Program, tree

WRONG = 3
LONG = "ten kilobytes of ü " * 500
FURTHER = ("four plain words do", "👩‍👩‍👧 family 秘密")
TYPED = "Blåbærsyltetøy på loff"


def _open(program: Program, path: Path, password: bytes, *command: str) -> int:
    path.write_bytes(password)
    done = program.quick(*command, "--password-file", str(path))
    assert done.code == DONE or done.sentence, done.err
    return done.code


@pytest.mark.parametrize("password", [TYPED, LONG, *(pytest.param(text, marks=pytest.mark.full) for text in FURTHER)])
def test_the_right_one_and_all_the_wrong_ones(program: Program, tmp_path: Path, password: str) -> None:
    secret = tmp_path / "secret"
    assert _open(program, secret, password.encode(), "init") == DONE
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert _open(program, secret, unicodedata.normalize(form, password).encode(), "check") == DONE, form
    before = tree(program.folder.root)
    wrong = [
        b"", b" ", password[:-1].encode(), password.encode() + b" ", password.swapcase().encode(), b"\n" + password.encode(),
        (password * 2).encode(), LONG.encode() + b"!", b"a\x00b", "wröng".encode(),
    ]  # fmt: skip
    for text in wrong:
        if text.decode() != password:
            assert _open(program, secret, text, "log", "pain=5") == WRONG, text
    assert program.quick("log", "pain=5").code == WRONG
    for text in (b"\xff\xfe", bytes(1 << 21)):
        assert _open(program, secret, text, "log", "pain=5") in (BAD_INPUT, WRONG)
    assert tree(program.folder.root) == before
    assert _open(program, secret, password.encode(), "log", "pain=5") == DONE


def test_each_guess_costs_as_much_as_it_ships(program: Program, tmp_path: Path) -> None:
    """All real processes: the others here derive keys quickly."""
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text(TYPED)
    wrong.write_text(TYPED + " ")
    assert program("init", "--password-file", str(right)).code == DONE
    slots = json.loads((program.folder.root / "journal.keys").read_bytes())["slots"]
    assert {(slot["memory_kib"], slot["iterations"], slot["lanes"]) for slot in slots} == {(65_536, 3, 4)}
    assert program("log", "pain=5", "--password-file", str(wrong)).code == WRONG
    assert program("log", "pain=5", "--password-file", str(right)).code == DONE


@pytest.mark.parametrize("password", ["", "seven c", "e\u0301" * 7])
def test_what_is_no_password_protects_nothing(program: Program, tmp_path: Path, password: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(password)
    refused = program.quick("init", "--password-file", str(secret))
    assert (refused.code, refused.sentence, program.folder.journal.exists()) == (BAD_INPUT, True, False)
    program.made()
    before = tree(program.folder.root)
    refused = program.quick("password", "set", "--new-password-file", str(secret))
    assert (refused.code, refused.sentence) == (BAD_INPUT, True)
    assert tree(program.folder.root) == before
