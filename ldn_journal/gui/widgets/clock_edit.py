"""A time of day: understands 22:30, 2230, 22.30, 22h30, 10:30 pm and 22."""

import re
from datetime import time

from PySide6.QtCore import QLocale, QTime
from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _, plain_digits
from ldn_journal.gui.widgets.parsed_edit import ParsedEdit, Unreadable

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.,h]\s*(?:(\d{2})(?:[:.]\d{2})?)?)?\s*([ap]m)?")
_RUN = re.compile(r"(\d{1,2})(\d{2})\s*([ap]m)?")


def parse_clock(text: str, locale: QLocale | None = None) -> time:
    """Return the time of day that ``text`` means, in the locale's own way of writing or any of the common ones.

    Raises ``Unreadable`` with a sentence for the person.
    """
    locale = locale or QLocale()
    plain = _simplify(text, locale)
    match = _RUN.fullmatch(plain) or _CLOCK.fullmatch(plain)
    if match is None:
        raise _unreadable(text)
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        if not 1 <= hour <= 12:
            raise _unreadable(text)
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59:
        raise _unreadable(text)
    return time(hour, minute)


def format_clock(moment: time, locale: QLocale | None = None) -> str:
    """Return a time of day as the locale writes it, to the minute: 22:30 or 10:30 pm."""
    locale = locale or QLocale()
    # Some locales, the one of a plain terminal among them, write seconds even in short.
    pattern = re.sub(r"[:.]?ss?", "", locale.timeFormat(QLocale.FormatType.ShortFormat))
    shown = re.sub(r"\s", " ", locale.toString(QTime(moment.hour, moment.minute), pattern))
    try:
        understood = parse_clock(shown, locale) == moment.replace(second=0, microsecond=0)
    except Unreadable:
        understood = False
    # What stands in a field must be understood when it is taken from there: a few locales write words around the digits.
    return shown if understood else f"{moment.hour:02}:{moment.minute:02}"


def _simplify(text: str, locale: QLocale) -> str:
    plain = re.sub(r"\s+", " ", plain_digits(text)).strip().casefold()
    # The keyboard may write another language than the window.
    tongues = (locale, QLocale.system())
    for own, common in ((name, half) for tongue in tongues for name, half in _halves(tongue)):
        word = re.sub(r"\s+", " ", own).casefold()
        if word and word in plain:
            plain = (plain.replace(word, "") + " " + common).strip()
            break
    plain = re.sub(r"\b([ap])\.?\s?m\.?$", r"\1m", plain)
    return re.sub(r"(?<=\d)\s*([ap])$", r"\1m", plain)


def _halves(locale: QLocale) -> tuple[tuple[str, str], ...]:
    return (locale.amText(), "am"), (locale.pmText(), "pm")


def _unreadable(text: str) -> Unreadable:
    return Unreadable(
        _("“{text}” is not a time of day. Please write it like 22:30 or 10:30 pm.").format(text=text.strip())
    )


class ClockEdit(ParsedEdit[time]):
    """A field for a time of day, to the minute; blank is allowed.

    Signals: those of ``ParsedEdit``; ``answered(object)`` carries a ``datetime.time``.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, format_clock(time(22, 30)), parent)

    def parse(self, text: str) -> time:
        """Return the time ``text`` means."""
        return parse_clock(text, self.locale())

    def shown(self, value: time) -> str:
        """Return the time as the locale writes it."""
        return format_clock(value, self.locale())
