"""Notes in scripts that no font here has: each letter is printed or marked, the page says so, and nothing takes for ever."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.report import build_report
from ldn_journal.report.letters import MARK
from ldn_journal.report.wallet import wallet_card
from tests.scripts import word_in_each_script

Read = Callable[[bytes], Any]
SENTENCE = "stands for a letter that no font on this computer has."


@pytest.mark.parametrize("count", [30, pytest.param(1000, marks=pytest.mark.full)])
def test_a_note_in_every_script_is_printed(journal: Journal, paper: Read, count: int) -> None:
    words = list(word_in_each_script().values())[:count]
    journal.record(
        validate(Kind.NOTE, {"day": journal.today(), "text": " ".join(words)}),
        validate(Kind.RATING, {"day": journal.today(), "measure": "pain", "value": 4}),
    )
    report = build_report(journal, notes="all")
    printed = paper(report.pdf)
    assert report.printed.marked
    assert SENTENCE in printed.words
    assert MARK in printed.words
    for shipped in ("ªºÀÁ", "ͰͱͲͳ", "ЀЁЂЃ"):  # Latin, Greek, Cyrillic
        assert shipped[-2:] in printed.words


@pytest.mark.full
def test_a_note_that_can_be_printed_says_nothing_of_marks(journal: Journal, paper: Read) -> None:
    journal.record(validate(Kind.NOTE, {"day": journal.today(), "text": "Déjà vu, Ωραία, Щука"}))
    report = build_report(journal, notes="all")
    assert not report.printed.marked
    assert SENTENCE not in paper(report.pdf).words


@pytest.mark.full
def test_a_name_in_a_rare_script_is_marked_on_the_card(journal: Journal, paper: Read) -> None:
    journal.change_settings(card_name="𐌰𐌱𐌲 Example")
    words = paper(wallet_card(journal)).words
    assert "Example" in words
    assert (MARK in words) == (SENTENCE in words)


@pytest.mark.full
def test_a_note_in_every_script_goes_out_and_comes_in_again(journal: Journal, tmp_path: Path) -> None:
    text = " ".join(word_in_each_script().values())
    journal.record(validate(Kind.NOTE, {"day": journal.today(), "text": text}))
    journal.export_json(tmp_path / "all.json")
    journal.export_csv(tmp_path / "tables")
    for number, out in enumerate(("all.json", "tables")):
        with Journal.create(DataFolder(tmp_path / str(number)), clock=journal.clock) as other:
            other.import_file(tmp_path / out)
            assert [note.text for note in other.notes()] == [text]
