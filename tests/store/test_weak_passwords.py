"""Passwords that are tried first are turned away with a sentence; those of words that do not belong together are not."""

import time

import pytest

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.store import keys
from ldn_journal.store.weak_passwords import is_easily_guessed

WEAK = """
password 12345678 aaaaaaaa qwertyuiop Password1 P@ssw0rd! passw0rd123 123password password1987 passwordpassword passpass
pass1234 Passwort1 contraseña motdepasse lösenord пароль123 thisismypassword LDN-Journal ldn_journal2026 LowDoseNaltrexone
ldn12345 myjournal abcdefgh abcd1234 zyxwvuts 87654321 aabbccdd abcabcabc 12121212 123123123 aaaaaaab !!!!!!!! 1q2w3e4r
1qaz2wsx qwer1234 asdfghjkl qwertzuiop azertyuiop йцукенгшщ zaq12wsx 1a2b3c4d iloveyou2 trustno1 Summer2024! sunshine
19840512 01.02.1990 correcthorsebatterystaple ｐａｓｓｗｏｒｄ
"""
GOOD = (
    "four plain words do",
    "correct horse",
    "Größe und Weite",
    "set by the code",
    "Quetzalcoatlus",
    "kettle tuesday violin",
    "xk7!pQ2mZ9",
    "pq8f2kd0",
    "password for my own diary",
    "梅雨前線停滞中です",
    "Zimtstern Regal",
)


@pytest.mark.parametrize("password", WEAK.split())
def test_what_is_tried_first_is_turned_away(password: str) -> None:
    with pytest.raises(InvalidEntry, match="easy to guess"):
        keys.check_password(password)


@pytest.mark.parametrize("password", GOOD)
def test_words_that_do_not_belong_together_are_taken(password: str) -> None:
    keys.check_password(password)


def test_a_journal_under_such_a_password_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr(keys, "check_password", lambda _password: None)
        ring, key, _code = keys.new_ring("password")
    assert ring.unlock("password", "password") == key


def test_no_password_takes_long() -> None:
    began = time.process_time()
    for long in ("x" * 10_000, "ab" * 5_000, "password" * 1_200, "zq" + "abcz" * 2_000 + "1", "abc1" * 15 + "xyz"):
        is_easily_guessed(long)
    assert time.process_time() - began < 2
