"""Brings spoilt files in, one after the other, in a process of its own whose memory is bounded.

    python -m tests.faults.fuzz_worker SEED FIRST COUNT EMPTY-FOLDER

goes through tries FIRST to FIRST + COUNT - 1 of SEED and prints one line of JSON before and one after each. ``problem`` tells
what was wrong and is ``null`` where all was right; a try that hangs ends the process.
"""

import contextlib
import faulthandler
import io
import json
import re
import resource
import shutil
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.cli.main import main
from ldn_journal.journal import Journal
from tests.faults.fuzz_samples import NOW, Sample, fill, samples
from tests.faults.fuzzing import Attempt, attempt

ADDRESS_SPACE = 1536 << 20
GROWTH = 200 << 20
SECONDS = 10
_STUCK = 60
_LONGEST = 1500
_NO_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""Line breaks and whatever else a terminal obeys."""


@dataclass(frozen=True)
class Said:
    """What a command did: its exit code and what it printed."""

    code: int
    out: str
    err: str


@dataclass
class Diary:
    """A journal to bring files into, which is put back as it was after each."""

    root: Path
    whole: bytes = b""
    told: Mapping[str, Any] = field(default_factory=dict)

    def make(self, *, filled: bool) -> None:
        """Make it, with a few entries or none, and remember it."""
        with Journal.create(DataFolder(self.root), clock=FixedClock(NOW)) as journal:
            if filled:
                fill(journal)
        assert self.run("check").code == 0
        self.whole = self._file.read_bytes()
        self.told = self.tell()

    @property
    def _file(self) -> Path:
        return DataFolder(self.root).journal

    @property
    def unchanged(self) -> bool:
        """Whether every byte of the file is as it was, and so all counts and the last change."""
        return self._file.read_bytes() == self.whole

    def put_back(self) -> None:
        """Take everything back."""
        self._file.write_bytes(self.whole)
        shutil.rmtree(DataFolder(self.root).backups, ignore_errors=True)

    def run(self, *arguments: str) -> Said:
        """Run a command in this process, its streams set up as the program's entrance does it."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "replace", "") for _stream in range(2))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["--data-dir", str(self.root), *arguments], clock=FixedClock(NOW))
        for stream in (out, err):
            stream.flush()
        return Said(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]

    def tell(self) -> dict[str, Any]:
        """What it holds, and its last change."""
        said = self.run("info", "--json")
        assert said.code == 0, said.err
        told = json.loads(said.out)
        return {name: told[name] for name in ("counts", "first", "last", "changes", "changed_at")}


class Bench:
    """Where files are brought in: a journal with a few entries, and an empty one, into which a whole journal is restored."""

    def __init__(self, work: Path) -> None:
        work.mkdir(exist_ok=True)
        self._work = work
        self.files: list[Sample] = samples(work)
        self.filled = Diary(work / "filled")
        self.empty = Diary(work / "empty")
        self.filled.make(filled=True)
        self.empty.make(filled=False)
        self._start = _memory("VmRSS")

    def go(self, one: Attempt) -> dict[str, Any]:
        """Bring one file in and return what came of it."""
        arguments = ["import", str(_written(self._work / "in", one.name, one.content)), *one.options]
        if one.mapping is not None:
            arguments += ["--map", str(_written(self._work / "maps", "map.toml", one.mapping))]
        diary = self.empty if one.empty_journal else self.filled
        _reset_peak()
        begun = time.perf_counter()
        said = diary.run(*arguments)
        seconds = time.perf_counter() - begun
        grown = _memory("VmHWM") - self._start
        problems = list(self.problems(one, said))
        if seconds > SECONDS:
            problems.append(f"took {seconds:.1f} s")
        if grown > GROWTH:
            problems.append(f"took {grown >> 20} MB")
        return {
            "number": one.number, "code": said.code, "problem": "; ".join(problems) or None, "made": one.made,
            "options": arguments[2:], "said": said.err[:400] or said.out[:400], "seconds": seconds, "grown": grown,
        }  # fmt: skip

    def problems(self, one: Attempt, said: Said) -> Iterator[str]:
        """Yield what is wrong with the journal and with what was said after a try; puts the journal back."""
        diary = self.empty if one.empty_journal else self.filled
        dry = "--dry-run" in one.options
        if said.code not in (0, 2):
            yield f"exit code {said.code}"
        if said.code == 0:
            if said.err:
                yield "words on stderr though all went well"
        else:
            yield from _refusal_problems(said, dry=dry)
        if not diary.unchanged:
            if said.code != 0 or dry:
                yield f"the file was changed: {diary.told} became {diary.tell()}"
            else:
                yield from self._after(diary)
            diary.put_back()
        left = [path.name for path in diary.root.iterdir() if path.name.endswith((".part", "-journal", "-wal"))]
        if left:
            yield f"left behind: {left}"

    def _after(self, diary: Diary) -> Iterator[str]:
        """What was brought in is sound, goes out again, and is taken back by one undo."""
        for command in (("check",), ("export", str(self._work / "out.json"))):
            said = diary.run(*command)
            if said.code != 0:
                yield f"{command[0]} after it ended with {said.code}: {(said.err or said.out)[:300]}"
        if diary is self.empty:
            return  # a whole journal brings its own history, and undo goes back in that
        said = diary.run("undo")
        again = {**diary.tell(), **{name: diary.told[name] for name in ("changes", "changed_at")}}
        if said.code != 0 or again != diary.told:
            yield f"undo does not lead back: {said.err[:200]}"


def _refusal_problems(said: Said, *, dry: bool) -> Iterator[str]:
    line = said.err.removesuffix("\n")
    if not line or line == said.err or _NO_LINE.search(line) or len(line) > _LONGEST or "Traceback" in line:
        yield "stderr is not one plain line"
    if said.out and not dry:
        yield "words on stdout though it was refused"
    elif said.out:
        try:
            tomllib.loads(said.out)
        except tomllib.TOMLDecodeError as error:
            yield f"the mapping to begin with is no TOML: {error}"


def _written(folder: Path, name: str, content: bytes | Mapping[str, bytes]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.mkdir()
        for table, data in content.items():
            (path / table).write_bytes(data)
    return path


def _memory(name: str) -> int:
    """A line of the process's status in bytes; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    return int(status.read_text(encoding="ascii").split(f"{name}:")[1].split()[0]) << 10 if status.exists() else 0


def _reset_peak() -> None:
    if (where := Path("/proc/self/clear_refs")).exists():
        where.write_text("5", encoding="ascii")


def run(seed: str, first: int, count: int, work: Path) -> None:
    """Go through the tries."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    bench = Bench(work)
    for number in range(first, first + count):
        print(json.dumps({"begun": number}), flush=True)
        faulthandler.dump_traceback_later(_STUCK, exit=True)
        print(json.dumps(bench.go(attempt(seed, number, bench.files))), flush=True)
    faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
