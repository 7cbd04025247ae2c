"""What goes into the summary: its sections, the notes among them, and data for programs."""

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.visits.note_ticks import NoteTicks
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.ticks import TickGrid

if TYPE_CHECKING:
    from ldn_journal.gui.visits.choice import Chosen, NoteLine


class Contents(QWidget):
    """Boxes for ``sections``, ``notes`` (there while that section is ticked) and ``data``. Signals: ``ticked()``."""

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from ldn_journal.report import SECTIONS, section_name

        self.sections = TickGrid(_("Sections"), [(key, section_name(key)) for key in SECTIONS])
        self.notes = NoteTicks()
        formats = [("csv", _("The data as CSV")), ("fhir", _("The data as FHIR"))]
        self.data = TickGrid(_("Data for programs"), formats)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.SPACE)
        column.setSpacing(tokens.SPACE // 2)
        column.addWidget(self.sections)
        column.addWidget(self.notes)
        column.addWidget(make_label(_("Within the PDF, for programs to read"), "strong"))
        column.addWidget(
            make_label(
                _(
                    "Anyone who has the file can read this data too: every dose and rating of the period, with FHIR also "
                    "nights, medicines, health facts and questionnaires."
                ),
                "small",
            )
        )
        column.addWidget(self.data)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.sections.ticked.connect(self._section_ticked)
        self.notes.ticked.connect(self.ticked)
        self.data.ticked.connect(lambda _key: self.ticked.emit())

    def show_chosen(self, chosen: "Chosen") -> None:
        """Tick what is chosen, without signalling."""
        for grid, keys in ((self.sections, chosen.sections), (self.data, chosen.attach)):
            for key, line in grid.lines.items():
                line.box.setChecked(key in keys)
        self.notes.set_chosen(chosen.notes)
        self._show_notes_part()

    def show_notes(self, notes: "tuple[NoteLine, ...]") -> None:
        """List the notes of the period."""
        self.notes.show_notes(notes)

    def in_words(self) -> str:
        """Return in a few words what is ticked, private things named."""
        n, of = len(self.sections.keys()), len(self.sections.lines)
        found = [ngettext("{n} of {of} section", "{n} of {of} sections", of).format(n=n, of=of)]
        notes = self.notes.count() if self._with_notes() else 0
        if notes:
            found.append(ngettext("{n} note", "{n} notes", notes).format(n=notes))
        attached = self.data.keys()
        if attached:
            found.append(" + ".join(key.upper() for key in attached))
        return ", ".join(found)

    def order_tab(self, before: QWidget) -> None:
        """Have Tab go from ``before`` through all of it."""
        boxes = [line.box for grid in (self.sections, self.data) for line in grid.lines.values()]
        place = len(self.sections.lines)
        for one, following in pairwise([before, *boxes[:place], *self.notes.stops(), *boxes[place:]]):
            QWidget.setTabOrder(one, following)

    def _section_ticked(self, _key: str) -> None:
        self._show_notes_part()
        self.ticked.emit()

    def _show_notes_part(self) -> None:
        self.notes.setVisible(self._with_notes())

    def _with_notes(self) -> bool:
        return self.sections.lines["notes"].box.isChecked()
