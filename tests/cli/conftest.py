"""The command line in this process, on a folder of its own and a clock that stands still."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.cli.main import main
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from tests.conftest import LayDown


@dataclass(frozen=True)
class Outcome:
    """What a command did: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def one_sentence(self) -> bool:
        """Whether stderr holds one line of plain words, no traceback."""
        return self.err.count("\n") == 1 and "Traceback" not in self.err and self.err.strip() != ""


Run = Callable[..., Outcome]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], clock: FixedClock, folder: DataFolder) -> Run:
    """Run the command line with ``folder`` as its data folder (or another)."""

    def run(*arguments: str, data: Path | None = None) -> Outcome:
        capsys.readouterr()
        code = main(["--data-dir", str(data or folder.root), *arguments], clock=clock)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture
def made(cli: Run) -> Run:
    """The command line on an empty journal."""
    assert cli("init").code == 0
    return cli


@pytest.fixture
def look(folder: DataFolder, clock: FixedClock) -> Callable[[Callable[[Journal], Any]], Any]:
    """Look into the journal between two commands."""

    def inside(question: Callable[[Journal], Any]) -> Any:
        with Journal.open(folder, clock=clock) as journal:
            return question(journal)

    return inside


@pytest.fixture
def counts(look: Callable[[Callable[[Journal], Any]], Any]) -> Callable[[], dict[Kind, int]]:
    """Count what is stored, by kind, leaving out what there is none of."""
    return lambda: look(lambda journal: {kind: n for kind, n in journal.info().counts.items() if n})


@pytest.fixture(scope="session")
def sample_root(tmp_path_factory: pytest.TempPathFactory, lay_sample: LayDown) -> Path:
    """A sample journal that ends on the tests' today; only looked at."""
    return lay_sample(DataFolder(tmp_path_factory.mktemp("looked-at") / "data")).root
