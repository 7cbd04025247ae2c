"""Track & Graph's CSV: a row per value of a tracker, with its moment and offset.

::

    FeatureName,Timestamp,Value,Label,Note
    Tracker C,2022-09-16T00:13:27.182+01:00,0.0,Label 1,

A length of time is written ``1:10:00``. Older files have no ``Label`` and write ``0.0:Label 1`` or ``1:10:00:Label 1``.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from ldn_journal.base.texts import _
from ldn_journal.exchange.cells import CellError, read_number, read_stamp, write_number
from ldn_journal.exchange.incoming import Reading, Surroundings
from ldn_journal.exchange.mapping import ColumnMap
from ldn_journal.exchange.names import NamedReader
from ldn_journal.exchange.streams import Observation, Stream
from ldn_journal.exchange.text_table import TextTable

_DURATION = re.compile(r"(-?\d{1,6}):(-?\d{1,2}):(-?\d{1,2})(?::(.*))?", re.DOTALL)
_NUMBER = re.compile(r"([^:]*)(?::(.*))?", re.DOTALL)
_VALUES = Stream()
_DURATIONS = Stream(duration=True)


def is_track_and_graph(header: Sequence[str]) -> bool:
    """Whether a table with this heading is Track & Graph's."""
    return tuple(header[:3]) == ("FeatureName", "Timestamp", "Value")


def read_track_and_graph(path: Path, given: ColumnMap | None, around: Surroundings) -> Reading:
    """Return the entries in Track & Graph's CSV. Raises ``ImportRefused`` naming the line, ``MappingNeeded``."""
    table = TextTable(path, watch=around.watch)
    places = {name: place for place, name in enumerate(table.header)}
    for name in ("FeatureName", "Timestamp", "Value"):
        if name not in places:
            raise table.refusal(_("The column “{column}” is missing.").format(column=name), table.header_line)
    names = NamedReader(around, given)
    for line, row in table.rows():
        names.reading.rows += 1
        cells = {name: row[place] for name, place in places.items()}
        try:
            if not cells["FeatureName"]:
                raise CellError(_("The row names no tracker."))
            stamp = read_stamp(cells["Timestamp"])
            day, at = names.moment(line, stamp.day, stamp.clock, stamp.offset)
            value, label, duration = _value(cells["Value"])
        except CellError as error:
            raise table.refusal(str(error), line) from None
        words = cells.get("Label") or label
        stream = _DURATIONS if duration else _VALUES
        names.see(Observation(line, cells["FeatureName"], value, day, at, words=words), stream)
        names.note(line, day, at, cells.get("Note", ""))
    return names.finish()


def _value(cell: str) -> tuple[str, str, bool]:
    """The value as a cell of its own, the label written into it, and whether it is a length of time."""
    if found := _DURATION.fullmatch(cell):
        hours, minutes, seconds = (int(part) for part in found.groups()[:3])
        if min(hours, minutes, seconds) < 0:
            raise CellError(_("“{text}” is not a length of time; write it like 7:10 or 7.5.").format(text=cell[:20]))
        whole = hours * 60 + minutes + round(seconds / 60)
        return f"{whole // 60}:{whole % 60:02}", (found[4] or "").strip(), True
    found = _NUMBER.fullmatch(cell)
    assert found is not None  # noqa: S101 - the pattern takes any text
    return write_number(read_number(found[1])), (found[2] or "").strip(), False
