"""The page of import and export: its cards, what may be dropped on it, and what the journal answers."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.cards_page import CardsPage
from ldn_journal.gui.files.bringing import ImportCard
from ldn_journal.gui.files.earlier import EarlierCard
from ldn_journal.gui.files.exports import ExportCard
from ldn_journal.gui.files.load import FilesView, load_files
from ldn_journal.gui.files.mapping import MappingPanel
from ldn_journal.gui.page import Context

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from ldn_journal.domain.records import Changes
    from ldn_journal.journal.imports import TakenBack


class FilesPage(CardsPage):
    """Files in, with preview and receipt; earlier imports; and everything out."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: FilesView | None = None
        self.bring = ImportCard(context)
        self.earlier = EarlierCard()
        self.exports = ExportCard(context)
        self.place((self.bring,), (self.earlier,), (3, 2))
        self._place_exports()
        self.contents.hide()
        self.setAcceptDrops(True)
        self.bring.imported.connect(self._imported)
        self.bring.restored.connect(context.events.settings_changed)
        self.bring.taking_back.connect(self._take_back)
        self.bring.reached.connect(self.reach)
        self.bring.turned.connect(self.arrange)
        self.earlier.entries.asked.connect(self._take_back)

    def _place_exports(self) -> None:
        """Lay the exports below, over the whole width: two formats have room side by side there."""
        self.exports.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        layout = self.contents.layout()
        assert isinstance(layout, QBoxLayout)  # noqa: S101 - as ``place`` made it
        layout.insertSpacing(1, 2 * tokens.SPACE)
        layout.insertWidget(2, self.exports)

    # Page --------------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The name of the page."""
        return _("Import and export")

    def refresh(self) -> None:
        """Read which imports there have been."""
        self.context.tasks.run(load_files, self._show, self.failed, owner=self)

    def beside(self) -> bool:
        """Whether the columns may stand beside each other: questions about a file need the whole width."""
        return not isinstance(self.bring.panel, MappingPanel)

    def _show(self, view: FilesView) -> None:
        self.view = view
        self.problem.say("")
        for card in (self.bring, self.earlier, self.exports):
            card.show_view(view)
        # A column without a card takes no part of the width.
        self.columns.setStretch(1, 2 if view.imports else 0)
        self.contents.show()
        self.arrange()

    # Storing -----------------------------------------------------------------------------------------------------

    def _imported(self, changes: "Changes") -> None:
        self.earlier.tell("")
        if changes:
            self.context.events.changed.emit(changes)
        self.stored(changes)

    def _take_back(self, job: Any) -> None:
        self.status.set_saving()

        def done(changes: "TakenBack") -> None:
            self.stored(changes)
            self.earlier.tell(" ".join(changes.sentences()))

        self.context.change(job, cast("Callable[[Changes], None]", done), self.failed, owner=self)

    # Dropping ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file or folder of this computer, unless another is being read."""
        if _dropped(event.mimeData()) is not None and not self.bring.busy:
            self.bring.choosing.set_wanted(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget the file that was held over the page."""
        super().dragLeaveEvent(event)
        self.bring.choosing.set_wanted(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        self.bring.choosing.set_wanted(False)
        path = _dropped(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.bring.take(path)

    # The window --------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Watch for the window's end, so that it need not wait for a long file."""
        super().showEvent(event)
        self.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop reading when the window closes."""
        if event.type() == QEvent.Type.Close and watched is self.window():
            self.bring.stop()
        return False


def _dropped(data: "QMimeData") -> Path | None:
    urls = [url for url in data.urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if len(urls) == 1 else None
