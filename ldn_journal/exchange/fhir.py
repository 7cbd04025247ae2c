"""The journal as a FHIR R4 ``Bundle`` of type ``collection``, for programs of clinics. Only out, never in.

Codes are the verified ones of ``resources/clinical``; what has none is text. Every resource's id is its record's own (or is
worked out from it), so that a second export updates what a first one brought and adds nothing twice. Notes, events, visits
and prescriptions are left out: they are the person's own words. It makes no claim to be an International Patient Summary.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from ldn_journal.clinical.measures import night_field
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.catalogue import Record
from ldn_journal.domain.doses import Dose, DoseState, TitrationStep
from ldn_journal.domain.life import Condition, ConditionKind, Medicine, QuestionnaireResponse
from ldn_journal.domain.measures import BuiltInMeasure, NewMeasure, Rating, Scale
from ldn_journal.domain.nights import Night
from ldn_journal.domain.records import Kind

Json = dict[str, Any]

UCUM = "http://unitsofmeasure.org"
SNOMED = "http://snomed.info/sct"
SYSTEMS = {"loinc": "http://loinc.org", "snomed": SNOMED}
SURVEY = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey", "display": "Survey"}
CONDITION_STATUS = "http://terminology.hl7.org/CodeSystem/condition-clinical"
PROBLEM = {
    "system": "http://terminology.hl7.org/CodeSystem/condition-category",
    "code": "problem-list-item",
    "display": "Problem List Item",
}
NALTREXONE = {
    "coding": [
        {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "7243", "display": "naltrexone"},
        {"system": "http://www.whocc.no/atc", "code": "N07BB04", "display": "naltrexone"},
        {"system": "http://fdasis.nlm.nih.gov", "code": "5S6W795CQM", "display": "NALTREXONE"},
    ],
    "text": "naltrexone, low dose",
}
SEVERITY_CODES = {0: "2667000", 1: "255604002", 2: "1255665007", 3: "24484000"}
"""SNOMED CT: absent, mild, moderate, severe. Very severe has none that was verified."""
_UNITS = {"%": ("%", "%"), "kg": ("kg", "kg"), "min": ("min", "min")}
_MINUTES_AN_HOUR = 60


def write_bundle(
    records: Mapping[Kind, Sequence[Record]],
    measures: Mapping[str, NewMeasure],
    *,
    journal_id: str,
    today: date,
    made_at: datetime,
    name: str | None = None,
    birth_year: int | None = None,
) -> bytes:
    """Return the bundle as UTF-8 JSON. ``measures``: every measure that ratings may name, by key.

    ``journal_id`` is the journal's own UUID, from which the patient's id follows; ``name`` and ``birth_year`` only if given.
    """
    writer = _Writer(journal_id, today)
    resources = [writer.patient(name, birth_year)]
    steps = sorted(_of(records, Kind.STEP, TitrationStep), key=lambda step: (step.day, step.recorded_at))
    for step, following in zip(steps, [*steps, None][1:], strict=True):
        resources.append(writer.regimen(step, following.day if following else None))
    resources += [writer.medicine(one) for one in _of(records, Kind.MEDICINE, Medicine)]
    resources += [writer.condition(one) for one in _of(records, Kind.CONDITION, Condition)]
    resources += [writer.dose(one) for one in _of(records, Kind.DOSE, Dose)]
    for rating in _of(records, Kind.RATING, Rating):
        if rating.measure in measures:
            measure = measures[rating.measure]
            resources.append(writer.observation(rating.id, measure, rating.value, rating.at or rating.day, rating))
    nights = {field: measure for measure in measures.values() if (field := night_field(measure))}
    for night in _of(records, Kind.NIGHT, Night):
        for field, measure in nights.items():
            value = getattr(night, field)
            if value is not None:
                resources.append(writer.observation(derived(night.id, field), measure, value, night.day, night))
    resources += [writer.response(one) for one in _of(records, Kind.RESPONSE, QuestionnaireResponse)]
    bundle = {
        "resourceType": "Bundle",
        "id": derived(journal_id, "bundle"),
        "type": "collection",
        "timestamp": _moment(made_at),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }
    return (json.dumps(bundle, ensure_ascii=False, indent=1) + "\n").encode()


def derived(identity: str, part: str) -> str:
    """Return an id that always is the same for a ``part`` of the record ``identity``."""
    return str(uuid5(UUID(identity), part))


class _Writer:
    """Makes resources about one patient."""

    def __init__(self, journal_id: str, today: date) -> None:
        self._patient_id = derived(journal_id, "patient")
        self._today = today
        self._subject = {"reference": f"urn:uuid:{self._patient_id}"}

    def patient(self, name: str | None, birth_year: int | None) -> Json:
        found: Json = {"resourceType": "Patient", "id": self._patient_id}
        if name:
            found["name"] = [{"text": name}]
        if birth_year:
            found["birthDate"] = f"{birth_year:04}"
        return found

    def regimen(self, step: TitrationStep, next_day: date | None) -> Json:
        """A step of the plan as a statement by the patient. A planned break is on hold."""
        ended = next_day is not None and next_day <= self._today
        status = "intended" if step.day > self._today else "completed" if ended else "active"
        found = self._statement(step.id, "on-hold" if not step.amount_pg else status, NALTREXONE, step.recorded_at)
        found["effectivePeriod"] = _period(step.day, next_day - timedelta(days=1) if next_day else None)
        if step.amount_pg:
            timing = {"repeat": {"frequency": step.times_per_day, "period": 1, "periodUnit": "d"}}
            if step.usual_time is not None and step.times_per_day == 1:
                timing["repeat"]["timeOfDay"] = [step.usual_time.strftime("%H:%M:%S")]
            found["dosage"] = [{"timing": timing, "doseAndRate": [{"doseQuantity": _amount(step.amount_pg)}]}]
        return found

    def medicine(self, one: Medicine) -> Json:
        """Another medicine, in the person's own words: text, never a code."""
        ended = one.until is not None and one.until < self._today
        status = "intended" if one.day > self._today else "completed" if ended else "active"
        found = self._statement(one.id, status, {"text": one.name}, one.recorded_at)
        found["effectivePeriod"] = _period(one.day, one.until)
        if one.dose:
            found["dosage"] = [{"text": one.dose}]
        return found

    def condition(self, one: Condition) -> Json:
        """A health fact as the patient tells it: text, as none of the verified codes says just that.

        An end that is still to come is left out: R4 lets nothing be both active and ended.
        """
        ended = one.until is not None and one.until < self._today
        status = "resolved" if ended else "active"
        found: Json = {
            "resourceType": "Condition",
            "id": one.id,
            "clinicalStatus": {"coding": [{"system": CONDITION_STATUS, "code": status}]},
            "category": [{"coding": [PROBLEM]}],
            "code": {"text": _condition_text(one)},
            "subject": self._subject,
            "onsetDateTime": one.day.isoformat(),
            "recordedDate": _moment(one.recorded_at),
            "asserter": self._subject,
        }
        if ended and one.until is not None:
            found["abatementDateTime"] = one.until.isoformat()
        return found

    def dose(self, dose: Dose) -> Json:
        found: Json = {
            "resourceType": "MedicationAdministration",
            "id": dose.id,
            "status": "completed" if dose.state is DoseState.TAKEN else "not-done",
            "medicationCodeableConcept": NALTREXONE,
            "subject": self._subject,
            "effectiveDateTime": _when(dose.at or dose.day),
            "performer": [{"actor": self._subject}],
        }
        if dose.state is DoseState.SKIPPED:
            found["statusReason"] = [{"text": f"skipped: {dose.reason}" if dose.reason else "skipped"}]
        elif dose.state is DoseState.MISSED:
            found["statusReason"] = [{"text": "missed"}]
        if dose.amount_pg:
            found["dosage"] = {"dose": _amount(dose.amount_pg)}
        return found

    def observation(
        self, identity: str, measure: NewMeasure, value: float, when: date | datetime, record: Rating | Night
    ) -> Json:
        return {
            "resourceType": "Observation",
            "id": identity,
            "status": "final",
            "category": [{"coding": [SURVEY]}],
            "code": _code(measure),
            "subject": self._subject,
            "effectiveDateTime": _when(when),
            "issued": _moment(record.recorded_at),
            "performer": [self._subject],
            **_value(measure, value),
        }

    def response(self, one: QuestionnaireResponse) -> Json:
        return {
            "resourceType": "QuestionnaireResponse",
            "id": one.id,
            "status": "completed",
            "subject": self._subject,
            "authored": _when(one.day),
            "author": self._subject,
            "source": self._subject,
            "item": [
                {"linkId": f"{one.questionnaire}.{key}", "answer": [{"valueDecimal": _number(value)}]}
                for key, value in one.answers.items()
            ],
        }

    def _statement(self, identity: str, status: str, medication: Json, recorded: datetime) -> Json:
        return {
            "resourceType": "MedicationStatement",
            "id": identity,
            "status": status,
            "medicationCodeableConcept": medication,
            "subject": self._subject,
            "dateAsserted": _moment(recorded),
            "informationSource": self._subject,
        }


def _of(records: Mapping[Kind, Sequence[Record]], kind: Kind, model: type[Any]) -> Iterator[Any]:
    return (one for one in records.get(kind, ()) if isinstance(one, model))


def _condition_text(one: Condition) -> str:
    if one.name is None:
        return one.condition.english
    return one.name if one.condition is ConditionKind.OTHER else f"{one.condition.english} ({one.name})"


def _code(measure: NewMeasure) -> Json:
    codes = measure.codes if isinstance(measure, BuiltInMeasure) else {}
    coding = [{"system": SYSTEMS[name], "code": code} for name, code in codes.items() if name in SYSTEMS]
    return {"coding": coding, "text": measure.name} if coding else {"text": measure.name}


def _value(measure: NewMeasure, value: float) -> Json:
    if measure.scale is Scale.YES_NO:
        return {"valueBoolean": bool(value)}
    if measure.scale is Scale.COUNT:
        return {"valueInteger": int(value)}
    if measure.scale is Scale.SEVERITY:
        code = SEVERITY_CODES.get(int(value)) if float(value).is_integer() else None
        concept: Json = {"text": measure.in_words(value)}
        if code:
            concept["coding"] = [{"system": SNOMED, "code": code}]
        return {"valueCodeableConcept": concept}
    if measure.scale is Scale.DURATION:
        if measure.unit == "h":
            return {"valueQuantity": _quantity(round(value / _MINUTES_AN_HOUR, 4), "h", "h")}
        return {"valueQuantity": _quantity(value, "min", "min")}
    unit, code = _UNITS.get(measure.unit or "", ("score", "{score}"))
    return {"valueQuantity": _quantity(value, unit, code)}


def _quantity(value: float, unit: str, code: str) -> Json:
    return {"value": _number(value), "unit": unit, "system": UCUM, "code": code}


def _amount(picograms: int) -> Json:
    """An exact amount in the largest of mg, ug, ng and pg in which it is 0.1 or more."""
    unit = next((one for one in ("mg", "µg", "ng") if picograms * 10 >= PICOGRAMS[one]), "pg")
    value = Decimal(picograms) / PICOGRAMS[unit]
    code = unit.replace("µ", "u")
    return {"value": _number(float(value)), "unit": unit, "system": UCUM, "code": code}


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value


def _period(first: date, last: date | None) -> Json:
    return {"start": first.isoformat()} | ({} if last is None or last < first else {"end": last.isoformat()})


def _when(when: date | datetime) -> str:
    return _moment(when) if isinstance(when, datetime) else when.isoformat()


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
