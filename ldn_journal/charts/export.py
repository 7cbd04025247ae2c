"""A chart as a picture or a table to keep: PNG, SVG, CSV, clipboard."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPainter

from ldn_journal.analysis.phases import DayState
from ldn_journal.analysis.trends import Trends
from ldn_journal.domain.amounts import PICOGRAMS

if TYPE_CHECKING:
    from ldn_journal.charts.trend_chart import TrendChart


def svg_of(chart: "TrendChart", alt: str) -> bytes:
    """Return the chart as it is shown, as SVG with real text; ``alt`` becomes its description."""
    from pyqtgraph.exporters import SVGExporter

    chart.settle()
    chart.scene().prepareForPaint()
    exporter = SVGExporter(chart.scene())
    exporter.parameters()["background"] = QColor(chart.look.palette.background)
    exporter.parameters()["width"] = float(chart.width())
    exporter.parameters()["height"] = float(chart.height())
    text = exporter.export(toBytes=True).decode("utf-8")
    size = f'width="{chart.width()}" height="{chart.height()}" viewBox="0 0 {chart.width()} {chart.height()}"'
    text = re.sub(r'viewBox ="[^"]*"', size, text, count=1)
    about = f"<title>LDN Journal</title>\n<desc>{escape(alt)}</desc>"
    text = re.sub(r"<title>.*?</desc>", lambda _found: about, text, count=1, flags=re.DOTALL)
    return text.encode("utf-8")


def image_of(chart: "TrendChart", scale: float = 2.0) -> QImage:
    """Return the chart as it is shown, without cursor and focus ring, at ``scale`` times its size."""
    image = QImage(round(chart.width() * scale), round(chart.height() * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(chart.look.palette.background))
    shown = chart.cursor_item.isVisible()
    chart.cursor_item.setVisible(False)
    area = QRectF(0, 0, chart.width(), chart.height())
    painter = QPainter(image)
    try:
        chart.settle()
        chart.scene().prepareForPaint()
        chart.scene().render(painter, area, area)
    finally:
        painter.end()
        chart.cursor_item.setVisible(shown)
    return image


def png_of(chart: "TrendChart", scale: float = 2.0) -> bytes:
    """Return ``image_of`` as a PNG file's bytes."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image_of(chart, scale))
    return bytes(buffer.data().data())


def copy_picture(chart: "TrendChart") -> None:
    """Put the picture on the clipboard."""
    QGuiApplication.clipboard().setImage(image_of(chart))


def table_of(
    trends: Trends, keys: Sequence[str], first: date | None = None, last: date | None = None
) -> tuple[list[str], list[list[str]]]:
    """Return a header and one row per day: the date, the dose in mg, its state, each measure's value. Blank: no record.

    ``first`` to ``last`` is by default the whole range. Numbers are written for machines, with a point; durations in
    minutes.
    """
    header = ["day", "dose_mg", "dose_state", *keys]
    series = [trends.series[key] for key in keys]
    rows = []
    first, last = max(first or trends.first, trends.first), min(last or trends.last, trends.last)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        state = trends.timeline.state_on(day)
        amount = trends.timeline.amount_on(day)
        values = (one.value_on(day) for one in series)
        rows.append(
            [
                day.isoformat(),
                format(amount / PICOGRAMS["mg"], ".9g") if state is DayState.TAKEN else "",
                state.name.lower(),
                *("" if value is None else format(value, ".6g") for value in values),
            ]
        )
    return header, rows


def csv_of(trends: Trends, keys: Sequence[str], first: date | None = None, last: date | None = None) -> str:
    """Return ``table_of`` as CSV, lines ending in CRLF (RFC 4180)."""
    header, rows = table_of(trends, keys, first, last)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
