"""The dose of the day: what is recorded, what is planned, and everything that can be said about it."""

from collections.abc import Mapping
from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ldn_journal.base.errors import ConfirmationNeeded
from ldn_journal.base.texts import _
from ldn_journal.domain.amounts import CONFIRM_FROM_PG, amount_words, format_amount
from ldn_journal.domain.doses import Dose, DoseState
from ldn_journal.gui.answers import Answer, DoseAnswer, NoDosesAnswer, RemovedDoseAnswer
from ldn_journal.gui.entries import DoseEntry, only_dose
from ldn_journal.gui.today.dose_choices import DoseChoices
from ldn_journal.gui.today.dose_panels import AmountPanel, ConfirmPanel, DosesPanel, Panel, ReasonPanel, reason_words
from ldn_journal.gui.today.fields import Amount
from ldn_journal.gui.today.items import Item, Saver
from ldn_journal.gui.undo_guard import guard_undo
from ldn_journal.gui.widgets.clock_edit import format_clock
from ldn_journal.gui.widgets.field_row import FieldRow

if TYPE_CHECKING:
    from ldn_journal.gui.today.load import TodayView

P = TypeVar("P", bound=Panel)

_LONGEST_REASON = 24


class DoseItem(QWidget, Item):
    """The row of the dose with what unfolds under it.

    Signals: ``answered()`` once a dose was said and the focus may move on.
    """

    key = "dose"
    answered = Signal()

    def __init__(self, save: Saver, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._view: TodayView | None = None
        self._changing: str | None = None
        self._asked_from: type[Panel] | None = None
        self._asked: tuple[DoseEntry, str | None] | None = None
        self.choices = DoseChoices()
        self.row = FieldRow(_("LDN dose"), [self.choices])
        self._rows: dict[Panel, FieldRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.row)
        self.choices.took.connect(self._take)
        self.choices.other.connect(self._other)
        self.choices.skipped.connect(self._ask_reason)
        self.choices.missed.connect(lambda: self._record(DoseEntry(DoseState.MISSED), only_dose(self._doses())))
        self.choices.cleared.connect(self._clear)

    # What unfolds, made when first needed ------------------------------------------------------------------------

    @cached_property
    def amount(self) -> AmountPanel:
        """The panel for another amount."""
        panel = self._added(AmountPanel())
        panel.given.connect(self._amount_given)
        panel.another.connect(lambda: self._open_amount("", changing=None))
        return panel

    @cached_property
    def reason(self) -> ReasonPanel:
        """The panel for why a dose was skipped."""
        panel = self._added(ReasonPanel())
        panel.given.connect(
            lambda why: self._record(DoseEntry(DoseState.SKIPPED, reason=why), only_dose(self._doses()))
        )
        return panel

    @cached_property
    def confirm(self) -> ConfirmPanel:
        """The panel that asks whether a large amount is meant."""
        panel = self._added(ConfirmPanel())
        panel.confirmed.connect(self._confirmed)
        return panel

    @cached_property
    def doses(self) -> DosesPanel:
        """The list of a day with several doses."""
        panel = self._added(DosesPanel())
        panel.change.connect(self._change)
        panel.remove.connect(self._remove)
        panel.another.connect(lambda: self._open_amount("", changing=None))
        return panel

    def _added(self, panel: P) -> P:
        row = FieldRow("", [panel], line=False, show_state=False)
        row.hide()
        self._rows[panel] = row
        self._column.addWidget(row)
        guard_undo(panel.findChildren(QLineEdit))
        panel.closed.connect(self._close_panel)
        return panel

    def _close_panel(self) -> None:
        if self.confirm_is_open():
            self._unfold(self.amount)
            self.amount.amount.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._fold()

    def confirm_is_open(self) -> bool:
        """Say whether a large amount waits to be confirmed."""
        return self._is_open(ConfirmPanel)

    def amount_is_open(self) -> bool:
        """Say whether another amount is being entered."""
        return self._is_open(AmountPanel)

    def _is_open(self, kind: type[Panel]) -> bool:
        return any(isinstance(panel, kind) and not row.isHidden() for panel, row in self._rows.items())

    # What is shown -----------------------------------------------------------------------------------------------

    def show_view(self, view: "TodayView") -> None:
        """Show the day's dose; what is being typed on the same day stays."""
        other_day = self._view is None or self._view.day.day != view.day.day
        self._view = view
        if other_day:
            self._fold(focus=False)
            self.row.set_problem("")
        doses = view.day.doses
        states = {dose.state for dose in doses}
        times = view.day.plan.times_per_day if view.day.plan is not None and view.day.plan.amount_pg else 1
        taken = [dose for dose in doses if dose.state is DoseState.TAKEN]
        more = bool(taken) and len(doses) < times
        self.choices.show_state(
            taken=self._taken_words(taken, more=more),
            chosen=str(next(iter(states))) if len(states) == 1 and not more else "taken" if taken and not more else "",
            skipped=self.words(doses[0]) if len(doses) == 1 and states == {DoseState.SKIPPED} else "",
            recorded=bool(doses),
            more=more,
        )
        if len(doses) > 1 or "doses" in self.__dict__:
            self.doses.show_doses(doses, [self.words(dose) for dose in doses])
            self._rows[self.doses].setVisible(len(doses) > 1)

    def is_blank(self) -> bool:
        """Say whether nothing is recorded."""
        return not self.choices.is_answered()

    def focus(self) -> None:
        """Put the focus on the dose."""
        self.row.focus_first()

    def words(self, dose: Dose) -> str:
        """Return a recorded dose for reading."""
        if dose.state is DoseState.MISSED:
            return _("Missed")
        if dose.state is DoseState.SKIPPED:
            why = reason_words(dose.reason or "")
            short = why if len(why) <= _LONGEST_REASON else _("{words}…").format(words=why[: _LONGEST_REASON - 1])
            return _("Skipped: {why}").format(why=short) if short else _("Skipped")
        return _taken(amount_words(dose.entered, dose.amount_pg or 0), dose.at.time() if dose.at else None)

    def _taken_words(self, taken: list[Dose], *, more: bool) -> str:
        if len(taken) == 1 and not more:
            return self.words(taken[0])
        if len(taken) > 1 and not more:
            total = format_amount(sum(dose.amount_pg or 0 for dose in taken))
            return _("Taken: {amount} in {n} doses").format(amount=total, n=len(taken))
        plan = self._plan()
        if plan is None:
            return _("Taken…")
        if more:
            amount = format_amount(plan[0])
            return _("Taken again: {amount} (dose {n})").format(amount=amount, n=len(taken) + 1)
        if plan[1] is None and self._is_today():
            return _("Taken: {amount}, now").format(amount=format_amount(plan[0]))
        return _taken(format_amount(plan[0]), plan[1])

    # What is asked -----------------------------------------------------------------------------------------------

    def _take(self) -> None:
        plan, doses = self._plan(), self._doses()
        if plan is None:
            self._other("")
            return
        taken = [dose for dose in doses if dose.state is DoseState.TAKEN]
        if taken:
            # A second dose at an unnamed time would take the first one's place: its time is asked for.
            if self._is_today():
                self._record(DoseEntry(DoseState.TAKEN, amount_pg=plan[0], now=True), None)
            else:
                self._open_amount("", changing=None)
            return
        entry = DoseEntry(DoseState.TAKEN, amount_pg=plan[0], at=plan[1], now=plan[1] is None and self._is_today())
        self._record(entry, only_dose(doses))

    def _other(self, begun: str) -> None:
        doses = self._doses()
        single = doses[0] if len(doses) == 1 else None
        self._open_amount(begun, changing=single)

    def _change(self, identity: str) -> None:
        self._open_amount("", changing=next(dose for dose in self._doses() if dose.id == identity))

    def _open_amount(self, begun: str, *, changing: Dose | None) -> None:
        view = self._view
        if view is None:
            return
        plan = self._plan()
        self._changing = changing.id if changing is not None else None
        was_taken = changing is not None and changing.state is DoseState.TAKEN
        amount = Amount(plan[0]) if plan else None
        at = plan[1] if plan and not view.day.doses else None
        if changing is not None and was_taken:
            amount = Amount(changing.amount_pg or 0, changing.entered)
            at = changing.at.time() if changing.at else None
        self._unfold(self.amount)
        self.amount.ask(
            begun=begun, amount=amount, at=at, strength=view.strength, offer_plan=plan is None, changing=was_taken
        )

    def _ask_reason(self) -> None:
        doses = self._doses()
        self._unfold(self.reason)
        self.reason.ask((doses[0].reason or "") if len(doses) == 1 else "")

    def _amount_given(self, amount: Amount, at: time | None, keep: bool) -> None:
        entry = DoseEntry(
            DoseState.TAKEN,
            amount_pg=amount.pg,
            at=at,
            entered=amount.entered,
            keep_as_plan=keep and not self._changing,
        )
        self._record(entry, self._changing)

    def _confirmed(self) -> None:
        if self._asked is not None:
            entry, replaces = self._asked
            self._record(entry, replaces, confirmed=True)

    def _record(self, entry: DoseEntry, replaces: str | None, *, confirmed: bool = False) -> None:
        day = self._day()
        if day is None:
            return
        self._asked = (entry, replaces)
        self._asked_from = next((panel for panel in (AmountPanel, ReasonPanel) if self._is_open(panel)), None)
        may_ask = not confirmed and (entry.amount_pg or 0) >= CONFIRM_FROM_PG
        if not may_ask:
            # The next key may come before the answer is on the disk, and is meant for the next row.
            self._move_on()
        self._save(
            self.key,
            DoseAnswer(day, entry, replaces, confirmed),
            self._move_on if may_ask else lambda: self.row.set_problem(""),
            self._refused,
        )

    def _move_on(self) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.row.set_problem("")
        self._fold(focus=False)
        if had_focus:
            self.answered.emit()

    def _refused(self, error: Exception, sentence: str) -> bool:
        """Show why it was not stored; ask if the amount is meant. Say whether that is all there is to do."""
        if isinstance(error, ConfirmationNeeded) and self._asked is not None:
            self._unfold(self.confirm)
            self.confirm.ask(sentence, format_amount(self._asked[0].amount_pg or 0))
            return True
        if self._asked_from is AmountPanel:
            self._unfold(self.amount)
            self.amount.show_problem(sentence)
        else:
            self.row.set_problem(sentence)
        return False

    def _clear(self) -> None:
        day = self._day()
        if day is not None:
            self._save(self.key, NoDosesAnswer(day), None, self._refused)

    def _remove(self, identity: str) -> None:
        day = self._day()
        if day is not None:
            self._save(self.key, RemovedDoseAnswer(day, identity), None, self._refused)

    # What is not stored ------------------------------------------------------------------------------------------

    def show_answer(self, answer: Answer, sentence: str) -> None:
        """Say in the row which dose could not be stored, and why."""
        if self.amount_is_open():
            self.amount.show_problem(sentence)
            return
        if isinstance(answer, DoseAnswer):
            said = _("Not saved yet: {dose}. {why}")
            sentence = said.format(dose=self._entry_words(answer.entry), why=sentence)
        self.row.set_problem(sentence)

    def has_unsaved(self) -> bool:
        """Say whether a panel holds something that was begun and not saved."""
        return self.draft() is not None

    def remind(self) -> None:
        """Say in the open panel that what stands there is not saved."""
        if self.amount_is_open() and self.has_unsaved():
            self.amount.show_problem(_("Not saved yet. Press Enter to save it, Esc to cancel."))

    def draft(self) -> dict[str, Any] | None:
        """Return what was begun in a panel, ``None`` where nothing was."""
        if self.confirm_is_open() and self._asked is not None:
            entry, replaces = self._asked
            return {
                "panel": "amount",
                "changing": replaces,
                "amount": format_amount(entry.amount_pg or 0) if entry.entered is None else entry.entered,
                "at": "" if entry.at is None else format_clock(entry.at),
                "keep": entry.keep_as_plan,
            }
        if self.amount_is_open() and self.amount.touched:
            return {"panel": "amount", "changing": self._changing, **self.amount.texts()}
        if self._is_open(ReasonPanel) and self.reason.touched:
            return {"panel": "reason", "reason": self.reason.text.text()}
        return None

    def take_draft(self, draft: Mapping[str, Any]) -> None:
        """Open the panel again with what stood in it."""
        if draft.get("panel") == "reason":
            self._ask_reason()
            self.reason.text.setText(str(draft.get("reason", "")))
        elif draft.get("panel") == "amount":
            changing = next((dose for dose in self._doses() if dose.id == draft.get("changing")), None)
            self._open_amount("", changing=changing)
            self.amount.type_texts(draft)

    def _entry_words(self, entry: DoseEntry) -> str:
        if entry.state is DoseState.MISSED:
            return _("Missed")
        if entry.state is DoseState.SKIPPED:
            return _("Skipped")
        return _taken(amount_words(entry.entered, entry.amount_pg or 0), entry.at)

    # Inside ------------------------------------------------------------------------------------------------------

    def _unfold(self, panel: Panel) -> None:
        for one, row in self._rows.items():
            if not isinstance(one, DosesPanel):
                row.setVisible(one is panel)
        self.row.updateGeometry()

    def _fold(self, *, focus: bool = True) -> None:
        for one, row in self._rows.items():
            if not isinstance(one, DosesPanel):
                row.hide()
        if focus:
            self.choices.taken.setFocus(Qt.FocusReason.TabFocusReason)

    def _doses(self) -> tuple[Dose, ...]:
        return self._view.day.doses if self._view is not None else ()

    def _day(self) -> date | None:
        return self._view.day.day if self._view is not None else None

    def _is_today(self) -> bool:
        return self._view is not None and self._view.day.day == self._view.today

    def _plan(self) -> tuple[int, time | None] | None:
        plan = self._view.day.plan if self._view is not None else None
        return (plan.amount_pg, plan.usual_time) if plan is not None and plan.amount_pg else None


def _taken(amount: str, at: time | None) -> str:
    if at is None:
        return _("Taken: {amount}").format(amount=amount)
    return _("Taken: {amount}, {time}").format(amount=amount, time=format_clock(at))
