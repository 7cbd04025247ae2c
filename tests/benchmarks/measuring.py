"""Timing in pairs: ours and the reference in turn, because a shared machine drifts; the median of the ratios is the figure."""

import os
import selectors
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60.0


@dataclass(frozen=True)
class Figure:
    """One line of the table: a value (a ratio, or milliseconds) and the goal it is held against; ``None``: not measured here."""

    name: str
    value: float | None
    goal: float | None
    unit: str = "x"
    detail: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; ``None`` where nothing was measured or no goal is set."""
        return None if self.value is None or self.goal is None else self.value <= self.goal


def paired(ours: Callable[[], float], reference: Callable[[], float], rounds: int) -> tuple[float, float, float]:
    """Return the medians of ours, of the reference, and of their ratio, over ``rounds`` pairs after one that is not counted."""
    ours(), reference()
    pairs = [(ours(), reference()) for _ in range(rounds)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def timed(call: Callable[[], object]) -> float:
    """Return the seconds ``call`` takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def environment() -> dict[str, str]:
    """The surroundings of a measured process: offscreen, compiled code kept, the checkout importable."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def seconds_to_line(arguments: Sequence[str], word: str, program: str = sys.executable) -> float:
    """Start a Python program, or another, and return the seconds until it prints a line beginning with ``word``; then end it."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
        bufsize=0,
    )
    assert process.stdout is not None
    seen = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        try:
            while time.perf_counter() - start < _PATIENCE:
                if not selector.select(timeout=1):
                    continue
                piece = os.read(process.stdout.fileno(), 65_536)
                elapsed = time.perf_counter() - start
                if not piece:
                    break
                seen += piece
                if any(line.startswith(word) for line in seen.decode(errors="replace").splitlines()):
                    return elapsed
        finally:
            process.kill()
            _, errors = process.communicate()
    raise RuntimeError(
        f"{' '.join(arguments)} never printed {word!r}; it said: {seen.decode(errors='replace')}{errors.decode()}"
    )
