"""What is tracked: the list of the Today page, what else there is to ask, and measures of the person's own."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import usual_measures
from ldn_journal.gui import tokens
from ldn_journal.gui.settings.card import SettingsCard
from ldn_journal.gui.settings.load import GROUPS, SettingsView, kind_words, recall_words
from ldn_journal.gui.settings.measure_form import added_words, fit_to_kind, new_measure, own_words
from ldn_journal.gui.settings.offers import Offers
from ldn_journal.gui.settings.track_list import TrackList
from ldn_journal.gui.settings.track_rows import TrackSpec
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.treatment.form import Deed, Form
from ldn_journal.gui.treatment.rows import TallLink

if TYPE_CHECKING:
    from ldn_journal.gui.settings.keeper import Keeper

_NEW = "new"


class TrackCard(SettingsCard):
    """Signals: ``held(object, int)`` a widget and its height on the page's window where it should stay while the card grows."""

    held = Signal(object, int)

    def __init__(self, keeper: "Keeper", parent: QWidget | None = None) -> None:
        super().__init__(_("What to track"), keeper, parent)
        self._view: SettingsView | None = None
        self._order: list[str] = []
        self._staying: set[str] = set()
        self._lingering: set[str] = set()
        self._hold: tuple[QWidget, int] | None = None
        self._waiting: Mapping[str, Any] | None = None
        self.add_line(
            _(
                "The Today page asks what is ticked here, from top to bottom. The arrows, or Alt with Up and Down, change the"
                " order. What was recorded stays when something is no longer asked."
            ),
            "muted",
        )
        self.list = TrackList()
        self.add_widget(self.list)
        self.empty = self.add_line(_("Nothing is ticked: the Today page asks for the dose and a note alone."), "muted")
        self.add = QPushButton(_("Add a measure of your own…"))
        self.usual = TallLink(_("Back to the usual set"))
        self.add_widget(flowing(self.add, self.usual, gap=2 * tokens.SPACE))
        self._place = QVBoxLayout()
        holder = QWidget()
        holder.setLayout(self._place)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._holder = holder
        holder.hide()
        self.add_widget(holder)
        self.offers = Offers()
        self.add_widget(self.offers)
        self.new: Form | None = None
        self.list.ticked.connect(self._tick)
        self.list.moved.connect(self._move)
        self.list.wanted.connect(self._wanted)
        self.list.unfolded.connect(self.reached)
        self.offers.ticked.connect(self._offer_ticked)
        self.offers.back_wanted.connect(self._bring_back)
        self.offers.unfolded.connect(self.reached)
        self.add.clicked.connect(self._open_new)
        self.usual.clicked.connect(self._back_to_usual)

    # Showing -----------------------------------------------------------------------------------------------------

    def show_view(self, view: SettingsView) -> None:
        """Show what is asked, and what else could be."""
        self._view = view
        self._order = self._shown_order(view)
        self._show_rows()
        self.usual.setVisible(view.settings.tracked is not None)
        listed = {*self._order} - self._lingering
        offered = {group: [key for key in view.groups[group] if key not in listed] for group in GROUPS}
        self.offers.show_view(view, offered)
        if self._hold is not None:
            self.held.emit(*self._hold)
            self._hold = None
        if self._waiting is not None:
            draft, self._waiting = self._waiting, None
            self.take_draft(draft)

    def settle(self) -> None:
        """Let go of what stayed in its old place only so that nothing moved under the pointer."""
        self._staying.clear()
        self._lingering.clear()

    def _shown_order(self, view: SettingsView) -> list[str]:
        """What is tracked, and where it stood, what was unticked since the page came into view."""
        order = list(view.tracked)
        for place, key in enumerate(self._order):
            if key in self._staying and key not in order and key in view.measures and not view.measures[key].retired:
                order.insert(min(place, len(order)), key)
        return order

    def _show_rows(self) -> None:
        view = self._view
        if view is None:
            return
        ticked = [key for key in self._order if key in view.tracked]
        self.list.show_rows([self._spec(key, ticked) for key in self._order])
        self.empty.setVisible(not ticked)

    def _spec(self, key: str, ticked: list[str]) -> TrackSpec:
        from ldn_journal.journal.measuring import can_be_worded

        assert self._view is not None  # noqa: S101 - shown before
        measure = self._view.measures[key]
        name = _(measure.name)
        detail = _("{kind}, {recall}").format(kind=kind_words(measure), recall=recall_words(measure))
        if key == "sleep_quality" and "sleep" in ticked:
            detail = _("{detail}, in one row with sleep").format(detail=detail)
        deeds: list[tuple[str, str, str]] = []
        if key in self._view.own:
            deeds.append(("change", _("Words…"), _("Change the words of “{measure}”").format(measure=name)))
            stop = _("Stop tracking “{measure}”; what is recorded stays").format(measure=name)
            deeds.append(("retire", _("Stop tracking"), stop))
        elif can_be_worded(measure):
            deeds.append(("words", _("Words…"), _("Your own words for “{measure}”").format(measure=name)))
        number = ticked.index(key) + 1 if key in ticked else 0
        return TrackSpec(key, name, detail, number > 0, number, len(ticked), tuple(deeds))

    # Choosing ----------------------------------------------------------------------------------------------------

    def _store(self, keys: list[str], label: str) -> None:
        """Store what is asked. The rows show it at once: the next key press may come before the journal's answer."""
        assert self._view is not None  # noqa: S101 - rows come into view with it
        from dataclasses import replace

        self._view = replace(self._view, tracked=tuple(keys))
        self._show_rows()
        self.keeper.settings(label, {"tracked": _as_setting(keys)})

    def _tick(self, key: str, on: bool) -> None:
        view = self._view
        if view is None:
            return
        self._staying.add(key)
        keys = [one for one in self._order if (one in view.tracked and one != key) or (on and one == key)]
        self._store(keys, self._name(key))

    def _move(self, key: str, step: int) -> None:
        view = self._view
        if view is None:
            return
        here = self._order.index(key)
        there = here + step
        if not 0 <= there < len(self._order):
            return
        self._order[here], self._order[there] = self._order[there], self._order[here]
        self._store([one for one in self._order if one in view.tracked], _("order"))
        self.list.say_place(key)
        self.reached.emit(self.list.row(key))

    def _offer_ticked(self, key: str, on: bool) -> None:
        """Ask something more, last of all, or no more; what is below the list stays where it is."""
        view = self._view
        if view is None:
            return
        self._lingering.add(key)
        self._keep_in_place(self.offers)
        self._order = [one for one in self._order if one != key] + ([key] if on else [])
        keys = [one for one in self._order if one in view.tracked or one == key]
        self._store(keys, self._name(key))

    def _back_to_usual(self) -> None:
        self.settle()
        self.add.setFocus()
        self.keeper.settings(_("what is tracked"), {"tracked": None})

    def _bring_back(self, key: str) -> None:
        from ldn_journal.journal.measuring import bring_back_measure

        self._keep_in_place(self.offers)
        self.keeper.change(lambda journal: bring_back_measure(journal, key), lambda: self.list.focus(key))

    def _keep_in_place(self, widget: QWidget) -> None:
        self._hold = (widget, widget.mapTo(self.window(), QPoint(0, 0)).y())

    def _name(self, key: str) -> str:
        assert self._view is not None  # noqa: S101 - asked for by a row of it
        return _(self._view.measures[key].name)

    # Measures of one's own -----------------------------------------------------------------------------------------

    def _wanted(self, key: str, deed: str) -> None:
        from ldn_journal.journal.measuring import retire_measure

        if self._view is None:
            return
        if deed == "retire":
            place = self._order.index(key)
            following = [*self._order[place + 1 :], *reversed(self._order[:place])]
            self.keeper.change(
                lambda journal: retire_measure(journal, key), lambda: self.list.focus(following[0] if following else "")
            )
            return
        measure = self._view.measures[key]
        self._open(own_words(measure) if deed == "change" else added_words(measure), key, deed)

    def _open_new(self) -> None:
        if self._remind():
            return
        self._fold()
        self.new = form = self._made(new_measure(), "")
        fit_to_kind(form)
        self._place.addWidget(form)
        self._holder.show()
        form.show()
        form.begin()
        self.reached.emit(form)

    def _open(self, deed: Deed, key: str, name: str) -> None:
        if self._remind():
            return
        self._fold()
        self.list.unfold(self._made(deed, key), key, name)

    def _made(self, deed: Deed, key: str) -> Form:
        form = Form(deed)
        form.given.connect(lambda values, _confirmed: self._given(form, key, values))
        form.closed.connect(lambda: self._fold(back=True))
        return form

    def _given(self, form: Form, key: str, values: dict[str, Any]) -> None:
        from ldn_journal.journal.measuring import words_of

        def done() -> None:
            self._fold(back=True)

        store = form.deed.store
        if store is None:
            words = {value: said or "" for value, said in values.items()}
            label = _("words for “{measure}”").format(measure=self._name(key))
            self.keeper.settings(
                label, lambda journal: {"anchors": words_of(journal, key, words)}, done, form.show_error
            )
        else:
            self.keeper.change(lambda journal: store(journal, dict(values), False), done, form.show_error)

    # Unfinished ----------------------------------------------------------------------------------------------------

    @property
    def form(self) -> Form | None:
        """The form that is open."""
        return self.new or self.list.form

    def has_unsaved(self) -> bool:
        """Whether an open form holds something that is not stored."""
        return self.form is not None and self.form.touched

    def remind(self) -> None:
        """Say so in the form."""
        if self.form is not None:
            self.form.remind()

    def draft(self) -> dict[str, Any] | None:
        """Return what stands in an open form and is not stored."""
        if self.form is None or not self.form.touched:
            return None if self._waiting is None else dict(self._waiting)
        row, deed = ("", _NEW) if self.new is not None else self.list.opened_by()
        return {"row": row, "deed": deed, "texts": self.form.texts()}

    def take_draft(self, draft: Mapping[str, Any]) -> None:
        """Open the form again with what stood in it, once the rows are there."""
        if self._view is None:
            self._waiting = draft
            return
        key, deed = str(draft.get("row", "")), str(draft.get("deed", ""))
        if deed == _NEW:
            self._open_new()
        elif key in self._order and deed in self.list.row(key).links and deed != "retire":
            self._wanted(key, deed)
        texts = draft.get("texts")
        if self.form is not None and isinstance(texts, Mapping):
            self.form.take_texts(texts)
            if self.new is not None:
                fit_to_kind(self.new)

    def _remind(self) -> bool:
        """Go to an open form that holds something, rather than open another."""
        form = self.form
        if form is None or not form.touched:
            return False
        form.remind()
        form.begin()
        self.reached.emit(form)
        return True

    def _fold(self, *, back: bool = False) -> None:
        self.list.fold(back=back)
        form, self.new = self.new, None
        if form is not None:
            self._place.removeWidget(form)
            form.hide()
            form.deleteLater()
            self._holder.hide()
            if back:
                self.add.setFocus()


def _as_setting(keys: list[str]) -> tuple[str, ...] | None:
    """The usual set in its usual order is no choice of the person's: what becomes usual later then is so here too."""
    return None if keys == usual_measures() else tuple(keys)
