"""Which column of a table holds the day, which the clock time, and how days are written."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.today.flow import Flow
from ldn_journal.gui.treatment.cells import Cell
from ldn_journal.gui.treatment.fields import choice_field


class WhenFields(QWidget):
    """The [time] of a mapping. Signals: ``edited()``."""

    edited = Signal()

    def __init__(self, headings: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Day and time"))
        listed = tuple((name, name) for name in dict.fromkeys(headings) if name)
        orders = (
            ("", _("Found out from the file")),
            ("dmy", _("Day first: 3.4.2024 is 3 April")),
            ("mdy", _("Month first: 3/4/2024 is 4 March")),
            ("ymd", _("Year first: 2024-04-03")),
        )
        self.cells = {
            "column": Cell(choice_field("column", _("The day is in"), listed, width=200)),
            "clock": Cell(
                choice_field("clock", _("The clock time is in"), (("", _("No other column")), *listed), width=200)
            ),
            "order": Cell(choice_field("order", _("Days are written"), orders, width=260)),
        }
        self._kept: dict[str, Any] = {}
        flow = Flow(gap=12, top=True)
        flow.add(*self.cells.values())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 8)
        box.addWidget(flow)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        for cell in self.cells.values():
            cell.edited.connect(self.edited)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab goes to, in order."""
        return [cell.control for cell in self.cells.values()]

    def put(self, section: Mapping[str, Any]) -> None:
        """Show a section; what no field shows is kept."""
        self._kept = {name: value for name, value in section.items() if name not in self.cells}
        for name, cell in self.cells.items():
            cell.put(str(section.get(name, "")))

    def column(self) -> str:
        """Return the heading of the column that holds the day."""
        return self.cells["column"].text()

    def section(self) -> dict[str, Any]:
        """Return the section as it stands."""
        told = {name: cell.text() for name, cell in self.cells.items() if cell.text()}
        return {**told, **self._kept}
