"""A word in every script there is, as Unicode names them."""

import sys
import unicodedata

_LETTERS = 4


def word_in_each_script() -> dict[str, str]:
    """Return a word of up to four letters for each script that Python's Unicode knows."""
    words: dict[str, str] = {}
    for number in range(0xA0, sys.maxunicode + 1):
        letter = chr(number)
        if unicodedata.category(letter) in ("Lu", "Ll", "Lo"):
            script = unicodedata.name(letter, "UNNAMED").partition(" ")[0]
            if len(words.get(script, "")) < _LETTERS:
                words[script] = words.get(script, "") + letter
    return words
