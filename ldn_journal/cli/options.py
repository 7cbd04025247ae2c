"""The options before the command, read by hand: the window is to be up before a parser could be built."""

from collections.abc import Sequence
from dataclasses import dataclass

from ldn_journal.base.errors import JournalError
from ldn_journal.base.paths import DataFolder, default_data_folder, path_from
from ldn_journal.base.texts import _

PROGRAM = "ldn-journal"


class UsageError(JournalError):
    """The command line itself cannot be understood."""


@dataclass
class Options:
    """What goes for every command, then the command and its own arguments."""

    data_dir: str | None = None
    password_file: str | None = None
    lang: str | None = None
    debug: bool = False
    startup_trace: bool = False
    in_tray: bool = False
    version: bool = False
    help: bool = False
    command: str | None = None
    arguments: tuple[str, ...] = ()

    @property
    def folder(self) -> DataFolder:
        """The data folder asked for, else the usual one. Raises ``CannotAccess`` where it can be no folder."""
        return default_data_folder() if self.data_dir is None else DataFolder(path_from(self.data_dir))


_FLAGS = {
    "--debug": "debug",
    "--startup-trace": "startup_trace",
    "--in-tray": "in_tray",
    "--version": "version",
    "--help": "help",
    "-h": "help",
}
_WITH_VALUE = {"--data-dir": "data_dir", "--password-file": "password_file", "--lang": "lang"}


def read_options(argv: Sequence[str]) -> Options:
    """Return the options before the command; the command's own stay unread. Raises ``UsageError``."""
    options = Options()
    rest = list(argv)
    while rest and rest[0].startswith("-"):
        name, _equals, value = rest.pop(0).partition("=")
        if name in _FLAGS and not _equals:
            setattr(options, _FLAGS[name], True)
        elif name in _WITH_VALUE:
            if not _equals and not rest:
                raise UsageError(_("{option} needs a value.").format(option=name))
            value = value if _equals else rest.pop(0)
            if not value:
                raise UsageError(_("{option} needs a value.").format(option=name))
            setattr(options, _WITH_VALUE[name], value)
        else:
            raise UsageError(
                _("There is no option {option}; “{program} --help” lists them.").format(option=name, program=PROGRAM)
            )
    if rest:
        options.command, options.arguments = rest[0], tuple(rest[1:])
    return options
