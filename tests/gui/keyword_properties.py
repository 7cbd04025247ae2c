"""Finds Qt objects that are given a property by keyword, ``QTimer(self, interval=5)``.

PySide6 finds the property's setter by the C library's upper case, which on a Turkish desktop is not the one of English: the
call raises there, and nowhere else. So properties are set by their setters. Read from the source: what a test does not run is
seen as well. Keywords out of a dictionary (``**``) cannot be seen through, so Qt's constructors get none.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QMetaObject

_QT = ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtDBus", "QtSvg", "QtTest")
_MANY = "**"


@dataclass
class _Class:
    """A class of ours: what it derives from, and whether it has a constructor of its own, which then takes the keywords."""

    bases: list[str]
    constructs: bool


@dataclass
class Sources:
    """Sources that are looked at together, so that a class is known wherever it is called."""

    nodes: dict[str, list[ast.AST]] = field(default_factory=dict)
    classes: dict[str, list[_Class]] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        """Take in the source ``text`` of the file ``name``."""
        nodes = self.nodes[name] = list(ast.walk(ast.parse(text)))
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                self.classes.setdefault(node.name, []).append(_read_class(node))

    def add_folder(self, folder: Path) -> None:
        """Take in every source below ``folder``."""
        for path in sorted(folder.rglob("*.py")):
            self.add(str(path.relative_to(folder.parent)), path.read_text("utf-8"))

    def offences(self) -> list[str]:
        """Return one line for each property that is given by keyword: file, line, class and keyword."""
        return [
            f"{name}:{line}: {called}({keyword}=)"
            for name, nodes in self.nodes.items()
            for line, called, keyword in self._in_file(nodes)
        ]

    def _in_file(self, nodes: list[ast.AST]) -> Iterator[tuple[int, str, str]]:
        aliases = _aliases(nodes)
        for call, called in _calls(nodes):
            for keyword in call.keywords:
                if self._is_property(aliases.get(called, called), keyword.arg or _MANY):
                    yield call.lineno, called, keyword.arg or _MANY

    def _is_property(self, name: str, keyword: str) -> bool:
        meta = _meta_object(name)
        if meta is not None:
            return keyword == _MANY or meta.indexOfProperty(keyword) >= 0
        return any(
            self._is_property(base, keyword)
            for one in self.classes.get(name, ())
            if not one.constructs
            for base in one.bases
            if base != name
        )


def _read_class(node: ast.ClassDef) -> _Class:
    constructs = any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body)
    return _Class([_last(base) for base in node.bases], constructs)


def _calls(nodes: list[ast.AST]) -> Iterator[tuple[ast.Call, str]]:
    """Yield each call with keywords, and with it the name of a class that it may construct."""
    for node in nodes:
        if isinstance(node, ast.Call) and node.keywords:
            yield node, _last(node.func)
            if _last(node.func) == "partial" and node.args:
                yield node, _last(node.args[0])
            if isinstance(node.func, ast.Attribute) and node.func.attr == "__init__":
                yield node, _last(node.func.value)  # QTimer.__init__(self, ...)
        elif isinstance(node, ast.ClassDef):
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and _is_super_init(call):
                    for base in node.bases:
                        yield call, _last(base)


def _is_super_init(call: ast.Call) -> bool:
    func = call.func
    return (
        isinstance(func, ast.Attribute)
        and func.attr == "__init__"
        and isinstance(func.value, ast.Call)
        and _last(func.value.func) == "super"
    )


def _aliases(nodes: list[ast.AST]) -> dict[str, str]:
    """Return under which other names classes go here: by ``import … as``, or by a plain assignment."""
    found = {}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            found |= {one.asname: one.name for one in node.names if one.asname}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name | ast.Attribute):
            found |= {to.id: _last(node.value) for to in node.targets if isinstance(to, ast.Name)}
    return found


def _last(node: ast.AST) -> str:
    """Return the last part of a dotted name, without what stands in brackets behind it; empty for anything else."""
    if isinstance(node, ast.Subscript):
        return _last(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


@cache
def _meta_object(name: str) -> QMetaObject | None:
    """Return what Qt knows of its class ``name``; ``None`` where it has no such class, or one without properties."""
    if not name.startswith("Q"):
        return None
    for module in _QT:
        found = getattr(import_module(f"PySide6.{module}"), name, None)
        if found is not None:
            return getattr(found, "staticMetaObject", None)
    return None


def offences_in(text: str) -> list[str]:
    """Return the offences of one source."""
    sources = Sources()
    sources.add("snippet", text)
    return sources.offences()


def offences_below(folders: Iterable[Path]) -> list[str]:
    """Return the offences of every source below ``folders``, looked at together."""
    sources = Sources()
    for folder in folders:
        sources.add_folder(folder)
    return sources.offences()
