"""Fault 25: everything out, into a fresh journal elsewhere, and out again: the same file, byte for byte."""

import json
from pathlib import Path

import pytest

from tests.faults.conftest import DONE, Program


def exported(program: Program, name: str) -> bytes:
    out = program.root / name
    done = program.quick("export", str(out))
    assert (done.code, done.err) == (DONE, "")
    return out.read_bytes()


def lived(program: Program) -> None:
    """What leaves traces in a history: changed, removed, taken back; words in other scripts; every kind of list."""
    steps = [
        ["log", "2025-03-01", "dose=4.5mg@22:30", "pain=4", "pain=6@14:00", "sleep=7:10", "sleep_quality=6"],
        ["log", "2025-03-01", "pain=5", 'note=Größe, завтра, ألم شديد, 🙂 "quoted"\nsecond line'],
        ["log", "2025-03-02", "dose=skipped:nausea", "event=flare"],
        ["undo"],
        ["log", "2025-03-03", "dose=missed", "nausea=1"],
        ["regimen", "add", "2025-03-04", "4.5mg"],
        ["event", "add", "2025-03-05", "a long journey"],
        ["log", "yesterday", "pain=0"],
        ["undo"],
        ["undo"],
    ]  # fmt: skip
    for step in steps:
        done = program.quick(*step)
        assert (done.code, done.err) == (DONE, ""), step


@pytest.mark.full
def test_as_it_is_done_by_hand(program: Program, another: Program) -> None:
    """The same in processes of their own."""
    assert program("demo", str(program.folder.root)).code == DONE
    assert program("export", str(program.root / "one.json")).code == DONE
    assert another("init").code == DONE
    assert another("import", str(program.root / "one.json")).code == DONE
    assert another("export", str(program.root / "other.json")).code == DONE
    assert (program.root / "one.json").read_bytes() == (program.root / "other.json").read_bytes()


@pytest.mark.parametrize("story", ["empty", "lived", "sample"])
def test_the_same_file_comes_out(program: Program, another: Program, sample: Path, story: str) -> None:
    if story == "sample":
        program.with_copy(sample)
    else:
        program.made()
    if story == "lived":
        lived(program)
    first = exported(program, "first.json")
    another.variables["TZ"] = "Pacific/Kiritimati"
    done = another.made().quick("import", str(program.root / "first.json"))
    assert (done.code, done.err) == (DONE, "")
    second = exported(another, "second.json")
    assert second == first
    assert another.quick("check").code == DONE
    document = json.loads(first)
    counted = {kind: len(listed) for kind, listed in document["records"].items() if listed}
    assert (story == "empty") == (not counted)
    # The history came along: what is undone next is the same in both, and they stay the same.
    if story != "empty":
        assert [one.quick("undo").code for one in (program, another)] == [DONE, DONE]
        undone = [json.loads(exported(one, "undone.json"))["records"] for one in (program, another)]
        assert undone[0] == undone[1] != document["records"]
    # The same file once more adds nothing.
    before = exported(another, "before.json")
    assert another.quick("import", str(another.root / "before.json")).code == DONE
    assert json.loads(exported(another, "again.json"))["records"] == json.loads(before)["records"]
