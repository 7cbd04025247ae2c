"""The Today page. It loads one journal day, hands it to the rows, and stores each answer as it is given.

A rating with a clock time is never changed from here: its row says in words how many there are and what they come to, and
the cells hold the rating of the day as a whole beside them.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.palette.keys import bind
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.timers import repeating_timer
from ldn_journal.gui.today.beginning import Beginning
from ldn_journal.gui.today.header import Header
from ldn_journal.gui.today.load import CardsView, TodayView, load_cards, load_day
from ldn_journal.gui.today.saving import Saving
from ldn_journal.gui.today.suggestions import Suggestions

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.gui.today.extras import Extras
    from ldn_journal.gui.today.form import Form
    from ldn_journal.journal import Journal

_ENTERED_HERE = frozenset({"dose", "rating", "night", "note"})
_MINUTE_MS = 60_000
_DEFAULT_BOUNDARY = time(4)
_CARDS_WIDTH = 260
"""Width of the cards' column at 100 % text, in pixels."""


class _Body(QWidget):
    """What scrolls. Page keys that no field wants go to another day."""

    def __init__(self, page: "TodayPage") -> None:
        super().__init__()
        self._page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go a day back or on; from the head into the form."""
        key = event.key()
        if key == Qt.Key.Key_PageUp:
            self._page.step(-1)
        elif key == Qt.Key.Key_PageDown:
            self._page.step(1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._page.focus_form()
        else:
            super().keyPressEvent(event)


class TodayPage(Page):
    """One day: dose, ratings, night, note. ``day`` is the day in view; ``form`` its rows once the journal is open."""

    title = "Today"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._boundary = _DEFAULT_BOUNDARY
        self.today = self._journal_day(context.clock.now())
        self.day = self.today
        self.view: TodayView | None = None
        self.form: Form | None = None
        self.on_ready: Callable[[], None] | None = None
        self._aside: dict[date, dict[str, Any]] = {}
        self._focus_wanted = True
        self._edits_when_asked = 0
        self.saving = Saving(context, self)
        self.beginning = Beginning(context, self.saving)
        self.header = Header(self.today)
        self.sample = Bar("warning")
        self.problem = Bar("error")
        self._retry = self.problem.add_button(_("Try again"))
        self.suggested = Suggestions()
        self.cards: QWidget | None = None
        self._due_place = QVBoxLayout()
        self.extras: Extras | None = None
        self._lay_out()
        self._connect()
        self._clock_timer = repeating_timer(self, _MINUTE_MS)
        self._clock_timer.timeout.connect(self.follow_clock)
        self._clock_timer.start()

    # Going to days -----------------------------------------------------------------------------------------------

    def go_to(self, day: date, *, focus: bool = True) -> None:
        """Show another day, not after today; what is being typed is saved first."""
        day = min(day, self.today)
        self.flush()
        self._put_aside()
        self._focus_wanted = self._focus_wanted or focus
        self.day = day
        self.header.show_day(day, self.today)
        self.mark_stale()

    def step(self, days: int) -> None:
        """Go some days back or on."""
        self.go_to(self.day + timedelta(days=days))

    def follow_clock(self) -> None:
        """After the day boundary, show the new day to whoever had today open."""
        today = self._journal_day(self.context.clock.now())
        if today == self.today:
            return
        was_today = self.day == self.today
        self.flush()
        self.today = today
        self.go_to(today if was_today else self.day, focus=False)

    # Page --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Load the day and the completeness of the days in the strip."""
        days = self.header.strip.days()
        self._edits_when_asked = self.saving.count
        asked = None if self.view is None and self.day == self.today else self.day
        self.context.tasks.run(
            lambda journal: load_day(journal, asked, days[0], days[-1]), self._show, self._failed, owner=self
        )

    def flush(self) -> None:
        """Send the note and whatever is being typed to the journal, and remind of a dose that was begun."""
        if self.form is not None:
            self.form.flush()
            self.form.remind()

    def has_unsaved(self) -> bool:
        """Whether anything that was entered, on this day or another, is not stored."""
        return self.saving.has_unsaved() or bool(self._days_put_aside()) or self.beginning.has_unsaved()

    def store_again(self) -> None:
        """Try again to store what was kept back."""
        self.saving.retry()

    def not_stored(self) -> "list[Callable[[Journal], Any]]":
        """Return what was kept back, in the order in which it was entered."""
        return self.saving.waiting()

    def draft(self) -> dict[str, Any] | None:
        """Return what was begun or answered and is not stored, by day."""
        noted = self.form is not None and self.form.note_has_unsaved()
        shown = None if self.view is None else self.view.day.day
        answers = self.saving.draft(but_note_of=shown if noted else None)
        days = {day.isoformat(): part for day, part in self._days_put_aside().items()}
        first = self.beginning.draft()
        parts: dict[str, Any] = {"days": days, "answers": answers, "first": first, "shown": self.day.isoformat()}
        return parts if days or answers or first else None

    def take_draft(self, draft: dict[str, Any]) -> None:
        """Go to the day that was in view, put back what stood there, and store again what had been answered."""
        self._aside |= {date.fromisoformat(day): part for day, part in dict(draft.get("days") or {}).items()}
        self.beginning.take_draft(draft.get("first"))
        if self._aside:
            shown = date.fromisoformat(str(draft.get("shown", self.day.isoformat())))
            day = shown if shown in self._aside else max(self._aside)
            if day != self.day:
                self.go_to(day)
            else:
                self.mark_stale()
        self.saving.take_draft(list(draft.get("answers") or ()))

    def _days_put_aside(self) -> "dict[date, dict[str, Any]]":
        """Return what stands unfinished, by day, the day in view included."""
        found = dict(self._aside)
        part = self.form.draft() if self.form is not None else None
        if part is not None and self.view is not None:
            found[self.view.day.day] = part
        return found

    def _put_aside(self) -> None:
        """Keep what stands unfinished on the day in view until that day is shown again; the note was just sent to be stored."""
        found = {
            day: {name: one for name, one in part.items() if name != "note"}
            for day, part in self._days_put_aside().items()
        }
        self._aside = {day: part for day, part in found.items() if part}

    def _bring_back(self) -> None:
        """Put back what stood unfinished on the day that is shown now."""
        part = self._aside.pop(self.day, None)
        if part is not None and self.form is not None:
            self.form.take_draft(part)

    def show_kept(self) -> None:
        """Show answers that came back with the window and could not be stored; called by ``Saving``."""
        if self.form is not None and self.view is not None:
            self.form.show_view(self.view)

    def focus_form(self) -> None:
        """Put the focus on the first unanswered item."""
        if self.beginning.isVisible():
            self.beginning.focus_first()
        elif self.form is not None:
            self.form.focus_first_blank()

    def undo(self) -> None:
        """Take back the last change and show the day it was on."""
        self.flush()
        self.saving.forget_refused()
        self.context.change(lambda journal: journal.undo(), self._undone, self._failed, owner=self)

    def suggest_yesterday(self) -> None:
        """Fill what is unanswered with the day before's answers, to be accepted."""
        if self.form is None or self.view is None:
            return
        n = self.form.suggest_from(self.view.before)
        if not n and not self.form.waiting():
            self.suggested.say_none()
            return
        self._show_waiting()
        self.form.focus_first_blank()

    def add_bar(self, bar: Bar) -> None:
        """Put a bar between the head and the day's items."""
        self._bars.insertWidget(self._bars.indexOf(self.suggested), bar)
        from ldn_journal.gui.tab_order import chain_tabs

        buttons = bar.findChildren(QPushButton)
        before = self.suggested.accept.previousInFocusChain()
        if before is not None:
            chain_tabs([before, *buttons, self.suggested.accept])

    # Inside ------------------------------------------------------------------------------------------------------

    def _show(self, view: TodayView) -> None:
        if self.saving.count != self._edits_when_asked:
            # Something was answered since this was read: showing it would take that back for a moment.
            self.refresh()
            return
        first_time = self.view is None
        asked_for = self.day if not first_time or self.day != self.today else view.day.day
        if view.day.day != asked_for:
            return
        if self._boundary != view.boundary or self.today != view.today:
            self._boundary, self.today = view.boundary, view.today
        if self.view is not None and (self.view.tracked, self.view.untouched) != (view.tracked, view.untouched):
            self._paint_at_once()
        self.view, self.day = view, view.day.day
        self.header.show_day(self.day, self.today)
        self.header.strip.set_completeness(view.share)
        self.header.offer_past(not view.untouched)
        self.sample.say(_("Sample journal: made-up data") if view.sample else "")
        if self.form is None:
            self._make_form(view)
        else:
            self.form.show_view(view)
        self._bring_back()
        self.beginning.show_view(view)
        self._show_waiting()
        if self._focus_wanted:
            self._focus_wanted = False
            self.focus_form()
        if first_time and self.on_ready is not None:
            self.on_ready()
        self._load_cards()
        self._load_extras(view)

    def _paint_at_once(self) -> None:
        """Paint rows that come and go when all of them have their place; in between there would be a gap for a moment."""
        self._body.setUpdatesEnabled(False)
        QTimer.singleShot(0, self, lambda: self._body.setUpdatesEnabled(True))

    def _make_form(self, view: TodayView) -> None:
        from ldn_journal.gui.today.form import Form

        self.form = Form(self.saving, self.scroll_area)
        self.form.suggestions_changed.connect(self._show_waiting)
        # Filled before it is put in: a widget that is already on the screen is styled anew at every change.
        seen = self.scroll_area.viewport().height() - self.header.geometry().bottom()
        self.form.show_view(view, QSize(self._form_column.width(), seen))
        self._column.insertWidget(self._column.indexOf(self._due_place) + 1, self.form)

    def _begun(self) -> None:
        self._focus_wanted = True
        self.context.events.settings_changed.emit()

    def _put_off(self) -> None:
        self._load_cards()
        self.focus_form()

    def _show_waiting(self) -> None:
        self.suggested.show_waiting(self.form.waiting() if self.form is not None else 0)

    def _accept_all(self) -> None:
        if self.form is not None:
            self.form.accept_all()

    def _withdraw(self) -> None:
        if self.form is not None:
            self.form.withdraw()

    def _undone(self, changes: "Changes") -> None:
        self.header.status.set_undone(changes.label)
        # A plan taken back stands on the day it began, which may be long ago: only what is entered here leads to its day.
        days = {day for one in changes.touched if one.kind in _ENTERED_HERE for day in one.days}
        if days and self.day not in days:
            self.go_to(max(days))

    def _failed(self, error: Exception) -> None:
        from ldn_journal.gui.words import sentence_for

        self._retry.setVisible(self.saving.has_unsaved())
        self.problem.say(sentence_for(error))

    def show_saving(self) -> None:
        """Bring the save status and the error bar up to date; called by ``Saving``."""
        sentence = self.saving.sentence
        self._retry.setVisible(bool(sentence))
        self.problem.say(sentence)
        if sentence:
            self.header.status.set_idle()

    def _load_cards(self) -> None:
        if not self._cards_fit():
            return
        day = self.day
        self.context.tasks.run(lambda journal: load_cards(journal, day), self._show_cards, self._failed, owner=self)

    def _load_extras(self, view: TodayView) -> None:
        from ldn_journal.gui.today.extras import Extras

        assert self.form is not None  # noqa: S101  shown before
        if self.extras is None:
            self.extras = Extras(self.context, self, self._due_place, self.page_wanted.emit)
            self.extras.fit(narrow=not self._cards_fit())
        self.extras.load(view, self.form, self._failed)

    def _show_cards(self, view: CardsView) -> None:
        if view.last != self.day:
            return
        from ldn_journal.gui.today.cards import Cards

        if not isinstance(self.cards, Cards):
            self.cards = Cards()
            self.cards.page_wanted.connect(self.page_wanted)
            self._across.insertWidget(1, self.cards)
        self.cards.show_view(view)
        self.cards.show_keys(not self.beginning.asks)
        self._fit_cards()

    def _month_shown(self, first: date, last: date) -> None:
        def load(journal: "Journal") -> dict[date, float]:
            return journal.completeness(first, min(last, journal.today()))

        self.context.tasks.run(load, self.header.month.calendar.set_completeness, self._failed, owner=self)

    def _journal_day(self, moment: datetime) -> date:
        from ldn_journal.domain.days import journal_day

        return journal_day(moment, self._boundary)

    def _day_chosen(self, day: date) -> None:
        strip = self.header.strip
        walking = strip.has_focus() and strip.cells[strip.stop].by_keyboard
        self.go_to(day, focus=not walking)

    # Layout ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._body = _Body(self)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.sample.hide()
        # As far in as the rows, which leave room for rings.
        above, self._bars = QVBoxLayout(), QVBoxLayout()
        for place, bar in ((above, self.sample), (self._bars, self.suggested)):
            place.setContentsMargins(tokens.RING, 0, tokens.RING, 0)
            place.setSpacing(0)
            place.addWidget(bar)
        self._column.addLayout(above)
        self._column.addWidget(self.header)
        self.suggested.hide()
        self._column.addLayout(self._bars)
        self._column.addWidget(self.beginning)
        self._column.addLayout(self._due_place)
        self._column.addStretch(1)
        self._form_column = QWidget()
        self._form_column.setLayout(self._column)
        self._across = QHBoxLayout(self._body)
        self._across.setSpacing(20)
        self._across.addWidget(self._form_column, 100)
        self._across.addStretch(1)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidget(self._body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        # Outside what scrolls, so that it is seen wherever the person is typing.
        self.problem.hide()
        whole.addWidget(self.problem)
        whole.addWidget(self.scroll_area)

    def _connect(self) -> None:
        self.header.day_chosen.connect(self._day_chosen)
        self.header.strip.days_shown.connect(lambda _first, _last: self.mark_stale())
        self.header.month.month_shown.connect(self._month_shown)
        self.header.as_yesterday.connect(self.suggest_yesterday)
        self.header.versions_wanted.connect(self._show_versions)
        self.header.status.undo_requested.connect(self.undo)
        self._retry.clicked.connect(self.saving.retry)
        self.suggested.accept_wanted.connect(self._accept_all)
        self.suggested.withdraw_wanted.connect(self._withdraw)
        self.beginning.begun.connect(self._begun)
        self.beginning.put_off.connect(self._put_off)
        self.beginning.page_wanted.connect(self.page_wanted)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, deed in (
            ("day.before", lambda: self.step(-1)),
            ("day.after", lambda: self.step(1)),
            ("day.today", lambda: self.go_to(self.today)),
            ("day.suggest", self.suggest_yesterday),
            ("day.versions", self._show_versions),
            ("day.accept", self._accept_all),
        ):
            bind(self, key, deed, here)

    def _show_versions(self) -> None:
        self.page_wanted.emit(f"history/{self.day.isoformat()}")

    def _cards_fit(self) -> bool:
        theme = theme_for(self)
        return self.width() >= max(900, theme.scaled(860))

    def _fit_cards(self) -> None:
        theme = theme_for(self)
        wide = theme.scaled(_CARDS_WIDTH)
        if self.cards is not None:
            self.cards.setFixedWidth(wide)
            self.cards.setVisible(self._cards_fit())
        # Their room is kept from the first, so that the day does not move under the pointer when they come.
        kept = wide + self._across.spacing() if self.cards is None and self._cards_fit() else 0
        self._across.setContentsMargins(tokens.PAGE_LEFT - tokens.RING, tokens.PAGE_TOP, 16 + kept, tokens.PAGE_BOTTOM)
        if self.extras is not None:
            self.extras.fit(narrow=not self._cards_fit())
        self._form_column.setMaximumWidth(theme.scaled(980))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the cards where there is room for them."""
        super().resizeEvent(event)
        self._fit_cards()
        if self.cards is None and self.view is not None:
            self._load_cards()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the clock and take the focus when the page comes back."""
        self.follow_clock()
        super().showEvent(event)
        focused = QApplication.focusWidget()
        if self.view is not None and (focused is None or not self.isAncestorOf(focused)):
            self.focus_form()
