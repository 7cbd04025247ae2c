"""The journal file in JSON: what nobody's journal holds is refused in a sentence, whatever it is made of."""

import json
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import ImportRefused
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.document import read_document
from ldn_journal.exchange.incoming import Surroundings
from tests.exchange.conftest import LIMIT

AROUND = Surroundings(FixedClock(datetime(2026, 3, 10, 12, tzinfo=UTC)), time(4), date(2026, 3, 10), {})
KEPT = {"recorded_at": "2026-03-05T10:00:00+01:00", "source": "window"}


def identity(number: int) -> str:
    return f"01900000-0000-7000-8000-{number:012x}"


def record(number: int, **fields: Any) -> dict[str, Any]:
    return {"id": identity(number), **KEPT, "day": "2026-03-04", **fields}


def document(records: dict[str, Any], changes: list[Any] | None = None) -> bytes:
    whole = {"format": "ldn-journal", "version": 1, "settings": {}, "records": records, "changes": changes or []}
    return json.dumps(whole, indent=1).encode()


def change(**fields: Any) -> dict[str, Any]:
    revision = {"kind": "note", "record": identity(1), "body": record(1, text="a")}
    told = {"number": 1, "at": KEPT["recorded_at"], "label": "entry", "source": "window", "undoes": None}
    return {**told, "revisions": [revision], **fields}


def refused(data: bytes, words: str) -> ImportRefused:
    with pytest.raises(ImportRefused, match=words) as caught:
        read_document(data, AROUND)
    assert len(str(caught.value)) < LIMIT
    assert str(caught.value).isprintable()
    return caught.value


def test_the_file_that_is_spoilt_below_is_sound() -> None:
    night = record(2, asleep_minutes=400, to_bed="2026-03-03T23:00:00+01:00")
    rating = record(3, measure="pain", value=3, at="2026-03-05T00:40:00+01:00")
    whole = read_document(
        document({"note": [record(1, text="a")], "night": [night], "rating": [rating]}, [change()]), AROUND
    )
    assert {kind: len(listed) for kind, listed in whole.records.items() if listed} == {
        Kind.NOTE: 1, Kind.NIGHT: 1, Kind.RATING: 1,
    }  # fmt: skip


@pytest.mark.parametrize("depth", [200, 300, 480, 900, 990, 100_000])
@pytest.mark.parametrize("brackets", ["[]", "{}"])
def test_values_within_values_however_deep(depth: int, brackets: str) -> None:
    opening = "[" if brackets == "[]" else '{"a": '
    deep = opening * depth + "1" + brackets[1] * depth
    for place in ('"DEEP"', '["DEEP"]'):
        for data in (document({"note": [record(1, text="DEEP")]}), document({}, [change(label="DEEP")])):
            refused(
                data.replace(b'"DEEP"', place.replace('"DEEP"', deep).encode()), "nested|cannot be read|control|history"
            )


@pytest.mark.parametrize("kind", [[], ["note"], {}, {"a": 1}, 3, None, "poem"])
def test_a_revision_of_a_kind_that_is_none(kind: Any) -> None:
    refused(document({}, [change(revisions=[{"kind": kind, "record": identity(1), "body": None}])]), "history")


@pytest.mark.parametrize("words", ["half \ud800 a pair", "a\0b", "\x1b[2J"])
@pytest.mark.parametrize("field", ["label", "source"])
def test_words_of_the_history_that_cannot_be_stored(field: str, words: str) -> None:
    refused(document({}, [change(**{field: words})]), "history cannot be read")


def test_a_name_that_fills_the_screen_is_cut() -> None:
    data = document({"note": [record(1, text="a", **{f"{'x' * 400}\n{'y' * 100_000}": 1})]})
    with pytest.raises(ImportRefused) as caught:
        read_document(data, AROUND)
    assert len(str(caught.value)) < 1100
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("dose", {"state": "missed", "at": "2026-04-01T22:00:00+01:00"}, "does not belong to that day"),
        ("dose", {"state": "missed", "at": "0001-01-01T00:00:00+14:00"}, "does not belong to that day"),
        ("rating", {"measure": "pain", "value": 3, "at": "2026-02-01T22:00:00+01:00"}, "does not belong to that day"),
        ("night", {"to_bed": "2026-03-01T22:00:00+01:00"}, "does not belong to that day"),
        ("night", {}, "holds nothing"),
        ("rating", {"measure": "sleep", "value": 400}, "belongs in the night"),
        ("event", {"day": "0001-01-01", "what": "flare"}, "too long ago"),
        ("visit", {"day": "1899-12-31"}, "too long ago"),
    ],
)
def test_what_check_would_complain_of_is_not_taken_in(kind: str, fields: dict[str, Any], words: str) -> None:
    # A line a field, so the line named is that of the record's id.
    assert refused(document({kind: [record(1, **fields)]}), words).line == 8


@pytest.mark.parametrize(("kind", "fields"), [("night", {"quality": 3}), ("titration_step", {"amount_pg": 1})])
def test_two_of_a_kind_of_which_a_day_has_one(kind: str, fields: dict[str, Any]) -> None:
    refused(document({kind: [record(1, **fields), record(2, **fields)]}), "two of that day")
