"""Which language is spoken where, and that every catalogue is whole, up to date and has the fields of its sentences."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ldn_journal.base.languages import LANGUAGES, language_for, system_language

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = [code for code in LANGUAGES if code != "en"]
FIELD = re.compile(r"\{[a-z_0-9]*(?::[^}]*)?\}")


@pytest.mark.parametrize(
    ("told", "spoken"),
    [
        ("de_AT.UTF-8", "de_AT"),
        ("de", "de"),
        ("nn_NO.UTF-8", "nb_NO"),
        ("no", "nb"),
        ("es_MX@euro", "es_MX"),
        ("es-419", "es_419"),
        ("en_US.UTF-8", "en"),
        ("C.UTF-8", None),
        ("fr_FR", None),
        ("", None),
    ],
)
def test_what_a_system_calls_a_language(told: str, spoken: str | None) -> None:
    assert language_for(told) == spoken


def test_the_first_variable_that_is_set_says_what_is_spoken() -> None:
    assert system_language({"LC_ALL": "", "LC_MESSAGES": "nb_NO.UTF-8", "LANG": "de_DE.UTF-8"}) == "nb_NO"
    assert system_language({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}) == "en"
    assert system_language({"LANG": "sv_SE.UTF-8"}) == "en"


def test_every_sentence_is_translated_and_every_catalogue_compiled() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "texts" / "run.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_fields_of_its_sentence_and_its_ends(code: str) -> None:
    with (ROOT / "resources" / "locale" / code / "LC_MESSAGES" / "ldn_journal.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        fields = [set(FIELD.findall(one)) for one in originals]
        for text in texts:
            # One form of a counted sentence may leave the number out ("one entry").
            if set(FIELD.findall(text)) not in fields:
                wrong.append((originals[0], text, "fields"))
            if text.count("\n") != originals[-1].count("\n"):
                wrong.append((originals[0], text, "lines"))
            if text != text.strip() and originals[0] == originals[0].strip():
                wrong.append((originals[0], text, "spaces"))
    assert not wrong
