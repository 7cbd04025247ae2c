"""A whole journal as plain data: its records, its settings and the log of every change, for lossless files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from ldn_journal.domain.catalogue import Record
from ldn_journal.domain.records import Kind


class Place(NamedTuple):
    """Where a revision stands in the log: its change, and its place in it."""

    change: int
    position: int


@dataclass(frozen=True, slots=True)
class LoggedRevision:
    """The state of one record after a change: its fields as JSON values, ``None`` once removed."""

    kind: Kind
    record: str
    body: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One change: when, what it was called, where it came from, which one it takes back, and what it did, in order."""

    number: int
    at: datetime
    label: str
    source: str
    undoes: int | None
    revisions: tuple[LoggedRevision, ...]


@dataclass(frozen=True, slots=True)
class LoggedImport:
    """An import. ``entries``: how many it stored; ``taken_back``: whether it is taken back as things stand."""

    number: int
    at: datetime
    label: str
    entries: int
    taken_back: bool


@dataclass(frozen=True)
class Whole:
    """Everything a journal holds. ``settings``: JSON values by name; ``changes``: oldest first."""

    records: Mapping[Kind, Sequence[Record]]
    changes: Sequence[LoggedChange] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
