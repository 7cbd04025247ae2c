"""What the page of files shows, and the jobs it has done on the journal's thread."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ldn_journal.base.texts import _, format_day
from ldn_journal.gui.files.words import entry_words

if TYPE_CHECKING:
    from ldn_journal.domain.log import LoggedImport
    from ldn_journal.domain.measures import NewMeasure
    from ldn_journal.exchange.needed import MappingNeeded
    from ldn_journal.journal import Journal
    from ldn_journal.journal.intake import Preview

EXPORTS = ("json", "csv", "fhir", "sqlite")


@dataclass(frozen=True)
class FilesView:
    """Every import, the newest first; and whether there is anything to export."""

    imports: "tuple[LoggedImport, ...]"
    recorded: bool


@dataclass(frozen=True)
class ShownPreview:
    """A preview with its first entries in words: (day, words) of each; ``day`` is empty where there is none."""

    preview: "Preview"
    first: tuple[tuple[str, str], ...]
    new_measures: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A file that needs a mapping first, and the measures that its columns or names may be read as."""

    needed: "MappingNeeded"
    measures: "Mapping[str, NewMeasure]"


def load_files(journal: "Journal") -> FilesView:
    """Return what is known of files."""
    recorded = any(journal.info().counts.values())
    return FilesView(tuple(reversed(journal.imports())), recorded)


def read_file(
    journal: "Journal",
    path: Path,
    mapping: Path | Mapping[str, Any] | None,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> ShownPreview | Asked:
    """Read a file, and return what would be stored of it, or what is to be asked first."""
    from ldn_journal.exchange.needed import MappingNeeded

    try:
        preview = journal.preview_file(path, mapping=mapping, progress=progress, cancelled=cancelled)
    except MappingNeeded as needed:
        return Asked(needed, journal.measures())
    first = []
    for record in preview.first:
        day = getattr(record, "day", None)
        first.append((format_day(day, "medium") if day is not None else "", entry_words(record, preview.measures)))
    made = (preview.measures[key] for key in preview.receipt.defined)
    named = _("{name} ({low} to {high})")
    measures = (named.format(name=_(one.name), low=one.show(one.low), high=one.show(one.high)) for one in made)
    return ShownPreview(preview, tuple(first), tuple(measures))


def export(journal: "Journal", form: str, path: Path) -> Path:
    """Write an export and return where it is."""
    write = {
        "json": journal.export_json,
        "csv": journal.export_csv,
        "fhir": journal.export_fhir,
        "sqlite": journal.export_sqlite,
    }
    write[form](path)
    return path
