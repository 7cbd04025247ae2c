"""Fuzzed imports: whole files of every format, spoilt in thousands of ways, end in entries or in one plain sentence.

Every try goes through the command line: exit code 0 or 2, one line on stderr, nothing stored on 2, and what is stored on 0 is
sound, goes out again and is taken back by one undo; less than 200 MB, less than 10 s. To repeat try 4711 once it has failed:

    python -m tests.faults.fuzz_worker SEED 4711 1 EMPTY-FOLDER

The seed is that of the run, see ``tests/seeds.py``.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.exchange.formats import FORMATS
from ldn_journal.journal import Journal
from tests.faults.conftest import Program, Tally, posix, rounds
from tests.faults.fuzz_samples import NOW, samples
from tests.faults.fuzz_zips import packed
from tests.faults.fuzzing import Attempt, attempt
from tests.seeds import SEED

if os.name == "posix":
    from tests.faults.fuzz_worker import Bench, Said

pytestmark = posix

REFUSED_WHOLE = ("days.csv", "unmapped table")
"""The overview, which is worked out from the other tables, and a table that nobody told anything of."""
_SHOWN = 5


def fuzzed(program: Program, count: int, work: Path) -> list[dict[str, Any]]:
    """Go through so many tries in a process of its own; fails where that ends before the last."""
    command = [sys.executable, "-W", "error", "-m", "tests.faults.fuzz_worker", str(SEED), "0", str(count), str(work)]
    done = program.run(command, seconds=300 + count)
    lines = [json.loads(line) for line in done.out.splitlines()]
    if done.code != 0:
        last = next((line["begun"] for line in reversed(lines) if "begun" in line), "none")
        pytest.fail(f"seed {SEED}: try {last} ended the process with {done.code}\n{done.err[-3000:]}")
    return [line for line in lines if "number" in line]


@rounds(150, 10_000)
def test_spoilt_files_end_in_entries_or_one_sentence(
    program: Program, tally: Tally, tmp_path: Path, rounds: int
) -> None:
    outcomes = fuzzed(program, rounds, tmp_path / "fuzzed")
    codes = Counter(one["code"] for one in outcomes)
    other = len(outcomes) - codes[0] - codes[2]
    wrong = [one for one in outcomes if one["problem"] is not None]
    tally(
        seed=SEED,
        tries=len(outcomes),
        accepted=codes[0],
        refused=codes[2],
        other=other,
        wrong=len(wrong),
        most_megabytes=round(max(one["grown"] for one in outcomes) / (1 << 20)),
        slowest_seconds=round(max(one["seconds"] for one in outcomes), 2),
    )
    told = "\n".join(
        f"try {one['number']}: {one['problem']} ({one['made']}; {' '.join(one['options'])}): {one['said']!r}"
        for one in wrong[:_SHOWN]
    )
    assert not wrong, f"seed {SEED}, {len(wrong)} of {rounds}:\n{told}"
    assert (len(outcomes), other) == (rounds, 0)
    # A share of both shows that files were neither spoilt beyond all reading nor left as they were.
    assert codes[0] > rounds / 20
    assert codes[2] > rounds / 3


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> "Bench":
    """Two journals to bring files into; each is put back after every try."""
    return Bench(tmp_path_factory.mktemp("bench"))


def test_every_format_is_spoilt_and_each_file_is_read_while_it_is_whole(bench: "Bench") -> None:
    assert {one.form for one in bench.files} == set(FORMATS) - {"auto"}
    for one in bench.files:
        content = packed(one.inside) if one.inside else one.tables or one.content
        for form in ("auto", one.form):
            mapping = one.mapping.encode() or None
            came = bench.go(
                Attempt(0, "whole", content, mapping, ("--format", form), empty_journal=False, made=one.name)
            )
            assert (came["code"], came["problem"]) == (2 if one.name in REFUSED_WHOLE else 0, None), (one.name, came)


def test_a_try_is_the_same_whenever_it_is_repeated(tmp_path: Path) -> None:
    made = []
    for name in ("first", "again"):
        (tmp_path / name).mkdir()
        made.append(samples(tmp_path / name))
    first, again = made
    assert first == again
    assert all(attempt("x", number, first) == attempt("x", number, again) for number in range(100))
    assert attempt("x", 1, first) != attempt("y", 1, first)


@pytest.mark.parametrize(
    ("code", "out", "err", "word"),
    [
        (1, "", "Something went wrong.\n", "exit code 1"),
        (0, "1 row read.\n", "Warning.\n", "stderr though all went well"),
        (2, "", "", "not one plain line"),
        (2, "", "No.\nAnd again.\n", "not one plain line"),
        (2, "", "Traceback (most recent call last): ...\n", "not one plain line"),
        (2, "", "No \x1b[2J.\n", "not one plain line"),
        (2, "1 row read.\n", "No.\n", "stdout though it was refused"),
    ],
)
def test_a_wrong_outcome_is_noticed(bench: "Bench", code: int, out: str, err: str, word: str) -> None:
    one = Attempt(0, "x", b"", None, (), empty_journal=False, made="")
    assert list(bench.problems(one, Said(2, "", "No.\n"))) == []
    assert any(word in problem for problem in bench.problems(one, Said(code, out, err)))


@pytest.mark.parametrize(("code", "options"), [(2, ()), (2, ("--dry-run",)), (0, ("--dry-run",))])
def test_what_was_stored_all_the_same_is_noticed(bench: "Bench", code: int, options: tuple[str, ...]) -> None:
    with Journal.open(DataFolder(bench.filled.root), clock=FixedClock(NOW)) as journal:
        journal.record(NewNote(day=NOW.date(), text="stored all the same"))
    one = Attempt(0, "x", b"", None, options, empty_journal=False, made="")
    (found,) = bench.problems(one, Said(code, "", "No.\n" if code else ""))
    assert found.startswith("the file was changed")
    assert "'note': 1" in found
    assert "'note': 2" in found
    assert list(bench.problems(one, Said(code, "", "No.\n" if code else ""))) == []
