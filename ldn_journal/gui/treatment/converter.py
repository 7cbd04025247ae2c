"""How many mg a volume of the liquid in use holds, and the other way round."""

from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_number
from ldn_journal.gui.today.flow import Flow
from ldn_journal.gui.treatment.cells import Cell
from ldn_journal.gui.treatment.fields import Field
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.parsed_edit import Unreadable


def converted(text: str, pg_per_ml: int) -> str:
    """Return what ``text`` ("0.45 mL", "4.5 mg") is in the other unit. Raises ``AmountError`` with a sentence.

    Exact where the volume is; a volume with more than three decimals is said to be about so much.
    """
    from ldn_journal.domain.amounts import format_amount, parse_amount, volume_for

    pg = parse_amount(text, pg_per_ml)
    amount = format_amount(pg)
    exact = volume_for(pg, pg_per_ml)
    volume = exact.quantize(Decimal("0.001"))
    words = _("{n} mL").format(n=format_number(volume))
    if text.strip().casefold().endswith("ml"):
        return _("{volume} holds {amount}").format(volume=text.strip(), amount=amount)
    if volume == exact:
        return _("{amount} is {volume}").format(amount=amount, volume=words)
    return _("{amount} is about {volume}").format(amount=amount, volume=words)


class Converter(QWidget):
    """A field for mL or mg and, beside it, the other. It stores nothing and has no signals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strength: int | None = None
        field = Field(
            ("volume",),
            _("mL to mg and back"),
            self._read,
            lambda _record: "",
            width=190,
            example=_("0.45 mL or 4.5 mg"),
        )
        self.cell = Cell(field)
        self.cell.edited.connect(self._convert)
        self.result = make_label("", "strong")
        self._of = make_label("", "small")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.setSpacing(4)
        line = Flow(gap=12)
        line.add(self.cell)
        box.addWidget(line)
        box.addWidget(self.result)
        box.addWidget(self._of)
        self.result.hide()

    def set_strength(self, pg_per_ml: int | None) -> None:
        """Take the strength of the liquid in use; without one there is nothing to convert and nothing is shown."""
        from ldn_journal.domain.amounts import format_amount

        self._strength = pg_per_ml
        self.setVisible(pg_per_ml is not None)
        if pg_per_ml is not None:
            self._of.setText(_("For the newest liquid, {amount}/mL.").format(amount=format_amount(pg_per_ml)))
            self._convert()

    def _read(self, text: str) -> dict[str, str]:
        from ldn_journal.domain.amounts import AmountError

        if not text.strip() or self._strength is None:
            return {"volume": ""}
        try:
            return {"volume": converted(text, self._strength)}
        except AmountError as error:
            raise Unreadable(str(error)) from error

    def _convert(self) -> None:
        """Show the result as soon as the text means something; half a word is no mistake yet."""
        try:
            words = self._read(self.cell.text())["volume"]
        except Unreadable:
            words = ""
        if words and words != self.result.text():
            announce(self.cell.control, words)
        self.result.setText(words)
        self.result.setVisible(bool(words))
