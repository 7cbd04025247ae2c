"""What was copied elsewhere, as cells: where each one goes, and what has no place, in whole sentences."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.domain.days import EARLIEST
from ldn_journal.exchange.receipt import format_count
from ldn_journal.gui.history.cells import NOTE, Column, Edit

_CELL: Final = re.compile(r'"((?:[^"]++|"")*+)"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
_END_OF_LINE: Final = re.compile(r"\r\n|\r|\n")
_DAY: Final = 0
"""The place of the day among the table's columns; the others follow from 1."""


@dataclass(frozen=True)
class Target:
    """Where a paste begins: the day and the place among the table's columns, and how many cells are chosen there."""

    day: date
    column: int
    height: int = 1
    width: int = 1


@dataclass
class Pasted:
    """What a paste asks for. ``left_out``: what has no place, ``told``: what else is to be known; a sentence each."""

    edits: list[Edit] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def read_table(text: str) -> list[list[str]]:
    """Return lines of cells from text as spreadsheets put it on the clipboard.

    Cells are apart by tabs, lines by CR, LF or both. A cell in quotation marks holds what is between them, breaks and tabs
    too, and two marks there are one; marks that do not close at the end of a cell are part of the text. Blank lines at the
    end are left out.
    """
    text = text.lstrip("\ufeff").rstrip("\0")
    lines = _quoted(text) if '"' in text else [line.split("\t") for line in _END_OF_LINE.split(text)]
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    return lines


def write_table(lines: Iterable[Iterable[str]]) -> str:
    """Return cells as text for the clipboard, which ``read_table`` and spreadsheets read back."""
    return "\n".join("\t".join(_quote(cell) for cell in line) for line in lines)


def place_cells(lines: list[list[str]], target: Target, columns: Sequence[Column], today: date) -> Pasted:
    """Return what the cells of ``lines`` are to become; ``columns`` are those beside the day.

    Each line is for the day before that of the line above it, unless the lines name their days; blank cells leave what is
    there. A first line of headings says which column is which.
    """
    return _Placing(_repeated(lines, target), target, columns, today).run() if lines else Pasted()


def _quoted(text: str) -> list[list[str]]:
    lines: list[list[str]] = [[]]
    at = 0
    while True:
        found = _CELL.match(text, at)
        assert found is not None  # noqa: S101  nothing is a cell as well
        inside, plain = found.groups()
        lines[-1].append(plain if inside is None else _END_OF_LINE.sub("\n", inside.replace('""', '"')))
        at = found.end()
        if at == len(text):
            return lines
        if text[at] != "\t":
            lines.append([])
            at += text.startswith("\r\n", at)
        at += 1


def _quote(cell: str) -> str:
    if cell.startswith('"') or any(sign in cell for sign in "\t\r\n"):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _repeated(lines: list[list[str]], target: Target) -> list[list[str]]:
    """Return the lines as often as they fit into the chosen block, if they fill it exactly."""
    height, width = len(lines), max(len(line) for line in lines)
    across = target.width
    if height == width == 1 and target.column == _DAY and target.width > 1:
        # One value for everything that is chosen: the day beside it is no value.
        lines, across = [["", *lines[0]]], target.width
        return [[""] + [lines[0][1]] * (across - 1)] * target.height
    if target.height % height or target.width % width:
        return lines
    full = [line + [""] * (width - len(line)) for line in lines]
    return [line * (across // width) for line in full] * (target.height // height)


class _Placing:
    """Places the lines of one paste."""

    def __init__(self, lines: list[list[str]], target: Target, columns: Sequence[Column], today: date) -> None:
        self._lines = lines
        self._target = target
        self._columns = columns
        self._today = today
        self._into: dict[int, int | None] = {}
        self._named: int | None = None
        self._headings: list[str] = []
        self._pasted = Pasted()
        self._filled: set[tuple[date, int]] = set()
        self._out = dict.fromkeys(("right", "coming", "old", "dayless", "repeated", "heading"), 0)
        self._unreadable: list[str] = []
        self._no_column: dict[str, None] = {}

    def run(self) -> Pasted:
        """Place every cell."""
        width = max(len(line) for line in self._lines)
        if not self._take_headings(width):
            self._into = {offset: self._target.column + offset for offset in range(width)}
            if self._target.column == _DAY:
                self._named = 0
            elif width > 1 and self._begin_with_days():
                self._named = 0
                self._into = {offset: self._target.column + offset - 1 for offset in range(1, width)}
        if self._named is not None and all(not cell.strip() for cell in self._day_cells()):
            self._named = None
        days = self._days()
        for day, line in zip(days, self._lines, strict=True):
            if day is not None:
                self._place(day, line)
        self._say(width)
        return self._pasted

    # Which column is which ---------------------------------------------------------------------------------------

    def _take_headings(self, width: int) -> bool:
        """Take the first line for headings, if it is one."""
        names: dict[str, int] = {_("Day").casefold(): _DAY, "day": _DAY, "date": _DAY, _("Date").casefold(): _DAY}
        for number, column in enumerate(self._columns, 1):
            names.update({column.key.replace("_", " ").casefold(): number, column.title.casefold(): number})
        head = [cell.strip().replace("_", " ") for cell in self._lines[0]]
        places = [names.get(cell.casefold()) for cell in head]
        known = [(offset, place) for offset, place in enumerate(places) if place is not None]
        if len(self._lines) < 2 or not known:
            return False
        alone = len([cell for cell in head if cell]) == 1 and known[0][1] == self._target.column + known[0][0]
        if len(known) < 2 and known[0][1] != _DAY and not alone:
            return False
        self._lines = self._lines[1:]
        self._headings = head + [""] * (width - len(head))
        self._into = dict(enumerate(places + [None] * (width - len(places))))
        self._named = next((offset for offset, place in known if place == _DAY), None)
        return True

    def _begin_with_days(self) -> bool:
        """Whether the first column holds days with their year, and nothing else; not where notes go."""
        if self._columns[self._target.column - 1].key == NOTE:
            return False
        cells = [line[0].strip() for line in self._lines if line[0].strip()]
        return bool(cells) and all(re.search(r"\d{4}", cell) and _looks_like_day(cell) for cell in cells)

    # Days --------------------------------------------------------------------------------------------------------

    def _day_cells(self) -> list[str]:
        assert self._named is not None  # noqa: S101
        return [line[self._named] if self._named < len(line) else "" for line in self._lines]

    def _days(self) -> list[date | None]:
        """Return the day of each line, ``None`` where it has no place."""
        if self._named is None:
            room = (self._target.day - EARLIEST).days
            self._out["old"] = sum(self._holds(line) for line in self._lines[room + 1 :])
            return [
                self._target.day - timedelta(days=number) if number <= room else None
                for number in range(len(self._lines))
            ]
        from ldn_journal.exchange.cells import date_order

        cells = self._day_cells()
        order = date_order(cell for cell in cells if cell.strip())
        if order is None:
            first = next(cell.strip() for cell in cells if cell.strip())
            self._pasted.left_out.append(
                _(
                    "Nothing was pasted: the days can be read in two ways (“{text}”). Please write them like 2026-03-10."
                ).format(text=first[:40])
            )
            return [None] * len(cells)
        return [self._day(cell.strip(), line, order) for cell, line in zip(cells, self._lines, strict=True)]

    def _day(self, cell: str, line: list[str], order: str) -> date | None:
        from ldn_journal.exchange.cells import CellError, read_stamp

        if not self._holds(line):
            return None
        if not cell:
            self._out["dayless"] += 1
            return None
        try:
            day = read_stamp(cell, order).day
        except CellError:
            self._unreadable.append(cell)
            return None
        if day > self._today:
            self._out["coming"] += 1
        elif day < EARLIEST:
            self._out["old"] += 1
        else:
            return day
        return None

    def _holds(self, line: list[str]) -> bool:
        """Whether anything but its day stands in a line."""
        return any(cell.strip() for offset, cell in enumerate(line) if offset != self._named)

    # Cells -------------------------------------------------------------------------------------------------------

    def _place(self, day: date, line: list[str]) -> None:
        for offset, text in enumerate(line):
            if offset == self._named or not text.strip():
                continue
            place = self._into[offset]
            if place is None:
                self._out["heading"] += 1
                self._no_column[self._headings[offset]] = None
            elif place > len(self._columns):
                self._out["right"] += 1
            elif (day, place) in self._filled:
                self._out["repeated"] += 1
            elif place != _DAY:
                self._filled.add((day, place))
                self._pasted.edits.append(Edit(day, self._columns[place - 1], text))

    # Words -------------------------------------------------------------------------------------------------------

    def _say(self, width: int) -> None:
        if self._headings and self._pasted.edits:
            self._pasted.told.append(_("The first line holds headings. Each column went where its heading says."))
        if self._named is not None and self._pasted.edits:
            self._pasted.told.append(_("The lines name their days. Each line went to its day."))
        if self._target.column == _DAY and width == 1 and not self._headings and not self._pasted.left_out:
            self._pasted.left_out.append(
                _("Nothing was pasted: the Day column cannot be changed. Choose the cell where the first value goes.")
            )
            return
        self._pasted.left_out += [sentence for sentence in self._sentences() if sentence]

    def _sentences(self) -> Iterable[str]:
        out = self._out
        yield _counted(
            out["right"],
            ngettext(
                "{n} cell to the right of the last column was left out.",
                "{n} cells to the right of the last column were left out.",
                out["right"],
            ),
        )
        yield _counted(
            out["heading"],
            ngettext(
                "{n} cell was left out because its heading is not a column here: {names}.",
                "{n} cells were left out because their heading is not a column here: {names}.",
                out["heading"],
            ),
            names=", ".join(f"“{name[:40]}”" if name else _("no heading") for name in list(self._no_column)[:5]),
        )
        yield _counted(
            out["coming"],
            ngettext(
                "{n} line was left out because its day is still to come.",
                "{n} lines were left out because their day is still to come.",
                out["coming"],
            ),
        )
        yield _counted(
            out["old"],
            ngettext(
                "{n} line was left out because its day is before {day}.",
                "{n} lines were left out because their day is before {day}.",
                out["old"],
            ),
            day=format_day(EARLIEST),
        )
        yield _counted(
            len(self._unreadable),
            ngettext(
                "{n} line was left out because its day cannot be read: “{text}”.",
                "{n} lines were left out because their day cannot be read. The first says “{text}”.",
                len(self._unreadable),
            ),
            text=next(iter(self._unreadable), "")[:40],
        )
        yield _counted(
            out["dayless"],
            ngettext(
                "{n} line was left out because it names no day.",
                "{n} lines were left out because they name no day.",
                out["dayless"],
            ),
        )
        yield _counted(
            out["repeated"],
            ngettext(
                "{n} cell was left out because a line above is for the same day.",
                "{n} cells were left out because a line above is for the same day.",
                out["repeated"],
            ),
        )


def _counted(n: int, sentence: str, **fields: str) -> str:
    """Return the sentence with its number, nothing where there is nothing to count."""
    return sentence.format(n=format_count(n), **fields) if n else ""


def _looks_like_day(text: str) -> bool:
    from ldn_journal.exchange.cells import CellError, read_stamp

    for order in ("dmy", "mdy"):
        try:
            read_stamp(text, order)
        except CellError:
            continue
        return True
    return False
