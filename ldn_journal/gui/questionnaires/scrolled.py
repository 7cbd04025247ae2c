"""A column of the page that scrolls."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.widgets.page_scroller import PageScroller


def scrolled(widget: QWidget, rim: int = 0) -> PageScroller:
    """Return what scrolls ``widget``, which stands at the start of the page; ``rim``: room for rings that it keeps itself."""
    body = QWidget()
    across = QHBoxLayout(body)
    across.setContentsMargins(tokens.PAGE_LEFT - rim, tokens.SPACE, tokens.PAGE_RIGHT - rim, tokens.PAGE_BOTTOM)
    across.addWidget(widget, 1)
    across.addStretch()
    area = PageScroller()
    area.setWidget(body)
    return area
