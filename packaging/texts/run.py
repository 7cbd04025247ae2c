"""``dev.py texts``: bring every catalogue up to date with the program's sentences, and compile it.

A new sentence is added without a translation, one that has gone is dropped. Catalogues carry no line numbers and no dates: two
people who change different sentences do not meet in them.
"""

import argparse
import io
import sys
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ldn_journal.base import languages
from texts.extract import ROOT, Sentence, sentences

LANGUAGES = tuple(code for code in languages.LANGUAGES if code != "en")
"""The languages that the program offers and that need a catalogue."""
_NAMED = 5
"""Untranslated sentences of a language that ``--check`` prints."""
_FOLDER = ROOT / "resources" / "locale"


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language is."""
    return _FOLDER / language / "LC_MESSAGES" / "ldn_journal.po"


class _Undated(Catalog):
    """A catalogue whose header says nothing of when, by whom and with what it was made: the same sentences, the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The lines of the header."""
        left_out = {"POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Report-Msgid-Bugs-To"}
        return [(name, value) for name, value in super().mime_headers if name not in left_out]


@cache
def _program() -> tuple[Sentence, ...]:
    """Every sentence of the program, read once for all languages."""
    return tuple(sentences())


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it stands, empty if there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, domain="ldn_journal", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="ldn_journal")


def up_to_date(language: str) -> Catalog:
    """Return the catalogue with exactly the program's sentences, and the translations it has of them."""
    before = read(language)
    catalogue = _Undated(
        locale=language, domain="ldn_journal", project="LDN Journal", fuzzy=False, charset="utf-8", header_comment="#"
    )
    for one in _program():
        key: str | tuple[str, str] = one.one if one.many is None else (one.one, one.many)
        known = catalogue.get(one.one)
        if known is not None and (one.many is None or known.pluralizable):
            known.locations = sorted({*known.locations, (one.place, None)})
            continue
        old = before.get(one.one)
        text = old.string if old is not None and old.pluralizable == (one.many is not None) else None
        if known is not None:
            catalogue.delete(one.one)
        catalogue.add(key, text, locations=[(one.place, None)], user_comments=old.user_comments if old else ())
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as text, the same for the same sentences."""
    out = io.BytesIO()
    write_po(
        out, catalogue, width=0, omit_header=False, sort_by_file=True, include_lineno=False, include_previous=False
    )
    return out.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """Return a catalogue compiled, with what is translated."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """Return the sentences without a translation."""
    return [one for one in catalogue if one.id and (not one.string or (one.pluralizable and not all(one.string)))]


def _say_what_is_missing(missing: list[Message], stale: list[Path]) -> None:
    for one in missing[:_NAMED]:
        text = one.id if isinstance(one.id, str) else one.id[0]
        print(f"  without a translation: {text}")
    if len(missing) > _NAMED:
        print(f"  and {len(missing) - _NAMED} more")
    for path in stale:
        print(f"  out of date: {path.relative_to(ROOT)}")


def main() -> int:
    """Write the catalogues, or with ``--check`` say what they lack; 1 if that is anything."""
    parser = argparse.ArgumentParser(prog="dev.py texts")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if anything is missing or out of date")
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help=f"only these of {', '.join(LANGUAGES)}")
    arguments = parser.parse_args()
    check, wanted = arguments.check, arguments.languages or LANGUAGES
    if unknown := sorted(set(wanted) - set(LANGUAGES)):
        parser.error(f"{', '.join(unknown)}: not among the languages of ldn_journal/base/languages.py")
    code = 0
    for language in wanted:
        catalogue = up_to_date(language)
        missing = untranslated(catalogue)
        path = catalogue_path(language)
        files = {path: as_po(catalogue), path.with_suffix(".mo"): as_mo(catalogue)}
        stale = [one for one, data in files.items() if not one.exists() or one.read_bytes() != data]
        print(f"{language}: {len(catalogue)} sentences, {len(missing)} without a translation")
        if check:
            _say_what_is_missing(missing, stale)
            code = code or int(bool(stale or missing))
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        for one, data in files.items():
            one.write_bytes(data)
    return code


if __name__ == "__main__":
    sys.exit(main())
