"""The Qt application and the report's typeface that charts need, wherever they are drawn."""

import sys
from functools import cache
from pathlib import Path

from PySide6.QtCore import QThread
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from ldn_journal.base.errors import FileMissing
from ldn_journal.base.texts import _
from ldn_journal.charts.qt import make_application

REPORT_FAMILY = "Source Sans Pro"


def ensure_application() -> QApplication:
    """Return the running application, or make one that needs no screen.

    Charts can only be drawn on the thread the application lives on; raises ``RuntimeError`` on any other.
    """
    app = QApplication.instance()
    if app is None:
        # Told here it counts for more than QT_QPA_PLATFORM, and a screen that does not answer is not asked.
        unseen = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
        app = make_application([*sys.argv[:1], *unseen])
    if not isinstance(app, QApplication):
        raise RuntimeError("a QApplication is needed, a plainer one is running")  # noqa: TRY004 - not an argument
    if QThread.currentThread() != app.thread():
        raise RuntimeError("charts are drawn on the application's own thread only")
    return app


@cache
def report_font_folder() -> Path:
    """Return the folder of the report's typeface, the one Typst is given as well."""
    import font_source_sans_pro

    return Path(font_source_sans_pro.font_directory)


@cache
def report_family() -> str:
    """Register the report's typeface with Qt, once, and return its family name. Raises ``FileMissing``."""
    for style in ("Regular", "Semibold"):
        if QFontDatabase.addApplicationFont(str(report_font_folder() / f"SourceSansPro-{style}.ttf")) < 0:
            raise FileMissing(_("The typeface of the report is missing. Install LDN Journal again."))
    return REPORT_FAMILY
