"""Changes that spoil a file, for ``fuzzing.py``: each takes a source of chance and bytes, and returns other bytes."""

import random
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from tests.faults.fuzz_values import BYTES, DAYS, DEPTHS, JSON, NUMBERS, TEXTS, TOML

Chance: TypeAlias = random.Random
Change: TypeAlias = Callable[[Chance, bytes], bytes]


# Changes to any file --------------------------------------------------------------------------------------------


def _place(chance: Chance, data: bytes) -> int:
    return chance.randint(0, len(data))


def _flip_bits(chance: Chance, data: bytes) -> bytes:
    changed = bytearray(data)
    for _flip in range(chance.randint(1, 8)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut_short(chance: Chance, data: bytes) -> bytes:
    return data[: _place(chance, data)]


def _lose_a_piece(chance: Chance, data: bytes) -> bytes:
    start, end = sorted((_place(chance, data), _place(chance, data)))
    return data[:start] + data[min(end, start + chance.choice((1, 10, 1000, len(data)))) :]


def _insert_bytes(chance: Chance, data: bytes) -> bytes:
    at = _place(chance, data)
    return data[:at] + chance.choice(BYTES) + data[at + chance.choice((0, 0, 1, 3)) :]


def _repeat_a_piece(chance: Chance, data: bytes) -> bytes:
    start, end = sorted((_place(chance, data), _place(chance, data)))
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _splice_itself(chance: Chance, data: bytes) -> bytes:
    return data[: _place(chance, data)] + data[_place(chance, data) :]


def _recode(chance: Chance, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    at = chance.randint(0, len(text))
    text = chance.choice((text, text[:at] + "\ud800" + text[at:], text[:at] + "\0" + text[at:], "\ufeff" + text))
    encoding = chance.choice(("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-7", "cp500"))
    return text.encode(encoding, "surrogatepass" if encoding.startswith(("utf-8", "utf-16", "utf-32")) else "replace")


def _line_ends(chance: Chance, data: bytes) -> bytes:
    ends = chance.choice((b"\r", b"\r\n", b"\n\r", b"\n\n", b"", b"\x0b", b"\xc2\x85", b"\xe2\x80\xa8"))
    return data.replace(b"\r\n", b"\n").replace(b"\n", ends)


def _lines_about(chance: Chance, data: bytes) -> bytes:
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(5)
    if kind == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif kind == 1:
        del lines[one]
    elif kind == 2:
        chance.shuffle(lines)
    else:
        # The heading once more is the case of files put together by hand.
        lines.insert(other, lines[0 if kind == 3 else one])
    return b"\n".join(lines)


def _repeat_a_line(chance: Chance, data: bytes) -> bytes:
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    lines[place : place + 1] = [lines[place]] * chance.choice((2, 30, 1000, 5000))
    return b"\n".join(lines)


def _other_identity(chance: Chance, data: bytes) -> bytes:
    """A line once more with another id: two records that say the same."""
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    digit = chance.choice(b"0123456789abcdef")
    again = re.sub(rb"(-8000-0{9})[0-9a-f]", lambda found: found[1] + bytes([digit]), lines[place])
    return b"\n".join([*lines[: place + 1], again, *lines[place + 1 :]])


def _exchanged(pattern: bytes, values: Sequence[str]) -> Callable[[Chance, bytes], bytes]:
    expression = re.compile(pattern)

    def change(chance: Chance, data: bytes) -> bytes:
        found = list(expression.finditer(data))
        if not found:
            return data
        one = chance.choice(found)
        return data[: one.start()] + chance.choice(values).encode("utf-8", "surrogatepass") + data[one.end() :]

    return change


_number = _exchanged(rb"-?\d+(?:[.,]\d+)?", NUMBERS)
_number.__name__ = "number"
_day = _exchanged(rb"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[ ]?[+\-]\d\d:?\d\d)?)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}", DAYS)
_day.__name__ = "day"
_words = _exchanged(rb"[^\W\d_]{3,}", TEXTS)
_words.__name__ = "words"
ANY_CHANGES: tuple[Change, ...] = (
    _flip_bits, _cut_short, _lose_a_piece, _insert_bytes, _insert_bytes, _repeat_a_piece, _splice_itself, _recode, _line_ends,
    _lines_about, _repeat_a_line, _other_identity, _number, _number, _day, _day, _words, _words,
)  # fmt: skip


# Changes to tables, JSON, XML and mappings ----------------------------------------------------------------------


def _cells(chance: Chance, data: bytes) -> bytes:
    """Two cells of a line changed about, one lost, one too many, or one filled with something else."""
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    mark = max((b",", b";", b"\t"), key=data[:2000].count)
    cells = lines[place].split(mark)
    one, other = chance.randrange(len(cells)), chance.randrange(len(cells))
    kind = chance.randrange(6)
    if kind == 0:
        cells[one], cells[other] = cells[other], cells[one]
    elif kind == 1:
        del cells[one]
    elif kind == 2:
        cells.insert(one, cells[other])
    else:
        text = chance.choice((*NUMBERS, *DAYS, *TEXTS)).encode("utf-8", "surrogatepass")
        cells[one] = b'"' + text.replace(b'"', b'""') + b'"' if kind < 5 else text
    return b"\n".join([*lines[:place], mark.join(cells), *lines[place + 1 :]])


def _columns(chance: Chance, data: bytes) -> bytes:
    """The same columns again, once or thousands of times, or a line that names the delimiter before them."""
    lines = data.split(b"\n")
    if chance.random() < 0.3:
        return b"sep=" + chance.choice((b";", b",", b'"', b"\r", b"\0", b"x", b"\xc3\xa9")) + b"\n" + data
    times = chance.choice((2, 2, 2, 30, 3000))
    mark = max((b",", b";", b"\t"), key=data[:2000].count)
    rows = len(lines) if chance.random() < 0.8 else 1
    return b"\n".join(
        [mark.join([line.rstrip(b"\r")] * times) if line else line for line in lines[:rows]] + lines[rows:]
    )


def _json_value(chance: Chance, data: bytes) -> bytes:
    """Another value in the place of one: of another type, far too large, or nested too deep."""
    found = list(re.finditer(rb'(?<=: )(?:"[^"\n]*"|-?[\d.]+|null|true|false|\[|\{)', data))
    if not found:
        return data
    one = chance.choice(found)
    value = chance.choice(JSON)
    if chance.random() < 0.3:
        depth = chance.choice(DEPTHS)
        opening, closing = chance.choice((("[", "]"), ('{"a": ', "}")))
        value = opening * depth + "1" + closing * (depth if chance.random() < 0.7 else 0)
    return data[: one.start()] + value.encode() + data[one.end() :]


def _json_key(chance: Chance, data: bytes) -> bytes:
    """A key that stands twice, or that is called otherwise."""
    found = list(re.finditer(rb'"\w+": ', data))
    if not found:
        return data
    one, other = chance.choice(found), chance.choice(found)
    if chance.random() < 0.5:
        return data[: one.start()] + one[0] + chance.choice(JSON).encode() + b", " + data[one.start() :]
    return data[: one.start()] + other[0] + data[one.end() :]


def _xml(chance: Chance, data: bytes) -> bytes:
    depth = chance.choice(DEPTHS)
    piece = chance.choice((
        b"<a>" * depth, b"<a>" * depth + b"</a>" * depth, b"&x;", b"&#0;", b"&#xd800;", b"&#x10ffff;", b"<![CDATA[", b"]]>",
        b"<!--", b"-->", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>', b"<?x", b"</HealthData>",
        b'<Record type="HKCategoryTypeIdentifier"/>',
        b'<Record type="HKCategoryTypeIdentifierNausea" value="HKCategoryValueSeverityMild" startDate="0001-01-01"/>',
    ))  # fmt: skip
    kind = chance.randrange(4)
    if kind == 0:
        encoding = chance.choice(
            (b"utf-16", b"utf-7", b"no-such", b"idna", b"rot13", b"cp1252", b"undefined", b"big5", b"UTF-8\0")
        )
        return data.replace(b'encoding="UTF-8"', b'encoding="' + encoding + b'"')
    if kind == 1:
        text = chance.choice((*NUMBERS, *DAYS, *TEXTS)).encode("utf-8", "surrogatepass").replace(b'"', b"&quot;")
        found = list(re.finditer(rb'(?<=")[^"<>]*(?=")', data))
        one = chance.choice(found) if found else re.match(b"", data)
        return data if one is None else data[: one.start()] + text + data[one.end() :]
    at = _place(chance, data)
    if kind == 2:
        starts = [found.start() for found in re.finditer(b"<", data)] or [at]
        at = chance.choice(starts)
    return data[:at] + piece + data[at:]


def _toml_value(chance: Chance, data: bytes) -> bytes:
    found = list(re.finditer(rb"(?<= = )[^\n]+", data))
    if not found:
        return data
    one = chance.choice(found)
    value = chance.choice(TOML) if chance.random() < 0.8 else '"' + chance.choice(TEXTS).replace('"', "'") + '"'
    return data[: one.start()] + value.encode("utf-8", "surrogatepass") + data[one.end() :]


def _toml_line(chance: Chance, data: bytes) -> bytes:
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    words = (
        "column", "clock", "order", "format", "delimiter", "encoding", "decimal", "measure", "kind", "unit", "amount",
        "values", "rescale", "low", "high", "scale", "better", "recall", "anchors", "name", "question", "explanation", "more",
    )  # fmt: skip
    fresh = chance.choice(
        (
            f"{chance.choice(words)} = {chance.choice(TOML)}",
            "[time]",
            "[columns.pain]",
            "[[columns.pain]]",
            "[file]",
            "columns = 3",
        )
    )
    lines[place : place + chance.randint(0, 1)] = [fresh.encode("utf-8", "surrogatepass")]
    return b"\n".join(lines)


TABLE_CHANGES: tuple[Change, ...] = (_cells, _cells, _cells, _cells, _columns)
JSON_CHANGES: tuple[Change, ...] = (_json_value, _json_value, _json_key)
XML_CHANGES: tuple[Change, ...] = (_xml, _xml, _xml, _xml)
TOML_CHANGES: tuple[Change, ...] = (_toml_value, _toml_line)
