"""A language that nobody speaks: every sentence half as long again, with letters that rise and hang."""

import gettext
import pkgutil
import re
from importlib import import_module

import ldn_journal.clinical

_FIELD = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&)")
_DRESSED = str.maketrans("AEOUaeouyncs", "ÅÊÖÜåêöüÿñçš")
_FILLING = " vêrÿ lông wörds"


class Stretched(gettext.NullTranslations):
    """Answers with the English sentence dressed up and made longer; fields and markup stay as they are."""

    def gettext(self, message: str) -> str:
        """Return the stretched sentence."""
        return stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the stretched form for ``n``."""
        return stretched(msgid1 if n == 1 else msgid2)


def stretched(sentence: str) -> str:
    """Return ``sentence`` about 40 % longer, short words more, as translations are."""
    parts = [one if _FIELD.fullmatch(one) else one.translate(_DRESSED) for one in _FIELD.split(sentence)]
    wanted = max(2, round(0.4 * len(sentence))) if any(sign.isalpha() for sign in sentence) else 0
    filling = (_FILLING * (wanted // len(_FILLING) + 1))[:wanted].rstrip() if wanted > 4 else "ÿ" * wanted
    text = "".join(parts)
    ending = len(text.rstrip(".:…!?\u00a0 ")) if text.strip(".:…!?\u00a0 ") else len(text)
    return text[:ending] + filling + text[ending:]


def forget() -> None:
    """Drop what was read from the resources: it is kept by language, and this one passes for English."""
    for found in pkgutil.iter_modules(ldn_journal.clinical.__path__, "ldn_journal.clinical."):
        for one in vars(import_module(found.name)).values():
            if hasattr(one, "cache_clear"):
                one.cache_clear()
