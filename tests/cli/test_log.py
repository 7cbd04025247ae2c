import json
from datetime import date

import pytest

from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.records import Kind

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("written", "picograms"),
    [
        ("4.5mg", 4_500_000_000),
        ("4500ug", 4_500_000_000),
        ("4,5mg", 4_500_000_000),
        ("4.5 mg", 4_500_000_000),
        ("0.45mL", 4_500_000_000),
        ("300pg", 300),
        ("0.1mg", 100_000_000),
        ("9.999mg", 9_999_000_000),
    ],
)
def test_amounts_are_stored_exactly(made, look, written, picograms):
    assert made("prescription", "add", "2026-03-01", "liquid", "10mg/mL").code == 0
    done = made("log", f"dose={written}")
    assert (done.code, done.err) == (0, "")
    dose = look(lambda journal: journal.day(TODAY).doses[0])
    assert (dose.amount_pg, dose.state, dose.entered) == (picograms, DoseState.TAKEN, written)


def test_digits_of_another_keyboard_are_stored_as_ours(made, look):
    done = made("log", "٢٠٢٦-٠٣-٠٩", "dose=٤٫٥mg@٢٢:٣٠", "pain=۴", "sleep=٧:١٠", "nausea=१")
    assert (done.code, done.err) == (0, "")
    day = look(lambda journal: journal.day(date(2026, 3, 9)))
    (dose,) = day.doses
    assert (dose.amount_pg, dose.entered, f"{dose.at:%H:%M}") == (4_500_000_000, "4.5mg", "22:30")
    shown = made("show", "--last", "٣").out
    assert "4.5" in shown
    assert "7:10" in shown
    assert not [sign for sign in shown if sign.isdecimal() and not sign.isascii()]


def test_ten_milligrams_and_more_want_a_yes(made, counts, look):
    refused = made("log", "dose=45mg", "pain=3")
    assert refused.code == 2
    assert refused.one_sentence
    assert "45 mg" in refused.err
    assert "--yes" in refused.err
    assert counts() == {}
    assert made("log", "dose=45mg", "pain=3", "--yes").code == 0
    assert look(lambda journal: journal.day(TODAY).taken_pg) == 45_000_000_000


@pytest.mark.parametrize(
    "arguments",
    [
        ("pain=11",),
        ("pain=-1",),
        ("pain=abc",),
        ("pain=nan",),
        ("pain=",),
        ("pain=3.5",),
        ("pain=3", "pain=4"),
        ("nausea=awful",),
        ("nausea=1,500",),
        ("2026-02-31", "pain=3"),
        ("2026-03-11", "pain=3"),
        ("2026-03-11", "dose=4.5mg"),
        ("2026-03-11", "event=flare"),
        ("1899-12-31", "pain=3"),
        ("soon", "pain=3"),
        ("pain=3", "today"),
        ("pain=3@25:00",),
        ("pain=3@",),
        ("dose=4.5",),
        ("dose=4.5kg",),
        ("dose=0.45mL",),
        ("dose=0mg",),
        ("dose=planned",),
        ("dose=2000mg", "--yes"),
        ("sleep=25:00",),
        ("sleep=7:75",),
        ("sleep=7:10@22:00",),
        ("sleep_efficiency=80",),
        ("bed=23:10", "asleep_after=600", "woke=6:50"),
        ("woke=6:50", "up=late"),
        ("note=" + "x" * 20_001,),
        ("note=bell\a",),
        ("event=" + "x" * 201,),
        ("kitten=3",),
        ("=3",),
        ("today",),
        (),
    ],
)
def test_bad_input_is_one_sentence_and_stores_nothing(made, counts, arguments):
    refused = made("log", *arguments)
    assert refused.code == 2
    assert refused.one_sentence, refused.err
    assert refused.out == ""
    assert counts() == {}


def test_it_is_all_or_nothing(made, counts):
    assert made("log", "pain=4", "nausea=0", "dose=4.5mg", "note=fine", "fatigue=12").code == 2
    assert counts() == {}
    assert made("log", "pain=4", "nausea=0", "dose=4.5mg", "note=fine", "fatigue=2").code == 0
    assert counts() == {Kind.RATING: 3, Kind.DOSE: 1, Kind.NOTE: 1}
    assert made("undo").code == 0
    assert counts() == {}


def test_a_dose_after_midnight_belongs_to_the_evening_before(made, look):
    done = made("log", "yesterday", "dose=4.5mg@00:40")
    assert done.code == 0
    assert "00:40 after midnight" in done.out
    dose = look(lambda journal: journal.day(date(2026, 3, 9)).doses[0])
    assert dose.at.isoformat() == "2026-03-10T00:40:00+01:00"
    shown = made("show", "--from", "2026-03-09").out.splitlines()
    assert "4.5 mg at 00:40 after midnight" in shown[1]
    assert shown[1].startswith("2026-03-09")
    assert shown[2].split()[:2] == ["2026-03-10", "–"]


@pytest.mark.parametrize(
    ("written", "state", "reason"),
    [
        ("skipped", DoseState.SKIPPED, None),
        ("skipped:nausea", DoseState.SKIPPED, "nausea"),
        ("skipped: tooth @ dentist", DoseState.SKIPPED, "tooth @ dentist"),
        ("missed", DoseState.MISSED, None),
    ],
)
def test_doses_not_taken(made, look, written, state, reason):
    assert made("log", f"dose={written}").code == 0
    dose = look(lambda journal: journal.day(TODAY).doses[0])
    assert (dose.state, dose.reason, dose.amount_pg) == (state, reason, None)


def test_the_planned_dose(made, look):
    assert made("regimen", "add", "2026-03-01", "1.5mg", "--at", "22:30").code == 0
    assert made("log", "dose=planned@22:15").code == 0
    dose = look(lambda journal: journal.day(TODAY).doses[0])
    assert (dose.amount_pg, dose.at.isoformat()) == (1_500_000_000, "2026-03-10T22:15:00+01:00")


def test_a_whole_night_is_one_entry_checked_together(made, look):
    done = made(
        "log", "bed=23:10", "asleep_after=20", "awakenings=2", "awake=30", "woke=6:50", "up=7:15", "sleep_quality=6"
    )
    assert done.code == 0, done.err
    night = look(lambda journal: journal.day(TODAY).night)
    assert night.to_bed.isoformat() == "2026-03-09T23:10:00+01:00"
    assert night.woke.isoformat() == "2026-03-10T06:50:00+01:00"
    assert (night.minutes_in_bed, night.total_sleep_minutes, night.awakenings, night.quality) == (485, 410, 2, 6)
    assert "6 h 50 min asleep" in done.out


@pytest.mark.parametrize(
    ("texts", "to_bed", "out_of_bed"),
    [
        (("bed=00:30", "up=07:00"), "2026-03-10T00:30", "2026-03-10T07:00"),
        (("bed=09:00", "woke=16:00", "up=16:10"), "2026-03-10T09:00", "2026-03-10T16:10"),
        (("bed=14:00", "up=13:00"), "2026-03-09T14:00", "2026-03-10T13:00"),
        (("bed=22:00",), "2026-03-09T22:00", None),
        (("bed=1:00",), "2026-03-10T01:00", None),
        (("bed=20:00", "woke=23:50", "up=0:10"), "2026-03-10T20:00", "2026-03-11T00:10"),
    ],
)
def test_clock_times_of_a_night_find_their_dates(made, look, texts, to_bed, out_of_bed):
    assert made("log", *texts).code == 0
    night = look(lambda journal: journal.day(TODAY).night)
    assert f"{night.to_bed:%Y-%m-%dT%H:%M}" == to_bed
    assert (night.out_of_bed and f"{night.out_of_bed:%Y-%m-%dT%H:%M}") == out_of_bed


def test_words_numbers_and_lengths_of_time(made, look):
    done = made(
        "log", "2026-3-9", "nausea=mild", "vivid_dreams=Very severe", "sleep=7,5", "minutes_to_sleep=20", "weight=70.5"
    )
    assert done.code == 0, done.err
    day = look(lambda journal: journal.day(date(2026, 3, 9)))
    assert {rating.measure: rating.value for rating in day.ratings} == {"nausea": 1, "vivid_dreams": 4, "weight": 70.5}
    assert (day.night.asleep_minutes, day.night.minutes_to_sleep) == (450, 20)
    assert "Nausea" in done.out
    assert "1 (mild)" in done.out
    assert "7 h 30 min asleep" in done.out


def test_ratings_at_a_time_stand_beside_each_other(made, look):
    assert made("log", "pain=6@14:00", "pain=2@9:00", "pain=4@00:30").code == 0
    day = look(lambda journal: journal.day(TODAY))
    assert [f"{rating.at:%d %H:%M}" for rating in day.ratings_of("pain")] == ["10 09:00", "10 14:00", "11 00:30"]
    assert json.loads(made("show", "--last", "1", "--format", "json").out)["days"][0]["values"]["pain"] == 4


def test_own_measures_are_logged_like_the_others(made, look):
    assert made("measure", "add", "walked", "Went for a walk", "--scale", "yes_no", "--better", "higher").code == 0
    done = made("log", "walked=yes")
    assert done.code == 0
    assert "yes" in done.out
    assert look(lambda journal: journal.day(TODAY).ratings[0].value) == 1
    assert made("log", "walked=perhaps").code == 2


def test_a_slip_of_the_key_is_pointed_out(made):
    assert "“pain”" in made("log", "pian=3").err
    assert "“nausea”" in made("log", "nausee=3").err


def test_recording_again_takes_the_place_of_the_first(made, counts):
    assert made("log", "pain=4").code == 0
    again = made("log", "pain=5")
    assert "in place of" in again.out
    same = made("log", "pain=5")
    assert same.code == 0
    assert "nothing has changed" in same.out
    assert counts() == {Kind.RATING: 1}


def test_options_may_stand_anywhere(made, counts):
    assert made("log", "--yes", "dose=12mg", "pain=1").code == 0
    assert made("log", "yesterday", "dose=12mg", "--yes", "pain=1").code == 0
    assert counts() == {Kind.DOSE: 2, Kind.RATING: 2}
