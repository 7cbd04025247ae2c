"""What happens in the sample journal: its phases, events, visits, prescriptions and notes, day by day from the first (day 0)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from ldn_journal.base.clock import Clock
from ldn_journal.base.texts import _
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import Form, NewPrescription, NewTitrationStep
from ldn_journal.domain.life import NewEvent, NewMedicine, NewNote, NewVisit
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.records import NewRecord

DAYS = 240
_MG = PICOGRAMS["mg"]


@dataclass(frozen=True)
class SamplePhase:
    """One stretch from day ``start``: its dose, where pain (0-10) and sleep (minutes) settle, and what the change brings."""

    start: int
    amount_pg: int
    pain: float
    sleep: float
    dreams: float = 0.0
    nausea: float = 0.0
    liquid: bool = False


PHASES = (
    SamplePhase(0, 0, 6.2, 362),
    SamplePhase(35, 3 * _MG // 2, 6.0, 366, dreams=2.7, nausea=1.5, liquid=True),
    SamplePhase(70, 3 * _MG, 5.4, 376, dreams=2.3, nausea=1.7, liquid=True),
    SamplePhase(112, 9 * _MG // 2, 4.7, 392, dreams=2.8, nausea=1.3),
    SamplePhase(180, 0, 5.6, 382),
    SamplePhase(198, 9 * _MG // 2, 4.6, 394, dreams=1.9, nausea=0.9),
)
LIQUID_FILLED, CAPSULES_FILLED, CAPSULES_REFILLED = 33, 110, 172
BREAK, EXTRACTION, BACK_ON = PHASES[4].start, 183, PHASES[5].start
FLU, STRESS, JOURNEY, FLARE = range(140, 147), range(86, 90), range(58, 64), range(226, 228)
PAST_VISIT, NEXT_VISIT = 108, DAYS + 8
"""Where these fall on a weekend, the visit is on the working day beside it."""


def phase_at(number: int) -> tuple[SamplePhase, int]:
    """Return the phase of day ``number`` and the days since it began."""
    phase = next(phase for phase in reversed(PHASES) if phase.start <= number)
    return phase, number - phase.start


@dataclass(frozen=True)
class Story:
    """The fixed part of the sample: ``entries`` with the moment each was recorded."""

    gap: ClassVar[frozenset[int]] = frozenset({*range(59, 63), *range(155, 160), 214, 215})
    """Days on which nothing was written down."""
    entries: tuple[tuple[datetime, NewRecord], ...]

    @staticmethod
    def strain(number: int) -> float:
        """How ill or strained the day was besides, 0 to 1."""
        if number in FLU:
            return 1.0 - 0.12 * (number - FLU.start)
        if number in FLARE:
            return 0.9
        if number in STRESS:
            return 0.5
        return 0.6 if EXTRACTION <= number < EXTRACTION + 3 else 0.0

    @staticmethod
    def phase_begins(number: int) -> bool:
        """Whether a new dose began in the last three days: those are always taken."""
        _phase, since = phase_at(number)
        return since < 3

    @staticmethod
    def skip_reason(*, nausea: float, dreams: float, chance: float) -> str:
        """Why a dose was skipped, in the person's words."""
        if nausea >= 1:
            return _("nausea")
        if dreams >= 1:
            return _("vivid dreams")
        return _("early start the next day") if chance < 0.4 else _("too late in the evening")


def story(first: date, clock: Clock) -> Story:
    """Return the story of a sample that begins on ``first``."""
    told: list[tuple[datetime, NewRecord]] = []
    for recorded_on, entry in (*_treatment(first), *_life(first), *_notes(first)):
        at = time(19, 15) if not isinstance(entry, NewNote) else time(21, 45)
        told.append((clock.localise(datetime.combine(first + timedelta(days=recorded_on), at)), entry))
    return Story(tuple(told))


def own_measure() -> NewMeasure:
    """Return the measure that the sample's person added."""
    return NewMeasure(
        key="morning_stiffness",
        name=_("Morning stiffness"),
        question=_("Stiffness this morning"),
        anchors={"0": _("none"), "5": _("slow on the stairs"), "10": _("cannot move")},
    )


def _treatment(first: date) -> Iterator[tuple[int, NewRecord]]:
    def on(number: int) -> date:
        return first + timedelta(days=number)

    yield (
        LIQUID_FILLED,
        NewPrescription(
            day=on(LIQUID_FILLED),
            form=Form.LIQUID,
            pg_per_ml=_MG,
            quantity=200,
            pharmacy=_("Corner pharmacy"),
            lot="S-1107",
            use_by=on(LIQUID_FILLED + 90),
        ),
    )
    for filled, pieces, lot in ((CAPSULES_FILLED, 60, "K-2214"), (CAPSULES_REFILLED, 90, "K-2391")):
        yield (
            filled,
            NewPrescription(
                day=on(filled),
                form=Form.CAPSULE,
                strength_pg=9 * _MG // 2,
                quantity=pieces,
                pharmacy=_("Corner pharmacy"),
                filler=_("microcrystalline cellulose"),
                lot=lot,
                use_by=on(filled + 120),
            ),
        )
    for phase in PHASES[1:]:
        planned_break = not phase.amount_pg
        form = None if planned_break else Form.LIQUID if phase.liquid else Form.CAPSULE
        yield (
            phase.start - 1,
            NewTitrationStep(
                day=on(phase.start),
                amount_pg=phase.amount_pg,
                usual_time=None if planned_break else time(22, 30),
                form=form,
                note=_("Break for the tooth extraction, as agreed with the clinic.") if planned_break else None,
            ),
        )


def _life(first: date) -> Iterator[tuple[int, NewRecord]]:
    def on(number: int) -> date:
        return first + timedelta(days=number)

    yield 0, NewMedicine(day=on(-400), name=_("vitamin D"), dose=_("20 µg, mornings"))
    yield (
        0,
        NewMedicine(
            day=on(-120),
            name=_("amitriptyline"),
            dose=_("10 mg, evenings"),
            until=on(20),
            note=_("Stopped: dry mouth."),
        ),
    )
    yield (
        EXTRACTION,
        NewMedicine(
            day=on(EXTRACTION),
            name=_("paracetamol with codeine"),
            dose=_("for the tooth, up to three a day"),
            until=on(EXTRACTION + 2),
        ),
    )
    yield FLU.start, NewEvent(day=on(FLU.start), what=_("flu"), until=on(FLU.stop - 1), note=_("Fever for three days."))
    yield (
        STRESS.start,
        NewEvent(day=on(STRESS.start), what=_("stress"), until=on(STRESS.stop - 1), note=_("Moving house.")),
    )
    yield JOURNEY.stop, NewEvent(day=on(JOURNEY.start), what=_("travel"), until=on(JOURNEY.stop - 1))
    yield EXTRACTION, NewEvent(day=on(EXTRACTION), what=_("surgery"), note=_("Tooth extraction, local anaesthetic."))
    yield FLARE.stop, NewEvent(day=on(FLARE.start), what=_("flare"), until=on(FLARE.stop - 1))
    yield (
        PAST_VISIT - 6,
        NewVisit(
            day=_working_day(on(PAST_VISIT)),
            with_whom=_("Dr Lind, rheumatology"),
            reason=_("How the first two doses went."),
            questions=[_("Is the next step to 4.5 mg all right?"), _("Can I have capsules instead of the liquid?")],
            said=_("4.5 mg in capsules from next week. Call if the dreams do not settle. Bring the summary next time."),
        ),
    )
    yield (
        DAYS - 5,
        NewVisit(
            day=_working_day(on(NEXT_VISIT)),
            with_whom=_("Dr Lind, rheumatology"),
            reason=_("Pain is lower than last year, sleep a little longer. Dreams came back after each step."),
            questions=[
                _("Stay on 4.5 mg, or try taking it in the morning?"),
                _("What about pain relief if I need surgery again?"),
                _("Could the next prescription be tablets instead of capsules?"),
            ],
        ),
    )


def _working_day(day: date) -> date:
    """Return ``day``, of a Saturday the Friday before, of a Sunday the Monday after."""
    return day + timedelta(days={6: -1, 7: 1}.get(day.isoweekday(), 0))


def _notes(first: date) -> Iterator[tuple[int, NewRecord]]:
    notes = {
        2: _("Hands too sore to cook. Ordered soup."),
        11: _("Rain all week, everything aches."),
        24: _("Short walk with the dog, paid for it in the evening."),
        35: _("First dose tonight. A little nervous."),
        37: _("Very colourful dreams, woke twice. Not frightening."),
        44: _("Dreams calmer now."),
        57: _("Packed for the trip. Taking the bottle in a cool bag."),
        71: _("Queasy at breakfast, gone by noon."),
        87: _("Boxes everywhere. Tired but not worse than expected."),
        101: _("Cooked a whole dinner for the first time in weeks."),
        114: _("Dreamt I was late for an exam, three times in one night."),
        126: _("Twenty minutes in the garden, no payback the day after."),
        141: _("Fever, slept most of the day."),
        168: _("A good week. Met friends for lunch."),
        179: _("Last dose before the extraction."),
        184: _("Jaw sore, otherwise fine."),
        195: _("Stiffer again in the mornings since the break."),
        199: _("Back on the capsules. Dreams again, milder this time."),
        226: _("Overdid it in the garden."),
        236: _("Slept through for the first time in a month."),
    }
    for number, text in notes.items():
        yield number, NewNote(day=first + timedelta(days=number), text=text)
