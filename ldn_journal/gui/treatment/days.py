"""Days as people type them into a field: 10 Mar 2026, 10.3.2026, 2026-03-10, 3 April, today, tomorrow."""

import re
from datetime import date, timedelta

from PySide6.QtCore import QLocale

from ldn_journal.base.texts import _, format_day, plain_digits
from ldn_journal.gui.widgets.parsed_edit import Unreadable

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./\- ]+(\d{1,2})[./\- ]+(\d{4})\.?")
_DAY_MONTH = re.compile(r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s*(?:de\s+)?(\d{4})?")
"""Also as Spanish writes it, 3 de abril de 2026."""
_MONTH_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})\.?,?\s*(\d{4})?")


def read_day(text: str, today: date, locale: QLocale | None = None) -> date:
    """Return the day written in ``text``; one without its year is the nearest to ``today``. Raises ``Unreadable``."""
    locale = locale or QLocale()
    written = " ".join(plain_digits(text).split()).casefold()
    words = {_("today"): 0, _("yesterday"): -1, _("tomorrow"): 1}
    for word, days in words.items():
        if written == word.casefold():
            return today + timedelta(days=days)
    if found := _ISO.fullmatch(written):
        return _made(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(written):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        month_first = locale.dateFormat(QLocale.FormatType.ShortFormat).casefold().lstrip("y/.- ").startswith("m")
        day, month = (two, one) if month_first else (one, two)
        return _made(text, year, month, day)
    if found := _DAY_MONTH.fullmatch(written):
        return _named(text, found[2], int(found[1]), found[3], today, locale)
    if found := _MONTH_DAY.fullmatch(written):
        return _named(text, found[1], int(found[2]), found[3], today, locale)
    raise _unreadable(text)


def show_day(day: date | None) -> str:
    """Return a day as a field shows it, which ``read_day`` reads back; nothing for ``None``."""
    if day is None:
        return ""
    shown = format_day(day, "medium")
    try:
        understood = read_day(shown, day) == day
    except Unreadable:
        understood = False
    return shown if understood else day.isoformat()


def _named(text: str, name: str, day: int, year: str | None, today: date, locale: QLocale) -> date:
    month = _month(name, locale)
    if month is None:
        raise _unreadable(text)
    if year is not None:
        return _made(text, int(year), month, day)
    near = [_made(text, today.year + step, month, day) for step in (-1, 0, 1) if _exists(today.year + step, month, day)]
    if not near:
        raise _unreadable(text)
    return min(near, key=lambda one: abs((one - today).days))


def _month(name: str, locale: QLocale) -> int | None:
    """Return the month of a name or of its beginning: in the window's language, in English, in the computer's language."""
    for tongue in (locale, QLocale.c(), QLocale.system()):
        for month in range(1, 13):
            long = tongue.monthName(month, QLocale.FormatType.LongFormat).casefold()
            short = tongue.monthName(month, QLocale.FormatType.ShortFormat).casefold().rstrip(".")
            if name == short or long.startswith(name):
                return month
    return None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _made(text: str, year: int, month: int, day: int) -> date:
    if not _exists(year, month, day):
        raise Unreadable(_("There is no day {text}.").format(text=text.strip()[:20]))
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Unreadable(_("The year {year} cannot be right.").format(year=year))
    return date(year, month, day)


def _unreadable(text: str) -> Unreadable:
    return Unreadable(
        _("“{text}” is not a day. Please write it like 10 Mar 2026 or 2026-03-10.").format(text=text.strip()[:30])
    )
