"""Runs commands in copies of one process that has loaded the program already: real processes, a fifth of the time.

Each line of stdin is a command as JSON: its folder, its surroundings and its arguments; a line of stdout is its exit code and
what it wrote to stdout and stderr.
"""

import importlib
import json
import os
import pkgutil
import sys
import tempfile
import time
from typing import IO, TypeAlias

import ldn_journal
import ldn_journal.store.keys
from ldn_journal.__main__ import main

Command: TypeAlias = tuple[str, dict[str, str], list[str]]
ROOMS = ("base", "cli", "clinical", "domain", "exchange", "journal", "store")


def load() -> None:
    """Import what commands import."""
    for module in pkgutil.walk_packages(ldn_journal.__path__, "ldn_journal."):
        if module.name.split(".")[1] in ROOMS:
            importlib.import_module(module.name)


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
        folder, surroundings, arguments = command
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(surroundings)
        time.tzset()
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def spare_keys() -> None:
    """Derive keys quickly in this process and its copies: what is looked at here are files, not what a guess costs."""
    for name, value in (("_MEMORY_KIB", 64), ("_ITERATIONS", 1), ("_LANES", 1)):
        assert hasattr(ldn_journal.store.keys, name)
        setattr(ldn_journal.store.keys, name, value)


def serve() -> None:
    """Run commands until stdin ends."""
    load()
    spare_keys()
    for line in sys.stdin:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            code = run(json.loads(line), out, err)
            said = [_read(file) for file in (out, err)]
        print(json.dumps([code, *said]), flush=True)


if __name__ == "__main__":
    serve()
