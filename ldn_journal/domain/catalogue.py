"""Every kind of record with its two models, in the order in which a file lists them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import ValidationError

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _
from ldn_journal.domain.doses import Dose, NewDose, NewPrescription, NewTitrationStep, Prescription, TitrationStep
from ldn_journal.domain.life import (
    Condition,
    Event,
    Medicine,
    NewCondition,
    NewEvent,
    NewMedicine,
    NewNote,
    NewQuestionnaireResponse,
    NewVisit,
    Note,
    QuestionnaireResponse,
    Visit,
)
from ldn_journal.domain.measures import Measure, NewMeasure, NewRating, Rating
from ldn_journal.domain.nights import NewNight, Night
from ldn_journal.domain.phase_edits import NewPhaseEdit, PhaseEdit
from ldn_journal.domain.records import Kind, NewRecord

Record: TypeAlias = (
    Dose
    | Rating
    | Night
    | Note
    | Event
    | TitrationStep
    | Prescription
    | Medicine
    | Condition
    | Visit
    | QuestionnaireResponse
    | Measure
    | PhaseEdit
)

NEW: Mapping[Kind, type[NewRecord]] = {
    model.kind: model
    for model in (
        NewMeasure, NewTitrationStep, NewPrescription, NewDose, NewRating, NewNight, NewNote, NewEvent, NewMedicine,
        NewCondition, NewVisit, NewQuestionnaireResponse, NewPhaseEdit,
    )
}  # fmt: skip
STORED: Mapping[Kind, type[Record]] = {
    model.kind: model
    for model in (
        Measure, TitrationStep, Prescription, Dose, Rating, Night, Note, Event, Medicine, Condition, Visit,
        QuestionnaireResponse, PhaseEdit,
    )
}  # fmt: skip


def validate(kind: Kind, fields: Mapping[str, Any]) -> NewRecord:
    """Return ``fields`` as a checked new record of ``kind``. Raises ``InvalidEntry`` with a sentence per field."""
    try:
        return NEW[kind].model_validate(dict(fields))
    except ValidationError as error:
        raise InvalidEntry(sentences(error)) from error


def constructed(model: type[Record], fields: dict[str, Any]) -> Record:
    """Return what ``model.model_construct(**fields)`` does when every field is given, in a tenth of the time."""
    made: Record = model.__new__(model)
    object.__setattr__(made, "__dict__", fields)
    object.__setattr__(made, "__pydantic_fields_set__", set(fields))
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


def sentences(error: ValidationError) -> dict[str, str]:
    """Return one plain sentence per field of a failed validation; ``""`` is the entry as a whole."""
    found: dict[str, str] = {}
    for problem in error.errors(include_url=False, include_input=False):
        field = str(problem["loc"][0]) if problem["loc"] else ""
        found.setdefault(field, _sentence(field, problem["type"], problem.get("ctx", {})))
    return found


def _sentence(field: str, kind: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    name = field.replace("_", " ")
    bounds = {
        "greater_than": ("gt", _("{field}: must be more than {bound}.")),
        "greater_than_equal": ("ge", _("{field}: must be {bound} or more.")),
        "less_than": ("lt", _("{field}: must be less than {bound}.")),
        "less_than_equal": ("le", _("{field}: must be {bound} or less.")),
        "string_too_long": ("max_length", _("{field}: longer than {bound} characters.")),
        "string_too_short": ("min_length", _("{field}: must not be empty.")),
    }
    if kind in bounds:
        key, sentence = bounds[kind]
        return sentence.format(field=name, bound=context.get(key, ""))
    if kind == "missing":
        return _("{field}: is missing.").format(field=name)
    if kind == "extra_forbidden":
        return _("{field}: is not known here.").format(field=name)
    if kind == "string_unicode":
        return _("{field}: holds something that is no text.").format(field=name or _("entry"))
    return _("{field}: cannot be read.").format(field=name or _("entry"))
