"""What changed since the last visit, in the summary's own sentences."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.widgets.card import Card

if TYPE_CHECKING:
    from ldn_journal.report.content import Section


class SinceCard(Card):
    """The sentences since the last visit; it is only there when there is one to compare with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What changed since the last visit"), parent=parent)
        self.hide()

    def show_section(self, section: "Section | None") -> None:
        """Show the sentences."""
        from ldn_journal.report.content import as_string

        self.clear_lines()
        self.setVisible(section is not None)
        if section is None:
            return
        self.set_title(section.heading)
        for paragraph in section.paragraphs:
            self.add_line(as_string(paragraph))
        for bullet in section.bullets:
            self.add_line(bullet)
        for note in section.notes:
            self.add_line(note, "small")
