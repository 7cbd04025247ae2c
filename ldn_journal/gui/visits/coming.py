"""The next appointment, the questions for it, and those that earlier visits left open."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_day
from ldn_journal.gui import tokens
from ldn_journal.gui.treatment.entry_list import EntryList
from ldn_journal.gui.treatment.fields import Field, text_field
from ldn_journal.gui.treatment.form import Deed
from ldn_journal.gui.treatment.rows import RowAction, RowSpec
from ldn_journal.gui.treatment.storing import removing
from ldn_journal.gui.visits.load import OpenQuestion, folded
from ldn_journal.gui.visits.storing import answering, asking, carrying_over, dropping, rewording
from ldn_journal.gui.visits.when import until
from ldn_journal.gui.visits.words import changing_visit, long_day, noting, planning, questions_words
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.labels import make_label

if TYPE_CHECKING:
    from ldn_journal.domain.life import Visit
    from ldn_journal.gui.visits.load import VisitsView


@dataclass(frozen=True)
class _Words:
    """A question as a form shows it."""

    question: str


class ComingCard(Card):
    """The next visit. ``visit``, ``questions`` and ``left`` are its lists. Signals: ``asked(object)`` a job to run."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._view: VisitsView | None = None
        self._day = make_label("", "heading")
        self.add_widget(self._day)
        self.visit = EntryList(_("Your questions for the next appointment, and what was said there, are kept here."))
        self.add_widget(self.visit)
        self.plan = self.visit.add_adder("add", _("Plan a visit…"), self._plan)
        self.questions = EntryList(_("Nothing noted yet. What comes to mind in between can be kept here."))
        self.questions.add_adder("add", _("Add a question…"), self._ask)
        self._asking = _part(_("Questions to ask"), self.questions)
        self.add_widget(self._asking)
        self.left = EntryList("")
        self._carry = self.left.add_button("")
        self._carry.clicked.connect(self._carry_over)
        self._hint = make_label(_("Plan the next visit to carry them over."), "small")
        self._leaving = _part(_("Left open by earlier visits"), self.left, self._hint)
        self.add_widget(self._leaving)

    @property
    def carry(self) -> QPushButton:
        """Return the button that carries over what was left open."""
        return self._carry

    def begin_question(self) -> None:
        """Unfold the form for a question, or go to where a visit to ask it at is planned."""
        coming = self._view is not None and self._view.coming is not None
        button = self.questions.adders["add"] if coming else self.plan
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        if coming:
            button.click()

    def show_view(self, view: "VisitsView") -> None:
        """Show the next visit, or the invitation to plan one."""
        self._view = view
        coming = view.coming
        self.set_title("", _("Next visit"))
        self._day.setText(long_day(coming.day) if coming is not None else _("No visit planned"))
        self.plan.setText(_("Plan another visit…") if coming is not None else _("Plan a visit…"))
        self._set_primary(coming is None)
        self.visit.show_rows([_visit_row(coming, view)] if coming is not None else [])
        self._asking.setVisible(coming is not None)
        if coming is not None:
            self.questions.show_rows([_question_row(coming, text) for text in coming.questions if text.strip()])
        left = view.open_questions
        self._leaving.setVisible(bool(left))
        self.left.show_rows([_left_row(one) for one in left])
        self._carry.setVisible(coming is not None)
        self._hint.setVisible(coming is None)
        self._carry.setText(_("Carry it over") if len(left) == 1 else _("Carry them over"))
        if coming is not None:
            self._carry.setAccessibleName(
                _("Carry {questions} over to the visit of {day}").format(
                    questions=questions_words(len(left)), day=format_day(coming.day)
                )
            )

    def _set_primary(self, primary: bool) -> None:
        if bool(self.plan.property("primary")) != primary:
            self.plan.setProperty("primary", primary)
            self.plan.style().unpolish(self.plan)
            self.plan.style().polish(self.plan)

    def _plan(self) -> Deed:
        assert self._view is not None  # noqa: S101 - the button comes into view with it
        return planning(self._view.today)

    def _ask(self) -> Deed:
        assert self._view is not None  # noqa: S101 - as above
        assert self._view.coming is not None  # noqa: S101 - the list is only shown with it
        return Deed(_("A question"), _question_fields(), asking(self._view.coming.id))

    def _carry_over(self) -> None:
        view = self._view
        if view is not None and view.coming is not None:
            self.questions.adders["add"].setFocus()
            self.asked.emit(carrying_over(view.coming.id, [one.text for one in view.open_questions]))


def _part(title: str, *widgets: QWidget) -> QWidget:
    """Return a part of the card under its own heading."""
    part = QWidget()
    part.setAccessibleName(title)
    part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    box = QVBoxLayout(part)
    box.setContentsMargins(0, 2 * tokens.SPACE, 0, 0)
    box.setSpacing(tokens.SPACE)
    box.addWidget(make_label(title, "strong"))
    for widget in widgets:
        box.addWidget(widget)
    return part


def _question_fields() -> tuple[Field, ...]:
    why = _("Write what you want to ask.")
    return (text_field("question", _("What do you want to ask?"), required=why, width=280, grows=True),)


def _visit_row(visit: "Visit", view: "VisitsView") -> RowSpec:
    from ldn_journal.domain.records import Kind

    day = format_day(visit.day)
    named = _("Change the visit of {day}").format(day=day)
    actions = [RowAction("change", _("Change"), named, deed=changing_visit(visit, view.today))]
    if visit.day <= view.today:
        said = _("Write what was said on {day}").format(day=day)
        actions.insert(0, RowAction("said", _("What was said"), said, deed=noting(visit, view.today)))
    away = _("Remove the visit of {day}").format(day=day)
    actions.append(RowAction("remove", _("Remove"), away, job=removing(Kind.VISIT, visit.id)))
    return RowSpec(
        visit.id,
        "",
        visit.with_whom or _("With whom is not said yet"),
        details=tuple(text for text in (visit.reason, visit.said) if text),
        mark=until(visit.day, view.today),
        actions=tuple(actions),
    )


def _tick(visit: "Visit", question: str) -> RowAction:
    name = _("Answered: {question}").format(question=question)
    return RowAction("tick", _("Tick when it is answered"), name, job=answering(visit.id, question))


def _question_row(visit: "Visit", question: str) -> RowSpec:
    change = Deed(_("Change the question"), _question_fields(), rewording(visit.id, question), record=_Words(question))
    named = {"question": question}
    return RowSpec(
        folded(question),
        "",
        question,
        tick=_tick(visit, question),
        actions=(
            RowAction("change", _("Change"), _("Change the question: {question}").format(**named), deed=change),
            RowAction(
                "remove",
                _("Remove"),
                _("Remove the question: {question}").format(**named),
                job=dropping(visit.id, question),
            ),
        ),
    )


def _left_row(one: OpenQuestion) -> RowSpec:
    return RowSpec(
        folded(one.text),
        "",
        one.text,
        details=(_("From the visit of {day}").format(day=format_day(one.visit.day, "medium")),),
        tick=_tick(one.visit, one.text),
        actions=(
            RowAction(
                "remove",
                _("Leave out"),
                _("Leave out the question: {question}").format(question=one.text),
                job=dropping(one.visit.id, one.text),
            ),
        ),
    )
