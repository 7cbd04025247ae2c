"""Every widget in every state, in a page like Today and a sheet of the rest.

With LDN_PICTURES=folder set, the pictures are saved there to be looked at.
"""

import os
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.choice import ChoiceCell
from ldn_journal.gui.widgets.choices import numeric_choices, severity_choices, yes_no_choices
from ldn_journal.gui.widgets.clock_edit import ClockEdit
from ldn_journal.gui.widgets.duration_edit import DurationEdit
from ldn_journal.gui.widgets.field_row import FieldRow, connect_in_order
from ldn_journal.gui.widgets.labels import KeyButton, LinkButton, make_label, make_line
from ldn_journal.gui.widgets.month_calendar import MonthButton, MonthCalendar
from ldn_journal.gui.widgets.nav_list import NavList
from ldn_journal.gui.widgets.save_status import SaveStatus
from ldn_journal.gui.widgets.scale_row import ScaleRow
from ldn_journal.gui.widgets.segmented import Segmented
from ldn_journal.gui.widgets.week_strip import WeekStrip

TODAY = date(2026, 3, 10)


def completeness() -> dict[date, float]:
    return {TODAY - timedelta(days=n): f for n, f in enumerate((0.55, 1, 1, 0, 0.6, 1, 1, 0.3, 1, 1, 0, 1))}


def today_page() -> QWidget:
    """A page like Today, with its navigation and cards."""
    window = QWidget()
    window.setWindowTitle("LDN Journal")
    across = QHBoxLayout(window)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(0)
    nav = NavList("LDN Journal")
    for key, text in (
        ("today", "Today"), ("history", "History"), ("trends", "Trends"), ("treatment", "Treatment"),
        ("visits", "Visits"), ("learn", "Learn"),
    ):  # fmt: skip
        nav.add_page(key, text)
    nav.add_page("settings", "Settings", at_foot=True)
    nav.set_current("today")
    nav.set_foot("Protected · backed up 21:04")
    across.addWidget(nav)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    page = QWidget()
    scroll.setWidget(page)
    across.addWidget(scroll, 1)
    column = QVBoxLayout(page)
    column.setContentsMargins(27, 20, 27, 20)
    column.setSpacing(0)
    head = QHBoxLayout()
    head.setContentsMargins(5, 0, 5, 0)
    head.addWidget(make_label("Tuesday 10 March", "title"), 1)
    saved = SaveStatus()
    saved.set_saved(time(22, 31), undo="pain 4")
    head.addWidget(saved)
    column.addLayout(head)
    column.addSpacing(12)
    days = QHBoxLayout()
    days.setContentsMargins(5, 0, 5, 0)
    strip = WeekStrip(TODAY)
    strip.set_completeness(completeness())
    days.addWidget(strip, 1)
    days.addWidget(MonthButton(TODAY))
    column.addLayout(days)
    column.addSpacing(12)
    rows = entry_rows()
    for row in rows:
        column.addWidget(row)
    column.addStretch(1)
    connect_in_order(rows)
    return window


def entry_rows() -> list[FieldRow]:
    pain = ScaleRow(
        "Pain today, 0 to 10", measure="pain", low="no pain", high="worst imaginable", words={4: "can’t cook"}
    )
    pain.set_value(4)
    sleep = DurationEdit("Hours asleep last night")
    sleep.set_value(430)
    quality = ScaleRow("Quality of sleep, 0 to 10", measure="sleep")
    quality.set_value(6)
    dreams = ScaleRow("Vivid dreams", severity_choices(), measure="dreams")
    dreams.suggest(1)
    nausea = ScaleRow("Nausea", severity_choices(), measure="nausea")
    nausea.set_value(0)
    fatigue = ScaleRow("Fatigue, 0 to 10", measure="fatigue", low="none", high="cannot get up")
    note = QLineEdit()
    note.setPlaceholderText("Anything worth remembering…")
    note.setAccessibleName("Note")
    dose = [
        KeyButton("Taken: 4.5 mg, 22:30", "Enter", primary=True),
        KeyButton("Other…"), KeyButton("Skipped…"), KeyButton("Missed"),
    ]  # fmt: skip
    return [
        FieldRow("LDN dose", dose),
        FieldRow("Pain today", [pain]),
        FieldRow(
            "Last night’s sleep", [sleep, make_label("quality", "muted", wrap=False), quality, LinkButton("Times…")]
        ),
        FieldRow("Vivid dreams", [dreams]),
        FieldRow("Nausea", [nausea]),
        FieldRow("Fatigue", [fatigue]),
        FieldRow("Note", [note]),
    ]


def sheet() -> QWidget:
    """The widgets and states that the page does not show."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(24, 16, 24, 16)
    ranges = Segmented("Range", [("30", "30 d"), ("90", "90 d"), ("1y", "1 y"), ("ldn", "Since LDN"), ("all", "All")])
    ranges.set_current("ldn")
    column.addWidget(ranges)
    bad = DurationEdit("Hours asleep")
    clock = ClockEdit("Bed time")
    clock.set_value(time(22, 30))
    waiting = ClockEdit("Final waking")
    waiting.suggest(time(6, 40))
    worded = ScaleRow(
        "Pain now, 0 to 10", measure="pain", low="no pain", high="worst imaginable",
        words={3: "can work", 5: "lie down at noon", 7: "can’t cook"},
    )  # fmt: skip
    off = ScaleRow("Mood, 0 to 10", measure="mood")
    off.setEnabled(False)
    change = ScaleRow(
        "Change", numeric_choices(1, 7), measure="change", low="very much improved", high="very much worse"
    )
    change.set_value(2)
    asked = ScaleRow("Exercised", yes_no_choices(), measure="exercise")
    error_row = FieldRow("Sleep", [bad])
    for row in (
        error_row,
        FieldRow("Times", [clock, waiting], hint="When you went to bed, and when you woke for good"),
        FieldRow("Pain now", [worded]),
        FieldRow("Change since LDN", [change]),
        FieldRow("Exercised", [asked]),
        FieldRow("Mood", [off]),
    ):
        column.addWidget(row)
    bad.setText("about seven")
    bad.commit()
    below = QHBoxLayout()
    month = MonthCalendar(TODAY)
    month.set_completeness(completeness())
    month.set_day(date(2026, 3, 5))
    below.addWidget(month, 2)
    cards = QVBoxLayout()
    for title, over, figure, lines in (
        ("4.5 mg compared with before LDN", "Pain", "−2.1 points", ["likely between −3.0 and −1.2"]),
        ("Next visit: 19 March", "", "", ["3 questions to ask"]),
    ):
        card = Card(title, over=over)
        card.add_line(figure, "figure")
        for line in lines:
            card.add_line(line)
        if not figure:
            card.add_button("Open summary")
        cards.addWidget(card)
    failed = SaveStatus()
    failed.set_failed("The disk is full. What you typed is still here.")
    cards.addWidget(failed)
    cards.addWidget(make_line())
    taken = KeyButton("Taken", "T")
    taken.setCheckable(True)
    taken.setChecked(True)
    cards.addWidget(taken)
    cards.addStretch(1)
    below.addLayout(cards, 1)
    column.addLayout(below)
    column.addStretch(1)
    return window


LOOKS = [
    (scheme, scale, size)
    for scheme in ("light", "dark")
    for scale, size in (
        (1.0, QSize(1280, 800)),
        (1.0, QSize(900, 600)),
        (2.0, QSize(900, 600)),
        (2.0, QSize(1280, 800)),
    )
]


@pytest.mark.parametrize(("scheme", "scale", "size"), LOOKS)
@pytest.mark.parametrize("build", [today_page, sheet])
def test_every_widget_keeps_its_words_whole(
    qtbot, qapp: QApplication, build: Callable[[], QWidget], scheme, scale: float, size: QSize
) -> None:
    apply_theme(qapp, scheme, scale)
    window = build()
    qtbot.addWidget(window)
    tall = QSize(size.width(), size.height() if build is today_page else 1500)
    window.resize(tall)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    rows = window.findChildren(FieldRow)
    rows[1].focus_first()
    QApplication.processEvents()
    if folder := os.environ.get("LDN_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        name = f"{build.__name__}-{scheme}-{round(scale * 100)}-{size.width()}.png"
        assert window.grab().save(str(Path(folder) / name))
        area = window.findChild(QScrollArea)
        if area is not None and scale > 1:
            page = area.widget()
            assert page.grab().save(str(Path(folder) / f"whole-{name}"))
    for row in rows:
        assert row.height() >= row.heightForWidth(row.width()), row.label_text()
        for control in row.controls():
            assert row.rect().contains(control.geometry()), (row.label_text(), row.rect(), control.geometry())
            assert control.width() >= control.minimumSizeHint().width(), row.label_text()
    for scale_row in window.findChildren(ScaleRow):
        cells = scale_row.findChildren(ChoiceCell)
        for cell in cells:
            assert cell.height() >= 44
            assert cell.fontMetrics().horizontalAdvance(cell.text()) <= cell.width(), cell.text()
            assert not any(cell.geometry().intersects(other.geometry()) for other in cells if other is not cell)
