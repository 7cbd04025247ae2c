"""`dev.py test`: every check in turn, each with its seconds."""

import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from devtools import system
from devtools.environment import Environment, child_environment


class Step(NamedTuple):
    """One check: the name shown, and its command."""

    name: str
    command: list[str]


def run(environment: Environment, arguments: list[str]) -> int:
    """Run all checks, pytest last with `arguments` less `--full`; 1 if any found something."""
    system.offer_test_programs()
    full = "--full" in arguments
    passed_on = [argument for argument in arguments if argument != "--full"]
    with tempfile.TemporaryDirectory(prefix="ldn-journal-tests-") as home:
        env = isolated(child_environment(), Path(home), full=full)
        return run_steps(steps(environment, passed_on, full=full), environment.root, env)


def steps(environment: Environment, arguments: list[str], *, full: bool) -> list[Step]:
    """Return the checks in their order; options given to pytest come after ours, so they win."""
    python = str(environment.python)
    rounds = "" if full else "not full"
    return [
        Step("ruff", [python, "-m", "ruff", "check"]),
        Step("ruff format", [python, "-m", "ruff", "format", "--check", "--quiet"]),
        Step("mypy", [python, "-m", "mypy"]),
        Step("import-linter", [str(environment.script("lint-imports")), "--no-logo"]),
        Step("pytest", [python, "-m", "pytest", "-n", "2", "-m", rounds, *arguments]),
    ]


def isolated(env: dict[str, str], home: Path, *, full: bool) -> dict[str, str]:
    """Return `env` with the person's own folders out of reach and windows drawn off screen."""
    env = dict(env)
    for kind in ("DATA", "CONFIG", "CACHE", "STATE"):
        env[f"XDG_{kind}_HOME"] = str(home / kind.lower())
    if not env.get("LDN_SHOW_WINDOWS"):
        env["QT_QPA_PLATFORM"] = "offscreen"
    env["LC_ALL"] = "C.UTF-8"  # the tests read English, whatever the developer speaks
    if full:
        env["LDN_FULL"] = "1"
    return env


def run_steps(steps: list[Step], root: Path, env: dict[str, str]) -> int:
    """Run every step in `root`, whatever the ones before it found; 1 if any found something."""
    wanting = []
    begin = time.monotonic()
    for step in steps:
        tell(f"--- {step.name}")
        started = time.monotonic()
        code = subprocess.run(step.command, cwd=root, env=env, check=False).returncode
        verdict = "in order" if code == 0 else f"not in order, exit code {code}"
        tell(f"--- {step.name}: {verdict}, {time.monotonic() - started:.1f} s\n")
        if code:
            wanting.append(step.name)
    took = f"{time.monotonic() - begin:.1f} s"
    tell(f"Not in order: {', '.join(wanting)} ({took})" if wanting else f"Everything in order ({took})")
    return 1 if wanting else 0


def tell(line: str) -> None:
    """Write one line to stdout ahead of whatever the next step writes there itself."""
    print(line, flush=True)
