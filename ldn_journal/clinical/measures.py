"""The measures that ship with the program."""

import tomllib
from functools import cache
from typing import TypeAlias

from ldn_journal.base.assets import asset
from ldn_journal.domain.measures import BuiltInMeasure, NewMeasure

AnyMeasure: TypeAlias = NewMeasure
"""A built-in measure or one of the person's own."""


@cache
def built_in_measures() -> dict[str, BuiltInMeasure]:
    """Return the built-in measures by key, in the order in which pages list them."""
    text = asset("clinical", "measures.toml").read_text(encoding="utf-8")
    return {row["key"]: BuiltInMeasure.model_validate(row) for row in tomllib.loads(text)["measure"]}


def night_field(measure: NewMeasure) -> str | None:
    """Return the night's field that holds this measure's values, ``None`` for a plain rating."""
    return measure.night_field if isinstance(measure, BuiltInMeasure) else None


def usual_measures() -> list[str]:
    """Return the keys ticked at the first start."""
    return [key for key, measure in built_in_measures().items() if measure.usual]
