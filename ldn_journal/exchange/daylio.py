"""Daylio's CSV: a row per entry with its mood, activities and note, the newest first.

::

    full_date,date,weekday,time,mood,activities,note_title,note
    2021-09-26,26 September,Sunday,11:00 pm,average,"clean | movies | bad sleep","",""

Newer files have ``scales`` before ``note_title``; older ones begin with ``year`` in place of ``full_date``. Moods become a
measure of their own from 1 (awful) to 5 (rad). Moods with other names get their numbers from a mapping. An activity that is not
ticked says nothing, so activities are read only where a mapping names them.
"""

import html
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ldn_journal.base.texts import _
from ldn_journal.domain.days import DayError
from ldn_journal.domain.measures import Better, NewMeasure
from ldn_journal.exchange.cells import CellError, read_clock, read_stamp, read_worded_day
from ldn_journal.exchange.incoming import Reading, Surroundings
from ldn_journal.exchange.mapping import ColumnMap
from ldn_journal.exchange.names import NamedReader
from ldn_journal.exchange.streams import Observation, Stream
from ldn_journal.exchange.text_table import TextTable

_NEEDED = ("time", "mood", "activities", "note")
_BREAK = re.compile(r"<br\s*/?>|</p>|</div>|</li>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|b|i|u|s|strong|em|ul|ol|li|span|strike|font|h[1-6])(?:\s[^<>]*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z0-9]{1,32});?")
_MOOD = Stream(
    scale=(1, 5),
    own=NewMeasure(
        key="daylio_mood",
        name="Mood (Daylio)",
        low=1,
        high=5,
        better=Better.HIGHER,
        anchors={"1": "awful", "2": "bad", "3": "meh", "4": "good", "5": "rad"},
    ),
    values={"awful": 1, "bad": 2, "meh": 3, "good": 4, "rad": 5},
)
_ACTIVITY = Stream(optional=True)


def is_daylio(header: Sequence[str]) -> bool:
    """Whether a table with this heading is Daylio's."""
    names = {name.casefold() for name in header}
    return {"mood", "activities", "weekday"} <= names and bool({"full_date", "year"} & names)


def read_daylio(path: Path, given: ColumnMap | None, around: Surroundings) -> Reading:
    """Return the entries in Daylio's CSV. Raises ``ImportRefused`` naming the line, ``MappingNeeded``."""
    table = TextTable(path, watch=around.watch)
    places = {name.casefold(): place for place, name in enumerate(table.header)}
    dated = ("full_date",) if "full_date" in places else ("year", "date")
    for name in (*dated, *_NEEDED):
        if name not in places:
            raise table.refusal(_("The column “{column}” is missing.").format(column=name), table.header_line)
    names = NamedReader(around, given)
    scales = False
    for line, row in table.rows():
        names.reading.rows += 1
        cells = {name: row[place] for name, place in places.items()}
        try:
            clock = read_clock(cells["time"]) if cells["time"] else None
            day, at = names.moment(line, _day(cells), clock)
        except (CellError, DayError) as error:
            raise table.refusal(str(error), line) from None
        if cells["mood"]:
            names.see(Observation(line, "mood", cells["mood"], day, at), _MOOD)
        for activity in cells["activities"].split(" | "):
            if activity.strip():
                names.see(Observation(line, activity.strip(), "1", day, at, words=activity.strip()), _ACTIVITY)
        parts = (plain_text(cells.get("note_title", "")), plain_text(cells["note"]))
        names.note(line, day, at, "\n".join(part for part in parts if part))
        scales = scales or bool(cells.get("scales"))
    reading = names.finish()
    if scales:
        reading.ignored += ("scales",)
    return reading


def plain_text(written: str) -> str:
    """Return a note without its markup: breaks become lines, entities their characters; the letters stay as they are."""
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), _TAG.sub("", _BREAK.sub("\n", written)))
    text = text.replace("\xa0", " ")
    return text.strip()


def _day(cells: dict[str, str]) -> date:
    if cells.get("full_date"):
        return read_stamp(cells["full_date"]).day
    if not re.fullmatch(r"\d{4}", cells.get("year", "")):
        raise CellError(_("The row says no day."))
    return read_worded_day(cells["date"], int(cells["year"]))
