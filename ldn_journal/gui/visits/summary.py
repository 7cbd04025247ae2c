"""The summary to take along: its period and paper, what is in it, the preview, and what can be done with it."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QLocale, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ldn_journal.base.texts import _, format_day
from ldn_journal.gui import tokens
from ldn_journal.gui.page import Context
from ldn_journal.gui.timers import single_shot_timer
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.visits.choice import USUAL_PERIOD, Chosen, Period, keeping, load_draft, load_notes
from ldn_journal.gui.visits.keeping import PRINT_PX, ask_printer, place_asker, print_pages, show_folder
from ldn_journal.gui.visits.preview import PREVIEW_PX, Preview
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.fold_button import FoldButton
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldn_journal.gui.visits.choice import NoteLine
    from ldn_journal.gui.visits.contents import Contents
    from ldn_journal.gui.visits.load import VisitsView
    from ldn_journal.report import Draft, Report
    from ldn_journal.report.typeset import Paper

_REST_MS = 250
"""How long choices must rest before the preview is made."""


class SummaryCard(Card):
    """The summary. ``report`` is what the preview shows, ``None`` while it is being made.

    ``ask`` asks for a path, ``ask_for_printer`` for a printer; ``contents`` is what goes in, made when it is first shown.
    What is chosen is kept for the visit that is coming. Signals: ``larger_wanted(bool)`` whether the preview should
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
        self.contents: Contents | None = None
        self._visit = ""
        self._paper: Paper | None = None
        self._wanted = 0
        self._rest = single_shot_timer(self, _REST_MS)
        self._rest.timeout.connect(self._make)
        self.add_line(_("What a doctor can read in a minute. Nothing is in it that is not ticked."), "muted")
        self.period, self.paper = Pick(_("Period")), Pick(_("Paper"))
        # Wide enough for a visit's day; the paper's names are short.
        self.period.box.setMinimumContentsLength(22)
        self.paper.box.setMinimumContentsLength(5)
        # What is left over in the line, so that it ends where the card's other parts do.
        self.period.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
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
            flowing(self.period, self.paper, gap=2 * tokens.SPACE),
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
        self.period.picked.connect(lambda _key: self._period_picked())
        self.paper.picked.connect(self._paper_picked)
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self._print)
        self.folder.clicked.connect(self._show_folder)
        self.larger.toggled.connect(self._larger)
        self.preview.reached.connect(self.reached)

    @property
    def chosen(self) -> Chosen:
        """What is chosen now."""
        contents = self.contents
        return Chosen(
            visit=self._visit,
            sections=frozenset(contents.sections.keys() if contents is not None else ()),
            notes=contents.notes.chosen() if contents is not None else frozenset(),
            attach=contents.data.keys() if contents is not None else (),
            period=cast("Period", self.period.current() or USUAL_PERIOD),
            paper=self._paper,
        )

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
        chosen = view.chosen
        # Choices on the screen may be newer than those just read; another visit has choices of its own.
        anew = self.contents is None or self._visit != chosen.visit
        wanted = chosen.period if anew else self.period.current()
        self.period.offer(periods, wanted if wanted in dict(periods) else USUAL_PERIOD)
        if anew:
            self._take(chosen)
        if view.recorded:
            self._load_notes()
            self.make_soon()

    def make_soon(self) -> None:
        """Make the preview once the choices rest; what is under way is no longer wanted."""
        self._wanted += 1
        self.report = None
        self._say_state(_("Preparing the preview…"))
        self._allow()
        self._rest.start()

    def _take(self, chosen: Chosen) -> None:
        """Show the choices of a visit."""
        from ldn_journal.report.paper import usual_paper

        self._visit, self._paper = chosen.visit, chosen.paper
        usual = usual_paper(QLocale.territoryToCode(QLocale().territory()))
        self.paper.offer([("a4", _("A4")), ("letter", _("Letter"))], chosen.paper or usual)
        if self.contents is None:
            self.contents = self._make_contents()
        self.contents.show_chosen(chosen)
        self._note()

    def _make_contents(self) -> "Contents":
        from ldn_journal.gui.visits.contents import Contents

        contents = Contents()
        self._box.insertWidget(self._box.indexOf(self.fold) + 1, contents)
        contents.order_tab(self.fold)
        contents.ticked.connect(self._ticked)
        contents.setVisible(self.fold.isChecked())
        self.fold.toggled.connect(contents.setVisible)
        self.fold.entered.connect(next(iter(contents.sections.lines.values())).box.setFocus)
        return contents

    def _note(self) -> None:
        if self.contents is not None:
            self.fold.set_note(self.contents.in_words())

    def _ticked(self) -> None:
        self._note()
        self._keep()
        self.make_soon()

    def _period_picked(self) -> None:
        self._keep()
        self._load_notes()
        self.make_soon()

    def _paper_picked(self, key: str) -> None:
        self._paper = cast("Paper", key)
        self._keep()
        self.make_soon()

    def _keep(self) -> None:
        self.context.tasks.run(keeping(self.chosen), None, self._failed, owner=self)

    def _load_notes(self) -> None:
        """List the notes of the period that is chosen."""
        period = self.chosen.period

        def show(notes: "tuple[NoteLine, ...]") -> None:
            if self.contents is not None and period == self.chosen.period:
                self.contents.show_notes(notes)
                self._note()

        self.context.tasks.run(lambda journal: load_notes(journal, period), show, self._failed, owner=self)

    # Making ------------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        wanted, chosen, paper = self._wanted, self.chosen, cast("Paper", self.paper.current())

        def gathered(draft: "Draft") -> None:
            if wanted == self._wanted:
                # After this turn of the loop, so that the words above are painted before the chart is drawn.
                QTimer.singleShot(0, self, lambda: self._compose(wanted, draft, paper))

        self.context.tasks.run(lambda journal: load_draft(journal, chosen), gathered, self._failed, owner=self)

    def _compose(self, wanted: int, draft: "Draft", paper: "Paper") -> None:
        from ldn_journal.report import compose, pages

        if wanted != self._wanted:
            return
        report = compose(draft, paper)

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

        def done(_nothing: None) -> None:
            if self.context.memory is not None:
                self.context.memory.keep_folder(path.parent)
            self.saved = path
            self.folder.show()
            self.tell(_("Saved as {name}.").format(name=path.name))

        self.context.tasks.run(
            lambda journal: journal.save_file(path, report.pdf, "report"), done, self._failed, owner=self
        )

    def _print(self) -> None:
        report = self.report
        printer = self.ask_for_printer(self, cast("Paper", self.paper.current())) if report is not None else None
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
