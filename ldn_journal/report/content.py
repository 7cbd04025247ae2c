"""What a summary holds, as plain data: sections of sentences, lists, tables and a chart; the page's look is not known here."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias


@dataclass(frozen=True)
class Run:
    """A stretch of text of one weight."""

    text: str
    strong: bool = False


Text: TypeAlias = tuple[Run, ...]

_STRONG = re.compile(r"<b>(.*?)</b>", re.DOTALL)


def plain(text: str, *, strong: bool = False) -> Text:
    """Return ``text`` as it stands."""
    return (Run(text, strong),)


def rich(sentence: str, **fields: object) -> Text:
    """Return ``sentence`` with its ``<b>…</b>`` made strong and its fields filled; fields may hold anything at all."""
    runs = []
    for place, part in enumerate(_STRONG.split(sentence)):
        if part:
            runs.append(Run(part.format(**fields), strong=place % 2 == 1))
    return tuple(runs)


def as_string(text: Text) -> str:
    """Return the words of ``text``."""
    return "".join(run.text for run in text)


@dataclass(frozen=True)
class Column:
    """A table's column. ``fill``: takes the width that is left over."""

    heading: str
    align: Literal["start", "end"] = "start"
    fill: bool = False


@dataclass(frozen=True)
class Table:
    """A table; every row has one cell per column, the first of them heads the row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True)
class Section:
    """One section.

    Two neighbours of half width stand side by side; one that is ``below`` joins the left side of the pair before it.
    ``notes`` are small print. A ``notice`` stands in a box. What is for a ``page`` after the first begins on a new one.
    ``chart`` is the chart's description in words; the picture itself is set in its place.
    """

    key: str
    heading: str
    half: bool = False
    below: bool = False
    paragraphs: tuple[Text, ...] = ()
    bullets: tuple[str, ...] = ()
    table: Table | None = None
    chart: str | None = None
    notes: tuple[str, ...] = ()
    notice: bool = False
    page: int = 1


@dataclass(frozen=True)
class Attachment:
    """A file of data to put into the PDF: its name, its MIME type, what it is in words, its bytes."""

    name: str
    mime: str
    about: str
    data: bytes


@dataclass(frozen=True)
class Summary:
    """The clinician summary over ``first`` to ``last``, made on ``made_on``; ``chart_measures`` are the keys drawn."""

    title: str
    period: str
    about: str
    sample: str | None
    footer: str
    language: str
    first: date
    last: date
    made_on: date
    sections: tuple[Section, ...]
    chart_measures: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    def section(self, key: str) -> Section | None:
        """Return the first section of a key, ``None`` if it is not there."""
        return next((section for section in self.sections if section.key == key), None)

    @property
    def words(self) -> str:
        """Everything the summary says, for searching and for choosing fonts."""
        found = [self.title, self.period, self.about, self.sample or "", self.footer]
        for section in self.sections:
            found += [section.heading, *map(as_string, section.paragraphs), *section.bullets, *section.notes]
            found.append(section.chart or "")
            if section.table:
                found += [column.heading for column in section.table.columns]
                found += [as_string(cell) for row in section.table.rows for cell in row]
        return "\n".join(found)
