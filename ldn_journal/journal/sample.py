"""The sample journal: 240 made-up days to look around in, marked as a sample and never mixed with a real diary.

Baseline, three dose steps, a break and a return; side effects that come with each step and fade; gaps; days filled in later. The
figures are drawn from a seed, day to day similarity and all, so that the same seed and day give the same diary.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import exp
from random import Random

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import DoseState, NewDose
from ldn_journal.domain.life import NewQuestionnaireResponse
from ldn_journal.domain.measures import NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import NewRecord
from ldn_journal.journal.journal import Journal
from ldn_journal.journal.sample_story import DAYS, PHASES, Story, own_measure, phase_at, story
from ldn_journal.store.unlocking import places

SEED = 1984
SOURCE = "demo"
TRACKED = ("pain", "sleep", "sleep_quality", "vivid_dreams", "nausea", "fatigue", "morning_stiffness")

_MG = PICOGRAMS["mg"]
_SIMILARITY = 0.55
"""How much of a day's deviation is still there the next day."""


def write_sample(
    folder: DataFolder, *, today: date, seed: int = SEED, zone: tzinfo | None = None, password: str | None = None
) -> str | None:
    """Make a sample journal in ``folder`` that ends on the morning of ``today``; clock times are of ``zone`` (UTC).

    With a ``password`` it is protected, and its recovery code is returned. Raises ``AlreadyExists`` if the folder has a journal;
    nothing is left behind when it cannot be finished.
    """
    first = today - timedelta(days=DAYS - 1)
    clock = FixedClock(datetime.combine(first, time(19, 0), zone or UTC))
    code: str | None = None
    if password is None:
        journal = Journal.create(folder, clock=clock, source=SOURCE)
    else:
        journal, code = Journal.create_protected(folder, password, clock=clock, source=SOURCE)
    try:
        with journal:
            journal.record(own_measure())
            journal.change_settings(sample=True, tracked=TRACKED, primary_outcome="pain")
            for moment, entries in _sittings(first, seed, clock):
                clock.at = moment
                journal.record(*entries)
    except BaseException:
        for path in (folder.journal, *places(folder)):
            path.unlink(missing_ok=True)
        raise
    return code


def _sittings(first: date, seed: int, clock: FixedClock) -> list[tuple[datetime, list[NewRecord]]]:
    """What was entered together, and when, in the order of the clock."""
    random = Random(seed)  # noqa: S311 - a made-up diary, not a secret
    told = story(first, clock)
    found = list(_story_sittings(told))
    for lived in _lived_days(random, told):
        entries = list(_entries(random, lived, first, clock))
        if entries:
            found.append((_sat_down(random, lived, first, clock), entries))
    return sorted(found, key=lambda sitting: sitting[0])


def _story_sittings(told: Story) -> Iterator[tuple[datetime, list[NewRecord]]]:
    for moment, entry in told.entries:
        yield moment, [entry]


# What was lived --------------------------------------------------------------------------------------------------


@dataclass
class _Lived:
    """One day as lived, before anything of it is written down; ``None``: not noticed or not written."""

    number: int
    pain: float
    sleep: float
    fatigue: float
    stiffness: float
    dreams: float
    nausea: float
    dose: DoseState | None
    reason: str | None
    amount_pg: int
    last: bool


class _Wander:
    """A value that wanders about zero, each day like the one before."""

    def __init__(self, random: Random, spread: float) -> None:
        self._random = random
        self._spread = spread
        self._at = random.gauss(0, spread)

    def step(self) -> float:
        fresh = self._spread * (1 - _SIMILARITY**2) ** 0.5
        self._at = _SIMILARITY * self._at + self._random.gauss(0, fresh)
        return self._at


def _lived_days(random: Random, told: Story) -> Iterator[_Lived]:
    body, night, energy, joints = (_Wander(random, spread) for spread in (1.25, 34.0, 0.9, 1.0))
    pain_level, sleep_level = PHASES[0].pain, PHASES[0].sleep
    refused = 0
    for number in range(DAYS):
        phase, since = phase_at(number)
        before, since_before = phase_at(max(number - 1, 0))
        pain_level += (phase.pain - pain_level) / 6
        sleep_level += (phase.sleep - sleep_level) / 8
        strain = told.strain(number)
        pain = pain_level + body.step() + 1.6 * strain
        # What is felt at night follows the dose of the evening before.
        dreams = _fading(random, before.dreams, since_before, 6.5, background=0.25)
        nausea = _fading(random, phase.nausea, since, 4.0, background=0.12) + strain
        unsettled = 26 * before.dreams / 2.5 * 0.9**since_before
        sleep = sleep_level + night.step() - unsettled - 35 * strain
        fatigue = 0.6 * pain + 1.9 + energy.step() - (sleep - 375) / 90 + 1.2 * strain
        state, reason = _dose(random, number, told, phase.amount_pg, nausea, dreams, refused)
        refused = refused + 1 if state in (DoseState.SKIPPED, DoseState.MISSED) else 0
        yield _Lived(
            number=number,
            pain=pain,
            sleep=sleep,
            fatigue=fatigue,
            stiffness=0.75 * pain + 0.4 + joints.step(),
            dreams=dreams,
            nausea=nausea,
            dose=state,
            reason=reason,
            amount_pg=phase.amount_pg,
            last=number == DAYS - 1,
        )


def _fading(random: Random, strength: float, since: int, lasting: float, *, background: float) -> float:
    """A side effect ``since`` days after a step: strong at first, gone in two or three times ``lasting``."""
    level: float = strength * exp(-since / lasting) * random.uniform(0.7, 1.25)
    if level < 0.5:
        return 1.0 if random.random() < background * 0.6 else 0.0
    return level


def _dose(
    random: Random, number: int, told: Story, amount_pg: int, nausea: float, dreams: float, refused: int
) -> tuple[DoseState | None, str | None]:
    """The fate of the evening's dose. Never left out three days running: that would be a break, and the break is planned."""
    chance, which = random.random(), random.random()
    if not amount_pg:
        return None, None
    if told.phase_begins(number) or refused >= 1:
        return DoseState.TAKEN, None
    if chance < 0.015 or (max(nausea, dreams) >= 1 and chance < 0.1):
        return DoseState.SKIPPED, told.skip_reason(nausea=nausea, dreams=dreams, chance=which)
    if 0.1 <= chance < 0.12:
        return DoseState.MISSED, None
    if chance > 0.975:
        return None, None
    return DoseState.TAKEN, None


# What was written down -------------------------------------------------------------------------------------------


def _entries(random: Random, lived: _Lived, first: date, clock: FixedClock) -> Iterator[NewRecord]:
    """The day's entries; none on days in a gap. Every draw is made for every day, so that no gap shifts what follows."""
    day = first + timedelta(days=lived.number)
    blank = random.random() < 0.035
    left_out = [random.random() for _measure in range(5)]
    dose_minutes = random.gauss(0, 18)
    late_night = random.random() < 0.06
    timed = random.random() < 0.07
    times_known = random.random() < 0.4
    night = _night(random, lived, day, clock, times_known=times_known)
    peg_noise = [random.uniform(-1, 1) for _item in range(3)]
    if (blank and lived.number and not lived.last) or lived.number in Story.gap:
        return
    if left_out[0] > 0.04:
        yield night
    if left_out[1] > 0.05:
        yield NewRating(day=day, measure="vivid_dreams", value=_whole(lived.dreams, 4))
    if left_out[2] > 0.08:
        yield NewRating(day=day, measure="morning_stiffness", value=_whole(lived.stiffness, 10))
    if lived.last:
        return
    if timed:
        for at, shift in ((time(9, 30), 0.8), (time(14, 0), -0.4), (time(20, 0), 0.2)):
            moment = clock.localise(datetime.combine(day, at))
            yield NewRating(day=day, measure="pain", value=_whole(lived.pain + shift, 10), at=moment)
    else:
        yield NewRating(day=day, measure="pain", value=_whole(lived.pain, 10))
    if left_out[3] > 0.04:
        yield NewRating(day=day, measure="nausea", value=_whole(lived.nausea, 4))
    if left_out[4] > 0.06:
        yield NewRating(day=day, measure="fatigue", value=_whole(lived.fatigue, 10))
    if lived.dose is not None:
        yield _dose_entry(day, lived, lived.dose, _dose_time(day, dose_minutes, clock, late=late_night))
    if lived.number % 7 == 6:
        answers = {
            item: float(_whole(lived.pain + lift + noise, 10))
            for (item, lift), noise in zip(
                (("pain", 0.0), ("enjoyment", 0.4), ("activity", -0.3)), peg_noise, strict=True
            )
        }
        yield NewQuestionnaireResponse(day=day, questionnaire="peg", answers=answers)


def _dose_entry(day: date, lived: _Lived, state: DoseState, at: datetime) -> NewDose:
    if state is not DoseState.TAKEN:
        return NewDose(day=day, state=state, reason=lived.reason)
    phase, _since = phase_at(lived.number)
    entered = f"{lived.amount_pg / _MG:g} {'mL' if phase.liquid else 'mg'}"  # the liquid holds 1 mg in 1 mL
    return NewDose(day=day, state=DoseState.TAKEN, amount_pg=lived.amount_pg, at=at, entered=entered)


def _dose_time(day: date, minutes: float, clock: FixedClock, *, late: bool) -> datetime:
    usual = datetime.combine(day, time(22, 30)) + timedelta(minutes=5 * round(minutes / 5))
    if late:
        usual = datetime.combine(day + timedelta(days=1), time(0, 40)) + timedelta(minutes=5 * round(abs(minutes) / 10))
    return clock.localise(usual)


def _night(random: Random, lived: _Lived, day: date, clock: FixedClock, *, times_known: bool) -> NewNight:
    asleep = max(180, min(600, 5 * round(lived.sleep / 5)))
    quality = _whole((asleep - 375) / 40 + 5.2 - 0.35 * lived.dreams + random.gauss(0, 0.8), 10)
    bed_shift, lag, broken, awake, lie_in = (random.random() for _part in range(5))
    if not times_known:
        return NewNight(day=day, asleep_minutes=asleep, quality=quality)
    minutes_to_sleep = 10 + 5 * round(lag * 6)
    awakenings = min(6, round(broken * 2 + lived.dreams * 0.8))
    minutes_awake = awakenings * (5 + 5 * round(awake * 2))
    woke = datetime.combine(day, time(6, 20)) + timedelta(minutes=5 * round(lie_in * 14))
    to_bed = woke - timedelta(minutes=asleep + minutes_to_sleep + minutes_awake)
    return NewNight(
        day=day,
        to_bed=clock.localise(to_bed),
        minutes_to_sleep=minutes_to_sleep,
        awakenings=awakenings,
        minutes_awake=minutes_awake,
        woke=clock.localise(woke),
        out_of_bed=clock.localise(woke + timedelta(minutes=5 + 5 * round(bed_shift * 5))),
        quality=quality,
    )


def _sat_down(random: Random, lived: _Lived, first: date, clock: FixedClock) -> datetime:
    """When the day was written down: mostly that evening, sometimes one to three days later, today's part in the morning."""
    day = first + timedelta(days=lived.number)
    chance, days_later, minute = random.random(), random.choice((1, 1, 1, 2, 3)), random.randrange(40)
    if lived.last:
        return clock.localise(datetime.combine(day, time(8, 10)))
    if chance < 0.11 and lived.number + days_later < DAYS - 1:
        return clock.localise(datetime.combine(day + timedelta(days=days_later), time(18, minute)))
    return clock.localise(datetime.combine(day, time(23, 10)) + timedelta(minutes=minute))


def _whole(value: float, high: int) -> int:
    return max(0, min(high, round(value)))
