"""From the sources to one folder that runs where no Python is: PyInstaller in `.venv-package`, then a look at what it weighs."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from devtools.environment import Environment, child_environment
from devtools.terminal import SetupError, say

NAME = "ldn-journal"
NOTICES = "third-party-notices.txt"
_RECORD = "made-from"
# Patched after they were linked; strip would cut into what was added.
_LEFT_ALONE = "numpy.libs"
_SEARCHED = re.compile(r"\((?:RUNPATH|RPATH)\)[^[]*\[/")


def places(root: Path) -> tuple[Path, Path]:
    """Return the folder for what lies in between, and that of the frozen program."""
    build = root / "build" / "package"
    return build, build / "frozen" / NAME


def build_environment(root: Path) -> dict[str, str]:
    """Return the variables of a build: the same sources are to give the same bytes on any day."""
    env = child_environment()
    env["SOURCE_DATE_EPOCH"] = str(source_date(root))
    env["PYTHONHASHSEED"] = "1"  # sets are written into bytecode in the order of their hashes
    env["LC_ALL"] = "C.UTF-8"
    env["TZ"] = "UTC"
    return env


def source_date(root: Path) -> int:
    """Return when the sources were last changed, in seconds since 1970: as told, as committed, else as the changelog says."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told.isdigit():
        return int(told)
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, check=False)
    if asked.returncode == 0 and asked.stdout.strip().isdigit():
        return int(asked.stdout)
    return int((root / "CHANGELOG.md").stat().st_mtime)


def made_from(root: Path) -> str:
    """Return a digest of all that a frozen program is made from."""
    packing = root / "packaging"
    files = [path for name in ("ldn_journal", "resources", "packaging/making") for path in (root / name).rglob("*")]
    files += [packing / "ldn-journal.spec", packing / "devtools/frozen_parts.py", *packing.glob("requirements*.lock")]
    whole = hashlib.sha256()
    for path in sorted(files):
        if path.is_file() and path.suffix != ".pyc":
            whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def is_of_these_sources(root: Path) -> bool:
    """Whether what is frozen was made from the sources as they are now."""
    record = places(root)[0] / _RECORD
    return record.is_file() and record.read_text("ascii") == made_from(root)


def freeze(environment: Environment) -> Path:
    """Make the folder of the frozen program anew and return it. Raises SetupError where a step fails."""
    root = environment.root
    sources = made_from(root)
    build, folder = places(root)
    env = build_environment(root)
    shutil.rmtree(build, ignore_errors=True)
    build.mkdir(parents=True)
    python, making = str(environment.python), root / "packaging" / "making"
    drawing = root / "resources" / "icons" / f"{NAME}.svg"
    carry_out([python, str(making / "icons.py"), str(drawing), str(build / "icons")], root, env)
    if sys.platform == "win32":
        carry_out([python, str(making / "windows_version.py"), str(build / "version.txt")], root, env)
    started = time.monotonic()
    command = [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--distpath", str(folder.parent)]
    carry_out([*command, "--workpath", str(build / "work"), str(root / "packaging" / "ldn-journal.spec")], root, env)
    if sys.platform == "linux":
        tidy(folder)
    carry_out([python, str(making / "notices.py"), str(build / NOTICES)], root, env)
    (build / _RECORD).write_text(sources, encoding="ascii")
    say(f"Frozen in {time.monotonic() - started:.0f} s: {folder.relative_to(root)}, {mebibytes(weight(folder))}")
    return folder


def carry_out(command: list[str], root: Path, env: dict[str, str]) -> None:
    """Run one step of the build, its output on stderr. Raises SetupError if it fails."""
    code = subprocess.run(command, cwd=root, env=env, stdout=sys.stderr, check=False).returncode
    if code:
        what = " ".join([Path(command[0]).name, *command[1:3]])
        raise SetupError(f"{what} … ended with code {code}; it says why above.")


def tidy(folder: Path) -> None:
    """Take out of the libraries what only their makers need: 50 MiB of symbols for debuggers, folders of the build computer."""
    need("strip", "binutils")
    for path in sorted(folder.rglob("*.so*")):
        if path.is_symlink() or not path.is_file() or _LEFT_ALONE in path.parts:
            continue
        told = subprocess.run(["readelf", "-SdW", path], capture_output=True, text=True, check=False).stdout
        if " .symtab " in told:
            subprocess.run(["strip", "--strip-unneeded", path], check=True)
        if _SEARCHED.search(told):
            need("patchelf", "patchelf")
            subprocess.run(["patchelf", "--remove-rpath", path], check=True)


def need(tool: str, package: str) -> None:
    """See that a program is there. Raises SetupError with the package that holds it."""
    if shutil.which(tool) is None:
        raise SetupError(f"The program {tool} is missing: sudo apt-get install {package}")


def largest(folder: Path, number: int = 10) -> list[tuple[str, int]]:
    """Return the heaviest parts of the folder with their bytes: a package, a library of Qt, a file of its own."""
    found: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            part = part_of(path.relative_to(folder))
            found[part] = found.get(part, 0) + path.stat().st_size
    return sorted(found.items(), key=lambda entry: -entry[1])[:number]


def part_of(path: Path) -> str:
    """Return the part that a file of the folder counts towards."""
    words = [word for word in path.parts if word not in {"_internal", "Contents", "Frameworks", "Resources"}]
    if words[0] == "PySide6":
        library = words[-1].partition(".")[0].removeprefix("lib")
        if library.startswith("icu"):
            return "ICU (Qt)"
        if words[1:3] == ["Qt", "lib"]:
            return f"{library} (Qt)"
        return f"{library} (bindings)" if len(words) == 2 else "PySide6 (all else)"
    return words[0].removesuffix(".libs")


def weight(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(one.stat().st_size for one in path.rglob("*") if one.is_file() and not one.is_symlink())


def mebibytes(size: int) -> str:
    """Return a size for people."""
    return f"{size / 2**20:.1f} MiB"
