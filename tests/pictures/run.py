"""Draws every page of the window, and the summary's pages, to look at them: ``python3 packaging/dev.py pictures OUT``.

Each picture is the real window over a real file: empty, the sample journal, or ten years of diary; light and dark; at two
sizes of window and of text, in every language. Names say what they show: ``trends-sample-de-light-100-1280.png``.
"""

import argparse
import itertools
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from ldn_journal.base.languages import LANGUAGES
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import set_language
from ldn_journal.clinical.learn import chapters
from ldn_journal.gui.app import build_window, take_down
from ldn_journal.gui.look import Look, WindowMemory
from ldn_journal.gui.main_window import MainWindow
from ldn_journal.gui.theme import make_application
from ldn_journal.journal import Journal
from ldn_journal.journal.sample import write_sample
from tests.benchmarks.diaries import write_diary

PAGES = (
    "today", "history", "trends", "trends-compare", "trends-calendar", "trends-calendar-month", "trends-together", "treatment",
    "questionnaires", "visits", "files", "keeping", "learn", "learn-fibromyalgia", "learn-interval", "learn-search",
    "settings", "settings-about",
)  # fmt: skip
JOURNALS = ("sample", "empty", "years")
SIZES = ((1280, 800), (900, 600))
SCHEMES = ("light", "dark")
SCALES = (1.0, 2.0)
PATIENCE = 20.0
REST = 0.35
"""Seconds without a job after which a page counts as drawn: a chart rests before it draws finely."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="a folder; it is made")
    parser.add_argument("--pages", nargs="+", default=PAGES)
    parser.add_argument("--journals", nargs="+", choices=JOURNALS, default=JOURNALS)
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=["en"])
    parser.add_argument("--usual", action="store_true", help="only 1280 by 800, light, 100 %%")
    parser.add_argument("--from-right", action="store_true", help="laid out for reading from the right")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore", ResourceWarning)
    app = make_application()
    if chosen.from_right:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    with tempfile.TemporaryDirectory(prefix="ldn-pictures-") as temporary:
        for journal in chosen.journals:
            folder = _folder(journal, Path(temporary) / journal)
            for language, scheme, scale in itertools.product(chosen.languages, SCHEMES, SCALES):
                if chosen.usual and (scheme, scale) != ("light", 1.0):
                    continue
                WindowMemory(folder.root / "window.ini").keep_look(Look(scheme, scale))
                set_language(language)
                QLocale.setDefault(QLocale("en_GB" if language == "en" else language))
                sizes = SIZES[:1] if chosen.usual else SIZES
                shown = f"{journal}-{language}-{scheme}-{scale:.0%}" + ("-from-right" if chosen.from_right else "")
                for name in _pictures(app, folder, chosen.pages, sizes, chosen.out, shown):
                    print(name, flush=True)
    return 0


def _folder(name: str, root: Path) -> DataFolder:
    folder = DataFolder(root)
    if name == "sample":
        write_sample(folder, today=datetime.now(UTC).date())
    elif name == "years":
        write_diary(root, 10)
    else:
        Journal.create(folder).close()
    return folder


def _pictures(
    app: QApplication,
    folder: DataFolder,
    pages: list[str],
    sizes: tuple[tuple[int, int], ...],
    out: Path,
    name: str,
) -> Iterator[str]:
    window = build_window(app, folder)
    window.resize(*sizes[0])
    window.show()
    try:
        for (wide, high), page in itertools.product(sizes, pages):
            window.resize(wide, high)
            _show(window, page)
            _wait(app, window)
            target = out / f"{page}-{name.replace('%', '')}-{wide}.png"
            if not window.grab().save(str(target)):
                raise OSError(target)
            yield target.name
    finally:
        take_down(window)


def _show(window: MainWindow, name: str) -> None:
    """Show a page; after a hyphen, one of its views, and of that perhaps a layout."""
    page, *views = name.split("-")
    window.show_page(page)
    shown = window.page(page)
    for area in shown.findChildren(QAbstractScrollArea):
        area.verticalScrollBar().setValue(0)  # as whoever comes first sees it, not as the picture before left it
    if page == "learn":
        shown.search.setText("placebo" if views == ["search"] else "")
        shown.show_chapter(chapters()[0].key)
    if page in ("settings", "learn") and views:
        shown.show_part(views[0])
    if page == "trends":
        views = views or ["charts"]
        shown.views.cell_activated(("charts", "compare", "calendar", "together").index(views[0]))
        if views[0] == "calendar":
            shown.part("calendar").by.cell_activated(len(views) - 1)


def _wait(app: QApplication, window: MainWindow) -> None:
    begin = rested = time.monotonic()
    while time.monotonic() - rested < REST:
        turn = time.monotonic()
        app.processEvents()
        time.sleep(0.01)
        # A long turn of the loop drew something, and more may follow from it.
        if not window.context.tasks.idle or time.monotonic() - turn > REST / 2:
            rested = time.monotonic()
        if time.monotonic() - begin > PATIENCE:
            raise TimeoutError(f"{window.windowTitle()} is still busy")


if __name__ == "__main__":
    raise SystemExit(main())
