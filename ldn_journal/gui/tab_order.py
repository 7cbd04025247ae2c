"""Puts widgets that were made late into their place in the order of the Tab key."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def chain_tabs(widgets: Sequence[QWidget]) -> None:
    """Have the Tab key go through ``widgets`` in this order, wherever it goes before and after them.

    Cells that are not the stop of their row are placed too: they may be its stop later. Qt leaves out what takes no focus, so
    for a moment all of them do.
    """
    idle = [one for one in widgets if one.focusPolicy() == Qt.FocusPolicy.NoFocus]
    for one in idle:
        one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
    for one in idle:
        one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
