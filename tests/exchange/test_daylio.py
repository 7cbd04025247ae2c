"""Daylio's CSV in its variants."""

import tomllib
from datetime import date, time

import pytest

from ldn_journal.domain.records import Kind
from ldn_journal.exchange.daylio import plain_text
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.journal import Journal
from tests.exchange.conftest import RoundTrip, Write, columns, counts, day

HEADER = "full_date,date,weekday,time,mood,activities,note_title,note\n"
EXAMPLE = HEADER + '2021-09-26,26 September,Sunday,11:00 pm,average,"clean | movies | bad sleep","",""\n'
MOODS = ["rad", "good", "meh", "bad", "awful"]


def made_up(days: int = 110) -> list[str]:
    """The newest first, two entries a day, breaks and quotes in the notes."""
    rows = []
    for n in reversed(range(days)):
        front = f"{day(n)},{day(n):%d %B},{day(n):%A}"
        rows += [
            f'{front},10:0{n % 10} pm,{MOODS[n % 5]},"clean | bad sleep","Evening {n}","He said ""OK"".<br>Then REST &amp; tea"',
            f'{front},12:05 am,{MOODS[(n + 1) % 5].upper()},"","",""',
        ]
    return rows


def test_the_example_row_asks_for_the_number_of_its_mood(journal: Journal, write: Write) -> None:
    path = write(EXAMPLE)
    with pytest.raises(MappingNeeded, match="mood") as caught:
        journal.import_file(path)
    started = caught.value.starter.replace('# "average" = 3', '"average" = 3')
    receipt = journal.import_file(path, mapping=tomllib.loads(started))
    (rating,) = journal.ratings()
    assert (rating.day, rating.measure, rating.value) == (date(2021, 9, 26), "daylio_mood", 3)
    assert rating.at is not None
    assert rating.at.time() == time(23)
    assert receipt.ignored == ("clean", "movies", "bad sleep")


def test_the_map_it_begins_with_says_nothing_about_a_mood_by_itself(journal: Journal, write: Write, refused) -> None:
    path = write(EXAMPLE)
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(path)
    assert "“average” is not a number" in refused(path, 2, mapping=tomllib.loads(caught.value.starter))


def test_a_file_with_all_its_oddities(journal: Journal, write: Write, there_and_back: RoundTrip) -> None:
    rows = made_up()
    assert len(rows) >= 200
    receipt = there_and_back(write("\ufeff" + HEADER + "\n".join(rows) + "\n"))
    assert (receipt.rows, receipt.defined) == (220, ("daylio_mood",))
    assert counts(journal) == {Kind.RATING: 220, Kind.NOTE: 110, Kind.MEASURE: 1}
    values = [(one.at.hour, one.value) for one in journal.ratings() if one.at is not None and one.at.date() == day(0)]
    assert sorted(values) == [(0, 4), (22, 5)]
    # Five past midnight belongs to the day before, as everywhere in the journal.
    assert {one.day for one in journal.ratings() if one.at is not None and one.at.hour == 0} == {
        day(n - 1) for n in range(110)
    }
    assert 'Evening 3\nHe said "OK".\nThen REST & tea' in {note.text for note in journal.records(Kind.NOTE)}


@pytest.mark.parametrize(
    "text",
    [
        HEADER.replace("note_title", "scales,note_title") + '2021-09-26,,Sunday,23:00,Good,"","Stress 3","",""\n',
        "year,date,weekday,time,mood,activities,note_title,note\n2021,September 26,Sunday,11:00 PM,good,,,\n",
        "year,date,weekday,time,mood,activities,note\n2021,26 September,Sunday,23:00,good,,\n",
    ],
)
def test_variants_say_the_same(journal: Journal, write: Write, text: str) -> None:
    receipt = journal.import_file(write(text))
    (rating,) = journal.ratings()
    assert (rating.day, rating.value, rating.at and rating.at.hour) == (date(2021, 9, 26), 4, 23)
    assert receipt.ignored == (("scales",) if "scales" in text else ())


def test_moods_in_another_language_on_the_journals_own_scale(journal: Journal, write: Write) -> None:
    rows = [f"2025-03-0{n},,,21:00,{mood},sport,," for n, mood in enumerate(["super", "gut", "naja", "mies"], 1)]
    words = {"super": 5, "gut": 4, "naja": 3, "mies": 2}
    rules = columns(mood={"measure": "mood", "values": words, "rescale": [1, 5]}, Sport={"kind": "event"})
    receipt = journal.import_file(write(HEADER + "\n".join(rows)), mapping=rules)
    assert [one.value for one in journal.ratings()] == [10, 8, 5, 3]
    assert receipt.defined == ()
    assert {event.what for event in journal.records(Kind.EVENT)} == {"sport"}


@pytest.mark.parametrize(
    "broken",
    [
        "2025-02-31,,,21:00,good,,,",
        "2025-03-01,,,21:99,good,,,",
        "2025-03-01,,,21:00,good,,",
        ",,,21:00,good,,,",
        "2025-03-01,,,21:00,good,,,\x07",
        f"2025-03-01,,,21:00,good,,,{'x ' * 15_000}",
        f"2025-03-01,,,21:00,{'9' * 5000},,,",
        "2025-03-01,,,21:00,8,,,",
    ],
)
def test_row_137_is_named_and_nothing_is_stored(write: Write, refused, broken: str) -> None:
    rows = [f"2025-03-01,,,{n // 60:02}:{n % 60:02},good,,," for n in range(200)]
    rows[136] = broken
    refused(write(HEADER + "\n".join(rows)), 138)


def test_markup_goes_and_letters_stay() -> None:
    assert plain_text("<b>Bold</b> x &lt; y<br/>5 < 6 <mine></p>END") == "Bold x < y\n5 < 6 <mine>\nEND"


@pytest.mark.parametrize("number", ["9" * 5000, "x" + "f" * 5000, "9" * 7, "0", "xd800"])
def test_a_character_told_by_a_number_that_is_none(journal: Journal, write: Write, number: str) -> None:
    path = write(HEADER + f'2021-09-26,26 September,Sunday,11:00 pm,good,"","","Late &#{number}; &amp; tired"\n')
    journal.import_file(path)
    (note,) = journal.records(Kind.NOTE)
    assert note.text.startswith("Late ")
    assert note.text.endswith(" & tired")
