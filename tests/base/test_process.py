"""A crash writes no memory to the disk, and an open protected journal can be read from the memory by nobody else."""

import subprocess
import sys
from pathlib import Path

import pytest

from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and /proc as Linux has them")
PASSWORD = "four plain words do"
PROGRAM = """
import ctypes, resource, sys
from pathlib import Path
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.process import begin_process
from ldn_journal.journal import Journal

folder, password, debug = Path(sys.argv[1]), sys.argv[2] or None, sys.argv[3:] == ["--debug"]
begin_process(debug=debug)
journal = Journal.open(DataFolder(folder), password=password)
security = journal._store.file.asked(lambda raw: raw.execute("PRAGMA cipher_memory_security").fetchone()[0])
filtered = int(Path("/proc/self/coredump_filter").read_text(), 16)
print(resource.getrlimit(resource.RLIMIT_CORE)[0], filtered, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), security)
journal.close()
"""


def state(folder: DataFolder, *arguments: str) -> list[str]:
    """Return, of a process that opened the journal: its limit of core dumps, what these may hold, dumpable, memory security."""
    command = [sys.executable, "-c", PROGRAM, str(folder.root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.split()


@pytest.mark.full
def test_no_core_dump_of_an_unprotected_journal_either(journal: Journal, folder: DataFolder) -> None:
    journal.close()
    assert state(folder, "") == ["0", "0", "1", "0"]


def test_no_core_dump_and_no_reading_of_memory_where_there_is_a_password(journal: Journal, folder: DataFolder) -> None:
    journal.protect(PASSWORD)
    journal.close()
    assert state(folder, PASSWORD) == ["0", "0", "0", "1"]


@pytest.mark.full
def test_with_debug_everything_can_be_looked_into(journal: Journal, folder: DataFolder) -> None:
    journal.protect(PASSWORD)
    journal.close()
    limit, filtered, dumpable, _security = state(folder, PASSWORD, "--debug")
    assert (dumpable, filtered != "0") == ("1", True)
    assert limit != "0" or Path("/proc/self/limits").read_text().partition("core file size")[2].split()[0] == "0"


def test_a_process_that_only_uses_our_modules_is_left_alone(journal: Journal) -> None:
    import ctypes

    journal.protect(PASSWORD)
    assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 1
