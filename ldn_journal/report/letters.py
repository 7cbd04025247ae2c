"""Keeps what people write printable: direction, endless words, and letters that no font at hand has."""

import re
import unicodedata

_LONG_WORD = re.compile(r"\S{26,}")
_WIDE_WORD = re.compile(r"[^\W\d_]{14,}")
_PIECE = 12
_LATIN, _GREEK, _CYRILLIC = r"\u0020-\u007e\u00a0-\u024f", r"\u0370-\u0373\u0384-\u03ce", r"\u0400-\u045f"
_SIGNS = r"\u2010-\u2026\u2030\u20ac\u2192\u2212"
_OWN_LETTERS = re.compile(rf"[\s{_LATIN}{_GREEK}{_CYRILLIC}{_SIGNS}]*")
_UNUSABLE = {"Co", "Cn", "Cs", "Cc"}
_BYTE_ORDER = "\ufeff"
_JOINERS = "\ufe0f\u200d\u20e3"
_ISOLATE, _ISOLATE_END = "\u2068", "\u2069"
MARK = "□"
"""Stands for a letter that cannot be printed."""


def ours_alone(text: str) -> bool:
    """Whether the shipped typeface has every letter of ``text``, so that no font of the computer is needed."""
    return _OWN_LETTERS.fullmatch(text) is not None


def right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def apart(text: str) -> str:
    """Return what a person wrote so that, where it runs from right to left, it leaves the sentence around it in order."""
    if not any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        return text
    return f"{_ISOLATE}{text}{_ISOLATE_END}"


def printable(text: str) -> str:
    """Return ``text`` without what a PDF/A file may not hold, and with places to break in endless words."""
    clean = "".join(
        letter if letter in "\n\t" or unicodedata.category(letter) not in _UNUSABLE else MARK
        for letter in text.replace(_BYTE_ORDER, "")
    )
    return _LONG_WORD.sub(_breakable, clean)


def hyphenable(text: str) -> str:
    """Return ``text`` with soft hyphens in words too long for a narrow column."""
    return _WIDE_WORD.sub(lambda found: "\u00ad".join(found[0][at : at + 9] for at in range(0, len(found[0]), 9)), text)


def _breakable(found: re.Match[str]) -> str:
    word = found[0]
    return "\u200b".join(word[place : place + _PIECE] for place in range(0, len(word), _PIECE))


def without(text: str, missing: str) -> str:
    """Return ``text`` with the letters of ``missing``, and all of their script, spelt out (pictures) or marked (letters)."""
    groups = {_group(letter) for letter in missing}
    return "".join(_stand_in(letter) if _group(letter) in groups else letter for letter in text)


def foreign_letters(text: str) -> list[str]:
    """Return each letter of ``text`` that the shipped typeface need not have, once and in order."""
    return sorted(letter for letter in set(text) if letter not in _JOINERS and not ours_alone(letter))


def alike(letter: str, others: str) -> bool:
    """Whether one font would bring ``letter`` together with one of ``others``."""
    return _group(letter) in {_group(other) for other in others}


def _group(letter: str) -> str:
    """Letters that one font would bring together: a script, or the emoji."""
    if _is_picture(letter):
        return "picture"
    return unicodedata.name(letter, letter).split(" ")[0]


def _is_picture(letter: str) -> bool:
    return (unicodedata.category(letter) in ("So", "Sk") and ord(letter) >= 0x2190) or letter in _JOINERS


def _stand_in(letter: str) -> str:
    if letter in _JOINERS or "\U0001f3fb" <= letter <= "\U0001f3ff":
        return ""
    if _is_picture(letter):
        return f"[{unicodedata.name(letter, 'picture').lower()}]"
    return MARK
