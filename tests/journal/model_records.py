"""The records of the plain model: what they say, what makes two of them the same thing, and what is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.domain.catalogue import NEW, Record, validate
from ldn_journal.domain.records import Kind, NewRecord

BUILT_IN = {"pain": 10, "fatigue": 10, "nausea": 10}
"""The built-in measures that the machine rates, with their highest value."""
OF_THE_NIGHT = {"sleep": "asleep_minutes", "sleep_quality": "quality", "awakenings": "awakenings"}
_MOMENTS = {"at": (-1, 2), "to_bed": (-2, 1), "woke": (-1, 2), "out_of_bed": (-1, 2)}
"""Fields that hold a clock time, with the days by which it may lie before and after its day."""
AHEAD = {Kind.STEP, Kind.VISIT, Kind.EVENT, Kind.MEDICINE}
KEYLESS = (Kind.VISIT, Kind.PRESCRIPTION)
"""Kinds of which a day may have two that say the same."""
CONFIRM_FROM = 10 * 10**9


class Refused(Exception):
    """The journal has to refuse this and stay as it is."""


@dataclass(frozen=True)
class Held:
    """One record: what it says, as JSON values and without blanks, and where it came from."""

    kind: Kind
    said: Mapping[str, Any]
    recorded_at: str
    source: str


@dataclass(frozen=True)
class Done:
    """What happened to one record: its states before and after, ``None`` where it was not there."""

    id: str
    before: Held | None
    after: Held | None


@dataclass(frozen=True)
class Change:
    """One change of the log. ``undoes``: the change it undid; ``takes_back``: the import it took back."""

    number: int
    at: str
    label: str
    source: str
    done: tuple[Done, ...]
    undoes: int | None = None
    takes_back: int | None = None


@dataclass(frozen=True)
class Brought:
    """An entry of a file; one of our own formats brings its id and provenance.

    ``gone``: a measure that the journal of the file held no more while it held ratings of it.
    """

    kind: Kind
    said: Mapping[str, Any]
    id: str | None = None
    recorded_at: str = ""
    source: str = ""
    gone: bool = False


def said_of(entry: NewRecord) -> dict[str, Any]:
    """Return what an entry says, as JSON values and without blanks."""
    values = {name: getattr(entry, name) for name in NEW[entry.kind].model_fields}
    return {name: plain(value) for name, value in values.items() if value is not None}


def held_of(record: Record) -> Held:
    """Return a record of the journal as the model has it."""
    return Held(record.kind, said_of(record), record.recorded_at.isoformat(), record.source)


def plain(value: Any) -> Any:
    """Return a field's value as it stands in JSON."""
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def what_it_is(held: Held | None) -> tuple[Any, ...] | None:
    """Return what makes two entries the same thing; ``None``: no two ever are."""
    if held is None or held.kind in KEYLESS:
        return None
    said = _instants(held.said)
    telling = {
        Kind.DOSE: ("at",), Kind.RATING: ("measure", "at"), Kind.NOTE: ("text", "at"), Kind.EVENT: ("what",),
        Kind.MEDICINE: ("name",), Kind.CONDITION: ("condition", "name"), Kind.RESPONSE: ("questionnaire",),
        Kind.MEASURE: ("key",), Kind.PHASE_EDIT: ("edit",),
    }.get(held.kind, ())  # fmt: skip
    words = [said.get(name) for name in telling]
    if held.kind in (Kind.EVENT, Kind.MEDICINE, Kind.CONDITION):
        words = [word.casefold() if word else None for word in words]
    return (held.kind, said.get("day"), *words)


def alike(one: Held, other: Held) -> bool:
    """Whether two states say the same; a clock time may be told in another zone."""
    return _instants(one.said) == _instants(other.said)


def check_value(measure: str, value: float, own: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise ``Refused`` for a value that a measure cannot have."""
    highest = {**BUILT_IN, "sleep": 1440, "sleep_quality": 10, "awakenings": 100}.get(measure)
    lowest = 0
    if measure in own:
        lowest, highest = own[measure]["low"], own[measure]["high"]
    if highest is None or not lowest <= value <= highest or value != int(value):
        raise Refused("no such measure, or no such value of it")


def other_range(one: Held | Brought, other: Held | Brought) -> bool:
    """Whether two measures go from and to other values."""
    return (one.said["low"], one.said["high"]) != (other.said["low"], other.said["high"])


def _instants(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value).astimezone(UTC) if name in _MOMENTS else value
        for name, value in said.items()
    }


def as_kept(entry: NewRecord, own: Mapping[str, Any]) -> tuple[Kind, dict[str, Any], dict[str, Any]]:
    """Return kind, content, and the fields that were given: a rating of the night becomes part of it."""
    said = said_of(entry)
    field = OF_THE_NIGHT.get(said.get("measure", ""))
    if entry.kind is Kind.RATING and field is not None:
        check_value(said["measure"], said["value"], own)
        said = {"day": said["day"], field: int(said["value"])}
        return Kind.NIGHT, said, said
    return entry.kind, said, {name: said.get(name) for name in entry.model_fields_set}


def same_thing(stands: Mapping[str, Held], kind: Kind, said: Mapping[str, Any]) -> str | None:
    key = what_it_is(Held(kind, said, "", ""))
    return next((one for one, held in stands.items() if key is not None and what_it_is(held) == key), None)


def checked(kind: Kind, fields: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return said_of(validate(kind, fields))
    except InvalidEntry as error:
        raise Refused(str(error)) from None


def check_whole(kind: Kind, said: Mapping[str, Any]) -> None:
    if kind is Kind.NIGHT and len(said) == 1:
        raise Refused("nothing is said of the night")
    for name, (before, after) in _MOMENTS.items():
        if name in said:
            apart = datetime.fromisoformat(said[name]).date() - date.fromisoformat(said["day"])
            if not before <= apart.days <= after:
                raise Refused("a clock time of another day")


def measure_going(one: Done) -> bool:
    return one.after is None and one.before is not None and one.before.kind is Kind.MEASURE


def check_ranges(done: Iterable[Done], stands: Mapping[str, Held]) -> None:
    """Raise ``Refused`` for a measure, or a rating, by which a value would come to lie outside its measure."""
    own = {held.said["key"]: (one, held) for one, held in stands.items() if held.kind is Kind.MEASURE}
    befores = {one.id: one.before for one in done}
    for identity, held in stands.items():
        key = held.said.get("measure")
        if held.kind is not Kind.RATING or key not in own or _in(own[key][1], held):
            continue
        measure, now = own[key]
        earlier = befores.get(measure, now)
        was_so = (
            identity not in befores and earlier is not None and earlier.said["key"] == key and not _in(earlier, held)
        )
        if not was_so:
            raise Refused("a value outside its measure")


def _in(measure: Held, rating: Held) -> bool:
    return measure.said["low"] <= rating.said["value"] <= measure.said["high"]
