"""The pictures of the Learn page, drawn by the charts' own code; that is loaded when the first of them is shown."""

from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_number
from ldn_journal.gui import tokens
from ldn_journal.gui.learn import made_up
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.timers import single_shot_timer
from ldn_journal.gui.widgets.labels import make_label

_WIDEST = 620
"""Greatest width of a picture at 100 % text, in pixels."""
_TREND_HIGH = 300
_REST_MS = 80


class Picture(QFrame):
    """One picture by its name, with a line below that says what it shows. It has no signals and takes no focus."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.drawn: QWidget | None = None
        self._caption = make_label("", "small")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, tokens.SPACE, 0, 0)
        self._column.setSpacing(tokens.SPACE // 2)
        self._column.addWidget(self._caption)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._later = single_shot_timer(self)
        self._later.timeout.connect(self.draw)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw when first seen."""
        super().showEvent(event)
        if self.drawn is None:
            self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in the window's new look, once all of the window has it."""
        super().changeEvent(event)
        look = event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if look and getattr(self, "drawn", None) is not None:
            self._later.start()

    def draw(self) -> None:
        """Draw in the look of now."""
        before = self.drawn
        self.drawn, caption = _MAKERS[self.name](self)
        self.drawn.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.drawn.setMaximumWidth(theme_for(self).scaled(_WIDEST))
        self._caption.setText(caption)
        self._column.insertWidget(0, self.drawn)
        if before is not None:
            before.hide()
            before.deleteLater()


class TrendPicture(QWidget):
    """A still picture of the Trends chart at this widget's width. It has no signals; its description says what it shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._trends = made_up.made_up_trends()
        self.setAccessibleName(_("A chart of made-up days"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rest = single_shot_timer(self, _REST_MS)
        self._rest.timeout.connect(self._draw)

    def sizeHint(self) -> QSize:
        """Return a fair size."""
        return QSize(tokens.SPACE * 40, theme_for(self).scaled(_TREND_HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new width, once it stands still."""
        super().resizeEvent(event)
        if self._image.isNull():
            self._draw()
        else:
            self._rest.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, stretched for the moment until there is one of the right width."""
        QPainter(self).drawImage(QRectF(self.rect()), self._image)

    def _draw(self) -> None:
        from ldn_journal.charts.export import image_of
        from ldn_journal.charts.trend_chart import TrendChart
        from ldn_journal.gui.trends.look import chart_look

        chart = TrendChart(chart_look(theme_for(self), panel=True))
        try:
            chart.show_trends(self._trends)
            chart.lay_out(max(self.width(), 1), max(self.height(), chart.least_height()))
            self._image = image_of(chart, self.devicePixelRatioF())
            self.setAccessibleDescription(chart.describe())
        finally:
            chart.dispose()
        if self._image.height() / self._image.devicePixelRatio() > self.height():
            self.setFixedHeight(round(self._image.height() / self._image.devicePixelRatio()))
        self.update()


def _trend(picture: QWidget) -> tuple[QWidget, str]:
    drawn = TrendPicture(picture)
    return drawn, _(
        "Made-up days. Above, the dose with its steps; hatched, the days set aside for settling; from 6 to 10 February nothing "
        "is recorded, so the line breaks off."
    )


def _intervals(picture: QWidget) -> tuple[QWidget, str]:
    from ldn_journal.charts.intervals import IntervalRow

    rows = (
        IntervalRow(_("short"), -1.5, (-2.1, -0.9)),
        IntervalRow(_("long, holds 0"), -1.5, (-3.4, 0.4)),
        IntervalRow(_("too few days"), -1.2, None),
    )
    return _interval_plot(picture, rows), _(
        "Three made-up differences of pain. The dot is the difference, the line its interval, the upright line no difference."
    )


def _placebo(picture: QWidget) -> tuple[QWidget, str]:
    from ldn_journal.charts.intervals import IntervalRow

    rows = (
        IntervalRow(_("LDN, 6 mg"), -1.3, None),
        IntervalRow(_("placebo"), -0.9, None),
        IntervalRow(_("difference"), -0.34, (-0.95, 0.27)),
    )
    return _interval_plot(picture, rows), _(
        "FINAL 2024: change of pain in points in both groups, and their difference with its interval, which holds 0."
    )


def _interval_plot(picture: QWidget, rows: tuple[object, ...]) -> QWidget:
    from ldn_journal.charts.intervals import IntervalPlot
    from ldn_journal.gui.trends.look import chart_look

    theme = theme_for(picture)
    drawn = IntervalPlot(
        chart_look(theme, panel=True), theme.measure_colour("pain"), partial(format_number, signed=True), picture
    )
    drawn.set_rows(rows)  # type: ignore[arg-type]
    drawn.setAccessibleName(_("Differences and their intervals"))
    return drawn


def _alike(picture: QWidget) -> tuple[QWidget, str]:
    from ldn_journal.charts.scatter import ScatterAxis, ScatterPlot
    from ldn_journal.gui.trends.look import chart_look

    theme = theme_for(picture)
    drawn = ScatterPlot(chart_look(theme, panel=True), theme.measure_colour("pain"), picture)
    across = ScatterAxis(_("Pain on a day"), format_number, 0, 10)
    up = ScatterAxis(_("Pain on the day after"), format_number, 0, 10)
    drawn.show_pairs(made_up.ALIKE[:-1], made_up.ALIKE[1:], across, up)
    return drawn, _("Made-up days. Each dot is a day and the day after it: high follows high, low follows low.")


def _pairs(picture: QWidget) -> tuple[QWidget, str]:
    import numpy as np

    from ldn_journal.analysis.contrast import nap
    from ldn_journal.charts.distribution import DistributionPlot, DistributionRow
    from ldn_journal.charts.scales import value_scale
    from ldn_journal.domain.measures import Better
    from ldn_journal.gui.trends.look import chart_look

    theme = theme_for(picture)
    pain = made_up.made_up_trends().series["pain"]
    drawn = DistributionPlot(
        chart_look(theme, panel=True), QColor(theme.measure_colour("pain")), value_scale(pain), format_number, picture
    )
    named = ((_("before"), made_up.BEFORE), (_("after"), made_up.AFTER))
    rows = []
    for name, values in named:
        low, middle, high = (float(one) for one in np.percentile(values, (25, 50, 75)))
        rows.append(DistributionRow(name, tuple(map(float, values)), (low, middle, high)))
    drawn.set_rows(rows)
    share = nap(np.array(made_up.BEFORE, float), np.array(made_up.AFTER, float), Better.LOWER)
    words = _(
        "Made-up days of pain, ten before and ten after: 100 pairs. In {share} % of them the later day was better, ties "
        "counted half."
    )
    return drawn, words.format(share=format_number(100 * share, 0))


_MAKERS = {"trend": _trend, "intervals": _intervals, "placebo": _placebo, "alike": _alike, "pairs": _pairs}
