"""The real program as processes over real files. What is killed, filled up, flipped or replaced here is never made up.

Few rounds run in the usual tests, all of them with ``dev.py test --full``; what was counted is printed and recorded.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import Any, TypeAlias

import pytest

from ldn_journal.base.paths import DataFolder

ROOT = Path(__file__).resolve().parents[2]
RECORDER = Path(__file__).with_name("recorder.py")
OURS = (
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_STATE_HOME",
    "LDN_JOURNAL_DATA_DIR",
    "TZ",
    "LANG",
    "LC_ALL",
)

DONE, OUR_FAULT, BAD_INPUT, DAMAGED, NEWER, DISK_FULL, IN_USE, MISSING = 0, 1, 2, 4, 5, 6, 7, 8

posix = pytest.mark.skipif(os.name != "posix", reason="processes, limits and modes of POSIX")
Tally: TypeAlias = Callable[..., None]


def rounds(usual: int, full: int) -> pytest.MarkDecorator:
    """Run a test over ``rounds``: few in the usual tests, all of them among the long ones."""
    return pytest.mark.parametrize("rounds", [usual, pytest.param(full, marks=pytest.mark.full)])


@dataclass(frozen=True)
class Outcome:
    """What a command did: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> bool:
        """Whether stderr holds plain words on one line, and no traceback."""
        return self.err.strip() != "" and self.err.count("\n") == 1 and "Traceback" not in self.err


class Program:
    """The program with a data folder and a home of its own under ``root``."""

    def __init__(self, root: Path, loaded: Callable[[Any], Outcome]) -> None:
        self.root = root
        self._loaded = loaded
        self.folder = DataFolder(root / "data")
        self.home = root / "home"
        self.home.mkdir(parents=True, exist_ok=True)
        self.variables: dict[str, str] = {}
        self.whole_reserve = False
        """Whether also ``quick`` keeps all the room beside the journal that is kept as it ships, and not a little of it."""
        self.through: list[str] = []
        """What a command is started through, such as ``setpriv``."""
        self._started: list[subprocess.Popen[str]] = []

    @property
    def environment(self) -> dict[str, str]:
        """The surroundings of every process: nothing of the person's own."""
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        ours = {
            "HOME": str(self.home),
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONIOENCODING": "utf-8",
        }
        return {**kept, **ours, "PYTHONDONTWRITEBYTECODE": "1", **self.variables}

    def command(self, *arguments: str) -> list[str]:
        """The command line of the program."""
        return [*self.through, sys.executable, "-m", "ldn_journal", "--data-dir", str(self.folder.root), *arguments]

    def __call__(self, *arguments: str, before: Callable[[], object] | None = None, seconds: float = 60) -> Outcome:
        """Run a command to its end; ``before`` is called in the new process first. No command may hang."""
        return self.run(self.command(*arguments), before=before, seconds=seconds)

    def quick(self, *arguments: str, **bounds: int) -> Outcome:
        """Run a command as a copy of a process that has loaded the program already, within bounds (``forked.set_bounds``).

        It is as real a process; only what it takes to load the program is left out, and what makes a key dear.
        """
        if not self.whole_reserve:
            bounds.setdefault("reserve", 1 << 16)
        command = [str(self.root), self.environment, ["--data-dir", str(self.folder.root), *arguments], bounds]
        return self._loaded(command)

    def python(self, program: str, *arguments: str) -> Outcome:
        """Run a few lines of Python in the surroundings of the program."""
        return self.run([sys.executable, "-c", program, *arguments])

    def run(
        self, command: Sequence[str], *, before: Callable[[], object] | None = None, seconds: float = 60
    ) -> Outcome:
        """Run any command in the surroundings of the program."""
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", env=self.environment, cwd=self.root,
            preexec_fn=before, timeout=seconds, check=False,
        )  # fmt: skip
        return Outcome(done.returncode, done.stdout, done.stderr)

    def start(self, command: Sequence[str], **options: Any) -> "subprocess.Popen[str]":
        """Start a process that goes on; it is ended with the test if it has not been before."""
        process = subprocess.Popen(command, env=self.environment, cwd=self.root, encoding="utf-8", **options)
        self._started.append(process)
        return process

    def record(
        self, said: Path, first: int = 0, *, before: Callable[[], object] | None = None
    ) -> "subprocess.Popen[str]":
        """Start recording entries from number ``first`` on; each is in the file ``said`` once it was acknowledged."""
        command = [sys.executable, str(RECORDER), str(self.folder.root), str(first)]
        with said.open("w") as out, said.with_suffix(".err").open("w") as err:
            return self.start(command, stdout=out, stderr=err, preexec_fn=before)

    def made(self) -> "Program":
        """Make the journal."""
        done = self.quick("init")
        assert done.code == DONE, done.err
        return self

    def with_copy(self, journal: Path) -> "Program":
        """Begin with a copy of a journal, without anything beside it."""
        self.folder.make()
        shutil.copy(journal, self.folder.journal)
        self.folder.journal.chmod(0o600)
        return self

    def note(self, text: str, **options: Any) -> Outcome:
        """Record a note."""
        return self("log", f"note={text}", **options)

    def quick_note(self, text: str) -> Outcome:
        """Record a note as ``quick`` does."""
        return self.quick("log", f"note={text}")

    def alone(self) -> None:
        """Take away everything but the journal itself: backups, reserve, lock."""
        remove(self.folder.backups)
        self.folder.reserve.unlink(missing_ok=True)
        self.folder.lock.unlink(missing_ok=True)

    def stop(self) -> None:
        """End every process started here."""
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.wait(timeout=20)
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()


def remove(folder: Path) -> None:
    """Remove a folder of files, if it is there."""
    if folder.is_dir():
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


def acknowledged(said: Path) -> list[int]:
    """The numbers in a recorder's file; a last line without its end was never heard."""
    return [int(line) for line in said.read_text().splitlines(keepends=True) if line.endswith("\n")]


def until(true: Callable[[], object], seconds: float = 20) -> bool:
    """Wait until something is true; tells whether it became so."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


def tree(*folders: Path) -> dict[str, bytes | None]:
    """Every file below ``folders`` with its content (folders with none), but for the lock."""
    return {
        str(path): path.read_bytes() if path.is_file() else None
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.name != "journal.lock"
    }


@pytest.fixture(scope="session")
def loaded() -> Iterator[Callable[[Any], Outcome]]:
    """One process that has loaded the program, to be copied for each command."""
    command = [sys.executable, "-m", "tests.faults.forked"]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, encoding="utf-8", cwd=ROOT) as server:
        assert server.stdin is not None
        assert server.stdout is not None

        def ask(asked: Any) -> Outcome:
            print(json.dumps(asked), file=server.stdin, flush=True)
            return Outcome(*json.loads(server.stdout.readline()))

        yield ask


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, loaded: Callable[[Any], Outcome]) -> Path:
    """The file of a sample journal; only to be copied."""
    made = Program(tmp_path_factory.mktemp("sample"), loaded)
    assert made.quick("demo", str(made.folder.root)).code == DONE
    return made.folder.journal


@pytest.fixture
def program(tmp_path: Path, loaded: Callable[[Any], Outcome]) -> Iterator[Program]:
    """The program before its first start."""
    made = Program(tmp_path / "person", loaded)
    yield made
    made.stop()


@pytest.fixture
def another(tmp_path: Path, loaded: Callable[[Any], Outcome]) -> Iterator[Program]:
    """The program on another computer, as it were."""
    made = Program(tmp_path / "other-person", loaded)
    yield made
    made.stop()


@pytest.fixture
def tally(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Tally:
    """Print and record what a test counted."""

    def tell(**counted: object) -> None:
        for name, number in counted.items():
            record_property(name, number)
        print(f"\n{request.node.name}: " + ", ".join(f"{name} {number}" for name, number in counted.items()))

    return tell


@pytest.fixture
def small_disk(tmp_path: Path, program: Program) -> Iterator[Path]:
    """A file system of 24 MB in memory; the test is skipped where nothing may be mounted."""
    program.whole_reserve = True
    where = tmp_path / "disk"
    where.mkdir()
    mount("-t", "tmpfs", "-o", "size=24m,mode=0700", "tmpfs", str(where))
    yield where
    subprocess.run(["umount", "--lazy", str(where)], check=True, timeout=20)


def mount(*arguments: str) -> None:
    """Mount something, or skip the test with the system's reason."""
    try:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, timeout=20, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command here")
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
