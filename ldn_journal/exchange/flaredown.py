"""Flaredown's CSV: a row per day, a column per condition, symptom and treatment.

::

    Date,Fibromyalgia,Nausea,LDN,Tags,Foods
    2019-05-02,2,1,4.5 mg,tired; warm,oats

Conditions and symptoms go from 0 to 4. A treatment's cell is its dose in words, ``Taken`` or ``Not Taken``. What stands from
``Tags`` on (foods, weather) is not read.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from ldn_journal.base.texts import _
from ldn_journal.exchange.cells import CellError, read_stamp
from ldn_journal.exchange.incoming import Reading, Surroundings
from ldn_journal.exchange.mapping import ColumnMap
from ldn_journal.exchange.names import NamedReader
from ldn_journal.exchange.streams import Observation, Stream, is_ldn
from ldn_journal.exchange.text_table import TextTable

_LEVEL = re.compile(r"[0-4](?:\.0)?")
_WORD = re.compile(r"[^\W\d_]")
_RATED = Stream(scale=(0, 4))
_TREATED = Stream(medicine=True)
_STATES = {"taken": "taken", "not taken": "missed"}


def is_flaredown(header: Sequence[str]) -> bool:
    """Whether a table with this heading is Flaredown's."""
    return header[0] == "Date" and "Tags" in header and "Foods" in header[header.index("Tags") :]


def read_flaredown(path: Path, given: ColumnMap | None, around: Surroundings) -> Reading:
    """Return the entries in Flaredown's CSV. Raises ``ImportRefused`` naming the line, ``MappingNeeded``."""
    table = TextTable(path, watch=around.watch)
    if table.header[0].casefold() != "date":
        raise table.refusal(_("The column “{column}” is missing.").format(column="Date"), table.header_line)
    width = table.header.index("Tags") if "Tags" in table.header else len(table.header)
    named = [place for place in range(1, width) if table.header[place]]
    around.watch.expect(2 * table.size)
    # A column whose cells are words is a treatment; the export does not say which columns are which.
    treatments = {place for place in named if is_ldn(table.header[place])}
    for _line, row in table.rows():
        treatments |= {place for place in named if _WORD.search(row[place])}
    names = NamedReader(around, given)
    for line, row in table.rows():
        names.reading.rows += 1
        try:
            day, _at = names.moment(line, read_stamp(row[0]).day, None)
        except CellError as error:
            raise table.refusal(str(error), line) from None
        for place in named:
            cell = row[place]
            if not cell:
                continue
            if place in treatments:
                cell = _STATES.get(cell.casefold(), cell)
            elif not _LEVEL.fullmatch(cell):
                problem = _("{column}: “{text}” is not a level from 0 to 4.").format(
                    column=table.header[place][:40], text=cell[:20]
                )
                raise table.refusal(problem, line)
            stream = _TREATED if place in treatments else _RATED
            names.see(Observation(line, table.header[place], cell, day), stream)
    reading = names.finish()
    reading.ignored += tuple(name for name in table.header[width:] if name)
    return reading
