"""One cell and the rule for it become one entry."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import night_field
from ldn_journal.domain.amounts import PICOGRAMS, AmountError, parse_amount
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.days import parse_minutes
from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.exchange.cells import CellError, read_number, write_number
from ldn_journal.exchange.mapping import ColumnRule

_TAKEN = {"taken", "yes", "true", "x", "✓"}
_NOT_TAKEN = {"skipped": DoseState.SKIPPED, "missed": DoseState.MISSED}
_NIGHT_ENTRIES = {"total_sleep_minutes": "asleep_minutes"}
_MINUTES = {"h": 60, "min": 1}
_YES_NO = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
_PIECES = re.compile(r"([0-9]{1,2}(?:[.,][0-9]{1,2})?)(?:\s*[^\W\d_]+)?")
"""1, 2 capsules, 0.5 tablet."""


def entry_of(
    rule: ColumnRule, measure: NewMeasure | None, cell: str, day: date, at: datetime | None, *, mark: str | None = None
) -> NewRecord:
    """Return the entry in ``cell``. ``mark``: the file's decimal mark, if known.

    Raises ``CellError``, ``AmountError``, ``DayError``, ``ValueError`` or ``InvalidEntry`` with a sentence.
    """
    readers: dict[str | None, Callable[[], NewRecord]] = {
        None: lambda: _rated(rule, measure, cell, day, at, mark),
        "dose": lambda: _dose(rule, cell, day, at, mark),
        "note": lambda: validate(Kind.NOTE, {"day": day, "text": cell, "at": at}),
        "event": lambda: validate(Kind.EVENT, {"day": day, "what": cell}),
    }
    return readers[rule.kind]()


def value_of(rule: ColumnRule, measure: NewMeasure, cell: str, mark: str | None = None) -> float:
    """Return the value that ``cell`` has on the measure's scale, not yet held against its ends. Raises as ``entry_of``."""
    values: Mapping[str, Any] = rule.values
    word = cell.casefold()
    if word in values:
        cell = write_number(values[word]) if isinstance(values[word], int | float) else str(values[word])
    if measure.scale is Scale.YES_NO and word in _YES_NO:
        return _YES_NO[word]
    if measure.scale is not Scale.DURATION:
        return _rescaled(rule, measure, float(read_number(cell, mark)))
    if not cell.replace(".", "").replace(",", "").isdigit():
        return float(parse_minutes(cell))
    factor = _MINUTES.get(rule.unit or "")
    if factor is None:
        raise CellError(
            _('“{text}” could be hours or minutes; say unit = "h" or "min" in the mapping.').format(text=cell[:20])
        )
    return float(round(read_number(cell, mark) * factor))


def _rescaled(rule: ColumnRule, measure: NewMeasure, value: float) -> float:
    if rule.rescale is None:
        return value
    first, last = rule.rescale
    if not min(first, last) <= value <= max(first, last):
        raise CellError(
            _("{value} is not on the scale from {low} to {high} that the mapping gives.").format(
                value=f"{value:g}", low=f"{first:g}", high=f"{last:g}"
            )
        )
    spread = measure.low + (value - first) * (measure.high - measure.low) / (last - first)
    return float(math.floor(spread + 0.5)) if measure.whole else round(spread, 6)


def _rated(
    rule: ColumnRule, measure: NewMeasure | None, cell: str, day: date, at: datetime | None, mark: str | None
) -> NewRecord:
    assert measure is not None  # noqa: S101 - a rule has a measure or a kind
    value = value_of(rule, measure, cell, mark)
    measure.check(value)
    night = night_field(measure)
    if night is None:
        return validate(Kind.RATING, {"day": day, "measure": measure.key, "value": value, "at": at})
    name = _NIGHT_ENTRIES.get(night, night)
    if name not in NewNight.model_fields:
        raise CellError(_("{measure} is worked out from the night’s times.").format(measure=_(measure.name)))
    return validate(Kind.NIGHT, {"day": day, name: int(value)})


def _dose(rule: ColumnRule, cell: str, day: date, at: datetime | None, mark: str | None) -> NewRecord:
    text = str(rule.values.get(cell.casefold(), cell)).strip()
    word = text.casefold()
    fields: dict[str, Any] = {"day": day, "at": at}
    if word in _NOT_TAKEN:
        return validate(Kind.DOSE, {**fields, "state": _NOT_TAKEN[word]})
    if rule.amount_pg is not None and (pieces := _pieces(word, rule)) is not None:
        amount = rule.amount_pg * pieces
        if amount != int(amount) or amount <= 0:
            raise AmountError(_("“{text}” is not an amount; write it like 4.5 mg.").format(text=text[:40]))
        return validate(Kind.DOSE, {**fields, "state": DoseState.TAKEN, "amount_pg": int(amount)})
    if rule.unit is not None and text[-1:].isdigit():
        text = f"{write_number(read_number(text, mark))} {rule.unit}"
    amount = parse_amount(text)
    return validate(Kind.DOSE, {**fields, "state": DoseState.TAKEN, "amount_pg": amount, "entered": text})


def _pieces(word: str, rule: ColumnRule) -> Any:
    """How many pieces a cell tells of, where it tells no amount of its own."""
    if word in _TAKEN:
        return 1
    found = _PIECES.fullmatch(word)
    if found is None or (rule.unit is not None and word[-1:].isdigit()):
        return None
    unit = word[found.end(1) :].strip()
    if unit in PICOGRAMS or unit in ("mcg", "ug", "μg", "ml"):
        return None
    return read_number(found[1])
