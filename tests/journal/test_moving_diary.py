"""A diary that travels: across the date line and through clock changes, days and phases stay what the person lived."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.life import NewNote
from ldn_journal.domain.measures import NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal

MG = 10**9
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
HOME = timezone(timedelta(hours=1))


class OsloByRule(tzinfo):
    """Oslo's clock in 2026 for machines without a time zone database."""

    def utcoffset(self, dt: datetime | None) -> timedelta:
        summer = dt is not None and datetime(2026, 3, 29, 2) <= dt.replace(tzinfo=None) < datetime(2026, 10, 25, 3)
        return timedelta(hours=2 if summer else 1)

    def dst(self, dt: datetime | None) -> timedelta:
        return self.utcoffset(dt) - timedelta(hours=1)

    def tzname(self, dt: datetime | None) -> str:
        return "CEST" if self.dst(dt) else "CET"


def place(name: str, otherwise: tzinfo) -> tzinfo:
    """Return the zone ``name``, or ``otherwise`` on a machine that has no database of them."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return otherwise


OSLO = place("Europe/Oslo", OsloByRule())
KIRITIMATI = place("Pacific/Kiritimati", timezone(timedelta(hours=14)))
PAGO_PAGO = place("Pacific/Pago_Pago", timezone(timedelta(hours=-11)))


class Diary:
    """A real journal kept evening by evening on the clock of wherever the person is."""

    def __init__(self, root: Path, first: date) -> None:
        self.clock = FixedClock(datetime.combine(first, time(12), HOME))
        self.journal = Journal.create(DataFolder(root), clock=self.clock)
        self.first = first

    def evening(self, offset: int, zone: tzinfo, at: time = time(22, 30)) -> None:
        """Live day ``offset`` in ``zone`` until ``at`` and record it: pain, last night, and the dose from day 20 on."""
        day = self.first + timedelta(days=offset)
        calendar = day + timedelta(days=1) if at < time(4) else day
        self.clock.zone = zone
        self.clock.at = datetime.combine(calendar, at, zone)
        assert self.journal.today() == day
        entries = [
            NewRating(day=day, measure="pain", value=float(3 + offset % 5)),
            NewNight(day=day, asleep_minutes=400 + offset),
        ]
        if offset >= 20:
            amount = (3 if offset < 40 else 9) * MG // 2
            moment = self.journal.moment(day, at)
            entries.append(NewDose(day=day, state=DoseState.TAKEN, amount_pg=amount, at=moment))
        if offset in (20, 40):
            entries.append(NewTitrationStep(day=day, amount_pg=(3 if offset < 40 else 9) * MG // 2))
        self.journal.record(*entries)

    def days(self) -> list[date]:
        """Return the days of everything recorded, in order."""
        return sorted(
            record.day for kind in (Kind.DOSE, Kind.RATING, Kind.NIGHT) for record in self.journal.records(kind)
        )


@pytest.fixture
def kept(tmp_path):
    """Keep a diary of 70 days; ``where`` gives the zone of each day (``None``: that day was never lived)."""
    diaries = []

    def keep(where, first=date(2026, 3, 1), at=time(22, 30)):
        diary = Diary(tmp_path / str(len(diaries)), first)
        diaries.append(diary)
        for offset in range(70):
            if where(offset) is not None:
                diary.evening(offset, where(offset), at)
        diary.clock.zone = HOME
        diary.clock.at = datetime.combine(first + timedelta(days=69), time(23), HOME)
        return diary

    yield keep
    for diary in diaries:
        diary.journal.close()


def same(one: Diary, other: Diary) -> bool:
    """Whether two diaries have the same days, phases and series."""
    ours, theirs = one.journal.trends(), other.journal.trends()
    assert one.days() == other.days()
    assert ours.phases == theirs.phases
    assert ours.timeline.states.tolist() == theirs.timeline.states.tolist()
    assert ours.timeline.amounts.tolist() == theirs.timeline.amounts.tolist()
    assert list(ours.series) == list(theirs.series) == ["pain", "sleep"]
    assert ours.adherence == theirs.adherence
    assert ours.coverage == theirs.coverage
    return all(
        np.array_equal(ours.series[key].mean, theirs.series[key].mean, equal_nan=True) for key in ("pain", "sleep")
    )


def at_home(offset: int) -> tzinfo:
    return HOME


def across_the_line(offset: int) -> tzinfo | None:
    """Oslo, Kiritimati, by ship to Pago Pago, and back by a flight that skips no evening."""
    return (
        OSLO
        if offset < 25
        else KIRITIMATI
        if offset < 38
        else PAGO_PAGO
        if offset < 50
        else KIRITIMATI
        if offset < 60
        else OSLO
    )


def test_the_zones_are_what_they_are_taken_for():
    noon = datetime(2026, 6, 1, 12)
    assert noon.replace(tzinfo=KIRITIMATI).utcoffset() == timedelta(hours=14)
    assert noon.replace(tzinfo=PAGO_PAGO).utcoffset() == timedelta(hours=-11)
    for changed, before, after in ((SPRING, 1, 2), (AUTUMN, 2, 1)):
        for days, hours in ((-1, before), (1, after)):
            at = datetime.combine(changed + timedelta(days=days), time(12), OSLO)
            assert at.utcoffset() == timedelta(hours=hours)


def test_across_the_date_line_and_back(kept):
    home, moved = kept(at_home), kept(across_the_line)
    assert [phase.key for phase in home.journal.trends().phases] == ["baseline", "1.5mg-1", "4.5mg-1"]
    assert same(moved, home)


def test_a_day_that_was_skipped_is_one_not_recorded(kept):
    home = kept(lambda offset: None if offset == 50 else HOME)
    moved = kept(lambda offset: None if offset == 50 else across_the_line(offset))
    assert same(moved, home)
    assert home.journal.trends().adherence.not_recorded == 1


def test_a_day_lived_twice_moves_no_phase(kept):
    home, moved = kept(at_home), kept(across_the_line)
    # Day 37 was lived in Kiritimati; east of the line it comes again, with its own evening and dose.
    moved.evening(37, PAGO_PAGO)
    again = moved.journal.trends().phases
    assert [(one.key, one.first, one.last) for one in again] == [
        (one.key, one.first, one.last) for one in home.journal.trends().phases
    ]
    assert len(moved.journal.doses(moved.first + timedelta(days=37), moved.first + timedelta(days=37))) == 2
    assert again[1].stray_days == 1
    assert set(moved.days()) == set(home.days())


@pytest.mark.parametrize("at", [time(22, 30), time(1, 30), time(2, 30), time(3, 59), time(4, 0)], ids=str)
@pytest.mark.parametrize("changed", [SPRING, AUTUMN], ids=["March", "October"])
def test_through_a_clock_change(kept, changed, at):
    first = changed - timedelta(days=30)
    home = kept(at_home, first, at)
    moved = kept(lambda _offset: OSLO, first, at)
    assert same(moved, home)
    offsets = {dose.at.utcoffset() for dose in moved.journal.doses()}
    assert offsets == {timedelta(hours=1), timedelta(hours=2)}


def test_opened_again_somewhere_else_nothing_has_moved(kept, tmp_path):
    moved = kept(across_the_line)
    days, phases = moved.days(), moved.journal.trends().phases
    shown = [dose.at.strftime("%H:%M") for dose in moved.journal.doses()]
    moved.journal.close()
    clock = FixedClock(datetime.combine(moved.first + timedelta(days=69), time(23), KIRITIMATI))
    moved.journal = Journal.open(moved.journal.folder, clock=clock)
    assert moved.days() == days
    assert moved.journal.trends().phases == phases
    assert [dose.at.strftime("%H:%M") for dose in moved.journal.doses()] == shown == ["22:30"] * 50


@pytest.mark.parametrize("wall", [datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30)])
def test_the_same_thing_in_an_hour_that_the_clock_skips_or_repeats_is_one(tmp_path: Path, wall: datetime) -> None:
    clock = FixedClock(datetime.combine(wall.date(), time(12), OSLO))
    with Journal.create(DataFolder(tmp_path / "data"), clock=clock) as journal:
        day, at = wall.date() - timedelta(days=1), clock.localise(wall)
        for pain in (3, 4):
            journal.record(
                NewDose(day=day, state=DoseState.TAKEN, amount_pg=3 * MG, at=at),
                NewRating(day=day, measure="pain", value=pain, at=at),
                NewNote(day=day, text="awake", at=at),
                NewNight(day=wall.date(), woke=at),
            )
        assert [one.value for one in journal.ratings()] == [4]
        assert (len(journal.doses()), len(journal.notes()), len(journal.nights())) == (1, 1, 1)
        assert journal.ratings()[0].at == at.astimezone(UTC)
        assert not journal.record(NewRating(day=day, measure="pain", value=4, at=at))
        other = journal.record(NewRating(day=day, measure="fatigue", value=1, at=at)).touched[0].id
        with pytest.raises(InvalidEntry, match="already"):
            journal.revise(Kind.RATING, other, measure="pain")
