"""Writes what everything is made with, and under which licences: ``notices.py FILE`` with every text in full.

``notices.py --debian FILE`` refers to the texts that every Debian system has in /usr/share/common-licenses instead. Runs in
``.venv-package``, over the packages that the program was frozen from.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ldn_journal.base.licences import Part, parts, program

_COMMON = {
    "GPL-3": r"GNU GENERAL PUBLIC LICENSE\s+Version 3,",
    "LGPL-3": r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3,",
    "Apache-2.0": r"Apache License\s+Version 2\.0, January 2004",
}
_RULE = "=" * 78


def main(file: Path, *, debian: bool) -> None:
    """Write the notices of the program and of everything in it."""
    own, carried = program(), parts()
    lines = [
        f"LDN Journal {own.version}",
        "Copyright: the LDN Journal developers",
        "",
        "LDN Journal is free software: you can redistribute it and/or modify it under the terms of the GNU General Public",
        "License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later",
        "version. It is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; without even the implied",
        "warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.",
        "",
        *((pointer("GPL-3"), "") if debian else ()),
        "It ships with:",
        "",
        *(f"  {part.name} {part.version}: {part.licence}" for part in carried),
        "  the starter of PyInstaller: GPL-2.0-or-later with an exception that lets it start programs under any licence",
        "",
    ]
    for part in carried if debian else (own, *carried):
        lines += [_RULE, f"{part.name} {part.version}: {part.licence}", _RULE, "", *texts(part, debian=debian), ""]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines), encoding="utf-8")


def texts(part: Part, *, debian: bool) -> list[str]:
    """Return the texts of one part, those that Debian has replaced by where they are."""
    found = []
    for path in part.texts:
        said = path.read_text("utf-8", errors="replace").strip()
        common = next((name for name, sign in _COMMON.items() if re.match(sign, said)), None)
        found.append(pointer(common) if debian and common else said)
    return ["\n\n".join(dict.fromkeys(found))]


def pointer(name: str) -> str:
    """Return where Debian keeps a text."""
    return f"On Debian systems the complete text of {name} is in /usr/share/common-licenses/{name}."


if __name__ == "__main__":
    main(Path(sys.argv[-1]), debian="--debian" in sys.argv)
