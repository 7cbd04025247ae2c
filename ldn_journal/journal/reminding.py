"""What to remind of, and when. Rules over plain data: no screen, no timer, and the clock is handed in.

``state_of`` reads once what the rules need, ``schedule`` makes reminders of it, and ``due`` says which of them it is time for.
A schedule can outlive the open journal: once it is ``stripped``, it says nothing of the diary but that it is time for an entry.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ldn_journal.analysis.supply import supply_on, use_by_days
from ldn_journal.base.clock import Clock
from ldn_journal.domain.days import journal_day, moment_on
from ldn_journal.domain.doses import TitrationStep, plan_on
from ldn_journal.journal.settings import Reminders

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal

SNOOZE: Final = timedelta(minutes=10)
"""How long "Snooze" puts a reminder off."""
DAYS_AHEAD: Final = 7
"""Days for which a dose is scheduled: while the journal is locked nobody can ask it again."""
_MOST_REMEMBERED: Final = 60
_DAY_MINUTES: Final = 24 * 60


class ReminderKind(StrEnum):
    """What a reminder is about; the names are those of the switches in ``Reminders``."""

    DOSE = "dose"
    REFILL = "refill"
    USE_BY = "use_by"
    QUESTIONNAIRE = "questionnaire"
    VISIT = "visit"


@dataclass(frozen=True)
class Reminder:
    """One thing to remind of from ``at`` on, and no longer at ``until``. ``key`` tells it from every other.

    ``day`` is the journal day it belongs to. ``number`` counts the doses of the day from 0. ``amount_pg`` and ``usual`` are the
    plan's; ``on`` is the day that a supply ends, a beyond-use date or a visit; ``name`` a questionnaire or with whom.
    """

    kind: ReminderKind
    key: str
    day: date
    at: datetime
    until: datetime
    number: int = 0
    amount_pg: int | None = None
    usual: time | None = None
    on: date | None = None
    name: str = ""


@dataclass(frozen=True)
class Asked:
    """How often something was asked, when last, and until when the person put it off."""

    times: int
    last: datetime
    put_off_until: datetime | None = None

    def again(self, now: datetime) -> "Asked":
        """Return the same, asked once more."""
        return Asked(self.times + 1, now)

    def put_off(self, now: datetime) -> "Asked":
        """Return the same, put off for ``SNOOZE``."""
        return replace(self, put_off_until=now + SNOOZE)


@dataclass(frozen=True)
class MissedDoses:
    """``missing`` of the planned doses of ``day`` are not recorded; ``recorded`` are."""

    day: date
    missing: int
    recorded: int
    amount_pg: int
    usual: time | None

    @property
    def key(self) -> str:
        """Under which it is remembered that the person left it at that."""
        return f"left:{self.day.isoformat()}"


@dataclass(frozen=True)
class State:
    """What the rules need of a journal on journal day ``today``.

    ``recorded``: how many doses have a state, by day, of yesterday and today. ``others``: what is to be said on this day beside
    doses, the keys of ``reminded`` left out.
    """

    wanted: Reminders
    boundary: time
    today: date
    steps: tuple[TitrationStep, ...]
    recorded: Mapping[date, int]
    others: tuple["Other", ...]
    reminded: frozenset[str]
    protected: bool


@dataclass(frozen=True)
class Other:
    """Something to be said that is not a dose."""

    kind: ReminderKind
    key: str
    on: date | None = None
    name: str = ""


# Reading -----------------------------------------------------------------------------------------------------------


def state_of(journal: "Journal") -> State:
    """Read what the rules need; on the journal's thread."""
    settings, today = journal.settings, journal.today()
    recorded: dict[date, int] = {}
    for dose in journal.doses(today - timedelta(days=1), today):
        recorded[dose.day] = recorded.get(dose.day, 0) + 1
    reminded = frozenset(settings.reminded)
    others = (*_supplies(journal, today), *_questionnaires(journal), *_visits(journal, today))
    return State(
        wanted=settings.reminders,
        boundary=settings.day_boundary,
        today=today,
        steps=tuple(journal.regimen),
        recorded=recorded,
        others=tuple(one for one in others if one.key not in reminded),
        reminded=reminded,
        protected=journal.protected,
    )


def remember(journal: "Journal", keys: Iterable[str]) -> None:
    """Keep in the journal that these were said, or left, and need not be said again."""
    said = {**journal.settings.reminded, **dict.fromkeys(keys, journal.today())}
    newest = sorted(said.items(), key=lambda one: one[1])[-_MOST_REMEMBERED:]
    journal.change_settings(reminded=dict(newest))


def _supplies(journal: "Journal", today: date) -> Iterable[Other]:
    wanted = journal.settings.reminders
    filled = [one for one in journal.prescriptions() if one.day <= today]
    if not filled or not (wanted.refill or wanted.use_by):
        return
    newest = max(filled, key=lambda one: (one.day, one.recorded_at))
    if wanted.refill:
        counted = [one for one in filled if one.quantity is not None]
        since = max((one.day for one in counted), default=today)
        supply = supply_on(today, counted, journal.doses(since, today), journal.regimen)
        if supply is not None and supply.days is not None and supply.days <= wanted.days_before:
            yield Other(ReminderKind.REFILL, f"refill:{supply.prescription.id}", supply.until)
    days = use_by_days(newest, today)
    if wanted.use_by and days is not None and 0 <= days <= wanted.days_before:
        yield Other(ReminderKind.USE_BY, f"use_by:{newest.id}:{newest.use_by}", newest.use_by)


def _questionnaires(journal: "Journal") -> Iterable[Other]:
    if not journal.settings.reminders.questionnaire:
        return
    from ldn_journal.clinical.questionnaires import questionnaires

    known = questionnaires()
    for one in journal.questionnaires_due():
        yield Other(
            ReminderKind.QUESTIONNAIRE, f"questionnaire:{one.key}:{one.last or 'first'}", name=known[one.key].name
        )


def _visits(journal: "Journal", today: date) -> Iterable[Other]:
    """The visits of tomorrow, and of today, should the computer have been off yesterday."""
    if not journal.settings.reminders.visit:
        return
    for visit in journal.visits():
        if 0 <= (visit.day - today).days <= 1:
            yield Other(ReminderKind.VISIT, f"visit:{visit.id}:{visit.day}", visit.day, visit.with_whom or "")


# Rules -------------------------------------------------------------------------------------------------------------


def dose_times(step: TitrationStep, boundary: time) -> tuple[time, ...]:
    """Return the clock times at which the step's doses are usual, in the order of a journal day.

    Several doses a day lie evenly around the clock from the usual time on. Without a usual time there are none.
    """
    if step.usual_time is None or not step.amount_pg:
        return ()
    first = step.usual_time.hour * 60 + step.usual_time.minute
    minutes = [
        (first + number * _DAY_MINUTES // step.times_per_day) % _DAY_MINUTES for number in range(step.times_per_day)
    ]
    times = [time(one // 60, one % 60) for one in minutes]
    return tuple(sorted(times, key=lambda one: (one < boundary, one)))


def schedule(state: State, clock: Clock) -> list[Reminder]:
    """Return what there is to remind of: the open doses of today and some days ahead, and what else is to be said today."""
    found: list[Reminder] = []
    for ahead in range(DAYS_AHEAD if state.wanted.dose else 0):
        found += _doses_of(state, state.today + timedelta(days=ahead), clock)
    at = moment_on(state.today, state.wanted.daily_at, clock, state.boundary)
    end = day_end(state.today, state.boundary, clock)
    for one in state.others:
        if getattr(state.wanted, one.kind):
            found.append(Reminder(one.kind, one.key, state.today, at, end, on=one.on, name=one.name))
    return found


def _doses_of(state: State, day: date, clock: Clock) -> list[Reminder]:
    plan = plan_on(day, list(state.steps))
    if plan is None:
        return []
    end = day_end(day, state.boundary, clock)
    return [
        Reminder(
            ReminderKind.DOSE,
            f"dose:{day.isoformat()}:{number}",
            day,
            moment_on(day, at, clock, state.boundary),
            end,
            number=number,
            amount_pg=plan.amount_pg,
            usual=at,
        )
        for number, at in enumerate(dose_times(plan, state.boundary))
        if number >= state.recorded.get(day, 0)
    ]


def day_end(day: date, boundary: time, clock: Clock) -> datetime:
    """Return the moment at which journal day ``day`` is over."""
    return clock.localise(datetime.combine(day + timedelta(days=1), boundary))


def is_quiet(at: time, wanted: Reminders) -> bool:
    """Whether the clock time ``at`` lies in the quiet hours; they may go over midnight."""
    begin, end = wanted.quiet_from, wanted.quiet_to
    if begin is None or begin == end:
        return False
    return begin <= at < end if begin < end else at >= begin or at < end


def due(now: datetime, planned: Sequence[Reminder], asked: Mapping[str, Asked], wanted: Reminders) -> list[Reminder]:
    """Return what it is time for at ``now``; ``asked`` says what was asked before, by key.

    In the quiet hours that is nothing: what falls into them waits for their end, and a dose whose journal day is over by
    then for the next start (``missed``). A dose is asked for once more after ``wanted.repeat_minutes``; nothing else is.
    """
    if is_quiet(now.time(), wanted):
        return []
    return [one for one in planned if one.at <= now < one.until and _may_ask(one, asked.get(one.key), now, wanted)]


def _may_ask(reminder: Reminder, before: Asked | None, now: datetime, wanted: Reminders) -> bool:
    if before is None:
        return True
    if before.put_off_until is not None:
        return now >= before.put_off_until
    repeats = reminder.kind is ReminderKind.DOSE and before.times == 1 and wanted.repeat_minutes > 0
    return repeats and now >= before.last + timedelta(minutes=wanted.repeat_minutes)


def missed(state: State) -> MissedDoses | None:
    """Return what is missing of yesterday's planned doses, ``None`` where nothing is or the person left it at that."""
    day = state.today - timedelta(days=1)
    plan = plan_on(day, list(state.steps))
    if not state.wanted.dose or plan is None or not plan.amount_pg:
        return None
    recorded = state.recorded.get(day, 0)
    found = MissedDoses(day, plan.times_per_day - recorded, recorded, plan.amount_pg, plan.usual_time)
    return found if found.missing > 0 and found.key not in state.reminded else None


# Without the journal -------------------------------------------------------------------------------------------------


def stripped(planned: Sequence[Reminder]) -> list[Reminder]:
    """Return the doses of a schedule with nothing left that tells of the diary, to be kept while it is locked."""
    return [replace(one, amount_pg=None, usual=None) for one in planned if one.kind is ReminderKind.DOSE]


def from_times(times: Sequence[time], clock: Clock, boundary: time) -> list[Reminder]:
    """Return a stripped schedule for these times of day: all that is known of a journal that was not opened yet."""
    today = journal_day(clock.now(), boundary)
    return [
        Reminder(
            ReminderKind.DOSE,
            f"dose:{day.isoformat()}:{number}",
            day,
            moment_on(day, at, clock, boundary),
            day_end(day, boundary, clock),
            number=number,
        )
        for day in (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
        for number, at in enumerate(times)
    ]


def times_on(state: State) -> tuple[time, ...]:
    """Return the usual times of the doses planned today."""
    plan = plan_on(state.today, list(state.steps))
    return dose_times(plan, state.boundary) if plan is not None and state.wanted.dose else ()
