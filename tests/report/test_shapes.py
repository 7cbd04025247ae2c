"""Ten shapes of journal, each set whole: no warning, nothing beyond the margins, no stranded heading, no empty chart."""

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import typst
from font_source_sans_pro import font_directory
from PySide6.QtGui import QImage

from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.life import NewCondition, NewEvent, NewMedicine, NewNote, NewQuestionnaireResponse, NewVisit
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.records import NewRecord
from ldn_journal.journal import Journal
from ldn_journal.report import ON_DEMAND, SECTIONS, Report, build_report, pages
from tests.report.conftest import Paper

MG = PICOGRAMS["mg"]
USUAL = ["now", "flags", "by_dose", "chart", "side_effects", "completeness"]
WIDTH, HEIGHT = 210, 297
DOTS = 4
"""Dots to the mm in the pictures that are looked at."""
SIDES, FOOT = 16, 7
"""The mm at the sides and at the foot that must stay blank."""
EDGE = (24, 25)
"""The mm at head and foot that may hold the running header and footer."""


def day_of(journal: Journal, ago: int, measures: dict[str, float], amount: int | None = None) -> list[NewRecord]:
    day = journal.today() - timedelta(days=ago)
    found: list[NewRecord] = [NewRating(day=day, measure=key, value=value) for key, value in measures.items()]
    if amount:
        found.append(NewDose(day=day, state=DoseState.TAKEN, amount_pg=amount))
    return found


def empty(_journal: Journal) -> None:
    """Nothing at all."""


def one_day(journal: Journal) -> None:
    journal.record(*day_of(journal, 0, {"pain": 4, "nausea": 1}, MG), NewNote(day=journal.today(), text="Begun."))


def baseline_only(journal: Journal) -> None:
    chance = Random(1)
    found: list[NewRecord] = []
    for ago in range(30):
        found += day_of(journal, ago, {"pain": chance.randint(4, 8), "fatigue": chance.randint(2, 9)})
    journal.record(*found)


def one_dose(journal: Journal) -> None:
    journal.record(*day_of(journal, 2, {}, MG // 2))


def ten_steps(journal: Journal) -> None:
    chance = Random(2)
    today = journal.today()
    keys = ("pain", "vivid_dreams", "nausea", "fatigue", "mood", "stress")
    found: list[NewRecord] = []
    for ago in range(170, -1, -1):
        step = (170 - ago) // 15
        if step and (170 - ago) % 15 == 0:
            found.append(NewTitrationStep(day=today - timedelta(days=ago), amount_pg=step * MG // 2))
        found += day_of(journal, ago, {key: chance.randint(0, 4) for key in keys}, step * MG // 2)
    journal.record(*found)


def gaps_of_months(journal: Journal) -> None:
    found: list[NewRecord] = []
    for start in (700, 500, 260, 20):
        for ago in range(start, start - 21, -1):
            found += day_of(journal, ago, {"pain": 3 + ago % 3}, None if start == 700 else 3 * MG)
    journal.record(*found)


def twenty_years(journal: Journal) -> None:
    chance = Random(3)
    today = journal.today()
    found: list[NewRecord] = []
    for ago in range(7300, -1, -1):
        found += day_of(journal, ago, {"pain": chance.randint(2, 8)}, 9 * MG // 2 if ago < 7200 else None)
        if ago % 90 == 0:
            found.append(NewEvent(day=today - timedelta(days=ago), what="Flare"))
        if ago % 7 == 0:
            answers = {"pain": 5.0, "enjoyment": float(chance.randint(2, 8)), "activity": 4.0}
            found.append(
                NewQuestionnaireResponse(day=today - timedelta(days=ago), questionnaire="peg", answers=answers)
            )
    journal.record(*found)


LONG = (
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenschmerz im linken Knie nach langem Gehen auf Kopfsteinpflaster",
    "Ryggsmerter og stivhet i nakken etter lange dager på kontoret, verst når været slår om om høsten",
    "ألم في الظهر والرقبة والكتفين بعد المشي الطويل في الصباح الباكر مع تيبس في المفاصل",
)


def long_words(journal: Journal) -> None:
    today = journal.today()
    for number, name in enumerate(LONG * 2):
        key = f"own_{number}"
        journal.record(NewMeasure(key=key, name=f"{number} {name}"[:200], low=0, high=10))
        journal.record(*(NewRating(day=today - timedelta(days=ago), measure=key, value=number) for ago in range(40)))
    for number, name in enumerate(LONG):
        day = today - timedelta(days=10 + number)
        journal.record(
            NewMedicine(day=day, name=name, dose=name),
            NewCondition(day=day, condition="other", name=name),
            NewEvent(day=day, what=f"Surgery: {name}"),
            NewNote(day=day, text=f"{name}. " * 12),
        )
    journal.record(NewVisit(day=today, with_whom=LONG[1], reason="\n".join(LONG), questions=[*LONG]))


def forty_measures(journal: Journal) -> None:
    today = journal.today()
    for number in range(40):
        journal.record(NewMeasure(key=f"own_{number}", name=f"Own measure {number}", low=0, high=10))
        journal.record(
            *(
                NewRating(day=today - timedelta(days=ago), measure=f"own_{number}", value=(number + ago) % 11)
                for ago in range(30)
            )
        )


def pain_alone(journal: Journal) -> None:
    journal.record(*(one for ago in range(60) for one in day_of(journal, ago, {"pain": 4 + ago % 3})))


SHAPES: dict[str, tuple[Callable[[Journal], None], list[str], list[str]]] = {
    "empty": (empty, ["now", "flags", "by_dose", "side_effects", "completeness"], []),
    "one day": (one_day, USUAL, ["notes"]),
    "baseline only": (baseline_only, USUAL, []),
    "one dose": (one_dose, USUAL, []),
    "ten steps": (ten_steps, [*USUAL, "measures"], []),
    "gaps of months": (gaps_of_months, USUAL, []),
    "twenty years": (twenty_years, [*USUAL, "questionnaires", "events"], []),
    "long words": (
        long_words,
        ["visit", "now", "flags", "medicines", *USUAL[2:], "measures", "events"],
        ["notes"],
    ),
    "forty measures": (forty_measures, [*USUAL, "measures"], []),
    "pain alone": (pain_alone, USUAL, []),
}
"""Each shape with the sections it has, each named once, and those on demand beside the methods."""


USUALLY_ON_LETTER = ("one day", "ten steps", "long words")
"""One that is short, one with most in its chart and one with most words; the others are for the long rounds."""


@pytest.mark.parametrize(
    ("name", "paper_size"),
    [
        pytest.param(
            name,
            size,
            marks=pytest.mark.full
            if name == "twenty years" or (size == "letter" and name not in USUALLY_ON_LETTER)
            else (),
        )
        for name in SHAPES
        for size in ("a4", "letter")
    ],
)
def test_each_shape_is_set_whole(journal: Journal, name: str, paper_size: Any, tmp_path: Path) -> None:
    fill, usual, on_demand = SHAPES[name]
    fill(journal)
    for asked, expected in (
        (SECTIONS.keys() - ON_DEMAND, usual),
        (SECTIONS.keys(), [*usual, *on_demand, "methods"]),
    ):
        report = build_report(journal, sections=asked, paper=paper_size)
        assert list(dict.fromkeys(section.key for section in report.summary.sections)) == expected
        assert warnings_of(report, tmp_path) == []
        found = Paper(report.pdf)
        assert len(found.elements("/Figure")) == ("chart" in expected)
        assert found.pages <= (3 if on_demand or len(expected) > len(usual) else 2)
        assert len(report.pdf) < 500_000
        nothing_beyond_the_margins(report)
        no_heading_stranded(report, found)


def warnings_of(report: Report, folder: Path) -> list[str]:
    """What Typst warns of, but for families of letters that this computer does not have."""
    for face in ("Regular", "It", "Semibold", "Bold"):
        shutil.copyfile(Path(font_directory, f"SourceSansPro-{face}.otf"), folder / f"SourceSansPro-{face}.otf")
    fonts = typst.Fonts(font_paths=[folder])
    compiler: Any = typst.Compiler
    _pdf, found = compiler(report.printed.files, font_paths=fonts).compile_with_warnings(pdf_standards=["a-3a", "ua-1"])
    messages = [str(one.message) for one in found]
    return [message for message in messages if not message.startswith("unknown font family")]


def nothing_beyond_the_margins(report: Report) -> None:
    """Margins are blank, and every page but the last is filled to beyond its middle."""
    drawn = pages(report, WIDTH * DOTS)
    for number, png in enumerate(drawn, 1):
        ink = inked(png)
        assert not ink[:, : SIDES * DOTS].any()
        assert not ink[:, -SIDES * DOTS :].any()
        assert not ink[-FOOT * DOTS :].any()
        body = ink[EDGE[0] * DOTS : -EDGE[1] * DOTS]
        rows = np.flatnonzero(body.any(axis=1))
        assert rows.size
        if number < len(drawn) and number > 1:
            assert rows[-1] > len(body) / 2, f"page {number} is nearly empty"


def inked(png: bytes) -> Any:
    image = QImage.fromData(png).convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : image.width()] < 200


def no_heading_stranded(report: Report, found: Paper) -> None:
    headings = {section.heading for section in report.summary.sections if section.heading}
    for page in found.reader.pages:
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        body = [
            line
            for line in lines
            if not re.fullmatch(r"\d+ / \d+", line) and not line.startswith(report.summary.footer)
        ]
        assert body[-1] not in headings
