"""Does great things to a journal in copies of one process that has loaded the program already; made to be killed.

Each line of stdin is a job as JSON: what to do, the data folder, secrets and paths. Said on stdout: the process's number,
``ready`` before anything is touched, ``done`` after it, and ``ended`` with how the process ended.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal
from tests.faults.forked import load
from tests.sparing import QUICK_KEYS, cost

Job = Mapping[str, str]


def _opened(job: Job) -> Journal:
    return Journal.open(DataFolder(Path(job["data"])), password=job.get("password"))


def _within(change: Callable[[Journal, Job], object]) -> Callable[[Job], None]:
    """A change to an open journal: the clock starts once it is open."""

    def run(job: Job) -> None:
        with _opened(job) as journal:
            say("ready")
            change(journal, job)
            say("done")

    return run


def _at_once(change: Callable[[Job], Journal]) -> Callable[[Job], None]:
    """A change that is part of opening."""

    def run(job: Job) -> None:
        say("ready")
        with change(job):
            say("done")

    return run


JOBS: dict[str, Callable[[Job], None]] = {
    "protect": _within(lambda journal, job: journal.protect(job["new"])),
    "change": _within(lambda journal, job: journal.change_password(job["password"], job["new"])),
    "renew": _within(lambda journal, job: journal.renew_key(job["password"], job["new"])),
    "remove": _within(lambda journal, job: journal.unprotect(job["password"])),
    "restore": _within(lambda journal, job: journal.restore(Path(job["copy"]), job.get("password"))),
    "trial": _within(lambda journal, _job: journal.test_newest_backup()),
    "import": _within(lambda journal, job: journal.import_file(Path(job["copy"]))),
    "migrate": _at_once(_opened),
    "rebuild": _at_once(
        lambda job: Journal.rebuild(DataFolder(Path(job["data"])), Path(job["copy"]), password=job.get("password"))
    ),
}


def say(*words: object) -> None:
    """Write a line at once, in one piece."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def serve() -> None:
    """Do jobs until stdin ends."""
    load()
    cost(QUICK_KEYS)
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child:
            say("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            continue
        code = 99
        try:
            say("pid", os.getpid())
            JOBS[job["what"]](job)
            code = 0
            if "killed" in job:
                signal.pause()  # so that its number is its own until the kill, however late that comes
        finally:
            os._exit(code)


if __name__ == "__main__":
    serve()
