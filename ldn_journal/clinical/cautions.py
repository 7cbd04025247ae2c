"""What sources say about LDN beside other things in a life: shown when asked for, never a recommendation."""

import tomllib
from dataclasses import dataclass
from functools import cache

from ldn_journal.base.assets import asset
from ldn_journal.base.texts import _, language
from ldn_journal.domain.life import ConditionKind

_OF_CONDITIONS = {
    ConditionKind.LIVER_DISEASE: "liver",
    ConditionKind.PREGNANCY: "pregnancy",
    ConditionKind.KIDNEY_DISEASE: "kidney",
    ConditionKind.THYROID_DISEASE: "thyroid",
    ConditionKind.DEPRESSION: "mood",
}


@dataclass(frozen=True)
class Caution:
    """One fact with its title and where it comes from, in the language in force."""

    key: str
    title: str
    text: str
    source: str

    @property
    def with_source(self) -> str:
        """The text and where it comes from."""
        return _("{text} Source: {source}.").format(text=self.text, source=self.source)


def cautions() -> dict[str, Caution]:
    """Return every fact by key, in the order in which pages list them."""
    return dict(_read(language()))


def caution_beside(condition: ConditionKind) -> Caution | None:
    """Return what sources say about LDN beside a health fact, ``None`` where there is nothing verified."""
    key = _OF_CONDITIONS.get(condition)
    return None if key is None else _read(language())[key]


@cache
def _read(_language: str) -> dict[str, Caution]:
    text = asset("clinical", "cautions.toml").read_text(encoding="utf-8")
    return {
        row["key"]: Caution(row["key"], _(row["title"]), _(row["text"]), _(row["source"]))
        for row in tomllib.loads(text)["caution"]
    }
