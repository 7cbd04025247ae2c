"""The summary in every language, and in one that is longer than all of them: page 1 holds all of it, and no word is cut off."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.languages import LANGUAGES
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import set_language, speak_through
from ldn_journal.journal import Journal
from ldn_journal.journal.sample import write_sample
from ldn_journal.report import Report, build_report
from ldn_journal.report.content import as_string
from ldn_journal.report.observed import closing_words
from tests.report.conftest import Paper
from tests.report.places import boxes, overlapping
from tests.report.test_shapes import SHAPES, no_heading_stranded, nothing_beyond_the_margins
from tests.stretched import Stretched, forget

STRETCHED = "stretched"
SPOKEN = (*LANGUAGES, STRETCHED)
USUALLY = {("de", "a4"), ("es", "letter"), (STRETCHED, "a4")}
"""The languages that take the most room; the rest is for the long rounds."""
MM = 72 / 25.4
SIDE, FOOT, HANGING = 18 * MM, 5 * MM, 2.5
"""The points at the sides and at the foot that hold no words, and how far a hyphen or a full stop may hang into them."""
Written = Callable[[str], Journal]


@pytest.fixture(autouse=True)
def _own_locale() -> Iterator[None]:
    """What Qt calls months is said in the language in force, and afterwards as before."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


def speak(language: str) -> None:
    set_language("en" if language == STRETCHED else language)
    if language == STRETCHED:
        forget()
        speak_through(Stretched())


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Written]:
    """Write the sample journal in a language, and open it in that."""
    clock = FixedClock(datetime.fromisoformat("2026-03-10T22:31:00+01:00"))
    opened: list[Journal] = []

    def written(language: str) -> Journal:
        speak(language)
        folder = DataFolder(tmp_path / language)
        write_sample(folder, today=clock.now().date())
        opened.append(Journal.open(folder, clock=clock))
        return opened[-1]

    yield written
    for one in opened:
        one.close()
    forget()


def plain(text: str) -> str:
    return "".join(text.split())


def nothing_cut_off(found: Paper) -> None:
    for page in found.reader.pages:
        words = [box for box in boxes(page) if box.text.strip()]
        assert words
        width = float(page.mediabox.width)
        low, high = SIDE - HANGING, width - SIDE + HANGING
        seen = [one for one in words if one.text != "\u00ad"]
        assert [one for one in seen if one.left < low or one.right > high or one.bottom < FOOT] == []
        assert overlapping(page) == []


def all_on_page_one(report: Report, found: Paper) -> None:
    """Everything for page 1 stands there, from the first heading to how complete the record is."""
    first = plain(found.reader.pages[0].extract_text())
    sections = [section for section in report.summary.sections if section.page == 1]
    for section in sections:
        assert plain(section.heading) in first
    (completeness,) = (section for section in sections if section.key == "completeness")
    assert plain(as_string(completeness.paragraphs[0]))[:20] in first
    assert plain(closing_words()) in first


@pytest.mark.parametrize(
    ("language", "paper_size"),
    [
        pytest.param(language, size, marks=() if (language, size) in USUALLY else pytest.mark.full)
        for language in SPOKEN
        for size in ("a4", "letter")
    ],
)
def test_page_one_of_the_sample_holds_all_of_it(sample: Written, language: str, paper_size: Any) -> None:
    report = build_report(sample(language), paper=paper_size)
    found = Paper(report.pdf)
    nothing_cut_off(found)
    nothing_beyond_the_margins(report)
    no_heading_stranded(report, found)
    assert ".." not in found.words
    if language == STRETCHED:
        assert found.pages <= 3
    else:
        all_on_page_one(report, found)
        assert found.pages == 2, "what is on the second page needs one alone"


@pytest.mark.full
@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_in_each_language(journal: Journal, shape: str, language: str) -> None:
    speak(language)
    SHAPES[shape][0](journal)
    report = build_report(journal)
    found = Paper(report.pdf)
    nothing_cut_off(found)
    nothing_beyond_the_margins(report)
    no_heading_stranded(report, found)


def test_a_place_over_another_is_found(journal: Journal) -> None:
    """The check itself: the same page laid over itself a little to the right."""
    (page, *_others) = Paper(build_report(journal).pdf).reader.pages
    whole = boxes(page)
    assert any(one.text.startswith("Nothing is recorded yet") for one in whole)
    moved = [type(one)(one.left + 3, one.bottom, one.right + 3, one.top, one.text) for one in whole]
    assert all(one.overlaps(other) for one, other in zip(whole, moved, strict=True) if one.right - one.left > 6)
