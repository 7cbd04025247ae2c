"""The wallet card: one tagged page, the dose of the plan, contacts or lines to write on, and text that is only ever text."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from ldn_journal.base.texts import set_language
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import NewTitrationStep
from ldn_journal.journal import Journal
from ldn_journal.report.wallet import compose_wallet, wallet_card

MG = PICOGRAMS["mg"]
Read = Callable[[bytes], Any]


@pytest.fixture
def planned(journal: Journal) -> Journal:
    today = journal.today()
    journal.record(
        NewTitrationStep(day=today - timedelta(days=30), amount_pg=3 * MG, usual_time=time(21)),
        NewTitrationStep(day=today, amount_pg=9 * MG // 2, usual_time=time(22, 30)),
        NewTitrationStep(day=today + timedelta(days=14), amount_pg=6 * MG),
    )
    return journal


def lines(journal: Journal) -> dict[str, str]:
    wallet = compose_wallet(journal)
    return {line.label: line.text for side in (wallet.front, wallet.back) for line in side.lines}


def test_it_is_one_a4_page_for_everyone(planned: Journal, paper: Read) -> None:
    found = paper(wallet_card(planned))
    assert found.pages == 1
    box = found.reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    assert "<pdfuaid:part>1</pdfuaid:part>" in found.xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in found.xmp
    assert found.root["/Lang"] == "en"
    assert found.reader.metadata.title == "Wallet card"
    assert len(found.elements("/H1")) == 1
    assert len(found.elements("/H2")) == 2
    assert not found.elements("/Figure")


def test_it_says_what_matters(planned: Journal, paper: Read) -> None:
    words = paper(wallet_card(planned)).words
    for expected in (
        "I take low-dose naltrexone (LDN)",
        "4.5 mg, once a day",
        "22:30",
        "Naltrexone blocks opioids",
        "Tell the surgical and anaesthetic team that I take LDN",
        "10 March 2026",
    ):
        assert expected in words, expected


def test_the_dose_is_the_plan_of_today(planned: Journal) -> None:
    assert lines(planned) == {
        "Name": "",
        "Dose": "4.5\u00a0mg, once a day",
        "Usual time": "22:30",
        "Contact": "",
        "Doctor": "",
    }
    planned.record(NewTitrationStep(day=planned.today(), amount_pg=MG, times_per_day=2))
    assert lines(planned)["Dose"] == "1\u00a0mg, 2 times a day"
    assert lines(planned)["Usual time"] == ""
    planned.record(NewTitrationStep(day=planned.today(), amount_pg=0))
    assert lines(planned)["Dose"] == "on a break since 10 Mar 2026"


def test_nothing_known_leaves_lines_to_write_on(journal: Journal, paper: Read) -> None:
    assert set(lines(journal).values()) == {""}
    found = paper(wallet_card(journal))
    assert found.pages == 1
    for label in ("Name", "Dose", "Usual time", "Contact", "Doctor"):
        assert label in found.words


def test_contacts_come_from_the_settings(planned: Journal, paper: Read) -> None:
    planned.change_settings(name="K. N.", card_contact="Ola, +47 900 00 000", card_doctor="Dr Lind")
    assert lines(planned)["Name"] == "K. N."
    planned.change_settings(card_name="Kari Nordmann")
    words = paper(wallet_card(planned)).words
    for expected in ("Kari Nordmann", "Ola, +47 900 00 000", "Dr Lind"):
        assert expected in words


def test_a_sample_is_marked_on_both_sides(planned: Journal, paper: Read) -> None:
    planned.change_settings(sample=True)
    assert paper(wallet_card(planned)).words.count("Sample journal: made-up data") == 2


@pytest.mark.parametrize(
    "text",
    [
        "#panic() *bold* _it_ $x^2$ `code` \\ @ref <tag> [a] {b} // c /* d */",
        "😀 👍🏽 日本語 한국어",
        "ألم في الظهر",
        "W" * 200,
        "word " * 40,
        "\ue000 \ufeff \u202eevil\u202c",
    ],
    ids=range(6),
)
def test_free_text_is_only_ever_text_and_stays_on_the_page(planned: Journal, paper: Read, text: str) -> None:
    planned.change_settings(card_name=text, card_contact=text, card_doctor=text)
    found = paper(wallet_card(planned))
    assert found.pages == 1
    assert "4.5 mg, once a day" in found.words
    if text.startswith("#"):
        assert found.words.count(text) == 3


def test_the_same_journal_gives_the_same_bytes(planned: Journal) -> None:
    assert wallet_card(planned) == wallet_card(planned)


def test_it_speaks_the_language_in_force(planned: Journal, paper: Read) -> None:
    set_language("de")
    found = paper(wallet_card(planned))
    assert found.root["/Lang"] == "de"
    assert "4,5" in found.words
