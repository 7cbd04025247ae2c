"""Names of opioids in what a person wrote, for the static reference beside naltrexone. It is a look-up, not a verdict."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from ldn_journal.base.assets import asset
from ldn_journal.base.texts import _

Group: TypeAlias = Literal["opioid", "ask", "peripheral"]
"""Named in the sources as an opioid; known from general pharmacology; acting on the gut's opioid receptors."""

_SLIPS = ((8, 2), (5, 1))
"""From how many letters on how many slips are let pass."""
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
_HYPHENS = re.compile(r"[-\u2010\u2011]")
_LEAST_PART = 4
_LONE_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"})


@dataclass(frozen=True)
class OpioidMatch:
    """A name found: as the person ``written`` it, as it is ``listed`` (a brand with its opioid), and where that stands."""

    written: str
    listed: str
    group: Group
    source: str


@dataclass(frozen=True)
class _Name:
    """One listed name. ``letters``: small, without accents, spaces and hyphens. ``slips``: how many are let pass."""

    letters: str
    words: int
    slips: int
    medicine: str
    listed: str
    group: Group
    source: str


@dataclass(frozen=True)
class _Reference:
    names: tuple[_Name, ...]
    others: frozenset[str]
    not_before: frozenset[str]


@dataclass(frozen=True)
class _Written:
    """A stretch of the text: its letters like a name's, the word after it, and the number of its words."""

    text: str
    letters: str
    words: int
    following: str


def match_opioids(text: str) -> list[OpioidMatch]:
    """Return the listed medicines whose names stand in ``text``, each once, in the order of the text.

    Whole words only; capitals and accents do not count. One slip of a letter is let pass (left out, added, changed or two
    swapped), two in names of 8 letters or more whose first letter is right; never where the word is another medicine's name.
    """
    reference = _reference()
    found: dict[str, OpioidMatch] = {}
    for written in _stretches(text):
        name = _best(written, reference)
        if name is not None:
            match = OpioidMatch(written.text, name.listed, name.group, name.source)
            found.setdefault(name.medicine, match)
    return list(found.values())


def opioid_sentences(matches: Sequence[OpioidMatch]) -> list[str]:
    """Return the reference to show beside ``matches``, empty where there are none. It says nothing about the person."""
    if not matches:
        return []
    said: list[str] = []
    named = {group: _listed(matches, group) for group in ("opioid", "ask", "peripheral")}
    if named["opioid"]:
        said.append(_("Listed as an opioid, or as holding one: {names}.").format(names=named["opioid"]))
    if named["ask"]:
        said.append(
            _("Known from general pharmacology to act as an opioid: {names}. Ask a pharmacist.").format(
                names=named["ask"]
            )
        )
    if named["opioid"] or named["ask"]:
        said.append(
            _(
                "Naltrexone blocks opioids. Its label says that it must not be taken together with opioid pain relief, in opioid "
                "dependence or in withdrawal, and asks for 7 to 10 days without opioids before it, longer after methadone or "
                "buprenorphine."
            )
        )
    if named["peripheral"]:
        said.append(
            _(
                "{names} acts on opioid receptors, mainly those of the gut. Ask your pharmacist about it with naltrexone."
            ).format(names=_capital(named["peripheral"]))
        )
    said.append(
        _(
            "Ask your pharmacist or doctor. This is a general reference, found by the name alone (source: {sources})."
        ).format(sources=", ".join(dict.fromkeys(match.source for match in matches)))
    )
    return said


def listed_medicines(group: Group) -> list[tuple[str, tuple[str, ...]]]:
    """Return the medicines of a group as they are listed, each with its other spellings and the products that hold it."""
    read = tomllib.loads(asset("clinical", "opioids.toml").read_text(encoding="utf-8"))
    return [
        (row["name"], (*row.get("spellings", ()), *row.get("brands", ())))
        for row in read["medicine"]
        if row["group"] == group
    ]


def _listed(matches: Iterable[OpioidMatch], group: str) -> str:
    return ", ".join(match.listed for match in matches if match.group == group)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# The list --------------------------------------------------------------------------------------------------------


@cache
def _reference() -> _Reference:
    read = tomllib.loads(asset("clinical", "opioids.toml").read_text(encoding="utf-8"))
    names: list[_Name] = []
    for row in read["medicine"]:
        medicine, group = row["name"], row["group"]
        written = [(name, medicine) for name in (medicine, *row.get("spellings", ()))]
        written += [(brand, f"{brand} ({medicine})") for brand in row.get("brands", ())]
        for name, listed in written:
            letters = _letters(name)
            words = len(name.split())
            exact = words > 1 or not letters.isalpha()
            slips = 0 if exact else next((count for length, count in _SLIPS if len(letters) >= length), 0)
            names.append(_Name(letters, words, slips, medicine, listed, group, read["groups"][group]))
    return _Reference(tuple(names), frozenset(map(_letters, read["others"])), frozenset(read["not_before"]))


# The text --------------------------------------------------------------------------------------------------------


def _letters(text: str) -> str:
    """Return ``text`` in small letters and digits alone, accents taken off."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LONE_LETTERS))
    return "".join(letter for letter in plain if letter.isalnum())


def _stretches(text: str) -> Iterator[_Written]:
    """Every stretch of one to three words, the longer first; parts of a hyphenated word as well."""
    words = list(_WORD.finditer(text))
    for place, first in enumerate(words):
        for count in (3, 2, 1):
            last = place + count - 1
            if last >= len(words):
                continue
            written = text[first.start() : words[last].end()]
            following = _letters(words[last + 1][0]) if last + 1 < len(words) else ""
            yield _Written(written, _letters(written), count, following)
        parts = _HYPHENS.split(first[0])
        if len(parts) > 1:
            for part in parts:
                if len(part) >= _LEAST_PART:
                    yield _Written(part, _letters(part), 1, "")


def _best(written: _Written, reference: _Reference) -> _Name | None:
    """The listed name that ``written`` is, exactly or else with the fewest slips."""
    exact = next((name for name in reference.names if name.letters == written.letters), None)
    if exact is not None:
        ends_in_digit = exact.letters[-1].isdigit()
        return None if ends_in_digit and written.following in reference.not_before else exact
    if written.words > 1 or written.letters in reference.others:
        return None
    near = [(slips, name) for name in reference.names if (slips := _slips(written.letters, name)) is not None]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _slips(letters: str, name: _Name) -> int | None:
    """The number of slips between ``letters`` and ``name``, ``None`` where there are more than the name lets pass."""
    if abs(len(letters) - len(name.letters)) > name.slips:
        return None
    slips = _distance(letters, name.letters)
    allowed = name.slips if letters[:1] == name.letters[:1] else min(name.slips, 1)
    return slips if slips <= allowed else None


def _distance(one: str, other: str) -> int:
    """Return the fewest letters left out, added, changed or swapped with the next to make ``other`` of ``one``."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, wanted in enumerate(other, 1):
            best = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                best = min(best, before[column - 2] + 1)
            line.append(best)
        before, above = above, line
    return above[-1]
