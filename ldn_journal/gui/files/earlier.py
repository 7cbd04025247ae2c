"""The imports there have been, each of which can be taken back."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.gui.files.load import FilesView
from ldn_journal.gui.treatment.entry_list import EntryList
from ldn_journal.gui.treatment.rows import RowAction, RowSpec
from ldn_journal.gui.treatment.words import day_words, joined
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.clock_edit import format_clock

if TYPE_CHECKING:
    from ldn_journal.domain.log import LoggedImport
    from ldn_journal.gui.treatment.storing import Job


class EarlierCard(Card):
    """Earlier imports. ``entries`` is the list; it asks for the jobs that take them back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Earlier imports"), parent=parent)
        self.entries = EntryList("")
        self.add_widget(self.entries)
        self.told = self.add_line(" ", "small")
        self.told.hide()
        self.hide()

    def show_view(self, view: FilesView) -> None:
        """Show the imports."""
        self.setVisible(bool(view.imports))
        self.entries.show_rows([_row(one) for one in view.imports])

    def tell(self, sentence: str) -> None:
        """Say what came of taking one back."""
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))


def _row(one: "LoggedImport") -> RowSpec:
    from ldn_journal.exchange.receipt import format_count

    entries = ngettext("{n} entry", "{n} entries", one.entries).format(n=format_count(one.entries))
    name = _("Take back the {what} of {day}").format(what=one.label, day=format_day(one.at.date()))
    actions = () if one.taken_back else (RowAction("back", _("Take back"), name, job=taking_back(one.number)),)
    return RowSpec(
        str(one.number),
        "",
        one.label[:1].upper() + one.label[1:],
        details=(joined(day_words(one.at.date()), format_clock(one.at.time()), entries),),
        mark=_("taken back") if one.taken_back else "",
        actions=actions,
    )


def taking_back(number: int) -> "Job":
    """Return the job that takes an import back."""
    return lambda journal: journal.undo_import(number)
