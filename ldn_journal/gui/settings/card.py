"""What the cards of the Settings page have in common."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.settings.load import SettingsView
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.parsed_edit import ParsedEdit, Unreadable

if TYPE_CHECKING:
    from ldn_journal.gui.settings.keeper import Keeper

_NAME_WIDTH = 260


class SettingsCard(Card):
    """A card that shows settings.

    Signals: ``page_wanted(str)`` a page, or part of one, that a button leads to; ``reached(object)`` a widget that came into
    view and should be scrolled to.
    """

    page_wanted = Signal(str)
    reached = Signal(object)

    def __init__(self, title: str, keeper: "Keeper | None" = None, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._kept = keeper
        self._box.setSpacing(tokens.SPACE)

    @property
    def keeper(self) -> "Keeper":
        """What stores for this card; only cards that were given one ask."""
        assert self._kept is not None  # noqa: S101
        return self._kept

    def show_view(self, view: SettingsView) -> None:
        """Show the settings as they are."""

    def settle(self) -> None:
        """The page goes out of sight: nothing need stay where it is any longer."""

    def add_field(self, label: str, edit: "ParsedEdit[Any]", hint: str = "") -> "SettingField":
        """Add a typed field under its label, with a sentence below it that explains it or says what is wrong."""
        field = SettingField(label, edit, hint)
        self.add_widget(field)
        return field


class SettingField(QWidget):
    """A label, a field, and below it a quiet sentence, in the place of which stands what is wrong."""

    def __init__(self, label: str, edit: "ParsedEdit[Any]", hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = hint
        self.edit = edit
        name = make_label(label, "small")
        name.setBuddy(edit)
        self._note = make_label(hint, "small", self)
        self._note.setHidden(not hint)
        wide = edit.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.SPACE // 2)
        column.setSpacing(tokens.SPACE // 2)
        column.addWidget(name)
        column.addWidget(edit, 0, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._note)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        edit.problem.connect(self._say)
        edit.advance.connect(lambda: self.focusNextPrevChild(True))
        edit.retreat.connect(lambda: self.focusNextPrevChild(False))

    def note(self) -> str:
        """Return what stands below the field."""
        return self._note.text()

    def _say(self, sentence: str) -> None:
        self._note.setText(sentence or self._hint)
        self._note.setProperty("role", "error" if sentence else "small")
        self._note.style().unpolish(self._note)
        self._note.style().polish(self._note)
        self._note.setVisible(bool(self._note.text()))


class WordsEdit(ParsedEdit[str]):
    """A field for a few words, blank allowed. Signals: those of ``ParsedEdit``, with a ``str``."""

    def __init__(self, name: str, longest: int, parent: QWidget | None = None) -> None:
        """``longest``: how many letters it takes."""
        self._longest = longest
        super().__init__(name, "", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def parse(self, text: str) -> str:
        """Return the words."""
        words = " ".join(text.split())
        if len(words) > self._longest:
            raise Unreadable(_("That is too long; {n} letters are the most.").format(n=self._longest))
        return words

    def shown(self, value: str) -> str:
        """Return the words as they are."""
        return value

    def key_hint(self) -> str:
        """Return nothing: words need no example."""
        return ""

    def sizeHint(self) -> QSize:
        """Return room for a name."""
        return QSize(theme_for(self).scaled(_NAME_WIDTH), theme_for(self).target)

    def minimumSizeHint(self) -> QSize:
        """Return a small width: long words scroll in the field."""
        return QSize(theme_for(self).scaled(120), theme_for(self).target)


def put(edit: ParsedEdit[Any], value: object) -> None:
    """Show a stored value, but never over what is being typed."""
    busy = (edit.hasFocus() and edit.isModified()) or edit.problem_text()
    if not busy and edit.value() != value:  # showing the same again would take the selection away
        edit.set_value(value)
