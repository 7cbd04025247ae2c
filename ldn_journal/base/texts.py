"""Words for people: translation of whole sentences, numbers and dates as the reader writes them.

Sentences go through ``_`` with named fields, ``_("Saved {time}").format(time=...)``; counts through ``ngettext``.
English needs no catalogue and no calendar data, so start-up does not pay for them.
"""

import gettext
import re
from datetime import date
from decimal import Decimal
from functools import cache

from ldn_journal.base.assets import asset

_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SIGNS = str.maketrans({
    "\u066b": ".", "\uff0e": ".", "\u066c": ",", "\u060c": ",", "\uff0c": ",", "\uff1a": ":", "\u2212": "-", "\uff0d": "-",
    **dict.fromkeys("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
})  # fmt: skip
"""Arabic and wide marks beside digits, as ours; marks of the writing direction, which nobody sees, as nothing."""
_WITHOUT_YEAR = {"day": "MMMMd", "short": "MMMd"}
"""Styles of a date in which the year goes without saying, as CLDR writes their parts."""


class _Speech:
    """The language in force, in one object, so that a change of language is one assignment."""

    def __init__(self) -> None:
        self.code = "en"
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()
        self.decimal_point = "."


_speech = _Speech()


def set_language(code: str) -> None:
    """Speak ``code`` (``en``, ``nb``, ``de``, ...) from here on; a language without a catalogue falls back to English.

    Dates and numbers go with the words: without a catalogue they are English as well.
    """
    if code.split("_", maxsplit=1)[0] != "en":
        catalogue = gettext.translation("ldn_journal", asset("locale"), [code], fallback=True)
        if isinstance(catalogue, gettext.GNUTranslations):
            from babel.numbers import get_decimal_symbol

            _speech.code, _speech.catalogue, _speech.decimal_point = code, catalogue, get_decimal_symbol(code)
            return
    _speech.code, _speech.catalogue, _speech.decimal_point = "en", gettext.NullTranslations(), "."


def speak_through(catalogue: gettext.NullTranslations) -> None:
    """Have every sentence translated by ``catalogue`` until the next ``set_language``; numbers and dates stay."""
    _speech.catalogue = catalogue


def language() -> str:
    """Return the code of the language in force."""
    return _speech.code


def _(sentence: str) -> str:
    """Return ``sentence`` in the language in force."""
    return _speech.catalogue.gettext(sentence) if sentence else ""


def ngettext(one: str, many: str, n: int) -> str:
    """Return the form of a counted sentence that suits ``n``; the caller fills its fields."""
    return _speech.catalogue.ngettext(one, many, n)


def format_number(value: Decimal | float, digits: int | None = None, *, signed: bool = False) -> str:
    """Return a number as the reader writes it: ``digits`` decimals (or as many as it has), a true minus sign."""
    if digits is not None:
        text = f"{value:.{digits}f}"
        if float(text) == 0:
            text = text.lstrip("-")
    else:
        text = f"{Decimal(str(value)).normalize():f}"
    if signed and float(text) > 0:
        text = "+" + text
    return text.replace("-", "−").replace(".", _speech.decimal_point)


def as_spoken(written: str) -> str:
    """Return what a person wrote with the decimal sign of the language in its numbers: 4.5 mg is read as 4,5 mg."""
    return re.sub(r"(?<=[0-9])[.,](?=[0-9])", _speech.decimal_point, written)


def plain_digits(written: str) -> str:
    """Return what a person wrote with digits of any script as 0-9 and Arabic or wide marks as ours: ٤٫٥ is read as 4.5."""
    if written.isascii():
        return written
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in written.translate(_SIGNS))


def format_day(day: date, style: str = "long") -> str:
    """Return a date: ``long`` 10 March 2026, ``day`` 10 March, ``medium`` 10 Mar 2026, ``short`` 10 Mar."""
    if _speech.code == "en":
        month = _ENGLISH_MONTHS[day.month - 1]
        if style in ("long", "day"):
            return f"{day.day} {month} {day.year}" if style == "long" else f"{day.day} {month}"
        short = f"{day.day} {month[:3]}"
        return short if style == "short" else f"{short} {day.year}"
    from babel.dates import format_date, format_skeleton

    if style in _WITHOUT_YEAR:
        return format_skeleton(_WITHOUT_YEAR[style], day, locale=_speech.code)
    return format_date(day, style, locale=_speech.code)


def format_days(first: date, last: date, style: str = "medium") -> str:
    """Return a stretch of days within one year, or one day, in a language other than English: 1.–3. Okt. 2026.

    ``style``: ``short`` has no year. Months are words, never numbers.
    """
    from babel.dates import format_interval, format_skeleton

    skeleton = "MMMd" if style == "short" else "yMMMd"
    if first == last:
        return format_skeleton(skeleton, first, locale=_speech.code)
    return format_interval(first, last, skeleton, locale=_speech.code).replace("\u2009", " ")


def one_full_stop(text: str) -> str:
    """Return ``text`` with one full stop where an abbreviated date ends a sentence: since 16. Okt., not 16. Okt.. (two)."""
    pattern = _abbreviated_months(_speech.code)
    return pattern.sub(r"\1", text) if pattern is not None else text


@cache
def _abbreviated_months(code: str) -> re.Pattern[str] | None:
    """Return a pattern of the months that a language abbreviates with a full stop, another one after it."""
    if code == "en":
        return None
    from babel.dates import get_month_names

    names = [name for name in get_month_names("abbreviated", locale=code).values() if name.endswith(".")]
    return re.compile(rf"((?<!\w)(?:{'|'.join(map(re.escape, names))}))\.(?!\.)") if names else None


def format_duration(minutes: float) -> str:
    """Return minutes as hours and minutes, ``7 h 10 min``."""
    whole = round(minutes)
    hours, rest = divmod(whole, 60)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
