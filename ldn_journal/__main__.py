"""The program's entrance: the command line, or the window when there is no command."""

import contextlib
import gc
import logging
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from ldn_journal.base.paths import DataFolder
from ldn_journal.base.process import begin_process

_OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""Python's own 700 would walk again and again over all that a start loads and keeps."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code. What it writes is for its owner alone."""
    from ldn_journal.cli.main import main as run

    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter shows a question mark; it does not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    return run(argv, window=_open_window)


def start() -> NoReturn:
    """Run the program as a process of its own, and leave at once when it is done.

    By then everything is written and closed. Taking 700 modules and Qt apart first would add 150 ms to a report, and could
    crash where a chart was drawn.
    """
    begin_process(debug="--debug" in sys.argv)
    code = main()
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # a closed pipe: whoever read it has gone
            stream.flush()
    os._exit(code)


def _open_window(folder: DataFolder, *, startup_trace: bool = False, in_tray: bool = False) -> int:
    from ldn_journal.charts.qt import load_qt

    load_qt()
    gc.disable()  # until the journal is open, see gui/app.py
    from ldn_journal.gui.app import run_window

    return run_window(folder, startup_trace=startup_trace, in_tray=in_tray)


if __name__ == "__main__":
    start()
