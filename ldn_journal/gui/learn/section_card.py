"""One section of the Learn page on a card: heading, words, entries, perhaps a picture."""

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.clinical.learn import Section, places
from ldn_journal.gui import tokens
from ldn_journal.gui.learn.heading import Heading
from ldn_journal.gui.learn.pictures import Picture
from ldn_journal.gui.learn.prose import Passage, Prose
from ldn_journal.gui.theme import theme_for

_UNIT = re.compile(r"(?<=\d) (?=(?:%|mg|µg|ng|pg|mL|kg)(?!\w))|(?<=\bp) (?== )|(?<=\bp =) ")


class SectionCard(QFrame):
    """``heading``, ``prose``, and ``picture`` if there is one; a ring round it shows the focus of its words.

    It has no signals of its own.
    """

    def __init__(self, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = section.key
        self.setProperty("card", True)
        self.setAccessibleName(section.title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.heading = Heading(section.title, "strong")
        self.prose = Prose(section.title, ring=False)
        self.picture = Picture(section.picture) if section.picture else None
        column = QVBoxLayout(self)
        pad = 2 * tokens.SPACE
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(tokens.SPACE // 2)
        column.addWidget(self.heading)
        column.addWidget(self.prose)
        if self.picture is not None:
            column.addWidget(self.picture)
        self.prose.focused.connect(lambda _on: self.update())
        self.show_section(section)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, and the ring while its words have the focus."""
        super().paintEvent(event)
        if self.prose.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme_for(self).colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), tokens.CARD_RADIUS, tokens.CARD_RADIUS)

    def show_section(self, section: Section, marked: Sequence[str] = ()) -> None:
        """Show the section, whole or with some of its entries, with folded words ``marked``."""
        self.heading.mark(places(section.title, marked))
        self.prose.show_passages(tuple(_passages(section)), marked)


def _passages(section: Section) -> Iterator[Passage]:
    for text in section.text:
        yield Passage(_kept(text))
    yield from _sources(section.source, section.links)
    for entry in section.entries:
        yield Passage(entry.title, "strong", above=4)
        for text in entry.text:
            yield Passage(_kept(text), above=1)
        yield from _sources(entry.source, entry.links)


def _kept(text: str) -> str:
    """Return the text with each number and its unit in one line; a copy of it has plain spaces again."""
    return _UNIT.sub("\N{NO-BREAK SPACE}", text)


def _sources(source: str, links: Sequence[str]) -> Iterator[Passage]:
    lines = [source, *links] if source else list(links)
    for number, line in enumerate(lines):
        words = line if number else _("Source: {source}").format(source=line)
        yield Passage(words, "small", muted=True, above=0 if number else 1)
