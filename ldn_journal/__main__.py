"""The program's entrance: the command line, or the window when there is no command."""

import os
import sys
from collections.abc import Sequence

from ldn_journal.base.paths import DataFolder


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code. What it writes is for its owner alone."""
    from ldn_journal.cli.main import main as run

    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter shows a question mark; it does not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    return run(argv, window=_open_window)


def _open_window(folder: DataFolder, *, startup_trace: bool = False) -> int:
    from ldn_journal.gui.app import run_window

    return run_window(folder, startup_trace=startup_trace)


if __name__ == "__main__":
    sys.exit(main())
