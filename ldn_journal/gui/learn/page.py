"""The Learn page: chapters to be read, and a search through all of them. It needs neither journal nor network."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ldn_journal.base.texts import _, ngettext
from ldn_journal.clinical.learn import Chapter, Section, chapters, find, words_of
from ldn_journal.gui import tokens
from ldn_journal.gui.learn.contents_list import ContentsList
from ldn_journal.gui.learn.heading import Heading
from ldn_journal.gui.learn.prose import Prose
from ldn_journal.gui.learn.section_card import SectionCard
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.tab_order import chain_tabs
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.timers import single_shot_timer
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.widgets.page_scroller import PageScroller

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes

_BESIDE = 680
"""Width of the page, at 100 % text, from which the chapters stand beside what is read."""
_CONTENTS_WIDTH = 212
_SEARCH_WIDTH = 300
_WIDEST = 792
"""Greatest width of the cards at 100 % text: longer lines are hard to read."""
_LIST_INSET = 13
"""From the list's edge to the chapters' names: its ring and padding in ``window.qss``, and 3 px that Qt leaves before words."""
_TYPING_MS = 150
_LAID_OUT_MS = 60
_DRAWN_MS = 2_000
"""For so long a section asked for stays at the top while pictures above it are drawn."""


class SearchField(QLineEdit):
    """Where words are typed. Signals: those of ``QLineEdit``; Escape empties it, Down leaves it as Enter does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the words back with Escape, and go on to what was found with Down."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.returnPressed.emit()
        else:
            super().keyPressEvent(event)


class ChapterView(QWidget):
    """A chapter: its heading, a sentence of what is in it, its cards by key."""

    def __init__(self, chapter: Chapter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chapter = chapter
        self.heading = Heading(chapter.title)
        self.intro = make_label(chapter.text, "muted")
        self.cards = {section.key: SectionCard(section) for section in chapter.sections}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.SPACE)
        column.setSpacing(2 * tokens.SPACE)
        above = QVBoxLayout()
        above.setSpacing(tokens.SPACE)
        above.addWidget(self.heading)
        above.addWidget(self.intro)
        column.addLayout(above)
        for card in self.cards.values():
            column.addWidget(card)

    def show_sections(self, sections: Sequence[Section], marked: Sequence[str] = ()) -> None:
        """Show of the chapter only ``sections``, with folded words marked; the whole chapter has its sentence too."""
        found = {section.key: section for section in sections}
        self.intro.setVisible(len(found) == len(self.cards) and not marked)
        for key, card in self.cards.items():
            if key in found:
                card.show_section(found[key], marked)
            card.setVisible(key in found)
        self.setVisible(bool(found))


class LearnPage(Page):
    """The page. ``search`` is its field, ``result`` says what was found, ``views`` are the chapters made so far."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.views: dict[str, ChapterView] = {}
        self.chapter = chapters()[0].key
        names = [(chapter.key, chapter.title) for chapter in chapters()]
        self.heading = Heading(self.title, "title")
        self.search = SearchField()
        self.search.setPlaceholderText(_("Search"))
        self.search.setAccessibleName(_("Search in Learn"))
        keys = _("/ or Ctrl+F comes here, Enter goes to what was found, Escape shows everything again.")
        self.search.setAccessibleDescription(keys)
        self.search.setToolTip(keys)
        self.result = make_label("", "body")
        self.advice = make_label(_("Try a shorter word, or only one."), "muted")
        self.everything = LinkButton(_("Show everything"))
        self.contents_list = ContentsList(names)
        self._titled = True
        self.pick = Pick(_("Chapter"))
        self._names = names
        self._later = single_shot_timer(self, _TYPING_MS)
        self._later.timeout.connect(self._look_up)
        self._wanted: SectionCard | None = None
        self._drop = single_shot_timer(self, _DRAWN_MS)
        self._drop.timeout.connect(self._let_go)
        self._lay_out()
        self.scroller.verticalScrollBar().rangeChanged.connect(self._reach)
        self.scroller.verticalScrollBar().actionTriggered.connect(self._let_go)
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self._go_to_found)
        self.everything.clicked.connect(self._clear)
        self.contents_list.chapter_chosen.connect(self.show_chapter)
        self.pick.picked.connect(self.show_chapter)
        for sequence in (QKeySequence("/"), QKeySequence("Ctrl+F")):
            shortcut = QShortcut(sequence, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._to_search)
        self.show_chapter(self.chapter)

    @property
    def title(self) -> str:
        """The name of the page."""
        return _("Learn")

    def _lay_out(self) -> None:
        space = theme_for(self).space
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(space(1))
        self._head.addWidget(self.heading, 1)
        self._head.addWidget(self.search)
        self._found = QWidget()
        found = QGridLayout(self._found)
        found.setContentsMargins(0, 0, 0, 0)
        found.setSpacing(space(0.5))
        found.setColumnStretch(0, 1)
        found.addWidget(self.result, 0, 0)
        found.addWidget(self.everything, 0, 1, Qt.AlignmentFlag.AlignTop)
        found.addWidget(self.advice, 1, 0, 1, 2)
        self._top = QVBoxLayout()
        self._top.setSpacing(space(1))
        self._top.addLayout(self._head)
        self._top.addWidget(self.pick)
        self._top.addWidget(self._found)
        self.contents = QWidget()
        # The widest that lines may be is kept across: a column asks for the height at all the width there is.
        self._read = QWidget()
        across = QHBoxLayout(self.contents)
        across.setContentsMargins(0, tokens.SPACE, tokens.PAGE_RIGHT, tokens.PAGE_BOTTOM)
        across.setSpacing(0)
        across.addWidget(self._read, 1)
        across.addStretch()
        self._column = QVBoxLayout(self._read)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(1)
        self.scroller = PageScroller()
        self.scroller.setWidget(self.contents)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, tokens.SPACE, 0, 0)
        side.addWidget(self.contents_list)
        side.addStretch(1)
        self._across = QHBoxLayout()
        self._across.setSpacing(space(2))
        self._across.addWidget(self._side)
        self._across.addWidget(self.scroller, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._top)
        whole.addLayout(self._across, 1)

    # What is shown -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Load nothing: what is read here does not come from the journal."""

    def draft(self) -> dict[str, Any] | None:
        """Return the words that are searched for."""
        return {"search": self.search.text()} if self.search.text() else None

    def take_draft(self, draft: dict[str, Any]) -> None:
        """Search for them again."""
        self.search.setText(str(draft.get("search", "")))

    def concerned_by(self, changes: "Changes") -> bool:  # noqa: ARG002
        """No record changes what is read here."""
        return False

    def show_chapter(self, key: str) -> None:
        """Show a chapter whole; a search that was on is over."""
        self.chapter = key
        self._wanted = None
        self._later.stop()
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        view = self._view(key)
        for one in self.views.values():
            one.setVisible(one is view)
        view.show_sections(view.chapter.sections)
        self.result.setText("")
        self._found.hide()
        self.contents_list.set_current(key)
        self.pick.offer(self._names, key)
        self.scroller.verticalScrollBar().setValue(0)

    def show_part(self, part: str) -> None:
        """Bring a chapter or a section into view by its key, with the focus on its words."""
        for chapter in chapters():
            keys = [section.key for section in chapter.sections]
            if part == chapter.key or part in keys:
                self.show_chapter(chapter.key)
                card = self.views[chapter.key].cards[part if part in keys else keys[0]]
                card.prose.setFocus(Qt.FocusReason.OtherFocusReason)
                self._wanted = card
                self._drop.start()
                QTimer.singleShot(_LAID_OUT_MS, card, self._reach)
                return

    def _reach(self) -> None:
        """Put the section asked for at the top; what is drawn late above it would push it down."""
        if self._wanted is not None:
            top = self._wanted.mapTo(self.contents, QPoint(0, 0)).y()
            self.scroller.verticalScrollBar().setValue(top - tokens.SPACE)

    def _let_go(self) -> None:
        self._wanted = None

    def _view(self, key: str) -> ChapterView:
        """Return a chapter's widgets, made when it is first read or found."""
        if key not in self.views:
            order = [chapter.key for chapter in chapters()]
            view = ChapterView(chapters()[order.index(key)])
            self.views[key] = view
            made = [one for one in order if one in self.views]
            self._column.insertWidget(made.index(key), view)
            for prose in (card.prose for card in view.cards.values()):
                prose.seen_at.connect(lambda rect, one=prose: self._see(one, rect))
                prose.left.connect(lambda step, one=prose: self._go_from(one, step))
            chain_tabs([self.search, self.everything, self.contents_list, self.pick.box, *self._proses()])
        return self.views[key]

    def _proses(self) -> list[Prose]:
        """Return the words of all cards made so far, in the order of the page."""
        made = [self.views[chapter.key] for chapter in chapters() if chapter.key in self.views]
        return [card.prose for view in made for card in view.cards.values()]

    # Searching ---------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._later.start()

    def _look_up(self) -> None:
        """Show what holds the words typed."""
        self._later.stop()
        asked = " ".join(self.search.text().split())
        words = words_of(asked)
        if not words:
            self.show_chapter(self.chapter)
            return
        found = find(asked)
        keys = {section.key for section in found}
        for chapter in chapters():
            there = [section for section in found if section.key in {one.key for one in chapter.sections}]
            if there or chapter.key in self.views:
                self._view(chapter.key).show_sections(there, words)
        self.contents_list.set_current("")
        self.pick.offer([("", _("All chapters")), *self._names], "")
        self._say(asked, len(keys))
        self.scroller.verticalScrollBar().setValue(0)

    def _say(self, asked: str, count: int) -> None:
        if count:
            words = ngettext("{count} section mentions “{words}”.", "{count} sections mention “{words}”.", count)
        else:
            words = _("Nothing found for “{words}”.")
        sentence = words.format(count=count, words=asked)
        if sentence != self.result.text():
            announce(self.result, sentence)
        self.result.setText(sentence)
        self.advice.setVisible(not count)
        self._found.show()

    def _go_to_found(self) -> None:
        """Go from the field to the first words found, or to those in view."""
        if self._later.isActive():
            self._look_up()
        first = next((prose for prose in self._proses() if prose.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _clear(self) -> None:
        self.show_chapter(self.chapter)
        self._to_search()

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # Moving ------------------------------------------------------------------------------------------------------

    def _see(self, prose: Prose, rect: QRect) -> None:
        """Keep the caret in view."""
        if self._wanted is not None and self._wanted.prose is not prose:
            self._wanted = None
        place = prose.mapTo(self.contents, rect.center())
        self.scroller.ensureVisible(0, place.y(), 0, rect.height() + 2 * tokens.SPACE)

    def _go_from(self, prose: Prose, step: int) -> None:
        """Go on to the words of the next card, or back to those before."""
        shown = [one for one in self._proses() if one.isVisible()]
        place = shown.index(prose) + step
        if 0 <= place < len(shown):
            shown[place].setFocus(Qt.FocusReason.TabFocusReason)
            shown[place].show_caret()

    # The window --------------------------------------------------------------------------------------------------

    def show_title(self, shown: bool) -> None:
        """Show the title, or leave it out where a menu above the page names it already."""
        self._titled = shown
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange for the new look, once all of the page has it."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._arrange)

    def _arrange(self) -> None:
        """Put the chapters beside what is read where there is room, else above it as a list to pick from."""
        theme = theme_for(self)
        beside = self.width() >= theme.scaled(_BESIDE)
        self._side.setVisible(beside)
        self.heading.setVisible(self._titled)
        self.pick.setVisible(not beside)
        self.contents_list.setFixedWidth(theme.scaled(_CONTENTS_WIDTH))
        left = tokens.PAGE_LEFT - (_LIST_INSET if beside else 0)
        self._across.setContentsMargins(left, 0, 0, 0)
        self._head.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        top = tokens.PAGE_TOP if self._titled else tokens.SPACE
        if beside and self._titled:
            # Beside the higher field the title keeps the place it has on every page.
            top = max(
                top - max(self.search.sizeHint().height() - self.heading.sizeHint().height(), 0) // 2, tokens.SPACE
            )
        # Field and cards end below each other.
        cards = left + theme.scaled(_CONTENTS_WIDTH) + self._across.spacing() + theme.scaled(_WIDEST)
        end = max(tokens.PAGE_RIGHT + tokens.GUTTER, self.width() - cards if beside else 0)
        self._top.setContentsMargins(tokens.PAGE_LEFT, top, end, tokens.PAGE_GAP - tokens.SPACE - 1)
        if beside:
            self.search.setFixedWidth(theme.scaled(_SEARCH_WIDTH))
        else:
            self.search.setMinimumWidth(0)
            self.search.setMaximumWidth(16_777_215)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._read.setMaximumWidth(theme.scaled(_WIDEST))
