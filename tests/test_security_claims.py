"""SECURITY.md names a test for each claim; every one of them is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_every_test_that_is_named_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    paths = set(re.findall(r"tests/[\w/]+(?:\.py)?", text))
    names = set(re.findall(r"(?<![\w/])test_\w+\.py", text))
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(paths) > 20
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
    assert sorted(names - there) == []
