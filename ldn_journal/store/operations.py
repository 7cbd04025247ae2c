"""What can be asked of the store in one transaction."""

from dataclasses import dataclass
from typing import TypeAlias

from ldn_journal.domain.catalogue import Record
from ldn_journal.domain.records import Kind


@dataclass(frozen=True, slots=True)
class Add:
    """Store a record that is not there yet."""

    record: Record


@dataclass(frozen=True, slots=True)
class Revise:
    """Put ``record`` in the place of the stored one with its id."""

    record: Record


@dataclass(frozen=True, slots=True)
class Remove:
    """Take the record out; its history stays."""

    kind: Kind
    id: str


Operation: TypeAlias = Add | Revise | Remove
