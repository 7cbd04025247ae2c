"""The sample journal: marked, never mixed, the same for the same seed, and like a diary."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from statistics import fmean, stdev

import pytest

from ldn_journal.analysis.phases import PhaseKind
from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import AlreadyExists
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.life import NewVisit
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.journal.sample import write_sample
from ldn_journal.journal.sample_story import DAYS, story

TODAY = date(2026, 3, 10)
_MADE = ("id", "recorded_at")


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory, lay_sample):
    return lay_sample(DataFolder(tmp_path_factory.mktemp("looked-at") / "data"))


@pytest.fixture
def sample(sample_folder, clock: FixedClock):
    with Journal.open(sample_folder, clock=clock) as journal:
        yield journal


def contents(journal: Journal) -> dict[Kind, list[str]]:
    return {kind: sorted(record.model_dump_json(exclude={"id"}) for record in journal.records(kind)) for kind in Kind}


def test_it_is_marked_and_sound(sample):
    assert sample.settings.sample
    assert sample.check() == []
    assert all(record.source == "demo" for kind in Kind for record in sample.records(kind))
    assert sample.span() == (TODAY - timedelta(days=239), TODAY)


def test_the_same_seed_gives_the_same_diary_and_another_another(sample, tmp_path, clock):
    found = []
    for name, seed in (("same", None), ("other", 5)):
        folder = DataFolder(tmp_path / name)
        write_sample(folder, today=TODAY, **({} if seed is None else {"seed": seed}))
        with Journal.open(folder, clock=clock) as journal:
            found.append(contents(journal))
    assert found[0] == contents(sample)
    assert found[1][Kind.RATING] != found[0][Kind.RATING]
    assert found[1][Kind.VISIT] == found[0][Kind.VISIT]


def test_it_is_never_mixed_with_a_journal(journal, folder, today):
    before = folder.journal.read_bytes()
    journal.close()
    with pytest.raises(AlreadyExists):
        write_sample(folder, today=today)
    assert folder.journal.read_bytes() == before


def test_what_cannot_be_finished_leaves_nothing(tmp_path, monkeypatch):
    def refuse(_journal, *_entries, **_options):
        raise RuntimeError("no")

    folder = DataFolder(tmp_path / "half")
    monkeypatch.setattr(Journal, "record", refuse)
    with pytest.raises(RuntimeError):
        write_sample(folder, today=TODAY)
    monkeypatch.undo()
    assert not folder.journal.exists()
    write_sample(folder, today=TODAY)
    assert folder.journal.exists()


def test_its_phases_are_those_of_the_story(sample):
    phases = sample.trends().phases
    assert [(phase.kind, phase.amount_pg) for phase in phases] == [
        (PhaseKind.BASELINE, 0),
        (PhaseKind.DOSE, 1_500_000_000),
        (PhaseKind.DOSE, 3_000_000_000),
        (PhaseKind.DOSE, 4_500_000_000),
        (PhaseKind.BREAK, 0),
        (PhaseKind.DOSE, 4_500_000_000),
    ]
    assert phases[0].days >= 28


def test_all_four_states_and_times_after_midnight(sample):
    doses = sample.doses()
    assert {dose.state for dose in doses} == set(DoseState)
    assert all(dose.reason for dose in doses if dose.state is DoseState.SKIPPED)
    assert len({dose.reason for dose in doses if dose.state is DoseState.SKIPPED}) >= 2
    assert 3 <= sum(dose.at is not None and dose.at.date() > dose.day for dose in doses) <= 25
    assert {dose.entered for dose in doses if dose.amount_pg == 3_000_000_000} == {"3 mL"}
    assert sample.trends().adherence.not_recorded > 0


def test_side_effects_come_with_each_step_and_fade(sample):
    dreams = {rating.day: rating.value for rating in sample.ratings() if rating.measure == "vivid_dreams"}
    for step in sample.regimen:
        if not step.amount_pg:
            continue
        early = [dreams[day] for n in range(1, 6) if (day := step.day + timedelta(days=n)) in dreams]
        late = [dreams[day] for n in range(18, 32) if (day := step.day + timedelta(days=n)) in dreams]
        assert fmean(early) > fmean(late) + 0.7


def test_days_resemble_their_neighbours(sample):
    days = list(sample.days(*sample.span()).values())
    pain = sample.measure("pain")
    values = [day.value(pain) for day in days[:35]]
    pairs = [(a, b) for a, b in pairwise(values) if a is not None and b is not None]
    mean = fmean(value for value in values if value is not None)
    spread = stdev(value for value in values if value is not None)
    similarity = fmean((a - mean) * (b - mean) for a, b in pairs) / spread**2
    assert 0.1 < similarity < 0.95
    assert len({value for value in values if value is not None}) >= 3


def test_gaps_late_days_and_several_ratings_a_day(sample):
    days = sample.days(*sample.span())
    blank = sum(not (day.ratings or day.night or day.doses) for day in days.values())
    assert 10 <= blank <= 30
    later = {record.day for record in sample.ratings() if (record.recorded_at.date() - record.day).days >= 1}
    assert 10 <= len(later) <= 60
    assert any(len(day.ratings_of("pain")) == 3 for day in days.values())
    assert all(
        record.recorded_at <= sample.clock.now()
        for kind in (Kind.RATING, Kind.DOSE, Kind.NIGHT)
        for record in sample.records(kind)
    )


def test_nights_with_and_without_times(sample):
    nights = sample.nights()
    timed = [night for night in nights if night.to_bed is not None]
    assert 40 <= len(timed) < len(nights) - 40
    assert all(60 <= night.efficiency <= 100 for night in timed)


def test_visits_are_on_working_days_whatever_day_the_sample_is_made_on() -> None:
    for later in range(7):
        today = TODAY + timedelta(days=later)
        told = story(today - timedelta(days=DAYS - 1), FixedClock(datetime.combine(today, time(9), UTC)))
        visits = [entry.day for _moment, entry in told.entries if isinstance(entry, NewVisit)]
        assert len(visits) == 2
        assert all(day.isoweekday() <= 5 for day in visits)
        assert visits[0] < today < visits[1] <= today + timedelta(days=14)


def test_the_rest_of_the_record(sample):
    assert [str(one.form) for one in sample.prescriptions()] == ["liquid", "capsule", "capsule"]
    past, coming = sample.visits()
    assert past.day < TODAY < coming.day
    assert len(coming.questions) == 3
    assert {"flu", "travel"} <= {event.what for event in sample.events()}
    assert len(sample.medicines()) >= 1
    assert sum(response.questionnaire == "peg" for response in sample.responses()) > 25
    assert "morning_stiffness" in {measure.key for measure in sample.tracked()}
    assert "fatigue" in {measure.key for measure in sample.tracked()}
    assert len(sample.notes()) > 10
    morning = sample.day(TODAY)
    assert (morning.night is not None, morning.doses, morning.value(sample.measure("pain"))) == (True, (), None)
