"""Printing: plain lines, aligned tables, JSON with stable keys."""

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ldn_journal.base.texts import _

_PLAIN_SPACES = {0xA0: " ", 0x202F: " "}
# A terminal would obey the first, no stream takes the last, and a name of a file may hold both.
_TO_PRINT = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)), "\ufffd") | _PLAIN_SPACES
_LINES_TO_PRINT = {code: sign for code, sign in _TO_PRINT.items() if code not in (0x09, 0x0A)}


def say(text: str = "") -> None:
    """Print a line to stdout, with plain spaces so that ``grep '4.5 mg'`` finds it."""
    sys.stdout.write(text.translate(_LINES_TO_PRINT) + "\n")


def complain(sentence: str) -> None:
    """Print a sentence to stderr, on one line whatever it quotes."""
    sys.stderr.write(" ".join(sentence.splitlines()).translate(_TO_PRINT) + "\n")


def say_json(data: Any) -> None:
    """Print ``data`` as JSON; ``nan`` is refused rather than written."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def say_table(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[bool] = ()) -> None:
    """Print ``rows`` under ``head``, columns aligned; ``right`` tells which columns stand to the right."""
    cells = [[one.translate(_PLAIN_SPACES).replace("\n", " ") for one in row] for row in (head, *rows)]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(head))]
    to_right = [*right, *[False] * (len(head) - len(right))]
    for row in cells:
        parts = [
            " " * (width - _width(cell)) + cell if aligned else cell + " " * (width - _width(cell))
            for cell, width, aligned in zip(row, widths, to_right, strict=True)
        ]
        say("  ".join(parts).rstrip())


@contextmanager
def showing_progress() -> Iterator[Callable[[float], None] | None]:
    """Give what shows a share on stderr while something long goes on; ``None`` where nobody sits before a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = ""

    def show(share: float) -> None:
        nonlocal shown
        words = _("Reading: {percent} %").format(percent=int(share * 100))
        if words != shown:
            sys.stderr.write(f"\r{words}")
            sys.stderr.flush()
            shown = words

    try:
        yield show
    finally:
        if shown:
            sys.stderr.write("\r" + " " * _width(shown) + "\r")
            sys.stderr.flush()


def _width(text: str) -> int:
    """The columns a terminal needs for ``text``."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )
