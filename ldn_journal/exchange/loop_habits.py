"""Loop Habit Tracker's zip: ``Habits.csv``, and a folder per habit with ``Checkmarks.csv``.

::

    Date,Value,Notes
    2015-01-25,YES_MANUAL,

A value is ``YES_MANUAL``, ``YES_AUTO`` (not marked, but within the habit's frequency), ``NO``, ``SKIP``, ``UNKNOWN``, or a number
times 1000. Only what the person marked is read.
"""

import re
from pathlib import Path

from ldn_journal.base.texts import _
from ldn_journal.exchange.archive import Archive, opened
from ldn_journal.exchange.cells import CellError, read_number, read_stamp, write_number
from ldn_journal.exchange.incoming import Reading, Surroundings, refusal
from ldn_journal.exchange.mapping import ColumnMap
from ldn_journal.exchange.names import NamedReader
from ldn_journal.exchange.streams import Observation, Stream, is_ldn
from ldn_journal.exchange.text_table import TextTable

HABITS = "Habits.csv"
_MARKS = re.compile(r"((\d{1,6})[ _]?([^/]*))/Checkmarks\.csv")
_MAX_TABLE = 32 << 20
_MAX_HABITS = 64 << 20
_TICKED = Stream(scale=(0, 1))
_COUNTED = Stream()
_WORDS = {"YES_MANUAL": "yes", "NO": "no", "SKIP": None, "UNKNOWN": None}
_DOSES = {"YES_MANUAL": "taken", "NO": "missed", "SKIP": "skipped", "UNKNOWN": None}


def is_loop(archive: Archive) -> bool:
    """Whether an archive is Loop's."""
    return HABITS in archive.names


def read_loop(path: Path, given: ColumnMap | None, around: Surroundings) -> Reading:
    """Return the entries in Loop's zip. Raises ``ImportRefused`` naming file and line, ``MappingNeeded``."""
    names = NamedReader(around, given)
    with opened(path) as archive:
        if HABITS not in archive.names:
            raise refusal(_("There is no {file} in the archive.").format(file=HABITS))
        called = _names_of(TextTable(path, data=archive.read(HABITS, _MAX_TABLE), shown=HABITS))
        left = _MAX_HABITS
        around.watch.expect(sum(archive.sizes[member] for member in archive.names if _MARKS.fullmatch(member)))
        for member in sorted(archive.names):
            found = _MARKS.fullmatch(member)
            if found is None:
                continue
            data = archive.read(member, left)
            left -= len(data)
            if data:
                table = TextTable(path, data=data, shown=member, watch=around.watch)
                _habit(names, table, called.get(int(found[2])) or found[3].strip() or found[1])
    return names.finish()


def _names_of(table: TextTable) -> dict[int, str]:
    """The names of the habits by position; folders have them without their special characters."""
    if not {"Position", "Name"} <= set(table.header):
        raise table.refusal(_("The column “{column}” is missing.").format(column="Name"), table.header_line)
    position, name = table.header.index("Position"), table.header.index("Name")
    called = {}
    for line, row in table.rows():
        if not re.fullmatch(r"[0-9]{1,6}", row[position]):
            raise table.refusal(_("“{text}” is not a number.").format(text=row[position][:40]), line)
        called[int(row[position])] = row[name]
    return called


def _habit(names: NamedReader, table: TextTable, name: str) -> None:
    if table.header[:2] != ["Date", "Value"]:
        raise table.refusal(_("The column “{column}” is missing.").format(column="Value"), table.header_line)
    words = _DOSES if is_ldn(name) else _WORDS
    for line, row in table.rows():
        names.reading.rows += 1
        try:
            day, _at = names.moment(line, read_stamp(row[0]).day, None, file=table.file)
            value, stream = row[1], _TICKED
            if value == "YES_AUTO":
                names.reading.refuse(_("A day of a habit was not marked, only counted as done by its frequency."))
            elif value not in words:
                number = read_number(value) / 1000
                value, stream = write_number(number), _COUNTED
                names.see(Observation(line, name, value, day, file=table.file), stream)
            elif (word := words[value]) is not None:
                names.see(Observation(line, name, word, day, file=table.file), stream)
        except CellError as error:
            raise table.refusal(str(error), line) from None
        if len(row) > 2:
            names.note(line, day, None, row[2], table.file)
