"""Passwords and recovery codes: from a file or typed unseen, never from the command line, where others could read them."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from ldn_journal.base.errors import InvalidEntry, ProtectionGone
from ldn_journal.base.files import reading_errors
from ldn_journal.base.paths import path_from
from ldn_journal.base.texts import _
from ldn_journal.cli.commands import Command, Context, Parser
from ldn_journal.cli.failures import DONE
from ldn_journal.cli.output import complain, say

if TYPE_CHECKING:
    from ldn_journal.journal import Journal

_LARGEST = 1 << 20


def find(name: str, rest: Sequence[str]) -> tuple[Command, Sequence[str], str]:
    """Return the command ``name``, what is left of its arguments, and its title."""
    return Command(_arguments, _run), rest, name


def secret_in(path: Path) -> str:
    """Return the text of a file without the line break at its end. Raises ``NotFound``, ``CannotAccess``, ``InvalidEntry``."""
    with reading_errors(path), path.open("rb") as file:
        data = file.read(_LARGEST + 1)  # a device would never end
    if len(data) > _LARGEST:
        raise InvalidEntry({"password": _("{path} is too large for a password.").format(path=path)})
    try:
        return data.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise InvalidEntry({"password": _("{path} is no text.").format(path=path)}) from None


def asked(prompt: str) -> str | None:
    """Return what is typed unseen, ``None`` where nobody sits at a terminal."""
    return getpass(prompt) if sys.stdin is not None and sys.stdin.isatty() else None


def show_code(code: str) -> None:
    """Print a recovery code with what it is for."""
    say(_("Recovery code: {code}").format(code=code))
    say(_("It opens the journal when the password is forgotten. Write it down now; it is not shown again."))
    say(_("If password and recovery code are both lost, nobody can open the journal."))


def _arguments(parser: Parser) -> None:
    parser.add_argument(
        "action",
        choices=("set", "remove", "recovery", "keychain"),
        help=_(
            "recovery: a new recovery code; keychain on: whoever can use this account opens the journal without the password,"
            " by a secret in the keychain of this computer; keychain off: the password is asked for always"
        ),
    )
    parser.add_argument("state", choices=("on", "off"), nargs="?", help=_("with keychain"))
    parser.add_argument("--new-password-file", metavar="FILE", help=_("the new password; else it is asked for"))
    parser.add_argument(
        "--new-key",
        action="store_true",
        help=_(
            "with set: also encrypt the journal and its backups anew, for when somebody may know the password or have an old"
            " copy of the key file; you get a new recovery code"
        ),
    )
    parser.add_argument(
        "--recovery-file", metavar="FILE", help=_("with set: a file with the recovery code, for a forgotten password")
    )


def _run(context: Context, arguments: Namespace) -> int:
    if arguments.recovery_file is not None and arguments.action != "set":
        raise InvalidEntry({"password": _("A recovery code is for “password set” only.")})
    if arguments.new_key and arguments.action != "set":
        raise InvalidEntry({"password": _("A new key is for “password set” only.")})
    if (arguments.action == "keychain") != (arguments.state is not None):
        raise InvalidEntry({"password": _("Say “password keychain on” or “password keychain off”.")})
    if arguments.action == "set":
        return _set(context, arguments)
    if arguments.action == "keychain":
        return _keychain(context, on=arguments.state == "on")
    return _remove(context) if arguments.action == "remove" else _recovery(context)


def _remove(context: Context) -> int:
    password = context.password()
    try:
        with context.journal() as journal:
            journal.unprotect(password or "")
            _tell_what_is_left(journal)
    except ProtectionGone:
        with context.journal(as_unprotected=True):
            said = _("The journal file stays as it is, without a password. The keys beside it were moved to {folder}.")
            say(said.format(folder=context.folder.quarantine))
        return DONE
    say(_("The journal is no longer protected by a password; neither are its backups."))
    return DONE


def _recovery(context: Context) -> int:
    password = context.password()
    with context.journal() as journal:
        show_code(journal.change_recovery_code(password or ""))
        say(_("The code so far still opens old copies of the key file. “password set --new-key” ends that."))
        _tell_what_is_left(journal)
    return DONE


def _keychain(context: Context, *, on: bool) -> int:
    password = context.password() if on else None
    with context.journal() as journal:
        if on:
            journal.use_keychain(password or "")
            say(_("The journal opens without the password on this computer: whoever can use this account can read it."))
            say(_("A window that was locked still asks for the password. “password keychain off” ends this."))
        else:
            journal.leave_keychain()
            say(_("The password is asked for always."))
        _tell_what_is_left(journal)
    return DONE


def _set(context: Context, arguments: Namespace) -> int:
    code: str | None = None
    if arguments.recovery_file is not None:
        given = secret_in(path_from(arguments.recovery_file))
        new = _new(arguments)
        with context.journal(recovery_code=given) as journal:
            if arguments.new_key:
                code = journal.set_new_key(new)
            else:
                journal.set_password(new)
            _tell_what_is_left(journal)
        say(_("The new password is set."))
        _tell_of_old_copies(code)
        return DONE
    with context.reading() as journal:
        protected = journal.protected
    # Nobody is asked while the journal is open: a window may be waiting for it.
    password, new = context.password() if protected else None, _new(arguments)
    with context.journal() as journal:
        if protected and not arguments.new_key:
            journal.change_password(password or "", new)
        elif protected:
            code = journal.renew_key(password or "", new)
        else:
            code = journal.protect(new)
        _tell_what_is_left(journal)
    if not protected and code is not None:
        say(_("The journal and its backups are protected by the password."))
        show_code(code)
        return DONE
    say(
        _("The new password is set. The recovery code stays as it was.")
        if code is None
        else _("The new password is set.")
    )
    _tell_of_old_copies(code)
    return DONE


def _tell_of_old_copies(code: str | None) -> None:
    """Say what a copy of the keys made before still opens; with a new key, that is only other copies of the journal."""
    if code is None:
        say(
            _(
                "An old copy of the key file “journal.keys” still opens the journal with the old password. If somebody may have"
                " both, use “password set --new-key”."
            )
        )
        return
    say(
        _(
            "The journal and its backups are encrypted anew; old copies of the key file open none of them. Copies you made"
            " elsewhere keep the old password."
        )
    )
    show_code(code)


def _tell_what_is_left(journal: "Journal") -> None:
    if journal.unfinished is not None:
        complain(_("Not every backup could follow: {problem}").format(problem=journal.unfinished))


def _new(arguments: Namespace) -> str:
    if arguments.new_password_file is not None:
        return secret_in(path_from(arguments.new_password_file))
    first = asked(_("New password: "))
    if first is None:
        raise InvalidEntry({"password": _("Give the new password with --new-password-file FILE.")})
    if asked(_("Once more: ")) != first:
        raise InvalidEntry({"password": _("The two are not the same. Nothing was changed.")})
    return first
