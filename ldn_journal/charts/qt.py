"""Loads Qt in a way that does not slow down every later import."""

import builtins


def load_qt() -> None:
    """Import PySide6, to be called before anything else does.

    PySide6 puts a hook in the place of ``__import__`` that reads the source of each module imported from then on, to learn
    whether it may want ``from __feature__ import snake_case``. Nothing here wants it, and sqlmodel, pyqtgraph and what they
    bring along are 600 modules: a tenth of the time until the program is ready.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - imported for what it does

    builtins.__import__ = plain
