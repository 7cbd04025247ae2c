"""The window, the command line and the report give one and the same figures, to the last printed digit."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldn_journal.analysis.wording import agreeing_digits, level, signed
from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import format_number
from ldn_journal.cli.main import main
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.gui.events import Events
from ldn_journal.gui.page import Context
from ldn_journal.gui.tasks import Tasks
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.trends.compare_view import CompareView
from ldn_journal.gui.trends.page import TrendsPage
from ldn_journal.journal import Journal
from ldn_journal.report import gather
from ldn_journal.report.content import as_string
from tests.conftest import LayDown

Cells = dict[str, dict[str, str]]
DASH = "–"


@pytest.fixture
def sample(folder: DataFolder, lay_sample: LayDown) -> DataFolder:
    return lay_sample(folder)


@pytest.fixture
def window_table(qapp: QApplication, qtbot: QtBot, sample: DataFolder, clock: FixedClock) -> Iterator[Any]:
    """Return a reader of the window's table for a measure: phase to heading to cell."""
    tasks = Tasks(lambda: Journal.open(sample, clock=clock))
    page = TrendsPage(Context(tasks, Events(), apply_theme(qapp, "light", 1.0).theme))
    page.show()
    qtbot.waitUntil(lambda: page.view is not None)
    page.views.cell_activated(1)
    view = page.part("compare")
    assert isinstance(view, CompareView)
    # All is loaded; only one program at a time may have the journal open.
    tasks.close()

    def read(measure: str) -> Cells:
        view.measure.box.setCurrentIndex(view.measure.box.findData(measure))
        view.measure.picked.emit(measure)
        model = view.table.model_of_rows
        names = [name for name, _meaning in model.headings]
        return {phase: dict(zip(names, row, strict=True)) for phase, row in zip(model.names, model.rows, strict=True)}

    yield read
    page.dispose()
    page.close()
    page.deleteLater()


@pytest.fixture
def printed(sample: DataFolder, clock: FixedClock, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What ``trends --format json`` prints."""
    assert main(["--data-dir", str(sample.root), "trends", "--format", "json"], clock=clock) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def digits_of_table(measure: Any, figures: list[dict[str, Any]]) -> int:
    """The decimals that means and differences are printed with: one more where they would contradict each other."""
    means = {one["phase"]: one["mean"] for one in figures}
    there = (one["comparison"] for one in figures if one["comparison"] is not None)
    found = [(means[one["reference"]], one["difference"]) for one in there]
    if measure.scale == "duration":
        return 1
    return agreeing_digits(
        *((before, before + difference, difference) for before, difference in found if difference is not None)
    )


def interval(measure: Any, ends: list[float] | None) -> str:
    return DASH if ends is None else f"{signed(measure, ends[0])} to {signed(measure, ends[1])}"


@pytest.mark.parametrize("key", ["pain", "sleep", "sleep_quality", "vivid_dreams", "nausea", "fatigue"])
def test_window_and_command_line_agree(window_table: Any, printed: dict[str, Any], key: str) -> None:
    measure = built_in_measures()[key]
    shown: Cells = window_table(key)
    names = {phase["key"]: phase["name"] for phase in printed["phases"]}
    (figures,) = (one["phases"] for one in printed["measures"] if one["key"] == key)
    assert [names[one["phase"]] for one in figures] == list(shown)
    compared = 0
    digits = digits_of_table(measure, figures)
    for one in figures:
        cells, found = shown[names[one["phase"]]], one["comparison"] or {}
        assert (cells["Days"], cells["Recorded"]) == (str(one["days"]), str(one["n"]))
        assert cells["Mean"] == (DASH if one["mean"] is None else level(measure, one["mean"], digits))
        difference, nap, percent = (found.get(name) for name in ("difference", "nap", "percent"))
        assert cells["Difference"] == (DASH if difference is None else signed(measure, difference, digits))
        assert cells["95 % interval"] == interval(measure, found.get("interval"))
        assert cells["NAP"] == (DASH if nap is None else format_number(nap, 2))
        expected = DASH if percent is None else f"{format_number(percent, 0, signed=True)} %"
        assert cells["Percent"].split(",")[0] == expected
        drift = found.get("trend_difference")
        beside = interval(measure, found.get("trend_interval"))
        assert cells["Beside a steady drift"] == (DASH if drift is None else f"{signed(measure, drift)} ({beside})")
        compared += difference is not None
    assert compared >= 4


def test_window_and_report_agree(
    window_table: Any, printed: dict[str, Any], sample: DataFolder, clock: FixedClock
) -> None:
    with Journal.open(sample, clock=clock) as journal:
        section = gather(journal).summary.section("by_dose")
    assert section is not None
    assert section.table is not None
    headings = [column.heading for column in section.table.columns]
    pain = headings.index("Pain (0–10)")
    rows = {as_string(row[0]).lower(): [as_string(cell) for cell in row] for row in section.table.rows}
    shown: Cells = window_table("pain")
    assert [phase.lower() for phase in shown] == list(rows)
    with_interval = 0
    for phase, cells in shown.items():
        row = rows[phase.lower()]
        assert row[2].rstrip("*") == cells["Days"]
        assert row[3] == cells["Recorded"]
        change, likely, percent = row[pain + 1 : pain + 4]
        assert (row[pain], change) == (cells["Mean"], cells["Difference"])
        assert percent == cells["Percent"].split(" ")[0]
        if cells["95 % interval"] != DASH:
            assert likely.rstrip("†") == cells["95 % interval"]
            with_interval += 1
        else:
            assert likely.replace("\u00a0", " ") in (DASH, "too few days")
    assert with_interval >= 2
    sleep = headings.index("Sleep, h")
    (figures,) = (one["phases"] for one in printed["measures"] if one["key"] == "sleep")
    hours = [DASH if one["mean"] is None else format_number(one["mean"] / 60, 1) for one in figures]
    assert [row[sleep] for row in rows.values()] == hours
