"""``KEY=VALUE`` texts as entries of a day. Everything is read before anything is stored."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _, plain_digits
from ldn_journal.clinical.measures import night_field
from ldn_journal.domain.amounts import AmountError, parse_amount, parse_decimal
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.days import parse_minutes, parse_time
from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.journal import Journal

NIGHT_TIMES = {"bed": "to_bed", "woke": "woke", "up": "out_of_bed"}
NIGHT_MINUTES = {"asleep_after": "minutes_to_sleep", "awake": "minutes_awake"}
OTHER_KEYS = ("dose", "note", "event")
_NIGHT_FIELDS = {"total_sleep_minutes": "asleep_minutes"}
_DERIVED = ("efficiency", "minutes_in_bed")
_NOON = time(12)


def read_entries(journal: Journal, day: date, texts: Sequence[str]) -> list[NewRecord]:
    """Return ``texts`` as entries of ``day``. Raises ``InvalidEntry``, ``AmountError`` or ``DayError`` with a sentence."""
    reader = _Reader(journal, day)
    for text in texts:
        key, equals, value = text.partition("=")
        key, value = key.strip(), value.strip()
        if not equals or not key:
            raise _wrong(text, _("“{text}” is not KEY=VALUE, like pain=4.").format(text=text[:40]))
        if not value:
            raise _wrong(key, _("“{key}=” has no value; leave it out to record nothing.").format(key=key[:40]))
        reader.read(key, value)
    return reader.entries()


class _Reader:
    def __init__(self, journal: Journal, day: date) -> None:
        self._journal = journal
        self._day = day
        self._measures = journal.measures()
        self._entries: list[NewRecord] = []
        self._night: dict[str, Any] = {}
        self._night_times: dict[str, time] = {}
        self._seen: set[tuple[str, time | None]] = set()

    def read(self, key: str, value: str) -> None:
        other: Mapping[str, Callable[[str], None]] = {"dose": self._dose, "note": self._note, "event": self._event}
        if key in other:
            other[key](value)
        elif key in NIGHT_TIMES:
            self._once(key, None)
            self._night_times[NIGHT_TIMES[key]] = parse_time(value)
        elif key in NIGHT_MINUTES:
            self._once(key, None)
            self._put_in_night(key, NIGHT_MINUTES[key], _minutes(value, plain_is_minutes=True))
        elif key in self._measures:
            self._rating(self._measures[key], value)
        else:
            raise _wrong(key, self._unknown(key))

    def entries(self) -> list[NewRecord]:
        """Everything read so far; the night's parts are one entry, so that they are checked together."""
        found = list(self._entries)
        self._night.update(_night_moments(self._day, self._night_times, self._journal.clock.localise))
        if self._night:
            found.append(validate(Kind.NIGHT, {"day": self._day, **self._night}))
        return found

    def _add(self, kind: Kind, **fields: Any) -> None:
        self._entries.append(validate(kind, {"day": self._day, **fields}))

    def _once(self, key: str, at: time | None) -> None:
        if (key, at) in self._seen:
            raise _wrong(key, _("“{key}” is given twice.").format(key=key))
        self._seen.add((key, at))

    def _note(self, value: str) -> None:
        self._add(Kind.NOTE, text=value)

    def _event(self, value: str) -> None:
        self._add(Kind.EVENT, what=value)

    def _dose(self, value: str) -> None:
        state, colon, reason = value.partition(":")
        if state.strip().casefold() in _spellings("skipped", _("skipped")):
            self._once("dose", None)
            self._add(Kind.DOSE, state=DoseState.SKIPPED, reason=(reason.strip() or None) if colon else None)
            return
        if value.casefold() in _spellings("missed", _("missed")):
            self._once("dose", None)
            self._add(Kind.DOSE, state=DoseState.MISSED)
            return
        written, at = _split_time(value)
        self._once("dose", at)
        if written.casefold() in _spellings("planned", _("planned")):
            amount, entered = self._planned(), None
        else:
            amount, entered = parse_amount(written, self._journal.liquid_strength(self._day)), plain_digits(written)
        moment = None if at is None else self._journal.moment(self._day, at)
        self._add(Kind.DOSE, state=DoseState.TAKEN, amount_pg=amount, at=moment, entered=entered)

    def _planned(self) -> int:
        plan = self._journal.day(self._day).plan
        if plan is None or not plan.amount_pg:
            raise AmountError(_("No dose is planned for {day}; say how much, like dose=4.5mg.").format(day=self._day))
        return plan.amount_pg

    def _rating(self, measure: NewMeasure, value: str) -> None:
        written, at = _split_time(value)
        self._once(measure.key, at)
        number = _number(measure, written)
        field = night_field(measure)
        if field is None:
            moment = None if at is None else self._journal.moment(self._day, at)
            self._check(measure, number)
            self._add(Kind.RATING, measure=measure.key, value=number, at=moment)
            return
        if at is not None:
            raise _wrong(measure.key, _("{measure} carries no clock time.").format(measure=_(measure.name)))
        if field in _DERIVED:
            raise _wrong(
                measure.key, _("{measure} is worked out from the night’s times.").format(measure=_(measure.name))
            )
        self._check(measure, number)
        self._put_in_night(measure.key, _NIGHT_FIELDS.get(field, field), round(number))

    def _put_in_night(self, key: str, field: str, value: int) -> None:
        if field in self._night:
            raise _wrong(key, _("“{key}” is given twice.").format(key=key))
        self._night[field] = value

    @staticmethod
    def _check(measure: NewMeasure, number: float) -> None:
        try:
            measure.check(number)
        except ValueError as error:
            raise _wrong(measure.key, str(error)) from error

    def _unknown(self, key: str) -> str:
        known = [*OTHER_KEYS, *NIGHT_TIMES, *NIGHT_MINUTES, *self._measures]
        near = get_close_matches(key, known, 1, 0.5)
        if near:
            return _("There is nothing to record called “{key}”; did you mean “{near}”?").format(
                key=key[:40], near=near[0]
            )
        return _("There is nothing to record called “{key}”; “measure list” shows what there is.").format(key=key[:40])


def _wrong(field: str, sentence: str) -> InvalidEntry:
    return InvalidEntry({field: sentence})


def _spellings(*names: str) -> set[str]:
    return {name.casefold() for name in names}


def _split_time(value: str) -> tuple[str, time | None]:
    """``6@14:00`` as its value and its clock time."""
    written, at_sign, at = value.rpartition("@")
    return (written.strip(), parse_time(at)) if at_sign else (value, None)


def _minutes(value: str, *, plain_is_minutes: bool) -> int:
    if plain_is_minutes and value.isdecimal() and len(value) <= 4:
        return int(value)
    return parse_minutes(value)


def _number(measure: NewMeasure, written: str) -> float:
    """The number that ``written`` means for ``measure``: a word of its scale, a length of time, a number."""
    if measure.scale is Scale.DURATION:
        return _minutes(written, plain_is_minutes=measure.unit == "min")
    if measure.scale is Scale.YES_NO:
        words = {"no": 0.0, "yes": 1.0, _("no").casefold(): 0.0, _("yes").casefold(): 1.0}
    else:
        words = {}
        for number, word in measure.anchors.items():
            words |= {word.casefold(): float(number), _(word).casefold(): float(number)}
    said = written.casefold()
    if said in words:
        return words[said]
    try:
        return float(parse_decimal(written))
    except AmountError as error:
        if words and measure.scale in (Scale.YES_NO, Scale.SEVERITY):
            raise _wrong(
                measure.key,
                _("{measure}: “{text}” is not one of {words}.").format(
                    measure=_(measure.name), text=written[:40], words=", ".join(dict.fromkeys(words))
                ),
            ) from error
        raise _wrong(measure.key, _("{measure}: {sentence}").format(measure=_(measure.name), sentence=error)) from error


def _night_moments(
    day: date, times: Mapping[str, time], localise: Callable[[datetime], datetime]
) -> dict[str, datetime]:
    """The night's clock times as moments: woken on ``day``, to bed before that and up after it, each within 24 hours."""
    walls: dict[str, datetime] = {}
    anchor = times.get("woke", times.get("out_of_bed"))
    if "woke" in times:
        walls["woke"] = datetime.combine(day, times["woke"])
    if "out_of_bed" in times:
        up = datetime.combine(day, times["out_of_bed"])
        walls["out_of_bed"] = up + timedelta(days=1) if "woke" in walls and up < walls["woke"] else up
    if "to_bed" in times:
        # Without a time of waking: bed times after noon are those of the evening before.
        evening = times["to_bed"] >= (anchor if anchor is not None else _NOON)
        walls["to_bed"] = datetime.combine(day - timedelta(days=1) if evening else day, times["to_bed"])
    return {field: localise(wall) for field, wall in walls.items()}
