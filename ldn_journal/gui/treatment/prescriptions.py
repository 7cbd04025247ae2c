"""What the pharmacy made, what is left of it, and how much of a liquid holds how many mg."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui.treatment.converter import Converter
from ldn_journal.gui.treatment.days import show_day
from ldn_journal.gui.treatment.entry_list import EntryList
from ldn_journal.gui.treatment.fields import (
    Field,
    choice_field,
    day_field,
    number_field,
    strength_field,
    text_field,
)
from ldn_journal.gui.treatment.form import Deed
from ldn_journal.gui.treatment.plan import extended_release
from ldn_journal.gui.treatment.rows import RowAction, RowSpec
from ldn_journal.gui.treatment.storing import adding, changing, removing
from ldn_journal.gui.treatment.words import EXTENDED_RELEASE, day_words, form_choices, form_words, joined, pieces
from ldn_journal.gui.widgets.card import Card

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.analysis.supply import Supply
    from ldn_journal.domain.doses import Prescription
    from ldn_journal.gui.treatment.load import ListsView


class PrescriptionsCard(Card):
    """The prescriptions, newest first. ``entries`` is its list, ``converter`` stands below while a liquid is in use."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Prescriptions"), parent=parent)
        self._view: ListsView | None = None
        self.entries = EntryList(
            _(
                "As the pharmacy made it up: form, strength, quantity and the date printed on it. This page then shows how long"
                " it will last."
            )
        )
        self.add_widget(self.entries)
        self.entries.add_adder("add", _("Add a prescription…"), self._add)
        self.converter = Converter()
        self.add_widget(self.converter)

    def show_view(self, view: "ListsView") -> None:
        """Show every prescription, with what is left of the one in use."""
        self._view = view
        ordered = sorted(view.prescriptions, key=lambda one: (one.day, one.recorded_at), reverse=True)
        in_use = view.supply.prescription if view.supply else next((o for o in ordered if o.day <= view.today), None)
        self.entries.show_rows([self._row(one, view, in_use=one == in_use) for one in ordered])
        self.converter.set_strength(view.strength)

    def _row(self, one: "Prescription", view: "ListsView", *, in_use: bool) -> RowSpec:
        from ldn_journal.domain.records import Kind

        supply = view.supply if in_use else None
        main = _("{form}, {strength}").format(form=form_words(one.form), strength=one.strength)
        named = {"what": main, "day": day_words(one.day)}
        change = Deed(
            _("Change the prescription from {day}").format(**named),
            _fields(view.today),
            changing(Kind.PRESCRIPTION, one.id),
            record=one,
        )
        details = [
            joined(pieces(one, one.quantity) if one.quantity is not None else None, one.filler, one.pharmacy),
            joined(
                _("Lot {lot}").format(lot=one.lot) if one.lot else None,
                _("Use by {day}").format(day=day_words(one.use_by)) if one.use_by else None,
            ),
            supply_words(supply) if supply else "",
            one.note or "",
        ]
        return RowSpec(
            one.id,
            day_words(one.day),
            main,
            details=tuple(text for text in details if text),
            mark=_("in use") if in_use else "",
            notices=warnings(one, supply, view.today) if in_use else (),
            actions=(
                RowAction("change", _("Change"), _("Change: {what}, filled {day}").format(**named), deed=change),
                RowAction(
                    "remove",
                    _("Remove"),
                    _("Remove: {what}, filled {day}").format(**named),
                    job=removing(Kind.PRESCRIPTION, one.id),
                ),
            ),
        )

    def _add(self) -> Deed:
        from ldn_journal.domain.records import Kind

        assert self._view is not None  # noqa: S101 - the button comes into view with it
        view = self._view
        first = {"day": show_day(view.today), "form": "capsule"}
        newest = max(view.prescriptions, key=lambda one: (one.day, one.recorded_at), default=None)
        fields = _fields(view.today)
        if newest is not None:
            again = ("form", "strength_pg", "filler", "pharmacy")
            first |= {field.keys[0]: field.show(newest) for field in fields if field.keys[0] in again}
        return Deed(_("Add a prescription"), fields, adding(Kind.PRESCRIPTION), first=first)


def _fields(today: "date") -> tuple[Field, ...]:
    return (
        day_field("day", _("Filled on"), today, required=_("Say on which day it was filled.")),
        choice_field(
            "form",
            _("Form"),
            form_choices(required=True, with_extended=True),
            refused={EXTENDED_RELEASE: extended_release()},
            notice=lambda chosen: extended_release() if chosen == EXTENDED_RELEASE else "",
        ),
        strength_field(_("Strength")),
        number_field("quantity", _("Pieces or mL"), whole=False, blank=None, width=104, example="60"),
        day_field("use_by", _("Use by"), today),
        text_field("filler", _("Filler"), width=160),
        text_field("pharmacy", _("Pharmacy"), width=160),
        text_field("lot", _("Lot"), width=104),
        text_field("note", _("Note"), grows=True),
    )


def supply_words(supply: "Supply") -> str:
    """Return what is left, in pieces or mL and in days."""
    left = pieces(supply.prescription, supply.left)
    if supply.overdrawn:
        return _("More was taken than this prescription held; nothing is left by the record.")
    if supply.days is None:
        return _("{amount} left").format(amount=left)
    n = supply.days
    if not n or supply.until is None:
        return _("{amount} left, less than a day’s doses").format(amount=left)
    return ngettext("{amount} left, for {n} day, until {day}", "{amount} left, for {n} days, until {day}", n).format(
        amount=left, n=n, day=day_words(supply.until)
    )


def warnings(prescription: "Prescription", supply: "Supply | None", today: "date") -> tuple[str, ...]:
    """Return what should be seen in time: little left, the printed date near or past."""
    from ldn_journal.analysis.supply import WARN_DAYS, use_by_days

    said: list[str] = []
    if supply is not None and supply.runs_low:
        n = supply.days or 0
        said.append(
            ngettext(
                "Refill: enough for {n} more day.",
                "Refill: enough for {n} more days.",
                n,
            ).format(n=n)
            if n
            else _("Refill: nothing left for a full day.")
        )
    to_date = use_by_days(prescription, today)
    if to_date is not None and to_date <= WARN_DAYS and prescription.use_by is not None:
        day = day_words(prescription.use_by)
        if to_date < 0:
            said.append(_("The pharmacy’s use-by date, {day}, has passed.").format(day=day))
        elif to_date == 0:
            said.append(_("The pharmacy’s use-by date is today."))
        else:
            said.append(
                ngettext(
                    "The pharmacy’s use-by date, {day}, is {n} day away.",
                    "The pharmacy’s use-by date, {day}, is {n} days away.",
                    to_date,
                ).format(day=day, n=to_date)
            )
    return tuple(said)
