"""Who keeps the journal: only for the head of a printed summary."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.page import Context
from ldn_journal.gui.settings.card import SettingsCard, WordsEdit, put
from ldn_journal.gui.settings.load import SettingsView
from ldn_journal.gui.today.fields import NumberEdit
from ldn_journal.gui.undo_guard import guard_undo

if TYPE_CHECKING:
    from ldn_journal.gui.settings.keeper import Keeper

_LONGEST_NAME = 200


class YouCard(SettingsCard):
    """Name and year of birth."""

    def __init__(self, context: Context, keeper: "Keeper", parent: QWidget | None = None) -> None:
        super().__init__(_("You"), keeper, parent)
        this_year = context.clock.now().year
        self.name = WordsEdit(_("Name"), _LONGEST_NAME)
        self.born = NumberEdit(_("Year of birth"), 1900, this_year, whole=True, example=1970)
        self.add_field(_("Name"), self.name)
        self.add_field(
            _("Year of birth"),
            self.born,
            _("Printed on the summary for a visit if given; left empty, there is a line to write on."),
        )
        guard_undo([self.name, self.born])
        self.name.answered.connect(lambda name: keeper.settings(_("name"), {"name": name}))
        self.name.cleared.connect(lambda: keeper.settings(_("name"), {"name": None}))
        self.born.answered.connect(lambda year: keeper.settings(_("year of birth"), {"birth_year": int(year)}))
        self.born.cleared.connect(lambda: keeper.settings(_("year of birth"), {"birth_year": None}))

    def show_view(self, view: SettingsView) -> None:
        """Show what was given."""
        put(self.name, view.settings.name)
        put(self.born, view.settings.birth_year)
