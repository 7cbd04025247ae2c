"""Writes what everything is made with, and under which licences: ``notices.py FILE`` with every text in full.

``notices.py --debian FILE`` writes what Debian calls the copyright file: the same list, and where the texts are. Runs in
``.venv-package``, over the packages that the program was frozen from.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ldn_journal.base.assets import asset
from ldn_journal.base.licences import parts, program

_RULE = "=" * 78
_WHERE = (
    "On Debian systems the complete text of the GNU General Public License, version 3, is in",
    "/usr/share/common-licenses/GPL-3, that of the GNU Lesser General Public License, version 3, in LGPL-3 beside it, and",
    "that of the Apache License, version 2.0, in Apache-2.0. The texts and the copyright notices of all parts below, as",
    "their makers ship them, are in /usr/share/doc/ldn-journal/third-party-notices.gz.",
    "",
)


def main(file: Path, *, debian: bool) -> None:
    """Write the notices of the program and of everything in it."""
    own, carried = program(), parts()
    lines = [
        f"LDN Journal {own.version}",
        "Copyright (C) 2026 the LDN Journal developers",
        "",
        "LDN Journal is free software: you can redistribute it and/or modify it under the terms of the GNU General Public",
        "License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later",
        "version. It is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; without even the implied",
        "warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.",
        "",
        *(_WHERE if debian else ()),
        "It ships with:",
        "",
        *(f"  {part.name} {part.version}: {part.licence}" for part in carried),
        "  the starter of PyInstaller: GPL-2.0-or-later with an exception that lets it start programs under any licence",
        "",
        *asset("licences", "qt.txt").read_text("utf-8").splitlines(),
        "",
    ]
    for part in () if debian else (own, *carried):
        lines += [_RULE, f"{part.name} {part.version}: {part.licence}", _RULE, "", part.text(), ""]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[-1]), debian="--debian" in sys.argv)
