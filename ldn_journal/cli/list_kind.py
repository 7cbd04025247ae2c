"""What a kind of list is to the command line."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ldn_journal.cli.commands import Parser
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.journal import Journal


@dataclass(frozen=True)
class Row:
    """One line of a list: its id (empty if built in), its cells, and its fields as JSON values."""

    id: str
    cells: Sequence[str]
    fields: dict[str, Any]


@dataclass(frozen=True)
class ListKind:
    """One kind of list: ``plural`` is its key in JSON, ``names`` what else than the id a record goes by.

    ``after`` is done once an entry is stored; ``remarks`` are the sentences to print about an entry.
    """

    kind: Kind
    plural: str
    head: Sequence[str]
    rows: Callable[[Journal], list[Row]]
    arguments: Callable[[Parser], None]
    entry: Callable[[Journal, Namespace], NewRecord]
    names: Callable[[Any], set[str]]
    named_by: str
    after: Callable[[Journal, Namespace], None] | None = None
    remarks: Callable[[Any], Sequence[str]] | None = None


def day_argument(parser: Parser, meaning: str) -> None:
    """Add the day that an entry begins with."""
    parser.add_argument("day", metavar="DAY", help=meaning)
