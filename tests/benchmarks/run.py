"""Prints every benchmark beside its goal: ``python3 packaging/dev.py bench [--quick] [NAME ...]``.

Each figure is a ratio of two programs run in turn on this machine, so that it can be compared between machines. The
exit code is 1 if a goal is missed.
"""

import argparse
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from ldn_journal.base.paths import DataFolder
from tests.benchmarks import charting, diaries, protecting, recording, reporting, starting
from tests.benchmarks.measuring import Figure


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(_NAMES)}")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, for a first look")
    chosen = parser.parse_args()
    names = chosen.names or _NAMES
    if unknown := set(names) - set(_NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(_NAMES)}")
    warnings.simplefilter("ignore", ResourceWarning)
    with tempfile.TemporaryDirectory(prefix="ldn-bench-") as temporary:
        found: list[Figure] = []
        for figure in _figures(names, Path(temporary), quick=chosen.quick):
            found.append(figure)
            print(_line(figure), flush=True)
    missed = [figure.name for figure in found if figure.reached is False]
    print(
        f"{len(found) - len(missed)} of {len(found)} within their goals"
        + (f"; missed: {', '.join(missed)}" if missed else "")
    )
    return 1 if missed else 0


_NAMES = ["paint", "ready", "record", "charts", "report", "age", "protected", "frozen"]


def _figures(names: list[str], place: Path, *, quick: bool) -> Iterator[Figure]:
    @cache
    def diary(years: int) -> DataFolder:
        print(f"… writing {years} years of diary", file=sys.stderr, flush=True)
        return diaries.write_diary(place / f"{years}-years", years)

    rounds = 5 if quick else 15
    work: dict[str, Callable[[], list[Figure]]] = {
        "paint": lambda: [starting.first_paint(diary(10), rounds)],
        "ready": lambda: [starting.ready(diary(10), rounds)],
        "record": lambda: recording.measure(rounds * 6),
        "charts": lambda: charting.measure(diary(10), rounds),
        "report": lambda: [reporting.measure(diary(10), 3 if quick else 5)],
        "age": lambda: [starting.ready_by_age(diary(1), diary(50), rounds)],
        "frozen": lambda: [starting.frozen(diary(10), rounds)],
        "protected": lambda: [protecting.measure(diary(20), rounds)],
    }
    print(f"{'':44} {'found':>9}  {'goal':>8}")
    for name in names:
        yield from work[name]()


def _line(figure: Figure) -> str:
    value = "not run" if figure.value is None else f"{figure.value:.2f} {figure.unit}"
    goal = "" if figure.goal is None else f"{figure.goal:g} {figure.unit}"
    verdict = {True: "reached", False: "MISSED", None: ""}[figure.reached]
    return f"{figure.name:44} {value:>9}  {goal:>8}  {verdict:8} {figure.detail}"


if __name__ == "__main__":
    raise SystemExit(main())
