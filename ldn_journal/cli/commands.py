"""The commands: what each is for, and running one. A command's module is loaded only when it is asked for."""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ldn_journal import __version__
from ldn_journal.base.clock import Clock, SystemClock
from ldn_journal.base.errors import CannotAccess, DiskFull, InUse, JournalError, NoJournal, PasswordNeeded
from ldn_journal.base.paths import DataFolder, path_from
from ldn_journal.base.texts import _
from ldn_journal.cli.options import PROGRAM, Options, UsageError
from ldn_journal.cli.output import complain, say
from ldn_journal.domain.days import parse_day

if TYPE_CHECKING:
    from ldn_journal.base.borrowing import Loan
    from ldn_journal.journal import Journal

WAIT_SECONDS = 5.0
LOOK_AGAIN_SECONDS = 0.2
"""How long a command waits for the lock before it looks again whether a window listens."""
SOURCE = "command line"


@dataclass(frozen=True)
class Context:
    """What every command is given: the data folder, the clock, and where the password is written."""

    folder: DataFolder
    clock: Clock
    password_file: Path | None = None

    @contextmanager
    def journal(
        self, recovery_code: str | None = None, *, borrowed: bool = True, as_unprotected: bool = False
    ) -> "Iterator[Journal]":
        """Open the journal to write in it; close it at the end, after a backup if one is due.

        An open window lends it for that long, unless it is not to be ``borrowed``; another command is waited for a little. What
        is typed in the window waits meanwhile, so nobody is asked anything in between. ``as_unprotected``: the password given is
        not for this file, which has none. Raises ``InUse``.
        """
        loan, opened = self._open_to_write(recovery_code, borrowed=borrowed, as_unprotected=as_unprotected)
        try:
            with opened as journal:
                yield journal
                if journal.touched:
                    self.see_to_backup(journal)
        finally:
            if loan is not None:
                loan.end()

    @contextmanager
    def reading(self) -> "Iterator[Journal]":
        """Open the journal to read it: as it is at this moment where another program has it, or where nothing can be written."""
        with self._open_to_read() as journal:
            yield journal
            postponed = journal.postponed
            if journal.touched:  # where a file was written is noted
                self.see_to_backup(journal)
        if postponed and self.folder.is_writable:
            try:
                with self.journal() as later:
                    for job in postponed:
                        job(later)
            except JournalError as error:
                complain(
                    _("The file was written, but the journal could not note where: {problem}").format(problem=error)
                )

    def password(self) -> str | None:
        """Return the password: from the file named, or typed where someone sits at a terminal; asked for once."""
        from ldn_journal.cli.secrets import asked, secret_in

        if self.password_file is not None:
            return secret_in(self.password_file)
        if "typed" not in self._typed:
            self._typed["typed"] = asked(_("Password: "))
        return self._typed["typed"]

    _typed: dict[str, str | None] = field(default_factory=dict, repr=False)

    def _open_to_write(
        self, recovery_code: str | None, *, borrowed: bool, as_unprotected: bool
    ) -> "tuple[Loan | None, Journal]":
        from ldn_journal.base.borrowing import borrow
        from ldn_journal.journal import Journal

        other = recovery_code is not None or as_unprotected
        password = None if self.password_file is None or other else self.password()
        end = time.monotonic() + WAIT_SECONDS
        with self._missing_explained():
            while True:
                loan = borrow(self.folder, end - time.monotonic())
                try:
                    if loan is not None and not borrowed:
                        raise InUse
                    journal = Journal.open(
                        self.folder,
                        password=password,
                        recovery_code=recovery_code,
                        ask_keychain=True,
                        as_unprotected=as_unprotected,
                        clock=self.clock,
                        source=SOURCE,
                        # Not for long where there is no window: one that has just been opened listens after a moment.
                        wait=min(WAIT_SECONDS, LOOK_AGAIN_SECONDS if loan is None else WAIT_SECONDS),
                    )
                except BaseException as error:
                    if loan is not None:
                        loan.end()
                    if isinstance(error, PasswordNeeded) and password is None and recovery_code is None:
                        password = self.password()
                        if password is None:
                            raise
                        end = time.monotonic() + WAIT_SECONDS
                    elif not isinstance(error, InUse) or loan is not None or time.monotonic() >= end:
                        raise
                else:
                    return loan, journal

    def _open_to_read(self) -> "Journal":
        from ldn_journal.journal import Journal

        password = None if self.password_file is None else self.password()
        with self._missing_explained():
            try:
                return Journal.open_to_read(
                    self.folder, password=password, ask_keychain=True, clock=self.clock, source=SOURCE
                )
            except PasswordNeeded:
                password = self.password()
                if password is None:
                    raise
                return Journal.open_to_read(self.folder, password=password, clock=self.clock, source=SOURCE)

    @contextmanager
    def _missing_explained(self) -> Iterator[None]:
        try:
            yield
        except NoJournal as error:
            raise NoJournal(
                _("There is no journal in {folder}; “{program} init” makes one.").format(
                    folder=self.folder.root, program=PROGRAM
                )
            ) from error

    @staticmethod
    def see_to_backup(journal: "Journal") -> None:
        """Make the backup that is due; if that fails, what was asked for is stored all the same, and this is said."""
        from ldn_journal.journal.keeping import BACKUP_EVERY

        try:
            kept = journal.upkeep(BACKUP_EVERY)
            problem = None if kept is None else kept.not_elsewhere
        except (CannotAccess, DiskFull) as error:
            problem = error
        if problem is not None:
            complain(_("Stored, but no backup could be made: {problem}").format(problem=problem))


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise ``UsageError``."""
        raise UsageError(_("{problem}; see “{program} --help”.").format(problem=message, program=self.prog))


@dataclass(frozen=True)
class Command:
    """How a command reads its arguments and what it does; ``run`` returns the exit code."""

    arguments: Callable[[Parser], None]
    run: Callable[[Context, argparse.Namespace], int]


def summaries() -> dict[str, str]:
    """Return every command with one line on what it does, in the order in which they are listed."""
    return {
        "init": _("make the journal"),
        "log": _("record a day: log [DAY] KEY=VALUE ..."),
        "show": _("list days"),
        "history": _("what was changed and when; a day brought back to how it was: history [DAY] [--restore NUMBER]"),
        "trends": _("phases and comparisons, as on the Trends page"),
        "report": _("write the summary for a visit as a PDF"),
        "summary": _("print what the summary for a visit says"),
        "card": _("write the wallet card as a PDF: card OUT.pdf"),
        "export": _("everything out, as json or csv"),
        "import": _("entries in from a file, all or none"),
        "regimen": _("titration steps: list, add, remove"),
        "medicine": _("other medicines: list, add, remove"),
        "condition": _("health facts for the doctor, such as pregnancy or liver disease: list, add, remove"),
        "prescription": _("prescriptions: list, add, remove"),
        "visit": _("visits: list, add, remove"),
        "event": _("events: list, add, remove"),
        "measure": _("measures, built in and your own: list, add, remove"),
        "questionnaire": _("answers to PEG, PGIC, PHQ-2 and PRO2: list, add, remove"),
        "phase": _("names given to phases, phases joined or split: list, add, remove"),
        "password": _("protect the journal: set, remove, recovery, keychain on, keychain off"),
        "backup": _("make a verified copy now: backup [OUT]"),
        "backups": _("list the backups, each read through; with --test the newest is restored for trial"),
        "restore": _("go back to a backup: restore FILE"),
        "erase": _("delete the journal, its backups and logs for good"),
        "check": _("read the whole file and say whether it is sound"),
        "info": _("where the journal is and what is in it"),
        "undo": _("take back the last change"),
        "demo": _("make a sample journal in a new folder: demo DIR"),
    }


_MODULES = {
    "init": "care",
    "check": "care",
    "info": "care",
    "undo": "care",
    "demo": "care",
    "password": "secrets",
    "backup": "backups",
    "backups": "backups",
    "restore": "backups",
    "erase": "backups",
    "log": "log",
    "show": "show",
    "history": "history",
    "trends": "trends",
    "report": "transfer",
    "summary": "transfer",
    "card": "transfer",
    "export": "transfer",
    "import": "transfer",
    **dict.fromkeys(
        ("regimen", "medicine", "condition", "prescription", "visit", "event", "measure", "questionnaire", "phase"),
        "lists",
    ),
}


def run(options: Options, clock: Clock | None) -> int:
    """Run the command of ``options``. Raises what the journal raises, and ``UsageError``."""
    name = options.command or ""
    if name not in _MODULES:
        raise UsageError(_unknown(name, list(_MODULES)))
    module = import_module(f"ldn_journal.cli.{_MODULES[name]}")
    command, rest, title = module.find(name, options.arguments)
    parser = Parser(prog=f"{PROGRAM} {title}", description=summaries()[name], allow_abbrev=False)
    # The options of all commands are understood after the command as well.
    parser.add_argument("--data-dir", metavar="DIR", default=options.data_dir, help=argparse.SUPPRESS)
    parser.add_argument("--password-file", metavar="FILE", default=options.password_file, help=argparse.SUPPRESS)
    parser.add_argument("--debug", action="store_true", default=options.debug, help=argparse.SUPPRESS)
    command.arguments(parser)
    arguments = parser.parse_intermixed_args(list(rest))
    options.data_dir, options.debug = arguments.data_dir, arguments.debug
    secret = None if arguments.password_file is None else path_from(arguments.password_file)
    return int(command.run(Context(options.folder, clock or SystemClock(), secret), arguments))


def _unknown(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, 1)
    if near:
        return _("There is no command “{name}”; did you mean “{near}”?").format(name=name[:40], near=near[0])
    return _("There is no command “{name}”; “{program} --help” lists them.").format(name=name[:40], program=PROGRAM)


def show_version() -> int:
    """Print the program's version."""
    say(_("LDN Journal {version}").format(version=__version__))
    return 0


def show_help() -> None:
    """Print what there is."""
    say(
        _("usage: {program} [--data-dir DIR] [--password-file FILE] [--lang CODE] [--debug] [COMMAND]").format(
            program=PROGRAM
        )
    )
    say()
    say(_("With no command the window opens. “{program} COMMAND --help” says more about one.").format(program=PROGRAM))
    say()
    names = summaries()
    width = max(map(len, names))
    for name, summary in names.items():
        say(f"  {name:<{width}}  {summary}")
    say()
    for option, meaning in (
        ("--data-dir DIR", _("the folder of the journal, instead of the usual one")),
        ("--password-file FILE", _("a file with the password of a protected journal")),
        ("--lang CODE", _("the language to speak, like en or nb")),
        ("--debug", _("say more when something goes wrong")),
        ("--in-tray", _("start without a window, in the tray, where reminders are wanted")),
        ("--startup-trace", _("print how long the window's start takes")),
        ("--version", _("print the version")),
    ):
        say(f"  {option:<20}  {meaning}")


def day_from(text: str, today: date, *, ahead: bool = False) -> date:
    """Return the day written in ``text``; with ``ahead`` it may be still to come. Raises ``DayError``."""
    if ahead and text.strip() not in ("today", "yesterday"):
        return parse_day(text, date.max)
    return parse_day(text, today)
