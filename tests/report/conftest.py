"""A made-up treatment to report on, and what a PDF says of itself."""

import io
import os
import re
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from random import Random
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import DoseState, Form, NewDose, NewTitrationStep
from ldn_journal.domain.life import NewMedicine, NewVisit
from ldn_journal.domain.measures import NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import NewRecord
from ldn_journal.journal import Journal

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

MG = PICOGRAMS["mg"]
STEPS = ((28, 3, 6.0), (49, 6, 5.1), (77, 9, 4.3))
"""Day of the record, the dose in half milligrams, the pain around which its days lie."""


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """Charts need the application that pytest-qt keeps."""


@pytest.fixture
def treatment(journal: Journal) -> Journal:
    """A journal of 177 days: baseline, three dose steps, a gap, side effects after each step, two visits."""
    fill(journal)
    return journal


def fill(journal: Journal, days: int = 177) -> None:
    chance = Random(5)
    today = journal.today()
    first = today - timedelta(days=days - 1)
    entries: list[NewRecord] = [
        NewTitrationStep(
            day=first + timedelta(days=place), amount_pg=half * MG // 2, usual_time=time(22, 30), form=Form.CAPSULE
        )
        for place, half, _pain in STEPS
    ]
    for place in (place for place in range(days) if place % 41 != 7 and place not in range(118, 123)):
        entries += _day(journal, first + timedelta(days=place), place, chance)
    entries += [
        NewVisit(day=today - timedelta(days=96), with_whom="Dr Example"),
        NewVisit(
            day=today + timedelta(days=9),
            with_whom="Dr Example",
            reason="Fibromyalgia. Dreams came back after each step.",
            questions=["Stay on 4.5 mg, or try the morning?", "Tooth extraction in May: what about pain relief?"],
        ),
        NewMedicine(day=first - timedelta(days=400), name="Duloxetine", dose="30 mg"),
    ]
    journal.record(*entries)


def _day(journal: Journal, day: date, place: int, chance: Random) -> Iterator[NewRecord]:
    step = max((one for one in STEPS if one[0] <= place), default=None)
    since = place - step[0] if step else 999
    level = step[2] if step else 6.4
    yield NewRating(day=day, measure="pain", value=min(10, max(0, round(level + chance.gauss(0, 0.9)))))
    yield NewNight(day=day, asleep_minutes=round(360 + (6.4 - level) * 18 + chance.gauss(0, 35)))
    yield NewRating(day=day, measure="vivid_dreams", value=2 if 1 <= since <= 11 else 0)
    yield NewRating(day=day, measure="nausea", value=1 if since <= 5 else 0)
    if step is None:
        return
    if place in (101, 140):
        yield NewDose(day=day, state=DoseState.SKIPPED, reason="nausea")
    elif place == 133:
        yield NewDose(day=day, state=DoseState.MISSED)
    else:
        at = journal.moment(day, time(22, chance.choice((20, 30, 30, 40))))
        yield NewDose(day=day, state=DoseState.TAKEN, amount_pg=step[1] * MG // 2, at=at)


class Paper:
    """A PDF as pypdf reads it."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(pdf))
        self.root: Any = self.reader.trailer["/Root"]

    @property
    def pages(self) -> int:
        return len(self.reader.pages)

    @property
    def words(self) -> str:
        """All text, every stretch of white space made one space."""
        return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in self.reader.pages))

    @property
    def xmp(self) -> str:
        return str(self.root["/Metadata"].get_object().get_data().decode("utf-8"))

    def elements(self, role: str) -> list[DictionaryObject]:
        """The structure elements of a role, in reading order."""
        found: list[DictionaryObject] = []

        def walk(node: Any) -> None:
            node = node.get_object()
            if isinstance(node, DictionaryObject):
                if node.get("/S") == role:
                    found.append(node)
                if "/K" in node:
                    walk(node["/K"])
            elif isinstance(node, list):
                for child in node:
                    walk(child)

        walk(self.root["/StructTreeRoot"]["/K"])
        return found


@pytest.fixture
def paper() -> Callable[[bytes], Paper]:
    """Reads a PDF."""
    return Paper
