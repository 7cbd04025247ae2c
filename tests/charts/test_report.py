"""The chart on paper."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import typst
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from ldn_journal.analysis.series import rolling_mean
from ldn_journal.analysis.trends import Trends
from ldn_journal.charts.application import ensure_application, report_family, report_font_folder
from ldn_journal.charts.dose_words import sign_size
from ldn_journal.charts.look import PAPER, Look
from ldn_journal.charts.report import report_chart, report_svg
from ldn_journal.charts.scales import PAPER_PX, Mark, days_of_mean, days_per_mark, grouped, has_bar_on_paper
from ldn_journal.charts.side_title import _wrapped
from ldn_journal.charts.trend_chart import TrendChart

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: bytes) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_equal_trends_give_equal_bytes(qapp: QApplication, usual: Trends) -> None:
    one, other = report_chart(usual), report_chart(usual)
    assert one == other


def test_text_is_text_in_the_reports_typeface(qapp: QApplication, usual: Trends) -> None:
    made = report_chart(usual)
    words = texts(made.svg)
    assert {"Pain", "Sleep, hours", "Vivid dreams", "Nausea", "before LDN", "flu", "10", "12 Jan"} <= set(words)
    assert "lower is better" in words
    fonts = {e.get("font-family") for e in ET.fromstring(made.svg).iter(f"{SVG}text")}
    assert {font.replace('"', "").split(",")[0] for font in fonts if font} == {"Source Sans Pro"}


def test_the_size_is_what_was_asked_for(qapp: QApplication, usual: Trends) -> None:
    made = report_chart(usual, ["pain"], width_pt=300, height_pt=200)
    root = ET.fromstring(made.svg)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("300", "200", "0 0 300 200")
    assert (made.width_pt, made.height_pt) == (300, 200)
    assert texts(made.svg).count("Pain") == 1
    assert not any(words.startswith("Sleep") for words in texts(made.svg))


def test_it_is_never_higher_than_asked_for(qapp: QApplication, usual: Trends) -> None:
    assert report_chart(usual, width_pt=300, height_pt=250.9).height_pt == 250


def test_nothing_is_drawn_outside_the_picture(qapp: QApplication, usual: Trends) -> None:
    made = report_chart(usual)
    for element in ET.fromstring(made.svg).iter(f"{SVG}text"):
        assert 0 <= float(element.get("x", "-1")) <= made.width_pt
        assert 0 <= float(element.get("y", "-1")) <= made.height_pt


def test_the_alternative_text_says_what_is_shown(qapp: QApplication, usual: Trends) -> None:
    made = report_chart(usual, ["pain", "nausea"])
    assert made.alt.startswith("Daily records from 1 January 2026 to 1 March 2026.")
    assert "LDN: 1.5\u00a0mg from 15 Jan 2026, 3\u00a0mg from 5 Feb 2026." in made.alt
    assert "recorded on 54 of 60 days" in made.alt
    assert "Nausea: above zero on 0 days of 54 recorded." in made.alt
    assert made.alt in ET.fromstring(made.svg).findtext(f"{SVG}desc", "")


def test_little_and_much_can_be_drawn(qapp: QApplication, make_trends, long_record: Trends) -> None:
    assert "Nothing is recorded" in report_chart(make_trends({}, days=1)).alt
    assert texts(report_svg(make_trends({"pain": {0: 0.0}}, days=1)))
    long = report_svg(long_record)
    assert len(long) < 1_500_000
    assert "2010" in texts(long)


def test_typst_sets_it_for_archives_and_for_everyone(qapp: QApplication, usual: Trends, tmp_path: Path) -> None:
    made = report_chart(usual)
    (tmp_path / "chart.svg").write_bytes(made.svg)
    (tmp_path / "page.typ").write_text(
        '#set document(title: "Chart")\n#set text(lang: "en", font: "Source Sans Pro")\n= Chart\n'
        '#image("chart.svg", width: 480pt, alt: "A chart")\n',
        encoding="utf-8",
    )
    typst.compile(
        tmp_path / "page.typ",
        output=tmp_path / "page.pdf",
        font_paths=[report_font_folder()],
        pdf_standards=["a-3a", "ua-1"],
    )
    page = PdfReader(tmp_path / "page.pdf").pages[0]
    words = page.extract_text()
    assert "Vivid dreams" in words
    assert "before LDN" in words
    fonts = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"].get("/Font", {}).values()}
    assert all("SourceSansPro" in font for font in fonts), fonts


def test_charts_are_refused_on_another_thread(qapp: QApplication) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool, pytest.raises(RuntimeError, match="own thread"):
        pool.submit(ensure_application).result()


PROGRAM = """
import sys
from datetime import date
from ldn_journal.analysis.trends import TrendsInputs, TrendsQuery, build_trends
from ldn_journal.analysis.series import DailyValue
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.charts.report import report_svg
from ldn_journal.charts.navigable import NavigableChart
from ldn_journal.charts.dose_words import sign_size
from ldn_journal.charts.look import PAPER, Look
day = date(2026, 1, 1)
trends = build_trends(TrendsInputs(today=day, query=TrendsQuery(first=day, last=day),
    measures=[built_in_measures()["pain"]], values={"pain": [DailyValue(day, 4.0, 4.0, 4.0, 1)]}))
sys.stdout.buffer.write(report_svg(trends))
chart = NavigableChart(Look(PAPER, "sans", 12.0))
chart.show()
chart.show_trends(trends)
chart.dispose()
"""


def test_a_program_without_display_draws_and_ends_well(tmp_path: Path) -> None:
    import os

    clean = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, env=clean, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert re.search(rb"<text[^>]*>Pain", done.stdout)


def test_a_visit_is_marked_and_the_time_before_ldn_is_a_dashed_line(qapp: QApplication, usual: Trends) -> None:
    plain = report_chart(usual, ["pain"])
    marked = report_chart(usual, ["pain"], visits=[date(2026, 2, 1), date(2020, 1, 1)], level=5.0)
    assert "visit" not in texts(plain.svg)
    assert texts(marked.svg).count("visit") == 1
    assert b"stroke-dasharray" in marked.svg
    assert marked.svg.count(b"stroke-dasharray") > plain.svg.count(b"stroke-dasharray")


def test_names_stand_beside_their_plots_and_go_over_several_lines(qapp: QApplication, make_trends) -> None:
    made = report_chart(make_trends({"pain": dict.fromkeys(range(30), 4.0)}, days=30), ["pain"], height_pt=150)
    root = ET.fromstring(made.svg)
    left = {element.text: float(element.get("x", "0")) for element in root.iter(f"{SVG}text")}
    assert left["Pain"] == left["lower is better"] == left["LDN dose"] == 0
    assert _wrapped("Morning stiffness of both hands", Look(PAPER, report_family(), 8.0).metrics(), 62) == [
        "Morning stiffness",
        "of both hands",
    ]


@pytest.mark.parametrize("width", [300, 493, 510, 700])
def test_what_is_drawn_does_not_hang_on_the_width(qapp: QApplication, long_record: Trends, width: int) -> None:
    """The caption is written before the picture: days to a bar and to a mean follow from the number of days alone."""
    chart = TrendChart(Look(PAPER, report_family(), 8.0, paper=True))
    chart.show_trends(long_record, ["pain", "nausea"])
    chart.lay_out(width, chart.least_height())
    pain, nausea = chart.panels
    days = (long_record.last - long_record.first).days + 1
    assert np.diff(nausea.bars.opts["x"])[0] == days_per_mark(days, PAPER_PX, Mark.BARS)
    size = days_per_mark(days, PAPER_PX, Mark.LINE)
    assert np.diff(pain.line.xData)[0] == size
    assert days_of_mean(size) == 28
    expected = grouped(rolling_mean(long_record.series["pain"].mean, 28), size)
    drawn = pain.line.yData
    assert np.allclose(drawn[: len(expected) - 2], expected[: len(drawn) - 2], equal_nan=True)
    chart.dispose()


@pytest.mark.parametrize("width", [397, 414])
def test_an_events_bar_is_wider_than_its_sign(qapp: QApplication, width: int) -> None:
    sign = 2 * sign_size(Look(PAPER, report_family(), 8.0, paper=True))
    for days in (60, 240, 7000):
        shortest = next(one for one in range(days) if has_bar_on_paper(one, days))
        assert shortest * width / days > sign
