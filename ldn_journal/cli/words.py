"""Records as a person reads them on a terminal."""

from collections.abc import Mapping
from datetime import date, datetime

from ldn_journal.base.texts import _, format_duration, format_number, ngettext
from ldn_journal.domain.amounts import format_amount
from ldn_journal.domain.doses import Dose, DoseState, NewDose
from ldn_journal.domain.life import NewEvent, NewNote
from ldn_journal.domain.measures import NewMeasure, NewRating, Scale
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import NewRecord

NOT_RECORDED = "–"


def clock(at: datetime, day: date) -> str:
    """Return a clock time; one that lies on another calendar date than its journal day says so."""
    if at.date() > day:
        return _("{time} after midnight").format(time=f"{at:%H:%M}")
    return f"{at:%H:%M}"


def dose(one: NewDose) -> str:
    """Return a dose in words: 4.5 mg at 22:30, skipped: nausea, missed."""
    if one.state is DoseState.TAKEN:
        amount = format_amount(one.amount_pg or 0)
        return amount if one.at is None else _("{amount} at {time}").format(amount=amount, time=clock(one.at, one.day))
    if one.state is DoseState.MISSED:
        return _("missed")
    return _("skipped: {reason}").format(reason=one.reason) if one.reason else _("skipped")


def doses(all_of_day: tuple[Dose, ...]) -> str:
    """Return a day's doses in words, a dash where none is recorded."""
    return "; ".join(dose(one) for one in all_of_day) or NOT_RECORDED


def state(all_of_day: tuple[Dose, ...]) -> str:
    """Return the state of a day's doses: taken (if any was), skipped, missed or ``not recorded``."""
    states = {one.state for one in all_of_day}
    return next((str(one) for one in DoseState if one in states), "not recorded")


def value(measure: NewMeasure, found: float | None) -> str:
    """Return a day's value for a table: 0 is a value, a dash is none."""
    if found is None:
        return NOT_RECORDED
    if measure.scale is Scale.DURATION:
        hours, minutes = divmod(round(found), 60)
        return f"{hours}:{minutes:02}"
    return format_number(round(found, 1))


def rating(measure: NewMeasure, found: float) -> str:
    """Return one rating in words: 4, 1 (mild), 7 h 10 min."""
    if measure.scale is Scale.YES_NO:
        return _("yes") if found else _("no")
    shown = measure.show(found)
    word = measure.in_words(found)
    return shown if word == shown else _("{value} ({word})").format(value=shown, word=word)


def night(one: NewNight) -> str:
    """Return a night in words."""
    parts: list[str] = []
    if one.total_sleep_minutes is not None:
        parts.append(_("{duration} asleep").format(duration=format_duration(one.total_sleep_minutes)))
    if one.quality is not None:
        parts.append(_("quality {value}").format(value=one.quality))
    if one.to_bed is not None:
        parts.append(_("to bed {time}").format(time=f"{one.to_bed:%H:%M}"))
    if one.minutes_to_sleep is not None:
        parts.append(_("asleep after {duration}").format(duration=format_duration(one.minutes_to_sleep)))
    if one.awakenings is not None:
        parts.append(ngettext("{count} awakening", "{count} awakenings", one.awakenings).format(count=one.awakenings))
    if one.minutes_awake is not None:
        parts.append(_("awake for {duration}").format(duration=format_duration(one.minutes_awake)))
    if one.woke is not None:
        parts.append(_("woke {time}").format(time=f"{one.woke:%H:%M}"))
    if one.out_of_bed is not None:
        parts.append(_("up {time}").format(time=f"{one.out_of_bed:%H:%M}"))
    return ", ".join(parts)


def entry(record: NewRecord, measures: Mapping[str, NewMeasure]) -> tuple[str, str]:
    """Return what a day's record is and what it says."""
    match record:
        case NewDose():
            return _("Dose"), dose(record)
        case NewRating():
            measure = measures[record.measure]
            said = rating(measure, record.value)
            if record.at is not None:
                said = _("{value} at {time}").format(value=said, time=clock(record.at, record.day))
            return _(measure.name), said
        case NewNight():
            return _("Night"), night(record)
        case NewNote():
            return _("Note"), record.text
        case NewEvent():
            return _("Event"), record.what
    return str(record.kind), ""
