"""The FHIR bundle is what strict readers of R4 accept, with verified codes only and ids that stay."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal

# Codes of the required bindings that a model of the structure does not check.
STATEMENT = {
    "active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken",
}  # fmt: skip
ADMINISTRATION = {"in-progress", "not-done", "on-hold", "completed", "entered-in-error", "stopped", "unknown"}
OBSERVATION = {"registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"}
UCUM = {"mg", "ug", "ng", "pg", "mL", "mg/mL", "min", "h", "%", "kg", "{score}"}
LOINC = {"72514-3", "93832-4", "103212-7", "103211-9", "103215-0", "103213-5", "29463-7", "38208-5"}
DAY = date(2026, 3, 9)
MG = 10**9


@pytest.fixture
def told(journal: Journal) -> Journal:
    """A few days of every kind that is exported, and some that are not."""
    for kind, fields in (
        (Kind.STEP, {"day": DAY - timedelta(days=20), "amount_pg": 3 * MG, "usual_time": "22:30"}),
        (Kind.STEP, {"day": DAY - timedelta(days=3), "amount_pg": 0}),
        (Kind.STEP, {"day": DAY + timedelta(days=30), "amount_pg": 9 * MG // 2}),
        (Kind.DOSE, {"day": DAY, "state": "taken", "amount_pg": 300, "at": journal.clock.now()}),
        (Kind.DOSE, {"day": DAY - timedelta(days=1), "state": "skipped", "reason": "nausea"}),
        (Kind.DOSE, {"day": DAY - timedelta(days=2), "state": "missed"}),
        (Kind.MEASURE, {"key": "walked", "name": "Went for a walk", "scale": "yes_no", "low": 0, "high": 1}),
        (Kind.RATING, {"day": DAY, "measure": "pain", "value": 0}),
        (Kind.RATING, {"day": DAY, "measure": "nausea", "value": 2}),
        (Kind.RATING, {"day": DAY - timedelta(days=1), "measure": "nausea", "value": 4}),
        (Kind.RATING, {"day": DAY, "measure": "walked", "value": 1}),
        (Kind.RATING, {"day": DAY, "measure": "weight", "value": 61.5}),
        (Kind.NIGHT, {"day": DAY, "asleep_minutes": 430, "awakenings": 2, "quality": 6}),
        (Kind.RESPONSE, {"day": DAY, "questionnaire": "peg", "answers": {"pain": 4, "enjoyment": 5, "activity": 6}}),
        (Kind.MEDICINE, {"day": DAY, "name": "vitamin D", "dose": "20 µg"}),
        (Kind.CONDITION, {"day": DAY - timedelta(days=900), "condition": "liver_disease", "name": "hepatitis B"}),
        (Kind.CONDITION, {"day": DAY - timedelta(days=90), "condition": "pregnancy", "until": DAY + timedelta(days=90)}),
        (Kind.CONDITION, {"day": DAY - timedelta(days=90), "condition": "depression", "until": DAY, "note": "private"}),
        (Kind.CONDITION, {"day": DAY, "condition": "other", "name": "Gout"}),
        (Kind.NOTE, {"day": DAY, "text": "private words"}),
        (Kind.VISIT, {"day": DAY, "said": "private as well"}),
    ):  # fmt: skip
        if fields.get("measure") == "weight" and "weight" not in built_in_measures():
            continue
        journal.record(validate(kind, fields))
    return journal


def exported(journal: Journal, path: Path) -> dict[str, Any]:
    journal.export_fhir(path)
    found = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind]


def codings(inside: Any) -> list[dict[str, Any]]:
    if isinstance(inside, dict):
        own = [inside] if {"system", "code"} <= set(inside) and "value" not in inside else []
        return own + [one for value in inside.values() for one in codings(value)]
    return [one for value in inside for one in codings(value)] if isinstance(inside, list) else []


def test_a_strict_reader_takes_it(told: Journal, tmp_path: Path) -> None:
    bundle = exported(told, tmp_path / "out.json")
    read = Bundle.model_validate(bundle)
    assert read.type == "collection"
    assert Counter(one["resource"]["resourceType"] for one in bundle["entry"]) == {
        "Patient": 1, "MedicationStatement": 4, "MedicationAdministration": 3, "Observation": 5 + 3,
        "QuestionnaireResponse": 1, "Condition": 4,
    }  # fmt: skip
    assert "private" not in json.dumps(bundle)


def test_statuses_and_codes_are_from_their_lists(told: Journal, tmp_path: Path) -> None:
    bundle = exported(told, tmp_path / "out.json")
    statements = resources(bundle, "MedicationStatement")
    assert {one["status"] for one in statements} <= STATEMENT
    assert [one["status"] for one in statements] == ["completed", "on-hold", "intended", "active"]
    assert {one["status"] for one in resources(bundle, "MedicationAdministration")} <= ADMINISTRATION
    assert {one["status"] for one in resources(bundle, "Observation")} <= OBSERVATION
    snomed = {code for measure in built_in_measures().values() if (code := measure.codes.get("snomed"))}
    allowed = {
        "http://loinc.org": LOINC,
        "http://snomed.info/sct": snomed | {"2667000", "255604002", "1255665007", "24484000"},
        "http://unitsofmeasure.org": UCUM,
        "http://www.nlm.nih.gov/research/umls/rxnorm": {"7243"},
        "http://www.whocc.no/atc": {"N07BB04"},
        "http://fdasis.nlm.nih.gov": {"5S6W795CQM"},
        "http://terminology.hl7.org/CodeSystem/observation-category": {"survey"},
        "http://terminology.hl7.org/CodeSystem/condition-category": {"problem-list-item"},
        "http://terminology.hl7.org/CodeSystem/condition-clinical": {"active", "resolved"},
    }
    found = codings(bundle)
    assert len(found) > 20
    assert [one for one in found if one["code"] not in allowed[one["system"]]] == []


def test_health_facts_are_text_with_their_days(told: Journal, tmp_path: Path) -> None:
    bundle = exported(told, tmp_path / "out.json")
    found = resources(bundle, "Condition")
    assert {one["code"]["text"]: one["clinicalStatus"]["coding"][0]["code"] for one in found} == {
        "Liver disease (hepatitis B)": "active", "Pregnancy": "active", "Depression": "resolved", "Gout": "active",
    }  # fmt: skip
    assert all(set(one["code"]) == {"text"} for one in found)
    assert {one["category"][0]["coding"][0]["code"] for one in found} == {"problem-list-item"}
    # What R4 demands of every Condition: none is ended and active at once.
    ends = {one["code"]["text"]: one.get("abatementDateTime") for one in found}
    assert ends == {
        "Liver disease (hepatitis B)": None, "Pregnancy": None, "Depression": DAY.isoformat(), "Gout": None,
    }  # fmt: skip
    assert {one["onsetDateTime"] for one in found} == {str(DAY - timedelta(days=back)) for back in (900, 90, 0)}
    patient = resources(bundle, "Patient")[0]["id"]
    assert {one["subject"]["reference"] for one in found} == {f"urn:uuid:{patient}"}
    assert [one["id"] for one in found] == [one.id for one in told.conditions()]


def test_values_are_exact_and_zero_is_a_value(told: Journal, tmp_path: Path) -> None:
    bundle = exported(told, tmp_path / "out.json")
    by_text = {one["code"]["text"]: one for one in resources(bundle, "Observation")}
    assert by_text["Pain"]["valueQuantity"] == {
        "value": 0, "unit": "score", "system": "http://unitsofmeasure.org", "code": "{score}",
    }  # fmt: skip
    assert by_text["Went for a walk"]["valueBoolean"] is True
    assert by_text["Sleep"]["valueQuantity"]["code"] == "h"
    assert by_text["Sleep"]["valueQuantity"]["value"] == pytest.approx(430 / 60, abs=1e-4)
    assert by_text["Awakenings"]["valueInteger"] == 2
    nausea = [
        one["valueCodeableConcept"] for one in resources(bundle, "Observation") if one["code"]["text"] == "Nausea"
    ]
    assert sorted("coding" in one for one in nausea) == [False, True]
    taken = next(one for one in resources(bundle, "MedicationAdministration") if one["status"] == "completed")
    assert taken["dosage"]["dose"]["value"] == 0.3
    assert taken["dosage"]["dose"]["code"] == "ng"


def test_a_second_export_keeps_every_id(told: Journal, tmp_path: Path) -> None:
    first = exported(told, tmp_path / "one.json")
    told.record(validate(Kind.RATING, {"day": DAY, "measure": "pain", "value": 3}))
    second = exported(told, tmp_path / "two.json")
    ids = [[one["resource"]["id"] for one in bundle["entry"]] for bundle in (first, second)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])
    assert first["id"] == second["id"]
