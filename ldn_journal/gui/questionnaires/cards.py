"""One card for each questionnaire: what it asks, when it was last filled in, whether it is due."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_day, ngettext, one_full_stop
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.ticks import TickBox
from ldn_journal.gui.widgets.two_abreast import TwoAbreast

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.clinical.questionnaires import Questionnaire
    from ldn_journal.gui.questionnaires.load import Offered

_TWO_ABREAST = 780
"""Width at 100 % text from which two cards stand side by side."""


class _Switch(TickBox):
    """A box to tick, as high a target as the buttons beside it."""

    def sizeHint(self) -> QSize:
        """Return the width of the words at the height of a button."""
        return QSize(super().sizeHint().width(), theme_for(self).target)


class QuestionnaireCard(Card):
    """A questionnaire. Signals: ``fill_in(str)`` its key; ``chosen(str, bool)`` whether to be reminded of it."""

    fill_in = Signal(str)
    chosen = Signal(str, bool)

    def __init__(self, questionnaire: "Questionnaire", parent: QWidget | None = None) -> None:
        super().__init__(questionnaire.name, parent=parent)
        self.key = questionnaire.key
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.add_line(asks(questionnaire), "muted").setContentsMargins(0, 0, 0, tokens.SPACE // 2)
        self.last = self.add_line(" ")
        self.due = self.add_line(" ")
        self.button = QPushButton(_("Fill in"))
        self.button.setAccessibleName(_("Fill in “{questionnaire}”").format(questionnaire=questionnaire.name))
        self.remind = _Switch(_("Remind me"))
        self.remind.setToolTip(_("When it is due, a line on the Today page says so."))
        self.remind.setAccessibleName(
            _("Remind me of “{questionnaire}” on the Today page").format(questionnaire=questionnaire.name)
        )
        room = QWidget()
        column = QVBoxLayout(room)
        column.setContentsMargins(0, tokens.SPACE, 0, 0)
        column.addStretch(1)
        column.addWidget(flowing(self.button, self.remind, gap=2 * tokens.SPACE))
        self.add_widget(room)
        self.button.clicked.connect(lambda: self.fill_in.emit(self.key))
        self.remind.clicked.connect(lambda wanted: self.chosen.emit(self.key, wanted))

    def show_offered(self, offered: "Offered", today: "date") -> None:
        """Show what is known of it."""
        last, due = offered.last, offered.since is not None
        if last is not None:
            words = _("Last filled in on {day}: {score}.")
            self.last.setText(words.format(day=_day(last.day, today), score=last.words))
        self.last.setVisible(last is not None)
        if last is None:
            _say(self.due, _before_the_first(offered, today), "strong" if due else "body")
        elif offered.since is not None:
            _say(self.due, one_full_stop(_("Due since {day}.").format(day=_day(offered.since, today))), "strong")
        else:
            following = offered.next_on
            next_words = _("Next on {day}.").format(day=_day(following, today)) if following is not None else ""
            _say(self.due, one_full_stop(next_words), "body")
        self.remind.setChecked(offered.chosen)
        if self.button.property("primary") != due:
            self.button.setProperty("primary", due)
            self.button.style().unpolish(self.button)
            self.button.style().polish(self.button)


class Cards(TwoAbreast):
    """All cards, two abreast where there is room. Signals: those of ``QuestionnaireCard``."""

    fill_in = Signal(str)
    chosen = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_TWO_ABREAST, parent=parent)
        self.cards: dict[str, QuestionnaireCard] = {}

    def show_offered(self, offered: "tuple[Offered, ...]", today: "date") -> None:
        """Show every questionnaire."""
        for one in offered:
            key = one.questionnaire.key
            if key not in self.cards:
                card = self.cards[key] = QuestionnaireCard(one.questionnaire, self)
                card.fill_in.connect(self.fill_in)
                card.chosen.connect(self.chosen)
            self.cards[key].show_offered(one, today)
        self.put(self.cards.values())

    def first(self) -> QPushButton | None:
        """Return the button to begin with: of what is due, else of the first."""
        buttons = [card.button for card in self.cards.values()]
        return next((one for one in buttons if one.property("primary")), buttons[0] if buttons else None)


def _before_the_first(offered: "Offered", today: "date") -> str:
    """Return what is to be said of a questionnaire that was never filled in."""
    if offered.since is not None:
        return _("Due: not filled in yet.")
    if offered.next_on is not None:
        return one_full_stop(_("First due on {day}.").format(day=_day(offered.next_on, today)))
    if offered.chosen and offered.questionnaire.after_start:
        return _("Asked once LDN has been taken for a month.")
    return _("Not filled in yet.")


def asks(questionnaire: "Questionnaire") -> str:
    """Return in a sentence or two what a questionnaire asks, and how often."""
    n = len(questionnaire.items)
    if questionnaire.every_days == 7:
        often = ngettext("{n} question, once a week.", "{n} questions, once a week.", n)
    elif questionnaire.every_days in (28, 30, 31):
        often = ngettext("{n} question, once a month.", "{n} questions, once a month.", n)
    else:
        often = ngettext("{n} question, every {days} days.", "{n} questions, every {days} days.", n)
    words = often.format(n=n, days=questionnaire.every_days)
    # Where there is no score, each item's own measure says what it is.
    told = [_(measure.explanation) for measure in questionnaire.measures if measure.explanation]
    return _("{often} {what}").format(often=words, what=" ".join(told) or questionnaire.instruction)


def _day(day: "date", today: "date") -> str:
    return format_day(day, "short" if day.year == today.year else "medium")


def _say(label: QLabel, text: str, role: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
    label.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
