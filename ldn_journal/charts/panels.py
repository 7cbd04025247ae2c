"""One row of a chart: a plot with its axis and title, for a measure or for the doses."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from ldn_journal.analysis.phases import Phase, PhaseKind, phase_name
from ldn_journal.analysis.present_dose import PresentState
from ldn_journal.analysis.series import ROLLING_DAYS, FloatArray, Series, rolling_mean
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _
from ldn_journal.charts.dose_words import DoseLabel, DoseWords, EventMark, sign_height
from ldn_journal.charts.items import (
    Backdrop,
    Changes,
    DotsItem,
    Span,
    TitleItem,
    ValueAxis,
    pixel_pen,
)
from ldn_journal.charts.look import Look
from ldn_journal.charts.scales import (
    JOINED_DAYS,
    LONG_FROM,
    LONG_MEAN_DAYS,
    PAPER_PX,
    Mark,
    ValueScale,
    days_of_mean,
    days_per_mark,
    grouped,
    value_scale,
)
from ldn_journal.charts.side_title import SideTitle
from ldn_journal.charts.words import better_words, subtitle, with_unit
from ldn_journal.domain.amounts import format_amount

BAR_DAYS = 0.66
"""Width of a bar, in days, unless that were wider than ``WIDEST_BAR_PX``."""
WIDEST_BAR_PX = 8.0


def mixed(colour: QColor, ground: str, share: float) -> QColor:
    """Return ``colour`` thinned to ``share`` on ``ground``; opaque, because print and SVG keep it so."""
    under = QColor(ground)
    parts = ((getattr(colour, c)() * share + getattr(under, c)() * (1 - share)) for c in ("red", "green", "blue"))
    return QColor(*(round(part) for part in parts))


def make_view() -> pg.ViewBox:
    """Return a bare view box: no menu, no mouse, no automatic range."""
    view = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
    view.disableAutoRange()
    view.setBackgroundColor(None)
    return view


class MeasurePanel:
    """The plot of one measure: dots and 7-day mean, thin bars, or scores joined, over the backdrop.

    Arrays that are drawn: ``line``, ``dots``, ``bars``, ``zeros`` (items); x is in days from the chart's base day. What
    lies far outside the view, or closer together than pixels, is not handed to Qt.
    """

    def __init__(self, look: Look, axis_width: float, side_width: float = 0.0) -> None:
        self.look = look
        self.title = SideTitle(look, side_width) if look.paper else TitleItem(look)
        self.main = False
        """Whether it is the chart's most important plot; on paper it is then the highest."""
        self.axis = ValueAxis(look, axis_width)
        self.view = make_view()
        self.backdrop = Backdrop(self.view, look)
        self.bars = pg.BarGraphItem(x=np.empty(0), height=np.empty(0), width=BAR_DAYS, pen=None)
        self.zeros = pg.PlotCurveItem(connect="pairs", antialias=False)
        self.dots = DotsItem(QColor(look.palette.muted), look.dot)
        self.line = pg.PlotCurveItem(connect="finite", antialias=True)
        for item in (self.bars, self.zeros, self.dots, self.line):
            self.view.addItem(item, ignoreBounds=True)
        self.series: Series | None = None
        self.scale = ValueScale(0, 1, (), Mark.LINE)
        self._x: FloatArray = np.empty(0)
        self._long_mean: FloatArray | None = None
        self._smooth = True
        self._dense = False
        self._fed: tuple[int, int, float] | None = None

    @property
    def weight(self) -> int:
        """How much of the height this plot should get."""
        if self.main and self.look.paper:
            return 12
        if self.scale.mark is Mark.BARS:
            return 4
        if self.scale.unit_hours:
            return 5 if self.look.paper else 6
        return 9

    def show_series(self, series: Series, base: date, changes: Changes, level: float | None = None) -> None:
        """Draw another series; ``level`` is a value to compare with, a dashed line."""
        self.series = series
        self.scale = value_scale(series)
        self._x = (series.day_numbers - base.toordinal()).astype(np.float64)
        self._fed = self._long_mean = None
        span = self.scale.high - self.scale.low
        # Air below the lowest value, so that a bar of zero and a dot at the bottom are seen whole.
        low = self.scale.low - span * (0.07 if self.scale.mark is Mark.BARS else 0.04)
        high = self.scale.high + span * 0.04
        self.view.setYRange(low, high, padding=0)
        shares = [((high - value) / (high - low), words) for value, words in self.scale.ticks]
        self.axis.ticks = tuple(shares)
        self.axis.update()
        self.backdrop.grid = tuple(share for share, _words in shares)
        self.backdrop.changes = changes
        self.backdrop.level = None if level is None else (high - level) / (high - low)
        self._colour()

    def _colour(self) -> None:
        if self.series is None:
            return
        look, colour = self.look, self.look.palette.of(self.series.measure)
        scored = self.scale.mark is Mark.POINTS
        self.line.setPen(pixel_pen(colour, self._line_width))
        self.bars.setOpts(brush=colour, pen=None)
        self.zeros.setPen(pixel_pen(colour, 1.0 if look.paper else 2.0))
        # Where a line of means runs over them, single days are faint; scores, and the first days, are all there is.
        all_there_is = scored or bool(np.isnan(self.series.rolling).all())
        faint = mixed(colour, look.palette.background, 0.8 if look.paper else 0.5)
        self.dots.set_colour(colour if all_there_is else faint)
        self.dots.set_diameter(look.dot * 1.75 if all_there_is else look.dot)

    @property
    def _line_width(self) -> float:
        return self.look.hairline if self.scale.mark is Mark.POINTS else self.look.mean_width

    def show_span(self, span: Span) -> None:
        """Draw the days of ``span``."""
        self.view.setXRange(span.first, span.last, padding=0)
        self.backdrop.show_span(span)
        if self.series is not None:
            self._feed(span, self.series)

    def set_draft(self, *, draft: bool) -> None:
        """Draw quickly while the chart moves (thin lines, square dots), finely once it rests."""
        if self.series is not None:
            colour = self.look.palette.of(self.series.measure)
            self.line.opts["antialias"] = not draft
            self.line.setPen(pixel_pen(colour, 1.0 if draft else self._line_width))
        self._smooth = not draft
        self.dots.set_smooth(smooth=self._smooth and not self._dense)
        self.backdrop.draft = draft
        self.backdrop.update()

    def _feed(self, span: Span, series: Series) -> None:
        """Hand the items what is in sight and a little to both sides, so that most pans hand over nothing."""
        size = 1
        if span.width > 0:
            size = days_per_mark(span.days, PAPER_PX if self.look.paper else span.width, self.scale.mark)
        chunk = size * 2 ** max(4, int(np.ceil(np.log2(max(span.days / size, 1) / 8))))
        first = max(0, int(np.floor((span.first - 1) / chunk)) * chunk)
        last = min(len(self._x), (int(np.floor((span.last + 1) / chunk)) + 1) * chunk)
        wide = min(BAR_DAYS * size, WIDEST_BAR_PX / span.px_per_day)
        if (first, last, wide) == self._fed:
            return
        self._fed = (first, last, wide)
        self._dense = size >= LONG_FROM and not self.look.paper
        self.dots.set_smooth(smooth=self._smooth and not self._dense)
        mean_days = days_of_mean(size)
        if mean_days == LONG_MEAN_DAYS and self._long_mean is None:
            self._long_mean = rolling_mean(series.mean, LONG_MEAN_DAYS)
        smoothed = series.rolling if mean_days == ROLLING_DAYS or self._long_mean is None else self._long_mean
        x, mean, rolling = (part[first:last] for part in (self._x, series.mean, smoothed))
        if self.scale.mark is Mark.BARS:
            self._feed_bars(x, mean, size, wide)
        elif self.scale.mark is Mark.POINTS:
            self._feed_points(series)
        else:
            self._feed_line(x, mean, rolling, size)
        bar_days = size if self.scale.mark is Mark.BARS else 1
        words = (
            better_words(series.measure)
            if self.look.paper
            else subtitle(series.measure, self.scale, bar_days, mean_days)
        )
        name = with_unit(series.measure, self.scale) if self.look.paper else _(series.measure.name)
        self.title.set_words(name, words, self.look.palette.of(series.measure))

    def _feed_line(self, x: FloatArray, mean: FloatArray, rolling: FloatArray, size: int) -> None:
        there = ~np.isnan(mean)
        if size > 1:
            # Dots on the same pixel column at the same value are one dot.
            places = np.flatnonzero(there)
            kept = np.unique(np.stack([places // size, np.round(mean[places] * 8)]), axis=1, return_index=True)[1]
            there = places[np.sort(kept)]
        self.dots.setData(x[there], mean[there])
        if size > 1:
            x, rolling = _middles(x, size), grouped(rolling, size)
        else:
            x, rolling = _with_lone_points(x, rolling)
        self.line.setData(x, rolling)
        self.bars.setOpts(x=np.empty(0), height=np.empty(0), y0=np.empty(0), width=BAR_DAYS)
        self.zeros.setData(np.empty(0), np.empty(0))

    def _feed_points(self, series: Series) -> None:
        """Hand over every score: there are few. Those up to ``JOINED_DAYS`` apart are joined."""
        places = np.flatnonzero(series.n)
        x, y = self._x[places], series.mean[places]
        self.dots.setData(x, y)
        breaks = np.flatnonzero(np.diff(x) > JOINED_DAYS) + 1
        self.line.setData(np.insert(x, breaks, np.nan), np.insert(y, breaks, np.nan))
        self.bars.setOpts(x=np.empty(0), height=np.empty(0), y0=np.empty(0), width=BAR_DAYS)
        self.zeros.setData(np.empty(0), np.empty(0))

    def _feed_bars(self, x: FloatArray, mean: FloatArray, size: int, wide: float) -> None:
        if size > 1:
            x, mean = _middles(x, size), grouped(mean, size, highest=True)
        floor = max(self.scale.low, 0.0)
        up = np.nan_to_num(mean, nan=floor) > floor
        zero = x[mean == floor]
        self.bars.setOpts(x=x[up], height=mean[up] - floor, y0=np.full(int(up.sum()), floor), width=wide)
        ends = np.column_stack([zero - wide / 2, zero + wide / 2]).ravel()
        self.zeros.setData(ends, np.full(len(ends), floor))
        self.line.setData(np.empty(0), np.empty(0))
        self.dots.setData(np.empty(0), np.empty(0))


def _middles(x: FloatArray, size: int) -> FloatArray:
    return grouped(x, size)


def _with_lone_points(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give a mean with a gap on both sides a short stroke of its own: a line of one point would not be seen."""
    there = ~np.isnan(y)
    before, after = np.append(False, there[:-1]), np.append(there[1:], False)
    lone = np.flatnonzero(there & ~before & ~after)
    if not len(lone):
        return x, y
    return np.insert(x, lone + 1, x[lone] + 0.35), np.insert(y, lone + 1, y[lone])


class DosePanel:
    """The dose band over all measures: an exact step line, filled, with the names of its phases and the events."""

    def __init__(self, look: Look, axis_width: float, side_width: float = 0.0) -> None:
        self.look = look
        self.title = SideTitle(look, side_width, gap=False)
        self.title.set_words(_("LDN dose"), "", QColor(look.palette.ink))
        self.axis = ValueAxis(look, axis_width)
        self.view = make_view()
        line = look.metrics(bold=True).height()
        self.view.setFixedHeight(round(line * (3.15 if look.paper else 3.9) + sign_height(look)))
        self.backdrop = Backdrop(self.view, look)
        self.area = pg.PlotCurveItem(np.zeros(1), np.empty(0), stepMode="center", fillLevel=0.0, pen=None)
        self.band = pg.PlotCurveItem(np.zeros(1), np.empty(0), stepMode="center", antialias=False)
        for item in (self.area, self.band):
            self.view.addItem(item, ignoreBounds=True)
        self.words = DoseWords(self.view, look)
        self.highest = 0

    def show_trends(self, trends: Trends, base: date, changes: Changes, visits: Sequence[date] = ()) -> None:
        """Draw the doses of ``trends``; ``visits`` are days to mark beside its events."""
        origin = base.toordinal()
        steps = trends.timeline.dose_steps
        self.highest = max((step.amount_pg for step in steps), default=0)
        unit = float(self.highest or 1)
        edges = [step.first.toordinal() - origin - 0.5 for step in steps]
        levels = [step.amount_pg / unit for step in steps]
        if steps:
            edges.append(steps[-1].last.toordinal() - origin + 0.5)
        for item in (self.area, self.band):
            item.setData(np.array(edges or [0.0]), np.array(levels), stepMode="center")
        palette = self.look.palette
        self.band.setPen(pixel_pen(palette.dose, self.look.mean_width))
        self.area.setBrush(QColor(palette.dose_fill))
        # Room above the highest level for its name and for the events.
        metrics = self.look.metrics(bold=True)
        marks = marks_of(trends, base, visits)
        head = metrics.height() * 2.2 + sign_height(self.look) if marks else metrics.height() * 1.35
        high = self.view.minimumHeight()
        self.words.top = high / max(high - head, high * 0.2) * 1.03
        self.view.setYRange(-0.03, self.words.top, padding=0)
        present = None if trends.present.state is PresentState.NO_DOSE_RECORDED else trends.present.phase
        self.words.labels = (
            *(
                DoseLabel(
                    phase.first.toordinal() - origin - 0.5,
                    phase.last_held.toordinal() - origin + 0.5,
                    phase.amount_pg / unit if phase.kind is PhaseKind.DOSE else 0.0,
                    phase_name(phase),
                    _short_name(phase),
                    current=phase is present,
                )
                for phase in trends.phases_shown
            ),
            *(
                DoseLabel(
                    first.toordinal() - origin - 0.5, last.toordinal() - origin + 0.5, 0.0, _("no dose recorded"), ""
                )
                for phase in trends.phases_shown
                for first, last in phase.without_dose
            ),
        )
        self.words.events = marks
        self.backdrop.head = metrics.height() + sign_height(self.look) if self.look.paper and marks else 0.0
        # The events have their signs, with names, above the band.
        self.backdrop.changes = replace(changes, events=())

    def show_span(self, span: Span) -> None:
        """Draw the days of ``span``."""
        self.view.setXRange(span.first, span.last, padding=0)
        self.backdrop.show_span(span)
        self.words.show_span(span)


def _short_name(phase: Phase) -> str:
    """Return what a phase is called where its name has no room: the amount alone; where there is no one, nothing."""
    if phase.kind is PhaseKind.BASELINE:
        return _("before")
    several = len(phase.joined) > 1 or phase.lowest_pg is not None
    return "" if phase.kind is PhaseKind.BREAK or several else format_amount(phase.amount_pg)


def marks_of(trends: Trends, base: date, visits: Sequence[date] = ()) -> tuple[EventMark, ...]:
    """Return the events of ``trends``, and the ``visits`` that lie in its range, by day from ``base``."""
    origin = base.toordinal()
    found = [
        EventMark(event.day.toordinal() - origin, (event.until or event.day).toordinal() - origin, event.what)
        for event in trends.events
    ]
    there = (day.toordinal() - origin for day in visits if trends.first <= day <= trends.last)
    found += [EventMark(day, day, _("visit")) for day in there]
    return tuple(sorted(found, key=lambda mark: mark.first))


def changes_of(trends: Trends, base: date, visits: Sequence[date] = ()) -> Changes:
    """Return where phases begin, which days settle and when events were, in days from ``base``."""
    origin = base.toordinal()
    starts, settling = [], []
    for phase in trends.phases_shown:
        if phase.kind is not PhaseKind.BASELINE and phase.first >= trends.first:
            starts.append(phase.first.toordinal() - origin - 0.5)
        if phase.settling_until is not None and phase.settling_until >= trends.first:
            settling.append((phase.first.toordinal() - origin - 0.5, phase.settling_until.toordinal() - origin + 0.5))
        settling.extend(
            (first.toordinal() - origin - 0.5, last.toordinal() - origin + 0.5)
            for first, last in phase.settling_inside
            if last >= trends.first
        )
    events = tuple((mark.first, mark.last) for mark in marks_of(trends, base, visits))
    return Changes(tuple(starts), tuple(settling), events)
