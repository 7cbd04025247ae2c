"""No Qt object is given a property by keyword: it would not start on a Turkish desktop."""

from pathlib import Path

import pyqtgraph
import pytest

from tests.gui.keyword_properties import offences_below, offences_in

ROOT = Path(__file__).resolve().parents[2]

OFFENDING = {
    "by its name": "from PySide6.QtCore import QTimer\nQTimer(interval=5)",
    "with a parent": "from PySide6.QtCore import QTimer\nQTimer(parent, singleShot=True)",
    "in its module": "from PySide6 import QtWidgets\nQtWidgets.QPushButton('x', icon=icon)",
    "inherited by Qt": "from PySide6.QtWidgets import QCheckBox\nQCheckBox('x', iconSize=size)",
    "under another name": "from PySide6.QtCore import QTimer as Clock\nClock(interval=5)",
    "under a name given here": "from PySide6 import QtCore\nClock = QtCore.QTimer\nClock(interval=5)",
    "in a class of one's own": "class Clock(QTimer):\n    pass\nclass Slow(Clock):\n    pass\nSlow(interval=5)",
    "passed on": "class Clock(QTimer):\n    def __init__(self, **more):\n        super().__init__(**more)\nClock(interval=5)",
    "to the class above": "class Clock(QTimer):\n    def __init__(self):\n        super().__init__(interval=5)",
    "to Qt's constructor": "class Clock(QTimer):\n    def __init__(self):\n        QTimer.__init__(self, interval=5)",
    "to a class of a kind": "class Part(QFrame, Generic[T]):\n    pass\nPart[int](indent=5, inputMethodHints=1)",
    "in part": "from functools import partial\npartial(QTimer, interval=5)()",
    "out of a dictionary": "from PySide6.QtCore import QTimer\nQTimer(**settings)",
}
HARMLESS = {
    "an argument": "from PySide6.QtWidgets import QLabel\nQLabel('x', parent=self)",
    "a keyword of one's own": "class Clock(QTimer):\n    def __init__(self, interval): ...\nClock(interval=5)",
    "a setter": "from PySide6.QtCore import QTimer\nQTimer.singleShot(5, self, call=done)",
    "a class that is not Qt's": "class Query:\n    pass\nQuery(interval=5)",
}


@pytest.mark.parametrize("snippet", OFFENDING.values(), ids=list(OFFENDING))
def test_a_property_given_by_keyword_is_found(snippet: str) -> None:
    assert len(offences_in(snippet)) == 1, offences_in(snippet)


@pytest.mark.parametrize("snippet", HARMLESS.values(), ids=list(HARMLESS))
def test_what_sets_no_property_is_left_alone(snippet: str) -> None:
    assert offences_in(snippet) == []


def test_nothing_of_ours_does_it() -> None:
    # The rooms that may know Qt, as the import contracts say.
    assert offences_below([ROOT / "ldn_journal" / room for room in ("gui", "charts", "report", "cli")]) == []


@pytest.mark.full
def test_nothing_that_draws_for_us_does_it() -> None:
    import desktop_notifier

    beside = [Path(module.__file__).parent for module in (pyqtgraph, desktop_notifier) if module.__file__]
    assert len(beside) == 2
    found = [one for one in offences_below(beside) if "(**=)" not in one and "/examples/" not in one]
    assert found == []
