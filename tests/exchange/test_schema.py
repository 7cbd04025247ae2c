"""The published JSON Schema: it describes what is written, and refuses what is not."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.assets import asset
from ldn_journal.domain.catalogue import STORED
from ldn_journal.domain.doses import DoseState, NewDose
from ldn_journal.domain.life import NewCondition, NewQuestionnaireResponse, NewVisit
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.journal import Journal

SCHEMA = json.loads(asset("exchange", "journal.schema.json").read_text(encoding="utf-8"))
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
WORDS = {
    "$ref", "$defs", "$schema", "title", "description", "type", "const", "enum", "anyOf", "properties", "required",
    "additionalProperties", "items", "pattern", "maxLength", "minLength", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "minItems", "maxItems",
}  # fmt: skip


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether ``value`` is valid by the words of JSON Schema that ours uses; an unknown word fails the test."""
    assert set(schema) <= WORDS, set(schema) - WORDS
    if "$ref" in schema:
        return fits(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")])
    checks = [
        "const" not in schema or value == schema["const"],
        "enum" not in schema or value in schema["enum"],
        "anyOf" not in schema or any(fits(value, one) for one in schema["anyOf"]),
        "type" not in schema or is_a(value, schema["type"]),
    ]
    if not all(checks):
        return False
    if isinstance(value, dict):
        return object_fits(value, schema)
    if isinstance(value, list):
        items = schema.get("items", {})
        return len(value) <= schema.get("maxItems", len(value)) and all(fits(item, items) for item in value)
    if isinstance(value, str):
        long_enough = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
        return long_enough and ("pattern" not in schema or re.search(schema["pattern"], value) is not None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        inside = schema.get("minimum", value) <= value <= schema.get("maximum", value)
        return inside and not value <= schema.get("exclusiveMinimum", value - 1)
    return True


def is_a(value: Any, name: str) -> bool:
    if name in ("number", "integer"):
        kinds = int if name == "integer" else (int, float)
        return isinstance(value, kinds) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def object_fits(value: dict[str, Any], schema: dict[str, Any]) -> bool:
    known = schema.get("properties", {})
    other = schema.get("additionalProperties", {})
    if not set(schema.get("required", ())) <= set(value):
        return False
    for name, inside in value.items():
        if name in known:
            if not fits(inside, known[name]):
                return False
        elif other is False or not fits(inside, other):
            return False
    return True


@pytest.fixture
def exported(journal: Journal, tmp_path: Path) -> dict[str, Any]:
    day = journal.today()
    journal.change_settings(settling_days=10)
    journal.record(
        NewMeasure(key="my_own", name="Mine", anchors={"0": "none"}),
        NewRating(day=day, measure="my_own", value=3, at=journal.clock.now()),
        NewDose(day=day, state=DoseState.TAKEN, amount_pg=300),
        NewNight(day=day, asleep_minutes=400, quality=0),
        NewCondition(day=day, condition="other", name="Gout"),
        NewVisit(day=day, questions=["More?"]),
        NewQuestionnaireResponse(day=day, questionnaire="peg", answers={"pain": 3, "enjoyment": 2, "activity": 0}),
    )
    journal.record(NewRating(day=day, measure="pain", value=0))
    journal.undo()
    journal.export_json(tmp_path / "out.json")
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_an_export_is_valid(exported: dict[str, Any]) -> None:
    assert len(exported["changes"]) == 3
    assert fits(exported, SCHEMA)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), 2),
        (("records", "dose", 0, "amount_pg"), "300"),
        (("records", "dose", 0, "amount_pg"), 0),
        (("records", "dose", 0, "state"), "forgotten"),
        (("records", "dose", 0, "day"), "10 March"),
        (("records", "rating", 0, "at"), "2026-03-10T22:31:00"),
        (("records", "night", 0, "quality"), 11),
        (("records", "night", 0, "mood"), 1),
        (("records", "condition", 0, "condition"), "gout"),
        (("records", "poem"), []),
        (("changes", 0, "revisions", 0, "kind"), "poem"),
        (("changes", 0, "revisions", 0, "body", "low"), "none"),
    ],
)
def test_what_is_not_ours_is_not_valid(exported: dict[str, Any], path: tuple[Any, ...], value: Any) -> None:
    inside: Any = exported
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    assert not fits(exported, SCHEMA)


def test_every_kind_and_field_is_described() -> None:
    assert list(SCHEMA["properties"]["records"]["properties"]) == [str(kind) for kind in STORED]
    for kind, model in STORED.items():
        assert set(SCHEMA["$defs"][kind]["properties"]) == set(model.model_fields), kind
