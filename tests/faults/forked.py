"""Runs commands in copies of one process that has loaded the program already: real processes, a fifth of the time.

Each line of stdin is a command as JSON: its folder, its surroundings, its arguments and the bounds it is set; a line of stdout is
its exit code and what it wrote to stdout and stderr.
"""

import gc
import importlib
import json
import os
import pkgutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TypeAlias

import ldn_journal
from ldn_journal.__main__ import main
from ldn_journal.store import vault
from tests.faults.failing import Steps, install, write_down
from tests.sparing import QUICK_KEYS, cost

Command: TypeAlias = tuple[str, dict[str, str], list[str], dict[str, int]]
ROOMS = ("base", "cli", "clinical", "domain", "exchange", "journal", "store")


def load() -> None:
    """Import what commands import."""
    for module in pkgutil.walk_packages(ldn_journal.__path__, "ldn_journal."):
        if module.name.split(".")[1] in ROOMS:
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()  # no copy of this process walks what all of them have


def run(command: Command, out: IO[bytes], err: IO[bytes]) -> int:
    """Run one command in a copy of this process and return its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 99
    try:
        nowhere = os.open(os.devnull, os.O_RDONLY)
        for target, source in enumerate((nowhere, out.fileno(), err.fileno())):
            os.dup2(source, target)
        folder, surroundings, arguments, bounds = command
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(surroundings)
        time.tzset()
        set_bounds(bounds)
        tell = _fail_steps(bounds)
        code = main(arguments)
        tell()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 - nothing of it may reach the server
        traceback.print_exc()  # of what surrounds the program: it speaks for itself
        sys.stderr.flush()
    finally:
        os._exit(code)


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def set_bounds(bounds: Mapping[str, int]) -> None:
    """Bound this process: ``file_size`` in bytes, ``umask``, and the ``reserve`` of room it makes beside a journal."""
    if "file_size" in bounds:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (bounds["file_size"], bounds["file_size"]))
    if "umask" in bounds:
        os.umask(bounds["umask"])
    if "reserve" in bounds:
        assert bounds["reserve"] < vault.RESERVE_BYTES
        vault.RESERVE_BYTES = bounds["reserve"]


def _fail_steps(bounds: Mapping[str, int]) -> Callable[[], None]:
    """Fail the step ``fail_at`` with ``fail_with`` (0: be killed there), with ``fail_ever`` all later ones too.

    Return what writes down, in ``steps.json``, which steps there were; a ``fail_at`` of 0 only counts them.
    """
    if "fail_at" not in bounds:
        return lambda: None
    steps = Steps(bounds["fail_at"], bounds.get("fail_with", 0), bool(bounds.get("fail_ever")))
    told = Path.cwd() / "steps.json"
    install(steps)
    return lambda: write_down(steps, told)


def serve() -> None:
    """Run commands until stdin ends."""
    sys.dont_write_bytecode = True  # a copy whose files may not grow would leave half of one for whoever comes next
    load()
    cost(QUICK_KEYS)  # what is looked at here are files, not what a guess costs
    for line in sys.stdin:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            code = run(json.loads(line), out, err)
            said = [_read(file) for file in (out, err)]
        print(json.dumps([code, *said]), flush=True)


if __name__ == "__main__":
    serve()
