"""The summary to take along: its period, its sections, the preview, and what can be done with it."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.page import Context
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.visits.keeping import PRINT_PX, ask_printer, place_asker, print_pages, show_folder
from ldn_journal.gui.visits.load import Period, load_draft
from ldn_journal.gui.visits.preview import PREVIEW_PX, Preview
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.fold_button import FoldButton
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.widgets.ticks import TickGrid
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldn_journal.gui.visits.load import VisitsView
    from ldn_journal.journal import Journal
    from ldn_journal.report import Draft, Report

_REST_MS = 250
"""How long choices must rest before the preview is made."""


class SummaryCard(Card):
    """The summary. ``report`` is what the preview shows, ``None`` while it is being made.

    ``ask`` asks for a path, ``ask_for_printer`` for a printer. Signals: ``larger_wanted(bool)`` whether the preview should
    have the whole width; ``reached(object)`` a widget to be scrolled to.
    """

    larger_wanted = Signal(bool)
    reached = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Summary for the visit"), parent=parent)
        self.context = context
        self.report: Report | None = None
        self.ask = place_asker(context.memory)
        self.ask_for_printer = ask_printer
        self.saved: Path | None = None
        self.sections: TickGrid | None = None
        self._wanted = 0
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._make)
        self.add_line(_("What a doctor can read in a minute. Nothing is in it that is not ticked."), "muted")
        self.period = Pick(_("Period"))
        self.period.box.setMaximumWidth(340)
        self.fold = FoldButton(_("What is in it"))
        self.save = QPushButton(_("Save as PDF…"))
        self.save.setProperty("primary", True)
        self.print = QPushButton(_("Print…"))
        self.folder = LinkButton(_("Show in folder"))
        self.folder.hide()
        self.larger = QPushButton(_("Larger preview"))
        self.larger.setCheckable(True)
        self.told = make_label("", "small")
        self.told.hide()
        self.state = make_label("", "muted")
        self.preview = Preview()
        self._box.addSpacing(tokens.SPACE)
        for part in (
            self.period,
            flowing(self.save, self.print, self.larger, self.folder),
            self.told,
            self.fold,
            self.state,
            self.preview,
        ):
            self._box.addWidget(part)
        self._box.setSpacing(tokens.SPACE)
        self._connect()
        self._allow()

    def _connect(self) -> None:
        self.period.picked.connect(lambda _key: self.make_soon())
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self._print)
        self.folder.clicked.connect(self._show_folder)
        self.larger.toggled.connect(self._larger)
        self.preview.reached.connect(self.reached)

    @property
    def ticked(self) -> frozenset[str]:
        """The keys of the sections that are ticked."""
        return frozenset(self.sections.keys() if self.sections is not None else ())

    @property
    def ready(self) -> bool:
        """Whether the preview shows what is chosen."""
        return self.report is not None

    def show_view(self, view: "VisitsView") -> None:
        """Offer what there is, and make the preview afresh."""
        self.setVisible(view.recorded)
        periods = [("90", _("The last 90 days")), ("year", _("The last year")), ("all", _("All that is recorded"))]
        if view.previous is not None:
            since = _("Since the visit of {day}").format(day=format_day(view.previous.day, "medium"))
            periods.insert(0, ("since", since))
        before = self.period.current() or "90"
        self.period.offer(periods, before if before in dict(periods) else "90")
        if self.sections is None:
            self._offer(view.sections)
        if view.recorded:
            self.make_soon()

    def make_soon(self) -> None:
        """Make the preview once the choices rest; what is under way is no longer wanted."""
        self._wanted += 1
        self.report = None
        self._say_state(_("Preparing the preview…"))
        self._allow()
        self._rest.start()

    def _offer(self, ticked: frozenset[str]) -> None:
        from ldn_journal.report import SECTIONS, section_name

        self.sections = TickGrid(_("Sections"), [(key, section_name(key)) for key in SECTIONS])
        self._box.insertWidget(self._box.indexOf(self.fold) + 1, self.sections)
        before: QWidget = self.fold
        for key, line in self.sections.lines.items():
            line.box.setChecked(key in ticked)
            QWidget.setTabOrder(before, line.box)
            before = line.box
        self.sections.ticked.connect(self._chosen)
        self.sections.setVisible(self.fold.isChecked())
        self.fold.toggled.connect(self.sections.setVisible)
        self.fold.entered.connect(next(iter(self.sections.lines.values())).box.setFocus)
        self._note()

    def _note(self) -> None:
        if self.sections is not None:
            n, of = len(self.ticked), len(self.sections.lines)
            self.fold.set_note(ngettext("{n} of {of} section", "{n} of {of} sections", of).format(n=n, of=of))

    def _chosen(self, _key: str) -> None:
        keys = self.sections.keys() if self.sections is not None else ()
        self._note()

        def store(journal: "Journal") -> None:
            journal.change_settings(summary_sections=keys)

        self.context.tasks.run(store, None, self._failed, owner=self)
        self.make_soon()

    # Making ------------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        wanted, period, sections = self._wanted, cast("Period", self.period.current()), self.ticked

        def gathered(draft: "Draft") -> None:
            if wanted == self._wanted:
                # After this turn of the loop, so that the words above are painted before the chart is drawn.
                QTimer.singleShot(0, self, lambda: self._compose(wanted, draft))

        self.context.tasks.run(
            lambda journal: load_draft(journal, period, sections), gathered, self._failed, owner=self
        )

    def _compose(self, wanted: int, draft: "Draft") -> None:
        from ldn_journal.report import compose, pages

        if wanted != self._wanted:
            return
        report = compose(draft)

        def drawn(pictures: "Sequence[bytes]") -> None:
            if wanted == self._wanted:
                self._show(report, pictures)

        self.context.tasks.run(lambda _journal: pages(report, PREVIEW_PX), drawn, self._failed, owner=self)

    def _show(self, report: "Report", pictures: "Sequence[bytes]") -> None:
        self.report = report
        self.preview.show_pages(pictures, report.summary.words)
        self._say_state("")
        self._allow()

    def _failed(self, error: Exception) -> None:
        self._say_state("")
        self.tell(sentence_for(error))

    # Keeping -----------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        report = self.report
        if report is None:
            return
        path = self.ask(self, _("ldn-summary-{day}.pdf").format(day=report.summary.last.isoformat()))
        if path is None:
            return
        from ldn_journal.base.files import write_whole

        def done(_nothing: None) -> None:
            if self.context.memory is not None:
                self.context.memory.keep_folder(path.parent)
            self.saved = path
            self.folder.show()
            self.tell(_("Saved as {name}.").format(name=path.name))

        self.context.tasks.run(lambda _journal: write_whole(path, report.pdf), done, self._failed, owner=self)

    def _print(self) -> None:
        report = self.report
        printer = self.ask_for_printer(self) if report is not None else None
        if report is None or printer is None:
            return
        from ldn_journal.report import pages

        def drawn(pictures: "Sequence[bytes]") -> None:
            taken = print_pages(printer, pictures)
            self.tell(_("Sent to the printer.") if taken else _("The printer did not take it. The PDF can be saved."))

        self.tell(_("Preparing the pages for the printer…"))
        self.context.tasks.run(lambda _journal: pages(report, PRINT_PX), drawn, self._failed, owner=self)

    def _show_folder(self) -> None:
        if self.saved is not None and not show_folder(self.saved):
            self.tell(_("It is in {folder}.").format(folder=self.saved.parent))

    def tell(self, sentence: str) -> None:
        """Say what came of saving or printing."""
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence)

    def _larger(self, larger: bool) -> None:
        self.larger.setText(_("Smaller preview") if larger else _("Larger preview"))
        self.larger_wanted.emit(larger)

    def _say_state(self, sentence: str) -> None:
        self.state.setText(sentence)
        self.state.setVisible(bool(sentence))

    def _allow(self) -> None:
        """Allow keeping only what the preview shows; the button keeps the focus while it waits."""
        for button in (self.save, self.print):
            button.setEnabled(self.report is not None)
