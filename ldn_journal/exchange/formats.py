"""The formats files come in: told by what they begin with, or named, and read."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from ldn_journal.base.errors import CannotAccess
from ldn_journal.base.files import reading_errors
from ldn_journal.base.texts import _
from ldn_journal.exchange.apple_health import health_member, looks_like_health, read_health
from ldn_journal.exchange.archive import is_archive, opened
from ldn_journal.exchange.bearable import is_bearable, read_bearable
from ldn_journal.exchange.daylio import is_daylio, read_daylio
from ldn_journal.exchange.document import looks_like_document
from ldn_journal.exchange.flaredown import is_flaredown, read_flaredown
from ldn_journal.exchange.folder import read_folder, read_table
from ldn_journal.exchange.incoming import Reading, Surroundings, refusal
from ldn_journal.exchange.loop_habits import is_loop, read_loop
from ldn_journal.exchange.mapping import ColumnMap, read_mapping, read_names
from ldn_journal.exchange.medtimer import is_medtimer, read_medtimer
from ldn_journal.exchange.medtimer_backup import looks_like_backup, read_backup
from ldn_journal.exchange.other_csv import mapping_needed, read_other
from ldn_journal.exchange.tables import is_overview, table_of
from ldn_journal.exchange.text_table import TextTable
from ldn_journal.exchange.track_and_graph import is_track_and_graph, read_track_and_graph

Reader: TypeAlias = Callable[[Path, ColumnMap | None, Surroundings], Reading]

_TABLES = {
    "bearable": is_bearable,
    "daylio": is_daylio,
    "flaredown": is_flaredown,
    "medtimer": is_medtimer,
    "track-and-graph": is_track_and_graph,
}
_READERS: Mapping[str, Reader] = {
    "apple-health": read_health,
    "bearable": read_bearable,
    "daylio": read_daylio,
    "flaredown": read_flaredown,
    "loop": read_loop,
    "medtimer": read_medtimer,
    "track-and-graph": read_track_and_graph,
}
FORMATS = ("auto", "json", "csv", *_READERS)
_START = 4096


def format_of(path: Path, given: str, told: Mapping[str, Any] | None) -> str:
    """Return the format of the file or folder: the one that was ``given``, or what it looks like for ``auto``.

    ``told``: the content of the mapping; one that names the column of the day reads a table of any kind as ``csv``. Raises
    ``ImportRefused`` for what is empty or cannot be that format, ``NotFound``, ``CannotAccess``.
    """
    with reading_errors(path):
        folder = path.is_dir()
        if not folder and not path.is_file() and path.exists():
            raise CannotAccess(_("{path} is not a file.").format(path=path))
        start = b""
        if not folder:
            with path.open("rb") as file:
                start = file.read(_START)
    if folder and given == "json":
        raise refusal(_("{path} is a folder, not a JSON file.").format(path=path))
    if folder and given not in ("auto", "csv"):
        raise refusal(_("{path} is a folder, not a file.").format(path=path))
    if not folder and not start:
        raise refusal(_("The file is empty."))
    if folder:
        return "csv"
    return _looks_like(path, start, told or {}) if given == "auto" else given


def _looks_like(path: Path, start: bytes, told: Mapping[str, Any]) -> str:
    if looks_like_document(start):
        return "medtimer" if looks_like_backup(start) else "json"
    if looks_like_health(start):
        return "apple-health"
    if is_archive(start):
        with opened(path) as archive:
            if is_loop(archive):
                return "loop"
            if health_member(archive) is not None:
                return "apple-health"
        raise refusal(_("This archive holds nothing that can be read here."))
    if "time" in told or "file" in told:
        return "csv"
    header = TextTable(path).header
    return next((name for name, looks_like in _TABLES.items() if looks_like(header)), "csv")


def read_file(path: Path, form: str, told: Mapping[str, Any] | None, around: Surroundings) -> Reading:
    """Return the entries in a file of any format but a journal's JSON. ``told``: the content of the mapping.

    Raises ``ImportRefused`` naming the line, ``MappingNeeded``.
    """
    if path.is_dir():
        return read_folder(path, around)
    if form != "csv":
        return _read_as(path, form, told, around)
    if told is not None:
        return read_other(path, read_mapping(told), around)
    table = TextTable(path, watch=around.watch)
    if table_of(table.header) is not None or is_overview(table.header):
        return read_table(table, around)
    raise mapping_needed(table)


def _read_as(path: Path, form: str, told: Mapping[str, Any] | None, around: Surroundings) -> Reading:
    given = None if told is None else read_names(told)
    if form == "medtimer":
        with reading_errors(path), path.open("rb") as file:
            if looks_like_document(file.read(64)):
                return read_backup(path, given, around)
    return _READERS[form](path, given, around)
