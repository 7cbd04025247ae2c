"""Opening a journal of twenty years with a password beside the same one without."""

import shutil
from functools import partial
from pathlib import Path

from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal
from tests.benchmarks.measuring import Figure, paired, timed

PASSWORD = "four plain words do"
MOST_SECONDS = 0.3
"""What a password may add to opening, all checks of the file included."""


def measure(folder: DataFolder, rounds: int) -> Figure:
    """Return how many seconds longer it takes to open ``folder`` with a password, in the median of paired rounds.

    Either way every page is read and checked; with a password its key is worked out as well, and the backups are looked over.
    """
    protected = DataFolder(folder.root.with_name(folder.root.name + "-protected"))
    if not protected.root.exists():
        shutil.copytree(folder.root, protected.root)
        with Journal.open(protected) as journal:
            journal.backup()
            journal.protect(PASSWORD)
    plain, locked = partial(_open, folder, None), partial(_open, protected, PASSWORD)
    ours, reference, _ratio = paired(lambda: timed(locked), lambda: timed(plain), rounds)
    size = Path(folder.journal).stat().st_size / 1e6
    detail = f"{ours * 1e3:.0f} ms - {reference * 1e3:.0f} ms, {size:.1f} MB"
    return Figure("opening 20 years: what a password adds", ours - reference, MOST_SECONDS, unit="s", detail=detail)


def _open(folder: DataFolder, password: str | None) -> None:
    Journal.open(folder, password=password).close()
