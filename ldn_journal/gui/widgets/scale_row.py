"""A rating as a row of cells: 0 to 10, words of severity, 1 to 7, yes or no."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import Theme, theme_for
from ldn_journal.gui.widgets.anchors import Anchor, AnchorLines
from ldn_journal.gui.widgets.choice import ChoiceCell, ChoiceGroup, announce, draw_ring
from ldn_journal.gui.widgets.choices import Choice, numeric_choices
from ldn_journal.gui.widgets.mirrored import mirrored_in
from ldn_journal.gui.widgets.scale_cell import ScaleCell
from ldn_journal.gui.widgets.typed_digits import TypedDigits, plain_digit

GAP: Final = 4
_LONG_WORDS: Final = 160
"""Width at 100 % text above which two cells need not stand side by side."""


class ScaleRow(ChoiceGroup):
    """A rating: blank until touched, one cell chosen at most, and clearable.

    Signals
        ``answered(float)``  the person chose or accepted a value. After a first digit 1, an ``answered(10.0)`` may
                             follow within 0.7 s when 0 is typed: record it over the first.
        ``cleared()``        the person took the value back; blank is not zero.
        ``advance()``        move to the next item (after a digit, Enter, Down); ``retreat()``: to the one before (Up).
        ``changed()``        what is shown changed, by the person or by the program.

    Keys: a digit answers and moves on; 1 then 0 within 0.7 s, or T, answers 10; arrows move the choice; Home and End go
    to the ends; Space or Enter accepts a suggestion; minus, Delete and Backspace clear; Enter and Down move on.

    Sizes: 44 px high (more with large text), cells share the width and fold into lines when narrow; ``ring_margin``
    pixels around the cells belong to the focus ring.
    """

    answered = Signal(float)
    cleared = Signal()
    advance = Signal()
    retreat = Signal()
    changed = Signal()

    ring_margin = tokens.RING

    def __init__(
        self,
        name: str,
        choices: Sequence[Choice] | None = None,
        *,
        measure: str = "",
        low: str = "",
        high: str = "",
        words: Mapping[float, str] | None = None,
        column: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``name`` as spoken; ``measure`` colours; ``low``/``high`` anchor the ends; ``words`` are the person's own.

        ``column``: one cell under the other, for many long words; Down and Up then move the choice.
        """
        super().__init__(name, parent)
        self.measure = measure
        self.vertical = column
        self._choices = list(choices) if choices is not None else numeric_choices()
        self._keys = [f"{choice.value:g}" for choice in self._choices]
        self._value: float | None = None
        self._unconfirmed = False
        self._digits = TypedDigits(self._keys, self)
        self._digits.completed.connect(self._answer)
        self._digits.changed.connect(self._repaint_cells)
        self._low, self._high = low, high
        self._measured_for: Theme | None = None
        self._widths: list[int] = []
        self._anchors = AnchorLines()
        self.set_cells([ScaleCell(choice, self) for choice in self._choices])
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_words(words or {})
        self._refresh()

    # -- what it holds -------------------------------------------------------------------------------------------

    def value(self) -> float | None:
        """Return the recorded value, or None for blank or only suggested."""
        return None if self._unconfirmed else self._value

    def suggestion(self) -> float | None:
        """Return the suggested value that waits to be accepted, or None."""
        return self._value if self._unconfirmed else None

    def is_answered(self) -> bool:
        """Say whether a value is recorded."""
        return self.value() is not None

    def is_unconfirmed(self) -> bool:
        """Say whether a suggestion waits to be accepted."""
        return self._unconfirmed

    def set_value(self, value: float | None) -> None:
        """Show a recorded value, or blank for None, without signalling an answer. A value off the scale is an error."""
        self._digits.close()
        self._show(value, unconfirmed=False)

    def suggest(self, value: float) -> None:
        """Show ``value`` as unconfirmed, dashed, until the person accepts or changes it."""
        self._show(value, unconfirmed=True)

    def accept(self) -> None:
        """Take the suggestion as the answer, as Enter does."""
        if self._unconfirmed and self._value is not None:
            self._answer(self._choices.index(self._choice_of(self._value)))

    def clear(self) -> None:
        """Take the value or the suggestion back, as minus does; ``cleared`` only tells of a recorded value."""
        self._digits.close()
        if self._value is None:
            return
        was_recorded = self.is_answered()
        self._show(None, unconfirmed=False)
        announce(self, _("{name}: not recorded").format(name=self.accessibleName()))
        if was_recorded:
            self.cleared.emit()

    def set_words(self, words: Mapping[float, str]) -> None:
        """Show the person's own words under the cells of these values."""
        anchors = []
        for number, choice in enumerate(self._choices):
            end = self._low if number == 0 else self._high if number == len(self._choices) - 1 else ""
            own = words.get(choice.value, "")
            text = _("“{words}”").format(words=own) if own else end
            if text:
                anchors.append(Anchor(number, choice.text, text))
            bare = own or end
            self.cells[number].setAccessibleName(
                _("{value}, {words}").format(value=choice.text, words=bare) if bare else choice.text
            )
        self._anchors.set_anchors(anchors, len(self._choices))
        self.measure_again()

    def key_hint(self) -> str:
        """Return one short line on which keys answer here, for showing beside the focused row."""
        first, last = self._choices[0].text, self._choices[-1].text
        if self._ten_index() is not None:
            return _("Keys {first} to {nine}, T for {ten}").format(first=first, nine=9, ten=10)
        if all(len(key) == 1 for key in self._keys):
            return _("Keys {first} to {last}").format(first=self._keys[0], last=self._keys[-1])
        return _("Type {first} to {last}").format(first=first, last=last)

    # -- layout --------------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that ``width`` needs: lines of cells, then the anchors."""
        theme = theme_for(self)
        inner = max(1, width - 2 * self.ring_margin)
        lines = self._lines(inner)
        cells = lines * theme.target + (lines - 1) * GAP
        return cells + 2 * self.ring_margin + self._anchors.height(theme, inner, GAP, folded=not self._even(inner))

    def sizeHint(self) -> QSize:
        """Return the width at which the cells stand in one line, and its height."""
        abreast = 1 if self.vertical else len(self.cells)
        width = abreast * self._cell_width() + (abreast - 1) * GAP + 2 * self.ring_margin
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: cells folded to two in a line at worst, to one where their words are long."""
        one = self._cell_width()
        width = min(2 * one + GAP, max(one, theme_for(self).scaled(_LONG_WORDS))) + 2 * self.ring_margin
        return QSize(width, theme_for(self).target + 2 * self.ring_margin)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the focus ring and the anchors."""
        theme = theme_for(self)
        painter = QPainter(self)
        area = self._cells_area()
        if self.has_focus():
            ring = area.adjusted(-self.ring_margin, -self.ring_margin, self.ring_margin, self.ring_margin)
            draw_ring(painter, theme, ring, tokens.RADIUS + 4)
        below = QRect(area.left(), area.bottom() + 1 + self.ring_margin, area.width(), self.height())
        folded = not self._even(area.width())
        self._anchors.paint(painter, theme, below, GAP, folded=folded, direction=self.layoutDirection())

    def _cell_widths(self) -> list[int]:
        """The least width of each cell: its words and a little air. Asked for at every step of laying out."""
        theme = theme_for(self)
        if self._measured_for is not theme:
            self._measured_for = theme
            metrics = QFontMetrics(theme.font("strong"))
            air = 8 if max(len(choice.text) for choice in self._choices) <= 2 else 16
            self._widths = [max(24, metrics.horizontalAdvance(choice.text) + air) for choice in self._choices]
        return self._widths

    def _cell_width(self) -> int:
        return max(self._cell_widths())

    def _even(self, width: int) -> bool:
        """Whether all cells stand in one line at the same width, so that words can stand below their cells."""
        count = len(self._choices)
        return count * self._cell_width() + (count - 1) * GAP <= width

    def _lines(self, width: int) -> int:
        count, need = len(self._choices), self._cell_width()
        if self.vertical:
            return count
        if sum(self._cell_widths()) + (count - 1) * GAP <= width:
            return 1
        for lines in range(2, count):
            per_line = -(-count // lines)
            if per_line * need + (per_line - 1) * GAP <= width:
                return -(-count // per_line)
        return count

    def _cells_area(self) -> QRect:
        theme = theme_for(self)
        width = self.width() - 2 * self.ring_margin
        if self.vertical:
            width = min(width, self._cell_width() + theme.space(6))
        lines = self._lines(max(1, width))
        return QRect(self.ring_margin, self.ring_margin, width, lines * theme.target + (lines - 1) * GAP)

    def arrange(self) -> None:
        """Lay the cells out."""
        area, target = self._cells_area(), theme_for(self).target
        if area.width() <= 0:
            return
        lines = self._lines(area.width())
        per_line = -(-len(self.cells) // lines)
        edges = [column * (area.width() + GAP) // per_line for column in range(per_line + 1)]
        if lines == 1 and not self._even(area.width()):
            # Words of unlike length in one line: each cell gets what its words need and the same share of the rest.
            needs = self._cell_widths()
            spare = area.width() + GAP - sum(needs) - GAP * per_line
            edges = [sum(needs[:column]) + GAP * column + spare * column // per_line for column in range(per_line + 1)]
        for number, cell in enumerate(self.cells):
            line, column = divmod(number, per_line)
            left, right = area.left() + edges[column], area.left() + edges[column + 1] - GAP
            rect = QRect(left, area.top() + line * (target + GAP), right - left, target)
            cell.setGeometry(mirrored_in(self, rect))
        self.update()

    # -- keys ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer, move, clear or go on."""
        key, text = event.key(), event.text()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or text in ("-", "−"):
            self.clear()
        elif self.vertical and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._digits.close()
            if key != Qt.Key.Key_Down:
                self.accept()
            self.advance.emit()
        elif key == Qt.Key.Key_Up:
            self._digits.close()
            self.retreat.emit()
        elif key == Qt.Key.Key_Space:
            self._answer(self.stop)
        elif self.step_of(key) or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(key)
        elif event.isAutoRepeat() or not self._type(text):
            event.ignore()

    def cell_activated(self, index: int) -> None:
        """Answer with the clicked cell."""
        self._digits.close()
        self._answer(index)

    def focus_changed(self) -> None:
        """Repaint the ring and let the row around it show its hint."""
        super().focus_changed()
        self.changed.emit()

    def expects(self, cell: ChoiceCell) -> bool:
        """Say whether a second digit may still change the answer to ``cell``'s."""
        return self._digits.may_become(self.cells.index(cell))

    def _move(self, key: int) -> None:
        self._digits.close()
        last = len(self.cells) - 1
        step = self.step_of(key)
        if step == 0:
            index = 0 if key == Qt.Key.Key_Home else last
        elif self._value is None:
            index = 0 if step > 0 else last
        else:
            index = min(max(self.chosen_index() + step, 0), last)
        self._answer(index)

    def _ten_index(self) -> int | None:
        return self._keys.index("10") if "10" in self._keys else None

    def _type(self, text: str) -> bool:
        """Take a typed character; say whether it meant something here."""
        typed = plain_digit(text)
        ten = self._ten_index()
        if not typed:
            return False
        if typed.upper() == "T" and ten is not None:
            self._answer(ten)
            self.advance.emit()
            return True
        index = self._keys.index(typed) if typed in self._keys else self._by_letter(typed)
        if index is None:
            return False
        self._answer(index)
        self._digits.begin(typed)
        self.advance.emit()
        return True

    def _by_letter(self, letter: str) -> int | None:
        found = [
            number
            for number, choice in enumerate(self._choices)
            if letter.isalpha() and choice.text.casefold().startswith(letter.casefold())
        ]
        return found[0] if len(found) == 1 else None

    # -- inside --------------------------------------------------------------------------------------------------

    def _choice_of(self, value: float) -> Choice:
        for choice in self._choices:
            if abs(choice.value - value) < 1e-9:
                return choice
        raise ValueError(f"{value} is not on this scale")

    def _answer(self, index: int) -> None:
        choice = self._choices[index]
        if self._value == choice.value and not self._unconfirmed:
            return
        self._show(choice.value, unconfirmed=False)
        announce(
            self, _("{name}: {value}").format(name=self.accessibleName(), value=self.cells[index].accessibleName())
        )
        self.answered.emit(choice.value)

    def _show(self, value: float | None, *, unconfirmed: bool) -> None:
        index = -1 if value is None else self._choices.index(self._choice_of(value))
        self._value = None if value is None else self._choices[index].value
        self._unconfirmed = unconfirmed and value is not None
        self.mark_chosen(index)
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        index = self.chosen_index()
        if index < 0:
            text = _("not recorded")
        elif self._unconfirmed:
            text = _("{value}, suggested, not yet accepted").format(value=self._choices[index].text)
        elif self._low and self._high:
            text = _("{value}, {low} to {high}").format(value=self._choices[index].text, low=self._low, high=self._high)
        else:
            text = self.cells[index].accessibleName()
        self.setAccessibleDescription(text)
        self._repaint_cells()

    def _repaint_cells(self) -> None:
        for cell in self.cells:
            cell.update()
