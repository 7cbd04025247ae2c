"""Starting the program beside the least a Qt program can do, and beside what its libraries alone cost."""

import statistics
import sys
from pathlib import Path

from ldn_journal.base.paths import DataFolder
from tests.benchmarks.measuring import ROOT, Figure, paired, seconds_to_line

_BARE = Path(__file__).parent / "bare"
_FROZEN = ROOT / "build" / "package" / "frozen" / "ldn-journal" / "ldn-journal"


def _until(folder: DataFolder, word: str) -> float:
    return seconds_to_line(["-m", "ldn_journal", "--data-dir", str(folder.root), "--startup-trace"], word)


def first_paint(folder: DataFolder, rounds: int) -> Figure:
    """Return first paint / a bare ``QMainWindow`` program."""
    ours, bare, ratio = paired(
        lambda: _until(folder, "first paint"),
        lambda: seconds_to_line([str(_BARE / "main_window.py")], "first paint"),
        rounds,
    )
    return Figure("first paint / a bare QMainWindow", ratio, 2.0, detail=f"{ours * 1e3:.0f} ms / {bare * 1e3:.0f} ms")


def ready(folder: DataFolder, rounds: int) -> Figure:
    """Return ready on ten years / importing the libraries and showing an empty chart."""
    ours, bare, ratio = paired(
        lambda: _until(folder, "ready"), lambda: seconds_to_line([str(_BARE / "stack.py")], "ready"), rounds
    )
    return Figure(
        "ready on ten years / its libraries alone", ratio, 0.8, detail=f"{ours * 1e3:.0f} ms / {bare * 1e3:.0f} ms"
    )


def frozen(folder: DataFolder, rounds: int) -> Figure:
    """Return ready of the frozen program / ready of the source; not measured where nothing was frozen."""
    name, goal = "ready, frozen / from source", 1.3
    if not _FROZEN.is_file():
        return Figure(name, None, goal, detail="nothing is frozen; dev.py package does it")
    words = ["--data-dir", str(folder.root), "--startup-trace"]
    ours, source, ratio = paired(
        lambda: seconds_to_line(words, "ready", str(_FROZEN)), lambda: _until(folder, "ready"), rounds
    )
    return Figure(name, ratio, goal, detail=f"{ours * 1e3:.0f} ms / {source * 1e3:.0f} ms")


def ready_by_age(short: DataFolder, long: DataFolder, rounds: int) -> Figure:
    """Return ready at fifty years / at one year."""
    old, young, ratio = paired(lambda: _until(long, "ready"), lambda: _until(short, "ready"), rounds)
    return Figure("ready at 50 years / at 1 year", ratio, 1.2, detail=f"{old * 1e3:.0f} ms / {young * 1e3:.0f} ms")


if __name__ == "__main__":
    times = [_until(DataFolder(Path(sys.argv[1])), sys.argv[2]) for _ in range(9)]
    print(f"{sys.argv[2]}: median {statistics.median(times):.3f} s of {[round(t, 3) for t in times]}")
