"""Fault 26: each step towards the disk failed in turn, as SQLite does it: n = 1, 2, ... until the operation passes.

The n-th write, forcing, rename, deletion, opening for writing, new length, folder or change of rights fails once, or it and
all that follow, with an error of the disk and with a full one; or the process is killed there, in the middle of a write where it
is one. What is found is the old state or the new one, whole; what was said is true; and with the fault gone the program goes on
without help.
"""

import errno
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.faults.conftest import BAD_INPUT, DISK_FULL, DONE, Outcome, Program, Tally, posix
from tests.faults.operations import (
    OPERATIONS,
    Case,
    Found,
    Place,
    begin,
    begin_all,
    by_version,
    find,
    rows_as_they_are,
    words,
)

pytestmark = posix


class Fault(NamedTuple):
    """How a step fails."""

    error: int
    ever: bool = False


FAULTS = {
    "an error once": Fault(errno.EIO),
    "an error for ever": Fault(errno.EIO, ever=True),
    "a full disk once": Fault(errno.ENOSPC),
    "a full disk for ever": Fault(errno.ENOSPC, ever=True),
    "killed": Fault(0),
}
KILLED = -9
NOT_FORCED = "is there now, but the disk reported an error"
NOT_JUDGED = ("journal.lock", "steps.json", "ldn-journal.log")


class Judgement(NamedTuple):
    """What was found after a step had failed: ``old``, ``new`` or ``neither``; what was wrong; what half-made files stayed."""

    state: str
    complaints: tuple[str, ...]
    left: str


@pytest.fixture(scope="module")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders that operations begin with; only to be copied."""
    place = tmp_path_factory.mktemp("beginnings")
    begin_all(place)
    return place


class Failing:
    """Does one operation again and again, with another step failing each time, and judges what is found."""

    def __init__(self, name: str, beginnings: Path, root: Path, loaded: Callable[[Any], Outcome]) -> None:
        self.operation = OPERATIONS[name]
        self.beginnings = beginnings
        self.place = Place(root / "failed")
        self.counted = Counter(dict.fromkeys(("rounds", "old", "new", "lost", "mixed"), 0))
        self.wrong: list[str] = []
        self._loaded = loaded
        self._judged: dict[str, Judgement] = {}
        whole = Place(root / "whole")
        begin(whole, self.operation, beginnings)
        old = find(whole.folder) if self.operation.state is not by_version else Found(None, rows_as_they_are(whole))
        done = self._run(whole, fail_at=0)
        assert done.code == DONE, done.err
        self.steps: list[str] = json.loads((whole.root / "steps.json").read_text())["taken"]
        self.case = Case(self.operation, old, find(whole.folder), whole, beginnings)

    def _run(self, place: Place, *arguments: str, **bounds: int) -> Outcome:
        program = Program(place.root, self._loaded)
        program.variables["LC_ALL"] = (
            "C.UTF-8"  # without one that speaks UTF-8 the drawing of charts has something to say
        )
        return program.quick(*(arguments or words(self.operation, place, self.beginnings)), **bounds)

    def fail(self, number: int, name: str) -> bool:
        """Fail a step; whether there was one of this number."""
        fault = FAULTS[name]
        begin(self.place, self.operation, self.beginnings)
        done = self._run(self.place, fail_at=number, fail_with=fault.error, fail_ever=int(fault.ever))
        if done.code != KILLED:
            taken = json.loads((self.place.root / "steps.json").read_text())["taken"]
            if len(taken) < number:
                assert done.code == DONE, done.err
                return False
            at = taken[number - 1]
        else:
            at = self.steps[number - 1] if number <= len(self.steps) else "?"
        complaints = [*self._judge_words(done, name), *self._judge_state(done, name)]
        self.wrong += [f"{name}, step {number} ({at}): {complaint}" for complaint in complaints]
        self.counted["rounds"] += 1
        return True

    def _judge_words(self, done: Outcome, name: str) -> Iterator[str]:
        """What was said, and the exit code."""
        if done.code == KILLED:
            return
        if done.code == DONE:
            if done.err and not done.sentence:
                yield f"no sentence: {done.err}"
            return
        full = name.startswith("a full disk")
        right = {(True, True): (DISK_FULL,), (True, False): (DISK_FULL, BAD_INPUT)}.get(
            (full, FAULTS[name].ever), (BAD_INPUT,)
        )
        if NOT_FORCED in done.err:
            right = (BAD_INPUT,)
        if done.code not in right or not done.sentence:
            yield f"exit code {done.code}: {done.err}"
        if done.out:
            yield f"exit code {done.code}, but said: {done.out}"

    def _judge_state(self, done: Outcome, name: str) -> Iterator[str]:
        """What is found afterwards, and whether the program goes on from there."""
        found = self._judged_once()
        self.counted["mixed" if found.state == "neither" else found.state] += 1
        yield from found.complaints
        if done.code == DONE and found.state == "old":
            self.counted["lost"] += 1
            yield f"said that it was done: {done.out}"
        if (
            done.code not in (DONE, KILLED)
            and found.state == "new"
            and (NOT_FORCED not in done.err or self.operation.shows_code)
        ):
            self.counted["done though refused"] += 1
            if not self.operation.repeatable:
                yield f"refused, but done: {done.err}"
        if (
            found.left and done.code != KILLED and not FAULTS[name].ever
        ):  # where nothing can be deleted any more it stays
            yield f"left behind: {found.left}"

    def _judged_once(self) -> "Judgement":
        """Judge what a round left, unless an earlier one left the very same.

        How the program goes on from there depends on the state and on what files there are, and is tried once for each.
        """
        what = digest(self.place.root)
        if what not in self._judged:
            state = self._state()
            files = state + digest(self.place.root, contents=False)
            if files not in self._judged:
                self._judged[files] = self._go_on_from(state)
            self._judged[what] = self._judged[files]
        return self._judged[what]

    def _go_on_from(self, state: str) -> "Judgement":
        if state == "neither":
            return Judgement(state, ("neither old nor new",), "")
        complaints = []
        found = find(self.place.folder) if state == "new" or self.operation.state is by_version else Found()
        if state == "old":
            again = self._run(self.place)
            found = find(self.place.folder)
            if again.code != DONE or self.operation.state(self.case, self.place, found) != "new":
                complaints.append(f"not done when asked again: {again.err}")
        old, new = (["--password-file", str(self.beginnings / name)] for name in ("old", "new"))
        secret = [] if found.password is None else old if found.password == self.operation.first else new
        after = self._run(self.place, "log", "note=afterwards", *secret)
        if after.code != DONE or after.err:
            complaints.append(f"recording afterwards: {after.err}")
        left = [str(path.relative_to(self.place.root)) for path in self.place.root.rglob("*") if _half_made(path.name)]
        return Judgement(state, tuple(complaints), " ".join(left))

    def _state(self) -> str:
        found = Found() if self.operation.state is by_version else find(self.place.folder)
        return self.operation.state(self.case, self.place, found)


def digest(root: Path, *, contents: bool = True) -> str:
    """Names and contents (or only sizes) of all files; a backup's time of day is not judged, nor what is in a half-made file."""
    found = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.name not in NOT_JUDGED:
            name = re.sub(r"\d{8}T\d{6}Z", "", str(path.relative_to(root)))
            data = b"" if path.name.endswith(".part") else path.read_bytes()
            found.update(f"{name} {len(data)} ".encode() + (data if contents else b""))
    return found.hexdigest()


def _half_made(name: str) -> bool:
    return name.endswith((".part", ".next", "-journal", ".room"))


@pytest.mark.full
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_step(
    operation: str, fault: str, beginnings: Path, tmp_path: Path, loaded: Callable[[Any], Outcome], tally: Tally
) -> None:
    failing = Failing(operation, beginnings, tmp_path, loaded)
    number = 1
    while failing.fail(number, fault):
        number += 1
    tally(steps=number - 1, **failing.counted)
    assert failing.wrong == []


USUAL = [
    ("recording", "killed", "unlink journal.ldnj-journal", 0),
    ("recording", "an error for ever", "sync folder of journal.ldnj-journal", 0),
    pytest.param("recording", "a full disk for ever", "replace reserve.bin.part", 0, marks=pytest.mark.full),
    ("protecting", "an error for ever", "fsync data", 3),
    pytest.param("a new recovery code", "an error for ever", "fsync data", 0, marks=pytest.mark.full),
    pytest.param("copying", "killed", "replace .copy.ldnj.part", 0, marks=pytest.mark.full),
    ("removing the password", "an error for ever", "unlink journal.keys.next", 0),
    ("init", "an error once", "open journal.ldnj.part", 1),
]
"""What every run tries: operation, fault, and the step by its name and how many of that name come before it."""


@pytest.mark.parametrize(("operation", "fault", "step", "nth"), USUAL)
def test_a_step(
    operation: str, fault: str, step: str, nth: int, beginnings: Path, tmp_path: Path, loaded: Callable[[Any], Outcome]
) -> None:
    failing = Failing(operation, beginnings, tmp_path, loaded)
    number = [number for number, taken in enumerate(failing.steps, 1) if taken == step][nth]
    assert failing.fail(number, fault)
    assert failing.wrong == []
    kinds = {taken.split()[0] for taken in failing.steps}
    assert kinds >= {"open", "fsync", "replace"} | ({"pwrite", "sync", "unlink"} if operation == "recording" else set())
