"""How this program is started once more: from its sources by Python, or by its own file where it was frozen into a folder."""

import sys
from pathlib import Path


def own_command(platform: str = sys.platform) -> list[str]:
    """Return the words that start the program with its window; options for it come after them. On Windows no terminal opens."""
    here = Path(sys.executable)
    if getattr(sys, "frozen", False):
        windowed = here.with_name("LDN Journal.exe")
        return [str(windowed if platform == "win32" and windowed.exists() else here)]
    windowed = here.with_name("pythonw.exe")
    return [str(windowed if platform == "win32" and windowed.exists() else here), "-m", "ldn_journal"]
