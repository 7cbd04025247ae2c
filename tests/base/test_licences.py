"""What ships with the program is known from the packages themselves, offline and in order."""

import re
import tomllib
from pathlib import Path

from ldn_journal.base.licences import LICENCE, SHIPPED, parts, program

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_asked_for_by_name_is_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [re.match(r"[A-Za-z0-9._-]+", line)[0] for line in project["dependencies"]]  # type: ignore[index]
    assert sorted(SHIPPED, key=str.casefold) == sorted(asked, key=str.casefold)
    assert project["license"] == LICENCE


def test_all_that_is_locked_and_installed_is_listed_in_order() -> None:
    found = parts()
    names = [part.name for part in found]
    assert names == sorted(names, key=str.casefold)
    assert {"Python", "PySide6-Essentials (Qt)", "Source Sans (typeface)", "pydantic_core", "cffi"} <= set(names)
    assert not {"pytest", "ruff", "mypy"} & set(names)
    assert all(part.version[0].isdigit() for part in found)


def test_licences_are_short_and_texts_are_those_that_lie_with_the_package() -> None:
    found = {part.name: part for part in parts()}
    assert "LGPL-3.0-only" in found["PySide6-Essentials (Qt)"].licence
    assert found["Source Sans (typeface)"].licence == "SIL OFL 1.1"
    assert "SIL OPEN FONT LICENSE" in found["Source Sans (typeface)"].text()
    assert "Apache License" in found["cryptography"].text()
    assert all(part.licence and "\n" not in part.licence and len(part.licence) <= 120 for part in found.values())


def test_texts_that_packages_owe_and_do_not_bring_are_lent_by_the_program() -> None:
    found = {part.name: part.text() for part in parts()}
    for name in ("PySide6-Essentials (Qt)", "shiboken6"):
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in found[name]
        assert "may be replaced" in found[name]
    assert "ZETETIC LLC" in found["sqlcipher3"]
    assert all(found.values()), [name for name, text in found.items() if not text]


def test_the_programs_own_licence_is_the_whole_text() -> None:
    own = program()
    assert own.licence == LICENCE
    assert "GNU GENERAL PUBLIC LICENSE" in own.text()
    assert "END OF TERMS AND CONDITIONS" in own.text()
