"""Writes what Windows shows as the version of a file: ``windows_version.py FILE``. Runs in ``.venv-package``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ldn_journal import __version__

_SHOWN = {
    "CompanyName": "The LDN Journal developers",
    "FileDescription": "LDN Journal",
    "FileVersion": __version__,
    "InternalName": "ldn-journal",
    "LegalCopyright": "GPL-3.0-or-later",
    "OriginalFilename": "LDN Journal.exe",
    "ProductName": "LDN Journal",
    "ProductVersion": __version__,
}


def resource(version: str) -> str:
    """Return the resource as PyInstaller reads it; Windows counts in four numbers."""
    numbers = (*map(int, version.split(".")[:3]), 0)
    strings = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in _SHOWN.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004,"
        " fileType=1, subtype=0, date=(0, 0)), kids=["
        f"StringFileInfo([StringTable('040904B0', [{strings}])]), VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(resource(__version__), encoding="utf-8")
