"""What a record says, in short facts that can be compared: "Dose" "4.5 mg at 22:30", "Night" "quality" "6"."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from ldn_journal.base.texts import _, as_spoken, format_day, format_duration, format_number
from ldn_journal.domain.amounts import format_amount
from ldn_journal.domain.catalogue import NEW
from ldn_journal.domain.doses import DoseState, NewDose, NewPrescription, NewTitrationStep
from ldn_journal.domain.life import NewCondition, NewEvent, NewMedicine, NewNote, NewQuestionnaireResponse, NewVisit
from ldn_journal.domain.life import condition_name as _condition_name
from ldn_journal.domain.measures import NewMeasure, NewRating, Scale
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.phase_edits import NewPhaseEdit, PhaseEditKind
from ldn_journal.domain.records import Kind, NewRecord


class Fact(NamedTuple):
    """One thing that a record says. ``part``: empty for the main one; ``free``: words of the person's own."""

    part: str
    words: str
    free: bool = False


class Facts(NamedTuple):
    """A record in words: what it is called ("Pain", "Dose", "Plan"), and what it says, the main thing first."""

    name: str
    facts: tuple[Fact, ...]

    @property
    def said(self) -> str:
        """All it says, in one line."""
        parts = (
            _("{part} {words}").format(part=one.part, words=one.words) if one.part else one.words for one in self.facts
        )
        return ", ".join(parts)


def facts_of(record: NewRecord, measures: Mapping[str, NewMeasure]) -> Facts:
    """Return what ``record`` says. ``measures`` by key; a rating of a measure that is gone is called by its key."""
    match record:
        case NewDose():
            return Facts(_("Dose"), (Fact("", _dose(record)),))
        case NewRating():
            measure = measures.get(record.measure)
            name = record.measure if measure is None else _(measure.name)
            return Facts(name, (Fact("", _rating(record, measure)),))
        case NewNight():
            return Facts(_("Night"), _night(record))
        case NewNote():
            at = () if record.at is None else (Fact(_("time"), _clock(record.at, record.day)),)
            return Facts(_("Note"), (Fact("", record.text, free=True), *at))
        case NewQuestionnaireResponse():
            return _response(record)
    return _rarer(record)


def _clock(at: datetime, day: date) -> str:
    """Return a clock time; one that lies on another calendar date than its journal day says so."""
    return _("{time} after midnight").format(time=f"{at:%H:%M}") if at.date() > day else f"{at:%H:%M}"


def _at(words: str, at: datetime | None, day: date) -> str:
    return words if at is None else _("{words} at {time}").format(words=words, time=_clock(at, day))


def _dose(dose: NewDose) -> str:
    if dose.state is DoseState.MISSED:
        return _at(_("missed"), dose.at, dose.day)
    if dose.state is DoseState.SKIPPED:
        words = _("skipped: {reason}").format(reason=dose.reason) if dose.reason else _("skipped")
        return _at(words, dose.at, dose.day)
    amount = format_amount(dose.amount_pg or 0)
    entered = as_spoken(dose.entered or "")
    if entered and entered.replace(" ", "") != amount.replace("\u00a0", ""):
        amount = _("{amount} (entered as {entered})").format(amount=amount, entered=entered)
    return _at(amount, dose.at, dose.day)


def _rating(rating: NewRating, measure: NewMeasure | None) -> str:
    if measure is None:
        said = format_number(rating.value)
    elif measure.scale is Scale.YES_NO:
        said = _("yes") if rating.value else _("no")
    else:
        said, word = measure.show(rating.value), measure.in_words(rating.value)
        if word != said:
            said = _("{value} ({word})").format(value=said, word=word)
    return _at(said, rating.at, rating.day)


def _night(night: NewNight) -> tuple[Fact, ...]:
    durations = (
        (_("asleep"), night.asleep_minutes),
        (_("asleep after"), night.minutes_to_sleep),
        (_("awake"), night.minutes_awake),
    )
    counts = ((_("quality"), night.quality), (_("awakenings"), night.awakenings))
    clocks = ((_("to bed"), night.to_bed), (_("woke"), night.woke), (_("up"), night.out_of_bed))
    return (
        *(Fact(part, format_duration(minutes)) for part, minutes in durations if minutes is not None),
        *(Fact(part, str(n)) for part, n in counts if n is not None),
        *(Fact(part, f"{at:%H:%M}") for part, at in clocks if at is not None),
    )


def _response(response: NewQuestionnaireResponse) -> Facts:
    from ldn_journal.clinical.questionnaires import questionnaires

    known = questionnaires().get(response.questionnaire)
    if known is None:
        answers = tuple(Fact(key, format_number(value)) for key, value in response.answers.items())
        return Facts(response.questionnaire, answers)
    items = {item.key: item for item in known.items}
    return Facts(
        known.name,
        tuple(
            Fact(items[key].text, items[key].in_words(value)) if key in items else Fact(key, format_number(value))
            for key, value in response.answers.items()
        ),
    )


def _rarer(record: NewRecord) -> Facts:
    """Return a record of the lists: its main words, then every other field that holds something."""
    match record:
        case NewEvent():
            return _with_fields(_("Event"), Fact("", record.what, free=True), record, {"what"})
        case NewTitrationStep():
            amount = format_amount(record.amount_pg) if record.amount_pg else _("break")
            return _with_fields(_("Plan"), Fact("", amount), record, {"amount_pg"})
        case NewPrescription():
            return _with_fields(_("Prescription"), Fact("", record.strength), record, {"strength_pg", "pg_per_ml"})
        case NewMedicine():
            return _with_fields(_("Medicine"), Fact("", record.name, free=True), record, {"name"})
        case NewCondition():
            main = Fact("", _condition_name(record), free=record.name is not None)
            return _with_fields(_("Health fact"), main, record, {"condition", "name"})
        case NewVisit():
            main = Fact("", record.with_whom or "", free=True)
            return _with_fields(_("Visit"), main, record, {"with_whom"})
        case NewMeasure():
            return _with_fields(_("Measure"), Fact("", _(record.name), free=True), record, {"name"})
        case NewPhaseEdit():
            edits = {
                PhaseEditKind.NAME: _("named"),
                PhaseEditKind.JOIN: _("joined with the one before"),
                PhaseEditKind.SPLIT: _("begins anew"),
            }
            return _with_fields(_("Phase"), Fact("", edits[record.edit]), record, {"edit"})
    raise TypeError(record.kind)


def _with_fields(name: str, main: Fact, record: NewRecord, said: set[str]) -> Facts:
    facts = [main] if main.words else []
    names = part_names()
    for field in NEW[record.kind].model_fields:
        value = getattr(record, field)
        if field == "day" or field in said or value in (None, False, [], {}):
            continue
        facts.append(Fact(names[field], _field(field, value), free=isinstance(value, str | list | dict)))
    return Facts(name, tuple(facts))


def _field(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes")
    if isinstance(value, StrEnum):
        return _(str(value).replace("_", " "))
    if isinstance(value, int | float):
        return format_amount(int(value)) if name.endswith("_pg") else format_number(value)
    if isinstance(value, time | datetime):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, dict):
        return "; ".join(_("{part} {words}").format(part=key, words=one) for key, one in value.items())
    return "; ".join(value) if isinstance(value, list) else str(value)


def part_names() -> dict[str, str]:
    """Return what the fields of the rarer records are called in the middle of a sentence."""
    return {
        "amount_pg": _("amount"),
        "times_per_day": _("times a day"),
        "usual_time": _("usual time"),
        "form": _("form"),
        "quantity": _("quantity"),
        "pharmacy": _("pharmacy"),
        "filler": _("filler"),
        "lot": _("lot"),
        "use_by": _("use by"),
        "note": _("note"),
        "until": _("until"),
        "dose": _("dose"),
        "name": _("name"),
        "reason": _("reason"),
        "questions": _("questions"),
        "said": _("what was said"),
        "key": _("key"),
        "question": _("question"),
        "scale": _("scale"),
        "low": _("lowest"),
        "high": _("highest"),
        "better": _("better"),
        "recall": _("time asked about"),
        "unit": _("unit"),
        "anchors": _("words for values"),
        "explanation": _("explanation"),
        "retired": _("no longer asked for"),
    }


def kind_name(kind: Kind) -> str:
    """Return what the records of a kind are called together."""
    return {
        Kind.DOSE: _("Doses"),
        Kind.RATING: _("Ratings"),
        Kind.NIGHT: _("Nights"),
        Kind.NOTE: _("Notes"),
        Kind.EVENT: _("Events"),
        Kind.STEP: _("Plan"),
        Kind.PRESCRIPTION: _("Prescriptions"),
        Kind.MEDICINE: _("Other medicines"),
        Kind.CONDITION: _("Health facts"),
        Kind.VISIT: _("Visits"),
        Kind.RESPONSE: _("Questionnaires"),
        Kind.MEASURE: _("Own measures"),
        Kind.PHASE_EDIT: _("Phases"),
    }[kind]
