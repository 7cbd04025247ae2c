"""Page 1 as a printer without colour gives it: what is written can be read, and what is drawn can be told apart.

The colours are those of the finished files: of the PDF's own page for words and the grounds they stand on, of the chart's
SVG for lines, bars and bands, plot by plot.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from ldn_journal.charts.look import PAPER, Palette
from ldn_journal.charts.report import report_svg
from ldn_journal.domain.life import NewEvent
from ldn_journal.journal import Journal
from ldn_journal.report import Report, build_report
from tests.report.conftest import Paper

READABLE = 4.5
"""Least contrast of words with their ground."""
SEEN = 3.0
"""Least contrast of what carries a value."""
APART = 1.25
"""Least contrast of two solid lines of like width that are not the same thing."""
WIDER = 1.5
"""How much wider a line must be to be told from another by that."""
LIGHT = 0.4
BROAD_PT = 4.0
Grey = float


def grey(red: float, green: float, blue: float) -> Grey:
    """Return the relative luminance of a colour, its parts from 0 to 1."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def grey_of(colour: str) -> Grey:
    if colour == "black":
        return 0.0
    return grey(*(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)))


def contrast(one: Grey, other: Grey) -> float:
    dark, light = sorted((one, other))
    return (light + 0.05) / (dark + 0.05)


WHITE = grey_of("#ffffff")


# Words -----------------------------------------------------------------------------------------------------------


@dataclass
class Inks:
    """Greys of the words of a page, and of the areas filled behind them (white, and whatever is light)."""

    words: set[Grey]
    grounds: set[Grey]


def inks_of(reader: PdfReader) -> Inks:
    """Return the greys of page 1, those of the pictures within it too."""
    found = Inks(set(), {WHITE})
    page = reader.pages[0]
    _gather(page.get_contents(), page["/Resources"].get_object(), reader, found)
    return found


def _gather(stream: Any, resources: Any, reader: PdfReader, found: Inks) -> None:
    colour, kept = 0.0, []
    path: list[tuple[float, float]] = []
    for operands, operator in ContentStream(stream, reader).operations:
        if operator in (b"rg", b"scn", b"sc") and len(operands) == 3:
            colour = grey(*map(float, operands))
        elif operator in (b"g", b"scn", b"sc") and len(operands) == 1 and not isinstance(operands[0], str):
            colour = grey(*([float(operands[0])] * 3))
        elif operator == b"q":
            kept.append(colour)
        elif operator == b"Q":
            colour = kept.pop()
        elif operator in (b"Tj", b"TJ"):
            found.words.add(colour)
        elif operator in (b"m", b"l", b"re"):
            x, y, *size = map(float, operands)
            path += [(x, y), *([(x + size[0], y + size[1])] if size else [])]
        elif operator in (b"f", b"f*", b"n", b"S"):
            if operator.startswith(b"f") and colour > LIGHT and _broad(path):
                found.grounds.add(colour)
            path = []
        elif operator == b"Do":
            inner = resources["/XObject"][operands[0]].get_object()
            if inner["/Subtype"] == "/Form":
                _gather(inner, inner.get("/Resources", resources).get_object(), reader, found)


def _broad(path: list[tuple[float, float]]) -> bool:
    """Whether words could stand on it: a rule is filled as well."""
    return all(max(ends) - min(ends) > BROAD_PT for ends in zip(*path, strict=True))


# Lines -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """How something is drawn: in which grey, filled or as a line of a width and dashes."""

    colour: str
    filled: bool
    width: float = 0.0
    dashes: str = ""
    dot: bool = False

    @property
    def grey(self) -> Grey:
        return grey_of(self.colour)


def plots_of(svg: bytes) -> list[set[Mark]]:
    """Return what each plot of the chart draws, its words left out."""
    found = []
    for element in ET.fromstring(svg).iter():
        if element.get("id", "").startswith("ViewBox"):
            marks = set(_marks(element, {}))
            if marks:
                found.append(marks)
    return found


def _marks(element: ET.Element, outer: dict[str, str]) -> Iterator[Mark]:
    look = outer | element.attrib
    name = element.tag.rpartition("}")[2]
    if name == "text":
        return
    if name in ("path", "polyline", "line", "rect", "circle") and not _empty(element):
        fill, stroke = look.get("fill", "none"), look.get("stroke", "none")
        if fill not in ("none", PAPER.background) and look.get("fill-opacity", "1") not in ("0", "0.0"):
            yield Mark(fill, filled=True)
        if stroke != "none" and look.get("stroke-opacity", "1") not in ("0", "0.0"):
            yield Mark(
                stroke,
                filled=False,
                width=float(look.get("stroke-width", "1")),
                dashes=look.get("stroke-dasharray", ""),
                dot=look.get("stroke-linecap") == "round",
            )
    for child in element:
        yield from _marks(child, look)


def _empty(element: ET.Element) -> bool:
    size = [element.get(name) for name in ("width", "height")]
    return element.get("d") == "" or element.get("points") == "" or size == ["0", "0"]


def mistaken(plot: set[Mark]) -> list[tuple[Mark, Mark]]:
    """Return pairs of lines that look alike in grey though their colours differ."""
    lines = sorted((mark for mark in plot if not mark.filled), key=lambda mark: (mark.colour, mark.width, mark.dashes))
    return [
        (one, other)
        for one, other in combinations(lines, 2)
        if one.colour != other.colour
        and one.dashes == other.dashes
        and one.dot == other.dot
        and max(one.width, other.width) < WIDER * min(one.width, other.width)
        and contrast(one.grey, other.grey) < APART
    ]


def faint(plot: set[Mark], palette: Palette) -> list[Mark]:
    """Return what carries a value and is hard to see: all but the grid, the hatching and the ground of the dose."""
    quiet = {palette.line, palette.hatch, palette.dose_fill}
    return [mark for mark in plot if mark.colour not in quiet and contrast(mark.grey, WHITE) < SEEN]


@pytest.fixture
def report(treatment: Journal) -> Report:
    """The summary of a treatment with all there is to draw: steps, settling windows, a gap, an event, a flag."""
    treatment.record(NewEvent(day=date(2026, 1, 20), what="surgery"), NewEvent(day=date(2026, 2, 1), what="flare"))
    return build_report(treatment)


def test_words_stand_out_from_every_ground_of_the_page(report: Report) -> None:
    inks = inks_of(Paper(report.pdf).reader)
    assert len(inks.words) >= 3
    assert len(inks.grounds) >= 2  # the paper, and the ground of the doses
    worst = min(contrast(word, ground) for word in inks.words for ground in inks.grounds)
    assert worst >= READABLE


def test_lines_and_bands_are_told_apart_without_colour(report: Report) -> None:
    plots = plots_of(report.printed.files["chart.svg"])
    assert len(plots) == 1 + len(report.summary.chart_measures)
    assert [mistaken(plot) for plot in plots] == [[]] * len(plots)
    assert [faint(plot, PAPER) for plot in plots] == [[]] * len(plots)


def test_the_doses_ground_has_an_edge_that_is_seen(report: Report) -> None:
    dose = next(plot for plot in plots_of(report.printed.files["chart.svg"]) if Mark(PAPER.dose_fill, True) in plot)
    edge = next(mark for mark in dose if mark.colour == PAPER.dose)
    assert not edge.filled
    assert edge.width > 1
    assert contrast(edge.grey, grey_of(PAPER.dose_fill)) >= SEEN


def test_the_quiet_parts_are_quieter_than_every_measure() -> None:
    loud = [grey_of(colour) for colour in (*PAPER.measures.values(), *PAPER.series, PAPER.dose)]
    for quiet in (PAPER.line, PAPER.hatch):
        assert min(contrast(grey_of(quiet), one) for one in loud) >= SEEN
    assert contrast(grey_of(PAPER.hatch), grey_of(PAPER.line)) >= APART
    assert contrast(grey_of(PAPER.hatch), grey_of(PAPER.dose_fill)) >= APART


@pytest.mark.parametrize(
    ("changed", "finds"),
    [({"measures": {"pain": "#e0b090"}}, faint), ({"line": "#8f4a20", "measures": {"pain": "#a84004"}}, None)],
)
def test_the_check_finds_what_cannot_be_read(treatment: Journal, changed: dict[str, Any], finds: Any) -> None:
    palette = replace(PAPER, **changed)
    plots = plots_of(report_svg(treatment.trends(), ["pain"], palette=palette))
    if finds is not None:
        assert any(finds(plot, palette) for plot in plots)
    else:
        wide = [{replace(mark, width=1.3) for mark in plot} for plot in plots]
        assert any(mistaken(plot) for plot in wide)
