"""The plan: titration steps and breaks, newest first, and patterns to begin from."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.treatment.entry_list import EntryList
from ldn_journal.gui.treatment.fields import (
    Field,
    amount_field,
    choice_field,
    clock_field,
    day_field,
    number_field,
    text_field,
)
from ldn_journal.gui.treatment.form import Deed
from ldn_journal.gui.treatment.patterns import pattern_deed
from ldn_journal.gui.treatment.rows import RowAction, RowSpec
from ldn_journal.gui.treatment.storing import adding, changing, removing
from ldn_journal.gui.treatment.words import EXTENDED_RELEASE, day_words, form_choices, step_amount, step_details
from ldn_journal.gui.widgets.card import Card

if TYPE_CHECKING:
    from ldn_journal.domain.doses import TitrationStep
    from ldn_journal.gui.treatment.load import ListsView


class PlanCard(Card):
    """The steps of the plan, each changed where it stands. ``entries`` is its list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Plan"), parent=parent)
        self._view: ListsView | None = None
        self._intro = self.add_line(" ", "muted")
        self.entries = EntryList("")
        self.add_widget(self.entries)
        self.entries.add_adder("step", _("Add a step…"), self._add_step)
        self.entries.add_adder("break", _("Add a break…"), self._add_break)
        self.entries.add_adder("pattern", _("Begin from a pattern…"), self._begin_pattern)

    def show_view(self, view: "ListsView") -> None:
        """Show the steps, newest first, the one in force marked."""
        self._view = view
        if view.empty:
            words = _(
                "Your treatment will be here: what is planned, what was taken of it, what the pharmacy made, other "
                "medicines. Begin with the dose that was agreed with you."
            )
        elif not view.steps:
            words = _("No plan yet. With one, a single key records the dose each evening.")
        else:
            words = _("Each step holds until the next begins.")
        self._intro.setText(words)
        adder = self.entries.adders["step"]
        adder.setText(_("Add a step…") if view.steps else _("Add your dose…"))
        self._lead_with(adder, wanted=not view.steps)
        self.entries.show_rows([self._row(step, view) for step in reversed(view.steps)])

    @staticmethod
    def _lead_with(button: QPushButton, *, wanted: bool) -> None:
        """Make the button the one that an empty plan asks to be pressed."""
        if bool(button.property("primary")) != wanted:
            button.setProperty("primary", wanted)
            button.style().unpolish(button)
            button.style().polish(button)

    def _row(self, step: "TitrationStep", view: "ListsView") -> RowSpec:
        from ldn_journal.domain.records import Kind

        mark = ""
        if view.in_force is not None and step.id == view.in_force.id:
            mark = _("current")
        elif step.day > view.today:
            mark = _("to come")
        named = {"amount": step_amount(step), "day": day_words(step.day)}
        change = Deed(
            _("Change the step from {day}").format(**named),
            self._fields(view),
            changing(Kind.STEP, step.id),
            record=step,
        )
        return RowSpec(
            step.id,
            day_words(step.day),
            step_amount(step),
            details=tuple(text for text in (step_details(step), step.note) if text),
            mark=mark,
            actions=(
                RowAction("change", _("Change"), _("Change: {amount} from {day}").format(**named), deed=change),
                RowAction(
                    "remove",
                    _("Remove"),
                    _("Remove: {amount} from {day}").format(**named),
                    job=removing(Kind.STEP, step.id),
                ),
            ),
        )

    def _fields(self, view: "ListsView") -> tuple[Field, ...]:
        return (
            day_field("day", _("From"), view.today, required=_("Say from which day on.")),
            amount_field("amount_pg", _("Amount"), view.strength),
            number_field("times_per_day", _("Times a day"), whole=True, blank=1, example="1"),
            clock_field("usual_time", _("Usual time")),
            choice_field(
                "form",
                _("Form"),
                form_choices(required=False, with_extended=True),
                refused={EXTENDED_RELEASE: extended_release()},
                notice=lambda chosen: extended_release() if chosen == EXTENDED_RELEASE else "",
            ),
            text_field("note", _("Note"), grows=True),
        )

    def _add_step(self) -> Deed:
        from ldn_journal.domain.records import Kind
        from ldn_journal.gui.treatment.days import show_day

        view = self._shown()
        plan = view.in_force
        first = {"day": show_day(view.today), "times_per_day": "1"}
        if plan is not None and plan.amount_pg:
            fields = {field.keys[0]: field for field in self._fields(view)}
            first |= {key: fields[key].show(plan) for key in ("times_per_day", "usual_time", "form")}
        title = _("Add a step") if view.steps else _("Add your dose")
        return Deed(title, self._fields(view), adding(Kind.STEP), first=first)

    def _add_break(self) -> Deed:
        from ldn_journal.domain.records import Kind
        from ldn_journal.gui.treatment.days import show_day

        view = self._shown()
        fields: tuple[Field, ...] = (
            day_field("day", _("From"), view.today, required=_("Say from which day on.")),
            text_field("note", _("Note"), grows=True),
        )
        return Deed(
            _("Add a break"),
            fields,
            adding(Kind.STEP, amount_pg=0),
            words=_("A break lasts until the next step; add that one as well once it is known."),
            first={"day": show_day(view.today)},
        )

    def _begin_pattern(self) -> Deed:
        view = self._shown()
        return pattern_deed(view.today, view.strength)

    def _shown(self) -> "ListsView":
        assert self._view is not None  # noqa: S101 - the buttons come into view with it
        return self._view


def extended_release() -> str:
    """Return the fact about extended release and where it stands."""
    from ldn_journal.clinical.cautions import cautions

    fact: Any = cautions()["extended_release"]
    return _("{fact} Source: {source}. This form cannot be stored.").format(fact=fact.text, source=fact.source)
