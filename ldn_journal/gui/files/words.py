"""How files, kinds of entries and single entries are said on this page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ldn_journal.base.texts import _, format_duration, format_number, ngettext
from ldn_journal.gui.treatment.words import joined, step_amount, step_details
from ldn_journal.gui.widgets.clock_edit import format_clock

if TYPE_CHECKING:
    from datetime import datetime

    from ldn_journal.domain.catalogue import Record
    from ldn_journal.domain.doses import Dose
    from ldn_journal.domain.measures import NewMeasure, Rating
    from ldn_journal.domain.nights import Night
    from ldn_journal.domain.records import Kind

_LONGEST = 160


def format_words(form: str, *, mapped: bool, folder: bool) -> str:
    """Return what a file was taken for."""
    if form == "csv" and mapped:
        return _("a table, by what you said of its columns")
    words = {
        "json": _("a whole journal of LDN Journal (JSON)"),
        "csv": _("the tables of LDN Journal") if folder else _("a table of LDN Journal (CSV)"),
        "apple-health": _("an export of Apple Health"),
        "bearable": _("an export of Bearable"),
        "daylio": _("an export of Daylio"),
        "flaredown": _("an export of Flaredown"),
        "loop": _("an export of Loop Habit Tracker"),
        "medtimer": _("an export of MedTimer"),
        "track-and-graph": _("an export of Track & Graph"),
    }
    return words.get(form, form)


def kind_words(kind: "Kind", n: int) -> str:
    """Return how many entries of a kind."""
    from ldn_journal.domain.records import Kind
    from ldn_journal.exchange.receipt import format_count

    phrases = {
        Kind.DOSE: ngettext("{n} dose", "{n} doses", n),
        Kind.RATING: ngettext("{n} rating", "{n} ratings", n),
        Kind.NIGHT: ngettext("{n} night", "{n} nights", n),
        Kind.NOTE: ngettext("{n} note", "{n} notes", n),
        Kind.EVENT: ngettext("{n} event", "{n} events", n),
        Kind.STEP: ngettext("{n} step of the plan", "{n} steps of the plan", n),
        Kind.PRESCRIPTION: ngettext("{n} prescription", "{n} prescriptions", n),
        Kind.MEDICINE: ngettext("{n} other medicine", "{n} other medicines", n),
        Kind.VISIT: ngettext("{n} visit", "{n} visits", n),
        Kind.RESPONSE: ngettext("{n} questionnaire", "{n} questionnaires", n),
        Kind.MEASURE: ngettext("{n} new measure", "{n} new measures", n),
        Kind.PHASE_EDIT: ngettext("{n} change of a phase", "{n} changes of phases", n),
        Kind.CONDITION: ngettext("{n} health fact", "{n} health facts", n),
    }
    return phrases[kind].format(n=format_count(n))


def entry_words(record: "Record", measures: "Mapping[str, NewMeasure]") -> str:
    """Return one entry in words, without its day. On the journal's thread: what words values is slow to load."""
    from ldn_journal.domain.doses import Dose
    from ldn_journal.domain.life import Event, Note
    from ldn_journal.domain.measures import Rating
    from ldn_journal.domain.nights import Night

    match record:
        case Dose():
            words = _dose(record)
        case Rating():
            words = _rating(record, measures)
        case Night():
            words = _night(record)
        case Note():
            words = _("Note: {text}").format(text=" ".join(record.text.split()))
        case Event():
            words = joined(_("Event: {what}").format(what=record.what), record.note)
        case _other:
            words = _rarer(record)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def _rarer(record: "Record") -> str:
    from ldn_journal.clinical.questionnaires import questionnaires
    from ldn_journal.domain.doses import Prescription, TitrationStep
    from ldn_journal.domain.life import Condition, Medicine, QuestionnaireResponse, Visit, condition_name

    match record:
        case TitrationStep():
            return joined(_("Plan: {amount}").format(amount=step_amount(record)), step_details(record))
        case Prescription():
            return _("Prescription: {strength}").format(strength=record.strength)
        case Medicine():
            return joined(record.name, record.dose)
        case Visit():
            return joined(_("Visit"), record.with_whom, record.reason)
        case QuestionnaireResponse():
            known = questionnaires().get(record.questionnaire)
            return known.name if known is not None else record.questionnaire
        case Condition():
            return condition_name(record)
        case _other:
            return _("A phase was named, joined or split")


def _at(at: "datetime | None") -> str:
    return _("at {time}").format(time=format_clock(at.time())) if at is not None else ""


def _dose(dose: "Dose") -> str:
    from ldn_journal.domain.amounts import format_amount
    from ldn_journal.domain.doses import DoseState

    if dose.state is DoseState.TAKEN:
        return joined(_("Dose taken: {amount}").format(amount=format_amount(dose.amount_pg or 0)), _at(dose.at))
    return _("Dose missed") if dose.state is DoseState.MISSED else joined(_("Dose skipped"), dose.reason)


def _rating(rating: "Rating", measures: "Mapping[str, NewMeasure]") -> str:
    from ldn_journal.charts.words import value_words

    measure = measures.get(rating.measure)
    if measure is None:
        return joined(f"{rating.measure} {format_number(rating.value)}", _at(rating.at))
    said = _("{measure}: {value}").format(measure=_(measure.name), value=value_words(measure, rating.value))
    return joined(said, _at(rating.at))


def _night(night: "Night") -> str:
    slept = night.total_sleep_minutes
    times = ((_("to bed {time}"), night.to_bed), (_("woke {time}"), night.woke))
    return joined(
        _("Night"),
        _("{length} asleep").format(length=format_duration(slept)) if slept is not None else None,
        _("quality {n}").format(n=night.quality) if night.quality is not None else None,
        *(words.format(time=format_clock(at.time())) for words, at in times if at is not None),
    )
