"""Where a dialog for files begins."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def documents_folder() -> Path:
    """Return the person's folder for documents, or their home where there is none.

    A dialog that is sent to a folder that is not there begins wherever the program was started.
    """
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return folder if folder.is_dir() else Path.home()
