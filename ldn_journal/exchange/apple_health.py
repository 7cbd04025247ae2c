"""Apple Health's ``export.xml``, or the zip it comes in: sleep, symptoms and body weight.

::

    <Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="Watch" startDate="2024-03-15 22:30:00 -0400"
            endDate="2024-03-16 06:45:00 -0400" value="HKCategoryValueSleepAnalysisAsleepCore"/>

These files reach hundreds of megabytes. The parser tells of each element as it comes and builds no tree, so memory goes with
what is kept, and each problem has its line. Declarations of elements are let through; entities never are.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from ldn_journal.base.errors import ImportRefused
from ldn_journal.base.files import reading_errors
from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.archive import Archive, is_archive, opened
from ldn_journal.exchange.cells import CellError, read_number, read_stamp, write_number
from ldn_journal.exchange.health_sleep import Stretches, nights
from ldn_journal.exchange.incoming import Reading, Surroundings, refusal
from ldn_journal.exchange.mapping import ColumnMap
from ldn_journal.exchange.names import NamedReader
from ldn_journal.exchange.streams import Observation, Stream
from ldn_journal.exchange.watch import Watch

_CHUNK = 1 << 16
_HEAD = 1 << 18
_MAX_DEPTH = 64
_MAX_SILENCE = 8 << 20
"""Bytes within which an element must come: a single endless one would fill the memory."""
_CATEGORY = "HKCategoryTypeIdentifier"
_SLEEP = f"{_CATEGORY}SleepAnalysis"
_WEIGHT = "HKQuantityTypeIdentifierBodyMass"
_SLEEP_VALUE = "HKCategoryValueSleepAnalysis"
_SEVERITY = "HKCategoryValueSeverity"
_SEVERITIES = {"NotPresent": "0", "Mild": "1", "Moderate": "2", "Severe": "3"}
_KILOGRAMS = {"kg": 1.0, "g": 0.001, "lb": 0.45359237, "st": 6.35029318}
_SYMPTOM = Stream(scale=(0, 4))
_WEIGHED = Stream(own=built_in_measures()["weight"])
_LONGEST_HOURS = 24


def looks_like_health(start: bytes) -> bool:
    """Whether a file that begins like this is Health's XML."""
    return b"<HealthData" in start or b"<!DOCTYPE HealthData" in start


def health_member(archive: Archive) -> str | None:
    """Return the name of Health's XML in an archive, ``None`` if there is none."""
    for name in archive.names:
        if name.count("/") <= 1 and name.endswith(".xml") and not name.endswith("_cda.xml"):
            with archive.open(name) as member:
                if looks_like_health(member.read(4096)):
                    return name
    return None


def read_health(path: Path, given: ColumnMap | None, around: Surroundings) -> Reading:
    """Return the entries in Health's XML, or in the zip with it. Raises ``ImportRefused`` naming the line, ``MappingNeeded``."""
    records = _Records(NamedReader(around, given))
    with _opened(path, around.watch) as xml:
        _parse(xml, records, around.watch)
    return records.reading()


@contextmanager
def _opened(path: Path, watch: Watch) -> Iterator[IO[bytes]]:
    with reading_errors(path), path.open("rb") as raw:
        zipped = is_archive(raw.read(4))
    if not zipped:
        with reading_errors(path), path.open("rb") as raw:
            watch.expect(path.stat().st_size)
            yield raw
        return
    with opened(path) as archive:
        name = health_member(archive)
        if name is None:
            raise refusal(_("There is no export of Apple Health in the archive."))
        watch.expect(archive.sizes[name])
        with archive.open(name) as member:
            yield member


def _parse(xml: IO[bytes], records: "_Records", watch: Watch) -> None:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, XMLParser

    parser = XMLParser(target=records, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    records.line_of = lambda: int(parser.parser.CurrentLineNumber)
    try:
        read = xml.read(_HEAD)
        chunk = _without_declarations(read)
        while chunk:
            watch.read(len(read))
            parser.feed(chunk)
            records.fed(len(chunk))
            chunk = read = xml.read(_CHUNK)
        parser.close()
    except ParseError as error:
        raise refusal(_("This is not XML that can be read."), error.position[0]) from None
    except DefusedXmlException:
        raise refusal(_("The file declares entities, which no Health export does."), records.line_of()) from None
    except (ValueError, LookupError) as error:  # an encoding there is none of
        raise refusal(_("This is not XML that can be read."), 1) from error


def _without_declarations(head: bytes) -> bytes:
    """The start of the file without its list of element declarations: some versions wrote one that is not well formed."""
    found = re.search(rb"<!DOCTYPE\s+HealthData\s*\[.*?\]>", head, re.DOTALL)
    if found is None or b"<!ENTITY" in found[0]:
        return head
    return head[: found.start()] + b"\n" * found[0].count(b"\n") + head[found.end() :]


class _Records:
    """What the parser tells of: keeps records of sleep, symptoms and weight."""

    def __init__(self, names: NamedReader) -> None:
        self.line_of: Callable[[], int] = lambda: 0
        self._names = names
        self._asleep = Stretches()
        self._in_bed = Stretches()
        self._depth = 0
        self._silence = 0
        self._other = 0
        self._root: str | None = None

    # Called by the parser ----------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._silence = 0
        self._depth += 1
        if self._root is None:
            self._root = tag
            if tag != "HealthData":
                raise self._refused(_("This is not an export of Apple Health."))
        if self._depth > _MAX_DEPTH:
            raise self._refused(_("The elements lie too deep within one another."))
        if tag != "Record":
            return
        self._names.reading.rows += 1
        try:
            self._record(attributes)
        except CellError as error:
            raise self._refused(str(error)) from None

    def end(self, _tag: str) -> None:
        """An element ends."""
        self._depth -= 1

    def close(self) -> None:
        """The document ends."""

    def fed(self, count: int) -> None:
        """So many bytes were given to the parser."""
        self._silence += count
        if self._silence > _MAX_SILENCE:
            raise self._refused(_("An element is far too long."))

    # What is kept ------------------------------------------------------------------------------------------------

    def _refused(self, sentence: str) -> ImportRefused:
        return refusal(sentence, self.line_of())

    def _record(self, told: dict[str, str]) -> None:
        sort, value = told.get("type", ""), told.get("value", "")
        if sort == _SLEEP:
            self._slept(told, value)
        elif sort == _WEIGHT:
            factor = _KILOGRAMS.get(told.get("unit", ""))
            if factor is None:
                raise CellError(
                    _("“{unit}” is not a unit of weight known here.").format(unit=told.get("unit", "")[:20])
                )
            self._seen("Weight", write_number(round(float(read_number(value)) * factor, 2)), told, _WEIGHED)
        elif sort.startswith(_CATEGORY) and value.startswith(_SEVERITY):
            level = value.removeprefix(_SEVERITY)
            name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", sort.removeprefix(_CATEGORY)).capitalize()
            if level == "Unspecified":
                self._names.reading.refuse(_("A symptom is told without how strong it was."))
            elif level not in _SEVERITIES:
                raise CellError(_("“{text}” is not a severity known here.").format(text=level[:40]))
            else:
                self._seen(name, _SEVERITIES[level], told, _SYMPTOM)
        else:
            self._other += 1

    def _seen(self, name: str, cell: str, told: dict[str, str], stream: Stream) -> None:
        line = self.line_of()
        stamp = read_stamp(told.get("startDate", ""))
        day, at = self._names.moment(line, stamp.day, stamp.clock, stamp.offset)
        self._names.see(Observation(line, name, cell, day, at), stream)

    def _slept(self, told: dict[str, str], value: str) -> None:
        start, end = (self._moment(told.get(name, "")) for name in ("startDate", "endDate"))
        state = value.removeprefix(_SLEEP_VALUE)
        if not 0 <= (end - start).total_seconds() <= _LONGEST_HOURS * 3600:
            self._names.reading.refuse(_("A stretch of sleep ends before it begins or lasts longer than a day."))
        elif state.startswith("Asleep"):
            self._asleep.add(start, end)
        elif state == "InBed":
            self._in_bed.add(start, end)
        elif state != "Awake":
            raise CellError(_("“{text}” is not a state of sleep known here.").format(text=value[:60]))

    def _moment(self, written: str) -> datetime:
        stamp = read_stamp(written)
        _day, at = self._names.moment(self.line_of(), stamp.day, stamp.clock, stamp.offset)
        if at is None:
            raise CellError(_("“{text}” is not a day or a day with a time.").format(text=written[:40]))
        return at

    def reading(self) -> Reading:
        """Return everything as entries. Raises as ``NamedReader.finish``."""
        found, shorter = nights(self._asleep, self._in_bed)
        for night in found:
            self._names.take("sleep", Kind.NIGHT, night.fields)
        if found:
            self._names.remark(_("Sleep told of by several devices at once was counted once."))
        if shorter:
            self._names.remark(_("Of several sleeps on one day the longest was taken as the night."))
        if self._in_bed.merged() and not found:
            self._names.remark(
                _("Only times in bed were found; they do not tell how long you slept and were left out.")
            )
        if self._other:
            self._names.remark(_("Records of other kinds, such as steps and heart rate, were not read."))
        return self._names.finish()
