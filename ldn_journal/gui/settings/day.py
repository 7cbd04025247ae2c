"""The day: when it begins, what follows a change of dose, and the main outcome."""

from datetime import time
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _, format_day
from ldn_journal.gui.settings.card import SettingsCard, put
from ldn_journal.gui.settings.load import SettingsView
from ldn_journal.gui.today.fields import NumberEdit
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.undo_guard import guard_undo
from ldn_journal.gui.widgets.clock_edit import ClockEdit
from ldn_journal.gui.widgets.labels import LinkButton
from ldn_journal.gui.widgets.parsed_edit import ParsedEdit, Unreadable

if TYPE_CHECKING:
    from ldn_journal.gui.settings.keeper import Keeper

_NOON = time(12)


class BoundaryEdit(ClockEdit):
    """A time between midnight and noon. Signals: those of ``ClockEdit``."""

    def parse(self, text: str) -> time:
        """Return the time ``text`` means."""
        at = super().parse(text)
        if at >= _NOON:
            raise Unreadable(_("A day begins between midnight and noon."))
        return at


class DayCard(SettingsCard):
    """When a day begins, and how many days count as the time after a change of dose."""

    def __init__(self, keeper: "Keeper", parent: QWidget | None = None) -> None:
        super().__init__(_("The day and the dose"), keeper, parent)
        self._view: SettingsView | None = None
        self.boundary = BoundaryEdit(_("A new day begins at"))
        self.settling = NumberEdit(_("Days left out after a change of dose"), 0, 60, whole=True, example=7)
        self.intensive = NumberEdit(_("Days with the list of side effects"), 0, 28, whole=True, example=7)
        self.add_field(
            _("A new day begins at"),
            self.boundary,
            _(
                "What you enter between midnight and this time belongs to the evening before. A change applies to new entries"
                " only."
            ),
        )
        self.add_field(
            _("Days left out after a change of dose"),
            self.settling,
            _("Comparisons in Trends and in the summary leave these first days of each dose out."),
        )
        self.add_field(
            _("Days with the list of side effects"),
            self.intensive,
            _("So long after a change of dose the Today page offers the whole list. 0: never."),
        )
        guard_undo([self.boundary, self.settling, self.intensive])
        self._keep(self.boundary, _("beginning of the day"), "day_boundary")
        self._keep(self.settling, _("days left out"), "settling_days")
        self._keep(self.intensive, _("days with the list of side effects"), "intensive_days")

    def show_view(self, view: SettingsView) -> None:
        """Show what is in force."""
        self._view = view
        put(self.boundary, view.settings.day_boundary)
        put(self.settling, view.settings.settling_days)
        put(self.intensive, view.settings.intensive_days)

    def _keep(self, edit: ParsedEdit[Any], label: str, name: str) -> None:
        def given(value: Any) -> None:
            self.keeper.settings(label, {name: int(value) if isinstance(value, float) else value})

        def emptied() -> None:
            # None of the three can be left open: what was in force stands there again.
            if self._view is not None:
                edit.set_value(getattr(self._view.settings, name))

        edit.answered.connect(given)
        edit.cleared.connect(emptied)


class OutcomeCard(SettingsCard):
    """The main outcome: the one measure named beforehand. The rules that follow from it stand in Trends."""

    def __init__(self, keeper: "Keeper", parent: QWidget | None = None) -> None:
        super().__init__(_("Main outcome"), keeper, parent)
        self.add_line(
            _(
                "The one measure by which you want to judge, chosen before its figures are looked at. Among many comparisons"
                " some differ by chance; all others are therefore called exploratory."
            ),
            "muted",
        )
        self.pick = Pick(_("Measure"))
        self.add_widget(self.pick)
        self.since = self.add_line(" ", "small")
        self.trends = LinkButton(_("Comparisons in Trends"))
        self.add_widget(self.trends)
        self.pick.picked.connect(self._choose)
        self.trends.clicked.connect(lambda: self.page_wanted.emit("trends"))

    def show_view(self, view: SettingsView) -> None:
        """Show the measure, and since when it is the main outcome."""
        settings = view.settings
        keys = dict.fromkeys([*view.tracked, settings.primary_outcome])
        known = [(key, _(view.measures[key].name)) for key in keys if key in view.measures]
        self.pick.offer(known, settings.primary_outcome)
        chosen = settings.primary_outcome_chosen
        self.since.setText(
            _("The program’s own choice. Choose it here, even the same, to say that it is yours.")
            if chosen is None
            else _("Chosen on {day}. It counts for phases that begin from that day on.").format(day=format_day(chosen))
        )
        self.since.show()

    def _choose(self, key: str) -> None:
        """Store the measure and the day: naming the one that stands there makes it the person's own choice."""
        self.keeper.settings(
            _("main outcome"), lambda journal: {"primary_outcome": key, "primary_outcome_chosen": journal.today()}
        )
