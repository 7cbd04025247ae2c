"""`dev.py package`: the program frozen into a folder and, on Debian, packed so that it is installed like any other."""

import sys
import time
from pathlib import Path

from devtools.environment import Environment, child_environment
from devtools.terminal import SetupError, say

_OPTIONS = {
    "--keep-frozen": "pack what was frozen before",
    "--quick": "pack less tightly, for a try",
    "--check": "then run the end-to-end checks and the comparison of start-up on it",
    "--prove": "then install it in a bare Debian 12, as root, and look at its window",
}


def run(environment: Environment, arguments: list[str]) -> int:
    """Freeze, pack, and do what the options say beyond that. Raises SetupError where something is missing or fails."""
    unknown = set(arguments) - set(_OPTIONS)
    if unknown:
        lines = "\n".join(f"  {name:14} {meaning}" for name, meaning in _OPTIONS.items())
        say(f"There is no option {' '.join(sorted(unknown))}. There are:\n{lines}")
        return 2
    from devtools import freezing

    begin = time.monotonic()
    root = environment.root
    making = Environment(root, ".venv-package")
    making.ensure("package")
    _build, folder = freezing.places(root)
    if "--keep-frozen" not in arguments:
        freezing.freeze(making)
    elif not folder.is_dir():
        raise SetupError("Nothing was frozen yet: leave --keep-frozen out.")
    _weigh(folder)
    package = _pack(making, quick="--quick" in arguments)
    say(f"All in all {time.monotonic() - begin:.0f} s")
    code = _check(environment) if "--check" in arguments else 0
    if "--prove" in arguments:
        if package is None:
            raise SetupError("The proof is for the Debian package, which is built on Debian.")
        from devtools import proof

        proof.prove(root, package)
    return code


def _weigh(folder: Path) -> None:
    from devtools import freezing

    say("The ten largest parts:")
    for name, size in freezing.largest(folder):
        say(f"  {name:24} {freezing.mebibytes(size):>10}")


def _pack(making: Environment, *, quick: bool) -> Path | None:
    """Return the Debian package; on other systems `None`, since their installers are made by their own tools."""
    if sys.platform != "linux":
        say("What comes next is in packaging/README.md: an installer is made by the system's own tools.")
        return None
    from devtools import debian

    package = debian.build(making, quick=quick)
    debian.lint(package)
    return package


def _check(environment: Environment) -> int:
    """Run the tests of the frozen program, then its start beside that of the source; 1 if either is not in order."""
    from devtools import checks

    environment.ensure("checks")
    python = str(environment.python)
    steps = [
        checks.Step("the frozen program", [python, "-m", "pytest", "-q", "-m", "", "tests/packaging/test_frozen.py"]),
        checks.Step("its start", [python, str(Path("tests", "benchmarks", "run.py")), "frozen"]),
    ]
    # They run on what is there, even if the sources were edited while it was made.
    return checks.run_steps(steps, environment.root, {**child_environment(), "LDN_FROZEN": "1"})
