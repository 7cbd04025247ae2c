"""The manual page, written from what the program itself says about its commands, so that it cannot tell another story."""

import re
import subprocess
from collections.abc import Callable

from devtools.terminal import SetupError

_ENTRY = re.compile(r"^  (\S.*?) {2,}(\S.*)$")
_CODES = (
    ("0", "done"),
    ("1", "a fault of the program; a sentence says where it is logged"),
    ("2", "something given cannot be used"),
    ("3", "wrong password"),
    ("4", "the file is damaged"),
    ("5", "made by a newer version"),
    ("6", "the disk is full"),
    ("7", "in use by another copy of the program"),
    ("8", "the file is missing or was moved"),
)


def page(tell: Callable[..., str], date: str) -> str:
    """Return the page in man's language. ``tell`` returns what the program prints for some words; ``date`` stands at the foot."""
    version = tell("--version").strip()
    usage, about, commands, options = sections(tell("--help"))
    lines = [
        f'.TH LDN-JOURNAL 1 "{date}" "{text(version)}" "User commands"',
        ".SH NAME",
        "ldn\\-journal \\- private diary for people on low\\-dose naltrexone",
        ".SH SYNOPSIS",
        text(usage),
        ".SH DESCRIPTION",
        "LDN Journal keeps one person\\(aqs treatment with low\\-dose naltrexone on their own computer: dose, pain, sleep,",
        "dreams and side effects over years, charts of what changed at which dose, and a page for the doctor.",
        "Nothing is sent anywhere.",
        ".PP",
        text(about),
        ".SH OPTIONS",
    ]
    for name, meaning in options:
        lines += [".TP", f".B {text(name)}", text(meaning)]
    lines += [".SH COMMANDS"]
    for name, _meaning in commands:
        said = tell(name, "--help").strip()
        lines += [f'.SS "{text(name)}"', ".nf", *(text(line) for line in said.splitlines()), ".fi"]
    lines += [".SH EXIT STATUS"]
    for code, meaning in _CODES:
        lines += [".TP", f".B {code}", text(meaning)]
    lines += [
        ".SH ENVIRONMENT",
        ".TP",
        ".B LDN_JOURNAL_DATA_DIR",
        "the folder of the journal, where none is given with",
        ".BR \\-\\-data\\-dir .",
        ".SH FILES",
        ".TP",
        ".I ~/.local/share/ldn\\-journal/",
        "the journal, its keys, backups and logs. Removing the program leaves this folder alone.",
        ".SH SEE ALSO",
        "The licences of everything that ships with the program are in",
        ".IR /usr/share/doc/ldn\\-journal/copyright .",
    ]
    return "\n".join(lines) + "\n"


def sections(said: str) -> tuple[str, str, list[tuple[str, str]], list[tuple[str, str]]]:
    """Return usage, the sentence below it, commands and options of a help. Raises SetupError if it looks otherwise."""
    lines = said.splitlines()
    entries = [(entry[1], entry[2]) for line in lines if (entry := _ENTRY.match(line))]
    commands = [entry for entry in entries if not entry[0].startswith("-")]
    options = [entry for entry in entries if entry[0].startswith("-")]
    plain = [line for line in lines if line and not line.startswith(" ")]
    if len(plain) != 2 or not plain[0].startswith("usage: ") or not commands or not options:
        raise SetupError("The help of the program no longer looks as packaging/devtools/manual.py reads it.")
    return plain[0].removeprefix("usage: "), plain[1], commands, options


def told(command: list[str], env: dict[str, str], *arguments: str) -> str:
    """Return what the program prints. Raises SetupError if it fails."""
    env = {**env, "COLUMNS": "78"}
    words = [*command, *arguments]
    done = subprocess.run(words, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SetupError(f"{' '.join(arguments)} ended with code {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def text(words: str) -> str:
    """Return words as man's language wants them: its own signs are not to be taken for commands."""
    words = words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace('"', "\\(dq")
    return f"\\&{words}" if words.startswith((".", "\\(aq")) else words
