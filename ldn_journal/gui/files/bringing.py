"""The import card: one file at a time, from choosing it to its receipt."""

from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ldn_journal.base.errors import Cancelled, ConfirmationNeeded, ImportRefused
from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.files.earlier import taking_back
from ldn_journal.gui.files.load import Asked, FilesView, ShownPreview, read_file
from ldn_journal.gui.files.mapping import MappingPanel
from ldn_journal.gui.files.panels import ChoosePanel, Panel, ReadingPanel, ReceiptPanel
from ldn_journal.gui.files.places import file_chooser, folder_chooser
from ldn_journal.gui.files.preview import PreviewPanel
from ldn_journal.gui.page import Context
from ldn_journal.gui.visits.keeping import place_asker
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.parsed_edit import Unreadable
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.exchange.receipt import Receipt
    from ldn_journal.journal import Journal


class ImportCard(Card):
    """Takes a file in. ``panel`` is what it shows now; the four ``ask_…`` ask for places.

    Signals: ``imported(object)`` the ``Changes`` that were stored; ``restored()`` a whole journal was put in place;
    ``taking_back(object)`` a job to run; ``reached(object)`` a widget to be scrolled to; ``turned()`` another panel is shown.
    """

    imported = Signal(object)
    restored = Signal()
    taking_back = Signal(object)
    reached = Signal(object)
    turned = Signal()
    _progressed = Signal(float)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Bring a file in"), parent=parent)
        self.context = context
        self.ask_file = file_chooser(context.memory, _("Choose a file to import"), _("Files (*)"))
        self.ask_folder = folder_chooser(context.memory, _("Choose a folder of tables"))
        self.ask_mapping = file_chooser(context.memory, _("Choose a saved mapping"), _("Mappings (*.toml);;Files (*)"))
        self.ask_place = place_asker(context.memory, _("Save the mapping"), _("Mappings (*.toml)"))
        self.trouble = Bar("error")
        self.trouble.hide()
        self._box.setSpacing(tokens.SPACE)
        self.add_widget(self.trouble)
        self.choosing = ChoosePanel()
        self.reading = ReadingPanel()
        self.panel: Panel = self.choosing
        self._path = Path()
        self._stop = Event()
        self._before: Panel = self.choosing
        for panel in (self.choosing, self.reading):
            self.add_widget(panel)
        self.reading.hide()
        self.choosing.file.clicked.connect(self._choose_file)
        self.choosing.folder.clicked.connect(self._choose_folder)
        self.reading.stop.connect(self.stop)
        self._progressed.connect(self.reading.show_share, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a file is being read or stored."""
        return self.panel is self.reading

    def show_view(self, view: FilesView) -> None:
        """Say in the receipt whether its import was taken back meanwhile."""
        if isinstance(self.panel, ReceiptPanel) and self.panel.number:
            number = self.panel.number
            self.panel.show_taken_back(any(one.number == number and one.taken_back for one in view.imports))

    def take(self, path: Path) -> None:
        """Read a file, as if it had been chosen."""
        if self.busy:
            return
        if self.context.memory is not None:
            self.context.memory.keep_folder(path.parent)
        self._path = path
        self._go_back_to(self.choosing)
        # Whoever drops a file here goes on here.
        self.panel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read(None)

    def stop(self) -> None:
        """Stop reading, as before the window closes."""
        self._stop.set()

    # Steps -------------------------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        path = self.ask_file(self)
        if path is not None:
            self.take(path)

    def _choose_folder(self) -> None:
        path = self.ask_folder(self)
        if path is not None:
            self.take(path)

    def _read(self, mapping: Path | Mapping[str, Any] | None) -> None:
        self._stop = Event()
        stop, path, told = self._stop, self._path, self._progressed
        self.reading.show_reading(path.name)
        self._show(self.reading)

        def job(journal: "Journal") -> ShownPreview | Asked:
            return read_file(journal, path, mapping, told.emit, stop.is_set)

        self.context.tasks.run(job, self._was_read, self._not_read, owner=self)

    def _was_read(self, found: ShownPreview | Asked) -> None:
        if isinstance(found, ShownPreview):
            self._show_preview(found)
        elif isinstance(self._before, MappingPanel):
            # The mapping passed over words or doses that cannot be left to chance.
            names = ", ".join(name[:40] for name in found.needed.columns[:10])
            self._back(_("Say of these too what they are: {names}.").format(names=names))
        else:
            self._ask(found)

    def _not_read(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._back(_("Reading was stopped. Nothing was stored."))
        elif isinstance(error, ImportRefused):
            self._back(_("{problem} Nothing was stored.").format(problem=_ended(str(error))))
        else:
            self._back(sentence_for(error))

    def _ask(self, found: Asked) -> None:
        panel = MappingPanel(found, self._path.name)
        panel.again.clicked.connect(lambda: self._read_with(panel))
        panel.use.clicked.connect(lambda: self._use_saved(panel))
        panel.save.clicked.connect(lambda: self._save_mapping(panel))
        panel.leave.clicked.connect(self._leave)
        self._show(panel)

    def _read_with(self, panel: MappingPanel) -> None:
        try:
            mapping = panel.mapping()
        except Unreadable:
            self.reached.emit(panel.told)
            return
        self._go_back_to(panel)
        self._read(mapping)

    def _use_saved(self, panel: MappingPanel) -> None:
        from ldn_journal.exchange.mapping import parse_mapping

        path = self.ask_mapping(self)
        if path is None:
            return
        try:
            mapping = parse_mapping(path)
            panel.fill(mapping)
        except ImportRefused as error:
            panel.tell(str(error))
            return
        self._go_back_to(panel)
        self._read(mapping)

    def _save_mapping(self, panel: MappingPanel) -> None:
        from ldn_journal.base.files import write_whole
        from ldn_journal.exchange.mapping_text import write_mapping

        try:
            written = write_mapping(panel.mapping())
        except Unreadable:
            return
        path = self.ask_place(self, _("{name}.toml").format(name=self._path.stem or "mapping"))
        if path is None:
            return

        def done(_nothing: None) -> None:
            panel.tell(_("Saved to {path}.").format(path=path), error=False)
            announce(self, panel.told.text())

        self.context.tasks.run(
            lambda _journal: write_whole(path, written.encode()),
            done,
            lambda error: panel.tell(sentence_for(error)),
            owner=panel,
        )

    def _show_preview(self, found: ShownPreview) -> None:
        panel = PreviewPanel(found)
        mapping = self._before if isinstance(self._before, MappingPanel) else None
        panel.change.setVisible(mapping is not None)
        panel.change.clicked.connect(lambda: self._back("") if mapping is not None else None)
        panel.keep.clicked.connect(lambda: self._keep(panel, confirmed=False))
        panel.yes.clicked.connect(lambda: self._keep(panel, confirmed=True))
        panel.no.clicked.connect(self._leave)
        panel.leave.clicked.connect(self._leave)
        self._show(panel)

    def _keep(self, panel: PreviewPanel, *, confirmed: bool) -> None:
        preview = panel.shown.preview
        self.reading.show_storing()
        self._show(self.reading, keeping=panel)

        def done(receipt: "Receipt") -> None:
            self._drop(panel)
            self._kept(receipt)

        def failed(error: Exception) -> None:
            if isinstance(error, ConfirmationNeeded):
                panel.confirm.say(sentence_for(error))
                self._show(panel, focus=panel.no)
                self.reached.emit(panel.confirm)
            else:
                self._show(panel)
                self.trouble.say(sentence_for(error))

        self.context.tasks.run(
            lambda journal: journal.import_previewed(preview, confirmed=confirmed), done, failed, owner=self
        )

    def _kept(self, receipt: "Receipt") -> None:
        panel = ReceiptPanel(receipt)
        panel.another.clicked.connect(self._leave)
        panel.undo.clicked.connect(lambda: self.taking_back.emit(taking_back(panel.number)))
        self._go_back_to(self.choosing)
        self._show(panel)
        announce(self, " ".join(receipt.sentences()[:2]))
        if receipt.restored:
            self.restored.emit()
        self.imported.emit(receipt.changes)

    def _leave(self) -> None:
        self._go_back_to(self.choosing)
        self._show(self.choosing)

    def _back(self, sentence: str) -> None:
        """Go back to what came before the reading, and say why."""
        self._show(self._before)
        self.trouble.say(sentence)
        if sentence:
            self.reached.emit(self.trouble)

    def _go_back_to(self, panel: Panel) -> None:
        """Set what a reading that fails comes back to; questions about another file are over then."""
        before, self._before = self._before, panel
        if before not in (panel, self.panel, self.choosing):
            self._drop(before)

    def _drop(self, panel: Panel) -> None:
        self._box.removeWidget(panel)
        panel.hide()
        panel.deleteLater()

    def _show(self, panel: Panel, *, keeping: Panel | None = None, focus: QWidget | None = None) -> None:
        """Show a panel in the place of the one before; what is no longer needed is deleted."""
        focused = QApplication.focusWidget()
        mine = focused is None or self.isAncestorOf(focused)
        before, self.panel = self.panel, panel
        self.trouble.say("")
        if self._box.indexOf(panel) < 0:
            self.add_widget(panel)
        panel.show()
        if mine:
            # Before the other panel is hidden: what is hidden passes the focus on to anything.
            (focus or panel.begin()).setFocus(Qt.FocusReason.OtherFocusReason)
        if before is not panel:
            before.hide()
            if before not in (self.choosing, self.reading, self._before, keeping):
                self._drop(before)
        announce(self, panel.accessibleName())
        self.turned.emit()
        self.reached.emit(self)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "…")) else f"{sentence}."
