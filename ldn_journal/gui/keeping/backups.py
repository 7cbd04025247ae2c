"""The backups: when, how many entries, whether they read well; copies elsewhere; and going back to one."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.files.places import Asker, Chooser, file_chooser, folder_chooser
from ldn_journal.gui.keeping.load import KeepingView
from ldn_journal.gui.keeping.panel import Panel, Unfolding
from ldn_journal.gui.lock.password_edit import PasswordEdit
from ldn_journal.gui.page import Context
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.treatment.rows import EntryRow, RowAction, RowSpec
from ldn_journal.gui.treatment.words import day_words
from ldn_journal.gui.visits.keeping import place_asker
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.clock_edit import format_clock
from ldn_journal.gui.widgets.labels import LinkButton
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.journal import Journal
    from ldn_journal.journal.keeping import Backup, Contents, Kept

_FIRST: Final = 8
"""How many are listed before the person asks for all."""


class BackupsCard(Card):
    """The list of backups and what can be done with them. ``ask``, ``choose`` and ``choose_folder`` ask for places.

    Signals: ``changed()`` after a backup was made or the second folder changed; ``restored()`` after the journal went back to a
    copy; ``reached(object)`` a widget that should be scrolled to.
    """

    changed = Signal()
    restored = Signal()
    reached = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Backups"), parent=parent)
        self._context = context
        self._view: KeepingView | None = None
        self._read: dict[Path, Contents | str] = {}
        self._all = False
        copies = _("Copies of a journal (*.ldnjb *.ldnj);;All files (*)")
        self.ask: Asker = place_asker(context.memory, _("Make a copy"), _("Copies of a journal (*.ldnjb)"))
        self.choose: Chooser = file_chooser(context.memory, _("Go back to a copy"), copies)
        self.choose_folder: Chooser = folder_chooser(context.memory, _("A second folder for backups"))
        self._box.setSpacing(tokens.SPACE)
        self.add_line(
            _(
                "Made automatically every half hour while something changes, and when the window closes. The last ten are kept,"
                " then one for each of 14 days, 8 weeks and 24 months, and for every year."
            ),
            "muted",
        )
        self.state = self.add_line(" ", "body")
        self.now = QPushButton(_("Back up now"))
        self.copy = QPushButton(_("Copy to a USB stick…"))
        self.elsewhere = QPushButton(_("Restore from another copy…"))
        self.add_widget(flowing(self.now, self.copy, self.elsewhere))
        self.told = self.add_line(" ", "body")
        self.told.hide()
        self.place = Unfolding()
        self.add_widget(self.place)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 8, 0, 0)
        self._rows.setSpacing(0)
        self.rows: list[EntryRow] = []
        self.add_widget(self._list)
        self.more = LinkButton(_("Show all"))
        self.add_widget(self.more)
        self.second = self.add_line(" ", "muted")
        self.set_second = QPushButton(_("Choose a second folder…"))
        self.no_second = LinkButton(_("Leave the second folder off"))
        self._second_deeds = flowing(self.set_second, self.no_second)
        self.add_widget(self._second_deeds)
        self.now.clicked.connect(self._back_up)
        self.copy.clicked.connect(self._copy)
        self.elsewhere.clicked.connect(self._from_elsewhere)
        self.more.clicked.connect(self._show_all)
        self.set_second.clicked.connect(self._choose_second)
        self.no_second.clicked.connect(lambda: self._keep_second(None))
        self.place.unfolded.connect(self.reached)

    def show_view(self, view: KeepingView) -> None:
        """List the backups; each is then read through, and its row says what was found."""
        self._view = view
        shown = view.backups if self._all else view.backups[:_FIRST]
        for row in self.rows:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for one in shown:
            row = EntryRow(self._spec(one))
            row.chosen.connect(lambda _action, one=one, row=row: self._open_restore(one.path, _when(one), row))
            self._rows.addWidget(row)
            self.rows.append(row)
            if one.path not in self._read:
                self._read_through(one)
        self.more.setVisible(len(view.backups) > len(shown))
        self.more.setText(ngettext("Show all {n}", "Show all {n}", len(view.backups)).format(n=len(view.backups)))
        if not view.backups:
            self._tell(_("There is no backup yet; the first is made when the window closes."))
        self.second.setText(
            _("Backups are laid in a second folder as well: {folder}").format(folder=view.second)
            if view.second is not None
            else _("A second folder, such as a synced one or another disk, can hold the backups as well.")
        )
        self.second.show()
        self.set_second.setText(
            _("Choose another second folder…") if view.second is not None else _("Choose a second folder…")
        )
        deeds = (self.set_second, self.no_second) if view.second is not None else (self.set_second,)
        self._second_deeds.show_only(*deeds)

    def _tell(self, sentence: str) -> None:
        """Say how the newest backup is."""
        self.state.setText(sentence)
        self.state.show()

    # Reading -----------------------------------------------------------------------------------------------------

    def _read_through(self, backup: "Backup") -> None:
        def found(contents: "Contents") -> None:
            self._read[backup.path] = contents
            self._show_row(backup)

        def failed(error: Exception) -> None:
            self._read[backup.path] = sentence_for(error)
            self._show_row(backup)

        self._context.tasks.run(lambda journal: journal.copy_contents(backup.path), found, failed, owner=self)

    def _show_row(self, backup: "Backup") -> None:
        for place, row in enumerate(self.rows):
            if row.spec.id == str(backup.path):
                fresh = EntryRow(self._spec(backup))
                fresh.chosen.connect(lambda _action, row=fresh: self._open_restore(backup.path, _when(backup), row))
                focused = any(button.hasFocus() for button in row.buttons.values())
                self._rows.replaceWidget(row, fresh)
                row.hide()
                row.deleteLater()
                self.rows[place] = fresh
                if focused:
                    next(iter(fresh.buttons.values())).setFocus()
        if self._view is not None and self._view.backups and self._view.backups[0].path == backup.path:
            self._tell_newest(backup)

    def _tell_newest(self, backup: "Backup") -> None:
        read = self._read.get(backup.path)
        if isinstance(read, str) or read is None:
            self._tell(_("The newest backup, of {when}, cannot be used.").format(when=_when(backup)))
        elif self._failed_its_test(backup):
            self._tell(_("The newest backup, of {when}, failed its test; see below.").format(when=_when(backup)))
        else:
            self._tell(
                _("Newest backup: {when}, {entries}; checked, no errors.").format(
                    when=_when(backup), entries=_entries(read.entries)
                )
            )

    def _failed_its_test(self, backup: "Backup") -> bool:
        trials = None if self._view is None else self._view.trials
        return trials is not None and any(one.backup == backup.path.name for one in trials.failed)

    def _spec(self, backup: "Backup") -> RowSpec:
        read = self._read.get(backup.path)
        if read is None:
            detail, sound = _("being read…"), True
        elif isinstance(read, str):
            detail, sound = read, False
        elif self._failed_its_test(backup):
            detail, sound = _("{entries}; it failed its test").format(entries=_entries(read.entries)), True
        else:
            detail, sound = _("{entries}, no errors").format(entries=_entries(read.entries)), True
        when = _when(backup)
        action = RowAction("back", _("Go back to it…"), _("Go back to the backup of {when}").format(when=when))
        return RowSpec(str(backup.path), "", when, details=(detail,), actions=(action,) if sound else ())

    # Deeds -------------------------------------------------------------------------------------------------------

    def _back_up(self) -> None:
        self.now.setEnabled(False)
        self._say(_("Copying…"))

        def done(kept: "Kept") -> None:
            self.now.setEnabled(True)
            self.changed.emit()
            self._say("" if kept.not_elsewhere is None else sentence_for(kept.not_elsewhere))

        self._context.tasks.run(lambda journal: journal.backup(), done, self._failed, owner=self)

    def _copy(self) -> None:
        path = self.ask(self, _("ldn-journal-{day}.ldnjb").format(day=self._context.clock.now().date().isoformat()))
        if path is None:
            return

        def done(contents: "Contents") -> None:
            if self._context.memory is not None:
                self._context.memory.keep_folder(path.parent)
            said = _("Copied to {path} and checked: {entries}.").format(path=path, entries=_entries(contents.entries))
            open_to_all = _("It has no password: anyone who has it can read it.")
            protected = self._view is not None and self._view.protected
            self._say(said if protected else f"{said} {open_to_all}")

        self._context.tasks.run(lambda journal: journal.write_copy(path), done, self._failed, owner=self)

    def _from_elsewhere(self) -> None:
        path = self.choose(self)
        if path is not None:
            self._open_restore(path, path.name, self.elsewhere)

    def _open_restore(self, path: Path, name: str, opener: QWidget) -> None:
        password = PasswordEdit(_("The password of that time"))
        password.hide()
        panel = Panel(
            _("Go back to {copy}").format(copy=name),
            _(
                "The whole journal is then as it was: what was recorded since is gone from it. A backup of now is made first, so"
                " that you can come back."
            ),
            [password],
            _("Go back"),
        )

        def job(journal: "Journal") -> "Contents":
            return journal.restore(path, password.text() or None)

        def done(contents: "Contents") -> None:
            self.place.fold()
            self.restored.emit()
            self._say(_("Went back to {copy}: {entries}.").format(copy=name, entries=_entries(contents.entries)))

        def failed(error: Exception) -> None:
            from ldn_journal.base.errors import WrongPassword

            panel.say(sentence_for(error))
            if isinstance(error, WrongPassword):
                password.show()
                password.setFocus()

        def run() -> None:
            panel.wait()
            self._context.tasks.run(job, done, failed, owner=panel)

        panel.given.connect(run)
        self.place.open(panel, opener)

    def _show_all(self) -> None:
        self._all = True
        if self._view is not None:
            self.show_view(self._view)

    def _choose_second(self) -> None:
        folder = self.choose_folder(self)
        if folder is not None:
            self._keep_second(folder)

    def _keep_second(self, folder: Path | None) -> None:
        def store(journal: "Journal") -> "Kept | None":
            journal.change_settings(backup_folder=None if folder is None else str(folder))
            return None if folder is None else journal.backup()

        def done(kept: "Kept | None") -> None:
            self.changed.emit()
            if kept is not None and kept.not_elsewhere is not None:
                self._say(sentence_for(kept.not_elsewhere))

        self._context.tasks.run(store, done, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        self.now.setEnabled(True)
        self._say(sentence_for(error))

    def _say(self, sentence: str) -> None:
        """Say what came of a deed."""
        announce(self, sentence)
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))


def _when(backup: "Backup") -> str:
    local = backup.made_at.astimezone()
    return _("{day}, {time}").format(day=day_words(local.date()), time=format_clock(local.time()))


def _entries(count: int) -> str:
    return ngettext("{n} entry", "{n} entries", count).format(n=count)
