"""Words of surgery in what a person wrote."""

import tomllib

import pytest

from ldn_journal.base.assets import asset
from ldn_journal.base.texts import set_language
from ldn_journal.clinical.surgery import says_surgery, says_surgery_alone


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Hip SURGERY"),
        ("en", "two operations"),
        ("en", "Anesthesia for the scan"),
        ("en", "anaesthetic at the dentist"),
        ("en", "Tooth extraction"),
        ("nb", "Kneoperasjon"),
        ("nb", "dagkirurgi"),
        ("nb", "Narkose"),
        ("nb", "tanntrekking"),
        ("nb", "surgery abroad"),
        ("de", "Hüft-OP"),
        ("de", "OP am Knie"),
        ("de", "Knieoperation"),
        ("de", "Operationen"),
        ("de", "kleine chirurgische Sache"),
        ("de", "Vollnarkose"),
        ("de", "Zahnextraktion"),
        ("es", "CIRUGIA de rodilla"),
        ("es", "Cirugía"),
        ("es", "operaciones"),
        ("es", "anestesia local"),
        ("es", "extracción de una muela"),
    ],
)
def test_surgery_is_known_by_its_words(language: str, written: str) -> None:
    set_language(language)
    assert says_surgery(written)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Cooperation meeting"),
        ("en", "Operasjon"),
        ("en", "top of the hill"),
        ("nb", "kooperasjon"),
        ("nb", "Zahnextraktion"),
        ("de", "Kooperationstreffen"),
        ("de", "Oper, Kopfschmerz, Optiker"),
        ("es", "cooperación"),
        ("es", "extracción de sangre"),
        ("es", ""),
    ],
)
def test_other_words_are_none(language: str, written: str) -> None:
    set_language(language)
    assert not says_surgery(written)


def test_a_word_for_surgery_and_no_more_is_told_from_what_was_done() -> None:
    set_language("de")
    assert says_surgery_alone(" Operation ")
    assert says_surgery_alone("Surgery")
    assert not says_surgery_alone("Knieoperation")
    assert not says_surgery_alone("Narkose")


def test_every_language_of_the_program_has_its_words() -> None:
    read = tomllib.loads(asset("clinical", "surgery.toml").read_text(encoding="utf-8"))
    spoken = {folder.name for folder in asset("locale").iterdir() if folder.is_dir()}
    assert set(read) == {"en", *spoken}
    for row in read.values():
        assert row.keys() == {"surgery", "parts", "whole", "not"}
        assert all(word == word.casefold().strip() for words in row.values() for word in words)
