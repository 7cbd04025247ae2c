"""The proof in a bare Debian 12: the package is installed where nothing of ours is, used as a person, seen, and removed.

Needs root, debootstrap and Xvfb. Every step runs in a mount namespace of its own, so that nothing stays mounted.
"""

import os
import re
import shutil
import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools.terminal import SetupError, say

PERSON = "ann"
HOME = f"/home/{PERSON}"
_ENTER = 'mount --bind /dev "$0/dev" && mount -t proc proc "$0/proc" && exec chroot "$0" "$@"'
_PLACE = {
    "HOME": "/root",
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
_DISPLAY = ":97"
_DIARY = f"{HOME}/.local/share/ldn-journal/journal.ldnj"


def prove(root: Path, package: Path) -> None:
    """Install, use, picture and remove ``package``. Raises SetupError at the first step that does not hold."""
    if os.geteuid() != 0:
        raise SetupError("The proof changes into a tree of its own, which only root may.")
    for tool in ("debootstrap", "Xvfb", "unshare"):
        if shutil.which(tool) is None:
            raise SetupError(f"The proof needs {tool}.")
    tree = Path(tempfile.mkdtemp(prefix="ldn-journal-bare-", dir="/var/tmp"))
    try:
        _unpack(root, tree)
        _prove(root, package, tree)
    finally:
        shutil.rmtree(tree)


def _prove(root: Path, package: Path, tree: Path) -> None:
    inside(tree, "no Python is there", "! command -v python3")
    shutil.copy(package, tree / "root" / package.name)
    inside(tree, "apt-get update", "apt-get update -q")
    said = inside(tree, "apt install", f"apt-get install --yes ./{package.name}")
    count = re.search(r"(\d+) newly installed", said)
    say(f"    {count[1] if count else '?'} packages came with it")
    inside(tree, "still no Python", "! command -v python3")
    inside(tree, "a person", f"useradd --create-home {PERSON}")
    for name, command in (
        ("version", "ldn-journal --version"),
        ("demo", "ldn-journal demo sample"),
        ("report", "ldn-journal --data-dir sample report out.pdf && head -c 5 out.pdf"),
        ("check", "ldn-journal --data-dir sample check"),
        ("record", "ldn-journal init && ldn-journal log pain=4 dose=4.5mg && ldn-journal show"),
        ("manual page", "zcat /usr/share/man/man1/ldn-journal.1.gz | head -1"),
    ):
        say(f"    {last_line(as_person(tree, name, command, QT_QPA_PLATFORM='offscreen'))}")
    picture = root / "build" / "proof-window.png"
    _picture(tree, picture)
    before = inside(tree, "the journal", f"sha256sum {_DIARY}")
    inside(tree, "apt remove", "apt-get remove --yes ldn-journal")
    inside(tree, "the program is gone", "! test -e /usr/lib/ldn-journal && ! test -e /usr/bin/ldn-journal")
    if inside(tree, "the journal is left", f"sha256sum {_DIARY}") != before:
        raise SetupError("The journal is not what it was before the program was removed.")
    say(f"Proved. The window is pictured in {picture.relative_to(root)}")


def _unpack(root: Path, tree: Path) -> None:
    """Lay a bare Debian 12 into ``tree``; it is fetched once, from where this computer fetches its own packages."""
    base = root / "build" / "bare-debian-12.tar"
    sources = Path("/etc/apt/sources.list.d")
    if not base.is_file():
        said = "".join(path.read_text("utf-8") for path in sorted(sources.glob("*.sources")))
        mirror = re.search(r"^URIs:\s*(\S+/debian)/?\s*$", said, re.MULTILINE)
        with tempfile.TemporaryDirectory(prefix="ldn-journal-seed-", dir="/var/tmp") as seed:
            command = ["debootstrap", "--variant=minbase", "--include=ca-certificates", "bookworm", seed]
            _do([*command, *([mirror[1]] if mirror else [])], "debootstrap")
            part = base.with_suffix(".part")
            _do(["tar", "-C", seed, "-cf", str(part), "."], "tar")
            part.rename(base)
    _do(["tar", "-C", str(tree), "-xf", str(base)], "tar")
    tree.chmod(0o755)  # temporary folders are their owner's alone; this one is everybody's root
    for name in ("resolv.conf", "hosts", "ssl/certs/ca-certificates.crt"):
        if Path("/etc", name).is_file():
            shutil.copy(Path("/etc", name), tree / "etc" / name)
    if sources.is_dir() and list(sources.glob("debian*")):
        (tree / "etc/apt/sources.list").unlink(missing_ok=True)
        for path in sources.glob("debian*"):
            shutil.copy(path, tree / "etc/apt/sources.list.d" / path.name)
    for path in Path("/etc/apt/apt.conf.d").glob("*"):
        if path.is_file():
            shutil.copy(path, tree / "etc/apt/apt.conf.d" / path.name)


def inside(tree: Path, name: str, command: str, *, user: str | None = None, **variables: str) -> str:
    """Run a command in the tree and return what it printed. Raises SetupError if it fails."""
    started = time.monotonic()
    done = subprocess.run(_entered(tree, command, user, variables), capture_output=True, text=True, check=False)
    say(f"  {name}: {'holds' if done.returncode == 0 else 'FAILS'}, {time.monotonic() - started:.1f} s")
    if done.returncode:
        raise SetupError(f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def as_person(tree: Path, name: str, command: str, **variables: str) -> str:
    """Run a command as somebody without rights, in that person's home folder."""
    return inside(tree, name, command, user=PERSON, **variables)


def _entered(tree: Path, command: str, user: str | None, variables: dict[str, str]) -> list[str]:
    where = {**_PLACE, "HOME": HOME if user else "/root", **variables}
    shell = ["sh", "-c", f"cd && {command}"]
    if user:
        shell = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *shell]
    words = ["env", "-i", *(f"{name}={value}" for name, value in where.items()), *shell]
    return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _ENTER, str(tree), *words]


def _picture(tree: Path, picture: Path) -> None:
    """Open the window on a screen that only lies in memory, and keep what it shows."""
    with _screen() as memory:
        command = "exec ldn-journal --data-dir sample --startup-trace"
        window = subprocess.Popen(
            _entered(tree, command, PERSON, {"DISPLAY": _DISPLAY, "QT_QPA_PLATFORM": "xcb"}),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            said = []
            for line in window.stdout or ():
                said.append(line)
                if line.startswith("ready"):
                    break
            else:
                raise SetupError(f"The window did not open: {''.join(said)}")
            time.sleep(3)  # what comes after the first picture: icons, the page's own rows
            picture.parent.mkdir(exist_ok=True)
            picture.write_bytes(png_of_xwd(memory.read_bytes()))
            say(f"  window: holds, {said[-1].strip()}")
        finally:
            window.kill()
            window.wait()


@contextmanager
def _screen() -> Iterator[Path]:
    """Give a screen without a monitor; the file that holds its pixels is handed over."""
    with tempfile.TemporaryDirectory(prefix="ldn-journal-screen-") as folder:
        server = subprocess.Popen(
            ["Xvfb", _DISPLAY, "-screen", "0", "1280x800x24", "-fbdir", folder, "-ac", "-nolisten", "tcp"],
            stderr=subprocess.DEVNULL,
        )
        try:
            time.sleep(2)
            yield Path(folder, "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait()


def png_of_xwd(content: bytes) -> bytes:
    """Return a window dump of 32 bits a pixel, as X servers keep their screens, as a PNG."""
    head = struct.unpack(">25I", content[:100])
    width, height, bits, line, colours = head[4], head[5], head[11], head[12], head[19]
    if bits != 32:
        raise SetupError(f"A screen of {bits} bits a pixel is not what was asked for.")
    start = head[0] + 12 * colours
    rows = bytearray()
    for y in range(height):
        row = content[start + y * line : start + y * line + 4 * width]
        pixels = bytearray(3 * width)
        pixels[0::3], pixels[1::3], pixels[2::3] = row[2::4], row[1::4], row[0::4]
        rows += b"\0" + pixels
    shape = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", shape), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def last_line(said: str) -> str:
    """Return the last line that says something."""
    return next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "")


def _do(command: list[str], name: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SetupError(f"{name} ended with code {done.returncode}: {done.stdout[-2000:]}")
