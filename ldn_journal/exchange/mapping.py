"""What the columns of somebody else's table hold, told in TOML.

::

    [file]                      # optional: what cannot be found out from the file
    delimiter = ";"
    encoding = "cp1252"
    decimal = ","               # the decimal mark

    [time]
    column = "timestamp"        # the day, or day and clock time together
    clock = "time"              # optional: a second column with the clock time
    order = "dmy"               # optional: ymd, dmy or mdy, where 3/4/2024 could be either
    format = "%d %b %Y %H:%M"   # optional: as Python's strptime has it

    [columns.pain]              # the column's heading
    measure = "my_pain"         # a known measure, or a new one of the person's own:
    name = "Pain (1–7)"         # a new one needs low and high; also better, recall, scale, unit, question, anchors, explanation
    low = 1
    high = 7
    better = "lower"
    values = { none = 1, bad = 7 }   # optional: words in the cells and their numbers
    rescale = [1, 5]            # optional: the ends of the file's scale, spread evenly over the measure's own; halves go up

    [columns.slept]
    measure = "sleep"
    unit = "h"                  # for lengths of time written as plain numbers: h or min; 7:10 needs none

    [columns.dose]
    kind = "dose"               # cells: 4.5, 4.5 mg, skipped, missed; with amount also: taken, yes
    unit = "mg"                 # of plain numbers
    amount = "4.5 mg"           # of one piece, where the cells count pieces
    values = { "Not Taken" = "missed" }

    [columns.comment]
    kind = "note"               # or "event"

Columns that are not named are not read; the receipt lists them.

For the exports of other apps [file] and [time] fall away, and ``[columns.…]`` speaks of the names in the file: symptoms,
medicines, habits. There is one more kind, ``medicine``: another medicine, from the first day the file has it. Names that
are a measure's own with the same scale need no mapping; ``kind = "ignore"`` leaves them out.
"""

import codecs
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from ldn_journal.base.errors import ImportRefused, InvalidEntry
from ldn_journal.base.files import reading_errors
from ldn_journal.base.texts import _
from ldn_journal.clinical.own_keys import check_own_key
from ldn_journal.domain.amounts import PICOGRAMS, parse_amount
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.measures import KEY_PATTERN, NewMeasure, Scale
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.cells import ORDERS
from ldn_journal.exchange.incoming import one_line

_SECTIONS: Mapping[str, frozenset[str]] = {
    "file": frozenset({"delimiter", "encoding", "decimal"}),
    "time": frozenset({"column", "clock", "order", "format"}),
}
_DEFINITION = ("name", "question", "scale", "low", "high", "better", "recall", "anchors", "explanation", "unit")
_MEASURE = frozenset({"measure", "values", "rescale", *_DEFINITION})
_DOSE = frozenset({"kind", "unit", "amount", "values"})
_KINDS = ("dose", "note", "event", "ignore")
_KINDS_OF_NAMES = (*_KINDS, "medicine")
_MAX_BYTES = 1_000_000
_NO_FILES = ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape")
_MAX_NUMBER = 1e9
_MAX_PATTERN = 80


@dataclass(frozen=True)
class ColumnRule:
    """What one column holds. Exactly one of ``measure`` (its key) and ``kind`` is set."""

    column: str
    measure: str | None = None
    kind: str | None = None
    unit: str | None = None
    amount_pg: int | None = None
    definition: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    rescale: tuple[float, float] | None = None

    @property
    def target(self) -> str:
        """The measure's key, or the kind of entry."""
        return self.measure or self.kind or ""


@dataclass(frozen=True)
class ColumnMap:
    """A whole mapping, its own words checked; whether it fits a table is seen when the table is read.

    ``time`` is ``""`` in a mapping of names. ``left_out``: names that are not to be read.
    """

    time: str
    columns: tuple[ColumnRule, ...]
    left_out: frozenset[str] = frozenset()
    clock: str | None = None
    order: str | None = None
    pattern: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None


def parse_mapping(given: Path | Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the content of a TOML file (or what was parsed already), unchecked. Raises ``ImportRefused`` with a sentence."""
    if not isinstance(given, Path):
        return given
    with reading_errors(given), given.open("rb") as file:
        data = file.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise _wrong(_("it is far too large"))
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise _wrong(_("it is no text in UTF-8")) from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise _wrong(str(error)[:200]) from None


def read_names(given: Path | Mapping[str, Any]) -> ColumnMap:
    """Return a mapping of the names in another app's export. Raises ``ImportRefused`` with a sentence."""
    given = parse_mapping(given)
    for name in sorted(given.keys() - {"columns"}):
        raise _wrong(_("there is no section [{name}] for a file of this kind").format(name=name[:40]))
    return ColumnMap("", *_rules(given, _KINDS_OF_NAMES))


def read_mapping(given: Path | Mapping[str, Any]) -> ColumnMap:
    """Return the mapping in a TOML file, or in an already parsed one. Raises ``ImportRefused`` with a sentence."""
    given = parse_mapping(given)
    for name in sorted(given.keys() - {*_SECTIONS, "columns"}):
        raise _wrong(_("there is no section [{name}]").format(name=name[:40]))
    file, time = (_section(given, name) for name in _SECTIONS)
    if "column" not in time:
        raise _wrong(_("[time] must name the column that holds the day"))
    order, mark, delimiter = time.get("order"), file.get("decimal"), file.get("delimiter")
    if order is not None and order not in ORDERS:
        raise _wrong(_("order is one of {orders}").format(orders=", ".join(ORDERS)))
    if mark not in (None, ".", ","):
        raise _wrong(_("decimal is a point or a comma"))
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n\0'):
        raise _wrong(_("delimiter is a single character"))
    _check_encoding(file.get("encoding"))
    _check_pattern(time.get("format"))
    columns, left_out = _rules(given, _KINDS)
    return ColumnMap(
        time=time["column"],
        columns=columns,
        left_out=left_out,
        clock=time.get("clock"),
        order=order,
        pattern=time.get("format"),
        delimiter=delimiter,
        encoding=file.get("encoding"),
        decimal=mark,
    )


def measure_for(rule: ColumnRule, measures: Mapping[str, NewMeasure]) -> tuple[NewMeasure, bool]:
    """Return the measure a column is read as, and whether it is new. Raises ``ImportRefused`` where scales do not agree."""
    key = rule.measure or ""
    known = measures.get(key)
    if known is None:
        return _defined(rule, key), True
    told = rule.definition
    for name in ("low", "high", "scale"):
        here = getattr(known, name)
        if name in told and told[name] != here:
            raise _wrong(
                _(
                    "“{key}” is a measure that goes from {low} to {high} ({scale}) here; give the column another key"
                ).format(key=key, low=known.show(known.low), high=known.show(known.high), scale=known.scale.value)
            )
    return known, False


def _wrong(problem: str) -> ImportRefused:
    return ImportRefused(_("The mapping cannot be used: {problem}.").format(problem=one_line(problem).rstrip(".")))


def _section(given: Mapping[str, Any], name: str) -> dict[str, str]:
    section = given.get(name, {})
    if not isinstance(section, Mapping):
        raise _wrong(_("[{name}] is not a section").format(name=name))
    for key, value in section.items():
        if key not in _SECTIONS[name]:
            raise _wrong(_("[{name}] knows no “{key}”").format(name=name, key=key[:40]))
        if not isinstance(value, str) or not value:
            raise _wrong(_("“{key}” in [{name}] must be a text").format(name=name, key=key))
    return dict(section)


def _check_encoding(name: str | None) -> None:
    if name is None:
        return
    try:
        codec = codecs.lookup(name)
        # There is no public way to ask; and not every code for text is one that whole files are written in.
        text = codec._is_text_encoding and codec.name not in _NO_FILES  # noqa: SLF001
    except (LookupError, ValueError):  # ValueError: a name that holds NUL
        text = False
    if not text:
        raise _wrong(_("there is no encoding “{name}”").format(name=name[:40]))


def _check_pattern(pattern: str | None) -> None:
    """Refuse a pattern that no day can be read by: one that is broken, or tells no year."""
    if pattern is None:
        return
    try:
        if len(pattern) > _MAX_PATTERN:
            raise ValueError
        moment = datetime(2024, 3, 4, tzinfo=UTC)  # any day will do
        read = datetime.strptime(moment.strftime(pattern), pattern)  # noqa: DTZ007 - only its year is looked at
    except (ValueError, re.error):
        read = None
    if read is None or read.year != moment.year:
        raise _wrong(_("format in [time] cannot be used to read a day with its year"))


def _rules(given: Mapping[str, Any], kinds: Sequence[str]) -> tuple[tuple[ColumnRule, ...], frozenset[str]]:
    columns = given.get("columns")
    if not isinstance(columns, Mapping) or not columns:
        raise _wrong(_("there must be a section [columns.…] for each column to read"))
    rules = [_rule(name, rule, kinds) for name, rule in columns.items()]
    return (
        tuple(rule for rule in rules if rule.kind != "ignore"),
        frozenset(rule.column for rule in rules if rule.kind == "ignore"),
    )


def _rule(column: str, given: Any, kinds: Sequence[str]) -> ColumnRule:
    section = f"columns.{column[:40]}"
    if not isinstance(given, Mapping):
        raise _wrong(_("[{name}] is not a section").format(name=section))
    kind, measure, values = given.get("kind"), given.get("measure"), given.get("values", {})
    if (kind is None) == (measure is None):
        raise _wrong(_("[{name}] needs either measure or kind").format(name=section))
    if kind is not None and kind not in kinds:
        raise _wrong(_("kind in [{name}] is one of {kinds}").format(name=section, kinds=", ".join(kinds)))
    if measure is not None and not (isinstance(measure, str) and KEY_PATTERN.fullmatch(measure)):
        raise _wrong(_("a measure's key is a short word of small letters, digits and _, like brain_fog"))
    allowed = _MEASURE if measure is not None else _DOSE if kind == "dose" else frozenset({"kind"})
    for key in given:
        if key not in allowed:
            raise _wrong(_("[{name}] knows no “{key}”").format(name=section, key=key[:40]))
    if not isinstance(values, Mapping) or not all(map(_is_value, values.values())):
        raise _wrong(_("values in [{name}] gives a number or a word for each word").format(name=section))
    unit = given.get("unit")
    if not isinstance(unit, str | None):
        raise _wrong(_("“{key}” in [{name}] must be a text").format(name=section, key="unit"))
    if kind == "dose" and unit is not None and unit not in PICOGRAMS:
        raise _wrong(_("unit in [{name}] is one of {units}").format(name=section, units=", ".join(PICOGRAMS)))
    return ColumnRule(
        column=column,
        measure=measure,
        kind=kind,
        unit=unit,
        amount_pg=_amount(given.get("amount")),
        definition={name: given[name] for name in _DEFINITION if name in given},
        values={word.casefold(): value for word, value in values.items()},
        rescale=_ends(given.get("rescale"), section),
    )


def _is_value(given: Any) -> bool:
    return isinstance(given, str) or (isinstance(given, int | float) and abs(given) < _MAX_NUMBER)


def _ends(given: Any, section: str) -> tuple[float, float] | None:
    if given is None:
        return None
    numbers = isinstance(given, list) and all(type(one) in (int, float) and abs(one) < _MAX_NUMBER for one in given)
    if not numbers or len(given) != 2 or given[0] == given[1]:
        raise _wrong(_("rescale in [{name}] is the two ends of the file’s scale, like [1, 5]").format(name=section))
    return float(given[0]), float(given[1])


def _amount(text: Any) -> int | None:
    if text is None:
        return None
    try:
        return parse_amount(str(text))
    except ValueError as error:  # from an amount, or from a whole number of more digits than Python writes
        raise _wrong(str(error)) from None


def _defined(rule: ColumnRule, key: str) -> NewMeasure:
    fields = {"name": rule.column, **rule.definition, "key": key}
    fixed = fields.get("scale") in (Scale.SEVERITY, Scale.YES_NO)
    if fixed:
        fields.setdefault("low", 0)
        fields.setdefault("high", 4 if fields["scale"] == Scale.SEVERITY else 1)
    if "low" not in fields or "high" not in fields:
        raise _wrong(_("there is no measure “{key}”; to make it, say its low and high").format(key=key))
    try:
        check_own_key(key)
        return cast(NewMeasure, validate(Kind.MEASURE, fields))
    except InvalidEntry as error:
        raise _wrong(next(iter(error.problems.values()))) from None
    except ValueError as error:
        raise _wrong(str(error)) from None
