"""What other apps' exports have in common: values under names that the person gave, which become entries by their name.

A name needs no mapping where it is a measure's own and the scale is the same, where the format itself says what it holds,
and where it is LDN with an amount. Everything else is asked for (``MappingNeeded``), once and all together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timezone
from typing import Any

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import night_field
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.days import DayError, check_day
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.exchange.incoming import MAX_ENTRIES, Incoming, Reading, Surroundings, refusal
from ldn_journal.exchange.mapped import entry_of
from ldn_journal.exchange.mapping import ColumnMap, ColumnRule, measure_for
from ldn_journal.exchange.needed import Glimpse, Glimpser, MappingNeeded
from ldn_journal.exchange.starter import Start, UnknownName, names_starter
from ldn_journal.exchange.streams import (
    UNREADABLE,
    Observation,
    Stream,
    ends_of,
    fits,
    is_ldn,
    measure_named,
    reads,
    wordless,
)

_SHOWN = 2
"""Values of each name that a form shows to begin with."""


@dataclass
class _Name:
    """A name with all that was seen under it, and what it turned out to be."""

    shown: str
    stream: Stream
    seen: list[Observation] = field(default_factory=list)
    rule: ColumnRule | None = None
    measure: NewMeasure | None = None


class NamedReader:
    """Collects what a format's reader finds and makes entries of it in the end. Raises ``ImportRefused`` naming the line."""

    def __init__(self, around: Surroundings, given: ColumnMap | None) -> None:
        self.around = around
        self.reading = Reading()
        self._given = given
        self._rules = {} if given is None else {rule.column.casefold(): rule for rule in given.columns}
        self._left_out = set() if given is None else {name.casefold() for name in given.left_out}
        self._names: dict[str, _Name] = {}
        self._entries: list[Incoming] = []
        self._direct: dict[str, None] = {}
        self._count = 0
        self._seen: dict[tuple[Any, ...], NewRecord] = {}
        self._doses_of: dict[date, list[NewRecord]] = {}

    # While reading -----------------------------------------------------------------------------------------------

    def moment(
        self, line: int | None, day: date, clock: time | None, offset: timezone | None = None, file: str | None = None
    ) -> tuple[date, datetime | None]:
        """Return the journal day and the moment of what was written. Raises ``ImportRefused`` for a day still to come."""
        try:
            placed, at = self.around.place(day, clock, offset)
            check_day(placed, self.around.today)
        except DayError as error:
            raise refusal(str(error), line, file) from None
        except (OverflowError, OSError, ValueError):
            raise refusal(_("There is no day {text}.").format(text=day.isoformat()), line, file) from None
        return placed, at

    def see(self, found: Observation, stream: Stream) -> None:
        """Take one value under a name."""
        name = self._names.setdefault(found.name.casefold(), _Name(found.name, stream))
        self._count += 1
        if self._count > MAX_ENTRIES:
            raise refusal(_("The file holds too many entries for one import; split it."), found.line, found.file)
        name.seen.append(found)

    def note(self, line: int | None, day: date, at: datetime | None, text: str, file: str | None = None) -> None:
        """Take free text; blank text is none."""
        if text.strip():
            self.take("note", Kind.NOTE, {"day": day, "at": at, "text": text.strip()}, line, file)

    def take(
        self, name: str, kind: Kind, fields: Mapping[str, Any], line: int | None = None, file: str | None = None
    ) -> None:
        """Take an entry that needs no mapping; one that leaves out ``name`` leaves it out."""
        if name in self._left_out:
            return
        if len(self._entries) >= MAX_ENTRIES:
            raise refusal(_("The file holds too many entries for one import; split it."), line, file)
        try:
            self._entries.append(Incoming(validate(kind, fields), line, file))
        except InvalidEntry as error:
            raise refusal(next(iter(error.problems.values())), line, file) from None
        self._direct[name] = None

    def remark(self, sentence: str) -> None:
        """Say something of how the file was read, once."""
        if sentence not in self.reading.remarks:
            self.reading.remarks += (sentence,)

    # In the end --------------------------------------------------------------------------------------------------

    def finish(self) -> Reading:
        """Return everything as entries. Raises ``MappingNeeded`` for names that cannot be told, ``ImportRefused``."""
        measures = dict(self.around.measures)
        unknown = [one for name in self._names.values() if (one := self._resolve(name, measures)) is not None]
        # A mapping may pass over what it does not want, but not by oversight over doses of LDN or the words of a known scale.
        asked = unknown if self._given is None else [one for one in unknown if one.dose or one.words]
        if asked:
            raise self._mapping_needed(asked, measures)
        for name in self._names.values():
            self._entries_of(name)
        for incoming in self.around.watch.each(self._entries):
            self.reading.take(incoming)
        for rule in self._rules.values():
            if rule.column.casefold() not in self._names:
                self.remark(_("The mapping names “{name}”, which is not in the file.").format(name=rule.column[:40]))
        self.reading.mapped += tuple((name, name) for name in self._direct if name != "note")
        return self.reading

    def _resolve(self, name: _Name, measures: dict[str, NewMeasure]) -> UnknownName | None:
        """Find what a name is. Returns what to ask where that cannot be told."""
        key, stream = name.shown.casefold(), name.stream
        if key in self._left_out:
            return None
        rule = self._rules.get(key)
        if rule is None:
            return self._by_itself(name, measures)
        if rule.measure is not None:
            own = {} if stream.own is None else {stream.own.key: stream.own}
            measure, _new = measure_for(rule, {**own, **measures})
            self._use(name, rule, measure, measures)
        else:
            self._use(name, rule, None, measures)
        return None

    def _by_itself(self, name: _Name, measures: dict[str, NewMeasure]) -> UnknownName | None:
        stream = name.stream
        cells = [one.cell for one in self.around.watch.each(name.seen)]
        # “Headache from LDN” with a severity is a symptom; a habit that is ticked or not may well be the dose.
        if stream.scale in (None, (0, 1)) and is_ldn(name.shown):
            rule = ColumnRule(name.shown, kind="dose")
            if not all(reads(rule, None, cell) for cell in self.around.watch.each(cells)):
                return UnknownName(name.shown, dose=True)
            self._use(name, rule, None, measures)
            return None
        if stream.medicine or stream.optional:
            return None
        if stream.own is not None:
            rule = ColumnRule(name.shown, measure=stream.own.key)
            words = wordless(cells, stream)
            if words:
                return UnknownName(name.shown, words=words, target=stream.own.key)
            self._use(name, rule, measures.get(stream.own.key, stream.own), measures)
            return None
        same = measure_named(name.shown, measures)
        if same is not None and fits(same, stream, cells, self.around.watch):
            self._use(name, ColumnRule(name.shown, measure=same.key), same, measures)
            return None
        asked = (
            same.key if same is not None and same.scale is not Scale.DURATION and night_field(same) is None else None
        )
        return UnknownName(
            name.shown, stream.scale or ends_of(cells), stream.scale is not None, stream.duration, target=asked
        )

    def _use(self, name: _Name, rule: ColumnRule, measure: NewMeasure | None, measures: dict[str, NewMeasure]) -> None:
        values = {word.casefold(): value for word, value in name.stream.values.items()} | dict(rule.values)
        name.rule = ColumnRule(
            rule.column, rule.measure, rule.kind, rule.unit, rule.amount_pg, rule.definition, values, rule.rescale
        )
        name.measure = measure
        self.reading.mapped += ((name.shown, rule.target),)
        if measure is not None and measure.key not in measures:
            measures[measure.key] = measure
            self.reading.defined += (measure.key,)
            self.reading.take(Incoming(measure))

    def _mapping_needed(self, unknown: list[UnknownName], measures: Mapping[str, NewMeasure]) -> MappingNeeded:
        names = [one for one in self._names.values() if one.rule is None]
        asked = {one.name for one in unknown}
        left = [(one.shown, "medicine" if one.stream.medicine else "event") for one in names if one.shown not in asked]
        text = names_starter(self.reading.mapped, unknown, left, set(measures))
        return MappingNeeded(
            [one.name for one in unknown],
            text,
            names=True,
            start=Start(tuple(unknown), tuple(left), known=self.reading.mapped),
            glimpse=self._glimpse(asked),
        )

    def _glimpse(self, asked: set[str]) -> Glimpse:
        """What was found under the names: the first few values of those that are asked for, and the count of all."""
        glimpser = Glimpser((_("Name"), _("Day"), _("Value")))
        for name in self._names.values():
            for found in name.seen[:_SHOWN] if name.shown in asked else ():
                glimpser.row((name.shown, found.day.isoformat(), found.cell))
            for found in self.around.watch.each(name.seen):
                glimpser.value(name.shown, found.cell)
        return glimpser.glimpse()

    def _entries_of(self, name: _Name) -> None:
        rule = name.rule
        if rule is None:
            if name.stream.medicine and name.shown.casefold() not in self._left_out:
                reason = _("“{name}” is another medicine and has no mapping.").format(name=name.shown[:40])
                for _one in name.seen:
                    self.reading.refuse(reason)
            else:
                self.reading.ignored += (name.shown,)
        elif rule.kind == "medicine":
            self._medicine(name)
        else:
            for found in self.around.watch.each(name.seen):
                self._entry(name, rule, found)

    def _entry(self, name: _Name, rule: ColumnRule, found: Observation) -> None:
        cell = found.cell
        if rule.kind in ("note", "event") or (found.words and found.words.casefold() in rule.values):
            cell = found.words or cell
        try:
            entry = entry_of(rule, name.measure, cell, found.day, found.at)
        except InvalidEntry as error:
            raise self._located(found, next(iter(error.problems.values()))) from None
        except UNREADABLE as error:
            raise self._located(found, str(error)) from None
        if self._fresh(entry, found):
            self._entries.append(Incoming(entry, found.line, found.file))

    def _located(self, found: Observation, problem: str) -> Exception:
        named = _("{column}: {problem}").format(column=found.name[:40], problem=problem)
        return refusal(named, found.line, found.file)

    def _fresh(self, entry: NewRecord, found: Observation) -> bool:
        """Whether an entry is to be taken; a second value for one thing at one time is left out and counted."""
        content = entry.model_dump(exclude_none=True)
        moment = None if isinstance(entry, NewNight) else found.at
        part = str(sorted(content)) if isinstance(entry, NewNight) else content.get("measure")
        key = (entry.kind, part, content["day"], moment, content.get("text"), content.get("what"))
        before = self._seen.setdefault(key, entry)
        others = self._doses_of.setdefault(found.day, []) if entry.kind is Kind.DOSE else []
        unsure = before is entry and any(found.at is None or getattr(one, "at", None) is None for one in others)
        if entry.kind is Kind.DOSE and before is entry:
            others.append(entry)
        if unsure or (before is not entry and before != entry):
            self.reading.refuse(
                _("“{name}” has another value for the same time before it.").format(name=found.name[:40])
            )
            return False
        return True

    def _medicine(self, name: _Name) -> None:
        """One entry for another medicine: from its first day on, with the dose as it was written last."""
        days = sorted(name.seen, key=lambda one: one.day)
        dose = next((one.cell for one in reversed(days) if one.cell[:1].isdigit()), None)
        try:
            entry = validate(Kind.MEDICINE, {"day": days[0].day, "name": name.shown, "dose": dose})
        except InvalidEntry as error:
            raise self._located(days[0], next(iter(error.problems.values()))) from None
        self._entries.append(Incoming(entry, days[0].line, days[0].file))
