"""Patterns of titration that people bring with a prescription, as templates to edit. None of them is a suggestion."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from ldn_journal.base.assets import asset
from ldn_journal.base.texts import _, language
from ldn_journal.domain.amounts import parse_amount
from ldn_journal.domain.doses import NewTitrationStep


class TemplateStep(NamedTuple):
    """One step of a template: ``after_days`` from the first one on, ``amount_pg`` picograms."""

    after_days: int
    amount_pg: int


@dataclass(frozen=True)
class TitrationTemplate:
    """A pattern with its name in the language in force; the last step goes on."""

    key: str
    name: str
    steps: tuple[TemplateStep, ...]

    def beginning(self, first: date) -> Sequence[NewTitrationStep]:
        """Return its steps as entries of a regimen that begins on ``first``, to be edited before they are stored."""
        return [
            NewTitrationStep(day=first + timedelta(days=after), amount_pg=amount_pg) for after, amount_pg in self.steps
        ]


def titration_templates() -> tuple[TitrationTemplate, ...]:
    """Return the templates, in the order in which pages list them."""
    return _read(language())


@cache
def _read(_language: str) -> tuple[TitrationTemplate, ...]:
    text = asset("clinical", "titration.toml").read_text(encoding="utf-8")
    return tuple(
        TitrationTemplate(
            row["key"],
            _(row["name"]),
            tuple(TemplateStep(step["after_days"], parse_amount(step["amount"])) for step in row["steps"]),
        )
        for row in tomllib.loads(text)["template"]
    )
