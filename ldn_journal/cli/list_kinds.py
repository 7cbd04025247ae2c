"""What each list shows, and how an entry of it is given on the command line."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from typing import Any, cast

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _, format_number
from ldn_journal.cli.commands import Parser, day_from
from ldn_journal.cli.conditions import condition_kind
from ldn_journal.cli.list_kind import ListKind, Row, day_argument
from ldn_journal.cli.phases import phase_kind
from ldn_journal.cli.questionnaires import questionnaire_kind
from ldn_journal.clinical.cautions import cautions
from ldn_journal.clinical.measures import usual_measures
from ldn_journal.clinical.opioids import match_opioids, opioid_sentences
from ldn_journal.domain.amounts import AmountError, format_amount, parse_amount, parse_decimal
from ldn_journal.domain.catalogue import Record, validate
from ldn_journal.domain.days import parse_time
from ldn_journal.domain.doses import Form, Prescription, TitrationStep
from ldn_journal.domain.life import Event, Medicine, Visit
from ldn_journal.domain.measures import Better, Measure, NewMeasure, Recall, Scale
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.journal import Journal

_RANGES = {
    Scale.NUMERIC: (0, 10),
    Scale.SEVERITY: (0, 4),
    Scale.DURATION: (0, 1440),
    Scale.COUNT: (0, 100),
    Scale.YES_NO: (0, 1),
}
_SEVERITIES = ("none", "mild", "moderate", "severe", "very severe")


def list_kinds() -> dict[str, ListKind]:
    """Return the lists by the name of their command."""
    by_day = _("its day")
    return {
        "regimen": ListKind(
            Kind.STEP,
            "titration_steps",
            (_("From"), _("Amount"), _("Times a day"), _("Usual time"), _("Form"), _("Note")),
            _rows(Kind.STEP, lambda step: _step_cells(cast(TitrationStep, step))),
            _step_arguments,
            _step,
            lambda step: {str(step.day)},
            by_day,
        ),
        "medicine": ListKind(
            Kind.MEDICINE,
            "medicines",
            (_("From"), _("Until"), _("Name"), _("Dose"), _("Note")),
            _rows(Kind.MEDICINE, lambda one: _medicine_cells(cast(Medicine, one))),
            _medicine_arguments,
            _medicine,
            lambda one: {str(one.day), one.name.casefold()},
            _("its name or day"),
            remarks=lambda one: opioid_sentences(match_opioids(one.name)),
        ),
        "condition": condition_kind(),
        "prescription": ListKind(
            Kind.PRESCRIPTION,
            "prescriptions",
            (_("Filled"), _("Form"), _("Strength"), _("Quantity"), _("Use by"), _("Pharmacy")),
            _rows(Kind.PRESCRIPTION, lambda one: _prescription_cells(cast(Prescription, one))),
            _prescription_arguments,
            _prescription,
            lambda one: {str(one.day)},
            by_day,
        ),
        "visit": ListKind(
            Kind.VISIT,
            "visits",
            (_("Day"), _("With"), _("Reason"), _("Questions"), _("Said")),
            _rows(Kind.VISIT, lambda one: _visit_cells(cast(Visit, one))),
            _visit_arguments,
            _visit,
            lambda one: {str(one.day)},
            by_day,
        ),
        "event": ListKind(
            Kind.EVENT,
            "events",
            (_("Day"), _("Until"), _("What"), _("Note")),
            _rows(Kind.EVENT, lambda one: _event_cells(cast(Event, one))),
            _event_arguments,
            _event,
            lambda one: {str(one.day), one.what.casefold()},
            _("its name or day"),
        ),
        "measure": ListKind(
            Kind.MEASURE,
            "measures",
            (_("Key"), _("Name"), _("Scale"), _("Range"), _("Better"), _("Asked for"), _("Own")),
            _measure_rows,
            _measure_arguments,
            _measure,
            lambda one: {one.key},
            _("its key"),
            _track,
        ),
        "questionnaire": questionnaire_kind(),
        "phase": phase_kind(),
    }


def _rows(kind: Kind, cells: Callable[[Record], Sequence[str]]) -> Callable[[Journal], list[Row]]:
    def rows(journal: Journal) -> list[Row]:
        return [Row(one.id, cells(one), one.model_dump(mode="json")) for one in journal.records(kind)]

    return rows


# Regimen ---------------------------------------------------------------------------------------------------------


def _step_cells(step: TitrationStep) -> Sequence[str]:
    return (
        str(step.day),
        format_amount(step.amount_pg) if step.amount_pg else _("break"),
        str(step.times_per_day),
        "" if step.usual_time is None else f"{step.usual_time:%H:%M}",
        "" if step.form is None else str(step.form),
        step.note or "",
    )


def _step_arguments(parser: Parser) -> None:
    day_argument(parser, _("from this day on"))
    parser.add_argument("amount", metavar="AMOUNT", help=_("like 4.5mg; “break” for none"))
    parser.add_argument("--times", metavar="N", default="1", help=_("times a day"))
    parser.add_argument("--at", metavar="22:30", help=_("usual clock time"))
    parser.add_argument("--form", type=_form, metavar="FORM", help=_form_names())
    parser.add_argument("--note")
    parser.add_argument("--yes", action="store_true", help=_("store 10 mg or more as well"))


def _step(journal: Journal, given: Namespace) -> NewRecord:
    day = day_from(given.day, journal.today(), ahead=True)
    if given.amount.strip().casefold() in ("break", _("break").casefold(), "0"):
        amount = 0
    else:
        amount = parse_amount(given.amount, journal.liquid_strength(day))
    return validate(
        Kind.STEP,
        {
            "day": day,
            "amount_pg": amount,
            "times_per_day": _count(given.times),
            "usual_time": None if given.at is None else parse_time(given.at),
            "form": given.form,
            "note": given.note,
        },
    )


def _count(text: str) -> int:
    number = parse_decimal(text)
    if number != int(number):
        raise AmountError(_("“{text}” is not a whole number.").format(text=text[:20]))
    return int(number)


def _form(name: str) -> Form:
    """The form of that name. Raises ``InvalidEntry`` with the fact about slow-release forms where one is asked for."""
    asked = name.strip().casefold().replace("_", "-").replace(" ", "-")
    if asked.endswith("-release") and not asked.startswith("immediate"):
        raise InvalidEntry({"form": cautions()["extended_release"].text})
    try:
        return Form[asked.upper()]
    except KeyError:
        raise ArgumentTypeError(
            _("“{name}” is not a form; choose from {names}").format(name=name[:40], names=_form_names())
        ) from None


def _form_names() -> str:
    return ", ".join(form.name.lower() for form in Form)


# Medicines -------------------------------------------------------------------------------------------------------


def _medicine_cells(one: Medicine) -> Sequence[str]:
    return (str(one.day), str(one.until or ""), one.name, one.dose or "", one.note or "")


def _medicine_arguments(parser: Parser) -> None:
    day_argument(parser, _("the day it was begun"))
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--dose", help=_("how much and when, in your own words"))
    parser.add_argument("--until", metavar="DAY", help=_("the last day"))
    parser.add_argument("--note")


def _medicine(journal: Journal, given: Namespace) -> NewRecord:
    return validate(Kind.MEDICINE, _days(journal, given) | {"name": given.name, "dose": given.dose, "note": given.note})


def _days(journal: Journal, given: Namespace) -> dict[str, Any]:
    today = journal.today()
    until = None if given.until is None else day_from(given.until, today, ahead=True)
    return {"day": day_from(given.day, today, ahead=True), "until": until}


# Prescriptions ---------------------------------------------------------------------------------------------------


def _prescription_cells(one: Prescription) -> Sequence[str]:
    quantity = "" if one.quantity is None else format_number(one.quantity)
    if quantity and one.pg_per_ml is not None:
        quantity = _("{number} mL").format(number=quantity)
    return (str(one.day), str(one.form), one.strength, quantity, str(one.use_by or ""), one.pharmacy or "")


def _prescription_arguments(parser: Parser) -> None:
    day_argument(parser, _("the day it was filled"))
    parser.add_argument("form", type=_form, metavar="FORM", help=_form_names())
    parser.add_argument("strength", metavar="STRENGTH", help=_("of one piece, 4.5mg, or of the liquid, 1mg/mL"))
    parser.add_argument("--quantity", help=_("pieces, or mL of a liquid"))
    for option in ("--pharmacy", "--filler", "--lot", "--note"):
        parser.add_argument(option)
    parser.add_argument("--use-by", metavar="DAY", help=_("the date printed by the pharmacy"))


def _prescription(journal: Journal, given: Namespace) -> NewRecord:
    today = journal.today()
    amount, slash, per = given.strength.partition("/")
    if slash and per.strip().casefold() != "ml":
        raise AmountError(
            _("“{text}” is not a strength; write it like 4.5mg or 1mg/mL.").format(text=given.strength[:40])
        )
    return validate(
        Kind.PRESCRIPTION,
        {
            "day": day_from(given.day, today),
            "form": given.form,
            "pg_per_ml" if slash else "strength_pg": parse_amount(amount),
            "quantity": None if given.quantity is None else float(parse_decimal(given.quantity)),
            "pharmacy": given.pharmacy,
            "filler": given.filler,
            "lot": given.lot,
            "note": given.note,
            "use_by": None if given.use_by is None else day_from(given.use_by, today, ahead=True),
        },
    )


# Visits and events -----------------------------------------------------------------------------------------------


def _visit_cells(one: Visit) -> Sequence[str]:
    return (str(one.day), one.with_whom or "", one.reason or "", "; ".join(one.questions), one.said or "")


def _visit_arguments(parser: Parser) -> None:
    day_argument(parser, _("the day of the visit"))
    parser.add_argument("--with", dest="with_whom", metavar="WHOM")
    parser.add_argument("--reason")
    parser.add_argument("--question", action="append", default=[], help=_("something to ask; may be given again"))
    parser.add_argument("--said", help=_("what was said"))


def _visit(journal: Journal, given: Namespace) -> NewRecord:
    return validate(
        Kind.VISIT,
        {
            "day": day_from(given.day, journal.today(), ahead=True),
            "with_whom": given.with_whom,
            "reason": given.reason,
            "questions": given.question,
            "said": given.said,
        },
    )


def _event_cells(one: Event) -> Sequence[str]:
    return (str(one.day), str(one.until or ""), one.what, one.note or "")


def _event_arguments(parser: Parser) -> None:
    day_argument(parser, _("the day it began"))
    parser.add_argument("what", metavar="WHAT", help=_("flare, infection, stress, surgery, travel, ..."))
    parser.add_argument("--until", metavar="DAY", help=_("the last day"))
    parser.add_argument("--note")


def _event(journal: Journal, given: Namespace) -> NewRecord:
    return validate(Kind.EVENT, _days(journal, given) | {"what": given.what, "note": given.note})


# Measures --------------------------------------------------------------------------------------------------------

_MEASURE_FIELDS = ("key", "name", "question", "scale", "low", "high", "better", "recall", "unit", "anchors", "retired")


def _measure_rows(journal: Journal) -> list[Row]:
    tracked = {measure.key for measure in journal.tracked()}
    return [_measure_row(measure, measure.key in tracked) for measure in journal.measures().values()]


def _measure_row(measure: NewMeasure, asked_for: bool) -> Row:
    identity = measure.id if isinstance(measure, Measure) else ""
    own = bool(identity)
    cells = (
        measure.key,
        _(measure.name),
        str(measure.scale).replace("_", " "),
        _("{low} to {high}").format(low=measure.show(measure.low), high=measure.show(measure.high)),
        str(measure.better),
        _("yes") if asked_for else "",
        _("yes") if own else "",
    )
    dumped = measure.model_dump(mode="json")
    fields = {name: dumped[name] for name in _MEASURE_FIELDS}
    return Row(identity, cells, fields | {"id": identity or None, "own": own, "tracked": asked_for})


def _measure_arguments(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help=_("a short word of small letters, digits and _"))
    parser.add_argument("name", metavar="NAME", help=_("as pages and reports show it"))
    parser.add_argument("--scale", choices=[str(scale) for scale in Scale], default=str(Scale.NUMERIC))
    parser.add_argument("--low", help=_("lowest value"))
    parser.add_argument("--high", help=_("highest value"))
    parser.add_argument("--better", choices=[str(better) for better in Better], default=str(Better.LOWER))
    parser.add_argument("--recall", choices=[str(recall) for recall in Recall], default=str(Recall.TODAY))
    parser.add_argument("--unit")
    parser.add_argument("--question")
    parser.add_argument("--anchor", action="append", default=[], metavar="NUMBER=WORDS", help=_("may be given again"))
    parser.add_argument("--track", action="store_true", help=_("ask for it on the Today page"))


def _measure(_journal: Journal, given: Namespace) -> NewRecord:
    scale = Scale(given.scale)
    low, high = (
        float(usual if text is None else parse_decimal(text))
        for text, usual in zip((given.low, given.high), _RANGES[scale], strict=True)
    )
    anchors = {str(number): word for number, word in enumerate(_SEVERITIES)} if scale is Scale.SEVERITY else {}
    for text in given.anchor:
        number, equals, words = text.partition("=")
        if not equals or not words.strip():
            raise InvalidEntry({"anchor": _("“{text}” is not NUMBER=WORDS, like 0=none.").format(text=text[:40])})
        anchors[format(float(parse_decimal(number)), "g")] = words.strip()
    return validate(
        Kind.MEASURE,
        {
            "key": given.key,
            "name": given.name,
            "scale": scale,
            "low": low,
            "high": high,
            "better": Better(given.better),
            "recall": Recall(given.recall),
            "unit": given.unit,
            "question": given.question,
            "anchors": anchors,
        },
    )


def _track(journal: Journal, given: Namespace) -> None:
    tracked = journal.settings.tracked
    keys = tuple(usual_measures()) if tracked is None else tracked
    if given.track and given.key not in keys:
        journal.change_settings(tracked=(*keys, given.key))
