"""Filling in one questionnaire: its questions as rows, for a day, and then what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.today.fields import NumberEdit
from ldn_journal.gui.today.flow import FlowLabel, flowing
from ldn_journal.gui.today.header import title_of
from ldn_journal.gui.typed_texts import type_texts, unread_texts
from ldn_journal.gui.undo_guard import guard_undo
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.choices import Choice, numeric_choices
from ldn_journal.gui.widgets.field_row import FieldRow, connect_in_order
from ldn_journal.gui.widgets.labels import KeyButton, LinkButton, make_label
from ldn_journal.gui.widgets.month_calendar import MonthButton
from ldn_journal.gui.widgets.scale_row import ScaleRow

if TYPE_CHECKING:
    from ldn_journal.clinical.questionnaires import Item, Questionnaire

Control = ScaleRow | NumberEdit

_MOST_ABREAST = 5
"""Answers in words that stand side by side; more are easier to read under each other."""


def control_for(item: "Item", colour: str) -> Control:
    """Return what answers ``item``: cells of words or numbers, a typed field for decimals."""
    if item.choices:
        # The number is the key that answers.
        words = [
            Choice(one.value, _("{number} · {words}").format(number=f"{one.value:g}", words=one.words))
            for one in item.choices
        ]
        return ScaleRow(item.text, words, measure=colour, column=len(words) > _MOST_ABREAST)
    if not item.whole:
        return NumberEdit(item.text, item.low, item.high, whole=False, example=1.5)
    anchors = dict(item.anchors)
    low, high = anchors.pop(item.low, ""), anchors.pop(item.high, "")
    return ScaleRow(item.text, numeric_choices(item.low, item.high), measure=colour, low=low, high=high, words=anchors)


class FillIn(QWidget):
    """The questions of one questionnaire for one day.

    Signals: ``store_wanted()`` every question is answered and the person wants it stored; ``left()`` it is left without
    storing; ``day_chosen(object)`` a ``date``.
    Keys: those of the rows; Enter on the button stores, Escape leaves.
    """

    store_wanted = Signal()
    left = Signal()
    day_chosen = Signal(object)

    def __init__(
        self,
        questionnaire: "Questionnaire",
        day: date,
        today: date,
        scroller: QScrollArea,
        *,
        answers: Mapping[str, float] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``answers``: those already stored for ``day``, to be changed; the day then stays."""
        super().__init__(parent)
        self.questionnaire, self.day = questionnaire, day
        self._today = today
        self.when = FlowLabel("", "strong")
        self.other_day = MonthButton(today)
        self.other_day.setText(_("Another day ▾"))
        if answers is not None:
            self.other_day.hide()
        self.hint = make_label("", "muted")
        self.hint.hide()
        self.controls: dict[str, Control] = {
            item.key: control_for(item, questionnaire.key) for item in questionnaire.items
        }
        self.rows = [FieldRow(item.text, [self.controls[item.key]], stacked=True) for item in questionnaire.items]
        self.problem = make_label("", "error")
        self.problem.hide()
        self.store = KeyButton(_("Store"), _("Enter"), primary=True)
        self.store.setSizePolicy(self.store.sizePolicy().Policy.Preferred, self.store.sizePolicy().Policy.Fixed)
        self.leave = LinkButton(_("Leave without storing"))
        self.leave.setToolTip(_("Escape"))
        self._lay_out()
        self._fill(answers or {})
        for row in self.rows:
            row.scroller = scroller
        connect_in_order(self.rows)
        self.rows[-1].advance.connect(lambda: self.store.setFocus(Qt.FocusReason.TabFocusReason))
        guard_undo(self.findChildren(QLineEdit))
        self.other_day.day_chosen.connect(self._choose_day)
        self.store.clicked.connect(self.try_to_store)
        self.leave.clicked.connect(self.left)
        self.show_day(day)
        self._before = self.answers()

    @property
    def touched(self) -> bool:
        """Whether anything was answered, or typed, that is not stored."""
        return self.answers() != self._before or bool(unread_texts(self))

    def draft(self) -> dict[str, Any]:
        """Return what is answered and what was typed and not read, as JSON values."""
        return {
            "questionnaire": self.questionnaire.key,
            "day": self.day.isoformat(),
            "answers": self.answers(),
            "texts": unread_texts(self),
        }

    def take_draft(self, draft: Mapping[str, Any]) -> None:
        """Put back what ``draft`` returned."""
        self._fill({key: float(value) for key, value in dict(draft.get("answers") or {}).items()})
        type_texts(self, dict(draft.get("texts") or {}))

    def remind(self) -> None:
        """Say that the answers are not stored."""
        if self.touched:
            self.show_problem(_("Not saved yet. Your answers wait here until you save them."))

    def answers(self) -> dict[str, float]:
        """Return what is answered, item key to value."""
        found = {key: control.value() for key, control in self.controls.items()}
        return {key: float(value) for key, value in found.items() if value is not None}

    def focus_first_blank(self) -> None:
        """Put the focus on the first question without an answer, on the button if there is none."""
        blank = next((row for row in self.rows if not row.is_answered()), None)
        if blank is None:
            self.store.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            blank.focus_first()

    def show_day(self, day: date, hint: str = "") -> None:
        """Show which day is spoken of, and a quiet line under it."""
        self.day = day
        title = title_of(day, self._today, self.locale())
        self.when.setText(_("Today, {day}").format(day=title) if day == self._today else title)
        self.other_day.set_day(day)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def show_problem(self, sentence: str) -> None:
        """Say above the button why nothing was stored; nothing takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence)

    def try_to_store(self) -> None:
        """Ask for it to be stored if every question is answered; else say what is missing."""
        for row, control in zip(self.rows, self.controls.values(), strict=True):
            if isinstance(control, NumberEdit) and not control.commit():
                self.show_problem(_("Nothing was stored yet: please look at what is marked."))
                row.focus_first()
                control.selectAll()
                return
        blank = next((item for item in self.questionnaire.items if item.key not in self.answers()), None)
        if blank is not None:
            self.show_problem(_("Please answer “{question}” too. Nothing was stored yet.").format(question=blank.text))
            self.focus_first_blank()
            return
        self.show_problem("")
        self.store_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back from the button to the questions with Up, leave with Escape."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Up and QApplication.focusWidget() is self.store:
            self.rows[-1].focus_last()
        else:
            super().keyPressEvent(event)

    def _fill(self, answers: Mapping[str, float]) -> None:
        for key, control in self.controls.items():
            if key in answers:
                control.set_value(answers[key])

    def _choose_day(self, day: date) -> None:
        self.show_day(day)
        self.day_chosen.emit(day)
        self.focus_first_blank()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(tokens.RING, 0, tokens.RING, tokens.SPACE)
        head.setSpacing(tokens.SPACE)
        head.addWidget(make_label(self.questionnaire.instruction))
        head.addWidget(flowing(self.when, self.other_day, gap=2 * tokens.SPACE))
        head.addWidget(self.hint)
        column.addLayout(head)
        for row in self.rows:
            column.addWidget(row)
        foot = QVBoxLayout()
        foot.setContentsMargins(tokens.RING, tokens.SPACE, tokens.RING, 0)
        foot.setSpacing(tokens.SPACE)
        foot.addWidget(self.problem)
        foot.addWidget(flowing(self.store, self.leave, gap=2 * tokens.SPACE))
        column.addLayout(foot)
        column.addStretch(1)
