"""The recovery code typed for practice: whoever has done it once knows where the code is, and that it is the right one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.keeping.code_edit import CodeEdit
from ldn_journal.gui.keeping.load import KeepingView
from ldn_journal.gui.keeping.panel import Panel, Unfolding
from ldn_journal.gui.keeping.trial_card import day_of
from ldn_journal.gui.page import Context
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import LinkButton
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.journal.backup_trials import CodeAnswer, CodePractice


class PracticeCard(Card):
    """There only where there is a recovery code. Signals: ``changed()`` it was typed rightly, or put off."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Do you still have your recovery code?"), parent=parent)
        self._context = context
        self._box.setSpacing(tokens.SPACE)
        self.state = self.add_line(" ", "body")
        self.begin = QPushButton(_("Type it for practice…"))
        self.later = LinkButton(_("Not now"))
        self._deeds = flowing(self.begin, self.later, gap=16)
        self.add_widget(self._deeds)
        self.place = Unfolding()
        self.add_widget(self.place)
        self.told = self.add_line(" ", "body")
        self.told.hide()
        self.field: CodeEdit | None = None
        self.begin.clicked.connect(self._open)
        self.later.clicked.connect(self._put_off)
        self.hide()

    def show_view(self, view: KeepingView) -> None:
        """Show how it stands with the code."""
        self.setVisible(view.practice is not None)
        if view.practice is None:
            self._fold()
            return
        self.state.setText(_state_words(view.practice))
        self.state.show()
        self._deeds.show_only(*((self.begin, self.later) if view.practice.offered else (self.begin,)))

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was typed once nobody looks at it."""
        super().hideEvent(event)
        self._fold()
        self._tell("")

    def _fold(self) -> None:
        if self.field is not None:
            self.field.clear()
            self.field = None
            self.place.fold(back=False)

    def _open(self) -> None:
        self._tell("")
        self.field = field = CodeEdit()
        panel = Panel(
            _("Type your recovery code"),
            _("Find the note and type the code from it. Nothing locks and nothing changes, whatever you type."),
            [field],
            _("Check the code"),
        )

        def run() -> None:
            typed = field.text()
            if not typed.strip():
                field.setFocus()
                return
            panel.wait()
            self._context.tasks.run(
                lambda journal: journal.practise_code(typed), lambda answer: self._answered(panel, answer), failed,
                owner=panel,
            )  # fmt: skip

        def failed(error: Exception) -> None:
            field.clear()
            panel.say(sentence_for(error))

        panel.given.connect(run)
        panel.closed.connect(field.clear)
        self.place.open(panel, self.begin)

    def _answered(self, panel: Panel, answer: "CodeAnswer") -> None:
        from ldn_journal.journal.backup_trials import CodeAnswer

        if self.field is None:
            return
        if answer is CodeAnswer.RIGHT:
            self.field.clear()
            self.field = None
            self.place.fold()
            self._tell(_("That's the right code. Keep it where you found it."))
            self.changed.emit()
        elif answer is CodeAnswer.SLIP:
            # It is left in the field, so that one wrong letter need not cost the other thirty-one.
            panel.say(
                _(
                    "There's a slip in it: a code has 32 letters and digits, in eight groups of four. Show it and compare."
                )
            )
            self.field.setFocus()
        else:
            self.field.clear()
            panel.say(
                _(
                    "That's not the code of this journal; it may be an older one. If you can't find another note, choose “New"
                    " recovery code…” above and write that one down. Your password still works."
                )
            )
            self.field.setFocus()

    def _put_off(self) -> None:
        self._context.tasks.run(
            lambda journal: journal.put_off_practice(), lambda _none: self.changed.emit(), owner=self
        )

    def _tell(self, sentence: str) -> None:
        if sentence:
            announce(self, sentence)
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))


def _state_words(practice: "CodePractice") -> str:
    if practice.offered:
        return _(
            "It's been half a year. Would you like to type your recovery code, to be sure you can find it when you need it?"
        )
    if practice.practised_at is not None:
        return _("You last typed it on {day}, and it was right.").format(day=day_of(practice.practised_at))
    return _(
        "If you forget your password, only the recovery code opens the journal. Type it here to be sure it's right."
    )
