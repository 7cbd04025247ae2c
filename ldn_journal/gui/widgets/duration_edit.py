"""A length of time, as hours asleep: understands 7:10, 7h10, 7 h 10 min, 7,5, 7.5, 430 min and 7."""

import re
from typing import Final

from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _, format_duration, format_number, plain_digits
from ldn_journal.gui.widgets.parsed_edit import ParsedEdit, Unreadable

DAY_MINUTES: Final = 24 * 60

_CLOCK = re.compile(r"(\d{1,2})\s*:\s*(\d{2})")
_HOURS = re.compile(r"(\d{1,2}(?:\.\d+)?)")
_WORDED = re.compile(r"(\d+(?:\.\d+)?)\s*([^\W\d_]+)\.?")
_TWO = re.compile(r"(\d{1,2})\s*([^\W\d_]+)\.?,?\s*(\d{1,3})\s*([^\W\d_]*)\.?")


def parse_duration(text: str) -> int:
    """Return the minutes, 0 to 1440, that a written length of time means.

    A number alone is hours. Two decimals that could as well be minutes (7.10, 7.30) are refused rather than guessed;
    quarters of an hour (7.25, 7.50, 7.75) are decimals. Raises ``Unreadable`` with a sentence for the person.
    """
    plain = _simplify(text)
    if match := _CLOCK.fullmatch(plain):
        return _checked(_minutes_past(int(match[1]), int(match[2]), text))
    if match := _TWO.fullmatch(plain):
        if not _is_hours(match[2]) or (match[4] and not _is_minutes(match[4])):
            raise _unreadable(text)
        return _checked(_minutes_past(int(match[1]), int(match[3]), text))
    if match := _WORDED.fullmatch(plain):
        if _is_minutes(match[2]):
            return _checked(round(float(match[1])))
        if _is_hours(match[2]):
            return _checked(round(float(match[1]) * 60))
        raise _unreadable(text)
    if match := _HOURS.fullmatch(plain):
        _hours, _point, decimals = plain.partition(".")
        if len(decimals) == 2 and int(decimals) < 60 and decimals not in ("00", "25", "50"):
            raise Unreadable(
                _("“{text}” can be read two ways. Please write hours and minutes with a colon, like {example}.").format(
                    text=text.strip(), example=plain.replace(".", ":")
                )
            )
        return _checked(round(float(plain) * 60))
    raise _unreadable(text)


def _simplify(text: str) -> str:
    """Return ``text`` with plain digits, a point for any decimal mark, and single spaces."""
    digits = re.sub(r"(?<=\d)[,·](?=\d)", ".", plain_digits(text))
    return re.sub(r"\s+", " ", digits).strip().casefold()


def _minutes_past(hours: int, minutes: int, text: str) -> int:
    if minutes > 59:
        raise Unreadable(_("“{text}” has more than 59 minutes. Please write it like 7:10.").format(text=text.strip()))
    return hours * 60 + minutes


def _checked(minutes: int) -> int:
    if minutes > DAY_MINUTES:
        raise Unreadable(_("That is more than 24 hours. Please check it."))
    return minutes


def _is_hours(word: str) -> bool:
    ours = _letters(_("{hours} h"))
    return word in ("h", "hr", "hrs", "hour", "hours", "t", "std") or word == ours


def _is_minutes(word: str) -> bool:
    ours = _letters(_("{minutes} min"))
    return word in ("m", "min", "mins", "minute", "minutes") or word == ours


def _letters(pattern: str) -> str:
    return re.sub(r"\{\w+\}|[\W\d_]", "", pattern).casefold()


def _unreadable(text: str) -> Unreadable:
    return Unreadable(
        _("“{text}” is not a length of time. Please write it like 7:10, 7.5 or 430 min.").format(text=text.strip())
    )


class DurationEdit(ParsedEdit[int]):
    """A field for a length of time in whole minutes, 0 to 1440; blank is allowed.

    Signals: those of ``ParsedEdit``; ``answered(object)`` carries an ``int`` of minutes.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, format_duration(7 * 60 + 30), parent)

    def parse(self, text: str) -> int:
        """Return the minutes ``text`` means."""
        return parse_duration(text)

    def shown(self, value: int) -> str:
        """Return minutes as ``7 h 10 min``."""
        return format_duration(value)

    def key_hint(self) -> str:
        """Return one short line on what can be typed here."""
        return _("{clock}, {hours} or {minutes} min").format(clock="7:10", hours=format_number(7.5, 1), minutes=430)
