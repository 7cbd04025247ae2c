"""Every change of a day in words, the day as it was after any of them, and bringing that back as one step."""

import json
from contextlib import suppress
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import InvalidEntry, NotFound, NothingToUndo
from ldn_journal.domain.catalogue import NEW, Record
from ldn_journal.domain.doses import DoseState, Form, NewDose, NewPrescription, NewTitrationStep
from ldn_journal.domain.life import NewEvent, NewMedicine, NewNote, NewQuestionnaireResponse, NewVisit
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.phase_edits import NewPhaseEdit, PhaseEditKind
from ldn_journal.domain.records import Kind, Operation
from ldn_journal.journal import Journal
from ldn_journal.journal.change_words import LONGEST, change_words
from ldn_journal.journal.comparing import Compared
from ldn_journal.journal.day import Day
from ldn_journal.journal.facts import facts_of, part_names
from ldn_journal.journal.merging import content_of
from ldn_journal.journal.versions import DAY_KINDS, DayChange
from tests.seeds import chance

MG = 10**9
TODAY = date(2026, 3, 10)
BEFORE = date(2026, 3, 9)


def said(changes: list[DayChange]) -> list[tuple[int, list[str]]]:
    return [(one.number, [entry.words.replace("\u00a0", " ") for entry in one.entries]) for one in changes]


def dose(journal: Journal, day: date = TODAY, amount: int = 9 * MG // 2) -> NewDose:
    return NewDose(day=day, state=DoseState.TAKEN, amount_pg=amount, at=journal.moment(day, time(22, 30)))


def rate(journal: Journal, value: float, measure: str = "pain", day: date = TODAY) -> int:
    return journal.record(NewRating(day=day, measure=measure, value=value)).number


def content(day: Day) -> list[str]:
    """What a day says, whatever the identities."""
    records: list[Record] = [*day.doses, *day.ratings, *day.notes, *day.events, *([day.night] if day.night else [])]
    return sorted(f"{one.kind} {content_of(one)}" for one in records)


def test_every_change_of_a_day_is_told_newest_first(journal: Journal) -> None:
    rate(journal, 4)
    rate(journal, 6)
    journal.record(NewNote(day=TODAY, text="a walk"), dose(journal))
    day = journal.day(TODAY)
    journal.revise(Kind.NOTE, day.notes[0].id, text="a long walk")
    journal.remove(Kind.DOSE, day.doses[0].id)
    journal.record(NewNight(day=TODAY, asleep_minutes=430, quality=6))
    journal.record(NewNight(day=TODAY, quality=5, awakenings=2))
    assert said(journal.changes_of(TODAY)) == [
        (7, ["Night, quality 6 → 5; Night, awakenings added: 2"]),
        (6, ["Night added: asleep 7 h 10 min, quality 6"]),
        (5, ["Dose 4.5 mg at 22:30 removed"]),
        (4, ["Note “a walk” → “a long walk”"]),
        (3, ["Note added: a walk", "Dose added: 4.5 mg at 22:30"]),
        (2, ["Pain 4 → 6"]),
        (1, ["Pain added: 4"]),
    ]
    newest, *_others = journal.changes_of(TODAY)
    assert (newest.at, newest.source, newest.takes_back) == (journal.clock.now(), "window", None)
    assert newest.entries[0].operation is Operation.REVISED
    assert journal.changes_of(BEFORE) == []


def test_where_a_change_came_from(journal: Journal, tmp_path: Path) -> None:
    table = tmp_path / "diary.csv"
    table.write_text("day,ache\n2026-03-10,3\n", encoding="utf-8")
    mapping = {"time": {"column": "day"}, "columns": {"ache": {"measure": "my_ache", "low": 0, "high": 10}}}
    number = journal.import_file(table, mapping=mapping).changes.number
    journal.undo_import(number)
    journal.undo()
    rate(journal, 4)
    assert [(one.source, one.takes_back) for one in journal.changes_of(TODAY)] == [
        ("window", None),
        ("undo", 2),
        ("undo", 1),
        ("import", None),
    ]
    assert [entry.source for entry in journal.entry_changes(imports=False)] == [
        "window",
        "undo",
        "undo",
        "undo",
        "undo",
    ]


def test_a_day_is_shown_as_it_was(journal: Journal) -> None:
    first = rate(journal, 4)
    second = journal.record(dose(journal), NewNote(day=TODAY, text="a walk")).number
    third = journal.remove(Kind.NOTE, journal.day(TODAY).notes[0].id).number
    assert [one.value for one in journal.day_as_of(TODAY, first).ratings] == [4]
    assert journal.day_as_of(TODAY, first).doses == ()
    assert [one.text for one in journal.day_as_of(TODAY, second).notes] == ["a walk"]
    assert journal.day_as_of(TODAY, third) == journal.day(TODAY)
    assert journal.day_as_of(BEFORE, third).empty
    for number in (0, -1, 4, 1 << 70):
        with pytest.raises(NotFound, match="no change number"):
            journal.day_as_of(TODAY, number)
        with pytest.raises(NotFound, match="no change number"):
            journal.restore_day(TODAY, number)


def test_bringing_back_is_one_change_that_undo_takes_back(journal: Journal, clock: FixedClock) -> None:
    rate(journal, 2, day=BEFORE)
    number = journal.record(
        NewRating(day=TODAY, measure="pain", value=4), dose(journal), NewNote(day=TODAY, text="a walk")
    ).number
    was = journal.day(TODAY)
    clock.move(timedelta(minutes=5))
    rate(journal, 6)
    rate(journal, 1, "nausea")
    journal.remove(Kind.DOSE, was.doses[0].id)
    journal.revise(Kind.NOTE, was.notes[0].id, text="no walk")
    is_now, other = journal.day(TODAY), journal.day(BEFORE)
    changes = journal.restore_day(TODAY, number)
    assert changes.label == "day of 10 March 2026 as of 10 March 2026 22:31"
    assert len(changes.touched) == 4
    assert journal.day(TODAY) == was
    assert journal.day(BEFORE) == other
    assert not journal.restore_day(TODAY, number), "there is nothing left to do"
    assert len(journal.changes_of(TODAY)) == 6
    assert journal.undo().label == changes.label
    assert journal.day(TODAY) == is_now


def test_plan_and_phases_and_other_lists_stay(journal: Journal) -> None:
    number = rate(journal, 4)
    journal.record(
        NewTitrationStep(day=TODAY, amount_pg=3 * MG, usual_time=time(22)),
        NewPhaseEdit(day=TODAY, edit=PhaseEditKind.SPLIT, reason="a new form"),
        NewVisit(day=TODAY, with_whom="Dr Lind"),
        NewMedicine(day=TODAY, name="Zinc"),
    )
    journal.record(NewQuestionnaireResponse(day=TODAY, questionnaire="phq2", answers={"interest": 1, "mood": 2}))
    assert {entry.kind for entry in journal.changes_of(TODAY)[0].entries} == {Kind.RESPONSE}
    journal.restore_day(TODAY, number)
    assert journal.responses() == []
    assert (len(journal.regimen), len(journal.phase_edits()), len(journal.visits()), len(journal.medicines())) == (
        1,
    ) * 4


def test_what_was_moved_away_is_copied_and_stays_where_it_is(journal: Journal, clock: FixedClock) -> None:
    number = journal.record(dose(journal)).number
    one = journal.day(TODAY).doses[0]
    clock.move(timedelta(hours=1))
    journal.revise(Kind.DOSE, one.id, day=BEFORE)
    for day in (TODAY, BEFORE):
        (words,) = said(journal.changes_of(day))[0][1]
        assert words.startswith("Dose 4.5 mg at 22:30 moved from 10 March 2026 to 9 March 2026")
    other = journal.day(BEFORE)
    assert journal.restore_day(TODAY, number)
    (copy,) = journal.day(TODAY).doses
    assert (content_of(copy), copy.recorded_at, copy.source) == (content_of(one), one.recorded_at, one.source)
    assert copy.id != one.id
    assert journal.day(BEFORE) == other
    assert not journal.restore_day(TODAY, number), "no second copy"
    journal.restore_day(BEFORE, number)
    assert journal.day(BEFORE).empty, "both days brought back are both as they were"
    assert len(journal.doses()) == 1


def test_what_was_moved_here_is_taken_out_and_its_earlier_day_is_left_alone(journal: Journal) -> None:
    number = journal.record(dose(journal, BEFORE)).number
    one = journal.day(BEFORE).doses[0]
    journal.revise(Kind.DOSE, one.id, day=TODAY)
    assert journal.restore_day(TODAY, number)
    assert (journal.day(TODAY).empty, journal.day(BEFORE).empty) == (True, True)
    journal.restore_day(BEFORE, number)
    assert [record.id for record in journal.day(BEFORE).doses] == [one.id]
    journal.undo()
    journal.undo()
    assert [record.id for record in journal.day(TODAY).doses] == [one.id]


def test_a_measure_that_is_gone_comes_back_with_its_ratings(journal: Journal) -> None:
    journal.record(NewMeasure(key="brain_rain", name="Brain rain"))
    number = rate(journal, 3, "brain_rain")
    journal.remove(Kind.RATING, journal.day(TODAY).ratings[0].id)
    (measure,) = journal.records(Kind.MEASURE)
    journal.remove(Kind.MEASURE, measure.id)
    assert said(journal.changes_of(TODAY))[0][1] == ["brain_rain 3 removed"]
    journal.restore_day(TODAY, number)
    assert journal.measure("brain_rain").name == "Brain rain"
    assert journal.day(TODAY).ratings[0].value == 3
    assert journal.check() == []
    journal.undo()
    with pytest.raises(NotFound):
        journal.measure("brain_rain")


def test_a_text_that_speaks_of_the_day_is_no_record_of_it(journal: Journal) -> None:
    journal.record(NewNote(day=BEFORE, text='he wrote "day":"2026-03-10" there, \\"day\\":\\"2026-03-10\\" too'))
    assert journal.changes_of(TODAY) == []


@pytest.mark.parametrize("number", range(4))
def test_any_version_of_a_day_comes_back_whole_and_alone(journal: Journal, number: int) -> None:
    life = chance("any version of a day", number)
    days = [TODAY, BEFORE, BEFORE - timedelta(days=1)]
    for _n in range(40):
        day = life.choice(days)
        there = [
            *journal.day(day).doses, *journal.day(day).ratings, *journal.day(day).notes, *journal.day(day).events,
        ]  # fmt: skip
        deed = life.random()
        if there and deed < 0.15:
            one = life.choice(there)
            journal.remove(one.kind, one.id)
        elif there and deed < 0.35:
            one = life.choice(there)
            if not isinstance(one, NewRating):
                with suppress(InvalidEntry):  # a day holds a night only once
                    journal.revise(one.kind, one.id, day=life.choice(days))
        elif deed < 0.45:
            with suppress(NothingToUndo):
                journal.undo()
        else:
            entry = life.choice(
                [
                    NewRating(day=day, measure=life.choice(["pain", "mood"]), value=life.randrange(11)),
                    NewNote(day=day, text=f"words {life.randrange(5)}"),
                    NewEvent(day=day, what=f"event {life.randrange(3)}"),
                    NewNight(day=day, quality=life.randrange(11)),
                ]
            )
            journal.record(entry)
    day = days[number % 3]
    others = [one for one in days if one != day]
    before = content(journal.day(day))
    for change in journal.changes_of(day):
        left_alone = [journal.day(one) for one in others]
        done = journal.restore_day(day, change.number)
        assert content(journal.day(day)) == content(journal.day_as_of(day, change.number))
        assert [journal.day(one) for one in others] == left_alone
        assert not any(line.differs for line in journal.compare_day(day, change.number))
        if done:
            assert done.days <= {day}
            journal.undo()
        assert content(journal.day(day)) == before
    assert journal.check() == []


def test_then_and_now_stand_side_by_side(journal: Journal) -> None:
    number = journal.record(
        NewRating(day=TODAY, measure="pain", value=4),
        NewRating(day=TODAY, measure="mood", value=5),
        NewNight(day=TODAY, asleep_minutes=430, quality=6),
        NewNote(day=TODAY, text="a walk"),
    ).number
    # Taken out and entered anew, it is still the day's pain.
    journal.remove(Kind.RATING, journal.day(TODAY).ratings_of("pain")[0].id)
    rate(journal, 6)
    journal.record(NewNight(day=TODAY, quality=3), dose(journal))
    journal.remove(Kind.NOTE, journal.day(TODAY).notes[0].id)
    lines = journal.compare_day(TODAY, number)
    assert lines == [
        Compared("Dose", "", "4.5\u00a0mg at 22:30"),
        Compared("Pain", "4", "6"),
        Compared("Mood", "5", "5"),
        Compared("Night, asleep", "7 h 10 min", "7 h 10 min"),
        Compared("Night, quality", "6", "3"),
        Compared("Note", "a walk", ""),
    ]
    assert [line.differs for line in lines] == [True, True, False, False, True, True]


def test_all_changes_come_by_pages(journal: Journal) -> None:
    for value in range(5):
        journal.record(
            NewRating(day=TODAY, measure="pain", value=value), NewRating(day=TODAY, measure="mood", value=value)
        )
    journal.record(NewMedicine(day=TODAY, name="Zinc", dose="10 mg"))
    every: list[str] = []
    page = journal.entry_changes(limit=3)
    while page:
        every += [one.words for one in page]
        page = journal.entry_changes(page[-1].place, limit=3)
    assert len(every) == 11
    assert every[:3] == ["Medicine added: Zinc, dose 10 mg", "Mood 3 → 4", "Pain 3 → 4"]
    assert every[-2:] == ["Mood added: 0 (very low)", "Pain added: 0 (no pain)"]
    (only,) = journal.entry_changes(kinds=[Kind.MEDICINE])
    assert (only.words, only.day, only.kind) == (every[0], TODAY, Kind.MEDICINE)
    newest = journal.newest_changes(limit=2, most=1)
    assert [(one.number, one.count, len(one.entries)) for one in newest] == [(6, 1, 1), (5, 2, 1)]


def test_long_words_are_cut_where_they_differ(journal: Journal) -> None:
    start = "It rained all day and nothing else is to be told of it. " * 10
    old, new = (NewNote(day=TODAY, text=start + end) for end in ("The end was good.", "The end was bad."))
    words = change_words(old, new, {})
    assert "was good.” →" in words
    assert "was bad.”" in words
    assert len(words) < 3 * LONGEST
    assert change_words(None, old, {}).endswith("…")


def test_a_change_that_nobody_sees_is_said_to_be_none(journal: Journal) -> None:
    one = NewNote(day=TODAY, text="a walk")
    assert change_words(one, one, {}) == "Note stored again as it was"
    with pytest.raises(ValueError, match="neither"):
        change_words(None, None, {})


def test_every_field_of_every_kind_has_words(journal: Journal) -> None:
    told = {"day", "what", "strength_pg", "pg_per_ml", "condition", "with_whom", "edit"}
    own_words = {Kind.DOSE, Kind.RATING, Kind.NIGHT, Kind.NOTE, Kind.RESPONSE}
    for kind, model in NEW.items():
        if kind not in own_words:
            assert set(model.model_fields) - told <= part_names().keys(), kind
    liquid = NewPrescription(day=TODAY, form=Form.LIQUID, pg_per_ml=MG, quantity=50, use_by=date(2026, 6, 1))
    assert facts_of(liquid, {}).said.replace("\u00a0", " ") == "1 mg/mL, form liquid, quantity 50, use by 1 June 2026"
    visit = NewVisit(day=TODAY, reason="a check", questions=["why", "how long"])
    assert facts_of(visit, {}).said == "reason a check, questions why; how long"


def test_twenty_years_answer_for_one_day_out_of_what_opening_has_read(journal: Journal) -> None:
    """The search for a day reads no page again: the cache holds what the check at opening has read."""
    pages = journal._store.file.asked(lambda raw: raw.execute("PRAGMA cache_size").fetchone()[0])
    assert pages <= -(1 << 16)


def test_the_log_is_only_added_to(journal: Journal, tmp_path: Path) -> None:
    number = rate(journal, 4)
    rate(journal, 6)
    journal.export_json(tmp_path / "one.json")
    journal.restore_day(TODAY, number)
    journal.export_json(tmp_path / "two.json")
    one, two = (json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("one.json", "two.json"))
    key = next(name for name, value in one.items() if isinstance(value, list) and "undoes" in str(value))
    assert two[key][: len(one[key])] == one[key]
    assert len(two[key]) == len(one[key]) + 1


def test_what_belongs_to_a_day() -> None:
    assert set(DAY_KINDS) == {Kind.DOSE, Kind.RATING, Kind.NIGHT, Kind.NOTE, Kind.EVENT, Kind.RESPONSE}
