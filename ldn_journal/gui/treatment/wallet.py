"""The wallet card: who to call and who prescribes, and the card as a file to print."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.documents import documents_folder
from ldn_journal.gui.treatment.entry_list import EntryList
from ldn_journal.gui.treatment.fields import Field, text_field
from ldn_journal.gui.treatment.form import Deed
from ldn_journal.gui.treatment.rows import RowAction, RowSpec
from ldn_journal.gui.treatment.words import joined
from ldn_journal.gui.widgets.card import Card

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.gui.treatment.load import ListsView
    from ldn_journal.journal import Journal


def ask_for_place(parent: QWidget, name: str) -> Path | None:
    """Ask where to save the card; ``None`` if the person thought better of it."""
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("Save the card"), str(documents_folder() / name), _("PDF (*.pdf)")
    )
    return Path(chosen) if chosen else None


class WalletCard(Card):
    """What stands on the card. Signals: ``wanted(object)`` a path to write it to. ``ask`` asks for the path."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Wallet card"), parent=parent)
        self.ask: Callable[[QWidget, str], Path | None] = ask_for_place
        self.add_line(
            _("A card to carry: that you take LDN, how much, and that it blocks opioids. Leave out what you like."),
            "muted",
        )
        self.entries = EntryList("")
        self.add_widget(self.entries)
        self.save = self.entries.add_button(_("Save the card as PDF…"))
        self.save.clicked.connect(self._save)
        self.told = self.add_line(" ", "small")
        self.told.hide()

    def show_view(self, view: "ListsView") -> None:
        """Show what the card says about the person."""
        settings = view.settings
        change = Deed(_("On the card"), _fields(), _store, record=settings, settings=True)
        contact = _("In an emergency: {contact}").format(contact=settings.card_contact) if settings.card_contact else ""
        doctor = _("Prescribed by: {doctor}").format(doctor=settings.card_doctor) if settings.card_doctor else ""
        row = RowSpec(
            "card",
            "",
            settings.card_name or _("No name on it"),
            details=tuple(text for text in (contact, doctor) if text),
            actions=(RowAction("change", _("Change"), _("Change what is on the wallet card"), deed=change),),
        )
        self.entries.show_rows([row])

    def tell(self, sentence: str) -> None:
        """Say what came of saving."""
        self.told.setText(joined(sentence))
        self.told.setVisible(bool(sentence))

    def _save(self) -> None:
        path = self.ask(self, _("ldn-card.pdf"))
        if path is not None:
            self.wanted.emit(path)


def write_card(journal: "Journal", path: Path) -> Path:
    """Typeset the card and write it, whole or not at all; on the journal's thread. Raises the errors of ``write_whole``."""
    from ldn_journal.report.wallet import wallet_card

    journal.save_file(path, wallet_card(journal), "card")
    return path


def _fields() -> tuple[Field, ...]:
    return (
        text_field("card_name", _("Your name"), width=200, grows=True),
        text_field("card_contact", _("Emergency contact"), width=240, grows=True),
        text_field("card_doctor", _("Prescriber and telephone"), width=240, grows=True),
    )


def _store(journal: "Journal", values: dict[str, Any], _confirmed: bool) -> "Changes":
    from ldn_journal.domain.records import Changes

    if values:
        journal.change_settings(**values)
    return Changes()
