"""What the Learn page says: its figures are those of the sources, its words can be translated, and it tells nobody what to do."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from ldn_journal.clinical.cautions import cautions
from ldn_journal.clinical.learn import CHAPTERS, Section, chapters, find, places, words_of
from ldn_journal.clinical.opioids import listed_medicines, match_opioids

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = {section.key: section for chapter in chapters() for section in chapter.sections}


def everything(section: Section) -> str:
    return "\n".join([*section.passages, *(passage for entry in section.entries for passage in entry.passages)])


def entry_of(key: str, title: str) -> str:
    return next(" ".join(entry.passages) for entry in SECTIONS[key].entries if entry.title == title)


def test_chapters_stand_in_order_and_no_key_is_used_twice() -> None:
    assert tuple(chapter.key for chapter in chapters()) == CHAPTERS
    keys = [section.key for chapter in chapters() for section in chapter.sections]
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(CHAPTERS)
    assert all(section.text or section.entries for section in SECTIONS.values())


@pytest.mark.parametrize(
    ("key", "title", "figures"),
    [
        ("fibromyalgia", "Younger and Mackey 2009", ["10 people", "4.5 mg", "over 30 %", "6 of the 10", "19453963"]),
        ("fibromyalgia", "Younger 2013", ["31", "28.8 %", "18.0 %", ".016", "32 % against 11 %", "10.1002/art.37734"]),
        (
            "fibromyalgia",
            "FINAL 2024",
            [
                "99",
                "6 mg",
                "12 weeks",
                "1.3",
                "0.9",
                "−0.34",
                "−0.95 to 0.27",
                ".27",
                "45 % against 28 %",
                "1.4",
                "0.5",
            ],
        ),
        (
            "fibromyalgia",
            "Summaries of the trials, 2024 and 2025",
            ["−0.86", "−1.20 to −0.51", "−0.61", "−1.19 to 0.19"],
        ),
        ("fibromyalgia", "A laboratory study with 50 mg", ["10 patients and 10", "nothing about LDN", "e0005180"]),
        ("ms", "Cree 2010", ["80", "60", "8 weeks", "3.3", ".04", "10.1002/ana.22006"]),
        ("ms", "Sharafaddinzadeh 2010", ["96", "17 weeks"]),
        ("crohns", "Smith 2007", ["17 people", "12 weeks", "89 %", "67 %", "4 weeks", "17222320"]),
        ("crohns", "Smith 2011", ["40", "88 %", "40 %", ".009"]),
        ("crohns", "Smith 2013, children", ["14", "0.1 mg", "25 %", "67 %", "MCG.0b013e3182702f2b"]),
        ("crohns", "Cochrane review 2018", ["46", "CD010410.pub3"]),
        ("registries", "Arthritis, bowel disease, opioids", ["360", "582", "3775"]),
        ("registries", "Thyroid medicines", ["898", "no association", "s12902-020-00630-4"]),
        ("long_covid", "O’Kelly 2022", ["52", "36", "6 of 7", "bbih.2022.100485"]),
        ("side_effects", "Vivid dreams and headache", ["37 %", "13 %", "16 %", "3 %", "2.41", "1.77 to 3.28"]),
        ("side_effects", "Sleep", ["7 of 17"]),
        ("side_effects", "Any unwanted event", ["84 %", "86 %", "8 %", "6 %"]),
        ("side_effects", "Serious events, naltrexone at all doses", ["0.84", "0.66 to 1.06", "3 to 250 mg"]),
    ],
)
def test_a_study_stands_with_its_own_figures(key: str, title: str, figures: list[str]) -> None:
    said = entry_of(key, title)
    assert [figure for figure in figures if figure not in said] == []


def test_claims_are_answered_with_what_the_studies_say() -> None:
    assert "37 %" in everything(SECTIONS["claim_no_side_effects"])
    assert "FINAL 2024, found no clear difference" in everything(SECTIONS["claim_proven"])
    assert "hypothesis" in everything(SECTIONS["claim_endorphins"])
    assert "naloxone" in everything(SECTIONS["claim_antidote"])
    assert "no association" in everything(SECTIONS["claim_thyroid"])
    assert "28 %" in everything(SECTIONS["claim_better"])


def test_nothing_recommends_a_dose_or_judges_the_treatment() -> None:
    said = "\n".join(everything(section) for section in SECTIONS.values())
    for pattern in (
        r"\byou should\b",
        r"\bwe recommend\b",
        r"\bstart (taking|with)\b",
        r"\bstop taking\b",
        r"\b(increase|reduce|raise|lower) your dose\b",
        r"\bis working\b",
        r"\beffective\b",
        r"\bsignificant",
        r"!",
    ):
        assert re.search(pattern, said, re.IGNORECASE) is None, pattern


def test_cautions_are_the_facts_shown_elsewhere_and_name_every_listed_opioid() -> None:
    for key, fact in cautions().items():
        assert SECTIONS[key].text == (fact.text,)
        assert SECTIONS[key].source == fact.source
    for key, group in (("opioid_names", "opioid"), ("opioid_names_ask", "ask"), ("opioid_names_gut", "peripheral")):
        names = [entry.title.lower() for entry in SECTIONS[key].entries]
        assert names == [name for name, _others in listed_medicines(group)]  # type: ignore[arg-type]
        assert names
        for entry in SECTIONS[key].entries:
            assert match_opioids(entry.title)[0].group == group
    keys = [section.key for section in chapters()[CHAPTERS.index("cautions")].sections]
    assert keys[:4] == ["opioids", "opioid_names", "opioid_names_ask", "opioid_names_gut"]


def test_a_search_folds_letters_and_wants_every_word() -> None:
    assert words_of("  Crohn’s  ÉTÉ crohn's ") == ("crohn's", "ete")
    assert [section.key for section in find("µg ng pg")] == ["words_journal"]
    assert [section.key for section in find("ug ng pg")] == ["words_journal"]
    assert find("placebo xylophone") == []
    assert len(find("  ")) == len(SECTIONS)
    (found,) = find("percocet")
    assert [entry.title for entry in found.entries] == ["Oxycodone"]
    whole = next(section for section in find("names of opioids") if section.key == "opioid_names")
    assert whole == SECTIONS["opioid_names"]


def test_places_are_those_in_the_text_itself() -> None:
    text = "Straße, Émigré und ﬁne: ENDE"
    for asked, found in (("strasse", "Straße"), ("emigre", "Émigré"), ("fine", "ﬁne"), ("ende", "ENDE")):
        ((begin, length),) = places(text, words_of(asked))
        assert text[begin : begin + length] == found
    assert places("aaaa", ("aa", "aaa")) == [(0, 3)]
    assert places("nothing", ()) == []


def test_every_sentence_is_found_for_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    where = ROOT / "packaging" / "texts" / "extract.py"
    spec = importlib.util.spec_from_file_location("extract_texts", where)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "extract_texts", module)
    spec.loader.exec_module(module)
    known = {one.one for one in module.sentences()}
    for chapter in chapters():
        assert {chapter.title, chapter.text} <= known
        for section in chapter.sections:
            parts = [section, *([] if section.key.startswith("opioid_names") else section.entries)]
            for part in parts:
                assert {one for one in (part.title, *part.text, part.source) if one} <= known
