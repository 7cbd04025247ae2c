"""The PDF itself: its claims, its structure, its bytes, and that nothing a person writes can upset it."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.life import NewVisit
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.journal import Journal
from ldn_journal.report import build_report

MG = PICOGRAMS["mg"]
Read = Callable[[bytes], Any]


@pytest.fixture
def reported(treatment: Journal, paper: Read) -> Any:
    return paper(build_report(treatment).pdf)


def rated(journal: Journal, days: range, measure: str = "pain", value: float = 4) -> list[NewRating]:
    today = journal.today()
    return [NewRating(day=today - timedelta(days=ago), measure=measure, value=value + ago % 2) for ago in days]


def test_it_claims_pdf_a_3a_and_pdf_ua_1(reported: Any) -> None:
    assert "<pdfaid:part>3</pdfaid:part>" in reported.xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in reported.xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in reported.xmp


def test_it_has_a_language_a_title_and_no_names(reported: Any) -> None:
    assert reported.root["/Lang"] == "en"
    assert reported.reader.metadata.title == "Low-dose naltrexone (LDN) summary"
    assert reported.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reported.reader.metadata.author is None
    user = Path.home().name
    assert user not in str(reported.reader.metadata)


def test_it_is_built_of_headings_tables_lists_and_a_described_figure(reported: Any) -> None:
    assert len(reported.elements("/H1")) == 1
    assert len(reported.elements("/H2")) == 11
    assert len(reported.elements("/Table")) == 2
    assert len(reported.elements("/TH")) == 17
    assert len(reported.elements("/L")) == 3
    (figure,) = reported.elements("/Figure")
    assert "Phases: before LDN from 15 Sep 2025; 1.5 mg from 13 Oct 2025" in figure["/Alt"]


def test_figures_can_be_searched_and_copied(reported: Any) -> None:
    assert reported.pages == 1
    for expected in (
        "4.5 mg capsule",
        "Before LDN 15 Sep 28 27",
        "Pain (0–10)",
        "79 taken",
        "before LDN 1.5 mg 3 mg 4.5 mg",
    ):
        assert expected in reported.words, expected


def test_only_its_own_typeface_is_used(reported: Any) -> None:
    fonts = reported.reader.pages[0]["/Resources"]["/Font"]
    names = {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts.values()}
    assert names
    assert all(name.startswith("SourceSansPro-") for name in names), names
    assert any("Semibold" in name or "Bold" in name for name in names)


def test_the_same_journal_gives_the_same_bytes(treatment: Journal) -> None:
    assert build_report(treatment).pdf == build_report(treatment).pdf


def test_another_process_gives_the_same_bytes(treatment: Journal, folder: DataFolder, tmp_path: Path) -> None:
    mine = build_report(treatment).pdf
    treatment.close()
    out = tmp_path / "other.pdf"
    code = (
        "import sys\n"
        "from datetime import datetime\n"
        "from pathlib import Path\n"
        "from ldn_journal.base.clock import FixedClock\n"
        "from ldn_journal.base.paths import DataFolder\n"
        "from ldn_journal.journal import Journal\n"
        "from ldn_journal.report import build_report\n"
        "clock = FixedClock(datetime.fromisoformat('2026-03-10T22:31:00+01:00'))\n"
        "with Journal.open(DataFolder(Path(sys.argv[1])), clock=clock) as journal:\n"
        "    Path(sys.argv[2]).write_bytes(build_report(journal).pdf)\n"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder.root), str(out)],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == mine


def test_another_day_or_period_gives_other_bytes(treatment: Journal) -> None:
    plain = build_report(treatment).pdf
    assert build_report(treatment, first=date(2026, 1, 1)).pdf != plain
    assert build_report(treatment, today=date(2026, 3, 9)).pdf != plain


def test_an_empty_journal_is_a_page(journal: Journal, paper: Read) -> None:
    found = paper(build_report(journal).pdf)
    assert found.pages == 1
    assert "Nothing is recorded yet." in found.words
    assert not found.elements("/Figure")


def test_one_day_is_a_page(journal: Journal, paper: Read) -> None:
    journal.record(NewRating(day=journal.today(), measure="pain", value=0))
    found = paper(build_report(journal).pdf)
    assert found.pages == 1
    assert "1 of 1 day recorded:" in found.words


def test_doses_alone_are_a_page(journal: Journal, paper: Read) -> None:
    today = journal.today()
    journal.record(
        *(NewDose(day=today - timedelta(days=ago), state=DoseState.TAKEN, amount_pg=MG) for ago in range(20))
    )
    found = paper(build_report(journal).pdf)
    assert found.pages == 1
    assert "Dose over time" in found.words


def test_ratings_alone_are_a_page(journal: Journal, paper: Read) -> None:
    journal.record(*rated(journal, range(30)))
    found = paper(build_report(journal).pdf)
    assert found.pages == 1
    assert "Before LDN 9 Feb 30 30 4.5" in found.words


def test_twelve_dose_steps_fit_one_page(journal: Journal, paper: Read) -> None:
    today = journal.today()
    for step in range(12):
        first = today - timedelta(days=20 * (12 - step) - 1)
        journal.record(
            NewTitrationStep(day=first, amount_pg=(step + 1) * MG // 2),
            *(
                NewDose(day=first + timedelta(days=place), state=DoseState.TAKEN, amount_pg=(step + 1) * MG // 2)
                for place in range(20)
            ),
        )
    for measure in ("pain", "vivid_dreams", "nausea", "fatigue"):
        journal.record(*rated(journal, range(270), measure, 1))
    found = paper(build_report(journal).pdf)
    assert found.pages == 1
    assert len(found.elements("/TR")) >= 14
    for amount in ("0.5 mg", "6 mg"):
        assert f"{amount} " in found.words


def test_a_sample_is_marked_on_the_page(treatment: Journal, paper: Read) -> None:
    treatment.change_settings(sample=True)
    found = paper(build_report(treatment).pdf)
    assert found.pages == 1
    assert found.words.count("Sample journal: made-up data") == 2


NASTY = [
    "#panic() *bold* _it_ $x^2$ `code` \\ @ref <tag> [a] {b} // c /* d */ ~ -- ---",
    '#import "@preview/x:0.1.0"',
    "= Heading",
    "<b>{dose}</b> {0} %s",
    "😀 👍🏽 ☕ 日本語 한국어",
    "ألم في الظهر، هل أستمر؟",
    "כאב גב (Pain 4) 22:30",
    "Ärger mit ß, ₂, ﬁ, ½, e\u0301, \u202eevil\u202c, \ufeff, \u200b, \ue000",
    "W" * 500,
    "word\u00a0" * 80,
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_free_text_is_only_ever_text(journal: Journal, paper: Read, text: str) -> None:
    journal.change_settings(name=text[:200])
    today = journal.today()
    journal.record(
        NewVisit(day=today, with_whom=text[:200], reason=f"{text}\n{text}", questions=[text]),
        NewTitrationStep(day=today, amount_pg=MG),
        NewDose(day=today, state=DoseState.SKIPPED, reason=text[:200]),
    )
    found = paper(build_report(journal).pdf)
    assert "<pdfuaid:part>1</pdfuaid:part>" in found.xmp
    assert "Why I am here" in found.words
    if text.isascii() and len(text) < 200:
        assert found.words.count(" ".join(text.split())) >= 3


def test_long_names_of_measures_stay_within_the_page(journal: Journal, paper: Read) -> None:
    names = {
        "kapitaen": "Donaudampfschifffahrtsgesellschaftskapitänsmützenschmerz im linken Knie",
        "zahr": "ألم في الظهر والرقبة والكتفين بعد المشي الطويل",
        "long": "A" * 200,
        "usual": "Tired",
    }
    for key, name in names.items():
        journal.record(NewMeasure(key=key, name=name, low=1, high=7), *rated(journal, range(40), key))
    found = paper(build_report(journal).pdf)
    assert found.pages == 1
    assert "Tired (1–7)" in found.words


def test_it_speaks_the_language_in_force(journal: Journal, paper: Read) -> None:
    from ldn_journal.base.texts import set_language

    set_language("de")
    journal.record(*rated(journal, range(30)))
    found = paper(build_report(journal).pdf)
    assert found.root["/Lang"] == "de"
    assert "4,5" in found.words
