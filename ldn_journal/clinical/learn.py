"""The Learn page's reading matter: chapters of sections, read from ``resources/clinical/learn``, and searching in them."""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ldn_journal.base.assets import asset
from ldn_journal.base.texts import _, language
from ldn_journal.clinical.cautions import cautions
from ldn_journal.clinical.opioids import listed_medicines

CHAPTERS = ("about", "evidence", "claims", "cautions", "charts", "glossary")
_LONE_LETTERS = {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ß": "ss", "µ": "u", "μ": "u", "’": "'", "−": "-"}


@dataclass(frozen=True)
class Entry:
    """A part of a section with a title of its own: a study, a word, a medicine. ``links`` are addresses, to be read only."""

    title: str
    text: tuple[str, ...] = ()
    source: str = ""
    links: tuple[str, ...] = ()

    @property
    def passages(self) -> tuple[str, ...]:
        """Everything in it that can be read."""
        return (self.title, *self.text, self.source, *self.links)


@dataclass(frozen=True)
class Section:
    """What stands under one heading, in the language in force. ``picture`` names the picture beside it, if there is one."""

    key: str
    title: str
    text: tuple[str, ...] = ()
    source: str = ""
    links: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    picture: str = ""

    @property
    def passages(self) -> tuple[str, ...]:
        """What can be read in it, without its entries."""
        return (self.title, *self.text, self.source, *self.links)


@dataclass(frozen=True)
class Chapter:
    """Sections under a common title, with a sentence of what is in it."""

    key: str
    title: str
    text: str
    sections: tuple[Section, ...]


def chapters() -> tuple[Chapter, ...]:
    """Return every chapter, in the order of the page."""
    return _read(language())


# Searching -------------------------------------------------------------------------------------------------------


def words_of(asked: str) -> tuple[str, ...]:
    """Return the words of what was typed, folded: small, without accents."""
    return tuple(dict.fromkeys(_folded(asked)[0].split()))


def find(asked: str) -> list[Section]:
    """Return the sections that hold every word of ``asked``, in order, each with only those entries that do.

    A section whose own words hold them all is whole. Parts of words count; capitals and accents do not.
    """
    words = words_of(asked)
    found = []
    for chapter in chapters():
        for section in chapter.sections:
            if not words or _holds(section.passages, words):
                found.append(section)
                continue
            entries = tuple(one for one in section.entries if _holds((section.title, *one.passages), words))
            if entries:
                found.append(replace(section, entries=entries))
    return found


def places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where folded ``words`` stand in ``text``: begin and length, in order, none inside another."""
    folded, origin = _folded(text)
    found: list[tuple[int, int]] = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            begin, end = origin[at], origin[at + len(word) - 1] + 1
            found.append((begin, end - begin))
            at = folded.find(word, at + len(word))
    kept: list[tuple[int, int]] = []
    for begin, length in sorted(found, key=lambda one: (one[0], -one[1])):
        if not kept or begin >= sum(kept[-1]):
            kept.append((begin, length))
    return kept


def _holds(passages: Sequence[str], words: Sequence[str]) -> bool:
    folded = _folded("\n".join(passages))[0]
    return all(word in folded for word in words)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return ``text`` small and without accents, and for each of its letters the place in ``text`` it came from."""
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        small = letter.casefold()
        plain = _LONE_LETTERS.get(small) or "".join(
            one for one in unicodedata.normalize("NFKD", small) if not unicodedata.combining(one)
        )
        letters.append(plain)
        origin.extend([place] * len(plain))
    return "".join(letters), origin


# Reading ---------------------------------------------------------------------------------------------------------


@cache
def _read(_language: str) -> tuple[Chapter, ...]:
    return tuple(_chapter(key) for key in CHAPTERS)


def _chapter(key: str) -> Chapter:
    read = tomllib.loads(asset("clinical", "learn", f"{key}.toml").read_text(encoding="utf-8"))
    sections = tuple(_section(row) for row in read["section"])
    if key == "cautions":
        sections = tuple(_with_facts(sections))
    return Chapter(key, _(read["title"]), _(read["text"]), sections)


def _section(row: Mapping[str, Any]) -> Section:
    entries = tuple(_entry(one) for one in row.get("entry", ()))
    if "group" in row:
        entries = tuple(
            Entry(name[:1].upper() + name[1:], (", ".join(others),) if others else ())
            for name, others in listed_medicines(row["group"])
        )
    whole = _entry(row)
    return Section(row["key"], whole.title, whole.text, whole.source, whole.links, entries, row.get("picture", ""))


def _entry(row: Mapping[str, Any]) -> Entry:
    texts = tuple(_(text) for text in row.get("text", ()))
    return Entry(_(row["title"]), texts, _(row.get("source", "")), tuple(row.get("links", ())))


def _with_facts(names: Sequence[Section]) -> Iterator[Section]:
    """Return the published facts, with the names of medicines after what is said of opioids."""
    for key, fact in cautions().items():
        yield Section(key, fact.title, (fact.text,), fact.source)
        if key == "opioids":
            yield from names
