"""The Trends page: what was recorded, over time, beside the doses, in four views of one record."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.trends.charts_view import ChartsView
from ldn_journal.gui.trends.load import TrendsView, load_view
from ldn_journal.gui.trends.notice import Notice
from ldn_journal.gui.trends.part import Part
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.segmented import Segmented
from ldn_journal.gui.words import sentence_for


class TrendsPage(Page):
    """Charts, comparisons, a calendar and what goes together. ``views`` chooses; all but the charts are made when shown."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: TrendsView | None = None
        self.charts = ChartsView(context)
        self._parts: dict[str, Part] = {}
        self.heading = make_label(_("Trends"), "title", wrap=False)
        names = [
            ("charts", _("Charts")),
            ("compare", _("Compare")),
            ("calendar", _("Calendar")),
            ("together", _("Together")),
        ]
        self._names = names
        self.views = Segmented(_("View"), names)
        self.views.chosen.connect(self._show_part)
        self.views.setMinimumWidth(1)
        # In its place where large text leaves no room for four names side by side.
        self.views_list = Pick(_("View"))
        self.views_list.picked.connect(self.show_part)
        self.views_list.hide()
        self._titled = True
        self.notice = Notice()
        self.notice.button.clicked.connect(self._notice_answered)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.notice)
        self._keep("charts", self.charts)
        self.header = QWidget()
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.header)
        self._head.setSpacing(2 * tokens.SPACE)
        self._head.addWidget(self.heading, 1)
        self._head.addWidget(self.views)
        self._head.addWidget(self.views_list, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.stack, 1)
        self._show_notice(_("Loading…"))

    # Loading -----------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The name of the page."""
        return _("Trends")

    def refresh(self) -> None:
        """Load the whole record's trends on the journal's thread."""
        self.context.tasks.run(load_view, self._loaded, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        self._show_notice(_("The trends could not be shown."), sentence_for(error), _("Try again"))

    def _loaded(self, view: TrendsView) -> None:
        self.view = view
        if view.empty:
            self._show_notice(
                _("Your trends will be here"),
                _("Charts of dose, pain, sleep and whatever else you record, from the first day on."),
                _("Record today"),
            )
            return
        self._show_part(self.views.current())

    def _show_notice(self, heading: str, words: str = "", button: str = "") -> None:
        self.notice.say(heading, words, button)
        self.stack.setCurrentWidget(self.notice)
        self._arrange()

    def _notice_answered(self) -> None:
        if self.view is not None and self.view.empty:
            self.page_wanted.emit("today")
        else:
            self._show_notice(_("Loading…"))
            self.context.tasks.try_again()
            self.refresh()

    # Views -------------------------------------------------------------------------------------------------------

    def part(self, key: str) -> Part:
        """Return a view, made when it is first asked for."""
        return self._parts[key] if key in self._parts else self._keep(key, self._make(key))

    def _make(self, key: str) -> Part:
        if key == "compare":
            from ldn_journal.gui.trends.compare_view import CompareView

            return CompareView(self.context)
        if key == "calendar":
            from ldn_journal.gui.trends.calendar_view import CalendarView

            return CalendarView(self.context)
        from ldn_journal.gui.trends.together_view import TogetherView

        return TogetherView(self.context)

    def _keep(self, key: str, part: Part) -> Part:
        self._parts[key] = part
        part.day_wanted.connect(self.day_wanted)
        part.page_wanted.connect(self.page_wanted)
        self.stack.addWidget(part)
        return part

    def _show_part(self, key: str) -> None:
        """Bring a view of the loaded record into sight."""
        if self.view is None or self.view.empty:
            return
        part = self.part(key)
        if part.view is not self.view:
            part.show_view(self.view)
        self.views_list.offer(self._names, key)
        self.stack.setCurrentWidget(part)
        self._arrange()

    def show_part(self, part: str) -> None:
        """Show a view: "charts", "compare", "calendar" or "together"; as soon as the record is loaded, if it is not yet."""
        self.views.set_current(part)
        self._show_part(part)

    def show_title(self, shown: bool) -> None:
        """Show the title, or leave it out where a menu above the page names it already."""
        self._titled = shown
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text has another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_head"):
            self._arrange()

    def _arrange(self) -> None:
        """Put the choice of views beside the title, or below it where there is no room; without a record there is none."""
        end = tokens.PAGE_RIGHT + tokens.GUTTER
        room = self.width() - tokens.PAGE_LEFT - end
        offered = self.stack.currentWidget() is not self.notice
        listed = self.views.minimumSizeHint().width() > room
        self.heading.setVisible(self._titled)
        self.views.setVisible(offered and not listed)
        self.views_list.setVisible(offered and listed)
        self.views_list.offer(self._names, self.views.current())
        title, views = self.heading.sizeHint(), self.views.sizeHint()
        below = self._titled and not listed and title.width() + views.width() + self._head.spacing() > room
        directions = QBoxLayout.Direction
        self._head.setDirection(directions.TopToBottom if below else directions.LeftToRight)
        at_end = self._titled and not below
        side = Qt.AlignmentFlag.AlignTrailing if at_end else Qt.AlignmentFlag.AlignLeading
        self._head.setAlignment(self.views, side)
        self._head.setSpacing(tokens.SPACE if below else 2 * tokens.SPACE)
        top = tokens.PAGE_TOP if self._titled else tokens.SPACE
        if at_end and offered and not listed:
            # Beside what is higher than it, the title keeps the place it has on every page.
            top = max(top - max(views.height() - title.height(), 0) // 2, tokens.SPACE)
        self._head.setContentsMargins(tokens.PAGE_LEFT, top, end, tokens.PAGE_GAP - tokens.SPACE - 1)

    def dispose(self) -> None:
        """Delete the charts; the window calls this before it goes, for a scene must not outlive Qt."""
        for part in self._parts.values():
            part.dispose()
