"""MedTimer's table of events: a row per reminder.

::

    Reminded;Name;Dosage;Taken;Tags;Interval;Notes;Reminded (ISO 8601);Taken (ISO 8601)
    5/3/21 2:00 AM;Medicine 1;10mg;5/3/21 2:02 AM;Tag1, Tag2;2:14;Notes;2021-05-03T00:00:00Z;2021-05-03T00:02:00Z

The heading is in the phone's language. Nothing is quoted: a name or note may hold semicolons, a note even line breaks. A row is
therefore taken apart from both ends, where the moments stand. A row without a moment of taking may have been skipped, missed or
not yet answered; the table does not say, the backup (``medtimer_backup.py``) does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ldn_journal.base.errors import ImportRefused
from ldn_journal.base.texts import _
from ldn_journal.exchange.cells import CellError, read_stamp
from ldn_journal.exchange.incoming import Reading, Surroundings
from ldn_journal.exchange.mapping import ColumnMap
from ldn_journal.exchange.names import NamedReader
from ldn_journal.exchange.streams import Observation, Stream
from ldn_journal.exchange.text_table import TextTable

MEDICINE = Stream(medicine=True)
_COLUMNS = 9
_ISO = r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+\-]\d\d:?\d\d)?"
_ENDS = re.compile(rf";{_ISO};(?P<taken>(?:{_ISO})?)\Z")
_INTERVAL = re.compile(r"(?:-?\d{1,5}:\d\d)?")
_MAX_ROW = 100_000


def is_medtimer(header: Sequence[str]) -> bool:
    """Whether a table with this heading is MedTimer's."""
    return len(header) == _COLUMNS and "ISO 8601" in header[-1] and "ISO 8601" in header[-2]


def read_medtimer(path: Path, given: ColumnMap | None, around: Surroundings) -> Reading:
    """Return the doses in MedTimer's table. Raises ``ImportRefused`` naming the line, ``MappingNeeded``."""
    table = TextTable(path, delimiter=";", watch=around.watch)
    if not is_medtimer(table.header):
        raise table.refusal(_("This is not MedTimer’s table of events."), table.header_line)
    names = NamedReader(around, given)
    for line, row in _rows(table):
        names.reading.rows += 1
        if not row.taken:
            names.reading.refuse(
                _("A reminder is not marked as taken; whether it was skipped or missed, this file does not say.")
            )
            continue
        try:
            stamp = read_stamp(row.taken)
        except CellError as error:
            raise table.refusal(str(error), line) from None
        day, at = names.moment(line, stamp.day, stamp.clock, stamp.offset)
        names.see(Observation(line, row.name, row.dose or "taken", day, at), MEDICINE)
        names.note(line, day, at, row.notes)
    return names.finish()


@dataclass(frozen=True)
class _Row:
    name: str
    dose: str
    notes: str
    taken: str


def _rows(table: TextTable) -> Iterator[tuple[int, _Row]]:
    """Rows with the line each begins on; a line that does not end in two moments goes on in the next."""
    begun, first = "", 0
    for line, text in table.lines():
        if not begun and not text.strip():
            continue
        first = first if begun else line
        begun = f"{begun}\n{text}" if begun else text
        if len(begun) > _MAX_ROW:
            raise _no_row(table, first)
        found = _ENDS.search(text)  # moments hold no line break, so they stand in its last line
        if found is not None:
            yield first, _parted(table, first, begun[: len(begun) - len(found[0])], found["taken"])
            begun = ""
    if begun:
        raise _no_row(table, first)


def _parted(table: TextTable, line: int, front: str, taken: str) -> _Row:
    """Name, dose and note of what stands before the moments: reminded; name; dose; taken; tags; interval; notes."""
    cells = front.split(";")
    wanted = _look(cells[0]) if taken else ""
    for place in range(3, len(cells) - 3):
        there = _look(cells[place])
        # The moment of taking is written like that of reminding, or is blank where it was not taken.
        if (there == wanted if not taken else bool(there) and there == wanted) and _INTERVAL.fullmatch(
            cells[place + 2]
        ):
            name = ";".join(cells[1 : place - 1]).strip()
            if not name:
                break
            return _Row(name, cells[place - 1].strip(), ";".join(cells[place + 3 :]).strip(), taken)
    raise _no_row(table, line)


def _look(cell: str) -> str:
    """The form of a moment: what is left when each run of digits is the same, and so each half of the day."""
    return re.sub(r"(?i)[ap]\.?\s?m\.?", "m", re.sub(r"\d+", "0", cell.strip()))


def _no_row(table: TextTable, line: int) -> ImportRefused:
    return table.refusal(_("This is not a row as MedTimer writes them."), line)
