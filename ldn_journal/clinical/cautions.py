"""What sources say about LDN beside other things in a life: shown when asked for, never a recommendation."""

import tomllib
from dataclasses import dataclass
from functools import cache

from ldn_journal.base.assets import asset
from ldn_journal.base.texts import _, language


@dataclass(frozen=True)
class Caution:
    """One fact with its title and where it comes from, in the language in force."""

    key: str
    title: str
    text: str
    source: str


def cautions() -> dict[str, Caution]:
    """Return every fact by key, in the order in which pages list them."""
    return dict(_read(language()))


@cache
def _read(_language: str) -> dict[str, Caution]:
    text = asset("clinical", "cautions.toml").read_text(encoding="utf-8")
    return {
        row["key"]: Caution(row["key"], _(row["title"]), _(row["text"]), _(row["source"]))
        for row in tomllib.loads(text)["caution"]
    }
