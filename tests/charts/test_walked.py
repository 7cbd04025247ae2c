"""Small charts under the keys: each stop is a sentence, shown where it is, and assistive technology hears it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ldn_journal.charts.distribution import DistributionPlot, DistributionRow
from ldn_journal.charts.intervals import IntervalPlot, IntervalRow
from ldn_journal.charts.look import PAPER, Look
from ldn_journal.charts.scales import Mark, ValueScale
from ldn_journal.charts.scatter import ScatterAxis, ScatterPlot
from ldn_journal.charts.walked import WalkedPlot

# The sentence of a stop stands in a tool tip, which offscreen cannot be raised.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEY = Qt.Key
LOOK = Look(PAPER, "DejaVu Sans", 13)
COLOUR = QColor("#a84004")


def intervals() -> IntervalPlot:
    plot = IntervalPlot(LOOK, COLOUR, lambda value: f"{value:+.1f}")
    first, second = IntervalRow("1.5 mg", -0.5, (-1.2, 0.2)), IntervalRow("3 mg", -1.0, None)
    plot.set_rows([first, second, IntervalRow("4.5 mg", -2, (-3, -1))])
    return plot


def distribution() -> DistributionPlot:
    scale = ValueScale(0, 10, ((0, "0"), (5, "5"), (10, "10")), Mark.LINE)
    plot = DistributionPlot(LOOK, COLOUR, scale, lambda value: f"{value:g}")
    before, during = DistributionRow("before", (5, 6, 7), (5, 6, 7)), DistributionRow("3 mg", (4, 5), None)
    plot.set_rows([before, during, DistributionRow("break", (), None)])
    return plot


def scatter() -> ScatterPlot:
    plot = ScatterPlot(LOOK, COLOUR)
    plot.show_pairs(
        [6, 4, 4, 4], [3, 8, 8, 2], ScatterAxis("Sleep", "{:g} h".format), ScatterAxis("Pain", "{:g}".format, 0, 10)
    )
    return plot


WALKED: list[tuple[Callable[[], WalkedPlot], list[str]]] = [
    (
        intervals,
        ["1.5 mg: -0.5, likely -1.2 to +0.2.", "3 mg: -1.0, no interval.", "4.5 mg: -2.0, likely -3.0 to -1.0."],
    ),
    (
        distribution,
        [
            "before: 3 days, from 5 to 7, the middle half from 5 to 7, median 6.",
            "3 mg: 2 days, from 4 to 5.",
            "break: nothing recorded.",
        ],
    ),
    (
        scatter,
        [
            "Sleep: 4 h; Pain: 2. 1 pair of days.",
            "Sleep: 4 h; Pain: 8. 2 pairs of days.",
            "Sleep: 6 h; Pain: 3. 1 pair of days.",
        ],
    ),
]


@pytest.mark.parametrize(("make", "sentences"), WALKED)
def test_arrows_read_every_stop_and_no_key_reads_past_the_ends(qtbot, make, sentences: list[str]) -> None:
    plot = make()
    qtbot.addWidget(plot)
    whole = plot.accessibleDescription()
    assert plot.accessibleName()
    assert whole
    plot.resize(480, max(plot.sizeHint().height(), 120))
    plot.show()
    plot.setFocus()
    heard: list[str] = []
    plot.read.connect(heard.append)
    for key in (KEY.Key_Right, KEY.Key_Down, KEY.Key_Right, KEY.Key_Right):
        QTest.keyClick(plot, key)
        assert plot.accessibleDescription() == heard[-1]
        assert plot.stop is not None
        assert plot.rect().intersects(plot.spot(plot.stop).toRect())
    assert heard == [*sentences, sentences[-1]]
    QTest.keyClick(plot, KEY.Key_Left)
    QTest.keyClick(plot, KEY.Key_Home)
    QTest.keyClick(plot, KEY.Key_Up)
    QTest.keyClick(plot, KEY.Key_End)
    assert heard[4:] == [sentences[1], sentences[0], sentences[0], sentences[-1]]
    QTest.keyClick(plot, KEY.Key_Escape)
    assert (heard[-1], plot.stop, plot.accessibleDescription()) == ("", None, whole)


@pytest.mark.parametrize("make", [intervals, distribution, scatter])
def test_the_stop_and_the_focus_are_drawn(qtbot, make) -> None:
    host, plot, elsewhere = QWidget(), make(), QLineEdit()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    column.addWidget(plot)
    column.addWidget(elsewhere)
    host.resize(480, 400)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    elsewhere.setFocus()
    still = plot.grab().toImage()
    plot.setFocus()
    ringed = plot.grab().toImage()
    assert ringed != still
    QTest.keyClick(plot, KEY.Key_Right)
    assert plot.grab().toImage() != ringed
    elsewhere.setFocus()
    assert plot.grab().toImage() == still
    assert plot.stop is None


def test_other_keys_are_left_to_the_page(qtbot) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    plot = intervals()
    qtbot.addWidget(plot)
    for key, modifiers in (
        (KEY.Key_PageDown, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_Left, Qt.KeyboardModifier.AltModifier),
    ):
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
        plot.keyPressEvent(event)
        assert not event.isAccepted()
    assert plot.stop is None
