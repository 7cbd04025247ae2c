"""What every importer is put through: a trial run, once, twice, undone; and what it may say to a broken file."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from ldn_journal.base.errors import ImportRefused
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.exchange.receipt import Receipt
from ldn_journal.journal import Journal

FIRST = date(2025, 3, 1)
LIMIT = 330
"""How long a sentence that refuses a file may be, whatever the file holds."""

Write: TypeAlias = Callable[..., Path]
RoundTrip: TypeAlias = Callable[..., Receipt]


def day(number: int) -> date:
    """The day so many days after the first of the made-up files."""
    return FIRST + timedelta(days=number)


def columns(**rules: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping of names."""
    return {"columns": rules}


def counts(journal: Journal) -> dict[Kind, int]:
    return {kind: n for kind in Kind if (n := len(journal.records(kind)))}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file to bring in."""

    def written(content: str | bytes, name: str = "export.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def there_and_back(journal: Journal) -> RoundTrip:
    """Bring a file in as a trial, for good, again, and take it back by one undo; leaves it brought in."""

    def through(path: Path, **options: Any) -> Receipt:
        before = counts(journal)
        trial = journal.import_file(path, dry_run=True, **options)
        assert counts(journal) == before
        first = journal.import_file(path, **options)
        assert trial == first
        after = counts(journal)
        assert after != before
        again = journal.import_file(path, **options)
        assert (again.kept, again.defined, bool(again.changes)) == (0, (), False)
        assert counts(journal) == after
        journal.undo()
        assert counts(journal) == before
        assert journal.import_file(path, **options) == first
        return first

    return through


@pytest.fixture
def refused(journal: Journal) -> Callable[..., str]:
    """Bring in what is broken: one sentence with its line (if it has one), no row stored. Returns the sentence."""

    def attempt(path: Path, line: int | None = None, **options: Any) -> str:
        with pytest.raises(ImportRefused) as caught:
            journal.import_file(path, **options)
        said = str(caught.value)
        assert not isinstance(caught.value, MappingNeeded), said
        assert len(said) < LIMIT
        if line is not None:
            assert caught.value.line == line, said
            assert said.startswith(f"Line {line}: ") or f", line {line}: " in said
        assert counts(journal) == {}
        return said

    return attempt
