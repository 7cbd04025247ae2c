"""Pictures and tables to keep."""

import csv
import io
from datetime import date

from PySide6.QtGui import QGuiApplication, QImage

from ldn_journal.analysis.trends import Trends
from ldn_journal.charts.export import copy_picture, csv_of, image_of, png_of, svg_of
from ldn_journal.charts.navigable import NavigableChart


def test_the_csv_equals_the_data(usual: Trends) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of(usual, ["pain", "sleep", "nausea"]))))
    assert len(rows) == 60
    for number, row in enumerate(rows):
        day = date.fromisoformat(row["day"])
        assert day == date.fromordinal(usual.first.toordinal() + number)
        for key in ("pain", "sleep", "nausea"):
            value = usual.series[key].value_on(day)
            assert row[key] == ("" if value is None else format(value, "g"))
    assert rows[0]["dose_mg"] == ""
    assert rows[0]["dose_state"] == "not_recorded"
    assert rows[14]["dose_mg"] == "1.5"
    assert rows[59]["dose_state"] == "taken"
    assert rows[21]["nausea"] == ""
    assert rows[0]["nausea"] == "0"


def test_the_csv_can_be_of_fewer_days(usual: Trends) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of(usual, ["pain"], date(2026, 2, 1), date(2030, 1, 1)))))
    assert [rows[0]["day"], rows[-1]["day"]] == ["2026-02-01", "2026-03-01"]


def test_the_png_is_the_chart_without_the_cursor(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    plain = image_of(chart)
    chart.read_day(date(2026, 2, 1))
    assert image_of(chart) == plain
    assert chart.cursor_item.isVisible()
    picture = QImage.fromData(png_of(chart))
    assert (picture.width(), picture.height()) == (2 * chart.width(), 2 * chart.height())


def test_the_svg_on_screen_has_real_text(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    svg = svg_of(chart, "says & shows")
    assert b">Pain" in svg
    assert b"<desc>says &amp; shows</desc>" in svg


def test_the_picture_can_be_copied(chart: NavigableChart, usual: Trends) -> None:
    chart.show_trends(usual)
    copy_picture(chart)
    assert QGuiApplication.clipboard().image().width() == 2 * chart.width()
    QGuiApplication.clipboard().clear()
