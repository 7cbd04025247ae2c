"""A copy of the program, to be changed and run without a module of the real one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
TREES = ("ldn_journal", "resources", "packaging/texts", "packaging/devtools")
TESTS = (
    "conftest.py", "exchange/conftest.py", "exchange/test_folder.py", "exchange/test_schema.py", "store/make_released.py",
    "store/test_migrations.py", "store/released",
)  # fmt: skip

LINES = """
import contextlib, io, json, sys
from ldn_journal.cli.main import main
said = []
for line in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(line)
    said.append((code, out.getvalue(), err.getvalue()))
ours = sorted({one.__file__ for name, one in sys.modules.items() if name.partition(".")[0] == "ldn_journal"})
print(json.dumps([said, ours]))
"""
"""Gives each command line to the program, all in one process; says what came of each and which files the program is."""


class Said(NamedTuple):
    """What came of one command line."""

    code: int
    out: str
    err: str


class House:
    """A copy of the program, and the folder in which its runs keep what they write."""

    def __init__(self, root: Path, room: Path) -> None:
        self.root = root
        self.room = room
        for tree in TREES:
            # With the compiled modules, which are valid for a copy as well: else each process would compile everything.
            shutil.copytree(ROOT / tree, root / tree, ignore=shutil.ignore_patterns("*.pyc.*"))
        for name in TESTS:
            source, target = ROOT / "tests" / name, root / "tests" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, target) if source.is_dir() else shutil.copy2(source, target)

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python where this copy comes before everything else."""
        env = {**os.environ, "PYTHONPATH": str(self.root), "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=self.root, env=env, capture_output=True, text=True, check=False, encoding="utf-8"
        )

    def code(self, code: str, *arguments: str) -> str:
        """Run some lines of Python, which must succeed; returns what they print."""
        done = self.python("-c", code, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def lines(self, data: str, *lines: str) -> list[Said]:
        """Give command lines to the copy, words apart by spaces, on a data folder of this name."""
        folder = ["--data-dir", str(self.room / data)]
        said, ours = json.loads(self.code(LINES, json.dumps([[*folder, *line.split()] for line in lines])))
        assert ours
        assert [one for one in ours if not Path(one).is_relative_to(self.root)] == []
        return [Said(*one) for one in said]

    def done(self, data: str, *lines: str) -> list[str]:
        """Give command lines that must all succeed; returns what each said."""
        said = self.lines(data, *lines)
        assert [(line, *one) for line, one in zip(lines, said, strict=True) if one.code != 0] == []
        return [one.out for one in said]
