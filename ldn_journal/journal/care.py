"""Care of the file: is every page and every row sound, and what is in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import built_in_measures, night_field
from ldn_journal.domain.catalogue import STORED, Record, sentences
from ldn_journal.domain.days import EARLIEST
from ldn_journal.domain.measures import Measure, NewMeasure, Rating
from ldn_journal.domain.nights import Night
from ldn_journal.domain.records import Kind
from ldn_journal.journal.settings import Settings
from ldn_journal.store import Store

_ONE_A_DAY = (Kind.NIGHT, Kind.STEP)
_DAYS_APART = {"to_bed": (-2, 1), "woke": (-1, 2), "out_of_bed": (-1, 2), "at": (-1, 2)}
"""Calendar days a clock time may lie from its day: a long night, an hour past midnight, a journey across the date line."""


@dataclass(frozen=True)
class Info:
    """What is in a journal. ``first`` and ``last`` are ``None`` while nothing is recorded."""

    path: Path
    size: int
    schema_version: int
    engine: str
    protected: bool
    sample: bool
    counts: Mapping[Kind, int]
    first: date | None
    last: date | None
    changes: int
    changed_at: datetime | None

    def as_json(self) -> dict[str, Any]:
        """Return the same as JSON values, with keys that stay as they are."""
        return {
            "path": str(self.path),
            "size": self.size,
            "schema_version": self.schema_version,
            "engine": self.engine,
            "protected": self.protected,
            "sample": self.sample,
            "counts": {str(kind): count for kind, count in self.counts.items()},
            "first": None if self.first is None else str(self.first),
            "last": None if self.last is None else str(self.last),
            "changes": self.changes,
            "changed_at": None if self.changed_at is None else self.changed_at.isoformat(),
        }


def info(store: Store, path: Path, settings: Settings) -> Info:
    """Return what is in the journal at ``path``."""
    first, last = store.span() or (None, None)
    number, changed_at = store.last_change() or (0, None)
    return Info(
        path=path,
        size=path.stat().st_size,
        schema_version=store.schema_version,
        engine=store.library,
        protected=False,
        sample=settings.sample,
        counts=store.counts(),
        first=first,
        last=last,
        changes=number,
        changed_at=changed_at,
    )


def check(store: Store) -> list[str]:
    """Return what is wrong with the file, a sentence each; empty when sound.

    Reads every page (checksums, structure, references) and then what every row says: its fields, its measure and the measure's
    range, its day and the clock times beside it, the settings. Raises ``FileDamaged`` where the pages cannot be read at all.
    """
    found = [_("The file itself: {problem}.").format(problem=problem) for problem in store.problems()]
    if found:
        return found
    records: dict[Kind, list[Record]] = {}
    for kind in Kind:
        try:
            records[kind] = store.all(kind)
        except (ValueError, TypeError, KeyError) as error:
            found.append(
                _("Entries of the kind {kind} cannot be read ({error}).").format(kind=kind, error=type(error).__name__)
            )
    measures: dict[str, NewMeasure] = dict(built_in_measures())
    measures |= {one.key: one for one in records.get(Kind.MEASURE, ()) if isinstance(one, Measure)}
    for kind, rows in records.items():
        for record in rows:
            found.extend(_named(record, problem) for problem in _problems(record, measures))
        if kind in _ONE_A_DAY:
            found.extend(_repeated(rows))
    return [*found, *_settings_problems(store, measures)]


def _named(record: Record, problem: str) -> str:
    day = getattr(record, "day", None)
    if day is None:
        return _("{kind} {id}: {problem}").format(kind=record.kind, id=record.id, problem=problem)
    return _("{kind} {id} of {day}: {problem}").format(kind=record.kind, id=record.id, day=day, problem=problem)


def _problems(record: Record, measures: Mapping[str, NewMeasure]) -> Iterator[str]:
    try:
        STORED[record.kind].model_validate(record.__dict__)
    except ValidationError as error:
        yield from sentences(error).values()
        return
    if isinstance(record, Rating):
        yield from _rating_problems(record, measures)
    if isinstance(record, Night) and record.empty:
        yield _("The night holds nothing.")
    day: date | None = getattr(record, "day", None)
    if day is None:
        return
    if day < EARLIEST:
        yield _("The day is too long ago to be right.")
    for field, (least, most) in _DAYS_APART.items():
        moment: datetime | None = getattr(record, field, None)
        if moment is not None and not least <= (moment.date() - day).days <= most:
            yield _("The clock time {moment} does not belong to that day.").format(moment=moment.isoformat())


def _rating_problems(rating: Rating, measures: Mapping[str, NewMeasure]) -> Iterator[str]:
    measure = measures.get(rating.measure)
    if measure is None:
        yield _("There is no measure “{key}”.").format(key=rating.measure)
    elif night_field(measure) is not None:
        yield _("{measure} belongs in the night.").format(measure=_(measure.name))
    else:
        try:
            measure.check(rating.value)
        except ValueError as error:
            yield str(error)


def _repeated(rows: list[Record]) -> Iterator[str]:
    seen: set[date] = set()
    for record in rows:
        day: date = record.__dict__["day"]
        if day in seen:
            yield _named(record, _("There are two of that day."))
        seen.add(day)


def _settings_problems(store: Store, measures: Mapping[str, NewMeasure]) -> Iterator[str]:
    try:
        settings = Settings.model_validate(store.settings())
    except ValidationError as error:
        for name, sentence in sentences(error).items():
            yield _("Setting {name}: {problem}").format(name=name, problem=sentence)
        return
    for key in (settings.primary_outcome, *(settings.tracked or ())):
        if key not in measures:
            yield _("The settings name the measure “{key}”, which is not there.").format(key=key)
