"""Cards of plain choices: questionnaires, language, look; and the ways to other pages."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ldn_journal.base.languages import LANGUAGES, language_for, system_language
from ldn_journal.base.texts import _, language
from ldn_journal.gui.look import SCALES, Look, choose_look
from ldn_journal.gui.page import Context
from ldn_journal.gui.settings.card import SettingsCard
from ldn_journal.gui.settings.load import SettingsView
from ldn_journal.gui.theme import Scheme
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.segmented import Segmented
from ldn_journal.gui.widgets.ticks import TickGrid

if TYPE_CHECKING:
    from ldn_journal.gui.settings.keeper import Keeper

_AS_SYSTEM = "system"


class AskedCard(SettingsCard):
    """Which questionnaires the Today page asks for when they are due."""

    def __init__(self, keeper: "Keeper", parent: QWidget | None = None) -> None:
        super().__init__(_("Questionnaires asked for"), keeper, parent)
        self.add_line(
            _("The Today page says when one of these is due. Any of them can be filled in at any time."), "muted"
        )
        self.ticks: TickGrid | None = None

    def show_view(self, view: SettingsView) -> None:
        """Tick those that are asked for."""
        if self.ticks is None:
            self.ticks = TickGrid(_("Questionnaires asked for"), view.questionnaires)
            self.ticks.ticked.connect(self._store)
            self.add_widget(self.ticks)
        for key, line in self.ticks.lines.items():
            line.box.setChecked(key in view.settings.questionnaires)

    def _store(self, _key: str) -> None:
        if self.ticks is not None:
            self.keeper.settings(_("questionnaires"), {"questionnaires": self.ticks.keys()})


class LanguageCard(SettingsCard):
    """The language of this computer's window. Signals: ``start_again_wanted()`` to speak it at once."""

    start_again_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Language"), parent=parent)
        self._memory = context.memory
        self.pick = Pick(_("Language of the program on this computer"))
        chosen = self._memory.language() if self._memory is not None else None
        plain = chosen.split("_", maxsplit=1)[0] if chosen else _AS_SYSTEM
        self.pick.offer([(_AS_SYSTEM, _("Same as the system")), *LANGUAGES.items()], plain)
        self.add_widget(self.pick)
        self.told = self.add_line(" ", "body")
        self.again = self.add_button(_("Close and start again now"))
        for part in (self.told, self.again):
            part.hide()
        self.pick.setEnabled(self._memory is not None)
        self.pick.picked.connect(self._chosen)
        self.again.clicked.connect(self.start_again_wanted)

    def _chosen(self, key: str) -> None:
        if self._memory is None:
            return
        self._memory.keep_language(None if key == _AS_SYSTEM else key)
        spoken = system_language() if key == _AS_SYSTEM else language_for(key) or "en"
        news = spoken.split("_", maxsplit=1)[0] != language().split("_", maxsplit=1)[0]
        name = LANGUAGES[spoken.split("_", maxsplit=1)[0]]
        self.told.setText(_("{language} is spoken from the next start on.").format(language=name) if news else "")
        for part in (self.told, self.again):
            part.setVisible(news)
        if news:
            announce(self, self.told.text())
            self.reached.emit(self.again)


class LookCard(SettingsCard):
    """Colours and size of the text on this computer; both change at once."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Look"), parent=parent)
        self._memory = context.memory
        self.scheme = Segmented(
            _("Colours"), [("system", _("Same as the system")), ("light", _("Light")), ("dark", _("Dark"))]
        )
        self.scale = Segmented(
            _("Text size"), [(f"{scale:g}", _("{n} %").format(n=round(100 * scale))) for scale in SCALES]
        )
        self._show_look()
        for name, control in ((_("Colours"), self.scheme), (_("Text size"), self.scale)):
            self.add_widget(make_label(name, "small"))
            self.add_widget(control)
            control.chosen.connect(lambda _key: self._apply())

    def show_view(self, view: SettingsView) -> None:  # noqa: ARG002
        """Show the look as it is: keys choose it too."""
        self._show_look()

    def _show_look(self) -> None:
        look = self._memory.look() if self._memory is not None else Look()
        self.scheme.set_current(look.scheme)
        self.scale.set_current(f"{look.scale:g}")

    def _apply(self) -> None:
        choose_look(Look(cast("Scheme", self.scheme.current()), float(self.scale.current())), self._memory)
        self.reached.emit(self.scale if self.scale.has_focus() else self.scheme)


class LinksCard(SettingsCard):
    """The ways to pages that hold choices of their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Elsewhere"), parent=parent)
        self.keeping = QPushButton(_("Safekeeping"))
        self.files = QPushButton(_("Import and export"))
        self.add_widget(flowing(self.keeping, self.files))
        self.keeping.clicked.connect(lambda: self.page_wanted.emit("keeping"))
        self.files.clicked.connect(lambda: self.page_wanted.emit("files"))
