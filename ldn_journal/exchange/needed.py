"""The refusal that asks for a mapping, with all that is known to make one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ldn_journal.base.errors import ImportRefused
from ldn_journal.base.texts import _
from ldn_journal.exchange.incoming import one_line
from ldn_journal.exchange.starter import Start

FIRST_ROWS = 8
EXAMPLES = 4
_LONGEST = 60


@dataclass(frozen=True)
class Glimpse:
    """What a file looks like: the first rows under their headings, and of each column or name how often it is filled.

    ``examples``: a few different values of each.
    """

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Glimpser:
    """Collects a glimpse while a file is read; memory does not go with the file."""

    def __init__(self, headings: Sequence[str]) -> None:
        self._headings = tuple(headings)
        self._rows: list[tuple[str, ...]] = []
        self._counts: dict[str, int] = {}
        self._examples: dict[str, dict[str, None]] = {}

    def row(self, cells: Sequence[str]) -> None:
        """Keep a row, if it is one of the first."""
        if len(self._rows) < FIRST_ROWS:
            self._rows.append(tuple(cell[:_LONGEST] for cell in cells))

    def value(self, name: str, cell: str) -> None:
        """Count a value of a column or name."""
        self._counts[name] = self._counts.get(name, 0) + 1
        examples = self._examples.setdefault(name, {})
        if len(examples) < EXAMPLES:
            examples.setdefault(cell[:_LONGEST])

    def glimpse(self) -> Glimpse:
        """Return what was collected."""
        examples = {name: tuple(found) for name, found in self._examples.items()}
        return Glimpse(self._headings, tuple(self._rows), self._counts, examples)


class MappingNeeded(ImportRefused):
    """A file came without a mapping for all it holds. ``columns``: its headings or names; ``starter``: a mapping to begin with.

    ``names``: whether it is another app's export, where ``columns`` are the names that need the mapping. ``start`` is what
    the starter was made from, ``glimpse`` what a form shows beside it.
    """

    def __init__(
        self,
        columns: Sequence[str],
        starter: str,
        *,
        names: bool = False,
        start: Start | None = None,
        glimpse: Glimpse | None = None,
    ) -> None:
        self.columns = tuple(columns)
        self.starter = starter
        self.names = names
        self.start = start or Start()
        self.glimpse = glimpse or Glimpse()
        if names:
            sentence = _("Some names in this file need a mapping (--map) that says what they are: {columns}.")
        else:
            sentence = _(
                "This table needs a mapping (--map) that says what its columns hold. Columns found: {columns}."
            )
        super().__init__(sentence.format(columns=", ".join(one_line(name[:40]) for name in columns[:20])))
