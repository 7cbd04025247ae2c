import json

import pytest


def test_zero_is_shown_and_blank_is_a_dash(made):
    made("log", "yesterday", "pain=0", "dose=skipped:nausea")
    lines = made("show", "--last", "2d").out.splitlines()
    head, yesterday, today = lines[:3]
    assert head.split()[:3] == ["Day", "Dose", "Pain"]
    assert yesterday.split() == ["2026-03-09", "skipped:", "nausea", "0", "–", "–", "–", "–"]
    assert today.split() == ["2026-03-10", "–", "–", "–", "–", "–", "–"]
    assert "– not recorded" in lines


def test_columns_are_aligned_whatever_they_hold(made):
    made("log", "pain=10", "dose=4.5mg@22:30", "note=日本 and\nlines")
    made("log", "yesterday", "pain=3", "sleep=7:10")
    head, yesterday, today = made("show", "--last", "2").out.splitlines()[:3]
    end = head.index("Pain") + len("Pain")
    assert (yesterday[:end].split()[-1], today[:end].split()[-1]) == ("3", "10")
    assert "7:10" in yesterday
    assert today.endswith("日本 and lines")


def test_json_keeps_its_keys(made):
    made("log", "pain=0", "dose=4.5mg@22:30", "sleep=7:10", "note=quiet", "event=flare")
    shown = json.loads(made("show", "--from", "2026-03-09", "--to", "today", "--format", "json").out)
    assert list(shown) == ["first", "last", "days"]
    assert (shown["first"], shown["last"]) == ("2026-03-09", "2026-03-10")
    empty, full = shown["days"]
    keys = ["day", "dose", "taken_pg", "planned_pg", "values", "doses", "ratings", "night", "notes", "events"]
    assert list(full) == keys == list(empty)
    assert (empty["dose"], empty["taken_pg"], empty["night"]) == ("not recorded", None, None)
    assert (full["dose"], full["taken_pg"]) == ("taken", 4_500_000_000)
    assert (full["values"]["pain"], full["values"]["nausea"], full["values"]["sleep"]) == (0, None, 430)
    assert full["doses"][0]["at"] == "2026-03-10T22:30:00+01:00"
    assert (full["notes"][0]["text"], full["events"][0]["what"]) == ("quiet", "flare")


def test_a_fortnight_unless_asked_otherwise(made):
    assert len(json.loads(made("show", "--format", "json").out)["days"]) == 14
    assert len(json.loads(made("show", "--from", "2025-03-11", "--format", "json").out)["days"]) == 365


@pytest.mark.parametrize(
    "arguments",
    [
        ("--from", "2026-03-10", "--to", "2026-03-09"),
        ("--from", "2026-03-11"),
        ("--to", "2026-02-30"),
        ("--last", "0d"),
        ("--last", "soon"),
        ("--last", "99999999999"),
        ("--last", "30d", "--from", "2026-03-01"),
        ("--format", "xml"),
    ],
)
def test_a_range_that_is_none(made, arguments):
    refused = made("show", *arguments)
    assert refused.code == 2
    assert refused.one_sentence


def test_since_the_last_visit_begins_on_its_day(made):
    made("log", "2026-03-03", "pain=4")
    assert made("visit", "add", "2026-02-20").code == 0
    assert made("visit", "add", "2026-03-02", "--with", "Dr Lind").code == 0
    assert made("visit", "add", "2026-03-10").code == 0  # today's is not a last one
    assert made("visit", "add", "2026-03-20").code == 0
    shown = json.loads(made("show", "--since-visit", "--format", "json").out)
    assert (shown["first"], shown["last"]) == ("2026-03-02", "2026-03-10")


def test_since_a_visit_that_never_was(made):
    made("visit", "add", "2026-03-20")
    refused = made("show", "--since-visit")
    assert (refused.code, refused.one_sentence) == (2, True)
    assert "no earlier visit" in refused.err
    made("visit", "add", "2026-03-02")
    for other in (("--last", "30d"), ("--from", "2026-03-01"), ("--to", "2026-03-09")):
        both = made("show", "--since-visit", *other)
        assert (both.code, both.one_sentence) == (2, True)
