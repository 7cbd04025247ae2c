"""Amounts of naltrexone: exact integers of picograms, entered and shown in pg, ng, µg, mg or mL.

1 mg is 1,000,000,000 pg, so a 50 mg tablet and a 300 pg dose are both exact and comparable.
"""

import re
from decimal import Decimal

from ldn_journal.base.texts import _, as_spoken, format_number, plain_digits

PICOGRAMS = {"pg": 1, "ng": 10**3, "µg": 10**6, "mg": 10**9}
_SPELLINGS = {"ug": "µg", "mcg": "µg", "μg": "µg", "ml": "mL"}
MAX_AMOUNT_PG = 1_000 * PICOGRAMS["mg"]
CONFIRM_FROM_PG = 10 * PICOGRAMS["mg"]
"""From here on an amount is likelier a slip of unit or decimal than a low dose; it is stored once confirmed."""

_AMOUNT = re.compile(r"(?P<number>[0-9][0-9.,'\u00a0\u202f ]{0,40}|[.,][0-9]{1,40})\s*(?P<unit>[a-zA-Zµμ]{1,5})")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+")


class AmountError(ValueError):
    """The text is not an amount; the message is the sentence to show."""


def parse_decimal(text: str) -> Decimal:
    """Return the decimal number written in ``text``, with point or comma, in digits of any script.

    Raises ``AmountError`` where thousands and decimals cannot be told apart (``1,500``).
    """
    written = plain_digits(text).strip()
    if len(written) > 40:
        raise AmountError(_("That number is too long."))
    if _THOUSANDS.fullmatch(written):
        plain = written.replace(",", "")
        raise AmountError(
            _("“{text}” could be {thousands} or {decimal}: write it without the comma or with a point.").format(
                text=written, thousands=plain, decimal=written.replace(",", ".", 1)
            )
        )
    if not re.fullmatch(r"-?([0-9]+([.,][0-9]*)?|[.,][0-9]+)", written):
        raise AmountError(_("“{text}” is not a number.").format(text=written))
    return Decimal(written.replace(",", "."))


def parse_amount(text: str, pg_per_ml: int | None = None) -> int:
    """Return the amount written in ``text`` ("4.5 mg", "4500ug", "4,5mg", "0.45 mL", "300 pg") in picograms.

    ``pg_per_ml`` is the strength of the liquid in use, needed for mL. Raises ``AmountError`` with a sentence.
    """
    written = plain_digits(text).strip()
    shown = written[:40]
    found = _AMOUNT.fullmatch(written)
    if not found:
        try:
            number = parse_decimal(written)
        except AmountError:
            raise AmountError(_("“{text}” is not an amount; write it like 4.5 mg.").format(text=shown)) from None
        raise AmountError(_("Say the unit as well, for example {amount} mg.").format(amount=format_number(number)))
    unit = found["unit"]
    unit = _SPELLINGS.get(unit.lower(), unit.lower())
    number = parse_decimal(found["number"])
    if unit == "mL":
        if pg_per_ml is None:
            raise AmountError(_("To enter mL, first add the prescription with its strength in mg per mL."))
        factor = pg_per_ml
    elif unit in PICOGRAMS:
        factor = PICOGRAMS[unit]
    else:
        raise AmountError(_("“{unit}” is not a unit known here; use pg, ng, µg, mg or mL.").format(unit=found["unit"]))
    picograms = number * factor
    if picograms != picograms.to_integral_value():
        raise AmountError(_("“{text}” is finer than one picogram.").format(text=shown))
    if picograms <= 0:
        raise AmountError(_("A dose taken is more than zero; to record none, choose skipped or missed."))
    if picograms > MAX_AMOUNT_PG:
        raise AmountError(_("“{text}” is more than 1,000 mg, which cannot be right.").format(text=shown))
    return int(picograms)


def format_amount(picograms: int) -> str:
    """Return an amount as people write it, exactly: 4.5 mg, 500 µg, 300 pg. From 100 µg upwards in mg."""
    if picograms == 0:
        return _("0 mg")
    unit = "pg"
    if picograms >= PICOGRAMS["mg"] // 10:
        unit = "mg"
    elif picograms >= PICOGRAMS["µg"]:
        unit = "µg"
    elif picograms >= PICOGRAMS["ng"]:
        unit = "ng"
    return f"{format_number(Decimal(picograms) / PICOGRAMS[unit])}\u00a0{unit}"


def amount_words(entered: str | None, picograms: int) -> str:
    """Return an amount for reading: in the units in which it was entered, if that is known."""
    return as_spoken(entered) if entered else format_amount(picograms)


def volume_for(picograms: int, pg_per_ml: int) -> Decimal:
    """Return the volume in mL that holds ``picograms`` of a liquid of ``pg_per_ml``."""
    return Decimal(picograms) / pg_per_ml
