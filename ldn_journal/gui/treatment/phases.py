"""The phases that follow from doses and plan: to be named, joined and split, with the reason kept."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.treatment.entry_list import EntryList
from ldn_journal.gui.treatment.fields import day_field, text_field
from ldn_journal.gui.treatment.form import Deed
from ldn_journal.gui.treatment.rows import RowAction, RowSpec
from ldn_journal.gui.treatment.storing import adding, removing
from ldn_journal.gui.treatment.words import day_words, days_words
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.labels import make_label

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.analysis.phases import Phase
    from ldn_journal.domain.phase_edits import PhaseEdit
    from ldn_journal.domain.records import Changes
    from ldn_journal.gui.treatment.load import PhasesView
    from ldn_journal.journal import Journal


class PhasesCard(Card):
    """The phases and, below them, what was said about them. ``entries`` and ``edits`` are its lists."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Phases"), parent=parent)
        self.add_line(
            _(
                "Worked out from the doses taken and the plan. Comparisons go by them; you can name one, join it with the "
                "one before, or split it."
            ),
            "muted",
        )
        self._box.addSpacing(tokens.SPACE)
        self.entries = EntryList("")
        self.add_widget(self.entries)
        self.edits = EntryList("")
        self._said = QWidget()
        below = QVBoxLayout(self._said)
        below.setContentsMargins(0, 2 * tokens.SPACE, 0, 0)
        below.setSpacing(tokens.SPACE)
        below.addWidget(make_label(_("What you said about phases"), "strong"))
        below.addWidget(self.edits)
        self.add_widget(self._said)

    def show_view(self, view: "PhasesView") -> None:
        """Show the phases in order; while there is only the time before LDN, there is nothing to say about them."""
        self.setVisible(len(view.phases) > 1 or bool(view.edits))
        self.entries.show_rows([self._row(place, view) for place in range(len(view.phases))])
        self._said.setVisible(bool(view.edits))
        self.edits.show_rows([_edit_row(edit) for edit in view.edits])

    def _row(self, place: int, view: "PhasesView") -> RowSpec:
        from ldn_journal.analysis.phases import PhaseKind, phase_name

        phase = view.phases[place]
        before = view.phases[place - 1] if place else None
        name = phase_name(phase)
        shown = name[:1].upper() + name[1:]
        current = place == len(view.phases) - 1 and phase.last >= view.today
        actions = [RowAction("name", _("Name"), _("Name the phase {phase}").format(phase=name), deed=_naming(phase))]
        if before is not None and before.kind is not PhaseKind.BASELINE:
            actions.append(
                RowAction(
                    "join",
                    _("Join"),
                    _("Join the phase {phase} with the one before").format(phase=name),
                    deed=_joining(phase, name, phase_name(before)),
                )
            )
        if phase.days > 1:
            actions.append(
                RowAction(
                    "split",
                    _("Split"),
                    _("Split the phase {phase}").format(phase=name),
                    deed=_splitting(phase, name, view.today),
                )
            )
        return RowSpec(
            phase.key,
            days_words(phase.first, None if current else phase.last),
            shown,
            details=_details(phase),
            mark=_("now") if current else "",
            actions=tuple(actions),
        )


def _details(phase: "Phase") -> tuple[str, ...]:
    n = phase.days
    lasted = ngettext("{n} day", "{n} days", n).format(n=n)
    if phase.settling_until is not None:
        lasted = _("{lasted}; settling until {day}, left out of comparisons").format(
            lasted=lasted, day=day_words(phase.settling_until)
        )
    without = phase.days_of_no_dose
    if without:
        words = ngettext(
            "{n} day belongs to no dose: none is recorded on it or on the 3 days before",
            "{n} days belong to no dose: none is recorded on them or on the 3 days before",
            without,
        )
        return (lasted, words.format(n=without), *phase.reasons)
    return (lasted, *phase.reasons)


def _naming(phase: "Phase") -> Deed:
    from ldn_journal.domain.phase_edits import PhaseEditKind
    from ldn_journal.domain.records import Kind

    return Deed(
        _("Name this phase"),
        (text_field("name", _("Name"), required=_("Say what the phase is to be called."), width=260, grows=True),),
        adding(Kind.PHASE_EDIT, day=phase.first, edit=PhaseEditKind.NAME),
        first={"name": phase.name or ""},
    )


def _joining(phase: "Phase", name: str, before: str) -> Deed:
    from ldn_journal.domain.phase_edits import PhaseEditKind
    from ldn_journal.domain.records import Kind

    why = _("Say why the two belong together; the reason is kept with the phase.")
    return Deed(
        _("Join {phase} with {before}").format(phase=name, before=before),
        (text_field("reason", _("Reason"), required=why, width=260, grows=True),),
        adding(Kind.PHASE_EDIT, day=phase.first, edit=PhaseEditKind.JOIN),
        words=_("The two become one phase in every comparison."),
        keep=_("Join"),
    )


def _splitting(phase: "Phase", name: str, today: "date") -> Deed:
    from ldn_journal.domain.phase_edits import PhaseEditKind
    from ldn_journal.domain.records import Kind

    add = adding(Kind.PHASE_EDIT, edit=PhaseEditKind.SPLIT)
    first, last = phase.first, phase.last

    def store(journal: "Journal", values: dict[str, Any], confirmed: bool) -> "Changes":
        if not first < values["day"] <= last:
            sentence = _("The new phase begins inside this one, after {first} and not after {last}.")
            raise InvalidEntry({"day": sentence.format(first=day_words(first), last=day_words(last))})
        return add(journal, values, confirmed)

    return Deed(
        _("Split {phase}").format(phase=name),
        (
            day_field("day", _("New phase from"), today, required=_("Say on which day the new phase begins.")),
            text_field("name", _("Name, if you like"), width=180),
            text_field(
                "reason",
                _("Reason"),
                required=_("Say why it is split; the reason is kept with the phase."),
                width=260,
                grows=True,
            ),
        ),
        store,
        words=_("Something else changed on that day: another pharmacy, another filler, another time of day."),
        keep=_("Split"),
    )


def _edit_row(edit: "PhaseEdit") -> RowSpec:
    from ldn_journal.domain.phase_edits import PhaseEditKind
    from ldn_journal.domain.records import Kind

    if edit.edit is PhaseEditKind.NAME:
        main = _("Named “{name}”").format(name=edit.name)
    elif edit.edit is PhaseEditKind.JOIN:
        main = _("Joined with the phase before")
    else:
        main = _("Split into a new phase") if edit.name is None else _("Split: “{name}”").format(name=edit.name)
    named = {"what": main, "day": day_words(edit.day)}
    return RowSpec(
        edit.id,
        day_words(edit.day),
        main,
        details=(_("Reason: {reason}").format(reason=edit.reason),) if edit.reason else (),
        actions=(
            RowAction(
                "remove",
                _("Remove"),
                _("Remove: {what}, {day}").format(**named),
                job=removing(Kind.PHASE_EDIT, edit.id),
            ),
        ),
    )
