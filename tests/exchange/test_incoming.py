"""Sentences that quote a file stay one line that a terminal only shows."""

import tomllib

import pytest

from ldn_journal.exchange.incoming import located, one_line, refusal
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.journal import Journal
from tests.exchange.conftest import Write


@pytest.mark.parametrize(
    "sign", ["\n", "\r\n", "\x1b[2J", "\x85", "\x9b", "\u2028", "\u202e", "\ufeff", "\ud800", "\0"]
)
def test_no_sentence_holds_what_breaks_a_line_or_moves_a_cursor(sign: str) -> None:
    for said in (one_line(f"“a{sign}b”"), located(f"“a{sign}b”", 3, f"x{sign}y.csv"), str(refusal(f"a{sign}b"))):
        assert said.isprintable()
        assert "a" in said
        assert "b" in said


def test_letters_and_signs_of_any_language_are_kept() -> None:
    # The zero-width signs belong to the spelling of Persian and to joined emoji.
    for words in ("ألم شديد", "می\u200cخواهم", "👩\u200d⚕️", "4.5\u00a0mg", "Größe – “x”"):
        assert one_line(words) == words


def test_a_file_of_thousands_of_letters_is_named_by_its_first() -> None:
    assert len(located("No.", 3, "x" * 60_000)) < 200


@pytest.mark.parametrize("heading", ["two\nlines", "a\u2028b", "\x7f[2J"])
def test_headings_are_quoted_on_one_line(journal: Journal, write: Write, refused, heading: str) -> None:
    path = write(f'day,"{heading}"\n2026-03-01,3\n')
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(path)
    assert str(caught.value).isprintable()
    assert tomllib.loads(caught.value.starter)["columns"][heading]["low"] == 3
    mapping = {"time": {"column": "x"}, "columns": {"x": {"measure": "pain"}}}
    assert refused(path, 1, mapping=mapping).isprintable()
