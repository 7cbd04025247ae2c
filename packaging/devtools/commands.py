"""The verbs of `packaging/dev.py`."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from devtools.environment import LOCKS_OF_GROUPS, Environment, child_environment
from devtools.terminal import SetupError, say

ROOT = Path(__file__).resolve().parents[2]

USAGE = """\
usage: python3 packaging/dev.py COMMAND [ARGUMENTS]

  run [ARGUMENTS]        open LDN Journal; the arguments go to the program (try: run --help)
  test [--full] [...]    run every check: ruff, mypy, import-linter, pytest. --full adds the long
                         rounds; anything else goes to pytest (-k NAME, -x, a path)
  bench [ARGUMENTS]      measure start-up, saving and reports
  pictures OUT           draw every page of the window into the folder OUT, to look at them
  texts [--check] [...]  bring the translations up to date with the program's sentences; --check says what
                         is missing; only the languages that are named
  package [...]          freeze the program and pack it for this system, into dist/; --check tries what came
                         out, --prove installs it in a bare Debian 12, --keep-frozen packs once more
  lock [ARGUMENTS]       remake the lock files from pyproject.toml; the arguments go to uv (--upgrade)

The first start makes .venv beside this repository from the lock files in packaging/; later ones take
no time. Set LDN_SHOW_WINDOWS=1 to watch the tests' windows.
"""


def main(arguments: list[str]) -> int:
    """Do what the command line says and return the exit code: 2 when something is missing, 130 on Ctrl+C."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        sys.stdout.write(USAGE)
        return 0
    verb, *rest = arguments
    command = COMMANDS.get(verb)
    if command is None:
        say(f"There is no command {verb!r}.\n\n{USAGE}")
        return 2
    try:
        return command(Environment(ROOT), rest)
    except SetupError as trouble:
        say(str(trouble))
        return 2
    except KeyboardInterrupt:
        return 130


def run(environment: Environment, arguments: list[str]) -> int:
    """Start the program; its exit code is ours."""
    environment.ensure("program")
    # -P: a file in the person's current folder must not stand in for a library.
    become([str(environment.python), "-P", "-m", "ldn_journal", *arguments])


def test(environment: Environment, arguments: list[str]) -> int:
    """Run every check; 1 if any of them found something."""
    from devtools import checks

    environment.ensure("checks")
    return checks.run(environment, arguments)


def bench(environment: Environment, arguments: list[str]) -> int:
    """Run the benchmarks; their exit code is ours."""
    _become_script(environment, environment.root / "tests" / "benchmarks", arguments)


def pictures(environment: Environment, arguments: list[str]) -> int:
    """Draw every page of the window; the exit code is that of the drawing."""
    _become_script(environment, environment.root / "tests" / "pictures", arguments)


def texts(environment: Environment, arguments: list[str]) -> int:
    """Bring the catalogues up to date, or check them; the exit code is the script's."""
    _become_script(environment, environment.root / "packaging" / "texts", arguments)


def _become_script(environment: Environment, folder: Path, arguments: list[str]) -> NoReturn:
    script = folder / "run.py"
    if not script.is_file():
        raise SetupError(f"{script} should be there, and is not.")
    environment.ensure("checks")
    become([str(environment.python), str(script), *arguments])


def package(environment: Environment, arguments: list[str]) -> int:
    """Freeze the program and pack it; 1 if a check of what came out found something."""
    from devtools import package as packing

    return packing.run(environment, arguments)


def lock(environment: Environment, arguments: list[str]) -> int:
    """Remake the lock files: what ships, then what developers and the frozen program add at the same versions."""
    environment.ensure("program")
    uv = shutil.which("uv") or environment.with_uv()
    common = [
        uv,
        "pip",
        "compile",
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--quiet",
    ]
    common += ["--python-version", "3.11", *arguments]
    ships, adds, freezes = (f"packaging/{name}" for name in ("requirements.lock", *LOCKS_OF_GROUPS.values()))
    compilations = [[*common, "pyproject.toml", "--output-file", ships]]
    compilations += [
        [*common, "--group", group, "--constraints", ships, "--output-file", f"packaging/{name}"]
        for group, name in LOCKS_OF_GROUPS.items()
    ]
    for command in compilations:
        code = subprocess.run(command, cwd=environment.root, env=child_environment(), check=False).returncode
        if code:
            return code
    say(f"Wrote {ships}, {adds} and {freezes}.")
    return 0


def become(command: list[str]) -> NoReturn:
    """Replace this process by `command`, so that signals and the exit code are the command's own."""
    env = child_environment()
    if sys.platform != "win32":
        os.execve(command[0], command, env)
    # Windows has no exec: its os.exec* returns to the shell at once. Ctrl+C reaches the child by itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(subprocess.call(command, env=env))


Command = Callable[[Environment, list[str]], int]
COMMANDS: dict[str, Command] = {
    "run": run,
    "test": test,
    "bench": bench,
    "pictures": pictures,
    "texts": texts,
    "package": package,
    "lock": lock,
}
