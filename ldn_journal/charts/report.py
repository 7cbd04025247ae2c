"""Charts for paper: the chart of the Trends page in dark ink on white, as SVG with text that can be selected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ldn_journal.analysis.trends import Trends
from ldn_journal.charts.application import ensure_application, report_family
from ldn_journal.charts.export import svg_of
from ldn_journal.charts.look import PAPER, Look, Palette
from ldn_journal.charts.trend_chart import TrendChart

TEXT_PT = 8.0


@dataclass(frozen=True)
class ReportChart:
    """A drawn chart: ``svg`` is ``width_pt`` by ``height_pt``, ``alt`` says what it shows."""

    svg: bytes
    alt: str
    width_pt: float
    height_pt: float


def report_chart(
    trends: Trends,
    measures: Sequence[str] | None = None,
    *,
    width_pt: float = 480,
    height_pt: float | None = None,
    palette: Palette = PAPER,
    visits: Sequence[date] = (),
    level: float | None = None,
) -> ReportChart:
    """Return the chart of ``trends`` for paper, of them the ``measures`` (keys; ``None``: all recorded).

    Equal trends give equal bytes. To be called on the application's thread; makes an application where there is none,
    and shows nothing on the screen. ``height_pt`` is by default what the number of measures asks for.
    ``visits`` are days to mark; ``level`` is a value of the first measure that a dashed line shows.
    """
    ensure_application()
    keys = [key for key, series in trends.series.items() if series.recorded] if measures is None else measures
    chart = TrendChart(Look(palette, report_family(), TEXT_PT, paper=True))
    try:
        chart.show_trends(trends, keys, visits=visits, level=level)
        # Whole points, and never more of them than there is room for.
        chart.lay_out(round(width_pt), int(height_pt) if height_pt else chart.least_height())
        alt = chart.describe()
        return ReportChart(svg_of(chart, alt), alt, chart.width(), chart.height())
    finally:
        chart.dispose()


def report_svg(
    trends: Trends,
    measures: Sequence[str] | None = None,
    *,
    width_pt: float = 480,
    height_pt: float | None = None,
    palette: Palette = PAPER,
) -> bytes:
    """Return the SVG of ``report_chart``."""
    return report_chart(trends, measures, width_pt=width_pt, height_pt=height_pt, palette=palette).svg
