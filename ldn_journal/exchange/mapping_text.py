"""Mappings as TOML, as a person may read and change them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ldn_journal.base.texts import _

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def write_mapping(mapping: Mapping[str, Any]) -> str:
    """Return the TOML that ``parse_mapping`` reads as ``mapping``; it ends in a newline."""
    lines = [_("# Which column or name is what, for: ldn-journal import FILE --map THIS.toml")]
    for name, content in mapping.items():
        if name != "columns":
            lines += ["", f"[{key(name)}]", *_fields(content)]
    for column, rule in mapping.get("columns", {}).items():
        lines += ["", section(column), *_fields(rule)]
        for name, inner in rule.items():
            if isinstance(inner, Mapping):
                lines += ["", section(column, name), *_fields(inner)]
    return "\n".join(lines) + "\n"


def section(name: str, *inner: str) -> str:
    """Return the heading of a column's section."""
    return f"[columns.{'.'.join(key(part) for part in (name, *inner))}]"


def key(name: str) -> str:
    """Return a key, in quotation marks where it needs them."""
    return name if _PLAIN.fullmatch(name) else text(name)


def text(words: str) -> str:
    """Return a text in quotation marks."""
    escaped = "".join(_ESCAPES.get(ch) or (f"\\u{ord(ch):04x}" if ch < " " or ch == "\x7f" else ch) for ch in words)
    return f'"{escaped}"'


def _fields(content: Mapping[str, Any]) -> Iterator[str]:
    return (f"{key(name)} = {_value(value)}" for name, value in content.items() if not isinstance(value, Mapping))


def _value(value: Any) -> str:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    # Python writes 1e-07 and 1e+16 as TOML does.
    return str(value).lower() if isinstance(value, bool) else repr(value)
