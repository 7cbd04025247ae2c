"""Typed fields of the entry page: an amount of LDN, a count, a decimal number, minutes."""

from decimal import Decimal
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _, format_number, plain_digits
from ldn_journal.domain.amounts import AmountError, amount_words, parse_amount, parse_decimal
from ldn_journal.gui.widgets.duration_edit import DurationEdit
from ldn_journal.gui.widgets.parsed_edit import ParsedEdit, Unreadable


class Amount(NamedTuple):
    """An amount in picograms, and how the person wrote it where that was not in mg."""

    pg: int
    entered: str | None = None


def read_amount(text: str, pg_per_ml: int | None = None) -> Amount:
    """Return the amount in ``text``; a bare number is taken as mg. Raises ``AmountError`` with a sentence."""
    written = plain_digits(text).strip()
    try:
        number = parse_decimal(written)
    except AmountError:
        if written.replace(",", "").replace(".", "").isdecimal():
            raise
        pg = parse_amount(written, pg_per_ml)
        return Amount(pg, written if written.lower().endswith("ml") else None)
    return Amount(parse_amount(f"{number} mg", pg_per_ml))


class AmountEdit(ParsedEdit[Amount]):
    """A field for an amount: 4.5, 4,5 mg, 300 pg, 0.45 mL. Signals: those of ``ParsedEdit``, with an ``Amount``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.pg_per_ml: int | None = None
        super().__init__(name, _("amount, mg"), parent)

    def parse(self, text: str) -> Amount:
        """Return the amount ``text`` means."""
        try:
            return read_amount(text, self.pg_per_ml)
        except AmountError as error:
            raise Unreadable(str(error)) from error

    def shown(self, value: Amount) -> str:
        """Return the amount as it was written in mL, else as people write it."""
        return amount_words(value.entered, value.pg)


class NumberEdit(ParsedEdit[float]):
    """A field for a number between two bounds, whole or decimal. Signals: those of ``ParsedEdit``, with a ``float``."""

    def __init__(
        self,
        name: str,
        low: float,
        high: float,
        *,
        whole: bool,
        unit: str = "",
        example: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``unit`` is shown behind the number, ``example`` in the empty field."""
        self._low, self._high, self._whole, self._unit = low, high, whole, unit
        example = example if example is not None else 2.0 if whole else 70.5
        super().__init__(name, self.shown(min(max(example, low), high)), parent)

    def parse(self, text: str) -> float:
        """Return the number ``text`` means."""
        written = text.strip().removesuffix(self._unit).strip()
        try:
            value = float(parse_decimal(written))
        except AmountError as error:
            raise Unreadable(str(error)) from error
        if self._whole and not value.is_integer():
            raise Unreadable(_("Please write a whole number."))
        if not self._low <= value <= self._high:
            low, high = format_number(self._low), format_number(self._high)
            raise Unreadable(_("This goes from {low} to {high}.").format(low=low, high=high))
        return value

    def shown(self, value: float) -> str:
        """Return the number with its unit."""
        number = format_number(Decimal(str(value)))
        return _("{number} {unit}").format(number=number, unit=self._unit) if self._unit else number


class MinutesEdit(DurationEdit):
    """A length of time in which a bare number means minutes, as for falling asleep."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setPlaceholderText(self.shown(20))

    def parse(self, text: str) -> int:
        """Return the minutes ``text`` means."""
        written = text.strip()
        return super().parse(_("{minutes} min").format(minutes=written) if written.isdecimal() else written)

    def key_hint(self) -> str:
        """Return one short line on what can be typed here."""
        return _("Minutes, or 1:15")
