"""How long the program has been running, for ``--startup-trace``."""

import os
import time
from pathlib import Path

_IMPORTED = time.monotonic()


def seconds_since_start() -> float:
    """Return the seconds since the process began; where the system does not tell, since this module was loaded."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - began
    except (OSError, AttributeError, ValueError, IndexError):
        return time.monotonic() - _IMPORTED


def trace(what: str) -> None:
    """Print ``what`` and the seconds since the start, at once."""
    print(f"{what} {seconds_since_start():.3f}", flush=True)
