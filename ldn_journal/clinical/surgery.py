"""Words of surgery in what a person wrote, for the summary's first page. It is a look-up by words, not a verdict."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache

from ldn_journal.base.assets import asset
from ldn_journal.base.texts import language

_ENGLISH = "en"
_LONE_LETTERS = str.maketrans({"ø": "o", "æ": "ae"})


@dataclass(frozen=True)
class _Words:
    """The words of the languages asked: a pattern of them all, those to take out first, and names for surgery alone."""

    found: re.Pattern[str]
    other: re.Pattern[str]
    bare: frozenset[str]


def says_surgery(text: str) -> bool:
    """Return whether ``text`` names surgery or an anaesthetic, in the language in force or in English."""
    words = _words(_spoken())
    return words.found.search(words.other.sub(" ", _plain(text))) is not None


def says_surgery_alone(text: str) -> bool:
    """Return whether ``text`` is a word for surgery and nothing more."""
    return _plain(text).strip(" .") in _words(_spoken()).bare


def _spoken() -> str:
    return language().split("_", maxsplit=1)[0]


@cache
def _words(spoken: str) -> _Words:
    read = tomllib.loads(asset("clinical", "surgery.toml").read_text(encoding="utf-8"))
    rows = [read[one] for one in dict.fromkeys((spoken, _ENGLISH)) if one in read]

    def listed(*keys: str) -> list[str]:
        return [re.escape(_plain(word)) for row in rows for key in keys for word in row[key]]

    whole = [rf"\b{word}\b" for word in listed("whole")]
    return _Words(
        re.compile("|".join([*listed("surgery", "parts"), *whole])),
        re.compile("|".join(listed("not"))),
        frozenset(_plain(word) for row in rows for word in row["surgery"]),
    )


def _plain(text: str) -> str:
    """Return ``text`` in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LONE_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
