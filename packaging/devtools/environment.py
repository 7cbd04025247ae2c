"""The `.venv` beside the repository's root: made once from the lock files, recognised in a moment ever after.

Two parts stand in it: `program`, what ships (`requirements.lock`), and `checks`, which adds what developers
need (`requirements-dev.lock`). A third, `package`, has `.venv-package` to itself: what ships and what freezes it
(`requirements-package.lock`), so that nothing else can find its way into the frozen program. A stamp per part
holds a digest of everything it was made from. Stamps are taken away before anything is changed and written back
last, and a marker stands in the folder meanwhile: whatever an interruption leaves behind is made anew at the next
start.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from devtools.network import explain_pip
from devtools.terminal import SetupError, say

Part = Literal["program", "checks", "package"]

LOCKS: dict[Part, list[str]] = {
    "program": ["requirements.lock"],
    "checks": ["requirements.lock", "requirements-dev.lock"],
    "package": ["requirements.lock", "requirements-package.lock"],
}
LOCKS_OF_GROUPS = {"dev": "requirements-dev.lock", "package": "requirements-package.lock"}
RECIPE = "1"  # another number makes every environment anew, for changes below that no lock file shows
OLDEST = (3, 11)


def child_environment() -> dict[str, str]:
    """Return our variables without those that would misdirect the interpreter in `.venv`.

    PYTHONDONTWRITEBYTECODE goes too: start-up is quick only with compiled bytecode.
    """
    unwanted = {"PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "__PYVENV_LAUNCHER__"}
    return {name: value for name, value in os.environ.items() if name not in unwanted}


class Environment:
    """The environment of the repository at `root`, in the folder of this `name`."""

    def __init__(self, root: Path, name: str = ".venv") -> None:
        self.root = root
        self.folder = root / name
        self._unfinished = self.folder / "unfinished"
        self._made_for = self.folder / "made-for"

    @property
    def python(self) -> Path:
        """The interpreter in `.venv`."""
        return self.script("python")

    def script(self, name: str) -> Path:
        """Return the path of a program that a package puts into `.venv`."""
        return self.folder / (f"Scripts/{name}.exe" if sys.platform == "win32" else f"bin/{name}")

    def locks(self, part: Part) -> list[Path]:
        """Return the lock files that `part` is installed from, in that order."""
        return [self.root / "packaging" / name for name in LOCKS[part]]

    def ensure(self, part: Part) -> None:
        """Make or mend what `part` needs, on the system too. Raises SetupError if a person must act."""
        if not self.installed(part):
            with self._alone():
                if not self.installed(part):
                    self._make(part)
        if sys.platform == "linux":
            self._ensure_system()

    def installed(self, part: Part) -> bool:
        """Whether `part` stands as its lock files, this folder and its interpreter say."""
        return _read(self._stamp(part)) == self._digest(part)

    def with_uv(self) -> str:
        """Install uv into `.venv`, for remaking lock files only, and return its path."""
        self._pip("install", "--only-binary=:all:", "uv")
        return str(self.script("uv"))

    def _stamp(self, part: str) -> Path:
        return self.folder / f"ready-{part}"

    def _digest(self, part: Part) -> str:
        made_from = [RECIPE, str(self.root), self._interpreter(), *(_read(path) for path in self.locks(part))]
        return hashlib.sha256("\0".join(made_from).encode()).hexdigest()

    def _interpreter(self) -> str:
        """Name the interpreter behind `.venv`, differently once it was replaced or is gone."""
        if sys.platform == "win32":
            home = re.search(r"^home = (.+)$", _read(self.folder / "pyvenv.cfg"), re.MULTILINE)
            behind = Path(home[1] if home else "none") / "python.exe"
        else:
            behind = self.python.resolve()
        try:
            facts = behind.stat()
        except OSError:
            return "none"
        return f"{behind} {facts.st_size} {facts.st_mtime_ns}"

    def _make(self, part: Part) -> None:
        """Install `part`, in a new `.venv` unless a sound one is there."""
        sound = self.folder.is_dir() and not self._unfinished.exists() and not self._moved() and self._works()
        self.folder.mkdir(exist_ok=True)
        self._unfinished.touch()
        for every in (*LOCKS, "system"):
            self._stamp(every).unlink(missing_ok=True)
        if not sound:
            self._empty()
            say(f"Setting up {self.folder.name}; this happens once and takes a minute or so.")
            self._create()
        self._link()
        for lock in self.locks(part):
            self._pip("install", "--require-hashes", "--only-binary=:all:", "--no-compile", "-r", str(lock))
        self._compile()
        self._unfinished.unlink()
        for every, names in LOCKS.items():
            if set(names) <= set(LOCKS[part]):
                self._stamp(every).write_text(self._digest(every), encoding="utf-8")

    def _moved(self) -> bool:
        """Whether `.venv` came here with its repository; its scripts still call the interpreter where it was."""
        return _read(self._made_for) not in {"", str(self.root)}

    def _works(self) -> bool:
        """Whether the interpreter in `.venv` starts, is new enough and still finds its pip."""
        question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
        try:
            answer = subprocess.run(
                [self.python, "-c", question], env=child_environment(), capture_output=True, check=False
            )
        except OSError:
            return False
        return answer.returncode == 0

    def _empty(self) -> None:
        """Empty `.venv` but for the marker, so that being interrupted here does no harm either."""
        for entry in self.folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry != self._unfinished:
                entry.unlink()

    def _create(self) -> None:
        from devtools import system

        # We may run inside a virtual environment, even inside the one being replaced: go back to its origin.
        base = str(getattr(sys, "_base_executable", sys.executable))
        system.ensure_venv_module(base)
        made = subprocess.run(
            [base, "-m", "venv", self.folder], env=child_environment(), stdout=sys.stderr, check=False
        )
        if made.returncode:
            raise SetupError(f"{base} could not make a virtual environment in {self.folder}; it says why above.")
        self._made_for.write_text(str(self.root), encoding="utf-8")

    def _link(self) -> None:
        """Let `.venv` find the package in the repository.

        A relative path: a path file is sure to be read right only in ASCII, and folders have any name.
        """
        library = self._library()
        (library / "ldn_journal.pth").write_text(os.path.relpath(self.root, library) + "\n", encoding="ascii")

    def _library(self) -> Path:
        """Return where `.venv` keeps its packages; its Python may be another version than ours."""
        if sys.platform == "win32":
            return self.folder / "Lib" / "site-packages"
        return next(self.folder.glob("lib/python3.*/site-packages"))

    def _pip(self, *arguments: str) -> None:
        quiet = [] if sys.stderr.isatty() else ["--quiet"]
        command = [
            str(self.python),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--no-input",
            *quiet,
            *arguments,
        ]
        # pip's own word goes to stderr: stdout belongs to the program that is about to start. What it complains of waits: without
        # a network that is page after page about the first package.
        env = child_environment()
        done = subprocess.run(
            command,
            cwd=self.root,
            env=env,
            stdout=sys.stderr,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
        )
        unreached = explain_pip(done.stderr) if done.returncode else ""
        if unreached:
            raise SetupError(unreached)
        sys.stderr.write(done.stderr)
        if done.returncode:
            raise SetupError("pip could not install what LDN Journal needs; it says why above.")

    def _compile(self) -> None:
        """Compile everything installed and the program itself, on all cores where that is possible.

        The exit code says nothing useful: packages may carry templates that are not Python.
        """
        command = [str(self.python), "-m", "compileall", "-qq", str(self._library()), str(self.root / "ldn_journal")]
        env = child_environment()
        # Some sandboxes refuse the shared memory that worker processes need; only then is anything said.
        if subprocess.run([*command, "-j", "0"], env=env, stderr=subprocess.PIPE, check=False).stderr:
            subprocess.run(command, env=env, check=False)

    def _ensure_system(self) -> None:
        """Look for the system's libraries, again once one came or went since the last look."""
        from devtools import system

        stamp, state = self._stamp("system"), system.state()
        if state and _read(stamp) == state:
            return
        system.ensure_libraries(self.python, child_environment())
        stamp.write_text(system.state(), encoding="utf-8")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep a second dev.py waiting while this one installs."""
        place = self.root / "build" / "dev.lock"
        place.parent.mkdir(exist_ok=True)
        with place.open("a+b") as file:
            if sys.platform == "win32":
                import msvcrt

                file.seek(0)
                while True:
                    with suppress(OSError):  # it gives up after ten seconds, and installing takes longer
                        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                        break
                try:
                    yield
                finally:
                    file.seek(0)
                    msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX)
                yield


def _read(path: Path) -> str:
    """Return the text of a file, empty when there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
