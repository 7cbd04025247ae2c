import json

import pytest

from ldn_journal.domain.records import Kind


@pytest.fixture
def changed(made):
    """A day entered, then changed twice; one other day."""
    made("log", "2026-03-09", "pain=2")
    made("log", "pain=4", "dose=4.5mg@22:30", "note=a walk")
    made("log", "pain=6")
    made("log", "nausea=1")
    return made


def test_a_day_is_told_newest_first(changed):
    lines = changed("history", "today").out.splitlines()
    assert lines[0].split() == ["Number", "Time", "From", "What"]
    assert [" ".join(line.split()) for line in lines[1:]] == [
        "4 2026-03-10 22:31 command line Nausea added: 1 (mild)",
        "3 2026-03-10 22:31 command line Pain 4 → 6",
        "2 2026-03-10 22:31 command line Pain added: 4",
        "Dose added: 4.5 mg at 22:30",
        "Note added: a walk",
    ]


def test_without_a_day_the_newest_of_all(changed):
    changed("undo")
    shown = json.loads(changed("history", "--format", "json").out)
    assert list(shown) == ["day", "changes"]
    assert shown["day"] is None
    newest, *others = shown["changes"]
    assert list(newest) == ["number", "at", "label", "source", "takes_back", "count", "records"]
    assert (newest["number"], newest["source"], newest["takes_back"], newest["count"]) == (5, "undo", 4, 1)
    assert newest["at"] == "2026-03-10T22:31:00+01:00"
    (record,) = newest["records"]
    assert list(record) == ["kind", "id", "operation", "day", "words", "before", "after"]
    assert (record["kind"], record["operation"], record["day"]) == ("rating", "removed", "2026-03-10")
    assert (record["before"]["value"], record["after"]) == (1.0, None)
    assert [one["number"] for one in others] == [4, 3, 2, 1]
    assert "undo of 4" in changed("history").out
    assert "2026-03-09" in changed("history").out


def test_many_entries_of_one_change_are_counted(changed, tmp_path):
    rows = "".join(f"2026-02-{day:02},{day % 10}\n" for day in range(1, 29))
    table, mapping = tmp_path / "ache.csv", tmp_path / "map.toml"
    table.write_text("day,ache\n" + rows, encoding="utf-8")
    mapping.write_text('[time]\ncolumn = "day"\n[columns.ache]\nmeasure = "pain"\n', encoding="utf-8")
    assert changed("import", str(table), "--map", str(mapping)).code == 0
    listed = changed("history").out
    assert "… and 8 more entries" in listed
    assert json.loads(changed("history", "--format", "json").out)["changes"][0]["count"] == 28
    assert "import" in changed("history", "2026-02-28").out


def test_a_day_is_brought_back_and_undo_takes_that_back(changed, counts):
    before = changed("show", "--last", "2d").out
    done = changed("history", "today", "--restore", "2")
    assert done.code == 0
    assert done.out.startswith("10 March 2026 is again as it was after change 2. 2 entries were changed.")
    shown = json.loads(changed("show", "--last", "2d", "--format", "json").out)
    assert [day["values"]["pain"] for day in shown["days"]] == [2, 4]
    assert counts()[Kind.RATING] == 2
    again = changed("history", "today", "--restore", "2")
    assert (again.code, again.out) == (0, "10 March 2026 is already as it was after that change.\n")
    assert changed("undo").code == 0
    assert changed("show", "--last", "2d").out == before
    told = json.loads(changed("history", "today", "--restore", "3", "--format", "json").out)
    assert told == {"day": "2026-03-10", "restored": 3, "number": 7}


@pytest.mark.parametrize(
    "arguments",
    [
        ("today", "--restore", "99"),
        ("today", "--restore", "0"),
        ("today", "--restore", "99999999999999999999999"),
        ("today", "--restore", "x"),
        ("--restore", "1"),
        ("2026-02-30",),
        ("today", "--format", "xml"),
    ],
)
def test_what_cannot_be_brought_back_or_listed(changed, arguments):
    before = changed("history").out
    refused = changed("history", *arguments)
    assert (refused.code, refused.one_sentence, refused.out) == (2, True, "")
    assert changed("history").out == before


def test_nothing_to_tell(made):
    assert made("history").out == "Nothing was recorded yet.\n"
    assert made("history", "2020-01-01").out == "Nothing was ever recorded for 1 January 2020.\n"
    assert json.loads(made("history", "today", "--format", "json").out) == {"day": "2026-03-10", "changes": []}
