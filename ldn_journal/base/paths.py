"""Where things are kept. Every path of a journal flows from one ``DataFolder``, so one override moves all of them."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DataFolder:
    """The folder of one journal and the files in it (folder mode 0700, files 0600)."""

    root: Path

    @property
    def journal(self) -> Path:
        """The diary itself."""
        return self.root / "journal.ldnj"

    @property
    def keys(self) -> Path:
        """The wrapped data keys of a protected journal; a copy is kept beside it."""
        return self.root / "journal.keys"

    @property
    def lock(self) -> Path:
        """Held while a program has the journal open."""
        return self.root / "journal.lock"

    @property
    def window_mark(self) -> Path:
        """Says, while a window is open, where it listens for a second start and for commands."""
        return self.root / "window.open"

    @property
    def is_writable(self) -> bool:
        """Whether the folder and the journal in it may be written, as far as the system says; false too where there is none."""
        return os.access(self.root, os.W_OK | os.X_OK) and os.access(self.journal, os.R_OK | os.W_OK)

    @property
    def backups(self) -> Path:
        """Verified copies, numbered."""
        return self.root / "backups"

    @property
    def backup_record(self) -> Path:
        """What is known of the backups: what each held when it was made, and when one was last restored on trial."""
        return self.root / "backups.record"

    @property
    def quarantine(self) -> Path:
        """Damaged files, put aside and never deleted."""
        return self.root / "quarantine"

    @property
    def reserve(self) -> Path:
        """Room that can be freed when the disk is full, so that the last entries can still be stored."""
        return self.root / "reserve.bin"

    @property
    def logs(self) -> Path:
        """Log files; they never hold health text."""
        return self.root / "logs"

    def make(self) -> None:
        """Create the folder for its owner alone; an existing one is left as it is.

        Raises ``CannotAccess``, ``DiskFull``, and ``FileMissing`` where a link on the way leads to what is not there.
        """
        from ldn_journal.base.errors import FileMissing
        from ldn_journal.base.files import lost_link_on, lost_link_sentence, writing_errors

        link = lost_link_on(self.root)
        if link is not None:
            raise FileMissing(lost_link_sentence(link))
        with writing_errors(self.root):
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)


def path_from(text: str) -> Path:
    """Return the path that a person wrote, ``~`` and ``~user`` filled in. Raises ``CannotAccess`` for what can be no path here.

    Names that are no UTF-8 are refused: what is written is remembered in the journal, whose text is UTF-8, and a database under
    such a name cannot be opened.
    """
    import errno

    from ldn_journal.base.errors import CannotAccess
    from ldn_journal.base.texts import _

    if "\0" in text:
        raise CannotAccess(_("The name of a file or folder cannot hold a NUL character."))
    # Not ``Path.expanduser``, which takes "./~name" for a home as well.
    expanded = os.path.expanduser(text)  # noqa: PTH111
    path = Path(expanded)
    if expanded.startswith("~"):
        name = text.replace("\\", "/").partition("/")[0]
        if name == "~":
            raise CannotAccess(_("Your home folder is not known here. Write the whole path instead of ~."))
        raise CannotAccess(
            _("There is no user {user} here, so {name} is no folder. For a file of that name, write ./{name}").format(
                user=_readable(name[1:]), name=_readable(name)
            )
        )
    try:
        str(path.absolute()).encode()
        path.lstat()
    except UnicodeEncodeError:
        raise CannotAccess(
            _("The name {name} is not in UTF-8. Rename the file or folder, or choose another place.").format(
                name=_readable(str(path.absolute()))
            )
        ) from None
    except OSError as error:
        # Whatever else is wrong with it is told by whoever uses it.
        if error.errno == errno.ENAMETOOLONG:
            raise CannotAccess(_("The name {name}… is too long.").format(name=_readable(path.name[:40]))) from None
    return path


def _readable(name: str) -> str:
    """Return a name with a mark for each byte that is no text."""
    return name.encode(errors="replace").decode()


def default_data_folder() -> DataFolder:
    """Return the journal's folder on this computer: ``LDN_JOURNAL_DATA_DIR`` if set, else the system's usual place.

    Raises ``CannotAccess`` where its name can be no path of a journal (see ``path_from``), and ``SystemLacking`` where the system
    knows no home folder of ours: there is no usual place then.
    """
    override = os.environ.get("LDN_JOURNAL_DATA_DIR")
    if override:
        return DataFolder(path_from(override))
    from platformdirs import user_data_path

    try:
        return DataFolder(path_from(str(user_data_path("ldn-journal", appauthor=False))))
    except RuntimeError:  # platformdirs asked the system for a home folder in vain
        from ldn_journal.base.errors import SystemLacking
        from ldn_journal.base.texts import _

        raise SystemLacking(
            _(
                "LDN Journal cannot tell where your home folder is: HOME is not set. Set it, or say where the journal is to be "
                "with --data-dir DIR."
            )
        ) from None
