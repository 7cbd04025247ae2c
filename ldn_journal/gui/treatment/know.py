"""Good to know, on request: what is published about surgery, liver, kidneys and pregnancy, with its source."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.fold_button import FoldButton
from ldn_journal.gui.widgets.labels import make_label

KEYS = ("surgery", "liver", "kidney", "pregnancy")


class Folded(QWidget):
    """A title that unfolds its text. It has no signals; ``button`` folds and unfolds."""

    def __init__(self, title: str, text: str, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = FoldButton(title)
        self.text = make_label(text, "body")
        self.source = make_label(_("Source: {source}").format(source=source), "small")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.SPACE // 2)
        box.addWidget(self.button)
        box.addWidget(self.text)
        box.addWidget(self.source)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.button.toggled.connect(self._show)
        self._show(False)

    def _show(self, unfolded: bool) -> None:
        self.text.setVisible(unfolded)
        self.source.setVisible(unfolded)


class KnowCard(Card):
    """The facts, each folded until asked for. ``facts`` by key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Good to know"), parent=parent)
        from ldn_journal.clinical.cautions import cautions

        self.add_line(
            _("What is published, in short. It is no advice for you; your doctor or pharmacist knows more."), "muted"
        )
        found = cautions()
        self.facts = {key: Folded(found[key].title, found[key].text, found[key].source) for key in KEYS}
        for fact in self.facts.values():
            self.add_widget(fact)
