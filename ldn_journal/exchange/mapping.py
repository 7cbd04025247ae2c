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

    [columns.slept]
    measure = "sleep"
    unit = "h"                  # for lengths of time written as plain numbers: h or min; 7:10 needs none

    [columns.dose]
    kind = "dose"               # cells: 4.5, 4.5 mg, skipped, missed; with amount also: taken, yes
    unit = "mg"                 # of plain numbers
    amount = "4.5 mg"
    values = { "Not Taken" = "missed" }

    [columns.comment]
    kind = "note"               # or "event"

Columns that are not named are not read; the receipt lists them.
"""

import codecs
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from ldn_journal.base.errors import ImportRefused, InvalidEntry
from ldn_journal.base.files import reading_errors
from ldn_journal.base.texts import _
from ldn_journal.domain.amounts import PICOGRAMS, AmountError, parse_amount
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.measures import KEY_PATTERN, NewMeasure, Scale
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.cells import ORDERS

_SECTIONS: Mapping[str, frozenset[str]] = {
    "file": frozenset({"delimiter", "encoding", "decimal"}),
    "time": frozenset({"column", "clock", "order", "format"}),
}
_DEFINITION = ("name", "question", "scale", "low", "high", "better", "recall", "anchors", "explanation", "unit")
_MEASURE = frozenset({"measure", "values", *_DEFINITION})
_DOSE = frozenset({"kind", "unit", "amount", "values"})
_KINDS = ("dose", "note", "event", "ignore")
_MAX_BYTES = 1_000_000


class MappingNeeded(ImportRefused):
    """A table that is none of ours came without a mapping. ``columns``: its headings; ``starter``: a mapping to begin with."""

    def __init__(self, columns: Sequence[str], starter: str) -> None:
        self.columns = tuple(columns)
        self.starter = starter
        shown = ", ".join(name[:40] for name in columns[:20])
        super().__init__(
            _("This table needs a mapping (--map) that says what its columns hold. Columns found: {columns}.").format(
                columns=shown
            )
        )


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

    @property
    def target(self) -> str:
        """The measure's key, or the kind of entry."""
        return self.measure or self.kind or ""


@dataclass(frozen=True)
class ColumnMap:
    """A whole mapping, its own words checked; whether it fits a table is seen when the table is read."""

    time: str
    columns: tuple[ColumnRule, ...]
    clock: str | None = None
    order: str | None = None
    pattern: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None


def read_mapping(given: Path | Mapping[str, Any]) -> ColumnMap:
    """Return the mapping in a TOML file, or in an already parsed one. Raises ``ImportRefused`` with a sentence."""
    if isinstance(given, Path):
        with reading_errors(given):
            data = given.read_bytes()
        if len(data) > _MAX_BYTES:
            raise _wrong(_("it is far too large"))
        try:
            given = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
            raise _wrong(str(error)[:200]) from None
    for name in given:
        if name not in (*_SECTIONS, "columns"):
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
    columns = given.get("columns")
    if not isinstance(columns, Mapping) or not columns:
        raise _wrong(_("there must be a section [columns.…] for each column to read"))
    rules = tuple(_rule(name, rule) for name, rule in columns.items())
    return ColumnMap(
        time=time["column"],
        clock=time.get("clock"),
        order=order,
        pattern=time.get("format"),
        delimiter=delimiter,
        encoding=file.get("encoding"),
        decimal=mark,
        columns=tuple(rule for rule in rules if rule.kind != "ignore"),
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


def starter(header: Sequence[str], ends: Mapping[str, tuple[float, float]], time: str | None) -> str:
    """Return the text of a mapping to begin with: columns of numbers as measures, the rest ready to be switched on."""
    lines = [
        _("# low and high are only the ends found in the file: set those of the scale itself."),
        _("# better is “lower”, “higher” or “neither”."),
        "[time]",
        f"column = {_toml(time or header[0])}",
    ]
    keys: set[str] = set()
    for name in header:
        if name == time or not name:
            continue
        section = f"[columns.{name if re.fullmatch(r'[A-Za-z0-9_-]+', name) else _toml(name)}]"
        if name in ends:
            low, high = ends[name]
            lines += [
                "",
                section,
                f"measure = {_toml(_slug(name, keys))}",
                f"name = {_toml(name)}",
                f"low = {low:g}",
                f"high = {high if high > low else low + 1:g}",
                'better = "neither"',
            ]
        else:
            lines += ["", f"# {section}", '# kind = "note"']
    return "\n".join(lines) + "\n"


def _wrong(problem: str) -> ImportRefused:
    return ImportRefused(_("The mapping cannot be used: {problem}.").format(problem=problem.rstrip(".")))


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
        text = codecs.lookup(name)._is_text_encoding  # noqa: SLF001 - there is no public way to ask
    except LookupError:
        text = False
    if not text:
        raise _wrong(_("there is no encoding “{name}”").format(name=name[:40]))


def _rule(column: str, given: Any) -> ColumnRule:
    section = f"columns.{column[:40]}"
    if not isinstance(given, Mapping):
        raise _wrong(_("[{name}] is not a section").format(name=section))
    kind, measure, values = given.get("kind"), given.get("measure"), given.get("values", {})
    if (kind is None) == (measure is None):
        raise _wrong(_("[{name}] needs either measure or kind").format(name=section))
    if kind is not None and kind not in _KINDS:
        raise _wrong(_("kind in [{name}] is one of {kinds}").format(name=section, kinds=", ".join(_KINDS)))
    if measure is not None and not (isinstance(measure, str) and KEY_PATTERN.fullmatch(measure)):
        raise _wrong(_("a measure's key is a short word of small letters, digits and _, like brain_fog"))
    allowed = _MEASURE if measure is not None else _DOSE if kind == "dose" else frozenset({"kind"})
    for key in given:
        if key not in allowed:
            raise _wrong(_("[{name}] knows no “{key}”").format(name=section, key=key[:40]))
    if not isinstance(values, Mapping) or not all(isinstance(value, str | int | float) for value in values.values()):
        raise _wrong(_("values in [{name}] gives a number or a word for each word").format(name=section))
    unit = given.get("unit")
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
    )


def _amount(text: Any) -> int | None:
    if text is None:
        return None
    try:
        return parse_amount(str(text))
    except AmountError as error:
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
        return cast(NewMeasure, validate(Kind.MEASURE, fields))
    except InvalidEntry as error:
        raise _wrong(next(iter(error.problems.values()))) from None


def _slug(name: str, taken: set[str]) -> str:
    """A key for a column's heading that is a key at all and none of ``taken``, which it joins."""
    plain = "".join(ch for ch in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(ch))
    start = f"my_{re.sub(r'[^a-z0-9]+', '_', plain).strip('_')[:30] or 'measure'}"
    key = next(key for key in (start, *(f"{start}_{n}" for n in range(2, len(taken) + 3))) if key not in taken)
    taken.add(key)
    return key


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
