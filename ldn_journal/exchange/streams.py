"""What a format says of the values under one name, and how such names are told without a mapping."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _
from ldn_journal.domain.amounts import AmountError
from ldn_journal.domain.days import DayError
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.exchange.cells import CellError
from ldn_journal.exchange.mapped import entry_of, value_of
from ldn_journal.exchange.mapping import ColumnRule
from ldn_journal.exchange.watch import Watch

UNREADABLE = (CellError, AmountError, DayError, ValueError)
_LDN = re.compile(r"\b(ldn|naltrexon[ea]?|naltrexonum)\b")
_OTHER_SPELLINGS = {"diarrhea": "diarrhoea", "drowsy": "drowsiness", "loss of appetite": "appetite loss"}


@dataclass(frozen=True)
class Stream:
    """What a format says of the values under one name.

    ``scale``: the ends of its scale, ``None`` where the format has none. ``own``: the measure that is made for it unless a
    mapping says otherwise. ``values``: words with their numbers. ``medicine``: it is a medicine and its cells are doses.
    ``optional``: left out without asking. ``duration``: its cells are lengths of time.
    """

    scale: tuple[float, float] | None = None
    own: NewMeasure | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    medicine: bool = False
    optional: bool = False
    duration: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """One value under a name. ``words``: what stands beside it; they are what becomes a note or an event."""

    line: int | None
    name: str
    cell: str
    day: date
    at: datetime | None = None
    words: str = ""
    file: str | None = None


def is_ldn(name: str) -> bool:
    """Whether a medicine's name is that of naltrexone on its own, in any dose."""
    written = name.casefold()
    return bool(_LDN.search(written)) and "bupropion" not in written and "methyl" not in written


def measure_named(name: str, measures: Mapping[str, NewMeasure]) -> NewMeasure | None:
    """Return the measure whose key or name this is, in any case."""
    plain = " ".join(re.split(r"[\W_]+", name.casefold())).strip()
    plain = _OTHER_SPELLINGS.get(plain, plain)
    for key, measure in measures.items():
        if plain in (key.replace("_", " "), measure.name.casefold(), _(measure.name).casefold()):
            return measure
    return None


def fits(measure: NewMeasure, stream: Stream, cells: list[str], watch: Watch) -> bool:
    """Whether the values of a stream are on the scale of ``measure``; one without a scale of its own shows it by its values."""
    if stream.duration != (measure.scale is Scale.DURATION):
        return False
    if stream.scale is not None and stream.scale != (measure.low, measure.high):
        return False
    rule = ColumnRule("", measure=measure.key, values={word.casefold(): n for word, n in stream.values.items()})
    if stream.scale is not None:
        return True
    if not all(_within(rule, measure, cell) for cell in watch.each(cells)):
        return False
    # Numbers up to 5 may as well be on a scale up to 5: only a higher one shows that they are not.
    return (measure.low, measure.high) != (0, 10) or (ends_of(cells) or (0, 0))[1] > 5


def _within(rule: ColumnRule, measure: NewMeasure, cell: str) -> bool:
    # What cannot be read at all speaks for no scale; it is refused by its line when the entries are made.
    try:
        value = value_of(rule, measure, cell)
    except UNREADABLE:
        return True
    try:
        measure.check(value)
    except ValueError:
        return False
    return True


def reads(rule: ColumnRule, measure: NewMeasure | None, cell: str) -> bool:
    """Whether a cell becomes an entry by this rule."""
    try:
        entry_of(rule, measure, cell, date(2000, 1, 1), None)
    except (*UNREADABLE, InvalidEntry):
        return False
    return True


def wordless(cells: list[str], stream: Stream) -> tuple[str, ...]:
    """Return the words among the cells that have no number yet."""
    known = {word.casefold() for word in stream.values}
    words = dict.fromkeys(cell for cell in cells if cell.casefold() not in known and not cell[:1].isdigit())
    return tuple(words) if stream.values else ()


def ends_of(cells: list[str]) -> tuple[float, float] | None:
    """Return the lowest and highest number among the cells."""
    numbers = []
    rule = ColumnRule("")
    plain = NewMeasure.model_construct(scale=Scale.NUMERIC, low=0.0, high=1.0)
    for cell in cells:
        try:
            numbers.append(value_of(rule, plain, cell))
        except UNREADABLE:
            continue
    return (min(numbers), max(numbers)) if numbers else None
