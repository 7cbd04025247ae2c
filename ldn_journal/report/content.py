"""What a summary holds, as plain data: sections of sentences, lists, tables and a chart; the page's look is not known here."""

import re
from collections.abc import Iterable
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


def joined(sentences: Iterable[Text]) -> Text:
    """Return sentences as one paragraph."""
    found: list[Run] = []
    for sentence in sentences:
        found += [Run(" "), *sentence] if found else sentence
    return tuple(found)


@dataclass(frozen=True)
class Column:
    """A table's column. ``fill``: takes the width that is left over; ``under`` stands below the heading: a unit, what counts."""

    heading: str
    align: Literal["start", "end"] = "start"
    fill: bool = False
    under: str = ""


@dataclass(frozen=True)
class Table:
    """A table; every row has one cell per column, the first of them heads the row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True)
class Section:
    """One section.

    One with a heading at the ``side`` has its words beside it; the others go over the whole width, with quiet words
    ``aside`` on the line of the heading. ``footnotes`` explain signs and are as large as the text; ``notes`` are small
    print; ``more`` is small print that goes to a later page where there is one. A ``notice`` stands in a box, ``paired``
    bullets in two columns. What is for a ``page`` after the first begins on a new one. ``chart`` is the chart's
    description in words; the picture itself is set in its place.
    """

    key: str
    heading: str
    side: bool = False
    aside: str = ""
    paragraphs: tuple[Text, ...] = ()
    bullets: tuple[str, ...] = ()
    paired: bool = False
    table: Table | None = None
    chart: str | None = None
    footnotes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    notice: bool = False
    page: int = 1

    @property
    def words(self) -> list[str]:
        """Everything it says."""
        found = [self.heading, self.aside, *map(as_string, self.paragraphs), *self.bullets]
        if self.table:
            found += [part for column in self.table.columns for part in (column.heading, column.under)]
            found += [as_string(cell) for row in self.table.rows for cell in row]
        return [*found, self.chart or "", *self.footnotes, *self.notes, *self.more]


@dataclass(frozen=True)
class Blank:
    """A labelled line of the head; without a ``text`` it is left to be written on by hand."""

    label: str
    text: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file of data to put into the PDF: its name, its MIME type, what it is in words, its bytes."""

    name: str
    mime: str
    about: str
    data: bytes


@dataclass(frozen=True)
class Summary:
    """The clinician summary over ``first`` to ``last``, made on ``made_on``; ``chart_measures`` are the keys drawn.

    ``occasion`` is the visit that it is for; ``who`` are the lines on the person; ``about`` says what it rests on;
    ``running`` stands at the head of every further page; the chart marks ``visits`` (days) and the ``level`` of its first
    measure before LDN.
    """

    title: str
    period: str
    occasion: str
    who: tuple[Blank, ...]
    about: Text
    running: str
    sample: str | None
    footer: str
    language: str
    first: date
    last: date
    made_on: date
    sections: tuple[Section, ...]
    chart_measures: tuple[str, ...] = ()
    visits: tuple[date, ...] = ()
    level: float | None = None
    keywords: tuple[str, ...] = ()

    def section(self, key: str) -> Section | None:
        """Return the first section of a key, ``None`` if it is not there."""
        return next((section for section in self.sections if section.key == key), None)

    @property
    def words(self) -> str:
        """Everything the summary says, for searching and for choosing fonts."""
        found = [
            self.title,
            self.period,
            self.occasion,
            as_string(self.about),
            self.running,
            self.sample or "",
            self.footer,
        ]
        found += [part for blank in self.who for part in (blank.label, blank.text)]
        for section in self.sections:
            found += section.words
        return "\n".join(found)
