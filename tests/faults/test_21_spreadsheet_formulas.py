"""Fault 21: words that a spreadsheet would run as a formula. They are written as words, numbers stay numbers, all comes back."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.faults.conftest import BAD_INPUT, DONE, Program

BEGINS = ("=", "+", "-", "@", "\t", "\r")
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://127.0.0.1","look")', "=cmd|'/c calc'!A1", "-2+3+cmd|'/c calc'!A1",
    "'=1", "''", "-", "+", "- a list\n- of lines", "=\n=", "1-2", "-5 mg", "\uff1d1+1",
)  # fmt: skip
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def text_cells(folder: Path) -> Iterator[str]:
    """Every cell of every table that is no plain number."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                yield from (cell for cell in row if not NUMBER.fullmatch(cell))


def exported(program: Program, name: str, kind: str = "json") -> Path:
    out = program.root / name
    done = program.quick("export", str(out), "--format", kind)
    assert (done.code, done.err) == (DONE, "")
    return out


def records(path: Path) -> dict[str, list[dict[str, object]]]:
    """The records of a JSON export, by kind and in order of their ids."""
    found = json.loads(path.read_bytes())["records"]
    return {kind: sorted(listed, key=lambda one: one["id"]) for kind, listed in found.items() if listed}


def written_down(program: Program) -> Program:
    """A journal with formulas in every kind of free words, and numbers below zero."""
    program.made()
    scale = ("measure", "add", "balance", "=Balance", "--low=-3.5", "--high=3.5")
    done = program.quick(*scale)
    assert done.code == DONE, done.err
    for number, words in enumerate(FORMULAS):
        day = f"2025-03-{number + 1:02}"
        done = program.quick("log", day, f"note={words}", f"event={words}", "pain=4", f"balance={-3.5 + number % 8}")
        assert (done.code, done.err) == (DONE, ""), words
    return program


def test_no_cell_is_a_formula_and_all_comes_back(program: Program, another: Program) -> None:
    written_down(program)
    before = exported(program, "before.json")
    tables = exported(program, "tables", "csv")
    begun = [cell for cell in text_cells(tables) if cell.startswith(BEGINS)]
    assert begun == []
    values = (tables / "ratings.csv").read_text(encoding="utf-8-sig")
    assert ",balance,-3.5," in values
    assert "'-3.5" not in values
    done = another.made().quick("import", str(tables))
    assert (done.code, done.err) == (DONE, "")
    assert records(exported(another, "after.json")) == records(before)
    for name in sorted(path.name for path in tables.iterdir()):
        assert (tables / name).read_bytes() == (exported(another, f"again-{name}", "csv") / name).read_bytes()


def test_beginnings_that_no_keyboard_gives(program: Program, another: Program) -> None:
    """TAB and CR, brought in by JSON: blanks at the ends of a text are left out, and a CR within it is refused."""
    written_down(program)
    document = json.loads(exported(program, "all.json").read_bytes())
    document.pop("changes", None)
    for number, note in enumerate(document["records"]["note"]):
        note["text"] = f"{BEGINS[number % len(BEGINS)]}=1+{number}\n\t=2\n@3"
    changed = another.root / "changed.json"
    changed.write_text(json.dumps(document), encoding="utf-8")
    done = another.made().quick("import", str(changed))
    assert (done.code, done.err) == (DONE, "")
    tables = exported(another, "tables", "csv")
    assert [cell for cell in text_cells(tables) if cell.startswith(BEGINS)] == []
    before = records(exported(another, "before.json"))
    assert another.quick("import", str(tables)).code == DONE
    assert records(exported(another, "after.json")) == before
    document["records"]["note"][3]["text"] = "one\r=1+1"
    changed.write_text(json.dumps(document), encoding="utf-8")
    refused = another.quick("import", str(changed))
    assert (refused.code, refused.sentence) == (BAD_INPUT, True), refused
