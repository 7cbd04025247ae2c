"""From the command line to a command or the window, and from whatever happens to an exit code."""

import sys
from collections.abc import Sequence
from typing import Protocol

from ldn_journal.base.clock import Clock
from ldn_journal.base.languages import language_for, spoken_language
from ldn_journal.base.log import log_when_needed
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _, set_language
from ldn_journal.cli.options import Options, UsageError, read_options


class OpenWindow(Protocol):
    """Opens the window on a data folder and returns the exit code once it is closed."""

    def __call__(self, folder: DataFolder, *, startup_trace: bool = False, in_tray: bool = False) -> int:
        """Run the window."""
        ...


def main(argv: Sequence[str] | None = None, *, clock: Clock | None = None, window: OpenWindow | None = None) -> int:
    """Do what the command line ``argv`` says and return the exit code of cli.md; nothing is raised.

    ``window`` is called when no command is given; ``clock`` stands in for the computer's own.
    """
    options = Options()
    try:
        options = read_options(sys.argv[1:] if argv is None else argv)
        log_when_needed(lambda: options.folder)
        code = _run(options, clock, window)
        sys.stdout.flush()
    except SystemExit as done:  # argparse, after --help
        return int(done.code or 0)
    except BaseException as error:  # noqa: BLE001 - the last stop: whatever happens becomes a sentence and an exit code
        from ldn_journal.cli.failures import report

        return report(error, options)
    return code


def _run(options: Options, clock: Clock | None, window: OpenWindow | None) -> int:
    _speak(options)
    if options.command is None and not options.version and not options.help and window is not None:
        return window(options.folder, startup_trace=options.startup_trace, in_tray=options.in_tray)
    from ldn_journal.cli.commands import run, show_help, show_version

    if options.version:
        return show_version()
    if options.help or options.command is None:
        show_help()
        return 0 if options.help else 2
    return run(options, clock)


def _speak(options: Options) -> None:
    """Speak the language that is told, else the one chosen in the window, else the computer's own."""
    told = options.lang
    if told is None:
        set_language(spoken_language(options.folder.root / "window.ini"))
        return
    code = language_for(told) or told
    if code.partition("_")[0] != "en":
        from babel import Locale, UnknownLocaleError

        try:
            Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            raise UsageError(
                _("“{code}” is not a language; write it like en, nb or de.").format(code=told[:20])
            ) from None
    set_language(code)
