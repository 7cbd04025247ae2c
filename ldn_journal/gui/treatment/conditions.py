"""Health facts that a doctor wants to know beside naltrexone, with what the sources say where one of them speaks of it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.treatment.entry_list import EntryList
from ldn_journal.gui.treatment.fields import Field, choice_field, day_field, text_field
from ldn_journal.gui.treatment.form import Deed
from ldn_journal.gui.treatment.rows import RowAction, RowSpec
from ldn_journal.gui.treatment.storing import adding, changing, removing
from ldn_journal.gui.treatment.words import days_words
from ldn_journal.gui.widgets.card import Card

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.domain.life import Condition
    from ldn_journal.gui.treatment.load import ListsView


class ConditionsCard(Card):
    """What holds, such as pregnancy or liver disease, what still does first. ``entries`` is its list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Health facts for the doctor"), parent=parent)
        self._view: ListsView | None = None
        self.entries = EntryList(
            _(
                "Liver or kidney disease, pregnancy and the like stand here, with their dates, and in the summary for visits. "
                "Where nothing is entered, the summary says so; it does not take it for a “no”."
            )
        )
        self.add_widget(self.entries)
        self.entries.add_adder("add", _("Add a health fact…"), self._add)

    def show_view(self, view: "ListsView") -> None:
        """Show every health fact."""
        self._view = view
        ordered = sorted(view.conditions, key=lambda one: (_ended(one, view.today), -one.day.toordinal()))
        self.entries.show_rows([_row(one, view.today) for one in ordered])

    def _add(self) -> Deed:
        from ldn_journal.domain.records import Kind

        assert self._view is not None  # noqa: S101 - the button comes into view with it
        return Deed(_("Add a health fact"), _fields(self._view.today), adding(Kind.CONDITION))


def what_sources_say(condition: str) -> str:
    """Return the fact about LDN beside a kind of condition with its source; nothing where there is none."""
    from ldn_journal.clinical.cautions import caution_beside
    from ldn_journal.domain.life import ConditionKind

    caution = caution_beside(ConditionKind(condition)) if condition else None
    return "" if caution is None else caution.with_source


def _ended(one: "Condition", today: "date") -> bool:
    return one.until is not None and one.until < today


def _row(one: "Condition", today: "date") -> RowSpec:
    from ldn_journal.domain.life import condition_name
    from ldn_journal.domain.records import Kind

    name = condition_name(one)
    fact = "" if _ended(one, today) else what_sources_say(one.condition)
    change = Deed(_("Change {name}").format(name=name), _fields(today), changing(Kind.CONDITION, one.id), record=one)
    return RowSpec(
        one.id,
        days_words(one.day, one.until),
        name,
        details=(one.note,) if one.note else (),
        notices=(fact,) if fact else (),
        actions=(
            RowAction("change", _("Change"), _("Change: {name}").format(name=name), deed=change),
            RowAction(
                "remove", _("Remove"), _("Remove: {name}").format(name=name), job=removing(Kind.CONDITION, one.id)
            ),
        ),
    )


def _fields(today: "date") -> tuple[Field, ...]:
    from ldn_journal.domain.life import ConditionKind, condition_kind_name

    choices = (("", _("Choose…")), *((kind.value, condition_kind_name(kind)) for kind in ConditionKind))
    return (
        choice_field("condition", _("What"), choices, refused={"": _("Say what it is.")}, notice=what_sources_say),
        text_field("name", _("In your own words"), example=_("needed for “Other”"), grows=True),
        day_field("day", _("Since"), today, required=_("Say since when; a rough day is enough.")),
        day_field("until", _("Until"), today, example=_("still so")),
        text_field("note", _("Note"), grows=True),
    )
