"""The lossless journal file: JSON with every record, setting and change, in a fixed order, one record or change a line.

``resources/exchange/journal.schema.json`` describes it. Version 1::

    {"format": "ldn-journal", "version": 1,
     "settings": {"name": value, ...},
     "records": {"measure": [record, ...], "titration_step": [...], ...},
     "changes": [{"number": 1, "at": ..., "label": ..., "source": ..., "undoes": null, "revisions": [...]}, ...]}

A record's fields are those of its model, absent where nothing is recorded; days are ``2026-03-11``, moments carry their offset,
amounts are whole picograms. Records are sorted by id, changes by number, so equal journals give equal bytes.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from ldn_journal.base.errors import ImportRefused
from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import built_in_measures, night_field
from ldn_journal.clinical.own_keys import check_own_key
from ldn_journal.domain.catalogue import STORED, Record, sentences
from ldn_journal.domain.days import EARLIEST
from ldn_journal.domain.log import LoggedChange, LoggedRevision, Whole
from ldn_journal.domain.measures import NewMeasure, Rating
from ldn_journal.domain.records import Kind
from ldn_journal.domain.soundness import ONE_A_DAY, unsound
from ldn_journal.exchange.incoming import MAY_LIE_AHEAD, Surroundings, refusal

FORMAT = "ldn-journal"
VERSION = 1
MAX_BYTES = 256 * 1024 * 1024
_TOP = {"format", "version", "settings", "records", "changes"}
_CHANGE = {"number", "at", "label", "source", "undoes", "revisions"}
_REVISION = {"kind", "record", "body"}
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MAX_DIGITS = 40
_MAX_WORDS = 200
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_MAX_CHANGES = 1_000_000


def write_document(whole: Whole) -> bytes:
    """Return the journal as JSON in UTF-8, ending in a newline."""
    lines = [f'{{"format": {_json(FORMAT)}, "version": {VERSION},']
    lines.append(f'"settings": {_json(dict(sorted(whole.settings.items())))},')
    lines.append('"records": {')
    kinds = [
        f"{_json(kind.value)}: {_listed(_json(fields_of(record)) for record in sorted(whole.records.get(kind, ()), key=_id))}"
        for kind in STORED
    ]
    lines.append(",\n".join(kinds))
    lines.append("},")
    lines.append(
        f'"changes": {_listed(_json(_change(one)) for one in sorted(whole.changes, key=lambda one: one.number))}'
    )
    lines.append("}\n")
    return "\n".join(lines).encode()


def fields_of(record: Record) -> dict[str, Any]:
    """Return a record's fields as JSON values, those without a value left out."""
    return record.model_dump(mode="json", exclude_none=True)


def read_document(data: bytes, around: Surroundings) -> Whole:
    """Return the journal in ``data``, every record checked. Raises ``ImportRefused`` with the line where it can be told."""
    if len(data) > MAX_BYTES:
        raise refusal(_("The file is larger than {n} MB.").format(n=MAX_BYTES >> 20))
    text = _text(data)
    try:
        return _Reader(text, around).whole(_parsed(text))
    except RecursionError:
        raise refusal(_("The file is nested too deeply to be a journal.")) from None


def lines_of(data: bytes) -> dict[str, int]:
    """Return the line (from 1) on which each record's id first stands."""
    found: dict[str, int] = {}
    line, counted = 1, 0
    for match in re.finditer(rb'"id": ?"([0-9a-f-]{36})"', data):
        line += data.count(b"\n", counted, match.start())
        counted = match.start()
        found.setdefault(match[1].decode(), line)
    return found


def looks_like_document(start: bytes) -> bool:
    """Whether a file that begins like this is meant as JSON."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _id(record: Record) -> str:
    return record.id


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _listed(lines: Iterator[str]) -> str:
    inside = ",\n".join(lines)
    return f"[\n{inside}\n]" if inside else "[]"


def _change(change: LoggedChange) -> dict[str, Any]:
    return {
        "number": change.number,
        "at": change.at.isoformat(timespec="seconds"),
        "label": change.label,
        "source": change.source,
        "undoes": change.undoes,
        "revisions": [{"kind": one.kind.value, "record": one.record, "body": one.body} for one in change.revisions],
    }


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(_("The file is not text in UTF-8."), data.count(b"\n", 0, error.start) + 1) from None


class _NoNumber(Exception):
    """A number that cannot be right, as ``written``."""

    def __init__(self, written: str, sentence: str) -> None:
        self.written = written
        super().__init__(sentence)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant, parse_int=_whole_number, parse_float=_number)
    except json.JSONDecodeError as error:
        raise refusal(_("The file is not whole JSON; it may have been cut short or changed."), error.lineno) from None
    except _NoNumber as error:
        bare = _QUOTED.sub('""', text)  # no quoted text in JSON spans lines
        raise refusal(str(error), bare.count("\n", 0, bare.find(error.written)) + 1) from None


def _no_constant(name: str) -> Any:
    raise _NoNumber(name, _("“{text}” is not a number.").format(text=name))


def _whole_number(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise _NoNumber(text, _("A number has {n} digits, which cannot be right.").format(n=len(text)))
    return int(text)


def _number(text: str) -> float:
    value = float(text) if len(text) <= 2 * _MAX_DIGITS else math.inf
    if not math.isfinite(value):
        raise _NoNumber(text, _("“{text}” is not a number.").format(text=text[:20]))
    return value


class _Reader:
    """Checks one parsed document against the models and its own references."""

    def __init__(self, text: str, around: Surroundings) -> None:
        self._source_text = text
        self._around = around
        self._measures: dict[str, list[NewMeasure]] = {}
        self._standing: dict[str, NewMeasure] = {}
        self._latest = around.today
        self._taken: set[tuple[Kind, date | None]] = set()

    def whole(self, parsed: Any) -> Whole:
        if not isinstance(parsed, dict) or parsed.get("format") != FORMAT:
            raise refusal(_("This JSON file is not an LDN Journal export."))
        version = parsed.get("version")
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise refusal(_("The file does not say which version of the format it has."))
        if version > VERSION:
            raise refusal(_("This file was made by a newer LDN Journal; update this one to import it."))
        self._known(parsed, _TOP)
        settings, listed = parsed.get("settings", {}), parsed.get("records")
        if not isinstance(settings, dict) or not isinstance(listed, dict):
            raise refusal(_("The file is not laid out as an LDN Journal export."))
        changes = self._changes(parsed.get("changes", []))
        records = self._records(listed)
        self._check(records)
        return Whole(records=records, changes=changes, settings=settings)

    def _records(self, listed: dict[str, Any]) -> dict[Kind, list[Record]]:
        found: dict[Kind, list[Record]] = {kind: [] for kind in STORED}
        seen: set[str] = set()
        for name, bodies in listed.items():
            if name not in set(Kind):
                raise refusal(_("“{name}” is a kind of record that is not known here.").format(name=name[:40]))
            if not isinstance(bodies, list):
                raise refusal(_("The file is not laid out as an LDN Journal export."))
            for body in self._around.watch.each(bodies):
                record = self._record(Kind(name), body)
                if record.id in seen:
                    raise self._refusal(_("Two records have the same id."), body)
                seen.add(record.id)
                found[record.kind].append(record)
        return found

    def _record(self, kind: Kind, body: Any) -> Record:
        if not isinstance(body, dict):
            raise refusal(_("The file is not laid out as an LDN Journal export."))
        if any(_control_inside(value) for value in body.values()):
            raise self._refusal(_("The text holds control characters that cannot be stored."), body)
        try:
            # By way of JSON text, because only there strict checking still takes a day from its text.
            record = STORED[kind].model_validate_json(json.dumps(body), strict=True)
        except ValidationError as error:
            raise self._refusal(next(iter(sentences(error).values())), body) from None
        except ValueError:
            raise self._refusal(_("The text holds characters that cannot be stored."), body) from None
        if not _ID.fullmatch(record.id):
            raise self._refusal(_("A record’s id is not a UUID."), body)
        if isinstance(record, NewMeasure):
            try:
                check_own_key(record.key)
            except ValueError as error:
                raise self._refusal(str(error), body) from None
            self._measures.setdefault(record.key, []).append(record)
        return record

    def _check(self, records: dict[Kind, list[Record]]) -> None:
        """What no single record can tell: days still to come, and ratings that do not fit their measure."""
        for listed in records.values():
            for record in listed:
                self._latest = max(self._latest, record.recorded_at.date())
                if isinstance(record, NewMeasure):
                    if record.key in self._standing:
                        raise self._refusal(_("Two measures have the same key."), {"id": record.id})
                    self._standing[record.key] = record
        for kind, listed in records.items():
            for record in self._around.watch.each(listed):
                self._check_day(kind, record)
                self._check_sound(record)
                if isinstance(record, Rating):
                    self._check_rating(record)

    def _check_day(self, kind: Kind, record: Record) -> None:
        day: date | None = getattr(record, "day", None)
        if day is None:
            return
        if kind in MAY_LIE_AHEAD:
            return
        shown = day.isoformat()
        if day < EARLIEST:
            raise self._refusal(_("{day} is too long ago to be right.").format(day=shown), {"id": record.id})
        if day > self._latest:
            raise self._refusal(
                _("{day} is still to come; only days up to today can be recorded.").format(day=shown), {"id": record.id}
            )

    def _check_sound(self, record: Record) -> None:
        """That ``check`` would find nothing wrong with a record once it is stored."""
        for problem in unsound(record):
            raise self._refusal(problem, {"id": record.id})
        if record.kind in ONE_A_DAY:
            place = (record.kind, getattr(record, "day", None))
            if place in self._taken:
                raise self._refusal(_("There are two of that day."), {"id": record.id})
            self._taken.add(place)

    def _check_rating(self, rating: Rating) -> None:
        # A person's measure may be gone: then its history says what was allowed when it was rated.
        standing = self._standing.get(rating.measure)
        states = list(self._measures.get(rating.measure, ())) if standing is None else [standing]
        here = self._around.measures.get(rating.measure) or built_in_measures().get(rating.measure)
        if here is not None and standing is None:
            states.append(here)
        if not states:
            raise self._refusal(_("There is no measure “{key}”.").format(key=rating.measure), {"id": rating.id})
        if night_field(states[-1]) is not None:
            problem = _("{measure} belongs in the night.").format(measure=_(states[-1].name))
            raise self._refusal(problem, {"id": rating.id})
        problem = ""
        for measure in states:
            try:
                measure.check(rating.value)
            except ValueError as error:
                problem = str(error)
            else:
                return
        raise self._refusal(problem, {"id": rating.id})

    def _changes(self, listed: Any) -> list[LoggedChange]:
        if not isinstance(listed, list) or len(listed) > _MAX_CHANGES:
            raise refusal(_("The file is not laid out as an LDN Journal export."))
        changes: list[LoggedChange] = []
        open_for_undo: set[int] = set()
        for body in self._around.watch.each(listed):
            change = self._one_change(body)
            if changes and change.number <= changes[-1].number:
                raise refusal(_("The file’s history is out of order; it was changed by hand."))
            if change.undoes is not None:
                if change.undoes not in open_for_undo:
                    raise refusal(_("The file’s history takes back a change that is not there."))
                open_for_undo.discard(change.undoes)
            open_for_undo.add(change.number)
            self._latest = max(self._latest, change.at.date())
            changes.append(change)
        return changes

    def _one_change(self, body: Any) -> LoggedChange:
        broken = refusal(_("The file’s history cannot be read; it was changed by hand."))
        if not isinstance(body, dict):
            raise broken
        self._known(body, _CHANGE)
        number, undoes, revisions = body.get("number"), body.get("undoes"), body.get("revisions")
        label, source, at = body.get("label"), body.get("source"), body.get("at")
        whole = (number, number if undoes is None else undoes)
        if not all(isinstance(n, int) and not isinstance(n, bool) and 0 < n < 2**53 for n in whole):
            raise broken
        if not all(
            isinstance(text, str) and len(text) <= _MAX_WORDS and not _control_inside([text])
            for text in (label, source)
        ):
            raise broken
        if not isinstance(at, str) or not isinstance(revisions, list):
            raise broken
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            raise broken from None
        if moment.tzinfo is None:
            raise broken
        done = tuple(self._revision(one, broken) for one in revisions)
        if len({one.record for one in done}) < len(done):
            raise broken
        return LoggedChange(number=number, at=moment, label=label, source=source, undoes=undoes, revisions=done)  # type: ignore[arg-type]

    def _revision(self, body: Any, broken: ImportRefused) -> LoggedRevision:
        if not isinstance(body, dict):
            raise broken
        self._known(body, _REVISION)
        kind, identity, state = body.get("kind"), body.get("record"), body.get("body")
        if not isinstance(kind, str) or not isinstance(identity, str):
            raise broken
        if kind not in set(Kind) or not _ID.fullmatch(identity):
            raise broken
        if state is not None and self._record(Kind(kind), state).id != identity:
            raise broken
        return LoggedRevision(Kind(kind), identity, state)

    @staticmethod
    def _known(body: Mapping[str, Any], names: set[str]) -> None:
        unknown = sorted(set(body) - names)
        if unknown:
            raise refusal(_("“{name}” is not known here.").format(name=unknown[0][:40]))

    def _refusal(self, sentence: str, body: Mapping[str, Any]) -> ImportRefused:
        """The refusal with the line on which the record's id stands; written by us, that is the record's own line."""
        identity = body.get("id")
        at = self._source_text.find(f'"{identity}"') if isinstance(identity, str) else -1
        return refusal(sentence, self._source_text.count("\n", 0, at) + 1 if at >= 0 else None)


def _control_inside(value: Any) -> bool:
    """Whether a list or mapping holds a text with control characters; plain fields are checked by their model."""
    if isinstance(value, dict):
        return any(_control(key) or _control(item) or _control_inside(item) for key, item in value.items())
    if isinstance(value, list):
        return any(_control(item) or _control_inside(item) for item in value)
    return False


def _control(value: Any) -> bool:
    # Half a surrogate pair is a character that no file can hold either.
    return isinstance(value, str) and any((ch < " " and ch not in "\n\t") or "\ud800" <= ch <= "\udfff" for ch in value)
