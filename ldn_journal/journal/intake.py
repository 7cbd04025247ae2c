"""A file from elsewhere that has been read and not yet stored: what it was taken for, and what would become of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ldn_journal.base.errors import ImportRefused
from ldn_journal.base.files import reading_errors
from ldn_journal.base.texts import _
from ldn_journal.domain.catalogue import Record
from ldn_journal.domain.log import Whole
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.records import Changes, Kind
from ldn_journal.exchange.document import MAX_BYTES, lines_of, read_document
from ldn_journal.exchange.formats import FORMATS, format_of, read_file
from ldn_journal.exchange.incoming import Incoming, Reading, Surroundings, refusal
from ldn_journal.exchange.mapping import parse_mapping
from ldn_journal.exchange.receipt import Receipt
from ldn_journal.exchange.watch import Watch
from ldn_journal.journal.gone import gone_from
from ldn_journal.journal.merging import Merger
from ldn_journal.store import Remove, Revise, Store

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal

SHOWN = 10
"""Entries of which a preview tells each."""
_CHUNK = 1 << 20
_NAME = 80


@dataclass(frozen=True)
class Intake:
    """A file that was read. ``form``: one of ``FORMATS``; ``mapped``: whether by a mapping; ``whole``: a journal's JSON."""

    path: Path
    form: str
    mapped: bool
    reading: Reading
    whole: Whole | None = None


@dataclass(frozen=True)
class Tally:
    """How many entries of a kind would be stored, and their first and last day; a measure has none."""

    kind: Kind
    n: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Preview:
    """What an import would do, before it is done. ``receipt`` is that of a trial run.

    ``tallies``: what would be stored, by kind; ``first``: the first of them as they would be stored; ``completed``: how many
    nights that are here would be completed. ``measures``: all there would be, by key. ``intake`` is what was read.
    """

    intake: Intake
    receipt: Receipt
    tallies: tuple[Tally, ...]
    first: tuple[Record, ...]
    completed: int
    measures: Mapping[str, NewMeasure]


def read_in(
    journal: "Journal",
    path: Path,
    *,
    format: str = "auto",  # noqa: A002 - the word the command line uses
    mapping: Path | Mapping[str, Any] | None = None,
    watch: Watch,
) -> Intake:
    """Read a file or folder. Raises as ``import_file`` does."""
    if format not in FORMATS:
        raise ImportRefused(
            _("There is no format “{format}”; choose one of {formats}.").format(
                format=format[:40], formats=", ".join(FORMATS)
            )
        )
    settings = journal.settings
    around = Surroundings(journal.clock, settings.day_boundary, journal.today(), journal.measures(), watch)
    told = None if mapping is None else parse_mapping(mapping)
    form = format_of(path, format, told)
    watch.look()
    if form != "json":
        intake = Intake(path, form, told is not None, read_file(path, form, told, around))
        intake.reading.clock_times = around.clock_times
    else:
        data = _bytes_of(path, watch)
        whole = read_document(data, around)
        intake = Intake(path, form, False, _as_reading(whole, lines_of(data)), whole)
    watch.look()
    watch.finished()
    return intake


def merged(journal: "Journal", store: Store, reading: Reading, watch: Watch) -> Merger:
    """Return what was read, compared with what is here."""
    merger = Merger(
        stored_of=store.all,
        given_states=store.revisions.given_states,
        now=journal.clock.now(),
        clock_times=reading.clock_times,
    )
    merger.take(reading.incoming, watch)
    return merger


def may_restore(store: Store) -> bool:
    """Whether a whole journal would be restored as it was, because this one is empty and untouched."""
    return store.last_change() is None and not any(store.counts().values())


def receipt_of(intake: Intake, merger: Merger, changes: Changes, *, dry_run: bool) -> Receipt:
    """Return the account of what was read and compared; ``changes`` is what was stored of it."""
    reading = intake.reading
    # A measure may have come to be here since the file was read.
    made = {one.entry.key for one in merger.adding if isinstance(one.entry, NewMeasure)}
    defined = tuple(key for key in reading.defined if key in made)
    return Receipt(
        name=intake.path.name,
        rows=reading.rows,
        kept=merger.kept - len(defined),
        already=merger.already - (len(reading.defined) - len(defined)),
        differing=merger.differing,
        ignored=reading.ignored,
        mapped=reading.mapped,
        defined=defined,
        refusals=tuple(reading.refused.items()),
        remarks=(*reading.remarks, *(_kept_retired(key) for key in merger.retired)),
        dry_run=dry_run,
        changes=changes,
    )


def preview_of(journal: "Journal", intake: Intake, receipt: Receipt, merger: Merger | None) -> Preview:
    """Return what would become of a file that was read; without ``merger`` a whole journal would be restored."""
    completed = 0
    if merger is None:
        records = [record for listed in (intake.whole or Whole({})).records.values() for record in listed]
    else:
        records = [one.record for one in merger.operations if not isinstance(one, Remove)]
        completed = sum(isinstance(one, Revise) for one in merger.operations)
    made = {record.key: record for record in records if isinstance(record, NewMeasure)}
    shown = (record for record in records if not isinstance(record, NewMeasure))
    first = sorted(shown, key=lambda record: getattr(record, "day", date.min))
    return Preview(
        intake=intake,
        receipt=receipt,
        tallies=tuple(_tallies(records)),
        first=tuple(first[:SHOWN]),
        completed=completed,
        measures={**journal.measures(), **made},
    )


def import_label(path: Path) -> str:
    """Return what undo and the list of imports call the import of a file."""
    name = "".join(ch for ch in path.name if ch.isprintable())[:_NAME]
    return _("import of {name}").format(name=name) if name else _("import")


def _kept_retired(key: str) -> str:
    return _(
        "The measure “{key}” had been removed from the journal this comes from; it comes back retired, for its ratings."
    ).format(key=key)


def _tallies(records: list[Record]) -> Iterator[Tally]:
    days: dict[Kind, list[date]] = {}
    counts: dict[Kind, int] = {}
    for record in records:
        counts[record.kind] = counts.get(record.kind, 0) + 1
        day: date | None = getattr(record, "day", None)
        if day is not None:
            days.setdefault(record.kind, []).append(day)
    for kind in Kind:
        if kind in counts:
            listed = days.get(kind, [])
            yield Tally(kind, counts[kind], min(listed, default=None), max(listed, default=None))


def _bytes_of(path: Path, watch: Watch) -> bytes:
    with reading_errors(path):
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise refusal(_("The file is larger than {n} MB.").format(n=MAX_BYTES >> 20))
        watch.expect(size)
        parts = []
        with path.open("rb") as file:
            while part := file.read(_CHUNK):
                watch.read(len(part))
                parts.append(part)
    return b"".join(parts)


def _as_reading(whole: Whole, lines: Mapping[str, int]) -> Reading:
    # No bound on entries here: what could be exported must come back, and the file's size is bounded already.
    incoming = [Incoming(one, lines.get(one.id)) for records in whole.records.values() for one in records]
    gone = gone_from(whole)
    made = [Incoming(one, lines.get(getattr(one, "id", "")), gone=True) for one in gone]
    return Reading(rows=len(incoming), incoming=[*incoming, *made], defined=tuple(one.key for one in gone))
