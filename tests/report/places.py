"""Where the words of a PDF stand: the box of every string that is shown, in points from the lower left of its page."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias

from pypdf import PageObject
from pypdf.generic import ContentStream

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)
_BELOW, _ABOVE = 0.12, 0.62
"""What of the size of letters their box has below and above the line they stand on: no more than small letters take."""
_SLACK = 0.7


@dataclass(frozen=True)
class Box:
    """A string's box; ``text`` as far as the font says what its glyphs are."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    def overlaps(self, other: "Box") -> bool:
        """Whether both cover more than a hair of the same place."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide > _SLACK and high > _SLACK


def boxes(page: PageObject) -> list[Box]:
    """The boxes of all strings of a page, pictures in it included."""
    return list(_shown(page.get_contents(), page["/Resources"], page.pdf, _AS_IT_IS, {}))


def overlapping(page: PageObject) -> list[tuple[str, str]]:
    """The pairs of strings that lie over one another."""
    found = [box for box in boxes(page) if box.text.strip() and not _joined(box.text)]
    return [(one.text, other.text) for one, other in combinations(found, 2) if one.overlaps(other)]


def _joined(text: str) -> bool:
    """Whether letters are joined into one another, as those of Arabic are, or are not seen at all."""
    return any(unicodedata.bidirectional(one) in ("R", "AL") or unicodedata.category(one) == "Cf" for one in text)


class _Font:
    """The widths and letters of a font whose strings are numbers of two bytes each."""

    def __init__(self, font: Any) -> None:
        self.widths: dict[int, float] = {}
        inner = font["/DescendantFonts"][0].get_object()
        self.usual = float(inner.get("/DW", 1000))
        entries = [entry.get_object() for entry in inner.get("/W", [])]
        while entries:
            first, second, *rest = entries
            if isinstance(second, list):
                self.widths |= {int(first) + place: float(width) for place, width in enumerate(second)}
                entries = rest
            else:
                self.widths |= dict.fromkeys(range(int(first), int(second) + 1), float(rest[0]))
                entries = rest[1:]
        self.letters = _letters(font["/ToUnicode"].get_object().get_data().decode("latin-1"))

    def read(self, string: bytes) -> list[tuple[float, str]]:
        """Each glyph's width in thousandths, and its letters."""
        glyphs = [int.from_bytes(string[at : at + 2], "big") for at in range(0, len(string), 2)]
        return [(self.widths.get(one, self.usual), self.letters.get(one, "?")) for one in glyphs]


def _letters(cmap: str) -> dict[int, str]:
    found = {}
    for part in cmap.split("beginbfchar")[1:]:
        for line in part.split("endbfchar")[0].strip().splitlines():
            glyph, letters = (one.strip("<> ") for one in line.split("> <"))
            found[int(glyph, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    return found


def _shown(stream: Any, resources: Any, pdf: Any, around: Matrix, fonts: dict[int, _Font]) -> Iterator[Box]:
    kept: list[Matrix] = []
    line, size, font = _AS_IT_IS, 0.0, None
    for operands, operator in ContentStream(stream, pdf).operations:
        if operator == b"q":
            kept.append(around)
        elif operator == b"Q":
            around = kept.pop()
        elif operator == b"cm":
            around = _within(_matrix(operands), around)
        elif operator == b"Tf":
            found = resources["/Font"][operands[0]].get_object()
            font = fonts.setdefault(id(found), _Font(found))
            size = float(operands[1])
        elif operator == b"Tm":
            line = _matrix(operands)
        elif operator in (b"Tj", b"TJ"):
            assert font is not None
            parts = operands[0] if operator == b"TJ" else operands
            yield _box(parts, font, size, _within(line, around))
        elif operator == b"Do":
            inner = resources["/XObject"][operands[0]].get_object()
            if inner["/Subtype"] == "/Form":
                placed = _within(_matrix(inner.get("/Matrix", _AS_IT_IS)), around)
                yield from _shown(inner, inner.get("/Resources", resources), pdf, placed, fonts)


def _box(parts: Any, font: _Font, size: float, place: Matrix) -> Box:
    at, width, text = 0.0, 0.0, ""
    for part in parts:
        if isinstance(part, (int, float)):
            at -= float(part)
            continue
        for wide, letters in font.read(part if isinstance(part, bytes) else part.original_bytes):
            at, text = at + wide, text + letters
            # The space at the end of a line hangs beyond it and is not seen.
            width = width if letters.isspace() else at
    corners = [_at(place, x, y) for x in (0, width * size / 1000) for y in (-_BELOW * size, _ABOVE * size)]
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys), text)


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in numbers)
    return a, b, c, d, e, f


def _within(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    k, m, n, p, q, r = outer
    return a * k + b * n, a * m + b * p, c * k + d * n, c * m + d * p, e * k + f * n + q, e * m + f * p + r


def _at(place: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = place
    return a * x + c * y + e, b * x + d * y + f
