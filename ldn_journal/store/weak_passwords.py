"""Passwords that are tried first: the commonest words, however dressed up; letters in a row; the same again and again.

This is no measure of strength. It turns away what any list of common passwords begins with, and leaves the rest to the person.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Final

from ldn_journal.base.assets import asset

_ROWS: Final = """
1234567890 qwertyuiop asdfghjkl zxcvbnm qwertzuiopü asdfghjklöä yxcvbnm azertyuiop qsdfghjklm wxcvbn
йцукенгшщзхъ фывапролджэ ячсмитьбю 1q2w3e4r5t6y7u8i9o0p 1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p
qazwsxedcrfvtgbyhnujmikolp 1a2b3c4d5e6f7g8h9i q1w2e3r4t5y6u7i8o9p0 zaq12wsxcde34rfvbgt56yhnmju78iklo90p
12qwaszx 1qazxsw23edcvfr4 147258369 159357 741852963 123qweasdzxc
"""
"""Rows and columns of keyboards, as fingers walk them."""
_LEET: Final = str.maketrans("0134578@$!€", "oieastbasie")
_LEET_L: Final = str.maketrans("0134578@$!€", "oleastbasle")
_SIGNS: Final = re.compile(r"[\W_]+")
_AROUND: Final = re.compile(r"^\d{0,6}(.*?)\d{0,6}$")
_DATES: Final = ("%d%m%Y", "%m%d%Y", "%Y%m%d", "%Y%d%m")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LEAST_RUN: Final = 3
_SPARE: Final = 2
"""Letters beside common words and rows that make a password no better."""
_FEW: Final = 3
"""Different letters with which a password of any length is one of few."""
_MOST_PARTS: Final = 2
_LONGEST: Final = 64
"""Letters beyond which a password is never among the first, not even one letter again and again."""


def is_easily_guessed(password: str) -> bool:
    """Whether ``password`` is among those that are tried first. Capitals, signs, accents and digits for letters hide nothing."""
    whole = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", password).casefold()
        if not unicodedata.combining(letter) or letter == "\u3099"
    )
    plain = unicodedata.normalize("NFKC", _SIGNS.sub("", whole))
    if len(plain) > _LONGEST:
        return False
    if len(plain) < _LEAST_RUN:
        return len(set(whole)) <= _FEW  # signs alone
    if len(set(plain)) <= _FEW or _is_date(plain):
        return True
    plain = _repeated_part(plain)
    spellings = {plain, _collapsed(plain)}
    spellings |= {_SIGNS.sub("", whole.translate(table)) for table in (_LEET, _LEET_L)}
    return any(_is_common(_repeated_part(one)) for one in spellings)


def _is_common(text: str) -> bool:
    """Whether ``text`` is one or two common words or rows, with digits before or behind."""
    inner = _AROUND.sub(r"\1", text)
    return any(_parts(one, _MOST_PARTS, _SPARE) for one in {text, inner} if one) or not inner


def _parts(text: str, most: int, spare: int) -> bool:
    """Whether ``text`` is made of up to ``most`` common parts and up to ``spare`` other letters."""
    if len(text) <= spare:
        return True
    if most and any(_parts(text[length:], most - 1, spare) for length in _common_beginnings(text)):
        return True
    return spare > 0 and _parts(text[1:], most, spare - 1)


def _common_beginnings(text: str) -> Iterator[int]:
    """Give the lengths of the common words, years, rows and repetitions that ``text`` begins with."""
    words = _common_words()
    yield from (length for length in range(len(text), _LEAST_RUN - 1, -1) if text[:length] in words)
    if _YEAR.match(text):
        yield 4
    length = max(_run(text, step) for step in (1, -1, 0))
    length = max([length, *(_along(text, row) for keys in _ROWS.split() for row in (keys, keys[::-1]))])
    if length >= _LEAST_RUN:
        yield length


def _run(text: str, step: int) -> int:
    """Return how many letters at the beginning follow one another by ``step`` in the alphabet."""
    for at, (one, other) in enumerate(pairwise(text)):
        if ord(other) - ord(one) != step:
            return at + 1
    return len(text)


def _along(text: str, row: str) -> int:
    """Return how many letters at the beginning stand in ``row`` one after the other."""
    place = row.find(text[:_LEAST_RUN])
    if place < 0:
        return 0
    length = _LEAST_RUN
    while length < len(text) and place + length < len(row) and text[length] == row[place + length]:
        length += 1
    return length


def _repeated_part(text: str) -> str:
    """Return what ``text`` repeats, all of it where it repeats nothing. Up to four letters again and again are as one."""
    for length in range(1, len(text) // 2 + 1):
        if (text[:length] * (len(text) // length + 1))[: len(text)] == text:
            return "aaa" if length <= 4 else text[:length]
    return text


def _collapsed(text: str) -> str:
    """Return ``text`` with each letter that stands several times in a row once: ``aabbccdd`` is ``abcd``."""
    return "".join(letter for at, letter in enumerate(text) if not at or text[at - 1] != letter)


def _is_date(text: str) -> bool:
    if not (text.isascii() and text.isdigit() and len(text) == 8):
        return False
    for form in _DATES:
        try:
            if 1900 <= datetime.strptime(text, form).year < 2100:  # noqa: DTZ007  a day
                return True
        except ValueError:
            continue
    return False


@cache
def _common_words() -> frozenset[str]:
    lines = asset("passwords", "common.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
