"""What this process leaves behind: no core dump, and no memory for others to read while a protected journal is open.

Nothing here is done to a process that only uses our modules, such as a test or a debugger's: ``begin_process`` is called by the
program's own entrance.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

_PR_SET_DUMPABLE = 4
_WER_WITHOUT_HEAP = 1
_own = False
"""Whether this process is the program's own, started without ``--debug``."""


def begin_process(*, debug: bool = False) -> None:
    """Let a crash of this process write no memory to the disk. With ``debug`` nothing is done, so that it can be looked into."""
    global _own  # noqa: PLW0603  as much a property of the process as its limits
    if debug:
        return
    _own = True
    if sys.platform == "win32":
        import ctypes

        # Reports to Windows hold no heap then; it has no other core dumps.
        ctypes.windll.kernel32.WerSetFlags(_WER_WITHOUT_HEAP)
        return
    import resource

    with suppress(OSError, ValueError):  # a system that does not let us is none that we could change
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # A dump that is piped to a program is not bound by the limit; it then holds nothing of the heap.
        with suppress(OSError):
            Path("/proc/self/coredump_filter").write_text("0", encoding="ascii")


def hide_memory() -> None:
    """Let no other program of this account read this process's memory (Linux); called when a protected journal is opened.

    Not before: a desktop portal asks ``/proc/PID/root`` who calls, and refuses a process that hides. It is asked for the colours
    when the window is made; where it is asked for files as well (in a sandbox, or by choice), nothing is hidden.
    """
    if not _own or sys.platform != "linux" or _asks_portal_for_files():
        return
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _asks_portal_for_files() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORMTHEME") == "xdgdesktopportal" or os.environ.get("GTK_USE_PORTAL") == "1"
    return chosen or "SNAP" in os.environ or Path("/.flatpak-info").exists()
