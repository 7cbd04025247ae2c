"""Where the days of a heat map stand: years with weeks as columns, or one month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt

from ldn_journal.base.texts import format_day, language
from ldn_journal.charts.look import Look
from ldn_journal.charts.scales import month_words

WEEK = 7
YEAR_WEEKS = 54
"""Columns that the longest year can touch."""
HALF_WEEKS = 28
LEAST_CELL = 16.0
"""A year is broken in two where a day's cell would be narrower than this in pixels, or than the text is high."""
MOST_CELL = 3.0
"""The width of a cell in a year's weeks at most, by the size of the text."""


@dataclass(frozen=True)
class Caption:
    """Words beside the cells: ``at`` is the start of their base line."""

    at: QPointF
    text: str
    strong: bool = False


def day_names() -> list[str]:
    """Return the short names of the days of the week, Monday first."""
    monday = date(2024, 1, 1)
    if language() == "en":
        return ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    from babel.dates import format_skeleton

    return [str(format_skeleton("EEE", monday + timedelta(days=number), locale=language())) for number in range(WEEK)]


def month_and_year(day: date) -> str:
    """Return a month with its year in full, ``March 2026``."""
    if language() == "en":
        return format_day(day.replace(day=1)).split(" ", 1)[1]
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", day, locale=language()))


@dataclass(frozen=True)
class _Block:
    """A year or half of one: its days, and the place of the first week's column."""

    first: date
    last: date
    week: date
    top: float


class YearGrid:
    """Weeks as columns, weekdays as rows, a block for each year, the latest on top; half-years where it is narrow.

    Years stand below each other month by month; a record within one year has only the months from its first to its last.
    Both grids hold the days from ``first`` to ``last``, lengths in pixels; ``steps`` is what each arrow means in days.
    """

    roomy = False
    """Whether a cell has room for words."""
    steps: ClassVar[dict[Qt.Key, int]] = {
        Qt.Key.Key_Left: -WEEK,
        Qt.Key.Key_Right: WEEK,
        Qt.Key.Key_Up: -1,
        Qt.Key.Key_Down: 1,
    }

    def __init__(self, first: date, last: date, width: float, look: Look, week_begins: int) -> None:
        """``week_begins``: the first day of the week, 1 for Monday."""
        self.first, self.last = first, last
        metrics = look.metrics()
        self._begins = week_begins
        self._line = metrics.height()
        self._left = max(metrics.horizontalAdvance(name) for name in day_names()) + look.text_px
        room = width - self._left
        weeks = self._weeks(halves=False)
        halves = room / weeks < max(LEAST_CELL, look.text_px)
        if halves:
            weeks = self._weeks(halves=True)
        self.cell = max(min(room / weeks, look.text_px * MOST_CELL), 6.0)
        self._look = look
        self._blocks = list(self._make_blocks(halves=halves))
        self.height = self._blocks[-1].top + self._block_height if self._blocks else 0.0

    def _weeks(self, *, halves: bool) -> int:
        """Return how many columns there are room for: those of the longest block, or of any year."""
        if self.first.year != self.last.year:
            return HALF_WEEKS if halves else YEAR_WEEKS
        return max(
            (last - self._week_of(first)).days // WEEK + 1 for first, last in self._spans(self.last.year, halves=halves)
        )

    def _week_of(self, day: date) -> date:
        return day - timedelta(days=(day.isoweekday() - self._begins) % WEEK)

    def _spans(self, year: int, *, halves: bool) -> list[tuple[date, date]]:
        """Return the first and last days of the blocks of a year, the latest first."""
        first, last = 1, 12
        if self.first.year == self.last.year:
            first, last = self.first.month, self.last.month
        months = last - first + 1
        spans = [(first, last)]
        if halves and months > 1:
            second = first + (months + 1) // 2
            spans = [(second, last), (first, second - 1)]
        return [(date(year, one, 1), _month_end(date(year, other, 1))) for one, other in spans]

    @property
    def _head(self) -> float:
        return self._line * 2.5

    @property
    def _block_height(self) -> float:
        # Below the cells the phases that begin are named.
        return self._head + WEEK * self.cell + self._line * 2.2

    def _make_blocks(self, *, halves: bool) -> Iterator[_Block]:
        top = 0.0
        for year in range(self.last.year, self.first.year - 1, -1):
            for first, last in self._spans(year, halves=halves):
                if first <= self.last and last >= self.first:
                    yield _Block(first, last, self._week_of(first), top)
                    top += self._block_height

    def _block(self, day: date) -> _Block:
        return next(block for block in self._blocks if block.first <= day <= block.last)

    def rect(self, day: date) -> QRectF:
        """Return the cell of a day."""
        block = self._block(day)
        week, row = divmod((day - block.week).days, WEEK)
        gap = 1.0 if self.cell < 12 else 2.0
        left, top = self._left + week * self.cell, block.top + self._head + row * self.cell
        return QRectF(left, top, self.cell - gap, self.cell - gap)

    def days_in(self, area: QRectF) -> Iterator[date]:
        """Return the days of the blocks that touch ``area``."""
        for block in self._blocks:
            if block.top <= area.bottom() and block.top + self._block_height >= area.top():
                yield from _days(max(block.first, self.first), min(block.last, self.last))

    def before(self) -> Iterator[date]:
        """Return the days of the blocks that lie before the record."""
        for block in self._blocks:
            yield from _days(block.first, min(block.last, self.first - timedelta(days=1)))

    def below(self, day: date) -> QPointF:
        """Return where the name of a phase that begins on ``day`` stands: under its week."""
        block = self._block(day)
        return QPointF(self.rect(day).left(), block.top + self._head + WEEK * self.cell + self._line * 0.85)

    def captions(self) -> list[Caption]:
        """Return years, months and every other weekday."""
        found = []
        names = day_names()
        for block in self._blocks:
            found.append(Caption(QPointF(0, block.top + self._line), str(block.first.year), strong=True))
            for month in range(block.first.month, block.last.month + 1):
                begin = date(block.first.year, month, 1)
                if begin > self.last or (begin + timedelta(days=31)).replace(day=1) <= self.first:
                    continue
                at = QPointF(self.rect(begin).left(), block.top + self._head - self._line * 0.45)
                words = month_words(begin, year=False)
                if self.cell * 4.3 >= self._look.metrics().horizontalAdvance(words) or month % 3 == 1:
                    found.append(Caption(at, words))
            step = 2 if self.cell < self._line else 1
            for row in range(0, WEEK, step):
                base = block.top + self._head + (row + 0.5) * self.cell + self._look.metrics().capHeight() / 2
                found.append(Caption(QPointF(0, base), names[(row + self._begins - 1) % WEEK]))
        return found


class MonthGrid:
    """One month: weekdays as columns, weeks as rows."""

    roomy = True
    steps: ClassVar[dict[Qt.Key, int]] = {
        Qt.Key.Key_Left: -1,
        Qt.Key.Key_Right: 1,
        Qt.Key.Key_Up: -WEEK,
        Qt.Key.Key_Down: WEEK,
    }

    def __init__(self, first: date, last: date, month: date, width: float, look: Look, week_begins: int) -> None:
        """``first`` to ``last`` is the record; ``month`` any day of the month shown."""
        begin = month.replace(day=1)
        self.first, self.last = first, last
        self._month_first = begin
        self._month_last = _month_end(begin)
        self._week = begin - timedelta(days=(begin.isoweekday() - week_begins) % WEEK)
        self._begins = week_begins
        metrics = look.metrics()
        self._look = look
        self._head = metrics.height() * 1.6
        self.cell = max(min(width / WEEK, look.text_px * 13), 24.0)
        self._row = metrics.height() * 2.3 + look.metrics(bold=True, size=1.3).height()
        weeks = ((self._month_last - self._week).days) // WEEK + 1
        self.height = self._head + weeks * self._row

    def shows(self, day: date) -> bool:
        """Whether ``day`` lies in the month."""
        return self._month_first <= day <= self._month_last

    def rect(self, day: date) -> QRectF:
        """Return the cell of a day of the month."""
        row, column = divmod((day - self._week).days, WEEK)
        return QRectF(column * self.cell, self._head + row * self._row, self.cell - 4, self._row - 4)

    def days_in(self, area: QRectF) -> Iterator[date]:  # noqa: ARG002 - a month is always drawn whole
        """Return the days of the month that lie in the record."""
        yield from _days(max(self._month_first, self.first), min(self._month_last, self.last))

    def outside(self) -> Iterator[date]:
        """Return the days of the month before or after the record."""
        for day in _days(self._month_first, self._month_last):
            if not self.first <= day <= self.last:
                yield day

    def captions(self) -> list[Caption]:
        """Return the weekdays."""
        names = day_names()
        base = self._head - self._look.metrics().height() * 0.5
        return [
            Caption(QPointF(column * self.cell, base), names[(column + self._begins - 1) % WEEK])
            for column in range(WEEK)
        ]


def _month_end(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
