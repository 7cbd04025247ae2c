"""The plan against what was taken: small stacked bars, and the same in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_number, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import Theme, theme_for
from ldn_journal.gui.today.dose_panels import reason_words
from ldn_journal.gui.today.flow import Flow, flowing
from ldn_journal.gui.treatment.words import days_words, step_amount
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.labels import make_label

if TYPE_CHECKING:
    from ldn_journal.analysis.adherence import Adherence
    from ldn_journal.gui.treatment.load import ListsView


class _Fill(NamedTuple):
    """How one state of a dose is drawn: patterns tell them apart, colour only helps."""

    colour: str
    pattern: Qt.BrushStyle


_FILLS = (
    _Fill("accent", Qt.BrushStyle.SolidPattern),
    _Fill("accent", Qt.BrushStyle.BDiagPattern),
    _Fill("muted", Qt.BrushStyle.DiagCrossPattern),
    _Fill("field_edge", Qt.BrushStyle.NoBrush),
)


def _draw(painter: QPainter, theme: Theme, rect: QRectF, fill: _Fill) -> None:
    colour = theme.colour(fill.colour)
    painter.setPen(
        QPen(colour, 1, Qt.PenStyle.DashLine if fill.pattern is Qt.BrushStyle.NoBrush else Qt.PenStyle.SolidLine)
    )
    painter.setBrush(QBrush(colour, fill.pattern))
    painter.drawRect(rect)


class DoseBar(QWidget):
    """Taken, skipped, missed and not recorded as parts of what was planned."""

    def __init__(self, counts: Sequence[int], words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = tuple(counts)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a slim bar."""
        return QSize(160, theme_for(self).scaled(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the parts from the side where reading begins; one dose is seen among hundreds."""
        theme = theme_for(self)
        painter = QPainter(self)
        total = sum(self.counts)
        if not total:
            return
        least = 3.0
        room = self.width() - 1 - least * sum(1 for count in self.counts if count)
        x = 0.5
        for count, fill in zip(self.counts, _FILLS, strict=True):
            if not count:
                continue
            wide = least + room * count / total
            left = x if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else self.width() - x - wide
            _draw(painter, theme, QRectF(left, 0.5, wide - 1, self.height() - 1), fill)
            x += wide


class _Swatch(QWidget):
    """A sample of one part of a bar."""

    def __init__(self, fill: _Fill, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fill = fill
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a square as high as a bar."""
        return QSize(theme_for(self).scaled(18), theme_for(self).scaled(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        _draw(QPainter(self), theme_for(self), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._fill)


def _legend() -> Flow:
    legend = Flow(gap=16)
    for fill, words in zip(_FILLS, (_("taken"), _("skipped"), _("missed"), _("not recorded")), strict=True):
        entry = flowing(_Swatch(fill), make_label(words, "small", wrap=False), gap=6)
        entry.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        legend.add(entry)
    return legend


def counts_of(adherence: "Adherence") -> tuple[int, int, int, int]:
    """Return what is drawn: taken, skipped, missed, not recorded."""
    return adherence.taken, adherence.skipped, adherence.missed, adherence.not_recorded


def taken_words(adherence: "Adherence") -> str:
    """Return the bar in words, with the reasons of skipped doses."""
    sentences: list[str] = []
    if adherence.scheduled:
        n = adherence.scheduled
        sentences.append(
            ngettext(
                "{n} dose planned: {taken} taken, {skipped} skipped, {missed} missed, {open} not recorded.",
                "{n} doses planned: {taken} taken, {skipped} skipped, {missed} missed, {open} not recorded.",
                n,
            ).format(
                n=n,
                taken=adherence.taken,
                skipped=adherence.skipped,
                missed=adherence.missed,
                open=adherence.not_recorded,
            )
        )
    if adherence.other_amount:
        n = adherence.other_amount
        sentences.append(
            ngettext(
                "{n} of those taken was of another amount than planned.",
                "{n} of those taken were of another amount than planned.",
                n,
            ).format(n=format_number(n))
        )
    reasons = [
        _("{reason} ({n})").format(reason=reason_words(reason) if reason else _("no reason given"), n=n)
        for reason, n in adherence.skipped_reasons.items()
    ]
    if reasons:
        sentences.append(_("Skipped for: {reasons}.").format(reasons=", ".join(reasons)))
    if adherence.unscheduled:
        n = adherence.unscheduled
        sentences.append(ngettext("{n} dose taken beyond the plan.", "{n} doses taken beyond the plan.", n).format(n=n))
    return " ".join(sentences) or _("No dose planned on days that are over.")


class TakenCard(Card):
    """A bar for each step that was in force, and one for all of them. It has no signals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Plan against what was taken"), parent=parent)
        self.bars: list[DoseBar] = []
        self._legend = _legend()
        self.add_widget(self._legend)
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, tokens.SPACE, 0, 0)
        self._column.setSpacing(tokens.SPACE // 2)
        self.add_widget(self._rows)

    def show_view(self, view: "ListsView") -> None:
        """Show each step and the whole, or nothing while there is nothing to count."""
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.bars = []
        self.setVisible(view.whole is not None)
        if view.whole is None:
            return
        for one in view.taken:
            going_on = one.adherence.last >= view.today
            days = days_words(one.adherence.first, None if going_on else one.adherence.last)
            self._add(step_amount(one.step), days, one.adherence)
        if len(view.taken) != 1:
            percent = view.whole.percent
            share = "" if percent is None else _("{n} % of planned doses taken").format(n=format_number(percent, 0))
            self._add(_("All together"), share, view.whole)
        self._legend.setVisible(bool(self.bars))

    def _add(self, title: str, beside: str, adherence: "Adherence") -> None:
        if self._column.count():
            self._column.addSpacing(tokens.SPACE)
        words = taken_words(adherence)
        heading = flowing(make_label(title, "strong", wrap=False), make_label(beside, "small", wrap=False), gap=10)
        self._column.addWidget(heading)
        if adherence.scheduled:
            bar = DoseBar(counts_of(adherence), _("{step}: {words}").format(step=title, words=words))
            self.bars.append(bar)
            self._column.addWidget(bar)
        self._column.addWidget(make_label(words, "small"))
