"""The Settings page: its cards, and what the journal answers. A further card is one more line in ``left`` or ``right``."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.cards_page import CardsPage
from ldn_journal.gui.page import Context
from ldn_journal.gui.reminders.card import RemindersCard
from ldn_journal.gui.settings.about import AboutCard
from ldn_journal.gui.settings.card import SettingsCard
from ldn_journal.gui.settings.choices import AskedCard, LanguageCard, LinksCard, LookCard
from ldn_journal.gui.settings.day import DayCard, OutcomeCard
from ldn_journal.gui.settings.keeper import Keeper
from ldn_journal.gui.settings.load import SettingsView, load_settings
from ldn_journal.gui.settings.person import YouCard
from ldn_journal.gui.settings.sample import SampleCard
from ldn_journal.gui.settings.track import TrackCard
from ldn_journal.gui.typed_texts import type_texts, unread_texts
from ldn_journal.gui.widgets.parsed_edit import ParsedEdit

if TYPE_CHECKING:
    from ldn_journal.gui.widgets.card import Card

_LAID_OUT_MS = 60


def left(context: Context, keeper: Keeper) -> "Sequence[Card]":
    """Return the cards of the left column: what is asked. Where it is narrow, they stand above the others."""
    return (
        YouCard(context, keeper),
        TrackCard(keeper),
        AskedCard(keeper),
        OutcomeCard(keeper),
    )


def right(context: Context, keeper: Keeper) -> "Sequence[Card]":
    """Return the cards of the right column: the program."""
    return (
        LookCard(context),
        LanguageCard(context),
        DayCard(keeper),
        RemindersCard(context, keeper),
        LinksCard(),
        SampleCard(context),
        AboutCard(),
    )


class SettingsPage(CardsPage):
    """All that can be chosen; each choice is stored as it is made.

    Signals: ``start_again_wanted()`` the program is to be closed and started once more.
    """

    start_again_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: SettingsView | None = None
        self._texts: dict[str, str] = {}
        self.keeper = Keeper(context, self, self.status, self.failed)
        self._sent_when_asked = 0
        columns = left(context, self.keeper), right(context, self.keeper)
        self.cards = [*columns[0], *columns[1]]
        self.place(*columns)
        self.contents.hide()
        for card in self.cards:
            if isinstance(card, SettingsCard):
                card.page_wanted.connect(self.page_wanted)
                card.reached.connect(self.reach)
            if isinstance(card, LanguageCard):
                card.start_again_wanted.connect(self.start_again_wanted)
        self.track.held.connect(self._hold)

    @property
    def title(self) -> str:
        """The name of the page."""
        return _("Settings")

    @property
    def track(self) -> TrackCard:
        """The card of what is tracked."""
        return next(card for card in self.cards if isinstance(card, TrackCard))

    def refresh(self) -> None:
        """Read the settings."""
        self._sent_when_asked = self.keeper.count
        self.context.tasks.run(load_settings, self._show, self.failed, owner=self)

    def undo(self) -> None:
        """Take back what was changed last."""
        self.keeper.undo()

    def flush(self) -> None:
        """Store what is being typed, and remind of a form that is not stored."""
        for field in self.findChildren(QLineEdit):
            if isinstance(field, ParsedEdit) and field.unread_text() is not None:
                field.commit()
        self.track.remind()

    def has_unsaved(self) -> bool:
        """Whether a form holds something that is not stored."""
        return self.track.has_unsaved() or bool(unread_texts(self))

    def draft(self) -> dict[str, Any] | None:
        """Return what stands in an open form, and what was typed and not read."""
        form, texts = self.track.draft(), unread_texts(self)
        return {"form": form, "texts": texts} if form or texts else None

    def take_draft(self, draft: dict[str, Any]) -> None:
        """Open the form again, and put texts back once the settings are read."""
        if isinstance(draft.get("form"), Mapping):
            self.track.take_draft(draft["form"])
        self._texts = dict(draft.get("texts") or {})
        self._put_back()

    def _put_back(self) -> None:
        if self.view is not None:
            texts, self._texts = self._texts, {}
            type_texts(self, texts)

    def show_part(self, part: str) -> None:
        """Bring a card into view: "about", "look", "track"."""
        parts = {"about": AboutCard, "look": LookCard, "track": TrackCard, "sample": SampleCard}
        wanted = parts.get(part)
        card = next((one for one in self.cards if wanted is not None and isinstance(one, wanted)), None)
        if card is not None:
            QTimer.singleShot(_LAID_OUT_MS, card, lambda: self.scroller.verticalScrollBar().setValue(card.y()))

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember no longer what was changed here: what comes next is done elsewhere."""
        super().hideEvent(event)
        self.keeper.forget()
        for card in self.cards:
            if isinstance(card, SettingsCard):
                card.settle()
        # What only stayed for the eye is gone when the page is seen again.
        self.mark_stale()

    def _show(self, view: SettingsView) -> None:
        if self.keeper.count != self._sent_when_asked:
            # Something was changed since this was read: showing it would take that back for a moment.
            self.refresh()
            return
        self.view = view
        self.problem.say("")
        for card in self.cards:
            if isinstance(card, SettingsCard):
                card.show_view(view)
        self.contents.show()
        self.arrange()
        self._put_back()

    def _hold(self, widget: QWidget, height: int) -> None:
        """Scroll so that a widget stays where it was although what is above it grew."""

        def back() -> None:
            bar = self.scroller.verticalScrollBar()
            bar.setValue(bar.value() + widget.mapTo(self.window(), QPoint(0, 0)).y() - height)

        QTimer.singleShot(_LAID_OUT_MS, widget, back)
