"""The measures that ship with the program."""

import tomllib
from functools import cache
from typing import Any, TypeAlias

from ldn_journal.base.assets import asset
from ldn_journal.domain.measures import Better, BuiltInMeasure, NewMeasure, Recall, Scale

AnyMeasure: TypeAlias = NewMeasure
"""A built-in measure or one of the person's own."""


@cache
def built_in_measures() -> dict[str, BuiltInMeasure]:
    """Return the built-in measures by key, in the order in which pages list them."""
    return {row["key"]: _as_shipped(row) for row in measure_rows()}


def measure_rows() -> list[dict[str, Any]]:
    """Return the measures as ``resources/clinical/measures.toml`` has them."""
    rows: list[dict[str, Any]] = tomllib.loads(asset("clinical", "measures.toml").read_text(encoding="utf-8"))[
        "measure"
    ]
    return rows


def _as_shipped(row: dict[str, Any]) -> BuiltInMeasure:
    """Return a measure without checking it: the tests check every row that ships, a start has better things to do."""
    words = {"scale": Scale(row["scale"]), "better": Better(row["better"]), "recall": Recall(row["recall"])}
    numbers = {name: float(row[name]) for name in ("low", "high")}
    return BuiltInMeasure.model_construct(**(row | words | numbers))


def night_field(measure: NewMeasure) -> str | None:
    """Return the night's field that holds this measure's values, ``None`` for a plain rating."""
    return measure.night_field if isinstance(measure, BuiltInMeasure) else None


def usual_measures() -> list[str]:
    """Return the keys ticked at the first start."""
    return [key for key, measure in built_in_measures().items() if measure.usual]
