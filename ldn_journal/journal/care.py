"""Care of the file: is every page and every row sound, and what is in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import built_in_measures, night_field
from ldn_journal.domain.catalogue import STORED, Record, sentences
from ldn_journal.domain.measures import Measure, NewMeasure, Rating
from ldn_journal.domain.records import Kind
from ldn_journal.domain.soundness import ONE_A_DAY, unsound
from ldn_journal.journal.settings import Settings
from ldn_journal.store import Store


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


def info(store: Store, path: Path, settings: Settings, *, protected: bool) -> Info:
    """Return what is in the journal at ``path``."""
    first, last = store.span() or (None, None)
    number, changed_at = store.last_change() or (0, None)
    return Info(
        path=path,
        size=path.stat().st_size,
        schema_version=store.schema_version,
        engine=store.library,
        protected=protected,
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
    measures = _Measures(store, records.get(Kind.MEASURE, ()))
    for kind, rows in records.items():
        for record in rows:
            found.extend(_named(record, problem) for problem in _problems(record, measures))
        if kind in ONE_A_DAY:
            found.extend(_repeated(rows))
    return [*found, *_settings_problems(store, measures)]


def _named(record: Record, problem: str) -> str:
    day = getattr(record, "day", None)
    if day is None:
        return _("{kind} {id}: {problem}").format(kind=record.kind, id=record.id, problem=problem)
    return _("{kind} {id} of {day}: {problem}").format(kind=record.kind, id=record.id, day=day, problem=problem)


class _Measures:
    """The measures that are here, and those that the history tells of.

    A person's measure may have had another range once, or have been taken out since: what was rated or chosen by it then is no
    fault. The history is read only where something does not fit.
    """

    def __init__(self, store: Store, own: Iterable[Record]) -> None:
        self._store = store
        self._own = {one.id for one in own}
        self._here: dict[str, NewMeasure] = dict(built_in_measures())
        self._here |= {one.key: one for one in own if isinstance(one, Measure)}

    def __contains__(self, key: str) -> bool:
        return key in self._here or key in self._earlier

    def problem(self, rating: Rating) -> str | None:
        """Return what is wrong with the value of a rating, ``None`` if its measure allows or once allowed it."""
        here = self._here.get(rating.measure)
        if here is not None and night_field(here) is not None:
            return _("{measure} belongs in the night.").format(measure=_(here.name))
        problem = _misfit(here, rating)
        fitted = problem is None or any(
            _misfit(state, rating) is None for state in self._earlier.get(rating.measure, ())
        )
        return None if fitted else problem

    @cached_property
    def _earlier(self) -> dict[str, list[NewMeasure]]:
        states: dict[str, list[Any]] = {}
        for change in self._store.log():
            for one in change.revisions:
                if one.kind is Kind.MEASURE:
                    states.setdefault(one.record, []).append(one.body)
        found: dict[str, list[NewMeasure]] = {}
        for identity, bodies in states.items():
            if bodies[-1] is not None and identity not in self._own:
                continue  # The history has it, the file does not: that is damage, and nobody's doing.
            for body in bodies:
                if body is not None:
                    measure = Measure.model_validate(body)
                    found.setdefault(measure.key, []).append(measure)
        return found


def _misfit(measure: NewMeasure | None, rating: Rating) -> str | None:
    if measure is None:
        return _("There is no measure “{key}”.").format(key=rating.measure)
    try:
        measure.check(rating.value)
    except ValueError as error:
        return str(error)
    return None


def _problems(record: Record, measures: _Measures) -> Iterator[str]:
    try:
        STORED[record.kind].model_validate(record.__dict__)
    except ValidationError as error:
        yield from sentences(error).values()
        return
    if isinstance(record, Rating) and (problem := measures.problem(record)) is not None:
        yield problem
    yield from unsound(record)


def _repeated(rows: list[Record]) -> Iterator[str]:
    seen: set[date] = set()
    for record in rows:
        day: date = record.__dict__["day"]
        if day in seen:
            yield _named(record, _("There are two of that day."))
        seen.add(day)


def _settings_problems(store: Store, measures: _Measures) -> Iterator[str]:
    try:
        settings = Settings.model_validate(store.settings())
    except ValidationError as error:
        for name, sentence in sentences(error).items():
            yield _("Setting {name}: {problem}").format(name=name, problem=sentence)
        return
    for key in (settings.primary_outcome, *(settings.tracked or ())):
        if key not in measures:
            yield _("The settings name the measure “{key}”, which is not there.").format(key=key)
