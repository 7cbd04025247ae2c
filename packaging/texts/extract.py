"""Every sentence of the program: those in the code, and those in the reference knowledge under ``resources``."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
_WORDS = frozenset(
    {"name", "question", "explanation", "title", "text", "source", "instruction", "change", "notice", "words", "unit"}
)
"""Keys of the TOML files whose values are shown to people."""
_WITH_WORDS_INSIDE = frozenset({"anchors", "labels"})
_CALL = re.compile(r"\b(?:_|ngettext)\(")
_NOT_SHOWN = frozenset({"opioids.toml"})
"""Names of medicines, which are the same words in every language."""
_NOT_WORDS = frozenset({("measures.toml", "source")})
"""Keys of one file that are no words there."""


class Sentence(NamedTuple):
    """A sentence, its plural form if it is counted, and where it stands."""

    one: str
    many: str | None
    place: str


def sentences() -> Iterator[Sentence]:
    """Return every sentence, in the order of the files."""
    for path in sorted((ROOT / "ldn_journal").rglob("*.py")):
        yield from _in_code(path)
    for path in sorted((ROOT / "resources").rglob("*.toml")):
        if path.name not in _NOT_SHOWN:
            for text in _in_toml(tomllib.loads(path.read_text("utf-8")), path.name):
                yield Sentence(text, None, str(path.relative_to(ROOT)))


def _in_code(path: Path) -> Iterator[Sentence]:
    place = str(path.relative_to(ROOT))
    source = path.read_text("utf-8")
    if _CALL.search(source) is None:  # parsing is what takes the time
        return
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if node.func.id == "_" and texts and texts[0]:
            yield Sentence(texts[0], None, place)
        elif node.func.id == "ngettext" and len(texts) == 2:
            yield Sentence(texts[0], texts[1], place)


def _in_toml(value: Any, file: str, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for inner, one in value.items():
            # The keys of anchors are numbers; their values are words.
            yield from _in_toml(one, file, "words" if key in _WITH_WORDS_INSIDE else inner)
    elif isinstance(value, list):
        for one in value:
            yield from _in_toml(one, file, key)
    elif isinstance(value, str) and key in _WORDS and (file, key) not in _NOT_WORDS and value:
        yield value
