"""What the program is and is not, whose work is in it, and where it keeps things."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ldn_journal import __version__
from ldn_journal.base.licences import LICENCE
from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.learn.prose import Passage, Prose
from ldn_journal.gui.settings.card import SettingsCard
from ldn_journal.gui.settings.load import SettingsView
from ldn_journal.gui.settings.notices import Notices
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.choice import draw_ring
from ldn_journal.gui.widgets.fold_button import FoldButton
from ldn_journal.gui.widgets.labels import make_label

_AIR = 3
"""Between a path and its ring, above and below, in pixels: there is half a space."""


class AboutCard(SettingsCard):
    """Version, purpose, licence, notices, folders."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("About LDN Journal"), parent=parent)
        self.add_line(_("Version {version}").format(version=__version__))
        self.add_line(_("It records and summarises. It never recommends a dose."), "strong")
        self.add_line(
            _(
                "LDN Journal records what you enter and summarises it. It does not diagnose, recommend doses, or tell you to"
                " start, stop or change any medicine. LDN is an off-label use of naltrexone. Differences shown here can have"
                " other causes."
            )
        )
        self.add_line(_("It needs no account and no network. The journal is kept in the folder below."), "muted")
        self.folder = self._place(_("Folder of the journal"))
        self.show_folder = self.add_button(_("Show the folder"))
        self.log = self._place(_("Error log (nothing from the diary)"))
        self.add_line(
            _(
                "Free software under the GNU General Public License, version 3 or any later one ({licence}). You may use, study,"
                " share and change it. It comes without any warranty. Its printed pages are set in Source Sans, under the SIL"
                " Open Font License 1.1."
            ).format(licence=LICENCE),
            "muted",
        )
        self.fold = FoldButton(_("Licences and third-party notices"))
        self.add_widget(self.fold)
        self.notices: Notices | None = None
        self._url = QUrl()
        self.open_url = QDesktopServices.openUrl
        self.show_folder.clicked.connect(lambda: self.open_url(self._url))
        self.fold.toggled.connect(self._unfold)
        self.fold.entered.connect(self._enter)

    def show_view(self, view: SettingsView) -> None:
        """Show where things are."""
        self._url = QUrl.fromLocalFile(str(view.folder))
        for field, path in ((self.folder, view.folder), (self.log, view.log)):
            field.show_passages([Passage(str(path))])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, and the ring round the path that has the focus."""
        super().paintEvent(event)
        for path in (self.folder, self.log):
            if path.hasFocus():
                painter = QPainter(self)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                ring = path.geometry().adjusted(-tokens.RING, -_AIR, tokens.RING, _AIR)
                draw_ring(painter, theme_for(self), ring, tokens.RADIUS)

    def _place(self, name: str) -> Prose:
        """A path that can be selected and copied, on as many lines as it needs."""
        path = Prose(name, ring=False)
        path.focused.connect(lambda _on: self.update())
        label = make_label(name, "small")
        label.setBuddy(path)
        self.add_widget(label)
        self.add_widget(path)
        return path

    def _unfold(self, on: bool) -> None:
        if on and self.notices is None:
            self.notices = Notices()
            self.add_widget(self.notices)
        if self.notices is not None:
            self.notices.setVisible(on)
            if on:
                self.reached.emit(self.fold)

    def _enter(self) -> None:
        if self.notices is not None:
            self.notices.list.setFocus(Qt.FocusReason.TabFocusReason)
