"""Locales of the C library that this machine need not have: made into a folder of the test's own, which ``LOCPATH`` names."""

import shutil
import subprocess
from pathlib import Path

SOURCES = Path("/usr/share/i18n/locales")
"""What glibc makes its locales from; Debian's package ``locales`` brings it, and ``localedef`` comes with the C library."""
_OWN = (
    "IDENTIFICATION", "CTYPE", "MONETARY", "NUMERIC", "TIME", "MESSAGES", "PAPER", "NAME", "ADDRESS", "TELEPHONE", "MEASUREMENT",
)  # fmt: skip


def lacking() -> list[str]:
    """Return the Debian packages without which no locale can be made here."""
    return [] if shutil.which("localedef") and SOURCES.is_dir() else ["locales"]


def make_locale(name: str, folder: Path) -> dict[str, str]:
    """Make the locale ``name`` (``tr_TR``), with UTF-8, into ``folder`` and return the variables that choose it.

    It is the system's own in all but the order of letters, which would take the longest and which nothing here asks for.
    """
    parts = [f'LC_{part}\ncopy "{name}"\nEND LC_{part}' for part in _OWN]
    source = folder / f"{name}.source"
    source.write_text("\n".join((*parts, 'LC_COLLATE\ncopy "POSIX"\nEND LC_COLLATE', "")), "ascii")
    command = ["localedef", "--no-archive", "-i", str(source), "-f", "UTF-8", str(folder / f"{name}.UTF-8")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (folder / f"{name}.UTF-8" / "LC_CTYPE").is_file(), done.stderr
    return {"LOCPATH": str(folder), "LC_ALL": f"{name}.UTF-8"}
