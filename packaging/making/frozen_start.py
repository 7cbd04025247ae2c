"""Where the frozen program begins: puts right what freezing changed for other programs, then starts as `python -m` would."""

import os
import sys

# The bootloader points the loader at our own libraries. A browser or a mail program that is started from here must not
# find them instead of the system's; what this process still loads is found by where it lies.
if sys.platform.startswith("linux"):
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before

# On Windows a program without a terminal has no streams at all.
for name in ("stdout", "stderr"):
    if getattr(sys, name) is None:
        setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open as long as the process

from ldn_journal.__main__ import start  # noqa: E402 - what is above has to come first

start()
