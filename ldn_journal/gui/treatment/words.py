"""How steps, prescriptions and days are said on the Treatment page."""

from datetime import date
from typing import TYPE_CHECKING

from ldn_journal.base.texts import _, format_day, format_number, ngettext
from ldn_journal.gui.widgets.clock_edit import format_clock

if TYPE_CHECKING:
    from ldn_journal.domain.doses import Prescription, TitrationStep

EXTENDED_RELEASE = "extended release"
"""A form people ask about and no form of LDN: it can be chosen to be told so, and is never stored."""


def joined(*parts: str | None) -> str:
    """Return short facts side by side."""
    return " · ".join(part for part in parts if part)


def form_choices(*, required: bool, with_extended: bool) -> tuple[tuple[str, str], ...]:
    """Return what a form can be chosen from; where it may be left open, that comes first."""
    from ldn_journal.domain.doses import Form

    choices = [(form.value, form_words(form.value)) for form in Form]
    if with_extended:
        choices.append((EXTENDED_RELEASE, _("Extended release")))
    return tuple(choices if required else [("", _("Not said")), *choices])


def form_words(form: str) -> str:
    """Return a form in the reader's language."""
    words = {
        "capsule": _("Capsule"),
        "tablet": _("Tablet"),
        "liquid": _("Liquid"),
        "sublingual drops": _("Sublingual drops"),
        "cream": _("Cream"),
        "troche": _("Troche"),
    }
    return words.get(form, form)


def step_amount(step: "TitrationStep") -> str:
    """Return the amount of a step, or that it is a break."""
    from ldn_journal.domain.amounts import format_amount

    return format_amount(step.amount_pg) if step.amount_pg else _("Break")


def step_details(step: "TitrationStep") -> str:
    """Return how often, when and in which form; nothing of a break."""
    if not step.amount_pg:
        return ""
    n = step.times_per_day
    often = _("once a day") if n == 1 else ngettext("{n} time a day", "{n} times a day", n).format(n=n)
    if step.usual_time is not None:
        often = _("{often}, usually at {time}").format(often=often, time=format_clock(step.usual_time))
    return joined(often, form_words(step.form) if step.form else None)


def pieces(prescription: "Prescription", amount: float) -> str:
    """Return an amount of what was prescribed: 60 capsules, 200 mL."""
    number = format_number(round(amount, 2))
    if prescription.pg_per_ml is not None:
        return _("{n} mL").format(n=number)
    n = 1 if amount == 1 else 2
    if prescription.form == "capsule":
        return ngettext("{n} capsule", "{n} capsules", n).format(n=number)
    if prescription.form == "tablet":
        return ngettext("{n} tablet", "{n} tablets", n).format(n=number)
    return ngettext("{n} piece", "{n} pieces", n).format(n=number)


def day_words(day: date) -> str:
    """Return a day for a row, not to be broken between lines."""
    return format_day(day, "medium").replace(" ", "\u00a0")


def days_words(first: date, last: date | None) -> str:
    """Return a stretch of days for a row; one that goes on is open at its end."""
    if last is None:
        return _("since {day}").format(day=day_words(first))
    return _("{first} to {last}").format(first=day_words(first), last=day_words(last))
