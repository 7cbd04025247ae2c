"""Redrawing and panning the Trends chart over ten years, beside bare pyqtgraph with the same arrays."""

import itertools
import statistics

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from ldn_journal.analysis.trends import TrendsQuery
from ldn_journal.base.paths import DataFolder
from ldn_journal.charts.look import PAPER, Look
from ldn_journal.charts.trend_chart import TrendChart
from ldn_journal.journal import Journal
from tests.benchmarks.measuring import Figure, paired, timed

MEASURES = ("pain", "sleep", "sleep_quality", "vivid_dreams", "nausea", "fatigue", "mood", "brain_fog")
SIZE = (1000, 1100)


def measure(folder: DataFolder, rounds: int) -> list[Figure]:
    """Return redraw / bare pyqtgraph, and the milliseconds of one frame while panning by a day at a time over a year."""
    application = QApplication.instance() or QApplication([])
    with Journal.open(folder) as journal:
        trends = [journal.trends(TrendsQuery()), journal.trends(TrendsQuery(settling_days=6))]
    chart = TrendChart(Look(palette=PAPER, family=application.font().family(), text_px=12))
    chart.resize(*SIZE)
    chart.show()
    turn = itertools.cycle(trends)

    def redraw() -> None:
        chart.show_trends(next(turn), MEASURES)
        chart.grab()

    bare = _Bare(trends[0])
    ours, theirs, ratio = paired(lambda: timed(redraw), lambda: timed(bare.redraw), rounds)
    frames = _pan(chart, application)
    chart.dispose()
    bare.close()
    return [
        Figure(
            "Trends redraw, ten years x 8 / bare pyqtgraph",
            ratio,
            1.5,
            detail=f"{ours * 1e3:.0f} ms / {theirs * 1e3:.0f} ms",
        ),
        Figure(
            "a frame while panning", statistics.median(frames), 16.0, unit="ms", detail=f"slowest {max(frames):.1f} ms"
        ),
    ]


def _pan(chart: TrendChart, application: QApplication) -> list[float]:
    last = chart.trends.last
    chart.show_days(last.replace(year=last.year - 3), last.replace(year=last.year - 2))
    frames = []
    for _ in range(120):

        def frame() -> None:
            chart.pan(1)
            chart.grab()

        frames.append(timed(frame) * 1e3)
    application.processEvents()
    return frames


class _Bare:
    """Nine plots, each a line and its points, with pyqtgraph's own defaults and linked time axes."""

    def __init__(self, trends: object) -> None:
        self.widget = pg.GraphicsLayoutWidget()
        self.widget.setBackground("w")
        self.widget.resize(*SIZE)
        series = [trends.series[key] for key in MEASURES]
        days = np.arange(len(series[0].mean), dtype=float)
        amounts = np.asarray([0.0 if amount is None else float(amount) / 1e9 for amount in trends.timeline.amounts])
        self.plots = [(days, amounts, None), *((days, one.rolling, one.mean) for one in series)]
        self.items = []
        first = None
        for row, (_, _, points) in enumerate(self.plots):
            plot = self.widget.addPlot(row=row, col=0)
            if first is None:
                first = plot
            else:
                plot.setXLink(first)
            line = plot.plot(connect="finite", pen=pg.mkPen("k", width=1))
            dots = None if points is None else plot.plot(pen=None, symbol="o", symbolSize=3)
            self.items.append((line, dots))
        self.widget.show()

    def redraw(self) -> None:
        for (line, dots), (days, mean, points) in zip(self.items, self.plots, strict=True):
            line.setData(days, mean)
            if dots is not None:
                seen = np.isfinite(points)
                dots.setData(days[seen], points[seen])
        self.widget.grab()

    def close(self) -> None:
        self.widget.close()
        self.widget.deleteLater()
