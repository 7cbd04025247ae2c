"""Starting the program once more: in another language, or on a sample journal that goes when its window closes."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ldn_journal.base.errors import CannotAccess
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.program import own_command
from ldn_journal.base.texts import _, language

if TYPE_CHECKING:
    from ldn_journal.gui.look import WindowMemory
    from ldn_journal.journal import Journal

_PREFIX: Final = "ldn-journal-sample-"
_MARK: Final = "goes-when-closed"


def start_program(folder: DataFolder) -> int:
    """Start the program on a data folder as a process of its own and return its id. Raises ``CannotAccess``."""
    from PySide6.QtCore import QProcess

    program, *words = own_command()
    started, pid = QProcess.startDetached(program, [*words, "--data-dir", str(folder.root)])
    if not started:
        raise CannotAccess(_("The program could not be started once more. Start it as you usually do."))
    return int(pid)


def make_sample(journal: "Journal") -> DataFolder:
    """Write the sample journal into a temporary folder of its own; on the journal's thread, of which only the clock is used."""
    import shutil
    import tempfile

    from ldn_journal.journal.sample import write_sample

    folder = DataFolder(Path(tempfile.mkdtemp(prefix=_PREFIX)))
    now = journal.clock.now()
    try:
        write_sample(folder, today=journal.today(), zone=now.tzinfo)
        (folder.root / _MARK).touch(mode=0o600)
    except BaseException:
        shutil.rmtree(folder.root, ignore_errors=True)  # what went wrong is told; a half-made sample is of no use
        raise
    return folder


def open_sample(folder: DataFolder, memory: "WindowMemory | None") -> int:
    """Open a window on a sample that was made, looking and speaking as this one does; return its process id."""
    import shutil

    from ldn_journal.gui.look import WindowMemory

    there = WindowMemory(folder.root / "window.ini")
    if memory is not None:
        there.keep_look(memory.look())
    there.keep_language(language())
    try:
        return start_program(folder)
    except CannotAccess:
        shutil.rmtree(folder.root, ignore_errors=True)
        raise


def is_passing(folder: DataFolder) -> bool:
    """Whether a folder is a sample's own that goes when its window closes: marked, named so, and among temporary files."""
    if not folder.root.name.startswith(_PREFIX):
        return False
    import tempfile

    root, temporary = folder.root.resolve(), Path(tempfile.gettempdir()).resolve()
    return root.name.startswith(_PREFIX) and root.parent == temporary and (root / _MARK).is_file()


def take_away(folder: DataFolder) -> None:
    """Delete a sample's folder, and nothing else."""
    if is_passing(folder):
        import shutil

        with contextlib.suppress(
            OSError
        ):  # a file that something still holds: the system clears temporary files itself
            shutil.rmtree(folder.root)
