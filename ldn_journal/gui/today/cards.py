"""The cards beside the form: how long at this dose, what is left of it, the next visit."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_day, format_number
from ldn_journal.gui import tokens
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.today.sparkline import Sparkline
from ldn_journal.gui.today.visit_line import QUESTION, SUMMARY, questions_to_ask
from ldn_journal.gui.visits.when import until
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.labels import LinkButton, make_label

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.gui.today.load import CardsView


class Cards(QWidget):
    """The column of cards; each is there only if it has something to say.

    Signals: ``page_wanted(str)`` a page, or part of one, that a button of the next visit leads to.
    """

    page_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dose = Card()
        self.line = Sparkline()
        self.dose.add_widget(self.line)
        self._caption = self.dose.add_line(" ", "small")
        self.supply = Card()
        self._left = self.supply.add_line(" ")
        self._use_by = self.supply.add_line(" ", "small")
        self.visit = Card()
        self._when = self.visit.add_line(" ")
        self._questions = self.visit.add_line(" ")
        self.summary, self.question = QPushButton(_("Open summary")), LinkButton(_("Add a question"))
        self.summary.clicked.connect(lambda: self.page_wanted.emit(SUMMARY))
        self.question.clicked.connect(lambda: self.page_wanted.emit(QUESTION))
        buttons = QWidget()
        room = QVBoxLayout(buttons)
        room.setContentsMargins(0, tokens.SPACE, 0, 0)
        room.addWidget(flowing(self.summary, self.question))
        self.visit.add_widget(buttons)
        self._keys = make_label(_("Digits answer and move on. –\u00a0clears. ?\u00a0shows all keys."), "small")
        self._keys.setContentsMargins(6, 0, 6, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for part in (self.dose, self.supply, self.visit):
            # As high as its words and buttons need at this width; a greatest height by the hint would cut them.
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            part.hide()
            column.addWidget(part)
        column.addWidget(self._keys)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_view(self, view: "CardsView") -> None:
        """Show what is known."""
        self._show_dose(view)
        self._show_supply(view)
        self._show_visit(view)

    def show_keys(self, wanted: bool) -> None:
        """Show the line on keys, or leave it out while other questions are asked."""
        self._keys.setVisible(wanted)

    def _show_visit(self, view: "CardsView") -> None:
        visit = view.visit
        self.visit.setVisible(visit is not None)
        if visit is None:
            return
        self.visit.set_title(_("Next visit: {day}").format(day=_day(visit.day, view.last)))
        # Not torn apart where the line is full.
        when = until(visit.day, view.today).replace(" ", "\u00a0")
        with_whom = _("{whom}, {when}").format(whom=visit.with_whom, when=when)
        self._when.setText(with_whom if visit.with_whom else when)
        self._when.show()
        self._questions.setText(questions_to_ask(visit))
        self._questions.show()

    def _show_dose(self, view: "CardsView") -> None:
        from ldn_journal.domain.amounts import format_amount
        from ldn_journal.gui.today.items import colour_key

        planned = view.since is not None and view.amount_pg is not None
        self.dose.setVisible(planned or len(view.values) > 1)
        if planned and view.since is not None:
            fields = {"amount": format_amount(view.amount_pg or 0), "day": _day(view.since, view.last)}
            over = _("On {amount} since {day}") if view.amount_pg else _("A break since {day}")
            self.dose.set_title(_("Day {n}").format(n=view.number), over.format(**fields))
        else:
            self.dose.set_title(_("Before LDN"))
        name = _(view.outcome.name)
        caption = (
            _("{measure}, last six months, with changes of dose") if view.steps else _("{measure}, last six months")
        )
        self._caption.setText(caption.format(measure=name))
        self._caption.setVisible(len(view.values) > 1)
        self.line.setVisible(len(view.values) > 1)
        self.line.show_values(
            name, colour_key(view.outcome), view.values, view.first, view.last, view.steps,
            view.outcome.low, _ceiling(view),
        )  # fmt: skip

    def _show_supply(self, view: "CardsView") -> None:
        made = view.prescription
        self.supply.setVisible(made is not None and view.left is not None)
        if made is None or view.left is None:
            return
        liquid = made.pg_per_ml is not None
        self.supply.set_title(_("Liquid") if liquid else _("Capsules") if made.form == "capsule" else _("Supply"))
        left = format_number(view.left, 1 if view.left != int(view.left) else 0)
        amount = _("{n} mL").format(n=left) if liquid else left
        if view.until is not None:
            self._left.setText(_("{amount} left, until {day}").format(amount=amount, day=_day(view.until, view.last)))
        else:
            self._left.setText(_("{amount} left").format(amount=amount))
        parts = {"day": _day(made.use_by, view.last) if made.use_by else "", "pharmacy": made.pharmacy or ""}
        if made.use_by and made.pharmacy:
            words = _("Use by {day} · {pharmacy}").format(**parts)
        elif made.use_by:
            words = _("Use by {day}").format(**parts)
        else:
            words = made.pharmacy or ""
        self._left.show()
        self._use_by.setText(words)
        self._use_by.setVisible(bool(words))


def _ceiling(view: "CardsView") -> float:
    """The top of the picture: the scale's end, or the highest value where the scale is far wider."""
    highest = max(view.values.values(), default=view.outcome.high)
    return view.outcome.high if view.outcome.high <= 2 * max(highest, 5) else highest


def _day(day: "date", now: "date") -> str:
    """Return a date in one piece, without its year where that goes without saying."""
    return format_day(day, "day" if abs((day - now).days) < 300 else "long").replace(" ", "\u00a0")
