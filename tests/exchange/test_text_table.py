"""Tables of text: encoding and delimiter are found out, everything odd is refused with its line."""

from pathlib import Path

import pytest

from ldn_journal.base.errors import ImportRefused, NotFound
from ldn_journal.exchange.text_table import MAX_BYTES, TextTable

ROWS = 'day;pain;note\r\n2024-03-04;3;så är det\r\n2024-03-05;4;"two\r\nlines"\r\n'


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    table = TextTable(written(tmp_path, ROWS.encode(encoding)))
    assert table.header == ["day", "pain", "note"]
    assert list(table.rows()) == [(2, ["2024-03-04", "3", "så är det"]), (3, ["2024-03-05", "4", "two\nlines"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join(
        delimiter.join(row) for row in (["day", "pain", "x"], ["2024-03-04", "3", "a"], ["2024-03-05", "", "b"])
    )
    table = TextTable(written(tmp_path, text.encode()))
    assert table.delimiter == delimiter
    assert [line for line, _row in table.rows()] == [2, 3]


def test_a_decimal_comma_does_not_pass_for_a_delimiter(tmp_path: Path) -> None:
    table = TextTable(written(tmp_path, b"day;pain;tired\n1.2.2024;3,5;2,5\n2.2.2024;3,0;1,5\n"))
    assert table.delimiter == ";"


def test_a_line_that_names_the_delimiter_is_no_row(tmp_path: Path) -> None:
    table = TextTable(written(tmp_path, b"sep=|\r\nday|pain\r\n2024-03-04|3\r\n"))
    assert table.header == ["day", "pain"]
    assert list(table.rows()) == [(3, ["2024-03-04", "3"])]


def test_blank_lines_are_no_rows_and_lines_after_them_keep_their_number(tmp_path: Path) -> None:
    table = TextTable(written(tmp_path, b"day,pain\n\n,,\n2024-03-04,3,,\n"))
    assert list(table.rows()) == [(4, ["2024-03-04", "3"])]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"day,pain\n2024-03-04,3\n2024-03-05\n", 3),
        (b"day,pain\n2024-03-04,3,9\n", 2),
        (b"day,pain\n2024-03-04,3\n2024-03-05,4\x00\n", 3),
        (b"day,pain\n2024-03-04,3\n2024-03-05,\x07\n", 3),
        (b"day,pain\n2024-03-04,3\n2024-03-05,\xe5\x81\n", 3),
        (b"day,pain\n2024-03-04," + b"9" * 200_000 + b"\n", 2),
        (b'day,pain\n2024-03-04,3\n2024-03-05,"' + b"9,\n" * 100_000, 3),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), None),
        (b"", None),
        (b"\n\n\n", None),
        ("day,pain\n".encode("utf-16") + b"\n", None),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(tmp_path: Path, data: bytes, line: int | None) -> None:
    with pytest.raises(ImportRefused) as caught:
        list(TextTable(written(tmp_path, data)).rows())
    if line is not None:
        assert caught.value.line == line
        assert str(caught.value).startswith(f"Line {line}: ")
    assert len(str(caught.value)) < 300


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as out:
        out.truncate(MAX_BYTES + 1)
    with pytest.raises(ImportRefused, match="larger than 64 MB"):
        TextTable(path)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        TextTable(tmp_path / "gone.csv")


@pytest.mark.parametrize("sign", ['"', "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_can_be_no_delimiter_is_not_taken_for_one(tmp_path: Path, encoding: str, sign: str) -> None:
    table = TextTable(written(tmp_path, f"sep={sign}\nday,pain\n2024-03-04,3\n".encode(encoding)))
    assert table.delimiter == ","


def test_a_delimiter_that_no_text_holds(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no text holds"):
        TextTable(written(tmp_path, "sep=\0\nday,pain\n2024-03-04,3\n".encode("utf-16")))


def test_half_a_character_is_refused_with_its_line(tmp_path: Path) -> None:
    table = TextTable(written(tmp_path, b"day,note\n2024-03-04,+2AA-\n"), encoding="utf-7")
    with pytest.raises(ImportRefused) as caught:
        list(table.rows())
    assert caught.value.line == 2
