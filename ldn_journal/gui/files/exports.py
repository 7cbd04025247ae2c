"""The export card: everything out, in four formats."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.files.load import EXPORTS, FilesView, export
from ldn_journal.gui.files.places import export_asker
from ldn_journal.gui.page import Context
from ldn_journal.gui.today.flow import FlowLabel, flowing
from ldn_journal.gui.visits.keeping import show_folder
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.widgets.two_abreast import TwoAbreast
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.journal import Journal


_TWO_ABREAST = 528
"""Width, at 100 % text, from which two formats stand side by side."""


class ExportCard(Card):
    """Everything out. ``rows`` by format; each asks for its place by ``ask``."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Take everything out"), parent=parent)
        self.context = context
        self._box.setSpacing(tokens.SPACE)
        self.warning = Bar("warning", _("These files are not encrypted: anyone who has one can read it."))
        self.add_widget(self.warning)
        self.empty = self.add_line(
            _(
                "Nothing to export yet. Once a day is recorded, the journal can be saved here as JSON, tables (CSV), FHIR"
                " or SQLite."
            ),
            "muted",
        )
        self.rows = {form: ExportRow(context, form) for form in EXPORTS}
        self.formats = TwoAbreast(_TWO_ABREAST, across=4 * tokens.SPACE)
        self.formats.put(self.rows.values())
        self.add_widget(self.formats)

    def show_view(self, view: FilesView) -> None:
        """Offer exports where there is something to export."""
        self.empty.setVisible(not view.recorded)
        for part in (self.warning, self.formats):
            part.setVisible(view.recorded)
        for row in self.rows.values():
            row.save.setEnabled(view.recorded)


class ExportRow(QWidget):
    """One format: what it is for, and its button. ``saved`` is where the last one went."""

    def __init__(self, context: Context, form: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name, purpose, button = _words(form)
        self.context = context
        self.form = form
        self.ask = export_asker(context.memory, form)
        self.saved: Path | None = None
        self.setAccessibleName(name)
        self.save = QPushButton(button)
        self.save.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.told = FlowLabel("", "small")
        self.folder = LinkButton(_("Show in folder"))
        self.folder.hide()
        self._told = flowing(self.told, self.folder)
        self._told.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.SPACE // 2)
        box.addWidget(make_label(name, "strong"))
        box.addWidget(make_label(purpose, "muted"))
        box.addSpacing(tokens.SPACE // 2)
        box.addStretch(1)
        box.addWidget(self.save)
        box.addWidget(self._told)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.save.clicked.connect(self._save)
        self.folder.clicked.connect(self._show_folder)

    def _save(self) -> None:
        path = self.ask(self, _file_name(self.form, self.context.clock.now().date()))
        if path is None:
            return
        self.save.setEnabled(False)
        self.tell(_("Writing…"))

        def job(journal: "Journal") -> Path:
            return export(journal, self.form, path)

        self.context.tasks.run(job, self._written, self._failed, owner=self)

    def _written(self, path: Path) -> None:
        self._allow()
        if self.context.memory is not None:
            self.context.memory.keep_folder(path.parent)
        self.saved = path
        self.folder.show()
        self.tell(_("Saved to {path}.").format(path=path))

    def _failed(self, error: Exception) -> None:
        self._allow()
        self.folder.hide()
        self.tell(sentence_for(error))

    def _allow(self) -> None:
        self.save.setEnabled(True)
        self.save.setFocus()

    def _show_folder(self) -> None:
        if self.saved is not None and not show_folder(self.saved):
            self.tell(_("It is in {folder}.").format(folder=self.saved.parent))

    def tell(self, sentence: str) -> None:
        """Say what came of it."""
        self.told.setText(sentence)
        self._told.setVisible(bool(sentence))
        announce(self, sentence)


def _words(form: str) -> tuple[str, str, str]:
    """What a format is called, what it is for, and what its button says."""
    return {
        "json": (
            _("Whole journal (JSON)"),
            _("Lossless, with the history of every change; LDN Journal can read it back, here or on another computer."),
            _("Export as JSON…"),
        ),
        "csv": (
            _("Tables (CSV)"),
            _("A folder of tables for a spreadsheet, one for each kind of entry; they can be read back here."),
            _("Export as tables…"),
        ),
        "fhir": (
            _("FHIR R4"),
            _(
                "For health records and apps that read FHIR: doses, ratings, nights, medicines, health facts and"
                " questionnaires, not notes and visits."
            ),
            _("Export as FHIR…"),
        ),
        "sqlite": (
            _("Database (SQLite)"),
            _("A plain database of everything, for people who ask questions in SQL."),
            _("Export as SQLite…"),
        ),
    }[form]


def _file_name(form: str, today: date) -> str:
    names = {
        "json": _("ldn-journal-{day}.json"),
        "csv": _("ldn-journal-{day}"),
        "fhir": _("ldn-journal-{day}.fhir.json"),
        "sqlite": _("ldn-journal-{day}.sqlite"),
    }
    return names[form].format(day=today.isoformat())
