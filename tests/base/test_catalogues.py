"""Every language has every sentence, with the fields, lines and markup of the English one, and compiled as it stands."""

import gettext
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ldn_journal.base.languages import LANGUAGES

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

from texts import run as texts

ROOT = Path(__file__).resolve().parents[2]
_FIELD = re.compile(r"\{[^{}]*\}")
_MARKUP = re.compile(r"</?[a-z]+[^<>]*>")
TRANSLATED = [code for code in LANGUAGES if code != "en"]


def test_the_languages_offered_are_those_with_a_catalogue() -> None:
    assert sorted(texts.LANGUAGES) == sorted(TRANSLATED)
    assert sorted(path.name for path in (ROOT / "resources" / "locale").iterdir()) == sorted(TRANSLATED)


def test_every_sentence_is_translated_and_compiled() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "texts.run", "--check"],
        cwd=ROOT / "packaging",
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_catalogue_says_nothing_of_when_or_with_what_it_was_made() -> None:
    catalogue = texts.up_to_date("nb")
    text = texts.as_po(catalogue).decode().partition("\n\n")[0]
    compiled = gettext.GNUTranslations(io.BytesIO(texts.as_mo(catalogue))).gettext("")
    for header in (text, compiled):
        assert "Plural-Forms" in header
        assert re.findall(r"Date|Generated-By|Last-Translator", header) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_fields_lines_and_markup(language: str) -> None:
    wrong = []
    for english, foreign in _pairs(language):
        for what, found in (("fields", _FIELD), ("markup", _MARKUP)):
            if sorted(set(found.findall(english))) != sorted(set(found.findall(foreign))):
                wrong.append(f"{what}: {english!r} | {foreign!r}")
        if english.count("\n") != foreign.count("\n"):
            wrong.append(f"lines: {english!r} | {foreign!r}")
        if english.endswith(".") != foreign.endswith("."):
            wrong.append(f"full stop: {english!r} | {foreign!r}")
        if (english[:1] == " ", english[-1:] == " ") != (foreign[:1] == " ", foreign[-1:] == " "):
            wrong.append(f"room at the ends: {english!r} | {foreign!r}")
    assert wrong == []


def _pairs(language: str) -> list[tuple[str, str]]:
    found = []
    for message in texts.read(language):
        if not message.id:
            continue
        if message.pluralizable:
            found += zip(message.id, message.string, strict=True)
        else:
            found.append((str(message.id), str(message.string)))
    return found
