"""MedTimer's backup in JSON: every reminder with what became of it and its moments in seconds since 1970.

Read are the events: ``{"version": 14, "list": [...]}``, or the same under ``events`` beside ``medicines``. ``status`` is TAKEN,
SKIPPED, RAISED (not answered) or DELETED.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from ldn_journal.base.files import reading_errors
from ldn_journal.base.texts import _
from ldn_journal.exchange.incoming import Reading, Surroundings, refusal
from ldn_journal.exchange.mapping import ColumnMap
from ldn_journal.exchange.medtimer import MEDICINE
from ldn_journal.exchange.names import NamedReader
from ldn_journal.exchange.streams import Observation

_MAX_BYTES = 64 << 20
_MOMENT = '"remindedTimestamp"'
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_LATEST = 2**37  # far beyond any day to come, and still a year with four digits


def looks_like_backup(start: bytes) -> bool:
    """Whether a JSON file that begins like this is MedTimer's and not a journal."""
    if b'"format"' in start:
        return False
    return b'"medicines"' in start or b'"events"' in start or (b'"version"' in start and b'"list"' in start)


def read_backup(path: Path, given: ColumnMap | None, around: Surroundings) -> Reading:
    """Return the doses in MedTimer's backup. Raises ``ImportRefused`` naming the line, ``MappingNeeded``."""
    with reading_errors(path):
        if path.stat().st_size > _MAX_BYTES:
            raise refusal(_("The file is larger than {n} MB.").format(n=_MAX_BYTES >> 20))
        data = path.read_bytes()
    text, events = _events(data)
    names = NamedReader(around, given)
    for line, event in zip(_lines(text, len(events)), events, strict=True):
        names.reading.rows += 1
        around.watch.look()
        _event(names, line, event)
    return names.finish()


def _event(names: NamedReader, line: int | None, event: Any) -> None:
    if not isinstance(event, Mapping):
        raise refusal(_("This is not an event as MedTimer writes them."), line)
    name, status = event.get("medicineName"), event.get("status")
    dose, notes = event.get("amount") or "", event.get("notes") or ""
    if not all(isinstance(text, str) for text in (name, status, dose, notes)) or not name:
        raise refusal(_("This is not an event as MedTimer writes them."), line)
    if _UNSTORABLE.search(name + dose + notes):
        raise refusal(_("The text holds control characters that cannot be stored."), line)
    name, dose, notes = (" ".join(name.split()), dose.strip(), notes.replace("\r\n", "\n").replace("\r", "\n"))
    reasons = {
        "RAISED": _("A reminder was not answered."),
        "DELETED": _("A reminder was deleted."),
        "ACKNOWLEDGED": _("A reminder was about something other than a dose."),
    }
    if status in reasons:
        names.reading.refuse(reasons[status])
        return
    if status not in ("TAKEN", "SKIPPED"):
        raise refusal(_("“{text}” is not a status known here.").format(text=str(status)[:40]), line)
    seconds = event.get("processedTimestamp" if status == "TAKEN" else "remindedTimestamp")
    if type(seconds) is not int or not 0 < seconds < _LATEST:
        raise refusal(_("The event has no moment that can be read."), line)
    moment = datetime.fromtimestamp(seconds, UTC)
    day, at = names.moment(line, moment.date(), moment.time(), UTC)
    names.see(Observation(line, name, (dose or "taken") if status == "TAKEN" else "skipped", day, at), MEDICINE)
    names.note(line, day, at, notes)


def _events(data: bytes) -> tuple[str, list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(
            _("The text cannot be read as {encoding}.").format(encoding="UTF-8"), _line(data, error.start)
        ) from None
    try:
        content = json.loads(text, parse_constant=_no_constant, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise refusal(_("This is not JSON: {problem}.").format(problem=error.msg), error.lineno) from None
    except RecursionError:
        raise refusal(_("The elements lie too deep within one another.")) from None
    except _Hostile as error:
        raise refusal(_("“{text}” is not a number.").format(text=str(error)[:20]), _line_of(text, str(error))) from None
    if isinstance(content, Mapping) and isinstance(content.get("events"), Mapping):
        content = content["events"]
    events = content.get("list") if isinstance(content, Mapping) else None
    if not isinstance(events, list) or (
        events and not any("status" in one for one in events if isinstance(one, Mapping))
    ):
        raise refusal(_("There are no events in this backup."))
    return text, events


class _Hostile(Exception):
    """A number that no diary holds."""


def _no_constant(text: str) -> NoReturn:
    raise _Hostile(text)


def _whole(text: str) -> int:
    if len(text) > 20:
        raise _Hostile(text)
    return int(text)


def _lines(text: str, count: int) -> Iterator[int | None]:
    """The line of each event, from the moment that each has once; ``None`` where they do not agree in number."""
    if text.count(_MOMENT) != count:
        yield from (None for _one in range(count))
        return
    line, place = 1, 0
    for _one in range(count):
        found = text.index(_MOMENT, place)
        line += text.count("\n", place, found)
        yield line
        place = found + 1


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def _line_of(text: str, part: str) -> int | None:
    place = text.find(part)
    return None if place < 0 else text.count("\n", 0, place) + 1
