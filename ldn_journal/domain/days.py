"""Journal days: a dose at 00:40 belongs to the evening before.

A journal day runs from the day boundary (04:00 unless changed) to the next. The day is stored as the person lived it
and never worked out again from the moment, so that travel and clock changes cannot move an entry.
"""

import re
from datetime import date, datetime, time, timedelta

from ldn_journal.base.clock import Clock
from ldn_journal.base.texts import _, plain_digits

DEFAULT_BOUNDARY = time(4, 0)
EARLIEST = date(1900, 1, 1)


class DayError(ValueError):
    """The text names no day or time; the message is the sentence to show."""


def journal_day(moment: datetime, boundary: time = DEFAULT_BOUNDARY) -> date:
    """Return the journal day in which ``moment`` (aware, in the person's own zone) falls."""
    day = moment.date()
    return day - timedelta(days=1) if moment.time() < boundary else day


def moment_on(day: date, at: time, clock: Clock, boundary: time = DEFAULT_BOUNDARY) -> datetime:
    """Return the moment the clock showed ``at`` during journal day ``day``: 00:40 lies on the next calendar date."""
    calendar = day + timedelta(days=1) if at < boundary else day
    return clock.localise(datetime.combine(calendar, at))


def parse_day(text: str, today: date) -> date:
    """Return the day written in ``text``: ``2026-11-20``, ``today`` or ``yesterday``. Raises ``DayError``."""
    written = plain_digits(text).strip()
    if written == "today":
        return today
    if written == "yesterday":
        return today - timedelta(days=1)
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", written)
    if not found:
        raise DayError(
            _("“{text}” is not a day; write it like 2026-11-20, today or yesterday.").format(text=written[:40])
        )
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        raise DayError(_("There is no day {text}.").format(text=written)) from None
    check_day(day, today)
    return day


def check_day(day: date, today: date) -> None:
    """Raise ``DayError`` where nothing can have been lived yet, or the year is clearly a slip."""
    if day > today:
        raise DayError(_("{day} is still to come; only days up to today can be recorded.").format(day=day.isoformat()))
    if day < EARLIEST:
        raise DayError(_("{day} is too long ago to be right.").format(day=day.isoformat()))


def parse_time(text: str) -> time:
    """Return the clock time written in ``text``: 22:30, 22.30, 2230, 10:30 pm, 9am. Raises ``DayError``."""
    written = plain_digits(text).strip().lower().replace(" ", "").replace("\u202f", "")
    found = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?(am|pm|a\.m\.|p\.m\.)?", written)
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
            half = ""
        if hour < 24 and minute < 60 and not half:
            return time(hour, minute)
    raise DayError(_("“{text}” is not a clock time; write it like 22:30.").format(text=text.strip()[:20]))


def parse_minutes(text: str) -> int:
    """Return a length of time in whole minutes: 7:10, 7h10, 7 h 10 min, 430 min, 7.5, 7,5. Raises ``DayError``."""
    written = plain_digits(text).strip().lower().replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if found := re.fullmatch(r"(\d{1,3})(?::|h|hours?|t|std)(\d{1,2})?(m|min|minutes?)?", written):
        minutes = int(found[2] or 0)
        if minutes < 60:
            return int(found[1]) * 60 + minutes
    elif found := re.fullmatch(r"(\d{1,4})(m|min|minutes?)", written):
        return int(found[1])
    elif found := re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,2})?)h?", written):
        return round(float(found[1].replace(",", ".")) * 60)
    raise DayError(_("“{text}” is not a length of time; write it like 7:10 or 7.5.").format(text=text.strip()[:20]))
