"""Looking the whole journal over, and deleting everything."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.keeping.load import KeepingView
from ldn_journal.gui.keeping.panel import Panel, Unfolding
from ldn_journal.gui.page import Context
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.journal.erasing import Belongings

_MOST = 12


class CheckCard(Card):
    """Reads every page and every row of the journal on demand."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Is the journal sound?"), parent=parent)
        self._context = context
        self.add_line(
            _("Each time it opens, every page of the file is read. This also reads what every entry says."), "muted"
        )
        self.check = self.add_button(_("Check the journal"))
        self.told = self.add_line(" ", "body")
        self.told.hide()
        self.check.clicked.connect(self._look)

    def show_view(self, view: KeepingView) -> None:
        """Remember how many entries there are."""
        self._entries = view.entries

    def _look(self) -> None:
        self.check.setEnabled(False)
        self._tell(_("Reading…"))
        self._context.tasks.run(lambda journal: journal.check(), self._found, self._failed, owner=self)

    def _found(self, problems: list[str]) -> None:
        self.check.setEnabled(True)
        if not problems:
            self._tell(
                ngettext(
                    "The journal is sound: every page and its {n} entry were read.",
                    "The journal is sound: every page and all {n} entries were read.",
                    self._entries,
                ).format(n=self._entries)
            )
            return
        head = ngettext(
            "{n} thing is wrong. Nothing was changed.", "{n} things are wrong. Nothing was changed.", len(problems)
        ).format(n=len(problems))
        self._tell("\n".join([head, *problems[:_MOST]]))

    def _failed(self, error: Exception) -> None:
        self.check.setEnabled(True)
        self._tell(sentence_for(error))

    def _tell(self, sentence: str) -> None:
        announce(self, sentence)
        self.told.setText(sentence)
        self.told.show()


class EraseCard(Card):
    """Deletes everything, after listing it. Signals: ``erase_wanted()``; ``reached(object)`` a widget to scroll to."""

    erase_wanted = Signal()
    reached = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Delete everything"), parent=parent)
        self._context = context
        self._box.setSpacing(tokens.SPACE)
        self.add_line(
            _("The journal, its backups and its logs are overwritten and deleted. Nothing brings them back."), "muted"
        )
        self.list = QPushButton(_("Delete everything…"))
        self.add_widget(flowing(self.list))
        self.place = Unfolding()
        self.add_widget(self.place)
        self.list.clicked.connect(self._ask)
        self.place.unfolded.connect(self.reached)

    def _ask(self) -> None:
        self._context.tasks.run(
            lambda journal: journal.belongings(),
            self._show,
            self._context.tasks.failed.emit,
            owner=self,
        )

    def _show(self, found: "Belongings") -> None:
        word = _("delete")
        typed = QLineEdit()
        typed.setAccessibleName(_("Write “{word}” to confirm").format(word=word))
        confirm = QWidget()
        column = QVBoxLayout(confirm)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(make_label(_("Write “{word}” to confirm").format(word=word), "small"))
        column.addWidget(typed)
        confirm.setFocusProxy(typed)
        panel = Panel(_("Delete everything"), _words(found), [confirm], _("Delete everything for good"))

        def run() -> None:
            if typed.text().strip().casefold() != word.casefold():
                panel.say(_("Write “{word}” if you mean it.").format(word=word))
                typed.setFocus()
                return
            panel.wait()
            self.erase_wanted.emit()

        panel.given.connect(run)
        self.place.open(panel, self.list)


def _words(found: "Belongings") -> str:
    size = max(1, round(found.size / 1_000_000))
    folders = sorted({str(path.parent) for path in found.files})
    lines = [
        ngettext("{n} file of about {size} MB in:", "{n} files of about {size} MB in:", len(found.files)).format(
            n=len(found.files), size=size
        ),
        *folders,
    ]
    if found.at_login:
        lines += ["", _("The program is no longer started when you log in.")]
    if found.exports:
        lines += ["", _("Written from the journal and not deleted; delete them yourself if you wish:")]
        lines += [str(path) for path in found.exports[:_MOST]]
    return "\n".join(lines)
