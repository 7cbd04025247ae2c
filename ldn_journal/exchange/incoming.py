"""What every reader hands over: entries with the line they came from, and the account of what was read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timezone
from enum import Enum

from ldn_journal.base.clock import Clock
from ldn_journal.base.errors import ImportRefused
from ldn_journal.base.texts import _
from ldn_journal.domain.days import journal_day
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.exchange.watch import Watch

MAX_ENTRIES = 250_000
"""Entries in one import: several ratings a day for decades. Beyond that memory, not the diary, sets the bound."""
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
_LONGEST_NAME = 120
_LONGEST_SENTENCE = 1000
MAY_LIE_AHEAD = frozenset({Kind.STEP, Kind.VISIT, Kind.EVENT, Kind.MEDICINE})
"""Kinds that may be entered for a day still to come."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One entry of a file. ``entry`` is a stored model (with its id) in our own formats, else a new one.

    ``gone``: a measure that had been removed from the journal the file comes from while ratings of it stayed. It is taken in,
    retired, only where ratings that come in need it.
    """

    entry: NewRecord
    line: int | None = None
    file: str | None = None
    gone: bool = False


class ClockTimes(Enum):
    """How a file tells clock times."""

    LOCAL = "local"
    """Without an offset: what a clock on the wall showed, wherever that was."""
    OFFSET = "offset"
    """With an offset from UTC, some of them at least."""


@dataclass
class Reading:
    """Everything read from a file, not yet compared with the journal. Fields as in ``Receipt``.

    ``refused``: how many rows were left out for each reason, a whole sentence. ``clock_times``: how the file tells clock times
    from which days were worked out; ``None`` where it told the days themselves, or no clock time.
    """

    rows: int = 0
    incoming: list[Incoming] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    mapped: tuple[tuple[str, str], ...] = ()
    defined: tuple[str, ...] = ()
    refused: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    clock_times: ClockTimes | None = None

    def refuse(self, reason: str) -> None:
        """Leave out one row, for a reason told in a whole sentence."""
        self.refused[reason] = self.refused.get(reason, 0) + 1

    def take(self, incoming: Incoming) -> None:
        """Add one entry. Raises ``ImportRefused`` where there are more than memory should hold."""
        if len(self.incoming) >= MAX_ENTRIES:
            raise refusal(_("The file holds too many entries for one import; split it."), incoming.line, incoming.file)
        self.incoming.append(incoming)


@dataclass(frozen=True)
class Surroundings:
    """What a reader must know of the journal: its clock, day boundary, today and measures; and who watches it read."""

    clock: Clock
    boundary: time
    today: date
    measures: Mapping[str, NewMeasure]
    watch: Watch = field(default_factory=Watch, compare=False)
    _offsets: set[bool] = field(default_factory=set, compare=False)

    def place(self, day: date, at: time | None, offset: timezone | None) -> tuple[date, datetime | None]:
        """Return journal day and moment of what a file wrote as calendar ``day`` and clock time ``at``.

        Without a clock time the day stands as written. Without an offset the time is local; a time in UTC becomes local.
        """
        if at is None:
            return day, None
        self._offsets.add(offset is not None)
        wall = datetime.combine(day, at.replace(microsecond=0))
        if offset is None:
            moment = self.clock.localise(wall)
        elif offset == UTC:
            moment = self.clock.to_local(wall.replace(tzinfo=UTC))
        else:
            moment = wall.replace(tzinfo=offset)
        return journal_day(moment, self.boundary), moment

    @property
    def clock_times(self) -> ClockTimes | None:
        """How clock times were told that were placed so far, ``None`` if there were none."""
        if not self._offsets:
            return None
        return ClockTimes.OFFSET if True in self._offsets else ClockTimes.LOCAL


def refusal(sentence: str, line: int | None = None, file: str | None = None) -> ImportRefused:
    """Return the error for a file that cannot be taken in, naming line (from 1) and file where they are known."""
    return ImportRefused(located(sentence, line, file), line)


def located(sentence: str, line: int | None, file: str | None = None) -> str:
    """Return ``sentence`` with its place before it."""
    sentence = one_line(sentence)[:_LONGEST_SENTENCE]
    file = None if file is None else one_line(file)[:_LONGEST_NAME]
    if line is not None and file is not None:
        return _("{file}, line {line}: {problem}").format(file=file, line=line, problem=sentence)
    if line is not None:
        return _("Line {line}: {problem}").format(line=line, problem=sentence)
    if file is not None:
        return _("{file}: {problem}").format(file=file, problem=sentence)
    return sentence


def one_line(sentence: str) -> str:
    """Return a sentence that quotes a file, without the line breaks and characters that a terminal would obey."""
    return _UNSEEN.sub(" ", sentence)
