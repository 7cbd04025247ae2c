"""The usual run tries the same every time; a long one tries something else, and says how to repeat it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests.seeds import SEED, USUAL, chance

TESTS = Path(__file__).parent
WITHOUT_SEED = re.compile(r"(?:\bRandom|\bdefault_rng)\(\)|\brandom\.(?!default_rng)[a-z_]+\(")
DRAWN = """
from hypothesis import given, strategies as st
from tests.seeds import chance

@given(st.lists(st.integers(), max_size=5))
def test_drawn(numbers):
    print("drawn", numbers)

def test_chosen():
    print("drawn", chance("here").random())
"""


def test_each_place_has_its_own_chance() -> None:
    first = chance("killed", 4).random()
    assert chance("killed", 4).random() == first
    assert first not in (chance("killed", 5).random(), chance("moved", 4).random())


@pytest.mark.skipif(SEED != USUAL, reason="a run with a seed of its own")
def test_the_usual_run_draws_the_same_examples() -> None:
    assert (settings.default.derandomize, settings.default.database, settings.default.deadline) == (True, None, None)


@pytest.mark.parametrize("line", ["random.choice(x)", "np.random.rand(3)", "x = Random()", "np.random.default_rng()"])
def test_what_is_looked_for_is_found(line: str) -> None:
    assert WITHOUT_SEED.search(line)


def test_no_test_chooses_without_a_seed() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py") if path != Path(__file__)}
    assert len(texts) > 100
    assert [(path, found) for path, text in texts.items() if (found := WITHOUT_SEED.findall(text))] == []


def drawn(tmp_path: Path, **variables: str) -> tuple[list[str], str]:
    """Run the tests above in a process of their own; returns what they drew, and all that was printed."""
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")
    (tmp_path / "test_drawn.py").write_text(DRAWN)
    kept = {name: value for name, value in os.environ.items() if name not in ("LDN_SEED", "LDN_FULL")}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-qs",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    env = {**kept, "PYTHONPATH": str(TESTS.parent), **variables}
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return re.findall("drawn .*", done.stdout), done.stdout


@pytest.mark.full
def test_a_long_run_draws_others_and_can_be_repeated(tmp_path: Path) -> None:
    usual, said = drawn(tmp_path)
    assert len(usual) > 50
    assert "LDN_SEED" not in said
    assert drawn(tmp_path)[0] == usual
    fresh, said = drawn(tmp_path, LDN_FULL="1")
    (seed,) = re.findall(r"LDN_SEED=(\d+) repeats it", said)
    assert usual[-1] != fresh[-1]
    assert usual != fresh
    assert drawn(tmp_path, LDN_SEED=seed)[0] == fresh
    assert drawn(tmp_path, LDN_FULL="1", LDN_SEED=seed)[0] == fresh
    assert drawn(tmp_path, LDN_FULL="1")[0] != fresh
    # The option of Hypothesis itself is heard in a usual run too.
    command = {"PYTEST_ADDOPTS": "--hypothesis-seed=5"}
    asked = drawn(tmp_path, **command)[0]
    assert asked[:-1] != usual[:-1]
    assert drawn(tmp_path, **command)[0] == asked
