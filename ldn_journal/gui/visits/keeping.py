"""Taking the summary along: as a file, on paper."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.documents import documents_folder

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from ldn_journal.gui.look import WindowMemory
    from ldn_journal.report.typeset import Paper

PRINT_PX = 2480
"""Width of a page's picture for paper: 300 dots to the inch on A4."""


def place_asker(
    memory: "WindowMemory | None", title: str = "", kinds: str = ""
) -> Callable[[QWidget, str], Path | None]:
    """Return what asks where to save, beginning in the folder used last; ``None`` if the person thought better of it.

    ``title`` and ``kinds`` of the dialog are those of the summary unless given.
    """

    def ask(parent: QWidget, name: str) -> Path | None:
        folder = memory.folder() if memory is not None else None
        begin = str((folder or documents_folder()) / name)
        asked, filters = title or _("Save the summary"), kinds or _("PDF (*.pdf)")
        chosen, _filter = QFileDialog.getSaveFileName(parent, asked, begin, filters)
        return Path(chosen) if chosen else None

    return ask


def ask_printer(parent: QWidget, paper: "Paper") -> "QPrinter | None":
    """Ask for a printer, ``paper`` laid in; ``None`` if the person thought better of it."""
    from PySide6.QtGui import QPageSize
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    sizes = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}
    printer.setPageSize(QPageSize(sizes[paper]))
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Print the summary"))
    return printer if dialog.exec() else None


def print_pages(printer: "QPrinter", pictures: Sequence[bytes]) -> bool:
    """Print each picture on a page of its own, as large as fits; return whether the printer took it."""
    # The pages have their own margins; the printer's come on top only where it cannot print to the edge.
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for place, picture in enumerate(pictures):
        if place:
            printer.newPage()
        image = QImage.fromData(picture)
        room = QRect(0, 0, printer.width(), printer.height())
        size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect((room.width() - size.width()) // 2, 0, size.width(), size.height()), image)
    return painter.end()


def show_folder(path: Path) -> bool:
    """Open the folder that a file is in; return whether the system knew how."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
