"""What an empty journal asks, all at once and all of it optional: the dose, its time, since when, and what to track."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import built_in_measures, usual_measures
from ldn_journal.domain.records import Changes
from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.entries import plan_from
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.today.fields import Amount, AmountEdit
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.treatment.days import read_day, show_day
from ldn_journal.gui.treatment.rows import TallLink
from ldn_journal.gui.undo_guard import guard_undo
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.clock_edit import ClockEdit
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.widgets.parsed_edit import ParsedEdit
from ldn_journal.gui.widgets.segmented import Segmented
from ldn_journal.gui.widgets.ticks import TickLine

if TYPE_CHECKING:
    from ldn_journal.journal import Journal

OFFERED: Final = ("fatigue", "mood", "brain_fog", "stress", "function")
"""Measures offered beside the usual set; all others are in the settings."""
_TICK_WIDTH = 160


@dataclass(frozen=True)
class FirstAnswers:
    """What was answered. ``amount``: ``None`` where it was left open; ``since``: ``None`` for the day in view."""

    started: bool
    amount: Amount | None
    at: time | None
    since: date | None
    tracked: tuple[str, ...]


class DayEdit(ParsedEdit[date]):
    """A field for a day. Signals: those of ``ParsedEdit``, with a ``date``."""

    def __init__(self, name: str, today: date, parent: QWidget | None = None) -> None:
        self._today = today
        super().__init__(name, show_day(today), parent)

    def parse(self, text: str) -> date:
        """Return the day ``text`` means."""
        return read_day(text, self._today)

    def shown(self, value: date) -> str:
        """Return the day as it is read back."""
        return show_day(value)


class _Milligrams(AmountEdit):
    """A field for an amount, with "mg" standing beside it instead of in it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setPlaceholderText(_("amount"))

    def shown(self, value: Amount) -> str:
        """Return the number alone where it is of mg."""
        return super().shown(value).removesuffix("\u00a0mg")


class _Offer(TickLine):
    """A box of which several stand in a line."""

    def sizeHint(self) -> QSize:
        """Return one width for all, so that they stand below each other too."""
        wide = theme_for(self).scaled(_TICK_WIDTH)
        return QSize(wide, self.heightForWidth(wide))


class FirstStep(Card):
    """The card. ``started`` says whether LDN is taken already.

    Signals: ``given(object, bool)`` the ``FirstAnswers`` and whether an unusual dose is confirmed; ``skipped()``;
    ``page_wanted(str)`` a page that a link leads to; ``sample_wanted()``.
    """

    given = Signal(object, bool)
    skipped = Signal()
    page_wanted = Signal(str)
    sample_wanted = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(_("To begin with"), parent=parent)
        self._box.setSpacing(tokens.SPACE)
        # As high as its words need at this width; a greatest height by the hint would cut wrapped ones.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.add_line(
            _(
                "Answer what you like; all of it can be changed later. If you give your dose here, one key records it each"
                " day."
            ),
            "muted",
        )
        self.started = Segmented(_("LDN"), [("yes", _("I take LDN")), ("no", _("Not started yet"))])
        self.since = DayEdit(_("Since which day"), today)
        self.amount = _Milligrams(_("Planned dose, mg"))
        self.at = ClockEdit(_("Usual time"))
        self.since.set_value(today)
        self.add_widget(self.started)
        since, at = make_label(_("since"), "muted", wrap=False), make_label(_("usually at"), "muted", wrap=False)
        self._unit = make_label("mg", "muted", wrap=False)
        self._plan = flowing(
            _together(since, self.since),
            _together(self.amount, self._unit),
            _together(at, self.at),
            gap=2 * tokens.SPACE,
        )
        self.add_widget(self._plan)
        self._problem = self.add_line(" ", "error")
        self._problem.hide()
        self.confirm = Bar("warning")
        self.yes = self.confirm.add_button(_("Yes, that is my dose"))
        self.confirm.hide()
        self.add_widget(self.confirm)
        measures = built_in_measures()
        offered = (*usual_measures(), *OFFERED)
        self.add_widget(make_label(_("What is asked each day"), "small"))
        self.ticks = {key: _Offer(_(measures[key].name)) for key in offered}
        for key in usual_measures():
            self.ticks[key].box.setChecked(True)
        self.add_widget(flowing(*self.ticks.values(), gap=tokens.SPACE))
        self.keep = QPushButton(_("Begin"))
        self.keep.setProperty("primary", True)
        self.later = LinkButton(_("Not now"))
        self.add_widget(flowing(self.keep, self.later, gap=2 * tokens.SPACE))
        self.more, self.protect = TallLink(_("More to track…")), TallLink(_("Protect with a password…"))
        self.sample = TallLink(_("Look around in a sample journal"))
        self.add_widget(flowing(self.more, self.protect, self.sample, gap=2 * tokens.SPACE))
        self._told = self.add_line(" ", "small")
        self._told.hide()
        guard_undo([self.since, self.amount, self.at])
        self._connect()
        self.offered = self.answered()

    def begin(self) -> None:
        """Put the focus on the first that waits for an answer."""
        taken = self.started.current() == "yes"
        (self.amount if taken else self.keep).setFocus(Qt.FocusReason.TabFocusReason)

    def answered(self) -> dict[str, Any]:
        """Return what stands here, as JSON values; ``offered`` is what stood here at first."""
        texts = {"since": self.since.text(), "amount": self.amount.text(), "at": self.at.text()}
        return {"started": self.started.current(), "ticks": list(self._ticked()), **texts}

    def answer(self, answered: Mapping[str, Any]) -> None:
        """Put back what ``answered`` returned."""
        for name, field in (("since", self.since), ("amount", self.amount), ("at", self.at)):
            if field.text() != str(answered.get(name, "")):
                field.type_text(str(answered.get(name, "")))
        for key, line in self.ticks.items():
            line.box.setChecked(key in answered.get("ticks", ()))
        started = str(answered.get("started", "yes"))
        self.started.set_current(started)
        self._show_plan(started)

    def show_problem(self, sentence: str) -> None:
        """Show what is wrong under the fields."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def ask(self, sentence: str) -> None:
        """Ask whether an unusual dose is meant."""
        self.confirm.say(sentence)
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, sentence: str) -> None:
        """Say what becomes of the sample."""
        announce(self, sentence)
        self._told.setText(sentence)
        self._told.show()

    def _connect(self) -> None:
        self.amount.textChanged.connect(self._show_unit)
        for edit in (self.since, self.amount, self.at):
            edit.problem.connect(self.show_problem)
            edit.textEdited.connect(self.confirm.hide)
        for before, after in ((self.since, self.amount), (self.amount, self.at)):
            before.advance.connect(lambda one=after: one.setFocus(Qt.FocusReason.TabFocusReason))
            after.retreat.connect(lambda one=before: one.setFocus(Qt.FocusReason.TabFocusReason))
        self.at.advance.connect(lambda: self._give(confirmed=False))
        self.keep.clicked.connect(lambda: self._give(confirmed=False))
        self.yes.clicked.connect(lambda: self._give(confirmed=True))
        self.later.clicked.connect(self.skipped)
        self.started.chosen.connect(self._show_plan)
        self.more.clicked.connect(lambda: self.page_wanted.emit("settings/track"))
        self.protect.clicked.connect(lambda: self.page_wanted.emit("keeping"))
        self.sample.clicked.connect(self.sample_wanted)

    def _ticked(self) -> tuple[str, ...]:
        return tuple(key for key, line in self.ticks.items() if line.box.isChecked())

    def _show_unit(self, text: str) -> None:
        """Say mg beside a bare number only: "300 pg" says its own unit."""
        self._unit.setVisible(not any(sign.isalpha() for sign in text))

    def _show_plan(self, started: str) -> None:
        self._plan.setVisible(started == "yes")
        self.show_problem("")
        self.confirm.hide()

    def _give(self, *, confirmed: bool) -> None:
        """Hand on what was answered; a dose left open is no plan, and no reason to stay here."""
        self.confirm.hide()
        if self.started.current() == "no":
            self.given.emit(FirstAnswers(False, None, None, None, self._ticked()), confirmed)
        elif self.since.commit() and self.amount.commit() and self.at.commit():
            amount, at, since = self.amount.value(), self.at.value(), self.since.value()
            self.given.emit(FirstAnswers(True, amount, at, since, self._ticked()), confirmed)


def _together(*parts: QWidget) -> QWidget:
    """Return a field and the word that belongs to it, for no line to break between."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(tokens.SPACE)
    for part in parts:
        row.addWidget(part)
    pair.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return pair


def store_first_answers(journal: "Journal", day: date, answers: FirstAnswers, *, confirmed: bool) -> "Changes":
    """Store the plan, if there is one, and what is to be tracked. Raises ``ConfirmationNeeded`` for 10 mg or more.

    The usual set is no choice of the person's, but where LDN is not started it is kept as one: nothing else would tell that
    the journal has been begun, and it would ask again at its next start.
    """
    changes = Changes()
    if answers.amount is not None:
        changes = journal.record(plan_from(answers.since or day, answers.amount.pg, answers.at), confirmed=confirmed)
    if not answers.started or list(answers.tracked) != usual_measures():
        journal.change_settings(tracked=answers.tracked)
    return changes
