"""What the program is made with: every package that ships, its version and its licence, read from the packages themselves."""

import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from ldn_journal import __version__
from ldn_journal.base.assets import asset
from ldn_journal.base.texts import _

SHIPPED: Final = (
    "PySide6-Essentials", "alembic", "babel", "cryptography", "defusedxml", "desktop-notifier", "filelock",
    "font-source-sans-pro", "keyring", "numpy", "platformdirs", "pyqtgraph", "sqlalchemy", "sqlcipher3", "sqlmodel",
    "typst", "winrt-runtime",
)  # fmt: skip
"""What is asked for by name; what these need in turn is found through them. A test holds it to ``pyproject.toml``."""
LICENCE: Final = "GPL-3.0-or-later"
_KNOWN_AS: Final = {"pyside6-essentials": "PySide6-Essentials (Qt)", "font-source-sans-pro": "Source Sans (typeface)"}
"""Names under which packages are better known."""
_LENT: Final = {
    "pyside6-essentials": ("qt.txt", "lgpl-3.0.txt"),
    "shiboken6": ("qt.txt", "lgpl-3.0.txt"),
    "sqlcipher3": ("sqlcipher.txt",),
    "typst": ("typst.txt",),
}
"""Texts under ``resources/licences`` that packages owe and do not bring along."""
_TEXTS: Final = re.compile(r"(licen[cs]e|copying|notice|ofl)", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST = 120


@dataclass(frozen=True)
class Part:
    """A package that ships with the program. ``licence`` is as its makers write it; ``texts`` are the files they ship."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]

    def text(self) -> str:
        """Return the licence texts, one after the other; empty where the package ships none."""
        return "\n\n".join(path.read_text("utf-8", errors="replace").strip() for path in self.texts)


def program() -> Part:
    """Return the program itself."""
    beside = Path(__file__).resolve().parents[2] / "LICENSE"
    found = (beside,) if beside.is_file() else _own_texts()
    return Part(_("LDN Journal"), __version__, LICENCE, found)


def parts() -> tuple[Part, ...]:
    """Return everything that ships beside the program, by name; nothing is fetched. What is not installed is left out."""
    everything = [*(_part(package) for package in _packages()), _python()]
    return tuple(sorted(everything, key=lambda part: part.name.casefold()))


def package_names() -> tuple[str, ...]:
    """Return the packages that ship and are installed, under the names they give themselves."""
    return tuple(sorted(package.metadata["Name"] for package in _packages()))


def _packages() -> Iterable[Distribution]:
    found: dict[str, Distribution] = {}
    waiting = list(SHIPPED)
    while waiting:
        name = waiting.pop()
        if _plain(name) in found:
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # needed on another system, or by an older Python
        found[_plain(name)] = package
        waiting += _needed(package)
    return found.values()


def _needed(package: Distribution) -> Iterator[str]:
    """What a package asks for by itself; its extras are not shipped."""
    for asked in package.requires or ():
        name = _NAME.match(asked)
        if name is not None and "extra ==" not in asked:
            yield name[0]


def _part(package: Distribution) -> Part:
    name = package.metadata["Name"]
    lent = [asset("licences", text) for text in _LENT.get(_plain(name), ())]
    texts = (*lent, *sorted(_texts(package)))
    return Part(_KNOWN_AS.get(_plain(name), name), package.version, _licence(package), texts)


def _licence(package: Distribution) -> str:
    """The licence in few words: as an expression, as a line, else by its classifier."""
    said = package.metadata.json
    line = str(said.get("license_expression") or said.get("license") or "").strip()
    if line and "\n" not in line and len(line) <= _LONGEST:
        return line
    classifiers = said.get("classifier") or []
    named = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License ::")]
    return ", ".join(named) or _("see its text")


def _texts(package: Distribution) -> Iterator[Path]:
    """The texts that lie in the package, for itself and for what it carries."""
    for file in package.files or ():
        if not _TEXTS.search(file.name) or file.suffix in (".py", ".pyc", ".pyi"):
            continue
        path = Path(str(package.locate_file(file)))
        if path.is_file():
            yield path


def _own_texts() -> tuple[Path, ...]:
    try:
        return tuple(_texts(distribution("ldn-journal")))
    except PackageNotFoundError:
        return ()


def _python() -> Part:
    name = "LICENSE.txt"
    places = (Path(sysconfig.get_path("stdlib")) / name, Path(sys.base_prefix) / name)
    return Part("Python", sys.version.split()[0], "PSF-2.0", tuple(path for path in places if path.is_file())[:1])


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()
