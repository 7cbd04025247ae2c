"""The card of reminders for the Settings page: what to be reminded of, when, in which words, and starting with the computer."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ldn_journal.base.autostart import Autostart, autostart, start_command
from ldn_journal.base.errors import JournalError
from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui.page import Context
from ldn_journal.gui.reminders.load import RemindersView, load_reminders
from ldn_journal.gui.reminders.notify import Notifier
from ldn_journal.gui.reminders.tray import tray_is_there
from ldn_journal.gui.reminders.words import quiet_words, times_words
from ldn_journal.gui.settings.card import SettingsCard, put
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.undo_guard import guard_undo
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.clock_edit import ClockEdit
from ldn_journal.gui.widgets.ticks import TickGrid, TickLine
from ldn_journal.gui.words import sentence_for
from ldn_journal.journal.settings import Reminders

if TYPE_CHECKING:
    from ldn_journal.gui.settings.keeper import Keeper
    from ldn_journal.journal import Journal

_REPEATS: Final = (15, 30, 60, 0)
_DAYS: Final = (3, 7, 14, 21)
_TRIAL: Final = "trial"


class RemindersCard(SettingsCard):
    """All choices of reminders; each is stored as it is made. It reads what it shows by itself, whenever it is seen.

    With a ``keeper``, what is stored is told at the head of the page and can be undone there. ``start`` is how the program is
    started at login, ``tray`` says whether this desktop has a tray.
    """

    def __init__(
        self,
        context: Context,
        keeper: "Keeper | None" = None,
        *,
        start: Autostart | None = None,
        tray: Callable[[], bool] = tray_is_there,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Reminders"), keeper, parent)
        self._context = context
        self._start = start or autostart()
        self._tray = tray
        self._notifier: Notifier | None = None
        self.view: RemindersView | None = None
        self.add_line(
            _("Nothing reminds until you choose it here. A reminder is a notification on this computer."), "muted"
        )
        self.add_line(_("Remind me of"), "small")
        self.kinds = TickGrid(
            _("Remind me of"),
            [
                ("dose", _("The dose, at its time")),
                ("refill", _("A refill")),
                ("use_by", _("A use-by date")),
                ("questionnaire", _("A questionnaire")),
                ("visit", _("A visit, the day before")),
            ],
        )
        self.add_widget(self.kinds)
        self.times = self.add_line(" ", "body")
        self._rest: list[QWidget] = []
        self._make_when()
        self._make_words()
        self._make_start()
        self.told = self.add_line(" ", "body")
        self.told.hide()
        self.setEnabled(False)
        self._connect()
        self._show_rest(False)

    # Parts -------------------------------------------------------------------------------------------------------

    def _make_when(self) -> None:
        self.repeat = Pick(_("Ask for the dose once more after"))
        self.add_widget(self.repeat)
        self.quiet_from = ClockEdit(_("Quiet from"))
        self.quiet_to = ClockEdit(_("Quiet until"))
        begin = self.add_field(_("Quiet from"), self.quiet_from, _("Empty: there are no quiet hours."))
        end = self.add_field(_("Quiet until"), self.quiet_to, _("What falls into them is said when they are over."))
        self.warning = self.add_line(" ", "warning")
        self.days = Pick(_("Speak of a supply or a date that ends"))
        self.add_widget(self.days)
        self.daily = ClockEdit(_("Time of day for all that is not the dose"))
        daily = self.add_field(_("Time of day for all that is not the dose"), self.daily)
        guard_undo([self.quiet_from, self.quiet_to, self.daily])
        self._rest += [self.repeat, begin, end, self.days, daily]

    def _make_words(self) -> None:
        self.details = TickLine(_("Say in the notification what it is about"))
        self.add_widget(self.details)
        about = self.add_line(
            _(
                "Lock screens show notifications to anyone. Without this, one says no more than “Time for tonight’s entry.”"
            ),
            "small",
        )
        self.before = TickLine(_("Remind me before the password is given, too"))
        self.add_widget(self.before)
        self.before_words = self.add_line(
            _("This computer then keeps the times of day outside the protected journal, and nothing else."), "small"
        )
        self._rest += [self.details, about]

    def _make_start(self) -> None:
        self.login = TickLine(_("Start LDN Journal when I log in to this computer"))
        self.add_widget(self.login)
        self.close_to_tray = TickLine(_("Keep it in the tray when I close the window"))
        self.add_widget(self.close_to_tray)
        self.no_tray = self.add_line(
            _("This desktop has no tray: reminders come while the window is open, or small in the task bar."), "small"
        )
        self.trial = self.add_button(_("Show one now"))
        self._rest += [self.trial]

    def _connect(self) -> None:
        self.kinds.ticked.connect(self._kind)
        self.repeat.picked.connect(lambda key: self._store(repeat_minutes=int(key)))
        self.days.picked.connect(lambda key: self._store(days_before=int(key)))
        self.quiet_from.answered.connect(lambda at: self._store(quiet_from=at))
        self.quiet_from.cleared.connect(lambda: self._store(quiet_from=None))
        self.quiet_to.answered.connect(lambda at: self._store(quiet_to=at))
        self.daily.answered.connect(lambda at: self._store(daily_at=at))
        for edit in (self.quiet_to, self.daily):
            edit.cleared.connect(self._show)  # these cannot be left open: what was in force stands there again
        self.details.box.clicked.connect(lambda on: self._store(details=on))
        self.before.box.clicked.connect(lambda on: self._store(before_password=on))
        self.login.box.clicked.connect(self._start_at_login)
        self.close_to_tray.box.clicked.connect(self._close_to_tray)
        self.trial.clicked.connect(self._try)
        self._context.events.settings_changed.connect(self.load)
        self._context.events.changed.connect(lambda _changes: self.load())

    # What is shown -----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is in force."""
        super().showEvent(event)
        self.load()

    def load(self) -> None:
        """Read what is in force, if the card is seen."""
        if self.isVisible():
            self._context.tasks.run(load_reminders, self._loaded, owner=self)

    def _loaded(self, view: RemindersView) -> None:
        self.view = view
        self.setEnabled(True)
        self._show()

    def _show(self) -> None:
        view = self.view
        if view is None:
            return
        wanted = view.wanted
        for key, line in self.kinds.lines.items():
            line.box.setChecked(bool(getattr(wanted, key)))
        self.times.setText(times_words(view))
        self.times.setVisible(wanted.dose)
        self.repeat.offer(
            [(str(n), _repeat_words(n)) for n in _with(_REPEATS, wanted.repeat_minutes)], str(wanted.repeat_minutes)
        )
        self.days.offer([(str(n), _days_words(n)) for n in _with(_DAYS, wanted.days_before)], str(wanted.days_before))
        put(self.quiet_from, wanted.quiet_from)
        put(self.quiet_to, wanted.quiet_to)
        put(self.daily, wanted.daily_at)
        self.details.box.setChecked(wanted.details)
        self.before.box.setChecked(wanted.before_password)
        memory = self._context.memory
        self.close_to_tray.box.setChecked(memory is not None and memory.closes_to_tray())
        self.login.box.setChecked(self._start.enabled())
        self._show_rest(wanted.on)

    def _show_rest(self, on: bool) -> None:
        view = self.view
        for part in self._rest:
            part.setVisible(on)
        wanted = view.wanted if view is not None else Reminders()
        self.repeat.setVisible(wanted.dose)
        self.days.setVisible(wanted.refill or wanted.use_by)
        quiet = quiet_words(view) if view is not None else ""
        self.warning.setText(quiet)
        self.warning.setVisible(bool(quiet))
        protected = view is not None and view.protected
        for part in (self.before, self.before_words):
            part.setVisible(protected and wanted.dose)
        tray = self._tray()
        self.close_to_tray.setVisible(on and tray)
        self.no_tray.setVisible(on and not tray)
        # What was chosen once can be taken back, also after the reminders themselves.
        self.login.setVisible(on or self.login.box.isChecked())
        if not on:
            self.told.hide()

    # What is chosen ----------------------------------------------------------------------------------------------

    def _kind(self, key: str) -> None:
        self._store(**{key: self.kinds.lines[key].box.isChecked()})

    def _store(self, **values: Any) -> None:
        def changed(journal: "Journal") -> dict[str, Reminders]:
            return {"reminders": journal.settings.reminders.model_copy(update=values)}

        if self._kept is not None:
            self._kept.settings(_("reminders"), changed, failed=self._failed)
            return
        self._context.tasks.run(
            lambda journal: journal.change_settings(**changed(journal)),
            lambda _settings: self._context.events.settings_changed.emit(),
            self._failed,
            owner=self,
        )

    def _close_to_tray(self, on: bool) -> None:
        if self._context.memory is not None:
            self._context.memory.keep_closes_to_tray(on)
            self._context.events.settings_changed.emit()

    def _start_at_login(self, on: bool) -> None:
        if self.view is None:
            return
        try:
            if on:
                self._start.enable(start_command(self.view.folder))
            else:
                self._start.disable()
        except JournalError as error:
            self._failed(error)
        self._show()

    def _failed(self, error: Exception) -> None:
        self._show()
        self._tell(sentence_for(error))

    def _tell(self, sentence: str) -> None:
        announce(self, sentence)
        self.told.setText(sentence)
        self.told.show()

    # Trying ------------------------------------------------------------------------------------------------------

    def _try(self) -> None:
        if self._notifier is None:
            self._notifier = Notifier(self)
            self._notifier.shown.connect(self._tried, Qt.ConnectionType.QueuedConnection)
            self._notifier.not_shown.connect(self._not_tried, Qt.ConnectionType.QueuedConnection)
            self.destroyed.connect(self._notifier.close)
        self._notifier.show(_TRIAL, _("LDN Journal"), _("This is what a reminder looks like."))

    def _tried(self, _name: str) -> None:
        self._tell(_("This computer took it. If you saw nothing, its own settings keep notifications silent."))

    def _not_tried(self, _name: str) -> None:
        self._tell(_("This computer shows no notifications. What there is to say will stand in the window."))


def _with(offered: tuple[int, ...], current: int) -> list[int]:
    """Return what is offered, with what was chosen elsewhere."""
    return [*offered, *({current} - {*offered})]


def _repeat_words(minutes: int) -> str:
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes) if minutes else _("Not again")


def _days_words(days: int) -> str:
    return ngettext("{n} day before", "{n} days before", days).format(n=days)
