"""What a form asks for, as data: a label, how its text is read, how a record's value is shown in it.

One kind of form serves steps, prescriptions, medicines and phases; they differ in their lists of fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from ldn_journal.base.texts import _, format_number
from ldn_journal.gui.treatment.days import read_day, show_day
from ldn_journal.gui.widgets.clock_edit import format_clock, parse_clock
from ldn_journal.gui.widgets.parsed_edit import Unreadable

Values: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One thing asked for.

    ``keys`` are the record's fields it fills; a sentence about one of them is shown beside it. ``read`` turns the text
    into their values (of an empty text too) or raises ``Unreadable``; ``show`` writes a record's value. ``choices``:
    pairs of text and words, where it is chosen and not typed. ``notice`` says something about the text while it is
    entered. ``width`` in pixels at 100 % text; one that ``grows`` takes the rest of its line; ``new_line``: it begins one.
    ``lines``: how many lines of text it shows at least; with more than one, Enter goes to the next.
    """

    keys: tuple[str, ...]
    label: str
    read: Callable[[str], Values]
    show: Callable[[Any], str]
    width: int = 140
    example: str = ""
    grows: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    notice: Callable[[str], str] | None = None
    new_line: bool = False
    lines: int = 1


def text_field(
    key: str,
    label: str,
    *,
    required: str = "",
    example: str = "",
    width: int = 180,
    grows: bool = False,
    notice: Callable[[str], str] | None = None,
    new_line: bool = False,
    lines: int = 1,
) -> Field:
    """Return a field for free words; ``required``: what to say where it was left empty."""

    def read(text: str) -> Values:
        written = text.strip()
        if required and not written:
            raise Unreadable(required)
        return {key: written or None}

    return Field(
        (key,),
        label,
        read,
        lambda record: getattr(record, key) or "",
        width=width,
        example=example,
        grows=grows,
        notice=notice,
        new_line=new_line,
        lines=lines,
    )


def day_field(key: str, label: str, today: date, *, required: str = "", example: str = "") -> Field:
    """Return a field for a day."""

    def read(text: str) -> Values:
        if text.strip():
            return {key: read_day(text, today)}
        if required:
            raise Unreadable(required)
        return {key: None}

    return Field((key,), label, read, lambda record: show_day(getattr(record, key)), width=136, example=example)


def clock_field(key: str, label: str) -> Field:
    """Return a field for a time of day, which may be left open."""

    def read(text: str) -> Values:
        return {key: parse_clock(text) if text.strip() else None}

    def show(record: Any) -> str:
        at = getattr(record, key)
        return format_clock(at) if at is not None else ""

    return Field((key,), label, read, show, width=112, example=format_clock(parse_clock("22:30")))


def amount_field(key: str, label: str, strength: int | None = None) -> Field:
    """Return a field for a planned amount; 0 is a break, a number alone is mg, mL need ``strength`` in pg per mL."""

    def read(text: str) -> Values:
        from ldn_journal.domain.amounts import AmountError
        from ldn_journal.gui.today.fields import read_amount

        written = text.strip()
        if not written:
            raise Unreadable(_("Say the amount, for example 4.5 mg; 0 is a break."))
        if written.casefold() in ("0", "0 mg", "0mg", _("break").casefold()):
            return {key: 0}
        try:
            return {key: read_amount(written, strength).pg}
        except AmountError as error:
            raise Unreadable(str(error)) from error

    def show(record: Any) -> str:
        from ldn_journal.domain.amounts import format_amount

        return format_amount(getattr(record, key)) if getattr(record, key) else "0"

    return Field((key,), label, read, show, width=112, example=_("4.5 mg"))


def strength_field(label: str) -> Field:
    """Return a field for what one piece holds (4.5 mg) or one mL (1 mg/mL)."""

    def read(text: str) -> Values:
        from ldn_journal.domain.amounts import AmountError
        from ldn_journal.gui.today.fields import read_amount

        written = text.strip()
        if not written:
            raise Unreadable(_("Give the strength of one piece (4.5 mg) or of the liquid (1 mg/mL)."))
        plain = "".join(written.split()).casefold()
        liquid = plain.endswith("/ml")
        try:
            pg = read_amount(plain.removesuffix("/ml") if liquid else written).pg
        except AmountError as error:
            raise Unreadable(str(error)) from error
        return {"strength_pg": None if liquid else pg, "pg_per_ml": pg if liquid else None}

    return Field(
        ("strength_pg", "pg_per_ml"),
        label,
        read,
        lambda record: record.strength,
        width=136,
        example=_("4.5 mg or 1 mg/mL"),
    )


def number_field(
    key: str, label: str, *, whole: bool, blank: float | None, width: int = 96, example: str = ""
) -> Field:
    """Return a field for a number above zero; ``blank`` is what an empty field stands for."""

    def read(text: str) -> Values:
        from ldn_journal.domain.amounts import AmountError, parse_decimal

        if not text.strip():
            return {key: blank}
        try:
            value = float(parse_decimal(text))
        except AmountError as error:
            raise Unreadable(str(error)) from error
        if value <= 0:
            raise Unreadable(_("Please write a number above zero."))
        if whole and not value.is_integer():
            raise Unreadable(_("Please write a whole number."))
        return {key: int(value) if whole else value}

    def show(record: Any) -> str:
        value = getattr(record, key)
        return format_number(value) if value is not None else ""

    return Field((key,), label, read, show, width=width, example=example)


def choice_field(
    key: str,
    label: str,
    choices: tuple[tuple[str, str], ...],
    *,
    refused: Mapping[str, str] | None = None,
    notice: Callable[[str], str] | None = None,
    width: int = 184,
) -> Field:
    """Return a field chosen from a list; the empty text stands for none. ``refused``: choices that cannot be stored."""

    def read(text: str) -> Values:
        if refused and text in refused:
            raise Unreadable(refused[text])
        return {key: text or None}

    return Field(
        (key,),
        label,
        read,
        lambda record: str(getattr(record, key) or ""),
        width=width,
        choices=choices,
        notice=notice,
    )
