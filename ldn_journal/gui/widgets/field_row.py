"""One item of the entry page: its label on the left, its controls on the right, a hairline above."""

from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import Theme, theme_for
from ldn_journal.gui.timers import single_shot_timer
from ldn_journal.gui.widgets.entry import Entry
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.widgets.mirrored import mirrored_in

_STACKED_BELOW = 540
"""Width, at 100 % text, below which the label stands above its controls."""

_EXPANDING = frozenset({QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding})


class FieldRow(QWidget):
    """A labelled row of one or more controls, side by side while they fit, under each other when narrow.

    Below the label stands, in words, whether the item is recorded; when it is, a Clear button; when it is only
    suggested, an Accept button. Below the controls stands a hint or, in its place, what is wrong.

    Signals
        ``advance()``  move to the next row: the last control asked for it. ``retreat()``: the first asked to go back.

    Controls that are ``Entry`` (``ScaleRow``, ``DurationEdit``, ``ClockEdit``) are connected by themselves.
    ``connect_in_order`` joins rows so that an answer moves the focus to the next. Five pixels on either side are left
    for focus rings: to line up with other things on the page, give those the same margin.
    """

    advance = Signal()
    retreat = Signal()

    def __init__(
        self,
        label: str,
        controls: Sequence[QWidget] = (),
        *,
        hint: str = "",
        line: bool = True,
        show_state: bool = True,
        compact: bool = False,
        stacked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``hint`` goes under the controls; ``line`` draws a hairline; ``show_state`` says "not recorded" and Clear.

        ``compact``: less air, and no words on keys, for one of many rows that are answered alike. ``stacked``: the label stands
        above the controls at any width, for a whole question.
        """
        super().__init__(parent)
        self.scroller: QScrollArea | None = None
        """What scrolls this row into view. Found by asking for parents, it would cost 20 ms once: Shiboken then learns of
        every kind of widget there is."""
        self._line = line
        self._show_state = show_state
        self._compact, self._stacked = compact, stacked
        self._hint = hint
        self._label = make_label(label, "strong", self)
        self._state = make_label("", "small", self)
        self._action = LinkButton("", self, small=True)
        self._action.clicked.connect(self._act)
        self._note = make_label(hint, "small", self)
        self._controls: list[QWidget] = []
        self._entries: list[Entry] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for control in controls:
            self.add_control(control)
        self._refresh_later = single_shot_timer(self)
        self._refresh_later.timeout.connect(self.refresh)
        self.refresh()

    def add_control(self, control: QWidget) -> None:
        """Add a control at the end of the row, and listen to it if it is an ``Entry``."""
        control.setParent(self)
        self._controls.append(control)
        if hasattr(control, "is_unconfirmed"):
            entry = cast("Entry", control)
            self._entries.append(entry)
            entry.changed.connect(self._changed)
            entry.advance.connect(lambda c=control: self._go(c, 1))
            entry.retreat.connect(lambda c=control: self._go(c, -1))
        if hasattr(control, "problem"):
            control.problem.connect(self.set_problem)
        self._label.setBuddy(self._controls[0])
        if self.isVisible() and not control.isHidden():
            control.show()  # a row that is not shown yet shows its controls with itself
        # A button between the fields must not come before them with Tab.
        QWidget.setTabOrder(control, self._action)
        self.updateGeometry()

    def controls(self) -> list[QWidget]:
        """Return the controls in order."""
        return list(self._controls)

    def label_text(self) -> str:
        """Return the label."""
        return self._label.text()

    def state_text(self) -> str:
        """Return the words below the label."""
        return self._state.text()

    def action_button(self) -> LinkButton:
        """Return the Clear or Accept button."""
        return self._action

    def tab_stops(self) -> list[QWidget]:
        """Return everything that may take the focus, in order; of a rating row, every cell: any may be its stop."""
        inside = [part for control in self._controls for part in getattr(control, "cells", [control])]
        return [*inside, self._action]

    def set_problem(self, sentence: str) -> None:
        """Show what is wrong under the controls; nothing brings the hint back."""
        self._note.setText(sentence or self._hint)
        self._set_role("error" if sentence else "small")
        self._relayout()

    def set_hint(self, hint: str) -> None:
        """Set the quiet line under the controls."""
        self._hint = hint
        self.set_problem("")

    def note_text(self) -> str:
        """Return what stands under the controls: a hint or a problem."""
        return self._note.text()

    def focus_first(self) -> None:
        """Move the focus to the first control and scroll it into view."""
        self._focus(next((c for c in self._controls if _takes_focus(c)), None))

    def focus_last(self) -> None:
        """Move the focus to the last control and scroll it into view."""
        self._focus(next((c for c in reversed(self._controls) if _takes_focus(c)), None))

    def is_answered(self) -> bool:
        """Say whether any of its entries is recorded."""
        return any(entry.is_answered() for entry in self._entries)

    def refresh(self) -> None:
        """Bring the words below the label up to date."""
        if not self._show_state or not self._entries:
            self._state.hide()
            self._action.hide()
            return
        if any(entry.is_unconfirmed() for entry in self._entries):
            state, action = _("not yet accepted"), _("Accept")
        elif self.is_answered():
            state, action = "", _("Clear")
        else:
            focused = next((e for e in self._entries if _within_focus(cast("QWidget", e))), None)
            state, action = _("not recorded"), ""
            if focused is not None and not self._compact:
                state = _("not recorded. {keys}").format(keys=focused.key_hint())
        if (state, action) == (self._state.text(), self._action.text()):
            return
        self._state.setText(state)
        self._state.setVisible(bool(state))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._action.setAccessibleName(
            _("{action}: {item}").format(action=action, item=self._label.text()) if action else ""
        )
        self._relayout()

    # -- layout --------------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that ``width`` needs."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        theme = theme_for(self)
        width = self._label_width(theme, 10_000) + self._comfortable(theme) + 2 * tokens.RING
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: stacked, with controls as narrow as they go."""
        widest = max((control.minimumSizeHint().width() for control in self._controls), default=0)
        return QSize(max(widest, 160) + 2 * tokens.RING, theme_for(self).target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out again."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what changed out of sight."""
        super().showEvent(event)
        self._place(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        """Lay out again when a control asks for another size or the look changed."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self._relayout()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline above."""
        if self._line:
            QPainter(self).fillRect(tokens.RING, 0, self.width() - 2 * tokens.RING, 1, theme_for(self).colour("line"))

    def _relayout(self) -> None:
        self.updateGeometry()
        if self.isVisible():
            self._place(self.width(), move=True)

    def _label_width(self, theme: Theme, width: int) -> int:
        return min(theme.scaled(196), round(width * 0.3))

    def _comfortable(self, theme: Theme) -> int:
        shown = [control for control in self._controls if not control.isHidden()]
        asked = sum(control.sizeHint().width() - 2 * _ring(control) for control in shown)
        return asked + theme.space(1.5) * max(0, len(shown) - 1)

    def _place(self, width: int, *, move: bool) -> int:
        """Return the height for ``width``, and set the parts' places if ``move``."""
        theme = theme_for(self)
        side, width = tokens.RING, width - 2 * tokens.RING
        top = air = theme.space(0.75 if self._compact else 2) - 1
        label_width = self._label_width(theme, width)
        stacked = self._stacked or width < theme.scaled(_STACKED_BELOW)
        if stacked:
            label_height = self._place_label(theme, QRect(side, top, width, 0), stacked=True, move=move)
            left, right, controls_top = side, side + width, top + label_height + theme.space(1)
        else:
            label_height = self._place_label(
                theme, QRect(side, top, label_width - theme.space(1), 0), stacked=False, move=move
            )
            left, right, controls_top = side + label_width, side + width, top
        bottom = self._place_controls(theme, QRect(left, controls_top, right - left, 0), move=move)
        if self._note.text():
            self._note.setVisible(True)
            high = _height_for(self._note, right - left)
            if move:
                self._set(self._note, QRect(left, bottom + theme.space(0.5), right - left, high))
            bottom += high + theme.space(0.5)
        else:
            self._note.setVisible(False)
        bottom += air
        if not stacked:
            # Words under a label may reach into the space below the controls: rows stay calm and even.
            bottom = max(bottom, top + label_height + theme.space(0 if self._compact else 1))
        return bottom

    def _place_label(self, theme: Theme, area: QRect, *, stacked: bool, move: bool) -> int:
        """Put the label and the words below it (beside it when stacked) into ``area``; return their height."""
        state, action = self._state, self._action
        small = theme.line_height("small")
        action_size = action.sizeHint()
        if stacked:
            gap = theme.space(2)
            wide = min(self._label.sizeHint().width(), area.width() // 2)
            if self._stacked:
                wide = min(self._label.fontMetrics().horizontalAdvance(self._label.text()) + 2, area.width() * 2 // 3)
            wide = max(wide, min(self._label.minimumSizeHint().width(), area.width()))
            rest = area.width() - wide - gap
            action_wide = action_size.width() + gap if action.text() else 0
            state_wide = min(state.sizeHint().width() + 2, rest - action_wide) if state.text() else 0
            if state.text() and not action.text():
                state_wide = rest
            state_high = _height_for(state, state_wide) if state.text() else 0
            high = max(_height_for(self._label, wide), action_size.height(), state_high)
            if move:
                x = area.left() + wide + gap
                self._set(self._label, QRect(area.left(), area.top(), wide, high))
                self._set(state, QRect(x, area.top(), state_wide, high))
                x += state_wide + (gap if state_wide else 0)
                top = area.top() + (high - action_size.height()) // 2
                self._set(action, QRect(QPoint(x, top), action_size))
            return high
        label_high = _height_for(self._label, area.width())
        state_high = _height_for(state, area.width()) if state.text() else 0
        action_high = action_size.height() if action.text() else 0
        first_lines = label_high + (small if self._show_state and self._entries else 0)
        top = area.top() + max(0, (theme.target - first_lines) // 2)
        if move:
            self._set(self._label, QRect(area.left(), top, area.width(), label_high))
            self._set(state, QRect(area.left(), top + label_high, area.width(), state_high))
            action_top = top + label_high + state_high
            self._set(action, QRect(area.left(), action_top, action_size.width(), action_high))
        reserved = (1 if self._compact else 2) * small if self._show_state and self._entries else 0
        return top - area.top() + label_high + max(state_high + action_high, reserved)

    def _place_controls(self, theme: Theme, area: QRect, *, move: bool) -> int:
        """Set the controls side by side, on as many lines as they need; return the bottom."""
        gap = theme.space(1.5)
        y = bottom = area.top()
        for line in self._lines(area.width(), gap):
            growing = [control for control, _wide in line if control.sizePolicy().horizontalPolicy() in _EXPANDING]
            spare = area.width() - sum(wide for _control, wide in line) - gap * (len(line) - 1)
            x = area.left()
            for control, least in line:
                ring = _ring(control)
                wide = least + (spare // len(growing) if control in growing else 0)
                high = _height_for(control, wide + 2 * ring)
                drop = max(0, (theme.target - (high - 2 * ring)) // 2)
                if move:
                    self._set(control, QRect(x - ring, y - ring + drop, wide + 2 * ring, high))
                # Below cells alone the ring may use the space between rows; words below them need theirs.
                alone = high <= theme.target + 2 * ring
                bottom = max(bottom, y + theme.target if alone else y + high - ring)
                x += wide + gap
            y = bottom + theme.space(1)
        return bottom

    def _lines(self, width: int, gap: int) -> list[list[tuple[QWidget, int]]]:
        """Break the controls into lines that fit ``width``; each comes with the width it asks for."""
        lines: list[list[tuple[QWidget, int]]] = []
        left = 0
        unit: list[tuple[QWidget, int]] = []
        shown = [control for control in self._controls if not control.isHidden()]
        for control in shown:
            unit.append((control, min(control.sizeHint().width() - 2 * _ring(control), width)))
            if isinstance(control, QLabel) and control is not shown[-1]:
                continue  # a word between controls stays with the one it names
            wide = sum(part for _control, part in unit) + gap * (len(unit) - 1)
            if lines and wide > left and wide > width:
                lines += [[part] for part in unit]
                left = 0
            elif not lines or wide > left:
                lines.append(list(unit))
                left = width - wide - gap
            else:
                lines[-1] += unit
                left -= wide + gap
            unit = []
        return lines

    def _set(self, widget: QWidget, rect: QRect) -> None:
        widget.setGeometry(mirrored_in(self, rect))

    # -- behaviour -----------------------------------------------------------------------------------------------

    def _act(self) -> None:
        waiting = [entry for entry in self._entries if entry.is_unconfirmed()]
        for entry in waiting:
            entry.accept()
        if not waiting:
            for entry in self._entries:
                entry.clear()
        self.focus_first()

    def _changed(self) -> None:
        # Focus leaves one control before it reaches the next: judge once, when both have happened.
        self._refresh_later.start()

    def _go(self, control: QWidget, step: int) -> None:
        index = self._controls.index(control) + step
        while 0 <= index < len(self._controls):
            if _takes_focus(self._controls[index]) and not isinstance(self._controls[index], LinkButton):
                self._focus(self._controls[index])
                return
            index += step
        (self.advance if step > 0 else self.retreat).emit()

    def _focus(self, control: QWidget | None) -> None:
        if control is None:
            return
        control.setFocus(Qt.FocusReason.TabFocusReason)
        if self.scroller is not None:
            self.scroller.ensureWidgetVisible(self, 0, theme_for(self).space(1))

    def _set_role(self, role: str) -> None:
        if self._note.property("role") != role:
            self._note.setProperty("role", role)
            self._note.style().unpolish(self._note)
            self._note.style().polish(self._note)


def connect_in_order(rows: Sequence[FieldRow]) -> None:
    """Join rows so that answering one moves the focus to the next, and Up to the one before."""
    for row, following in pairwise(rows):
        row.advance.connect(following.focus_first)
        following.retreat.connect(row.focus_last)


def _takes_focus(control: QWidget) -> bool:
    usable = control.isEnabled() and not control.isHidden()
    return usable and (control.focusProxy() is not None or control.focusPolicy() != Qt.FocusPolicy.NoFocus)


def _within_focus(control: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is control or control.isAncestorOf(focused))


def _ring(control: QWidget) -> int:
    return int(getattr(control, "ring_margin", 0))


def _height_for(widget: QWidget, width: int) -> int:
    return widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
