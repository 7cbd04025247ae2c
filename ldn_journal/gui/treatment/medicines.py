"""Other medicines, in the person's own words, with the static reference beside names of opioids."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.treatment.days import show_day
from ldn_journal.gui.treatment.entry_list import EntryList
from ldn_journal.gui.treatment.fields import Field, day_field, text_field
from ldn_journal.gui.treatment.form import Deed
from ldn_journal.gui.treatment.rows import RowAction, RowSpec
from ldn_journal.gui.treatment.storing import adding, changing, removing
from ldn_journal.gui.treatment.words import days_words
from ldn_journal.gui.widgets.card import Card

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.domain.life import Medicine
    from ldn_journal.gui.treatment.load import ListsView


class MedicinesCard(Card):
    """What else is taken, what still is first. ``entries`` is its list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Other medicines"), parent=parent)
        self._view: ListsView | None = None
        self.entries = EntryList(_("What else you take, with its dates, stands here and in the summary for visits."))
        self.add_widget(self.entries)
        self.entries.add_adder("add", _("Add a medicine…"), self._add)

    def show_view(self, view: "ListsView") -> None:
        """Show every medicine."""
        self._view = view
        ordered = sorted(view.medicines, key=lambda one: (_ended(one, view.today), -one.day.toordinal()))
        self.entries.show_rows([_row(one, view.today) for one in ordered])

    def _add(self) -> Deed:
        from ldn_journal.domain.records import Kind

        assert self._view is not None  # noqa: S101 - the button comes into view with it
        today = self._view.today
        return Deed(_("Add a medicine"), _fields(today), adding(Kind.MEDICINE), first={"day": show_day(today)})


def opioid_reference(name: str) -> str:
    """Return what the sources say about a name that is listed as an opioid, nothing for any other."""
    from ldn_journal.clinical.opioids import match_opioids, opioid_sentences

    return " ".join(opioid_sentences(match_opioids(name)))


def _ended(one: "Medicine", today: "date") -> bool:
    return one.until is not None and one.until < today


def _row(one: "Medicine", today: "date") -> RowSpec:
    from ldn_journal.domain.records import Kind

    reference = opioid_reference(one.name)
    change = Deed(_("Change {name}").format(name=one.name), _fields(today), changing(Kind.MEDICINE, one.id), record=one)
    return RowSpec(
        one.id,
        days_words(one.day, one.until),
        one.name,
        details=tuple(text for text in (one.dose, one.note) if text),
        mark=_("to come") if one.day > today else "",
        notices=(reference,) if reference else (),
        actions=(
            RowAction("change", _("Change"), _("Change: {name}").format(name=one.name), deed=change),
            RowAction(
                "remove",
                _("Remove"),
                _("Remove: {name}").format(name=one.name),
                job=removing(Kind.MEDICINE, one.id),
            ),
        ),
    )


def _fields(today: "date") -> tuple[Field, ...]:
    return (
        text_field(
            "name",
            _("Name"),
            required=_("Say what it is called."),
            width=240,
            grows=True,
            notice=opioid_reference,
        ),
        text_field("dose", _("Dose and how often"), width=180),
        day_field("day", _("From"), today, required=_("Say since when.")),
        day_field("until", _("Until"), today, example=_("still taken")),
        text_field("note", _("Note"), grows=True),
    )
