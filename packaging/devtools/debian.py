"""From the frozen folder to a `.deb`, with nothing but dpkg-dev: a tree as it will lie on the disk, then dpkg-deb.

What the package depends on is asked of dpkg for every library in it, not listed by hand.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import time
from email.utils import formatdate
from functools import partial
from pathlib import Path

from devtools import manual
from devtools.environment import Environment
from devtools.freezing import NAME, NOTICES, build_environment, carry_out, mebibytes, places, source_date, weight
from devtools.terminal import SetupError, say

TOOLS = {
    "dpkg-deb": "dpkg",
    "dpkg-shlibdeps": "dpkg-dev",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "lintian": "lintian",
}
MAINTAINER = "The LDN Journal developers <ldn-journal@example.org>"
REVISION = "1"
# Used where the desktop has them, and done without elsewhere: the file dialogue of GNOME, printers.
_SUGGESTED = re.compile(r"plugins/(?:platformthemes/libqgtk3|printsupport/)")
_WISHED = re.compile(r"libgtk-3|libcups2")  # which bring along the others that these plugins are linked with
_METAINFO = "org.ldnjournal.ldn_journal.metainfo.xml"


def build(environment: Environment, *, quick: bool = False) -> Path:
    """Make the package from the frozen folder and return it; ``quick`` packs less tightly.

    Raises SetupError where a tool is missing or finds fault.
    """
    lacking = {package for tool, package in TOOLS.items() if shutil.which(tool) is None}
    if lacking:
        raise SetupError(f"These packages are needed: sudo apt-get install {' '.join(sorted(lacking))}")
    started = time.monotonic()
    root, env = environment.root, build_environment(environment.root)
    work, frozen = places(root)
    tree = work / "debian"
    shutil.rmtree(tree, ignore_errors=True)
    _lay_program(frozen, tree)
    _lay_desktop(root, work, tree)
    _lay_documents(environment, tree, env)
    _check(tree)
    _control(root, tree, env)
    _settle(tree, source_date(root))
    target = root / "dist" / f"{NAME}_{version(root)}-{REVISION}_{_architecture()}.deb"
    target.parent.mkdir(exist_ok=True)
    pressed = "-z1" if quick else "-z6"
    carry_out(["dpkg-deb", "--root-owner-group", "-Zxz", pressed, "--build", str(tree), str(target)], root, env)
    say(f"Packed in {time.monotonic() - started:.0f} s: {target.relative_to(root)}, {mebibytes(weight(target))}")
    return target


def lint(package: Path) -> None:
    """Have lintian look at the package. Raises SetupError if it finds an error that is not justified."""
    command = ["lintian", "--allow-root", "--no-cfg", "--fail-on", "none", "--show-overrides", str(package)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = {sign: [] for sign in "EWO"}
    for line in done.stdout.splitlines():
        found.get(line[:1], []).append(line)
    for line in found["E"] + found["W"]:
        say(f"  {line}")
    say(f"lintian: {len(found['E'])} errors, {len(found['W'])} warnings, {len(found['O'])} overridden")
    if done.returncode:
        raise SetupError(f"lintian ended with code {done.returncode}. {done.stderr.strip()}")
    if found["E"]:
        raise SetupError("lintian is not content.")


def version(root: Path) -> str:
    """Return the version, which is written in one place only. Raises SetupError if it is not there."""
    source = (root / "ldn_journal" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', source, re.MULTILINE)
    if found is None:
        raise SetupError("ldn_journal/__init__.py says no version.")
    return found[1]


def _lay_program(frozen: Path, tree: Path) -> None:
    place = tree / "usr" / "lib" / NAME
    shutil.copytree(frozen, place, symlinks=True)
    link = tree / "usr" / "bin" / NAME
    link.parent.mkdir(parents=True)
    link.symlink_to(f"../lib/{NAME}/{NAME}")


def _lay_desktop(root: Path, work: Path, tree: Path) -> None:
    linux, share = root / "packaging" / "linux", tree / "usr" / "share"
    day = time.strftime("%Y-%m-%d", time.gmtime(source_date(root)))
    _write(share / "applications" / f"{NAME}.desktop", (linux / f"{NAME}.desktop").read_text("utf-8"))
    _write(share / "mime" / "packages" / f"{NAME}.xml", (linux / f"{NAME}-mime.xml").read_text("utf-8"))
    described = (linux / _METAINFO).read_text("utf-8").replace("@VERSION@", version(root)).replace("@DATE@", day)
    _write(share / "metainfo" / _METAINFO, described)
    shutil.copytree(work / "icons" / "hicolor", share / "icons" / "hicolor")
    _write(share / "lintian" / "overrides" / NAME, (linux / "lintian-overrides").read_text("utf-8"))


def _lay_documents(environment: Environment, tree: Path, env: dict[str, str]) -> None:
    root, share = environment.root, tree / "usr" / "share"
    documents, moment = share / "doc" / NAME, source_date(environment.root)
    notices = [str(environment.python), str(root / "packaging" / "making" / "notices.py")]
    carry_out([*notices, "--debian", str(documents / "copyright")], root, env)
    full = (places(root)[0] / NOTICES).read_text("utf-8")
    _write_compressed(documents / "third-party-notices.gz", full)
    _write_compressed(documents / "changelog.gz", (root / "CHANGELOG.md").read_text("utf-8"))
    entry = [f"{NAME} ({version(root)}-{REVISION}) unstable; urgency=medium", "", "  * See changelog.gz.", ""]
    _write_compressed(
        documents / "changelog.Debian.gz", "\n".join([*entry, f" -- {MAINTAINER}  {formatdate(moment)}", ""])
    )
    date = time.strftime("%Y-%m-%d", time.gmtime(moment))
    page = manual.page(partial(manual.told, [str(tree / "usr" / "lib" / NAME / NAME)], env), date)
    _write_compressed(share / "man" / "man1" / f"{NAME}.1.gz", page)


def _check(tree: Path) -> None:
    share = tree / "usr" / "share"
    for command in (
        ["desktop-file-validate", str(share / "applications" / f"{NAME}.desktop")],
        ["appstreamcli", "validate", "--no-net", "--pedantic", str(share / "metainfo" / _METAINFO)],
    ):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        say(f"{command[0]}: {done.stdout.strip() or 'nothing to say'}")
        if done.returncode:
            raise SetupError(f"{command[0]} is not content.")


def _control(root: Path, tree: Path, env: dict[str, str]) -> None:
    needed, suggested = depends(tree, env)
    size = (weight(tree) + 1023) // 1024
    lines = [
        f"Package: {NAME}",
        f"Version: {version(root)}-{REVISION}",
        f"Architecture: {_architecture()}",
        f"Maintainer: {MAINTAINER}",
        f"Installed-Size: {size}",
        f"Depends: {', '.join(needed)}",
        f"Suggests: {', '.join(suggested)}",
        "Section: science",
        "Priority: optional",
        "Description: private diary for people on low-dose naltrexone",
        " LDN Journal keeps one person's treatment with low-dose naltrexone on their",
        " own computer: the dose, pain, sleep, dreams and side effects of each day in",
        " half a minute, charts that show what changed at which dose, and a page for the",
        " doctor as an archival, accessible PDF. There is no account, and nothing is",
        " sent anywhere.",
        " .",
        " It records what is entered and summarises it. It does not diagnose, recommend",
        " doses, or tell anyone to start, stop or change a medicine.",
    ]
    _write(tree / "DEBIAN" / "control", "\n".join([*lines, ""]))
    files = [path for path in sorted((tree / "usr").rglob("*")) if path.is_file() and not path.is_symlink()]
    sums = (f"{_md5(path)}  {path.relative_to(tree)}\n" for path in files)
    _write(tree / "DEBIAN" / "md5sums", "".join(sums))


def depends(tree: Path, env: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return what the libraries in the tree need of the system, and what two plugins of Qt would like beside that."""
    files = (path for path in sorted((tree / "usr/lib").rglob("*")) if path.is_file() and not path.is_symlink())
    elf = [path for path in files if _is_elf(path)]
    wished = [path for path in elf if _SUGGESTED.search(path.as_posix())]
    needed = _asked_of_dpkg([path for path in elf if path not in wished], tree, env)
    known = {entry.partition(" ")[0] for entry in needed}
    suggested = [entry for entry in _asked_of_dpkg(wished, tree, env) if entry.partition(" ")[0] not in known]
    return needed, [entry for entry in suggested if _WISHED.match(entry)]


def _asked_of_dpkg(files: list[Path], tree: Path, env: dict[str, str]) -> list[str]:
    """Return the packages that hold what the files are linked with, with the oldest version that will do."""
    work = tree.parent / "shlibs"
    _write(work / "debian" / "control", f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n")
    folders = sorted({str(path.parent) for path in (tree / "usr/lib").rglob("*.so*")})
    command = ["dpkg-shlibdeps", "-O", "--warnings=0", "--ignore-missing-info", *(f"-l{folder}" for folder in folders)]
    command += [f"-e{path}" for path in files]
    done = subprocess.run(command, cwd=work, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(f"dpkg-shlibdeps ended with code {done.returncode}: {done.stderr.strip()}")
    found = re.search(r"^shlibs:Depends=(.*)$", done.stdout, re.MULTILINE)
    return found[1].split(", ") if found else []


def _settle(tree: Path, moment: int) -> None:
    """Give every file the rights and the time that it has on every disk."""
    for path in [tree, *sorted(tree.rglob("*"))]:
        if path.is_symlink():
            os.utime(path, (moment, moment), follow_symlinks=False)
            continue
        path.chmod(0o755 if path.is_dir() or path == tree / "usr" / "lib" / NAME / NAME else 0o644)
        os.utime(path, (moment, moment))


def _md5(path: Path) -> str:
    """What dpkg notices a damaged file by; it protects against nobody."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _architecture() -> str:
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="\n")


def _write_compressed(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content.encode(), 9, mtime=0))
