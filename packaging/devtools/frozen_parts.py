"""What goes into the frozen program and what stays out; read by `packaging/ldn-journal.spec`.

Everything is said by the name under which it lies in the folder, with `/` between its parts, on every system.
"""

import re
from pathlib import PurePath

from ldn_journal.base import languages

LANGUAGES = (*languages.LANGUAGES, "no", "nn")  # those of the program, and what Bokmål falls back to

NEVER_IMPORTED = [
    # pyqtgraph would import these if they were there, and nothing here draws with them. QtOpenGL it cannot do without.
    "PySide6.QtTest", "PySide6.QtQml", "PySide6.QtQuick", "OpenGL",
    "cupy", "h5py", "matplotlib", "numba", "scipy", "PIL", "IPython", "colorcet", "docutils",
    "pyqtgraph.canvas", "pyqtgraph.examples", "pyqtgraph.flowchart", "pyqtgraph.jupyter", "pyqtgraph.opengl",
    # Tools for developers, and other engines than ours.
    "_distutils_hack", "curses", "distutils", "ensurepip", "greenlet", "hypothesis", "idlelib", "lib2to3", "mypy", "numpy.f2py",
    "pip", "pytest", "readline", "setuptools", "sqlite3", "test", "tkinter", "turtledemo", "venv",
]  # fmt: skip

_QT = r"PySide6/(?:Qt/)?"
_PLUGINS = {
    "iconengines": r"q?svgicon",
    "imageformats": r"q?(svg|jpeg|ico|icns)",
    "platforms": r"q(offscreen|xcb|wayland.*|windows|cocoa)",
    "platforminputcontexts": r"(compose|ibus)platforminputcontextplugin",
    "platformthemes": r"q(gtk3|xdgdesktopportal)",
    "printsupport": r".+",
    "styles": r".+",
    "wayland-decoration-client": r".+",
    "wayland-graphics-integration-client": r"qt-plugin-wayland-egl",
    "wayland-shell-integration": r"xdg-shell",
    "xcbglintegrations": r".+",
}
_PLUGIN = re.compile(rf"{_QT}plugins/([^/]+)/(?:lib)?(.+?)d?\.(?:so|dll|dylib)")
_SPOKEN = "|".join(LANGUAGES)
_QT_WORDS = re.compile(rf"{_QT}translations/(?!qtbase_(?:{_SPOKEN})\.qm)")
_CALENDARS = re.compile(rf"babel/locale-data/(?!(?:root|LICENSE|(?:{_SPOKEN})(?:_\w+)?)\.)")
_FOLDERS = re.compile(
    r"PySide6/(?:Qt/)?(?:qml|resources|metatypes)/"
    r"|pyqtgraph/(?:examples|console|flowchart|canvas|icons/peegee)/"
    r"|numpy/(?:_core/(?:include|lib)|f2py)/"
    r"|(?:.+/)?(?:tests?|__pycache__)/"
)
_FILES = re.compile(
    r"(?:.+/)?(?:lib)?Qt6?(?:Qml|Quick|Pdf|VirtualKeyboard|Sql|EglF|3D|WebEngine)\w*\.(?:so[.\d]*|dll|dylib)"
    r"|PySide6/opengl32sw\.dll"  # drawing in software for OpenGL, which nothing here asks for
    r"|.+\.(?:pyi|pxd|pyx|h|hpp|c|cpp)"
)
_SYSTEM = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/lib/")


def wanted(name: str) -> bool:
    """Whether the file of this name in the frozen folder is used by the program."""
    name = PurePath(name).as_posix()
    plugin = _PLUGIN.fullmatch(name)
    if plugin is not None:
        return re.fullmatch(_PLUGINS.get(plugin[1], "(?!)"), plugin[2]) is not None
    return not (_QT_WORDS.match(name) or _CALENDARS.match(name) or _FOLDERS.match(name) or _FILES.fullmatch(name))


def of_the_system(name: str, source: str, platform: str) -> bool:
    """Whether a shared library is left to the distribution, which mends it for all programs: the package depends on it instead.

    Python's own library and the modules of its standard library go along wherever they lie.
    """
    if not platform.startswith("linux") or "/" in name or name.startswith("libpython"):
        return False
    return source.startswith(_SYSTEM)
