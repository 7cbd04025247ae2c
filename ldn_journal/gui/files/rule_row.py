"""One column or name of a file, and what the person says it is."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.files.rules import (
    KNOWN,
    NEW,
    OWN,
    choice_of,
    choices,
    fields_for,
    rule_of,
    texts_of,
    word_field,
)
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.today.flow import Flow
from ldn_journal.gui.treatment.cells import Cell
from ldn_journal.gui.treatment.fields import choice_field
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.parsed_edit import Unreadable

if TYPE_CHECKING:
    from ldn_journal.domain.measures import NewMeasure
    from ldn_journal.exchange.needed import Glimpse
    from ldn_journal.exchange.starter import UnknownName
    from ldn_journal.gui.treatment.fields import Field


class RuleRow(QWidget):
    """A name, examples of its values, a choice, and the fields of that choice. ``cells`` by key. Signals: ``edited()``."""

    edited = Signal()

    def __init__(
        self,
        asked: "UnknownName",
        glimpse: "Glimpse",
        measures: "Mapping[str, NewMeasure]",
        *,
        names: bool,
        new_rule: Mapping[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        """``new_rule`` makes a measure of it, with its key."""
        super().__init__(parent)
        self.name = asked.name
        self.cells: dict[str, Cell] = {}
        self._asked = asked
        self._measures = measures
        self._names = names
        self._new_rule = new_rule
        self._rule: Mapping[str, Any] = {}
        own = bool(asked.words) and asked.target not in measures
        what = choice_field("choice", _("What it is"), choices(names=names, own=own), width=210)
        self.choice = Cell(what)
        self.choice.control.setAccessibleName(_("What “{name}” is").format(name=self.name))
        self._flow = Flow(gap=12, top=True)
        self._flow.add(self.choice)
        self._problem = make_label("", "error")
        self._problem.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, tokens.SPACE, 0, tokens.SPACE)
        box.setSpacing(tokens.SPACE // 2)
        box.addWidget(make_label(self.name, "strong"))
        self._examples = make_label(_examples(glimpse, self.name), "small")
        box.addWidget(self._examples)
        self._examples.setVisible(bool(self._examples.text()))
        box.addWidget(self._flow)
        box.addWidget(self._problem)
        self.setAccessibleName(self.name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.choice.edited.connect(self._chosen)

    def put(self, rule: Mapping[str, Any] | None) -> None:
        """Show a rule of a mapping, or that the name is left out."""
        self._rule = rule or {}
        choice = choice_of(rule, self._measures)
        self.choice.put(choice)
        self._unfold(choice)

    def rule(self) -> dict[str, Any] | None:
        """Return the rule as it stands; ``None`` for a column that is left out. Raises ``Unreadable`` and shows why."""
        read: dict[str, Any] = {}
        wrong = [cell for cell in self.cells.values() if not _reads(cell, read)]
        if wrong:
            wrong[0].go()
            raise Unreadable(wrong[0].note())
        choice = self.choice.text()
        words = {word: read[word] for word in self._words(choice)}
        try:
            rule = rule_of(choice, read, self._before(choice), names=self._names)
        except Unreadable as error:
            self._say(str(error))
            self.cells["first"].go()
            raise
        if words and rule is not None:
            rule["values"] = {**rule.get("values", {}), **words}
        return rule

    @property
    def stops(self) -> list[QWidget]:
        """What Tab goes to, in order."""
        return [self.choice.control, *(cell.control for cell in self.cells.values())]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline above."""
        QPainter(self).fillRect(0, 0, self.width(), 1, theme_for(self).colour("line"))

    def _before(self, choice: str) -> Mapping[str, Any]:
        """The rule that the fields of a choice begin with."""
        if choice_of(self._rule, self._measures) == choice:
            return self._rule
        if choice == NEW:
            return self._new_rule
        if choice == KNOWN and self._asked.target in self._measures:
            ends = {} if self._asked.ends is None else {"rescale": list(self._asked.ends)}
            return {"measure": self._asked.target, **ends}
        return {"measure": self._asked.target} if choice == OWN else {}

    def _words(self, choice: str) -> tuple[str, ...]:
        own = choice == OWN or (choice == KNOWN and self._asked.target in self._measures)
        return self._asked.words if own else ()

    def _chosen(self) -> None:
        self._unfold(self.choice.text())
        self.edited.emit()

    def _unfold(self, choice: str) -> None:
        """Show the fields of a choice in the place of those before."""
        rule = self._before(choice)
        fields = fields_for(choice, rule, self._measures, names=self._names)
        fields += [word_field(word) for word in self._words(choice)]
        values = rule.get("values", {})
        texts = texts_of(choice, rule) | {word: str(values[word]) for word in self._words(choice) if word in values}
        if choice == NEW:
            texts.setdefault("name", self.name)
        self._say("")
        self._flow.keep(1)
        self.cells = {}
        self._add(fields, texts)
        if choice == KNOWN:
            self.cells["measure"].edited.connect(self._other_measure)

    def _add(self, fields: "Sequence[Field]", texts: Mapping[str, str]) -> None:
        for field in fields:
            cell = Cell(field)
            self.cells[field.keys[0]] = cell
            cell.put(texts.get(field.keys[0], ""))
            label = _("{field}, for “{name}”").format(field=field.label, name=self.name)
            cell.control.setAccessibleName(label)
            cell.edited.connect(self.edited)
            self._flow.add(cell)
        for one, following in pairwise(self.stops):
            QWidget.setTabOrder(one, following)

    def _other_measure(self) -> None:
        """Ask for what the measure chosen now needs: lengths of time are written in units and have no ends."""
        rule = {"measure": self.cells["measure"].text()}
        fields = fields_for(KNOWN, rule, self._measures, names=self._names)[1:]
        fields += [word_field(word) for word in self._words(KNOWN)]
        if [field.keys[0] for field in fields] != list(self.cells)[1:]:
            # The list itself stays as it is: somebody may be going through it by arrow or letter.
            self._flow.keep(2)
            self.cells = {"measure": self.cells["measure"]}
            self._add(fields, {})

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))


def _reads(cell: Cell, read: dict[str, Any]) -> bool:
    try:
        read |= cell.read()
    except Unreadable:
        return False
    return True


def _examples(glimpse: "Glimpse", name: str) -> str:
    from ldn_journal.exchange.receipt import format_count

    n = glimpse.counts.get(name, 0)
    if not n:
        return ""
    listed = ", ".join(glimpse.examples.get(name, ()))
    words = ngettext("{n} value: {examples}", "{n} values, such as {examples}", n)
    return words.format(n=format_count(n), examples=listed)
