"""Finds actions by what is typed: words in any order, the beginning of a word before its middle, small slips forgiven."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice

from ldn_journal.gui.palette.action import Action

_FIRST, _BEGINS, _INSIDE, _ALSO, _PLACE, _LOOSE = range(6)
_FEWEST_LOOSE = 3
"""So many letters must be typed before letters may be missing between them."""


def found(typed: str, actions: Sequence[Action]) -> list[Action]:
    """Return the actions that every word of ``typed`` fits, the closest first, else in their own order; all for nothing."""
    words = plain(typed).split()
    ranked: list[tuple[list[int], int, Action]] = []
    for place, action in enumerate(actions):
        ranks = [_rank(word, action) for word in words]
        if None not in ranks:
            ranked.append((sorted((rank for rank in ranks if rank is not None), reverse=True), place, action))
    return [action for _ranks, _place, action in sorted(ranked, key=lambda one: one[:2])]


def plain(text: str) -> str:
    """Return ``text`` without capitals, accents and the signs between words, so that neither matters."""
    letters = (sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return "".join(sign if sign.isalnum() else " " for sign in letters)


def _rank(word: str, action: Action) -> int | None:
    """How loosely a typed word fits an action, 0 best; ``None`` if it does not."""
    title = plain(action.title).split()
    also, place = plain(action.also).split(), plain(action.place).split()
    tests: Iterable[tuple[int, bool]] = (
        (_FIRST, bool(title) and title[0].startswith(word)),
        (_BEGINS, any(one.startswith(word) for one in title)),
        (_ALSO, any(one.startswith(word) for one in also)),
        (_PLACE, any(one.startswith(word) for one in place)),
        (_INSIDE, len(word) > 1 and any(word in one for one in title)),
        (_LOOSE, len(word) >= _FEWEST_LOOSE and any(_fits_loosely(word, one) for one in title)),
    )
    return min((rank for rank, fits in tests if fits), default=None)


def _fits_loosely(typed: str, word: str) -> bool:
    """Whether the letters of ``typed`` stand in ``word`` in their order, the first one first."""
    if not word.startswith(typed[0]):
        return False
    rest = iter(word)
    return all(any(letter == sign for sign in rest) for letter in islice(typed, len(typed)))
