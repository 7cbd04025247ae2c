"""Which languages there are, and which one this computer speaks."""

import locale
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LANGUAGES: Mapping[str, str] = {"en": "English", "nb": "Norsk bokmål", "de": "Deutsch", "es": "Español"}
"""Code and own name of every language that is translated whole."""
_CHOSEN: Final = re.compile(r"^language=([A-Za-z_]+)$", re.MULTILINE)
_SAME = {"no": "nb", "nn": "nb"}
"""Codes under which a computer may ask for a language that we have under another."""


def language_for(code: str) -> str | None:
    """Return the code to speak for what a system or person calls a language ("de_AT.UTF-8"), ``None`` where we have none.

    The country stays, for dates and numbers: ``de_AT``.
    """
    plain = code.split(".", maxsplit=1)[0].split("@", maxsplit=1)[0].replace("-", "_")
    name, _underscore, country = plain.partition("_")
    name = _SAME.get(name.casefold(), name.casefold())
    if name not in LANGUAGES:
        return None
    return f"{name}_{country.upper()}" if country and name != "en" else name


def system_language(environment: Mapping[str, str] | None = None) -> str:
    """Return the code of this computer's language if we speak it, else ``en``."""
    environment = os.environ if environment is None else environment
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        told = environment.get(variable)
        if told:
            return language_for(told) or "en"
    if sys.platform == "linux":
        return "en"
    return language_for(locale.getlocale()[0] or "") or "en"


def spoken_language(window_memory: Path) -> str:
    """Return the code to speak where none is told: what was chosen on this computer, else the computer's own language.

    ``window_memory``: the file in which the window keeps what was chosen; it need not exist.
    """
    return chosen_language(window_memory) or system_language()


def chosen_language(window_memory: Path) -> str | None:
    """Return the language chosen on this computer, ``None`` if the system's is to be used."""
    try:
        found = _CHOSEN.search(window_memory.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
    return language_for(found[1]) if found else None
